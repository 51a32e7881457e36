//! The head of a bill.

use domain::{
    Currency, Period,
    bill::{BillKind, BillState, Stage},
    order::PaymentMethod,
    settlement::Parts,
};
use sqlx::FromRow;

use crate::{
    Failure, Office, Result,
    db::{Sql, Tx, dialect::for_update},
    list::Source,
};

/// Somebody who took a step, and when in milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Name.
    pub by: String,
    /// When.
    pub at: i64,
}

/// The head of a bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill {
    /// Row.
    pub id: i64,
    /// Number; it gets one when it is locked.
    pub number: Option<String>,
    /// What it bills.
    pub kind: BillKind,
    /// Prepaid or postpaid orders (4.2).
    pub payment: PaymentMethod,
    /// The currency of every amount in it.
    pub currency: Currency,
    /// The month.
    pub period: Period,
    /// How far it has come.
    pub state: BillState,
    /// Row of the run that made it.
    pub run_id: i64,
    /// Made, in milliseconds since 1970.
    pub made_at: i64,
    /// An order changed since.
    pub outdated: bool,
    /// Number of lines.
    pub line_count: i64,
    /// Sum of the lines in minor units; below zero it is carried over.
    pub total_minor: i64,
    /// What the total is made of (4.3); `None` in bills that were made before it was kept.
    pub parts: Option<Parts>,
    /// SHA-256 over every line.
    pub lines_hash: String,
    /// Row of the one who submitted it.
    pub(super) submitted_by: Option<i64>,
    /// Who handed it to review.
    pub submitted: Option<Stamp>,
    /// Who approved it.
    pub approved: Option<Stamp>,
    /// Who locked it.
    pub locked: Option<Stamp>,
    /// Who noted that it was paid.
    pub paid: Option<Stamp>,
    /// Who took it back.
    pub voided: Option<Stamp>,
    /// The last reason that was given.
    pub reason: Option<String>,
    /// Row of the later bill that carries it over.
    pub carried_by: Option<i64>,
    /// How far the marketplace is with it, as it was noted, and when in milliseconds since 1970.
    pub stage: Option<(Stage, i64)>,
}

#[derive(FromRow)]
pub(super) struct BillRow {
    pub(super) id: i64,
    number: Option<String>,
    kind: String,
    payment: String,
    currency: String,
    pub(super) period: i64,
    state: String,
    run_id: i64,
    pub(super) made_at: Option<i64>,
    outdated: i64,
    line_count: i64,
    pub(super) total_minor: i64,
    sales_minor: Option<i64>,
    coupon_minor: Option<i64>,
    fee_minor: Option<i64>,
    other_minor: Option<i64>,
    increment_minor: Option<i64>,
    lines_hash: Option<String>,
    submitted_by: Option<i64>,
    submitter: Option<String>,
    submitted_at: Option<i64>,
    approver: Option<String>,
    approved_at: Option<i64>,
    locker: Option<String>,
    locked_at: Option<i64>,
    paid_at: Option<i64>,
    payer: Option<String>,
    voider: Option<String>,
    voided_at: Option<i64>,
    reason: Option<String>,
    carried_by_id: Option<i64>,
    stage: Option<String>,
    stage_at: Option<i64>,
}

pub(super) const SOURCE: Source = Source {
    select: "SELECT b.id, b.number, b.kind, b.payment, b.currency, b.period, b.state, b.run_id, b.made_at, b.outdated, \
             b.line_count, b.total_minor, b.sales_minor, b.coupon_minor, b.fee_minor, b.other_minor, b.increment_minor, \
             b.lines_hash, b.submitted_by, b.submitter, b.submitted_at, b.approver, \
             b.approved_at, b.locker, b.locked_at, b.paid_at, b.payer, b.voider, b.voided_at, b.reason, b.carried_by_id, b.stage, b.stage_at",
    from: " FROM bills b",
};

impl TryFrom<BillRow> for Bill {
    type Error = Failure;

    fn try_from(row: BillRow) -> Result<Self> {
        let unknown = || Failure::Internal(format!("bill {} has a code that is not known", row.id));
        let stamp = |by: Option<String>, at: Option<i64>| by.zip(at).map(|(by, at)| Stamp { by, at });
        let stage =
            row.stage.as_deref().map(|code| Stage::from_code(code).ok_or_else(unknown)).transpose()?;
        Ok(Self {
            parts: row.parts(),
            stage: stage.zip(row.stage_at),
            kind: BillKind::from_code(&row.kind).ok_or_else(unknown)?,
            payment: PaymentMethod::from_code(&row.payment).ok_or_else(unknown)?,
            currency: Currency::from_code(&row.currency).ok_or_else(unknown)?,
            period: Period::from_number(row.period).ok_or_else(unknown)?,
            state: BillState::from_code(&row.state).ok_or_else(unknown)?,
            id: row.id,
            number: row.number,
            run_id: row.run_id,
            made_at: row.made_at.unwrap_or_default(),
            outdated: row.outdated != 0,
            line_count: row.line_count,
            total_minor: row.total_minor,
            lines_hash: row.lines_hash.unwrap_or_default(),
            submitted_by: row.submitted_by,
            submitted: stamp(row.submitter, row.submitted_at),
            approved: stamp(row.approver, row.approved_at),
            locked: stamp(row.locker, row.locked_at),
            paid: row.paid_at.map(|at| Stamp { by: row.payer.unwrap_or_default(), at }),
            voided: stamp(row.voider, row.voided_at),
            reason: row.reason,
            carried_by: row.carried_by_id,
        })
    }
}

impl BillRow {
    fn parts(&self) -> Option<Parts> {
        Some(Parts {
            sales_minor: self.sales_minor?,
            coupon_minor: self.coupon_minor?,
            fee_minor: self.fee_minor?,
            other_minor: self.other_minor?,
            increment_minor: self.increment_minor?,
        })
    }
}

fn select(id: i64) -> Sql {
    let mut sql = Sql::new(SOURCE.select);
    sql.push(SOURCE.from).push(" WHERE b.made_at IS NOT NULL AND b.id = ").arg(id);
    sql
}

/// The bill of this row. One that a run puts together is not there yet.
pub(super) async fn find(office: &Office, id: i64) -> Result<Bill> {
    select(id).fetch_optional::<BillRow>(&office.db).await?.ok_or(Failure::NotFound)?.try_into()
}

/// As [`find`], held until the transaction ends.
pub(super) async fn lock(tx: &mut Tx, id: i64) -> Result<Bill> {
    let mut sql = select(id);
    sql.push(for_update(tx));
    sql.fetch_optional_in::<BillRow>(tx).await?.ok_or(Failure::NotFound)?.try_into()
}

impl Bill {
    /// What adjustments and earlier bills add to what its parts come to.
    #[must_use]
    pub fn corrections_minor(&self) -> Option<i64> {
        self.total_minor.checked_sub(self.parts?.sum()?)
    }

    /// Its number, or its row while it has none.
    #[must_use]
    pub fn called(&self) -> String {
        self.number.clone().unwrap_or_else(|| self.id.to_string())
    }
}
