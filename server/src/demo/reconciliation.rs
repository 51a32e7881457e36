//! The marketplace's bill of a month in the demo, which is not quite ours.

use std::fmt::Write;

use anyhow::Context;
use domain::{Currency, Period, access::Actor, bill::BillKind, money, reconciliation::LineAction};
use operations::{
    Office,
    bills::{self, LINES, LIST, Line},
    files::Told,
    list::{Filter, LARGEST},
    reconciliations::{self, Asked},
};

/// Compares a file of the general bills of a month with ours, and deals with one of its differences.
pub(super) async fn reconcile(office: &Office, finance: &Actor, period: Period) -> anyhow::Result<()> {
    let (filter, _) = Filter::read_query(&LIST, &format!("period={period}&kind=general&sort=created"));
    let mut lines = Vec::new();
    for bill in bills::own(office, finance, &filter).await?.rows {
        let filter = Filter::of(&LINES).sized(LARGEST);
        let rows = bills::lines(office, finance, bill.id, &filter).await?.1.rows;
        lines.extend(rows.into_iter().map(|line| (line, bill.currency)));
    }
    if lines.is_empty() {
        return Ok(());
    }
    let file = tempfile::NamedTempFile::new().context("a file of the demo")?;
    std::fs::write(file.path(), text(period, &lines)).context("a file of the demo")?;
    let asked = Asked {
        period,
        kind: Some(BillKind::General),
        tolerance: String::new(),
        file_name: format!("通用账单-{period}.csv"),
        path: file.path().to_path_buf(),
        told: Told::default(),
        mapping: String::new(),
    };
    let of = reconciliations::now(office, finance, &asked).await?;
    let (filter, _) = Filter::read_query(&reconciliations::LINES, "reason=rounding");
    let (_, page) = reconciliations::lines(office, finance, of.id, &filter).await?;
    if let Some(line) = page.rows.first() {
        let said = (LineAction::Explain, "云市场逐笔向下取整，差一分。", "");
        reconciliations::act(office, finance, (of.id, &[line.id]), said).await?;
    }
    Ok(())
}

/// A file as the marketplace might give it: another fee on one line, a cent on another, one missing, one twice, one that
/// is not ours.
fn text(period: Period, lines: &[(Line, Currency)]) -> String {
    let mut text = format!(
        "\u{feff}云市场 {} 通用账单\n\n订单号,订单行,商品名称,结算金额（含税）,币种\n",
        period.dashed()
    );
    let mut row = |no: &str, line_no: i64, product: &str, (minor, currency): (i64, Currency)| {
        let _ = writeln!(text, "{no},{line_no},{product},{},{currency}", money::bare(minor, currency));
    };
    for (at, (line, currency)) in lines.iter().filter(|(line, _)| !line.order_no.is_empty()).enumerate() {
        let minor = line.amount_minor;
        let whole = line.parts().map_or(minor, |parts| parts.sales_minor - parts.coupon_minor);
        let theirs = match at {
            2 => whole * 85 / 100,
            5 => minor - 1,
            _ => minor,
        };
        if at == 8 {
            continue;
        }
        row(&line.order_no, line.line_no, &line.product_name, (theirs, *currency));
        if at == 11 {
            row(&line.order_no, line.line_no, &line.product_name, (theirs, *currency));
        }
    }
    row("CS2600000000NOT0UR", 1, "未知商品", (128_000, Currency::CNY));
    text
}
