//! The frame around the glyphs: whole SVG files from bodies drawn around (0, 0) within ±45 units.

/// Side of a panel, in user units.
const PANEL: i32 = 100;
/// White around the panels of a strip.
const MARGIN: i32 = 10;
/// Room between two panels of a series.
const GAP: i32 = 12;
/// Room between two panels of an analogy, where a sign stands.
const SIGN_GAP: i32 = 36;

/// Draws `body` shifted by (`x`, `y`).
pub(super) fn place(x: i32, y: i32, body: &str) -> String {
    format!(r#"<g transform="translate({x} {y})">{body}</g>"#)
}

/// Draws `body` turned clockwise by `degrees`.
pub(super) fn turn(degrees: i32, body: &str) -> String {
    format!(r#"<g transform="rotate({degrees})">{body}</g>"#)
}

/// Draws `body` as in a mirror: left and right change places.
pub(super) fn mirror(body: &str) -> String {
    format!(r#"<g transform="scale(-1 1)">{body}</g>"#)
}

/// One option: a framed panel of its own.
pub(super) fn single(body: &str) -> String {
    document(PANEL + 4, PANEL + 4, &panel(2, 2, body))
}

/// A series: the given panels and an empty one with a question mark.
pub(super) fn series(bodies: &[String]) -> String {
    let mut x = MARGIN;
    let mut out = String::new();
    for body in bodies {
        out.push_str(&panel(x, MARGIN, body));
        x += PANEL + GAP;
    }
    out.push_str(&unknown(x, MARGIN));
    document(x + PANEL + MARGIN, PANEL + 2 * MARGIN, &out)
}

/// An analogy: `first` is to `second` as `third` is to a question mark.
pub(super) fn analogy(first: &str, second: &str, third: &str) -> String {
    let x = |column: i32| MARGIN + column * (PANEL + SIGN_GAP);
    let sign_x = |column: i32| x(column) - SIGN_GAP / 2;
    let middle = MARGIN + PANEL / 2;
    let body = [
        panel(x(0), MARGIN, first),
        place(sign_x(1), middle, IS_TO),
        panel(x(1), MARGIN, second),
        place(sign_x(2), middle, AS),
        panel(x(2), MARGIN, third),
        place(sign_x(3), middle, IS_TO),
        unknown(x(3), MARGIN),
    ]
    .concat();
    document(x(3) + PANEL + MARGIN, PANEL + 2 * MARGIN, &body)
}

/// Two dots, one above the other.
const IS_TO: &str =
    r#"<circle cx="0" cy="-9" r="3" fill="black"/><circle cx="0" cy="9" r="3" fill="black"/>"#;
/// Two bars, as in an equation.
const AS: &str = r#"<path d="M-9 -5H9M-9 5H9"/>"#;
/// A question mark as a drawing: the files hold no text, which would depend on installed fonts.
const QUESTION_MARK: &str = r#"<path d="M-12 -10C-12 -27 13 -27 13 -9C13 2 0 2 0 13" stroke-width="5"/><circle cx="0" cy="24" r="3" fill="black"/>"#;

fn panel(x: i32, y: i32, body: &str) -> String {
    let half = PANEL / 2;
    let frame = format!(
        r#"<rect x="-{half}" y="-{half}" width="{PANEL}" height="{PANEL}" stroke-width="2"/>"#
    );
    place(x + half, y + half, &format!("{frame}{body}"))
}

fn unknown(x: i32, y: i32) -> String {
    let half = PANEL / 2;
    let frame = format!(
        r#"<rect x="-{half}" y="-{half}" width="{PANEL}" height="{PANEL}" stroke-width="2" stroke-dasharray="6 4"/>"#
    );
    place(x + half, y + half, &format!("{frame}{QUESTION_MARK}"))
}

/// Black lines on white; `fill="none"` unless a shape says otherwise. Sizes in pixels are twice the units.
fn document(width: i32, height: i32, body: &str) -> String {
    let (width_px, height_px) = (width * 2, height * 2);
    format!(
        concat!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{wp}" height="{hp}">"#,
            r#"<rect width="{w}" height="{h}" fill="white"/>"#,
            r#"<g fill="none" stroke="black" stroke-width="3" stroke-linejoin="round">{body}</g></svg>"#,
            "\n"
        ),
        w = width,
        h = height,
        wp = width_px,
        hp = height_px,
        body = body
    )
}
