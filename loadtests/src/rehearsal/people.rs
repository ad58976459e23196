//! Invented candidates.

use lexicon::ParticipantNo;

use super::plan::Plan;
use crate::checker::Quota;
use crate::dice::Dice;
use crate::staff::CandidateRow;

/// The candidates of a rehearsal: spread over the formations by their quotas, as applications are.
pub(super) fn draw(plan: &Plan<'_>) -> Result<Vec<CandidateRow>, String> {
    let mut dice = Dice::new(plan.seed).fork(1);
    let quotas: Vec<(String, Quota)> = plan.quotas()?.into_iter().collect();
    let first: Vec<&str> = names(plan.source.first_names);
    let last: Vec<&str> = names(plan.source.last_names);
    let places: u64 = quotas.iter().map(|(_, quota)| u64::from(quota.quota)).sum();
    let mut rows = Vec::new();
    for number in 1..=plan.candidates {
        let mut place = dice.below(places.max(1));
        let formation = quotas.iter().find(|(_, quota)| {
            let seats = u64::from(quota.quota);
            let here = place < seats;
            place = place.saturating_sub(seats);
            here
        });
        let (code, quota) = formation.ok_or("there are no formations")?;
        let no = format!("9000{:013}", number);
        let no: ParticipantNo = no.parse().map_err(|_| format!("{no} is no number"))?;
        let name = |names: &[&str], dice: &mut Dice| {
            dice.pick(names).map_or("Peserta", |name| *name).to_owned()
        };
        rows.push(CandidateRow {
            no,
            name: format!("{} {}", name(&first, &mut dice), name(&last, &mut dice)),
            formation: code.clone(),
            blind: quota.category == "disabilitas" && dice.chance(250),
        });
    }
    Ok(rows)
}

fn names(text: &str) -> Vec<&str> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.is_empty()).collect()
}
