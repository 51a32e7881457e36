//! G1–G13 and V1–V3 of `domain.md` 5.2.

use domain::{
    Currency, Problem,
    settlement::{
        Facts, Formula, General, Given, Increment, Inputs, RuleVersion, Settled, StepKind, choose, evaluate,
        rules::VERSIONS,
    },
};

use crate::{newest, rate, settled, tried, yuan};

/// `month` is the month's total; empty where the increment is a line of its own.
fn line(sales: &str, coupon: &str, fee: &str, month: &str) -> General {
    General {
        sales_minor: yuan(sales),
        coupon_minor: yuan(coupon),
        bear_ratio: None,
        fee: Some(rate(fee)),
        month_paid_minor: (!month.is_empty()).then(|| yuan(month)),
    }
}

fn under(version: i64, given: Given) -> Settled {
    let rule = RuleVersion::numbered(Formula::General, version).unwrap();
    evaluate(rule, &Inputs::of(Currency::CNY, given)).unwrap()
}

#[test]
fn the_table_of_the_reference() {
    for (case, version, sales, coupon, fee, month, expected) in [
        ("G1", 1, "1000", "0", "5%", "1000", "950.00"),
        ("G2", 1, "1000", "100", "5%", "900", "855.00"),
        ("G3", 2, "499999.99", "0", "5%", "499999.99", "474,999.99"),
        ("G4", 2, "500000", "0", "5%", "500000", "480,000.00"),
        ("G5", 2, "999999.99", "0", "5%", "999999.99", "959,999.99"),
        ("G6", 2, "1000000", "0", "5%", "1000000", "970,000.00"),
        ("G7", 2, "1500000", "0", "5%", "1500000", "1,455,000.00"),
        ("G8", 2, "1500000", "0", "15%", "1500000", "1,275,000.00"),
        ("G9 first", 2, "300000", "0", "5%", "550000", "288,000.00"),
        ("G9 second", 2, "250000", "0", "5%", "550000", "240,000.00"),
        ("G10", 2, "600000", "120000", "5%", "480000", "456,000.00"),
        ("G11", 1, "1500000", "0", "5%", "1500000", "1,425,000.00"),
        ("G12", 2, "400000", "0", "5%", "400000", "380,000.00"),
        ("G13", 2, "33.33", "0", "5%", "33.33", "31.66"),
    ] {
        let given = Given::General(line(sales, coupon, fee, month));
        assert_eq!(under(version, given).amount(), expected, "{case}");
    }
}

#[test]
fn g9_the_increment_is_a_line_of_its_own() {
    let first = settled(Formula::General, Given::General(line("300000", "0", "5%", "")));
    let second = settled(Formula::General, Given::General(line("250000", "0", "5%", "")));
    let of = Increment { base_minor: yuan("550000"), fee: None, month_paid_minor: yuan("550000") };
    let more = settled(Formula::General, Given::Increment(of));
    assert_eq!([first.amount(), second.amount(), more.amount()], ["285,000.00", "237,500.00", "5,500.00"]);
    assert_eq!(first.amount_minor + second.amount_minor + more.amount_minor, yuan("528000"));
    assert_eq!(more.line(), "550,000.00 × 1.00 % = 5,500.00 -> 5,500.00 [general v2, exact]");
    assert_eq!(more.ratio, rate("1%"));
    let shown: Vec<String> = more.steps.iter().map(|step| step.operation(Currency::CNY)).collect();
    assert_eq!(shown, ["550,000.00 ≥ 500,000.00", "× 1.00 %", ""]);
    // Another fee has no part in the scheme, and the old policy knows none.
    let agreed = Increment { fee: Some(rate("4.9%")), ..of };
    assert_eq!(settled(Formula::General, Given::Increment(agreed)).amount_minor, 0);
    assert_eq!(under(1, Given::Increment(of)).amount_minor, 0);
}

#[test]
fn g11_the_effective_date_chooses_the_policy() {
    let given = Given::General(line("1500000", "0", "5%", "1500000"));
    let mut facts = Facts {
        formula: Formula::General,
        day: "2024-02-29".parse().unwrap(),
        kind: domain::order::BusinessKind::General,
        delivery: domain::order::DeliveryType::SaasAuto,
        product: 1,
        reseller: None,
    };
    let on = |facts: &Facts| {
        let rule = choose(VERSIONS, facts).unwrap().winner;
        evaluate(rule, &Inputs::of(Currency::CNY, given)).unwrap().amount()
    };
    assert_eq!(on(&facts), "1,425,000.00");
    facts.day = facts.day.succ_opt().unwrap();
    assert_eq!(on(&facts), "1,455,000.00");
}

#[test]
fn coupons_in_the_second_form() {
    for (case, bears, expected) in
        [("V1", "95%", "855.00"), ("V2", "100%", "850.00"), ("V3", "50%", "900.00")]
    {
        let given = General { bear_ratio: Some(rate(bears)), ..line("1000", "100", "5%", "") };
        assert_eq!(settled(Formula::General, Given::General(given)).amount(), expected, "{case}");
    }
    let v3 = General { bear_ratio: Some(rate("50%")), ..line("1000", "100", "5%", "1000000") };
    let v3 = settled(Formula::General, Given::General(v3));
    assert_eq!(
        v3.line(),
        "1,000.00 × (1 − 5.00 % + 2.00 %) − 100.00 × 50.00 % = 920.00 -> 920.00 [general v2, exact]"
    );
    assert_eq!(v3.ratio, rate("97%"));
}

#[test]
fn the_explanation_shows_the_band_and_every_number() {
    let g10 = settled(Formula::General, Given::General(line("600000", "120000", "5%", "480000")));
    assert_eq!(
        g10.line(),
        "(600,000.00 − 120,000.00) × (1 − 5.00 % + 0.00 %) = 456,000.00 -> 456,000.00 [general v2, exact]"
    );
    let band = g10.steps.iter().find(|step| step.kind == StepKind::Band).unwrap();
    assert_eq!(band.operation(Currency::CNY), "480,000.00 < 500,000.00");
    let g13 = settled(Formula::General, Given::General(line("33.33", "0", "5%", "")));
    assert_eq!(g13.line(), "33.33 × (1 − 5.00 %) = 31.6635 -> 31.66 [general v2, rounded half up]");
}

#[test]
fn what_does_not_fit_is_named() {
    let wrong = |given: General| tried(Formula::General, Given::General(given)).unwrap_err();
    assert_eq!(wrong(line("1", "1.01", "5%", "")).field, "coupon");
    assert_eq!(wrong(line("1", "0", "100.01%", "")).field, "fee");
    assert_eq!(wrong(General { sales_minor: -1, ..line("1", "0", "5%", "") }).field, "sales");
    assert_eq!(
        wrong(General { month_paid_minor: Some(-1), ..line("1", "0", "5%", "") }).field,
        "month_paid_total"
    );
    // The edges of the bands are amounts of one currency.
    let dollars = Inputs::of(Currency::USD, Given::General(line("1", "0", "5%", "1")));
    let problem = evaluate(newest(Formula::General), &dollars).unwrap_err();
    assert_eq!(problem.field, "currency");
    let of_another = evaluate(newest(Formula::Selected), &dollars).unwrap_err();
    assert_eq!(of_another.field, "formula");
    assert!(matches!(of_another.problem, Problem::UnknownCode { allowed, .. } if allowed == "general"));
}
