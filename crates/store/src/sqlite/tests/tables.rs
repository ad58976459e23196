//! Reading whole tables in pages.

use super::*;
use crate::tables::TABLES;

#[tokio::test]
async fn the_next_page_is_found_by_its_key() {
    use sqlx::Row;
    let folder = folder().await;
    let mut connection = connect::writer(&folder.path, core::time::Duration::ZERO)
        .await
        .unwrap();
    for table in TABLES {
        for (text, step) in [(table.first(), "SCAN "), (table.after(), "SEARCH ")] {
            let explain = format!("EXPLAIN QUERY PLAN {text}");
            let steps = sqlx::query(sqlx::AssertSqlSafe(explain))
                .fetch_all(&mut connection)
                .await
                .unwrap();
            let steps: Vec<String> = steps.iter().map(|row| row.get(3)).collect();
            assert!(steps[0].starts_with(step), "{text}: {steps:?}");
            assert_eq!(steps.len(), 1, "nothing is sorted: {text}: {steps:?}");
        }
    }
}
