use super::{RequestAction as A, RequestState as S, *};
use crate::{
    Currency, FieldProblem, Moment, Problem, Tongue, Zone,
    invoice::{
        Fault, InvoiceType, Medium, Offered, VatKind, WrittenAddressee,
        addressee::tests::written as addressee,
    },
    order::{BusinessKind, OrderState, OrderType},
    refund,
    supervision::Side,
};

const AMOUNT: i64 = 128_050;

fn at(text: &str) -> Moment {
    Zone::default().parse(text).unwrap()
}

fn order() -> Order {
    Order {
        kind: BusinessKind::General,
        order_type: OrderType::New,
        state: OrderState::Completed,
        ordered_at: at("2026-11-01 10:00:00"),
        paid_minor: AMOUNT,
        refunded_minor: 0,
    }
}

fn ask(order: &Order, earlier: &[S], refund: Option<refund::State>) -> Result<Granted, NotAsked> {
    request(order, earlier, refund, Zone::default())
}

fn granted(amount_minor: i64) -> Result<Granted, NotAsked> {
    Ok(Granted { amount_minor, ends_refund: false })
}

/// Nothing, and every refund.
fn refunds() -> impl Iterator<Item = Option<refund::State>> {
    std::iter::once(None).chain(refund::State::ALL.iter().map(|state| Some(*state)))
}

fn fields(wrong: Vec<FieldProblem>) -> Vec<String> {
    wrong.into_iter().map(|problem| problem.field).collect()
}

#[test]
fn every_state_action_side_and_refund_is_as_the_table_says() {
    let table = |state, action, by| match (state, action, by) {
        (S::Pending, A::Issue, Side::Merchant) => Some(S::AwaitingReceipt),
        (S::Pending, A::Reject, Side::Merchant) => Some(S::Rejected),
        (S::AwaitingReceipt, A::Sign, Side::Merchant | Side::Buyer) => Some(S::Done),
        (S::Done, A::Return, Side::Merchant) => Some(S::Returned),
        _ => None,
    };
    for state in S::ALL {
        for action in A::ALL {
            for by in Side::ALL {
                let told = table(*state, *action, *by);
                for refund in refunds() {
                    let stopped = *action == A::Issue && refund.is_some_and(|one| !one.is_final());
                    let next = after(*state, *action, *by, refund);
                    let is_possible = possible(*state, *by, refund).any(|one| one == *action);
                    assert_eq!(is_possible, next.is_ok());
                    match next {
                        Ok(next) => assert_eq!((Some(next), stopped), (told, false), "{state} {action} {by}"),
                        Err(Refusal::RefundRuns { refund: told_of }) => {
                            assert!(told.is_some() && stopped && refund == Some(told_of));
                        }
                        Err(Refusal::NotYours { action: one, theirs }) => {
                            assert!(told.is_none() && one == *action);
                            assert!(table(*state, *action, theirs).is_some());
                        }
                        Err(Refusal::NotNow { .. }) => {
                            let any = Side::ALL.iter().any(|by| table(*state, *action, *by).is_some());
                            assert!(!any, "{state} {action}");
                        }
                    }
                }
            }
        }
        let anybody = Side::ALL.iter().any(|by| possible(*state, *by, None).count() > 0);
        assert_eq!(anybody, !state.is_final(), "{state}");
    }
    assert_eq!(A::ALL.iter().map(|one| one.needs_reason()).collect::<Vec<_>>(), [false, true, false, true]);
}

#[test]
fn only_a_rejection_is_possible_while_a_refund_runs() {
    for refund in refund::State::ALL.iter().filter(|refund| !refund.is_final()) {
        let can: Vec<A> = possible(S::Pending, Side::Merchant, Some(*refund)).collect();
        assert_eq!(can, [A::Reject], "{refund}");
    }
    for over in [None, Some(refund::State::Rejected), Some(refund::State::Withdrawn)] {
        assert_eq!(after(S::Pending, A::Issue, Side::Merchant, over), Ok(S::AwaitingReceipt));
    }
}

#[test]
fn an_invoice_that_is_out_comes_back_before_the_money_does() {
    let out: Vec<_> = S::ALL.iter().filter(|state| state.is_out()).collect();
    assert_eq!(out, [&S::AwaitingReceipt, &S::Done]);
    let mut state = S::Pending;
    for (action, by) in [(A::Issue, Side::Merchant), (A::Sign, Side::Buyer), (A::Return, Side::Merchant)] {
        state = after(state, action, by, None).unwrap();
    }
    assert_eq!((state, state.is_out(), state.is_final()), (S::Returned, false, true));
    let again = [S::Rejected, S::Returned];
    assert_eq!(ask(&order(), &again, None), granted(AMOUNT), "room for another one");
}

#[test]
fn an_order_has_one_invoice() {
    for state in S::ALL {
        let told = ask(&order(), &[S::Returned, *state], None);
        if state.is_final() {
            assert_eq!(told, granted(AMOUNT));
        } else {
            assert_eq!(told, Err(NotAsked::HasOne { state: *state }));
        }
    }
}

#[test]
fn only_what_was_paid_and_kept_is_invoiced() {
    let with = |change: fn(&mut Order)| {
        let mut order = order();
        change(&mut order);
        ask(&order, &[], None)
    };
    assert_eq!(with(|order| order.state = OrderState::Processing), granted(AMOUNT));
    assert_eq!(with(|order| order.state = OrderState::PendingPayment), Err(NotAsked::NotPaid));
    assert_eq!(with(|order| order.state = OrderState::Cancelled), Err(NotAsked::NotPaid));
    assert_eq!(with(|order| order.order_type = OrderType::Trial), Err(NotAsked::Nothing));
    assert_eq!(with(|order| order.order_type = OrderType::Unsubscribe), Err(NotAsked::Nothing));
    assert_eq!(with(|order| order.paid_minor = 0), Err(NotAsked::Nothing));
    assert_eq!(with(|order| order.paid_minor = i64::MIN), Err(NotAsked::Nothing));
    assert_eq!(with(|order| order.refunded_minor = AMOUNT), Err(NotAsked::Nothing));
    assert_eq!(with(|order| order.refunded_minor = AMOUNT - 1), granted(1));
}

#[test]
fn the_merchant_invoices_general_orders_since_november_2018() {
    let asks =
        |kind, ordered_at: &str| ask(&Order { kind, ordered_at: at(ordered_at), ..order() }, &[], None);
    assert_eq!(asks(BusinessKind::General, "2018-11-01 00:00:00"), granted(AMOUNT));
    assert_eq!(asks(BusinessKind::General, "2018-10-31 23:59:59"), Err(NotAsked::ByProvider));
    for kind in BusinessKind::ALL.iter().filter(|kind| **kind != BusinessKind::General) {
        assert_eq!(asks(*kind, "2026-11-01 00:00:00"), Err(NotAsked::ByProvider), "{kind}");
    }
}

#[test]
fn a_request_ends_a_refund_that_waits_and_not_one_that_was_agreed() {
    use refund::State as R;
    for refund in R::ALL {
        let told = ask(&order(), &[], Some(*refund));
        match refund {
            R::PendingMerchantReview => {
                assert_eq!(told, Ok(Granted { amount_minor: AMOUNT, ends_refund: true }));
            }
            R::Refunded | R::Rejected | R::Withdrawn => assert_eq!(told, granted(AMOUNT), "{refund}"),
            _ => assert_eq!(told, Err(NotAsked::RefundRuns { refund: *refund })),
        }
    }
}

#[test]
fn old_words_of_states_are_read() {
    assert_eq!(S::parse("待审核"), Ok(S::Pending));
    assert_eq!(S::parse("已邮寄"), Ok(S::AwaitingReceipt));
    assert_eq!(S::Pending.in_words(Tongue::Zh), "待开票");
    assert_eq!(A::parse("退票"), Ok(A::Return));
}

#[test]
fn what_is_not_offered_is_not_asked_for() {
    let offered = Offered::of(&[InvoiceType::OrdinaryDigital, InvoiceType::SpecialPaper]).unwrap();
    let told = asked(&offered, "数电普票", &addressee()).unwrap();
    assert_eq!(told.invoice_type, InvoiceType::OrdinaryDigital);
    assert_eq!(told.addressee.email, "invoice@example.com");
    let wrong = asked(&offered, "ordinary_paper", &WrittenAddressee::default()).unwrap_err();
    assert_eq!(fields(wrong), ["invoice_type"]);
    let wrong = asked(&offered, "special_paper", &WrittenAddressee::default()).unwrap_err();
    assert_eq!(wrong.len(), 7, "{wrong:?}");
}

fn written(medium: Medium) -> WrittenInvoice {
    let text = str::to_owned;
    let form = WrittenInvoice { issued_on: text("2026-11-05"), remark: text("谢谢"), ..Default::default() };
    let (code, number) = match medium {
        Medium::Digital => ("", "24312000000012345678"),
        _ => ("3100164320", "00123456"),
    };
    let form = WrittenInvoice { invoice_code: text(code), invoice_number: text(number), ..form };
    if medium.is_file() {
        WrittenInvoice { file: text("发票.pdf"), ..form }
    } else {
        WrittenInvoice { courier: text("顺丰"), waybill: text("SF1234567890"), ..form }
    }
}

fn of(medium: Medium) -> Request<'static> {
    Request {
        invoice_type: InvoiceType::of(VatKind::Special, medium),
        amount_minor: AMOUNT,
        currency: Currency::CNY,
        email: "buyer@example.com",
        asked_on: "2026-11-03".parse().unwrap(),
        today: "2026-11-10".parse().unwrap(),
    }
}

#[test]
fn every_medium_is_made_out_with_what_it_needs() {
    for medium in Medium::ALL {
        let issued = written(*medium).read(&of(*medium)).unwrap();
        assert_eq!((issued.amount_minor, issued.remark.as_str()), (AMOUNT, "谢谢"));
        let sent = [&issued.courier, &issued.waybill, &issued.email, &issued.file];
        let told: Vec<&str> = sent.into_iter().map(String::as_str).collect();
        match medium {
            Medium::Paper => assert_eq!(told, ["顺丰", "SF1234567890", "", ""]),
            _ => assert_eq!(told, ["", "", "buyer@example.com", "发票.pdf"]),
        }
        let bare = WrittenInvoice::default().read(&Request { email: "", ..of(*medium) }).unwrap_err();
        assert!(bare.iter().all(|one| one.problem == Problem::Missing), "{bare:?}");
        assert_eq!(
            fields(bare),
            match medium {
                Medium::Paper => vec!["invoice_code", "invoice_number", "issued_on", "courier", "waybill"],
                Medium::Electronic => vec!["invoice_code", "invoice_number", "issued_on", "email", "file"],
                Medium::Digital => vec!["invoice_number", "issued_on", "email", "file"],
            }
        );
    }
    let elsewhere = WrittenInvoice { email: "Tax@Buyer.cn".into(), ..written(Medium::Digital) };
    assert_eq!(elsewhere.read(&of(Medium::Digital)).unwrap().email, "tax@buyer.cn");
}

#[test]
fn what_the_medium_has_no_place_for_is_told() {
    let mut all = written(Medium::Paper);
    all.file = "发票.pdf".to_owned();
    all.email = "a@b.cn".to_owned();
    assert_eq!(fields(all.read(&of(Medium::Paper)).unwrap_err()), ["email", "file"]);
    assert_eq!(fields(all.read(&of(Medium::Electronic)).unwrap_err()), ["courier", "waybill"]);
    let told = fields(all.read(&of(Medium::Digital)).unwrap_err());
    assert_eq!(told, ["invoice_code", "invoice_number", "courier", "waybill"]);
    let photo = WrittenInvoice { file: "发票.jpg".into(), ..written(Medium::Digital) };
    let wrong = photo.read(&of(Medium::Digital)).unwrap_err();
    assert_eq!(wrong[0].to_string(), "file 'jpg' is not known: use one of pdf, ofd, xml");
}

#[test]
fn the_amount_is_the_one_of_the_order() {
    let with = |amount: &str| {
        let form = WrittenInvoice { amount: amount.to_owned(), ..written(Medium::Digital) };
        form.read(&of(Medium::Digital)).map(|issued| issued.amount_minor)
    };
    for same in ["", "1280.50", "¥1,280.5", "１２８０．５０"] {
        assert_eq!(with(same), Ok(AMOUNT), "{same}");
    }
    let right = "1280.50".to_owned();
    for (amount, value) in [("1280.51", "1280.51"), ("0", "0.00"), ("-1280.50", "-1280.50")] {
        let why = Fault::MustBe { value: value.to_owned(), right: right.clone() };
        assert_eq!(with(amount), Err(vec![Problem::from(why).of("amount")]));
    }
    assert_eq!(with("1280.51").unwrap_err()[0].to_string(), "amount is '1280.51' and must be 1280.50");
    assert!(matches!(with("all").unwrap_err()[0].problem, Problem::NotAnAmount { .. }));
}

#[test]
fn it_is_made_out_between_the_request_and_today() {
    let on = |day: &str| {
        let form = WrittenInvoice { issued_on: day.to_owned(), ..written(Medium::Paper) };
        form.read(&of(Medium::Paper)).map(|issued| issued.issued_on.to_string())
    };
    assert_eq!(on("2026/11/3"), Ok("2026-11-03".to_owned()));
    assert_eq!(on("2026-11-10"), Ok("2026-11-10".to_owned()));
    let value = "2026-11-11".to_owned();
    assert_eq!(on("2026-11-11"), Err(vec![Problem::NotYet { value }.of("issued_on")]));
    let other = "2026-11-03".to_owned();
    assert_eq!(on("2026-11-02"), Err(vec![Problem::Before { other }.of("issued_on")]));
    assert!(matches!(on("soon").unwrap_err()[0].problem, Problem::NotADay { .. }));
}
