//! I1–I3 of `domain.md` 5.8.

use domain::{
    Currency,
    settlement::{Formula, Given, Inputs, International, MerchantTaxes, Settled, evaluate},
};

use crate::{newest, rate, yuan};

const TAXES: MerchantTaxes = MerchantTaxes { wht2_minor: 10_000, dst2_minor: 2_000 };
const NONE: MerchantTaxes = MerchantTaxes { wht2_minor: 0, dst2_minor: 0 };

fn product(sales: &str, wht1: &str, dst1: &str, fee: &str, merchant: MerchantTaxes) -> Given {
    Given::International(International {
        sales_minor: yuan(sales),
        wht1_minor: yuan(wht1),
        dst1_minor: yuan(dst1),
        fee: Some(rate(fee)),
        merchant,
    })
}

fn dollars(given: Given) -> Settled {
    evaluate(newest(Formula::International), &Inputs::of(Currency::USD, given)).unwrap()
}

#[test]
fn one_product_with_the_taxes_of_the_merchant() {
    let i1 = dollars(product("1000", "150", "50", "15%", TAXES));
    assert_eq!(
        i1.line(),
        "(1,000.00 − 150.00 − 50.00) × (1 − 15.00 %) − 100.00 − 20.00 = 560.00 -> 560.00 [international v1, exact]"
    );
    assert_eq!(i1.ratio, rate("85%"));
    assert_eq!(dollars(product("1000", "0", "0", "15%", NONE)).amount(), "850.00");
}

#[test]
fn i3_products_are_lines_and_so_are_the_taxes_of_the_merchant() {
    let first = dollars(product("1000", "150", "50", "15%", NONE));
    let second = dollars(product("500", "0", "0", "5%", NONE));
    let taxes = dollars(Given::MerchantTaxes(TAXES));
    assert_eq!([first.amount(), second.amount(), taxes.amount()], ["680.00", "475.00", "−120.00"]);
    assert_eq!(first.amount_minor + second.amount_minor + taxes.amount_minor, 103_500);
    assert_eq!(taxes.line(), "0.00 − 100.00 − 20.00 = −120.00 -> −120.00 [international v1, exact]");
    let none = dollars(Given::MerchantTaxes(NONE));
    assert_eq!(none.line(), "0.00 = 0.00 -> 0.00 [international v1, exact]");
}

#[test]
fn taxes_above_the_sales_are_named() {
    let wrong = |wht1, dst1, fee| {
        let given = product("100", wht1, dst1, fee, NONE);
        evaluate(newest(Formula::International), &Inputs::of(Currency::USD, given)).unwrap_err().field
    };
    assert_eq!(wrong("100.01", "0", "15%"), "wht1");
    assert_eq!(wrong("60", "40.01", "15%"), "dst1");
    assert_eq!(wrong("0", "0", "101%"), "fee");
    // No fee is usual on the international site: it has to be given.
    let silent = International { sales_minor: 1, wht1_minor: 0, dst1_minor: 0, fee: None, merchant: NONE };
    let silent = Inputs::of(Currency::USD, Given::International(silent));
    assert_eq!(evaluate(newest(Formula::International), &silent).unwrap_err().field, "fee");
}
