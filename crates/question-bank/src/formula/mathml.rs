//! MathML as a tree of known elements and attributes, read from the converter and written anew:
//! whatever is not on the lists here cannot reach a page.

use core::fmt::Write;

use roxmltree::{Document, Node};

use super::FormulaError;

const TAGS: &[&str] = &[
    "math",
    "mfrac",
    "mi",
    "mn",
    "mo",
    "mover",
    "mroot",
    "mrow",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
];

/// Elements that hold any number of children in a row; in the others each place has its meaning.
const ROWS: &[&str] = &["math", "mrow", "msqrt", "mstyle", "mtd"];

const ATTRIBUTES: &[&str] = &[
    "accent",
    "accentunder",
    "displaystyle",
    "fence",
    "form",
    "height",
    "largeop",
    "linethickness",
    "lspace",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "rspace",
    "scriptlevel",
    "separator",
    "stretchy",
    "symmetric",
    "width",
];

/// The converter styles table cells inline, which a strict content policy forbids; these classes
/// say the same, for the page's own style sheet.
const CLASSES: &[(&str, &str)] = &[
    ("text-align: left", "math-left"),
    ("text-align: right", "math-right"),
    ("border-left:", "math-line-left"),
    ("border-right:", "math-line-right"),
    ("border-top:", "math-line-top"),
    ("border-bottom:", "math-line-bottom"),
];

const DEPTH_MAX: usize = 256;

/// An element: a leaf has text, every other has children.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) tag: &'static str,
    attributes: Vec<(&'static str, String)>,
    pub(super) text: String,
    pub(super) children: Vec<Element>,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(own, _)| *own == name)
            .map(|(_, value)| value.as_str())
    }

    /// Nothing to see and nothing to say.
    pub(super) fn is_empty_group(&self) -> bool {
        matches!(self.tag, "mrow" | "mstyle") && self.children.iter().all(Self::is_empty_group)
    }

    pub(super) fn is(&self, tag: &str, text: &str) -> bool {
        self.tag == tag && self.text == text
    }
}

/// How many ends of cells and of rows the tables of the formula have.
pub(super) fn separators(element: &Element) -> (usize, usize) {
    let parts = element.children.len().saturating_sub(1);
    let own = match element.tag {
        "mtr" => (parts, 0),
        "mtable" => (0, parts),
        _ => (0, 0),
    };
    let inner = element.children.iter().map(separators);
    inner.fold(own, |(cells, rows), (more_cells, more_rows)| {
        (cells + more_cells, rows + more_rows)
    })
}

/// Reads one `<math>` element.
pub(super) fn read(mathml: &str) -> Result<Element, FormulaError> {
    let document =
        Document::parse(mathml).map_err(|error| FormulaError::Unshowable(error.to_string()))?;
    element(document.root_element(), 0)
}

fn element(node: Node<'_, '_>, depth: usize) -> Result<Element, FormulaError> {
    if depth > DEPTH_MAX {
        return Err(FormulaError::TooLarge);
    }
    let name = node.tag_name().name();
    let tag = known(TAGS, name)?;
    let mut attributes = Vec::new();
    // The root is written anew: `write` knows whether it is a block.
    for attribute in node.attributes().filter(|_| depth > 0) {
        if attribute.name() == "style" {
            attributes.extend(classes(attribute.value()).map(|classes| ("class", classes)));
        } else {
            attributes.push((
                known(ATTRIBUTES, attribute.name())?,
                attribute.value().to_owned(),
            ));
        }
    }
    let children = node
        .children()
        .filter(Node::is_element)
        .map(|child| element(child, depth + 1))
        .collect::<Result<Vec<_>, _>>()?;
    let text = if children.is_empty() {
        node.text().unwrap_or_default()
    } else {
        ""
    };
    Ok(Element {
        tag,
        attributes,
        text: text.chars().filter(|c| !is_selector(*c)).collect(),
        children: if ROWS.contains(&tag) {
            tidied(children)
        } else {
            children
        },
    })
}

/// Variation selectors choose a glyph; they carry no meaning and few fonts know them.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}')
}

fn known(names: &[&'static str], name: &str) -> Result<&'static str, FormulaError> {
    names
        .iter()
        .find(|known| **known == name)
        .copied()
        .ok_or_else(|| FormulaError::Unshowable(format!("\"{name}\"")))
}

fn classes(style: &str) -> Option<String> {
    let found: Vec<&str> = CLASSES
        .iter()
        .filter(|(declaration, _)| style.contains(declaration))
        .map(|(_, class)| *class)
        .collect();
    (!found.is_empty()).then(|| found.join(" "))
}

/// Without empty groups, which only part things in TeX.
fn tidied(mut children: Vec<Element>) -> Vec<Element> {
    children.retain(|child| !child.is_empty_group());
    join_decimals(children)
}

/// Number, decimal comma (a comma without space after it), number: one number.
fn join_decimals(children: Vec<Element>) -> Vec<Element> {
    let mut joined: Vec<Element> = Vec::with_capacity(children.len());
    for child in children {
        if child.tag == "mn" && ends_with_decimal_comma(&joined) {
            joined.pop();
            if let Some(number) = joined.last_mut() {
                number.text.push(',');
                number.text.push_str(&child.text);
            }
        } else {
            joined.push(child);
        }
    }
    joined
}

fn ends_with_decimal_comma(children: &[Element]) -> bool {
    let [.., number, comma] = children else {
        return false;
    };
    number.tag == "mn" && comma.is("mo", ",") && comma.attribute("rspace") == Some("0")
}

/// Writes the element as XML.
pub(super) fn write(root: &Element, display: bool) -> String {
    let mut out = String::from("<math xmlns=\"http://www.w3.org/1998/Math/MathML\"");
    if display {
        out.push_str(" display=\"block\"");
    }
    out.push('>');
    root.children
        .iter()
        .for_each(|child| write_element(child, &mut out));
    out.push_str("</math>");
    out
}

fn write_element(element: &Element, out: &mut String) {
    let _ = write!(out, "<{}", element.tag);
    for (name, value) in &element.attributes {
        let _ = write!(out, " {name}=\"{}\"", escaped(value));
    }
    out.push('>');
    out.push_str(&escaped(&element.text));
    element
        .children
        .iter()
        .for_each(|child| write_element(child, out));
    let _ = write!(out, "</{}>", element.tag);
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(mathml: &str) -> Result<String, FormulaError> {
        read(mathml).map(|root| write(&root, false))
    }

    const OPEN: &str = "<math xmlns=\"http://www.w3.org/1998/Math/MathML\">";

    #[test]
    fn known_elements_pass() {
        let inner = "<msup><mi>x</mi><mn>2</mn></msup><mo rspace=\"0\">&lt;</mo><mn>7</mn></math>";
        assert_eq!(
            rewritten(&format!("<math>{inner}")),
            Ok(format!("{OPEN}{inner}"))
        );
    }

    #[test]
    fn unknown_elements_and_attributes_are_refused() {
        for bad in [
            "<math><maction>x</maction></math>",
            "<math><mi href=\"x\">x</mi></math>",
            "<math><mi onclick=\"x\">x</mi></math>",
            "<math><annotation-xml><p/></annotation-xml></math>",
        ] {
            assert!(
                matches!(rewritten(bad), Err(FormulaError::Unshowable(_))),
                "{bad}"
            );
        }
    }

    #[test]
    fn a_block_says_so() {
        let root = read("<math display=\"block\"><mi>x</mi></math>").unwrap();
        assert!(write(&root, true).ends_with(" display=\"block\"><mi>x</mi></math>"));
        assert!(write(&root, false).ends_with("MathML\"><mi>x</mi></math>"));
    }

    #[test]
    fn styles_become_classes() {
        let styled = "<math><mtd style=\"text-align: left;padding-right: 0;\"></mtd></math>";
        let expected = format!("{OPEN}<mtd class=\"math-left\"></mtd></math>");
        assert_eq!(rewritten(styled), Ok(expected));
    }

    #[test]
    fn a_decimal_comma_joins_its_numbers() {
        let number = "<math><mn>1</mn><mo rspace=\"0\">,</mo><mn>5</mn></math>";
        assert_eq!(rewritten(number), Ok(format!("{OPEN}<mn>1,5</mn></math>")));
        let list = "<math><mn>1</mn><mo>,</mo><mn>5</mn></math>";
        assert_eq!(
            rewritten(list),
            Ok(format!("{OPEN}<mn>1</mn><mo>,</mo><mn>5</mn></math>"))
        );
    }
}
