//! The two clocks of a ticket (`domain.md` 3.3): until the first response, and until the solution. They run in the hours
//! of reception; the second stands still while the customer is waited for.

use chrono::Duration;
use domain::{
    Moment,
    reception::Calendar,
    ticket::{Clock, Limits, Waiting, next_alarm},
};

use super::row::Ticket;
use crate::db::{millis, moment};

/// Until when somebody has to have answered, and how much time there is for that and for the solution, in milliseconds,
/// of a ticket that begins.
pub(super) fn begin(calendar: &Calendar, limits: Limits, now: Moment) -> (i64, i64, i64) {
    let minutes = |minutes: u32| Duration::minutes(minutes.into());
    let first = calendar.over(now, minutes(limits.first_response)).unwrap_or(now);
    let long = |limit: u32| minutes(limit).num_milliseconds();
    (millis(first), long(limits.first_response), long(limits.resolution))
}

impl Ticket {
    /// Lets the clock of the solution run or stand still, as it has to where the ticket is now.
    pub(super) fn wind(&mut self, calendar: &Calendar, now: Moment) {
        self.stop(calendar, now);
        if self.waiting_for() == Waiting::Us {
            self.resolution_from = Some(millis(now));
            let left = Duration::milliseconds(self.resolution_left_ms);
            self.resolution_due_at = calendar.over(now, left).map(millis);
        }
        let first = Some(self.first_response_due_at)
            .filter(|_| self.first_responded_at.is_none() && self.waiting_for() != Waiting::Nobody);
        self.due_at = [first, self.resolution_due_at].into_iter().flatten().min();
        self.set_alarm(calendar, first, now);
    }

    /// Sets the next alarm of the clock that breaks next.
    fn set_alarm(&mut self, calendar: &Calendar, first: Option<i64>, now: Moment) {
        let running = match (first, self.resolution_due_at) {
            (Some(first), resolution) if resolution.is_none_or(|at| first <= at) => {
                let left = calendar.between(now, moment(first)).num_milliseconds();
                Some((Clock::FirstResponse, left, self.first_limit_ms))
            }
            (_, Some(_)) => Some((Clock::Resolution, self.resolution_left_ms, self.resolution_limit_ms)),
            _ => None,
        };
        self.alarm_at = None;
        let Some((clock, left, limit)) = running else { return };
        if self.alarm_clock.as_deref() != Some(clock.code()) {
            (self.alarm_clock, self.alarms) = (Some(clock.code().to_owned()), 0);
        }
        let over = usize::try_from(self.alarms).unwrap_or_default();
        if let Some((_, threshold)) = next_alarm(over, limit) {
            let wait = Duration::milliseconds((left - threshold).max(0));
            self.alarm_at = calendar.over(now, wait).map(millis);
        }
    }

    /// The clock that breaks next, while one runs.
    pub(super) fn alarm_clock(&self) -> Option<Clock> {
        self.alarm_at?;
        self.alarm_clock.as_deref().and_then(Clock::from_code)
    }

    /// Somebody has answered: the first time counts.
    pub(super) fn respond(&mut self, calendar: &Calendar, now: Moment) {
        if self.first_responded_at.is_none() {
            self.first_responded_at = Some(millis(now));
            self.first_spent_ms = Some(calendar.between(moment(self.created_at), now).num_milliseconds());
        }
    }

    /// What ran since it began to run is spent.
    fn stop(&mut self, calendar: &Calendar, now: Moment) {
        if let Some(from) = self.resolution_from.take() {
            self.resolution_left_ms -= calendar.between(moment(from), now).num_milliseconds();
        }
        self.resolution_due_at = None;
    }

    /// Whole minutes of reception that are left for the solution, fewer than none when it is late; `None` once it has
    /// ended.
    #[must_use]
    pub fn left_minutes(&self, calendar: &Calendar, now: Moment) -> Option<i64> {
        if self.waiting_for() == Waiting::Nobody {
            return None;
        }
        let spent =
            self.resolution_from.map_or(0, |from| calendar.between(moment(from), now).num_milliseconds());
        Some((self.resolution_left_ms - spent).div_euclid(60_000))
    }
}
