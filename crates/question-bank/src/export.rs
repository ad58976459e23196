//! Items written as the table that an import reads.

use std::collections::BTreeMap;

use crate::import::columns::COLUMNS;
use crate::{Item, ItemContent, ItemOption, OPTIONS_MAX, Picture, PictureFile};

/// Items as a file, and the pictures that belong to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemExport {
    /// UTF-8 with a byte order mark (spreadsheets ask for it), comma, every column.
    pub csv: Vec<u8>,
    /// The pictures by the file names under which the rows refer to them.
    pub pictures: BTreeMap<String, PictureFile>,
}

/// The table could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the table cannot be written")]
pub struct ExportError(#[from] csv::Error);

/// Writes items in the order given, with their keys. [`crate::import`] of the file gives the same
/// codes and contents.
///
/// # Errors
/// [`ExportError`], which no item is known to cause.
pub fn export(items: &[Item]) -> Result<ItemExport, ExportError> {
    let mut writer = csv::Writer::from_writer(Vec::from("\u{feff}"));
    writer.write_record(COLUMNS.iter().map(tabular::Column::name))?;
    let mut pictures = BTreeMap::new();
    for item in items {
        writer.write_record(row(item))?;
        for picture in item.content.pictures() {
            let file = PictureFile {
                digest: picture.digest,
                media: picture.media,
            };
            pictures.insert(picture.file_name(), file);
        }
    }
    let csv = writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(ItemExport { csv, pictures })
}

/// The cells of an item in the order of [`COLUMNS`].
fn row(item: &Item) -> Vec<String> {
    let ItemContent {
        sub_test,
        topic,
        stem,
        picture,
        options,
    } = &item.content;
    let mut cells = vec![
        item.code.to_string(),
        sub_test.to_string(),
        topic.to_string(),
        stem.to_source(),
        file_name(picture.as_ref()),
        alt(picture.as_ref()),
    ];
    let of_each: [fn(&ItemOption) -> String; 4] = [
        |option| option.text.to_source(),
        |option| file_name(option.picture.as_ref()),
        |option| alt(option.picture.as_ref()),
        |option| option.points.to_string(),
    ];
    for cell in of_each {
        let of_option = |index| options.get(index).map(cell).unwrap_or_default();
        cells.extend((0..OPTIONS_MAX).map(of_option));
    }
    cells
}

fn file_name(picture: Option<&Picture>) -> String {
    picture.map(Picture::file_name).unwrap_or_default()
}

fn alt(picture: Option<&Picture>) -> String {
    picture
        .map(|picture| picture.alt.clone())
        .unwrap_or_default()
}
