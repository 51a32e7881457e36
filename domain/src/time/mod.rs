//! Moments, the business time zone and account periods.

mod span;
mod written;

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, TimeZone, Utc};
use serde::{Deserialize, Serialize};

pub use span::Span;
pub use written::{Dates, parse_day};

use crate::{Problem, Tongue, text::plain};

/// A moment, in UTC.
pub type Moment = DateTime<Utc>;

/// The business time zone. Account periods and dates on pages are in it; by default Beijing
/// (`domain.md` section 0).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone(pub chrono_tz::Tz);

impl Default for Zone {
    fn default() -> Self {
        Self(chrono_tz::Asia::Shanghai)
    }
}

impl Zone {
    /// The zone with this IANA name, such as `Asia/Shanghai`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok().map(Self)
    }

    /// The moment of a wall-clock time here. In the hour that a change of clocks repeats it is
    /// the first, in the hour that it leaves out the moment after the gap.
    #[must_use]
    pub fn moment(self, wall: NaiveDateTime) -> Moment {
        let local = self.0.from_local_datetime(&wall);
        local.earliest().map_or_else(
            || match self.0.from_local_datetime(&(wall + Duration::hours(1))).earliest() {
                Some(later) => later.with_timezone(&Utc),
                None => Utc.from_utc_datetime(&wall),
            },
            |found| found.with_timezone(&Utc),
        )
    }

    /// The wall-clock time here.
    #[must_use]
    pub fn wall(self, moment: Moment) -> NaiveDateTime {
        moment.with_timezone(&self.0).naive_local()
    }

    /// `2026-11-22 14:05`
    #[must_use]
    pub fn minute(self, moment: Moment) -> String {
        self.wall(moment).format("%Y-%m-%d %H:%M").to_string()
    }

    /// `2026-11-22 14:05:09`
    #[must_use]
    pub fn second(self, moment: Moment) -> String {
        self.wall(moment).format("%Y-%m-%d %H:%M:%S").to_string()
    }

    /// The account period of a moment.
    #[must_use]
    pub fn period(self, moment: Moment) -> Period {
        let wall = self.wall(moment);
        Period { year: wall.year(), month: wall.month() }
    }

    /// The first moment of a period and the first moment after it.
    #[must_use]
    pub fn bounds(self, period: Period) -> (Moment, Moment) {
        (self.moment(period.first_day().into()), self.moment(period.next().first_day().into()))
    }

    /// Where a period stands, seen from a moment.
    #[must_use]
    pub fn stage(self, period: Period, now: Moment) -> Stage {
        match self.bounds(period) {
            (begin, _) if now < begin => Stage::NotBegun,
            (_, end) if now < end => Stage::Running,
            _ => Stage::Over,
        }
    }

    /// The first moment of a day and the first moment after it.
    #[must_use]
    pub fn day(self, day: NaiveDate) -> (Moment, Moment) {
        let next = day.succ_opt().unwrap_or(day);
        (self.moment(day.into()), self.moment(next.into()))
    }
}

/// Where a period stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Its first day has not come.
    NotBegun,
    /// It has begun and is not over.
    Running,
    /// It is over: its statements can be issued.
    Over,
}

/// An account period: a calendar month, written `202611` (`domain.md` 0.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Period {
    year: i32,
    month: u32,
}

impl Period {
    /// Reads `202611`, `2026-11` or `2026年11月`.
    ///
    /// # Errors
    /// `Missing` or `NotAPeriod`.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = plain(text);
        if text.is_empty() {
            return Err(Problem::Missing);
        }
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let shape_ok = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | '年' | '月'));
        let number = if shape_ok && digits.len() == 6 { digits.parse::<i64>().ok() } else { None };
        number
            .and_then(Self::from_number)
            .ok_or_else(|| Problem::NotAPeriod { value: text.chars().take(40).collect() })
    }

    /// The period of a number such as `202611`.
    #[must_use]
    pub fn from_number(number: i64) -> Option<Self> {
        let year = i32::try_from(number / 100).ok()?;
        let month = u32::try_from(number % 100).ok()?;
        ((1990..2200).contains(&year) && (1..=12).contains(&month)).then_some(Self { year, month })
    }

    /// `202611` as a number.
    #[must_use]
    pub fn number(self) -> i64 {
        i64::from(self.year) * 100 + i64::from(self.month)
    }

    /// The month after this one.
    #[must_use]
    pub fn next(self) -> Self {
        if self.month == 12 {
            Self { year: self.year + 1, month: 1 }
        } else {
            Self { year: self.year, month: self.month + 1 }
        }
    }

    /// The month before this one.
    #[must_use]
    pub fn previous(self) -> Self {
        if self.month == 1 {
            Self { year: self.year - 1, month: 12 }
        } else {
            Self { year: self.year, month: self.month - 1 }
        }
    }

    /// `2026-11`: for people.
    #[must_use]
    pub fn dashed(self) -> String {
        format!("{:04}-{:02}", self.year, self.month)
    }

    /// As a file says it: `202611` to programs, `2026-11` to people.
    #[must_use]
    pub fn in_words(self, tongue: Tongue) -> String {
        if tongue == Tongue::Codes { self.to_string() } else { self.dashed() }
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        let next = self.next().first_day();
        next.pred_opt().unwrap_or(next)
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.month, 1).unwrap_or_default()
    }
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}{:02}", self.year, self.month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_month_ends_at_midnight_in_beijing() {
        // B4 of domain.md 4.4
        let zone = Zone::default();
        let last = DateTime::parse_from_rfc3339("2024-01-31T23:59:59+08:00").unwrap();
        let next = last + Duration::seconds(1);
        assert_eq!(zone.period(last.with_timezone(&Utc)).to_string(), "202401");
        assert_eq!(zone.period(next.with_timezone(&Utc)).to_string(), "202402");
        let january = Period { year: 2024, month: 1 };
        assert_eq!(zone.bounds(january).1, next);
        let at = |moment: DateTime<chrono::FixedOffset>| zone.stage(january, moment.with_timezone(&Utc));
        assert_eq!(
            [at(last - Duration::days(31)), at(last), at(next)],
            [Stage::NotBegun, Stage::Running, Stage::Over]
        );
    }

    #[test]
    fn periods() {
        assert_eq!(Period::parse("2026-11").unwrap().number(), 202_611);
        assert_eq!(Period::parse("202612").unwrap().next().to_string(), "202701");
        assert_eq!(Period::parse("202601").unwrap().previous().dashed(), "2025-12");
        for bad in ["202613", "2026", "abc", "202600", "20261101"] {
            assert!(Period::parse(bad).is_err(), "{bad}");
        }
    }
}
