//! Physical line numbers.

/// Counts lines up to a byte position that only moves forward. A line ends with LF, CR LF or a lone
/// CR; the counter of `csv` sees LF only and lags behind after CR LF.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lines {
    seen: usize,
    line: u64,
}

impl Lines {
    pub(crate) const fn new() -> Self {
        Self { seen: 0, line: 1 }
    }

    /// The line on which the first content at or after `start` stands, and where that content begins.
    pub(crate) fn skip_to_content(&mut self, text: &[u8], start: usize) -> (u64, usize) {
        let rest = text.get(start..).unwrap_or_default();
        let blank = rest.iter().take_while(|byte| is_break(**byte)).count();
        let content = start + blank;
        self.line += breaks(text, self.seen, content);
        self.seen = content;
        (self.line, content)
    }
}

const fn is_break(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

/// Line ends that are complete before `to`, starting at `from`.
pub(crate) fn breaks(text: &[u8], from: usize, to: usize) -> u64 {
    let window = text.get(from..to).unwrap_or_default();
    let feeds = window.iter().filter(|byte| **byte == b'\n').count();
    let lone_returns = window
        .iter()
        .zip(text.iter().skip(from + 1).map(Some).chain([None]))
        .filter(|(byte, next)| **byte == b'\r' && *next != Some(&b'\n'))
        .count();
    (feeds + lone_returns) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_counts_once() {
        for text in ["a\nb\n\nc", "a\r\nb\r\n\r\nc", "a\rb\r\rc"] {
            let mut lines = Lines::new();
            let start = |letter| text.find(letter).unwrap();
            assert_eq!(lines.skip_to_content(text.as_bytes(), 0), (1, 0));
            let after_a = start('a') + 1;
            assert_eq!(
                lines.skip_to_content(text.as_bytes(), after_a),
                (2, start('b'))
            );
            let after_b = start('b') + 1;
            assert_eq!(
                lines.skip_to_content(text.as_bytes(), after_b),
                (4, start('c'))
            );
        }
    }
}
