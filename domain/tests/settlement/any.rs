//! Lines of every formula, for what must hold for all of them.

use domain::{
    Currency, Rate,
    settlement::{
        Basis, Formula, General, Given, Increment, Inputs, International, JointDeal, JointFloor, Management,
        MerchantTaxes, Partner, Resale, Selected, Split, Upgrade,
    },
};
use proptest::prelude::*;

/// The largest amount of these lines: with every tax and every number of pieces the books still hold them.
const MOST: i64 = 1_000_000_000_000;

/// A rate up to 100 %: whole per cent in one of two cases, otherwise any multiple of so many millionths.
fn share(step: i64) -> impl Strategy<Value = Rate> {
    prop_oneof![(0i64..=100).prop_map(|n| n * 10_000), (0..=1_000_000 / step).prop_map(move |n| n * step)]
        .prop_map(|millionths| Rate::from_millionths(millionths).unwrap())
}

fn maybe_share(step: i64) -> impl Strategy<Value = Option<Rate>> {
    prop::option::of(share(step))
}

fn amount() -> impl Strategy<Value = i64> {
    prop_oneof![0i64..100_000, 0i64..=MOST]
}

fn basis() -> impl Strategy<Value = Basis> {
    let unit = (1i64..10, prop::option::of(1i64..12))
        .prop_map(|(quantity, duration)| Basis::Unit { quantity, duration });
    prop_oneof![Just(Basis::Line), unit]
}

prop_compose! {
    fn split(step: i64)(basis in basis(), ratio in share(step), output_tax in share(step), partner_tax in maybe_share(step),
        fee in maybe_share(step), revenue_minor in amount()) -> Split {
        let management = fee.map(|fee| Management { revenue_minor, fee });
        Split { basis, ratio, output_tax, partner_tax, management }
    }
}

prop_compose! {
    fn resale(step: i64)(deal_minor in amount(), floor_minor in amount(), output_tax in share(step), service_tax in share(step),
        ratio in (0..=900_000 / step).prop_map(move |n| n * step)) -> Given {
        let ratio = Rate::from_millionths(ratio);
        Given::Resale(Resale { currency: Currency::CNY, deal_minor, floor_minor, output_tax, service_tax, ratio, reversal: false })
    }
}

prop_compose! {
    fn general(step: i64)(sales_minor in amount(), coupon in 0i64..=100, bear_ratio in maybe_share(step), fee in maybe_share(step),
        month_paid_minor in prop::option::of(amount())) -> Given {
        let coupon_minor = sales_minor / 100 * coupon;
        Given::General(General { sales_minor, coupon_minor, bear_ratio, fee, month_paid_minor })
    }
}

prop_compose! {
    fn international(step: i64)(sales_minor in amount(), wht1 in 0i64..=50, dst1 in 0i64..=50, fee in share(step),
        wht2_minor in 0i64..1_000_000, dst2_minor in 0i64..1_000_000) -> Given {
        let (wht1_minor, dst1_minor) = (sales_minor / 100 * wht1, sales_minor / 100 * dst1);
        let merchant = MerchantTaxes { wht2_minor, dst2_minor };
        Given::International(International { sales_minor, wht1_minor, dst1_minor, fee: Some(fee), merchant })
    }
}

prop_compose! {
    fn upgrade(step: i64)(old_minor in 0i64..1_000_000_000, more in 0i64..1_000_000_000, days in 1i64..1_000, discount in share(step))
        -> Given {
        Given::Upgrade(Upgrade { new_minor: old_minor + more, old_minor, days, discount })
    }
}

/// A whole line that settles, with the formula of its rule. Its rates are multiples of so many millionths.
pub(crate) fn any_line(step: i64) -> impl Strategy<Value = (Formula, Inputs)> {
    let selected = (amount(), basis())
        .prop_map(|(floor_minor, basis)| Given::Selected(Selected { floor_minor, basis, ratio: None }));
    let partner = (amount(), share(step), share(step), share(step)).prop_map(
        |(deal_minor, ratio, output_tax, service_tax)| {
            Given::Partner(Partner { deal_minor, ratio: Some(ratio), output_tax, service_tax })
        },
    );
    let increment = (amount(), amount()).prop_map(|(base_minor, month_paid_minor)| {
        Given::Increment(Increment { base_minor, fee: None, month_paid_minor })
    });
    let deal = (amount(), split(step))
        .prop_map(|(deal_minor, split)| Given::JointDeal(JointDeal { deal_minor, split }));
    let floor = (amount(), share(step), split(step)).prop_map(|(list_minor, floor_discount, split)| {
        Given::JointFloor(JointFloor { list_minor, floor_discount, split })
    });
    prop_oneof![
        resale(step).prop_map(|given| (Formula::ResellerCoSale, given)),
        general(step).prop_map(|given| (Formula::General, given)),
        increment.prop_map(|given| (Formula::General, given)),
        deal.prop_map(|given| (Formula::JointDeal, given)),
        floor.prop_map(|given| (Formula::JointFloor, given)),
        selected.prop_map(|given| (Formula::Selected, given)),
        partner.prop_map(|given| (Formula::Partner, given)),
        international(step).prop_map(|given| (Formula::International, given)),
        upgrade(step).prop_map(|given| (Formula::Upgrade, given)),
    ]
    .prop_map(|(formula, given)| (formula, Inputs::of(Currency::CNY, given)))
}
