//! Reconciliations as programs see them.

use std::collections::BTreeMap;

use domain::{
    access::Actor,
    bill::BillKind,
    money,
    reconciliation::{Decision, LineState, Reason},
};
use operations::{
    Failure, Office,
    list::{Filter, LARGEST},
    reconciliations::{self, LINES, Line, Reconciliation, RefusedRow, Sheet},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::shape::stamp;

/// Differences that are named; the list of lines has all of them.
const MOST: usize = 1_000;
/// Rows that were not read and are named.
const REFUSED: i64 = 1_000;

/// The head of a reconciliation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReconciliationHead {
    /// Its row.
    id: i64,
    /// The month, such as `202610`.
    period: String,
    /// Only bills of this kind were compared; null: all of them.
    kind: Option<String>,
    /// `looked` (somebody looks at how its file is read), `running`, `open`, `in_review`, `locked` or `failed`.
    state: String,
    /// The file.
    file_name: String,
    /// SHA-256 of the file.
    sha256: String,
    /// Rows of the file.
    rows: i64,
    /// Those that could not be read.
    rows_refused: i64,
    /// Those that are sums.
    rows_total: i64,
    /// Lines of the comparison.
    lines: i64,
    /// Those that need work and of which nobody said anything.
    open: i64,
    /// Who brought it.
    by: String,
    /// When.
    created_at: String,
    /// Who submitted it.
    submitted_by: Option<String>,
    /// Who locked it.
    locked_by: Option<String>,
    /// Why it was sent back.
    reason: Option<String>,
    /// Why nothing came of it, in English.
    problem: Option<String>,
}

impl ReconciliationHead {
    pub(super) fn of(office: &Office, of: Reconciliation) -> Self {
        Self {
            id: of.id,
            period: of.period.to_string(),
            kind: of.kind.map(|kind: BillKind| kind.code().to_owned()),
            state: of.state.code().to_owned(),
            file_name: of.file_name,
            sha256: of.sha256,
            rows: of.rows_read,
            rows_refused: of.rows_refused,
            rows_total: of.rows_total,
            lines: of.lines,
            open: of.open_lines,
            by: of.by,
            created_at: stamp(office.zone, of.created_at),
            submitted_by: of.submitted.map(|of| of.by),
            locked_by: of.locked.map(|of| of.by),
            reason: of.reason,
            problem: of.problem,
        }
    }
}

/// A line: what is on either side, and what somebody made of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReconciliationLine {
    /// Its row.
    id: i64,
    /// Counts upwards from 1, in the order of the file.
    position: i64,
    /// `matched`, `tolerated`, `different`, `missing_here`, `missing_there`, `twice`, `currency` or `proposed`.
    state: String,
    /// Order number; empty for what is of none.
    order_no: String,
    /// Number of the line in the order.
    line_no: Option<i64>,
    /// Product.
    product_name: String,
    /// Code of the currency.
    currency: String,
    /// What our bills say; null for what only the file has.
    ours: Option<String>,
    /// What the file says; null for what only we have.
    theirs: Option<String>,
    /// Theirs less ours.
    difference: String,
    /// Why, such as `fee`.
    reason: Option<String>,
    /// What comes to their amount to the smallest unit, in English, the likeliest first; empty where no rule does.
    explained: Vec<String>,
    /// Lines of our bills.
    bill_lines: Vec<Place>,
    /// Rows of the file.
    file_rows: Vec<u64>,
    /// `accepted`, `disputed`, `explained`, or null.
    decision: Option<String>,
    /// What was said.
    note: Option<String>,
    /// Who decided.
    decided_by: Option<String>,
    /// When.
    decided_at: Option<String>,
}

/// A line of a bill.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Place {
    /// Row of the bill.
    bill: i64,
    /// Position of the line.
    position: i64,
}

impl ReconciliationLine {
    pub(super) fn of(office: &Office, line: Line) -> Self {
        let amount = |minor| money::bare(minor, line.currency);
        Self {
            id: line.id,
            position: line.position,
            state: line.state.code().to_owned(),
            currency: line.currency.code().to_owned(),
            ours: line.ours_minor.map(amount),
            theirs: line.theirs_minor.map(amount),
            difference: amount(line.difference_minor()),
            reason: line.reason.map(|reason: Reason| reason.code().to_owned()),
            explained: line.causes.iter().map(|of| of.cause.to_string()).collect(),
            bill_lines: line
                .ours
                .iter()
                .map(|(bill, position)| Place { bill: *bill, position: *position })
                .collect(),
            file_rows: line.theirs.iter().map(|(_, row)| *row).collect(),
            decision: line.decision.map(|decision: Decision| decision.code().to_owned()),
            decided_at: line.decided.as_ref().map(|(_, at)| stamp(office.zone, *at)),
            decided_by: line.decided.map(|(by, _)| by),
            line_no: line.line_no,
            order_no: line.order_no,
            product_name: line.product_name,
            note: line.note,
        }
    }
}

/// What the lines in a currency come to: ours and the differences by reason are theirs.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Compared {
    /// Code of the currency.
    currency: String,
    /// What our bills say.
    ours: String,
    /// What the file says.
    theirs: String,
    /// Differences by reason.
    by_reason: BTreeMap<String, String>,
}

impl From<Sheet> for Compared {
    fn from(sheet: Sheet) -> Self {
        let amount = |minor| money::bare(minor, sheet.currency);
        let by_reason = sheet
            .reasons
            .iter()
            .map(|(reason, _, by)| (reason.map_or("", Reason::code).to_owned(), amount(*by)));
        Self {
            currency: sheet.currency.code().to_owned(),
            ours: amount(sheet.ours_minor),
            theirs: amount(sheet.theirs_minor),
            by_reason: by_reason.collect(),
        }
    }
}

/// A row of the file that could not be read.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NotRead {
    /// The sheet; empty for a text.
    sheet: String,
    /// The row, as a spreadsheet counts.
    row: u64,
    /// What is wrong with it, in English.
    problems: Vec<String>,
}

impl From<RefusedRow> for NotRead {
    fn from(row: RefusedRow) -> Self {
        let problems = row.problems.iter().map(ToString::to_string).collect();
        Self { sheet: row.sheet, row: row.row, problems }
    }
}

/// A reconciliation with its differences.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WholeReconciliation {
    /// Its head.
    #[serde(flatten)]
    head: ReconciliationHead,
    /// Lines that are equal.
    matched: i64,
    /// Lines within the tolerance.
    tolerated: i64,
    /// Lines with another amount.
    different: i64,
    /// Lines that only the file has.
    missing_here: i64,
    /// Lines that only we have.
    missing_there: i64,
    /// Lines that the file has once more than we do.
    twice: i64,
    /// Lines in another currency.
    other_currency: i64,
    /// Lines that may be the same.
    proposed: i64,
    /// What our bills say; null when there are several currencies: see `totals`.
    ours: Option<String>,
    /// What the file says.
    theirs: Option<String>,
    /// The same by currency, with the differences by reason.
    totals: Vec<Compared>,
    /// Lines that are not equal: the first 1,000.
    differences: Vec<ReconciliationLine>,
    /// Rows of the file that could not be read: the first 1,000.
    not_read: Vec<NotRead>,
    /// Headings that mean nothing here; their columns were ignored.
    unknown_columns: Vec<String>,
}

impl WholeReconciliation {
    pub(crate) async fn read(office: &Office, actor: &Actor, of: Reconciliation) -> Result<Self, Failure> {
        let sums = reconciliations::sums(office, actor, of.id).await?;
        let count =
            |state: LineState| sums.iter().filter(|sum| sum.state == state).map(|sum| sum.lines).sum();
        let totals: Vec<Compared> = reconciliations::sheets(&sums).into_iter().map(Compared::from).collect();
        let one = match totals.as_slice() {
            [one] => Some((one.ours.clone(), one.theirs.clone())),
            _ => None,
        };
        let (ours, theirs) = one.unzip();
        Ok(Self {
            matched: count(LineState::Matched),
            tolerated: count(LineState::Tolerated),
            different: count(LineState::Different),
            missing_here: count(LineState::MissingHere),
            missing_there: count(LineState::MissingThere),
            twice: count(LineState::Twice),
            other_currency: count(LineState::Currency),
            proposed: count(LineState::Proposed),
            differences: differences(office, actor, of.id).await?,
            not_read: reconciliations::refused_rows(office, actor, of.id, REFUSED)
                .await?
                .into_iter()
                .map(NotRead::from)
                .collect(),
            unknown_columns: of.form.unknown().map(str::to_owned).collect(),
            head: ReconciliationHead::of(office, of),
            ours,
            theirs,
            totals,
        })
    }
}

/// Lines that are not equal, the first ones.
async fn differences(office: &Office, actor: &Actor, id: i64) -> Result<Vec<ReconciliationLine>, Failure> {
    let states =
        LineState::ALL.iter().filter(|state| **state != LineState::Matched).map(|state| state.code());
    let query = format!("state={}", states.collect::<Vec<_>>().join(","));
    let (filter, _) = Filter::read_query(&LINES, &query);
    let (mut found, mut rest) = (Vec::new(), Some(filter.sized(LARGEST)));
    while let Some(filter) = rest.filter(|_| found.len() < MOST) {
        let (_, page) = reconciliations::lines(office, actor, id, &filter).await?;
        found.extend(page.rows.into_iter().map(|line| ReconciliationLine::of(office, line)));
        rest = page.next.map(|next| filter.at(Some(next)));
    }
    found.truncate(MOST);
    Ok(found)
}
