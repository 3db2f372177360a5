//! The nutrition generator: images, foods, diaries and files.

mod diaries;
mod files;
mod foods;
mod histogram;
mod images;

use synthgen::nutrition::{NutritionGenerator, NutritionParams};

fn generator(params: NutritionParams, seed: u64) -> NutritionGenerator {
    NutritionGenerator::new(params, seed).expect("parameters within their ranges")
}

fn default_generator() -> NutritionGenerator {
    generator(NutritionParams::default(), 42)
}
