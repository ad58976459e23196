//! The day: everything before the opening, and the sitting itself.

use std::sync::Arc;

use tokio::sync::watch;
use tokio::task::JoinSet;

use super::plan::Plan;
use super::proctor::{Pause, watch_room};
use super::progress::Progress;
use super::{Room, people};
use crate::bank::Key;
use crate::candidate::{Diary, Role, Tally, Ticket, World, live, roles};
use crate::clock::{Stopwatch, wait, wall_ms};
use crate::dice::Dice;
use crate::http::Http;
use crate::staff::{CandidateRow, NewSitting, Staff};

/// The desk has so many officers.
const DESKS: usize = 4;
/// Beyond the time of everybody: for pauses, outages and what follows them.
const MARGIN_MS: u64 = 300_000;

/// Everything up to the check-in of who has come.
pub(crate) async fn prepare(staff: &Staff, plan: &Plan<'_>) -> Result<Room, String> {
    let roles = if plan.mishaps {
        roles(plan.candidates, &mut Dice::new(plan.seed).fork(2))
    } else {
        let count = usize::try_from(plan.candidates).unwrap_or(usize::MAX);
        let mut roles = vec![Role::Plain; count];
        let wiped = usize::try_from(plan.wiped).unwrap_or(usize::MAX);
        roles
            .iter_mut()
            .take(wiped)
            .for_each(|role| *role = Role::Wiped);
        roles
    };
    let source = &plan.source;
    let named = ("GLADI", "Gladi bersih SKD", "Gladi bersih");
    let selection = staff.create_selection(named, plan.policy).await?;
    staff
        .import_formations(selection, source.formations)
        .await?;
    let bank = &source.bank;
    staff
        .import_items(selection, bank.items, bank.pictures)
        .await?;
    let candidates = people::draw(plan)?;
    staff.import_candidates(selection, &candidates).await?;
    let mut forms = Vec::new();
    for name in ["A", "B"] {
        forms.push(staff.lock_form(selection, name).await?);
    }
    let seats: Vec<_> = candidates.iter().map(|row| row.no).collect();
    let sitting = NewSitting {
        name: "Sesi gladi bersih",
        place: "Ruang gladi",
        starts: wall_ms(),
        forms: &forms,
        block_ms: &plan.blocks_ms(false),
        blind_block_ms: &plan.blocks_ms(true),
        seats: &seats,
    };
    let sitting = staff.create_sitting(selection, &sitting).await?;
    let tickets = check_in(staff, sitting, plan, candidates.into_iter().zip(roles)).await?;
    Ok(Room {
        selection,
        sitting,
        tickets,
    })
}

async fn check_in(
    staff: &Staff,
    sitting: lexicon::SittingId,
    plan: &Plan<'_>,
    mut queue: impl Iterator<Item = (CandidateRow, Role)>,
) -> Result<Vec<Ticket>, String> {
    let mut tickets = Vec::new();
    let mut desks = JoinSet::new();
    loop {
        while desks.len() < DESKS
            && let Some((row, role)) = queue.next()
        {
            if role == Role::Absent {
                continue;
            }
            let staff = staff.clone();
            let blocks_ms = plan.blocks_ms(row.blind).into_iter();
            let blocks_ms = blocks_ms.map(|ms| u64::try_from(ms).unwrap_or_default());
            let blocks_ms: Vec<u64> = blocks_ms.collect();
            desks.spawn(async move {
                let checked_in = staff.check_in(sitting, row.no).await?;
                Ok::<_, String>(Ticket {
                    no: row.no,
                    pin: checked_in.pin,
                    role,
                    blocks_ms,
                })
            });
        }
        match desks.join_next().await {
            Some(ticket) => tickets.push(ticket.map_err(|e| e.to_string())??),
            None => break,
        }
    }
    // The order of the desks must not change who draws which dice.
    tickets.sort_by_key(|ticket| ticket.no);
    Ok(tickets)
}

pub(super) async fn play(
    http: &Http,
    staff: &Staff,
    plan: &Plan<'_>,
    room: &Room,
    progress: &Arc<dyn Progress>,
) -> Result<Diary, String> {
    let longest = plan.blind_duration_ms().max(plan.duration_ms());
    let longest = u64::try_from(longest).unwrap_or_default();
    let wave_ms = plan.scaled(300_000, 1_000);
    let world = Arc::new(World {
        http: http.clone(),
        key: Key::read(&plan.source.bank)?,
        clock: Stopwatch::start(),
        proctor: staff.clone(),
        sitting: room.sitting,
        poll_ms: plan.scaled(60_000, 500).min(3_000),
        wave_ms,
        limit_ms: 2 * longest + wave_ms + MARGIN_MS,
        tally: Tally::default(),
    });
    let dice = Dice::new(plan.seed).fork(3);
    let mut candidates = JoinSet::new();
    for (at, ticket) in (0..).zip(&room.tickets) {
        if ticket.role != Role::NoShow {
            candidates.spawn(live(Arc::clone(&world), ticket.clone(), dice.fork(at)));
        }
    }
    // Half of them sit before the opening, the others come while papers are already served.
    wait(wave_ms / 2).await;
    staff.open(room.sitting).await?;
    let pause = plan.mishaps.then_some(Pause {
        from_ms: wave_ms + longest * 2 / 5,
        length_ms: longest / 25,
    });
    let (end, over) = watch::channel(false);
    let count = u64::try_from(candidates.len()).unwrap_or_default();
    let watching = watch_room(
        staff.clone(),
        Arc::clone(&world),
        count,
        pause,
        Arc::clone(progress),
        over,
    );
    let watching = tokio::spawn(watching);
    let mut diary = Diary::default();
    while let Some(told) = candidates.join_next().await {
        match told {
            Ok(told) => diary.absorb(told),
            Err(failed) => diary.surprise(format!("a candidate broke: {failed}")),
        }
    }
    let _ = end.send(true);
    watching.await.map_err(|e| e.to_string())??;
    close(staff, &world)
        .await
        .map_err(|reason| format!("{reason}\n{}", diary.surprises.join("\n")))?;
    Ok(diary)
}

/// Nobody is cut short by closing: a page that was lost runs until its time is over.
async fn close(staff: &Staff, world: &World) -> Result<(), String> {
    while world.clock.ms() < world.limit_ms {
        let view = staff.sitting(world.sitting).await?;
        if view.seats.iter().all(|seat| seat.status != "running") {
            break;
        }
        wait(500).await;
    }
    staff.close(world.sitting).await?;
    staff.seal(world.sitting).await
}
