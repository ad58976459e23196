//! Which crate may depend on which. The table is the architecture: a new edge is a decision, not a detail.

use std::collections::BTreeSet;

use crate::graph::Graph;

const DOMAIN: [&str; 5] = [
    "lexicon",
    "publication",
    "question-bank",
    "scoring",
    "session",
];

/// No IO, no clock, no randomness of their own; what they are built with must not have them either.
const PURE: [&str; 6] = [
    "lexicon",
    "publication",
    "question-bank",
    "scoring",
    "session",
    "tabular",
];

/// Each crate, and those of ours that its code may be built with.
fn allowed(package: &str) -> Option<BTreeSet<&'static str>> {
    let with_domain = |more: &[&'static str]| [&DOMAIN[..], more].concat();
    let list = match package {
        "lexicon" | "servers" | "tabular" | "web" | "xtask" => vec![],
        "question-bank" => vec!["lexicon", "tabular"],
        "session" | "scoring" | "publication" => vec!["lexicon"],
        "exam" => with_domain(&["tabular"]),
        "store" => with_domain(&["exam"]),
        "live" => vec!["exam", "lexicon", "scoring", "session"],
        // Only the tests of adapters are built with it.
        "contract" => with_domain(&["exam"]),
        "api" => with_domain(&["exam", "web"]),
        "loadtests" => vec!["api", "lexicon", "servers"],
        "ambang" => with_domain(&[
            "api",
            "exam",
            "live",
            "loadtests",
            "store",
            "tabular",
            "web",
        ]),
        _ => return None,
    };
    Some(list.into_iter().collect())
}

/// Packages of others, and the only crates of ours whose code may name them.
const NAMED_BY: [(&str, &[&str]); 3] = [
    ("sqlx", &["store"]),
    ("redis", &["live"]),
    ("actix-web", &["ambang", "api", "loadtests"]),
];

/// What must not be anywhere below a pure crate: runtimes, sockets, databases, HTTP.
const IMPURE: [&str; 20] = [
    "actix-http",
    "actix-rt",
    "actix-web",
    "async-io",
    "async-std",
    "axum",
    "fred",
    "h2",
    "http",
    "hyper",
    "libsqlite3-sys",
    "mio",
    "redis",
    "reqwest",
    "rusqlite",
    "smol",
    "socket2",
    "sqlx",
    "sqlx-core",
    "tokio",
];

/// What a pure crate must not name itself. (Below it, features that other crates ask for may bring these.)
const IMPURE_DIRECT: [&str; 7] = [
    "async-trait",
    "chrono",
    "getrandom",
    "rand",
    "rustix",
    "tempfile",
    "time",
];

/// Everything in the graph that the tables forbid.
fn faults(graph: &Graph) -> Vec<String> {
    let mut faults = Vec::new();
    for package in &graph.ours {
        let direct = &graph.built_with[package];
        match allowed(package) {
            None => faults.push(format!("{package} has no line in the table of edges")),
            Some(allowed) => faults.extend(
                direct
                    .intersection(&graph.ours)
                    .filter(|other| !allowed.contains(other.as_str()))
                    .map(|other| format!("{package} must not depend on {other}")),
            ),
        }
        for (theirs, may) in NAMED_BY {
            if direct.contains(theirs) && !may.contains(&package.as_str()) {
                faults.push(format!("{package} must not name {theirs}"));
            }
        }
    }
    for package in PURE {
        faults.extend(impurities(graph, package));
    }
    let reached = graph.reached_from("api");
    for engine in ["sqlx", "sqlx-core", "redis", "store", "live"] {
        if reached.contains(engine) {
            faults.push(format!("api reaches {engine}"));
        }
    }
    faults
}

fn impurities(graph: &Graph, package: &str) -> Vec<String> {
    let reached = graph.reached_from(package);
    let below = IMPURE.iter().filter(|name| reached.contains(**name));
    let mut faults: Vec<String> = below
        .map(|name| format!("{package} is pure, but reaches {name}"))
        .collect();
    let direct = &graph.built_with[package];
    let named = IMPURE_DIRECT.iter().filter(|name| direct.contains(**name));
    faults.extend(named.map(|name| format!("{package} is pure, but names {name}")));
    let tests = graph.tested_with.get(package);
    let foreign = tests
        .into_iter()
        .flatten()
        .filter(|name| graph.ours.contains(*name) && !PURE.contains(&name.as_str()));
    faults.extend(foreign.map(|name| format!("the tests of {package} must not use {name}")));
    faults
}

#[test]
fn the_workspace_keeps_to_the_table() {
    let graph = Graph::of_workspace();
    for package in PURE.iter().chain(&DOMAIN) {
        assert!(graph.ours.contains(*package), "{package} is gone");
    }
    assert_eq!(faults(&graph), Vec::<String>::new());
}

/// The real graph with one more edge.
fn with_edge(from: &str, to: &str) -> Vec<String> {
    let mut graph = Graph::of_workspace();
    let direct = graph.built_with.entry(from.to_owned()).or_default();
    direct.insert(to.to_owned());
    graph.built_with.entry(to.to_owned()).or_default();
    faults(&graph)
}

#[test]
fn an_edge_too_many_is_seen() {
    for (from, to, fault) in [
        ("scoring", "session", "scoring must not depend on session"),
        ("api", "store", "api must not depend on store"),
        ("live", "store", "live must not depend on store"),
        ("loadtests", "exam", "loadtests must not depend on exam"),
        ("xtask", "lexicon", "xtask must not depend on lexicon"),
        ("exam", "sqlx", "exam must not name sqlx"),
        ("ambang", "redis", "ambang must not name redis"),
        ("session", "rand", "session is pure, but names rand"),
        // Through others: seen as well.
        ("serde", "tokio", "lexicon is pure, but reaches tokio"),
        ("csv", "mio", "tabular is pure, but reaches mio"),
        ("exam", "sqlx-core", "api reaches sqlx-core"),
    ] {
        let faults = with_edge(from, to);
        assert!(faults.iter().any(|f| f == fault), "{fault}: {faults:?}");
    }
}

#[test]
fn a_crate_without_a_line_is_seen() {
    let mut graph = Graph::of_workspace();
    graph.ours.insert("novelty".to_owned());
    graph.built_with.entry("novelty".to_owned()).or_default();
    let fault = "novelty has no line in the table of edges".to_owned();
    assert_eq!(faults(&graph), [fault]);
}

#[test]
fn a_pure_crate_is_tested_purely() {
    let mut graph = Graph::of_workspace();
    let tests = graph.tested_with.entry("session".to_owned()).or_default();
    tests.insert("store".to_owned());
    let fault = "the tests of session must not use store".to_owned();
    assert_eq!(faults(&graph), [fault]);
}
