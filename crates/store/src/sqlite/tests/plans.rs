//! How the engine goes about its statements. (What they are given is looked at for both engines at once.)

use super::*;

/// A trigger's own statements, as they would stand alone; any other text as it is.
fn statements(text: &str) -> String {
    let body = text
        .strip_prefix("CREATE TEMP TRIGGER")
        .and_then(|text| text.split_once("BEGIN"));
    let Some((_, body)) = body else {
        return text.to_owned();
    };
    let columns = ["rows", "records", "first", "attempts", "states", "count"];
    let alone = body
        .trim_end_matches("END")
        .replace("RAISE(ROLLBACK, 'stale attempt')", "1");
    columns.iter().fold(alone, |text, column| {
        text.replace(&format!("NEW.{column}"), "?1")
    })
}

/// How the engine goes about a statement, one line per step.
async fn plan(connection: &mut sqlx::SqliteConnection, sql: crate::call::Sql) -> Vec<String> {
    use sqlx::Row;
    let mut steps = Vec::new();
    for statement in statements(sql.sqlite)
        .split(';')
        .filter(|text| !text.trim().is_empty())
    {
        let text = format!("EXPLAIN QUERY PLAN {statement}");
        let rows = sqlx::query(sqlx::AssertSqlSafe(text))
            .fetch_all(&mut *connection)
            .await;
        steps.push("STATEMENT".to_owned());
        steps.extend(rows.unwrap().iter().map(|row| row.get::<String, _>(3)));
    }
    steps
}

/// Tables that are read whole: they stay small, or only their first row is asked for.
const SCANNED: [&str; 13] = [
    "SCAN CONSTANT ROW",
    "SCAN audit",
    "SCAN back",
    "SCAN drafts",
    "SCAN grants",
    "SCAN outages",
    "SCAN selections",
    "SCAN settings",
    "SCAN sittings USING INDEX sittings_closed",
    "SCAN sittings USING INDEX sittings_open",
    "SCAN strays",
    "SCAN unfinished_sittings",
    "SCAN users USING INDEX sqlite_autoindex_users_2",
];

#[tokio::test]
async fn no_statement_walks_a_large_table_or_a_list_again_and_again() {
    let folder = folder().await;
    let mut connection = connect::writer(&folder.path, core::time::Duration::ZERO)
        .await
        .unwrap();
    let mut lists = 0;
    for (name, sql) in sql::all().filter(|(_, sql)| !sql.sqlite.is_empty()) {
        if sql.sqlite.starts_with("PRAGMA") || sql.sqlite.starts_with("VACUUM") {
            continue;
        }
        let steps = plan(&mut connection, sql).await;
        for (at, step) in steps
            .iter()
            .enumerate()
            .filter(|(_, step)| step.starts_with("SCAN"))
        {
            if step.contains("VIRTUAL TABLE") {
                // Outermost, or once for a subquery.
                let before = at.checked_sub(1).and_then(|before| steps.get(before));
                let once = before
                    .is_some_and(|step| step == "STATEMENT" || step.starts_with("LIST SUBQUERY"));
                assert!(once, "{name}: {steps:#?}");
                lists += 1;
            } else {
                let known = SCANNED.contains(&step.as_str()) || step.contains("imports_unfinished");
                assert!(known, "{name}: {steps:#?}");
            }
        }
    }
    assert!(lists > 10, "only {lists} lists");
}

#[tokio::test]
async fn the_answer_path_finds_its_rows_by_index() {
    let folder = folder().await;
    let mut connection = connect::writer(&folder.path, core::time::Duration::ZERO)
        .await
        .unwrap();
    let expected = [
        (
            sql::answers::SEATS,
            "SEARCH attempts USING INDEX sqlite_autoindex_attempts_1 (id=?)",
        ),
        (
            sql::answers::SAVE_BATCH,
            "SEARCH attempts USING INDEX sqlite_autoindex_attempts_1 (id=?)",
        ),
        (
            sql::answers::COLUMNS,
            "SEARCH attempts USING COVERING INDEX sqlite_autoindex_attempts_1 (id=?)",
        ),
        (
            sql::seats::DUE,
            "SEARCH a USING INDEX attempts_due (deadline<?)",
        ),
        (
            sql::rooms::RUNNING,
            "SEARCH attempts USING COVERING INDEX attempts_sitting (sitting=? AND status=?)",
        ),
        (
            sql::seats::SEAT_OF,
            "SEARCH p USING INDEX sqlite_autoindex_applications_2 (participant_no=?)",
        ),
        (
            sql::seats::JOURNAL,
            "SEARCH journal USING INTEGER PRIMARY KEY (rowid=?)",
        ),
    ];
    for (sql, step) in expected {
        let steps = plan(&mut connection, sql).await;
        assert!(
            steps.iter().any(|found| found == step),
            "{step}: {steps:#?}"
        );
    }
}
