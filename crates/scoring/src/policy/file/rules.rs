//! Who must reach what, who goes before whom, and how it is shown.

use lexicon::{Category, Millis, Points};

use super::node::Node;
use crate::cut::Cut;
use crate::order::Chain;
use crate::policy::{
    BoardPolicy, CategorySpec, Codes, Grade, Integration, LateStart, Measure, Minimum,
    PositionGroupSpec, Rounding, SubTestSpec,
};
use crate::sheet::POINTS_MAX;

pub(super) fn categories(root: &Node<'_>, sub_tests: &[SubTestSpec]) -> Option<Vec<CategorySpec>> {
    let nodes = root.children("categories", 32)?;
    if nodes.is_empty() {
        root.fault("categories", "must have at least one entry");
        return None;
    }
    let specs: Vec<_> = nodes.iter().map(|node| category(node, sub_tests)).collect();
    let specs: Vec<CategorySpec> = specs.into_iter().collect::<Option<_>>()?;
    doubled(&nodes, specs.iter().map(|spec| &spec.code));
    Some(specs)
}

fn category(node: &Node<'_>, sub_tests: &[SubTestSpec]) -> Option<CategorySpec> {
    node.only(&["code", "label", "minima"]);
    let (code, label, grade) = (
        node.slug("code"),
        node.label("label"),
        grade(node, sub_tests),
    );
    Some(CategorySpec {
        code: code?,
        label: label?,
        grade: grade?,
    })
}

pub(super) fn position_groups(
    root: &Node<'_>,
    sub_tests: &[SubTestSpec],
    categories: &[CategorySpec],
) -> Option<Vec<PositionGroupSpec>> {
    if !root.has("position_groups") {
        return Some(Vec::new());
    }
    let nodes = root.children("position_groups", 32)?;
    let read = |node| position_group(node, sub_tests, categories);
    let specs: Vec<_> = nodes.iter().map(read).collect();
    let specs: Vec<PositionGroupSpec> = specs.into_iter().collect::<Option<_>>()?;
    doubled(&nodes, specs.iter().map(|spec| &spec.code));
    Some(specs)
}

fn position_group(
    node: &Node<'_>,
    sub_tests: &[SubTestSpec],
    categories: &[CategorySpec],
) -> Option<PositionGroupSpec> {
    node.only(&["code", "label", "minima", "replaces"]);
    let (code, label, grade) = (
        node.slug("code"),
        node.label("label"),
        grade(node, sub_tests),
    );
    let texts = node.texts("replaces");
    let replaces = texts.and_then(|texts| category_list(node, "replaces", &texts, categories));
    Some(PositionGroupSpec {
        code: code?,
        label: label?,
        grade: grade?,
        replaces: replaces?,
    })
}

fn doubled<'a, Code: PartialEq + 'a>(nodes: &[Node<'_>], codes: impl Iterator<Item = &'a Code>) {
    let mut seen = Vec::new();
    for (node, code) in nodes.iter().zip(codes) {
        if seen.contains(&code) {
            node.fault("code", "is there twice");
        }
        seen.push(code);
    }
}

/// Minima by name: `total` or a sub-test, each within what can be reached.
fn grade(node: &Node<'_>, sub_tests: &[SubTestSpec]) -> Option<Grade> {
    let minima = node.child("minima")?;
    if sub_tests.is_empty() {
        // Their own faults are named already; without them no minimum can be judged.
        return None;
    }
    let of_sub_test = |(index, spec): (usize, &'_ SubTestSpec)| {
        (spec.code.to_string(), Measure::SubTest(index), spec.max())
    };
    let mut measures = vec![("total".to_owned(), Measure::Total, max_total(sub_tests))];
    measures.extend(sub_tests.iter().enumerate().map(of_sub_test));
    let names: Vec<&str> = measures.iter().map(|(name, ..)| name.as_str()).collect();
    minima.only(&names);
    let mut given = Vec::new();
    for (name, measure, max) in &measures {
        if minima.has(name) {
            let at_least = Points(minima.whole(name, 1..=max.0)?);
            given.push(Minimum {
                measure: *measure,
                at_least,
            });
        }
    }
    if given.is_empty() {
        node.fault(
            "minima",
            format!("must give at least one of {}", names.join(", ")),
        );
        return None;
    }
    Some(Grade::new(given))
}

fn max_total(sub_tests: &[SubTestSpec]) -> Points {
    sub_tests.iter().map(SubTestSpec::max).sum()
}

/// Categories by slug, each of them known.
pub(super) fn category_list(
    node: &Node<'_>,
    key: &str,
    texts: &[&str],
    known: &[CategorySpec],
) -> Option<Vec<Category>> {
    if known.is_empty() {
        return None;
    }
    let mut list = Vec::new();
    for text in texts {
        match known.iter().find(|named| named.code.as_str() == *text) {
            Some(named) => list.push(named.code.clone()),
            None => node.fault(key, format!("names {text:?}, which is no category")),
        }
    }
    Some(list)
}

pub(super) fn order(root: &Node<'_>, sub_tests: &[SubTestSpec]) -> Option<Chain> {
    let texts = root.texts("order")?;
    if sub_tests.is_empty() {
        return None;
    }
    let mut links = Vec::new();
    for text in &texts {
        let index = sub_tests
            .iter()
            .position(|spec| spec.code.as_str() == *text);
        match index {
            _ if *text == "total" => links.push(Measure::Total),
            Some(index) => links.push(Measure::SubTest(index)),
            None => root.fault(
                "order",
                format!("names {text:?}, which is neither total nor a sub-test"),
            ),
        }
    }
    let chain = Chain::new(links);
    if chain.is_none() {
        root.fault("order", "must name at least one measure, and none twice");
    }
    chain
}

/// The outer `None` is a fault, the inner one a cut that each event sets.
pub(super) fn cut(root: &Node<'_>) -> Option<Option<Cut>> {
    if !root.has("cut") {
        return Some(None);
    }
    let node = root.child("cut")?;
    node.only(&["multiple", "fixed"]);
    if node.has("multiple") && node.has("fixed") {
        node.fault("fixed", "cannot stand beside multiple");
    }
    if node.has("fixed") {
        return Some(Some(Cut::Fixed(node.count("fixed", 1..=1_000)?)));
    }
    Some(Some(Cut::Multiple(node.count("multiple", 1..=1_000)?)))
}

pub(super) fn codes(root: &Node<'_>) -> Option<Codes> {
    const KEYS: [&str; 7] = [
        "within",
        "passed",
        "below",
        "absent",
        "ineligible",
        "disqualified",
        "withdrew",
    ];
    let node = root.child("codes")?;
    node.only(&KEYS);
    let mut texts: Vec<Option<String>> = Vec::new();
    for key in KEYS {
        let text = node.text(key, 16);
        if text.is_some() && texts.contains(&text) {
            node.fault(key, "is the same as another code");
        }
        texts.push(text);
    }
    let mut texts = texts.into_iter();
    let mut next = || texts.next().flatten();
    Some(Codes {
        within: next()?,
        passed: next()?,
        below: next()?,
        absent: next()?,
        ineligible: next()?,
        disqualified: next()?,
        withdrew: next()?,
    })
}

pub(super) fn late_start(root: &Node<'_>) -> Option<LateStart> {
    if !root.has("late_start") {
        return Some(LateStart::Full);
    }
    root.word(
        "late_start",
        &[
            ("full", LateStart::Full),
            ("sitting-end", LateStart::SittingEnd),
        ],
    )
}

pub(super) fn board(root: &Node<'_>) -> Option<BoardPolicy> {
    let node = root.child("board")?;
    node.only(&["public", "tick_seconds", "min_new_answers"]);
    let public = if node.has("public") {
        node.flag("public")?
    } else {
        true
    };
    let tick_seconds = node.whole("tick_seconds", 1..=3_600);
    let min_new_answers = node.count("min_new_answers", 1..=1_000);
    Some(BoardPolicy {
        public,
        tick: Millis::from_secs(tick_seconds?.into()),
        min_new_answers: min_new_answers?,
    })
}

/// The outer `None` is a fault, the inner one an exam without a second stage.
pub(super) fn integration(
    root: &Node<'_>,
    sub_tests: &[SubTestSpec],
) -> Option<Option<Integration>> {
    if !root.has("integration") {
        return Some(None);
    }
    let node = root.child("integration")?;
    node.only(&[
        "skd_weight",
        "skb_weight",
        "skd_max",
        "skb_max",
        "decimals",
        "rounding",
    ]);
    let skd_weight = node.count("skd_weight", 0..=100);
    let skb_weight = node.count("skb_weight", 0..=100);
    if skd_weight
        .zip(skb_weight)
        .is_some_and(|(skd, skb)| skd + skb != 100)
    {
        node.fault("skb_weight", "must make 100 together with skd_weight");
    }
    let skd_max = node.whole("skd_max", 1..=POINTS_MAX.0).map(Points);
    let max = max_total(sub_tests);
    if !sub_tests.is_empty() && skd_max.is_some_and(|given| given != max) {
        node.fault(
            "skd_max",
            format!("must be {max}, the most that the sub-tests can give"),
        );
    }
    let skb_max = node.whole("skb_max", 1..=POINTS_MAX.0).map(Points);
    let decimals = node.count("decimals", 0..=9);
    let rounding = node.word("rounding", &[("half-up", Rounding::HalfUp)]);
    Some(Some(Integration {
        skd_weight: skd_weight?,
        skb_weight: skb_weight?,
        skd_max: skd_max?,
        skb_max: skb_max?,
        decimals: decimals?,
        rounding: rounding?,
    }))
}
