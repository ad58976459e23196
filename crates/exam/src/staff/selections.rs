//! Selections with their policies.

use std::collections::BTreeSet;

use lexicon::{Instant, SelectionId};
use scoring::Policy;
use serde::Serialize;
use serde_json::json;

use super::audit::entry;
use super::text::{NAME_LEN_MAX, code, invalid, line};
use super::{Caller, Permission, Place};
use crate::app::App;
use crate::error::{ExamError, ImportFault};
use crate::ports::{FormationRow, Scope, SelectionRow};

/// A selection as staff lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SelectionView {
    /// Its id.
    pub id: SelectionId,
    /// Short unique name.
    pub code: String,
    /// Name on screens and papers.
    pub name: String,
    /// The agency's name.
    pub agency: String,
    /// Name of its policy.
    pub policy: String,
    /// When it was made.
    pub created: Instant,
}

impl From<&SelectionRow> for SelectionView {
    fn from(row: &SelectionRow) -> Self {
        Self {
            id: row.id,
            code: row.code.clone(),
            name: row.name.clone(),
            agency: row.agency.clone(),
            policy: policy_of(row).map_or_else(|_| String::new(), |policy| policy.name),
            created: row.created,
        }
    }
}

/// A selection to be made.
#[derive(Clone, Debug)]
pub struct NewSelection {
    /// Short unique name: letters, digits, dots, hyphens, underscores.
    pub code: String,
    /// Name on screens and papers, one line.
    pub name: String,
    /// The agency's name, one line.
    pub agency: String,
    /// The name of a preset (`cpns-2024`), or a whole policy as TOML.
    pub policy: String,
}

/// Makes a selection. The policy's text is taken over, so that a later release of the program changes nothing.
///
/// # Errors
/// [`ExamError::Faults`] with everything wrong in the policy, [`ExamError::Exists`], [`ExamError::Invalid`].
pub async fn create_selection(
    app: &App,
    caller: &Caller,
    new: &NewSelection,
) -> Result<SelectionView, ExamError> {
    caller.authorise(Permission::MakeSelections, Place::System)?;
    let now = app.clock.now();
    let row = SelectionRow {
        id: SelectionId(app.rng.row_id(now)),
        code: code("code", &new.code)?,
        name: line("name", &new.name, NAME_LEN_MAX)?,
        agency: line("agency", &new.agency, NAME_LEN_MAX)?,
        policy: policy_text(&new.policy)?,
        created: now,
    };
    let view = SelectionView::from(&row);
    let detail = json!({ "code": row.code, "policy": view.policy });
    let audit = entry(now, caller, "selection.created", row.id, &detail);
    app.store.create_selection(&row, &audit).await?;
    Ok(view)
}

/// The selections that the caller may see, newest first.
///
/// # Errors
/// When the store does not answer.
pub async fn selections(app: &App, caller: &Caller) -> Result<Vec<SelectionView>, ExamError> {
    let through_sittings = selections_of_sittings(app, caller).await?;
    let rows = app.store.selections().await?;
    let visible = rows.iter().filter(|row| {
        caller.may(Permission::ReadSelection, Place::Selection(row.id))
            || through_sittings.contains(&row.id)
    });
    Ok(visible.map(SelectionView::from).collect())
}

/// Who holds a room only still has to find the selection that it belongs to.
async fn selections_of_sittings(
    app: &App,
    caller: &Caller,
) -> Result<BTreeSet<SelectionId>, ExamError> {
    let mut found = BTreeSet::new();
    for grant in caller.grants() {
        if let Scope::Sitting(id) = grant.scope
            && let Some(sitting) = app.store.sitting(id).await?
        {
            found.insert(sitting.selection);
        }
    }
    Ok(found)
}

/// The formations of a selection, in their order.
///
/// # Errors
/// [`ExamError::NotFound`], [`ExamError::Forbidden`].
pub async fn formations(
    app: &App,
    caller: &Caller,
    selection: SelectionId,
) -> Result<Vec<FormationRow>, ExamError> {
    caller.authorise(Permission::ReadSelection, Place::Selection(selection))?;
    load(app, selection).await?;
    Ok(app.store.formations(selection).await?)
}

/// The selection's row.
pub(crate) async fn load(app: &App, id: SelectionId) -> Result<SelectionRow, ExamError> {
    let row = app.store.selection(id).await?;
    row.ok_or(ExamError::NotFound("selection"))
}

/// The rules of a selection.
pub(crate) fn policy_of(row: &SelectionRow) -> Result<Policy, ExamError> {
    Policy::parse(&row.policy)
        .map_err(|faults| ExamError::Internal(format!("policy of {}: {faults}", row.code)))
}

fn policy_text(named: &str) -> Result<String, ExamError> {
    if let Some(text) = scoring::preset_text(named.trim()) {
        return Ok(text.to_owned());
    }
    if !named.contains('=') {
        let known: Vec<&str> = scoring::preset_names().collect();
        let reason = format!("neither TOML nor one of {}", known.join(", "));
        return Err(invalid("policy", reason));
    }
    match Policy::parse(named) {
        Ok(_) => Ok(named.to_owned()),
        Err(faults) => Err(ExamError::Faults(
            faults
                .0
                .into_iter()
                .map(|fault| ImportFault {
                    file: "policy".to_owned(),
                    line: 0,
                    column: fault.path,
                    reason: fault.reason,
                })
                .collect(),
        )),
    }
}
