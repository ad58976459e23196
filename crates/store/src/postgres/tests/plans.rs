//! How the engine goes about its statements: at 10,000 attempts, and with the plans that were made before there were
//! any.

use std::sync::Arc;

use async_trait::async_trait;
use contract::store::{Place, World};
use sqlx::{Connection as _, Executor};

use super::*;
use crate::call::Sql;

/// What grows with candidates, answers and acts.
const LARGE: [&str; 10] = [
    "applications",
    "attempts",
    "audit",
    "items",
    "journal",
    "last_contacts",
    "late_events",
    "ledger",
    "published_rows",
    "refused_events",
];

struct Filled {
    url: String,
}

#[async_trait]
impl Place for Filled {
    async fn open(&self) -> Arc<dyn Store> {
        Arc::new(PostgresStore::open(&self.url, several()).await.unwrap())
    }

    fn backup_target(&self) -> Option<String> {
        None
    }

    async fn open_backup(&self, _: &str) -> Arc<dyn Store> {
        self.open().await
    }
}

/// The generic plan, one line per step.
async fn plan(connection: &mut PgConnection, sql: Sql) -> Vec<String> {
    let prepare = format!("PREPARE asked AS {}", sql.postgres);
    connection
        .execute(sqlx::raw_sql(AssertSqlSafe(prepare)))
        .await
        .unwrap();
    let nulls = vec!["NULL"; sql.arity].join(", ");
    let explain = match sql.arity {
        0 => "EXPLAIN (COSTS OFF) EXECUTE asked".to_owned(),
        _ => format!("EXPLAIN (COSTS OFF) EXECUTE asked ({nulls})"),
    };
    let plan = texts(connection, &explain).await;
    run_on(connection, "DEALLOCATE asked").await;
    plan
}

fn is_planned(sql: Sql) -> bool {
    let begins = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"];
    begins.iter().any(|word| sql.postgres.starts_with(word))
}

/// Large tables that the plan reads from end to end.
fn walked(plan: &[String]) -> Vec<&String> {
    let walks = plan.iter().filter(|step| {
        LARGE
            .iter()
            .any(|table| step.contains(&format!("Seq Scan on {table}")))
    });
    walks.collect()
}

async fn walks(connection: &mut PgConnection) -> Vec<String> {
    let mut walks = Vec::new();
    let mut planned = 0;
    for (name, sql) in sql::all().filter(|(_, sql)| is_planned(*sql)) {
        let plan = plan(connection, sql).await;
        walks.extend(walked(&plan).iter().map(|step| format!("{name}: {step}")));
        planned += 1;
    }
    assert!(planned > 80, "only {planned} statements");
    walks
}

/// The batch of the answer path, with the index that has to be used.
const BATCH: [(&str, Sql, &str); 5] = [
    ("SEATS", sql::postgres::SEATS, "attempts_pkey"),
    ("LOAD", sql::postgres::LOAD, "attempts_pkey"),
    ("SAVE", sql::postgres::SAVE, "attempts_pkey"),
    ("COLUMNS", sql::answers::COLUMNS, "attempts_pkey"),
    ("BACK", sql::answers::BACK, "journal_pkey"),
];

/// What else is asked while a sitting runs. In empty tables one index is as good as another.
const BESIDE: [(&str, Sql, &str); 3] = [
    ("RUNNING", sql::rooms::RUNNING, "attempts_sitting"),
    (
        "SEAT_OF",
        sql::seats::SEAT_OF,
        "applications_participant_no_key",
    ),
    ("JOURNAL", sql::seats::JOURNAL, "journal_pkey"),
];

async fn check(connection: &mut PgConnection, when: &str, asked: &[(&str, Sql, &str)]) {
    for (name, sql, index) in asked {
        let plan = plan(connection, *sql).await;
        assert!(
            plan.iter().any(|line| line.contains(index)),
            "{when}, {name} without {index}: {plan:#?}"
        );
        assert!(walked(&plan).is_empty(), "{when}, {name}: {plan:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_statement_walks_a_large_table() {
    let databases = Databases::new();
    let url = databases.make().await;
    PostgresStore::migrate(&url, several()).await.unwrap();
    let mut connection = connection(&url).await;
    check(&mut connection, "before there was anybody", &BATCH).await;
    assert_eq!(walks(&mut connection).await, Vec::<String>::new());
    let place = Filled { url: url.clone() };
    let world = World::of(&place, 10_000).await;
    drop(world);
    check(&mut connection, "at 10,000, not analysed", &BATCH).await;
    run(&url, "ANALYZE").await;
    for asked in [&BATCH[..], &BESIDE[..]] {
        check(&mut connection, "at 10,000 attempts", asked).await;
    }
    assert_eq!(walks(&mut connection).await, Vec::<String>::new());
    // With the planner's free choice: the limits of the session are a belt, the indices are the braces.
    run_on(&mut connection, "SET enable_seqscan = on").await;
    let of_attempts = &BATCH[..4];
    check(&mut connection, "of its own free will", of_attempts).await;
    // It can fail: without its index a statement does walk.
    let mut walking = connection.begin().await.unwrap();
    let drop_key = "ALTER TABLE attempts DROP CONSTRAINT attempts_pkey CASCADE";
    run_on(&mut walking, drop_key).await;
    let seats = plan(&mut walking, sql::postgres::SEATS).await;
    assert!(!walked(&seats).is_empty(), "{seats:#?}");
    drop(walking);
    databases.clear().await;
}

async fn run_on(connection: &mut PgConnection, sql: &'static str) {
    connection.execute(sql).await.unwrap();
}

#[tokio::test]
async fn a_block_of_journal_numbers_is_as_long_as_the_schema_says() {
    let databases = Databases::new();
    let url = databases.make().await;
    PostgresStore::migrate(&url, several()).await.unwrap();
    let mut connection = connection(&url).await;
    let ask = "SELECT increment_by::text FROM pg_sequences WHERE sequencename = 'journal_blocks'";
    let steps = text(&mut connection, ask).await;
    assert_eq!(steps, ids::BLOCK_LEN.to_string());
    let (one, other) = (JournalIds::default(), JournalIds::default());
    let mut seen = std::collections::BTreeSet::new();
    for count in [1, 5_000, 4_096, 0, 4_095, 20_000] {
        for ids in [&one, &other] {
            let taken = ids.take(count, &mut connection).await.unwrap();
            assert_eq!(taken.len(), count);
            assert!(taken.into_iter().all(|id| id > 0 && seen.insert(id)));
        }
    }
    databases.clear().await;
}
