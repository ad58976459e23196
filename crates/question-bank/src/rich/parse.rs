//! A small subset of Markdown, read into the typed tree.
//!
//! Blank lines part paragraphs, a line break stays one. `**bold**`, `*italic*`; lists are two or
//! more lines in a row with `- ` or with counting numbers `1. `; `$tex$` and `$$tex$$` are
//! formulas, `![alt](file)` is a picture. A backslash before punctuation takes its meaning away.
//! Everything else, HTML included, is text.

use super::inline;
use super::{Block, RichFault, RichText};
use crate::Picture;

const TEXT_LEN_MAX: usize = 10_000;

/// Finds a picture by its file name and gives it the alternative text.
pub(crate) type FindPicture<'a> = &'a dyn Fn(&str, &str) -> Option<Picture>;

impl RichText {
    /// Reads the text of a cell. `find_picture` is asked for each picture's file name and
    /// alternative text.
    ///
    /// # Errors
    /// Every fault found.
    pub fn parse(
        text: &str,
        find_picture: &dyn Fn(&str, &str) -> Option<Picture>,
    ) -> Result<Self, Vec<RichFault>> {
        if text.chars().count() > TEXT_LEN_MAX {
            return Err(vec![RichFault::TooLong]);
        }
        let text = text
            .replace("\r\n", "\n")
            .replace('\r', "\n")
            .replace('\t', " ");
        let mut faults: Vec<RichFault> = text
            .chars()
            .filter(|c| is_invisible(*c))
            .map(|c| RichFault::Control(c.into()))
            .collect();
        faults.dedup();
        let mut blocks = Vec::new();
        let lines: Vec<&str> = text.split('\n').map(str::trim).collect();
        for group in lines
            .split(|line| line.is_empty())
            .filter(|group| !group.is_empty())
        {
            read_group(group, find_picture, &mut blocks, &mut faults);
        }
        if faults.is_empty() {
            Ok(Self(blocks))
        } else {
            Err(faults)
        }
    }
}

/// Control characters but the line break, and the marks that turn the direction of text: with them
/// a stem can be made to read otherwise than it is stored.
pub(crate) fn is_invisible(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Lines without a blank one between them: paragraphs and lists in turn.
fn read_group(
    group: &[&str],
    find_picture: FindPicture<'_>,
    blocks: &mut Vec<Block>,
    faults: &mut Vec<RichFault>,
) {
    let mut rest = group;
    while !rest.is_empty() {
        let list = list_len(rest);
        if list > 0 {
            let (lines, after) = rest.split_at(list);
            let start = marker(lines.first().copied().unwrap_or_default()).and_then(|(n, _)| n);
            let items = lines
                .iter()
                .filter_map(|line| marker(line))
                .map(|(_, item)| inline::parse(item.trim(), find_picture, faults));
            let items = items.collect();
            blocks.push(Block::List { start, items });
            rest = after;
        } else {
            let len = (1..rest.len())
                .find(|&at| list_len(rest.get(at..).unwrap_or_default()) > 0)
                .unwrap_or(rest.len());
            let (lines, after) = rest.split_at(len);
            let children = inline::parse(&lines.join("\n"), find_picture, faults);
            blocks.push(Block::Paragraph { children });
            rest = after;
        }
    }
}

/// How many lines from the first on make a list; 0 where they make none. A single line with a
/// marker is text: `- 5` may well be a number.
fn list_len(lines: &[&str]) -> usize {
    let mut markers = lines
        .iter()
        .map_while(|line| marker(line).map(|(number, _)| number));
    let Some(first) = markers.next() else {
        return 0;
    };
    let mut expected = first;
    let following = markers.take_while(|number| {
        expected = expected.map(|number| number + 1);
        *number == expected
    });
    match following.count() {
        0 => 0,
        more => more + 1,
    }
}

/// The number (none for a bullet) and the text of a list's line.
pub(super) fn marker(line: &str) -> Option<(Option<u32>, &str)> {
    if let Some(item) = line.strip_prefix("- ").or_else(|| line.strip_prefix("• ")) {
        return Some((None, item));
    }
    let (number, item) = line.split_once(". ")?;
    let plain = (1..=4).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_digit())
        && (number == "0" || !number.starts_with('0'));
    let number = number.parse().ok().filter(|_| plain)?;
    Some((Some(number), item))
}
