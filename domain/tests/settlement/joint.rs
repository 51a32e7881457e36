//! J1–J5 of `domain.md` 5.3.

use domain::settlement::{
    Basis, Formula, Given, JointDeal, JointFloor, Management, PriceBasis, Settled, Split,
};

use crate::{rate, settled, tried, yuan};

fn split(ratio: &str, output_tax: &str) -> Split {
    Split {
        basis: Basis::of(PriceBasis::Unit, 2, Some(12)),
        ratio: rate(ratio),
        output_tax: rate(output_tax),
        partner_tax: None,
        management: None,
    }
}

fn deal(price: &str, split: Split) -> Settled {
    settled(Formula::JointDeal, Given::JointDeal(JointDeal { deal_minor: yuan(price), split }))
}

#[test]
fn the_deal_price_is_split() {
    let j1 = deal("900", split("70%", "6%"));
    assert_eq!(j1.amount(), "14,264.15");
    assert_eq!(
        j1.line(),
        "900.00 × 2 × 12 × 70.00 % ÷ (1 + 6.00 %) = 14,264.150943… -> 14,264.15 [joint_deal v1, rounded half up]"
    );
    assert_eq!(deal("900", split("70%", "13%")).amount(), "13,380.53");
}

#[test]
fn the_price_of_a_line_is_multiplied_by_nothing() {
    let line = Split { basis: Basis::of(PriceBasis::Line, 2, Some(12)), ..split("70%", "6%") };
    assert_eq!(deal("21600", line).amount(), "14,264.15");
    let once = Split { basis: Basis::of(PriceBasis::Unit, 24, None), ..split("70%", "6%") };
    assert_eq!(deal("900", once).amount(), "14,264.15");
}

#[test]
fn j3_the_floor_discount_is_split() {
    let given =
        JointFloor { list_minor: yuan("1000"), floor_discount: rate("0.8"), split: split("90%", "6%") };
    assert_eq!(settled(Formula::JointFloor, Given::JointFloor(given)).amount(), "16,301.89");
}

#[test]
fn j4_the_management_fee_by_itself() {
    for formula in [Formula::JointDeal, Formula::JointFloor] {
        let fee = Management { revenue_minor: yuan("20000"), fee: rate("3%") };
        let j4 = settled(formula, Given::ManagementFee(fee));
        assert_eq!((j4.amount(), j4.ratio), ("600.00".to_owned(), rate("3%")));
    }
}

#[test]
fn j5_the_management_fee_is_deducted_in_the_same_evaluation() {
    let management = Some(Management { revenue_minor: yuan("21600"), fee: rate("3%") });
    let j5 = deal("900", Split { management, ..split("70%", "6%") });
    assert_eq!(j5.amount(), "13,616.15");
    assert_eq!(
        j5.line(),
        "900.00 × 2 × 12 × 70.00 % ÷ (1 + 6.00 %) − 21,600.00 × 3.00 % = 13,616.150943… -> 13,616.15 [joint_deal v1, rounded half up]"
    );
}

#[test]
fn the_amount_with_the_tax_of_the_partners_invoice() {
    // The same tax on both sides: nothing is lost on the way.
    let j1 = deal("900", Split { partner_tax: Some(rate("6%")), ..split("70%", "6%") });
    assert_eq!(j1.amount(), "15,120.00");
    assert!(j1.exact.is_whole());
}

#[test]
fn what_does_not_fit_is_named() {
    let wrong = |split: Split| {
        let given = Given::JointDeal(JointDeal { deal_minor: yuan("900"), split });
        tried(Formula::JointDeal, given).unwrap_err().field
    };
    assert_eq!(wrong(split("100.01%", "6%")), "ratio");
    assert_eq!(
        wrong(Split { basis: Basis::of(PriceBasis::Unit, 0, None), ..split("70%", "6%") }),
        "quantity"
    );
    assert_eq!(
        wrong(Split { basis: Basis::of(PriceBasis::Unit, 1, Some(0)), ..split("70%", "6%") }),
        "duration"
    );
    let management = Some(Management { revenue_minor: yuan("1"), fee: rate("101%") });
    assert_eq!(wrong(Split { management, ..split("70%", "6%") }), "fee");
    let discount =
        JointFloor { list_minor: yuan("1000"), floor_discount: rate("101%"), split: split("90%", "6%") };
    let problem = tried(Formula::JointFloor, Given::JointFloor(discount)).unwrap_err();
    assert_eq!(problem.field, "floor_discount");
}
