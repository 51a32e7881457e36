//! The clocks of a ticket of the sample, as they would stand if they had run.

use chrono::Duration;
use domain::{
    reception::Calendar,
    ticket::{Clock, Limits, Waiting},
};

use super::Dice;
use crate::db::{millis, moment};

/// Where a ticket stands. Moments are milliseconds since 1970.
pub(super) struct Stand {
    pub(super) created: i64,
    /// The last thing that happened.
    pub(super) last: i64,
    pub(super) responded: Option<i64>,
    pub(super) waiting: Waiting,
}

/// The clocks, as the columns of the table have them.
pub(super) struct Clocks {
    pub(super) first_due: i64,
    pub(super) first_spent: Option<i64>,
    pub(super) left: i64,
    pub(super) from: Option<i64>,
    pub(super) resolution_due: Option<i64>,
    pub(super) due: Option<i64>,
    pub(super) alarm_clock: Option<&'static str>,
    pub(super) alarms: i64,
    pub(super) alarm_at: Option<i64>,
    pub(super) first_broken: Option<i64>,
    pub(super) resolution_broken: Option<i64>,
}

/// How much time there is for the first answer and for the solution, in milliseconds.
pub(super) fn limits() -> (i64, i64) {
    let long = |minutes: u32| Duration::minutes(minutes.into()).num_milliseconds();
    (long(Limits::USUAL.first_response), long(Limits::USUAL.resolution))
}

impl Clocks {
    /// What was over before now has been told already, so that nothing is raised of it when the program starts.
    pub(super) fn of(dice: &mut Dice, calendar: &Calendar, now: i64, stand: &Stand) -> Self {
        let (first, resolution) = limits();
        let first_due = over(calendar, stand.created, first);
        let first_spent =
            stand.responded.map(|at| calendar.between(moment(stand.created), moment(at)).num_milliseconds());
        let left = match stand.responded {
            None => resolution,
            // One in eleven took longer than it may.
            Some(_) => resolution / 100 * dice.between(-10, 100),
        };
        let runs = stand.waiting == Waiting::Us;
        let from = runs.then_some(if stand.responded.is_some() { stand.last } else { stand.created });
        let resolution_due = from.map(|from| over(calendar, from, left));
        let is_open = stand.waiting != Waiting::Nobody;
        let unanswered = Some(first_due).filter(|_| is_open && stand.responded.is_none());
        let due = [unanswered, resolution_due].into_iter().flatten().min();
        let clock =
            if unanswered.is_some() && unanswered == due { Clock::FirstResponse } else { Clock::Resolution };
        let is_over = due.is_some_and(|due| due <= now);
        let broken = |of: Clock| due.filter(|_| is_over && clock == of);
        let late = stand.responded.is_some_and(|at| at > first_due).then_some(first_due);
        let overrun = (left < 0).then_some(stand.last);
        Self {
            first_due,
            first_spent,
            left,
            from,
            resolution_due,
            due,
            alarm_clock: is_open.then_some(clock.code()),
            // Four are all there are; of what still runs the last one is to come.
            alarms: match due {
                Some(_) if is_over => 4,
                Some(_) => 3,
                None => 0,
            },
            alarm_at: due.filter(|_| !is_over),
            first_broken: broken(Clock::FirstResponse).or(late),
            resolution_broken: broken(Clock::Resolution).or(overrun),
        }
    }
}

/// The moment at which so much of the hours of reception is over.
fn over(calendar: &Calendar, from: i64, long: i64) -> i64 {
    calendar.over(moment(from), Duration::milliseconds(long)).map_or(from, millis)
}
