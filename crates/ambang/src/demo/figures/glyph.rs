//! The glyphs: small drawings around (0, 0), without a frame.

use super::svg::place;

/// White or black inside.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fill {
    White,
    Black,
}

impl Fill {
    fn name(self) -> &'static str {
        match self {
            Self::White => "white",
            Self::Black => "black",
        }
    }
}

/// A regular outline.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Circle,
    Triangle,
    Square,
    Pentagon,
    Hexagon,
}

impl Shape {
    /// Corners on a circle of radius 1000, the first at the top.
    fn corners(self) -> &'static [(i32, i32)] {
        match self {
            Self::Circle => &[],
            Self::Triangle => &[(0, -1000), (866, 500), (-866, 500)],
            Self::Square => &[(-707, -707), (707, -707), (707, 707), (-707, 707)],
            Self::Pentagon => &[
                (0, -1000),
                (951, -309),
                (588, 809),
                (-588, 809),
                (-951, -309),
            ],
            Self::Hexagon => &[
                (0, -1000),
                (866, -500),
                (866, 500),
                (0, 1000),
                (-866, 500),
                (-866, -500),
            ],
        }
    }

    /// The outline on a circle of `radius` units.
    pub(super) fn draw(self, radius: i32, fill: Fill) -> String {
        let fill = fill.name();
        if self == Self::Circle {
            return format!(r#"<circle cx="0" cy="0" r="{radius}" fill="{fill}"/>"#);
        }
        let points: Vec<String> = self
            .corners()
            .iter()
            .map(|&(x, y)| format!("{},{}", tenths(x * radius), tenths(y * radius)))
            .collect();
        format!(r#"<polygon points="{}" fill="{fill}"/>"#, points.join(" "))
    }
}

/// Writes a number of thousandths as a decimal with one digit.
fn tenths(thousandths: i32) -> String {
    let rounded = (thousandths.abs() + 50) / 100;
    let sign = if thousandths < 0 && rounded > 0 {
        "-"
    } else {
        ""
    };
    format!("{sign}{}.{}", rounded / 10, rounded % 10)
}

/// `outer` with a smaller `inner` in its centre.
pub(super) fn nested(outer: (Shape, Fill), inner: (Shape, Fill)) -> String {
    outer.0.draw(40, outer.1) + &inner.0.draw(15, inner.1)
}

/// Centres for `count` (1 to 6) small marks, spread by `step` units.
fn spots(count: usize, step: i32) -> Vec<(i32, i32)> {
    let s = step;
    match count {
        1 => vec![(0, 0)],
        2 => vec![(-s, 0), (s, 0)],
        3 => vec![(0, -s), (-s, s * 3 / 4), (s, s * 3 / 4)],
        4 => vec![(-s, -s), (s, -s), (-s, s), (s, s)],
        5 => vec![(-s, -s), (s, -s), (0, 0), (-s, s), (s, s)],
        _ => [-s, s]
            .into_iter()
            .flat_map(|y| [(-s * 3 / 2, y), (0, y), (s * 3 / 2, y)])
            .collect(),
    }
}

/// `count` (1 to 6) copies of a small shape.
pub(super) fn group(count: usize, shape: Shape, fill: Fill) -> String {
    let mark = shape.draw(10, fill);
    spots(count, 19)
        .into_iter()
        .map(|(x, y)| place(x, y, &mark))
        .collect()
}

/// `outline` with `count` small black dots in it.
pub(super) fn dotted(outline: &str, count: usize) -> String {
    let dots: String = spots(count, 9)
        .into_iter()
        .map(|(x, y)| format!(r#"<circle cx="{x}" cy="{y}" r="3" fill="black"/>"#))
        .collect();
    format!("{outline}{dots}")
}

/// Four sides of which two are parallel.
pub(super) const TRAPEZIUM: &str =
    r#"<polygon points="-40,26 40,26 22,-26 -22,-26" fill="white"/>"#;

/// A board of `side` × `side` cells of `size` units; the cells in `black` (0 = top left, by rows) are filled.
pub(super) fn board(side: usize, size: i32, black: &[usize]) -> String {
    (0..side * side)
        .map(|index| cell(side, size, index, black.contains(&index)))
        .collect()
}

/// Only the listed cells of a board of 3 × 3, touching each other.
pub(super) fn tiles(cells: &[usize]) -> String {
    cells
        .iter()
        .map(|&index| cell(3, 24, index, false))
        .collect()
}

fn cell(side: usize, size: i32, index: usize, black: bool) -> String {
    let (x, y) = cell_corner(side, size, index);
    let fill = if black { Fill::Black } else { Fill::White }.name();
    format!(r#"<rect x="{x}" y="{y}" width="{size}" height="{size}" fill="{fill}"/>"#)
}

/// The top left corner of a cell.
pub(super) fn cell_corner(side: usize, size: i32, index: usize) -> (i32, i32) {
    let side_units = i32::try_from(side).unwrap_or(3);
    let index = i32::try_from(index).unwrap_or(0);
    let start = -side_units * size / 2;
    (
        start + index % side_units * size,
        start + index / side_units * size,
    )
}

/// A dial with a long thin and a short thick hand, in degrees clockwise from the top.
pub(super) fn dial(long: i32, short: i32) -> String {
    format!(
        r#"<circle cx="0" cy="0" r="40" fill="white"/><path d="M0 0V-35" transform="rotate({long})"/><path d="M0 0V-20" stroke-width="8" transform="rotate({short})"/>"#
    )
}

/// A flag on its pole; its mirror image is no turn of it.
pub(super) const FLAG: &str = r#"<path d="M0 36V-36"/><polygon points="0,-36 28,-22 0,-8" fill="black"/><circle cx="0" cy="32" r="5" fill="white"/>"#;
/// A sailing boat with one sail, to the right of the mast.
pub(super) const BOAT: &str = r#"<polygon points="-34,16 34,16 20,34 -20,34" fill="white"/><path d="M0 16V-36"/><polygon points="0,-36 27,8 0,8" fill="black"/>"#;
/// A key with its teeth to the right.
pub(super) const KEY: &str =
    r#"<circle cx="0" cy="-24" r="12" fill="white"/><path d="M0 -12V38M0 24H15M0 36.5H15"/>"#;
/// An angle of two bars of unequal length.
pub(super) const ANGLE: &str =
    r#"<polygon points="-22,-36 -2,-36 -2,14 26,14 26,34 -22,34" fill="white"/>"#;
