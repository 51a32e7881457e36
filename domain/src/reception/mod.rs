//! When tickets are received: the hours of each day of the week, holidays and swapped working days
//! (`domain.md` 3.1), and time that passes in those hours alone (3.3).

mod clock;
mod hours;
mod least;
#[cfg(test)]
mod tests;
mod written;

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

pub use hours::Interval;
pub use least::{LEAST_DAYS, LEAST_MINUTES};
pub use written::{Workday, Written};

use crate::{Zone, codes};

codes! {
    /// A day of the week.
    #[expect(missing_docs, reason = "the names say it")]
    pub enum Day {
        Mon = "mon" | "周一" | "星期一",
        Tue = "tue" | "周二" | "星期二",
        Wed = "wed" | "周三" | "星期三",
        Thu = "thu" | "周四" | "星期四",
        Fri = "fri" | "周五" | "星期五",
        Sat = "sat" | "周六" | "星期六",
        Sun = "sun" | "周日" | "星期日",
    }
}

/// The hours in which tickets are received. Made by [`Written::read`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    zone: Zone,
    /// From Monday to Sunday.
    week: [Vec<Interval>; 7],
    /// Days that are otherwise than their day of the week: a holiday has no hours.
    dated: BTreeMap<NaiveDate, Vec<Interval>>,
}

impl Calendar {
    /// The zone of its wall-clock times.
    #[must_use]
    pub const fn zone(&self) -> Zone {
        self.zone
    }

    /// The hours of a day, in their order; none of them touches another's inside.
    #[must_use]
    pub fn of(&self, day: NaiveDate) -> &[Interval] {
        match self.dated.get(&day) {
            Some(hours) => hours,
            None => &self.week[day.weekday().num_days_from_monday() as usize],
        }
    }
}
