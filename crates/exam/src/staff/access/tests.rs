use lexicon::{SelectionId, SittingId, UserId};

use super::*;

const ROLES: [Role; 8] = [
    Role::Admin,
    Role::Author,
    Role::Reviewer,
    Role::Registrar,
    Role::Proctor,
    Role::Examiner,
    Role::Committee,
    Role::Auditor,
];

fn selection(byte: u8) -> SelectionId {
    SelectionId::from_bytes([byte; 16])
}

fn sitting(byte: u8) -> SittingId {
    SittingId::from_bytes([byte; 16])
}

fn caller(role: Role, scope: Scope) -> Caller {
    Caller {
        who: Some(UserId::from_bytes([1; 16])),
        grants: vec![Grant { role, scope }],
    }
}

#[test]
fn a_scope_covers_what_lies_in_it() {
    let places = [
        Place::System,
        Place::Selection(selection(1)),
        Place::Selection(selection(2)),
        Place::Sitting(selection(1), sitting(1)),
        Place::Sitting(selection(1), sitting(2)),
        Place::Sitting(selection(2), sitting(3)),
    ];
    let covered = |scope: Scope| places.map(|place| scope.covers(place));
    assert_eq!(covered(Scope::System), [true; 6]);
    assert_eq!(
        covered(Scope::Selection(selection(1))),
        [false, true, false, true, true, false]
    );
    assert_eq!(
        covered(Scope::Sitting(sitting(1))),
        [false, false, false, true, false, false]
    );
}

/// Every role × permission × scope against the table: nobody may do anything outside the scope.
#[test]
fn a_grant_holds_for_its_role_and_in_its_scope_only() {
    for role in ROLES {
        for permission in Permission::ALL {
            let held = permissions(role).contains(&permission);
            let one = caller(role, Scope::Selection(selection(1)));
            assert_eq!(one.may(permission, Place::Selection(selection(1))), held);
            assert!(!one.may(permission, Place::Selection(selection(2))));
            assert!(!one.may(permission, Place::System));
            let all = caller(role, Scope::System);
            assert_eq!(all.may(permission, Place::System), held);
            assert_eq!(all.authorise(permission, Place::System).is_ok(), held);
        }
    }
}

#[test]
fn what_needs_two_hands_is_nobodys_alone() {
    let held = |role: Role, permission| permissions(role).contains(&permission);
    for role in ROLES {
        let results = held(role, Permission::ApproveResults) || held(role, Permission::Sanction);
        assert_eq!(results, role == Role::Committee, "{role:?}");
        let changes = Permission::ALL.iter().any(|permission| {
            !matches!(
                permission,
                Permission::ReadAudit
                    | Permission::ReadSelection
                    | Permission::WatchSitting
                    | Permission::ReadRanking
                    | Permission::ReadDrafts
                    | Permission::ExportJournal
            ) && held(role, *permission)
        });
        assert_eq!(changes, !matches!(role, Role::Auditor | Role::Examiner));
    }
}

#[test]
fn the_operator_has_no_name_to_sign_with() {
    let operator = Caller::operator();
    assert!(operator.may(Permission::ManageUsers, Place::System));
    assert!(matches!(operator.named(), Err(ExamError::Forbidden)));
    assert_eq!(
        operator.role_for(Permission::ApproveResults, Place::System),
        None
    );
}
