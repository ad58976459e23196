//! A paper as the candidate's page gets it: `question_bank::PaperView` in JSON.

use utoipa::ToSchema;

use super::words::{Digest, OpaqueId, SubTest};

/// Items and options in this candidate's order. Nothing here has room for a point or a key.
#[derive(ToSchema)]
pub(crate) struct Paper {
    sections: Vec<PaperSection>,
}

/// A sub-test of a paper.
#[derive(ToSchema)]
pub(crate) struct PaperSection {
    sub_test: SubTest,
    items: Vec<PaperItem>,
}

/// An item of a paper.
#[derive(ToSchema)]
pub(crate) struct PaperItem {
    /// What an answer event names.
    id: OpaqueId,
    /// The question.
    stem: Vec<Block>,
    /// A picture below the question.
    #[schema(required)]
    picture: Option<Picture>,
    /// The first is A to this candidate.
    options: Vec<PaperOption>,
}

/// An answer of an item.
#[derive(ToSchema)]
pub(crate) struct PaperOption {
    /// What an answer event names.
    id: OpaqueId,
    /// What it says.
    text: Vec<Block>,
    /// A picture below the text, or instead of it.
    #[schema(required)]
    picture: Option<Picture>,
}

/// A block of rich text.
#[derive(ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Block {
    /// A paragraph.
    Paragraph {
        /// Its text.
        children: Vec<Inline>,
    },
    /// A list of at least two items.
    List {
        /// The number of the first item; null in a list with bullets.
        #[schema(required)]
        start: Option<u32>,
        /// The text of each item.
        items: Vec<Vec<Inline>>,
    },
}

/// A run of text. Bold and italic may hold each other, never themselves.
#[derive(ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Inline {
    /// Plain characters, at least one.
    Text {
        /// The characters.
        text: String,
    },
    /// The line ends here.
    Break,
    /// Bold text.
    Bold {
        /// What is bold.
        #[schema(no_recursion)]
        children: Vec<Inline>,
    },
    /// Italic text.
    Italic {
        /// What is italic.
        #[schema(no_recursion)]
        children: Vec<Inline>,
    },
    /// A formula.
    Formula {
        /// The TeX source.
        tex: String,
        /// Whether it stands on a line of its own.
        display: bool,
        /// One `<math>` element: MathML Core from a fixed list of elements and attributes.
        mathml: String,
        /// The formula in words.
        spoken: Spoken,
    },
    /// A picture within the text.
    Picture {
        /// Its bytes are at `/api/v1/candidate/pictures/{digest}`.
        digest: Digest,
        /// What kind of file it is.
        media: MediaType,
        /// What a screen reader says instead; may be empty.
        alt: String,
    },
}

/// A formula in words, for candidates who listen.
#[derive(ToSchema)]
pub(crate) struct Spoken {
    /// In Indonesian.
    id: String,
    /// In English.
    en: String,
}

/// A picture; its bytes are at `/api/v1/candidate/pictures/{digest}`.
#[derive(ToSchema)]
pub(crate) struct Picture {
    digest: Digest,
    media: MediaType,
    /// What a screen reader says instead; may be empty.
    alt: String,
}

/// Kind of a picture's file.
#[derive(ToSchema)]
pub(crate) enum MediaType {
    #[serde(rename = "image/png")]
    Png,
    #[serde(rename = "image/jpeg")]
    Jpeg,
    #[serde(rename = "image/svg+xml")]
    Svg,
}
