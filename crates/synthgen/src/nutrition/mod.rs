//! Painted photographs of foods, a table of their nutrients, and diaries with a known protein need.

mod camera;
mod class;
mod clutter;
mod columns;
mod diary;
mod foods;
mod generator;
mod image;
mod need;
mod paint;
mod params;
mod png;
mod preview;
mod profile;
mod scene;
mod surface;
mod table;
mod write;

pub use camera::IMAGE_SIDE;
pub use class::{FoodClass, N_FOOD_CLASSES};
pub use diary::{DiaryMetric, N_DIARY_METRICS, ProteinDiary};
pub use generator::NutritionGenerator;
pub use image::{FoodImage, Split};
pub use need::{
    DAILY_DECAY, NEED_COEFFICIENTS, NEED_NOISE_LIMIT_SDS, NEED_NOISE_MAE_SDS, NEED_WINDOW_DAYS, NeedCauses,
    NeedCoefficients, RECOMMENDED_SLEEP_HOURS, need_noise_floor_g_per_day, protein_need_g_per_day,
    protein_range_g_per_kg,
};
pub use params::NutritionParams;
pub use png::png_bytes;
pub use preview::{N_SHEET_SAMPLES, RgbImage, contact_sheet};
pub use profile::{DiaryProfile, Goal, TrainingStatus};
pub use table::{ATWATER_TOLERANCE, FoodComposition, foods};
pub use write::{verify_images, write_nutrition};
