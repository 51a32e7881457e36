//! The difference sheet: ours and the differences by reason are theirs; and the differences themselves as a workbook.

use std::{collections::BTreeMap, io::Write};

use domain::{
    Currency, Tongue,
    access::Actor,
    money::{bare, grouped},
    reconciliation::{Decision, LineState, Reason},
};

use super::{LINES, Line, Reconciliation, Sum, lines, sums};
use crate::{
    Office, Result,
    list::{Filter, LARGEST},
    sheets::{Cell, Sheets},
};

/// What one currency comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The currency.
    pub currency: Currency,
    /// What our bills say, in minor units.
    pub ours_minor: i64,
    /// What the file says.
    pub theirs_minor: i64,
    /// By reason, lines and what theirs is more than ours; those that come to nothing are left out.
    pub reasons: Vec<(Option<Reason>, i64, i64)>,
}

/// The sheet of each currency.
#[must_use]
pub fn sheets(sums: &[Sum]) -> Vec<Sheet> {
    let mut of: BTreeMap<&'static str, Sheet> = BTreeMap::new();
    for sum in sums {
        let sheet = of.entry(sum.currency.code()).or_insert_with(|| Sheet {
            currency: sum.currency,
            ours_minor: 0,
            theirs_minor: 0,
            reasons: Vec::new(),
        });
        sheet.ours_minor = sheet.ours_minor.saturating_add(sum.ours_minor);
        sheet.theirs_minor = sheet.theirs_minor.saturating_add(sum.theirs_minor);
        let by = sum.difference_minor();
        match sheet.reasons.iter_mut().find(|(reason, ..)| *reason == sum.reason) {
            Some((_, lines, minor)) => {
                *lines += sum.lines;
                *minor = minor.saturating_add(by);
            }
            None => sheet.reasons.push((sum.reason, sum.lines, by)),
        }
    }
    for sheet in of.values_mut() {
        sheet.reasons.retain(|(_, _, by)| *by != 0);
        sheet.reasons.sort_unstable();
    }
    of.into_values().collect()
}

/// Writes the differences as a workbook, with the sheet above them, a page in memory at a time.
///
/// # Errors
/// As [`super::lines`]; a full disk, or whatever `out` says.
pub async fn write_xlsx<W: Write + Send>(
    office: &Office,
    actor: &Actor,
    of: &Reconciliation,
    tongue: Tongue,
    out: W,
) -> Result<()> {
    let sums = sums(office, actor, of.id).await?;
    let mut book = Sheets::titled(&of.period.dashed(), titles(of, &sums, tongue), headings(tongue))?;
    book.made(of.locked.as_ref().map_or(of.finished_at.unwrap_or(of.created_at), |stamp| stamp.at))?;
    let states =
        LineState::ALL.iter().filter(|state| **state != LineState::Matched).map(|state| state.code());
    let query = format!("state={}", states.collect::<Vec<_>>().join(","));
    let (filter, _) = Filter::read_query(&LINES, &query);
    let mut rest = Some(filter.sized(LARGEST));
    while let Some(filter) = rest {
        let (_, page) = lines(office, actor, of.id, &filter).await?;
        for line in &page.rows {
            row(&mut book, line, tongue)?;
        }
        rest = page.next.map(|next| filter.at(Some(next)));
    }
    book.total(tongue.pick("合计", "Total"), [5, 6, 7])?;
    book.save(out)
}

fn titles(of: &Reconciliation, sums: &[Sum], tongue: Tongue) -> Vec<String> {
    let mut titles = vec![
        format!("{} · {} · {}", of.period.dashed(), of.file_name, of.state.in_words(tongue)),
        format!("SHA-256 {}", of.sha256),
    ];
    for sheet in sheets(sums) {
        let amount = |minor| grouped(minor, sheet.currency);
        titles.push(format!(
            "{} {} {}",
            tongue.pick("我方", "Ours"),
            sheet.currency.code(),
            amount(sheet.ours_minor)
        ));
        for (reason, lines, by) in &sheet.reasons {
            let said = reason.map(|reason| reason.in_words(tongue)).unwrap_or_default();
            titles.push(format!("{said} ({lines}) {}", amount(*by)));
        }
        titles.push(format!(
            "{} {} {}",
            tongue.pick("对方", "Theirs"),
            sheet.currency.code(),
            amount(sheet.theirs_minor)
        ));
    }
    titles
}

fn headings(tongue: Tongue) -> [(&'static str, u16); 12] {
    [
        (tongue.pick("订单号", "order_no"), 22),
        (tongue.pick("订单行", "line_no"), 8),
        (tongue.pick("商品名称", "product_name"), 28),
        (tongue.pick("比对结果", "state"), 14),
        (tongue.pick("币种", "currency"), 8),
        (tongue.pick("我方", "ours"), 16),
        (tongue.pick("对方", "theirs"), 16),
        (tongue.pick("差额", "difference"), 16),
        (tongue.pick("原因", "reason"), 20),
        (tongue.pick("依据", "explained"), 40),
        (tongue.pick("处理", "decision"), 12),
        (tongue.pick("说明", "note"), 40),
    ]
}

fn row(book: &mut Sheets, line: &Line, tongue: Tongue) -> Result<()> {
    let amount = |minor: Option<i64>| minor.map(|minor| bare(minor, line.currency)).unwrap_or_default();
    let (ours, theirs) = (amount(line.ours_minor), amount(line.theirs_minor));
    let difference = bare(line.difference_minor(), line.currency);
    let line_no = line.line_no.map(|no| no.to_string()).unwrap_or_default();
    let reason = line.reason.map(|reason| reason.in_words(tongue)).unwrap_or_default();
    let decision = line.decision.map(|of: Decision| of.in_words(tongue)).unwrap_or_default();
    let explained = line.causes.iter().map(|of| of.cause.to_string()).collect::<Vec<_>>().join("; ");
    book.row([
        Cell::Text(&line.order_no),
        if line_no.is_empty() { Cell::Empty } else { Cell::Number(&line_no) },
        Cell::Text(&line.product_name),
        Cell::Text(&line.state.in_words(tongue)),
        Cell::Text(line.currency.code()),
        if ours.is_empty() { Cell::Empty } else { Cell::Money(&ours) },
        if theirs.is_empty() { Cell::Empty } else { Cell::Money(&theirs) },
        Cell::Money(&difference),
        Cell::Text(&reason),
        Cell::Text(&explained),
        Cell::Text(&decision),
        Cell::Text(line.note.as_deref().unwrap_or_default()),
    ])
}
