use proptest::prelude::*;

use super::*;

const COLUMNS: &[Column] = &[Column::required("no"), Column::optional("text")];

/// All rows as (line, no, text), and the faults as text.
fn read(bytes: &[u8]) -> (Vec<(u64, String, String)>, String) {
    let mut faults = Faults::default();
    let mut rows = Vec::new();
    match Table::read("t.csv", bytes, COLUMNS) {
        Ok(mut table) => {
            while let Some(row) = table.next_row(&mut faults) {
                rows.push((row.line(), row.cell(0).to_owned(), row.cell(1).to_owned()));
            }
        }
        Err(found) => faults = found,
    }
    (rows, faults.to_string())
}

fn row(line: u64, no: &str, text: &str) -> (u64, String, String) {
    (line, no.to_owned(), text.to_owned())
}

#[test]
fn each_separator_and_encoding_is_understood() {
    let forms: [&[u8]; 5] = [
        b"no,text\n1,caf\xc3\xa9\n",
        b"\xef\xbb\xbftext;no\r\ncaf\xc3\xa9;1\r\n",
        b"no\ttext\n1\tcaf\xe9",
        b"\"no\";\"text\"\r1;\"caf\xe9\"\r",
        b"\xff\xfen\0o\0,\0t\0e\0x\0t\0\n\x001\0,\0c\0a\0f\0\xe9\0",
    ];
    for bytes in forms {
        assert_eq!(
            read(bytes),
            (vec![row(2, "1", "café")], String::new()),
            "{bytes:?}"
        );
    }
}

#[test]
fn lines_are_physical_lines() {
    for line_end in ["\n", "\r\n", "\r"] {
        let text = "\nno,text\n\n1,\"two\nlines\"\n\n2,\n".replace('\n', line_end);
        let two_lines = format!("two{line_end}lines");
        assert_eq!(
            read(text.as_bytes()),
            (
                vec![row(4, "1", &two_lines), row(7, "2", "")],
                String::new()
            ),
            "{line_end:?}"
        );
    }
}

#[test]
fn empty_rows_and_empty_cells_beyond_the_header_are_nothing() {
    let (rows, faults) = read(b"no;text;;\n1;a;;\n;;;\n ; \n2;b\n");
    assert_eq!(faults, "");
    assert_eq!(rows, [row(2, "1", "a"), row(5, "2", "b")]);
}

#[test]
fn cells_left_out_at_the_end_are_empty() {
    let (rows, faults) = read(b"no,text\n1\n2,\n");
    assert_eq!(
        (rows, faults.as_str()),
        (vec![row(2, "1", ""), row(3, "2", "")], "")
    );
}

#[test]
fn shifted_rows_are_faults_and_the_others_are_read() {
    let (rows, faults) = read(b"no,,text\n1,,a\n3,,b,c\n4,x,d\n5,,e\n");
    assert_eq!(rows, [row(2, "1", "a"), row(5, "5", "e")]);
    let lines: Vec<_> = faults.lines().collect();
    assert_eq!(lines.len(), 2, "{faults}");
    assert!(lines[0].starts_with("t.csv, line 3: the row has 4 cells, the header has 3"));
    assert!(lines[1].starts_with("t.csv, line 4: cell 2 has content"));
}

#[test]
fn a_forgotten_quotation_mark_is_named_where_it_stands() {
    let (rows, faults) = read(b"no,text\r\n1,a\r\n2,\"b\r\n3,c\r\n");
    assert_eq!(rows, [row(2, "1", "a")]);
    assert!(
        faults.starts_with("t.csv, line 3: a quotation mark opens"),
        "{faults}"
    );
}

#[test]
fn a_table_without_its_columns_is_refused() {
    let (_, faults) = read(b"number,text,text\n1,2,3\n");
    assert_eq!(faults.lines().count(), 3, "{faults}");
    assert!(faults.contains("t.csv, line 1, column no: the column is missing"));
    for (bytes, start) in [
        (&b""[..], "t.csv: the file is empty"),
        (b"\n\r\n", "t.csv: the file is empty"),
        (b"PK\x03\x04", "t.csv: this is a spreadsheet workbook"),
    ] {
        assert!(read(bytes).1.starts_with(start), "{bytes:?}");
    }
}

#[test]
fn a_missing_optional_column_reads_as_empty() {
    let mut faults = Faults::default();
    let mut table = Table::read("t.csv", b"no\n7\n", COLUMNS).unwrap();
    assert!(table.has(0) && !table.has(1));
    let row = table.next_row(&mut faults).unwrap();
    assert_eq!((row.cell(0), row.cell(1)), ("7", ""));
    assert_eq!(
        row.fault(1, "why").to_string(),
        "t.csv, line 2, column text: why"
    );
}

proptest! {
    #[test]
    fn what_csv_writes_is_read_back_with_its_lines(
        cells in prop::collection::vec("[a-z\",;\n]{0,6}x", 0..20),
    ) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["no", "text"]).unwrap();
        let mut expected = Vec::new();
        let mut line = 2;
        for cell in &cells {
            writer.write_record(["1", cell]).unwrap();
            expected.push(row(line, "1", cell.trim()));
            line += 1 + cell.matches('\n').count() as u64;
        }
        let bytes = writer.into_inner().unwrap();
        prop_assert_eq!(read(&bytes), (expected, String::new()));
    }

    #[test]
    fn no_bytes_make_it_fail(tail in prop::collection::vec(any::<u8>(), 0..200)) {
        let bytes = [b"no;text\n", tail.as_slice()].concat();
        read(&bytes);
    }
}

#[test]
fn a_first_line_that_names_the_separator_is_no_row() {
    const COLUMNS: &[Column<'_>] = &[Column::required("code"), Column::required("note")];
    for text in [
        "sep=;\r\ncode;note\r\nA1;a,b\r\n",
        "\u{feff}SEP=;\ncode;note\nA1;a,b\n",
        "\"sep=;\"\ncode;note\nA1;a,b\n",
        "sep=\t\ncode\tnote\nA1\ta,b\n",
    ] {
        let mut faults = Faults::default();
        let mut table = Table::read("a.csv", text.as_bytes(), COLUMNS).unwrap();
        let row = table.next_row(&mut faults).unwrap();
        assert_eq!(
            (row.line(), row.cell(0), row.cell(1)),
            (3, "A1", "a,b"),
            "{text}"
        );
    }
    let other = Table::read("a.csv", b"sep=|\ncode|note\n", COLUMNS);
    assert!(other.is_err(), "no separator of ours");
}

#[test]
fn a_row_that_is_too_short_is_told_so() {
    const COLUMNS: &[Column<'_>] = &[Column::required("code"), Column::required("note")];
    let mut faults = Faults::default();
    let mut table = Table::read("a.csv", b"code,note\nA1\nA2,\n", COLUMNS).unwrap();
    let short = table
        .next_row(&mut faults)
        .unwrap()
        .fault(1, "it is missing");
    assert_eq!(
        &*short.reason,
        "it is missing (the row ends after 1 of 2 cells)"
    );
    let whole = table
        .next_row(&mut faults)
        .unwrap()
        .fault(1, "it is missing");
    assert_eq!(&*whole.reason, "it is missing");
}
