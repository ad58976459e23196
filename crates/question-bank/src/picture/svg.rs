//! SVG that can only be looked at: elements and attributes from fixed lists, references to places
//! within the same drawing alone.

use roxmltree::{Document, Node, NodeType};

use super::PictureFault;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

const ELEMENTS: &[&str] = &[
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "g",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "svg",
    "symbol",
    "text",
    "title",
    "tspan",
    "use",
];

const TAGS_MAX: usize = 20_000;

/// What draws the picture gives up on deeper ones: libxml2 at 256.
const DEPTH_MAX: usize = 200;

pub(super) fn check(bytes: &[u8]) -> Result<(), PictureFault> {
    let text = core::str::from_utf8(bytes).map_err(|_| PictureFault::UnknownKind)?;
    let text = text.trim_start_matches('\u{feff}');
    if !text.trim_start().starts_with('<') {
        return Err(PictureFault::UnknownKind);
    }
    if text.contains("<!DOCTYPE") || text.contains("<!ENTITY") {
        return Err(PictureFault::Active("a document type".to_owned()));
    }
    if text.matches('<').count() > TAGS_MAX {
        return Err(PictureFault::TooManyTags(TAGS_MAX));
    }
    let document = Document::parse(text).map_err(|_| PictureFault::Damaged)?;
    if !document.root_element().has_tag_name((SVG, "svg")) {
        return Err(PictureFault::UnknownKind);
    }
    document.descendants().try_for_each(check_node)
}

fn check_node(node: Node<'_, '_>) -> Result<(), PictureFault> {
    match node.node_type() {
        NodeType::PI => Err(PictureFault::Active("a processing instruction".to_owned())),
        // The document's root is among the ancestors, and so is the node itself.
        NodeType::Element if node.ancestors().nth(DEPTH_MAX + 1).is_some() => {
            Err(PictureFault::TooDeep(DEPTH_MAX))
        }
        NodeType::Element => {
            let tag = node.tag_name();
            if tag.namespace() != Some(SVG) || !ELEMENTS.contains(&tag.name()) {
                return Err(PictureFault::Active(format!("<{}>", tag.name())));
            }
            node.attributes().try_for_each(check_attribute)
        }
        NodeType::Root | NodeType::Text | NodeType::Comment => Ok(()),
    }
}

fn check_attribute(attribute: roxmltree::Attribute<'_, '_>) -> Result<(), PictureFault> {
    let name = attribute.name();
    let value = attribute.value().to_ascii_lowercase();
    let known_space = matches!(attribute.namespace(), None | Some(XLINK | XML));
    let is_reference = name == "href" || attribute.namespace() == Some(XLINK);
    let harmless = known_space
        && !name.to_ascii_lowercase().starts_with("on")
        && (!is_reference || value.starts_with('#'))
        && !value.contains(['\\', '@'])
        && !value.contains("/*")
        && value
            .match_indices("url(")
            .all(|(at, call)| points_inside(&value, at + call.len()));
    if harmless {
        Ok(())
    } else {
        Err(PictureFault::Active(format!("the attribute {name}")))
    }
}

/// Whether what follows `url(` is a name within the drawing.
fn points_inside(value: &str, at: usize) -> bool {
    let target = value.get(at..).unwrap_or_default();
    target.trim_start_matches([' ', '\'', '"']).starts_with('#')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing(inner: &str) -> Result<(), PictureFault> {
        let text = format!(
            "<?xml version=\"1.0\"?><svg xmlns=\"{SVG}\" xmlns:xlink=\"{XLINK}\">{inner}</svg>"
        );
        check(text.as_bytes())
    }

    #[test]
    fn plain_drawings_pass() {
        let plain = "<title>Segitiga</title><defs><linearGradient id=\"g\"/></defs>\
            <g fill=\"url(#g)\" style=\"stroke:#000\"><use xlink:href=\"#a\"/><use href=\"#a\"/>\
            <text x=\"1\">A</text></g>";
        assert_eq!(drawing(plain), Ok(()));
    }

    #[test]
    fn whatever_acts_or_reaches_out_is_refused() {
        for active in [
            "<script>alert(1)</script>",
            "<style>@import 'x'</style>",
            "<image href=\"http://example.org/a.png\"/>",
            "<foreignObject><p/></foreignObject>",
            "<a href=\"#x\"/>",
            "<animate attributeName=\"href\" to=\"x\"/>",
            "<path onclick=\"alert(1)\"/>",
            "<use href=\"http://example.org/a.svg#x\"/>",
            "<use xlink:href=\"data:image/svg+xml,x\"/>",
            "<rect fill=\"url(http://example.org/a)\"/>",
            "<rect style=\"fill:URL( 'http://example.org/a' )\"/>",
            "<rect style=\"fill:u\\72l(http://example.org/a)\"/>",
            "<html xmlns=\"http://www.w3.org/1999/xhtml\"/>",
            "<?xml-stylesheet href=\"a.css\"?>",
        ] {
            assert!(
                matches!(drawing(active), Err(PictureFault::Active(_))),
                "{active}"
            );
        }
    }

    #[test]
    fn a_drawing_of_too_many_or_too_deep_parts_is_told_so() {
        // The drawing itself is the first level.
        let nested = |depth: usize| format!("{}{}", "<g>".repeat(depth), "</g>".repeat(depth));
        assert_eq!(drawing(&nested(DEPTH_MAX - 1)), Ok(()));
        for depth in [DEPTH_MAX, 5_000] {
            let told = drawing(&nested(depth));
            assert_eq!(told, Err(PictureFault::TooDeep(DEPTH_MAX)), "{depth}");
        }
        let many = "<path/>".repeat(TAGS_MAX);
        assert_eq!(drawing(&many), Err(PictureFault::TooManyTags(TAGS_MAX)));
    }

    #[test]
    fn entities_are_refused_before_they_grow() {
        let bomb = "<!DOCTYPE svg [<!ENTITY a \"aaaa\">]><svg xmlns=\"http://www.w3.org/2000/svg\">&a;</svg>";
        assert!(matches!(
            check(bomb.as_bytes()),
            Err(PictureFault::Active(_))
        ));
    }

    #[test]
    fn other_xml_is_no_picture() {
        assert_eq!(check(b"<html/>"), Err(PictureFault::UnknownKind));
        assert_eq!(check(b"<svg"), Err(PictureFault::Damaged));
        assert_eq!(check(b"<svg/>"), Err(PictureFault::UnknownKind));
    }
}
