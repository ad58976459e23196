//! What compression a reader takes.

/// The compressions of ours that a reader takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accepts {
    /// Brotli.
    pub br: bool,
    /// Gzip.
    pub gzip: bool,
}

impl Accepts {
    /// Reads the header `Accept-Encoding`.
    #[must_use]
    pub fn header(value: &str) -> Self {
        let mut accepts = Self::default();
        for offer in value.split(',') {
            let mut parts = offer.split(';').map(str::trim);
            let name = parts.next().unwrap_or_default();
            let taken = !parts.any(is_zero);
            match name.to_ascii_lowercase().as_str() {
                "br" => accepts.br = taken,
                "gzip" => accepts.gzip = taken,
                _ => {}
            }
        }
        accepts
    }
}

/// `q=0`, `q=0.000`: not at all.
fn is_zero(parameter: &str) -> bool {
    let weight = parameter
        .strip_prefix("q=")
        .or(parameter.strip_prefix("Q="));
    weight.is_some_and(|weight| weight.bytes().all(|byte| matches!(byte, b'0' | b'.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_count() {
        let both = Accepts {
            br: true,
            gzip: true,
        };
        assert_eq!(Accepts::header("gzip, deflate, br"), both);
        assert_eq!(Accepts::header("GZIP;q=0.5,br ; q=1.0"), both);
        assert_eq!(Accepts::header("gzip;q=0, br;q=0.00"), Accepts::default());
        assert_eq!(Accepts::header("*"), Accepts::default());
    }
}
