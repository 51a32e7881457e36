//! The remark on an invoice to the provider: it has to name the requisition and the account period (`domain.md` 6.4).

use super::{Notice, RequisitionNo};
use crate::{Period, invoice::Fault, text::folded};

/// The remark of an invoice for a requisition: `申付单号：PR20261101，账期：202610`.
#[must_use]
pub fn compose(notice: &Notice) -> String {
    format!("申付单号：{}，账期：{}", notice.requisition, notice.period)
}

/// Whether a remark names the requisition and the period, however they are written, and none of the `others`, which
/// are the merchant's further requisitions.
///
/// # Errors
/// What it does not name; the other requisition that it names.
pub fn check(remark: &str, notice: &Notice, others: &[RequisitionNo]) -> Result<(), Fault> {
    let mut text = folded(remark);
    if !take(&mut text, &folded(notice.requisition.as_str())) {
        return Err(Fault::NotNamed { wanted: notice.requisition.to_string() });
    }
    let others = others.iter().filter(|other| **other != notice.requisition);
    for other in others {
        if take(&mut text, &folded(other.as_str())) {
            return Err(Fault::OtherRequisition { other: other.to_string() });
        }
    }
    // The digits of a period within a number of a requisition do not count: those are taken out by now.
    if names(&text, notice.period) {
        Ok(())
    } else {
        Err(Fault::NotNamed { wanted: notice.period.to_string() })
    }
}

/// Takes a number out of a text wherever it stands alone; whether it did.
fn take(text: &mut String, number: &str) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let mut found = false;
    let mut from = 0;
    while let Some(at) = text[from..].find(number).map(|at| from + at) {
        let end = at + number.len();
        let alone = !text[..at].chars().next_back().is_some_and(part)
            && !text[end..].chars().next().is_some_and(part);
        if alone {
            text.replace_range(at..end, " ");
            found = true;
            from = at + 1;
        } else {
            from = end;
        }
    }
    found
}

/// `202611`, `2026-11`, `2026/11`, `2026.11`, `2026 年 11 月`; a month before October with or without a nought.
fn names(text: &str, period: Period) -> bool {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.replace(" 年", "年").replace("年 ", "年").replace(" 月", "月");
    let number = period.number();
    let (year, month) = (number / 100, number % 100);
    let mut ways = vec![period.to_string(), format!("{year}年{month}月"), format!("{year}年{month:02}月")];
    for sign in ['-', '/', '.'] {
        ways.push(format!("{year}{sign}{month}"));
        ways.push(format!("{year}{sign}{month:02}"));
    }
    ways.iter().any(|way| stands(&text, way))
}

/// No digit stands beside it: `202611` is not in `2026110`.
fn stands(text: &str, way: &str) -> bool {
    text.match_indices(way).any(|(at, _)| {
        let digit = |c: char| c.is_ascii_digit();
        !text[..at].chars().next_back().is_some_and(digit)
            && !text[at + way.len()..].chars().next().is_some_and(digit)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Currency, Zone};

    fn no(text: &str) -> RequisitionNo {
        RequisitionNo::parse(text).unwrap()
    }

    fn notice(requisition: &str, period: &str) -> Notice {
        Notice {
            requisition: no(requisition),
            period: Period::parse(period).unwrap(),
            amount_minor: 100,
            currency: Currency::CNY,
            noticed_at: Zone::default().parse("2026-11-15").unwrap(),
        }
    }

    fn lacks(wanted: &str) -> Result<(), Fault> {
        Err(Fault::NotNamed { wanted: wanted.to_owned() })
    }

    #[test]
    fn what_is_composed_is_right() {
        for (requisition, period) in [("PR20261101", "202610"), ("PR-202611-01", "202611"), ("1", "202601")] {
            let notice = notice(requisition, period);
            assert_eq!(check(&compose(&notice), &notice, &[]), Ok(()));
        }
        assert_eq!(compose(&notice("pr1", "202601")), "申付单号：PR1，账期：202601");
    }

    #[test]
    fn the_period_is_read_as_people_write_it() {
        let january = notice("PR1", "202601");
        for period in [
            "202601",
            "2026-01",
            "2026-1",
            "2026/01",
            "2026.1",
            "2026年1月",
            "2026年01月",
            "２０２６ 年 1 月",
        ] {
            for remark in [
                format!("PR1 {period}"),
                format!("账期{period}申付单号pr1"),
                format!("（ＰＲ１）{period}，谢谢"),
                format!("{period}\nPR1"),
            ] {
                assert_eq!(check(&remark, &january, &[]), Ok(()), "{remark}");
            }
        }
        for other in ["2026", "202610", "2026-10", "2026-11", "2026年11月", "12026-1", "202612", "20260101"]
        {
            assert_eq!(check(&format!("PR1 {other}"), &january, &[]), lacks("202601"), "{other}");
        }
    }

    #[test]
    fn the_requisition_stands_alone_and_its_digits_are_no_period() {
        let notice = notice("PR-202611", "202611");
        assert_eq!(check("申付单号 PR-202611", &notice, &[]), lacks("202611"));
        assert_eq!(check("申付单号 PR-202611 账期 202611", &notice, &[]), Ok(()));
        assert_eq!(check("PR-202611-02, 202611", &notice, &[]), lacks("PR-202611"));
        assert_eq!(check("XPR-202611, 202611", &notice, &[]), lacks("PR-202611"));
        assert_eq!(check("PR-202611X PR-202611, 202611", &notice, &[]), Ok(()));
        assert_eq!(check("", &notice, &[]), lacks("PR-202611"));
        let said = check("202611", &notice, &[]).unwrap_err().to_string();
        assert_eq!(said, "must name PR-202611");
    }

    #[test]
    fn no_other_requisition_is_named() {
        let notice = notice("PR1", "202611");
        let others = [no("PR1"), no("PR12"), no("PR2-202610")];
        assert_eq!(check("PR1 202611", &notice, &others), Ok(()));
        let other = |other: &str| Err(Fault::OtherRequisition { other: other.to_owned() });
        assert_eq!(check("PR1、pr12，202611", &notice, &others), other("PR12"));
        assert_eq!(check("PR1 PR2-202610 202611", &notice, &others), other("PR2-202610"));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(remark in "\\PC{0,40}") {
            let _ = check(&remark, &notice("1", "202611"), &[no("2")]);
        }

        #[test]
        fn every_remark_that_is_composed_is_right(number in "[A-Za-z0-9_-]{1,64}", month in 1_i64..=12) {
            let period = (202_600 + month).to_string();
            let notice = notice(&number, &period);
            prop_assert_eq!(check(&compose(&notice), &notice, &[]), Ok(()));
        }
    }
}
