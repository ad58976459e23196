//! A locked form as the judge sees it: ids and points, no texts.

use lexicon::{FormItemId, OptionId, Points, SubTest};

/// One item of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemPoints {
    /// Its id on this form.
    pub id: FormItemId,
    /// Index of its sub-test in [`PointsTable::sub_tests`].
    pub sub_test: u8,
    /// Its options in canonical order, with what each is worth.
    pub options: Vec<(OptionId, Points)>,
}

/// The points of every option of a form, in the form's canonical order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointsTable {
    sub_tests: Vec<SubTest>,
    block_of_sub_test: Vec<u8>,
    items: Vec<ItemPoints>,
    by_id: Vec<(FormItemId, u16)>,
}

/// Why a table cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PointsTableError {
    /// More items than a paper can hold.
    #[error("a form holds at most 1000 items")]
    TooManyItems,
    /// An item without options, or with more than 250.
    #[error("item {0} has no options or more than 250")]
    OptionCount(FormItemId),
    /// Two items with one id.
    #[error("item {0} stands twice")]
    DoubledItem(FormItemId),
    /// An item of a sub-test, or a sub-test of a block, that is not there.
    #[error("item {0} belongs to no sub-test of the form")]
    NoSuchSubTest(FormItemId),
    /// Sub-tests and their blocks do not pair up.
    #[error("every sub-test belongs to one block, counted from zero without gaps")]
    Blocks,
}

impl PointsTable {
    /// A table over `sub_tests` (each with the index of its timed block) and `items` in canonical order.
    ///
    /// # Errors
    /// When ids are doubled, a sub-test is missing, or a bound is broken.
    pub fn new(
        sub_tests: Vec<(SubTest, u8)>,
        items: Vec<ItemPoints>,
    ) -> Result<Self, PointsTableError> {
        if items.len() > 1_000 {
            return Err(PointsTableError::TooManyItems);
        }
        let (sub_tests, block_of_sub_test): (Vec<_>, Vec<_>) = sub_tests.into_iter().unzip();
        let blocks = block_of_sub_test.iter().max().map_or(0, |last| *last + 1);
        if sub_tests.is_empty() || !(0..blocks).all(|block| block_of_sub_test.contains(&block)) {
            return Err(PointsTableError::Blocks);
        }
        for item in &items {
            if item.options.is_empty() || item.options.len() > 250 {
                return Err(PointsTableError::OptionCount(item.id));
            }
            if usize::from(item.sub_test) >= sub_tests.len() {
                return Err(PointsTableError::NoSuchSubTest(item.id));
            }
        }
        let mut by_id: Vec<(FormItemId, u16)> = (0_u16..)
            .zip(&items)
            .map(|(at, item)| (item.id, at))
            .collect();
        by_id.sort_unstable();
        if let Some(pair) = by_id.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(PointsTableError::DoubledItem(pair[0].0));
        }
        Ok(Self {
            sub_tests,
            block_of_sub_test,
            items,
            by_id,
        })
    }

    /// The sub-tests, in the order of the paper.
    #[must_use]
    pub fn sub_tests(&self) -> &[SubTest] {
        &self.sub_tests
    }

    /// How many items the form has.
    #[must_use]
    pub fn item_count(&self) -> usize {
        self.items.len()
    }

    /// The index of the timed block of each sub-test, in the order of the paper.
    #[must_use]
    pub fn blocks(&self) -> &[u8] {
        &self.block_of_sub_test
    }

    /// How many timed blocks the form has, at least one.
    #[must_use]
    pub fn block_count(&self) -> usize {
        self.block_of_sub_test
            .iter()
            .max()
            .map_or(1, |last| usize::from(*last) + 1)
    }

    /// The canonical index of an item.
    #[must_use]
    pub fn index_of(&self, id: FormItemId) -> Option<u16> {
        let at = self.by_id.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        self.by_id.get(at).map(|(_, index)| *index)
    }

    /// The item at a canonical index.
    #[must_use]
    pub fn item(&self, index: u16) -> Option<&ItemPoints> {
        self.items.get(usize::from(index))
    }

    /// All items in canonical order.
    #[must_use]
    pub fn items(&self) -> &[ItemPoints] {
        &self.items
    }

    /// The timed block to which an item belongs.
    #[must_use]
    pub fn block_of(&self, item: &ItemPoints) -> u8 {
        self.block_of_sub_test
            .get(usize::from(item.sub_test))
            .copied()
            .unwrap_or_default()
    }
}

impl ItemPoints {
    /// The position of an option in canonical order.
    #[must_use]
    pub fn option_index(&self, id: OptionId) -> Option<u8> {
        (0_u8..)
            .zip(&self.options)
            .find(|(_, (option, _))| *option == id)
            .map(|(at, _)| at)
    }

    /// What the option at a canonical position is worth; nothing for a position that is not there.
    #[must_use]
    pub fn points_at(&self, index: u8) -> Points {
        self.options
            .get(usize::from(index))
            .map(|(_, points)| *points)
            .unwrap_or_default()
    }
}
