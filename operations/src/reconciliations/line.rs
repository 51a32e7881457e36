//! The lines of a reconciliation.

use domain::{
    Currency,
    access::{Actor, Operation},
    reconciliation::{Decision, Explanation, LineState, Reason},
};
use sqlx::FromRow;

use super::{Reconciliation, row::find};
use crate::{
    Failure, Office, Result,
    bills::to_see,
    list::{Field, Filter, List, Page, Placed, Sort, Source, Takes, read},
};

/// What lines are narrowed by.
pub static LINES: List = List {
    code: "reconciliation_lines",
    id: "l.position",
    tab: Some("state"),
    fields: &[
        Field::new(
            "state",
            Takes::Codes { column: "l.state", all: LineState::CODES, read: LineState::code_of },
            "",
        ),
        Field::new(
            "reason",
            Takes::Codes { column: "l.reason", all: Reason::CODES, read: Reason::code_of },
            "",
        ),
        Field::new(
            "decision",
            Takes::Codes { column: "l.decision", all: DECISIONS, read: decision_of },
            "`open`: nobody said anything of it",
        ),
        Field::new("order_no", Takes::AnyOf("l.order_no"), "Numbers of orders; several by comma or space"),
    ],
    sorts: &[
        Sort { code: "position", column: "l.position", descending: false },
        Sort { code: "-position", column: "l.position", descending: true },
    ],
};

/// The code of no decision.
pub(super) const OPEN: &str = "open";

/// Decisions, and none.
const DECISIONS: &[&str] =
    &[OPEN, Decision::Accepted.code(), Decision::Disputed.code(), Decision::Explained.code()];

fn decision_of(text: &str) -> std::result::Result<&'static str, domain::Problem> {
    if text == OPEN { Ok(OPEN) } else { Decision::code_of(text) }
}

/// A line: what is on either side, and what somebody made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Row.
    pub id: i64,
    /// Its reconciliation.
    pub reconciliation: i64,
    /// Counts upwards from 1, in the order of the file; what only we have comes behind.
    pub position: i64,
    /// What it is.
    pub state: LineState,
    /// Why the sides differ.
    pub reason: Option<Reason>,
    /// Whether the reason comes to their amount to the smallest unit.
    pub exact: bool,
    /// Order number; empty for what is of none.
    pub order_no: String,
    /// Number of the line in the order, where either side says it.
    pub line_no: Option<i64>,
    /// Product.
    pub product_name: String,
    /// Currency of the amounts; where they differ that of the file.
    pub currency: Currency,
    /// What our bills say, in minor units; `None` for what only the file has.
    pub ours_minor: Option<i64>,
    /// What the file says; `None` for what only we have.
    pub theirs_minor: Option<i64>,
    /// Bills and positions of our lines.
    pub ours: Vec<(i64, i64)>,
    /// Tables and rows of the file.
    pub theirs: Vec<(usize, u64)>,
    /// What comes to their amount, the likeliest first.
    pub causes: Vec<Explanation>,
    /// What somebody made of it.
    pub decision: Option<Decision>,
    /// What they said.
    pub note: Option<String>,
    /// Who, and when in milliseconds since 1970.
    pub decided: Option<(String, i64)>,
}

impl Line {
    /// What theirs is more than ours.
    #[must_use]
    pub fn difference_minor(&self) -> i64 {
        self.theirs_minor.unwrap_or_default().saturating_sub(self.ours_minor.unwrap_or_default())
    }

    /// Whether somebody has to look at it.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.state.needs_work() && self.decision.is_none()
    }
}

#[derive(FromRow)]
pub(super) struct LineRow {
    id: i64,
    reconciliation_id: i64,
    position: i64,
    state: String,
    reason: Option<String>,
    exact: i64,
    order_no: String,
    line_no: Option<i64>,
    product_name: String,
    currency: String,
    ours_minor: Option<i64>,
    theirs_minor: Option<i64>,
    ours: String,
    theirs: String,
    causes: String,
    decision: String,
    note: Option<String>,
    decider: Option<String>,
    decided_at: Option<i64>,
}

pub(super) const SOURCE: Source = Source {
    select: "SELECT l.id, l.reconciliation_id, l.position, l.state, l.reason, l.exact, l.order_no, l.line_no, \
             l.product_name, l.currency, l.ours_minor, l.theirs_minor, l.ours, l.theirs, l.causes, l.decision, l.note, \
             l.decider, l.decided_at",
    from: " FROM reconciliation_lines l",
};

impl Placed for LineRow {
    fn place(&self, _: &Sort) -> (i64, i64) {
        (self.position, self.position)
    }
}

impl TryFrom<LineRow> for Line {
    type Error = Failure;

    fn try_from(row: LineRow) -> Result<Self> {
        let id = row.id;
        let unknown = || Failure::Internal(format!("line {id} of a reconciliation is not as it was written"));
        Ok(Self {
            state: LineState::from_code(&row.state).ok_or_else(unknown)?,
            reason: match row.reason {
                Some(code) => Some(Reason::from_code(&code).ok_or_else(unknown)?),
                None => None,
            },
            exact: row.exact != 0,
            currency: Currency::from_code(&row.currency).ok_or_else(unknown)?,
            ours: serde_json::from_str(&row.ours).map_err(|_| unknown())?,
            theirs: serde_json::from_str(&row.theirs).map_err(|_| unknown())?,
            causes: serde_json::from_str(&row.causes).map_err(|_| unknown())?,
            decision: match row.decision.as_str() {
                OPEN => None,
                code => Some(Decision::from_code(code).ok_or_else(unknown)?),
            },
            decided: row.decider.zip(row.decided_at),
            id,
            reconciliation: row.reconciliation_id,
            position: row.position,
            order_no: row.order_no,
            line_no: row.line_no,
            product_name: row.product_name,
            ours_minor: row.ours_minor,
            theirs_minor: row.theirs_minor,
            note: row.note,
        })
    }
}

/// The lines of a reconciliation, in the order of the file.
///
/// # Errors
/// `Denied`; the agreement in force is not signed; `NotFound`.
pub async fn lines(
    office: &Office,
    actor: &Actor,
    id: i64,
    filter: &Filter,
) -> Result<(Reconciliation, Page<Line>)> {
    actor.may(Operation::ReadBills)?;
    to_see(office).await?;
    let of = find(office, id).await?;
    let page = read::<LineRow>(office, filter, SOURCE, |sql, _| {
        sql.push(" AND l.reconciliation_id = ").arg(id);
    })
    .await?;
    Ok((of, page.try_map(Line::try_from)?))
}
