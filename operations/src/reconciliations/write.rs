//! Writing what was compared, slice by slice.

use std::collections::{BTreeMap, HashMap};

use domain::{
    FieldProblem,
    reconciliation::{Elsewhere, Explanation, LineState, Match, reason},
};

use super::{
    Line, Reconciliation,
    ours::Ours,
    read::Theirs,
    sums::{self, Numbers, Sort},
};
use crate::{
    Failure, Result,
    db::{Arg, Bulk, Tx},
};

/// What was found out about differences.
#[derive(Default)]
pub(super) struct Found {
    /// What explains lines of ours.
    pub(super) explained: HashMap<(i64, i64), Vec<Explanation>>,
    /// Where orders stand that only the file has.
    pub(super) elsewhere: HashMap<String, Elsewhere>,
}

/// A match as a line that is written.
pub(super) fn line(
    of: &Reconciliation,
    (theirs, ours): (&[Theirs], &[Ours]),
    (position, matched): (i64, &Match),
    found: &Found,
) -> Result<Line> {
    let of_theirs: Vec<&Theirs> = matched.theirs.iter().filter_map(|at| theirs.get(*at)).collect();
    let of_ours: Vec<&Ours> = matched.ours.iter().filter_map(|at| ours.get(*at)).collect();
    let too_large = || Failure::Internal("lines of an order come to more than the books hold".to_owned());
    let sum = |minors: Vec<i64>| minors.into_iter().try_fold(0_i64, i64::checked_add).ok_or_else(too_large);
    let theirs_minor = sum(of_theirs.iter().map(|line| line.amount_minor).collect())?;
    let ours_minor = sum(of_ours.iter().map(|line| line.amount_minor).collect())?;
    let causes = match &of_ours[..] {
        [one] => found.explained.get(&(one.bill, one.position)).cloned().unwrap_or_default(),
        _ => Vec::new(),
    };
    let first = (of_theirs.first(), of_ours.first());
    let back = first.0.map(|line| line.back).or(first.1.map(|line| line.back)).unwrap_or_default();
    let elsewhere = first.0.filter(|line| !line.order_no.is_empty());
    let elsewhere =
        elsewhere.map(|line| found.elsewhere.get(&line.order_no).copied().unwrap_or(Elsewhere::Unknown));
    let cause = causes.first().map(|cause| cause.reason);
    let reason = reason((matched.state, of.period), back, cause, elsewhere);
    let named = |theirs: fn(&Theirs) -> &str, ours: fn(&Ours) -> &str| {
        let said = first.0.map(|line| theirs(line)).filter(|text| !text.is_empty());
        said.or(first.1.map(|line| ours(line))).unwrap_or_default().to_owned()
    };
    let numbered = of_ours.len() == 1 || of_ours.is_empty();
    let line_no = first.0.and_then(|line| line.line_no).filter(|_| of_theirs.len() == 1);
    Ok(Line {
        id: 0,
        reconciliation: of.id,
        position,
        state: matched.state,
        exact: reason.is_some() && (!causes.is_empty() || matched.state != LineState::Different),
        reason,
        order_no: named(|line| &line.order_no, |line| &line.order_no),
        line_no: first.1.map(|line| line.line_no).filter(|no| numbered && *no > 0).or(line_no),
        product_name: named(|line| &line.product_name, |line| &line.product_name),
        currency: first
            .0
            .map(|line| line.currency)
            .or(first.1.map(|line| line.currency))
            .ok_or_else(too_large)?,
        ours_minor: (!of_ours.is_empty()).then_some(ours_minor),
        theirs_minor: (!of_theirs.is_empty()).then_some(theirs_minor),
        ours: of_ours.iter().map(|line| (line.bill, line.position)).collect(),
        theirs: of_theirs.iter().map(|line| (line.table, line.row)).collect(),
        causes,
        decision: None,
        note: None,
        decided: None,
    })
}

const COLUMNS: &str = "reconciliation_id, position, state, reason, exact, order_no, line_no, product_name, currency, \
     ours_minor, theirs_minor, ours, theirs, causes";

/// Writes lines, and adds them to the sums.
pub(super) async fn lines(tx: &mut Tx, id: i64, lines: &[Line]) -> Result<()> {
    let mut bulk = Bulk::new(14);
    let mut sums: BTreeMap<Sort, Numbers> = BTreeMap::new();
    for line in lines {
        sums::count(&mut sums, line, 1);
        bulk.row::<14>([
            id.into(),
            line.position.into(),
            line.state.code().into(),
            Arg::MaybeText(line.reason.map(|reason| reason.code().to_owned())),
            i64::from(line.exact).into(),
            line.order_no.as_str().into(),
            line.line_no.into(),
            line.product_name.as_str().into(),
            line.currency.code().into(),
            line.ours_minor.into(),
            line.theirs_minor.into(),
            json(&line.ours)?.into(),
            json(&line.theirs)?.into(),
            json(&line.causes)?.into(),
        ]);
    }
    bulk.execute(tx, &format!("INSERT INTO reconciliation_lines ({COLUMNS}) VALUES "), "").await?;
    sums::add(tx, id, &sums).await
}

/// Writes rows that could not be read.
pub(super) async fn refused(
    tx: &mut Tx,
    of: &Reconciliation,
    rows: &[(u64, Vec<FieldProblem>)],
) -> Result<()> {
    let mut bulk = Bulk::new(4);
    for (place, problems) in rows {
        let (table, _) = crate::files::read::table_and_row(*place);
        let sheet = of.form.tables.get(table).map_or("", |table| table.name.as_str());
        let place = i64::try_from(*place).unwrap_or(i64::MAX);
        bulk.row::<4>([of.id.into(), place.into(), sheet.into(), json(problems)?.into()]);
    }
    let head = "INSERT INTO reconciliation_refused (reconciliation_id, place, sheet, problems) VALUES ";
    Ok(bulk.execute(tx, head, "").await?)
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Failure::Internal(e.to_string()))
}
