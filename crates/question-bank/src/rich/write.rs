//! The typed tree written as the text of a cell, such that reading it gives the same tree.

use super::parse::marker;
use super::{Block, Inline, RichText};

impl RichText {
    /// The text that [`RichText::parse`] reads back to this tree. Pictures are named by their hash.
    #[must_use]
    pub fn to_source(&self) -> String {
        let blocks: Vec<String> = self.0.iter().map(block).collect();
        defused(blocks.join("\n\n"))
    }
}

/// A spreadsheet takes a cell that begins with one of these signs for a formula of its own.
fn defused(text: String) -> String {
    let is_list = marker(&text).is_some();
    if !is_list && text.starts_with(['=', '+', '-', '@']) {
        format!("\\{text}")
    } else {
        text
    }
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph { children } => lines(children),
        Block::List { start, items } => {
            let numbers = start.map_or(0, |start| start)..;
            let item = |(number, children): (u32, &Vec<Inline>)| match start {
                Some(_) => format!("{number}. {}", line(children)),
                None => format!("- {}", line(children)),
            };
            numbers.zip(items).map(item).collect::<Vec<_>>().join("\n")
        }
    }
}

/// A paragraph, in whose lines a list's marker is only text.
fn lines(children: &[Inline]) -> String {
    let text = line(children);
    text.split('\n')
        .map(unmarked)
        .collect::<Vec<_>>()
        .join("\n")
}

fn unmarked(line: &str) -> String {
    match marker(line) {
        Some((None, _)) => format!("\\{line}"),
        Some((Some(_), _)) => line.replacen('.', "\\.", 1),
        None => line.to_owned(),
    }
}

fn line(children: &[Inline]) -> String {
    children.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> String {
    match inline {
        Inline::Text { text } => escaped(text),
        Inline::Break => "\n".to_owned(),
        Inline::Bold { children } => format!("**{}**", line(children)),
        Inline::Italic { children } => format!("*{}*", line(children)),
        Inline::Formula(formula) if formula.display => format!("$${}$$", formula.tex),
        Inline::Formula(formula) => format!("${}$", formula.tex),
        Inline::Picture(picture) => {
            format!("![{}]({})", escaped_alt(&picture.alt), picture.file_name())
        }
    }
}

/// A backslash that escapes nothing stands for itself, but doubled it does so before anything.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '$' | '[') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn escaped_alt(alt: &str) -> String {
    alt.replace('\\', "\\\\").replace(']', "\\]")
}
