//! What was said on a browser's line, read from a file: the browser tests write it, the check takes it for
//! the candidates' memory.
//!
//! One JSON object a line: `{"attempt", "epoch", "events": […], "verdicts": […] | null}` for a request with
//! events (`null`: no reply was seen), `{"attempt", "receipt": {…}}` for a receipt, `{"attempt",
//! "promised_ms"}` for the time of the first block.

use std::io::BufRead;

use data_encoding::HEXLOWER;
use lexicon::AttemptId;
use serde::Deserialize;

use crate::api::{Ruling, Verdict};
use crate::checker::{Click, Deed, Export};
use crate::ledger::{Acknowledged, Final, Ledger, Receipt};

/// Why a tape cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum TapeFault {
    /// The stream broke.
    #[error("the tape breaks off: {0}")]
    Io(#[from] std::io::Error),
    /// A line is not what the format says.
    #[error("line {line} of the tape: {reason}")]
    Line {
        /// Its number, from 1.
        line: u64,
        /// What is wrong.
        reason: String,
    },
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Said {
    Events {
        attempt: AttemptId,
        epoch: u32,
        events: Vec<Sent>,
        verdicts: Option<Vec<Ruling>>,
    },
    Receipt {
        attempt: AttemptId,
        receipt: Receipt,
    },
    Promise {
        attempt: AttemptId,
        promised_ms: i64,
    },
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Answer,
    Clear,
    Flag,
    Unflag,
}

/// An event as a page sends it.
#[derive(Deserialize)]
struct Sent {
    seq: u32,
    id: String,
    kind: Kind,
    item: String,
    option: Option<String>,
}

impl Sent {
    fn click(&self) -> Result<Click, String> {
        let deed = match (self.kind, &self.option) {
            (Kind::Answer, Some(option)) => Deed::Answer(hex(option)?),
            (Kind::Answer, None) => return Err("an answer without an option".into()),
            (Kind::Clear, _) => Deed::Clear,
            (Kind::Flag, _) => Deed::Flag,
            (Kind::Unflag, _) => Deed::Unflag,
        };
        let (id, item) = (hex(&self.id)?, hex(&self.item)?);
        Ok(Click {
            seq: self.seq,
            id,
            item,
            deed,
        })
    }
}

fn hex(text: &str) -> Result<u64, String> {
    let bytes = HEXLOWER.decode(text.as_bytes()).ok();
    let bytes = bytes.and_then(|bytes| <[u8; 8]>::try_from(bytes).ok());
    bytes
        .map(u64::from_be_bytes)
        .ok_or_else(|| format!("{text:?} is no id of 16 hexadecimal digits"))
}

/// Reads a tape. Participant numbers are taken from the export: a receipt of an attempt that it does not know
/// is a fault of the tape.
///
/// # Errors
/// [`TapeFault`] at the first line that cannot be read.
pub fn read(source: impl BufRead, export: &Export) -> Result<Ledger, TapeFault> {
    let mut ledger = Ledger::default();
    for (line, text) in (1..).zip(source.lines()) {
        let text = text?;
        let fault = |reason: String| TapeFault::Line { line, reason };
        let said = serde_json::from_str(&text).map_err(|e| fault(e.to_string()))?;
        take(&mut ledger, said, line, export).map_err(fault)?;
    }
    Ok(ledger)
}

fn take(ledger: &mut Ledger, said: Said, line: u64, export: &Export) -> Result<(), String> {
    match said {
        Said::Events {
            attempt,
            epoch,
            events,
            verdicts,
        } => {
            for sent in &events {
                let click = sent.click()?;
                ledger.made.insert((attempt, click.id));
                let ruling = verdicts.iter().flatten().find(|one| one.seq == click.seq);
                if let Some((verdict, repeated)) = ruling.and_then(|one| last_word(one.verdict)) {
                    ledger.acknowledged.push(Acknowledged {
                        attempt,
                        epoch,
                        click,
                        verdict,
                        repeated,
                        at_ms: line,
                    });
                }
            }
        }
        Said::Receipt { attempt, receipt } => {
            let known = export.attempts.get(&attempt);
            let no = known.ok_or_else(|| format!("attempt {attempt} is not in the export"))?;
            ledger.receipts.push((attempt, no.participant_no, receipt));
        }
        Said::Promise {
            attempt,
            promised_ms,
        } => drop(ledger.promised.insert(attempt, promised_ms)),
    }
    Ok(())
}

/// The verdict after which a page forgets an event, and whether it was a repeated one.
const fn last_word(verdict: Verdict) -> Option<(Final, bool)> {
    match verdict {
        Verdict::Accepted => Some((Final::Accepted, false)),
        Verdict::Late => Some((Final::Late, false)),
        Verdict::Refused => Some((Final::Refused, false)),
        Verdict::Duplicate { first } => Some((first, true)),
        Verdict::NotRunning | Verdict::MissingSeq { .. } | Verdict::Conflict => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ATTEMPT: &str = "018f5e3a-0000-7000-8000-000000000001";

    fn said(lines: &str) -> Result<Ledger, TapeFault> {
        read(lines.as_bytes(), &Export::default())
    }

    #[test]
    fn what_was_sent_and_what_was_acknowledged_are_two_things() {
        let event = |seq: u32| {
            format!(
                r#"{{"seq":{seq},"id":"00000000000000a{seq}","kind":"answer","item":"00000000000000b1","option":"00000000000000c1","client_ms":5}}"#
            )
        };
        let lines = format!(
            r#"{{"attempt":"{ATTEMPT}","epoch":1,"events":[{}],"verdicts":null}}
{{"attempt":"{ATTEMPT}","epoch":1,"events":[{},{},{}],"verdicts":[{{"seq":1,"verdict":"duplicate","first":"accepted"}},{{"seq":2,"verdict":"late"}},{{"seq":3,"verdict":"not_running"}}]}}
{{"attempt":"{ATTEMPT}","promised_ms":60000}}"#,
            event(1),
            event(1),
            event(2),
            event(3)
        );
        let ledger = said(&lines).unwrap();
        assert_eq!(ledger.made.len(), 3);
        let told: Vec<_> = ledger
            .acknowledged
            .iter()
            .map(|ack| (ack.click.seq, ack.verdict, ack.repeated))
            .collect();
        assert_eq!(told, [(1, Final::Accepted, true), (2, Final::Late, false)]);
        assert_eq!(ledger.acknowledged.first().unwrap().click.id, 0xa1);
        assert_eq!(ledger.promised.len(), 1);
    }

    #[test]
    fn a_line_that_says_nothing_is_named() {
        let fault = said("{}").unwrap_err();
        assert!(fault.to_string().starts_with("line 1"), "{fault}");
    }
}
