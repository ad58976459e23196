//! Forms: drawn by the policy's counts, locked, promised by their commitment.

use std::collections::BTreeMap;

use lexicon::{Digest, FormId, Instant, SelectionId, SubTest};
use question_bank::{
    Blueprint, DrawError, Form, Item, LockError, LockedForm, SealedForm, Seed, Variant,
};
use scoring::Policy;
use serde::Serialize;
use serde_json::json;

use super::audit::entry;
use super::item_rules::check_points;
use super::selections::{load, policy_of};
use super::text::{NAME_LEN_MAX, invalid, line};
use super::{Caller, Permission, Place};
use crate::app::App;
use crate::error::ExamError;
use crate::forms::points_table;
use crate::ports::FormRow;

/// A locked form as staff lists it: nothing of its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FormView {
    /// Its id.
    pub id: FormId,
    /// Name for staff.
    pub name: String,
    /// What is published beforehand.
    pub commitment: Digest,
    /// How many items a paper has.
    pub items: usize,
    /// Whether blind candidates can sit it: every pictured item has a replacement, or there is none.
    pub blind: bool,
    /// When it was locked.
    pub locked: Instant,
}

/// A form to be drawn.
#[derive(Clone, Debug)]
pub struct NewForm {
    /// Name for staff, one line.
    pub name: String,
    /// Items per sub-test in place of the policy's numbers (rehearsals); every sub-test of the policy, at
    /// least one each.
    pub counts: Option<BTreeMap<SubTest, u16>>,
}

/// Draws a form from the items of a selection, and locks it. Where the bank has enough items without
/// pictures, pictured ones get a replacement for blind candidates.
///
/// # Errors
/// [`ExamError::Invalid`] when the bank has too few items or the counts do not fit the policy.
pub async fn create_form(
    app: &App,
    caller: &Caller,
    selection: SelectionId,
    new: &NewForm,
) -> Result<FormView, ExamError> {
    caller.authorise(Permission::LockForms, Place::Selection(selection))?;
    let name = line("name", &new.name, NAME_LEN_MAX)?;
    let policy = policy_of(&load(app, selection).await?)?;
    let bank = bank(app, selection).await?;
    let blueprint = blueprint(&policy, new.counts.as_ref())?;
    let sealed = seal(app, &policy, &bank, &blueprint)?;
    let now = app.clock.now();
    let row = FormRow {
        id: FormId(app.rng.row_id(now)),
        selection,
        name,
        content: sealed.bytes,
        nonce: sealed.nonce,
        commitment: sealed.commitment,
        locked: now,
    };
    let view = view(&row, &sealed.form);
    let detail = json!({ "commitment": row.commitment, "items": view.items });
    let audit = entry(now, caller, "form.locked", row.id, &detail);
    app.store.create_form(&row, &audit).await?;
    Ok(view)
}

/// The forms of a selection, newest first.
///
/// # Errors
/// [`ExamError::NotFound`], [`ExamError::Forbidden`].
pub async fn forms(
    app: &App,
    caller: &Caller,
    selection: SelectionId,
) -> Result<Vec<FormView>, ExamError> {
    caller.authorise(Permission::ReadSelection, Place::Selection(selection))?;
    load(app, selection).await?;
    let rows = app.store.forms(selection).await?;
    rows.iter()
        .map(|row| {
            let locked = question_bank::open(&row.content)
                .map_err(|error| ExamError::Internal(format!("form {}: {error}", row.id)))?;
            Ok(view(row, &locked))
        })
        .collect()
}

fn view(row: &FormRow, form: &LockedForm) -> FormView {
    FormView {
        id: row.id,
        name: row.name.clone(),
        commitment: row.commitment,
        items: form
            .sections
            .iter()
            .map(|section| section.items.len())
            .sum(),
        blind: form.offers(Variant::Blind),
        locked: row.locked,
    }
}

async fn bank(app: &App, selection: SelectionId) -> Result<Vec<Item>, ExamError> {
    let rows = app.store.items(selection).await?;
    rows.iter()
        .map(|row| {
            serde_json::from_slice(&row.content)
                .map_err(|error| ExamError::Internal(format!("item {}: {error}", row.code)))
        })
        .collect()
}

/// One section for every sub-test, in the policy's order: a score has a place for each.
fn blueprint(
    policy: &Policy,
    counts: Option<&BTreeMap<SubTest, u16>>,
) -> Result<Blueprint, ExamError> {
    if let Some(counts) = counts {
        let known = |code: &SubTest| policy.sub_test(code.as_str()).is_some();
        if let Some(stranger) = counts.keys().find(|code| !known(code)) {
            return Err(invalid(
                "counts",
                format!("the policy has no sub-test {stranger}"),
            ));
        }
    }
    let mut sections = Vec::with_capacity(policy.sub_tests.len());
    for spec in &policy.sub_tests {
        let items = match counts {
            None => u16::try_from(spec.items).ok(),
            Some(counts) => counts.get(&spec.code).copied(),
        };
        let items = items
            .filter(|items| *items > 0)
            .ok_or_else(|| invalid("counts", format!("{} needs at least one item", spec.code)))?;
        sections.push((spec.code.clone(), items));
    }
    Ok(Blueprint::of_sub_tests(sections))
}

fn seal(
    app: &App,
    policy: &Policy,
    bank: &[Item],
    blueprint: &Blueprint,
) -> Result<SealedForm, ExamError> {
    let form = blueprint
        .draw(bank, &Seed(app.rng.bytes32()))
        .map_err(draw_error)?;
    let replaced = form
        .clone()
        .with_replacements(bank, &Seed(app.rng.bytes32()));
    let form = match replaced {
        Ok(form) => form,
        // Without replacements the form serves everybody but blind candidates.
        Err(DrawError::Shortages(_)) => form,
        Err(error) => return Err(draw_error(error)),
    };
    check_form(policy, &form)?;
    let sealed = question_bank::lock(&form, app.rng.bytes32(), &Seed(app.rng.bytes32()))
        .map_err(lock_error)?;
    points_table(&sealed.form, Variant::Standard, policy)?;
    Ok(sealed)
}

/// Items were checked when they were imported; a form is locked for good, so they are checked again.
fn check_form(policy: &Policy, form: &Form) -> Result<(), ExamError> {
    let places = form.sections.iter().flat_map(|section| &section.items);
    for item in places
        .flat_map(|place| [Some(&place.item), place.blind.as_ref()])
        .flatten()
    {
        check_points(policy, &item.content)
            .map_err(|reason| invalid("counts", format!("item {}: {reason}", item.code)))?;
    }
    Ok(())
}

fn draw_error(error: DrawError) -> ExamError {
    let reason = match &error {
        DrawError::Blueprint(faults) => joined(faults),
        DrawError::Shortages(shortages) => joined(shortages),
        DrawError::ItemTwice(_) => error.to_string(),
    };
    invalid("counts", reason)
}

fn lock_error(error: LockError) -> ExamError {
    match error {
        LockError::Faults(faults) => invalid("counts", joined(&faults)),
        LockError::Write(error) => ExamError::Internal(error.to_string()),
    }
}

fn joined(reasons: &[impl ToString]) -> String {
    let texts: Vec<String> = reasons.iter().map(ToString::to_string).collect();
    texts.join("; ")
}
