//! What the formulas of joint products and of the international site take beside prices.

use super::*;

#[test]
fn taxes_are_amounts_that_a_line_keeps() {
    let amount = |minor: i64| Some(Decimal::new(minor, 2).into());
    let taxed = Revision { wht1: amount(15_000), dst2: amount(2_000), ..opening() };
    let mut order = None;
    takes(&mut order, &taxed).unwrap();
    let more = Revision { dst2: amount(2_100), management_fee: Some(Rate::percent(3)), ..revision() };
    assert_eq!(takes(&mut order, &more), Ok(Came::Updated));
    let order = order.unwrap();
    let line = &order.lines[0];
    assert_eq!((line.wht1_minor, line.dst1_minor, line.dst2_minor), (Some(15_000), None, Some(2_100)));
    assert_eq!((line.management_fee, line.partner_tax), (Some(Rate::percent(3)), None));
    let negative = Revision { wht2: amount(-1), ..revision() };
    assert!(refusal(&order, &negative).starts_with("wht2 '-0.01'"), "{}", refusal(&order, &negative));
    let back = Revision { order_type: Some(OrderType::Unsubscribe), ..taxed };
    let mut order = None;
    takes(&mut order, &back).unwrap();
    assert_eq!(order.unwrap().lines[0].wht1_minor, Some(-15_000), "as every amount that goes back");
}

#[test]
fn what_decided_a_line_of_a_locked_bill_stays() {
    let rate = Some(Rate::percent(1));
    let amount = Some(Decimal::ONE.into());
    let said = |line_no| Revision {
        line_no,
        management_fee: rate,
        partner_tax: rate,
        wht1: amount,
        dst1: amount,
        wht2: amount,
        dst2: amount,
        ..opening()
    };
    let (none, billed) = (BTreeMap::new(), BTreeMap::from([(1, "GB-202610-0001".to_owned())]));
    let context = Context {
        customer: Some(CUSTOMER),
        product: Some(PRODUCT),
        reseller: None,
        settled: &none,
        billed: &billed,
        zone: Zone::default(),
    };
    let mut order = None;
    takes(&mut order, &opening()).unwrap();
    let problems = revise(&mut order, &said(1), &context).unwrap_err();
    let named: Vec<&str> = problems.iter().map(|problem| problem.field.as_str()).collect();
    assert_eq!(named, ["management_fee", "partner_tax", "wht1", "dst1", "wht2", "dst2"]);
    assert_eq!(revise(&mut order, &said(2), &context), Ok(Came::Created), "another line is free");
}
