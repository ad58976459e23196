//! What every connection is set to, and what becomes of connections that break.

use super::*;

#[tokio::test]
async fn every_connection_has_its_limits() {
    let databases = Databases::new();
    let url = databases.make().await;
    let store = PostgresStore::open(&url, several()).await.unwrap();
    let expected = [
        ("statement_timeout", "5s"),
        ("lock_timeout", "1s"),
        ("idle_in_transaction_session_timeout", "5s"),
        ("transaction_isolation", "read committed"),
        ("plan_cache_mode", "force_generic_plan"),
        ("enable_seqscan", "off"),
        ("jit", "off"),
        ("synchronous_commit", "on"),
    ];
    let mut reader = store.readers().await.acquire().await.unwrap();
    let mut txn = store.write().await.unwrap();
    for (name, value) in expected {
        let ask = format!("SELECT current_setting('{name}')");
        assert_eq!(text(&mut reader, &ask).await, value, "{name}, reading");
        let writer = txn.connection().unwrap();
        assert_eq!(text(writer, &ask).await, value, "{name}, writing");
    }
    let write = sqlx::query("DELETE FROM settings").execute(&mut *reader);
    assert!(write.await.is_err(), "a reading connection writes");
    drop((reader, txn));
    store.close().await;
    databases.clear().await;
}

#[tokio::test]
async fn a_lock_and_a_statement_are_not_waited_for_for_ever() {
    let databases = Databases::new();
    let url = databases.make().await;
    let store = PostgresStore::open(&url, several()).await.unwrap();
    let mut holder = store.write().await.unwrap();
    holder.lock_log().await.unwrap();
    let why = why(store.audit(&act()).await);
    assert!(why.contains("held by another"), "{why}");
    drop(holder);
    store.audit(&act()).await.unwrap();
    let mut txn = store.write().await.unwrap();
    let slow = sqlx::query("SELECT pg_sleep(60)").execute(txn.connection().unwrap());
    let slow = slow.await.map_err(crate::error::from_sqlx);
    assert!(matches!(slow, Err(StoreError::Unavailable(_))), "{slow:?}");
    drop(txn);
    databases.clear().await;
}

/// A browser that is closed, a request that turns out to be malformed: whoever asks may be gone at any point.
#[tokio::test]
async fn a_read_that_was_cut_off_leaves_no_transaction_open() {
    const OPEN: &str = "SELECT count(*)::text FROM pg_stat_activity
        WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
    let databases = Databases::new();
    let url = databases.make().await;
    let store = PostgresStore::open(&url, several()).await.unwrap();
    // The last ones are cut off soonest: a read that comes to its end would end what is open.
    for polls in (0..300).rev() {
        let mut asking = Box::pin(store.users());
        for _ in 0..polls {
            if futures::poll!(&mut asking).is_ready() {
                break;
            }
            tokio::task::yield_now().await;
        }
    }
    let mut beside = PgConnection::connect(&url).await.unwrap();
    // Sooner than the server itself would end such a session.
    let none = async { while text(&mut beside, OPEN).await != "0" {} };
    let none = tokio::time::timeout(Duration::from_secs(3), none).await;
    assert!(none.is_ok(), "a transaction stays open");
    assert_eq!(store.users().await.unwrap(), []);
    drop(beside);
    store.close().await;
    databases.clear().await;
}

const CUT_ALL: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE pid <> pg_backend_pid() AND datname = current_database()";

#[tokio::test]
async fn a_connection_that_died_while_it_rested_is_replaced() {
    let databases = Databases::new();
    let url = databases.make().await;
    let store = PostgresStore::open(&url, several()).await.unwrap();
    store.audit(&act()).await.unwrap();
    for _ in 0..3 {
        run(&url, CUT_ALL).await;
        store.audit(&act()).await.unwrap();
        let mut unit = store.begin().await.unwrap();
        unit.open_rooms().await.unwrap();
        unit.commit().await.unwrap();
    }
    databases.clear().await;
}

#[tokio::test]
async fn a_commit_whose_connection_broke_is_not_repeated() {
    let databases = Databases::new();
    let url = databases.make().await;
    let store = PostgresStore::open(&url, several()).await.unwrap();
    let mut unit = store.begin().await.unwrap();
    unit.open_rooms().await.unwrap();
    run(&url, CUT_ALL).await;
    let why = why(unit.commit().await);
    assert!(why.contains("outcome of a commit is unknown"), "{why}");
    // Nor does anything after a step that broke.
    let mut unit = store.begin().await.unwrap();
    unit.open_rooms().await.unwrap();
    run(&url, CUT_ALL).await;
    unit.open_rooms().await.unwrap_err();
    unit.commit().await.unwrap_err();
    databases.clear().await;
}

#[tokio::test]
async fn a_step_that_was_refused_is_never_committed() {
    let databases = Databases::new();
    let url = databases.make().await;
    let store = PostgresStore::open(&url, several()).await.unwrap();
    let entry = AuditEntry {
        act: String::new(),
        ..act()
    };
    assert!(matches!(
        store.audit(&entry).await,
        Err(StoreError::Data(_))
    ));
    assert_eq!(store.audit_log(1, 9).await.unwrap(), []);
    databases.clear().await;
}

#[tokio::test]
async fn a_server_that_was_cut_off_is_found_again() {
    let mut databases = Databases::with(&[]);
    let url = databases.make().await;
    let store = PostgresStore::open(&url, several()).await.unwrap();
    store.audit(&act()).await.unwrap();
    databases.server().stop();
    why(store.audit(&act()).await);
    why(store.ping().await);
    databases.server().run(&[]).unwrap();
    store.audit(&act()).await.unwrap();
    while store.ping().await.is_err() {}
    assert_eq!(store.audit_log(1, 9).await.unwrap().len(), 2);
}

#[tokio::test]
async fn the_servers_clock_is_told() {
    let databases = Databases::new();
    let url = databases.make().await;
    let store = PostgresStore::open(&url, several()).await.unwrap();
    let first = store.clock().await.unwrap().unwrap();
    let mut reader = store.readers().await.acquire().await.unwrap();
    let own = text(
        &mut reader,
        "SELECT extract(epoch FROM now())::bigint::text",
    )
    .await;
    let own: i64 = own.parse().unwrap();
    assert!(
        (first.0 / 1_000 - own).abs() <= 5,
        "{first:?} against {own} s"
    );
    assert!(store.clock().await.unwrap().unwrap() >= first);
    databases.clear().await;
}
