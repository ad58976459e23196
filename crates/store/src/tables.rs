//! Every table of the schema with its columns, for whoever moves rows without asking what they mean. A test compares
//! it with the schema of either engine.

use exam::ports::Shape;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Number,
    Text,
    Bytes,
    Id,
}

/// A table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table {
    pub(crate) shape: Shape,
    /// So many of its rows are read at once: small ones by the thousand, those that may have megabytes one by one.
    pub(crate) page_len: u16,
    pub(crate) columns: &'static [(&'static str, Kind)],
}

macro_rules! tables {
    ($($name:ident[$key:literal] by $page:literal { $($column:ident: $kind:ident),+ $(,)? })+) => {
        /// All of them, those first that others refer to.
        pub(crate) const TABLES: &[Table] = &[$(Table {
            shape: Shape { name: stringify!($name), key_len: $key },
            page_len: $page,
            columns: &[$((stringify!($column), Kind::$kind)),+],
        }),+];
    };
}

tables! {
    settings[1] by 1000 { name: Text, value: Text }
    uptime[2] by 4000 { process: Number, started: Number, ended: Number }
    outages[1] by 4000 { started: Number, ended: Number }
    users[1] by 1000 { id: Id, name: Text, full_name: Text, password_hash: Text, enabled: Number }
    grants[4] by 4000 { user: Id, role: Text, scope_kind: Text, scope: Bytes }
    audit[1] by 500 {
        pos: Number, at: Number, by: Id, act: Text, subject: Text, detail: Text, head: Bytes,
    }
    selections[1] by 50 { id: Id, code: Text, name: Text, agency: Text, policy: Text, created: Number }
    imports[1] by 1000 { id: Number, selection: Id, started: Number, finished: Number }
    formations[1] by 1000 {
        id: Id, selection: Id, import: Number, code: Text, agency: Text, position: Text, qualification: Text,
        location: Text, category: Text, position_group: Text, quota: Number, ordinal: Number,
    }
    applications[1] by 4000 {
        id: Id, selection: Id, import: Number, participant_no: Text, name: Text, formation: Id, blind: Number,
    }
    items[1] by 50 {
        id: Id, selection: Id, import: Number, code: Text, version: Number, digest: Bytes, content: Bytes,
    }
    blobs[1] by 8 { digest: Bytes, media_type: Text, bytes: Bytes }
    forms[1] by 1 {
        id: Id, selection: Id, name: Text, content: Bytes, nonce: Bytes, commitment: Bytes, locked: Number,
    }
    sittings[1] by 16 {
        id: Id, selection: Id, name: Text, place: Text, starts: Number, late_start_until_end: Number, status: Text,
        paused: Number, state: Bytes,
    }
    ledger[2] by 500 { sitting: Id, pos: Number, entry: Bytes }
    attempts[1] by 500 {
        id: Id, sitting: Id, application: Id, formation: Id, form: Id, variant: Text, seed: Bytes, place: Text,
        status: Text, deadline: Number, last_row: Number, state: Bytes,
    }
    journal[1] by 2000 { id: Number, prev: Number, attempt: Id, event: Bytes }
    late_events[2] by 1000 { attempt: Id, item: Number, epoch: Number, seq: Number, stray: Text }
    refused_events[2] by 1000 { attempt: Id, seq: Number, epoch: Number, stray: Text }
    drafts[1] by 1 {
        id: Id, selection: Id, version: Number, status: Text, content: Bytes, digest: Bytes, drafted_by: Id,
        drafted: Number, approved_by: Id, approved: Number,
    }
    publications[1] by 1 {
        id: Id, selection: Id, version: Number, document: Bytes, digest: Bytes, published: Number,
    }
    published_rows[2] by 4000 { publication: Id, participant_no: Text, row_index: Number }
    last_contacts[1] by 16 { sitting: Id, contacts: Bytes }
    unfinished_sittings[1] by 1000 { sitting: Id }
}

impl Table {
    /// The table of this shape.
    pub(crate) fn of(shape: Shape) -> Option<&'static Self> {
        TABLES.iter().find(|table| table.shape == shape)
    }

    /// How many rows it has.
    pub(crate) fn count(&self) -> String {
        format!("SELECT count(*) FROM \"{}\"", self.shape.name)
    }

    /// The first rows in order of their keys. `$1`: how many.
    pub(crate) fn first(&self) -> String {
        let (name, columns, key) = (self.shape.name, self.list(self.columns.len()), self.key());
        format!("SELECT {columns} FROM \"{name}\" ORDER BY {key} LIMIT $1")
    }

    /// The rows after a key. `$1`: how many; `$2`, …: the key.
    pub(crate) fn after(&self) -> String {
        let (name, columns, key) = (self.shape.name, self.list(self.columns.len()), self.key());
        let values = parameters(2, self.shape.key_len);
        format!(
            "SELECT {columns} FROM \"{name}\" WHERE ({key}) > ({values}) ORDER BY {key} LIMIT $1"
        )
    }

    /// A new row, its columns as parameters.
    pub(crate) fn insert(&self) -> String {
        let (name, columns) = (self.shape.name, self.list(self.columns.len()));
        let values = parameters(1, self.columns.len());
        format!("INSERT INTO \"{name}\" ({columns}) VALUES ({values})")
    }

    /// New rows, for PostgreSQL: each column an array.
    pub(crate) fn insert_arrays(&self) -> String {
        let (name, columns) = (self.shape.name, self.list(self.columns.len()));
        let arrays = self.columns.iter().zip(1..).map(|((_, kind), at)| {
            let of = match kind {
                Kind::Number => "bigint",
                Kind::Text => "text",
                Kind::Bytes => "bytea",
                Kind::Id => "uuid",
            };
            format!("${at}::{of}[]")
        });
        let arrays = arrays.collect::<Vec<_>>().join(", ");
        format!("INSERT INTO \"{name}\" ({columns}) SELECT * FROM unnest({arrays})")
    }

    fn key(&self) -> String {
        self.list(self.shape.key_len)
    }

    fn list(&self, len: usize) -> String {
        let names = self.columns.iter().take(len);
        let names = names.map(|(name, _)| format!("\"{name}\""));
        names.collect::<Vec<_>>().join(", ")
    }
}

fn parameters(first: usize, count: usize) -> String {
    let names = (first..first + count).map(|at| format!("${at}"));
    names.collect::<Vec<_>>().join(", ")
}
