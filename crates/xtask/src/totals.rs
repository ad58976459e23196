//! Counting tests from what the runners say.

use core::fmt;

/// How many tests ran, and how many of them failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    pub(crate) run: u64,
    pub(crate) failed: u64,
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let passed = self.run.saturating_sub(self.failed);
        write!(
            f,
            "{} run, {passed} passed, {} failed",
            self.run, self.failed
        )
    }
}

/// Totals from the opening tag of a JUnit report.
pub(crate) fn junit(report: &str) -> Option<Totals> {
    let (_, from_tag) = report.split_once("<testsuites ")?;
    let (tag, _) = from_tag.split_once('>')?;
    let attribute = |name: &str| -> Option<u64> {
        let (_, value) = tag.split_once(&format!("{name}=\""))?;
        value.split_once('"')?.0.parse().ok()
    };
    Some(Totals {
        run: attribute("tests")?,
        failed: attribute("failures")? + attribute("errors")?,
    })
}

/// Totals from the `test result:` lines that cargo's own harness prints, one per crate.
pub(crate) fn doc_tests(output: &str) -> Totals {
    let results = output
        .lines()
        .filter_map(|line| line.strip_prefix("test result: "));
    let mut totals = Totals::default();
    for result in results {
        let count = |word: &str| -> u64 {
            let words: Vec<&str> = result.split_whitespace().collect();
            let pair = words.windows(2).find(|pair| pair.ends_with(&[word]));
            pair.and_then(|pair| pair.first()?.parse().ok())
                .unwrap_or(0)
        };
        let failed = count("failed;");
        totals.failed += failed;
        totals.run += failed + count("passed;");
    }
    totals
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_junit_report_is_counted() {
        let report = r#"<?xml version="1.0"?>
<testsuites name="nextest-run" tests="61" failures="2" errors="1" time="1.2">
    <testsuite name="publication" tests="21" failures="0">"#;
        let totals = Totals { run: 61, failed: 3 };
        assert_eq!(junit(report), Some(totals));
        assert_eq!(junit(""), None);
        assert_eq!(totals.to_string(), "61 run, 58 passed, 3 failed");
    }

    #[test]
    fn documentation_tests_are_summed_over_crates() {
        let output = "\
running 2 tests
test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out

test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(doc_tests(output), Totals { run: 6, failed: 1 });
        assert_eq!(doc_tests("nothing"), Totals::default());
    }
}
