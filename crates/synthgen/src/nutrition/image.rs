//! One image: its food and its part of the data set.

use std::fmt;
use words::FoodClass;

use serde::{Deserialize, Serialize};

use super::camera::IMAGE_SIDE;
use super::params::NutritionParams;
use super::scene;

/// The part of the data set that an image or a model's score belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Split {
    /// For fitting.
    Train,
    /// For measuring.
    Val,
}

impl Split {
    /// The folder's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Val => "val",
        }
    }
}

impl fmt::Display for Split {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One photograph of a food.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoodImage {
    /// Number within the data set, from 0; decides class, split and pixels.
    pub index: usize,
    /// What is on it.
    pub class: FoodClass,
    /// Where it belongs.
    pub split: Split,
    /// Red, green and blue, `[64, 64, 3]`, rows from the top.
    pub pixels: Vec<u8>,
}

/// The class of the image with this number: classes take turns.
pub(super) fn class_of(index: usize) -> FoodClass {
    FoodClass::ALL[index % FoodClass::N]
}

/// Which split the image with this number belongs to; every class is divided alike.
pub(super) fn split_of(params: &NutritionParams, index: usize) -> Split {
    // The share of a class's first k images that are held out is ⌊k · share⌋; 1e-9 is for shares such as 0.1, which have no exact
    // binary form.
    let held_out = |n_images: usize| (n_images as f64 * params.val_share + 1e-9).floor();
    let number = index / FoodClass::N;
    if held_out(number + 1) > held_out(number) { Split::Val } else { Split::Train }
}

/// The file within the data set's folder, such as `images/train/apple/apple_000000.png`.
pub(super) fn path_of(params: &NutritionParams, index: usize) -> String {
    let (class, split, number) = (class_of(index).name(), split_of(params, index), index / FoodClass::N);
    format!("images/{split}/{class}/{class}_{number:06}.png")
}

pub(super) fn image(params: &NutritionParams, seed: u64, index: usize) -> FoodImage {
    let class = class_of(index);
    let pixels = scene::photograph(params, seed, class, index);
    debug_assert_eq!(pixels.len(), IMAGE_SIDE * IMAGE_SIDE * 3, "three bytes a pixel");
    FoodImage { index, class, split: split_of(params, index), pixels }
}
