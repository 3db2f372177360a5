//! What kind of file bytes begin, and whether a picture's file goes on to its end.

use std::io::{self, BufRead, ErrorKind, Read};

use image::ImageFormat;

/// Where boxes of ISO files (HEIC, AVIF, MP4) have their type, and the first of their brands.
const BOX_TYPE_AT: usize = 4;
const BRANDS_AT: usize = 8;
/// The last marker of a JPEG file.
const JPEG_END: u8 = 0xd9;
/// Bytes of the signature of a PNG file.
const PNG_SIGNATURE: usize = 8;

/// Whether a file has its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Whole,
    Cut,
}

/// Follows a JPEG file, from its beginning, to the marker of its end. What comes behind that does not matter.
///
/// Bytes between segments that are no marker are passed over, as decoders do.
pub(super) fn jpeg_ending(file: &mut impl BufRead) -> io::Result<Ending> {
    or_cut(|| {
        skip(file, 2)?;
        loop {
            let marker = next_marker(file)?;
            match marker {
                JPEG_END => return Ok(()),
                // Alone, without a length.
                0x01 | 0xd0..=0xd8 => {}
                _ => {
                    let length = u64::from(u16::from_be_bytes(read(file)?));
                    // Behind the header of a scan come its data, in which the next turn searches.
                    skip(file, length.saturating_sub(2))?;
                }
            }
        }
    })
}

/// Follows a PNG file, from its beginning, to its last chunk.
pub(super) fn png_ending(file: &mut impl BufRead) -> io::Result<Ending> {
    or_cut(|| {
        skip(file, PNG_SIGNATURE as u64)?;
        loop {
            let length = u64::from(u32::from_be_bytes(read(file)?));
            let kind: [u8; 4] = read(file)?;
            // The checksum is behind it.
            skip(file, length + 4)?;
            if &kind == b"IEND" {
                return Ok(());
            }
        }
    })
}

fn or_cut(walk: impl FnOnce() -> io::Result<()>) -> io::Result<Ending> {
    match walk() {
        Ok(()) => Ok(Ending::Whole),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(Ending::Cut),
        Err(error) => Err(error),
    }
}

/// The next byte after one or more of 0xff that is neither 0 nor a restart.
fn next_marker(file: &mut impl BufRead) -> io::Result<u8> {
    loop {
        let buffer = file.fill_buf()?;
        if buffer.is_empty() {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        match buffer.iter().position(|byte| *byte == 0xff) {
            None => {
                let n = buffer.len();
                file.consume(n);
            }
            Some(at) => {
                file.consume(at + 1);
                let mut marker = 0xff;
                while marker == 0xff {
                    [marker] = read(file)?;
                }
                if !matches!(marker, 0 | 0xd0..=0xd7) {
                    return Ok(marker);
                }
            }
        }
    }
}

fn read<const N: usize>(file: &mut impl BufRead) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn skip(file: &mut impl BufRead, n: u64) -> io::Result<()> {
    let skipped = io::copy(&mut file.take(n), &mut io::sink())?;
    if skipped == n { Ok(()) } else { Err(ErrorKind::UnexpectedEof.into()) }
}

/// What a file is instead of a picture that is accepted, by its first bytes.
pub(super) fn name_of(start: &[u8]) -> String {
    if let Some(name) = iso_name(start).or_else(|| signature_name(start)) {
        return name.to_owned();
    }
    if let Ok(format) = image::guess_format(start) {
        return match format {
            ImageFormat::Gif => "a GIF file".to_owned(),
            ImageFormat::WebP => "a WebP file".to_owned(),
            ImageFormat::Avif => "an AVIF file".to_owned(),
            ImageFormat::Tiff => "a TIFF file (raw photographs of cameras begin as these do)".to_owned(),
            ImageFormat::Bmp => "a BMP file".to_owned(),
            format => format!("a file of the format {}", format.extensions_str().first().unwrap_or(&"other")),
        };
    }
    let is_text = |byte: &u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
    if start.iter().take(64).all(is_text) { "text".to_owned() } else { "bytes of no known format".to_owned() }
}

/// Files made of boxes: the first names the brands of what follows.
fn iso_name(start: &[u8]) -> Option<&'static str> {
    if start.get(BOX_TYPE_AT..BRANDS_AT)? != b"ftyp" {
        return None;
    }
    let length = u32::from_be_bytes(*start.first_chunk()?) as usize;
    let end = length.clamp(BRANDS_AT + 4, start.len().max(BRANDS_AT + 4)).min(start.len());
    let (brands, _) = start[BRANDS_AT..end].as_chunks::<4>();
    let has = |wanted: &[&[u8; 4]]| brands.iter().any(|brand| wanted.contains(&brand));
    // `mif1` alone says that it is a picture in boxes; the codec's brand, if there is one, says which.
    Some(if has(&[b"avif", b"avis"]) {
        "an AVIF file"
    } else if has(&[b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1", b"heif"])
    {
        "a HEIC file, as telephones save photographs"
    } else if has(&[b"jxl "]) {
        "a JPEG XL file"
    } else if has(&[b"crx "]) {
        "a raw photograph of a camera (CR3)"
    } else {
        "a film (MP4 or QuickTime)"
    })
}

/// Others that people take for pictures.
fn signature_name(start: &[u8]) -> Option<&'static str> {
    const SIGNATURES: [(&[u8], &str); 7] = [
        (b"\xff\x0a", "a JPEG XL file"),
        (b"\0\0\0\x0cJXL ", "a JPEG XL file"),
        (b"\0\0\0\x0cjP  ", "a JPEG 2000 file"),
        (b"%PDF", "a PDF file"),
        (b"8BPS", "a Photoshop file"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"\x1a\x45\xdf\xa3", "a film (Matroska or WebM)"),
    ];
    let of_bytes = SIGNATURES.iter().find(|(signature, _)| start.starts_with(signature)).map(|(_, name)| *name);
    of_bytes.or_else(|| {
        let text = String::from_utf8_lossy(&start[..start.len().min(512)]).to_ascii_lowercase();
        text.contains("<svg").then_some("an SVG file")
    })
}
