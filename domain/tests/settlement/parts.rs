//! M1 of `domain.md` 5.5 and refunds of 5.9: parts of a line.

use domain::{
    Currency, Rate,
    settlement::{
        Back, Basis, Formula, General, Given, Inputs, Milestone, Refunded, Selected, Settled, evaluate,
        formula::amount,
    },
    supervision::Shares,
};
use proptest::prelude::*;

use crate::{any::any_line, newest, rate, yuan};

fn ten_thousand() -> Inputs {
    let given = General {
        sales_minor: yuan("10000"),
        coupon_minor: 0,
        bear_ratio: None,
        fee: Some(Rate::ZERO),
        month_paid_minor: None,
    };
    Inputs::of(Currency::CNY, Given::General(given))
}

fn part(of: Inputs, shares: &Shares, number: usize) -> Settled {
    let milestone = Milestone::of(shares, number);
    assert!(milestone.is_some());
    evaluate(newest(Formula::General), &Inputs { milestone, ..of }).unwrap()
}

#[test]
fn m1_milestones_settle_as_far_as_they_are_accepted() {
    let shares = Shares::read(["30%", "50%", "20%"]).unwrap();
    let parts: Vec<Settled> = (1..=3).map(|number| part(ten_thousand(), &shares, number)).collect();
    let amounts: Vec<String> = parts.iter().map(Settled::amount).collect();
    assert_eq!(amounts, ["3,000.00", "5,000.00", "2,000.00"]);
    assert_eq!(parts[0].amount_minor + parts[1].amount_minor, yuan("8000"));
    assert_eq!(
        parts[1].line(),
        "10,000.00 × (1 − 0.00 %) × 80.00 % − 3,000.00 = 5,000.00 -> 5,000.00 [general v2, exact]"
    );
    assert_eq!((Milestone::of(&shares, 0), Milestone::of(&shares, 4)), (None, None));
}

#[test]
fn the_parts_of_a_cent_are_the_cent() {
    let shares = Shares::read(["33.3333%", "33.3333%", "33.3334%"]).unwrap();
    for (total, parts) in
        [(1, [0, 1, 0]), (2, [1, 0, 1]), (100, [33, 34, 33]), (10_001, [3_334, 3_333, 3_334])]
    {
        let given = Selected { floor_minor: total, basis: Basis::Line, ratio: None };
        let whole = Inputs::of(Currency::CNY, Given::Selected(given));
        let rule = domain::settlement::RuleVersion {
            ratio: domain::settlement::Ratio::Fixed(Rate::ONE),
            ..newest(Formula::Selected).clone()
        };
        let of = |number| {
            let milestone = Milestone::of(&shares, number);
            amount(&rule, &Inputs { milestone, ..whole }).unwrap()
        };
        assert_eq!([of(1), of(2), of(3)], parts, "{total}");
    }
}

#[test]
fn a_refund_in_parts_has_the_ratio_and_the_band_of_then() {
    let given = General {
        sales_minor: yuan("600000"),
        coupon_minor: 0,
        bear_ratio: None,
        fee: Some(rate("5%")),
        month_paid_minor: Some(yuan("1000000")),
    };
    let line = Inputs::of(Currency::CNY, Given::General(given));
    let refunded = Refunded { before_minor: 0, upto_minor: yuan("200000"), paid_minor: yuan("600000") };
    let first = evaluate(newest(Formula::General), &line.taken_back(Back::Part(refunded))).unwrap();
    assert_eq!(
        first.line(),
        "−600,000.00 × (1 − 5.00 % + 2.00 %) × 200,000.00 ÷ 600,000.00 = −194,000.00 -> −194,000.00 [general v2, exact]"
    );
    let rest = Refunded { before_minor: yuan("200000"), upto_minor: yuan("600000"), ..refunded };
    let second = evaluate(newest(Formula::General), &line.taken_back(Back::Part(rest))).unwrap();
    assert_eq!(
        second.formula(),
        "−(600,000.00 × (1 − 5.00 % + 2.00 %) × 600,000.00 ÷ 600,000.00 − 194,000.00)"
    );
    assert_eq!(second.amount(), "−388,000.00");
}

#[test]
fn parts_out_of_their_range_are_named() {
    let rule = newest(Formula::General);
    let milestone = |before, upto| {
        let milestone = Some(Milestone { before: rate(before), upto: rate(upto) });
        evaluate(rule, &Inputs { milestone, ..ten_thousand() }).unwrap_err().field
    };
    assert_eq!(milestone("0", "100.01%"), "milestone");
    assert_eq!(milestone("0.3", "0.3"), "milestone");
    for (before_minor, upto_minor, paid_minor) in
        [(0, 0, 5), (0, 6, 5), (-1, 5, 5), (5, 4, 5), (0, 1, i64::MAX), (0, 0, 0), (i64::MIN, i64::MAX, 5)]
    {
        let back = Back::Part(Refunded { before_minor, upto_minor, paid_minor });
        assert_eq!(evaluate(rule, &ten_thousand().taken_back(back)).unwrap_err().field, "refund");
    }
}

prop_compose! {
    /// Shares of milestones from the places where 100 % is cut.
    fn any_shares()(mut cuts in prop::collection::vec(1i64..1_000_000, 0..11)) -> Shares {
        cuts.push(1_000_000);
        cuts.sort_unstable();
        cuts.dedup();
        let before = std::iter::once(0).chain(cuts.iter().copied());
        Shares::of(cuts.iter().zip(before).map(|(cut, before)| Rate::from_millionths(cut - before).unwrap()).collect()).unwrap()
    }
}

proptest! {
    #[test]
    fn milestones_add_up_to_the_whole((formula, line) in any_line(100), shares in any_shares()) {
        let rule = newest(formula);
        let whole = amount(rule, &line).unwrap();
        let mut sum = 0;
        for number in 1..=shares.all().len() {
            let milestone = Milestone::of(&shares, number);
            let part = Inputs { milestone, ..line };
            let settled = evaluate(rule, &part).unwrap();
            prop_assert_eq!(amount(rule, &part), Ok(settled.amount_minor));
            sum += settled.amount_minor;
            // What was settled so far is what an acceptance of all of it at once would have settled.
            let at_once = Milestone { before: Rate::ZERO, ..milestone.unwrap() };
            prop_assert_eq!(amount(rule, &Inputs { milestone: Some(at_once), ..line }), Ok(sum));
            prop_assert_eq!(amount(rule, &part.taken_back(Back::All)), Ok(-settled.amount_minor));
        }
        prop_assert_eq!(sum, whole);
    }

    #[test]
    fn refunds_take_back_exactly_what_was_given((formula, line) in any_line(100), paid in 1i64..1_000_000_000,
        mut cuts in prop::collection::vec(1i64..1_000_000_000, 0..6)) {
        let rule = newest(formula);
        let whole = amount(rule, &line).unwrap();
        prop_assert_eq!(amount(rule, &line.taken_back(Back::All)), Ok(-whole));
        cuts.retain(|cut| *cut < paid);
        cuts.push(paid);
        cuts.sort_unstable();
        cuts.dedup();
        let (mut before_minor, mut back) = (0, 0);
        for upto_minor in cuts {
            let part = Back::Part(Refunded { before_minor, upto_minor, paid_minor: paid });
            back += amount(rule, &line.taken_back(part)).unwrap();
            before_minor = upto_minor;
        }
        prop_assert_eq!(back, -whole);
    }
}
