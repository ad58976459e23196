//! Analogies: the second panel comes from the first by a rule; which picture comes from the third?

use super::Puzzle;
use super::glyph::{ANGLE, BOAT, FLAG, Fill, KEY, Shape, board, group, nested};
use super::svg::{analogy, mirror, turn};

pub(super) fn puzzles() -> Vec<Puzzle> {
    vec![
        quarter_turn(),
        mirror_image(),
        inside_out(),
        half_as_many(),
        negative(),
    ]
}

/// A quarter turn clockwise.
fn quarter_turn() -> Puzzle {
    let wrong = [
        turn(270, KEY),
        turn(90, &mirror(KEY)),
        turn(180, KEY),
        mirror(KEY),
    ];
    Puzzle::new(
        "TIU-FAN-001",
        Some(analogy(ANGLE, &turn(90, ANGLE), KEY)),
        2,
        &turn(90, KEY),
        wrong.each_ref().map(String::as_str),
    )
}

/// Left and right change places.
fn mirror_image() -> Puzzle {
    let wrong = [
        turn(180, BOAT),
        BOAT.to_owned(),
        turn(180, &mirror(BOAT)),
        turn(90, BOAT),
    ];
    Puzzle::new(
        "TIU-FAN-002",
        Some(analogy(FLAG, &mirror(FLAG), BOAT)),
        4,
        &mirror(BOAT),
        wrong.each_ref().map(String::as_str),
    )
}

/// Outer and inner shape change places; white outside and black inside stay.
fn inside_out() -> Puzzle {
    let pair = |outer, inner| nested((outer, Fill::White), (inner, Fill::Black));
    let wrong = [
        nested(
            (Shape::Hexagon, Fill::White),
            (Shape::Triangle, Fill::White),
        ),
        pair(Shape::Hexagon, Shape::Hexagon),
        nested(
            (Shape::Hexagon, Fill::Black),
            (Shape::Triangle, Fill::White),
        ),
        pair(Shape::Triangle, Shape::Triangle),
    ];
    Puzzle::new(
        "TIU-FAN-003",
        Some(analogy(
            &pair(Shape::Square, Shape::Circle),
            &pair(Shape::Circle, Shape::Square),
            &pair(Shape::Triangle, Shape::Hexagon),
        )),
        0,
        &pair(Shape::Hexagon, Shape::Triangle),
        wrong.each_ref().map(String::as_str),
    )
}

/// Half as many, and black. No option fits "three fewer", the other way from six to three.
fn half_as_many() -> Puzzle {
    let squares = |count, fill| group(count, Shape::Square, fill);
    let wrong = [
        squares(2, Fill::White),
        squares(5, Fill::Black),
        group(2, Shape::Triangle, Fill::Black),
        squares(4, Fill::Black),
    ];
    Puzzle::new(
        "TIU-FAN-004",
        Some(analogy(
            &group(6, Shape::Triangle, Fill::White),
            &group(3, Shape::Triangle, Fill::Black),
            &squares(4, Fill::White),
        )),
        3,
        &squares(2, Fill::Black),
        wrong.each_ref().map(String::as_str),
    )
}

/// Black becomes white and white black, on a board that no turn or mirror maps to itself.
fn negative() -> Puzzle {
    let cells = |black: &[usize]| board(3, 26, black);
    let wrong = [
        cells(&[0, 1, 2, 5, 6, 7]),
        cells(&[3, 4, 8]),
        cells(&[0, 1, 2, 3, 6, 8]),
        cells(&[0, 1, 2, 5, 7]),
    ];
    let first = board(2, 36, &[0]);
    Puzzle::new(
        "TIU-FAN-005",
        Some(analogy(
            &first,
            &board(2, 36, &[1, 2, 3]),
            &cells(&[0, 1, 5]),
        )),
        1,
        &cells(&[2, 3, 4, 6, 7, 8]),
        wrong.each_ref().map(String::as_str),
    )
}
