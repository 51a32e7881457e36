use super::*;

fn of<'a>(fields: &[(Field, &'a str)]) -> QuoteText<'a> {
    QuoteText::of(fields.iter().copied())
}

fn r2() -> QuoteText<'static> {
    of(&[
        (Field::Formula, "reseller"),
        (Field::Deal, "10000"),
        (Field::Floor, "8000"),
        (Field::OutputTax, "13%"),
        (Field::ServiceTax, "0.06"),
    ])
}

fn fields(text: &QuoteText<'_>) -> Vec<String> {
    quote(text).unwrap_err().into_iter().map(|p| p.field).collect()
}

#[test]
fn texts_become_an_amount() {
    assert_eq!(quote(&r2()).unwrap().amount_minor, 168_850);
    assert_eq!(quote(&r2().with(Field::Ratio, "90 %")).unwrap().amount_minor, 168_850);
    let co_sale = r2().with(Field::Formula, "Reseller_Co_Sale").with(Field::Ratio, "45%");
    assert_eq!(quote(&co_sale).unwrap().amount_minor, 84_425);
}

#[test]
fn a_currency_has_its_own_decimals() {
    // R2 in yen: 1,688.495575… is rounded to a whole yen.
    let yen = quote(&r2().with(Field::Currency, "JPY")).unwrap();
    assert_eq!((yen.amount_minor, yen.amount()), (1_688, "1,688".to_owned()));
    assert_eq!(
        yen.line(),
        "(10,000 − 8,000) ÷ (1 + 13.00 %) × (1 + 6.00 %) × 90.00 % = 1,688.495575… -> 1,688 [reseller v1, rounded half up]"
    );
    let dinars = quote(&r2().with(Field::Currency, "kwd")).unwrap();
    assert_eq!(dinars.amount(), "1,688.496");
    assert_eq!(fields(&r2().with(Field::Currency, "JPY").with(Field::Deal, "10000.5")), ["deal"]);
}

#[test]
fn every_problem_is_named_at_once() {
    let all = of(&[
        (Field::Currency, "shells"),
        (Field::Formula, "gift"),
        (Field::Deal, "-1"),
        (Field::Floor, "x"),
        (Field::Ratio, "6"),
        (Field::ServiceTax, "a"),
    ]);
    assert_eq!(fields(&all), ["formula", "currency", "deal", "floor", "ratio", "output_tax", "service_tax"]);
    assert_eq!(fields(&QuoteText::default()), ["formula", "deal", "floor", "output_tax", "service_tax"]);
}

#[test]
fn the_ratio_is_checked_with_the_other_fields() {
    let co_sale = r2().with(Field::Formula, "reseller_co_sale");
    assert_eq!(fields(&co_sale), ["ratio"]);
    assert_eq!(fields(&co_sale.with(Field::Ratio, "90.01%").with(Field::Deal, "")), ["deal", "ratio"]);
    assert_eq!(fields(&r2().with(Field::Ratio, "60%")), ["ratio"]);
}

fn asked(formula: &str, rest: &[(Field, &str)]) -> Result<String, Vec<String>> {
    let text = of(rest).with(Field::Formula, formula);
    quote(&text)
        .map(|settled| settled.amount())
        .map_err(|all| all.into_iter().map(|p| p.to_string()).collect())
}

#[test]
fn every_formula_asks_for_what_it_needs_and_for_nothing_else() {
    for formula in Formula::ALL {
        let required: Vec<&str> =
            formula.needs().iter().filter(|need| need.required).map(|need| need.field.code()).collect();
        assert_eq!(fields(&of(&[(Field::Formula, formula.code())])), required, "{formula}");
    }
}

#[test]
fn the_tables_of_the_reference_are_answered() {
    use Field::{
        BearRatio, Coupon, Days, Deal, Discount, Dst1, Dst2, Duration, EffectiveAt, Fee, Floor,
        FloorDiscount, List, MonthPaidTotal, NewPrice, OldPrice, OutputTax, Quantity, Ratio, Sales,
        ServiceTax, Wht1, Wht2,
    };
    let ok = |text: &str| Ok(text.to_owned());
    let g = |rest: &[(Field, &str)]| asked("general", rest);
    assert_eq!(g(&[(Sales, "1000"), (Fee, "5%"), (EffectiveAt, "2024-02-29")]), ok("950.00"));
    assert_eq!(g(&[(Sales, "300000"), (MonthPaidTotal, "550000")]), ok("288,000.00"));
    assert_eq!(g(&[(Sales, "600000"), (Coupon, "120000")]), ok("456,000.00"));
    assert_eq!(g(&[(Sales, "1500000"), (EffectiveAt, "2024-02-29 23:59:59")]), ok("1,425,000.00"));
    assert_eq!(g(&[(Sales, "1500000"), (EffectiveAt, "2024-03-01")]), ok("1,455,000.00"));
    assert_eq!(g(&[(Sales, "1500000"), (EffectiveAt, "2024-02-29T16:00:00Z")]), ok("1,455,000.00"));
    assert_eq!(g(&[(Sales, "1000"), (Coupon, "100"), (BearRatio, "50%")]), ok("900.00"));
    let j1 = [(Deal, "900"), (Ratio, "70%"), (Quantity, "2"), (Duration, "12"), (OutputTax, "6%")];
    assert_eq!(asked("joint_deal", &j1), ok("14,264.15"));
    let j5: Vec<_> = j1.into_iter().chain([(Fee, "3%")]).collect();
    assert_eq!(asked("joint_deal", &j5), ok("13,616.15"));
    let j3 = [
        (List, "1,000"),
        (FloorDiscount, "0.8"),
        (Ratio, "90%"),
        (Quantity, "2"),
        (Duration, "12"),
        (OutputTax, "6%"),
    ];
    assert_eq!(asked("joint_floor", &j3), ok("16,301.89"));
    assert_eq!(asked("selected", &[(Floor, "800"), (Quantity, "10")]), ok("7,200.00"));
    let i1 = [(Sales, "1000"), (Wht1, "150"), (Dst1, "50"), (Fee, "15%"), (Wht2, "100"), (Dst2, "20")];
    assert_eq!(asked("international", &i1), ok("560.00"));
    let partner = [(Deal, "10600"), (Ratio, "10%"), (OutputTax, "6%"), (ServiceTax, "6%")];
    assert_eq!(asked("partner", &partner), ok("1,060.00"));
    let u1 = [(NewPrice, "20"), (OldPrice, "12"), (Days, "100"), (Discount, "0.9")];
    assert_eq!(asked("upgrade", &u1), ok("720.00"));
}

#[test]
fn what_no_formula_takes_is_named() {
    use Field::{
        Coupon, Currency, Deal, Duration, EffectiveAt, Fee, List, OutputTax, Quantity, Ratio, Sales,
    };
    let wrong = |formula, rest: &[(Field, &str)]| asked(formula, rest).unwrap_err();
    let one = |formula, rest: &[(Field, &str)], field: &str| {
        let problems = wrong(formula, rest);
        assert!(problems.len() == 1 && problems[0].starts_with(field), "{problems:?}");
    };
    one("general", &[(Sales, "1e5")], "sales");
    one("general", &[(Sales, "=1+1")], "sales");
    one("general", &[(Sales, "1"), (Fee, "0.0500001")], "fee");
    one("general", &[(Sales, "1"), (Fee, "150%")], "fee");
    one("general", &[(Sales, "1"), (Coupon, "2")], "coupon");
    one("general", &[(Sales, "1"), (EffectiveAt, "yesterday")], "effective_at");
    one("general", &[(Sales, "1"), (EffectiveAt, "2014-12-31")], "effective_at");
    one("general", &[(Sales, "1"), (Currency, "USD")], "currency");
    assert_eq!(
        wrong("general", &[(Sales, "1"), (Currency, "USD")]),
        ["currency the bands of the rule are in CNY, not in USD: use CNY, or a fee that has no bands"]
    );
    assert_eq!(asked("general", &[(Sales, "1"), (Currency, "USD"), (Fee, "15%")]), Ok("0.85".into()));
    one("general", &[(Sales, "10000000000000.01")], "sales");
    let joint = [(Quantity, "2"), (Duration, "12"), (Ratio, "70%"), (OutputTax, "6%")];
    let with = |more: &[(Field, &'static str)]| joint.iter().chain(more).copied().collect::<Vec<_>>();
    one("joint_deal", &with(&[(Deal, "1"), (Quantity, "0")]), "quantity");
    one("joint_deal", &with(&[(Deal, "1"), (Quantity, "1.5")]), "quantity");
    one("joint_deal", &with(&[(Deal, "1"), (Duration, "9999999999")]), "duration");
    one("joint_deal", &with(&[(Deal, "1"), (Ratio, "100.01%")]), "ratio");
    one("joint_deal", &with(&[(Deal, "9000000000000"), (Fee, "3%")]), "deal");
    one("joint_floor", &with(&[(List, "1"), (Field::FloorDiscount, "0.8"), (Fee, "3%")]), "sales");
    one("selected", &[(Field::Floor, "1"), (Quantity, "1"), (Ratio, "80%")], "ratio");
    one(
        "upgrade",
        &[(Field::NewPrice, "1"), (Field::OldPrice, "2"), (Field::Days, "1"), (Field::Discount, "1")],
        "old_price",
    );
}

#[test]
fn what_was_read_can_be_written_and_read_again() {
    let text = of(&[
        (Field::Formula, "joint_floor"),
        (Field::List, "1000"),
        (Field::FloorDiscount, "0.8"),
        (Field::Quantity, "2"),
        (Field::Duration, "12"),
        (Field::Ratio, "0.9"),
        (Field::OutputTax, "0.06"),
        (Field::Fee, "0.03"),
        (Field::Sales, "20000"),
    ]);
    let (rule, inputs) = parse_inputs(&text).unwrap();
    let written = inputs.bare();
    let again = QuoteText::of(written.iter().map(|(field, text)| (*field, text.as_str())));
    let (_, same) = parse_inputs(&again.with(Field::Formula, rule.formula.code())).unwrap();
    assert_eq!(same, inputs);
    let frozen = serde_json::to_string(&inputs).unwrap();
    assert_eq!(serde_json::from_str::<Inputs>(&frozen).unwrap(), inputs);
}

#[test]
fn the_day_that_chooses_the_rule_is_that_of_beijing() {
    let day = |text: &'static str| effective_day(&of(&[(Field::EffectiveAt, text)]));
    assert_eq!(day(" "), Ok(None));
    for text in ["2024-03-01", "2024-02-29T16:00:00Z", "2024-03-01 23:59:59"] {
        assert_eq!(day(text).unwrap().unwrap().to_string(), "2024-03-01", "{text}");
    }
    assert!(day("yesterday").is_err());
}
