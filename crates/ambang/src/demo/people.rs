//! The invented candidates of the demo selection.

use anyhow::Context;
use lexicon::ParticipantNo;
use loadtests::Dice;

use super::material::{FIRST_NAMES, FORMATIONS, LAST_NAMES};

/// The same people at every start.
const SEED: u64 = 2_024;
/// No real number begins like this: they begin with a year and an agency.
const NUMBER_PREFIX: &str = "9000";

/// An invented candidate.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) participant_no: ParticipantNo,
    pub(super) name: String,
    pub(super) formation: String,
    pub(super) blind: bool,
}

/// A formation as far as people are drawn to it.
struct Seats {
    code: String,
    category: String,
    quota: u64,
}

/// So many candidates, spread over the formations by their quotas, as applications are.
pub(super) fn draw(count: usize) -> anyhow::Result<Vec<Person>> {
    let formations = formations()?;
    let places: u64 = formations.iter().map(|seats| seats.quota).sum();
    let first: Vec<&str> = FIRST_NAMES.lines().collect();
    let last: Vec<&str> = LAST_NAMES.lines().collect();
    let mut dice = Dice::new(SEED);
    let mut people = Vec::with_capacity(count);
    for number in 1..=count {
        let mut place = dice.below(places.max(1));
        let seats = formations.iter().find(|seats| {
            let here = place < seats.quota;
            place = place.saturating_sub(seats.quota);
            here
        });
        let seats = seats.context("the demo has no formations")?;
        let given = dice.pick(&first).context("the demo has no names")?;
        let family = dice.pick(&last).context("the demo has no names")?;
        people.push(Person {
            participant_no: format!("{NUMBER_PREFIX}{number:013}").parse()?,
            name: format!("{given} {family}"),
            formation: seats.code.clone(),
            blind: seats.category == "disabilitas" && dice.chance(250),
        });
    }
    Ok(people)
}

fn formations() -> anyhow::Result<Vec<Seats>> {
    let mut table = csv::Reader::from_reader(FORMATIONS);
    let header = table.headers()?.clone();
    let column = |name: &str| {
        let at = header.iter().position(|header| header == name);
        at.with_context(|| format!("the demo's formations have no column {name}"))
    };
    let (code, category, quota) = (column("code")?, column("category")?, column("quota")?);
    let mut found = Vec::new();
    for row in table.records() {
        let row = row?;
        let cell = |at: usize| row.get(at).unwrap_or_default().to_owned();
        found.push(Seats {
            code: cell(code),
            category: cell(category),
            quota: cell(quota).parse()?,
        });
    }
    Ok(found)
}

/// The candidates as an office would send them.
pub(super) fn table(people: &[Person]) -> String {
    let mut text = String::from("participant_no,name,formation,blind\n");
    for person in people {
        let blind = if person.blind { "ya" } else { "" };
        text.push_str(&format!(
            "{},{},{},{blind}\n",
            person.participant_no, person.name, person.formation
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn four_hundred_people_fill_every_formation() {
        let people = draw(400).unwrap();
        let formations: BTreeSet<&str> = people.iter().map(|p| p.formation.as_str()).collect();
        assert!(formations.len() >= 12, "{formations:?}");
        let numbers: BTreeSet<ParticipantNo> = people.iter().map(|p| p.participant_no).collect();
        assert_eq!(numbers.len(), 400);
        assert_eq!(
            table(&people),
            table(&draw(400).unwrap()),
            "the same at every start"
        );
    }
}
