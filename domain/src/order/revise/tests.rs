//! What a revision may do, case by case.

mod taxes;

use rust_decimal::Decimal;

use proptest::prelude::*;

use super::*;
use crate::order::sample;

const CUSTOMER: Party<'_> =
    Party { id: 3, code: "C-1", name: "远山贸易", delivery_type: DeliveryType::SaasAuto };
const PRODUCT: Party<'_> =
    Party { id: 5, code: "云盘", name: "云盘", delivery_type: DeliveryType::Image };

fn revision() -> Revision {
    Revision { order_no: "CS1".into(), line_no: 1, ..Revision::default() }
}

fn opening() -> Revision {
    Revision {
        customer_name: Some("远山贸易".into()),
        product_name: Some("云盘".into()),
        state: Some(OrderState::PendingPayment),
        created_at: sample::at("2026-10-01 09:00:00"),
        deal: Some(Decimal::new(108_000, 2).into()),
        ..revision()
    }
}

fn revised(
    order: &mut Option<Order>,
    revision: &Revision,
    settled: &BTreeMap<i64, String>,
) -> Result<Came, Vec<String>> {
    let context = Context {
        customer: Some(CUSTOMER),
        product: Some(PRODUCT),
        reseller: revision.reseller.as_ref().map(|_| 7),
        settled,
        billed: &BTreeMap::new(),
        zone: Zone::default(),
    };
    let before = order.clone();
    let came = revise(order, revision, &context);
    if came.is_err() {
        assert_eq!(*order, before, "a refused revision leaves the order as it was");
    }
    came.map_err(|problems| problems.iter().map(ToString::to_string).collect())
}

fn takes(order: &mut Option<Order>, revision: &Revision) -> Result<Came, Vec<String>> {
    revised(order, revision, &BTreeMap::new())
}

fn refusal(order: &Order, revision: &Revision) -> String {
    takes(&mut Some(order.clone()), revision).unwrap_err().join("; ")
}

#[test]
fn an_order_opens_with_what_is_usual() {
    let mut order = None;
    assert_eq!(takes(&mut order, &opening()), Ok(Came::Created));
    let order = order.unwrap();
    let head = order.head;
    assert_eq!((head.order_type, head.billing_mode), (OrderType::New, BillingMode::OneTime));
    assert_eq!((head.sales_channel, head.reseller), (SalesChannel::Direct, None));
    assert_eq!((head.customer, order.lines[0].product), (3, 5));
    assert_eq!((order.delivery_type(), order.lines[0].quantity), (DeliveryType::Image, 1));
    assert_eq!((order.lines[0].deal_minor, order.lines[0].paid_minor), (108_000, 0));
}

#[test]
fn what_an_order_cannot_do_without_is_named() {
    let settled = BTreeMap::new();
    let context = Context {
        customer: None,
        product: None,
        reseller: None,
        settled: &settled,
        billed: &settled,
        zone: Zone::default(),
    };
    let problems = revise(&mut None, &revision(), &context).unwrap_err();
    let named: Vec<&str> = problems.iter().map(|problem| problem.field.as_str()).collect();
    assert_eq!(named, ["customer_name", "state", "created_at", "product_name"]);
    let no_price = takes(&mut None, &Revision { deal: None, ..opening() }).unwrap_err();
    assert_eq!(no_price, ["deal_price is missing"]);
    let trial = Revision { deal: None, order_type: Some(OrderType::Trial), ..opening() };
    assert_eq!(takes(&mut None, &trial), Ok(Came::Created));
}

#[test]
fn what_is_said_again_changes_nothing() {
    let mut order = None;
    takes(&mut order, &opening()).unwrap();
    assert_eq!(takes(&mut order, &opening()), Ok(Came::Unchanged));
    assert_eq!(takes(&mut order, &revision()), Ok(Came::Unchanged));
}

#[test]
fn payment_pays_every_line_that_nobody_spoke_of() {
    let mut order = None;
    takes(&mut order, &opening()).unwrap();
    let second = Revision { line_no: 2, coupon: Some(Decimal::from(80).into()), ..opening() };
    takes(&mut order, &second).unwrap();
    let paid = Revision { state: Some(OrderState::Processing), ..revision() };
    assert_eq!(takes(&mut order, &paid), Ok(Came::Updated));
    let paid: Vec<i64> = order.unwrap().lines.iter().map(|line| line.paid_minor).collect();
    assert_eq!(paid, [108_000, 100_000]);
}

#[test]
fn what_is_in_the_books_stays() {
    let order = sample::order();
    for (said, problem) in [
        (Revision { order_type: Some(OrderType::Renew), ..revision() }, "order_type may not change"),
        (Revision { currency: Some(Currency::JPY), ..revision() }, "currency may not change"),
        (Revision { created_at: sample::at("2018-01-02 09:00:00"), ..revision() }, "created_at may not"),
        (Revision { customer_code: Some("C-2".into()), ..revision() }, "customer_id may not change"),
        (Revision { product_name: Some("云桌面".into()), ..revision() }, "product_name may not change"),
        (Revision { state: Some(OrderState::Processing), ..revision() }, "state"),
        (
            Revision { deal: Some(Decimal::from(-1).into()), ..revision() },
            "deal_price '-1.00' must not be negative",
        ),
        (
            Revision { deal: Some(Decimal::new(15, 3).into()), ..revision() },
            "deal_price '0.015' has more than",
        ),
        (Revision { completed_at: sample::at("2017-12-31"), ..revision() }, "completed_at is before"),
        (
            Revision { ratio: Some(Rate::percent(80)), ..revision() },
            "commission_ratio 80.00 % is not the ratio",
        ),
    ] {
        let said_no = refusal(&order, &said);
        assert!(said_no.starts_with(problem), "{said_no}");
    }
    // A customer that has an id may be called otherwise.
    let renamed = Revision { customer_name: Some("远山集团".into()), ..revision() };
    assert_eq!(takes(&mut Some(order), &renamed), Ok(Came::Unchanged));
}

#[test]
fn a_sale_with_a_reseller_needs_one_and_a_co_sale_its_ratio() {
    let alone = Revision { sales_channel: Some(SalesChannel::CoSale), ..opening() };
    let problems = takes(&mut None, &alone).unwrap_err().join("; ");
    assert!(problems.contains("reseller is needed") && problems.contains("commission_ratio is needed"));
    let with = Revision { reseller: Some("云梯".into()), ..alone };
    let high = Revision { ratio: Some(Rate::percent(95)), ..with.clone() };
    assert!(takes(&mut None, &high).unwrap_err()[0].contains("above the highest ratio"));
    let mut order = None;
    assert_eq!(takes(&mut order, &Revision { ratio: Some(Rate::percent(60)), ..with }), Ok(Came::Created));
    assert_eq!(order.unwrap().head.reseller, Some(7));
}

#[test]
fn an_unsubscription_is_negative_however_it_is_written() {
    for deal in [1_080, -1_080] {
        let said = Revision {
            order_type: Some(OrderType::Unsubscribe),
            state: Some(OrderState::Completed),
            deal: Some(Decimal::from(deal).into()),
            ..opening()
        };
        let mut order = None;
        takes(&mut order, &said).unwrap();
        let line = order.unwrap().lines.remove(0);
        assert_eq!((line.deal_minor, line.paid_minor), (-108_000, -108_000));
    }
}

#[test]
fn what_was_settled_stays_as_it_was_settled() {
    let settled = BTreeMap::from([(1, "S202610-0001".to_owned())]);
    let refused = |said: &Revision| {
        let problems = revised(&mut Some(sample::order()), said, &settled).unwrap_err();
        problems.join("; ")
    };
    let price = refused(&Revision { floor: Some(Decimal::from(7_999).into()), ..revision() });
    assert!(price.starts_with("floor_price") && price.contains("S202610-0001"), "{price}");
    let month = refused(&Revision { completed_at: sample::at("2026-11-01 00:00:00"), ..revision() });
    assert!(month.starts_with("completed_at"), "{month}");
    let floorless =
        refused(&Revision { line_no: 2, deal: Some(Decimal::from(1).into()), ..opening_of_sample() });
    assert!(floorless.starts_with("floor_price"), "{floorless}");
    // Within its month it may be completed at another hour.
    let hour = Revision { completed_at: sample::at("2026-10-06 11:00:00"), ..revision() };
    assert_eq!(revised(&mut Some(sample::order()), &hour, &settled), Ok(Came::Updated));
}

fn opening_of_sample() -> Revision {
    Revision { product_name: Some("云盘".into()), ..revision() }
}

#[test]
fn an_order_stays_within_what_the_books_hold() {
    let mut order = sample::order();
    order.lines[0].deal_minor = crate::money::MOST_MINOR;
    let more = Revision {
        line_no: 2,
        deal: Some(Decimal::from(1).into()),
        floor: Some(Decimal::ZERO.into()),
        ..opening_of_sample()
    };
    assert!(refusal(&order, &more).contains("too large"));
}

#[test]
fn prices_of_a_unit_are_multiplied() {
    let unit = Revision {
        price_basis: Some(PriceBasis::Unit),
        quantity: Some(2),
        duration: Some(3),
        state: Some(OrderState::Completed),
        coupon: Some(Decimal::from(80).into()),
        floor: Some(Decimal::from(800).into()),
        ..opening()
    };
    let mut order = None;
    takes(&mut order, &unit).unwrap();
    let order = order.unwrap();
    let (line, sums) = (&order.lines[0], order.sums());
    assert_eq!((line.deal_minor, line.deal_of_line_minor()), (108_000, 648_000));
    assert_eq!((line.list_of_line_minor(), line.floor_of_line_minor()), (None, Some(480_000)));
    assert_eq!((sums.list_minor, sums.deal_minor, sums.paid_minor), (648_000, 648_000, 640_000));
    // Said of a line that is there, it counts from then on; what was paid stays.
    let mut order = Some(order);
    let whole = Revision { price_basis: Some(PriceBasis::Line), ..revision() };
    assert_eq!(takes(&mut order, &whole), Ok(Came::Updated));
    let sums = order.unwrap().sums();
    assert_eq!((sums.deal_minor, sums.paid_minor), (108_000, 640_000));
}

#[test]
fn a_price_that_is_multiplied_beyond_what_the_books_hold_is_named() {
    let of = |deal: i64, floor: i64| Revision {
        price_basis: Some(PriceBasis::Unit),
        quantity: Some(1_000_000_000),
        duration: Some(12),
        deal: Some(Decimal::from(deal).into()),
        floor: Some(Decimal::from(floor).into()),
        ..opening()
    };
    let problems = |said: &Revision| takes(&mut None, said).unwrap_err().join("; ");
    assert_eq!(problems(&of(1_000, 0)), "deal_price '1000.00 × 1000000000 × 12' is too large");
    assert!(problems(&of(0, 1_000)).starts_with("floor_price '1000.00 × "), "the floor price, too");
    let line = Revision { price_basis: Some(PriceBasis::Line), ..of(1_000, 0) };
    assert_eq!(takes(&mut None, &line), Ok(Came::Created));
}

#[test]
fn what_multiplies_a_settled_price_stays() {
    let settled = BTreeMap::from([(1, "S202610-0001".to_owned())]);
    let tried = |basis, said: &Revision| {
        let mut order = sample::order();
        order.lines[0].price_basis = basis;
        revised(&mut Some(order), said, &settled)
    };
    let unit = Revision { price_basis: Some(PriceBasis::Unit), ..revision() };
    let longer = Revision { duration: Some(2), ..revision() };
    let refused = |said, basis| tried(basis, said).unwrap_err().join("; ");
    assert!(refused(&unit, PriceBasis::Line).starts_with("price_basis"));
    assert!(refused(&longer, PriceBasis::Unit).starts_with("duration"));
    assert_eq!(tried(PriceBasis::Line, &longer), Ok(Came::Updated), "it multiplies nothing");
    assert_eq!(tried(PriceBasis::Unit, &unit), Ok(Came::Unchanged));
}

proptest! {
    /// Whatever is said, saying it again changes nothing, and the lines stand in order.
    #[test]
    fn a_revision_is_taken_once(
        line_no in 1_i64..5,
        state in proptest::sample::select(OrderState::ALL),
        deal in 0_i64..1_000_000,
        coupon in proptest::option::of(0_i64..2_000),
        quantity in proptest::option::of(1_i64..9),
    ) {
        let mut order = Some(sample::order());
        let said = Revision {
            line_no,
            state: Some(state),
            deal: Some(Decimal::new(deal, 2).into()),
            coupon: coupon.map(|minor| Decimal::new(minor, 2).into()),
            quantity,
            ..opening_of_sample()
        };
        if takes(&mut order, &said).is_ok() {
            let once = order.clone();
            prop_assert_eq!(takes(&mut order, &said), Ok(Came::Unchanged));
            prop_assert_eq!(&order, &once);
            let order = order.unwrap();
            prop_assert!(order.lines.is_sorted_by(|a, b| a.line_no < b.line_no));
            prop_assert_eq!(order.line(line_no).map(|line| line.deal_minor), Some(deal));
        }
    }
}
