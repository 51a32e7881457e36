//! Issuing a statement with very many lines: slice by slice, seen by nobody before it is whole.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;
#[path = "statements/shop.rs"]
mod shop;

use books::{bring, line, try_to_bring};
use operations::{
    Failure, Office,
    db::Sql,
    dues,
    jobs::{self, CLASSES},
    list::Filter,
    statements::{
        AT_ONCE, Cursor, LIST, Refused, Standing, StatementState, draft, files, get, go_on, head_of, issue,
        lines, list, verify,
    },
};
use shop::{RESELLER, Sale, change, finance, period, tamper};

/// More lines than are frozen while somebody waits.
const LINES: i64 = AT_ONCE + 700;

/// So many orders like the first one.
async fn many(office: &Office) -> i64 {
    Sale::new("A0").put(office).await;
    tamper(
        office,
        &format!(
            "INSERT INTO orders (order_no, order_type, billing_mode, business_kind, delivery_type, sales_channel, \
             reseller_id, state, customer_id, product_id, line_count, currency, list_minor, deal_minor, coupon_minor, \
             paid_minor, payment_method, created_at, completed_at) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL \
             SELECT i + 1 FROM n WHERE i < {}) SELECT 'A' || n.i, order_type, billing_mode, business_kind, \
             delivery_type, sales_channel, reseller_id, state, customer_id, product_id, 1, currency, list_minor, \
             deal_minor, coupon_minor, paid_minor, payment_method, created_at, completed_at FROM orders CROSS JOIN n",
            LINES - 1
        ),
    )
    .await;
    change(
        office,
        "INSERT INTO order_lines (order_id, line_no, product_id, delivery_type, sku_code, sku_name, quantity, \
         deal_minor, floor_minor, coupon_minor, paid_minor) SELECT o.id, 1, l.product_id, l.delivery_type, '', '', 1, \
         l.deal_minor, l.floor_minor, 0, 0 FROM orders o CROSS JOIN order_lines l WHERE o.order_no <> 'A0'",
    )
    .await;
    draft(office, &finance(), RESELLER, period("202610"), None).await.unwrap()
}

async fn number(office: &Office, text: &str) -> i64 {
    let row: Option<(i64,)> = Sql::new(text).fetch_optional(&office.db).await.unwrap();
    row.unwrap().0
}

both! {
    async fn it_stays_a_draft_until_it_is_whole(office) {
        let id = many(&office).await;
        let before = get(&office, &finance(), id).await.unwrap();
        assert_eq!(before.head.line_count, Some(LINES));
        let head = issue(&office, &finance(), id).await.unwrap();
        let issuing = head.issuing.unwrap();
        assert!(issuing.lines >= AT_ONCE && issuing.lines < LINES, "{issuing:?}");
        assert_eq!((head.state, head.number, issuing.of), (StatementState::Draft, None, LINES));
        // The figures are those of before, and nobody takes it for issued.
        let now = get(&office, &finance(), id).await.unwrap();
        assert_eq!((now.head.line_count, now.head.total_minor), (Some(LINES), before.head.total_minor));
        assert_eq!((now.hindrance, &now.head.lines_hash), (Some(Refused::Issuing), &None));
        let (drafts, _) = Filter::read(&LIST, [("state", StatementState::Draft.code())]);
        assert_eq!(list(&office, &finance(), &drafts).await.unwrap().rows.len(), 1);
        let comes = Standing::InDraft { period: period("202610") };
        assert_eq!(common::standing(&office, &finance(), "A0").await.unwrap(), [comes]);
        assert_eq!(verify(&office).await.unwrap(), (0, 0, vec![]));
        assert_eq!(dues::verify(&office).await.unwrap(), (LINES as u64, vec![]));
        let again = issue(&office, &finance(), id).await;
        assert!(matches!(again, Err(Failure::Statement(Refused::Issuing))));
        let file = files::json(&office, &finance(), &now.head).await;
        assert!(matches!(file, Err(Failure::Statement(Refused::Issuing))), "no file lacks lines");
        // Pages go on from the frozen lines to those that are not.
        let edge = Cursor { position: issuing.lines - 1, ..Cursor::default() };
        let page = lines(&office, &finance(), id, edge, 3).await.unwrap();
        let positions: Vec<i64> = page.iter().map(|line| line.position - issuing.lines).collect();
        assert_eq!(positions, [0, 1, 2]);
        // A line that comes meanwhile is in it.
        Sale::new("B1").put(&office).await;
        let head = go_on(&office, id).await.unwrap();
        assert_eq!((head.number.as_deref(), head.line_count), (Some("RS-202610-0001"), Some(LINES + 1)));
        assert_eq!((head.issued_by.as_deref(), head.issuing.is_none()), (Some("finance"), true));
        assert_eq!(get(&office, &finance(), id).await.unwrap().head, head);
        assert_eq!(verify(&office).await.unwrap(), (1, LINES as u64 + 1, vec![]));
        assert_eq!(dues::verify(&office).await.unwrap(), (LINES as u64 + 1, vec![]));
        assert_eq!(number(&office, "SELECT COUNT(*) FROM events WHERE action = 'statement.issued'").await, 1);
        assert_eq!(go_on(&office, id).await.unwrap(), head, "there is nothing more to do");
    }

    async fn a_line_that_is_refused_on_the_way_lets_all_of_them_go(office) {
        let id = many(&office).await;
        let total = get(&office, &finance(), id).await.unwrap().head.total_minor;
        issue(&office, &finance(), id).await.unwrap();
        change(&office, "UPDATE order_lines SET deal_minor = -1 WHERE order_id = (SELECT MAX(id) FROM orders)").await;
        let refused = go_on(&office, id).await;
        assert!(matches!(refused, Err(Failure::Statement(Refused::Line { .. }))), "{refused:?}");
        let head = get(&office, &finance(), id).await.unwrap().head;
        assert_eq!((head.state, head.issuing, head.line_count), (StatementState::Draft, None, Some(LINES - 1)));
        assert_eq!(number(&office, "SELECT COUNT(*) FROM statement_lines").await, 0);
        assert_eq!(number(&office, "SELECT COUNT(*) FROM dues WHERE statement_id IS NOT NULL").await, 0);
        assert_eq!(number(&office, "SELECT COUNT(*) FROM statement_numbers").await, 0, "no number was given");
        change(&office, "UPDATE order_lines SET deal_minor = 1000000 WHERE deal_minor = -1").await;
        issue(&office, &finance(), id).await.unwrap();
        let head = go_on(&office, id).await.unwrap();
        assert_eq!((head.line_count, head.total_minor), (Some(LINES), total));
        assert_eq!(verify(&office).await.unwrap().2, []);
    }

    async fn a_job_goes_on_with_what_the_request_left(office) {
        let id = many(&office).await;
        issue(&office, &finance(), id).await.unwrap();
        let run_jobs = async || {
            for kinds in CLASSES {
                jobs::drain(&office, kinds).await.unwrap();
            }
        };
        run_jobs().await;
        assert!(get(&office, &finance(), id).await.unwrap().head.issuing.is_some(), "the request has a start");
        common::set_clock(&office, common::NOW + 5_000);
        run_jobs().await;
        let head = get(&office, &finance(), id).await.unwrap().head;
        assert_eq!((head.state, head.line_count), (StatementState::Issued, Some(LINES)));
        assert_eq!(head.issued_by.as_deref(), Some("finance"), "who asked for it");
        assert_eq!(verify(&office).await.unwrap().2, []);
    }

    async fn a_job_that_cannot_go_on_lets_the_lines_go(office) {
        let id = many(&office).await;
        issue(&office, &finance(), id).await.unwrap();
        // Somebody changed an order past every operation, and nobody can tell what is true.
        tamper(&office, "UPDATE order_lines SET deal_minor = 7 WHERE order_id = (SELECT MAX(id) FROM orders)").await;
        for minute in 1..10 {
            common::set_clock(&office, common::NOW + minute * 600_000);
            for kinds in CLASSES {
                jobs::drain(&office, kinds).await.unwrap();
            }
        }
        let head = head_of(&office, &finance(), id).await.unwrap();
        assert_eq!((head.state, head.issuing), (StatementState::Draft, None));
        assert_eq!(number(&office, "SELECT COUNT(*) FROM statement_lines").await, 0);
        let (_, stale) = dues::verify(&office).await.unwrap();
        assert_eq!(stale.len(), 1, "verify names the order");
    }

    async fn an_import_and_an_issue_at_once_agree_on_every_line(office) {
        let row = |n: i64, deal: i64| line(&format!("C{n:03}"))
            .with("sales_channel", "reseller")
            .with("reseller", RESELLER)
            .with("floor_price", 60)
            .with("deal_price", deal)
            .with("state", "completed")
            .with("created_at", "2026-10-01 10:00:00")
            .with("paid_at", "2026-10-01 10:00:00")
            .with("completed_at", "2026-10-03 10:00:00");
        let rows = |deal: i64| (0..900).map(|n| row(n, deal)).collect::<Vec<_>>();
        bring(&office, &rows(100)).await;
        let id = draft(&office, &finance(), RESELLER, period("202610"), None).await.unwrap();
        let (dearer, finance) = (rows(101), finance());
        let (outcome, head) = tokio::join!(try_to_bring(&office, &dearer), issue(&office, &finance, id));
        assert_eq!(outcome.updated + outcome.rejected_rows, 900);
        assert_eq!(head.unwrap().line_count, Some(900));
        assert_eq!(verify(&office).await.unwrap(), (1, 900, vec![]));
        assert_eq!(dues::verify(&office).await.unwrap(), (900, vec![]));
        let differ = "SELECT COUNT(*) FROM statement_lines f JOIN order_lines l ON l.order_id = f.order_id \
            AND l.line_no = f.line_no WHERE l.deal_minor <> f.deal_minor";
        assert_eq!(number(&office, differ).await, 0);
    }

    async fn two_workers_at_once_freeze_each_line_once(office) {
        let id = many(&office).await;
        issue(&office, &finance(), id).await.unwrap();
        let (one, two) = tokio::join!(go_on(&office, id), go_on(&office, id));
        assert_eq!(one.unwrap(), two.unwrap());
        assert_eq!(verify(&office).await.unwrap(), (1, LINES as u64, vec![]));
    }
}
