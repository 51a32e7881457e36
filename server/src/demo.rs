//! The demo shop: invented staff, orders and statements, all made by the operations that people use.

use std::{io::Write, path::PathBuf};

use anyhow::Context;
use domain::access::{Actor, Role};
use operations::{
    Office,
    imports::{self, COLUMNS, Upload},
    products, sample,
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

const ORDERS: u64 = 3_000;
const SEED: u64 = 20_261_115;
/// Products that support looks after.
const GRANTED: usize = 3;

/// Whether the demo was not filled yet.
///
/// # Errors
/// What the database said.
pub async fn is_empty(office: &Office) -> anyhow::Result<bool> {
    Ok(staff::list(office, &Actor::System).await?.is_empty())
}

/// Fills the demo shop.
///
/// # Errors
/// What an operation said.
pub async fn fill(office: &Office) -> anyhow::Result<()> {
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let mut orders = Vec::new();
    sample::write_sample(ORDERS, SEED, office.clock.now(), &mut orders).context("the sample")?;
    let orders = String::from_utf8(orders).context("the sample")?;
    bring_in(office, &folder, "orders.csv", &orders).await?;
    bring_in(office, &folder, "orders-corrected.csv", &with_mistakes(&orders)).await?;
    settle(office).await?;
    // Staff come last: a demo with staff is complete.
    hire(office).await
}

async fn hire(office: &Office) -> anyhow::Result<()> {
    for (account, name, role) in STAFF {
        let new = NewStaff { account: account.to_owned(), name: name.to_owned(), role };
        let id = staff::add_active(office, &Actor::System, &new, PASSWORD).await?;
        if role == Role::Support {
            let all = products::list(office, &Actor::System).await?;
            let some: Vec<i64> = all.iter().take(GRANTED).map(|product| product.id).collect();
            staff::set_grants(office, &Actor::System, id, &some).await?;
        }
    }
    Ok(())
}

async fn bring_in(office: &Office, folder: &TempDir, name: &str, text: &str) -> anyhow::Result<()> {
    let path: PathBuf = folder.path().join(name);
    let mut file = std::fs::File::create(&path).context("a temporary file")?;
    file.write_all(text.as_bytes()).context("a temporary file")?;
    imports::import(office, &Actor::System, Upload { file_name: name.to_owned(), path }).await?;
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

/// The longest statement of the month before last is issued, the others of that month are drafts.
async fn settle(office: &Office) -> anyhow::Result<()> {
    let actor = Actor::System;
    let period = office.zone.period(office.clock.now()).previous().previous();
    let mut months = statements::months(office, &actor).await?;
    months.retain(|month| month.period == period);
    months.sort_by_key(|month| std::cmp::Reverse(month.lines));
    for (n, month) in months.iter().enumerate() {
        let id = statements::draft(office, &actor, &month.reseller, period, Some(month.currency)).await?;
        if n == 0 {
            statements::issue(office, &actor, id).await?;
        }
    }
    Ok(())
}
