//! Painted foods.

use std::collections::BTreeSet;

use rayon::prelude::*;
use synthgen::nutrition::{IMAGE_SIDE, N_SHEET_SAMPLES, NutritionParams, Split, contact_sheet, png_bytes};
use words::FoodClass;

use super::{default_generator, generator};

#[test]
fn images_do_not_depend_on_order_or_number() {
    let few = generator(NutritionParams { n_images: 20, ..NutritionParams::default() }, 42);
    let many = default_generator();
    for index in [19, 3, 0] {
        assert_eq!(few.image(index), many.image(index));
    }
    assert_ne!(generator(NutritionParams::default(), 43).image(0).pixels, many.image(0).pixels);
}

#[test]
fn images_are_balanced_and_split_alike() {
    let params = NutritionParams { n_images: 300, ..NutritionParams::default() };
    let images: Vec<_> = generator(params, 1).images().collect();
    for class in FoodClass::ALL {
        let of_class: Vec<_> = images.iter().filter(|image| image.class == class).collect();
        assert_eq!(of_class.len(), 15);
        assert_eq!(of_class.iter().filter(|image| image.split == Split::Val).count(), 3, "{class}");
    }
    assert!(images.iter().all(|image| image.pixels.len() == IMAGE_SIDE * IMAGE_SIDE * 3));
    let distinct: BTreeSet<_> = images.iter().map(|image| &image.pixels).collect();
    assert_eq!(distinct.len(), images.len(), "no picture twice");
}

#[test]
fn images_show_something() {
    let generator = default_generator();
    let spread: Vec<f64> = (0..400_usize)
        .into_par_iter()
        .map(|index| {
            let pixels = generator.image(index).pixels;
            let mean = pixels.iter().map(|byte| f64::from(*byte)).sum::<f64>() / pixels.len() as f64;
            let squares = pixels.iter().map(|byte| (f64::from(*byte) - mean).powi(2)).sum::<f64>();
            (squares / pixels.len() as f64).sqrt()
        })
        .collect();
    // Neither white nor black: a few of ten thousand may be dim.
    let dull = spread.iter().filter(|sd| **sd < 10.0).count();
    assert!(dull <= 4, "{dull} of 400 images have hardly any contrast");
}

#[test]
fn photo_noise_of_zero_leaves_even_areas_even() {
    let clean = NutritionParams { photo_noise: 0.0, ..NutritionParams::default() };
    // Share of values that differ by at most 1 from those of the pixel to the right.
    let evenness = |params| {
        let generator = generator(params, 5);
        let pixels: Vec<_> = (0..40).flat_map(|index| generator.image(index).pixels).collect();
        let even = pixels.windows(4).filter(|w| w[0].abs_diff(w[3]) <= 1).count();
        even as f64 / pixels.len() as f64
    };
    assert!(evenness(clean) > 1.5 * evenness(NutritionParams::default()));
}

#[test]
fn contact_sheet_holds_samples_of_every_class() {
    let generator = default_generator();
    let sheet = contact_sheet(&generator);
    assert_eq!(sheet.pixels.len(), sheet.width * sheet.height * 3);
    // The second sample of the third class, its first row.
    let image = generator.image(FoodClass::N + 2);
    let (gap, side) = (4, IMAGE_SIDE + 4);
    let start = ((2 * side + gap) * sheet.width + side + gap) * 3;
    assert_eq!(sheet.pixels[start..start + 3 * IMAGE_SIDE], image.pixels[..3 * IMAGE_SIDE]);
    assert_eq!(sheet.width, N_SHEET_SAMPLES * side + gap);
    assert!(png_bytes(&sheet).starts_with(b"\x89PNG\r\n"));
}
