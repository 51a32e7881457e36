//! Disputes about lines of locked bills, and the adjustments that come of them.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;
#[path = "common/sold.rs"]
mod sold;

use common::set_clock;
use domain::{
    bill::{BillAction, BillState, DisputeAction, DisputeState, Item, NotDecided},
    money,
};
use operations::{
    Failure, Office,
    bills::{
        self, Bill, LINES, Line, Refused,
        disputes::{self, Dispute, LIST, NewDispute},
    },
    journal,
    list::Filter,
};
use sold::{Sold, all, bring, certified, finance, october, run_of, step};

async fn lines(office: &Office, bill: &Bill) -> Vec<Line> {
    let (filter, _) = Filter::read_query(&LINES, "");
    bills::lines(office, &finance(1), bill.id, &filter).await.unwrap().1.rows
}

/// A locked bill of October with two lines.
async fn locked(office: &Office) -> Bill {
    certified(office).await;
    bring(office, &[Sold::of("D1", "P-1", "10000"), Sold::of("D2", "P-2", "3000")]).await;
    october(office).await;
    let bill = all(office).await.pop().unwrap();
    for (who, action) in [(1, BillAction::Submit), (2, BillAction::Approve), (1, BillAction::Lock)] {
        step(office, who, &bill, action).await.unwrap();
    }
    bills::get(office, &finance(1), bill.id).await.unwrap()
}

async fn opened(office: &Office, bill: &Bill, position: i64, should: &str) -> operations::Result<Dispute> {
    let given = NewDispute { reason: "费率应为 3 %", should };
    disputes::open(office, &finance(1), (bill.id, position), &given).await
}

async fn ended(
    office: &Office,
    who: i64,
    id: i64,
    action: DisputeAction,
    should: &str,
) -> operations::Result<Dispute> {
    disputes::act(office, &finance(who), id, (action, "合同附件二", should)).await
}

async fn november(office: &Office) -> Bill {
    set_clock(office, common::NOW + 30 * 86_400_000);
    run_of(office, "202611").await.unwrap();
    all(office).await.pop().unwrap()
}

async fn fits(office: &Office) {
    assert_eq!(bills::verify(office).await.unwrap().2, Vec::new());
    assert!(journal::verify(office).await.unwrap().1.is_empty());
}

fn in_field(refused: &Failure, field: &str) -> bool {
    matches!(refused, Failure::Invalid(problems) if problems.iter().any(|problem| problem.field == field))
}

both! {
    async fn what_is_accepted_stands_in_the_next_bill_and_names_its_line(office) {
        let bill = locked(&office).await;
        let dispute = opened(&office, &bill, 1, "9,700.00").await.unwrap();
        assert_eq!((dispute.amount_minor, dispute.should_minor), (950_000, Some(970_000)));
        disputes::say(&office, &finance(2), dispute.id, "云市场已确认").await.unwrap();
        let done = ended(&office, 2, dispute.id, DisputeAction::Accept, "9700").await.unwrap();
        assert_eq!((done.state, done.difference_minor, done.taken), (DisputeState::Accepted, Some(20_000), None));
        let order = bills::of_order(&office, &finance(1), "D1").await.unwrap();
        assert_eq!(order.billed.len(), 1, "no bill has the adjustment yet");
        // Nothing else was earned in November.
        let next = november(&office).await;
        assert_eq!((next.line_count, next.total_minor), (1, 20_000));
        let [line] = &lines(&office, &next).await[..] else { panic!("one line") };
        assert_eq!((line.item, line.corrects, line.order_no.as_str()), (Item::Adjustment, Some((bill.id, 1)), "D1"));
        assert_eq!(line.reason.as_deref(), Some("费率应为 3 %"));
        let order = bills::of_order(&office, &finance(1), "D1").await.unwrap();
        let billed: Vec<_> = order.billed.iter().map(|of| (of.item, of.amount_minor)).collect();
        assert_eq!(billed, [(Item::Order, 950_000), (Item::Adjustment, 20_000)]);
        let of = disputes::of_line(&office, &finance(1), bill.id, 1).await.unwrap();
        assert_eq!((of.line.amount_minor, of.stands_minor), (950_000, 970_000));
        assert_eq!(of.disputes[0].1[0].body, "云市场已确认");
        assert_eq!(of.disputes[0].0.taken, Some((next.id, line.position)));
        fits(&office).await;
        // The draft is made anew, and has it once.
        run_of(&office, "202611").await.unwrap();
        let again = all(&office).await.pop().unwrap();
        assert_eq!((again.line_count, again.total_minor), (1, 20_000));
        assert_eq!(again.id, next.id, "it keeps its address");
        fits(&office).await;
        let before = bills::get(&office, &finance(1), bill.id).await.unwrap();
        assert_eq!((before.total_minor, &before.lines_hash), (bill.total_minor, &bill.lines_hash));
    }

    async fn a_second_dispute_starts_from_what_the_first_one_left(office) {
        let bill = locked(&office).await;
        let first = opened(&office, &bill, 1, "9700").await.unwrap();
        ended(&office, 2, first.id, DisputeAction::Accept, "9600").await.unwrap();
        let same = opened(&office, &bill, 1, "9600").await.unwrap_err();
        assert!(in_field(&same, "should"), "{same}");
        let second = opened(&office, &bill, 1, "").await.unwrap();
        let missing = ended(&office, 2, second.id, DisputeAction::Accept, "").await.unwrap_err();
        assert!(in_field(&missing, "should"), "{missing}");
        let done = ended(&office, 2, second.id, DisputeAction::Accept, "9400.00").await.unwrap();
        assert_eq!(done.difference_minor, Some(-20_000));
        let next = november(&office).await;
        assert_eq!((next.line_count, next.total_minor), (2, -10_000));
        fits(&office).await;
    }

    async fn whoever_opened_it_may_withdraw_and_not_decide(office) {
        let bill = locked(&office).await;
        let dispute = opened(&office, &bill, 2, "").await.unwrap();
        for action in [DisputeAction::Accept, DisputeAction::Reject] {
            let own = ended(&office, 1, dispute.id, action, "1").await.unwrap_err();
            assert!(matches!(own, Failure::Bill(Refused::Dispute(NotDecided::OwnWork))), "{own}");
        }
        let twice = opened(&office, &bill, 2, "").await.unwrap_err();
        assert!(matches!(twice, Failure::Bill(Refused::Disputed)), "{twice}");
        let other = ended(&office, 2, dispute.id, DisputeAction::Withdraw, "").await.unwrap_err();
        assert!(matches!(other, Failure::Bill(Refused::Dispute(NotDecided::NotOwn))), "{other}");
        ended(&office, 1, dispute.id, DisputeAction::Withdraw, "").await.unwrap();
        let over = ended(&office, 2, dispute.id, DisputeAction::Accept, "1").await.unwrap_err();
        assert!(matches!(over, Failure::Bill(Refused::Dispute(NotDecided::Over { .. }))), "{over}");
        let (filter, _) = Filter::read_query(&LIST, "state=withdrawn&kind=general&period=202610");
        assert_eq!(disputes::list(&office, &finance(1), &filter).await.unwrap().rows.len(), 1);
        let again = opened(&office, &bill, 2, "").await.unwrap();
        ended(&office, 2, again.id, DisputeAction::Reject, "").await.unwrap();
        assert_eq!(disputes::of_bill(&office, &finance(1), bill.id).await.unwrap().len(), 2);
        fits(&office).await;
    }

    async fn two_who_decide_at_once_decide_once(office) {
        let bill = locked(&office).await;
        let dispute = opened(&office, &bill, 1, "9700").await.unwrap();
        let (one, two) = tokio::join!(
            ended(&office, 2, dispute.id, DisputeAction::Accept, "9700"),
            ended(&office, 3, dispute.id, DisputeAction::Accept, "9700"),
        );
        assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1, "{one:?} {two:?}");
        assert_eq!(november(&office).await.total_minor, 20_000);
    }

    async fn only_lines_of_locked_bills_are_disputed_and_by_amounts_that_are_ones(office) {
        certified(&office).await;
        bring(&office, &[Sold::of("D1", "P-1", "10000")]).await;
        october(&office).await;
        let draft = all(&office).await.pop().unwrap();
        let refused = opened(&office, &draft, 1, "").await.unwrap_err();
        assert!(matches!(refused, Failure::Bill(Refused::NotLocked { state: BillState::Draft })), "{refused}");
        for (who, action) in [(1, BillAction::Submit), (2, BillAction::Approve), (1, BillAction::Lock)] {
            step(&office, who, &draft, action).await.unwrap();
        }
        assert!(matches!(opened(&office, &draft, 7, "").await, Err(Failure::NotFound)));
        for wrong in ["1e5", "9700.001", "=9700", "many", "99999999999999999999", "9500.00"] {
            let refused = opened(&office, &draft, 1, wrong).await.unwrap_err();
            assert!(in_field(&refused, "should"), "{wrong}: {refused}");
        }
        let given = NewDispute { reason: " \u{1}", should: "" };
        let refused = disputes::open(&office, &finance(1), (draft.id, 1), &given).await.unwrap_err();
        assert!(in_field(&refused, "reason"), "{refused}");
    }

    async fn a_void_bill_ends_its_disputes_unless_another_bill_has_one(office) {
        let bill = locked(&office).await;
        let (taken, waits) = (opened(&office, &bill, 1, "9700").await.unwrap(), opened(&office, &bill, 2, "1").await.unwrap());
        ended(&office, 2, taken.id, DisputeAction::Accept, "9700").await.unwrap();
        let next = november(&office).await;
        let refused = step(&office, 1, &bill, BillAction::Void).await.unwrap_err();
        assert!(matches!(refused, Failure::Bill(Refused::Carried { .. })), "{refused}");
        step(&office, 1, &next, BillAction::Void).await.unwrap();
        operations::jobs::run_due(&office, bills::JOBS, std::future::pending()).await.unwrap();
        step(&office, 1, &bill, BillAction::Void).await.unwrap();
        for id in [taken.id, waits.id] {
            let (dispute, _) = disputes::get(&office, &finance(1), id).await.unwrap();
            assert_eq!((dispute.state, dispute.difference_minor), (DisputeState::Withdrawn, None));
            assert_eq!(dispute.decider.as_deref(), Some("财务1"), "whoever took the bill back");
        }
        operations::jobs::run_due(&office, bills::JOBS, std::future::pending()).await.unwrap();
        run_of(&office, "202611").await.unwrap();
        let last = all(&office).await.pop().unwrap();
        assert_eq!(last.total_minor, money::parse_minor("12350", last.currency).unwrap(), "both lines, nothing else");
        fits(&office).await;
    }
}
