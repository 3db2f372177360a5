//! `NumPy` files of landmarks.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use npyz::{DType, NpyFile, Order, TypeChar};
use pose_gnn::{Recording, RecordingOptions};

/// Bytes of a file, and of its header, that are read.
const MOST_BYTES: u64 = 1 << 30;
const MOST_HEADER_BYTES: usize = 16 << 10;

/// An array of any rank, row after row, in single precision.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Array {
    pub(crate) shape: Vec<usize>,
    pub(crate) values: Vec<f32>,
}

impl Array {
    /// The array as a recording of one person.
    pub(crate) fn into_recording(self, options: &RecordingOptions) -> Result<Recording> {
        let [frames, joints, channels] = self.shape[..] else {
            bail!("expected an array of shape [frames, 33, 3] or [frames, 33, 4], got {:?}", self.shape);
        };
        Ok(Recording::new(&self.values, [frames, joints, channels], options)?)
    }
}

/// Reads `float32` or `float64` values of either byte order, in C or Fortran order.
pub(crate) fn read(path: &Path) -> Result<Array> {
    let cannot = || format!("cannot read `{}`", path.display());
    let file = File::open(path).with_context(cannot)?;
    let metadata = file.metadata().with_context(cannot)?;
    let length = metadata.len();
    ensure!(length <= MOST_BYTES, "`{}` has {length} bytes, at most {MOST_BYTES} are read", path.display());
    let parsed = if metadata.is_file() {
        parse(BufReader::new(file), length)
    } else {
        // A pipe does not say how long it is.
        let mut bytes = Vec::new();
        file.take(MOST_BYTES).read_to_end(&mut bytes).with_context(cannot)?;
        parse(bytes.as_slice(), bytes.len() as u64)
    };
    parsed.with_context(|| format!("`{}` is not a usable .npy file", path.display()))
}

/// `n_bytes` are those of the whole file.
fn parse(mut file: impl BufRead, n_bytes: u64) -> Result<Array> {
    let start = file.fill_buf().context("it cannot be read")?;
    ensure!(!start.is_empty(), "it is empty");
    ensure!(start.starts_with(b"\x93NUMPY"), "it does not start like one: expected the bytes \\x93NUMPY");
    // A length of two bytes in version 1, of four in later ones.
    let header = match start.get(6..12) {
        Some(&[1, _, low, high, ..]) => usize::from(u16::from_le_bytes([low, high])),
        Some(&[_, _, a, b, c, d]) => usize::try_from(u32::from_le_bytes([a, b, c, d])).unwrap_or(usize::MAX),
        _ => 0,
    };
    ensure!(header <= MOST_HEADER_BYTES, "its header has {header} bytes, at most {MOST_HEADER_BYTES} are read");
    let file = NpyFile::new(file).context("its header is damaged")?;
    let shape: Vec<usize> = file
        .shape()
        .iter()
        .map(|length| usize::try_from(*length))
        .collect::<Result<_, _>>()
        .context("its shape is too large")?;
    let n_values = shape.iter().try_fold(1_usize, |product, length| product.checked_mul(*length));
    let n_values = n_values.context("its shape is too large")?;
    let dtype = file.dtype();
    let DType::Plain(kind) = &dtype else { bail!("it holds records, expected plain float32 or float64 values") };
    if kind.type_char() == TypeChar::Object {
        bail!("it holds Python objects, which can run code when they are read; expected float32 or float64 values");
    }
    let is_float = kind.type_char() == TypeChar::Float;
    let is_fortran = file.order() == Order::Fortran;
    // Before anything of that size is asked for.
    let width = usize::try_from(kind.size_field()).unwrap_or(usize::MAX);
    ensure!(is_float && (width == 4 || width == 8), "its values are of type {kind}, expected float32 or float64");
    ensure!(
        n_values.checked_mul(width).is_some_and(|needed| needed as u64 <= n_bytes),
        "it is truncated: shape {shape:?} needs {n_values} values, the file has {n_bytes} bytes"
    );
    let values = if width == 4 {
        file.into_vec::<f32>().context("its values cannot be read: it is truncated")?
    } else {
        let doubles = file.into_vec::<f64>().context("its values cannot be read: it is truncated")?;
        #[expect(clippy::cast_possible_truncation, reason = "landmarks are single precision")]
        doubles.into_iter().map(|value| value as f32).collect()
    };
    let values = if is_fortran { row_major(&values, &shape) } else { values };
    Ok(Array { shape, values })
}

/// Values stored with the first index running fastest, reordered so that the last one does.
fn row_major(values: &[f32], shape: &[usize]) -> Vec<f32> {
    let mut index = vec![0; shape.len()];
    let mut ordered = Vec::with_capacity(values.len());
    for _ in 0..values.len() {
        let (mut at, mut stride) = (0, 1);
        for (position, length) in index.iter().zip(shape) {
            at += position * stride;
            stride *= length;
        }
        ordered.push(values[at]);
        for (position, length) in index.iter_mut().zip(shape).rev() {
            *position += 1;
            if *position < *length {
                break;
            }
            *position = 0;
        }
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_bytes(bytes: &[u8]) -> Result<Array> {
        parse(bytes, bytes.len() as u64)
    }

    fn file(descr: &str, fortran: &str, shape: &str, data: &[u8]) -> Vec<u8> {
        let header = format!("{{'descr': {descr}, 'fortran_order': {fortran}, 'shape': {shape}, }}\n");
        let length = u16::try_from(header.len()).expect("a short header");
        [b"\x93NUMPY\x01\x00".as_slice(), &length.to_le_bytes(), header.as_bytes(), data].concat()
    }

    fn doubles(values: &[f64]) -> Vec<u8> {
        values.iter().flat_map(|value| value.to_le_bytes()).collect()
    }

    #[test]
    fn values_in_c_and_fortran_order_are_the_same_array() {
        // np.arange(6.0).reshape(2, 3)
        let rows = file("'<f8'", "False", "(2, 3)", &doubles(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0]));
        let columns = file("'<f8'", "True", "(2, 3)", &doubles(&[0.0, 3.0, 1.0, 4.0, 2.0, 5.0]));
        let expected = Array { shape: vec![2, 3], values: vec![0.0, 1.0, 2.0, 3.0, 4.0, 5.0] };
        assert_eq!(read_bytes(&rows).expect("valid"), expected);
        assert_eq!(read_bytes(&columns).expect("valid"), expected);
    }

    #[test]
    fn big_endian_single_precision_is_read() {
        let bytes: Vec<u8> = [1.5_f32, -2.0].iter().flat_map(|value| value.to_be_bytes()).collect();
        assert_eq!(read_bytes(&file("'>f4'", "False", "(2,)", &bytes)).expect("valid").values, [1.5, -2.0]);
    }

    #[test]
    fn unusable_files_are_refused_with_the_reason() {
        let check = |bytes: &[u8], expected: &str| {
            let error = format!("{:#}", read_bytes(bytes).expect_err("unusable"));
            assert!(error.contains(expected), "`{error}` does not contain `{expected}`");
        };
        check(b"", "empty");
        check(b"PK\x03\x04 a zip archive", "does not start like one");
        check(b"\x93NUMPY\x01\x00\xff\xff{", "header is damaged");
        check(&file("'|O'", "False", "(2,)", &[0; 16]), "Python objects");
        check(&file("'<i4'", "False", "(2,)", &[0; 8]), "expected float32 or float64");
        check(&file("[('x', '<f4')]", "False", "(2,)", &[0; 8]), "records");
        check(&file("'<f4'", "False", "(9, 33, 3)", &[0; 100]), "truncated");
        check(&file("'<f8'", "False", "(9223372036854775807, 9)", &[]), "too large");
    }

    #[test]
    fn long_header_is_refused_and_not_shown() {
        let header = format!("{{'descr': '<f4', 'note': '{}'}}", "x".repeat(3_000_000));
        let length = u32::try_from(header.len()).expect("three megabytes").to_le_bytes();
        let bytes = [b"\x93NUMPY\x02\x00".as_slice(), &length, header.as_bytes()].concat();
        let error = format!("{:#}", read_bytes(&bytes).expect_err("too long"));
        assert_eq!(error, "its header has 3000028 bytes, at most 16384 are read");
    }

    #[test]
    fn mutated_files_are_read_or_refused() {
        let rows = file("'<f8'", "True", "(2, 3)", &doubles(&[0.0, 3.0, 1.0, 4.0, 2.0, 5.0]));
        let film = file("'<f4'", "False", "(2, 33, 3)", &[0x3f; 2 * 33 * 3 * 4]);
        let n_read = mutations::try_all(&[&rows, &film], 3_000, |bytes| {
            let Ok(array) = read_bytes(bytes) else { return false };
            let _ = array.into_recording(&RecordingOptions::default());
            true
        });
        assert!(n_read > 0, "none was read");
    }
}
