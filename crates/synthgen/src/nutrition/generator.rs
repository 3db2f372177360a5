//! Any image or diary, in any order.

use super::diary::{self, ProteinDiary};
use super::image::{self, FoodImage};
use super::params::NutritionParams;
use crate::Result;

/// Makes any image or diary of a nutrition data set, in any order.
#[derive(Clone, Debug)]
pub struct NutritionGenerator {
    params: NutritionParams,
    seed: u64,
}

impl NutritionGenerator {
    /// Checks the parameters and fixes the seed.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParam`](crate::Error::InvalidParam) if a parameter lies outside its range
    pub fn new(params: NutritionParams, seed: u64) -> Result<Self> {
        params.check()?;
        Ok(Self { params, seed })
    }

    /// The parameters.
    pub fn params(&self) -> &NutritionParams {
        &self.params
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Makes the image with this number, from 0; equal arguments give equal images whatever was made before.
    pub fn image(&self, index: usize) -> FoodImage {
        image::image(&self.params, self.seed, index)
    }

    /// All images in order, made one at a time.
    pub fn images(&self) -> impl ExactSizeIterator<Item = FoodImage> {
        (0..self.params.n_images).map(|index| self.image(index))
    }

    /// Makes the diary of the person with this number, from 0; equal arguments give equal diaries whatever was made before.
    pub fn diary(&self, user_id: u32) -> ProteinDiary {
        diary::diary(&self.params, self.seed, user_id)
    }

    /// All diaries in order, made one at a time.
    pub fn diaries(&self) -> impl ExactSizeIterator<Item = ProteinDiary> {
        (0..self.params.n_users).map(|user| self.diary_at(user))
    }

    pub(super) fn diary_at(&self, user: usize) -> ProteinDiary {
        self.diary(u32::try_from(user).expect("`NutritionParams::check` limits data sets to 10⁶ people"))
    }
}
