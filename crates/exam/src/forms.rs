//! Locked forms, kept decoded: a form never changes, so it is read once.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use lexicon::{Digest, FormId, Points, SelectionId};
use question_bank::{LockedForm, Variant};
use scoring::Policy;
use session::{ItemPoints, PointsTable};

use crate::error::ExamError;
use crate::ports::{Store, StoreError};

/// At most this many forms are kept; more are read again when needed.
const FORMS_MAX: usize = 256;

/// A variant of a locked form, ready for judging and serving.
#[derive(Debug)]
pub struct LoadedForm {
    /// Of which selection.
    pub selection: SelectionId,
    /// Which variant.
    pub variant: Variant,
    /// Content, with key.
    pub locked: LockedForm,
    /// Ids and points.
    pub points: PointsTable,
    /// The rules of its selection.
    pub policy: Policy,
    /// For every sub-test of the policy, its place among those of the form.
    sub_tests: Vec<Option<usize>>,
    /// Digests of the variant's pictures, sorted.
    pictures: Vec<Digest>,
}

impl LoadedForm {
    /// The totals of an attempt in the order of the policy's sub-tests.
    #[must_use]
    pub fn sheet(&self, totals: &[Points]) -> Vec<Points> {
        let place = |at: &Option<usize>| at.and_then(|at| totals.get(at).copied());
        self.sub_tests
            .iter()
            .map(|at| place(at).unwrap_or_default())
            .collect()
    }

    /// Whether a picture belongs to this variant.
    #[must_use]
    pub fn shows(&self, digest: Digest) -> bool {
        self.pictures.binary_search(&digest).is_ok()
    }

    /// By what an attempt with these totals is ordered.
    #[must_use]
    pub fn rank_key(&self, totals: &[Points]) -> scoring::Key {
        let sheet = self.policy.sheet(&self.sheet(totals));
        sheet
            .map(|sheet| self.policy.order.key(&sheet))
            .unwrap_or_default()
    }
}

/// The cache.
#[derive(Debug, Default)]
pub struct FormCache {
    forms: RwLock<HashMap<(FormId, Variant), Arc<LoadedForm>>>,
}

impl FormCache {
    /// The form, from the cache or the store.
    ///
    /// # Errors
    /// When the store does not answer, or holds no such form or one that cannot be read.
    pub async fn get(
        &self,
        store: &dyn Store,
        id: FormId,
        variant: Variant,
    ) -> Result<Arc<LoadedForm>, StoreError> {
        if let Some(form) = self.cached(id, variant) {
            return Ok(form);
        }
        let form = Arc::new(load(store, id, variant).await?);
        if let Ok(mut forms) = self.forms.write() {
            if forms.len() >= FORMS_MAX {
                forms.clear();
            }
            forms.insert((id, variant), Arc::clone(&form));
        }
        Ok(form)
    }

    fn cached(&self, id: FormId, variant: Variant) -> Option<Arc<LoadedForm>> {
        self.forms.read().ok()?.get(&(id, variant)).cloned()
    }
}

async fn load(store: &dyn Store, id: FormId, variant: Variant) -> Result<LoadedForm, StoreError> {
    let unreadable = |what: &str| StoreError::Data(format!("form {id}: {what}"));
    let row = store
        .form(id)
        .await?
        .ok_or_else(|| unreadable("not there"))?;
    let selection = store
        .selection(row.selection)
        .await?
        .ok_or_else(|| unreadable("selection not there"))?;
    let policy = Policy::parse(&selection.policy).map_err(|_| unreadable("policy unreadable"))?;
    let locked = question_bank::verify(&row.content, &row.nonce, &row.commitment)
        .map_err(|error| unreadable(&error.to_string()))?;
    let points =
        points_table(&locked, variant, &policy).map_err(|error| unreadable(&error.to_string()))?;
    let place = |spec: &scoring::SubTestSpec| {
        points
            .sub_tests()
            .iter()
            .position(|code| *code == spec.code)
    };
    let sub_tests = policy.sub_tests.iter().map(place).collect();
    let items = locked
        .items(variant)
        .map_err(|error| unreadable(&error.to_string()))?;
    let pictures = items.iter().flatten().flat_map(|item| item.pictures());
    let mut pictures: Vec<Digest> = pictures.map(|picture| picture.digest).collect();
    pictures.sort_unstable();
    Ok(LoadedForm {
        selection: row.selection,
        variant,
        locked,
        points,
        policy,
        sub_tests,
        pictures,
    })
}

/// The judge's table of a variant, each sub-test in the timed block that the policy names.
///
/// # Errors
/// When the variant does not exist, or form and policy do not fit together.
pub fn points_table(
    locked: &LockedForm,
    variant: Variant,
    policy: &Policy,
) -> Result<PointsTable, ExamError> {
    let misfit = |text: String| ExamError::Invalid {
        field: "form",
        reason: text,
    };
    let table = locked
        .points_table(variant)
        .map_err(|error| misfit(error.to_string()))?;
    let block_of = |code: &lexicon::SubTest| {
        let in_policy = policy.sub_test(code.as_str())?;
        let block = policy
            .blocks
            .iter()
            .position(|block| block.sub_tests.contains(&in_policy))?;
        u8::try_from(block).ok()
    };
    let mut sub_tests = Vec::with_capacity(table.sections.len());
    for code in table.sections {
        let block = block_of(&code)
            .ok_or_else(|| misfit(format!("the policy has no timed block for {code}")))?;
        sub_tests.push((code, block));
    }
    let items = table.rows.into_iter().map(|row| ItemPoints {
        id: row.item,
        sub_test: row.section,
        options: row.options,
    });
    PointsTable::new(sub_tests, items.collect()).map_err(|error| misfit(error.to_string()))
}
