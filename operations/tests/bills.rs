//! Bills of a month: what is billed, what is held back, and who may do what.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;
#[path = "common/sold.rs"]
mod sold;

use common::{import, set_clock, staff};
use domain::{
    Period,
    access::Role,
    bill::{BillAction, BillState, HeldBack, Item, Stage},
    merchant::WrittenStanding,
};
use operations::{
    Failure, Office,
    bills::{self, Bill, LINES, LIST, Line, Refused},
    earnings,
    list::Filter,
    merchant,
    refunds::{self, Given},
};
use sold::{HEADER, OCTOBER, Sold, all, bring, certified, finance, october, run_of, step};

async fn lines(office: &Office, bill: &Bill) -> Vec<Line> {
    let (filter, _) = Filter::read_query(&LINES, "");
    bills::lines(office, &finance(1), bill.id, &filter).await.unwrap().1.rows
}

async fn held(office: &Office, order_no: &str) -> Vec<HeldBack> {
    let billing = bills::of_order(office, &finance(1), order_no).await.unwrap();
    billing.held_back.into_iter().map(|held| held.reason).collect()
}

async fn execute(office: &Office, sql: &str) {
    let mut tx = office.db.begin().await.unwrap();
    operations::db::Sql::new(sql).execute_in(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

async fn in_order(office: &Office) {
    assert_eq!(bills::verify(office).await.unwrap().2, Vec::new());
    assert_eq!(earnings::verify(office).await.unwrap().1, Vec::new());
}

both! {
    async fn g9_the_increment_is_a_line_of_its_own_and_the_sum_is_exact(office) {
        certified(&office).await;
        bring(&office, &[Sold::of("G1", "P-1", "300000"), Sold::of("G2", "P-1", "250000")]).await;
        assert_eq!(held(&office, "G1").await, [HeldBack::NotRun]);
        let run = october(&office).await;
        assert_eq!((run.bills, run.billed, run.held_back), (1, 3, 0));
        assert_eq!(run.totals[0].total, "528000.00");
        let [bill] = &all(&office).await[..] else { panic!("one bill") };
        let lines = lines(&office, bill).await;
        let told: Vec<_> = lines.iter().map(|line| (line.item, line.amount_minor)).collect();
        let expected = [(Item::Order, 28_500_000), (Item::Order, 23_750_000), (Item::Increment, 550_000)];
        assert_eq!(told, expected);
        assert_eq!(bill.total_minor, 52_800_000);
        let made_of = bill.parts.unwrap();
        assert_eq!((made_of.sales_minor, made_of.fee_minor, made_of.increment_minor), (55_000_000, 2_750_000, 550_000));
        assert_eq!(bill.corrections_minor(), Some(0));
        let billing = bills::of_order(&office, &finance(1), "G2").await.unwrap();
        assert_eq!((billing.billed[0].bill_id, billing.billed[0].position), (bill.id, 2));
        in_order(&office).await;
    }

    async fn a_run_is_repeated_and_bills_nothing_twice(office) {
        certified(&office).await;
        bring(&office, &[Sold::of("A1", "P-1", "2000"), Sold::of("A2", "P-2", "3000")]).await;
        let first = october(&office).await;
        bring(&office, &[Sold::of("A3", "P-2", "5000")]).await;
        let second = october(&office).await;
        assert_eq!((first.billed, second.billed), (2, 3));
        let [bill] = &all(&office).await[..] else { panic!("the draft was made anew") };
        assert_eq!((bill.line_count, bill.total_minor), (3, 950_000));
        // A submitted bill stays; what comes late waits for the next month.
        step(&office, 1, bill, BillAction::Submit).await.unwrap();
        bring(&office, &[Sold::of("A4", "P-2", "5000")]).await;
        let third = october(&office).await;
        assert_eq!((third.bills, third.billed, third.held_back), (0, 0, 1));
        assert_eq!(held(&office, "A4").await, [HeldBack::NotRun]);
        in_order(&office).await;
        set_clock(&office, common::NOW + 30 * 86_400_000);
        assert_eq!(run_of(&office, "202611").await.unwrap().billed, 1);
        let next = all(&office).await.pop().unwrap();
        assert_eq!(lines(&office, &next).await[0].period.to_string(), OCTOBER, "it was earned in October");
        in_order(&office).await;
    }

    async fn two_runs_at_once_are_one(office) {
        certified(&office).await;
        bring(&office, &[Sold::of("B1", "P-1", "2000"), Sold::of("B2", "P-2", "3000")]).await;
        let (one, two) = tokio::join!(run_of(&office, OCTOBER), run_of(&office, OCTOBER));
        for refused in [&one, &two].into_iter().filter_map(|run| run.as_ref().err()) {
            assert!(matches!(refused, Failure::Bill(Refused::Running { .. })), "{refused}");
        }
        assert!(one.is_ok() || two.is_ok());
        assert_eq!(all(&office).await.iter().map(|bill| bill.line_count).sum::<i64>(), 2);
        in_order(&office).await;
    }

    async fn the_gates_are_closed_until_both_facts_are_recorded(office) {
        bring(&office, &[Sold::of("C1", "P-1", "2000")]).await;
        let refused = run_of(&office, OCTOBER).await.unwrap_err();
        assert!(matches!(refused, Failure::Bill(Refused::NotCertified { .. })), "{refused}");
        assert_eq!(held(&office, "C1").await, [HeldBack::CertificationMissing]);
        certified(&office).await;
        october(&office).await;
        let new: WrittenStanding =
            serde_json::from_str(r#"{"agreement": {"version": "V2", "signed": false}}"#).unwrap();
        merchant::record(&office, &staff(Role::Owner), &new).await.unwrap();
        let (filter, _) = Filter::read_query(&LIST, "");
        let closed = bills::list(&office, &finance(1), &filter).await.unwrap_err();
        assert!(matches!(closed, Failure::Bill(Refused::NotSigned { .. })), "{closed}");
        let closed = bills::get(&office, &finance(1), 1).await.unwrap_err();
        assert!(closed.to_string().contains("V2"), "{closed}");
    }

    async fn a_month_is_billed_after_its_day(office) {
        certified(&office).await;
        bring(&office, &[Sold { completed: "2026-11-06 10:00:00", ..Sold::of("D1", "P-1", "2000") }]).await;
        for period in ["202611", "203001"] {
            let refused = run_of(&office, period).await.unwrap_err();
            assert!(matches!(refused, Failure::Bill(Refused::NotOver { .. })), "{refused}");
        }
        assert_eq!(held(&office, "D1").await, [HeldBack::BeforeBillDay]);
        let early = "2026-11-02".parse().ok();
        let month = Period::parse(OCTOBER).unwrap();
        let refused = bills::run_now(&office, &finance(1), month, early).await.unwrap_err();
        assert!(refused.to_string().contains("2026-11-03"), "{refused}");
    }

    async fn too_little_waits_by_delivery_type(office) {
        certified(&office).await;
        bring(&office, &[Sold::of("E1", "P-1", "1052.62")]).await;
        assert_eq!(october(&office).await.billed, 0, "999.99");
        assert_eq!(held(&office, "E1").await, [HeldBack::BelowMinimum]);
        in_order(&office).await;
        bring(&office, &[Sold::of("E2", "P-1", "0.02")]).await;
        assert_eq!(october(&office).await.billed, 2);
        let [bill] = &all(&office).await[..] else { panic!("1000.01") };
        assert_eq!(bill.total_minor, 100_001);
        in_order(&office).await;
    }

    async fn nobody_submits_a_draft_that_was_made_anew_since_it_was_looked_at(office) {
        certified(&office).await;
        bring(&office, &[Sold::of("H1", "P-1", "2000")]).await;
        october(&office).await;
        let seen = all(&office).await.pop().unwrap();
        bring(&office, &[Sold::of("H2", "P-1", "3000")]).await;
        october(&office).await;
        let of = (seen.id, seen.lines_hash.as_str());
        let refused = bills::act_on_seen(&office, &finance(1), of, (BillAction::Submit, "")).await.unwrap_err();
        assert!(matches!(refused, Failure::Bill(Refused::MadeAnew { .. })), "{refused}");
        let now = all(&office).await.pop().unwrap();
        assert_eq!(now.id, seen.id, "a draft keeps its address");
        let of = (now.id, now.lines_hash.as_str());
        bills::act_on_seen(&office, &finance(1), of, (BillAction::Submit, "")).await.unwrap();
    }

    async fn a_bill_below_zero_is_not_paid_and_counts_in_one_month(office) {
        certified(&office).await;
        bring(&office, &[Sold::of("N1", "P-1", "2000")]).await;
        let back = Sold { no: "N2", deal: "-5000", ..Sold::of("N2", "P-1", "-5000") };
        let row = back.row().replace(",NEW,", ",UNSUBSCRIBE,");
        import(&office, &staff(Role::Owner), "back.csv", format!("{HEADER}{row}")).await.unwrap();
        october(&office).await;
        let bill = all(&office).await.pop().unwrap();
        assert_eq!(bill.total_minor, 190_000 - 475_000);
        for (who, action) in [(1, BillAction::Submit), (2, BillAction::Approve), (1, BillAction::Lock)] {
            step(&office, who, &bill, action).await.unwrap();
        }
        let refused = step(&office, 1, &bill, BillAction::Pay).await.unwrap_err();
        assert!(matches!(refused, Failure::Bill(Refused::BelowZero)), "{refused}");
        let unpaid = bills::note_stage(&office, &finance(1), bill.id, Stage::Countersigning).await.unwrap_err();
        assert!(matches!(unpaid, Failure::Bill(Refused::BelowZero)), "{unpaid}");
        set_clock(&office, common::NOW + 30 * 86_400_000);
        assert_eq!(run_of(&office, "202611").await.unwrap().bills, 1);
        let months = bills::year(&office, &finance(1), 2026).await.unwrap();
        let sums: Vec<_> = months.iter().map(|month| month.total_minor).collect();
        assert_eq!(sums, [-285_000, 0], "what is carried over stands in the month that it comes from");
    }

    async fn what_waits_leaves_no_gap_between_the_lines(office) {
        certified(&office).await;
        let small = Sold::of("A1", "P-9", "100").row().replace(",saas_auto,", ",image,");
        let later = Sold::of("A4", "P-9", "200").row().replace(",saas_auto,", ",image,");
        let rows = [
            small,
            Sold::of("A2", "P-1", "300000").row(),
            Sold::of("A3", "P-2", "3000").row(),
            later,
            Sold::of("A5", "P-1", "250000").row(),
        ];
        let file = format!("{HEADER}{}", rows.concat());
        let done = import(&office, &staff(Role::Owner), "orders.csv", file).await.unwrap();
        assert!(done.rejected.is_empty(), "{done:?}");
        assert_eq!(october(&office).await.held_back, 2);
        let [bill] = &all(&office).await[..] else { panic!("one bill") };
        let lines = lines(&office, bill).await;
        let told: Vec<_> = lines.iter().map(|line| (line.position, line.order_no.as_str())).collect();
        assert_eq!(told, [(1, "A2"), (2, "A3"), (3, "A5"), (4, "")]);
        for no in ["A1", "A4"] {
            assert_eq!(held(&office, no).await, [HeldBack::BelowMinimum]);
        }
        in_order(&office).await;
        assert_eq!(october(&office).await.billed, 4, "once more the same");
        in_order(&office).await;
    }

    async fn four_eyes_and_one_lock(office) {
        certified(&office).await;
        bring(&office, &[Sold::of("F1", "P-1", "2000")]).await;
        october(&office).await;
        let bill = all(&office).await.remove(0);
        assert!(matches!(step(&office, 1, &bill, BillAction::Lock).await, Err(Failure::Bill(Refused::Life(_)))));
        step(&office, 1, &bill, BillAction::Submit).await.unwrap();
        let own = step(&office, 1, &bill, BillAction::Approve).await.unwrap_err();
        assert!(own.to_string().contains("does not approve"), "{own}");
        let nobody = bills::act(&office, &staff(Role::Operations), bill.id, BillAction::Approve, "").await;
        assert!(matches!(nobody, Err(Failure::Denied(_))));
        step(&office, 2, &bill, BillAction::Approve).await.unwrap();
        let (one, two) = tokio::join!(step(&office, 1, &bill, BillAction::Lock), step(&office, 2, &bill, BillAction::Lock));
        assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1);
        let locked = bills::get(&office, &finance(1), bill.id).await.unwrap();
        assert_eq!((locked.state, locked.number.as_deref()), (BillState::Locked, Some("GB-202610-0001")));
        in_order(&office).await;
        // Locked lines hold the order as settled ones do.
        let changed = Sold { completed: "2026-10-06 10:00:00", ..Sold::of("F1", "P-1", "2500") };
        let file = format!("{HEADER}{}", changed.row());
        let done = import(&office, &staff(Role::Owner), "changed.csv", file).await.unwrap();
        assert_eq!(done.rejected.len(), 1, "{done:?}");
        step(&office, 1, &bill, BillAction::Void).await.unwrap();
        operations::jobs::drain(&office, bills::JOBS).await.unwrap();
        assert_eq!(held(&office, "F1").await, [HeldBack::NotRun]);
        october(&office).await;
        let again = all(&office).await.remove(0);
        step(&office, 1, &again, BillAction::Submit).await.unwrap();
        step(&office, 2, &again, BillAction::Approve).await.unwrap();
        let locked = step(&office, 2, &again, BillAction::Lock).await.unwrap();
        assert_eq!(locked.number.as_deref(), Some("GB-202610-0002"), "a void one keeps its number");
        in_order(&office).await;
    }

    async fn an_order_that_changes_makes_the_draft_outdated(office) {
        certified(&office).await;
        bring(&office, &[Sold::of("H1", "P-1", "2000")]).await;
        october(&office).await;
        bring(&office, &[Sold::of("H1", "P-1", "4000")]).await;
        let bill = all(&office).await.remove(0);
        assert!(bill.outdated);
        let refused = step(&office, 1, &bill, BillAction::Submit).await.unwrap_err();
        assert!(matches!(refused, Failure::Bill(Refused::Outdated { .. })), "{refused}");
        october(&office).await;
        let bill = all(&office).await.remove(0);
        assert_eq!((bill.outdated, bill.total_minor), (false, 380_000));
        in_order(&office).await;
    }

    async fn what_no_rule_settles_says_so(office) {
        certified(&office).await;
        bring(&office, &[Sold { kind: "joint", ..Sold::of("J1", "P-1", "2000") }]).await;
        assert_eq!(october(&office).await.billed, 0);
        let billing = bills::of_order(&office, &finance(1), "J1").await.unwrap();
        assert_eq!(billing.held_back[0].reason, HeldBack::Refused);
        assert_eq!(billing.held_back[0].problem.as_ref().unwrap().field, "ratio");
        in_order(&office).await;
    }

    async fn a_refund_of_a_later_month_takes_its_line_and_its_increment_back_to_the_cent(office) {
        certified(&office).await;
        let day = 86_400_000;
        set_clock(&office, common::NOW - 15 * day);
        let sold = Sold { created: "2026-10-30", completed: "2026-10-30 10:00:00", ..Sold::of("K1", "P-1", "600000.33") };
        bring(&office, &[sold]).await;
        set_clock(&office, common::NOW - 13 * day);
        let asked = refunds::request(&office, &staff(Role::Owner), "K1", "600000.33", "不再需要").await.unwrap();
        let paid = Given { action: "paid_back".into(), ..Given::default() };
        refunds::act(&office, &staff(Role::Owner), asked.id, &paid).await.unwrap();
        set_clock(&office, common::NOW);
        october(&office).await;
        let first = all(&office).await.remove(0);
        assert_eq!(first.total_minor, 57_000_031 + 600_000);
        let lock = async |bill: &Bill| {
            for (who, action) in [(1, BillAction::Submit), (2, BillAction::Approve), (2, BillAction::Lock)] {
                step(&office, who, bill, action).await.unwrap();
            }
        };
        lock(&first).await;
        set_clock(&office, common::NOW + 30 * day);
        assert_eq!(run_of(&office, "202611").await.unwrap().billed, 2);
        let second = all(&office).await.pop().unwrap();
        let back = lines(&office, &second).await;
        let told: Vec<_> = back.iter().map(|line| (line.item, line.amount_minor, line.corrects)).collect();
        let expected = [
            (Item::Refund, -57_000_031, Some((first.id, 1))),
            (Item::Refund, -600_000, Some((first.id, 2))),
        ];
        assert_eq!(told, expected);
        assert_eq!(second.total_minor, -first.total_minor);
        in_order(&office).await;
        // Below zero it is carried over.
        lock(&second).await;
        set_clock(&office, common::NOW + 60 * day);
        let dear = Sold { created: "2026-12-01", completed: "2026-12-02 10:00:00", ..Sold::of("K2", "P-2", "1000000") };
        bring(&office, &[dear]).await;
        run_of(&office, "202612").await.unwrap();
        let third = all(&office).await.pop().unwrap();
        assert_eq!(third.total_minor, 97_000_000 + second.total_minor);
        assert_eq!(lines(&office, &third).await.last().unwrap().item, Item::Carry);
        let refused = step(&office, 1, &second, BillAction::Void).await.unwrap_err();
        assert!(matches!(refused, Failure::Bill(Refused::Carried { .. })), "{refused}");
        in_order(&office).await;
    }

    async fn late_lines_that_lift_the_month_take_the_increment_anew(office) {
        certified(&office).await;
        bring(&office, &[Sold::of("L1", "P-1", "600000")]).await;
        october(&office).await;
        let first = all(&office).await.remove(0);
        assert_eq!(first.total_minor, 57_000_000 + 600_000);
        step(&office, 1, &first, BillAction::Submit).await.unwrap();
        bring(&office, &[Sold::of("L2", "P-1", "400000")]).await;
        set_clock(&office, common::NOW + 30 * 86_400_000);
        run_of(&office, "202611").await.unwrap();
        let second = all(&office).await.pop().unwrap();
        let told: Vec<_> = lines(&office, &second).await.iter().map(|l| (l.item, l.amount_minor)).collect();
        let expected =
            [(Item::Order, 38_000_000), (Item::Increment, -600_000), (Item::Increment, 2_000_000)];
        assert_eq!(told, expected);
        assert_eq!(first.total_minor + second.total_minor, 97_000_000, "G6");
        in_order(&office).await;
    }

    async fn g12_the_band_is_of_each_product_and_g10_of_what_was_paid(office) {
        certified(&office).await;
        bring(&office, &[
            Sold::of("M1", "P-1", "400000"),
            Sold::of("M2", "P-2", "400000"),
            Sold { coupon: "120000", ..Sold::of("M3", "P-3", "600000") },
            Sold { fee: "15%", ..Sold::of("M4", "P-4", "1500000") },
            Sold { payment: "postpaid", repaid: "2026-10-20 10:00:00", ..Sold::of("M5", "P-5", "300000") },
            Sold::of("M6", "P-5", "200000"),
        ]).await;
        october(&office).await;
        let bills = all(&office).await;
        let sum: i64 = bills.iter().map(|bill| bill.total_minor).sum();
        let parts = [38_000_000, 38_000_000, 45_600_000, 127_500_000, 28_800_000, 19_200_000];
        assert_eq!((bills.len(), sum), (2, parts.into_iter().sum()), "prepaid and postpaid reach the band together");
        in_order(&office).await;
    }

    async fn a_run_whose_server_died_is_taken_over_and_bills_nothing_twice(office) {
        certified(&office).await;
        bring(&office, &[Sold::of("N1", "P-1", "2000"), Sold::of("N2", "P-2", "3000")]).await;
        october(&office).await;
        bring(&office, &[Sold::of("N3", "P-3", "4000")]).await;
        let month = Period::parse(OCTOBER).unwrap();
        let begun = bills::begin(&office, &finance(1), month, None).await.unwrap();
        // It was in the middle: a draft with a line that nobody sees.
        let half = "INSERT INTO bills (kind, payment, currency, period, state, run_id) \
            SELECT 'general', 'prepaid', 'CNY', 202610, 'draft', MAX(id) FROM bill_runs";
        execute(&office, half).await;
        execute(&office, "UPDATE earnings SET bill_id = (SELECT MAX(id) FROM bills), position = 1 \
            WHERE order_id = (SELECT id FROM orders WHERE order_no = 'N3')").await;
        execute(&office, "INSERT INTO bill_lines (bill_id, position, item, earning_id, order_id, order_no, line_no, \
            part, order_type, customer_name, product_name, delivery_type, period, numerator, denominator, amount_minor) \
            SELECT e.bill_id, 1, 'order', e.id, e.order_id, 'N3', 1, 0, 'NEW', '', '', 'saas_auto', 202610, '1', '1', 1 \
            FROM earnings e WHERE e.bill_id = (SELECT MAX(id) FROM bills)").await;
        execute(&office, "UPDATE jobs SET state = 'running', lease = 'gone', lease_until = 0 WHERE kind = 'bill.run' \
            AND state = 'queued'").await;
        let run = october(&office).await;
        assert_eq!((run.id, run.billed, run.bills), (begun.id, 3, 1));
        assert_eq!(all(&office).await.len(), 1);
        in_order(&office).await;
    }
}
