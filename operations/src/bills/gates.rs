//! What has to be there before bills are made or shown (`domain.md` 4.1), and on which day they are made (4.5).

use chrono::{Datelike, NaiveDate, Weekday};
use domain::{
    Moment, Period,
    bill::{BillKind, Region, Step, StepKind, timeline},
    merchant::Gate,
};

use super::Refused;
use crate::{Office, Result, merchant, reception::Reception};

/// Refuses to make bills while something is missing.
pub(super) async fn to_make(office: &Office) -> Result<()> {
    match merchant::recorded(office).await?.gates().into_iter().next() {
        Some(gate) => Err(Refused::from(gate).into()),
        None => Ok(()),
    }
}

/// Refuses to show bills while the agreement in force is not signed.
pub(crate) async fn to_see(office: &Office) -> Result<()> {
    let gates = merchant::recorded(office).await?.gates();
    match gates.into_iter().find(|gate| matches!(gate, Gate::NotSigned { .. })) {
        Some(gate) => Err(Refused::from(gate).into()),
        None => Ok(()),
    }
}

/// The days on which the marketplace works: Monday to Friday without the holidays, and the swapped days, both as the
/// dated data of the reception says them.
#[derive(Clone, Debug)]
pub struct WorkingDays {
    holidays: Vec<String>,
    workdays: Vec<String>,
}

impl WorkingDays {
    /// Those in force.
    ///
    /// # Errors
    /// What the database said.
    pub async fn load(office: &Office) -> Result<Self> {
        let calendar = Reception::load(office).await?.wanted.calendar;
        Ok(Self {
            holidays: calendar.holidays,
            workdays: calendar.workdays.into_iter().map(|day| day.date).collect(),
        })
    }

    fn works(&self, date: NaiveDate) -> bool {
        let said = |days: &[String]| days.iter().any(|day| day.parse() == Ok(date));
        let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        said(&self.workdays) || !(weekend || said(&self.holidays))
    }

    /// Until when each step of the bill of a month takes.
    #[must_use]
    pub fn timeline(&self, period: Period, kind: BillKind, region: Region) -> Vec<Step> {
        timeline(period, kind, region, |date| self.works(date))
    }

    /// The day on which the bills of a month are made.
    #[must_use]
    pub fn bill_day(&self, period: Period, region: Region) -> NaiveDate {
        let steps = self.timeline(period, BillKind::General, region);
        let run = steps.into_iter().find(|step| step.kind == StepKind::Run);
        // A calendar without a working day does not keep anybody from their money for ever.
        run.and_then(|step| step.until).unwrap_or_else(|| period.next().last_day())
    }
}

/// The day of a moment, where the business is.
pub(super) fn day(office: &Office, at: Moment) -> NaiveDate {
    office.zone.wall(at).date()
}
