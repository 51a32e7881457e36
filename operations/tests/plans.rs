//! How the databases come to what lists, tabs and lookups ask for, with the figures of a million rows:
//! no statement walks through a table that grows.
//!
//! The statements are not copied here. Operations are called, and what each of them asks the database is
//! overheard: on SQLite from the log of statements, on PostgreSQL as the plan that was really taken.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "plans/bills.rs"]
mod bills;
#[path = "common/books.rs"]
mod books;
mod common;
#[path = "plans/overheard.rs"]
mod overheard;
#[path = "plans/postgres.rs"]
mod postgres;
#[path = "plans/sqlite.rs"]
mod sqlite;
#[path = "plans/visits.rs"]
mod visits;

use domain::access::{Actor, Role};
use operations::{
    Office,
    db::Sql,
    imports::{self, Upload},
    sample, statements, tickets,
};

/// Orders that are really there, and the number that the figures speak of.
const ORDERS: u64 = 2_000;
const FIGURES: i64 = 1_000_000;

/// Tables with more rows every day.
const GROWING: [&str; 20] = [
    "bill_lines",
    "reconciliation_lines",
    "earnings",
    "mails",
    "mails_received",
    "notifications",
    "tickets",
    "ticket_messages",
    "ticket_documents",
    "supervisions",
    "refunds",
    "orders",
    "order_lines",
    "order_notes",
    "customers",
    "events",
    "dues",
    "statement_lines",
    "imports",
    "import_befores",
];

async fn fill(office: &Office) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("orders.csv");
    let mut file = std::fs::File::create(&path).unwrap();
    sample::write_sample(ORDERS, 7, office.clock.now(), &mut file).unwrap();
    imports::import(office, &Actor::System, Upload::new("orders.csv", path)).await.unwrap();
    // One statement is issued, so that no table is empty.
    let months = statements::waiting(office, &Actor::System).await.unwrap();
    let oldest = months.iter().min_by_key(|month| month.period).unwrap();
    let id =
        statements::draft(office, &Actor::System, &oldest.reseller, oldest.period, Some(oldest.currency))
            .await;
    statements::issue(office, &Actor::System, id.unwrap()).await.unwrap();
    let next = months.iter().max_by_key(|month| month.period).unwrap();
    let id =
        statements::draft(office, &Actor::System, &next.reseller, next.period, Some(next.currency)).await;
    assert_eq!(id.unwrap(), 2, "the visits look for it");
    // Somebody looks after every fifth order, and each has a note and a refund.
    books::person(office, "li", Role::Operations).await;
    for text in [
        "UPDATE orders SET assignee_id = (SELECT id FROM staff WHERE name = 'li') WHERE id % 5 = 0",
        "INSERT INTO earnings (order_id, line_no, kind, payment, currency, ordered_at, period, since) \
         SELECT o.id, l.line_no, 'general', 'prepaid', o.currency, o.created_at, 202601 + o.id % 9, 0 FROM orders o \
         JOIN order_lines l ON l.order_id = o.id WHERE 1 = 1 ON CONFLICT (order_id, line_no, part) \
         DO UPDATE SET period = excluded.period",
        "INSERT INTO order_notes (order_id, actor_kind, actor_name, note, created_at) \
         SELECT id, 'system', 'system', 'x', 0 FROM orders",
        "INSERT INTO refunds (order_id, customer_id, product_id, ground, state, amount_minor, currency, reason, \
         actor_name, year, created_at, ended_at) SELECT id, customer_id, product_id, 'negotiated', CASE WHEN id % 9 = 0 \
         THEN 'pending_merchant_review' ELSE 'refunded' END, 1, currency, 'x', 'system', 2026, created_at, \
         CASE WHEN id % 9 = 0 THEN NULL ELSE created_at END FROM orders",
        "INSERT INTO tickets (state, place, severity, subject, product_id, order_id, customer_id, buyer, created_at, \
         changed_at, first_response_due_at, resolution_left_ms, due_at, assignee_id) SELECT CASE WHEN id % 9 = 0 THEN \
         'in_progress' ELSE 'closed' END, CASE WHEN id % 9 = 0 THEN 'ours' ELSE 'ended' END, 'normal', 'x', product_id, \
         id, customer_id, 'x', created_at, created_at, created_at, 1, CASE WHEN id % 9 = 0 THEN created_at END, \
         CASE WHEN id % 9 = 0 THEN (SELECT id FROM staff WHERE name = 'li') END FROM orders",
        "INSERT INTO ticket_messages (ticket_id, at, side, public, actor_kind, actor_name, body) \
         SELECT id, created_at, 'customer', 1, 'system', 'x', '登录失败 ' || id FROM tickets",
        "INSERT INTO mails (message_id, recipient, language, letter_json, ticket_id, ticket_message_id, state, created_at) \
         SELECT 'm' || id, 'li@x.cn', 'zh-CN', '{}', ticket_id, id, 'sent', at FROM ticket_messages",
        "INSERT INTO mails_received (message_id, sender, at, outcome, ticket_id) \
         SELECT 'r' || id, 's' || id, at, 'added', ticket_id FROM ticket_messages",
        "INSERT INTO notifications (staff_id, event, event_id, subject_kind, subject_id, name, at, shown, read_at, \
         mail_due_at) SELECT (SELECT id FROM staff WHERE name = 'li'), 'ticket.opened', id, 'ticket', 'T100001', 'x', at, \
         1, CASE WHEN id % 9 = 0 THEN NULL ELSE at END, CASE WHEN id % 9 = 0 THEN at END FROM events",
        "INSERT INTO journal_news (event_id) SELECT id FROM events WHERE id % 9 = 0 \
         AND id NOT IN (SELECT event_id FROM journal_news)",
        "INSERT INTO documents (name, kind, size_bytes, sha256, file, scan, notices, actor_kind, actor_name, created_at) \
         SELECT 'x.pdf', 'pdf', 1, 'x', 'tickets/' || id, 'unscanned', '', 'system', 'x', created_at FROM tickets",
        "INSERT INTO ticket_documents (document_id, ticket_id, message_id) SELECT d.id, m.ticket_id, m.id \
         FROM ticket_messages m JOIN documents d ON d.file = 'tickets/' || m.ticket_id",
    ] {
        books::execute(office, &Sql::new(text)).await;
    }
    bills::fill(office).await;
    tickets::index_more(office).await.unwrap();
    // The planner of the lists believes the counts.
    let times = FIGURES / ORDERS as i64;
    for table in ["order_totals", "order_counts"] {
        books::execute(office, &Sql::new(&format!("UPDATE {table} SET orders = orders * {times}"))).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_statement_walks_through_a_table_that_grows() {
    let heard = overheard::listen();
    let office = common::sqlite().await;
    fill(&office).await;
    heard.forget();
    visits::everywhere(&office).await;
    let statements = heard.statements();
    assert!(statements.len() > 40, "only {} statements were overheard", statements.len());
    let mut walks = sqlite::walks(&office, &statements).await;

    let office = postgres::office().await;
    fill(&office).await;
    postgres::set_figures(&office).await;
    heard.forget();
    visits::everywhere(&office).await;
    let plans = heard.plans();
    assert!(plans.len() > 40, "only {} plans were overheard", plans.len());
    walks.extend(plans.iter().filter_map(|plan| postgres::walk(plan)));
    assert!(walks.is_empty(), "{} statements walk:\n{}", walks.len(), walks.join("\n\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_walk_is_seen() {
    let office = common::sqlite().await;
    let bad =
        ["SELECT COUNT(*) FROM orders o WHERE o.deal_minor > $1", "SELECT id FROM events ORDER BY reason"];
    let good = [
        "SELECT id FROM orders WHERE order_no = $1",
        "SELECT id FROM orders ORDER BY created_at, id LIMIT $1",
        "SELECT id FROM imports ORDER BY id DESC LIMIT $1",
    ];
    let said = bad.iter().chain(&good).map(|text| (*text).to_owned()).collect();
    assert_eq!(sqlite::walks(&office, &said).await.len(), bad.len());
    let plan = |node: &str| format!(r#"{{"Query Text": "q", "Plan": {node}}}"#);
    let scan = r#"{"Node Type": "Limit", "Plans": [{"Node Type": "Seq Scan", "Relation Name": "orders"}]}"#;
    assert!(postgres::walk(&plan(scan)).is_some());
    let index = r#"{"Node Type": "Index Scan", "Relation Name": "orders", "Index Name": "orders_created"}"#;
    assert!(postgres::walk(&plan(index)).is_some(), "all of an index");
    let some = format!(r#"{{"Node Type": "Limit", "Plans": [{index}]}}"#);
    assert!(postgres::walk(&plan(&some)).is_none(), "the first rows of an index");
    let costs = |limit: u32| {
        let scan = r#"{"Node Type": "Seq Scan", "Relation Name": "orders", "Total Cost": 10000}"#;
        format!(r#"{{"Node Type": "Limit", "Total Cost": {limit}, "Plans": [{scan}]}}"#)
    };
    assert!(postgres::walk(&plan(&costs(9_000))).is_some(), "rows that are hard to find");
    assert!(postgres::walk(&plan(&costs(150))).is_none(), "rows that are everywhere");
}
