//! A calendar has to have five days of eight hours (`domain.md` 3.1).

use super::{Calendar, Day};
use crate::Problem;

/// On so many days of the week tickets are received at least.
pub const LEAST_DAYS: usize = 5;
/// And for so many minutes on each of them.
pub const LEAST_MINUTES: u16 = 8 * 60;

impl Calendar {
    /// Whether it receives tickets for long enough.
    ///
    /// # Errors
    /// `TooFewHours` with the days that need the least to be full, and how many minutes they lack.
    pub fn is_enough(&self) -> Result<(), Problem> {
        let minutes = |at: usize| self.week[at].iter().map(|one| one.minutes()).sum::<u16>();
        let mut lacking: Vec<(u16, usize)> =
            (0..Day::ALL.len()).map(|at| (LEAST_MINUTES.saturating_sub(minutes(at)), at)).collect();
        let full = lacking.iter().filter(|(lacks, _)| *lacks == 0).count();
        if full >= LEAST_DAYS {
            return Ok(());
        }
        lacking.retain(|(lacks, _)| *lacks > 0);
        lacking.sort_unstable();
        let said =
            lacking.iter().take(LEAST_DAYS - full).map(|(lacks, at)| format!("{} {lacks}", Day::CODES[*at]));
        Err(Problem::TooFewHours { full, lacking: said.collect::<Vec<_>>().join(", ") })
    }
}
