//! Dates and times as people, spreadsheets and programs write them.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{Moment, Zone};
use crate::{Problem, text::plain};

crate::codes! {
    /// How the dates of a file are written where the year does not come first.
    pub enum Dates {
        /// The year comes first; anything else is refused.
        Usual = "usual",
        /// `18/10/2026`
        DayFirst = "day_first",
        /// `10/18/2026`
        MonthFirst = "month_first",
    }
}

impl Zone {
    /// Reads a date and time as files and people write it. Without an offset it is a wall-clock
    /// time here; a date alone is its first moment.
    ///
    /// # Errors
    /// As [`Self::parse_as`].
    pub fn parse(self, text: &str) -> Result<Moment, Problem> {
        self.parse_as(text, Dates::Usual)
    }

    /// Reads `2026-10-18 18:19:00` with `-`, `/`, `.` or 年月日 between its parts, with or without
    /// seconds, an offset (`Z`, `+08:00`, `+0800`) or a half of the day (`6:19 PM`, `下午6:19`); also
    /// `yyyyMMddHHmmss`, RFC 3339, and the day numbers of spreadsheets (`46313.763194444`).
    ///
    /// # Errors
    /// `Missing`, `NotATime`, or `UnclearTime` when the year comes last and nobody said what comes
    /// first.
    pub fn parse_as(self, text: &str, dates: Dates) -> Result<Moment, Problem> {
        let text = plain(text);
        if text.is_empty() {
            return Err(Problem::Missing);
        }
        let value = || text.chars().take(40).collect();
        let moment = match fast_wall(text.as_bytes()) {
            Some(wall) => self.moment(wall),
            None => self.read(&text, dates).map_err(|why| match why {
                Unread::No => Problem::NotATime { value: value() },
                Unread::Unclear => Problem::UnclearTime { value: value() },
            })?,
        };
        if (1990..2200).contains(&moment.year()) {
            Ok(moment)
        } else {
            Err(Problem::NotATime { value: value() })
        }
    }

    fn read(self, text: &str, dates: Dates) -> Result<Moment, Unread> {
        if let Some(wall) = packed(text).or_else(|| day_number(text)) {
            return Ok(self.moment(wall));
        }
        let dashed = text.replace(['年', '月'], "-").replace('日', " ");
        let end = dashed.find([' ', 'T', '上', '下']).unwrap_or(dashed.len());
        let day = day(&dashed[..end], dates)?;
        let rest = dashed[end..].trim_start_matches([' ', 'T']).trim_end();
        if rest.is_empty() {
            return Ok(self.moment(day.into()));
        }
        let (clock, offset) = split_offset(rest);
        let wall = day.and_time(clock_time(clock).ok_or(Unread::No)?);
        let Some(offset) = offset else { return Ok(self.moment(wall)) };
        let text = format!("{} {offset}", wall.format("%Y-%m-%d %H:%M:%S%.f"));
        let stamped = DateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S%.f %#z").map_err(|_| Unread::No)?;
        Ok(stamped.with_timezone(&Utc))
    }
}

enum Unread {
    No,
    Unclear,
}

/// `2026-11-22 14:05:09` (or with `T`), read without a format string: the shape of nearly
/// every date in an import.
fn fast_wall(b: &[u8]) -> Option<NaiveDateTime> {
    if b.len() != 19 || b[4] != b'-' || b[7] != b'-' || (b[10] != b' ' && b[10] != b'T') {
        return None;
    }
    if b[13] != b':' || b[16] != b':' {
        return None;
    }
    let number = |from: usize, to: usize| {
        b[from..to].iter().try_fold(0u32, |n, d| d.is_ascii_digit().then(|| n * 10 + u32::from(d - b'0')))
    };
    let day = NaiveDate::from_ymd_opt(i32::try_from(number(0, 4)?).ok()?, number(5, 7)?, number(8, 10)?)?;
    day.and_hms_opt(number(11, 13)?, number(14, 16)?, number(17, 19)?)
}

/// `20261018181900` or `20261018`.
fn packed(text: &str) -> Option<NaiveDateTime> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match text.len() {
        14 => NaiveDateTime::parse_from_str(text, "%Y%m%d%H%M%S").ok(),
        8 => NaiveDate::parse_from_str(text, "%Y%m%d").ok().map(Into::into),
        _ => None,
    }
}

/// Days since the end of 1899, as spreadsheets count them, to the second. A cell that was not shown
/// as a date comes in so.
fn day_number(text: &str) -> Option<NaiveDateTime> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if !(5..=6).contains(&whole.len()) || !digits(whole) || !digits(decimals) {
        return None;
    }
    // Until the end of 2099: more digits are something else.
    if whole.parse::<u32>().is_ok_and(|days| days > 73_050) {
        return None;
    }
    let seconds = Decimal::from_str_exact(text).ok()? * Decimal::from(86_400);
    let first = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    NaiveDateTime::from(first).checked_add_signed(Duration::seconds(seconds.round().to_i64()?))
}

/// Three numbers, the year in front or, when somebody said so, at the end.
fn day(text: &str, dates: Dates) -> Result<NaiveDate, Unread> {
    let parts: Vec<&str> = text.trim_end_matches('-').split(['-', '/', '.']).collect();
    let [a, b, c] = parts[..] else { return Err(Unread::No) };
    let number = |part: &str, most: usize| {
        let fits = (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| part.parse::<u32>().ok()).flatten().ok_or(Unread::No)
    };
    let (year, month, day) = match (a.len(), c.len(), dates) {
        (4, ..) => (a, b, c),
        (_, 4, Dates::DayFirst) => (c, b, a),
        (_, 4, Dates::MonthFirst) => (c, a, b),
        (1..=2, 4, Dates::Usual) => return Err(Unread::Unclear),
        _ => return Err(Unread::No),
    };
    let year = i32::try_from(number(year, 4)?).map_err(|_| Unread::No)?;
    NaiveDate::from_ymd_opt(year, number(month, 2)?, number(day, 2)?).ok_or(Unread::No)
}

/// A time of day and what stands behind it: `Z`, `+08:00`, `+0800`.
fn split_offset(text: &str) -> (&str, Option<&str>) {
    if let Some(clock) = text.strip_suffix('Z') {
        return (clock.trim_end(), Some("+00:00"));
    }
    match text.find(['+', '-']) {
        Some(at) => (text[..at].trim_end(), Some(&text[at..])),
        None => (text, None),
    }
}

/// `18:19:00`, `18:19`, `6:19 PM`, `下午6:19`.
fn clock_time(text: &str) -> Option<NaiveTime> {
    let upper = text.to_ascii_uppercase();
    let half = |front: &str, back: &str| {
        upper.strip_prefix(front).or_else(|| upper.strip_suffix(back)).map(|rest| rest.trim().to_owned())
    };
    let (clock, half) = match (half("上午", "AM"), half("下午", "PM")) {
        (Some(clock), None) => (clock, " AM"),
        (None, Some(clock)) => (clock, " PM"),
        _ => (upper, ""),
    };
    let clock = clock + half;
    let formats = if half.is_empty() { ["%H:%M:%S%.f", "%H:%M"] } else { ["%I:%M:%S %p", "%I:%M %p"] };
    formats.iter().find_map(|format| NaiveTime::parse_from_str(&clock, format).ok())
}

/// Reads a day: `2026-10-01`, `2026/10/1`.
///
/// # Errors
/// `Missing`, `NotADay`.
pub fn parse_day(text: &str) -> Result<NaiveDate, Problem> {
    let text = plain(text);
    if text.is_empty() {
        return Err(Problem::Missing);
    }
    let wrong = || Problem::NotADay { value: text.chars().take(20).collect() };
    NaiveDate::parse_from_str(&text.replace('/', "-"), "%Y-%m-%d").map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_files_write_them() {
        let zone = Zone::default();
        let noon = zone.parse("2026-10-01 12:00:00").unwrap();
        assert_eq!(noon.to_rfc3339(), "2026-10-01T04:00:00+00:00");
        for same in [
            "2026-10-01T12:00:00+08:00",
            "2026-10-01T12:00:00+0800",
            "2026-10-01 12:00 +08:00",
            "2026-10-01T04:00:00Z",
            "2026-10-01T04:00:00.000Z",
            "2026/10/01 12:00:00",
            "2026/10/1 12:00",
            "2026.10.01 12:00",
            "2026年10月1日 12:00",
            "2026年10月01日12:00:00",
            "2026/10/01 12:00 PM",
            "2026/10/01 下午12:00",
            "20261001120000",
            "２０２６-10-01 12:00",
            "2026-10-01T12:00",
            "46296.5",
        ] {
            assert_eq!(zone.parse(same), Ok(noon), "{same}");
        }
        assert_eq!(zone.parse("46313.763194444"), zone.parse("2026-10-18 18:19:00"));
        assert_eq!(zone.parse("2026/10/18 6:19 PM"), zone.parse("2026-10-18 18:19:00"));
        assert_eq!(zone.parse("2026年10月18日"), zone.parse("2026-10-18"));
        for bad in [
            "2026-13-01",
            "2026-02-30 00:00:00",
            "yesterday",
            "1",
            "0001-01-01",
            "2026-10-01 25:00:00",
            "2026-10-18 24:00:00",
            "2026-10",
            "26-10-18",
            "2026-10-01 13:00 PM",
            "2026-10-01 12:00 +8",
            "99999",
            "1e5",
        ] {
            assert!(matches!(zone.parse(bad), Err(Problem::NotATime { .. })), "{bad} {:?}", zone.parse(bad));
        }
    }

    #[test]
    fn day_and_month_are_not_guessed() {
        let zone = Zone::default();
        assert!(matches!(zone.parse("03/04/2026"), Err(Problem::UnclearTime { .. })));
        assert!(matches!(zone.parse("18/10/2026 18:19"), Err(Problem::UnclearTime { .. })));
        assert_eq!(zone.parse_as("03/04/2026", Dates::DayFirst), zone.parse("2026-04-03"));
        assert_eq!(zone.parse_as("03/04/2026 6:19 PM", Dates::MonthFirst), zone.parse("2026-03-04 18:19"));
        assert_eq!(zone.parse_as("2026-03-04", Dates::MonthFirst), zone.parse("2026-03-04"));
        assert!(matches!(zone.parse_as("18/10/2026", Dates::MonthFirst), Err(Problem::NotATime { .. })));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,24}") {
            let _ = Zone::default().parse(&text);
        }
    }
}
