//! Both engines have the same schema, and every statement fits both.

use std::collections::BTreeSet;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Either, Executor, Statement};

use super::*;
use crate::{PostgresStore, SqliteStore};

/// What is compared: one line per table, column, key and index, read from the living schema.
type Lines = BTreeSet<String>;

async fn lines(connection: &mut SqliteConnection, sql: &'static str) -> Vec<String> {
    sqlx::query_scalar(sql).fetch_all(connection).await.unwrap()
}

/// Tables and views of ours, by name.
const SQLITE_NAMES: &str = "SELECT type || ' ' || name FROM sqlite_schema
    WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_sqlx%' ESCAPE '\\'";
const POSTGRES_NAMES: &str =
    "SELECT CASE relkind WHEN 'v' THEN 'view' ELSE 'table' END || ' ' || relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'p') AND relname NOT LIKE '\\_sqlx%'";

/// Columns in their order, with type and whether they may be NULL. (A view's columns know no NOT NULL.)
const SQLITE_COLUMNS: &str =
    "SELECT 'column ' || t.name || ' ' || (c.cid + 1) || ' ' || c.name || ' ' || c.type
        || CASE WHEN t.type = 'view' THEN '' WHEN c.\"notnull\" OR c.pk > 0 THEN ' NOT NULL' ELSE ' NULL' END
    FROM sqlite_schema t JOIN pragma_table_info(t.name) c
    WHERE t.type IN ('table', 'view') AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\'";
const POSTGRES_COLUMNS: &str =
    "SELECT 'column ' || t.relname || ' ' || c.attnum || ' ' || c.attname || ' '
        || CASE format_type(c.atttypid, c.atttypmod)
            WHEN 'uuid' THEN 'BLOB' WHEN 'bytea' THEN 'BLOB' WHEN 'bigint' THEN 'INTEGER'
            WHEN 'text' THEN CASE c.attcollation WHEN '\"C\"'::regcollation THEN 'TEXT' ELSE 'text in another order' END
            ELSE format_type(c.atttypid, c.atttypmod) END
        || CASE WHEN t.relkind = 'v' THEN '' WHEN c.attnotnull THEN ' NOT NULL' ELSE ' NULL' END
    FROM pg_class t JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0
    WHERE t.relnamespace = 'public'::regnamespace AND t.relkind IN ('r', 'v', 'p') AND t.relname NOT LIKE '\\_sqlx%'";

/// Keys and indices: table, whether unique, whether over a part of the rows only, columns.
const SQLITE_INDICES: &str =
    "SELECT CASE WHEN i.\"unique\" THEN 'unique ' ELSE 'index ' END || t.name
        || CASE WHEN i.partial THEN ' partial' ELSE '' END
        || ' (' || (SELECT group_concat(name, ', ' ORDER BY seqno) FROM pragma_index_info(i.name)) || ')'
    FROM sqlite_schema t JOIN pragma_index_list(t.name) i
    WHERE t.type = 'table' AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\'
    UNION
    -- A whole number as key is the row's own number, and no index of its own.
    SELECT 'unique ' || t.name || ' (' || c.name || ')'
    FROM sqlite_schema t JOIN pragma_table_info(t.name) c
    WHERE t.type = 'table' AND c.pk = 1 AND c.type = 'INTEGER' AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\'
        AND (SELECT count(*) FROM pragma_table_info(t.name) WHERE pk > 0) = 1";
const POSTGRES_INDICES: &str =
    "SELECT CASE WHEN i.indisunique THEN 'unique ' ELSE 'index ' END || t.relname
        || CASE WHEN i.indpred IS NULL THEN '' ELSE ' partial' END
        || ' (' || (SELECT string_agg(a.attname, ', ' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = i.indexrelid)
        || ')'
    FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
    WHERE t.relnamespace = 'public'::regnamespace AND t.relname NOT LIKE '\\_sqlx%'";

/// References: table and columns, and what they point to.
const SQLITE_REFERENCES: &str =
    "SELECT 'reference ' || t.name || ' (' || group_concat(f.\"from\", ', ' ORDER BY f.seq) || ') ' || f.\"table\"
        || ' (' || group_concat(f.\"to\", ', ' ORDER BY f.seq) || ')'
    FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f
    WHERE t.type = 'table' GROUP BY t.name, f.id";
const POSTGRES_REFERENCES: &str = "SELECT 'reference ' || t.relname || ' ('
        || (SELECT string_agg(a.attname, ', ' ORDER BY k.n) FROM unnest(c.conkey) WITH ORDINALITY AS k (num, n)
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.num)
        || ') ' || f.relname || ' ('
        || (SELECT string_agg(a.attname, ', ' ORDER BY k.n) FROM unnest(c.confkey) WITH ORDINALITY AS k (num, n)
            JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.num)
        || ')'
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class f ON f.oid = c.confrelid
    WHERE c.contype = 'f'";

async fn sqlite_schema(connection: &mut SqliteConnection) -> Lines {
    let mut all = Lines::new();
    for sql in [
        SQLITE_NAMES,
        SQLITE_COLUMNS,
        SQLITE_INDICES,
        SQLITE_REFERENCES,
    ] {
        all.extend(lines(connection, sql).await);
    }
    all
}

async fn postgres_schema(connection: &mut PgConnection) -> Lines {
    let mut all = Lines::new();
    for sql in [
        POSTGRES_NAMES,
        POSTGRES_COLUMNS,
        POSTGRES_INDICES,
        POSTGRES_REFERENCES,
    ] {
        all.extend(texts(connection, sql).await);
    }
    all
}

pub(super) async fn sqlite(folder: &tempfile::TempDir) -> SqliteConnection {
    let path = folder.path().join("ambang.db");
    SqliteStore::migrate(&path).await.unwrap();
    let options = SqliteConnectOptions::new().filename(path);
    options.connect().await.unwrap()
}

#[tokio::test]
async fn the_schemas_are_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let one = sqlite_schema(&mut sqlite(&folder).await).await;
    let databases = Databases::new();
    let url = databases.make().await;
    PostgresStore::migrate(&url, several()).await.unwrap();
    let other = postgres_schema(&mut connection(&url).await).await;
    let differences: Vec<_> = one.symmetric_difference(&other).collect();
    assert!(differences.is_empty(), "{differences:#?}");
    for kind in ["table", "view", "column", "unique", "index", "reference"] {
        assert!(one.iter().any(|line| line.starts_with(kind)), "no {kind}");
    }
    assert!(one.len() > 200, "only {} lines", one.len());
    // It can fail: what only one of them has is seen.
    run(&url, "ALTER TABLE users ALTER COLUMN enabled DROP NOT NULL").await;
    let changed = postgres_schema(&mut connection(&url).await).await;
    assert_eq!(one.symmetric_difference(&changed).count(), 2);
    databases.clear().await;
}

#[tokio::test]
async fn every_statement_prepares_on_both_with_its_arity() {
    let folder = tempfile::tempdir().unwrap();
    let mut sqlite = sqlite(&folder).await;
    for sql in [sql::answers::MAKE_BATCH, sql::answers::SAVE_BATCH] {
        sql.call().run(&mut sqlite).await.unwrap();
    }
    let databases = Databases::new();
    let url = databases.make().await;
    PostgresStore::migrate(&url, several()).await.unwrap();
    let mut postgres = connection(&url).await;
    let (mut both, mut alone) = (0, 0);
    for (name, sql) in sql::all() {
        let mut columns = Vec::new();
        if !sql.sqlite.is_empty() {
            let text = sqlx::SqlStr::from_static(sql.sqlite);
            let statement = (&mut sqlite).prepare(text).await;
            let statement = statement.unwrap_or_else(|error| panic!("{name}: {error}"));
            let Some(Either::Right(parameters)) = statement.parameters() else {
                panic!("{name}: no count of parameters");
            };
            assert_eq!(parameters, sql.arity, "{name} on SQLite");
            columns.push(statement.columns().len());
        }
        if !sql.postgres.is_empty() {
            let text = sqlx::SqlStr::from_static(sql.postgres);
            let statement = (&mut postgres).prepare(text).await;
            let statement = statement.unwrap_or_else(|error| panic!("{name}: {error}"));
            let Some(Either::Left(parameters)) = statement.parameters() else {
                panic!("{name}: no types of parameters");
            };
            assert_eq!(parameters.len(), sql.arity, "{name} on PostgreSQL");
            columns.push(statement.columns().len());
        }
        match sql.sqlite.is_empty() || sql.postgres.is_empty() {
            true => alone += 1,
            false => {
                assert_eq!(columns[0], columns[1], "{name}: columns of the answer");
                both += 1;
            }
        }
    }
    assert!(both > 70, "only {both} statements for both");
    assert!(alone < 50, "{alone} statements for one engine alone");
    databases.clear().await;
}
