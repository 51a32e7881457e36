//! From when and how long what was bought is valid (`domain.md` 2.6).

use chrono::{Days, Months, NaiveDateTime};

use crate::{Moment, Problem, Zone, order::DurationUnit};

/// A period that was bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// Its first moment.
    pub from: Moment,
    /// The first moment after it.
    pub to: Moment,
}

impl Term {
    /// The validity of a period of `length` units: from the actual start of the service where the merchant gave
    /// one, otherwise from the acceptance. Months end by the calendar of the zone: one month from 31 January is
    /// over at the end of February. `None` when it ends beyond all calendars.
    #[must_use]
    pub fn of(
        started: Option<Moment>,
        accepted: Moment,
        (length, unit): (i64, DurationUnit),
        zone: Zone,
    ) -> Option<Self> {
        let from = started.unwrap_or(accepted);
        let wall = later(zone.wall(from), length, unit)?;
        Some(Self { from, to: zone.moment(wall) })
    }

    /// Whether it is over at this moment.
    #[must_use]
    pub fn is_over(self, at: Moment) -> bool {
        self.to <= at
    }
}

fn later(wall: NaiveDateTime, length: i64, unit: DurationUnit) -> Option<NaiveDateTime> {
    let months = |n: i64| u32::try_from(n).ok().map(Months::new);
    match unit {
        DurationUnit::Year => wall.checked_add_months(months(length.checked_mul(12)?)?),
        DurationUnit::Month => wall.checked_add_months(months(length)?),
        DurationUnit::Day => wall.checked_add_days(Days::new(u64::try_from(length).ok()?)),
    }
}

/// What is wrong with an actual start of the service: it is not in the future, and not before the payment (2.4).
#[must_use]
pub fn start_problem(start: Moment, paid: Option<Moment>, now: Moment, zone: Zone) -> Option<Problem> {
    if start > now {
        return Some(Problem::NotYet { value: zone.second(start) });
    }
    paid.filter(|paid| start < *paid).map(|_| Problem::Before { other: "paid_at".to_owned() })
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn at(text: &str) -> Moment {
        DateTime::parse_from_rfc3339(text).unwrap().into()
    }

    #[test]
    fn both_scenarios_of_the_example() {
        let accepted = at("2026-02-01T10:00:00+08:00");
        let month = (1, DurationUnit::Month);
        let one = Term::of(None, accepted, month, Zone::default()).unwrap();
        assert_eq!((one.from, one.to), (accepted, at("2026-03-01T10:00:00+08:00")));
        assert!(!one.is_over(accepted));
        let started = at("2026-01-01T00:00:00+08:00");
        let two = Term::of(Some(started), accepted, month, Zone::default()).unwrap();
        assert_eq!((two.from, two.to), (started, at("2026-02-01T00:00:00+08:00")));
        assert!(two.is_over(accepted));
    }

    #[test]
    fn months_end_by_the_calendar() {
        let to = |from: &str, length: i64, unit: DurationUnit| {
            Term::of(Some(at(from)), at(from), (length, unit), Zone::default()).map(|term| term.to)
        };
        let january = "2026-01-31T12:00:00+08:00";
        assert_eq!(to(january, 1, DurationUnit::Month), Some(at("2026-02-28T12:00:00+08:00")));
        assert_eq!(
            to("2028-01-31T12:00:00+08:00", 1, DurationUnit::Month),
            Some(at("2028-02-29T12:00:00+08:00"))
        );
        assert_eq!(
            to("2028-02-29T00:00:00+08:00", 1, DurationUnit::Year),
            Some(at("2029-02-28T00:00:00+08:00"))
        );
        assert_eq!(to(january, 30, DurationUnit::Day), Some(at("2026-03-02T12:00:00+08:00")));
        // The day of Beijing counts: in UTC this is still 31 January.
        assert_eq!(to("2026-01-31T17:00:00Z", 1, DurationUnit::Month), Some(at("2026-02-28T17:00:00Z")));
        assert_eq!(to(january, i64::MAX, DurationUnit::Year), None);
        assert_eq!(to(january, i64::MAX, DurationUnit::Day), None);
    }

    #[test]
    fn a_start_is_between_payment_and_now() {
        let (paid, now) = (at("2026-01-01T00:00:00+08:00"), at("2026-02-01T00:00:00+08:00"));
        let problem = |start: &str| start_problem(at(start), Some(paid), now, Zone::default());
        assert_eq!(problem("2026-01-01T00:00:00+08:00"), None);
        assert_eq!(problem("2026-02-01T00:00:00+08:00"), None);
        assert!(matches!(problem("2026-02-01T00:00:01+08:00"), Some(Problem::NotYet { .. })));
        assert!(matches!(problem("2025-12-31T23:59:59+08:00"), Some(Problem::Before { .. })));
    }
}
