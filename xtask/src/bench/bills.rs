//! Bills of everything that the large shop earned: one run, and once more.

use super::load::{Row, millis};
use super::shop::Shop;
use crate::process::quiet;
use anyhow::Result;
use std::time::Instant;

/// Every order of the sample is older.
const PERIOD: &str = "202610";

const MERCHANT: &str = r#"{"certification": {"state": "passed", "account_name": "Bench", "bank": "Bank",
    "account_no": "1", "taxpayer": "general", "currency": "CNY"}, "agreement": {"version": "1", "signed": true}}"#;

/// Makes the bills of a month, which takes up everything that was earned before; then makes the drafts anew.
pub fn rows(shop: &Shop) -> Result<Vec<Row>> {
    let file = shop.folder().join("merchant.json");
    std::fs::write(&file, MERCHANT)?;
    quiet(shop.command(&["merchant", "set"]).arg(&file))?;
    let mut rows = Vec::new();
    for name in ["bill run, everything earned so far", "once more, drafts made anew"] {
        let started = Instant::now();
        let said = quiet(&mut shop.command(&["bill", "run", "--period", PERIOD]))?;
        let took = millis(started.elapsed());
        let billed = said.lines().find(|line| line.contains("\"billed\"")).unwrap_or_default();
        rows.push(Row::new(format!("{name} ({})", billed.trim().trim_end_matches(',')), took));
    }
    Ok(rows)
}
