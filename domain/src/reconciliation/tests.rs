use super::*;
use crate::{
    Currency, Rate,
    settlement::{
        Basis, Field, General, Given, Inputs, JointDeal, Ratio, RuleVersion, Selected, Split,
        formula::amount, rules::VERSIONS,
    },
};

fn side(order_no: &str, line_no: Option<i64>, amount_minor: i64) -> Side<'_> {
    Side { order_no, line_no, back: amount_minor < 0, amount_minor, currency: Currency::CNY, day: None }
}

fn told(theirs: &[Side<'_>], ours: &[Side<'_>]) -> Vec<(Vec<usize>, Vec<usize>, LineState)> {
    matches(theirs, ours, 0).into_iter().map(|of| (of.theirs, of.ours, of.state)).collect()
}

#[test]
fn a_line_is_found_by_order_line_and_kind() {
    let theirs = [side("A", Some(2), 500), side("A", Some(1), 100), side("A", Some(1), -100)];
    let ours = [side("A", Some(1), 100), side("A", Some(2), 450), side("A", Some(1), -100)];
    let expected = [
        (vec![0], vec![1], LineState::Different),
        (vec![1], vec![0], LineState::Matched),
        (vec![2], vec![2], LineState::Matched),
    ];
    assert_eq!(told(&theirs, &ours), expected);
}

#[test]
fn without_line_numbers_the_order_decides() {
    // One line of theirs for two of ours.
    let ours = [side("A", Some(1), 100), side("A", Some(2), 450)];
    assert_eq!(told(&[side("A", None, 550)], &ours), [(vec![0], vec![0, 1], LineState::Matched)]);
    assert_eq!(told(&[side("A", None, 549)], &ours), [(vec![0], vec![0, 1], LineState::Different)]);
    // Their numbers of lines are others than ours.
    let theirs = [side("A", Some(10), 450), side("A", Some(20), 100)];
    let expected = [(vec![0], vec![1], LineState::Matched), (vec![1], vec![0], LineState::Matched)];
    assert_eq!(told(&theirs, &ours), expected);
}

#[test]
fn what_is_there_twice_is_said() {
    let theirs = [side("A", Some(1), 100), side("A", Some(1), 100)];
    let expected = [(vec![0], vec![0], LineState::Matched), (vec![1], vec![], LineState::Twice)];
    assert_eq!(told(&theirs, &[side("A", Some(1), 100)]), expected);
    // Whatever else is left of the order.
    let ours = [side("A", Some(1), 100), side("A", Some(1), -40)];
    let states: Vec<_> = told(&theirs, &ours).into_iter().map(|of| of.2).collect();
    assert_eq!(states, [LineState::Matched, LineState::Twice, LineState::MissingThere]);
    // Another amount of the same line is no second time.
    let theirs = [side("A", Some(1), 100), side("A", Some(1), 90)];
    let expected = [(vec![0], vec![0], LineState::Matched), (vec![1], vec![], LineState::MissingHere)];
    assert_eq!(told(&theirs, &[side("A", Some(1), 100)]), expected);
}

#[test]
fn one_amount_on_each_side_is_proposed_and_nothing_more() {
    let expected = [(vec![0], vec![0], LineState::Proposed)];
    assert_eq!(told(&[side("A", None, 777)], &[side("B", Some(1), 777)]), expected);
    let twice = [side("B", Some(1), 777), side("C", Some(1), 777)];
    let states: Vec<_> = told(&[side("A", None, 777)], &twice).into_iter().map(|of| of.2).collect();
    assert_eq!(states, [LineState::MissingHere, LineState::MissingThere, LineState::MissingThere]);
    let (mut one, mut other) = (side("A", None, 777), side("B", Some(1), 777));
    (one.day, other.day) = (Some(20_000), Some(20_004));
    let states: Vec<_> = told(&[one], &[other]).into_iter().map(|of| of.2).collect();
    assert_eq!(states, [LineState::MissingHere, LineState::MissingThere], "four days apart");
}

#[test]
fn another_currency_is_no_other_amount() {
    let theirs = [Side { currency: Currency::USD, ..side("A", Some(1), 100) }];
    assert_eq!(told(&theirs, &[side("A", Some(1), 100)]), [(vec![0], vec![0], LineState::Currency)]);
}

#[test]
fn the_tolerance_is_that_of_a_line() {
    let of = |by: i64| matches(&[side("A", None, 100 + by)], &[side("A", Some(1), 100)], 2)[0].state;
    assert_eq!(
        [0, 1, 2, 3, -2, -3].map(of),
        [
            LineState::Matched,
            LineState::Tolerated,
            LineState::Tolerated,
            LineState::Different,
            LineState::Tolerated,
            LineState::Different,
        ]
    );
}

#[test]
fn every_line_stands_in_one_match() {
    // Numbers without a pattern, and the same ones each time.
    let mut seed = 7_u64;
    let mut next = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let names: Vec<String> = (0..40).map(|n| format!("O{n}")).collect();
    let mut lines = |count: usize, numbered: bool| -> Vec<(usize, Option<i64>, i64)> {
        let line = |next: &mut dyn FnMut(u64) -> u64| {
            let line_no = (next(3) + 1).cast_signed();
            let amount = (next(9) + 1).cast_signed() * if next(4) == 0 { -100 } else { 100 };
            let named = numbered || next(2) == 0;
            (usize::try_from(next(40)).unwrap_or_default(), named.then_some(line_no), amount)
        };
        (0..count).map(|_| line(&mut next)).collect()
    };
    for _ in 0..200 {
        let (theirs, ours) = (lines(60, false), lines(60, true));
        let of = |lines: &[(usize, Option<i64>, i64)]| {
            lines.iter().map(|(name, no, minor)| side(&names[*name], *no, *minor)).collect::<Vec<_>>()
        };
        let found = matches(&of(&theirs), &of(&ours), 0);
        let mut all: Vec<usize> = found.iter().flat_map(|of| of.theirs.clone()).collect();
        all.sort_unstable();
        assert_eq!(all, (0..60).collect::<Vec<_>>());
        let mut all: Vec<usize> = found.iter().flat_map(|of| of.ours.clone()).collect();
        all.sort_unstable();
        assert_eq!(all, (0..60).collect::<Vec<_>>());
    }
}

fn rule(name: &str) -> &'static RuleVersion {
    VERSIONS.iter().rfind(|rule| rule.name() == name).expect("a version of the reference")
}

fn general(sales_minor: i64, coupon_minor: i64) -> Inputs {
    let of = General { sales_minor, coupon_minor, bear_ratio: None, fee: None, month_paid_minor: None };
    Inputs::of(Currency::CNY, Given::General(of))
}

fn billed(rule: &'static RuleVersion, inputs: Inputs) -> Billed<'static> {
    let amount_minor = amount(rule, &inputs).expect("it settles");
    Billed { rule, inputs, amount_minor, quantity: 2, duration: Some(12) }
}

fn first(ours: &Billed<'_>, theirs_minor: i64) -> Option<(Reason, Cause)> {
    explain(ours, theirs_minor, VERSIONS).into_iter().next().map(|of| (of.reason, of.cause))
}

#[test]
fn another_fee_is_found_to_the_cent() {
    let ours = billed(rule("general v2"), general(100_000, 0));
    let cause = Cause::Rate(Field::Fee, Rate::percent(5), Rate::percent(15));
    assert_eq!(first(&ours, 85_000), Some((Reason::Fee, cause)));
    assert_eq!(first(&ours, 85_001), None);
    assert_eq!(first(&ours, 95_000), None, "it is the same");
}

#[test]
fn a_coupon_that_is_borne_otherwise() {
    let ours = billed(rule("general v2"), general(100_000, 10_000));
    assert_eq!(ours.amount_minor, 85_500);
    assert_eq!(first(&ours, 85_000), Some((Reason::Coupon, Cause::Coupon(Rate::percent(100)))), "V2");
    assert_eq!(first(&ours, 90_000), Some((Reason::Coupon, Cause::Coupon(Rate::percent(50)))), "V3");
}

#[test]
fn an_increment_within_the_line() {
    let ours = billed(rule("general v2"), general(30_000_000, 0));
    let cause = Cause::Increment(Rate::ZERO, Rate::percent(1));
    assert_eq!(first(&ours, 28_800_000), Some((Reason::Band, cause)), "G9");
}

#[test]
fn one_cent_is_rounding() {
    let ours = billed(rule("general v2"), general(3_333, 0));
    assert_eq!(ours.amount_minor, 3_166);
    assert_eq!(first(&ours, 3_167), Some((Reason::Rounding, Cause::Rounded)));
}

#[test]
fn another_tax_and_what_the_price_is_multiplied_with() {
    let split = Split {
        basis: Basis::Unit { quantity: 2, duration: Some(12) },
        ratio: Rate::percent(70),
        output_tax: Rate::percent(6),
        partner_tax: None,
        management: None,
    };
    let joint = VERSIONS.iter().find(|rule| rule.formula.code() == "joint_deal").expect("a version");
    let given = Given::JointDeal(JointDeal { deal_minor: 90_000, split });
    let ours = billed(joint, Inputs::of(Currency::CNY, given));
    assert_eq!(ours.amount_minor, 1_426_415, "J1");
    let cause = Cause::Rate(Field::OutputTax, Rate::percent(6), Rate::percent(13));
    assert_eq!(first(&ours, 1_338_053), Some((Reason::TaxRate, cause)), "J2");
    let line = Inputs::of(
        Currency::CNY,
        Given::JointDeal(JointDeal { deal_minor: 90_000, split: Split { basis: Basis::Line, ..split } }),
    );
    let theirs = amount(joint, &line).expect("it settles");
    assert_eq!(first(&ours, theirs), Some((Reason::Quantity, Cause::Counted(1, None))));
}

#[test]
fn another_share_where_the_rule_fixes_it() {
    let selected = VERSIONS.iter().find(|rule| rule.formula.code() == "selected").expect("a version");
    assert!(matches!(selected.ratio, Ratio::Fixed(_)));
    let given = Given::Selected(Selected { floor_minor: 80_000, basis: Basis::Line, ratio: None });
    let ours = billed(selected, Inputs::of(Currency::CNY, given));
    let cause = Cause::Rate(Field::Ratio, Rate::percent(90), Rate::percent(85));
    assert_eq!(first(&ours, 68_000), Some((Reason::Ratio, cause)));
}
