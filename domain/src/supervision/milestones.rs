//! Deliveries in several parts, each with a share of what is settled (`domain.md` 5.5).

use crate::{Problem, Rate};

/// A delivery has at most so many parts.
pub const MOST_MILESTONES: usize = 12;
const WHOLE: i64 = 1_000_000;

/// The shares of the parts, which add up to 100 %.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shares(Vec<Rate>);

impl Shares {
    /// Shares as they are written: `30%`, `0.3`.
    ///
    /// # Errors
    /// `Missing`, `NotARate`, `TooMany`; `SharesNotWhole` where they do not add up to 100 % or one is nothing.
    pub fn read<'a>(given: impl IntoIterator<Item = &'a str>) -> Result<Self, Problem> {
        let shares = given.into_iter().map(Rate::parse).collect::<Result<Vec<_>, _>>()?;
        Self::of(shares)
    }

    /// Shares that are rates already.
    ///
    /// # Errors
    /// As [`Shares::read`].
    pub fn of(shares: Vec<Rate>) -> Result<Self, Problem> {
        if shares.is_empty() {
            return Err(Problem::Missing);
        }
        if shares.len() > MOST_MILESTONES {
            return Err(Problem::TooMany { most: u32::try_from(MOST_MILESTONES).unwrap_or(u32::MAX) });
        }
        let sum: i64 = shares.iter().map(|share| share.millionths()).sum();
        let all_count = shares.iter().all(|share| share.millionths() > 0);
        if sum != WHOLE || !all_count {
            return Err(Problem::SharesNotWhole { sum: percent(sum) });
        }
        Ok(Self(shares))
    }

    /// Each of them, in order.
    #[must_use]
    pub fn all(&self) -> &[Rate] {
        &self.0
    }
}

/// Millionths as a person writes them: `95 %`, `33.3333 %`.
fn percent(millionths: i64) -> String {
    let text = format!("{}.{:04}", millionths / 10_000, millionths % 10_000);
    format!("{} %", text.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_to_the_whole() {
        let shares = Shares::read(["30%", "0.5", "20 %"]).unwrap();
        assert_eq!(
            shares.all().iter().map(|s| s.millionths()).collect::<Vec<_>>(),
            [300_000, 500_000, 200_000]
        );
        assert_eq!(Shares::read([]), Err(Problem::Missing));
        let sum = |given: [&str; 2]| Shares::read(given).unwrap_err().to_string();
        assert!(sum(["30%", "65%"]).contains("95 %"), "{}", sum(["30%", "65%"]));
        assert!(sum(["33.3333%", "33.3333%"]).contains("66.6666 %"));
        assert!(sum(["100%", "0%"]).contains("100 %"));
        assert!(Shares::read(["a"]).is_err());
        assert!(matches!(Shares::read(vec!["1%"; 13]), Err(Problem::TooMany { .. })));
    }
}
