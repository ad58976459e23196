//! Users, their grants, the audit log, settings.

use async_trait::async_trait;
use exam::ports::{AuditEntry, AuditRow, Grant, Scope, Staff, StoreError, UserRow};
use lexicon::{Instant, SelectionId, SittingId, UserId};

use super::snapshot::Snapshot;
use super::{Adapter, Call, Columns, Row, Txn, audit};
use crate::call::Sql;
use crate::error::broken;
use crate::sql::staff as sql;
use crate::tokens::Token;

#[async_trait]
impl Staff for Adapter {
    async fn create_user(&self, row: &UserRow, audit: &AuditEntry) -> Result<(), StoreError> {
        self.again(move || async move {
            let mut txn = self.write().await?;
            let create = user_call(sql::CREATE_USER, row);
            create.run(txn.connection()?).await?;
            grant(&mut txn, row).await?;
            audit::append(&mut txn, audit).await?;
            txn.commit().await
        })
        .await
    }

    async fn update_user(&self, row: &UserRow, audit: &AuditEntry) -> Result<(), StoreError> {
        self.again(move || async move {
            let mut txn = self.write().await?;
            let update = user_call(sql::UPDATE_USER, row);
            if update.run(txn.connection()?).await? == 0 {
                return Err(StoreError::Stale("the user".to_owned()));
            }
            let revoke = sql::REVOKE.call().id(row.id.as_bytes());
            revoke.run(txn.connection()?).await?;
            grant(&mut txn, row).await?;
            audit::append(&mut txn, audit).await?;
            txn.commit().await
        })
        .await
    }

    async fn user_by_name(&self, name: &str) -> Result<Option<UserRow>, StoreError> {
        self.one_user(sql::USER_BY_NAME.call().text(name)).await
    }

    async fn user(&self, id: UserId) -> Result<Option<UserRow>, StoreError> {
        self.one_user(sql::USER.call().id(id.as_bytes())).await
    }

    async fn users(&self) -> Result<Vec<UserRow>, StoreError> {
        let mut snapshot = Snapshot::begin(self.readers().await).await?;
        let users = sql::USERS.call().list(snapshot.connection(), user);
        let mut users = users.await?;
        let grants = sql::GRANTS.call();
        let grants = grants.list(snapshot.connection(), user_grant).await?;
        snapshot.end().await?;
        for user in &mut users {
            let own = grants.iter().filter(|(id, _)| *id == user.id);
            user.grants = own.map(|(_, grant)| *grant).collect();
            user.grants.sort_unstable();
        }
        Ok(users)
    }

    async fn audit(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        self.again(move || async move {
            let mut txn = self.write().await?;
            audit::append(&mut txn, entry).await?;
            txn.commit().await
        })
        .await
    }

    async fn audit_log(&self, from: i64, limit: u32) -> Result<Vec<AuditRow>, StoreError> {
        let log = sql::AUDIT_LOG.call().with(from).with(i64::from(limit));
        log.list(self.readers().await, audit::decode).await
    }

    async fn acts_since(
        &self,
        act: &str,
        since: Instant,
        limit: u32,
    ) -> Result<Vec<AuditRow>, StoreError> {
        let acts = sql::ACTS_SINCE.call().text(act).with(since.0);
        let acts = acts.with(i64::from(limit));
        let mut acts = acts.list(self.readers().await, audit::decode).await?;
        acts.reverse();
        Ok(acts)
    }

    async fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        let found = sql::SETTING.call().text(name);
        found.first(self.readers().await, super::only_text).await
    }

    async fn set_once(&self, name: &str, value: &str) -> Result<String, StoreError> {
        if let Some(set) = self.setting(name).await? {
            return Ok(set);
        }
        self.again(move || async move {
            let mut txn = self.write().await?;
            let set = sql::SET_ONCE.call().text(name).text(value);
            set.run(txn.connection()?).await?;
            let stands = sql::SETTING.call().text(name);
            let stands = stands.first(txn.connection()?, super::only_text);
            let stands = stands.await?;
            txn.commit().await?;
            stands.ok_or_else(|| broken("a setting"))
        })
        .await
    }

    async fn set(&self, name: &str, value: &str, audit: &AuditEntry) -> Result<(), StoreError> {
        self.again(move || async move {
            let mut txn = self.write().await?;
            let set = sql::SET.call().text(name).text(value);
            set.run(txn.connection()?).await?;
            audit::append(&mut txn, audit).await?;
            txn.commit().await
        })
        .await
    }
}

impl Adapter {
    async fn one_user(&self, call: Call) -> Result<Option<UserRow>, StoreError> {
        let mut snapshot = Snapshot::begin(self.readers().await).await?;
        let found = call.first(snapshot.connection(), user).await?;
        let Some(mut user) = found else {
            snapshot.end().await?;
            return Ok(None);
        };
        let grants = sql::GRANTS_OF.call().id(user.id.as_bytes());
        let grants = grants.list(snapshot.connection(), user_grant).await?;
        snapshot.end().await?;
        user.grants = grants.into_iter().map(|(_, grant)| grant).collect();
        user.grants.sort_unstable();
        Ok(Some(user))
    }
}

fn user_call(sql: Sql, row: &UserRow) -> Call {
    sql.call()
        .id(row.id.as_bytes())
        .text(&row.name)
        .text(&row.full_name)
        .text(&row.password_hash)
        .with(i64::from(row.enabled))
}

async fn grant(txn: &mut Txn, row: &UserRow) -> Result<(), StoreError> {
    for grant in &row.grants {
        let (kind, scope): (_, &[u8]) = match &grant.scope {
            Scope::System => ("system", &[]),
            Scope::Selection(id) => ("selection", id.as_bytes()),
            Scope::Sitting(id) => ("sitting", id.as_bytes()),
        };
        let call = sql::GRANT
            .call()
            .id(row.id.as_bytes())
            .text(grant.role.word())
            .text(kind)
            .bytes(scope);
        call.run(txn.connection()?).await?;
    }
    Ok(())
}

fn user(row: &Row) -> Result<UserRow, StoreError> {
    let mut columns = Columns::of(row);
    Ok(UserRow {
        id: columns.id(UserId::from_bytes)?,
        name: columns.value()?,
        full_name: columns.value()?,
        password_hash: columns.value()?,
        enabled: columns.flag()?,
        grants: Vec::new(),
    })
}

fn user_grant(row: &Row) -> Result<(UserId, Grant), StoreError> {
    let mut columns = Columns::of(row);
    let user = columns.id(UserId::from_bytes)?;
    let role = Token::from_word(columns.value()?)?;
    let scope = match columns.value()? {
        "system" => Scope::System,
        "selection" => Scope::Selection(SelectionId::from_bytes(columns.array()?)),
        "sitting" => Scope::Sitting(SittingId::from_bytes(columns.array()?)),
        _ => return Err(broken("a stored word")),
    };
    Ok((user, Grant { role, scope }))
}
