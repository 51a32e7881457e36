//! When mails go out: within one's hours, at once or as one mail a day.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};

use super::Pace;
use crate::{
    Moment, Zone,
    reception::{Day, Interval},
};

/// The hours of a day at which the one mail of a day can go out.
pub const DIGEST_HOURS: std::ops::RangeInclusive<u32> = 0..=23;

/// Hours are looked for in so many days: a week always has a day that is chosen, if any is.
const LOOKED_THROUGH: u64 = 8;

/// When somebody wants mails, in the business time zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manner {
    /// On these days.
    pub days: Vec<Day>,
    /// Within these hours.
    pub hours: Interval,
    /// One mail a day, at this hour; `None`: at once.
    pub digest: Option<u32>,
}

impl Default for Manner {
    /// Monday to Friday from nine to six, at once.
    fn default() -> Self {
        Self { days: Day::ALL.iter().copied().take(5).collect(), hours: Interval::OFFICE, digest: None }
    }
}

impl Manner {
    /// When a mail of something that happens now goes out. What is urgent goes out at once; the rest within one's hours,
    /// and as one mail of a day where that is chosen. `None` where no day is chosen: never.
    #[must_use]
    pub fn due(&self, now: Moment, pace: Pace, zone: Zone) -> Option<Moment> {
        if pace == Pace::Urgent {
            return Some(now);
        }
        let wall = zone.wall(now);
        let days = (0..=LOOKED_THROUGH).filter_map(|n| wall.date().checked_add_days(Days::new(n)));
        let chosen = days.filter(|day| is_on(&self.days, *day));
        match self.digest {
            Some(hour) => {
                let at = NaiveTime::from_hms_opt(hour.min(*DIGEST_HOURS.end()), 0, 0)?;
                chosen.map(|day| day.and_time(at)).find(|at| *at >= wall).map(|at| zone.moment(at))
            }
            None => {
                let spans = chosen.map(|day| self.span(day.into()));
                let (begin, _) = spans.into_iter().find(|(_, end)| *end > wall)?;
                Some(if begin <= wall { now } else { zone.moment(begin) })
            }
        }
    }

    /// The hours of a day as wall-clock times, from its midnight.
    fn span(&self, midnight: NaiveDateTime) -> (NaiveDateTime, NaiveDateTime) {
        let (from, to) = self.hours.bounds();
        let at = |minute: u16| midnight + chrono::Duration::minutes(minute.into());
        (at(from), at(to))
    }

    /// As it is kept: `mon,tue 09:00 18:00`, with the hour of the mail of a day behind it where there is one.
    #[must_use]
    pub fn written(&self) -> String {
        let days: Vec<_> = self.days.iter().map(|day| day.code()).collect();
        let (from, to) = self.hours.written();
        let hour = self.digest.map(|hour| format!(" {hour}")).unwrap_or_default();
        format!("{} {from} {to}{hour}", days.join(","))
    }

    /// What [`Self::written`] gave; `None` for anything else.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let (days, from, to) = (parts.next()?, parts.next()?, parts.next()?);
        let days =
            days.split(',').filter(|code| !code.is_empty()).map(Day::from_code).collect::<Option<_>>()?;
        let digest = match parts.next() {
            Some(hour) => Some(hour.parse().ok().filter(|hour| DIGEST_HOURS.contains(hour))?),
            None => None,
        };
        Some(Self { days, hours: Interval::read(from, to).ok()?, digest })
    }
}

fn is_on(days: &[Day], day: NaiveDate) -> bool {
    Day::ALL.get(day.weekday().num_days_from_monday() as usize).is_some_and(|day| days.contains(day))
}
