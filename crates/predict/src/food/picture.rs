//! A picture from a JPEG or PNG file.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};
use std::path::Path;

use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgb, RgbImage};
use nutrition::FoodPicture;

use super::container::{self, Ending};

/// More pixels than this are refused before anything is decoded.
const MAX_PIXELS: u64 = 50_000_000;
/// More pixels than this along a side are refused.
const MAX_SIDE: u32 = 30_000;
/// A side so many times as long as the other is none of a photograph; what is scaled on the way is as long.
const MAX_ASPECT: u32 = 20;
/// Memory that a decoder may take before the size is known: a colour profile may be a bomb.
const MAX_HEADER_BYTES: u64 = 4_000_000;
/// Memory that a decoder may take: 50 megapixels of four 16-bit channels, and as much again for its own work.
const MAX_BYTES: u64 = 800_000_000;
/// Behind see-through pixels, as on a page.
const BACKGROUND: f32 = 255.0;
/// Where a PNG file states its size: signature, length and name of the first chunk come before.
const PNG_SIZE_AT: usize = 16;

/// Why a file is no picture to look at.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PictureError {
    /// The operating system refused.
    #[error("the file cannot be read")]
    Read {
        /// Why.
        source: io::Error,
    },
    /// There are no bytes.
    #[error("the file is empty")]
    Empty,
    /// The first bytes are those of something else.
    #[error("not a picture: expected a JPEG or PNG file, got {got}")]
    NotAPicture {
        /// What it is.
        got: String,
    },
    /// It begins as a picture and does not go on as one.
    #[error("the picture is damaged")]
    Damaged {
        /// What the decoder says.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// More pixels than are decoded.
    #[error("the picture has {width} × {height} pixels, more than the 50 megapixels that are accepted")]
    TooLarge {
        /// Pixels in a row.
        width: u32,
        /// Rows.
        height: u32,
    },
    /// A strip rather than a picture.
    #[error(
        "the picture has {width} × {height} pixels: expected sides of at most 30000, the longer at most 20 times the shorter"
    )]
    NotAPhotograph {
        /// Pixels in a row.
        width: u32,
        /// Rows.
        height: u32,
    },
    /// The file says that it has no pixels.
    #[error("the picture has no pixels: it is {width} × {height}")]
    NoPixels {
        /// Pixels in a row.
        width: u32,
        /// Rows.
        height: u32,
    },
}

/// Reads a picture, turns it as its EXIF orientation says, cuts the largest square out of its middle and scales that to
/// `side` pixels. See-through pixels become white.
///
/// # Errors
///
/// [`PictureError`] says why the file is no picture to look at.
pub fn read_picture(path: &Path, side: usize) -> Result<FoodPicture, PictureError> {
    let file = File::open(path).map_err(|source| PictureError::Read { source })?;
    decode_picture(BufReader::new(file), side)
}

/// As [`read_picture`], from bytes.
///
/// # Errors
///
/// As there.
pub fn decode_picture(mut file: impl BufRead + Seek, side: usize) -> Result<FoodPicture, PictureError> {
    let start = file.fill_buf().map_err(|source| PictureError::Read { source })?.to_vec();
    if start.is_empty() {
        return Err(PictureError::Empty);
    }
    let format = image::guess_format(&start).ok();
    let ending = match format {
        Some(ImageFormat::Jpeg) => {
            check_stated_size(jpeg_size(&start))?;
            container::jpeg_ending(&mut file)
        }
        Some(ImageFormat::Png) => {
            check_stated_size(png_size(&start))?;
            container::png_ending(&mut file)
        }
        _ => return Err(PictureError::NotAPicture { got: container::name_of(&start) }),
    };
    let ending = ending.and_then(|ending| file.seek(SeekFrom::Start(0)).map(|_| ending));
    let ending = ending.map_err(|source| PictureError::Read { source })?;
    let mut reader = ImageReader::with_format(file, format.expect("matched above"));
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MAX_HEADER_BYTES);
    reader.limits(limits.clone());
    let damaged = |error: ImageError| PictureError::Damaged { source: error.into() };
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    check_size(width, height)?;
    limits.max_alloc = Some(MAX_BYTES);
    decoder.set_limits(limits).map_err(damaged)?;
    // Decoders fill what is missing with grey and say nothing.
    if ending == Ending::Cut {
        return Err(PictureError::Damaged { source: "the file ends before the picture does".into() });
    }
    let orientation = decoder.orientation().map_err(damaged)?;
    let mut photo = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    photo.apply_orientation(orientation);
    let side_u32 = u32::try_from(side).expect("sides are at most 512");
    let square = on_background(&photo);
    let square = match square.dimensions() {
        (width, height) if width == side_u32 && height == side_u32 => square,
        _ => DynamicImage::ImageRgb8(square).resize_to_fill(side_u32, side_u32, FilterType::Triangle).into_rgb8(),
    };
    Ok(FoodPicture::new(side, square.into_raw()).expect("the square has that side"))
}

/// Refuses a picture by the size that its file states, before any decoder sees it.
fn check_stated_size(size: Option<(u32, u32)>) -> Result<(), PictureError> {
    size.map_or(Ok(()), |(width, height)| check_size(width, height))
}

fn check_size(width: u32, height: u32) -> Result<(), PictureError> {
    let (shorter, longer) = (width.min(height), width.max(height));
    if shorter == 0 {
        Err(PictureError::NoPixels { width, height })
    } else if longer > MAX_SIDE || longer / shorter > MAX_ASPECT {
        Err(PictureError::NotAPhotograph { width, height })
    } else if u64::from(width) * u64::from(height) > MAX_PIXELS {
        Err(PictureError::TooLarge { width, height })
    } else {
        Ok(())
    }
}

/// Width and height of a PNG file, by its first bytes.
fn png_size(start: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from_be_bytes(*start.get(at..)?.first_chunk()?));
    Some((number(PNG_SIZE_AT)?, number(PNG_SIZE_AT + 4)?))
}

/// Width and height of a JPEG file, if the frame begins within its first bytes.
fn jpeg_size(start: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u16::from_be_bytes(*start.get(at..)?.first_chunk()?));
    let mut segment = 2;
    loop {
        let &[0xff, marker] = start.get(segment..)?.first_chunk::<2>()? else { return None };
        // C4, C8 and CC are tables between the markers of frames.
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            return Some((number(segment + 7)?.into(), number(segment + 5)?.into()));
        }
        segment += 2 + usize::from(number(segment + 2)?);
    }
}

fn on_background(photo: &DynamicImage) -> RgbImage {
    if !photo.color().has_alpha() {
        return photo.to_rgb8();
    }
    let pixels = photo.to_rgba8();
    RgbImage::from_fn(pixels.width(), pixels.height(), |x, y| {
        let [colours @ .., alpha] = pixels.get_pixel(x, y).0;
        let share = f32::from(alpha) / 255.0;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within 0 and 255")]
        Rgb(colours.map(|colour: u8| (f32::from(colour) * share + BACKGROUND * (1.0 - share)).round() as u8))
    })
}
