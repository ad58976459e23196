//! Passwords, lockouts, and when a log-in ends.

use exam::ExamError;
use exam::ports::{Grant, Role, Scope};
use exam::staff::{self, UserChange};

use crate::fixture::{OPERATOR, Office, PASSWORD};

#[tokio::test]
async fn name_and_password_open_the_door_and_nothing_else_does() {
    let office = Office::open().await;
    let user = office.user("satu").await;
    let log_in = |name, password| {
        office
            .log_ins
            .log_in(&office.app, name, password, "10.0.0.1")
    };
    let inside = log_in("satu", PASSWORD).await.unwrap();
    assert_eq!(inside.user, user);
    for (name, password) in [("satu", "correct horse"), ("dua", PASSWORD)] {
        let refused = log_in(name, password).await;
        assert!(
            matches!(refused, Err(ExamError::WrongCredentials)),
            "{refused:?}"
        );
    }
    let caller = staff::caller(&office.app, user.id, inside.stamp)
        .await
        .unwrap();
    assert_eq!(caller.user(), Some(user.id));
}

#[tokio::test]
async fn failures_lock_one_name_from_one_address_for_a_while() {
    let office = Office::open().await;
    office.user("satu").await;
    let log_in = |password, address| {
        office
            .log_ins
            .log_in(&office.app, "satu", password, address)
    };
    for _ in 0..5 {
        assert!(log_in("wrong password", "10.0.0.1").await.is_err());
    }
    let locked = log_in(PASSWORD, "10.0.0.1").await;
    assert!(
        matches!(
            locked,
            Err(ExamError::Throttled {
                retry_after_s: 1..=5
            })
        ),
        "{locked:?}"
    );
    assert!(
        log_in(PASSWORD, "10.0.0.2").await.is_ok(),
        "another address is free"
    );
}

#[tokio::test]
async fn a_new_password_and_a_disabled_user_end_every_log_in() {
    let office = Office::open().await;
    let user = office.user("satu").await;
    let change = |change| {
        staff::change_user(
            &office.app,
            &OPERATOR,
            &office.log_ins.passwords,
            "satu",
            change,
        )
    };
    let stamp = async || {
        let inside = office
            .log_ins
            .log_in(&office.app, "satu", PASSWORD, "10.0.0.1")
            .await;
        inside.map(|inside| inside.stamp)
    };
    let before = stamp().await.unwrap();
    let again = UserChange {
        password: Some(PASSWORD.to_owned()),
        ..UserChange::default()
    };
    change(again).await.unwrap();
    let ended = staff::caller(&office.app, user.id, before).await;
    assert!(matches!(ended, Err(ExamError::Unauthenticated)));

    let after = stamp().await.unwrap();
    assert!(staff::caller(&office.app, user.id, after).await.is_ok());
    let disable = UserChange {
        enabled: Some(false),
        ..UserChange::default()
    };
    change(disable).await.unwrap();
    assert!(staff::caller(&office.app, user.id, after).await.is_err());
    assert!(matches!(stamp().await, Err(ExamError::WrongCredentials)));
}

#[tokio::test]
async fn an_administrator_cannot_shut_the_door_behind_themselves() {
    let office = Office::open().await;
    let admin = Grant {
        role: Role::Admin,
        scope: Scope::System,
    };
    let user = office.user("satu").await;
    let change = async |caller: &staff::Caller, change: UserChange| {
        let passwords = &office.log_ins.passwords;
        staff::change_user(&office.app, caller, passwords, "satu", change).await
    };
    let granted = |grants: Vec<Grant>| UserChange {
        grants: Some(grants),
        ..UserChange::default()
    };
    let disabled = || UserChange {
        enabled: Some(false),
        ..UserChange::default()
    };
    change(&OPERATOR, granted(vec![admin])).await.unwrap();
    let inside = office
        .log_ins
        .log_in(&office.app, "satu", PASSWORD, "10.0.0.1");
    let stamp = inside.await.unwrap().stamp;
    let own = staff::caller(&office.app, user.id, stamp).await.unwrap();
    for (field, refused) in [
        ("enabled", change(&own, disabled()).await),
        ("grants", change(&own, granted(Vec::new())).await),
    ] {
        let named = matches!(&refused, Err(ExamError::Invalid { field: at, .. }) if *at == field);
        assert!(named, "{refused:?}");
    }
    change(&own, granted(vec![admin])).await.unwrap();
    change(&OPERATOR, disabled()).await.unwrap();
}

#[tokio::test]
async fn every_act_is_in_the_log() {
    let office = Office::open().await;
    office.user("satu").await;
    office
        .log_ins
        .log_in(&office.app, "satu", PASSWORD, "10.0.0.1")
        .await
        .unwrap();
    let log = staff::audit_log(&office.app, &OPERATOR, 1, 100)
        .await
        .unwrap();
    let acts: Vec<&str> = log.iter().map(|row| row.entry.act.as_str()).collect();
    assert_eq!(acts, ["user.created", "staff.logged_in"]);
    assert!(log.iter().all(|row| !row.entry.detail.contains(PASSWORD)));
}
