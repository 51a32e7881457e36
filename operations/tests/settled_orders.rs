//! The list of orders by where their money stands, in the settlement with resellers and in bills, and by the statement
//! or draft that they are in.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;
#[path = "common/sold.rs"]
mod sold;

use std::collections::{BTreeMap, BTreeSet};

use common::staff;
use domain::{
    access::{Actor, Role},
    bill::BillingState,
    settlement::SettlementState,
};
use operations::{
    Office,
    db::Sql,
    imports::{self, Upload},
    list::Filter,
    orders, sample,
    statements::{self, Cursor},
};

/// Of so many, more than are collected and sorted stand in one place, and fewer in others.
const MANY: u64 = 13_000;
const FEW: u64 = 1_500;

async fn fill(office: &Office, orders: u64) -> (i64, i64) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("orders.csv");
    let mut file = std::fs::File::create(&path).unwrap();
    sample::write_sample(orders, 7, office.clock.now(), &mut file).unwrap();
    imports::import(office, &Actor::System, Upload::new("orders.csv", path)).await.unwrap();
    let mut waiting = statements::waiting(office, &Actor::System).await.unwrap();
    waiting.sort_by_key(|month| (month.period, month.reseller.clone()));
    let mut drafts = Vec::new();
    for month in waiting.iter().take(2) {
        let currency = Some(month.currency);
        let id = statements::draft(office, &Actor::System, &month.reseller, month.period, currency).await;
        drafts.push(id.unwrap());
    }
    statements::issue(office, &Actor::System, drafts[0]).await.unwrap();
    (drafts[0], drafts[1])
}

/// The numbers of all orders of an address, page by page; each counted on its tab.
async fn numbers(office: &Office, actor: &Actor, address: &str) -> BTreeSet<String> {
    let pairs = address.split('&').filter_map(|pair| pair.split_once('='));
    let (filter, problems) = Filter::read(&orders::LIST, pairs);
    assert!(problems.is_empty(), "{problems:?}");
    let (mut page, mut found) = (filter.sized(500), Vec::new());
    let counted = orders::list(office, actor, &page).await.unwrap().counts.of(page.codes("state"));
    loop {
        let listing = orders::list_page(office, actor, &page).await.unwrap();
        found.extend(listing.rows.into_iter().map(|row| row.order_no));
        let Some(next) = listing.next else { break };
        page.cursor = Some(next);
    }
    let (rows, numbers) = (found.len(), found.into_iter().collect::<BTreeSet<_>>());
    assert_eq!(numbers.len(), rows, "{address}");
    // So many orders are looked at to be counted, and no more.
    let exact = if counted.more { counted.rows <= rows as i64 } else { counted.rows == rows as i64 };
    assert!(exact, "{address}: {counted:?} of {rows}");
    numbers
}

/// The numbers of the orders with a line in each place, looked up line by line: in the settlement with resellers.
async fn by_due(office: &Office) -> BTreeMap<String, BTreeSet<String>> {
    let text = "SELECT o.order_no, d.statement_id, d.reason FROM orders o JOIN dues d ON d.order_id = o.id";
    by_line(office, text, "settled").await
}

/// The same in bills.
async fn by_earning(office: &Office) -> BTreeMap<String, BTreeSet<String>> {
    let text = "SELECT o.order_no, e.bill_id, e.reason FROM orders o JOIN earnings e ON e.order_id = o.id";
    by_line(office, text, "billed").await
}

async fn by_line(office: &Office, text: &str, inside: &str) -> BTreeMap<String, BTreeSet<String>> {
    type Row = (String, Option<i64>, Option<String>);
    let rows: Vec<Row> = Sql::new(text).fetch_all(&office.db).await.unwrap();
    let mut places: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (number, stands_in, reason) in rows {
        let place = match (stands_in, reason) {
            (Some(_), _) => inside.to_owned(),
            (None, Some(reason)) => reason,
            (None, None) => "open".to_owned(),
        };
        places.entry(place).or_default().insert(number);
    }
    places
}

async fn in_statement(office: &Office, id: i64) -> BTreeSet<String> {
    let lines = statements::lines(office, &Actor::System, id, Cursor::default(), 2_000).await.unwrap();
    lines.into_iter().map(|line| line.order_no).collect()
}

/// Every place in bills finds its orders, of many as of few, and whatever else is asked for.
async fn in_bills(office: &Office, finance: &Actor) {
    sold::certified(office).await;
    let run = sold::october(office).await;
    assert!(run.billed > 2_000, "{run:?}");
    let places = by_earning(office).await;
    let sizes: BTreeMap<_, _> = places.iter().map(|(place, orders)| (place, orders.len())).collect();
    assert!(places["billed"].len() > 2_000 && sizes.values().any(|n| *n < 1_000), "{sizes:?}");
    let none = BTreeSet::new();
    for code in BillingState::CODES {
        let wanted = places.get(*code).unwrap_or(&none);
        let found = numbers(office, finance, &format!("billing={code}")).await;
        assert_eq!(&found, wanted, "{code}");
        // By the amount they are of one currency.
        let paid = numbers(office, finance, &format!("billing={code}&sort=-paid&currency=CNY")).await;
        assert_eq!(paid, numbers(office, finance, &format!("billing={code}&currency=CNY")).await, "{code}");
        let completed = numbers(office, finance, &format!("billing={code}&state=completed")).await;
        assert!(completed.is_subset(wanted), "{code}");
        if *code == "billed" {
            assert!(!completed.is_empty() && !paid.is_empty());
        }
    }
    let stand = Sql::new(
        "SELECT DISTINCT l.order_no FROM bill_lines l JOIN bills b ON b.id = l.bill_id WHERE b.made_at IS NOT NULL \
         AND b.state <> 'void' AND l.earning_id IS NOT NULL",
    );
    let stand: Vec<(String,)> = stand.fetch_all(&office.db).await.unwrap();
    let stand: BTreeSet<String> = stand.into_iter().map(|(number,)| number).collect();
    assert_eq!(numbers(office, finance, "billing=billed").await, stand);
    let some: BTreeSet<_> = places["billed"].union(&places["unpaid"]).cloned().collect();
    assert_eq!(numbers(office, finance, "billing=unpaid,billed").await, some);
    let both = numbers(office, finance, "billing=billed&settlement=settled").await;
    let settled = numbers(office, finance, "settlement=settled").await;
    assert_eq!(both, settled.intersection(&places["billed"]).cloned().collect::<BTreeSet<_>>());
}

both! {
    async fn every_place_of_the_money_finds_its_orders(office) {
        let (issued, _) = fill(&office, MANY).await;
        let finance = staff(Role::Finance);
        let places = by_due(&office).await;
        let sizes: BTreeMap<_, _> = places.iter().map(|(place, orders)| (place, orders.len())).collect();
        assert!(sizes.values().any(|n| *n > 2_000) && sizes.values().any(|n| *n < 100), "{sizes:?}");
        for code in SettlementState::CODES.iter().filter(|code| **code != "unsettled") {
            let wanted = places.get(*code).cloned().unwrap_or_default();
            for sort in ["-created", "paid"] {
                let found = numbers(&office, &finance, &format!("settlement={code}&sort={sort}")).await;
                let cny = numbers(&office, &finance, &format!("settlement={code}&currency=CNY")).await;
                assert_eq!(found, if sort == "paid" { cny } else { wanted.clone() }, "{code} {sort}");
            }
        }
        let still = places.iter().filter(|(place, _)| !["settled", "trial", "cancelled"].contains(&place.as_str()));
        let still: BTreeSet<String> = still.flat_map(|(_, orders)| orders.iter().cloned()).collect();
        assert_eq!(numbers(&office, &finance, "settlement=unsettled").await, still);
        assert_eq!(numbers(&office, &finance, "settlement=settled").await, in_statement(&office, issued).await);
        let both: BTreeSet<_> = places["open"].union(&places["not_paid"]).cloned().collect();
        assert_eq!(numbers(&office, &finance, "settlement=open,not_paid").await, both);
        let completed = numbers(&office, &finance, "settlement=open&state=completed").await;
        assert!(!completed.is_empty() && completed.is_subset(&places["open"]));
        in_bills(&office, &finance).await;
    }

    async fn a_draft_finds_the_orders_that_it_takes_up(office) {
        let (issued, draft) = fill(&office, FEW).await;
        let finance = staff(Role::Finance);
        let number = statements::head_of(&office, &finance, issued).await.unwrap().number.unwrap();
        let of_issued = in_statement(&office, issued).await;
        assert_eq!(numbers(&office, &finance, &format!("statement={number}")).await, of_issued);
        assert_eq!(numbers(&office, &finance, &format!("statement=draft-{issued}")).await, of_issued);
        let of_draft = in_statement(&office, draft).await;
        assert!(!of_draft.is_empty());
        assert_eq!(numbers(&office, &finance, &format!("statement= DRAFT-{draft} ")).await, of_draft);
        for nothing in ["draft-999", "draft-", "draft-x", "RS-209912-0001"] {
            assert_eq!(numbers(&office, &finance, &format!("statement={nothing}")).await.len(), 0, "{nothing}");
        }
    }

    async fn who_reads_no_statements_finds_nothing_by_the_money(office) {
        let (issued, draft) = fill(&office, FEW).await;
        let operations = staff(Role::Operations);
        let number = statements::head_of(&office, &staff(Role::Finance), issued).await.unwrap().number.unwrap();
        let products = operations::products::all(&office, &Actor::System).await.unwrap();
        let products = products.iter().map(|product| product.id).collect();
        let support = Actor::Staff { id: 1, name: "客服".into(), role: Role::Support, products };
        for address in ["settlement=open".to_owned(), format!("statement={number}"), format!("statement=draft-{draft}")] {
            assert_eq!(numbers(&office, &support, &address).await.len(), 0, "{address}");
        }
        let may = operations.may(domain::access::Operation::ReadStatements).is_ok();
        assert_eq!(numbers(&office, &operations, "settlement=open").await.is_empty(), !may);
        // Nor by bills whoever reads none of them: the lines are there.
        let earned = by_earning(&office).await;
        let (place, orders) = earned.iter().max_by_key(|(_, orders)| orders.len()).unwrap();
        let address = format!("billing={place}");
        assert_eq!(numbers(&office, &support, &address).await.len(), 0, "{address}");
        assert_eq!(&numbers(&office, &staff(Role::Finance), &address).await, orders);
        let may = operations.may(domain::access::Operation::ReadBills).is_ok();
        assert_eq!(numbers(&office, &operations, &address).await.is_empty(), !may);
    }
}
