//! Many pictures through a network, a batch at a time.

use burn::tensor::{Device, Tensor, TensorData};

use super::picture::FoodPicture;
use crate::error::{Error, Result};

/// What `work` makes of pictures, a row each; `add_values` adds those of a picture, `[side, side, 3]`.
///
/// # Errors
///
/// [`Error::OutOfRange`] if the pictures of a batch are of different sides
pub(super) fn rows(
    pictures: &[&FoodPicture],
    batch_size: usize,
    device: &Device,
    add_values: impl Fn(&FoodPicture, &mut Vec<f32>),
    work: impl Fn(Tensor<4>) -> Tensor<2>,
) -> Result<Vec<Vec<f32>>> {
    let mut rows = Vec::with_capacity(pictures.len());
    for batch in pictures.chunks(batch_size) {
        let outputs = work(tensor(batch, device, &add_values)?);
        let [_, n_outputs] = outputs.dims();
        let outputs = outputs.into_data().try_to_vec::<f32>().expect("single precision");
        rows.extend(outputs.chunks_exact(n_outputs).map(<[f32]>::to_vec));
    }
    Ok(rows)
}

/// Pictures as a tensor. `[picture, side, side, 3]`
///
/// # Errors
///
/// [`Error::OutOfRange`] if the pictures are of different sides
pub(super) fn tensor(
    pictures: &[&FoodPicture],
    device: &Device,
    add_values: impl Fn(&FoodPicture, &mut Vec<f32>),
) -> Result<Tensor<4>> {
    let side = pictures.first().map_or(0, |picture| picture.side());
    if let Some(other) = pictures.iter().find(|picture| picture.side() != side) {
        let (what, expected) = ("side of a picture among others".to_owned(), format!("{side} pixels"));
        return Err(Error::OutOfRange { what, expected, got: other.side().to_string() });
    }
    let mut values = Vec::with_capacity(3 * side * side * pictures.len());
    pictures.iter().for_each(|picture| add_values(picture, &mut values));
    Ok(Tensor::from_data(TensorData::new(values, [pictures.len(), side, side, 3]), device))
}

/// In double precision.
pub(super) fn doubles(row: &[f32]) -> Vec<f64> {
    row.iter().copied().map(f64::from).collect()
}
