//! A span of hours within a day.

use crate::{Problem, text::plain};

/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// A span of a day: from a wall-clock minute to before another, which may be `24:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Interval {
    from: u16,
    to: u16,
}

impl Interval {
    /// From nine to six.
    pub const OFFICE: Self = Self { from: 9 * 60, to: 18 * 60 };

    /// Reads `09:00` and `18:00`.
    ///
    /// # Errors
    /// `Missing`, `NotATimeOfDay`, or `EndsBeforeItBegins` where there is no minute between them.
    pub fn read(from: &str, to: &str) -> Result<Self, Problem> {
        let one = Self { from: minute(from)?, to: minute(to)? };
        if one.from < one.to {
            return Ok(one);
        }
        let (from, to) = one.written();
        Err(Problem::EndsBeforeItBegins { from, to })
    }

    /// Several of one day, in their order.
    ///
    /// # Errors
    /// `Overlaps` where two have a minute in common.
    pub fn ordered(mut all: Vec<Self>) -> Result<Vec<Self>, Problem> {
        all.sort_unstable();
        let crossing = all.windows(2).find(|pair| pair[1].from < pair[0].to);
        match crossing {
            Some(pair) => Err(Problem::Overlaps { one: pair[0].said(), other: pair[1].said() }),
            None => Ok(all),
        }
    }

    /// Its minutes.
    #[must_use]
    pub const fn minutes(self) -> u16 {
        self.to - self.from
    }

    /// Minutes of the day at which it begins and before which it ends.
    #[must_use]
    pub const fn bounds(self) -> (u16, u16) {
        (self.from, self.to)
    }

    /// Both times as [`Self::read`] takes them.
    #[must_use]
    pub fn written(self) -> (String, String) {
        let time = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        (time(self.from), time(self.to))
    }

    fn said(self) -> String {
        let (from, to) = self.written();
        format!("{from}–{to}")
    }
}

/// `9:05` as a minute of the day; up to `24:00`.
fn minute(text: &str) -> Result<u16, Problem> {
    let text = plain(text);
    if text.is_empty() {
        return Err(Problem::Missing);
    }
    let wrong = || Problem::NotATimeOfDay { value: text.chars().take(20).collect() };
    let two = |part: &str| -> Option<u16> {
        let fits = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| part.parse().ok()).flatten()
    };
    let (hour, minute) = text.split_once([':', '：']).ok_or_else(wrong)?;
    let (hour, minute) = two(hour).zip(two(minute).filter(|_| minute.len() == 2)).ok_or_else(wrong)?;
    let of_day = hour * 60 + minute;
    if minute < 60 && of_day <= DAY { Ok(of_day) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {

    use super::*;

    #[test]
    fn times_of_a_day_are_read_as_people_write_them() {
        for (text, expected) in
            [("09:00", 540), ("9:00", 540), ("24:00", 1440), ("０９：３０", 570), (" 00:00 ", 0)]
        {
            assert_eq!(minute(text), Ok(expected), "{text}");
        }
        for text in ["24:01", "25:00", "9", "9:5", "9:60", "-1:00", "9:00 PM", "09:00:00", "a:b", "٠٩:٠٠"]
        {
            assert!(matches!(minute(text), Err(Problem::NotATimeOfDay { .. })), "{text}");
        }
        assert_eq!(minute(" "), Err(Problem::Missing));
    }

    #[test]
    fn an_interval_has_a_minute_at_least() {
        assert_eq!(Interval::read("09:00", "24:00").unwrap().minutes(), 900);
        for (from, to) in [("18:00", "09:00"), ("09:00", "09:00")] {
            let wrong = Interval::read(from, to);
            assert_eq!(wrong, Err(Problem::EndsBeforeItBegins { from: from.into(), to: to.into() }));
        }
    }

    #[test]
    fn intervals_of_a_day_stand_in_their_order_and_may_touch() {
        let read = |from, to| Interval::read(from, to).unwrap();
        let (morning, noon, late) = (read("09:00", "12:00"), read("12:00", "13:00"), read("13:30", "18:00"));
        assert_eq!(Interval::ordered(vec![late, morning, noon]), Ok(vec![morning, noon, late]));
        let crossing = Interval::ordered(vec![late, read("09:00", "13:31")]);
        assert_eq!(
            crossing,
            Err(Problem::Overlaps { one: "09:00–13:31".into(), other: "13:30–18:00".into() })
        );
    }
}
