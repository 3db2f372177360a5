//! Painted photographs of foods, a table of their nutrients, and diaries with a known protein need.

mod camera;
mod clutter;
mod columns;
mod diary;
mod generator;
mod image;
mod need;
mod paint;
mod painted;
mod params;
mod png;
mod preview;
mod profile;
mod scene;
mod surface;
mod table;
mod write;

pub use camera::IMAGE_SIDE;
pub use diary::{ProteinDiary, diary_limits};
pub use generator::NutritionGenerator;
pub use image::{FoodImage, Split};
pub use need::{
    DAILY_DECAY, FUELLED_LOAD, GOOD_RECOVERY, LAID_UP_LOAD, LAID_UP_RECOVERY, NEED_COEFFICIENTS, NEED_NOISE_LIMIT_SDS,
    NEED_NOISE_MAE_SDS, NEED_WINDOW_DAYS, NeedCauses, NeedCoefficients, RECOMMENDED_SLEEP_HOURS,
    need_noise_floor_g_per_day, protein_need_g_per_day,
};
pub use params::NutritionParams;
pub use png::png_bytes;
pub use preview::{N_SHEET_SAMPLES, RgbImage, contact_sheet};
pub use profile::DiaryProfile;
pub use write::{verify_images, write_nutrition};
