//! Time that passes in the hours of a calendar alone.
//!
//! A minute counts when its wall clock stands inside an interval. An hour that a change of clocks leaves out has no
//! minutes, one that it repeats has its minutes twice.

use chrono::{DateTime, Duration, Offset, TimeZone, Utc};

use super::{Calendar, Interval};
use crate::{Moment, Zone};

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const DAY: i64 = 24 * 60 * MINUTE;
/// A clock does not look further than so many days for its end.
const FURTHEST: i64 = 40 * 366;

impl Calendar {
    /// Whether tickets are received at this moment.
    #[must_use]
    pub fn is_open(&self, at: Moment) -> bool {
        let at = at.timestamp_millis();
        self.spans(at).take_while(|span| span.0 <= at).any(|span| at < span.1)
    }

    /// The next moment at which tickets are received: this one when they are. `None`: not within 40 years.
    #[must_use]
    pub fn opens(&self, at: Moment) -> Option<Moment> {
        let from = at.timestamp_millis();
        let span = self.spans(from).find(|span| span.1 > from)?;
        if span.0 <= from { Some(at) } else { moment(span.0) }
    }

    /// How much of its hours lies between two moments; nothing when the second is not the later one.
    #[must_use]
    pub fn between(&self, from: Moment, to: Moment) -> Duration {
        let (from, to) = (from.timestamp_millis(), to.timestamp_millis());
        let within = self.spans(from).take_while(|span| span.0 < to);
        Duration::milliseconds(within.map(|span| (span.1.min(to) - span.0.max(from)).max(0)).sum())
    }

    /// The moment at which so much of its hours is over, counted from a moment: within an interval or at its very end,
    /// never at the start of the next. The moment itself when there is nothing to wait for; `None`: not within 40 years.
    #[must_use]
    pub fn over(&self, from: Moment, time: Duration) -> Option<Moment> {
        let (begin, mut left) = (from.timestamp_millis(), time.num_milliseconds());
        if left <= 0 {
            return Some(from);
        }
        for (start, end) in self.spans(begin) {
            let start = start.max(begin);
            if end - start >= left {
                return moment(start + left);
            }
            left -= (end - start).max(0);
        }
        None
    }

    /// Its hours as spans of milliseconds since 1970, in their order, from the day before a moment on.
    fn spans(&self, from: i64) -> impl Iterator<Item = (i64, i64)> + '_ {
        let first = from.div_euclid(DAY) - 1;
        let mut offsets = Offsets::before(self.zone, first);
        (first..first + FURTHEST).flat_map(move |day| self.of_day(day, &mut offsets))
    }

    /// The spans of one day, counted in days since 1970.
    fn of_day(&self, day: i64, offsets: &mut Offsets) -> Vec<(i64, i64)> {
        let (old, new) = offsets.around(day);
        let Some(date) = moment(day * DAY).map(|midnight| midnight.date_naive()) else { return Vec::new() };
        let hours = self.of(date).iter().map(|one| wall(day, *one));
        if old == new {
            return hours.map(|(start, end)| (start - old, end - old)).collect();
        }
        let change = offsets.change(day, old);
        let hours: Vec<_> = hours.collect();
        let before = hours.iter().map(|(start, end)| (start - old, (end - old).min(change)));
        let after = hours.iter().map(|(start, end)| ((start - new).max(change), end - new));
        before.chain(after).filter(|span| span.0 < span.1).collect()
    }
}

/// An interval of a day on a clock that never changes, in milliseconds.
fn wall(day: i64, one: Interval) -> (i64, i64) {
    let (from, to) = one.bounds();
    (day * DAY + i64::from(from) * MINUTE, day * DAY + i64::from(to) * MINUTE)
}

fn moment(at: i64) -> Option<Moment> {
    Utc.timestamp_millis_opt(at).single()
}

/// How far the clocks of a zone are ahead of UTC, day after day: each is looked up once.
struct Offsets {
    zone: Zone,
    /// At the beginnings, in UTC, of the day before, the day itself, the next one and the one after that.
    at: [i64; 4],
    day: i64,
}

impl Offsets {
    /// The next day that is asked for is this one.
    fn before(zone: Zone, day: i64) -> Self {
        let at = |day: i64| offset(zone, day * DAY);
        Self { zone, at: [at(day - 2), at(day - 1), at(day), at(day + 1)], day: day - 1 }
    }

    /// What holds before and after every moment of a day that anybody's clock calls so. One change of clocks lies
    /// between them at most.
    fn around(&mut self, day: i64) -> (i64, i64) {
        while self.day < day {
            self.day += 1;
            self.at.rotate_left(1);
            self.at[3] = offset(self.zone, (self.day + 2) * DAY);
        }
        (self.at[0], self.at[3])
    }

    /// The first millisecond at which it is not the old one any more, around this day.
    fn change(&self, day: i64, old: i64) -> i64 {
        let (mut low, mut high) = ((day - 1) * DAY / SECOND, (day + 2) * DAY / SECOND);
        while low + 1 < high {
            let middle = low + (high - low) / 2;
            if offset(self.zone, middle * SECOND) == old { low = middle } else { high = middle }
        }
        high * SECOND
    }
}

/// Milliseconds that the wall clock is ahead of UTC.
fn offset(zone: Zone, at: i64) -> i64 {
    let at = DateTime::from_timestamp_millis(at).unwrap_or_default().naive_utc();
    i64::from(zone.0.offset_from_utc_datetime(&at).fix().local_minus_utc()) * SECOND
}
