//! What waits for whoever looks. Everything is counted up to a bound.

use chrono::{Days, NaiveDate};
use domain::{
    Period,
    access::{Actor, Operation, Reach, Role},
    order::OrderState,
    time::Stage,
};

use crate::{
    Office, Result,
    db::{Sql, millis},
    list::Count,
    orders::{self, query::granted},
    reading,
    settings::{Setting, Settings},
    staff::StaffState,
    statements,
};

/// Counted exactly up to so many.
pub(super) const EXACT: i64 = 1_000;
/// Imports of so many days are looked at, and so many at most.
const IMPORT_DAYS: i64 = 7;
const IMPORTS: i64 = 200;
const DAY: i64 = 86_400_000;
/// Delivery that takes longer is slow; domain.md 2.2 reminds of the second one. What is slower than the first
/// is not counted again under the second.
const LONG: [(u32, Option<u32>); 2] = [(180, None), (30, Some(180))];

/// Orders that somebody still has to look after.
const OPEN: [OrderState; 2] = [OrderState::PendingPayment, OrderState::Processing];

/// Something that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// Unpaid orders that the system cancels within a day.
    TimesOut {
        /// How many.
        count: Count,
    },
    /// Orders in processing for longer than so many days.
    LongProcessing {
        /// How many.
        count: Count,
        /// So many days.
        over_days: u32,
        /// And for so many at most.
        up_to: Option<u32>,
        /// Created on this day or later.
        from: Option<NaiveDate>,
        /// Created on this day or earlier.
        until: NaiveDate,
    },
    /// Open orders that the person looks after.
    Mine {
        /// How many.
        count: Count,
    },
    /// Open orders of people who do not work here any more.
    LeftBehind {
        /// How many.
        count: Count,
    },
    /// Supervised deliveries that were not accepted in time, or will not be within [`crate::supervisions::SOON_DAYS`].
    DeliveriesLate {
        /// How many.
        count: Count,
    },
    /// Supervised deliveries that wait for the merchant.
    Deliveries {
        /// How many.
        count: Count,
        /// The one that has waited for longest has for so many days.
        days: i64,
    },
    /// Supervised deliveries that an appeal stopped.
    DeliveriesFrozen {
        /// How many.
        count: Count,
    },
    /// Refunds to be reviewed, and goods that came back and have to be looked at.
    Refunds {
        /// How many.
        count: Count,
    },
    /// Tickets of which a clock is broken, or will be within [`crate::tickets::SOON_HOURS`].
    TicketsDue {
        /// How many.
        count: Count,
    },
    /// Tickets that the person works on and that wait for us.
    TicketsMine {
        /// How many.
        count: Count,
    },
    /// Tickets that nobody works on.
    TicketsUnassigned {
        /// How many.
        count: Count,
    },
    /// Statements of past months that can be issued.
    StatementsToIssue {
        /// Drafts.
        drafts: i64,
        /// Resellers and months with lines to settle that nobody has drafted.
        months: i64,
        /// The oldest of these months.
        oldest: Period,
        /// They are of several months.
        several: bool,
    },
    /// Imports of the last week that failed or rejected rows, and that nobody marked as dealt with.
    ImportsRejected {
        /// How many.
        count: i64,
        /// The last one.
        last_id: i64,
    },
    /// One's own exports that can be taken away.
    ExportsReady {
        /// How many.
        count: i64,
    },
}

impl Waiting {
    /// The filter that the list of orders shows them under; `None` for what are no orders.
    #[must_use]
    pub fn orders(&self) -> Option<Vec<(&'static str, String)>> {
        let open = OPEN.map(OrderState::code).join(",");
        let whose = |assignee: &str| Some(vec![("state", open.clone()), ("assignee", assignee.to_owned())]);
        let (state, from, until) = match self {
            Self::Mine { .. } => return whose(orders::ME),
            Self::LeftBehind { .. } => return whose(orders::GONE),
            Self::TimesOut { .. } => (OrderState::PendingPayment, None, None),
            Self::LongProcessing { from, until, .. } => (OrderState::Processing, *from, Some(*until)),
            Self::DeliveriesLate { .. }
            | Self::Deliveries { .. }
            | Self::DeliveriesFrozen { .. }
            | Self::Refunds { .. }
            | Self::TicketsDue { .. }
            | Self::TicketsMine { .. }
            | Self::TicketsUnassigned { .. }
            | Self::StatementsToIssue { .. }
            | Self::ImportsRejected { .. }
            | Self::ExportsReady { .. } => {
                return None;
            }
        };
        let from = from.map(|day| ("created_from", day.to_string()));
        let until = until.map(|day| ("created_to", day.to_string()));
        let sort = ("sort", "created".to_owned());
        let state = ("state", state.code().to_owned());
        Some([state].into_iter().chain(from).chain(until).chain([sort]).collect())
    }
}

/// What waits, the most urgent first; for finance the statements are. Only what the actor may do something
/// about, or look at.
pub(super) async fn waiting(office: &Office, actor: &Actor, reach: &Reach) -> Result<Vec<Waiting>> {
    let may = |operation| actor.may(operation).is_ok();
    let (orders, assigned, statements, imports, exports) = futures::future::try_join5(
        urgent(office, reach),
        async {
            if may(Operation::AssignOrder) { assigned(office, actor, reach).await } else { Ok(Vec::new()) }
        },
        async { if may(Operation::IssueStatement) { statements(office, actor).await } else { Ok(None) } },
        async { if may(Operation::ImportOrders) { imports(office).await } else { Ok(None) } },
        exports(office, actor.staff_id()),
    )
    .await?;
    let deliveries = match actor.may(Operation::ActSupervision) {
        Ok(reach) => super::deliveries::deliveries(office, &reach).await?,
        Err(_) => Vec::new(),
    };
    let refunds = if may(Operation::ReviewRefund) { super::refunds::to_review(office).await? } else { None };
    let tickets = super::tickets::tickets(office, actor).await?;
    let orders = tickets.into_iter().chain(refunds).chain(deliveries).chain(orders);
    let (first, then) = match actor.role() {
        Some(Role::Finance) => (statements, None),
        _ => (None, statements),
    };
    Ok(first.into_iter().chain(orders).chain(assigned).chain(then).chain(imports).chain(exports).collect())
}

async fn urgent(office: &Office, reach: &Reach) -> Result<Vec<Waiting>> {
    let now = office.clock.now();
    let unpaid_days = i64::from(Settings::load(office).await?.get(Setting::UnpaidDays));
    let today = office.zone.wall(now).date();
    // More than so many days ago: the list that is linked to gives whole days.
    let ago = |days: u32| today.checked_sub_days(Days::new(u64::from(days))).unwrap_or(today);
    let long = LONG.map(|(over, up_to)| (over, up_to, up_to.map(ago), ago(over + 1)));
    let mut sql = Sql::new("SELECT ");
    push_count(&mut sql, "pending_payment", None, millis(now) - (unpaid_days - 1) * DAY, reach);
    for (_, _, from, until) in long {
        sql.push(", ");
        let from = from.map(|day| millis(office.zone.day(day).0));
        push_count(&mut sql, "processing", from, millis(office.zone.day(until).1), reach);
    }
    let (unpaid, longest, longer) =
        sql.fetch_optional::<(i64, i64, i64)>(&office.db).await?.unwrap_or_default();
    let mut waiting = Vec::new();
    if unpaid > 0 {
        waiting.push(Waiting::TimesOut { count: counted(unpaid) });
    }
    for ((over_days, up_to, from, until), n) in long.into_iter().zip([longest, longer]) {
        if n > 0 {
            waiting.push(Waiting::LongProcessing { count: counted(n), over_days, up_to, from, until });
        }
    }
    Ok(waiting)
}

/// Open orders of the person, and those that people left who are gone.
async fn assigned(office: &Office, actor: &Actor, reach: &Reach) -> Result<Vec<Waiting>> {
    let mut sql = Sql::new("SELECT ");
    for (at, left) in [false, true].into_iter().enumerate() {
        sql.push(if at > 0 { ", " } else { "" });
        sql.push("(SELECT COUNT(*) FROM (SELECT 1 AS one FROM orders o WHERE o.assignee_id IN ");
        if left {
            sql.push("(SELECT s.id FROM staff s WHERE s.state = ").arg(StaffState::Disabled.code()).push(")");
        } else {
            sql.push("(").arg(actor.staff_id().unwrap_or(0)).push(")");
        }
        // Only the orders of these people are looked at, whatever their state.
        sql.push(" AND (o.state || '') IN ").list(OPEN.map(OrderState::code));
        if let Reach::Products(products) = reach {
            granted(&mut sql, products);
        }
        sql.limit(EXACT + 1).push(") AS found)");
    }
    let (mine, left) = sql.fetch_optional::<(i64, i64)>(&office.db).await?.unwrap_or_default();
    let mine = (mine > 0).then(|| Waiting::Mine { count: counted(mine) });
    let left = (left > 0).then(|| Waiting::LeftBehind { count: counted(left) });
    Ok(mine.into_iter().chain(left).collect())
}

/// Appends the number of orders in a state that were created before a moment, and not before another.
/// What was looked for up to one more than [`EXACT`].
pub(super) fn counted(found: i64) -> Count {
    Count { rows: found.min(EXACT), more: found > EXACT }
}

fn push_count(sql: &mut Sql, state: &str, from: Option<i64>, before: i64, reach: &Reach) {
    sql.push("(SELECT COUNT(*) FROM (SELECT 1 AS one FROM orders o WHERE o.state = ").arg(state);
    sql.push(" AND o.created_at < ").arg(before);
    if let Some(from) = from {
        sql.push(" AND o.created_at >= ").arg(from);
    }
    if let Reach::Products(products) = reach {
        granted(sql, products);
    }
    sql.limit(EXACT + 1).push(") AS found)");
}

async fn statements(office: &Office, actor: &Actor) -> Result<Option<Waiting>> {
    let this = office.zone.period(office.clock.now());
    let mut sql =
        Sql::new("SELECT period FROM statements WHERE state = 'draft' AND issuing IS NULL AND period < ");
    sql.arg(this.number());
    let drafts: Vec<(i64,)> = sql.fetch_all(&office.db).await?;
    let drafts: Vec<Period> =
        drafts.into_iter().filter_map(|(period,)| Period::from_number(period)).collect();
    let waiting = statements::waiting(office, actor).await?;
    let months: Vec<Period> =
        waiting.iter().filter(|month| month.stage == Stage::Over).map(|month| month.period).collect();
    let of = || drafts.iter().chain(&months).copied();
    Ok(of().min().map(|oldest| Waiting::StatementsToIssue {
        drafts: drafts.len() as i64,
        months: months.len() as i64,
        oldest,
        several: of().any(|period| period != oldest),
    }))
}

async fn imports(office: &Office) -> Result<Option<Waiting>> {
    let (count, last_id): (i64, i64) = reading!(&office.db, |pool| {
        sqlx::query_as(
        "SELECT COUNT(*), COALESCE(MAX(id), 0) FROM (SELECT id, state, rejected, created_at, dealt_at FROM imports \
         ORDER BY id DESC LIMIT $1 + 0) AS last WHERE created_at >= $2 AND (rejected > 0 OR state = 'failed') \
         AND dealt_at IS NULL"
    )
    .bind(IMPORTS)
    .bind(office.clock.millis() - IMPORT_DAYS * DAY)
    .fetch_one(pool)
    .await
    })?;
    Ok((count > 0).then_some(Waiting::ImportsRejected { count, last_id }))
}

async fn exports(office: &Office, staff_id: Option<i64>) -> Result<Option<Waiting>> {
    let Some(staff_id) = staff_id else { return Ok(None) };
    let (count,): (i64,) = reading!(&office.db, |pool| sqlx::query_as(
        "SELECT COUNT(*) FROM exports WHERE staff_id = $1 AND state = 'ready' AND expires_at > $2"
    )
    .bind(staff_id)
    .bind(office.clock.millis())
    .fetch_one(pool)
    .await)?;
    Ok((count > 0).then_some(Waiting::ExportsReady { count }))
}
