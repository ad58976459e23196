//! Users, grants, settings.

use exam::ports::{Grant, Role, Scope, StoreError};
use lexicon::{SelectionId, SittingId};

use super::Place;
use super::fixture::{act, user_row, uuid};

pub(super) async fn users_and_their_grants(place: &impl Place) {
    let store = place.open().await;
    let mut first = user_row(1);
    let scopes = [
        Scope::System,
        Scope::Selection(SelectionId(uuid(1, 1))),
        Scope::Sitting(SittingId(uuid(5, 1))),
    ];
    let roles = [
        Role::Admin,
        Role::Author,
        Role::Reviewer,
        Role::Registrar,
        Role::Proctor,
        Role::Examiner,
        Role::Committee,
        Role::Auditor,
    ];
    first.grants = roles
        .iter()
        .flat_map(|role| scopes.map(|scope| Grant { role: *role, scope }))
        .collect();
    first.grants.sort();
    let mut second = user_row(2);
    second.enabled = false;
    for user in [&second, &first] {
        store.create_user(user, &act("user")).await.unwrap();
    }
    let all = store.users().await.unwrap();
    assert_eq!(
        all,
        [first.clone(), second.clone()],
        "by name, grants in order"
    );
    assert_eq!(store.user(first.id).await.unwrap(), Some(first.clone()));
    assert_eq!(store.user_by_name("user-2").await.unwrap(), Some(second));
    assert_eq!(store.user_by_name("USER-2").await.unwrap(), None);
    first.grants.truncate(2);
    first.name = "renamed".to_owned();
    first.enabled = false;
    store.update_user(&first, &act("user")).await.unwrap();
    assert_eq!(store.user_by_name("renamed").await.unwrap(), Some(first));
    assert_eq!(store.user_by_name("user-1").await.unwrap(), None);
}

pub(super) async fn names_are_unique(place: &impl Place) {
    let store = place.open().await;
    for number in [1, 2] {
        store
            .create_user(&user_row(number), &act("user"))
            .await
            .unwrap();
    }
    let mut third = user_row(3);
    third.name = "user-1".to_owned();
    let refused = store.create_user(&third, &act("user")).await;
    assert!(matches!(refused, Err(StoreError::Exists(_))), "{refused:?}");
    let mut second = user_row(2);
    second.name = "user-1".to_owned();
    let refused = store.update_user(&second, &act("user")).await;
    assert!(matches!(refused, Err(StoreError::Exists(_))), "{refused:?}");
    assert_eq!(store.users().await.unwrap(), [user_row(1), user_row(2)]);
}

pub(super) async fn an_unknown_user_is_stale(place: &impl Place) {
    let store = place.open().await;
    let unknown = store.update_user(&user_row(1), &act("user")).await;
    assert!(matches!(unknown, Err(StoreError::Stale(_))), "{unknown:?}");
    assert_eq!(store.user(user_row(1).id).await.unwrap(), None);
    assert!(store.audit_log(1, 10).await.unwrap().is_empty());
    store.ping().await.unwrap();
}

pub(super) async fn a_setting_is_replaced_with_a_word_in_the_log(place: &impl Place) {
    let store = place.open().await;
    assert_eq!(store.set_once("tokens", "a").await.unwrap(), "a");
    store.set("tokens", "b", &act("renewed")).await.unwrap();
    store.set("other", "c", &act("renewed")).await.unwrap();
    assert_eq!(store.setting("tokens").await.unwrap().unwrap(), "b");
    assert_eq!(store.set_once("tokens", "a").await.unwrap(), "b");
    assert_eq!(store.setting("other").await.unwrap().unwrap(), "c");
    let mut refused = act("renewed");
    refused.act.clear();
    let refused = store.set("tokens", "d", &refused).await;
    assert!(matches!(refused, Err(StoreError::Data(_))), "{refused:?}");
    assert_eq!(store.setting("tokens").await.unwrap().unwrap(), "b");
    assert_eq!(store.audit_log(1, 9).await.unwrap().len(), 2);
}
