use super::*;
use crate::order::{BusinessKind, DeliveryType, Head, OrderType, sample};

#[test]
fn every_formula_has_a_version_today_and_none_before_the_first() {
    for formula in Formula::ALL {
        assert!(RuleVersion::in_period(*formula, Period::parse("202610").unwrap()).is_some());
        assert!(RuleVersion::in_period(*formula, Period::parse("201412").unwrap()).is_none());
        assert!(RuleVersion::newest(*formula).is_some());
    }
}

#[test]
fn versions_are_in_order() {
    for formula in Formula::ALL {
        let numbers: Vec<_> = VERSIONS.iter().filter(|v| v.formula == *formula).map(|v| v.version).collect();
        assert!(numbers.is_sorted() && numbers.first() == Some(&1));
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn rule(version: i64, scope: Scope, from: &str) -> RuleVersion {
    RuleVersion {
        version,
        scope,
        effective_from: day(from),
        effective_until: None,
        ..RuleVersion::newest(Formula::General).unwrap().clone()
    }
}

fn facts(on: &str) -> Facts {
    Facts {
        formula: Formula::General,
        day: day(on),
        kind: BusinessKind::General,
        delivery: DeliveryType::SaasAuto,
        product: 5,
        reseller: Some(7),
    }
}

fn chosen(rules: &[RuleVersion], facts: &Facts) -> Vec<i64> {
    let choice = choose(rules, facts);
    choice.iter().flat_map(|c| std::iter::once(&c.winner).chain(&c.beaten)).map(|rule| rule.version).collect()
}

#[test]
fn a_new_database_begins_with_rules_that_may_stand_beside_each_other() {
    for rule in VERSIONS {
        assert_eq!(rule.check(), Ok(()), "{}", rule.name());
    }
    assert_eq!(overlap(VERSIONS), None);
    assert_eq!(
        RuleVersion::newest(Formula::Reseller).map(|v| v.ratio),
        Some(Ratio::Fixed(Rate::percent(90)))
    );
    assert_eq!(RuleVersion::newest(Formula::General).map(|v| v.version), Some(2));
}

#[test]
fn g11_the_policy_is_that_of_the_effective_date() {
    assert_eq!(chosen(VERSIONS, &facts("2024-02-29")), [1]);
    assert_eq!(chosen(VERSIONS, &facts("2024-03-01")), [2]);
    assert_eq!(chosen(VERSIONS, &facts("2014-12-31")), [0; 0]);
    let at = |text| Head { effective_at: sample::at(text), ..sample::head() };
    assert_eq!(rule_day(&at("2024-02-29T23:59:59+08:00")), day("2024-02-29"));
    assert_eq!(rule_day(&at("2024-02-29T16:00:00Z")), day("2024-03-01"));
    // Under supervision until long after: the effective date counts.
    let supervised = Head { completed_at: sample::at("2024-06-01 10:00:00"), ..at("2024-02-20 10:00:00") };
    assert_eq!(rule_day(&supervised), day("2024-02-20"));
    // A renewal that was paid before and takes effect after keeps the old policy; one paid after has the new one.
    let renewal =
        |paid| Head { order_type: OrderType::Renew, paid_at: sample::at(paid), ..at("2024-04-01 00:00:00") };
    assert_eq!(rule_day(&renewal("2024-02-20 09:00:00")), day("2024-02-20"));
    assert_eq!(rule_day(&renewal("2024-03-20 09:00:00")), day("2024-03-20"));
    let silent = Head { effective_at: None, paid_at: sample::at("2018-02-03 10:00:00"), ..sample::head() };
    assert_eq!(rule_day(&silent), day("2018-02-03"));
    assert_eq!(rule_day(&Head { paid_at: None, ..silent }), day("2018-01-01"));
}

#[test]
fn the_narrowest_scope_wins_and_says_what_it_beat() {
    let mut rules = vec![
        rule(1, Scope::All, "2020-01-01"),
        rule(2, Scope::Kind(BusinessKind::General), "2020-01-01"),
        rule(3, Scope::Delivery(DeliveryType::SaasAuto), "2020-01-01"),
        rule(4, Scope::Product(5), "2020-01-01"),
        rule(5, Scope::Reseller(7), "2020-01-01"),
        rule(6, Scope::Product(6), "2020-01-01"),
        rule(7, Scope::Kind(BusinessKind::Joint), "2020-01-01"),
    ];
    for _ in 0..rules.len() {
        assert_eq!(chosen(&rules, &facts("2026-10-01")), [5, 4, 3, 2, 1]);
        rules.rotate_left(1);
    }
    assert_eq!(chosen(&rules, &Facts { reseller: None, ..facts("2026-10-01") }), [4, 3, 2, 1]);
    assert_eq!(chosen(&rules, &facts("2019-12-31")), [0; 0]);
    let other = Facts { formula: Formula::Selected, ..facts("2026-10-01") };
    assert_eq!(choose(&rules, &other), None);
}

#[test]
fn a_version_ends_where_the_next_of_its_scope_begins_or_where_it_says() {
    let mut ended = rule(4, Scope::Product(5), "2026-01-01");
    ended.effective_until = Some(day("2026-02-01"));
    let rules = [
        rule(1, Scope::All, "2020-01-01"),
        rule(2, Scope::All, "2026-01-01"),
        ended,
        rule(5, Scope::All, "2027-01-01"),
    ];
    assert_eq!(chosen(&rules, &facts("2025-12-31")), [1]);
    assert_eq!(chosen(&rules, &facts("2026-01-01")), [4, 2]);
    assert_eq!(chosen(&rules, &facts("2026-01-31")), [4, 2]);
    assert_eq!(chosen(&rules, &facts("2026-02-01")), [2]);
    assert_eq!(chosen(&rules, &facts("2027-01-01")), [5]);
    assert_eq!(overlap(&rules), None);
}

#[test]
fn dates_of_one_scope_may_not_overlap() {
    let mut first = rule(1, Scope::All, "2026-01-01");
    first.effective_until = Some(day("2026-07-01"));
    let clash = rule(3, Scope::All, "2026-06-30");
    let elsewhere = rule(2, Scope::Product(5), "2026-03-01");
    let rules = [clash.clone(), elsewhere.clone(), first.clone()];
    let found = overlap(&rules).unwrap();
    assert_eq!((found.one.version, found.other.version), (1, 3));
    assert_eq!(
        found.problem().to_string(),
        "effective_from general v1 (2026-01-01 – 2026-07-01) and general v3 (2026-06-30 – ) overlap: make one of them, or leave a gap"
    );
    let after = rule(3, Scope::All, "2026-07-01");
    assert_eq!(overlap([&after, &elsewhere, &first]), None);
    let same_day = rule(4, Scope::All, "2026-07-01");
    assert!(overlap([&after, &same_day]).is_some());
}

#[test]
fn bands_at_their_edges() {
    let scheme = RuleVersion::newest(Formula::General).unwrap().scheme.clone().unwrap();
    for (paid, percent, next) in [
        (-1, 0, Some(50_000_000)),
        (0, 0, Some(50_000_000)),
        (49_999_999, 0, Some(50_000_000)),
        (50_000_000, 1, Some(100_000_000)),
        (99_999_999, 1, Some(100_000_000)),
        (100_000_000, 2, None),
        (i64::MAX, 2, None),
    ] {
        let (band, found) = scheme.band(paid).unwrap();
        assert_eq!((band.increment, found), (Rate::percent(percent), next), "{paid}");
    }
}

#[test]
fn a_draft_says_what_is_wrong_with_it() {
    let wrong = |change: fn(&mut RuleVersion)| {
        let mut draft = rule(3, Scope::All, "2027-01-01");
        change(&mut draft);
        draft.check().unwrap_err().into_iter().map(|problem| problem.field).collect::<Vec<_>>()
    };
    assert_eq!(wrong(|draft| draft.version = 0), ["version"]);
    assert_eq!(wrong(|draft| draft.effective_until = Some(draft.effective_from)), ["effective_until"]);
    assert_eq!(
        wrong(|draft| draft.ratio = Ratio::Usual(Rate::from_millionths(1_000_001).unwrap())),
        ["ratio"]
    );
    let bands = |draft: &mut RuleVersion, all: &[(i64, u16)]| {
        let all = all.iter().map(|(from_minor, percent)| Band {
            from_minor: *from_minor,
            increment: Rate::percent(*percent),
        });
        draft.scheme.as_mut().unwrap().bands = all.collect();
    };
    let wrong_bands = |all: &[(i64, u16)]| {
        let mut draft = rule(3, Scope::All, "2027-01-01");
        bands(&mut draft, all);
        draft.check().map_err(|problems| problems.len())
    };
    assert_eq!(wrong_bands(&[(0, 0), (1, 5)]), Ok(()));
    for all in [&[][..], &[(1, 0)], &[(-1, 0)], &[(0, 0), (0, 1)], &[(0, 0), (i64::MAX, 1)], &[(0, 6)]] {
        assert_eq!(wrong_bands(all), Err(1), "{all:?}");
    }
}

#[test]
fn a_version_is_written_and_read_again() {
    for rule in VERSIONS {
        let written = serde_json::to_string(rule).unwrap();
        assert_eq!(&serde_json::from_str::<RuleVersion>(&written).unwrap(), rule);
    }
}
