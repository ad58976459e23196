//! Ranks and codes, drawn once more from the recomputed scores: a second, smaller cut.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::Quota;
use super::rows::Sheets;
use crate::checker::export::Export;
use crate::checker::finding::Check;
use crate::checker::score::Sheet;

/// What a policy file says about passing and going on.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Rules {
    order: Vec<String>,
    cut: Option<Cut>,
    categories: Vec<Grade>,
    #[serde(default)]
    position_groups: Vec<Grade>,
    codes: Codes,
}

#[derive(Clone, Copy, Debug, Deserialize)]
struct Cut {
    multiple: Option<u32>,
    fixed: Option<u32>,
}

#[derive(Clone, Debug, Deserialize)]
struct Grade {
    code: String,
    #[serde(default)]
    replaces: Vec<String>,
    minima: BTreeMap<String, i32>,
}

#[derive(Clone, Debug, Deserialize)]
struct Codes {
    within: String,
    passed: String,
    below: String,
    absent: String,
    ineligible: String,
    disqualified: String,
}

impl Rules {
    pub(super) fn read(policy: &str) -> Result<Self, String> {
        toml::from_str(policy).map_err(|e| format!("the policy cannot be read: {e}"))
    }

    fn minima(&self, quota: &Quota) -> Option<&BTreeMap<String, i32>> {
        let group = self.position_groups.iter().find(|group| {
            group.code == quota.position_group && group.replaces.contains(&quota.category)
        });
        let own = self
            .categories
            .iter()
            .find(|grade| grade.code == quota.category);
        group.or(own).map(|grade| &grade.minima)
    }

    fn places(&self, quota: u32) -> u32 {
        let multiple = self.cut.and_then(|cut| cut.multiple);
        let fixed = self.cut.and_then(|cut| cut.fixed);
        multiple
            .map(|multiple| multiple * quota)
            .or(fixed)
            .unwrap_or(u32::MAX)
    }

    /// What is compared, the more decisive first.
    fn key(&self, sheet: &Sheet) -> Vec<i32> {
        self.order.iter().map(|name| value(sheet, name)).collect()
    }
}

fn value(sheet: &Sheet, name: &str) -> i32 {
    if name == "total" {
        sheet.values().sum()
    } else {
        sheet.get(name).copied().unwrap_or_default()
    }
}

pub(super) fn check(
    document: &Value,
    rules: &Rules,
    quotas: &BTreeMap<String, Quota>,
    (export, sheets): (&Export, &Sheets),
    codes: &mut Check,
) {
    let expected = expected(rules, quotas, export, sheets);
    let rows = document.get("rows").and_then(Value::as_array);
    for row in rows.into_iter().flatten() {
        let text = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default();
        let rank = row.get("rank").and_then(Value::as_u64);
        let stated = (rank, text("code").to_owned());
        codes.look();
        codes.demand(expected.get(text("participant")) == Some(&stated), || {
            let expected = expected.get(text("participant"));
            format!(
                "{}: published {stated:?}, drawn {expected:?}",
                text("participant")
            )
        });
    }
}

type Outcome = (Option<u64>, String);

fn expected(
    rules: &Rules,
    quotas: &BTreeMap<String, Quota>,
    export: &Export,
    sheets: &Sheets,
) -> BTreeMap<String, Outcome> {
    let mut outcomes = BTreeMap::new();
    for (formation, quota) in quotas {
        let mut passing: Vec<(Vec<i32>, String)> = Vec::new();
        for attempt in export.attempts.values() {
            let no = attempt.participant_no.to_string();
            if attempt.formation != *formation || attempt.status == "voided" {
                continue;
            }
            let (Some(sheet), Some(minima)) = (sheets.get(&no), rules.minima(quota)) else {
                outcomes.insert(no, (None, without_score(rules, &attempt.status)));
                continue;
            };
            if attempt.disqualified {
                outcomes.insert(no, (None, rules.codes.disqualified.clone()));
            } else if minima.iter().all(|(name, min)| value(sheet, name) >= *min) {
                passing.push((rules.key(sheet), no));
            } else {
                outcomes.insert(no, (None, rules.codes.below.clone()));
            }
        }
        let places = u64::from(rules.places(quota.quota));
        for (key, no) in &passing {
            let better = passing.iter().filter(|(other, _)| other > key).count();
            let rank = u64::try_from(better).unwrap_or(u64::MAX) + 1;
            let code = if rank <= places {
                &rules.codes.within
            } else {
                &rules.codes.passed
            };
            outcomes.insert(no.clone(), (Some(rank), code.clone()));
        }
    }
    outcomes
}

fn without_score(rules: &Rules, status: &str) -> String {
    match status {
        "cancelled" => rules.codes.ineligible.clone(),
        _ => rules.codes.absent.clone(),
    }
}
