//! Findings for people: who is meant by a place in a file, and when.

use lexicon::Instant;
use publication::{Certificate, Claim, Document, Fault, Formation, Header, Part, Row};
use time::OffsetDateTime;

/// What a file holds, to name its rows and formations by.
pub(super) enum Named {
    /// A list.
    List(Box<Document>),
    /// A certificate.
    Certificate(Box<Certificate>),
    /// Nothing that can be read.
    Nothing,
}

impl Named {
    pub(super) fn list(bytes: &[u8]) -> Self {
        Document::from_bytes(bytes).map_or(Self::Nothing, |it| Self::List(Box::new(it)))
    }

    pub(super) fn certificate(bytes: &[u8]) -> Self {
        serde_json::from_slice(bytes).map_or(Self::Nothing, Self::Certificate)
    }

    fn row(&self, at: usize) -> Option<&Row> {
        match self {
            Self::List(document) => document.rows.get(at),
            Self::Certificate(certificate) => Some(&certificate.row.element),
            Self::Nothing => None,
        }
    }

    fn formation(&self, at: usize) -> Option<&Formation> {
        match self {
            Self::List(document) => document.formations.get(at).map(|entry| &entry.formation),
            Self::Certificate(certificate) => Some(&certificate.formation.element.formation),
            Self::Nothing => None,
        }
    }

    /// `participant 24400710110000005 (place 4)`
    fn who(&self, at: usize) -> String {
        let place = at.saturating_add(1);
        self.row(at).map_or_else(
            || format!("the row at place {place}"),
            |row| format!("participant {} (place {place})", row.participant),
        )
    }

    /// `formation F-02`
    fn which(&self, at: usize) -> String {
        self.formation(at).map_or_else(
            || format!("the formation at place {}", at.saturating_add(1)),
            |formation| format!("formation {}", shown(&formation.code)),
        )
    }

    /// A fault with its rows named by participant and its formations by code.
    pub(super) fn fault(&self, fault: &Fault) -> String {
        match fault {
            Fault::BadField { part, index, field } => {
                let whose = match part {
                    Part::Header => "header".to_owned(),
                    Part::Formations => self.which(*index),
                    Part::Rows => self.who(*index),
                };
                format!("{whose}: `{field}` is not as it must be")
            }
            Fault::FormationDoubled { first, index } => format!(
                "{} stands twice, at places {} and {}",
                self.which(*index),
                first + 1,
                index + 1
            ),
            Fault::ParticipantDoubled {
                participant,
                first,
                row,
            } => format!(
                "participant {participant} stands twice, at places {} and {}",
                first + 1,
                row + 1
            ),
            Fault::FormationUnknown { row, formation } => {
                let (who, code) = (self.who(*row), shown(formation));
                format!("{who}: no formation `{code}` in this list")
            }
            Fault::LastTotalWrong { formation } => format!(
                "{}: another total of the last admitted is stated",
                self.which(*formation)
            ),
            Fault::FormationRootWrong {
                formation,
                first_row,
                end_row,
            } => self.changed(*formation, *first_row, *end_row),
            _ => self
                .row_fault(fault)
                .or_else(|| self.certificate_fault(fault))
                .unwrap_or_else(|| shown(&fault.to_string())),
        }
    }

    fn row_fault(&self, fault: &Fault) -> Option<String> {
        let (row, what) = match fault {
            Fault::OrderWrong { row } => (row, "stands out of order".to_owned()),
            Fault::RankWrong {
                row,
                stated,
                expected,
            } => (row, format!("has rank {stated}, {expected} is expected")),
            Fault::ScoresWrong { row } => (
                row,
                "has scores that are not those of the list's sub-tests".to_owned(),
            ),
            Fault::TotalWrong { row } => (
                row,
                "has a total that is not the sum of the scores".to_owned(),
            ),
            Fault::CutWrong { row } => (row, "has a code that disagrees with the cut".to_owned()),
            _ => return None,
        };
        Some(format!("{} {what}", self.who(*row)))
    }

    fn changed(&self, formation: usize, first: usize, end: usize) -> String {
        let which = self.which(formation);
        let told = format!("{which}: its rows are not those that were signed");
        if first < end {
            let (from, to) = (self.who(first), self.who(end - 1));
            format!("{told}; it has {from} to {to}")
        } else {
            format!("{told}; it has none")
        }
    }

    fn certificate_fault(&self, fault: &Fault) -> Option<String> {
        let Self::Certificate(certificate) = self else {
            return None;
        };
        let (row, code) = (&certificate.row.element, self.which(0));
        let who = row.participant;
        match fault {
            Fault::PathWrong { part: Part::Rows } => Some(format!(
                "the row of participant {who} does not lead to the root in the header"
            )),
            Fault::PathWrong {
                part: Part::Formations,
            } => Some(format!("{code} does not lead to the root in the header")),
            Fault::OtherFormation => Some(format!(
                "participant {who} belongs to formation {}, the certificate shows {code}",
                shown(&row.formation)
            )),
            _ => None,
        }
    }

    /// In a certificate: whose row it is, in which formation, and what it says.
    pub(super) fn result(&self) -> Option<String> {
        let Self::Certificate(certificate) = self else {
            return None;
        };
        let row = &certificate.row.element;
        let formation = &certificate.formation.element.formation;
        let place = [&formation.position, &formation.location].map(|text| shown(text));
        let rank = row
            .rank
            .map_or_else(|| "no rank".to_owned(), |rank| format!("rank {rank}"));
        Some(format!(
            "participant {}, formation {} ({}): code {}, {rank}, {}",
            row.participant,
            shown(&row.formation),
            place.join(", "),
            shown(&row.code),
            total(row, &certificate.header)
        ))
    }
}

/// `total 350 (twk 80, tiu 100, tkp 170)`
fn total(row: &Row, header: &Header) -> String {
    let Some(total) = row.total else {
        return "no total".to_owned();
    };
    let scores = row.scores.iter();
    let listed: Vec<String> = scores
        .flat_map(|scores| {
            let order = header.content.subject.sub_tests.iter();
            order.filter_map(|name| Some(format!("{name} {}", scores.get(name)?)))
        })
        .collect();
    format!("total {total} ({})", listed.join(", "))
}

/// What was proved, in words.
pub(super) fn claim(claim: &Claim, header: Option<&Header>) -> String {
    let of = |count: Option<u64>| count.map_or_else(String::new, |count| format!(" of {count}"));
    let counts = header.map(|header| &header.content.counts);
    match claim {
        Claim::Canonical => "the file is written the one way there is to write it".to_owned(),
        Claim::FormationsIntact { formations } => {
            format!("all {formations} formations are those that were signed")
        }
        Claim::RowsIntact { rows } => format!("all {rows} rows are those that were signed"),
        Claim::Consistent => {
            "counts, order, ranks and cuts follow from the rows, and nobody stands twice".to_owned()
        }
        Claim::TwoOfficers => "two different officers stand for exactly this content".to_owned(),
        Claim::Signed { key_id } => format!("it was signed with the key {}", key_id.groups()),
        Claim::Follows { previous } => format!("it follows the list with sha256 {previous}"),
        Claim::RowIncluded { row } => format!(
            "the row stands in the signed list, at place {}{}",
            row + 1,
            of(counts.map(|counts| counts.rows))
        ),
        Claim::FormationIncluded { formation } => format!(
            "its formation stands in the signed list, at place {}{}",
            formation + 1,
            of(counts.map(|counts| counts.formations))
        ),
    }
}

/// `2026-11-22 07:30:15 UTC`; milliseconds where no calendar reaches.
pub(super) fn date(at: Instant) -> String {
    let ms = at.0;
    let Ok(at) = OffsetDateTime::from_unix_timestamp(ms.div_euclid(1_000)) else {
        return format!("{ms} ms since 1970 UTC");
    };
    let (date, (hour, minute, second)) = (at.date(), at.to_hms());
    let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
}

/// `1 fault`, `2 faults`
pub(super) fn faults(count: u64) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} fault{ending}")
}

/// A text of the file, without what could disturb a terminal.
pub(super) fn shown(text: &str) -> String {
    let visible = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    text.chars().map(visible).collect()
}

#[cfg(test)]
mod tests {
    use lexicon::Points;
    use publication::{Trust, verify, verify_certificate};

    use super::*;

    const LIST: &[u8] = include_bytes!("../../../../publication/tests/golden/skd-result.json");
    const ROW: &[u8] = include_bytes!("../../../../publication/tests/golden/skd-result-row.json");

    fn told(document: &Document) -> Vec<String> {
        let bytes = document.to_bytes().unwrap();
        let report = verify(&bytes, &Trust::Fingerprints(Vec::new()));
        let named = Named::list(&bytes);
        report.faults.iter().map(|it| named.fault(it)).collect()
    }

    #[test]
    fn faults_name_participants_and_formations() {
        let mut document = Document::from_bytes(LIST).unwrap();
        document.rows[3].total = Some(Points(368));
        document.rows[8].rank = Some(3);
        let told = told(&document);
        for expected in [
            "participant 24400710110000005 (place 4) has a total that is not the sum of the scores",
            "participant 24400710110000021 (place 9) has rank 3, 2 is expected",
            "formation F-02: its rows are not those that were signed; it has participant 24400710110000020 \
             (place 8) to participant 24400710110000024 (place 12)",
        ] {
            assert!(told.iter().any(|fault| fault == expected), "{told:#?}");
        }
        assert!(!told.iter().any(|fault| fault.starts_with("row ")));
    }

    #[test]
    fn doubled_ones_are_named_with_both_places() {
        let mut document = Document::from_bytes(LIST).unwrap();
        document.rows[1].participant = document.rows[0].participant;
        document.formations[3].formation.code = "F-01".to_owned();
        let told = told(&document);
        for expected in [
            "participant 24400710110000001 stands twice, at places 1 and 2",
            "formation F-01 stands twice, at places 1 and 4",
        ] {
            assert!(told.iter().any(|fault| fault == expected), "{told:#?}");
        }
    }

    #[test]
    fn a_certificate_says_whose_it_is_and_what_it_holds() {
        let result = Named::certificate(ROW).result();
        let expected = "participant 24400710110000021, formation F-02 (Analis Kebijakan — Ahli Pertama, Kota Contoh): \
             code P/L, rank 2, total 350 (twk 80, tiu 100, tkp 170)";
        assert_eq!(result.as_deref(), Some(expected));
        let other = String::from_utf8(ROW.to_vec()).unwrap();
        let other = other.replace("\"formation\":\"F-02\"", "\"formation\":\"F-0\\u001b\"");
        let report = verify_certificate(other.as_bytes(), &Trust::Fingerprints(Vec::new()));
        let named = Named::certificate(other.as_bytes());
        let told: Vec<String> = report.faults.iter().map(|it| named.fault(it)).collect();
        for expected in [
            "participant 24400710110000021 belongs to formation F-0\u{fffd}, the certificate shows formation F-02",
            "the row of participant 24400710110000021 does not lead to the root in the header",
        ] {
            assert!(told.iter().any(|fault| fault == expected), "{told:#?}");
        }
    }

    #[test]
    fn dates_are_those_of_a_calendar() {
        assert_eq!(date(Instant(1_730_772_000_999)), "2024-11-05 02:00:00 UTC");
        assert_eq!(date(Instant(-1)), "1969-12-31 23:59:59 UTC");
        assert!(date(Instant(i64::MAX)).ends_with("ms since 1970 UTC"));
        assert_eq!([faults(1), faults(2)], ["1 fault", "2 faults"]);
    }
}
