//! How tables are stored.

use std::fmt;
use std::str::FromStr;

use crate::{Error, Result};

/// How tables are stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Text with a header line; no quotes are needed by any value.
    #[default]
    Csv,
    /// Apache Parquet, Zstandard, row groups of about 262,144 rows.
    Parquet,
}

impl Format {
    /// The file name's extension, without a dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.extension())
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "csv" => Ok(Self::Csv),
            "parquet" => Ok(Self::Parquet),
            _ => Err(Error::InvalidFormat { got: text.to_owned() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Format;

    #[test]
    fn format_name_parses_and_prints_alike() {
        for format in [Format::Csv, Format::Parquet] {
            assert_eq!(format.to_string().parse::<Format>().expect("its own name"), format);
        }
    }

    #[test]
    fn format_of_other_name_is_quoted_in_error() {
        let message = "xlsx".parse::<Format>().expect_err("not a format").to_string();
        assert_eq!(message, "format must be `csv` or `parquet`, got `xlsx`");
    }
}
