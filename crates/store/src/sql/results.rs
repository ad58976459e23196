//! Drafts and publications.

use super::statements;

statements! {
    CREATE_DRAFT(10) = "INSERT INTO drafts
        (id, selection, version, status, content, digest, drafted_by, drafted, approved_by, approved)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    DRAFT(1) = "SELECT id, selection, version, status, content, digest, drafted_by, drafted, approved_by, approved
        FROM drafts WHERE id = $1";
    DRAFTS(1) = "SELECT id, selection, version, status, content, digest, drafted_by, drafted, approved_by, approved
        FROM drafts WHERE selection = $1 ORDER BY drafted DESC, id DESC";
    APPROVE(4) = "UPDATE drafts SET status = 'approved', approved_by = $3, approved = $4
        WHERE id = $1 AND digest = $2 AND status = 'draft'";

    /// The approved draft that a publication is made of.
    PUBLISHABLE(3) = "SELECT 1 FROM drafts d
        WHERE d.id = $1 AND d.selection = $2 AND d.version = $3 AND d.status = 'approved'
            AND NOT EXISTS (SELECT 1 FROM publications p WHERE p.selection = $2 AND p.version = $3)";
    MARK_PUBLISHED(1) = "UPDATE drafts SET status = 'published' WHERE id = $1 AND status = 'approved'";
    PUBLISH(6) = "INSERT INTO publications (id, selection, version, document, digest, published)
        VALUES ($1, $2, $3, $4, $5, $6)";
    /// `$1`: the publication; `$2`: JSON list of numbers; `$3`: index of the first.
    PUBLISH_ROWS(3) = "INSERT INTO published_rows (publication, participant_no, row_index)
        SELECT $1, value, $3 + key FROM json_each($2)",
        "INSERT INTO published_rows (publication, participant_no, row_index)
        SELECT $1, list.value, $3 + list.n - 1 FROM json_array_elements_text($2::json) WITH ORDINALITY AS list (value, n)";

    PUBLICATIONS(1) = "SELECT id, selection, version, document, digest, published
        FROM publications WHERE selection = $1 ORDER BY version DESC";
    PUBLICATIONS_BRIEF(1) = "SELECT id, selection, version, digest, published
        FROM publications WHERE selection = $1 ORDER BY version DESC";
    PUBLICATION(1) = "SELECT id, selection, version, document, digest, published FROM publications WHERE id = $1";
    PUBLISHED_ROW(1) = "SELECT r.publication, r.row_index FROM published_rows r
        WHERE r.participant_no = $1 AND r.publication = (
            SELECT p.id FROM publications p JOIN applications a ON a.selection = p.selection
            WHERE a.participant_no = $1 ORDER BY p.version DESC LIMIT 1)";
}
