//! What the contract suite cannot see from outside.

use std::path::PathBuf;

use exam::ports::{AuditEntry, FormationRow};
use exam::ports::{
    Catalogue, NewSeat, NewSitting, Seats, SelectionRow, SittingRow, Staff, Store, StoreError,
    Unfit,
};
use lexicon::{FormationId, Instant, SelectionId};
use sqlx::Executor;
use uuid::Uuid;

use super::*;
use crate::sql;

mod plans;
mod tables;

struct Folder {
    store: SqliteStore,
    path: PathBuf,
    _folder: tempfile::TempDir,
}

async fn folder() -> Folder {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ambang.db");
    let store = SqliteStore::open(&path, SqliteOptions::default())
        .await
        .unwrap();
    Folder {
        store,
        path,
        _folder: folder,
    }
}

fn act() -> AuditEntry {
    AuditEntry {
        at: Instant(1_000),
        by: None,
        act: "test".to_owned(),
        subject: String::new(),
        detail: "{}".to_owned(),
    }
}

async fn selection(store: &SqliteStore) -> SelectionId {
    let row = SelectionRow {
        id: SelectionId(Uuid::from_u128(1)),
        code: "s".to_owned(),
        name: "S".to_owned(),
        agency: "A".to_owned(),
        policy: "p".to_owned(),
        created: Instant(0),
    };
    store.create_selection(&row, &act()).await.unwrap();
    row.id
}

#[tokio::test]
async fn a_call_with_too_few_arguments_is_not_sent() {
    let folder = folder().await;
    let call = sql::staff::SET_ONCE.call().text("only a name");
    let mut txn = folder.store.write().await.unwrap();
    let refused = call.run(txn.connection().unwrap()).await;
    assert!(matches!(refused, Err(StoreError::Data(_))));
}

#[tokio::test]
async fn a_second_process_is_told_what_to_do() {
    let folder = folder().await;
    let second = SqliteStore::open(&folder.path, SqliteOptions::default()).await;
    let Err(StoreError::Unavailable(why)) = second else {
        panic!("opened twice");
    };
    assert!(why.contains("in use by another process"), "{why}");
    let reading = SqliteStore::open_read_only(&folder.path).await.unwrap();
    reading.ping().await.unwrap();
    assert!(matches!(
        reading.audit(&act()).await,
        Err(StoreError::Unavailable(_))
    ));
    folder.store.close().await.unwrap();
    drop(folder.store);
    SqliteStore::open(&folder.path, SqliteOptions::default())
        .await
        .unwrap();
}

#[tokio::test]
async fn an_unfinished_import_is_swept_at_the_next_opening() {
    let folder = folder().await;
    let selection = selection(&folder.store).await;
    let import = folder
        .store
        .begin_import(selection, Instant(1))
        .await
        .unwrap();
    let rows = sql::catalogue::IMPORT_FORMATIONS
        .call()
        .id(selection.as_bytes())
        .with(import.id())
        .with(format!(
            r#"[["{}","F1","","p","q","l","umum",null,1,0]]"#,
            "07".repeat(16)
        ));
    let mut txn = folder.store.write().await.unwrap();
    rows.run(txn.connection().unwrap()).await.unwrap();
    txn.commit().await.unwrap();
    drop(import);
    assert_eq!(folder.store.formations(selection).await.unwrap(), []);
    folder.store.close().await.unwrap();
    drop(folder.store);

    let store = SqliteStore::open(&folder.path, SqliteOptions::default())
        .await
        .unwrap();
    let formation = FormationRow {
        id: FormationId(Uuid::from_u128(2)),
        code: "F1".to_owned(),
        agency: String::new(),
        position: "p".to_owned(),
        qualification: "q".to_owned(),
        location: "l".to_owned(),
        category: "umum".parse().unwrap(),
        position_group: None,
        quota: 1,
        ordinal: 0,
    };
    let rows = [formation];
    store
        .import_formations(selection, &rows, &act())
        .await
        .unwrap();
    assert_eq!(store.formations(selection).await.unwrap(), rows);
}

#[tokio::test]
async fn an_unfinished_sitting_is_never_seen_and_swept_at_the_next_opening() {
    let folder = folder().await;
    let selection = selection(&folder.store).await;
    let new = NewSitting {
        sitting: SittingRow {
            id: lexicon::SittingId(Uuid::from_u128(7)),
            selection,
            name: "Sesi".to_owned(),
            place: String::new(),
            starts: Instant(1),
            late_start_until_end: false,
            status: session::RoomStatus::Planned,
        },
        room: vec![1, 0],
        seats: Vec::new(),
    };
    folder.store.lay_out_sitting(&new).await.unwrap();
    assert_eq!(folder.store.sittings(selection).await.unwrap(), []);
    assert_eq!(folder.store.sitting(new.sitting.id).await.unwrap(), None);
    assert_eq!(folder.store.seats_of(new.sitting.id).await.unwrap(), None);
    folder.store.close().await.unwrap();
    drop(folder.store);
    let store = SqliteStore::open(&folder.path, SqliteOptions::default())
        .await
        .unwrap();
    assert_eq!(laid_out(&store).await, 0, "swept at the opening");
    let mut refused = new.clone();
    refused.seats = vec![stranger()];
    assert!(store.create_sitting(&refused, &act()).await.is_err());
    assert_eq!(laid_out(&store).await, 0, "swept after the refusal");
    store.create_sitting(&new, &act()).await.unwrap();
    assert_eq!(store.sittings(selection).await.unwrap(), [new.sitting]);
}

/// Rows of sittings, seen or not.
async fn laid_out(store: &SqliteStore) -> i64 {
    let count = sqlx::query_scalar("SELECT count(*) FROM sittings");
    count.fetch_one(store.readers().await).await.unwrap()
}

/// A seat of an application that is not there.
fn stranger() -> NewSeat {
    NewSeat {
        id: lexicon::AttemptId::from_bytes([1; 16]),
        application: lexicon::ApplicationId::from_bytes([1; 16]),
        form: lexicon::FormId::from_bytes([1; 16]),
        variant: question_bank::Variant::Standard,
        seed: [0; 32],
        place: String::new(),
        state: vec![1, 0],
    }
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_refused() {
    let folder = folder().await;
    folder.store.close().await.unwrap();
    drop(folder.store);
    let mut connection = connect::writer(&folder.path, core::time::Duration::ZERO)
        .await
        .unwrap();
    let later =
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
        VALUES (9999, 'later', true, x'00', 0)";
    connection.execute(later).await.unwrap();
    let opened = SqliteStore::open(&folder.path, SqliteOptions::default()).await;
    let Err(StoreError::Unavailable(why)) = opened else {
        panic!("opened");
    };
    assert!(why.contains("9999"), "{why}");
}

#[tokio::test]
async fn a_closed_store_answers_unavailable() {
    let folder = folder().await;
    folder.store.close().await.unwrap();
    assert!(matches!(
        folder.store.begin().await,
        Err(StoreError::Unavailable(_))
    ));
    assert!(matches!(
        folder.store.ping().await,
        Err(StoreError::Unavailable(_))
    ));
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_the_file_and_its_copy() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder().await;
    selection(&folder.store).await;
    let copy = folder.path.with_file_name("copy.db");
    folder.store.backup(copy.to_str().unwrap()).await.unwrap();
    let log = folder.path.with_file_name("ambang.db-wal");
    for file in [&folder.path, &copy, &log] {
        let mode = std::fs::metadata(file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", file.display());
    }
}

#[tokio::test]
async fn nobody_waits_for_the_writer_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let options = SqliteOptions {
        wait_max: core::time::Duration::from_millis(1),
        ..SqliteOptions::default()
    };
    let store = SqliteStore::open(&folder.path().join("ambang.db"), options)
        .await
        .unwrap();
    let unit = store.begin().await.unwrap();
    assert!(matches!(
        store.begin().await,
        Err(StoreError::Unavailable(_))
    ));
    assert!(matches!(
        store.audit(&act()).await,
        Err(StoreError::Unavailable(_))
    ));
    drop(unit);
    // The rollback runs by itself; whoever comes meanwhile may still be sent away.
    while store.audit(&act()).await.is_err() {}
    assert_eq!(store.audit_log(1, 9).await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_log_begins_anew_when_it_is_long() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ambang.db");
    let options = SqliteOptions {
        checkpoint_every: core::time::Duration::from_millis(1),
        log_len_max: 200_000,
        ..SqliteOptions::default()
    };
    let store = SqliteStore::open(&path, options).await.unwrap();
    let log = folder.path().join("ambang.db-wal");
    let mut written = 0;
    let mut longest = 0;
    // On a busy machine the checkpointer may come late, but it comes.
    while written < 10_000_000 || (longest >= written / 2 && written < 500_000_000) {
        let entry = AuditEntry {
            detail: "x".repeat(50_000),
            ..act()
        };
        store.audit(&entry).await.unwrap();
        written += entry.detail.len() as u64;
        longest = longest.max(std::fs::metadata(&log).unwrap().len());
        tokio::task::yield_now().await;
    }
    assert!(
        longest < written / 2,
        "the log grew to {longest} of {written} bytes"
    );
    store.close().await.unwrap();
    let left = std::fs::metadata(&log).map_or(0, |log| log.len());
    assert_eq!(left, 0, "the log is folded in when the store is closed");
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_a_fault_of_the_data() {
    let folder = folder().await;
    let mut connection = connect::writer(&folder.path, core::time::Duration::ZERO)
        .await
        .unwrap();
    for sql in [
        "PRAGMA foreign_keys = OFF",
        "INSERT INTO refused_events (attempt, seq, epoch, stray) VALUES (zeroblob(16), 1, 1, 'no event')",
    ] {
        connection.execute(sql).await.unwrap();
    }
    let attempt = lexicon::AttemptId::from_bytes([0; 16]);
    let read = folder.store.strays_of(attempt).await;
    assert!(matches!(read, Err(StoreError::Data(_))), "{read:?}");
    let mut unit = folder.store.begin().await.unwrap();
    let read = unit.strays(attempt).await;
    assert!(matches!(read, Err(StoreError::Data(_))), "{read:?}");
}

#[tokio::test]
async fn nothing_of_a_closed_store_holds_the_file() {
    let folder = folder().await;
    selection(&folder.store).await;
    folder.store.close().await.unwrap();
    let mut alone = connect::writer(&folder.path, core::time::Duration::ZERO)
        .await
        .unwrap();
    // Leaving the log needs the file for oneself: any connection still open refuses it.
    let left: String = sqlx::query_scalar("PRAGMA journal_mode = DELETE")
        .fetch_one(&mut alone)
        .await
        .unwrap();
    assert_eq!(left, "delete");
}

#[tokio::test]
async fn an_older_database_is_brought_up_to_date() {
    let folder = folder().await;
    selection(&folder.store).await;
    folder.store.close().await.unwrap();
    drop(folder.store);
    let mut connection = connect::writer(&folder.path, core::time::Duration::ZERO)
        .await
        .unwrap();
    for sql in [
        "DROP VIEW whole_sittings",
        "DROP TABLE unfinished_sittings",
        "DROP TABLE last_contacts",
        "DROP INDEX sittings_closed",
        "DROP INDEX audit_act",
        "DELETE FROM _sqlx_migrations WHERE version > 1",
    ] {
        connection.execute(sql).await.unwrap();
    }
    sqlx::Connection::close(connection).await.unwrap();
    let old = SqliteStore::open_read_only(&folder.path).await;
    assert!(matches!(old, Err(StoreError::Unavailable(_))));
    let migrated = SqliteStore::migrate(&folder.path).await.unwrap();
    assert_eq!(migrated, Migrated { from: 1, to: 3 });
    let store = SqliteStore::open(&folder.path, SqliteOptions::default())
        .await
        .unwrap();
    assert_eq!(store.selections().await.unwrap().len(), 1);
    let nobody = lexicon::SittingId::from_bytes([0; 16]);
    assert_eq!(store.contacts(nobody).await.unwrap(), None);
}

#[tokio::test]
async fn a_disk_with_little_room_is_told() {
    let folder = folder().await;
    assert_eq!(folder.store.unfit().await.unwrap(), None);
    folder.store.close().await.unwrap();
    drop(folder.store);
    let options = SqliteOptions {
        free_min: u64::MAX,
        ..SqliteOptions::default()
    };
    let store = SqliteStore::open(&folder.path, options).await.unwrap();
    let Some(Unfit::Disk(told)) = store.unfit().await.unwrap() else {
        panic!("nothing is told");
    };
    assert!(told.contains("MB left"), "{told}");
    // It goes on as long as it can.
    store.audit(&act()).await.unwrap();
    store.ping().await.unwrap();
}
