//! Images as PNG.

use super::preview::RgbImage;

/// Encodes an image as PNG (8-bit RGB); equal pixels give equal bytes.
pub fn png_bytes(image: &RgbImage) -> Vec<u8> {
    encode(image.width, image.height, &image.pixels)
}

pub(super) fn encode(width: usize, height: usize, pixels: &[u8]) -> Vec<u8> {
    let side = |n: usize| u32::try_from(n).expect("images in memory have sides below 2³²");
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, side(width), side(height));
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    encoder.set_filter(png::Filter::Sub);
    let mut writer = encoder.write_header().expect("writing to memory cannot fail");
    writer.write_image_data(pixels).expect("three bytes a pixel, written to memory");
    writer.finish().expect("writing to memory cannot fail");
    bytes
}
