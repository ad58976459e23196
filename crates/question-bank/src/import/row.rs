//! One row of an item file.

use std::collections::BTreeMap;

use lexicon::{Points, SubTest};
use tabular::{Faults, Row, clip};

use super::columns::{
    ALT, CODE, PICTURE, STEM, SUB_TEST, TOPIC, alt_of, picture_of, points_of, text_of,
};
use super::{Fits, MisfitCell};
use crate::rich::is_invisible;
use crate::{
    ItemCode, ItemContent, ItemFault, ItemOption, OPTIONS_MAX, Picture, PictureFile, RichText,
    Topic,
};

const ALT_LEN_MAX: usize = 500;

pub(super) struct RowReader<'t> {
    row: Row<'t>,
    pictures: &'t BTreeMap<String, PictureFile>,
    fits: &'t Fits<'t>,
}

impl<'t> RowReader<'t> {
    pub(super) const fn new(
        row: Row<'t>,
        pictures: &'t BTreeMap<String, PictureFile>,
        fits: &'t Fits<'t>,
    ) -> Self {
        Self {
            row,
            pictures,
            fits,
        }
    }

    /// The row's code and content. Faults of single cells come first; only where there are none is
    /// the item looked at as a whole. Its sub-test and points are held against the rules in any case.
    pub(super) fn read(&self, faults: &mut Faults) -> (Option<ItemCode>, Option<ItemContent>) {
        let before = faults.count();
        let code = self.code(faults);
        let sub_test = self.sub_test(faults);
        let topic = self.topic(faults);
        let stem = self.rich(STEM, faults);
        let picture = self.picture(PICTURE, ALT, faults);
        let (options, mut points) = self.options(faults);
        let content = match (&sub_test, topic) {
            (Some(sub_test), Some(topic)) if faults.count() == before => Some(ItemContent {
                sub_test: sub_test.clone(),
                topic,
                stem,
                picture,
                options,
            }),
            _ => None,
        };
        for fault in content.iter().flat_map(ItemContent::faults) {
            faults.push(self.row.fault(column_of(fault), fault.to_string()));
            if of_points(fault) {
                points = None;
            }
        }
        if let Some(sub_test) = &sub_test {
            self.fit(sub_test, points.as_deref(), faults);
        }
        (code, content)
    }

    fn fit(&self, sub_test: &SubTest, points: Option<&[Points]>, faults: &mut Faults) {
        for misfit in (self.fits)(sub_test, points) {
            let column = match misfit.cell {
                MisfitCell::SubTest => SUB_TEST,
                MisfitCell::Points(option) => points_of(option.min(OPTIONS_MAX - 1)),
            };
            faults.push(self.row.fault(column, misfit.reason));
        }
    }

    fn code(&self, faults: &mut Faults) -> Option<ItemCode> {
        let code = self.row.cell(CODE).parse::<ItemCode>();
        code.map_err(|error| faults.push(self.row.fault(CODE, error.to_string())))
            .ok()
    }

    fn sub_test(&self, faults: &mut Faults) -> Option<SubTest> {
        let sub_test = self.row.cell(SUB_TEST).to_lowercase().parse::<SubTest>();
        sub_test
            .map_err(|error| faults.push(self.row.fault(SUB_TEST, error.to_string())))
            .ok()
    }

    fn topic(&self, faults: &mut Faults) -> Option<Topic> {
        let topic = self.row.cell(TOPIC).parse::<Topic>();
        topic
            .map_err(|error| faults.push(self.row.fault(TOPIC, error.to_string())))
            .ok()
    }

    fn rich(&self, column: usize, faults: &mut Faults) -> RichText {
        let find = |name: &str, alt: &str| self.pictures.get(name).map(|file| file.with_alt(alt));
        RichText::parse(self.row.cell(column), &find).unwrap_or_else(|found| {
            for fault in found {
                faults.push(self.row.fault(column, fault.to_string()));
            }
            RichText::default()
        })
    }

    fn picture(&self, column: usize, alt_column: usize, faults: &mut Faults) -> Option<Picture> {
        let (name, alt) = (self.row.cell(column), self.row.cell(alt_column));
        if alt.chars().count() > ALT_LEN_MAX || alt.chars().any(|c| is_invisible(c) || c == '\n') {
            let reason = "the text is one line of at most 500 visible characters";
            faults.push(self.row.fault(alt_column, reason));
        }
        if name.is_empty() {
            if !alt.is_empty() {
                faults.push(
                    self.row
                        .fault(alt_column, "the text describes a picture that is not named"),
                );
            }
            return None;
        }
        let found = self.pictures.get(name);
        if found.is_none() {
            let reason = format!("there is no picture named {}", clip(name));
            faults.push(self.row.fault(column, reason));
        }
        found.map(|file| file.with_alt(alt))
    }

    /// The options, and their points where every one could be read.
    fn options(&self, faults: &mut Faults) -> (Vec<ItemOption>, Option<Vec<Points>>) {
        let filled = |option: &usize| {
            [
                text_of(*option),
                picture_of(*option),
                alt_of(*option),
                points_of(*option),
            ]
            .iter()
            .any(|column| !self.row.cell(*column).is_empty())
        };
        let count = (0..OPTIONS_MAX)
            .rev()
            .find(filled)
            .map_or(0, |last| last + 1);
        let mut options = Vec::with_capacity(count);
        let mut read = Some(Vec::with_capacity(count));
        for option in 0..count {
            let text = self.rich(text_of(option), faults);
            let picture = self.picture(picture_of(option), alt_of(option), faults);
            let points = self.points(points_of(option), faults);
            options.push(ItemOption {
                text,
                picture,
                points: points.unwrap_or(Points(0)),
            });
            read = read.zip(points).map(|(mut read, points)| {
                read.push(points);
                read
            });
        }
        (options, read)
    }

    fn points(&self, column: usize, faults: &mut Faults) -> Option<Points> {
        let cell = self.row.cell(column);
        let digits =
            !cell.is_empty() && cell.len() <= 3 && cell.bytes().all(|b| b.is_ascii_digit());
        let points = cell.parse().ok().filter(|_| digits);
        if points.is_none() {
            let reason = if cell.is_empty() {
                "the option has no points; write 0 where it earns none".to_owned()
            } else {
                format!("{} is not a whole number from 0 to 100", clip(cell))
            };
            faults.push(self.row.fault(column, reason));
        }
        points.map(Points)
    }
}

/// Whether a fault is about the points as a whole: the rules have nothing to add to it.
const fn of_points(fault: ItemFault) -> bool {
    matches!(
        fault,
        ItemFault::OptionCount(_) | ItemFault::PointsOutOfRange(_) | ItemFault::NoKey
    )
}

fn column_of(fault: ItemFault) -> usize {
    match fault {
        ItemFault::EmptyStem => STEM,
        ItemFault::OptionCount(count) => text_of(count.min(OPTIONS_MAX - 1)),
        ItemFault::EmptyOption(option) | ItemFault::SameOption(option) => text_of(option),
        ItemFault::PointsOutOfRange(option) => points_of(option),
        ItemFault::NoKey => points_of(0),
    }
}
