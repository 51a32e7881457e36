//! S1 of `domain.md` 5.4, customer service partners of 5.7, and U1 of 1.6.

use domain::{
    Currency,
    settlement::{
        Basis, Formula, Given, Inputs, Partner, PriceBasis, Ratio, RuleVersion, Scope, Selected, Upgrade,
        evaluate,
    },
};

use crate::{newest, rate, settled, tried, yuan};

#[test]
fn s1_selected_products_by_the_floor_price() {
    let unit =
        Selected { floor_minor: yuan("800"), basis: Basis::of(PriceBasis::Unit, 10, None), ratio: None };
    let s1 = settled(Formula::Selected, Given::Selected(unit));
    assert_eq!(s1.line(), "800.00 × 10 × 90.00 % = 7,200.00 -> 7,200.00 [selected v1, exact]");
    let line = Selected { floor_minor: yuan("8000"), basis: Basis::Line, ratio: Some(rate("90%")) };
    assert_eq!(settled(Formula::Selected, Given::Selected(line)).amount(), "7,200.00");
    let other = Selected { ratio: Some(rate("80%")), ..unit };
    assert_eq!(tried(Formula::Selected, Given::Selected(other)).unwrap_err().field, "ratio");
}

#[test]
fn a_partner_has_a_ratio_of_the_deal_without_its_tax() {
    let given = Partner {
        deal_minor: yuan("11300"),
        ratio: Some(rate("8%")),
        output_tax: rate("13%"),
        service_tax: rate("6%"),
    };
    let partner = settled(Formula::Partner, Given::Partner(given));
    assert_eq!(
        partner.line(),
        "11,300.00 ÷ (1 + 13.00 %) × 8.00 % × (1 + 6.00 %) = 848.00 -> 848.00 [partner v1, exact]"
    );
    let silent = Partner { ratio: None, ..given };
    assert_eq!(tried(Formula::Partner, Given::Partner(silent)).unwrap_err().field, "ratio");
    // The ratio of a product is a rule of its own.
    let of_product = RuleVersion {
        version: 2,
        scope: Scope::Product(5),
        ratio: Ratio::Fixed(rate("8%")),
        ..newest(Formula::Partner).clone()
    };
    let silent = Inputs::of(Currency::CNY, Given::Partner(silent));
    assert_eq!(evaluate(&of_product, &silent).unwrap().amount(), "848.00");
}

#[test]
fn u1_an_upgrade_costs_the_difference_for_the_days_that_remain() {
    let given = Upgrade { new_minor: yuan("20"), old_minor: yuan("12"), days: 100, discount: rate("0.9") };
    let u1 = settled(Formula::Upgrade, Given::Upgrade(given));
    assert_eq!(
        u1.line(),
        "20.00 × 100 × 90.00 % − 12.00 × 100 × 90.00 % = 720.00 -> 720.00 [upgrade v1, exact]"
    );
    let same = Upgrade { old_minor: given.new_minor, ..given };
    assert_eq!(settled(Formula::Upgrade, Given::Upgrade(same)).amount(), "0.00");
    let cheaper = Upgrade { old_minor: given.new_minor + 1, ..given };
    assert_eq!(tried(Formula::Upgrade, Given::Upgrade(cheaper)).unwrap_err().field, "old_price");
    assert_eq!(
        tried(Formula::Upgrade, Given::Upgrade(Upgrade { days: 0, ..given })).unwrap_err().field,
        "days"
    );
}
