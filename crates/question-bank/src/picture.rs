//! A picture as items name it: by the hash of its bytes.

mod check;
mod svg;

use lexicon::Digest;
use serde::{Deserialize, Serialize};

pub use check::{PictureFault, PictureFile};

/// A picture in an item. The bytes live elsewhere, under their hash.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// SHA-256 of the file's bytes.
    pub digest: Digest,
    /// What kind of file it is.
    pub media: MediaType,
    /// What a screen reader says instead; empty where the author gave nothing.
    pub alt: String,
}

/// The kinds of pictures that items may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum MediaType {
    /// Portable Network Graphics.
    #[serde(rename = "image/png")]
    Png,
    /// JPEG.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// Scalable Vector Graphics, without scripts and without references to elsewhere.
    #[serde(rename = "image/svg+xml")]
    Svg,
}

impl MediaType {
    /// The name in an HTTP header.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Svg => "image/svg+xml",
        }
    }

    /// The usual ending of a file's name, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Svg => "svg",
        }
    }
}

impl Picture {
    /// The file name under which an export refers to this picture: `{digest}.{extension}`.
    #[must_use]
    pub fn file_name(&self) -> String {
        format!("{}.{}", self.digest, self.media.extension())
    }
}
