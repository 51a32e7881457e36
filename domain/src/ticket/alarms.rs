//! What happens before a clock of a ticket breaks, and when it does, as data.

use crate::codes;

codes! {
    /// A clock of a ticket (`domain.md` 3.3).
    pub enum Clock {
        /// Until somebody has to have answered.
        FirstResponse = "first_response" | "首次响应",
        /// Until it has to be solved.
        Resolution = "resolution" | "解决",
    }
}

codes! {
    /// What is done about a clock that runs out.
    pub enum Alarm {
        /// Whoever has the ticket is told; everybody who could take it where nobody has.
        Warn = "warn" | "提醒",
        /// It is given to the next one on duty.
        HandOver = "hand_over" | "转交",
        /// Owners and operations are told.
        Escalate = "escalate" | "升级",
        /// The clock is broken: noted for the reports.
        Break = "break" | "超时",
    }
}

/// What is done when so many percent of a clock's time are left, in this order.
pub const ALARMS: &[(i64, Alarm)] =
    &[(25, Alarm::Warn), (10, Alarm::HandOver), (5, Alarm::Escalate), (0, Alarm::Break)];

/// The next alarm of a clock of which so many are over, and the time that is left then, of a limit in milliseconds.
#[must_use]
pub fn next(over: usize, limit_ms: i64) -> Option<(Alarm, i64)> {
    // Whole milliseconds; a limit is a thousand hours at most.
    ALARMS.get(over).map(|(percent, alarm)| (*alarm, limit_ms * percent / 100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alarms_come_before_the_break_each_later_than_the_one_before() {
        assert!(ALARMS.windows(2).all(|pair| pair[0].0 > pair[1].0));
        assert_eq!(ALARMS.last(), Some(&(0, Alarm::Break)));
        for alarm in Alarm::ALL {
            assert_eq!(ALARMS.iter().filter(|one| one.1 == *alarm).count(), 1, "{alarm}");
        }
    }

    #[test]
    fn the_time_that_is_left_is_a_share_of_the_limit() {
        assert_eq!(next(0, 86_400_000), Some((Alarm::Warn, 21_600_000)));
        assert_eq!(next(2, 60_000), Some((Alarm::Escalate, 3_000)));
        assert_eq!(next(3, 60_000), Some((Alarm::Break, 0)));
        assert_eq!(next(4, 60_000), None);
    }
}
