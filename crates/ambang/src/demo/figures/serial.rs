//! Series: four panels, which one is the fifth?

use super::Puzzle;
use super::glyph::{FLAG, Fill, Shape, board, cell_corner, dial, group, nested};
use super::svg::{mirror, place, series, turn};

pub(super) fn puzzles() -> Vec<Puzzle> {
    vec![
        turning_flag(),
        growing_group(),
        nested_shapes(),
        two_walkers(),
        two_hands(),
    ]
}

/// A flag turns by 45° each time.
fn turning_flag() -> Puzzle {
    let stem = [0, 45, 90, 135].map(|degrees| turn(degrees, FLAG));
    let wrong = [
        turn(225, FLAG),
        turn(180, &mirror(FLAG)),
        turn(135, FLAG),
        turn(90, &mirror(FLAG)),
    ];
    Puzzle::new(
        "TIU-FSE-001",
        Some(series(&stem)),
        1,
        &turn(180, FLAG),
        wrong.each_ref().map(String::as_str),
    )
}

/// One circle more each time, black and white in turn.
fn growing_group() -> Puzzle {
    let circles = |count, fill| group(count, Shape::Circle, fill);
    let stem = [
        circles(1, Fill::Black),
        circles(2, Fill::White),
        circles(3, Fill::Black),
        circles(4, Fill::White),
    ];
    let wrong = [
        circles(5, Fill::White),
        circles(6, Fill::Black),
        circles(4, Fill::Black),
        group(5, Shape::Square, Fill::Black),
    ];
    Puzzle::new(
        "TIU-FSE-002",
        Some(series(&stem)),
        4,
        &circles(5, Fill::Black),
        wrong.each_ref().map(String::as_str),
    )
}

/// The inner shape becomes the outer one: square, circle, triangle and again.
fn nested_shapes() -> Puzzle {
    let pair = |outer, inner| nested((outer, Fill::White), (inner, Fill::Black));
    let stem = [
        pair(Shape::Square, Shape::Circle),
        pair(Shape::Circle, Shape::Triangle),
        pair(Shape::Triangle, Shape::Square),
        pair(Shape::Square, Shape::Circle),
    ];
    let wrong = [
        pair(Shape::Circle, Shape::Square),
        pair(Shape::Triangle, Shape::Circle),
        pair(Shape::Triangle, Shape::Square),
        pair(Shape::Square, Shape::Triangle),
    ];
    Puzzle::new(
        "TIU-FSE-003",
        Some(series(&stem)),
        0,
        &pair(Shape::Circle, Shape::Triangle),
        wrong.each_ref().map(String::as_str),
    )
}

/// On the border of a board a black cell walks one step clockwise, a ring two steps the other way.
fn two_walkers() -> Puzzle {
    let stem = [(0, 7), (1, 5), (2, 3), (3, 1)].map(|(black, ring)| walkers(black, ring));
    let wrong = [walkers(4, 1), walkers(5, 7), walkers(4, 5), walkers(3, 7)];
    Puzzle::new(
        "TIU-FSE-004",
        Some(series(&stem)),
        3,
        &walkers(4, 7),
        wrong.each_ref().map(String::as_str),
    )
}

/// Places on the border of a 3 × 3 board, clockwise from the top left.
const BORDER: [usize; 8] = [0, 1, 2, 5, 8, 7, 6, 3];

fn walkers(black: usize, ring: usize) -> String {
    let (x, y) = cell_corner(3, 26, BORDER[ring]);
    board(3, 26, &[BORDER[black]]) + &place(x + 13, y + 13, &Shape::Circle.draw(8, Fill::White))
}

/// The long hand goes a quarter clockwise, the short one an eighth back.
fn two_hands() -> Puzzle {
    let stem = [(0, 225), (90, 180), (180, 135), (270, 90)].map(|(long, short)| dial(long, short));
    let wrong = [dial(0, 135), dial(90, 45), dial(0, 315), dial(180, 45)];
    Puzzle::new(
        "TIU-FSE-005",
        Some(series(&stem)),
        2,
        &dial(0, 45),
        wrong.each_ref().map(String::as_str),
    )
}
