//! What a candidate is going to do: known items, pace, changed minds, mishaps. Drawn once, from a seed.

use std::collections::BTreeMap;

use crate::bank::GradedItem;
use crate::checker::Deed;
use crate::dice::Dice;

/// What happens to a candidate besides answering.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Nothing.
    Plain,
    /// Was never seen at the desk.
    Absent,
    /// Came to the desk and never logged in.
    NoShow,
    /// Requests and replies get lost now and then.
    Lossy,
    /// Is cut off for a while in the middle.
    Offline,
    /// Is cut off over the end: what was clicked then arrives late.
    LateReturn,
    /// Moves to another PC with the proctor's release.
    Moved,
    /// The browser loses its storage.
    Wiped,
    /// The page sends an item of another form.
    Foreign,
}

/// How many of a thousand have which role; each role falls to one candidate at least, as long as there are
/// enough of them.
const SHARES: [(Role, u64); 8] = [
    (Role::Absent, 40),
    (Role::NoShow, 10),
    (Role::Lossy, 150),
    (Role::Offline, 80),
    (Role::LateReturn, 40),
    (Role::Moved, 30),
    (Role::Wiped, 30),
    (Role::Foreign, 20),
];

/// The roles of `count` candidates, in a seeded order.
#[must_use]
pub(crate) fn roles(count: u32, dice: &mut Dice) -> Vec<Role> {
    let mut roles = Vec::new();
    for (role, per_mille) in SHARES {
        let share = u64::from(count) * per_mille / 1_000;
        roles.extend((0..share.max(1)).map(|_| role));
    }
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    // Of a handful of candidates half have mishaps, not all.
    roles.truncate(count.div_ceil(2).min(roles.len()));
    roles.resize(count, Role::Plain);
    for at in (1..roles.len()).rev() {
        let bound = u64::try_from(at).unwrap_or_default() + 1;
        let other = usize::try_from(dice.below(bound)).unwrap_or_default();
        roles.swap(at, other);
    }
    roles
}

/// A thing done at a moment of running time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// A click on an item.
    Click(u64, Deed),
    /// The connection is gone for so long.
    Offline(u64),
    /// The connection is gone until some time after the page's own zero.
    OfflineOverZero,
    /// The seat moves to another PC.
    Move,
    /// The storage is lost, and the page loaded anew.
    Wipe,
    /// "Finish".
    Finish,
}

/// A script: acts with their moment, in milliseconds of running time since the start, in order.
pub(super) type Script = Vec<(u64, Act)>;

/// Ability per sub-test: how many of a thousand items are known.
#[derive(Clone, Debug)]
pub(super) struct Ability {
    general: f64,
    own: BTreeMap<String, u64>,
}

impl Ability {
    /// Draws a candidate's ability.
    #[must_use]
    pub(super) fn draw(dice: &mut Dice) -> Self {
        Self {
            general: dice.normal(),
            own: BTreeMap::new(),
        }
    }

    /// Of a thousand items of a sub-test so many are known.
    fn knows(&mut self, sub_test: &str, dice: &mut Dice) -> u64 {
        if let Some(known) = self.own.get(sub_test) {
            return *known;
        }
        let share = 440.0 + 130.0 * self.general + 90.0 * dice.normal();
        // Clamped to a range that fits any integer.
        let known = share.clamp(20.0, 950.0) as u64;
        self.own.insert(sub_test.to_owned(), known);
        known
    }
}

/// Draws what a candidate does with a paper in `duration_ms`.
#[must_use]
pub(super) fn draw(
    items: &[GradedItem],
    role: Role,
    ability: &mut Ability,
    duration_ms: u64,
    dice: &mut Dice,
) -> Script {
    let deeds = deeds(items, ability, dice);
    // Some are done early, some run out of time.
    let pace = 0.72 + 0.45 * dice.unit();
    let length = duration_ms as f64 * pace;
    let thinks: Vec<f64> = deeds.iter().map(|_| (0.8 * dice.normal()).exp()).collect();
    let sum: f64 = thinks.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    let mut done = 0.0;
    let mut script: Script = Vec::with_capacity(deeds.len() + 2);
    for (deed, think) in deeds.into_iter().zip(thinks) {
        done += think;
        script.push(((done / sum * length) as u64, deed));
    }
    add_mishap(&mut script, role, duration_ms, dice);
    let leaves_early = pace < 0.97 && dice.chance(600) && role != Role::LateReturn;
    if leaves_early {
        script.push((length as u64 + 50, Act::Finish));
    }
    script.sort_by_key(|(at, _)| *at);
    script
}

fn deeds(items: &[GradedItem], ability: &mut Ability, dice: &mut Dice) -> Vec<Act> {
    let mut first = Vec::new();
    let mut second = Vec::new();
    for item in items {
        if dice.chance(25) {
            continue;
        }
        let known = ability.knows(&item.sub_test, dice);
        let choice = choose(item, known, dice);
        let answer = Act::Click(item.item, Deed::Answer(choice));
        if dice.chance(60) {
            // Skipped and marked; answered in the second round.
            first.push(Act::Click(item.item, Deed::Flag));
            second.push(answer);
            second.push(Act::Click(item.item, Deed::Unflag));
            continue;
        }
        for _ in 0..dice.below(3) {
            // Wavering: tries another one before settling.
            let other = choose(item, known / 2, dice);
            first.push(Act::Click(item.item, Deed::Answer(other)));
        }
        first.push(answer);
        if dice.chance(20) {
            second.push(Act::Click(item.item, Deed::Clear));
        } else if dice.chance(90) {
            let other = choose(item, known, dice);
            second.push(Act::Click(item.item, Deed::Answer(other)));
        }
    }
    first.extend(second);
    first
}

fn choose(item: &GradedItem, known: u64, dice: &mut Dice) -> u64 {
    let best = item.options.iter().max_by_key(|option| option.points);
    let any = dice.pick(&item.options);
    let chosen = if dice.chance(known) { best } else { any };
    chosen.map_or(0, |graded| graded.option)
}

fn add_mishap(script: &mut Script, role: Role, duration_ms: u64, dice: &mut Dice) {
    let at = duration_ms * (200 + dice.below(400)) / 1_000;
    match role {
        Role::Offline => script.push((at, Act::Offline(duration_ms / 25 + dice.below(3_000)))),
        Role::LateReturn => {
            let near = duration_ms * 93 / 100;
            script.push((near, Act::OfflineOverZero));
            // Clicks go on while the connection is gone.
            let clicks: Vec<Act> = script.iter().map(|(_, act)| *act).take(3).collect();
            let step = duration_ms / 100;
            script.extend((1..).zip(clicks).map(|(n, act)| (near + n * step, act)));
        }
        Role::Moved => script.push((at, Act::Move)),
        Role::Wiped => script.push((at, Act::Wipe)),
        Role::Foreign => script.push((at, Act::Click(dice.u64(), Deed::Clear))),
        Role::Plain | Role::Absent | Role::NoShow | Role::Lossy => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Graded;

    fn items(count: u64) -> Vec<GradedItem> {
        let item = |at: u64| GradedItem {
            item: at,
            sub_test: "tiu".into(),
            options: (0..5)
                .map(|option| Graded {
                    option: at * 10 + option,
                    points: if option == 2 { 5 } else { 0 },
                })
                .collect(),
        };
        (1..=count).map(item).collect()
    }

    fn mean_score(general: f64) -> i64 {
        let items = items(100);
        let mut sum = 0;
        for seed in 0..40 {
            let mut dice = Dice::new(seed);
            let mut ability = Ability {
                general,
                own: BTreeMap::new(),
            };
            let script = draw(&items, Role::Plain, &mut ability, 60_000, &mut dice);
            let mut last = BTreeMap::new();
            for (at, act) in script {
                if let Act::Click(item, deed) = act
                    && at < 60_000
                {
                    last.insert(item, deed);
                }
            }
            let right = |(item, deed): (&u64, &Deed)| *deed == Deed::Answer(item * 10 + 2);
            sum += last.iter().filter(|entry| right(*entry)).count();
        }
        i64::try_from(sum).unwrap() / 40
    }

    #[test]
    fn ability_shows_and_chance_alone_does_not_pass() {
        assert!(mean_score(1.5) > mean_score(0.0) + 8);
        assert!(mean_score(-9.0) < 30, "{}", mean_score(-9.0));
    }

    #[test]
    fn every_role_occurs_in_a_room() {
        let drawn = roles(40, &mut Dice::new(1));
        assert_eq!(drawn.len(), 40);
        for (role, _) in SHARES {
            assert!(drawn.contains(&role), "{role:?}");
        }
        assert!(drawn.iter().filter(|role| **role == Role::Plain).count() >= 20);
        assert_eq!(roles(2, &mut Dice::new(1)).len(), 2);
    }

    #[test]
    fn a_script_is_in_order_and_repeats_with_its_seed() {
        let draw_one = || {
            let mut dice = Dice::new(4);
            let mut ability = Ability::draw(&mut dice);
            draw(
                &items(110),
                Role::LateReturn,
                &mut ability,
                300_000,
                &mut dice,
            )
        };
        let script = draw_one();
        assert!(script.is_sorted_by_key(|(at, _)| *at));
        assert_eq!(script, draw_one());
        assert!(script.iter().any(|(_, act)| *act == Act::OfflineOverZero));
    }
}
