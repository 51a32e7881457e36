//! What the runners reported, added up.

use crate::progress::seconds;
use std::time::Duration;

/// Passed and failed tests of one runner.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tests that passed.
    pub passed: usize,
    /// Tests that failed, were cancelled, or were skipped: nothing is skipped silently.
    pub failed: usize,
}

impl Counts {
    /// Adds up cargo's lines `test result: ok. 3 passed; 0 failed; 1 ignored; …`.
    pub fn of_cargo(output: &str) -> Self {
        let mut counts = Self::default();
        for line in output.lines() {
            let Some((_, result)) = line.split_once("test result: ") else {
                continue;
            };
            for part in result.split(['.', ';']) {
                let mut words = part.split_whitespace();
                let number = words.next().and_then(|word| word.parse::<usize>().ok());
                match (number, words.next()) {
                    (Some(number), Some("passed")) => counts.passed += number,
                    (Some(number), Some("failed" | "ignored")) => counts.failed += number,
                    _ => {}
                }
            }
        }
        counts
    }

    /// Reads the totals of Node's `spec` reporter: `ℹ pass 3`, `ℹ fail 0`, ….
    pub fn of_node(output: &str) -> Self {
        let mut counts = Self::default();
        for line in output.lines() {
            let Some(rest) = line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# ")) else {
                continue;
            };
            let Some((name, number)) = rest.split_once(' ') else {
                continue;
            };
            let Ok(number) = number.trim().parse::<usize>() else {
                continue;
            };
            match name {
                "pass" => counts.passed += number,
                "fail" | "cancelled" | "skipped" | "todo" => counts.failed += number,
                _ => {}
            }
        }
        counts
    }

    /// A runner that failed without naming a test (it did not compile, it crashed) counts as one failure.
    pub fn or_failure(self, ok: bool) -> Self {
        Self { failed: if ok { self.failed } else { self.failed.max(1) }, ..self }
    }
}

/// One finished step of the test run.
#[derive(Debug)]
pub struct Line {
    /// The step's name.
    pub name: &'static str,
    /// What it took.
    pub took: Duration,
    /// What it reported.
    pub counts: Counts,
    /// Why it could not run or failed, when it was not its tests.
    pub reason: Option<String>,
}

impl Line {
    /// Whether the step is in order.
    pub fn ok(&self) -> bool {
        self.counts.failed == 0 && self.reason.is_none()
    }
}

/// The closing table and, alone on the last line, the totals. Says whether all is well.
pub fn text(lines: &[Line]) -> (String, bool) {
    let mut text = format!("\n{:<14}{:>10}{:>9}{:>9}\n", "step", "time", "passed", "failed");
    let mut total = Counts::default();
    for line in lines {
        let counts = line.counts.or_failure(line.ok());
        total.passed += counts.passed;
        total.failed += counts.failed;
        text.push_str(&format!(
            "{:<14}{:>10}{:>9}{:>9}  {}\n",
            line.name,
            seconds(line.took),
            counts.passed,
            counts.failed,
            if line.ok() { "ok" } else { "FAILED" }
        ));
    }
    for line in lines {
        if let Some(reason) = &line.reason {
            text.push_str(&format!("\n{}: {reason}\n", line.name));
        }
    }
    text.push_str(&format!("\n{} passed, {} failed\n", total.passed, total.failed));
    (text, total.failed == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_totals_are_added_and_ignored_tests_count_as_failed() {
        let output = "running 3 tests\n\
            test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s\n\
            test result: FAILED. 10 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(Counts::of_cargo(output), Counts { passed: 13, failed: 3 });
    }

    #[test]
    fn node_totals_are_read() {
        let output = "✔ signs in (12ms)\nℹ tests 4\nℹ pass 2\nℹ fail 1\nℹ cancelled 0\nℹ skipped 1\n";
        assert_eq!(Counts::of_node(output), Counts { passed: 2, failed: 2 });
    }

    #[test]
    fn a_step_without_tests_that_fails_is_one_failure_and_the_totals_stand_alone() {
        let line = |name, passed, reason: Option<&str>| Line {
            name,
            took: Duration::from_secs(1),
            counts: Counts { passed, failed: 0 },
            reason: reason.map(str::to_owned),
        };
        let (all, ok) = text(&[line("fmt", 0, Some("not formatted")), line("rust", 7, None)]);
        assert!(!ok);
        assert_eq!(all.lines().last(), Some("7 passed, 1 failed"));
        assert!(text(&[line("rust", 7, None)]).1);
    }
}
