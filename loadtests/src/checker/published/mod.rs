//! The published list: its spelling, roots and signature, its rows, its ranks and codes.

mod canonical;
mod cut;
mod document;
mod rows;
mod tree;

use std::collections::BTreeMap;

#[cfg(test)]
pub(crate) use canonical::canonical;
#[cfg(test)]
pub(crate) use tree::root;

use serde_json::Value;

use super::export::Export;
use super::finding::Check;

/// What a formation offers, as it was imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Slug of its category.
    pub category: String,
    /// Slug of its position group; empty for none.
    pub position_group: String,
    /// Seats.
    pub quota: u32,
}

/// A published list, and what it must agree with.
#[derive(Clone, Copy, Debug)]
pub struct Publication<'a> {
    /// The file, byte for byte.
    pub document: &'a [u8],
    /// The office's key, from elsewhere than the file.
    pub public_key: &'a [u8; 32],
    /// The policy as TOML.
    pub policy: &'a str,
    /// The formations by code.
    pub quotas: &'a BTreeMap<String, Quota>,
}

pub(crate) fn check(export: &Export, publication: &Publication<'_>) -> Vec<Check> {
    let mut form = Check::of("the published list is canonical, rooted and signed");
    let mut rows = Check::of("every published row shows the recomputed scores and chain");
    let mut codes = Check::of("every rank and code follows from scores, quota and policy");
    form.look();
    let Ok(document) = serde_json::from_slice::<Value>(publication.document) else {
        form.fault("the list is no JSON");
        return vec![form, rows, codes];
    };
    document::check(&document, publication, &mut form);
    let sheets = rows::check(export, &document, &mut rows);
    match cut::Rules::read(publication.policy) {
        Ok(rules) => cut::check(
            &document,
            &rules,
            publication.quotas,
            (export, &sheets),
            &mut codes,
        ),
        Err(reason) => codes.fault(reason),
    }
    vec![form, rows, codes]
}
