//! Days that are told from today: they stay what they are called when a view is opened again.

use chrono::{Datelike, Days, Months, NaiveDate};

crate::codes! {
    /// Days that are told from today, in the business time zone.
    pub enum Span {
        /// Today.
        Today = "today",
        /// Yesterday.
        Yesterday = "yesterday",
        /// From Monday on.
        ThisWeek = "this_week",
        /// Monday to Sunday before that.
        LastWeek = "last_week",
        /// From the first day of the month on.
        ThisMonth = "this_month",
        /// The whole month before.
        LastMonth = "last_month",
        /// Today and the six days before it.
        Last7Days = "last_7_days",
        /// Today and the 29 days before it.
        Last30Days = "last_30_days",
        /// Today and the 89 days before it.
        Last90Days = "last_90_days",
        /// From the first day of the quarter on.
        ThisQuarter = "this_quarter",
        /// The whole quarter before.
        LastQuarter = "last_quarter",
        /// From the first day of the year on.
        ThisYear = "this_year",
        /// The whole year before.
        LastYear = "last_year",
    }
}

impl Span {
    /// Its first and its last day, both included. Spans that go on end with the last day that they will have.
    #[must_use]
    pub fn days(self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let back = |day: NaiveDate, days: u64| day.checked_sub_days(Days::new(days)).unwrap_or(day);
        let ahead = |day: NaiveDate, days: u64| day.checked_add_days(Days::new(days)).unwrap_or(day);
        let monday = back(today, u64::from(today.weekday().num_days_from_monday()));
        let month = today.with_day(1).unwrap_or(today);
        let quarter = earlier(month, month.month0() % 3);
        let year = earlier(month, month.month0());
        let until = |from: NaiveDate, months: u32| {
            let next = from.checked_add_months(Months::new(months)).unwrap_or(from);
            (from, back(next, 1))
        };
        match self {
            Self::Today => (today, today),
            Self::Yesterday => (back(today, 1), back(today, 1)),
            Self::ThisWeek => (monday, ahead(monday, 6)),
            Self::LastWeek => (back(monday, 7), back(monday, 1)),
            Self::ThisMonth => until(month, 1),
            Self::LastMonth => until(earlier(month, 1), 1),
            Self::Last7Days => (back(today, 6), today),
            Self::Last30Days => (back(today, 29), today),
            Self::Last90Days => (back(today, 89), today),
            Self::ThisQuarter => until(quarter, 3),
            Self::LastQuarter => until(earlier(quarter, 3), 3),
            Self::ThisYear => until(year, 12),
            Self::LastYear => until(earlier(year, 12), 12),
        }
    }
}

fn earlier(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_sub_months(Months::new(months)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_told_from_today() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let is = |span: Span, today: &str, from: &str, to: &str| {
            assert_eq!(span.days(day(today)), (day(from), day(to)), "{span:?} on {today}");
        };
        is(Span::Today, "2026-11-26", "2026-11-26", "2026-11-26");
        is(Span::Yesterday, "2026-03-01", "2026-02-28", "2026-02-28");
        is(Span::ThisWeek, "2026-11-26", "2026-11-23", "2026-11-29");
        is(Span::LastWeek, "2026-11-23", "2026-11-16", "2026-11-22");
        is(Span::ThisMonth, "2028-02-10", "2028-02-01", "2028-02-29");
        is(Span::LastMonth, "2026-01-31", "2025-12-01", "2025-12-31");
        is(Span::LastMonth, "2026-03-31", "2026-02-01", "2026-02-28");
        is(Span::Last7Days, "2026-11-26", "2026-11-20", "2026-11-26");
        is(Span::Last30Days, "2026-11-26", "2026-10-28", "2026-11-26");
        is(Span::Last90Days, "2026-11-26", "2026-08-29", "2026-11-26");
        is(Span::ThisQuarter, "2026-11-26", "2026-10-01", "2026-12-31");
        is(Span::LastQuarter, "2026-02-01", "2025-10-01", "2025-12-31");
        is(Span::ThisYear, "2026-11-26", "2026-01-01", "2026-12-31");
        is(Span::LastYear, "2026-11-26", "2025-01-01", "2025-12-31");
    }
}
