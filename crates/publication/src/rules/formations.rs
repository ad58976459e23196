//! Rules of the formations.

use std::collections::HashMap;

use crate::FORMATIONS_MAX;
use crate::fault::{Fault, Faults, Part};
use crate::formation::Formation;
use crate::rules::{LINE_MAX, SHORT_MAX};
use crate::text::{is_line, is_line_or_none};

/// From a formation's code to its place in the list.
pub(crate) type FormationIndex<'a> = HashMap<&'a str, usize>;

/// Texts, quota, unique codes; returns where each code stands.
pub(crate) fn check_formations<'a>(
    formations: impl ExactSizeIterator<Item = &'a Formation>,
    faults: &mut Faults,
) -> FormationIndex<'a> {
    let found = formations.len();
    faults.add_if(found > FORMATIONS_MAX, || Fault::TooMany {
        part: Part::Formations,
        found,
        max: FORMATIONS_MAX,
    });
    let mut index = FormationIndex::with_capacity(found);
    for (at, formation) in formations.enumerate() {
        check_fields(at, formation, faults);
        if let Some(&first) = index.get(formation.code.as_str()) {
            faults.add(Fault::FormationDoubled { first, index: at });
        } else {
            index.insert(&formation.code, at);
        }
    }
    index
}

fn check_fields(index: usize, formation: &Formation, faults: &mut Faults) {
    let checks = [
        ("code", is_line(&formation.code, SHORT_MAX)),
        (
            "agency",
            is_line_or_none(formation.agency.as_deref(), LINE_MAX),
        ),
        ("position", is_line(&formation.position, LINE_MAX)),
        ("qualification", is_line(&formation.qualification, LINE_MAX)),
        ("location", is_line(&formation.location, LINE_MAX)),
        ("quota", formation.quota > 0),
    ];
    for (field, _) in checks.into_iter().filter(|(_, good)| !good) {
        faults.add(Fault::BadField {
            part: Part::Formations,
            index,
            field,
        });
    }
}
