//! CSV: its structure is checked before it is parsed.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Cursor;
use std::sync::Arc;

use polars::prelude::{CsvParseOptions, CsvReadOptions, DataFrame, DataType, Field, Schema, SerReader};

use super::decimals::read_decimals;
use super::limits::{MOST_ROWS, check};
use super::options::ReadOptions;
use super::records::Records;
use super::{Format, Refused, TableError};

/// Separators that are looked for where none is stated.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// What a text file holds.
pub(super) struct Text {
    pub(super) frame: DataFrame,
    pub(super) format: Format,
    pub(super) refused: Vec<Refused>,
    /// Columns whose header is empty: they have names of ours.
    pub(super) unnamed: Vec<String>,
    /// What was found out rather than stated, for people to check.
    pub(super) remarks: Vec<String>,
}

/// Reads CSV text into columns of text.
///
/// The structure is checked before polars sees it, because polars fills short rows with nulls and cannot name the
/// line of a long one.
pub(super) fn read(file: &str, bytes: &[u8], options: &ReadOptions) -> Result<Text, TableError> {
    let text = decode(file, bytes, options)?;
    let text = text.trim_end_matches(['\n', '\r', ' ', '\x1a']);
    if text.trim_start().is_empty() {
        return Err(TableError::Empty { file: file.to_owned() });
    }
    let text = with_line_feeds(text);
    let (n_blank_lines, text) = without_blank_lines(&text);
    let (stated, n_lines, text) = without_separator_line(text, n_blank_lines);
    let separator = options.separator.or(stated).unwrap_or_else(|| separator_of(text));
    let structure = Structure::scan(file, text.as_bytes(), n_lines + 1, separator)?;
    let schema: Schema =
        structure.names.iter().map(|name| Field::new(name.as_str().into(), DataType::String)).collect();
    let mut frame = CsvReadOptions::default()
        .with_has_header(false)
        .with_schema(Some(Arc::new(schema)))
        .with_parse_options(CsvParseOptions::default().with_separator(separator))
        .with_rechunk(true)
        .into_reader_with_file_handle(Cursor::new(&*structure.body))
        .finish()
        .map_err(|source| TableError::Csv { file: file.to_owned(), source })?;
    if frame.height() != structure.n_rows {
        return Err(TableError::RowCount { file: file.to_owned(), expected: structure.n_rows, got: frame.height() });
    }
    let mut remarks = Vec::new();
    if options.separator.is_none() && separator != b',' {
        remarks.push(format!("`{file}` is separated by {}", name_of(separator)));
    }
    // A comma within a field is quoted where commas separate.
    let may_hold_commas = separator != b',' || structure.has_quotes;
    let refused = if may_hold_commas {
        let (refused, converted) = read_decimals(&mut frame, separator, options);
        if !converted.is_empty() && options.decimal.is_none() {
            remarks.push(format!("commas in numbers: {}", converted.join(", ")));
        }
        refused
    } else {
        Vec::new()
    };
    let format = Format::Csv { lines: structure.lines, missing: options.missing.clone() };
    Ok(Text { frame, format, refused, unnamed: structure.unnamed, remarks })
}

/// What a separator is called.
pub(super) fn name_of(separator: u8) -> String {
    if separator == b'\t' { "tabs".to_owned() } else { format!("`{}`", char::from(separator)) }
}

fn decode<'a>(file: &str, bytes: &'a [u8], options: &ReadOptions) -> Result<Cow<'a, str>, TableError> {
    let (text, encoding, is_broken) = options.encoding.decode(bytes);
    if !is_broken {
        return Ok(text);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let at = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), |_| 0);
    Err(TableError::BadEncoding {
        file: file.to_owned(),
        line: bytes[..at].split(|&byte| byte == b'\n').count(),
        byte: bytes.get(at).copied().unwrap_or_default(),
        encoding: encoding.name(),
    })
}

/// The text with lines that end in line feeds, where they ended in carriage returns alone.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    if text.contains('\r') && !text.contains('\n') { Cow::Owned(text.replace('\r', "\n")) } else { Cow::Borrowed(text) }
}

/// How many blank lines stand before the header, and what follows them.
fn without_blank_lines(mut text: &str) -> (usize, &str) {
    let mut n_lines = 0;
    while let Some((line, rest)) = text.split_once('\n').filter(|(line, _)| line.trim_matches([' ', '\r']).is_empty()) {
        debug_assert!(line.len() < text.len(), "a line feed was passed");
        (n_lines, text) = (n_lines + 1, rest);
    }
    (n_lines, text)
}

/// The separator that a first line `sep=;` states, as Excel writes and reads it, how many lines are passed, and what follows.
fn without_separator_line(text: &str, n_lines: usize) -> (Option<u8>, usize, &str) {
    let line = text.split_once('\n').map(|(line, rest)| (line.trim_end_matches('\r').trim_matches('"'), rest));
    match line.map(|(line, rest)| (line.to_ascii_lowercase().into_bytes(), rest)) {
        Some((line, rest)) if line.starts_with(b"sep=") && line.len() == 5 => (Some(line[4]), n_lines + 1, rest),
        _ => (None, n_lines, text),
    }
}

/// The separator of a header, outside of quotes: the most frequent, the comma among equals.
fn separator_of(text: &str) -> u8 {
    let mut is_quoted = false;
    let mut counts = [0_usize; SEPARATORS.len()];
    for byte in text.bytes() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            b'\n' => break,
            _ => {
                if let Some(at) = SEPARATORS.iter().position(|&other| other == byte) {
                    counts[at] += 1;
                }
            }
        }
    }
    let most = (0..counts.len()).rev().max_by_key(|&at| counts[at]).expect("there are separators");
    SEPARATORS[most]
}

struct Structure<'a> {
    names: Vec<String>,
    unnamed: Vec<String>,
    n_rows: usize,
    lines: Option<Vec<usize>>,
    /// The rows without header and blank lines.
    body: Cow<'a, [u8]>,
    has_quotes: bool,
}

impl<'a> Structure<'a> {
    /// `first_line` is the number of the header's line.
    fn scan(file: &'a str, bytes: &'a [u8], first_line: usize, separator: u8) -> Result<Self, TableError> {
        let mut records = Records::new(file, bytes, first_line, separator);
        let header = records.next()?.map(|record| record.fields(separator)).unwrap_or_default();
        let body = records.rest();
        let mut rows = Vec::new();
        let mut has_blank_lines = false;
        while let Some(record) = records.next()? {
            // In a table of one column a blank line is a missing value, in any other it is nothing at all.
            if header.len() > 1 && record.text.trim_ascii().is_empty() {
                has_blank_lines = true;
            } else {
                rows.push(record);
            }
        }
        check(file, "rows", rows.len() as u64, MOST_ROWS as u64)?;
        let Some(first) = rows.first() else {
            return Err(TableError::NoRows { file: file.to_owned(), n_columns: header.len() });
        };
        let one_more = header.len() + 1;
        let is_one_more = first.n_fields == one_more && rows.iter().all(|row| row.n_fields == one_more);
        let expected = if is_one_more && header.len() > 1 { one_more } else { header.len() };
        if let Some(row) = rows.iter().find(|row| row.n_fields != expected) {
            return Err(TableError::RaggedRow {
                file: file.to_owned(),
                line: row.line,
                expected: header.len(),
                got: row.n_fields,
            });
        }
        let extra = (expected == one_more).then(|| {
            let is_empty = rows.iter().all(|row| row.ends_empty);
            if is_empty { Extra::Last } else { Extra::First }
        });
        let (names, unnamed) = names(file, header, extra)?;
        let is_regular = rows.iter().zip(2..).all(|(row, line)| row.line == line);
        Ok(Self {
            names,
            unnamed,
            n_rows: rows.len(),
            lines: (!is_regular).then(|| rows.iter().map(|row| row.line).collect()),
            body: if has_blank_lines {
                Cow::Owned(rows.iter().map(|row| row.text).collect::<Vec<_>>().join(&b'\n'))
            } else {
                Cow::Borrowed(body)
            },
            has_quotes: bytes.contains(&b'"'),
        })
    }
}

/// Where rows with one field more than the header have it.
enum Extra {
    /// R writes the names of rows without a name for their column.
    First,
    /// Each line ends in a separator.
    Last,
}

/// The names of all columns, and which of them the file did not name.
fn names(file: &str, mut header: Vec<String>, extra: Option<Extra>) -> Result<(Vec<String>, Vec<String>), TableError> {
    match extra {
        Some(Extra::First) => header.insert(0, String::new()),
        Some(Extra::Last) => header.push(String::new()),
        None => {}
    }
    let mut first_by_name = HashMap::new();
    for (position, column) in header.iter_mut().enumerate() {
        *column = column.trim().to_owned();
        if column.is_empty() {
            continue;
        }
        if let Some(first) = first_by_name.insert(column.clone(), position) {
            return Err(TableError::DuplicateColumn {
                file: file.to_owned(),
                column: column.clone(),
                first: first + 1,
                second: position + 1,
                hint: if column.parse::<f64>().is_ok() { "; is the line with the names missing?" } else { "" },
            });
        }
    }
    let mut unnamed = Vec::new();
    for (column, number) in header.iter_mut().zip(1..) {
        if column.is_empty() {
            *column = format!("unnamed_{number}");
            while first_by_name.contains_key(column) {
                column.push('_');
            }
            unnamed.push(column.clone());
        }
    }
    Ok((header, unnamed))
}
