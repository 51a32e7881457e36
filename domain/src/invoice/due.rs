//! Until when an invoice has to be made out (`domain.md` 6.3, 6.4). Days and months are those of the business time zone:
//! a change of clocks does not move the time of day.

use chrono::{Days, Months};

use crate::{Moment, Zone};

/// A buyer gets the invoice within so many days of the request.
pub const ISSUE_DAYS: u64 = 7;

/// The last moment at which an invoice that a buyer asked for is in time.
#[must_use]
pub fn issue_due(requested_at: Moment, zone: Zone) -> Moment {
    let wall = zone.wall(requested_at);
    zone.moment(wall.checked_add_days(Days::new(ISSUE_DAYS)).unwrap_or(wall))
}

/// The last moment at which an invoice to the provider is in time: a calendar month after the notice, on the last day
/// of a month that has no such day.
#[must_use]
pub fn provider_due(noticed_at: Moment, zone: Zone) -> Moment {
    let wall = zone.wall(noticed_at);
    zone.moment(wall.checked_add_months(Months::new(1)).unwrap_or(wall))
}

/// Whether the last moment is over.
#[must_use]
pub fn late(due: Moment, now: Moment) -> bool {
    now > due
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(of: fn(Moment, Zone) -> Moment, zone: Zone, from: &str) -> String {
        zone.second(of(zone.parse(from).unwrap(), zone))
    }

    #[test]
    fn a_buyer_waits_seven_days_at_most() {
        let beijing = Zone::default();
        for (from, until) in [
            ("2026-11-01 10:00:00", "2026-11-08 10:00:00"),
            ("2026-12-28 23:59:59", "2027-01-04 23:59:59"),
            ("2028-02-25 00:00:00", "2028-03-03 00:00:00"),
        ] {
            assert_eq!(due(issue_due, beijing, from), until);
        }
        let last = issue_due(beijing.parse("2026-11-01 10:00:00").unwrap(), beijing);
        assert!(!late(last, last));
        assert!(late(last, last + chrono::Duration::milliseconds(1)));
    }

    #[test]
    fn the_provider_waits_a_calendar_month() {
        let beijing = Zone::default();
        for (from, until) in [
            ("2026-11-15 09:30:00", "2026-12-15 09:30:00"),
            ("2026-12-05 00:00:00", "2027-01-05 00:00:00"),
            ("2026-01-31 23:00:00", "2026-02-28 23:00:00"),
            ("2026-01-28 23:00:00", "2026-02-28 23:00:00"),
            ("2028-01-31 08:00:00", "2028-02-29 08:00:00"),
            ("2026-02-28 08:00:00", "2026-03-28 08:00:00"),
            ("2026-08-31 08:00:00", "2026-09-30 08:00:00"),
        ] {
            assert_eq!(due(provider_due, beijing, from), until);
        }
        // In UTC it is the 30th still: the month is counted where the business is.
        let noticed = Zone::named("UTC").unwrap().parse("2026-01-30 17:00:00").unwrap();
        assert_eq!(beijing.second(provider_due(noticed, beijing)), "2026-02-28 01:00:00");
    }

    #[test]
    fn a_change_of_clocks_does_not_move_the_time_of_day() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        assert_eq!(due(issue_due, berlin, "2026-03-27 10:00:00"), "2026-04-03 10:00:00");
        assert_eq!(due(provider_due, berlin, "2026-10-10 10:00:00"), "2026-11-10 10:00:00");
        // 02:30 is left out on the day of the change: the moment after the gap.
        assert_eq!(due(issue_due, berlin, "2026-03-22 02:30:00"), "2026-03-29 03:30:00");
    }
}
