//! A calendar as files, the API and the database write it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Calendar, Day, Interval};
use crate::{FieldProblem, Problem, Zone, text::plain, time::parse_day};

/// So many holidays and swapped days are kept.
const MOST_DATED: u32 = 1_000;
/// A day has at most so many intervals.
const MOST_INTERVALS: u32 = 12;

/// A calendar as it is written: nothing of it is checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    /// IANA name of the zone of its times.
    pub time_zone: String,
    /// The intervals of each day of the week by its code; a day that is not there has none.
    #[serde(default)]
    pub days: BTreeMap<String, Vec<(String, String)>>,
    /// Dates without hours.
    #[serde(default)]
    pub holidays: Vec<String>,
    /// Dates with hours of their own.
    #[serde(default)]
    pub workdays: Vec<Workday>,
}

/// A date with hours of its own, such as a Saturday for which a Friday is free.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Workday {
    /// The date.
    pub date: String,
    /// Its intervals.
    pub intervals: Vec<(String, String)>,
}

impl Written {
    /// Reads it.
    ///
    /// # Errors
    /// Everything that is wrong, each by its place such as `days.mon[1]`, `holidays[3]` or `workdays[0].date`.
    pub fn read(&self) -> Result<Calendar, Vec<FieldProblem>> {
        let mut problems = Vec::new();
        let mut keep = |place: String, problem: Problem| problems.push(problem.of(&place));
        let name = plain(&self.time_zone);
        let zone = Zone::named(&name).unwrap_or_else(|| {
            let problem = if name.is_empty() {
                Problem::Missing
            } else {
                Problem::NotAZone { value: name.chars().take(40).collect() }
            };
            keep("time_zone".to_owned(), problem);
            Zone::default()
        });
        let mut week: [Vec<Interval>; 7] = Default::default();
        for (code, written) in &self.days {
            match Day::CODES.iter().position(|day| day == code) {
                Some(at) => week[at] = intervals(&format!("days.{code}"), written, &mut keep),
                None => {
                    let value = code.chars().take(20).collect();
                    keep("days".to_owned(), Problem::UnknownCode { value, allowed: Day::CODES.join(", ") });
                }
            }
        }
        if self.holidays.len() + self.workdays.len() > MOST_DATED as usize {
            keep("holidays".to_owned(), Problem::TooMany { most: MOST_DATED });
        }
        let mut dated = BTreeMap::new();
        let mut date =
            |place: String, text: &str, hours, keep: &mut dyn FnMut(String, Problem)| match parse_day(text) {
                Ok(day) if dated.contains_key(&day) => {
                    keep(place, Problem::Repeated { value: day.to_string() });
                }
                Ok(day) => drop(dated.insert(day, hours)),
                Err(problem) => keep(place, problem),
            };
        for (at, text) in self.holidays.iter().take(MOST_DATED as usize).enumerate() {
            date(format!("holidays[{at}]"), text, Vec::new(), &mut keep);
        }
        for (at, one) in self.workdays.iter().take(MOST_DATED as usize).enumerate() {
            let hours = intervals(&format!("workdays[{at}].intervals"), &one.intervals, &mut keep);
            date(format!("workdays[{at}].date"), &one.date, hours, &mut keep);
        }
        if problems.is_empty() { Ok(Calendar { zone, week, dated }) } else { Err(problems) }
    }
}

impl Calendar {
    /// As [`Written::read`] reads it again.
    #[must_use]
    pub fn written(&self) -> Written {
        let hours = |all: &[Interval]| all.iter().map(|one| one.written()).collect::<Vec<_>>();
        let days = Day::CODES.iter().zip(&self.week).filter(|(_, all)| !all.is_empty());
        let (free, swapped): (Vec<_>, Vec<_>) = self.dated.iter().partition(|(_, all)| all.is_empty());
        Written {
            time_zone: self.zone.0.name().to_owned(),
            days: days.map(|(code, all)| ((*code).to_owned(), hours(all))).collect(),
            holidays: free.into_iter().map(|(day, _)| day.to_string()).collect(),
            workdays: swapped
                .into_iter()
                .map(|(day, all)| Workday { date: day.to_string(), intervals: hours(all) })
                .collect(),
        }
    }
}

/// The intervals of a day that can be read, in their order.
fn intervals(
    place: &str,
    written: &[(String, String)],
    keep: &mut dyn FnMut(String, Problem),
) -> Vec<Interval> {
    if written.len() > MOST_INTERVALS as usize {
        keep(place.to_owned(), Problem::TooMany { most: MOST_INTERVALS });
        return Vec::new();
    }
    let mut all = Vec::new();
    for (at, (from, to)) in written.iter().enumerate() {
        match Interval::read(from, to) {
            Ok(one) => all.push(one),
            Err(problem) => keep(format!("{place}[{at}]"), problem),
        }
    }
    Interval::ordered(all).unwrap_or_else(|problem| {
        keep(place.to_owned(), problem);
        Vec::new()
    })
}
