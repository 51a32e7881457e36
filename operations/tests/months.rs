//! Months: what waits in each, who stands at what, and doing it for all at once.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;
#[path = "statements/shop.rs"]
mod shop;

use books::{bring, line, person};
use domain::{
    Currency,
    access::{Actor, Role},
    settlement::NotSettled,
    time::Stage,
};
use operations::{
    Failure, Office,
    bulk::{self, Chosen, Deed, Hindrance, Outcome},
    list::Filter,
    statements::{
        Cursor, LIST, Refused, StatementState, discard, draft, get, issue, lines, list, month, months,
        waiting,
    },
};
use shop::{RESELLER, Sale, finance, period};

const OTHER: &str = "渠道乙";

async fn drafted(office: &Office, text: &str) -> i64 {
    draft(office, &finance(), RESELLER, period(text), None).await.unwrap()
}

/// What came of each, by its name.
async fn outcome(
    office: &Office,
    actor: &Actor,
    deed: Deed,
    query: &str,
) -> Vec<(String, Outcome, Option<String>)> {
    let id = bulk::run(office, actor, deed, Chosen::Matching(query), "").await.unwrap();
    let done = bulk::get(office, actor, id).await.unwrap();
    done.rows.into_iter().map(|row| (row.name, row.outcome, row.detail)).collect()
}

both! {
    async fn months_that_wait_are_named_once(office) {
        Sale::new("A1").put(&office).await;
        Sale { completed: "2026-11-02 08:00:00", ..Sale::new("N1") }.put(&office).await;
        Sale { channel: "direct", ..Sale::new("D1") }.put(&office).await;
        let named = async || {
            let waiting = waiting(&office, &finance()).await.unwrap();
            waiting.into_iter().map(|w| (w.period.to_string(), w.reseller)).collect::<Vec<_>>()
        };
        let lines = async |text: &str| month(&office, &finance(), period(text)).await.unwrap().rows[0].lines;
        let of = |p: &str| (p.to_owned(), RESELLER.to_owned());
        assert_eq!(named().await, [of("202610"), of("202611")]);
        let october = drafted(&office, "202610").await;
        issue(&office, &finance(), october).await.unwrap();
        assert_eq!((named().await, lines("202611").await), (vec![of("202611")], 1));
        Sale::new("A2").put(&office).await;
        assert_eq!((named().await, lines("202611").await), (vec![of("202611")], 2), "a late line counts for the month that takes it");
        drafted(&office, "202611").await;
        assert_eq!(named().await, []);
        assert_eq!(lines("202611").await, 2);
    }

    async fn the_oldest_open_month_comes_first(office) {
        Sale::new("A1").put(&office).await;
        Sale { completed: "2026-09-02 08:00:00", ..Sale::new("S1") }.put(&office).await;
        Sale { completed: "2026-11-02 08:00:00", ..Sale::new("N1") }.put(&office).await;
        Sale { completed: "2026-12-02 08:00:00", ..Sale::new("Z1") }.put(&office).await;
        let named = async || {
            let months = months(&office, &finance()).await.unwrap();
            months.into_iter().map(|m| (m.period.number(), m.stage, m.is_open())).collect::<Vec<_>>()
        };
        let open = [
            (202_609, Stage::Over, true),
            (202_610, Stage::Over, true),
            (202_611, Stage::Running, true),
            (202_612, Stage::NotBegun, true),
        ];
        assert_eq!(named().await, open);
        let september = drafted(&office, "202609").await;
        assert_eq!(named().await, open, "a draft is still open");
        issue(&office, &finance(), september).await.unwrap();
        assert_eq!(named().await, [open[1], open[2], open[3], (202_609, Stage::Over, false)]);
        let september = months(&office, &finance()).await.unwrap()[3].clone();
        assert_eq!((september.waiting, september.drafts, september.issued, september.done), (0, 0, 1, 0));
    }

    async fn a_month_says_who_stands_at_what(office) {
        Sale::new("A1").put(&office).await;
        Sale { channel: "co_sale", ..Sale::new("A2") }.put(&office).await;
        Sale { floor: "", deal: "123.45", ..Sale::new("A3") }.put(&office).await;
        Sale { reseller: OTHER, ..Sale::new("B1") }.put(&office).await;
        Sale { reseller: OTHER, currency: "USD", ..Sale::new("B2") }.put(&office).await;
        Sale { reseller: "渠道丙", completed: "2026-09-02 08:00:00", ..Sale::new("C1") }.put(&office).await;
        let october = drafted(&office, "202610").await;
        let other = draft(&office, &finance(), OTHER, period("202610"), Some(Currency::CNY)).await.unwrap();
        issue(&office, &finance(), other).await.unwrap();
        let page = month(&office, &finance(), period("202610")).await.unwrap();
        let rows: Vec<_> = page
            .rows
            .iter()
            .map(|r| (r.reseller.as_str(), r.currency.code(), r.statement.as_ref().map(|s| s.state), r.lines, r.amount_minor, r.refused))
            .collect();
        assert_eq!(rows, [
            (OTHER, "CNY", Some(StatementState::Issued), 1, 180_000, 0),
            (OTHER, "USD", None, 1, 180_000, 0),
            (RESELLER, "CNY", Some(StatementState::Draft), 1, 180_000, 1),
        ]);
        assert_eq!(page.rows[2].statement.as_ref().map(|s| s.id), Some(october));
        assert_eq!(page.idle, ["渠道丙"]);
        let totals: Vec<_> = page.totals.iter().map(|t| (t.currency.code(), t.lines, t.amount_minor)).collect();
        assert_eq!(totals, [("CNY", 2, 360_000), ("USD", 1, 180_000)]);
        let empty = month(&office, &finance(), period("203001")).await.unwrap();
        assert_eq!((empty.stage, empty.rows.len(), empty.idle.len()), (Stage::NotBegun, 0, 3));
    }

    async fn what_lacks_something_is_named_before_issuing(office) {
        let sold = |number: &str| line(number)
            .with("sales_channel", "reseller")
            .with("reseller", RESELLER)
            .with("state", "completed")
            .with("created_at", "2026-10-01 10:00:00")
            .with("completed_at", "2026-10-03 10:00:00");
        bring(&office, &[
            sold("K1").with("deal_price", "100.50"),
            sold("K2").with("deal_price", "20"),
            sold("K3").with("floor_price", "1"),
            sold("K4").with("created_at", "2026-11-02 10:00:00").with("completed_at", "2026-11-03 10:00:00"),
            sold("K5").with("state", "pending_payment").with("completed_at", ""),
        ])
        .await;
        let checks = async |text: &str| {
            let checks = month(&office, &finance(), period(text)).await.unwrap().checks;
            checks.into_iter().map(|c| (c.reseller, c.currency, c.why, c.lines, c.deal_minor)).collect::<Vec<_>>()
        };
        let lacks = |lines, minor| (RESELLER.to_owned(), Currency::CNY, NotSettled::FloorUnknown, lines, Some(minor));
        assert_eq!(checks("202610").await, [lacks(2, 12_050)], "what has not happened yet lacks nothing");
        let all = checks("202611").await;
        assert_eq!((all.len(), all[0].3), (1, 3), "earlier ones stay until they are mended");
        assert_eq!(checks("202609").await, []);
    }

    async fn everything_is_drafted_and_issued_at_once_and_each_says_what_came_of_it(office) {
        let actor = person(&office, "li", Role::Finance).await;
        Sale::new("A1").put(&office).await;
        Sale { reseller: OTHER, ..Sale::new("B1") }.put(&office).await;
        Sale { reseller: OTHER, channel: "co_sale", ..Sale::new("B2") }.put(&office).await;
        Sale { completed: "2026-11-02 08:00:00", ..Sale::new("N1") }.put(&office).await;
        let october = "period=2026-10";
        let done = |name: &str| (name.to_owned(), Outcome::Done, None);
        let mut drafted = outcome(&office, &actor, Deed::DraftStatements, october).await;
        drafted.sort();
        assert_eq!(drafted, [done("渠道乙 2026-10 CNY"), done("渠道甲 2026-10 CNY")]);
        assert_eq!(month(&office, &actor, period("202610")).await.unwrap().drafts(), 2);
        let again = bulk::run(&office, &actor, Deed::DraftStatements, Chosen::Matching(october), "").await;
        assert!(matches!(again, Err(Failure::Invalid(_))), "nothing waits there");
        let mut issued = outcome(&office, &actor, Deed::IssueStatements, "period=2026-10&state=draft").await;
        issued.sort();
        let refused = |name: &str, why: Hindrance| (name.to_owned(), Outcome::Refused, Some(why.code().to_owned()));
        assert_eq!(issued, [refused("渠道乙 2026-10 CNY", Hindrance::LineRefused), done("渠道甲 2026-10 CNY")]);
        outcome(&office, &actor, Deed::DraftStatements, "period=2026-11").await;
        let november = outcome(&office, &actor, Deed::IssueStatements, "period=2026-11&state=draft").await;
        assert_eq!(november, [refused("渠道甲 2026-11 CNY", Hindrance::MonthNotOver)]);
        let support = common::staff(Role::Operations);
        let denied = bulk::run(&office, &support, Deed::IssueStatements, Chosen::Matching(october), "").await;
        assert!(matches!(denied, Err(Failure::Denied(_))));
    }

    async fn a_draft_is_discarded_and_its_lines_wait_again(office) {
        Sale::new("A1").put(&office).await;
        let id = drafted(&office, "202610").await;
        assert_eq!(waiting(&office, &finance()).await.unwrap(), []);
        let auditor = discard(&office, &common::staff(Role::Auditor), id).await;
        assert!(matches!(auditor, Err(Failure::Denied(_))));
        discard(&office, &finance(), id).await.unwrap();
        assert_eq!(waiting(&office, &finance()).await.unwrap().len(), 1);
        let discarded = get(&office, &finance(), id).await.unwrap();
        assert_eq!((discarded.head.state, discarded.hindrance), (StatementState::Void, Some(Refused::Discarded)));
        assert_eq!(lines(&office, &finance(), id, Cursor::default(), 10).await.unwrap(), []);
        for result in [discard(&office, &finance(), id).await, issue(&office, &finance(), id).await] {
            assert!(matches!(result, Err(Failure::Statement(Refused::Discarded))), "{result:?}");
        }
        assert_eq!(list(&office, &finance(), &Filter::of(&LIST)).await.unwrap().rows, []);
        let (discarded, _) = Filter::read(&LIST, [("state", "void")]);
        assert_eq!(list(&office, &finance(), &discarded).await.unwrap().rows.len(), 1);
        let other = drafted(&office, "202610").await;
        assert_ne!(other, id);
        issue(&office, &finance(), other).await.unwrap();
        let result = discard(&office, &finance(), other).await;
        assert!(matches!(result, Err(Failure::Statement(Refused::Issued { .. }))));
    }
}
