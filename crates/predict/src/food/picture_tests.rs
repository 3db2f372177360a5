//! Pictures of all kinds of files.

use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageFormat, Luma, Rgb, RgbImage, Rgba, RgbaImage};

use super::picture::decode_picture;

/// Two pixels beside each other, black and white, blown up to 32 × 16.
fn black_and_white() -> RgbImage {
    RgbImage::from_fn(32, 16, |x, _| if x < 16 { Rgb([0; 3]) } else { Rgb([255; 3]) })
}

fn encoded(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).expect("memory takes all");
    bytes.into_inner()
}

/// A JPEG file with an EXIF block that says how the camera was held.
fn with_orientation(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    let length = u16::try_from(exif.len() + 2).expect("short").to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
}

#[track_caller]
fn check_error(bytes: &[u8], message: &str) {
    let error = decode_picture(Cursor::new(bytes), 16).expect_err("no picture");
    assert!(error.to_string().contains(message), "`{error}` does not say `{message}`");
}

#[test]
fn decode_cuts_the_middle_square_and_scales_it() {
    let picture = decode_picture(Cursor::new(encoded(black_and_white(), ImageFormat::Png)), 16).expect("a PNG");
    assert_eq!(picture.side(), 16);
    let row: Vec<u8> = picture.pixels()[..16 * 3].iter().step_by(3).copied().collect();
    assert_eq!((row[0], row[7], row[8], row[15]), (0, 0, 255, 255));
}

#[test]
fn decode_of_a_picture_of_the_right_size_keeps_every_byte() {
    let noise = RgbImage::from_fn(16, 16, |x, y| {
        Rgb([x * 15, y * 15, x * y].map(|value| u8::try_from(value).expect("below 256")))
    });
    let picture = decode_picture(Cursor::new(encoded(noise.clone(), ImageFormat::Png)), 16).expect("a PNG");
    assert_eq!(picture.pixels(), noise.as_raw().as_slice());
}

#[test]
fn decode_turns_a_photograph_as_its_exif_says() {
    // Of 32 × 16: black on the left. Turned by 6 (clockwise), black is above; by 3, on the right.
    let jpeg = encoded(black_and_white(), ImageFormat::Jpeg);
    let corners = |orientation| {
        let bytes = with_orientation(&jpeg, orientation);
        let picture = decode_picture(Cursor::new(bytes), 16).expect("a JPEG");
        [0, 15, 16 * 15].map(|pixel| picture.pixels()[pixel * 3] > 128)
    };
    assert_eq!(corners(1), [false, true, false], "upper left, upper right, lower left");
    assert_eq!(corners(6), [false, false, true]);
    assert_eq!(corners(3), [true, false, true]);
}

#[test]
fn decode_takes_grey_see_through_and_sixteen_bit_pictures() {
    let grey = decode_picture(Cursor::new(encoded(GrayImage::from_pixel(20, 20, Luma([7])), ImageFormat::Png)), 16);
    assert_eq!(grey.expect("a PNG").pixels()[0], 7);
    let clear = RgbaImage::from_pixel(20, 20, Rgba([10, 20, 30, 0]));
    let clear = decode_picture(Cursor::new(encoded(clear, ImageFormat::Png)), 16).expect("a PNG");
    assert_eq!(clear.pixels()[..3], [255; 3]);
    let deep = image::ImageBuffer::<Rgb<u16>, _>::from_pixel(20, 20, Rgb([65_535, 0, 257 * 9]));
    let deep = decode_picture(Cursor::new(encoded(deep, ImageFormat::Png)), 16).expect("a PNG");
    assert_eq!(deep.pixels()[..3], [255, 0, 9]);
}

#[test]
fn decode_of_what_is_no_picture_says_what_it_is() {
    check_error(b"", "the file is empty");
    check_error(b"name,grams\napple,100\n", "got text");
    check_error(b"GIF89a\x01\0\x01\0", "got a GIF file");
    check_error(&[0, 1, 2, 3, 200], "bytes of no known format");
    let jpeg = encoded(black_and_white(), ImageFormat::Jpeg);
    check_error(&jpeg[..30], "the picture is damaged");
    let png = encoded(black_and_white(), ImageFormat::Png);
    check_error(&png[..40], "the picture is damaged");
    for at in 30..png.len() {
        let mut flipped = png.clone();
        flipped[at] ^= 0x55;
        // Whatever it says, it says it without a panic.
        let _ = decode_picture(Cursor::new(flipped), 16);
    }
}

#[test]
fn decode_names_what_phones_and_browsers_save() {
    check_error(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "got a HEIC file");
    check_error(b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "got a HEIC file");
    check_error(b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", "got an AVIF file");
    check_error(b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", "got an AVIF file");
    check_error(b"\0\0\0\x18ftypheix", "got a HEIC file");
    check_error(b"\0\0\0\x18ftypisom\0\0\0\0isommp41", "got a film");
    check_error(b"RIFF\x24\0\0\0WEBPVP8 ", "got a WebP file");
    check_error(b"\xff\x0a\x90\x01", "got a JPEG XL file");
    check_error(b"%PDF-1.7\n", "got a PDF file");
    check_error(b"<?xml version=\"1.0\"?>\n<svg width=\"3\">", "got an SVG file");
}

/// Wherever a file is cut, it is damaged: decoders fill the rest with grey and do not mind.
#[test]
fn decode_of_a_file_cut_anywhere_says_that_it_is_damaged() {
    let noise = RgbImage::from_fn(96, 80, |x, y| {
        Rgb([x * 7 % 251, y * 13 % 241, x * y % 239].map(|value| u8::try_from(value).expect("below 256")))
    });
    for format in [ImageFormat::Jpeg, ImageFormat::Png] {
        let whole = encoded(noise.clone(), format);
        decode_picture(Cursor::new(&whole), 16).expect("whole");
        let followed = [&whole[..], b"what a telephone writes behind"].concat();
        decode_picture(Cursor::new(followed), 16).expect("whole, with something behind");
        for cut in (40..whole.len()).step_by(37).chain([whole.len() - 1]) {
            check_error(&whole[..cut], "the picture is damaged");
        }
        let padded = [&whole[..whole.len() / 3], &vec![0; whole.len()]].concat();
        check_error(&padded, "the picture is damaged");
    }
}

/// A PNG file that claims a size and holds no data.
fn claimed(width: u32, height: u32) -> Vec<u8> {
    let mut png = encoded(black_and_white(), ImageFormat::Png);
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    png
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
    })
}

#[test]
fn decode_refuses_huge_and_sizeless_pictures_before_decoding() {
    check_error(&claimed(100_000, 100_000), "100000 × 100000 pixels: expected sides of at most 30000");
    check_error(&claimed(10_000, 10_000), "10000 × 10000 pixels, more than the 50 megapixels");
    check_error(&claimed(200_000, 1), "200000 × 1 pixels: expected sides of at most 30000");
    check_error(&claimed(1, 2_000), "the longer at most 20 times the shorter");
    check_error(&claimed(0, 5), "it is 0 × 5");
    let mut jpeg = encoded(black_and_white(), ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|bytes| bytes == [0xff, 0xc0]).expect("a frame");
    jpeg[frame + 5..frame + 7].fill(0);
    check_error(&jpeg, "it is 32 × 0");
    jpeg[frame + 5..frame + 9].fill(0xff);
    check_error(&jpeg, "65535 × 65535 pixels: expected sides");
    // As large as is accepted: the missing data are found out, not the size refused.
    check_error(&claimed(10_000, 5_000), "damaged");
}
