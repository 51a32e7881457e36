//! The public holidays that are known, with the days that are worked instead. A file for each year.

use std::sync::LazyLock;

use domain::reception::{Day, Workday, Written};
use serde::Deserialize;

/// The public holidays of a year.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Official {
    /// What it is, in Chinese.
    pub name_zh: String,
    /// What it is, in English.
    pub name_en: String,
    /// Where it stands.
    pub source: String,
    /// Free days.
    pub holidays: Vec<String>,
    /// Days of a weekend that are worked.
    pub workdays: Vec<String>,
}

/// China, this year and the next. What cannot be read is not there; a test reads them.
pub static OFFICIAL: LazyLock<Vec<Official>> = LazyLock::new(|| {
    let files = [include_str!("holidays/cn-2026.json"), include_str!("holidays/cn-2027.json")];
    files.iter().filter_map(|file| serde_json::from_str(file).ok()).collect()
});

impl Official {
    /// Adds its days to a calendar, which says otherwise of none of them afterwards. A day that is worked has the hours
    /// of the first day of the week that has any.
    pub fn put_into(&self, calendar: &mut Written) {
        let said = |date: &String| self.holidays.contains(date) || self.workdays.contains(date);
        calendar.holidays.retain(|date| !said(date));
        calendar.workdays.retain(|day| !said(&day.date));
        calendar.holidays.extend(self.holidays.iter().cloned());
        calendar.holidays.sort();
        let hours =
            Day::CODES.iter().find_map(|day| calendar.days.get(*day).filter(|hours| !hours.is_empty()));
        let Some(hours) = hours.cloned() else { return };
        let worked = |date: &String| Workday { date: date.clone(), intervals: hours.clone() };
        calendar.workdays.extend(self.workdays.iter().map(worked));
        calendar.workdays.sort_by(|one, other| one.date.cmp(&other.date));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_read_and_names_days_once() {
        assert_eq!(OFFICIAL.len(), 2, "both files can be read");
        let mut calendar = Written { time_zone: "Asia/Shanghai".into(), ..Written::default() };
        calendar.days.insert("mon".into(), vec![("09:00".into(), "17:00".into())]);
        for year in OFFICIAL.iter() {
            year.put_into(&mut calendar);
            // Once more changes nothing.
            let before = calendar.clone();
            year.put_into(&mut calendar);
            assert_eq!(calendar, before);
        }
        let read = calendar.read().unwrap();
        assert!(read.of("2026-10-01".parse().unwrap()).is_empty());
        assert_eq!(read.of("2026-10-10".parse().unwrap()).len(), 1, "a Saturday that is worked");
        assert!(read.of("2027-02-06".parse().unwrap()).is_empty());
    }
}
