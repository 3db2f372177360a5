//! Text as records of fields, quoted as RFC 4180 has it.

use super::TableError;
use super::limits::{MOST_COLUMNS, MOST_FIELD_BYTES, check};

/// One record, as it stands in the file.
pub(super) struct Record<'a> {
    pub(super) text: &'a [u8],
    /// Line (from 1) on which it begins.
    pub(super) line: usize,
    pub(super) n_fields: usize,
    /// Whether nothing stands in the last field.
    pub(super) ends_empty: bool,
}

impl Record<'_> {
    /// Its fields without their quotes.
    pub(super) fn fields(&self, separator: u8) -> Vec<String> {
        let mut fields = vec![Vec::new()];
        let mut is_quoted = false;
        let mut bytes = self.text.iter().copied().peekable();
        while let Some(byte) = bytes.next() {
            match byte {
                b'"' if is_quoted && bytes.peek() == Some(&b'"') => {
                    bytes.next();
                    push(&mut fields, b'"');
                }
                b'"' => is_quoted = !is_quoted,
                _ if byte == separator && !is_quoted => fields.push(Vec::new()),
                _ => push(&mut fields, byte),
            }
        }
        fields.into_iter().map(|field| String::from_utf8_lossy(&field).into_owned()).collect()
    }
}

fn push(fields: &mut [Vec<u8>], byte: u8) {
    if let Some(field) = fields.last_mut() {
        field.push(byte);
    }
}

/// Splits text into records: a line ends one unless a quote is open.
pub(super) struct Records<'a> {
    file: &'a str,
    rest: &'a [u8],
    line: usize,
    separator: u8,
}

impl<'a> Records<'a> {
    /// `line` is the number of the first line.
    pub(super) fn new(file: &'a str, text: &'a [u8], line: usize, separator: u8) -> Self {
        Self { file, rest: text, line, separator }
    }

    /// What was not read yet.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The next record.
    ///
    /// # Errors
    ///
    /// A quote within a field, one that is not closed, a carriage return within a line
    pub(super) fn next(&mut self) -> Result<Option<Record<'a>>, TableError> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let (line, mut n_fields, mut quote_line) = (self.line, 1, self.line);
        let mut state = State::FieldStart;
        let mut end = self.rest.len();
        let mut field_start = 0;
        for (position, &byte) in self.rest.iter().enumerate() {
            if position - field_start > MOST_FIELD_BYTES {
                return Err(TableError::LongField { file: self.file.to_owned(), line, most: MOST_FIELD_BYTES });
            }
            let ends_line = || matches!(self.rest.get(position + 1), None | Some(b'\n'));
            state = match (state, byte) {
                (State::FieldStart, b'"') => {
                    quote_line = self.line;
                    State::Quoted
                }
                (State::Quoted, b'"') => State::QuoteInQuoted,
                (State::Quoted, b'\n') => {
                    self.line += 1;
                    State::Quoted
                }
                (State::QuoteInQuoted, b'"') | (State::Quoted, _) => State::Quoted,
                (_, b'\n') => {
                    self.line += 1;
                    end = position;
                    break;
                }
                (_, b'\r') if ends_line() => state,
                (_, b'\r') => {
                    return Err(TableError::StrayReturn { file: self.file.to_owned(), line: self.line });
                }
                (_, byte) if byte == self.separator => {
                    n_fields += 1;
                    field_start = position;
                    if n_fields > MOST_COLUMNS {
                        check(self.file, "columns", n_fields as u64, MOST_COLUMNS as u64)?;
                    }
                    State::FieldStart
                }
                (State::Plain, b'"') | (State::QuoteInQuoted, _) => {
                    return Err(TableError::StrayQuote { file: self.file.to_owned(), line: self.line });
                }
                (State::FieldStart | State::Plain, _) => State::Plain,
            };
        }
        if matches!(state, State::Quoted) {
            return Err(TableError::UnclosedQuote { file: self.file.to_owned(), line: quote_line });
        }
        let text = &self.rest[..end];
        self.rest = self.rest.get(end + 1..).unwrap_or_default();
        let ends_empty = matches!(state, State::FieldStart);
        Ok(Some(Record { text: text.strip_suffix(b"\r").unwrap_or(text), line, n_fields, ends_empty }))
    }
}

/// Where in a record the scan is.
#[derive(Clone, Copy)]
enum State {
    FieldStart,
    Plain,
    Quoted,
    /// After a quote within a quoted field: its end, or the first half of a doubled quote.
    QuoteInQuoted,
}
