//! From proved attempts to the rows of a list.

use std::collections::{BTreeMap, HashMap};

use lexicon::{ApplicationId, FormationId, ParticipantNo, Points, SubTest};
use publication::{Formation, Nonce, Row};
use scoring::{Code, Contest, Cut, Entrant, Placed, Policy, Standing, Trace};
use session::Status;

use super::collect::Collected;
use super::evidence::Facts;
use crate::error::ExamError;
use crate::ports::{ApplicationRow, FormationRow};
use crate::staff::text::invalid;

/// Formations and rows, in the list's order.
pub(super) struct Compiled {
    pub(super) formations: Vec<Formation>,
    pub(super) rows: Vec<Row>,
}

/// Ranks every formation and draws its cut. `cut` stands in for the policy's number; `nonce` gives each row
/// its own.
///
/// # Errors
/// [`ExamError::Invalid`] when neither policy nor `cut` say how many go on.
pub(super) fn compile(
    collected: &Collected,
    cut: Option<u32>,
    mut nonce: impl FnMut(ParticipantNo) -> Nonce,
) -> Result<Compiled, ExamError> {
    let cut = effective_cut(&collected.policy, cut)?;
    let mut members: HashMap<FormationId, Vec<&ApplicationRow>> = HashMap::new();
    for application in &collected.applications {
        members
            .entry(application.formation)
            .or_default()
            .push(application);
    }
    let mut compiled = Compiled {
        formations: Vec::with_capacity(collected.formations.len()),
        rows: Vec::with_capacity(collected.applications.len()),
    };
    for row in &collected.formations {
        let members = members.remove(&row.id).unwrap_or_default();
        let part = Part {
            policy: &collected.policy,
            facts: &collected.facts,
            row,
            cut,
        };
        let (formation, rows) = part.compile(&members, &mut nonce)?;
        compiled.formations.push(formation);
        compiled.rows.extend(rows);
    }
    Ok(compiled)
}

/// As the offline calculator bounds `--cut`.
const CUT_MAX: u32 = 1_000;

fn effective_cut(policy: &Policy, number: Option<u32>) -> Result<Cut, ExamError> {
    match (policy.cut, number) {
        (Some(cut), None) => Ok(cut),
        // A list that names a policy follows it.
        (Some(_), Some(_)) => Err(invalid(
            "cut",
            "the policy says how many go on: leave this out, or change the policy",
        )),
        (None, Some(number)) if (1..=CUT_MAX).contains(&number) => Ok(Cut::Multiple(number)),
        (None, _) => Err(invalid(
            "cut",
            format!(
                "the policy leaves open how many times the quota goes on: a number from 1 to {CUT_MAX}"
            ),
        )),
    }
}

/// One formation.
struct Part<'a> {
    policy: &'a Policy,
    facts: &'a HashMap<ApplicationId, Facts>,
    row: &'a FormationRow,
    cut: Cut,
}

impl Part<'_> {
    fn compile(
        &self,
        members: &[&ApplicationRow],
        nonce: &mut impl FnMut(ParticipantNo) -> Nonce,
    ) -> Result<(Formation, Vec<Row>), ExamError> {
        let group = self.row.position_group.as_ref().map(|group| group.as_str());
        let grade = self
            .policy
            .grade(self.row.category.as_str(), group)
            .map_err(|error| ExamError::Internal(format!("{}: {error}", self.row.code)))?;
        let contest = Contest {
            grade,
            chain: &self.policy.order,
            cut: self.cut,
            quota: self.row.quota,
        };
        let mut entrants = Vec::with_capacity(members.len());
        for (index, member) in members.iter().enumerate() {
            entrants.push(Entrant {
                id: (member.participant_no, index),
                standing: self.standing(member)?,
            });
        }
        let rows: Vec<Row> = contest
            .rank(entrants)
            .iter()
            .filter_map(|placed| {
                let member = members.get(placed.id.1)?;
                Some(self.line(member, placed, nonce(member.participant_no)))
            })
            .collect();
        Ok((self.formation(&rows), rows))
    }

    /// Who was never seated did not come; an annulled attempt is not eligible.
    fn standing(&self, member: &ApplicationRow) -> Result<Standing, ExamError> {
        let Some(facts) = self.facts.get(&member.id) else {
            return Ok(Standing::Out(scoring::Status::Absent));
        };
        let out = match facts.status {
            Status::Cancelled => Some(scoring::Status::Ineligible),
            _ if facts.disqualified => Some(scoring::Status::Disqualified),
            Status::Finished => None,
            // Sealed sittings have no running attempts.
            Status::Assigned | Status::Present | Status::Absent | Status::Voided => {
                Some(scoring::Status::Absent)
            }
            Status::Running => return Err(ExamError::SittingOpen),
        };
        if let Some(status) = out {
            return Ok(Standing::Out(status));
        }
        let scores = facts.scores.as_deref().unwrap_or_default();
        let sheet = self.policy.sheet(scores);
        sheet.map(Standing::Scored).ok_or_else(|| {
            ExamError::Internal(format!(
                "{}: the scores fit no sheet",
                member.participant_no
            ))
        })
    }

    fn line(
        &self,
        member: &ApplicationRow,
        placed: &Placed<(ParticipantNo, usize)>,
        nonce: Nonce,
    ) -> Row {
        let facts = self.facts.get(&member.id);
        let scores = facts.and_then(|facts| facts.scores.as_deref());
        Row {
            code: self.policy.codes.text(placed.code()).to_owned(),
            formation: self.row.code.clone(),
            head: facts.map(|facts| facts.head),
            nonce,
            participant: member.participant_no,
            rank: placed.rank(),
            reasons: self.reasons(placed, facts),
            receipt: facts.and_then(|facts| facts.receipt.clone()),
            scores: scores.map(|scores| self.by_sub_test(scores)),
            total: scores.map(|scores| scores.iter().copied().sum()),
        }
    }

    fn by_sub_test(&self, scores: &[Points]) -> BTreeMap<SubTest, Points> {
        let codes = self.policy.sub_tests.iter().map(|spec| spec.code.clone());
        codes.zip(scores.iter().copied()).collect()
    }

    /// The trace in stable tokens, one for every missed minimum.
    fn reasons(
        &self,
        placed: &Placed<(ParticipantNo, usize)>,
        facts: Option<&Facts>,
    ) -> Vec<String> {
        match &placed.trace {
            Trace::Below(shortfalls) => shortfalls
                .iter()
                .map(|shortfall| {
                    let name = self.policy.measure_name(shortfall.measure);
                    format!("below {name}<{}", shortfall.at_least)
                })
                .collect(),
            Trace::Out(status) => {
                let mut reasons = vec![format!("status {status}")];
                match facts.map(|facts| facts.status) {
                    None => reasons.push("never seated".to_owned()),
                    Some(Status::Cancelled) => reasons.push("attempt cancelled".to_owned()),
                    _ => {}
                }
                reasons
            }
            trace => vec![trace.tokens(self.policy).to_string()],
        }
    }

    fn formation(&self, rows: &[Row]) -> Formation {
        let within = self.policy.codes.text(Code::Within);
        let admitted = || rows.iter().filter(|row| row.code == within);
        let count = |rows: usize| u32::try_from(rows).unwrap_or(u32::MAX);
        Formation {
            agency: Some(self.row.agency.clone()).filter(|agency| !agency.is_empty()),
            category: self.row.category.clone(),
            code: self.row.code.clone(),
            cut: Some(publication::Cut {
                admitted: count(admitted().count()),
                last_total: admitted().next_back().and_then(|row| row.total),
                places: self.cut.places(self.row.quota),
                ranked: count(rows.iter().filter(|row| row.rank.is_some()).count()),
            }),
            location: self.row.location.clone(),
            position: self.row.position.clone(),
            position_group: self.row.position_group.clone(),
            qualification: self.row.qualification.clone(),
            quota: self.row.quota,
        }
    }
}
