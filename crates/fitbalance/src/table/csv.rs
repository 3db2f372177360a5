//! CSV: its structure is checked before it is parsed.

use std::collections::HashMap;
use std::io::Cursor;

use polars::prelude::{CsvReadOptions, DataFrame, SerReader};

use super::{Format, TableError};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads CSV text into columns of text.
///
/// The structure is checked before polars sees it, because polars fills short rows with nulls and cannot name the
/// line of a long one.
pub(super) fn read(file: &str, bytes: &[u8]) -> Result<(DataFrame, Format), TableError> {
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    let bytes = bytes.trim_ascii_end();
    if bytes.trim_ascii_start().is_empty() {
        return Err(TableError::Empty { file: file.to_owned() });
    }
    check_utf8(file, bytes)?;
    let (n_blank_lines, bytes) = without_blank_lines(bytes);
    let structure = Structure::scan(file, bytes, n_blank_lines + 1)?;
    let frame = CsvReadOptions::default()
        .with_infer_schema_length(Some(0))
        .with_rechunk(true)
        .into_reader_with_file_handle(Cursor::new(bytes))
        .finish()
        .and_then(|mut frame| {
            frame.set_column_names(&structure.header)?;
            Ok(frame)
        })
        .map_err(|source| TableError::Csv { file: file.to_owned(), source })?;
    if frame.height() != structure.n_rows {
        return Err(TableError::RowCount { file: file.to_owned(), expected: structure.n_rows, got: frame.height() });
    }
    Ok((frame, Format::Csv { lines: structure.lines }))
}

fn check_utf8(file: &str, bytes: &[u8]) -> Result<(), TableError> {
    std::str::from_utf8(bytes).map(|_| ()).map_err(|error| TableError::NotUtf8 {
        file: file.to_owned(),
        line: bytes[..error.valid_up_to()].split(|&byte| byte == b'\n').count(),
        byte: bytes[error.valid_up_to()],
    })
}

/// How many blank lines stand before the header, and what follows them.
fn without_blank_lines(mut bytes: &[u8]) -> (usize, &[u8]) {
    let mut n_lines = 0;
    while let Some(rest) = bytes.strip_prefix(b"\n").or_else(|| bytes.strip_prefix(b"\r\n")) {
        (n_lines, bytes) = (n_lines + 1, rest);
    }
    (n_lines, bytes)
}

struct Structure {
    header: Vec<String>,
    n_rows: usize,
    lines: Option<Vec<usize>>,
}

impl Structure {
    /// `first_line` is the number of the header's line.
    fn scan(file: &str, bytes: &[u8], first_line: usize) -> Result<Self, TableError> {
        let mut records = Records { rest: bytes, line: first_line };
        let header = records.next(file)?.map(Record::names).unwrap_or_default();
        check_header(file, &header)?;
        let mut lines = Vec::new();
        let mut is_regular = true;
        while let Some(record) = records.next(file)? {
            if record.n_fields != header.len() {
                return Err(TableError::RaggedRow {
                    file: file.to_owned(),
                    line: record.line,
                    expected: header.len(),
                    got: record.n_fields,
                });
            }
            is_regular &= record.line == lines.len() + 2;
            lines.push(record.line);
        }
        if lines.is_empty() {
            return Err(TableError::NoRows { file: file.to_owned(), n_columns: header.len() });
        }
        Ok(Self { header, n_rows: lines.len(), lines: (!is_regular).then_some(lines) })
    }
}

fn check_header(file: &str, header: &[String]) -> Result<(), TableError> {
    if let [only] = header
        && let Some(found) = [';', '\t', '|'].into_iter().find(|&c| only.contains(c))
    {
        return Err(TableError::WrongSeparator { file: file.to_owned(), found });
    }
    let mut first_by_name = HashMap::new();
    for (position, column) in header.iter().enumerate() {
        if let Some(first) = first_by_name.insert(column, position) {
            return Err(TableError::DuplicateColumn {
                file: file.to_owned(),
                column: column.clone(),
                first: first + 1,
                second: position + 1,
            });
        }
    }
    Ok(())
}

struct Record<'a> {
    text: &'a [u8],
    line: usize,
    n_fields: usize,
}

impl Record<'_> {
    fn names(self) -> Vec<String> {
        let mut names = vec![Vec::new()];
        let mut is_quoted = false;
        let mut bytes = self.text.iter().copied().peekable();
        while let Some(byte) = bytes.next() {
            match byte {
                b'"' if is_quoted && bytes.peek() == Some(&b'"') => {
                    bytes.next();
                    push(&mut names, b'"');
                }
                b'"' => is_quoted = !is_quoted,
                b',' if !is_quoted => names.push(Vec::new()),
                _ => push(&mut names, byte),
            }
        }
        names.into_iter().map(|name| String::from_utf8_lossy(&name).into_owned()).collect()
    }
}

fn push(names: &mut [Vec<u8>], byte: u8) {
    if let Some(name) = names.last_mut() {
        name.push(byte);
    }
}

/// Splits text into records: a line ends one unless a quote is open.
struct Records<'a> {
    rest: &'a [u8],
    line: usize,
}

impl<'a> Records<'a> {
    fn next(&mut self, file: &str) -> Result<Option<Record<'a>>, TableError> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let (line, mut n_fields, mut quote_line) = (self.line, 1, self.line);
        let mut state = State::FieldStart;
        let mut end = self.rest.len();
        for (position, &byte) in self.rest.iter().enumerate() {
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
                (_, b',') => {
                    n_fields += 1;
                    State::FieldStart
                }
                (State::Plain, b'"') => return Err(TableError::StrayQuote { file: file.to_owned(), line: self.line }),
                (State::QuoteInQuoted, b'\r') if matches!(self.rest.get(position + 1), None | Some(b'\n')) => state,
                (State::QuoteInQuoted, _) => {
                    return Err(TableError::StrayQuote { file: file.to_owned(), line: self.line });
                }
                (State::FieldStart | State::Plain, _) => State::Plain,
            };
        }
        if matches!(state, State::Quoted) {
            return Err(TableError::UnclosedQuote { file: file.to_owned(), line: quote_line });
        }
        let text = &self.rest[..end];
        self.rest = self.rest.get(end + 1..).unwrap_or_default();
        Ok(Some(Record { text: text.strip_suffix(b"\r").unwrap_or(text), line, n_fields }))
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
