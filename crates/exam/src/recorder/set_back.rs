//! A store that was set back under a running process: a failover to a standby that lacked the latest commits.
//!
//! The process sees it by its own uptime, which it had committed further. Pages complete by themselves what candidates
//! sent; what staff did is theirs to repeat, so they are told.

use lexicon::Instant;
use serde::{Deserialize, Serialize};
use session::{Span, UptimeRow};

use super::Helpers;
use crate::ports::{AuditEntry, Store, StoreError};

/// The token in the log.
const ACT: &str = "store.set_back";
/// Each process tells of it; more entries than this are not read.
const ENTRIES_MAX: u32 = 100;

/// What the log says: what was committed between the two is lost.
#[derive(Serialize, Deserialize)]
struct Detail {
    from: Instant,
    to: Instant,
}

/// What is missing of `committed`, the uptime that this process committed last, where the store has `found`.
pub(super) fn missing(committed: Option<UptimeRow>, found: Option<UptimeRow>) -> Option<Span> {
    let committed = committed?;
    let from = found.map_or(committed.from, |found| found.to);
    (from < committed.to || found.is_none()).then(|| Span::closed(from, committed.to))
}

impl Helpers {
    /// Tells in the log what was lost; how many stretches. Nothing where the store never went back.
    ///
    /// # Errors
    /// When it could not be logged: the next call tries again.
    pub async fn tell_of_set_backs(&self) -> Result<usize, StoreError> {
        let mut lost = self.recorder.fleet.take_set_backs().into_iter();
        let mut told = 0;
        while let Some(span) = lost.next() {
            if let Err(error) = self.tell_of(span).await {
                for span in [span].into_iter().chain(lost) {
                    self.recorder.fleet.was_set_back(span);
                }
                return Err(error);
            }
            told += 1;
        }
        Ok(told)
    }

    async fn tell_of(&self, span: Span) -> Result<(), StoreError> {
        let Some(to) = span.to else { return Ok(()) };
        let detail = Detail {
            from: span.from,
            to,
        };
        tracing::error!(
            from = span.from.0,
            to = to.0,
            "the store was set back: what was committed in between is lost; open pages send theirs again"
        );
        let entry = AuditEntry {
            at: self.ports.clock.now(),
            by: None,
            act: ACT.to_owned(),
            subject: "store".to_owned(),
            detail: serde_json::to_string(&detail).unwrap_or_default(),
        };
        self.ports.store.audit(&entry).await
    }
}

/// The stretches that were lost, as it was seen since an instant: in order, and one where several processes tell of the
/// same.
pub(crate) async fn set_backs(store: &dyn Store, since: Instant) -> Result<Vec<Span>, StoreError> {
    let rows = store.acts_since(ACT, since, ENTRIES_MAX).await?;
    let told = rows.iter().filter_map(|row| {
        let detail: Detail = serde_json::from_str(&row.entry.detail).ok()?;
        Some((detail.from, detail.to))
    });
    Ok(merged(told.collect()))
}

fn merged(mut told: Vec<(Instant, Instant)>) -> Vec<Span> {
    told.sort_unstable();
    let mut spans: Vec<(Instant, Instant)> = Vec::new();
    for (from, to) in told {
        match spans.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => spans.push((from, to)),
        }
    }
    let spans = spans.into_iter();
    spans.map(|(from, to)| Span::closed(from, to)).collect()
}

#[cfg(test)]
mod tests {
    use session::ProcessId;

    use super::*;

    fn row(from: i64, to: i64) -> UptimeRow {
        UptimeRow {
            process: ProcessId(1),
            from: Instant(from),
            to: Instant(to),
        }
    }

    #[test]
    fn a_store_that_has_what_was_committed_or_more_was_not_set_back() {
        assert_eq!(missing(None, None), None);
        assert_eq!(missing(None, Some(row(1, 5))), None);
        assert_eq!(missing(Some(row(1, 5)), Some(row(1, 5))), None);
        assert_eq!(missing(Some(row(1, 5)), Some(row(1, 7))), None);
    }

    #[test]
    fn what_was_committed_and_is_not_there_is_missing() {
        let lost = |from, to| Some(Span::closed(Instant(from), Instant(to)));
        assert_eq!(missing(Some(row(1, 9)), Some(row(1, 5))), lost(5, 9));
        // A row of the same process from before a stall.
        assert_eq!(missing(Some(row(20, 29)), Some(row(1, 5))), lost(5, 29));
        assert_eq!(missing(Some(row(1, 9)), None), lost(1, 9));
    }

    #[test]
    fn what_several_processes_tell_is_one_stretch() {
        let told = [(5, 9), (4, 8), (20, 21)];
        let told = told.map(|(from, to)| (Instant(from), Instant(to)));
        let span = |from, to| Span::closed(Instant(from), Instant(to));
        assert_eq!(merged(told.into()), [span(4, 9), span(20, 21)]);
    }
}
