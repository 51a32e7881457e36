//! The international site: from the file with the taxes of customer and merchant to the bill.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

#[path = "common/books.rs"]
mod books;
mod common;
#[path = "rules/shop.rs"]
mod shop;
#[path = "common/sold.rs"]
mod sold;

use books::{Line, bring, try_to_bring};
use common::{set_clock, staff};
use domain::{
    access::Role,
    bill::{BillAction, HeldBack, Item, Region},
    merchant::WrittenStanding,
};
use operations::{
    Failure, Office,
    bills::{self, Bill, LINES, Refused},
    earnings, journal,
    list::Filter,
    merchant,
    refunds::{self, Given},
    rules,
};
use serde_json::json;
use sold::{all, certified, finance, run_of, step};

const DAY: i64 = 86_400_000;

/// An order of I1 (`domain.md` 5.8): 1,000.00 USD with 15 % for the platform.
fn abroad(order_no: &str) -> Line {
    shop::sold(order_no, "P1", "1000").with("currency", "USD").with("platform_fee", "15%")
}

/// The same with the taxes of customer and merchant.
fn i1(order_no: &str) -> Line {
    abroad(order_no).with("wht1", "150").with("dst1", "50.00").with("wht2", "$100").with("dst2", "20")
}

async fn site(office: &Office, site: &str) {
    let written = json!({"agreement": {"version": "V1", "signed": true, "site": site}});
    let written: WrittenStanding = serde_json::from_value(written).unwrap();
    merchant::record(office, &staff(Role::Owner), &written).await.unwrap();
}

/// The site that an entry of the journal names.
fn site_in(json: &str) -> Option<String> {
    serde_json::from_str::<serde_json::Value>(json).unwrap()["site"].as_str().map(str::to_owned)
}

async fn lines(office: &Office, bill: &Bill) -> Vec<bills::Line> {
    let (filter, _) = Filter::read_query(&LINES, "");
    bills::lines(office, &finance(1), bill.id, &filter).await.unwrap().1.rows
}

async fn only(office: &Office) -> Bill {
    let [bill] = &all(office).await[..] else { panic!("one bill") };
    bill.clone()
}

async fn in_order(office: &Office) {
    assert_eq!(bills::verify(office).await.unwrap().2, Vec::new());
    assert_eq!(earnings::verify(office).await.unwrap().1, Vec::new());
}

both! {
    async fn i1_is_560_dollars_and_stays_so_whatever_the_site_becomes(office) {
        certified(&office).await;
        bring(&office, &[i1("I1")]).await;
        assert_eq!(run_of(&office, "202610").await.unwrap().totals[0].total, "850.00", "the mainland knows no such taxes");
        site(&office, "international").await;
        let run = run_of(&office, "202610").await.unwrap();
        assert_eq!((run.site, run.billed, run.totals[0].total.as_str()), (Region::International, 1, "560.00"));
        let bill = only(&office).await;
        let before = lines(&office, &bill).await;
        assert_eq!((bill.currency.code(), before[0].rule.unwrap().name().as_str()), ("USD", "international v1"));
        for (who, action) in [(1, BillAction::Submit), (2, BillAction::Approve), (2, BillAction::Lock)] {
            step(&office, who, &bill, action).await.unwrap();
        }
        let locked = only(&office).await;
        site(&office, "mainland").await;
        assert_eq!(run_of(&office, "202610").await.unwrap().bills, 0);
        assert_eq!((only(&office).await, lines(&office, &locked).await), (locked.clone(), before));
        assert_eq!(bills::run_of(&office, &finance(1), locked.run_id).await.unwrap().0.site, Region::International);
        in_order(&office).await;
        // Neither do the taxes of what was billed change.
        let refused = try_to_bring(&office, &[i1("I1").with("dst2", "21")]).await;
        assert_eq!((refused.rejected_rows, refused.rejected[0].column.as_str()), (1, "dst2"));
        // What comes later goes by the site of then.
        bring(&office, &[abroad("I2")]).await;
        set_clock(&office, common::NOW + 30 * DAY);
        assert_eq!(run_of(&office, "202611").await.unwrap().totals[0].total, "850.00");
        in_order(&office).await;
    }

    async fn a_refund_takes_back_by_the_site_of_then(office) {
        certified(&office).await;
        site(&office, "international").await;
        set_clock(&office, common::NOW - 15 * DAY);
        bring(&office, &[
            i1("R1").with("created_at", "2026-10-30 10:00:00").with("paid_at", "2026-10-30 10:00:00")
                .with("completed_at", "2026-10-30 11:00:00"),
        ]).await;
        set_clock(&office, common::NOW - 13 * DAY);
        let asked = refunds::request(&office, &staff(Role::Owner), "R1", "1000.00", "不再需要").await.unwrap();
        let paid = Given { action: "paid_back".into(), ..Given::default() };
        refunds::act(&office, &staff(Role::Owner), asked.id, &paid).await.unwrap();
        set_clock(&office, common::NOW);
        run_of(&office, "202610").await.unwrap();
        site(&office, "mainland").await;
        let first = only(&office).await;
        for (who, action) in [(1, BillAction::Submit), (2, BillAction::Approve), (2, BillAction::Lock)] {
            step(&office, who, &first, action).await.unwrap();
        }
        set_clock(&office, common::NOW + 30 * DAY);
        run_of(&office, "202611").await.unwrap();
        let second = all(&office).await.pop().unwrap();
        let back = lines(&office, &second).await;
        assert_eq!((back[0].item, back[0].amount_minor, back[0].corrects), (Item::Refund, -56_000, Some((first.id, 1))));
        let order = operations::orders::get(&office, &staff(Role::Owner), "R1-R1").await.unwrap().named.order;
        assert_eq!((order.lines[0].wht1_minor, order.lines[0].dst2_minor), (Some(-15_000), Some(-2_000)));
        in_order(&office).await;
    }

    async fn the_international_site_bills_on_the_seventh(office) {
        certified(&office).await;
        bring(&office, &[i1("D1")]).await;
        set_clock(&office, common::NOW - 9 * DAY);
        let held = async || {
            bills::of_order(&office, &finance(1), "D1").await.unwrap().held_back.remove(0).reason
        };
        assert_eq!(held().await, HeldBack::NotRun, "the 6th of November is past the day of the mainland");
        site(&office, "international").await;
        assert_eq!(held().await, HeldBack::BeforeBillDay);
        let refused = run_of(&office, "202610").await.unwrap_err();
        assert!(matches!(refused, Failure::Bill(Refused::NotOver { .. })), "{refused}");
        assert!(refused.to_string().contains("2026-11-09"), "the 7th is a Saturday: {refused}");
    }

    async fn a_replay_goes_by_the_site(office) {
        certified(&office).await;
        bring(&office, &[i1("P1")]).await;
        let replay = async |office: &Office| {
            let draft = shop::general("4%");
            let found = rules::replay_written(office, &finance(1), &draft, shop::october()).await.unwrap();
            (found.changed, found.totals[0].before_minor, found.totals[0].after_minor)
        };
        let taxed = replay(&office).await;
        assert_eq!(taxed, (0, 85_000, 85_000), "the fee was agreed");
        site(&office, "international").await;
        assert_eq!(replay(&office).await, (0, 56_000, 56_000));
    }

    async fn the_site_is_chosen_by_its_name_and_the_journal_says_so(office) {
        certified(&office).await;
        site(&office, "国际站").await;
        // Nothing is said of it, so it stays.
        certified(&office).await;
        assert_eq!(rules::region(&office).await.unwrap(), Region::International);
        let (filter, _) = Filter::read_query(&journal::LIST, "kind=settings");
        let told = journal::list(&office, &staff(Role::Owner), &filter).await.unwrap().rows;
        let sites: Vec<_> = told.iter().filter_map(|entry| site_in(entry.after_json.as_deref()?)).collect();
        assert_eq!(sites, ["international"], "a change of it, once");
        let unknown = json!({"agreement": {"version": "V1", "signed": true, "site": "moon"}});
        let unknown: WrittenStanding = serde_json::from_value(unknown).unwrap();
        match merchant::record(&office, &staff(Role::Owner), &unknown).await {
            Err(Failure::Invalid(problems)) => assert_eq!(problems[0].field, "agreement.site"),
            other => panic!("{other:?}"),
        }
    }

    async fn what_is_no_tax_is_refused_by_its_place(office) {
        let wrong = [
            ("wht1", "-1"), ("dst1", "abc"), ("wht2", "0.001"), ("dst2", "-0.01"),
            ("management_fee", "-3%"), ("partner_tax", "six"),
        ];
        let orders: Vec<Line> = wrong.iter().map(|(column, value)| i1(&format!("W-{column}")).with(column, value)).collect();
        let outcome = try_to_bring(&office, &orders).await;
        let mut told: Vec<_> = outcome.rejected.iter().map(|it| (it.row, it.column.as_str())).collect();
        told.sort_unstable();
        let expected: Vec<_> = wrong.iter().zip(2..).map(|((column, _), row)| (row, *column)).collect();
        assert_eq!(told, expected, "{:?}", outcome.rejected);
    }
}
