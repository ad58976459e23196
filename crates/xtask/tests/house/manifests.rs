//! Rules of the manifests.

use toml::Table;

use crate::workspace::{members, name, read};

fn manifests() -> Vec<(String, Table)> {
    let parsed = members().into_iter().map(|member| {
        let path = member.join("Cargo.toml");
        (name(&path), read(&path).parse().unwrap())
    });
    parsed.collect()
}

fn inherits(table: &Table, key: &str) -> bool {
    let value = table.get(key).and_then(|value| value.get("workspace"));
    value.and_then(toml::Value::as_bool) == Some(true)
}

#[test]
fn every_crate_inherits_the_lints() {
    for (manifest, table) in manifests() {
        assert!(inherits(&table, "lints"), "{manifest}: [lints] workspace");
    }
    let own: Table = "[lints.clippy]\npanic = \"allow\"".parse().unwrap();
    assert!(!inherits(&own, "lints"));
}

#[test]
fn licence_edition_and_version_are_the_workspaces() {
    for (manifest, table) in manifests() {
        let package = table["package"].as_table().unwrap();
        for key in ["version", "edition", "rust-version", "license", "publish"] {
            assert!(inherits(package, key), "{manifest}: {key}.workspace");
        }
        let described = package.get("description").and_then(|text| text.as_str());
        assert!(described.is_some_and(|text| !text.is_empty()), "{manifest}");
    }
}

/// Dependencies of a table that give a version of their own.
fn own_versions(table: &Table) -> Vec<&String> {
    let tables = ["dependencies", "dev-dependencies", "build-dependencies"];
    let dependencies = tables
        .iter()
        .filter_map(|kind| table.get(*kind)?.as_table())
        .flatten();
    let own = dependencies.filter(|(_, value)| {
        value
            .as_table()
            .is_none_or(|value| !value.contains_key("workspace"))
    });
    own.map(|(name, _)| name).collect()
}

#[test]
fn versions_of_dependencies_stand_in_one_place() {
    for (manifest, table) in manifests() {
        assert_eq!(own_versions(&table), Vec::<&String>::new(), "{manifest}");
    }
    let own: Table = "[dependencies]\nserde = \"1\"".parse().unwrap();
    assert_eq!(own_versions(&own), ["serde"]);
}
