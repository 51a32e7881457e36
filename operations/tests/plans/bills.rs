//! Bills with lines, and everybody who looks at them.

use domain::{access::Actor, bill::Item, merchant::WrittenStanding, order::DeliveryType};
use operations::{
    Office,
    bills::{self, LINES, LIST, TRANSACTIONS},
    db::Sql,
    list::{Cursor, Filter, List},
    merchant, reconciliations,
};

use crate::books;

/// A third of what is earned stands in a locked bill of March, another third in a draft of April.
pub async fn fill(office: &Office) {
    let written: WrittenStanding = serde_json::from_str(
        r#"{"certification": {"state": "passed", "account_name": "x", "bank": "x", "account_no": "1",
            "taxpayer": "general", "currency": "CNY"}, "agreement": {"version": "V1", "signed": true}}"#,
    )
    .unwrap();
    merchant::record(office, &Actor::System, &written).await.unwrap();
    for text in [
        "INSERT INTO bill_runs (period, as_of, state, actor_kind, actor_name, created_at) \
         VALUES (202603, 20260403, 'done', 'system', 'system', 0)",
        "INSERT INTO bills (number, kind, payment, currency, period, state, run_id, made_at, lines_hash) \
         SELECT 'GB-202603-0001', 'general', 'prepaid', 'CNY', 202603, 'locked', id, 0, '' FROM bill_runs",
        "INSERT INTO bills (kind, payment, currency, period, state, run_id, made_at, lines_hash) \
         SELECT 'general', 'prepaid', 'CNY', 202604, 'draft', id, 0, '' FROM bill_runs",
        "UPDATE earnings SET bill_id = 1, position = id WHERE id % 3 = 0",
        "UPDATE earnings SET bill_id = 2, position = id WHERE id % 3 = 1",
        "INSERT INTO bill_lines (bill_id, position, item, earning_id, order_id, order_no, line_no, part, order_type, \
         customer_name, product_id, product_name, delivery_type, period, numerator, denominator, amount_minor) \
         SELECT e.bill_id, e.position, CASE WHEN e.id % 50 = 0 THEN 'increment' ELSE 'order' END, e.id, e.order_id, \
         o.order_no, e.line_no, 0, 'NEW', 'x', i.product_id, 'x', i.delivery_type, e.period, '1', '1', 1 \
         FROM earnings e JOIN orders o ON o.id = e.order_id JOIN order_lines i ON i.order_id = e.order_id \
         AND i.line_no = e.line_no WHERE e.bill_id IS NOT NULL",
        "INSERT INTO bill_sums (bill_id, product_id, delivery_type, item, period, lines, amount_minor, base_minor) \
         SELECT bill_id, product_id, delivery_type, item, period, COUNT(*), SUM(amount_minor), 0 FROM bill_lines \
         GROUP BY bill_id, product_id, delivery_type, item, period",
        "INSERT INTO reconciliations (period, kind, state, file_name, sha256, size_bytes, upload, form, tolerance_minor, \
         actor_kind, actor_name, created_at) VALUES (202603, '', 'open', 'x', 'x', 1, 'x', '{\"kind\":{\"workbook\":{\"since_1904\":false}},\
         \"tables\":[],\"left_out\":[],\"numbers\":\"usual\",\"dates\":\"usual\"}', 0, 'system', 'system', 0)",
        "INSERT INTO reconciliation_lines (reconciliation_id, position, state, order_no, product_name, currency, ours, theirs, \
         causes) SELECT 1, ROW_NUMBER() OVER (ORDER BY bill_id, position), CASE WHEN position % 9 = 0 THEN 'different' ELSE 'matched' END, \
         order_no, 'x', 'CNY', '[]', '[]', '[]' FROM bill_lines",
    ] {
        books::execute(office, &Sql::new(text)).await;
    }
}

fn filter(list: &'static List, address: &str) -> Filter {
    let (filter, problems) = Filter::read_query(list, address);
    assert!(problems.is_empty(), "{address}: {problems:?}");
    filter.sized(20)
}

const fn cursor(value: i64) -> Cursor {
    Cursor { value, id: value, backwards: false }
}

/// What people and programs look at.
pub async fn everywhere(office: &Office, owner: &Actor, order_no: &str) {
    for address in [
        "",
        "kind=general",
        "state=void",
        "state=draft,in_review&sort=period",
        "state=locked&kind=general&sort=created",
        "period=202603",
        "period=202603&kind=joint&sort=-created",
        "payment_method=prepaid",
        "payment_method=postpaid&state=paid",
    ] {
        let listed = filter(&LIST, address);
        bills::list(office, owner, &listed).await.unwrap();
        bills::list(office, owner, &listed.at(Some(cursor(202_605)))).await.unwrap();
    }
    transactions(office, owner, order_no).await;
    reconciliation(office, owner, order_no).await;
    for bill in [1, 2] {
        lines(office, owner, bill, order_no).await;
    }
    bills::named(office, owner, "GB-202603-0001").await.unwrap();
    bills::year(office, owner, 2026).await.unwrap();
    bills::runs(office, owner, 10).await.unwrap();
    bills::run_of(office, owner, 1).await.unwrap();
    bills::of_order(office, owner, order_no).await.unwrap();
}

async fn transactions(office: &Office, owner: &Actor, order_no: &str) {
    for address in [
        "",
        "period=202603",
        "period=202603&sort=id",
        "period=202603&kind=general",
        "period=202603&kind=incentive&sort=id",
        "period=202603&customer=有限",
        "period=202603&customer=C-0001",
        &format!("order_no={order_no}"),
        &format!("order_no={order_no},CS1&kind=general&sort=id"),
    ] {
        let listed = filter(&TRANSACTIONS, address);
        bills::transactions(office, owner, &listed).await.unwrap();
        let later = listed.at(Some(cursor(700)));
        bills::transactions(office, owner, &later).await.unwrap();
    }
}

async fn reconciliation(office: &Office, owner: &Actor, order_no: &str) {
    for address in ["", "state=open", "period=202603&sort=created"] {
        let listed = filter(&reconciliations::LIST, address);
        reconciliations::list(office, owner, &listed).await.unwrap();
    }
    for address in [
        "",
        "sort=-position",
        "state=different",
        "state=different,missing_here&decision=open",
        "reason=fee",
        &format!("order_no={order_no}"),
    ] {
        let listed = filter(&reconciliations::LINES, address);
        reconciliations::lines(office, owner, 1, &listed).await.unwrap();
        reconciliations::lines(office, owner, 1, &listed.at(Some(cursor(300)))).await.unwrap();
    }
    reconciliations::sums(office, owner, 1).await.unwrap();
    let (action, of) = (domain::reconciliation::LineAction::Accept, (1, &[5][..]));
    let _ = reconciliations::act(office, owner, of, (action, "", "")).await;
}

async fn lines(office: &Office, owner: &Actor, bill: i64, order_no: &str) {
    let mut addresses: Vec<String> =
        ["", "sort=-position", "product=P-01", "product=P-01&item=order"].map(str::to_owned).into();
    addresses.push(format!("order_no={order_no}"));
    addresses.extend(Item::CODES.iter().map(|code| format!("item={code}")));
    addresses.extend(DeliveryType::CODES.iter().map(|code| format!("delivery_type={code}")));
    for address in addresses {
        let listed = filter(&LINES, &address);
        bills::lines(office, owner, bill, &listed).await.unwrap();
        bills::lines(office, owner, bill, &listed.at(Some(cursor(300)))).await.unwrap();
    }
    bills::sums(office, owner, bill).await.unwrap();
}
