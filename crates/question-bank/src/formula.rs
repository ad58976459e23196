//! Formulas: TeX in, MathML and spoken words out. Runs at import alone; what it made is content.

mod grammar;
mod mathml;
mod row;
mod speech;
mod symbols;

use math_core::{LatexToMathML, MathDisplay};

use crate::{Formula, Spoken};
use speech::Language;

const TEX_LEN_MAX: usize = 500;
const GROUP_DEPTH_MAX: usize = 16;

/// Why a formula cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormulaError {
    /// Nothing between the dollar signs.
    #[error("the formula is empty")]
    Empty,
    /// More than 500 characters, or groups within groups beyond 16.
    #[error("the formula is too large: at most 500 characters and 16 levels of groups")]
    TooLarge,
    /// The TeX is not understood.
    #[error("the formula is not understood: {0}")]
    Tex(String),
    /// Something that cannot be shown with MathML Core alone.
    #[error("the formula uses {0}, which no page can show reliably")]
    Unshowable(String),
    /// Something for which there are no words.
    #[error("the formula cannot be read aloud: there are no words for {0}")]
    Unspeakable(String),
}

impl Formula {
    /// Converts TeX, in maths mode, without its dollar signs. A comma between two digits is a
    /// decimal comma; before a space it separates.
    ///
    /// # Errors
    /// [`FormulaError`].
    pub fn from_tex(tex: &str, display: bool) -> Result<Self, FormulaError> {
        let tex = tex.trim();
        if tex.is_empty() {
            return Err(FormulaError::Empty);
        }
        if tex.chars().count() > TEX_LEN_MAX || group_depth(tex) > GROUP_DEPTH_MAX {
            return Err(FormulaError::TooLarge);
        }
        let style = if display {
            MathDisplay::Block
        } else {
            MathDisplay::Inline
        };
        let prepared = without_last_row_ends(&with_decimal_commas(tex));
        let converted = LatexToMathML::default()
            .convert_with_local_state(&prepared, style)
            .map_err(|error| {
                FormulaError::Tex(error.to_string().trim_end_matches('.').to_owned())
            })?;
        let root = mathml::read(&converted.mathml)?;
        if mathml::separators(&root) != separators(&prepared) {
            return Err(FormulaError::Tex(
                "& and \\\\ stand between the cells and rows of a table alone, after whole commands".to_owned(),
            ));
        }
        let spoken = Spoken {
            id: speech::speak(&root, Language::Indonesian)?,
            en: speech::speak(&root, Language::English)?,
        };
        if spoken.id.is_empty() {
            return Err(FormulaError::Empty);
        }
        Ok(Self {
            tex: tex.to_owned(),
            display,
            mathml: mathml::write(&root, display),
            spoken,
        })
    }
}

/// Bounds the recursion of every later step.
fn group_depth(tex: &str) -> usize {
    let opens = tex.matches("\\left").count() + tex.matches("\\begin").count();
    let (mut depth, mut deepest) = (0usize, 0usize);
    for c in tex.chars() {
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest + opens
}

/// `1,5` becomes `1{,}5`, which TeX sets as one number.
fn with_decimal_commas(tex: &str) -> String {
    let characters: Vec<char> = tex.chars().collect();
    let digit = |at: Option<usize>| {
        at.and_then(|at| characters.get(at))
            .is_some_and(char::is_ascii_digit)
    };
    let mut out = String::with_capacity(tex.len());
    for (at, c) in characters.iter().enumerate() {
        if *c == ',' && digit(at.checked_sub(1)) && digit(Some(at + 1)) {
            out.push_str("{,}");
        } else {
            out.push(*c);
        }
    }
    out
}

/// TeX sees no row after the end of the last one; the converter would.
fn without_last_row_ends(tex: &str) -> String {
    let parts: Vec<&str> = tex.split("\\end{").collect();
    let last = parts.len().saturating_sub(1);
    let kept =
        parts
            .iter()
            .enumerate()
            .map(|(at, part)| match part.trim_end().strip_suffix(r"\\") {
                Some(rows) if at < last => rows,
                _ => part,
            });
    kept.collect::<Vec<_>>().join("\\end{")
}

/// How many ends of cells (`&`) and of rows (`\\`) the TeX has.
///
/// Where a command still waits for its argument (`\frac 1 &`) or takes all up to the end of its
/// group (`\scriptstyle`), the converter loses them without a word; in a build with its debug
/// assertions it panics, so the workspace builds it without.
fn separators(tex: &str) -> (usize, usize) {
    let (mut cells, mut rows) = (0, 0);
    let mut rest = tex.chars();
    while let Some(c) = rest.next() {
        let escaped = if c == '\\' { rest.next() } else { None };
        cells += usize::from(c == '&');
        rows += usize::from(escaped == Some('\\'));
    }
    (cells, rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_formula_has_mathml_and_words() {
        let formula = Formula::from_tex(r" \frac{1}{2} ", false).unwrap();
        assert_eq!(formula.tex, r"\frac{1}{2}");
        assert_eq!(
            formula.mathml,
            "<math xmlns=\"http://www.w3.org/1998/Math/MathML\">\
             <mfrac><mn>1</mn><mn>2</mn></mfrac></math>"
        );
        assert_eq!(
            formula.spoken,
            Spoken {
                id: "1 per 2".into(),
                en: "1 over 2".into()
            }
        );
    }

    #[test]
    fn what_is_not_understood_is_told() {
        let error = |tex: &str| Formula::from_tex(tex, false).unwrap_err().to_string();
        assert_eq!(error(" "), "the formula is empty");
        assert_eq!(error("{}"), "the formula is empty");
        assert_eq!(
            error(r"\foo"),
            r#"the formula is not understood: Unknown command "\foo""#
        );
        assert!(error(r"\frac{1}{").starts_with("the formula is not understood: "));
        assert!(error(r"\hbar").starts_with("the formula cannot be read aloud: "));
        assert!(error(&"x".repeat(501)).starts_with("the formula is too large"));
        assert!(error(&format!("{}x{}", "{".repeat(17), "}".repeat(17))).contains("too large"));
    }

    #[test]
    fn a_comma_between_digits_is_a_decimal_comma() {
        assert_eq!(
            with_decimal_commas("1,5 + (1, 5) + a,5"),
            "1{,}5 + (1, 5) + a,5"
        );
    }

    #[test]
    fn a_cell_never_ends_inside_a_command() {
        let matrix = |inner: &str| {
            Formula::from_tex(&format!(r"\begin{{matrix}} {inner} \end{{matrix}}"), false)
        };
        assert!(matrix(r"a & b \\ c & d \\").is_ok());
        assert!(matrix(r"\text{a \& b} \\ c").is_ok());
        for inner in [
            r"\frac 1 & 2",
            "a &' b",
            r"\dfrac 1 \\ 2",
            r"\scriptstyle a \\ b",
        ] {
            assert!(
                matches!(matrix(inner), Err(FormulaError::Tex(_))),
                "{inner}"
            );
        }
        assert!(matches!(
            Formula::from_tex(r"\frac{}{2}", false),
            Err(FormulaError::Unspeakable(_))
        ));
    }

    #[test]
    fn nothing_of_a_formula_is_markup_of_its_own() {
        let formula = Formula::from_tex(r"a < \text{<script>alert(1)</script>}", false).unwrap();
        assert!(!formula.mathml.contains("<script"));
        assert!(
            formula
                .mathml
                .contains("<mtext>&lt;script&gt;alert(1)&lt;/script&gt;</mtext>")
        );
        for tex in [
            r"\href{javascript:alert(1)}{x}",
            r"\class{a}{x}",
            r"\style{color:red}{x}",
        ] {
            assert!(Formula::from_tex(tex, false).is_err(), "{tex}");
        }
    }

    const PIECES: &[&str] = &[
        "{",
        "}",
        "^",
        "_",
        "&",
        "\\\\",
        "\\frac",
        "\\sqrt",
        "\\left(",
        "\\right)",
        "\\left",
        "x",
        "1",
        ",",
        "+",
        "[",
        "]",
        "\\begin{cases}",
        "\\end{cases}",
        "\\text",
        "\\sum",
        "'",
        "%",
        "#1",
        "\\not",
        "\\limits",
        "$",
        "~",
        "\\hat",
        "\\overset",
        "\\binom",
        "\u{0}",
        "é",
        "\\",
        "\\genfrac",
        "\\mathbb",
        "\\middle|",
        " ",
        "\\operatorname",
        "\\substack",
        "\\color",
        "\\begin{array}{c|c}",
        "\\end{array}",
        "\\hline",
        "\\mathrm",
        "\\xrightarrow",
        "\\big",
    ];

    proptest! {
        #[test]
        fn no_tex_makes_the_converter_panic(
            pieces in prop::collection::vec(prop::sample::select(PIECES), 0..16),
            display: bool,
        ) {
            if let Ok(formula) = Formula::from_tex(&pieces.concat(), display) {
                prop_assert!(roxmltree::Document::parse(&formula.mathml).is_ok());
                prop_assert!(!formula.spoken.id.is_empty() && !formula.spoken.en.is_empty());
            }
        }
    }

    #[test]
    fn deep_nesting_without_groups_does_not_overflow() {
        assert!(Formula::from_tex(&format!("{} x", "\\sqrt".repeat(99)), false).is_ok());
    }
}
