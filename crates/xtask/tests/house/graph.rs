//! Who depends on whom, from `cargo metadata`.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};

use crate::workspace::root;

/// Names of packages, and what each one's own code (not its tests) is built with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Graph {
    /// The members of the workspace.
    pub(crate) ours: BTreeSet<String>,
    /// Direct dependencies, tests' apart.
    pub(crate) built_with: BTreeMap<String, BTreeSet<String>>,
    /// Direct dependencies of the tests alone.
    pub(crate) tested_with: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    pub(crate) fn of_workspace() -> Self {
        let metadata = MetadataCommand::new()
            .current_dir(root())
            .exec()
            .expect("cargo metadata");
        Self::from(&metadata)
    }

    /// Everything that ends up in the package's build, with itself.
    pub(crate) fn reached_from(&self, package: &str) -> BTreeSet<&str> {
        let mut reached = BTreeSet::new();
        let mut open = vec![package];
        while let Some(package) = open.pop() {
            let Some((package, direct)) = self.built_with.get_key_value(package) else {
                continue;
            };
            if reached.insert(package.as_str()) {
                open.extend(direct.iter().map(String::as_str));
            }
        }
        reached
    }
}

impl From<&Metadata> for Graph {
    fn from(metadata: &Metadata) -> Self {
        let name_of: BTreeMap<_, _> = metadata
            .packages
            .iter()
            .map(|package| (&package.id, package.name.to_string()))
            .collect();
        let mut graph = Self::default();
        for member in &metadata.workspace_members {
            graph.ours.insert(name_of[member].clone());
        }
        let resolve = metadata.resolve.as_ref().expect("a resolved graph");
        for node in &resolve.nodes {
            let package = &name_of[&node.id];
            for dependency in &node.deps {
                let target = &name_of[&dependency.pkg];
                for kind in &dependency.dep_kinds {
                    let edges = match kind.kind {
                        DependencyKind::Development => &mut graph.tested_with,
                        _ => &mut graph.built_with,
                    };
                    edges
                        .entry(package.clone())
                        .or_default()
                        .insert(target.clone());
                }
            }
            // Two versions of a package share a name; their edges are joined, which errs on the safe side.
            graph.built_with.entry(package.clone()).or_default();
        }
        graph
    }
}
