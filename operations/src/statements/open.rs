//! The dues that a draft stands on.

use std::collections::BTreeMap;

use domain::{
    Currency, FieldProblem, Period,
    settlement::{ClosedMonths, Nature, StatementState, formula::amount},
};
use sqlx::FromRow;

use super::{Blocked, Head, reader::Reader};
use crate::{
    Failure, Office, Result,
    db::{Db, Sql},
    dues::{COLUMNS, RESELLER, TermsRow},
};

/// Refused lines that are named; the others are counted.
const NAMED: i64 = 100;
/// Sums that one query adds up; SQLite takes 500 parts at most.
const AT_ONCE: usize = 100;

/// A reseller, and one of the currencies in which it is settled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Party {
    pub(super) reseller_id: i64,
    pub(super) currency: Currency,
}

/// Open dues, added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    /// Lines that the formula takes.
    pub(super) taken: i64,
    /// Lines that it refuses.
    pub(super) refused: i64,
    /// What those that it takes come to, in minor units.
    pub(super) minor: i64,
}

/// What the lines of a draft come to.
#[derive(Debug, Default)]
pub(super) struct Totals {
    /// Lines that the formula takes.
    pub(super) line_count: i64,
    /// Their sum in minor units.
    pub(super) total_minor: i64,
    /// Lines that it refuses.
    pub(super) blocked_count: i64,
    /// The first of them.
    pub(super) blocked: Vec<Blocked>,
}

/// Appends the condition on `dues d`: of a party, settled in some month and standing in no statement.
pub(super) fn of_party(sql: &mut Sql, party: Party) {
    sql.push("d.kind = ").arg(RESELLER).push(" AND d.party_id = ").arg(party.reseller_id);
    sql.push(" AND d.currency = ").arg(party.currency.code());
    sql.push(" AND d.statement_id IS NULL AND d.period IS NOT NULL");
}

/// A statement, as far as it decides where dues come.
#[derive(FromRow)]
pub(super) struct Begun {
    reseller_id: i64,
    currency: String,
    period: i64,
    nature: String,
    state: String,
}

impl Begun {
    fn read(&self) -> Option<(Period, Nature, StatementState)> {
        let period = Period::from_number(self.period)?;
        Some((period, Nature::from_code(&self.nature)?, StatementState::from_code(&self.state)?))
    }
}

/// The closed months of every party that has a statement, and the months that it drafts.
#[derive(Default)]
pub(super) struct Calendar(BTreeMap<Party, Vec<(Period, Nature, StatementState)>>);

impl Calendar {
    /// From the statements of all parties, or of one.
    pub(super) async fn load(db: &Db, party: Option<Party>) -> Result<Self> {
        let mut sql = Sql::new(
            "SELECT s.reseller_id, s.currency, s.period, s.nature, s.state FROM statements s \
             WHERE s.kind = ",
        );
        sql.arg(RESELLER).push(" AND s.state IN ('draft', 'issued')");
        if let Some(party) = party {
            sql.push(" AND s.reseller_id = ").arg(party.reseller_id);
            sql.push(" AND s.currency = ").arg(party.currency.code());
        }
        let mut calendar = Self::default();
        for begun in sql.fetch_all::<Begun>(db).await? {
            if let (Some((period, nature, state)), Some(currency)) =
                (begun.read(), Currency::from_code(&begun.currency))
            {
                let party = Party { reseller_id: begun.reseller_id, currency };
                calendar.0.entry(party).or_default().push((period, nature, state));
            }
        }
        Ok(calendar)
    }

    /// The closed months of a party.
    pub(super) fn closed(&self, party: Party) -> ClosedMonths {
        let all = self.0.get(&party).into_iter().flatten();
        ClosedMonths::of(all.copied())
    }

    /// The months whose dues the drafts of each party take.
    pub(super) fn drafted(&self) -> Vec<(Party, Vec<i64>)> {
        let mut drafted = Vec::new();
        for (party, begun) in &self.0 {
            let closed = self.closed(*party);
            for (period, nature, state) in begun {
                if *state == StatementState::Draft && *nature != Nature::Reversal {
                    let months = closed.taken_up_by(*period).map(Period::number).collect();
                    drafted.push((*party, months));
                }
            }
        }
        drafted
    }

    /// Whether a draft takes the dues of this month of a party.
    pub(super) fn drafts(&self, party: Party, period: Period) -> bool {
        self.0.get(&party).into_iter().flatten().any(|(month, nature, state)| {
            *month == period && *state == StatementState::Draft && *nature != Nature::Reversal
        })
    }
}

/// The months whose dues belong into a draft, as far as they have any; oldest first.
pub(super) async fn months(reader: &mut Reader<'_>, head: &Head) -> Result<Vec<i64>> {
    let mut sql = Sql::new("SELECT s.period, s.nature, s.state, EXISTS (SELECT 1 FROM dues d WHERE ");
    of_party(&mut sql, head.party());
    sql.push(" AND d.period = s.period) FROM statements s WHERE s.kind = ").arg(RESELLER);
    sql.push(" AND s.reseller_id = ").arg(head.reseller_id);
    sql.push(" AND s.currency = ").arg(head.currency.code());
    sql.push(" AND s.state IN ('draft', 'issued') AND s.period < ").arg(head.period.number());
    let begun: Vec<(i64, String, String, bool)> = reader.all(sql).await?;
    let read = |(period, nature, state, _): &(i64, String, String, bool)| {
        Some((Period::from_number(*period)?, Nature::from_code(nature)?, StatementState::from_code(state)?))
    };
    let closed = ClosedMonths::of(begun.iter().filter_map(read));
    let has_dues = |month: &i64| begun.iter().any(|(period, .., has)| period == month && *has);
    let own = head.period.number();
    let mut months: Vec<i64> = closed.taken_up_by(head.period).map(Period::number).collect();
    months.retain(|month| *month == own || has_dues(month));
    months.reverse();
    Ok(months)
}

/// Adds up the open dues of some parties in some months each, in the order in which they are asked for. From
/// the index alone, however many there are.
pub(super) async fn sums(db: &Db, asked: &[(Party, Vec<i64>)]) -> Result<Vec<Sum>> {
    let mut sums = Vec::with_capacity(asked.len());
    for piece in asked.chunks(AT_ONCE) {
        let mut sql = Sql::default();
        for (place, (party, months)) in piece.iter().enumerate() {
            sql.push(if place > 0 { " UNION ALL SELECT " } else { "SELECT " });
            sql.push("CAST(").push(&place.to_string()).push(
                " AS BIGINT) AS place, COUNT(*) AS lines, COUNT(d.amount_minor) AS taken, \
                 CAST(COALESCE(SUM(d.amount_minor), 0) AS BIGINT) AS minor FROM dues d WHERE ",
            );
            of_party(&mut sql, *party);
            sql.among("d.period", months);
        }
        let mut rows: Vec<(i64, i64, i64, i64)> = sql.fetch_all(db).await?;
        rows.sort_unstable();
        let read = |(_, lines, taken, minor)| Sum { taken, refused: lines - taken, minor };
        sums.extend(rows.into_iter().map(read));
    }
    Ok(sums)
}

/// Adds up the dues of a draft, and what of it is frozen already.
pub(super) async fn totals(office: &Office, head: &Head) -> Result<Totals> {
    let months = months(&mut Reader::Pool(&office.db), head).await?;
    let sum = sums(&office.db, &[(head.party(), months.clone())]).await?;
    let sum = sum.first().copied().unwrap_or_default();
    let (frozen, frozen_minor) = head.frozen();
    let blocked = if sum.refused > 0 {
        refused(&mut Reader::Pool(&office.db), head, &months).await?
    } else {
        Vec::new()
    };
    Ok(Totals {
        line_count: frozen + sum.taken,
        total_minor: added(frozen_minor, sum.minor)?,
        blocked_count: sum.refused,
        blocked,
    })
}

/// Puts their figures to the drafts among these heads. How many lines of each the formula refuses.
pub(super) async fn with_sums(office: &Office, heads: &mut [Head]) -> Result<Vec<i64>> {
    let mut refused = vec![0; heads.len()];
    let is_draft = |head: &Head| head.state == StatementState::Draft && head.nature != Nature::Reversal;
    if !heads.iter().any(is_draft) {
        return Ok(refused);
    }
    let calendar = Calendar::load(&office.db, None).await?;
    let drafts = heads.iter_mut().zip(&mut refused).filter(|(head, _)| is_draft(head));
    let drafts: Vec<(&mut Head, &mut i64)> = drafts.collect();
    let months = |head: &Head| {
        calendar.closed(head.party()).taken_up_by(head.period).map(Period::number).collect::<Vec<_>>()
    };
    let asked: Vec<_> = drafts.iter().map(|(head, _)| (head.party(), months(head))).collect();
    for ((head, refused), sum) in drafts.into_iter().zip(sums(&office.db, &asked).await?) {
        let (frozen, frozen_minor) = head.frozen();
        head.line_count = Some(frozen + sum.taken);
        head.total_minor = Some(added(frozen_minor, sum.minor)?);
        *refused = sum.refused;
    }
    Ok(refused)
}

#[derive(FromRow)]
struct RefusedRow {
    #[sqlx(flatten)]
    line: TermsRow,
    order_no: String,
    period: i64,
}

/// The first lines of these months that the formula refuses.
pub(super) async fn refused(reader: &mut Reader<'_>, head: &Head, months: &[i64]) -> Result<Vec<Blocked>> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(
        ", o.order_no, d.period FROM dues d CROSS JOIN orders o CROSS JOIN order_lines l \
         WHERE o.id = d.order_id AND l.order_id = d.order_id AND l.line_no = d.line_no AND d.reason IS NOT NULL AND ",
    );
    of_party(&mut sql, head.party());
    sql.push(" AND d.period IN ").list(months.iter().copied());
    sql.push(" ORDER BY d.period, d.order_id, d.line_no").limit(NAMED);
    let rows: Vec<RefusedRow> = reader.all(sql).await?;
    rows.into_iter()
        .map(|row| {
            let problem = problem(&row)?.ok_or_else(|| stale(&row.order_no))?;
            Ok(Blocked { order_no: row.order_no, line_no: row.line.line_no, problem })
        })
        .collect()
}

fn problem(row: &RefusedRow) -> Result<Option<FieldProblem>> {
    let period = Period::from_number(row.period).ok_or_else(|| stale(&row.order_no))?;
    let inputs = row.line.terms()?.inputs(period);
    let settled = inputs.and_then(|(rule, inputs)| amount(rule, &inputs.into()));
    Ok(settled.err())
}

/// Somebody changed an order past every operation.
pub(super) fn stale(order_no: &str) -> Failure {
    Failure::Internal(format!(
        "the dues of order {order_no} are not what the order says: `countinghouse verify` names what differs"
    ))
}

/// A sum that cannot leave the books unnoticed.
pub(super) fn added(total: i64, minor: i64) -> Result<i64> {
    total.checked_add(minor).ok_or_else(|| Failure::Internal("the total is beyond the books".into()))
}
