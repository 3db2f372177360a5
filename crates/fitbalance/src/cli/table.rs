//! Options of every command that reads a table.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use encoding_rs::Encoding;
use features::{Order, Stated};

use crate::cli::missing::MissingArg;
use crate::cli::output::hint;
use crate::table::{DecimalMark, ReadOptions, Table};

/// Which file, and how it is written.
#[derive(Debug, Clone, Args)]
pub(crate) struct FileArgs {
    /// CSV or Parquet file (of Excel, Stata or SPSS: save it as CSV there)
    #[arg(long, value_name = "FILE")]
    pub(crate) data: PathBuf,
    /// What separates fields of a CSV file, or `tab` [default: the comma, semicolon, tab or bar that the header has most of]
    #[arg(long, value_name = "CHARACTER", value_parser = separator, help_heading = READING)]
    sep: Option<u8>,
    /// What stands before decimals [default: the point, and the comma where a column can be read in no other way]
    #[arg(long, value_name = "MARK", value_parser = decimal_mark, help_heading = READING)]
    decimal: Option<DecimalMark>,
    /// A spelling of a missing value beside the empty field, NA, NaN, null, None, #N/A, `.` and `?`; may be repeated
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, help_heading = READING)]
    na: Vec<String>,
    /// Encoding of a CSV file, such as latin1 or utf-16le [default: utf-8]
    #[arg(long, value_name = "NAME", value_parser = encoding, help_heading = READING)]
    encoding: Option<&'static Encoding>,
}

const READING: &str = "Reading the file";
const COLUMNS: &str = "What columns are";

/// Which file, what its columns are, and what to do without a value.
#[derive(Debug, Clone, Args)]
pub(crate) struct TableArgs {
    #[command(flatten)]
    pub(crate) file: FileArgs,
    #[command(flatten)]
    columns: ColumnArgs,
    /// What to do with rows that lack a value
    #[arg(long, value_enum, default_value_t = MissingArg::Error)]
    pub(crate) missing: MissingArg,
}

/// What columns are, where their values do not say it.
///
/// Lists are separated by commas; a name with a comma is quoted (`'"dose, mg",age'`), or the option given for it alone.
#[derive(Debug, Clone, Args)]
pub(crate) struct ColumnArgs {
    /// Columns of groups, also where all values are numbers
    #[arg(long, value_name = "A,B", help_heading = COLUMNS)]
    categorical: Vec<String>,
    /// Columns of numbers: any other value is an error
    #[arg(long, value_name = "A,B", help_heading = COLUMNS)]
    numeric: Vec<String>,
    /// A column of groups in order, such as 'stage=1<2<3': they count as 1, 2, 3; may be repeated
    #[arg(long, value_name = "A=X<Y", help_heading = COLUMNS)]
    ordered: Vec<String>,
    /// The group that others of a column are compared with, such as sex=female; may be repeated
    #[arg(long, value_name = "A=X", help_heading = COLUMNS)]
    reference: Vec<String>,
    /// Columns of dates: used where they are named, as days since 1970-01-01
    #[arg(long, value_name = "A,B", help_heading = COLUMNS)]
    date: Vec<String>,
    /// Columns that name rows: never used to explain
    #[arg(long, value_name = "A,B", help_heading = COLUMNS)]
    id: Vec<String>,
    /// Columns that are not used
    #[arg(long, value_name = "A,B", help_heading = COLUMNS)]
    exclude: Vec<String>,
}

impl FileArgs {
    /// Reads the file, and says what was found out of it rather than stated.
    pub(crate) fn read(&self) -> Result<Table> {
        let options = ReadOptions {
            separator: self.sep,
            decimal: self.decimal,
            missing: self.na.clone(),
            encoding: self.encoding.unwrap_or(encoding_rs::UTF_8),
        };
        let table = Table::read_with(&self.data, &options)?;
        table.remarks().iter().for_each(hint);
        Ok(table)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.data
    }
}

impl TableArgs {
    /// Reads the file with its columns as they are stated.
    pub(crate) fn read(&self) -> Result<Table> {
        let table = self.file.read()?;
        let stated = self.columns.stated(&table)?;
        Ok(table.with_stated(stated)?)
    }
}

impl ColumnArgs {
    fn stated(&self, table: &Table) -> Result<Stated> {
        let list = |option: &str, texts: &[String]| column_list(option, texts, table);
        Ok(Stated {
            categorical: list("--categorical", &self.categorical)?,
            numeric: list("--numeric", &self.numeric)?,
            ordered: self.ordered.iter().map(|text| order(text)).collect::<Result<_>>()?,
            references: self.reference.iter().map(|text| assignment("--reference", text)).collect::<Result<_>>()?,
            dates: list("--date", &self.date)?,
            ids: list("--id", &self.id)?,
            excluded: list("--exclude", &self.exclude)?,
        })
    }
}

/// Names of columns, as an option lists them: separated by commas, quoted where a name has one.
///
/// # Errors
///
/// An empty name
pub(crate) fn column_list(option: &str, texts: &[String], table: &Table) -> Result<Vec<String>> {
    let known = table.column_names();
    let mut columns = Vec::new();
    for text in texts {
        // A name as it stands goes before a list.
        if let Some(&column) = known.iter().find(|name| **name == text || **name == text.trim()) {
            columns.push(column.to_owned());
            continue;
        }
        let mut reader = csv::ReaderBuilder::new().has_headers(false).trim(csv::Trim::All).from_reader(text.as_bytes());
        for record in reader.records() {
            let record = record.with_context(|| format!("`{option} {text}` is no list of columns"))?;
            columns.extend(record.iter().map(str::to_owned));
        }
    }
    if columns.iter().any(String::is_empty) {
        bail!("a column in `{option} {}` has no name: is there a comma too many?", texts.join(" "));
    }
    Ok(columns)
}

fn order(text: &str) -> Result<Order> {
    let (column, levels) = assignment("--ordered", text)?;
    let levels: Vec<String> = levels.split('<').map(|level| level.trim().to_owned()).collect();
    let is_repeated = (1..levels.len()).any(|at| levels[..at].contains(&levels[at]));
    ensure!(
        levels.len() > 1 && !is_repeated && levels.iter().all(|level| !level.is_empty()),
        "`--ordered {text}`: expected a column and at least two different levels from low to high, such as `stage=1<2<3`"
    );
    Ok(Order { column, levels })
}

fn assignment(option: &str, text: &str) -> Result<(String, String)> {
    let (column, value) = text
        .split_once('=')
        .map(|(column, value)| (column.trim().to_owned(), value.trim().to_owned()))
        .filter(|(column, value)| !column.is_empty() && !value.is_empty())
        .with_context(|| format!("`{option} {text}`: expected a column, `=` and a value"))?;
    Ok((column, value))
}

fn separator(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        b"tab" | b"\\t" => Ok(b'\t'),
        &[byte] if !byte.is_ascii_alphanumeric() && !b"\"\r\n.-+".contains(&byte) => Ok(byte),
        _ => Err("expected one character such as `;`, or `tab`".to_owned()),
    }
}

fn decimal_mark(text: &str) -> Result<DecimalMark, String> {
    match text {
        "." => Ok(DecimalMark::Point),
        "," => Ok(DecimalMark::Comma),
        _ => Err("expected `.` or `,`".to_owned()),
    }
}

fn encoding(text: &str) -> Result<&'static Encoding, String> {
    let name = text.trim().to_lowercase().replace('_', "-");
    let name = if name == "latin-1" { "latin1" } else { &name };
    Encoding::for_label_no_replacement(name.as_bytes())
        .ok_or_else(|| "expected a name such as utf-8, latin1, windows-1252 or utf-16le".to_owned())
}
