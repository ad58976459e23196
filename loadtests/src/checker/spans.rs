//! Sets of stretches of time, as sorted, disjoint `[from, to)` in milliseconds.

/// A stretch of time.
pub(crate) type Span = (i64, i64);

/// The union of stretches in any order.
pub(crate) fn union(spans: impl IntoIterator<Item = Span>) -> Vec<Span> {
    let mut sorted: Vec<Span> = spans.into_iter().filter(|(from, to)| from < to).collect();
    sorted.sort_unstable();
    let mut merged: Vec<Span> = Vec::new();
    for (from, to) in sorted {
        match merged.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    merged
}

/// What of `span` lies in the union `within` and not in the union `without`, in milliseconds.
pub(crate) fn usable((from, to): Span, within: &[Span], without: &[Span]) -> i64 {
    overlaps((from, to), within)
        .map(|part| {
            let lost: i64 = overlaps(part, without).map(length).sum();
            length(part) - lost
        })
        .sum()
}

fn overlaps((from, to): Span, spans: &[Span]) -> impl Iterator<Item = Span> {
    spans
        .iter()
        .map(move |span| (span.0.max(from), span.1.min(to)))
        .filter(|(from, to)| from < to)
}

const fn length((from, to): Span) -> i64 {
    to - from
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_and_touching_stretches_are_one() {
        assert_eq!(
            union([(5, 9), (0, 2), (2, 4), (6, 7), (3, 3)]),
            vec![(0, 4), (5, 9)]
        );
    }

    #[test]
    fn usable_is_up_and_not_stopped() {
        let up = [(0, 40), (60, 200)];
        let stops = [(30, 70), (100, 110)];
        assert_eq!(usable((20, 120), &up, &stops), 10 + 40);
        assert_eq!(usable((41, 59), &up, &[]), 0);
    }
}
