//! What ran, how long it took, and the counts that CI reads.

use std::fmt::{self, Display};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::shell;

/// Tests by how they ended. `ignored` ones are shown, since nothing is skipped silently.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
    pub ignored: u64,
}

impl Counts {
    /// A check without tests of its own, such as formatting, counts as one.
    pub const CHECK: Self = Self { passed: 1, failed: 0, ignored: 0 };

    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.ignored += other.ignored;
    }

    /// Reads a line such as `test result: ok. 5 passed; 0 failed; 1 ignored; ...`; none if it is another line.
    pub fn of_cargo_test(line: &str) -> Option<Self> {
        let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
        let count = |what: &str| {
            let number = counts.split("; ").find_map(|part| part.strip_suffix(what));
            number.and_then(|number| number.trim().parse().ok())
        };
        Some(Self { passed: count("passed")?, failed: count("failed")?, ignored: count("ignored")? })
    }

    /// Reads Playwright's JSON report. A test that passed only when tried again failed.
    pub fn of_playwright(report: &str) -> Result<Self> {
        let report: serde_json::Value = serde_json::from_str(report).context("Playwright's report")?;
        let count = |what: &str| {
            report["stats"][what].as_u64().with_context(|| format!("Playwright's report has no stats.{what}"))
        };
        Ok(Self {
            passed: count("expected")?,
            failed: count("unexpected")? + count("flaky")?,
            ignored: count("skipped")?,
        })
    }
}

/// One part of the run.
pub struct Part {
    pub name: &'static str,
    pub took: Duration,
    pub outcome: Result<Counts>,
}

impl Part {
    fn counts(&self) -> Counts {
        // What could not run to its end is one failure, so that the last line never reads as a success.
        self.outcome.as_ref().copied().unwrap_or(Counts { failed: 1, ..Counts::default() })
    }
}

/// The whole run; its display ends with the line `N passed, N failed`.
#[derive(Default)]
pub struct Summary {
    pub parts: Vec<Part>,
    /// What the person asked to leave out.
    pub left_out: Vec<&'static str>,
}

impl Summary {
    pub fn total(&self) -> Counts {
        let mut total = Counts::default();
        self.parts.iter().for_each(|part| total.add(part.counts()));
        total
    }

    pub fn is_success(&self) -> bool {
        self.total().failed == 0
    }
}

impl Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<22} {:>7} {:>7} {:>7} {:>8}", "part", "time", "passed", "failed", "ignored")?;
        for part in &self.parts {
            let Counts { passed, failed, ignored } = part.counts();
            writeln!(f, "{:<22} {:>7} {passed:>7} {failed:>7} {ignored:>8}", part.name, shell::minutes(part.took))?;
        }
        for part in &self.parts {
            if let Err(error) = &part.outcome {
                writeln!(f, "\n{} failed: {error:#}", part.name)?;
            }
        }
        for part in &self.left_out {
            writeln!(f, "\nnot run, as asked: {part}")?;
        }
        let Counts { passed, failed, .. } = self.total();
        writeln!(f, "\n{passed} passed, {failed} failed")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(outcome: Result<Counts>) -> Part {
        Part { name: "unit tests", took: Duration::from_secs(61), outcome }
    }

    #[test]
    fn cargo_test_lines_are_read() {
        let ok = "test result: ok. 12 passed; 0 failed; 3 ignored; 0 measured; 2 filtered out; finished in 0.01s";
        assert_eq!(Counts::of_cargo_test(ok), Some(Counts { passed: 12, failed: 0, ignored: 3 }));
        let bad = "test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 9.00s";
        assert_eq!(Counts::of_cargo_test(bad), Some(Counts { passed: 1, failed: 2, ignored: 0 }));
        assert_eq!(Counts::of_cargo_test("test attendance::late ... ok"), None);
    }

    #[test]
    fn a_playwright_report_is_read_and_flaky_is_failed() -> Result<()> {
        let report = r#"{"stats": {"expected": 7, "unexpected": 1, "flaky": 2, "skipped": 4}}"#;
        assert_eq!(Counts::of_playwright(report)?, Counts { passed: 7, failed: 3, ignored: 4 });
        assert!(Counts::of_playwright("{}").is_err());
        Ok(())
    }

    #[test]
    fn the_last_line_is_the_sum() {
        let summary = Summary {
            parts: vec![part(Ok(Counts { passed: 4, failed: 0, ignored: 0 })), part(Ok(Counts::CHECK))],
            left_out: vec![],
        };
        assert!(summary.is_success());
        assert!(summary.to_string().ends_with("\n5 passed, 0 failed\n"));
    }

    #[test]
    fn a_part_that_could_not_run_fails_the_run() {
        let summary = Summary { parts: vec![part(Err(anyhow::anyhow!("no browser")))], left_out: vec![] };
        assert!(!summary.is_success());
        let text = summary.to_string();
        assert!(text.contains("unit tests failed: no browser"), "{text}");
        assert!(text.ends_with("\n0 passed, 1 failed\n"), "{text}");
    }

    #[test]
    fn what_was_left_out_is_said() {
        let summary = Summary { parts: vec![], left_out: vec!["browser tests"] };
        assert!(summary.to_string().contains("not run, as asked: browser tests"));
    }
}
