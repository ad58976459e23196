//! Odd one out: four pictures follow a rule, which one does not?

use super::Puzzle;
use super::glyph::{Fill, KEY, Shape, TRAPEZIUM, board, dial, dotted, tiles};
use super::svg::{mirror, turn};

pub(super) fn puzzles() -> Vec<Puzzle> {
    vec![
        mirrored_key(),
        dots_and_corners(),
        half_black(),
        right_angle(),
        mirror_axis(),
    ]
}

/// Four turns of a key, and one mirror image.
fn mirrored_key() -> Puzzle {
    let same = [45, 135, 180, 270].map(|degrees| turn(degrees, KEY));
    Puzzle::new(
        "TIU-FKE-001",
        None,
        3,
        &turn(45, &mirror(KEY)),
        same.each_ref().map(String::as_str),
    )
}

/// As many dots as corners, but for the trapezium with three.
fn dots_and_corners() -> Puzzle {
    let same = [
        (Shape::Pentagon, 5),
        (Shape::Triangle, 3),
        (Shape::Hexagon, 6),
        (Shape::Square, 4),
    ]
    .map(|(shape, count)| dotted(&shape.draw(42, Fill::White), count));
    Puzzle::new(
        "TIU-FKE-002",
        None,
        1,
        &dotted(TRAPEZIUM, 3),
        same.each_ref().map(String::as_str),
    )
}

/// Half of the area black, but for one with a quarter.
fn half_black() -> Puzzle {
    let square = r#"<rect x="-36" y="-36" width="72" height="72" fill="white"/>"#;
    let same = [
        board(2, 36, &[0, 3]),
        Shape::Circle.draw(40, Fill::White)
            + r#"<path d="M0 -40A40 40 0 0 0 0 40Z" fill="black"/>"#,
        format!(r#"{square}<polygon points="-36,-36 36,36 -36,36" fill="black"/>"#),
        format!(
            r#"{square}<rect x="-36" y="-36" width="18" height="72" fill="black"/><rect x="0" y="-36" width="18" height="72" fill="black"/>"#
        ),
    ];
    let quarter = Shape::Circle.draw(40, Fill::White)
        + r#"<path d="M0 0V-40A40 40 0 0 1 40 0Z" fill="black"/>"#;
    Puzzle::new(
        "TIU-FKE-003",
        None,
        4,
        &quarter,
        same.each_ref().map(String::as_str),
    )
}

/// Two hands at a right angle, but for one pair at 135°.
fn right_angle() -> Puzzle {
    let same = [(0, 90), (45, 135), (180, 270), (225, 315)].map(|(long, short)| dial(long, short));
    Puzzle::new(
        "TIU-FKE-004",
        None,
        2,
        &dial(90, 225),
        same.each_ref().map(String::as_str),
    )
}

/// Five tiles with a mirror axis, but for one arrangement without.
fn mirror_axis() -> Puzzle {
    let same = [
        tiles(&[0, 1, 2, 4, 7]),
        tiles(&[0, 3, 6, 7, 8]),
        tiles(&[0, 2, 3, 4, 5]),
        tiles(&[0, 3, 4, 7, 8]),
    ];
    Puzzle::new(
        "TIU-FKE-005",
        None,
        0,
        &tiles(&[0, 1, 3, 4, 6]),
        same.each_ref().map(String::as_str),
    )
}
