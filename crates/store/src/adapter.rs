//! The two adapters are built from one text where their statements take the same arguments and give the same
//! columns: the files in `shared` are modules of both, compiled once per engine, each time against the names below.

/// Names an adapter's driver types.
macro_rules! adapter {
    ($engine:ty, $store:ident) => {
        /// The driver.
        type Db = $engine;
        /// The store that the shared code extends.
        type Adapter = $store;
        type Row = <Db as sqlx::Database>::Row;
        type Connection = <Db as sqlx::Database>::Connection;
        type Columns<'r> = crate::decode::Columns<'r, Db>;
        type Call = crate::call::Call<Db>;

        /// Reads a row of one column: bytes.
        fn only_bytes(row: &Row) -> Result<Vec<u8>, exam::ports::StoreError> {
            Columns::of(row).value()
        }

        /// Reads a row of one column: a text.
        fn only_text(row: &Row) -> Result<String, exam::ports::StoreError> {
            Columns::of(row).value()
        }

        /// Reads a row of one column: a number.
        fn only_integer(row: &Row) -> Result<i64, exam::ports::StoreError> {
            Columns::of(row).value()
        }
    };
}

pub(crate) use adapter;
