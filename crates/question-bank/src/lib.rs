//! Items and their keys, blueprints, forms, seeded papers, import and export of items.
//!
//! The way of a question: a cell of a spreadsheet becomes [`RichText`], a row an [`Item`]; a
//! [`Blueprint`] draws items into a [`Form`]; [`lock`] fixes the form's content and key under a
//! commitment; a [`Paper`] is the locked form in the order one seed gives; a [`PaperView`] is what
//! the candidate receives of it, without any key.
//!
//! May not know: files, databases, HTTP, clocks, candidates, attempts. Randomness comes in as a
//! [`Seed`]. Everything here gives the same bytes on every machine and in every run: no order of a
//! hash map, no width of `usize`, no floating point.

mod blueprint;
mod chance;
mod content;
mod draw;
mod export;
mod form;
mod formula;
mod import;
mod item;
mod lock;
mod locked;
mod paper;
mod picture;
mod points;
mod revision;
mod rich;
#[cfg(test)]
mod samples;
mod view;

pub use blueprint::{Blueprint, BlueprintCell, BlueprintFault, BlueprintSection};
pub use chance::Seed;
pub use content::{ItemContent, ItemFault, ItemOption, OPTIONS_MAX, OPTIONS_MIN, POINTS_MAX};
pub use draw::{DrawError, Shortage};
pub use export::{ExportError, ItemExport, export};
pub use form::{Form, FormFault, FormItem, FormSection, ITEMS_MAX, SECTIONS_MAX};
pub use formula::FormulaError;
pub use import::{Fits, ImportedItem, Misfit, MisfitCell, import, import_fitting};
pub use item::{Item, ItemCode, ItemCodeError, Topic, TopicError};
pub use lock::{LockError, SealError, SealedForm, commitment, lock, open, verify};
pub use locked::{LockedForm, LockedItem, LockedOption, LockedSection, NoBlindVariant, Variant};
pub use paper::{Paper, PaperItem, PaperSection};
pub use picture::{MediaType, Picture, PictureFault, PictureFile};
pub use points::{PointsRow, PointsTable};
pub use revision::{Change, KnownVersion, Revision, revise};
pub use rich::{Block, Formula, Inline, RichFault, RichText, Spoken};
pub use view::{ItemView, OptionView, PaperView, SectionView};
