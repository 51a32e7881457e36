//! Where the money of an order stands, as its page says it.

use domain::{
    access::Actor,
    money,
    order::{Awaited, Deadline},
    settlement::NotSettled,
};
use operations::{
    Failure, Office,
    db::millis,
    orders::{Detail, Named},
    statements::{self, Amount, Standing},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::shape::{Order, stamp};

/// One order, and where its money stands.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OrderDetail {
    /// The order.
    #[serde(flatten)]
    order: Order,
    /// Where its lines stand in the settlement with its reseller; several where they stand differently.
    settlement: Vec<OrderStanding>,
    /// What each line comes to, settled or not; empty for whoever may not read statements.
    amounts: Vec<LineAmount>,
    /// What it waits for; null when it waits for nothing.
    awaited: Option<OrderAwaited>,
}

/// Where lines of an order stand.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OrderStanding {
    /// `issued`: in an issued statement. `open`: comes in the statement of `period`, which is not issued.
    /// `none`: it is not settled, and `reason` says why.
    state: &'static str,
    /// Row of the statement that was issued.
    statement_id: Option<i64>,
    /// Its number.
    statement: Option<String>,
    /// The month of the statement, such as `202610`.
    period: Option<String>,
    /// Sum of the lines in it; null for whoever may not read statements.
    amount: Option<String>,
    /// Such as `sold_directly`, `not_paid` or `floor_unknown`.
    reason: Option<String>,
}

/// What a line of an order comes to.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LineAmount {
    /// Number of the line in the order.
    line_no: i64,
    /// The amount, rounded once.
    amount: String,
    /// The value before rounding. `…` at its end: more digits follow.
    unrounded: String,
    /// The formula with the numbers filled in.
    calculation: String,
}

/// What an order waits for.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OrderAwaited {
    /// `payment`, `opening` or `acceptance`.
    what: &'static str,
    /// Until when it should come.
    until: String,
    /// That moment is past.
    is_late: bool,
}

impl OrderDetail {
    /// Asks where the money of an order stands.
    pub(super) async fn of(office: &Office, actor: &Actor, detail: Detail) -> Result<Self, Failure> {
        let Detail { named, deadline, .. } = detail;
        let (standings, amounts) = futures::future::try_join(
            statements::standing(office, actor, &named),
            statements::amounts(office, actor, &named),
        )
        .await?;
        Ok(Self {
            settlement: standings.into_iter().map(|standing| stands(standing, &named)).collect(),
            amounts: amounts.into_iter().map(|amount| line(&amount, &named)).collect(),
            awaited: deadline.map(|deadline| awaited(office, deadline)),
            order: Order::of(office.zone, named),
        })
    }
}

fn stands(standing: Standing, order: &Named) -> OrderStanding {
    let none = OrderStanding {
        state: "none",
        statement_id: None,
        statement: None,
        period: None,
        amount: None,
        reason: None,
    };
    match standing {
        Standing::Direct => OrderStanding { reason: Some(NotSettled::SoldDirectly.to_string()), ..none },
        Standing::NotYet(why) => OrderStanding { reason: Some(why.to_string()), ..none },
        Standing::InDraft { period } => {
            OrderStanding { state: "open", period: Some(period.to_string()), ..none }
        }
        Standing::SettledIn { statement_id, number, period, amount_minor } => OrderStanding {
            state: "issued",
            // Whoever may not read it has no use for its row.
            statement_id: amount_minor.map(|_| statement_id),
            statement: Some(number),
            period: Some(period.to_string()),
            amount: amount_minor.map(|minor| money::bare(minor, order.order.head.currency)),
            reason: None,
        },
    }
}

fn line(amount: &Amount, order: &Named) -> LineAmount {
    let settled = &amount.settled;
    LineAmount {
        line_no: amount.line_no,
        amount: money::bare(settled.amount_minor, order.order.head.currency),
        unrounded: settled.exact.bare(settled.currency),
        calculation: settled.formula(),
    }
}

fn awaited(office: &Office, deadline: Deadline) -> OrderAwaited {
    OrderAwaited {
        what: match deadline.awaited {
            Awaited::Payment => "payment",
            Awaited::Opening => "opening",
            Awaited::Acceptance => "acceptance",
        },
        until: stamp(office.zone, millis(deadline.at)),
        is_late: deadline.at < office.clock.now(),
    }
}
