//! The key of a locked form as the judge of answers needs it.

use lexicon::{FormItemId, OptionId, Points, SubTest};

use crate::{LockedForm, NoBlindVariant, Variant};

/// What every answer is worth, in the canonical order of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointsTable {
    /// The sub-tests; `section` counts in this list.
    pub sections: Vec<SubTest>,
    /// One row for each item; an item's index is its place in this list.
    pub rows: Vec<PointsRow>,
}

/// An item of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointsRow {
    /// The item.
    pub item: FormItemId,
    /// Its sub-test, as an index into [`PointsTable::sections`].
    pub section: u8,
    /// Its options; an option's index is its place in this list.
    pub options: Vec<(OptionId, Points)>,
}

impl LockedForm {
    /// The points table of a variant. At most 1,000 rows (indexes fit `u16`) of at most five
    /// options (indexes fit `u8`).
    ///
    /// # Errors
    /// [`NoBlindVariant`].
    pub fn points_table(&self, variant: Variant) -> Result<PointsTable, NoBlindVariant> {
        let items = self.items(variant)?;
        let rows = (0u8..).zip(items).flat_map(|(section, items)| {
            items.into_iter().map(move |item| PointsRow {
                item: item.id,
                section,
                options: item
                    .options
                    .iter()
                    .map(|option| (option.id, option.points))
                    .collect(),
            })
        });
        Ok(PointsTable {
            rows: rows.collect(),
            sections: self
                .sections
                .iter()
                .map(|section| section.sub_test.clone())
                .collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{form, locked};

    #[test]
    fn the_table_lists_every_item_in_canonical_order() {
        let form = locked(&form());
        let table = form.points_table(Variant::Standard).unwrap();
        let sections: Vec<u8> = table.rows.iter().map(|row| row.section).collect();
        assert_eq!(sections, [0, 0, 0, 0, 1, 1, 1]);
        assert_eq!(
            table
                .sections
                .iter()
                .map(SubTest::as_str)
                .collect::<Vec<_>>(),
            ["twk", "tiu"]
        );
        let points: Vec<i32> = table.rows[0]
            .options
            .iter()
            .map(|(_, points)| points.0)
            .collect();
        assert_eq!(points, [5, 0, 0, 0, 0]);
        assert_eq!(table.rows[5].item, form.sections[1].items[1].id);
    }

    #[test]
    fn the_blind_table_differs_in_the_replaced_place_alone() {
        let form = locked(&form());
        let standard = form.points_table(Variant::Standard).unwrap();
        let blind = form.points_table(Variant::Blind).unwrap();
        let differ: Vec<usize> = (0..7)
            .filter(|&index| standard.rows[index] != blind.rows[index])
            .collect();
        assert_eq!(differ, [5]);
    }
}
