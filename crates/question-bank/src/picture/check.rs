//! What an uploaded file must be to stand in an item: told by its bytes, never by its name.

use lexicon::Digest;
use sha2::{Digest as _, Sha256};

use super::svg;
use crate::{MediaType, Picture};

const BYTES_MAX: usize = 2 * 1024 * 1024;
const SIDE_MAX: u32 = 4_096;
const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A file that has been found fit for items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureFile {
    /// SHA-256 of its bytes.
    pub digest: Digest,
    /// What kind of file it is.
    pub media: MediaType,
}

/// Why a file cannot stand in an item.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureFault {
    /// More than 2 MiB.
    #[error("the picture is too large: at most 2 MiB")]
    TooLarge,
    /// Not one of the known kinds.
    #[error("the file is neither PNG nor JPEG nor SVG")]
    UnknownKind,
    /// It begins like a picture and is none.
    #[error("the picture is damaged or cut short")]
    Damaged,
    /// More than 4,096 dots wide or high, or none at all.
    #[error("the picture is {0} × {1} dots; at most 4096 × 4096 are allowed")]
    Dimensions(u32, u32),
    /// SVG with something that could act or reach out: scripts, styles, links, other files.
    #[error("the SVG holds {0}, which is not allowed; save it as plain SVG")]
    Active(String),
    /// SVG with more tags than this.
    #[error("the SVG has more than {0} tags; draw it more simply or save it as PNG")]
    TooManyTags(usize),
    /// SVG with elements within more elements than this.
    #[error("the SVG has elements nested more than {0} deep; ungroup its parts")]
    TooDeep(usize),
}

impl PictureFile {
    /// Checks the bytes of a file. PNG and JPEG are walked part by part, SVG element by element;
    /// their dots are not decoded.
    ///
    /// # Errors
    /// [`PictureFault`].
    pub fn check(bytes: &[u8]) -> Result<Self, PictureFault> {
        if bytes.len() > BYTES_MAX {
            return Err(PictureFault::TooLarge);
        }
        let media = if bytes.starts_with(PNG_SIGNATURE) {
            check_size(png_size(bytes).ok_or(PictureFault::Damaged)?)?;
            MediaType::Png
        } else if bytes.starts_with(b"\xff\xd8\xff") {
            check_size(jpeg_size(bytes).ok_or(PictureFault::Damaged)?)?;
            MediaType::Jpeg
        } else {
            svg::check(bytes)?;
            MediaType::Svg
        };
        Ok(Self {
            digest: Digest(Sha256::digest(bytes).into()),
            media,
        })
    }

    /// The picture with an alternative text.
    #[must_use]
    pub fn with_alt(self, alt: &str) -> Picture {
        Picture {
            digest: self.digest,
            media: self.media,
            alt: alt.to_owned(),
        }
    }
}

fn check_size((width, height): (u32, u32)) -> Result<(), PictureFault> {
    let fits = |side| (1..=SIDE_MAX).contains(&side);
    if fits(width) && fits(height) {
        Ok(())
    } else {
        Err(PictureFault::Dimensions(width, height))
    }
}

fn number(bytes: &[u8], at: usize, len: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + len)?;
    Some(
        bytes
            .iter()
            .fold(0, |number, byte| number << 8 | u32::from(*byte)),
    )
}

/// Width and height of a PNG whose chunks are whole: IHDR first, IEND last and nothing behind it.
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = PNG_SIGNATURE.len();
    let mut size = None;
    loop {
        let len = usize::try_from(number(bytes, at, 4)?).ok()?;
        let kind = bytes.get(at + 4..at + 8)?;
        let data = bytes.get(at + 8..(at + 8).checked_add(len)?)?;
        let next = at + 12 + len;
        match kind {
            b"IHDR" if size.is_none() && len == 13 => {
                size = Some((number(data, 0, 4)?, number(data, 4, 4)?));
            }
            b"IHDR" => return None,
            b"IEND" => return size.filter(|_| next == bytes.len()),
            _ if size.is_none() => return None,
            _ => {}
        }
        at = next;
    }
}

/// Width and height of a JPEG: segments are walked up to the scan, and the file ends as it should.
fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    let mut size = None;
    loop {
        let marker = match bytes.get(at..at + 2)? {
            [0xff, marker] => *marker,
            _ => return None,
        };
        let len = usize::try_from(number(bytes, at + 2, 2)?).ok()?;
        match marker {
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                size = Some((number(bytes, at + 7, 2)?, number(bytes, at + 5, 2)?));
            }
            0xda => return size.filter(|_| bytes.ends_with(b"\xff\xd9")),
            0x01 | 0xd0..=0xd9 => return None,
            _ => {}
        }
        if len < 2 {
            return None;
        }
        at += 2 + len;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut header = Vec::from(width.to_be_bytes());
        header.extend(height.to_be_bytes());
        header.extend([8, 0, 0, 0, 0]);
        let mut bytes = PNG_SIGNATURE.to_vec();
        let chunks: [(&[u8], &[u8]); 3] = [(b"IHDR", &header), (b"IDAT", b"x"), (b"IEND", b"")];
        for (kind, data) in chunks {
            bytes.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
            bytes.extend(kind);
            bytes.extend(data);
            bytes.extend([0; 4]);
        }
        bytes
    }

    fn jpeg(width: u16, height: u16) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 1, 0xff, 0xc0, 0, 8, 8];
        bytes.extend(height.to_be_bytes());
        bytes.extend(width.to_be_bytes());
        bytes.extend([1, 0xff, 0xda, 0, 2, 7, 7, 7, 0xff, 0xd9]);
        bytes
    }

    #[test]
    fn the_kind_is_told_by_the_bytes() {
        let media = |bytes: &[u8]| PictureFile::check(bytes).map(|file| file.media);
        assert_eq!(media(&png(640, 480)), Ok(MediaType::Png));
        assert_eq!(media(&jpeg(640, 480)), Ok(MediaType::Jpeg));
        let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/></svg>";
        assert_eq!(media(svg), Ok(MediaType::Svg));
        assert_eq!(media(b"GIF89a"), Err(PictureFault::UnknownKind));
        assert_eq!(media(b""), Err(PictureFault::UnknownKind));
    }

    #[test]
    fn sizes_are_bounded() {
        let size = |bytes: &[u8]| PictureFile::check(bytes).unwrap_err();
        assert_eq!(size(&png(4_097, 1)), PictureFault::Dimensions(4_097, 1));
        assert_eq!(size(&png(0, 1)), PictureFault::Dimensions(0, 1));
        assert_eq!(size(&jpeg(1, 5_000)), PictureFault::Dimensions(1, 5_000));
        assert_eq!(size(&vec![0; BYTES_MAX + 1]), PictureFault::TooLarge);
    }

    #[test]
    fn what_is_cut_short_or_has_more_behind_it_is_refused() {
        for whole in [png(8, 8), jpeg(8, 8)] {
            let cut = whole.get(..whole.len() - 1).unwrap();
            assert_eq!(PictureFile::check(cut), Err(PictureFault::Damaged));
        }
        let mut more = png(8, 8);
        more.extend(b"<script>");
        assert_eq!(PictureFile::check(&more), Err(PictureFault::Damaged));
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_check_panic(head in 0usize..4, bytes: Vec<u8>) {
            let heads: [&[u8]; 4] = [PNG_SIGNATURE, b"\xff\xd8\xff", b"<svg", b""];
            let _ = PictureFile::check(&[heads[head], &bytes].concat());
        }

        #[test]
        fn no_damage_makes_the_check_panic(at: prop::sample::Index, byte: u8) {
            for mut bytes in [png(8, 8), jpeg(8, 8)] {
                *at.get_mut(&mut bytes) = byte;
                let _ = PictureFile::check(&bytes);
            }
        }
    }
}
