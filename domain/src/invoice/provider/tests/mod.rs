mod forms;

use super::{RequisitionAction as A, RequisitionState as S, *};
use crate::{
    Currency, Problem, Rate,
    invoice::{Alphabet, Fault, InvoiceNumber, Medium},
    supervision::Side,
};

const AMOUNT: i64 = 1_234_567;

fn held(invoices: &[i64]) -> Held<'_> {
    Held { amount_minor: AMOUNT, currency: Currency::CNY, invoices }
}

fn no(text: &str) -> RequisitionNo {
    RequisitionNo::parse(text).unwrap()
}

#[test]
fn every_state_action_and_side_is_as_the_table_says() {
    let invoices = [AMOUNT - 5, 5];
    for state in S::ALL {
        for action in A::ALL {
            let rows: Vec<_> = STEPS.iter().filter(|row| row.0 == *state && row.1 == *action).collect();
            assert!(rows.len() <= 1, "{state} {action}");
            for by in Side::ALL {
                let next = after(*state, *action, *by, &held(&invoices));
                match rows.first() {
                    Some((_, _, theirs, told)) if theirs == by => assert_eq!(next, Ok(*told)),
                    Some((_, _, theirs, _)) => {
                        assert_eq!(next, Err(Refusal::NotYours { action: *action, theirs: *theirs }));
                    }
                    None if (*state, *action) == (S::Paid, A::Return) => assert_eq!(next, Err(Refusal::Paid)),
                    None => assert_eq!(next, Err(Refusal::NotNow { action: *action, state: *state })),
                }
                let is_possible = possible(*state, *by, &held(&invoices)).any(|one| one == *action);
                assert_eq!(is_possible, next.is_ok());
            }
        }
        let merchant = possible(*state, Side::Merchant, &held(&invoices)).count() > 0;
        assert_eq!(merchant, state.waits_for_merchant(), "{state}");
    }
    assert!(!STEPS.iter().any(|row| row.0 == S::Paid), "what was paid stays");
}

#[test]
fn a_requisition_goes_from_notice_to_payment_and_around_what_is_sent_back() {
    let mut state = S::Notice;
    let mut invoices: Vec<i64> = Vec::new();
    let (merchant, operator) = (Side::Merchant, Side::Operator);
    for (action, by, amount) in [
        (A::Enter, merchant, AMOUNT - 100),
        (A::Enter, merchant, 50),
        (A::Submit, merchant, 0),
        (A::SendBack, operator, 0),
        (A::Return, merchant, 50),
        (A::Enter, merchant, 100),
        (A::Submit, merchant, 0),
        (A::Pay, operator, 0),
    ] {
        state = after(state, action, by, &held(&invoices)).unwrap();
        match action {
            A::Enter => invoices.push(amount),
            A::Return => invoices.retain(|one| *one != amount),
            _ => {}
        }
    }
    assert_eq!(state, S::Paid);
    assert_eq!(after(state, A::Return, merchant, &held(&invoices)), Err(Refusal::Paid));
}

#[test]
fn the_invoices_come_to_what_was_asked_for_when_they_are_taken() {
    let pay = |invoices: &[i64]| after(S::UnderReview, A::Pay, Side::Operator, &held(invoices));
    assert_eq!(pay(&[AMOUNT]), Ok(S::Paid));
    assert_eq!(pay(&[AMOUNT - 1, 1]), Ok(S::Paid));
    for (invoices, sum) in [(&[AMOUNT - 1][..], "12345.66"), (&[AMOUNT, 1], "12345.68")] {
        let (sum, amount) = (sum.to_owned(), "12345.67".to_owned());
        assert_eq!(pay(invoices), Err(Refusal::SumDiffers { sum, amount }));
    }
    assert_eq!(pay(&[]), Err(Refusal::NoInvoice));
    // They are handed in as they are: only the provider sees whether something is missing.
    assert_eq!(after(S::Invoiced, A::Submit, Side::Merchant, &held(&[1])), Ok(S::UnderReview));
    assert_eq!(after(S::Invoiced, A::Submit, Side::Merchant, &held(&[])), Err(Refusal::NoInvoice));
    let all = [i64::MAX, i64::MAX];
    assert_eq!((held(&all).sum(), held(&[AMOUNT, 1]).rest()), (i64::MAX, -1));
}

#[test]
fn without_its_only_invoice_a_requisition_is_a_notice_again() {
    let back = |state, invoices: &[i64]| after(state, A::Return, Side::Merchant, &held(invoices));
    assert_eq!(back(S::Invoiced, &[1]), Ok(S::Notice));
    assert_eq!(back(S::Invoiced, &[1, 2]), Ok(S::Invoiced));
    assert_eq!(back(S::SentBack, &[1]), Ok(S::SentBack));
    assert_eq!(back(S::SentBack, &[]), Err(Refusal::NoInvoice));
    let under_review = Refusal::NotNow { action: A::Return, state: S::UnderReview };
    assert_eq!(back(S::UnderReview, &[1]), Err(under_review));
    let reasons: Vec<_> = A::ALL.iter().filter(|one| one.needs_reason()).collect();
    assert_eq!(reasons, [&A::Return, &A::SendBack]);
}

#[test]
fn numbers_of_requisitions_are_read() {
    assert_eq!(no(" pr－2026 1101_a ").as_str(), "PR-20261101_A");
    assert_eq!(RequisitionNo::parse(" "), Err(Problem::Missing));
    let dot = Fault::WrongCharacter { place: 3, character: '.', allowed: Alphabet::Reference };
    assert_eq!(RequisitionNo::parse("PR.1"), Err(dot.into()));
    assert!(RequisitionNo::parse(&"1".repeat(64)).is_ok());
    assert_eq!(RequisitionNo::parse(&"1".repeat(65)), Err(Problem::TooLong { most: 64 }));
    let json = serde_json::to_string(&no("pr1")).unwrap();
    assert_eq!(serde_json::from_str::<RequisitionNo>(&json).unwrap(), no("PR1"));
}

#[test]
fn an_invoice_is_for_one_requisition() {
    let number =
        |last: &str| InvoiceNumber::read(Medium::Paper, "3100164320", &format!("0012345{last}")).unwrap();
    let entered = |last, requisition, percent, amount_minor| Entered {
        number: number(last),
        requisition: no(requisition),
        rate: Rate::percent(percent),
        amount_minor,
    };
    let all = [entered("1", "PR1", 13, 5), entered("2", "PR2", 6, 7), entered("3", "PR2", 6, i64::MAX)];
    assert_eq!(room(&number("4"), &no("PR1"), &all), Ok(()));
    let value = "3100164320 00123451".to_owned();
    assert_eq!(room(&number("1"), &no("PR1"), &all), Err(Problem::Repeated { value }));
    let other = "PR1".to_owned();
    assert_eq!(room(&number("1"), &no("PR2"), &all), Err(Fault::OtherRequisition { other }.into()));
    assert_eq!(by_rate(&all), [(Rate::percent(6), i64::MAX), (Rate::percent(13), 5)]);
}
