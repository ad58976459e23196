//! Results: from the journals alone to a list, a draft, a publication; and what auditors take out.

mod collect;
mod difference;
mod draft;
mod evidence;
mod export;
mod list;
mod public;
mod publish;
mod recompute;

pub use difference::{Difference, DifferenceKind};
pub use draft::{
    ChangedRow, DraftPreview, DraftView, NewDraft, approve_draft, create_draft, draft, drafts,
};
pub use export::{Export, export_journal};
pub use public::{
    PublicKeyView, PublicResult, PublicationView, Published, public_key, publication, publications,
};
pub use publish::publish_draft;
pub use recompute::{Recomputed, recompute};

/// Told now and then: how many attempts are done, of how many. Long work shows it.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Send + Sync);

/// Nobody watches.
pub const UNWATCHED: Progress<'static> = &|_, _| {};
