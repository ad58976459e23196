//! The house rules as tests: they read the workspace and say what breaks a rule, and where.
#![cfg(test)]

mod clippy;
mod edges;
mod graph;
mod manifests;
mod migrations;
mod sources;
mod workspace;
