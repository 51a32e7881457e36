//! What must hold for every line of every formula.

use domain::{
    Currency,
    money::{MOST_MINOR, parse_minor},
    settlement::{
        Basis, Formula, Fraction, General, Given, Increment, Inputs, JointDeal, JointFloor, MerchantTaxes,
        Operand, Partner, Resale, Selected, Split, evaluate, formula::amount,
    },
};
use proptest::prelude::*;

use crate::{any::any_line, newest, rate, settled, tried, yuan};

/// The same line with another price that it begins with.
fn priced(given: Given, minor: i64) -> Given {
    match given {
        Given::Resale(of) => Given::Resale(Resale { deal_minor: minor, ..of }),
        Given::General(of) => Given::General(General { sales_minor: minor, ..of }),
        Given::Increment(of) => Given::Increment(Increment { base_minor: minor, ..of }),
        Given::JointDeal(of) => Given::JointDeal(JointDeal { deal_minor: minor, ..of }),
        Given::JointFloor(of) => Given::JointFloor(JointFloor { list_minor: minor, ..of }),
        Given::Selected(of) => Given::Selected(Selected { floor_minor: minor, ..of }),
        Given::Partner(of) => Given::Partner(Partner { deal_minor: minor, ..of }),
        Given::International(mut of) => {
            of.sales_minor = minor;
            Given::International(of)
        }
        Given::Upgrade(mut of) => {
            of.new_minor = minor;
            Given::Upgrade(of)
        }
        Given::ManagementFee(mut of) => {
            of.revenue_minor = minor;
            Given::ManagementFee(of)
        }
        Given::MerchantTaxes(of) => Given::MerchantTaxes(MerchantTaxes { wht2_minor: minor, ..of }),
    }
}

proptest! {
    #[test]
    fn amount_and_explanation_agree((formula, line) in any_line(1)) {
        let rule = newest(formula);
        let settled = evaluate(rule, &line).unwrap();
        prop_assert_eq!(amount(rule, &line), Ok(settled.amount_minor));
        prop_assert_eq!(settled.exact.rounded(), Some(settled.amount_minor));
        prop_assert_eq!(parse_minor(&settled.amount(), settled.currency), Ok(settled.amount_minor));
        let end = settled.steps.last().unwrap();
        prop_assert_eq!((end.from, end.operand), (settled.exact, Operand::None));
        prop_assert_eq!(end.value, Fraction::whole(settled.amount_minor));
        // What is frozen is the fraction itself.
        let again = Fraction::of(settled.exact.numerator(), settled.exact.denominator());
        prop_assert_eq!(again, Some(settled.exact));
    }

    #[test]
    fn a_higher_price_never_settles_less((formula, line) in any_line(1), more in 0i64..1_000_000) {
        let rule = newest(formula);
        let dearer = Inputs { given: priced(line.given, line.given.main().1 + more), ..line };
        prop_assert!(amount(rule, &dearer).unwrap() >= amount(rule, &line).unwrap());
    }

    #[test]
    fn a_higher_total_of_the_month_never_settles_less(sales in 0i64..1_000_000_000_000, paid in 0i64..200_000_000, more in 0i64..200_000_000) {
        let of = |paid| General { sales_minor: sales, coupon_minor: 0, bear_ratio: None, fee: None, month_paid_minor: Some(paid) };
        let amount = |paid| settled(Formula::General, Given::General(of(paid))).amount_minor;
        prop_assert!(amount(paid + more) >= amount(paid));
    }

    #[test]
    fn both_forms_of_a_coupon_agree_where_the_merchant_bears_its_share((_, line) in any_line(1), fee in 0i64..=1_000_000) {
        let Given::General(of) = line.given else { return Ok(()) };
        let fee = domain::Rate::from_millionths(fee);
        let bears = fee.and_then(|fee| domain::Rate::from_millionths(1_000_000 - fee.millionths()));
        let shared = Given::General(General { fee, bear_ratio: None, month_paid_minor: None, ..of });
        let borne = Given::General(General { fee, bear_ratio: bears, month_paid_minor: None, ..of });
        prop_assert_eq!(settled(Formula::General, shared).exact, settled(Formula::General, borne).exact);
    }

    #[test]
    fn the_price_of_a_unit_is_that_of_the_line_divided(price in 0i64..1_000_000_000, quantity in 1i64..100, months in 1i64..36,
        (_, line) in any_line(1)) {
        let Given::JointDeal(JointDeal { split, .. }) = line.given else { return Ok(()) };
        let unit = Split { basis: Basis::Unit { quantity, duration: Some(months) }, ..split };
        let whole = Split { basis: Basis::Line, ..split };
        let exact = |deal_minor, split| {
            settled(Formula::JointDeal, Given::JointDeal(JointDeal { deal_minor, split })).exact
        };
        prop_assert_eq!(exact(price, unit), exact(price * quantity * months, whole));
    }

    #[test]
    fn no_result_depends_on_the_order_of_its_factors((_, line) in any_line(1), turn in 0usize..5) {
        let Given::JointFloor(JointFloor { list_minor, floor_discount, split }) = line.given else { return Ok(()) };
        let (quantity, duration) = match split.basis {
            Basis::Line => (1, 1),
            Basis::Unit { quantity, duration } => (quantity, duration.unwrap_or(1)),
        };
        let million = domain::Rate::ONE.millionths();
        let mut factors = [
            (floor_discount.millionths(), million),
            (quantity, 1),
            (duration, 1),
            (split.ratio.millionths(), million),
            (million, million + split.output_tax.millionths()),
        ];
        factors.rotate_left(turn);
        let turned = factors.iter().try_fold(Fraction::whole(list_minor), |value, (a, b)| value.times(*a, *b));
        let plain = Split { partner_tax: None, management: None, ..split };
        let given = Given::JointFloor(JointFloor { list_minor, floor_discount, split: plain });
        prop_assert_eq!(Some(settled(Formula::JointFloor, given).exact), turned);
    }

    #[test]
    fn the_increment_by_itself_is_what_it_adds(sales in 0i64..1_000_000_000_000, paid in 0i64..200_000_000) {
        let of = |month_paid_minor| General { sales_minor: sales, coupon_minor: 0, bear_ratio: None, fee: None, month_paid_minor };
        let with = settled(Formula::General, Given::General(of(Some(paid)))).exact;
        let without = settled(Formula::General, Given::General(of(None))).exact;
        let more = Increment { base_minor: sales, fee: None, month_paid_minor: paid };
        let more = settled(Formula::General, Given::Increment(more)).exact;
        prop_assert_eq!(without.plus(more), Some(with));
    }
}

#[test]
fn a_half_of_a_cent_goes_away_from_zero_in_every_formula() {
    let half = rate("50%");
    let split =
        Split { basis: Basis::Line, ratio: half, output_tax: rate("0"), partner_tax: None, management: None };
    for (formula, given) in [
        (
            Formula::General,
            Given::General(General {
                sales_minor: 5,
                coupon_minor: 0,
                bear_ratio: None,
                fee: Some(half),
                month_paid_minor: None,
            }),
        ),
        (Formula::JointDeal, Given::JointDeal(JointDeal { deal_minor: 5, split })),
        (
            Formula::JointFloor,
            Given::JointFloor(JointFloor {
                list_minor: 5,
                floor_discount: half,
                split: Split { ratio: rate("1"), ..split },
            }),
        ),
        (
            Formula::Selected,
            Given::Selected(Selected {
                floor_minor: 5,
                basis: Basis::Unit { quantity: 5, duration: None },
                ratio: None,
            }),
        ),
        (
            Formula::Partner,
            Given::Partner(Partner {
                deal_minor: 5,
                ratio: Some(half),
                output_tax: rate("6%"),
                service_tax: rate("6%"),
            }),
        ),
    ] {
        let line = Inputs::of(Currency::CNY, given);
        let up = evaluate(newest(formula), &line).unwrap();
        assert!(up.exact.bare(Currency::CNY).ends_with('5'), "{formula}: {}", up.line());
        let floor = up.exact.numerator() / up.exact.denominator();
        assert_eq!(i128::from(up.amount_minor), floor + 1, "{formula}");
        let back = line.taken_back(domain::settlement::Back::All);
        assert_eq!(amount(newest(formula), &back), Ok(-up.amount_minor), "{formula}");
    }
}

#[test]
fn the_books_hold_nine_trillion() {
    let most = yuan("9,000,000,000,000.00");
    let split = Split {
        basis: Basis::Line,
        ratio: rate("70.1234%"),
        output_tax: rate("13%"),
        partner_tax: Some(rate("6%")),
        management: Some(domain::settlement::Management { revenue_minor: most, fee: rate("3.3333%") }),
    };
    for (formula, given, expected) in [
        (
            Formula::General,
            Given::General(General {
                sales_minor: most,
                coupon_minor: 1,
                bear_ratio: Some(rate("33.3333%")),
                fee: None,
                month_paid_minor: Some(most),
            }),
            "8,730,000,000,000.00",
        ),
        (Formula::JointDeal, Given::JointDeal(JointDeal { deal_minor: most, split }), "5,620,155,530,973.45"),
        (
            Formula::Selected,
            Given::Selected(Selected { floor_minor: most, basis: Basis::Line, ratio: None }),
            "8,100,000,000,000.00",
        ),
    ] {
        assert_eq!(settled(formula, given).amount(), expected, "{formula}");
    }
    let beyond =
        Selected { floor_minor: MOST_MINOR, basis: Basis::Unit { quantity: 2, duration: None }, ratio: None };
    assert_eq!(tried(Formula::Selected, Given::Selected(beyond)).unwrap_err().field, "floor");
    let far = Split { basis: Basis::Unit { quantity: 999_999_999, duration: Some(999_999_999) }, ..split };
    let far = Given::JointDeal(JointDeal { deal_minor: MOST_MINOR, split: far });
    assert_eq!(tried(Formula::JointDeal, far).unwrap_err().field, "deal");
}
