//! The demo shop: invented staff, orders and statements, all made by the operations that people use.

mod bills;
mod deliveries;
mod notifications;
mod reconciliation;
mod refunds;
mod tickets;

use std::{io::Write, path::PathBuf};

use anyhow::Context;
use domain::access::{Actor, Role};
use operations::{
    Office,
    imports::{self, COLUMNS, Upload},
    list::Filter,
    orders, products, sample,
    staff::{self, NewStaff},
    statements,
};
use tempfile::TempDir;

/// The password of everybody in the demo.
pub const PASSWORD: &str = "countinghouse-demo";

/// Who works in the demo: account, name, role.
pub const STAFF: [(&str, &str, Role); 5] = [
    ("owner@demo.example", "陈掌柜", Role::Owner),
    ("operations@demo.example", "李运营", Role::Operations),
    ("finance@demo.example", "王会计", Role::Finance),
    ("support@demo.example", "赵客服", Role::Support),
    ("auditor@demo.example", "孙审计", Role::Auditor),
];

/// What is noted on the oldest orders in processing.
const NOTES: [&str; 3] = [
    "客户要求分两批开通，第二批等对方机房就绪。\n联系方式见 https://example.com/tickets/1042",
    "已催验收两次，客户说下周一答复。",
    "The customer asks for an English acceptance form.",
];

const ORDERS: u64 = 3_000;
const SEED: u64 = 20_261_115;
/// Products that support looks after.
const GRANTED: usize = 3;

/// Whether the demo is not filled yet, or was interrupted while it was: the owner comes last.
pub async fn is_unfinished(office: &Office) -> anyhow::Result<bool> {
    let (owner, ..) = STAFF[0];
    Ok(!staff::names(office, &Actor::System).await?.iter().any(|(.., account)| account == owner))
}

/// Fills the demo shop. Whatever an interrupted start left is used again.
///
/// # Errors
/// What an operation said.
pub async fn fill(office: &Office) -> anyhow::Result<()> {
    // What it hands in is our own, and nobody waits for a scanner here.
    let office = &Office { scanner: None, ..office.clone() };
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let operations = hire(office, Role::Operations).await?;
    let finance = hire(office, Role::Finance).await?;
    let mut orders = Vec::new();
    sample::write_sample(ORDERS, SEED, office.clock.now(), &mut orders).context("the sample")?;
    let orders = String::from_utf8(orders).context("the sample")?;
    bring_in(office, &operations, &folder, "orders.csv", &orders).await?;
    bring_in(office, &operations, &folder, "orders-corrected.csv", &with_mistakes(&orders)).await?;
    settle(office, &finance).await?;
    handle(office, &operations).await?;
    deliveries::deliver(office, &operations, &folder).await?;
    refunds::refund(office, &operations, &folder).await?;
    tickets::ask(office, &operations).await?;
    let support = hire(office, Role::Support).await?;
    tickets::take_turns(office).await?;
    let all = products::all(office, &Actor::System).await?;
    let some: Vec<i64> = all.iter().take(GRANTED).map(|product| product.id).collect();
    staff::set_grants(office, &Actor::System, support.id().unwrap_or_default(), &some).await?;
    hire(office, Role::Auditor).await?;
    let owner = hire(office, Role::Owner).await?;
    bills::bill(office, &finance, &owner).await?;
    notifications::settle(office).await
}

/// Adds the person of a role, or finds them.
async fn hire(office: &Office, wanted: Role) -> anyhow::Result<Actor> {
    let (account, name, role) =
        STAFF.into_iter().find(|(_, _, role)| *role == wanted).context("nobody has that role")?;
    let here = staff::names(office, &Actor::System).await?;
    let id = match here.iter().find(|(.., known)| known == account) {
        Some((id, ..)) => *id,
        None => {
            let new = NewStaff { account: account.to_owned(), name: name.to_owned(), role };
            staff::add_active(office, &Actor::System, &new, PASSWORD).await?
        }
    };
    Ok(Actor::Staff { id, name: name.to_owned(), role, products: Vec::new() })
}

async fn bring_in(
    office: &Office,
    actor: &Actor,
    folder: &TempDir,
    name: &str,
    text: &str,
) -> anyhow::Result<()> {
    let path: PathBuf = folder.path().join(name);
    let mut file = std::fs::File::create(&path).context("a temporary file")?;
    file.write_all(text.as_bytes()).context("a temporary file")?;
    imports::import(office, actor, Upload::new(name, path)).await?;
    Ok(())
}

/// The newest rows once more, as somebody edited them by hand: some of them wrong.
fn with_mistakes(orders: &str) -> String {
    let rows: Vec<&str> = orders.lines().collect();
    let mistakes = [
        ("state", "已发货"),
        ("deal_price", "一千元"),
        ("created_at", "yesterday"),
        ("currency", "JPY"),
        ("quantity", "0"),
    ];
    let mut text = format!("{}\n", rows.first().copied().unwrap_or_default());
    for (n, row) in rows.iter().skip(1).rev().take(60).enumerate() {
        let mut cells: Vec<&str> = row.split(',').collect();
        let wrong = mistakes.get(n / 3).filter(|_| n % 3 == 2 && cells.len() == COLUMNS.len());
        let place = wrong.and_then(|(column, _)| COLUMNS.iter().position(|c| c.name == *column));
        if let (Some(place), Some((_, value))) = (place, wrong) {
            cells[place] = value;
        }
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

/// Somebody looks after some of the orders in processing, and noted something on them.
async fn handle(office: &Office, actor: &Actor) -> anyhow::Result<()> {
    let (filter, _) = Filter::read(&orders::LIST, [("state", "processing"), ("sort", "created")]);
    let page = orders::list_page(office, actor, &filter.sized(NOTES.len() as i64)).await?;
    for (order, note) in page.rows.iter().zip(NOTES) {
        orders::assign(office, actor, &order.order_no, orders::ME, None).await?;
        orders::write_note(office, actor, &order.order_no, note, Some("demo")).await?;
    }
    Ok(())
}

/// Everything up to the month before last is issued, oldest first; of last month some are drafts and
/// one was not begun.
async fn settle(office: &Office, actor: &Actor) -> anyhow::Result<()> {
    let last = office.zone.period(office.clock.now()).previous();
    let months = statements::waiting(office, actor).await?;
    for month in months.iter().filter(|month| month.period < last) {
        let id =
            statements::draft(office, actor, &month.reseller, month.period, Some(month.currency)).await?;
        statements::issue(office, actor, id).await?;
    }
    for month in months.iter().filter(|month| month.period == last).skip(1) {
        statements::draft(office, actor, &month.reseller, last, Some(month.currency)).await?;
    }
    Ok(())
}
