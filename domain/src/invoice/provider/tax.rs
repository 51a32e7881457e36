//! The tax in an amount.

use crate::Rate;

/// Divides an amount with tax into the amount without and the tax, in minor units: the first is rounded half away from
/// nought, and both add up to the amount.
#[must_use]
pub fn net_and_tax(gross_minor: i64, rate: Rate) -> (i64, i64) {
    let whole = i128::from(Rate::ONE.millionths());
    let with_tax = whole + i128::from(rate.millionths());
    let doubled = i128::from(gross_minor) * whole * 2;
    let half = if gross_minor < 0 { -with_tax } else { with_tax };
    let net = (doubled + half) / (with_tax * 2);
    // Never above the amount: the divisor is the larger one.
    let net = i64::try_from(net).unwrap_or(gross_minor);
    (net, gross_minor - net)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_as_they_stand_on_invoices() {
        for (gross, percent, net, tax) in [
            (10_600, 6, 10_000, 600),
            (11_300, 13, 10_000, 1_300),
            (10_000, 6, 9_434, 566),
            (10_000, 3, 9_709, 291),
            (10_000, 1, 9_901, 99),
            (1, 6, 1, 0),
            (0, 13, 0, 0),
            (3, 100, 2, 1),
            (-3, 100, -2, -1),
            (-10_600, 6, -10_000, -600),
            (777, 0, 777, 0),
        ] {
            assert_eq!(net_and_tax(gross, Rate::percent(percent)), (net, tax), "{gross} {percent}");
        }
    }

    proptest! {
        #[test]
        fn both_add_up_and_the_tax_is_that_of_the_rate(gross: i64, millionths in 0_i64..=10_000_000) {
            let (net, tax) = net_and_tax(gross, Rate::from_millionths(millionths).unwrap());
            prop_assert_eq!(net.checked_add(tax), Some(gross));
            let exact = i128::from(gross) * 1_000_000;
            let off = exact - i128::from(net) * i128::from(1_000_000 + millionths);
            prop_assert!(off.abs() * 2 <= i128::from(1_000_000 + millionths));
        }
    }
}
