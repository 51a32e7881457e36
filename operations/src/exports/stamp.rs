//! Moments as `2026-11-22 14:05:09` in the business time zone, many of them.

use chrono::Offset;
use domain::Zone;

use crate::db::moment;

const DAY: i64 = 86_400_000;
/// Days that are kept.
const KEPT: usize = 256;

/// Writes moments. The zone's rules and the calendar are looked at once a day, not once a moment.
pub(super) struct Stamps {
    zone: Zone,
    /// Day since 1970 (UTC) and the offset that holds all day, in milliseconds; `None` on a day on
    /// which the clocks change.
    offsets: Vec<(i64, Option<i64>)>,
    /// Day since 1970 and its date, as it is written.
    dates: Vec<(i64, String)>,
}

impl Stamps {
    pub(super) fn new(zone: Zone) -> Self {
        Self { zone, offsets: vec![(i64::MIN, None); KEPT], dates: vec![(i64::MIN, String::new()); KEPT] }
    }

    /// Appends a moment. Parts of a second are written only where there are some.
    pub(super) fn push(&mut self, out: &mut Vec<u8>, millis: i64) {
        match self.offset_of_day(millis.div_euclid(DAY)) {
            Some(offset) => self.push_wall(out, millis + offset),
            None => self.push_slowly(out, millis),
        }
    }

    fn offset_of_day(&mut self, day: i64) -> Option<i64> {
        let place = place(day);
        if self.offsets[place].0 != day {
            let (first, last) = (self.offset(day * DAY), self.offset((day + 1) * DAY));
            self.offsets[place] = (day, (first == last).then_some(first));
        }
        self.offsets[place].1
    }

    fn offset(&self, millis: i64) -> i64 {
        i64::from(moment(millis).with_timezone(&self.zone.0).offset().fix().local_minus_utc()) * 1_000
    }

    /// In the hour that comes twice the offset must stand there, or it would be read as the first.
    fn push_slowly(&mut self, out: &mut Vec<u8>, millis: i64) {
        let moment = moment(millis);
        if self.zone.moment(self.zone.wall(moment)) == moment {
            self.push_wall(out, millis + self.offset(millis));
        } else {
            out.extend_from_slice(moment.with_timezone(&self.zone.0).fixed_offset().to_rfc3339().as_bytes());
        }
    }

    /// Appends what clock and calendar on the wall show, counted as if they hung in Greenwich.
    fn push_wall(&mut self, out: &mut Vec<u8>, wall: i64) {
        let (day, rest) = (wall.div_euclid(DAY), wall.rem_euclid(DAY));
        let place = place(day);
        if self.dates[place].0 != day {
            self.dates[place] = (day, moment(wall).format("%Y-%m-%d").to_string());
        }
        out.extend_from_slice(self.dates[place].1.as_bytes());
        let mut time = *b" 00:00:00.000";
        digits(&mut time[1..3], rest / 3_600_000);
        digits(&mut time[4..6], rest / 60_000 % 60);
        digits(&mut time[7..9], rest / 1_000 % 60);
        digits(&mut time[10..13], rest % 1_000);
        out.extend_from_slice(if rest % 1_000 == 0 { &time[..9] } else { &time });
    }
}

const fn place(day: i64) -> usize {
    day.rem_euclid(KEPT as i64) as usize
}

fn digits(place: &mut [u8], mut number: i64) {
    for digit in place.iter_mut().rev() {
        *digit = b'0' + number.rem_euclid(10) as u8;
        number /= 10;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(zone: Zone, millis: i64) -> String {
        let mut out = Vec::new();
        Stamps::new(zone).push(&mut out, millis);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn parts_of_a_second_stand_only_where_there_are_some() {
        assert_eq!(text(Zone::default(), 1_794_715_200_000), "2026-11-15 12:00:00");
        assert_eq!(text(Zone::default(), 1_794_715_200_007), "2026-11-15 12:00:00.007");
    }

    #[test]
    fn the_hour_that_comes_twice() {
        let zone = Zone::named("America/New_York").unwrap();
        // 2026-11-01 05:30 and 06:30 UTC are both 01:30 there.
        assert_eq!(text(zone, 1_793_511_000_000), "2026-11-01 01:30:00");
        assert_eq!(text(zone, 1_793_514_600_000), "2026-11-01T01:30:00-05:00");
    }

    proptest! {
        #[test]
        fn what_is_written_is_what_the_zone_says_and_is_read_back(
            millis in 650_000_000_000_i64..7_200_000_000_000, which in 0..4_usize,
        ) {
            let names = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"];
            let zone = Zone::named(names[which]).unwrap();
            let seconds = millis / 1_000 * 1_000;
            let written = text(zone, seconds);
            if !written.contains('T') {
                prop_assert_eq!(&written, &zone.second(moment(seconds)));
            }
            prop_assert_eq!(zone.parse(&written), Ok(moment(seconds)));
            prop_assert_eq!(zone.parse(&text(zone, millis)), Ok(moment(millis)));
        }
    }
}
