use lexicon::Digest;
use proptest::prelude::*;

use super::*;
use crate::MediaType;

/// Knows `a.svg`, and every picture by the name an export gives it.
fn find_picture(name: &str, alt: &str) -> Option<Picture> {
    let picture = |digest| Picture {
        digest,
        media: MediaType::Svg,
        alt: alt.to_owned(),
    };
    if name == "a.svg" {
        return Some(picture(Digest([0xaa; 32])));
    }
    name.strip_suffix(".svg")
        .and_then(|stem| stem.parse().ok())
        .map(picture)
}

fn parse(text: &str) -> Result<RichText, Vec<RichFault>> {
    RichText::parse(text, &find_picture)
}

/// A short notation for trees: `b(…)`, `i(…)`, `f(tex)`, `p(alt)`, `/` for a line break.
fn shape(text: &str) -> String {
    let blocks = parse(text).unwrap().0;
    let of_block = |block: &Block| match block {
        Block::Paragraph { children } => inlines(children),
        Block::List { start, items } => {
            let items: Vec<String> = items.iter().map(|item| inlines(item)).collect();
            format!(
                "{}<{}>",
                start.map_or(String::from("-"), |n| n.to_string()),
                items.join("|")
            )
        }
    };
    blocks.iter().map(of_block).collect::<Vec<_>>().join(" ¶ ")
}

fn inlines(children: &[Inline]) -> String {
    let of = |inline: &Inline| match inline {
        Inline::Text { text } => text.clone(),
        Inline::Break => "/".to_owned(),
        Inline::Bold { children } => format!("b({})", inlines(children)),
        Inline::Italic { children } => format!("i({})", inlines(children)),
        Inline::Formula(formula) if formula.display => format!("F({})", formula.tex),
        Inline::Formula(formula) => format!("f({})", formula.tex),
        Inline::Picture(picture) => format!("p({})", picture.alt),
    };
    children.iter().map(of).collect()
}

#[test]
fn paragraphs_and_line_breaks() {
    assert_eq!(shape("satu\r\ndua\n\n\n  tiga  "), "satu/dua ¶ tiga");
    assert_eq!(shape(""), "");
    assert_eq!(shape(" \n "), "");
}

#[test]
fn emphasis() {
    assert_eq!(shape("a **b** *c* d"), "a b(b) i(c) d");
    assert_eq!(shape("***x***"), "b(i(x))");
    assert_eq!(shape("**a *b***"), "b(a i(b))");
    assert_eq!(shape("*a **b***"), "i(a b(b))");
    assert_eq!(shape("(**KECUALI**)."), "(b(KECUALI)).");
}

#[test]
fn stars_that_are_stars() {
    assert_eq!(shape("2*3*4 = 24"), "2*3*4 = 24");
    assert_eq!(shape("2 * 3"), "2 * 3");
    assert_eq!(shape("harga* naik"), "harga* naik");
    assert_eq!(shape(r"\*catatan"), "*catatan");
}

#[test]
fn lists() {
    assert_eq!(
        shape("Pilih:\n1. satu\n2. *dua*\nakhir"),
        "Pilih: ¶ 1<satu|i(dua)> ¶ akhir"
    );
    assert_eq!(shape("- a\n- b\n\n3. c\n4. d"), "-<a|b> ¶ 3<c|d>");
    assert_eq!(shape("- 5"), "- 5");
    assert_eq!(shape("1945. Tahun itu"), "1945. Tahun itu");
    assert_eq!(shape("1. a\n3. b"), "1. a/3. b");
}

#[test]
fn formulas() {
    assert_eq!(shape("Jika $x^2=4$, maka"), "Jika f(x^2=4), maka");
    assert_eq!(shape("$$\\frac{1}{2}$$"), "F(\\frac{1}{2})");
    assert_eq!(shape(r"Rp5.000 atau \$5"), "Rp5.000 atau $5");
    assert_eq!(shape("$50\\%$ dari"), "f(50\\%) dari");
}

#[test]
fn pictures() {
    assert_eq!(
        shape("Lihat ![sebuah [kotak\\]](a.svg)!"),
        "Lihat p(sebuah [kotak])!"
    );
    assert_eq!(shape("![tidak] (a.svg)"), "![tidak] (a.svg)");
}

#[test]
fn html_is_text() {
    assert_eq!(shape("<b>x</b> &amp; <script>"), "<b>x</b> &amp; <script>");
}

#[test]
fn every_fault_is_told() {
    let faults = |text: &str| -> Vec<String> {
        parse(text)
            .unwrap_err()
            .iter()
            .map(ToString::to_string)
            .collect()
    };
    assert_eq!(
        faults("*a\n\n$x\n\n![b](c.png)\u{0}"),
        [
            "the text holds the invisible character U+0000; delete it",
            "a * opens emphasis that never closes; for the star itself write \\*",
            "a $ opens a formula that never closes; for the sign itself write \\$",
            "there is no picture named \"c.png\"",
        ]
    );
    assert_eq!(faults("US$5 dan US$10").len(), 2);
    assert!(faults(r"$\foo$")[0].starts_with(r"$\foo$: the formula is not understood"));
    assert_eq!(faults("a\u{202e}b").len(), 1);
    assert_eq!(
        faults(&"x".repeat(10_001)),
        ["the text is too long: at most 10000 characters"]
    );
}

#[test]
fn a_cell_does_not_begin_like_a_spreadsheet_formula() {
    for text in ["=1+1", "+5", "-5", "@a", "- 5"] {
        let source = parse(text).unwrap().to_source();
        assert!(source.starts_with('\\'), "{source}");
        assert_eq!(parse(&source), parse(text));
    }
}

#[test]
fn the_json_of_a_tree_is_fixed() {
    let json = serde_json::to_string(&parse("Apa **ini**?\n\n1. a\n2. b").unwrap()).unwrap();
    assert_eq!(
        json,
        r#"[{"kind":"paragraph","children":[{"kind":"text","text":"Apa "},{"kind":"bold","children":[{"kind":"text","text":"ini"}]},{"kind":"text","text":"?"}]},{"kind":"list","start":1,"items":[[{"kind":"text","text":"a"}],[{"kind":"text","text":"b"}]]}]"#
    );
}

const PIECES: &[&str] = &[
    "a",
    "kata",
    " ",
    "\n",
    "\n\n",
    "*",
    "**",
    "***",
    "\\",
    "$x$",
    "$",
    "$$\\frac{1}{2}$$",
    "- ",
    "1. ",
    "2. ",
    "5",
    "!",
    "[",
    "]",
    "![",
    "![alt](a.svg)",
    "(",
    ")",
    "-",
    "=",
    ".",
    "é",
    "•",
    "• ",
    "_",
    "`",
    "<b>",
    "\\*",
    "\\$",
    "\\\\",
    "**tebal**",
    "*miring*",
    "\n- a\n- b\n",
    "#",
];

proptest! {
    #[test]
    fn written_text_reads_back_to_the_same_tree(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24)
    ) {
        let source = pieces.concat();
        if let Ok(tree) = parse(&source) {
            let written = tree.to_source();
            prop_assert_eq!(parse(&written), Ok(tree.clone()), "{:?} -> {:?}", source, written);
            let json = serde_json::to_string(&tree).unwrap();
            prop_assert_eq!(serde_json::from_str::<RichText>(&json).unwrap(), tree);
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,80}|[*$!\\\\\\[\\]()\n -]{0,40}") {
        let _ = parse(&text);
    }
}
