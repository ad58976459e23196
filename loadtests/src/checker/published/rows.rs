//! The rows against the journals.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use serde_json::Value;

use crate::checker::chain::short_code;
use crate::checker::export::{Attempt, Export, Total};
use crate::checker::finding::Check;
use crate::checker::score::{Sheet, sheets};

/// Recomputed sheets by participant number.
pub(super) type Sheets = BTreeMap<String, Sheet>;

pub(super) fn check(export: &Export, document: &Value, check: &mut Check) -> Sheets {
    let computed = sheets(export);
    let mut published: BTreeMap<&str, &Value> = BTreeMap::new();
    let rows = document.get("rows").and_then(Value::as_array);
    for row in rows.into_iter().flatten() {
        let no = text(row, "participant");
        if published.insert(no, row).is_some() {
            check.fault(format!("{no} stands twice"));
        }
    }
    let mut by_number = Sheets::new();
    for attempt in export.attempts.values() {
        if attempt.status == "voided" {
            continue;
        }
        check.look();
        let no = attempt.participant_no.to_string();
        match published.get(no.as_str()) {
            None => check.fault(format!("{no} is missing")),
            Some(row) => hold(attempt, computed.get(&attempt.id), row, check),
        }
        if let Some(sheet) = computed.get(&attempt.id) {
            by_number.insert(no, sheet.clone());
        }
    }
    by_number
}

fn text<'a>(row: &'a Value, name: &str) -> &'a str {
    row.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn hold(attempt: &Attempt, sheet: Option<&Sheet>, row: &Value, check: &mut Check) {
    let no = &attempt.participant_no;
    check.demand(text(row, "formation") == attempt.formation, || {
        format!("{no} stands in another formation")
    });
    let scores: Option<Sheet> = row
        .get("scores")
        .and_then(|scores| serde_json::from_value(scores.clone()).ok());
    check.demand(scores.as_ref() == sheet, || {
        format!("{no}: published {scores:?}, recomputed {sheet:?}")
    });
    let Some(sheet) = sheet else { return };
    let total = i64::from(sheet.values().sum::<i32>());
    check.demand(
        row.get("total").and_then(Value::as_i64) == Some(total),
        || format!("{no}: the published total is not {total}"),
    );
    check.demand(
        text(row, "head") == HEXLOWER.encode(&attempt.head.0),
        || format!("{no}: the published head is not the journal's"),
    );
    let totals: Vec<i32> = attempt.totals.iter().map(Total::points).collect();
    check.demand(
        text(row, "receipt") == short_code(&attempt.head.0, &totals),
        || format!("{no}: the published code is not the receipt's"),
    );
}
