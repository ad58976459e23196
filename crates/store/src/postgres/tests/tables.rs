//! The list of tables that whoever moves a store goes by is that of the schema, column by column.

use std::collections::BTreeSet;

use super::*;
use crate::tables::{Kind, TABLES};

/// Column by column, in order: with the type, and how many columns the key has.
const COLUMNS: &str = "SELECT t.relname || ' ' || c.attnum || ' ' || c.attname || ' ' || format_type(c.atttypid, c.atttypmod)
    FROM pg_class t JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped
    WHERE t.relnamespace = 'public'::regnamespace AND t.relkind IN ('r', 'p') AND t.relname NOT LIKE '\\_sqlx%'";
const KEYS: &str = "SELECT t.relname || ' ' || string_agg(k.num::text, ',' ORDER BY k.n)
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid, unnest(c.conkey) WITH ORDINALITY AS k (num, n)
    WHERE c.contype = 'p' AND t.relnamespace = 'public'::regnamespace AND t.relname NOT LIKE '\\_sqlx%'
    GROUP BY t.relname";
const REFERENCES: &str = "SELECT t.relname || ' ' || f.relname
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class f ON f.oid = c.confrelid
    WHERE c.contype = 'f'";

#[tokio::test]
async fn every_table_is_moved_with_every_column_and_after_what_it_refers_to() {
    let databases = Databases::new();
    let url = databases.make().await;
    PostgresStore::migrate(&url, several()).await.unwrap();
    let mut connection = connection(&url).await;
    let own: BTreeSet<String> = TABLES
        .iter()
        .flat_map(|table| {
            let name = table.shape.name;
            let columns = table.columns.iter().zip(1..);
            columns.map(move |((column, kind), at)| {
                let kind = match kind {
                    Kind::Number => "bigint",
                    Kind::Text => "text",
                    Kind::Bytes => "bytea",
                    Kind::Id => "uuid",
                };
                format!("{name} {at} {column} {kind}")
            })
        })
        .collect();
    let schema: BTreeSet<_> = texts(&mut connection, COLUMNS).await.into_iter().collect();
    let differences: Vec<_> = own.symmetric_difference(&schema).collect();
    assert!(differences.is_empty(), "{differences:#?}");
    let own: BTreeSet<String> = TABLES
        .iter()
        .map(|table| {
            let key: Vec<_> = (1..=table.shape.key_len).map(|at| at.to_string()).collect();
            format!("{} {}", table.shape.name, key.join(","))
        })
        .collect();
    let schema: BTreeSet<_> = texts(&mut connection, KEYS).await.into_iter().collect();
    assert_eq!(own, schema);
    let place = |name: &str| TABLES.iter().position(|table| table.shape.name == name);
    for reference in texts(&mut connection, REFERENCES).await {
        let (table, other) = reference.split_once(' ').unwrap();
        assert!(place(table) > place(other), "{reference}");
    }
    databases.clear().await;
}
