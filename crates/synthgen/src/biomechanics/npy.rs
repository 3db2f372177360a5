//! The bytes of `.npy` files.

/// The bytes of a `.npy` file with little-endian `float32` values in C order.
///
/// # Shapes
///
/// `values`: as many as the product of `shape`.
///
/// # Source
///
/// `NumPy` Enhancement Proposal 1, format version 1.0.
pub(super) fn npy_bytes(values: &[f32], shape: [usize; 3]) -> Vec<u8> {
    assert_eq!(values.len(), shape.iter().product::<usize>(), "as many values as the shape says");
    let [frames, landmarks, coordinates] = shape;
    let mut header =
        format!("{{'descr': '<f4', 'fortran_order': False, 'shape': ({frames}, {landmarks}, {coordinates}), }}");
    // Magic, version and length take 10 bytes; the values begin at a multiple of 64.
    let unpadded = 10 + header.len() + 1;
    header.extend(std::iter::repeat_n(' ', unpadded.next_multiple_of(64) - unpadded));
    header.push('\n');
    let length = u16::try_from(header.len()).expect("a header of three numbers is short");
    let mut bytes = Vec::with_capacity(10 + header.len() + 4 * values.len());
    bytes.extend_from_slice(b"\x93NUMPY\x01\x00");
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(header.as_bytes());
    bytes.extend(values.iter().flat_map(|value| value.to_le_bytes()));
    bytes
}

#[cfg(test)]
mod tests {
    use super::npy_bytes;

    #[test]
    fn npy_bytes_equal_those_of_numpy() {
        // import io, numpy as np  # 2.5
        // f = io.BytesIO(); np.save(f, np.array([[[1.5, -2.0]]], '<f4')); f.getvalue()
        let mut expected =
            b"\x93NUMPY\x01\x00v\x00{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 2), }".to_vec();
        expected.resize(127, b' ');
        expected.extend_from_slice(b"\n\x00\x00\xc0?\x00\x00\x00\xc0");
        assert_eq!(npy_bytes(&[1.5, -2.0], [1, 1, 2]), expected);
    }
}
