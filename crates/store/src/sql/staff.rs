//! Users, the audit log, settings.

use super::statements;

statements! {
    CREATE_USER(5) = "INSERT INTO users (id, name, full_name, password_hash, enabled)
        VALUES ($1, $2, $3, $4, $5)";
    UPDATE_USER(5) = "UPDATE users SET name = $2, full_name = $3, password_hash = $4, enabled = $5 WHERE id = $1";
    REVOKE(1) = r#"DELETE FROM grants WHERE "user" = $1"#;
    GRANT(4) = r#"INSERT INTO grants ("user", role, scope_kind, scope) VALUES ($1, $2, $3, $4)"#;

    USER(1) = "SELECT id, name, full_name, password_hash, enabled FROM users WHERE id = $1";
    USER_BY_NAME(1) = "SELECT id, name, full_name, password_hash, enabled FROM users WHERE name = $1";
    USERS(0) = "SELECT id, name, full_name, password_hash, enabled FROM users ORDER BY name";
    GRANTS_OF(1) = r#"SELECT "user", role, scope_kind, scope FROM grants WHERE "user" = $1"#;
    GRANTS(0) = r#"SELECT "user", role, scope_kind, scope FROM grants"#;

    AUDIT_HEAD(0) = "SELECT pos, head FROM audit ORDER BY pos DESC LIMIT 1";
    AUDIT(7) = "INSERT INTO audit (pos, at, by, act, subject, detail, head) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    AUDIT_LOG(2) = "SELECT pos, at, by, act, subject, detail, head FROM audit WHERE pos >= $1 ORDER BY pos LIMIT $2";
    /// The latest so many, the latest first.
    ACTS_SINCE(3) = "SELECT pos, at, by, act, subject, detail, head FROM audit
        WHERE act = $1 AND at >= $2 ORDER BY at DESC, pos DESC LIMIT $3";

    SETTING(1) = "SELECT value FROM settings WHERE name = $1";
    SET_ONCE(2) = "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
    SET(2) = "INSERT INTO settings (name, value) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value";
}
