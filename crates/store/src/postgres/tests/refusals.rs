//! Servers, schemas and second nodes that are refused.

use exam::ports::Unfit;

use super::*;

#[tokio::test]
async fn a_server_that_may_lose_answers_is_refused() {
    let mut databases = Databases::with(&[]);
    let url = databases.make().await;
    for (setting, said) in [
        ("fsync=off", "fsync is off"),
        ("full_page_writes=off", "full_page_writes is off"),
        ("synchronous_commit=off", "synchronous_commit is off"),
        ("synchronous_commit=local", "synchronous_commit is local"),
    ] {
        databases.server().stop();
        databases.server().run(&[setting]).unwrap();
        let refused = why(PostgresStore::open(&url, several()).await);
        assert!(refused.contains(said), "{setting}: {refused}");
        let refused = why(PostgresStore::check(&url, several()).await);
        assert!(refused.contains(said), "{setting}: {refused}");
    }
}

#[tokio::test]
async fn a_role_whose_sessions_are_weaker_is_refused() {
    let databases = Databases::with(&[]);
    let url = databases.make().await;
    let store = PostgresStore::open(&url, several()).await.unwrap();
    databases
        .run("ALTER ROLE ambang SET synchronous_commit = off")
        .await;
    let refused = why(store.audit(&act()).await);
    assert!(
        refused.contains("synchronous_commit is off"),
        "every connection is asked: {refused}"
    );
}

/// What a store says that has become unfit.
async fn told(store: &PostgresStore) -> String {
    match store.unfit().await {
        Ok(Some(Unfit::Durability(why) | Unfit::Unreplicated(why))) => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_somebody_weakens_while_the_store_serves_is_told() {
    let databases = Databases::with(&[]);
    let url = databases.make().await;
    let store = PostgresStore::open(&url, several()).await.unwrap();
    assert_eq!(store.unfit().await, Ok(None));
    for (setting, said) in [
        ("fsync", "fsync is off"),
        ("full_page_writes", "full_page_writes is off"),
        ("synchronous_commit", "synchronous_commit is off"),
    ] {
        databases
            .run(&format!("ALTER SYSTEM SET {setting} = off"))
            .await;
        databases.run("SELECT pg_reload_conf()").await;
        while store.unfit().await == Ok(None) {}
        let why = told(&store).await;
        assert!(why.contains(said), "{why}");
        databases
            .run(&format!("ALTER SYSTEM RESET {setting}"))
            .await;
        databases.run("SELECT pg_reload_conf()").await;
        while store.unfit().await != Ok(None) {}
    }
}

#[tokio::test]
async fn without_the_standby_that_was_asked_for_nothing_starts() {
    let databases = Databases::new();
    let url = databases.make().await;
    let options = PostgresOptions {
        durability: Durability::Replicated,
        ..several()
    };
    let refused = why(PostgresStore::open(&url, options).await);
    assert!(refused.contains("no synchronous standby"), "{refused}");
    let store = PostgresStore::open(&url, several()).await.unwrap();
    assert_eq!(store.unfit().await, Ok(None));
    databases.clear().await;
}

#[tokio::test]
async fn a_standby_that_is_waited_for_is_seen_to_come_and_go() {
    let mut databases = Databases::with(&[]);
    let url = databases.make().await;
    let standby = databases.server().standby().unwrap();
    let options = PostgresOptions {
        durability: Durability::Replicated,
        ..several()
    };
    let streams = why(PostgresStore::open(&url, options).await);
    assert!(streams.contains("no synchronous standby"), "{streams}");
    databases
        .run("ALTER SYSTEM SET synchronous_standby_names = '*'")
        .await;
    databases.run("SELECT pg_reload_conf()").await;
    let store = loop {
        if let Ok(store) = PostgresStore::open(&url, options).await {
            break store;
        }
    };
    store.audit(&act()).await.unwrap();
    assert_eq!(store.unfit().await, Ok(None));
    drop(standby);
    while store.unfit().await == Ok(None) {}
    assert!(told(&store).await.contains("no synchronous standby"));
    let unfit = store.unfit().await;
    assert!(
        matches!(unfit, Ok(Some(Unfit::Unreplicated(_)))),
        "{unfit:?}"
    );
    // Nothing is acknowledged that only one of the two has.
    let alone = why(store.audit(&act()).await);
    assert!(alone.contains("outcome of a commit is unknown"), "{alone}");
}

#[tokio::test]
async fn a_schema_of_another_program_is_refused() {
    let databases = Databases::new();
    let url = databases.make().await;
    let unmade = why(PostgresStore::open_read_only(&url, several()).await);
    assert!(unmade.contains("ambang migrate"), "{unmade}");
    let migrated = PostgresStore::migrate(&url, several()).await.unwrap();
    assert_eq!((migrated.from, migrated.to), (0, 3));
    let again = PostgresStore::migrate(&url, several()).await.unwrap();
    assert_eq!((again.from, again.to), (3, 3));
    let store = PostgresStore::open_read_only(&url, several())
        .await
        .unwrap();
    store.ping().await.unwrap();
    why(store.audit(&act()).await);
    let other = "UPDATE _sqlx_migrations SET checksum = '\\x00' WHERE version = 2";
    run(&url, other).await;
    let refused = why(PostgresStore::open(&url, several()).await);
    assert!(refused.contains("migration 2"), "{refused}");
    let later =
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
        VALUES (9999, 'later', true, '\\x00', 0)";
    run(&url, later).await;
    for refused in [
        why(PostgresStore::open(&url, several()).await),
        why(PostgresStore::open_read_only(&url, several()).await),
    ] {
        assert!(refused.contains("9999"), "{refused}");
    }
    databases.clear().await;
}

#[tokio::test]
async fn nodes_that_start_at_once_migrate_once() {
    let databases = Databases::new();
    let url = databases.make().await;
    let (one, two, three) = tokio::join!(
        PostgresStore::migrate(&url, several()),
        PostgresStore::migrate(&url, several()),
        PostgresStore::migrate(&url, several()),
    );
    let mut from = [one, two, three].map(|migrated| migrated.unwrap().from);
    from.sort_unstable();
    assert_eq!(from, [0, 3, 3]);
    databases.clear().await;
}

#[tokio::test]
async fn with_live_state_in_memory_there_is_one_node() {
    let databases = Databases::new();
    let url = databases.make().await;
    let alone = PostgresOptions::default();
    let store = PostgresStore::open(&url, alone).await.unwrap();
    let refused = why(PostgresStore::open(&url, alone).await);
    assert!(refused.contains("in use by another node"), "{refused}");
    why(PostgresStore::check(&url, alone).await);
    store.audit(&act()).await.unwrap();
    // The lock falls with its connection: no writes until it is taken again, which happens by itself.
    let unit = store.begin().await.unwrap();
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = 1095565314";
    let address = connect::address(&url).unwrap();
    let thief = loop {
        run(&url, cut).await;
        if let Ok((_, thief)) = node::take(&address, alone.wait_max, Nodes::One).await {
            break thief;
        }
    };
    while store.audit(&act()).await.is_ok() {
        tokio::task::yield_now().await;
    }
    assert!(why(store.begin().await.map(drop)).contains("lock of the single node"));
    why(store.ping().await);
    drop(unit);
    drop(thief);
    while store.audit(&act()).await.is_err() {
        tokio::task::yield_now().await;
    }
    store.ping().await.unwrap();
    drop(store);
    // A store that is gone gives it up.
    while PostgresStore::check(&url, alone).await.is_err() {}
    databases.clear().await;
}

#[tokio::test]
async fn a_single_node_and_a_fleet_do_not_start_beside_each_other() {
    let databases = Databases::new();
    let url = databases.make().await;
    let alone = PostgresOptions::default();
    let store = PostgresStore::open(&url, alone).await.unwrap();
    for refused in [
        why(PostgresStore::open(&url, several()).await),
        why(PostgresStore::check(&url, several()).await),
    ] {
        assert!(refused.contains("in use by a single node"), "{refused}");
    }
    drop(store);
    let one = loop {
        if let Ok(store) = PostgresStore::open(&url, several()).await {
            break store;
        }
    };
    let other = PostgresStore::open(&url, several()).await.unwrap();
    let refused = why(PostgresStore::open(&url, alone).await);
    assert!(refused.contains("in use by another node"), "{refused}");
    // A fleet's node goes on without the lock, and takes it again.
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = 1095565314";
    run(&url, cut).await;
    one.audit(&act()).await.unwrap();
    other.audit(&act()).await.unwrap();
    let mut holders = connection(&url).await;
    let count = "SELECT count(*)::text FROM pg_locks
        WHERE locktype = 'advisory' AND objid = 1095565314 AND mode = 'ShareLock'";
    while text(&mut holders, count).await != "2" {}
    why(PostgresStore::check(&url, alone).await);
    drop((one, other));
    while PostgresStore::check(&url, alone).await.is_err() {}
    databases.clear().await;
}

#[tokio::test]
async fn an_address_is_checked_and_a_silent_host_is_not_waited_for() {
    let refused = why(PostgresStore::open("sqlite:ambang.db", several()).await);
    assert!(!refused.is_empty());
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = silent.local_addr().unwrap().port();
    let url = format!("postgres://ambang:secret@127.0.0.1:{port}/ambang?sslmode=disable");
    let hasty = PostgresOptions {
        wait_max: Duration::from_millis(50),
        ..several()
    };
    let refused = why(PostgresStore::open(&url, hasty).await);
    assert!(refused.contains("cannot be reached in time"), "{refused}");
    assert!(!refused.contains("secret"), "{refused}");
}
