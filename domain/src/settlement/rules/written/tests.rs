use super::{super::Ratio, *};

fn draft() -> WrittenRule {
    WrittenRule {
        formula: "general".into(),
        scope: "product".into(),
        scope_of: "P1".into(),
        effective_from: "2026-11-01".into(),
        ratio_kind: "usual".into(),
        ratio: "4%".into(),
        bands_fee: Some("4%".into()),
        bands: [("0", "0"), ("500000", "1.5%")]
            .map(|(from, increment)| WrittenBand { from: from.into(), increment: increment.into() })
            .to_vec(),
        ..WrittenRule::default()
    }
}

/// What is wrong with a draft that was changed.
fn wrong(change: fn(&mut WrittenRule)) -> Vec<String> {
    let mut of = draft();
    change(&mut of);
    of.read().unwrap_err().into_iter().map(|problem| problem.to_string()).collect()
}

#[test]
fn a_draft_is_read_and_written_again() {
    let read = draft().read().unwrap();
    assert_eq!(read.scope, Named::Product("P1".into()));
    assert_eq!(read.rule.ratio, Ratio::Usual(Rate::percent(4)));
    let edges: Vec<i64> =
        read.rule.scheme.iter().flat_map(|it| it.bands.iter()).map(|it| it.from_minor).collect();
    assert_eq!(edges, [0, 50_000_000]);
    let again = written(&RuleVersion { scope: Scope::Product(5), ..read.rule.clone() }, Some("P1"), "");
    assert_eq!(again.read().unwrap(), read);
}

#[test]
fn a_rate_is_refused_by_its_field() {
    for (rate, said) in [
        ("0.0500001", "ratio '0.0500001' has more than 6 decimals"),
        ("1e5", "ratio '1e5' is not a rate"),
        ("100.5%", "ratio"),
        ("-1%", "ratio"),
        ("", "ratio"),
    ] {
        let mut of = draft();
        rate.clone_into(&mut of.ratio);
        let problems = of.read().unwrap_err();
        assert_eq!(problems.len(), 1, "{rate}");
        assert!(problems[0].to_string().starts_with(said), "{}", problems[0]);
    }
    let bands = wrong(|of| {
        of.bands_fee = Some("1e5".into());
        of.bands[1].increment = "0.1234567".into();
    });
    assert!(bands[0].starts_with("bands_fee ") && bands[1].starts_with("bands[1].increment "), "{bands:?}");
    assert!(wrong(|of| of.bands[1].increment = "5%".into())[0].starts_with("bands "), "more than the fee");
    assert!(wrong(|of| of.bands.clear())[0].starts_with("bands "), "a fee without bands");
}

#[test]
fn only_formulas_by_which_the_merchant_earns_are_drafted() {
    for formula in ["reseller", "reseller_co_sale", "upgrade"] {
        let mut of = WrittenRule { bands: vec![], bands_fee: None, ..draft() };
        formula.clone_into(&mut of.formula);
        assert_eq!(of.read().unwrap_err()[0].field, "formula", "{formula}");
    }
    for formula in MERCHANT {
        let of = WrittenRule { formula: formula.to_string(), bands: vec![], bands_fee: None, ..draft() };
        assert!(of.read().is_ok(), "{formula}");
    }
    assert!(
        wrong(|of| of.formula = "joint_deal".into())[0].starts_with("bands "),
        "bands of another formula"
    );
}

#[test]
fn a_scope_fits_its_kind_and_its_formula() {
    let scope = |kind: &str, of: &str| {
        let draft = WrittenRule { scope: kind.into(), scope_of: of.into(), ..draft() };
        draft.read().map(|read| read.scope).map_err(|problems| problems[0].field.clone())
    };
    assert_eq!(scope("", ""), Ok(Named::Known(Scope::All)));
    assert_eq!(scope("kind", "general"), Ok(Named::Known(Scope::Kind(BusinessKind::General))));
    assert_eq!(
        scope("kind", "joint"),
        Err("scope_of".into()),
        "no joint product is settled as a general one"
    );
    assert_eq!(scope("delivery", "license"), Ok(Named::Known(Scope::Delivery(DeliveryType::License))));
    assert_eq!(scope("reseller", " 远山 "), Ok(Named::Reseller("远山".into())));
    for (kind, of, field) in [
        ("all", "P1", "scope_of"),
        ("product", "", "scope_of"),
        ("delivery", "x", "scope_of"),
        ("x", "", "scope"),
    ] {
        assert_eq!(scope(kind, of), Err(field.to_owned()), "{kind} {of}");
    }
}

#[test]
fn days_are_days_in_order() {
    assert!(wrong(|of| of.effective_from = "2026-02-30".into())[0].starts_with("effective_from "));
    assert!(wrong(|of| of.effective_from = "12026-02-03".into())[0].starts_with("effective_from "));
    assert!(wrong(|of| of.effective_until = Some("2026-11-01".into()))[0].starts_with("effective_until "));
    let mut of = draft();
    of.effective_until = Some(String::new());
    assert_eq!(of.read().unwrap().rule.effective_until, None);
}
