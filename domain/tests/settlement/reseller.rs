//! The figures of `domain.md` 5.6, and what must hold for every figure.

use domain::{
    Currency, FieldProblem, Problem, Rate,
    money::parse_minor,
    settlement::{Formula, Inputs, Resale, RuleVersion, Settled},
};
use proptest::prelude::*;

fn evaluate(rule: &RuleVersion, line: &Resale) -> Result<Settled, FieldProblem> {
    domain::settlement::evaluate(rule, &Inputs::from(*line))
}

fn amount(rule: &RuleVersion, line: &Resale) -> Result<i64, FieldProblem> {
    domain::settlement::formula::amount(rule, &Inputs::from(*line))
}

fn rule(formula: Formula) -> &'static RuleVersion {
    RuleVersion::newest(formula).unwrap()
}

fn inputs(deal: &str, floor: &str, output: &str, service: &str, ratio: Option<&str>) -> Resale {
    Resale {
        currency: Currency::CNY,
        deal_minor: parse_minor(deal, Currency::CNY).unwrap(),
        floor_minor: parse_minor(floor, Currency::CNY).unwrap(),
        output_tax: Rate::parse(output).unwrap(),
        service_tax: Rate::parse(service).unwrap(),
        ratio: ratio.map(|r| Rate::parse(r).unwrap()),
        reversal: false,
    }
}

#[test]
fn the_table_of_the_reference() {
    use Formula::{Reseller, ResellerCoSale};
    for (case, formula, deal, floor, output, service, ratio, expected) in [
        ("R1", Reseller, "10000", "8000", "6%", "6%", None, "1,800.00"),
        ("R2", Reseller, "10000", "8000", "13%", "6%", None, "1,688.50"),
        ("R3", Reseller, "10000", "8000", "6%", "3%", None, "1,749.06"),
        ("R4", Reseller, "10000", "8000", "6%", "1%", None, "1,715.09"),
        ("R5", Reseller, "11300", "5650", "13%", "6%", None, "4,770.00"),
        ("R6", ResellerCoSale, "10000", "8000", "6%", "6%", Some("60%"), "1,200.00"),
        ("R7", ResellerCoSale, "10000", "8000", "13%", "6%", Some("45%"), "844.25"),
        ("R8", Reseller, "999.99", "500", "13%", "3%", None, "410.17"),
        ("R10", Reseller, "8000", "8000", "6%", "6%", None, "0.00"),
        ("R10 below", Reseller, "7000", "8000", "6%", "6%", None, "0.00"),
        ("a half that division first would lose", Reseller, "3.55", "0", "6%", "6%", None, "3.20"),
    ] {
        let settled = evaluate(rule(formula), &inputs(deal, floor, output, service, ratio)).unwrap();
        assert_eq!(settled.amount(), expected, "{case}");
    }
}

#[test]
fn r9_a_co_sale_above_ninety_per_cent_is_refused() {
    let given = inputs("10000", "8000", "6%", "6%", Some("90.01%"));
    let refused = evaluate(rule(Formula::ResellerCoSale), &given).unwrap_err();
    assert_eq!(refused.field, "ratio");
    assert!(matches!(refused.problem, Problem::RatioTooHigh { .. }));
    assert!(evaluate(rule(Formula::ResellerCoSale), &inputs("1", "0", "0", "0", Some("90%"))).is_ok());
    assert!(evaluate(rule(Formula::ResellerCoSale), &inputs("1", "0", "0", "0", None)).is_err());
}

#[test]
fn a_reseller_alone_has_the_ratio_of_the_rule() {
    assert!(evaluate(rule(Formula::Reseller), &inputs("2", "1", "6%", "6%", Some("0.9"))).is_ok());
    let other = evaluate(rule(Formula::Reseller), &inputs("2", "1", "6%", "6%", Some("0.6"))).unwrap_err();
    assert!(matches!(other.problem, Problem::RatioFixed { .. }));
}

#[test]
fn the_explanation_shows_every_number() {
    let settled = evaluate(rule(Formula::Reseller), &inputs("10000", "8000", "13%", "6%", None)).unwrap();
    assert_eq!(
        settled.line(),
        "(10,000.00 − 8,000.00) ÷ (1 + 13.00 %) × (1 + 6.00 %) × 90.00 % = 1,688.495575… -> 1,688.50 [reseller v1, rounded half up]"
    );
    let values: Vec<_> = settled.shown().map(|step| step.shown_value(settled.currency)).collect();
    assert_eq!(values, ["2,000.00", "1,769.911504…", "1,876.106194…", "1,688.495575…", "1,688.50"]);
}

#[test]
fn a_deal_at_the_floor_says_so_and_shows_no_more() {
    let settled = evaluate(rule(Formula::Reseller), &inputs("7000", "8000", "6%", "6%", None)).unwrap();
    assert_eq!(
        settled.line(),
        "(7,000.00 − 8,000.00) ÷ (1 + 6.00 %) × (1 + 6.00 %) × 90.00 %: deal is not above floor, so 0.00 [reseller v1]"
    );
    let kinds: Vec<_> = settled.shown().map(|step| step.kind.code()).collect();
    assert_eq!(kinds, ["margin", "below_floor", "rounded"]);
    let values: Vec<_> = settled.shown().map(|step| step.shown_value(settled.currency)).collect();
    assert_eq!(values, ["−1,000.00", "0.00", "0.00"]);
}

#[test]
fn a_reversal_shows_its_sign() {
    let line = Resale { reversal: true, ..inputs("3.55", "0", "6%", "6%", None) };
    let settled = evaluate(rule(Formula::Reseller), &line).unwrap();
    assert_eq!(
        settled.line(),
        "−(3.55 − 0.00) ÷ (1 + 6.00 %) × (1 + 6.00 %) × 90.00 % = −3.195 -> −3.20 [reseller v1, rounded half up]"
    );
    assert_eq!(settled.exact.bare(Currency::CNY), "-3.195");
}

#[test]
fn half_of_a_cent_goes_up_and_a_reversal_goes_away_from_zero() {
    let mut line = inputs("3.55", "0", "6%", "6%", None);
    assert_eq!(evaluate(rule(Formula::Reseller), &line).unwrap().exact.bare(Currency::CNY), "3.195");
    line.reversal = true;
    assert_eq!(amount(rule(Formula::Reseller), &line), Ok(-320));
}

#[test]
fn an_amount_beyond_the_books_is_refused_and_never_half_written() {
    // Both prices are the largest there are; a service tax of 100 % would settle 1.8 times as much.
    let most = Resale {
        currency: Currency::CNY,
        deal_minor: domain::money::MOST_MINOR,
        floor_minor: 0,
        output_tax: Rate::ZERO,
        service_tax: Rate::ONE,
        ratio: None,
        reversal: true,
    };
    for problem in [
        amount(rule(Formula::Reseller), &most).unwrap_err(),
        evaluate(rule(Formula::Reseller), &most).unwrap_err(),
    ] {
        assert_eq!(problem.field, "deal");
        assert!(matches!(problem.problem, Problem::TooLarge { .. }));
    }
    let untaxed = Resale { service_tax: Rate::ZERO, ..most };
    assert_eq!(amount(rule(Formula::Reseller), &untaxed), Ok(-domain::money::MOST_MINOR / 10 * 9));
}

prop_compose! {
    // Half of the largest price: with a service tax of 100 % the amount still fits the books.
    fn any_line()(deal in 0i64..domain::money::MOST_MINOR / 2, floor in 0i64..1_000_000_000_000_000, output in 0i64..=1_000_000,
        service in 0i64..=1_000_000, ratio in 0i64..=900_000, reversal: bool) -> Resale {
        Resale { currency: Currency::CNY, deal_minor: deal, floor_minor: floor, output_tax: Rate::from_millionths(output).unwrap(),
            service_tax: Rate::from_millionths(service).unwrap(), ratio: Rate::from_millionths(ratio), reversal }
    }
}

proptest! {
    #[test]
    fn amount_and_explanation_agree(line in any_line()) {
        let co_sale = rule(Formula::ResellerCoSale);
        let settled = evaluate(co_sale, &line).unwrap();
        prop_assert_eq!(amount(co_sale, &line), Ok(settled.amount_minor));
        prop_assert_eq!(parse_minor(&settled.amount(), settled.currency), Ok(settled.amount_minor));
        prop_assert_eq!(settled.amount_minor == 0 || (settled.amount_minor < 0) == line.reversal, true);
    }

    #[test]
    fn nearest_to_the_exact_value(line in any_line()) {
        // |2·amount·den − 2·num| <= den, in whole numbers wider than any factor
        let line = Resale { reversal: false, deal_minor: line.deal_minor % 1_000_000_000, floor_minor: 0, ..line };
        let got = i128::from(amount(rule(Formula::ResellerCoSale), &line).unwrap());
        let num = i128::from(line.deal_minor) * i128::from(1_000_000 + line.service_tax.millionths())
            * i128::from(line.ratio.unwrap().millionths());
        let den = i128::from(1_000_000 + line.output_tax.millionths()) * 1_000_000;
        prop_assert!((2 * got * den - 2 * num).abs() <= den);
    }

    #[test]
    fn more_deal_never_settles_less(line in any_line(), more in 0i64..1_000_000) {
        let line = Resale { reversal: false, ..line };
        let dearer = Resale { deal_minor: (line.deal_minor + more).min(domain::money::MOST_MINOR / 2), ..line };
        let co_sale = rule(Formula::ResellerCoSale);
        prop_assert!(amount(co_sale, &dearer).unwrap() >= amount(co_sale, &line).unwrap());
    }

    #[test]
    fn a_reversal_takes_back_exactly_what_was_given(line in any_line()) {
        let co_sale = rule(Formula::ResellerCoSale);
        let there = amount(co_sale, &Resale { reversal: false, ..line }).unwrap();
        let back = amount(co_sale, &Resale { reversal: true, ..line }).unwrap();
        prop_assert_eq!(there + back, 0);
    }
}
