//! What can be wrong in a cell of rich text.

use crate::FormulaError;

/// A fault of a cell. The texts tell the author how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RichFault {
    /// More than 10,000 characters.
    #[error("the text is too long: at most 10000 characters")]
    TooLong,
    /// A control character; pasted text brings them along, and no page shows them.
    #[error("the text holds the invisible character U+{0:04X}; delete it")]
    Control(u32),
    /// A dollar sign without its partner.
    #[error("a $ opens a formula that never closes; for the sign itself write \\$")]
    UnclosedFormula,
    /// A formula that cannot be used.
    #[error("${tex}$: {error}")]
    Formula {
        /// The formula's start, at most 40 characters.
        tex: String,
        /// Why not.
        error: FormulaError,
    },
    /// A star without its partner.
    #[error("a {0} opens emphasis that never closes; for the star itself write \\*")]
    UnclosedEmphasis(&'static str),
    /// A picture's name for which there is no file.
    #[error("there is no picture named \"{0}\"")]
    UnknownPicture(String),
}
