//! Until when each step of a bill takes, in working days of the calendar of public holidays (`domain.md` 4.5).

use chrono::{Datelike, Days, NaiveDate};

use super::BillKind;
use crate::{Period, codes};

codes! {
    /// Where the marketplace is: its site decides the formulas and the day of bills.
    #[derive(Default)]
    pub enum Region {
        /// The mainland of China.
        #[default]
        Mainland = "mainland" | "中国站",
        /// Abroad.
        International = "international" | "国际站",
    }
}

codes! {
    /// A step of a bill.
    pub enum StepKind {
        /// The provider makes it.
        Run = "run" | "出账",
        /// The provider looks at it and sends it.
        Review = "review" | "审核并发送",
        /// The provider starts the payment; operations countersign.
        Countersign = "countersign" | "会签",
        /// The provider asks for the invoice.
        InvoiceNotice = "invoice_notice" | "开票通知",
        /// The provider looks at the invoice, from its receipt on.
        InvoiceReview = "invoice_review" | "发票审核",
        /// The provider pays.
        Pay = "pay" | "支付",
    }
}

/// A step with its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What happens.
    pub kind: StepKind,
    /// Working days that it takes; none for the run, which has its own day.
    pub working_days: u32,
    /// The last of them. `None` behind a step that waits for the merchant: nobody knows when that is.
    pub until: Option<NaiveDate>,
}

/// A year is looked through at most: a calendar without working days has no bills.
const MOST_DAYS: u64 = 366;

/// The steps of the bill of a month. `works` says whether a day is worked.
#[must_use]
pub fn timeline(
    period: Period,
    kind: BillKind,
    region: Region,
    works: impl Fn(NaiveDate) -> bool,
) -> Vec<Step> {
    let (day, review) = match region {
        Region::Mainland => (3, 2),
        Region::International => (7, 3),
    };
    let first = period.next().first_day().with_day(day).unwrap_or_else(|| period.next().first_day());
    let run = (0..MOST_DAYS).filter_map(|n| first.checked_add_days(Days::new(n))).find(|day| works(*day));
    let mut last = run;
    let mut steps = vec![Step { kind: StepKind::Run, working_days: 0, until: run }];
    let mut takes = |kind: StepKind, working_days: u32| {
        last = last.and_then(|from| after(from, working_days, &works));
        steps.push(Step { kind, working_days, until: last });
        if kind == StepKind::InvoiceNotice {
            // What comes next begins when the merchant's invoice is there.
            last = None;
        }
    };
    takes(StepKind::Review, review);
    takes(StepKind::Countersign, 8);
    if kind.needs_invoice() || region == Region::International {
        takes(StepKind::InvoiceNotice, 1);
        takes(StepKind::InvoiceReview, 2);
    }
    takes(StepKind::Pay, 6);
    steps
}

/// The working day that is so many behind another day.
fn after(from: NaiveDate, working_days: u32, works: &impl Fn(NaiveDate) -> bool) -> Option<NaiveDate> {
    if working_days == 0 {
        return Some(from);
    }
    let days = (1..MOST_DAYS).filter_map(|n| from.checked_add_days(Days::new(n))).filter(|day| works(*day));
    days.take(working_days as usize).last().filter(|last| *last > from)
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// The days around the autumn holidays of 2026, and the Saturday that is worked instead.
    fn works(date: NaiveDate) -> bool {
        let holiday = (day("2026-10-01")..=day("2026-10-07")).contains(&date);
        let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        date == day("2026-10-10") || !(holiday || weekend)
    }

    fn untils(period: &str, kind: BillKind, region: Region) -> Vec<(StepKind, Option<NaiveDate>)> {
        let period = Period::parse(period).unwrap();
        timeline(period, kind, region, works).into_iter().map(|step| (step.kind, step.until)).collect()
    }

    #[test]
    fn the_run_is_on_the_third_or_the_next_working_day() {
        let run = |period: &str, region| untils(period, BillKind::General, region)[0].1.unwrap().to_string();
        // The 3rd of June 2020 is a Wednesday (B5), the 3rd of February 2020 a Monday (B1).
        assert_eq!(run("202005", Region::Mainland), "2020-06-03");
        assert_eq!(run("202001", Region::Mainland), "2020-02-03");
        // In October 2026 the holidays end on the 7th.
        assert_eq!(run("202609", Region::Mainland), "2026-10-08");
        assert_eq!(run("202609", Region::International), "2026-10-08");
        // The 7th of November 2026 is a Saturday.
        assert_eq!(run("202610", Region::International), "2026-11-09");
    }

    #[test]
    fn steps_count_working_days_and_the_saturday_that_is_worked() {
        let at = |text: &str| Some(day(text));
        assert_eq!(
            untils("202609", BillKind::General, Region::Mainland),
            [
                (StepKind::Run, at("2026-10-08")),
                (StepKind::Review, at("2026-10-10")),
                (StepKind::Countersign, at("2026-10-21")),
                (StepKind::Pay, at("2026-10-29")),
            ]
        );
    }

    #[test]
    fn behind_the_notice_nobody_knows_when_the_invoice_comes() {
        let joint = untils("202610", BillKind::Joint, Region::Mainland);
        let kinds: Vec<StepKind> = joint.iter().map(|(kind, _)| *kind).collect();
        use StepKind::{Countersign, InvoiceNotice, InvoiceReview, Pay, Review, Run};
        assert_eq!(kinds, [Run, Review, Countersign, InvoiceNotice, InvoiceReview, Pay]);
        assert!(joint[3].1.is_some());
        assert_eq!((joint[4].1, joint[5].1), (None, None));
    }

    #[test]
    fn a_calendar_without_working_days_has_no_dates() {
        let period = Period::parse("202610").unwrap();
        let none = timeline(period, BillKind::General, Region::Mainland, |_| false);
        assert!(none.iter().all(|step| step.until.is_none()));
    }
}
