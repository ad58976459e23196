//! Both engines check the same of a row. PostgreSQL keeps its own wording of a check; so SQLite's are given to it, and what
//! it makes of them is compared with what it has.

use std::collections::BTreeSet;

use sqlx::sqlite::SqliteConnection;

use super::parity::sqlite;
use super::*;
use crate::PostgresStore;

/// What has to be said in other words to PostgreSQL: table, SQLite's check, PostgreSQL's.
const OTHERWISE: [(&str, &str, &str); 2] = [
    (
        "applications",
        "length(participant_no) = 17 AND participant_no NOT GLOB '*[^0-9]*'",
        "length(participant_no) = 17 AND participant_no ~ '^[0-9]*$'",
    ),
    // Numbers come in blocks: a row's predecessor may have a higher one, of another process.
    (
        "journal",
        "prev >= 0 AND prev < id",
        "prev >= 0 AND prev <> id",
    ),
];

/// Every check of SQLite's schema: table and condition.
async fn of_sqlite(connection: &mut SqliteConnection) -> Vec<(String, String)> {
    let sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_sqlx%' ESCAPE '\\'
        AND name NOT LIKE 'sqlite%' ORDER BY name";
    let tables: Vec<(String, String)> = sqlx::query_as(sql).fetch_all(connection).await.unwrap();
    let checks = tables.into_iter().flat_map(|(table, text)| {
        let conditions = conditions(&text).into_iter();
        conditions.map(move |condition| (table.clone(), condition))
    });
    checks.collect()
}

/// What stands in parentheses after each CHECK.
fn conditions(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("CHECK (") {
        rest = &rest[at + "CHECK (".len()..];
        let (mut depth, mut quoted) = (1, false);
        let end = rest.find(|character: char| {
            match character {
                '\'' => quoted = !quoted,
                '(' if !quoted => depth += 1,
                ')' if !quoted => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        let (condition, after) = rest.split_at(end.unwrap());
        found.push(condition.split_whitespace().collect::<Vec<_>>().join(" "));
        rest = after;
    }
    found
}

/// Checks as PostgreSQL words them, one line each.
async fn of_postgres(connection: &mut PgConnection) -> BTreeSet<String> {
    let sql = "SELECT t.relname || ' ' || pg_get_constraintdef(c.oid) FROM pg_constraint c
        JOIN pg_class t ON t.oid = c.conrelid
        WHERE c.contype = 'c' AND t.relnamespace = 'public'::regnamespace AND t.relname NOT LIKE '\\_sqlx%'";
    texts(connection, sql).await.into_iter().collect()
}

/// SQLite's check in PostgreSQL's words; none where the type of the column says it there.
async fn translated(
    connection: &mut PgConnection,
    (table, condition): &(String, String),
) -> Option<String> {
    let sixteen_bytes = condition
        .strip_prefix("length(")
        .and_then(|rest| rest.strip_suffix(") = 16"));
    if let Some(column) = sixteen_bytes {
        let of = format!(
            "SELECT format_type(atttypid, atttypmod) FROM pg_attribute
            WHERE attrelid = 'public.{table}'::regclass AND attname = '{column}'"
        );
        if text(connection, &of).await == "uuid" {
            return None;
        }
    }
    let otherwise = OTHERWISE
        .iter()
        .find(|(of, theirs, _)| of == table && theirs == condition);
    let condition = otherwise.map_or(condition.as_str(), |(.., ours)| ours);
    let probe = format!(
        "DROP TABLE IF EXISTS probe; CREATE TEMP TABLE probe (LIKE public.{table});
        ALTER TABLE probe ADD CHECK ({condition})"
    );
    let probe = sqlx::raw_sql(AssertSqlSafe(probe)).execute(&mut *connection);
    probe
        .await
        .unwrap_or_else(|error| panic!("{table}: {condition}: {error}"));
    let worded = "SELECT pg_get_constraintdef(oid) FROM pg_constraint
        WHERE contype = 'c' AND conrelid = 'pg_temp.probe'::regclass";
    Some(format!("{table} {}", text(connection, worded).await))
}

#[tokio::test]
async fn both_engines_check_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let theirs = of_sqlite(&mut sqlite(&folder).await).await;
    let databases = Databases::new();
    let url = databases.make().await;
    PostgresStore::migrate(&url, several()).await.unwrap();
    let mut postgres = connection(&url).await;
    let mut expected = BTreeSet::new();
    for check in &theirs {
        expected.extend(translated(&mut postgres, check).await);
    }
    let found = of_postgres(&mut postgres).await;
    let differences: Vec<_> = expected.symmetric_difference(&found).collect();
    assert!(differences.is_empty(), "{differences:#?}");
    assert!(found.len() > 60, "only {} checks", found.len());
    for (table, condition, _) in OTHERWISE {
        let known = (table.to_owned(), condition.to_owned());
        assert!(theirs.contains(&known), "{table}: {condition} is gone");
    }
    // It can fail: another bound is seen.
    let other = "ALTER TABLE users DROP CONSTRAINT users_name_check,
        ADD CHECK (length(name) BETWEEN 1 AND 101)";
    run(&url, other).await;
    let changed = of_postgres(&mut postgres).await;
    assert_eq!(expected.symmetric_difference(&changed).count(), 2);
    databases.clear().await;
}

#[test]
fn conditions_are_found() {
    let text = "CREATE TABLE t (a TEXT CHECK (length(a) = 1), b TEXT CHECK (b IN (')', '('))
        , CHECK ((a IS NULL) =
            (b IS NULL)))";
    let expected = [
        "length(a) = 1",
        "b IN (')', '(')",
        "(a IS NULL) = (b IS NULL)",
    ];
    assert_eq!(conditions(text), expected);
}
