//! Dues: what each order line is owed, in which month, or why not yet.
//!
//! They are kept in the transaction of every change of an order, by the rule of `domain`, so that
//! statements, the months that wait and what is left out of a statement are read and not computed.
//! Resellers are the kind there is; nothing in the table knows of them.

mod terms;
mod verify;

use domain::{
    order::{Line, Order},
    settlement::{Due, dues},
};

pub use verify::{Difference, rebuild, verify};

pub(crate) use terms::{COLUMNS, TermsRow};

use crate::{
    Office, Result,
    db::{Arg, Bulk, Tx, matching, millis},
    orders::row::of_rows,
};

/// The kind of what resellers are owed; its party is a row of `resellers`.
pub(crate) const RESELLER: &str = "reseller";
/// The reason of what the formula refuses.
const REFUSED: &str = "refused";

/// Brings the dues of these orders, each with its row, up to date. Those that stand in a statement stay as
/// they are: whoever changes an order sees to it first that nothing of them changes.
///
/// # Errors
/// What the database said.
pub async fn keep(tx: &mut Tx, office: &Office, orders: &[(i64, &Order)]) -> Result<()> {
    let mut bulk = Bulk::new(12);
    let mut without = Vec::new();
    for (id, order) in orders {
        let mut owed = dues(order, office.zone).peekable();
        if owed.peek().is_none() {
            without.push(*id);
        }
        for (line, due) in owed {
            bulk.row(row(*id, order, line, due));
        }
    }
    bulk.execute(tx, INSERT, UPDATE).await?;
    matching::<(i64,), i64>(tx, DELETE, &without, " RETURNING id").await?;
    Ok(())
}

/// Works the dues of the orders of these rows out again.
///
/// # Errors
/// What the database said, or a code in the books that is not known.
pub async fn keep_rows(tx: &mut Tx, office: &Office, ids: &[i64]) -> Result<()> {
    let stored = of_rows(tx, ids).await?;
    keep(tx, office, &stored.iter().map(|s| (s.id, &s.order)).collect::<Vec<_>>()).await
}

const INSERT: &str = "INSERT INTO dues (order_id, line_no, kind, part, party_id, currency, ordered_at, period, \
    amount_minor, reason, formula, rule_version) VALUES ";

const UPDATE: &str = " ON CONFLICT (order_id, line_no, kind, part) DO UPDATE SET party_id = excluded.party_id, \
    currency = excluded.currency, ordered_at = excluded.ordered_at, period = excluded.period, \
    amount_minor = excluded.amount_minor, reason = excluded.reason, formula = excluded.formula, \
    rule_version = excluded.rule_version WHERE dues.statement_id IS NULL";

/// Of orders that are sold directly now.
const DELETE: &str = "DELETE FROM dues WHERE statement_id IS NULL AND kind = 'reseller' AND order_id IN";

fn row(id: i64, order: &Order, line: &Line, due: Due) -> [Arg; 12] {
    let kept = Kept::of(due);
    [
        id.into(),
        line.line_no.into(),
        RESELLER.into(),
        0.into(),
        order.head.reseller.unwrap_or_default().into(),
        order.head.currency.code().into(),
        millis(order.head.created_at).into(),
        kept.period.into(),
        kept.amount_minor.into(),
        Arg::MaybeText(kept.reason),
        Arg::MaybeText(kept.formula),
        kept.rule_version.into(),
    ]
}

/// A due as the table has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
struct Kept {
    period: Option<i64>,
    amount_minor: Option<i64>,
    reason: Option<String>,
    formula: Option<String>,
    rule_version: Option<i64>,
}

impl Kept {
    fn of(due: Due) -> Self {
        match due {
            Due::Open { period, rule, amount_minor } => Self {
                period: Some(period.number()),
                amount_minor: Some(amount_minor),
                formula: Some(rule.formula.code().to_owned()),
                rule_version: Some(rule.version),
                ..Self::default()
            },
            Due::Held(why) => Self { reason: Some(why.code().to_owned()), ..Self::default() },
            Due::Refused { period, .. } => {
                Self { period: Some(period.number()), reason: Some(REFUSED.to_owned()), ..Self::default() }
            }
        }
    }
}
