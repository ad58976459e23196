//! The policy as a whole, and what is asked in which time.

use lexicon::{Category, Points};

use super::node::Node;
use super::rules;
use crate::policy::{Block, CategorySpec, ItemPoints, Policy, SubTestSpec};
use crate::sheet::SUB_TESTS_MAX;

const KEYS: &[&str] = &[
    "format",
    "name",
    "title",
    "year",
    "sub_tests",
    "blocks",
    "blind_categories",
    "categories",
    "position_groups",
    "order",
    "cut",
    "codes",
    "show_pass_fail",
    "late_start",
    "board",
    "integration",
];

/// A day; no block is longer.
const MINUTES_MAX: i32 = 24 * 60;

pub(super) fn read(root: &Node<'_>) -> Option<Policy> {
    root.only(KEYS);
    let name = name(root);
    let title = root.label("title");
    let year = root
        .count("year", 2000..=2100)
        .and_then(|year| u16::try_from(year).ok());
    let sub_tests = sub_tests(root);
    let known = sub_tests.as_deref().unwrap_or_default();
    let blocks = blocks(root, known);
    let categories = rules::categories(root, known);
    let known_categories = categories.as_deref().unwrap_or_default();
    let position_groups = rules::position_groups(root, known, known_categories);
    let blind_categories = blind_categories(root, known_categories);
    let order = rules::order(root, known);
    let cut = rules::cut(root);
    let codes = rules::codes(root);
    let show_pass_fail = root.flag("show_pass_fail");
    let late_start = rules::late_start(root);
    let board = rules::board(root);
    let integration = rules::integration(root, known);
    Some(Policy {
        name: name?,
        title: title?,
        year: year?,
        sub_tests: sub_tests?,
        blocks: blocks?,
        blind_categories: blind_categories?,
        categories: categories?,
        position_groups: position_groups?,
        order: order?,
        cut: cut?,
        codes: codes?,
        show_pass_fail: show_pass_fail?,
        late_start: late_start?,
        board: board?,
        integration: integration?,
    })
}

/// A name that can stand on a command line and in a path.
fn name(root: &Node<'_>) -> Option<String> {
    let name = root.text("name", 64)?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !name.chars().all(plain) {
        root.fault("name", "must be lower-case letters, digits and hyphens");
    }
    Some(name)
}

/// `None` if any of them is faulty, so that no reference to one is judged against a part of the list.
fn sub_tests(root: &Node<'_>) -> Option<Vec<SubTestSpec>> {
    let nodes = root.children("sub_tests", SUB_TESTS_MAX)?;
    if nodes.is_empty() {
        root.fault("sub_tests", "must have at least one entry");
        return None;
    }
    let specs: Vec<_> = nodes.iter().map(sub_test).collect();
    let specs: Vec<SubTestSpec> = specs.into_iter().collect::<Option<_>>()?;
    for (index, node) in nodes.iter().enumerate() {
        let code = specs.get(index).map(|spec| &spec.code);
        let earlier = specs.iter().take(index);
        if earlier
            .map(|spec| Some(&spec.code))
            .any(|other| other == code)
        {
            node.fault("code", "is there twice");
        }
    }
    Some(specs)
}

fn sub_test(node: &Node<'_>) -> Option<SubTestSpec> {
    node.only(&["code", "label", "items", "points"]);
    let code = node.slug("code");
    if code
        .as_ref()
        .is_some_and(|code: &lexicon::SubTest| code.as_str() == "total")
    {
        node.fault("code", "may not be \"total\", which means the sum of all");
    }
    let label = node.label("label");
    let items = node.count("items", 1..=1_000);
    let points = node.child("points").and_then(|points| item_points(&points));
    Some(SubTestSpec {
        code: code?,
        label: label?,
        items: items?,
        points: points?,
    })
}

fn item_points(node: &Node<'_>) -> Option<ItemPoints> {
    node.only(&["right", "wrong", "graded"]);
    if node.has("graded") {
        if node.has("right") || node.has("wrong") {
            node.fault("graded", "cannot stand beside right and wrong");
        }
        let values = node.wholes("graded", 0..=1_000)?;
        if values.len() < 2 || !values.is_sorted_by(|one, next| one < next) {
            node.fault("graded", "must be at least two numbers, ascending");
        }
        return Some(ItemPoints::Graded(values.into_iter().map(Points).collect()));
    }
    let right = node.whole("right", 1..=1_000);
    let wrong = node.whole("wrong", 0..=1_000);
    let (right, wrong) = (right?, wrong?);
    if wrong >= right {
        node.fault("wrong", "must be less than right");
    }
    Some(ItemPoints::RightWrong {
        right: Points(right),
        wrong: Points(wrong),
    })
}

fn blocks(root: &Node<'_>, sub_tests: &[SubTestSpec]) -> Option<Vec<Block>> {
    let nodes = root.children("blocks", SUB_TESTS_MAX)?;
    let single = nodes.len() == 1;
    let blocks: Vec<_> = nodes
        .iter()
        .map(|node| block(node, single, sub_tests))
        .collect();
    let blocks: Vec<Block> = blocks.into_iter().collect::<Option<_>>()?;
    for (index, spec) in sub_tests.iter().enumerate() {
        let times = blocks
            .iter()
            .flat_map(|block| &block.sub_tests)
            .filter(|at| **at == index);
        if times.count() != 1 {
            root.fault(
                "blocks",
                format!("{} must be in exactly one block", spec.code),
            );
        }
    }
    Some(blocks)
}

fn block(node: &Node<'_>, single: bool, sub_tests: &[SubTestSpec]) -> Option<Block> {
    node.only(&["minutes", "blind_minutes", "sub_tests"]);
    let minutes = node.count("minutes", 1..=MINUTES_MAX);
    let blind_minutes = if node.has("blind_minutes") {
        Some(node.count("blind_minutes", 1..=MINUTES_MAX)?)
    } else {
        None
    };
    if blind_minutes
        .zip(minutes)
        .is_some_and(|(blind, ordinary)| blind < ordinary)
    {
        node.fault("blind_minutes", "must not be less than minutes");
    }
    let sub_tests = if single && !node.has("sub_tests") {
        Some((0..sub_tests.len()).collect())
    } else {
        node.texts("sub_tests")
            .map(|codes| indices(node, &codes, sub_tests))
    };
    Some(Block {
        sub_tests: sub_tests?,
        minutes: minutes?,
        blind_minutes,
    })
}

fn indices(node: &Node<'_>, codes: &[&str], sub_tests: &[SubTestSpec]) -> Vec<usize> {
    let mut found = Vec::new();
    for code in codes {
        match sub_tests
            .iter()
            .position(|spec| spec.code.as_str() == *code)
        {
            Some(index) => found.push(index),
            None => node.fault("sub_tests", format!("names {code:?}, which is no sub-test")),
        }
    }
    found.sort_unstable();
    found
}

fn blind_categories(root: &Node<'_>, known: &[CategorySpec]) -> Option<Vec<Category>> {
    if !root.has("blind_categories") {
        return Some(Vec::new());
    }
    let texts = root.texts("blind_categories")?;
    rules::category_list(root, "blind_categories", &texts, known)
}
