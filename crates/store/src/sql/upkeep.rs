//! The engine's own upkeep.

use super::statements;

statements! {
    PING(0) = "SELECT 1 FROM settings LIMIT 1";
    CHECKPOINT_PASSIVE(0) = "PRAGMA wal_checkpoint(PASSIVE)", "";
    CHECKPOINT_RESTART(0) = "PRAGMA wal_checkpoint(RESTART)", "";
    CHECKPOINT_TRUNCATE(0) = "PRAGMA wal_checkpoint(TRUNCATE)", "";
    BACKUP(1) = "VACUUM INTO $1", "";
    JOURNAL_MODE(0) = "PRAGMA journal_mode", "";
    SYNCHRONOUS(0) = "PRAGMA synchronous", "";
    FOREIGN_KEYS(0) = "PRAGMA foreign_keys", "";
    WAL_AUTOCHECKPOINT(0) = "PRAGMA wal_autocheckpoint", "";
    QUERY_ONLY(0) = "PRAGMA query_only", "";
    SCHEMA_IS_MADE(0) = "SELECT count(*) FROM pragma_table_list('_sqlx_migrations')", "";
    /// Drafts for which rows of a publication may have been laid out without coming to it.
    APPROVED_DRAFTS(0) = "SELECT id FROM drafts WHERE status = 'approved'";
    /// Never of a publication that came to be.
    TAKE_ROWS_BACK(2) = "DELETE FROM published_rows WHERE (publication, participant_no) IN (
            SELECT publication, participant_no FROM published_rows WHERE publication = $1
                AND NOT EXISTS (SELECT 1 FROM publications WHERE id = $1) LIMIT $2)";
}
