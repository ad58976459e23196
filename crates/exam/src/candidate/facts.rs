//! What a candidate may know of the exam before the paper: how long, how much of what.

use lexicon::{Instant, Millis, SubTest};
use scoring::Label;
use session::{Attempt, JournalEvent, Kind};

use crate::app::App;
use crate::error::ExamError;
use crate::forms::LoadedForm;
use crate::ports::SeatRow;

/// A sub-test of the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubTestFacts {
    /// Which.
    pub sub_test: SubTest,
    /// Its name in both languages.
    pub label: Label,
    /// How many items.
    pub items: usize,
}

/// A timed block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockFacts {
    /// This candidate's time for it.
    pub length: Millis,
    /// What is asked in it.
    pub sub_tests: Vec<SubTestFacts>,
}

/// The exam as the rules page tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExamFacts {
    /// The blocks in their order.
    pub blocks: Vec<BlockFacts>,
    /// Whether the end may say passed or failed.
    pub show_pass_fail: bool,
}

pub(super) async fn facts(
    app: &App,
    row: &SeatRow,
    attempt: &Attempt,
) -> Result<ExamFacts, ExamError> {
    let form = app.forms.get(&*app.store, row.form, row.variant).await?;
    let blocks = (0_u8..)
        .zip(&attempt.blocks)
        .map(|(index, block)| BlockFacts {
            length: block.base + block.granted,
            sub_tests: in_block(&form, index),
        });
    Ok(ExamFacts {
        blocks: blocks.collect(),
        show_pass_fail: form.policy.show_pass_fail,
    })
}

fn in_block(form: &LoadedForm, block: u8) -> Vec<SubTestFacts> {
    let table = &form.points;
    let named = (0_u8..).zip(table.sub_tests());
    let asked = named.filter_map(|(index, code)| {
        let of_it = |item: &&session::ItemPoints| item.sub_test == index;
        let items: Vec<_> = table.items().iter().filter(of_it).collect();
        let first = items.first()?;
        let spec = form
            .policy
            .sub_tests
            .iter()
            .find(|spec| spec.code == *code)?;
        (table.block_of(first) == block).then(|| SubTestFacts {
            sub_test: code.clone(),
            label: spec.label.clone(),
            items: items.len(),
        })
    });
    asked.collect()
}

/// When the last answer that counts was received: what a page tells whoever sits down at another PC.
pub(super) async fn last_saved(
    app: &App,
    row: &SeatRow,
    attempt: &Attempt,
) -> Result<Option<Instant>, ExamError> {
    if attempt.last_seq == 0 {
        return Ok(None);
    }
    let journal = app.store.journal(row.id).await?;
    let events = journal
        .iter()
        .rev()
        .filter_map(|bytes| JournalEvent::decode(bytes).ok());
    let mut answers = events.filter_map(|event| match event {
        JournalEvent::Accepted { at, event, .. } => match event.kind {
            Kind::Answer(_) | Kind::Clear => Some(at),
            Kind::Flag | Kind::Unflag => None,
        },
        _ => None,
    });
    Ok(answers.next())
}
