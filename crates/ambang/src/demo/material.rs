//! What the demo selection is made of, carried inside the program.

use include_dir::{Dir, include_dir};

/// The bank's items.
pub(crate) const ITEMS: &[u8] = include_bytes!("../../demo/items.csv");
/// The formations.
pub(crate) const FORMATIONS: &[u8] = include_bytes!("../../demo/formations.csv");
/// First names, one a line.
pub(crate) const FIRST_NAMES: &str = include_str!("../../demo/names_first.txt");
/// Last names, one a line.
pub(crate) const LAST_NAMES: &str = include_str!("../../demo/names_last.txt");

static PICTURES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/demo/pictures");

/// The pictures of the items: file name and bytes.
pub(crate) fn pictures() -> Vec<(&'static str, &'static [u8])> {
    let files = PICTURES.files();
    files
        .filter_map(|file| Some((file.path().to_str()?, file.contents())))
        .collect()
}
