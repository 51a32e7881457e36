//! Orders whose payment, opening or acceptance is late.

use chrono::Duration;
use domain::{
    Moment,
    order::{Awaited, DeliveryType, OrderState, OrderType},
};

use super::{
    filter::{CREATED, DELIVERY},
    list::OrderRow,
    plan::{Name, Resolved},
};
use crate::{
    Office, Result,
    db::{Sql, millis},
    list::{Column, Filter},
    settings::{Setting, Settings},
};

/// The orders that wait for something: they have an index of their own, by age.
pub(super) const OPEN: Name = "o.open";
/// As that index says it.
const IS_OPEN: &str = "((o.state || '') = 'pending_payment' OR (o.state || '') = 'processing')";

/// What is late, and when it should have come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Overdue {
    /// What is awaited, and the moment before which an order was created that still waits too long.
    awaited: Vec<(Awaited, i64)>,
}

impl Overdue {
    /// What a filter asks for.
    pub(super) async fn asked(office: &Office, filter: &Filter) -> Result<Option<Self>> {
        let codes = filter.codes("overdue");
        if codes.is_empty() {
            return Ok(None);
        }
        let unpaid_days = Settings::load(office).await?.get(Setting::UnpaidDays);
        let before = |awaited: Awaited| {
            let days = Duration::days(i64::from(awaited.days(unpaid_days)));
            (awaited, millis(office.clock.now() - days))
        };
        Ok(Some(Self {
            awaited: codes.iter().filter_map(|code| Awaited::from_code(code)).map(before).collect(),
        }))
    }

    /// Orders created at this moment or later are not late.
    fn loosest(&self) -> i64 {
        self.awaited.iter().map(|(_, before)| *before).max().unwrap_or_default()
    }

    /// Appends ` AND …` that only these orders meet, with as much of it as one state and its age say.
    pub(super) fn bounds(&self, sql: &mut Sql, state: &str) {
        if self.awaited.iter().any(|(awaited, _)| awaited.state().code() == state) {
            sql.push(" AND o.created_at < ").arg(self.loosest());
        } else {
            sql.push(" AND 1 = 0");
        }
    }

    /// Appends ` AND …` that just these orders meet.
    pub(super) fn conditions(&self, sql: &mut Sql, resolved: &Resolved) {
        let created =
            resolved.written(Column::Number(if resolved.plan.is_along(OPEN) { OPEN } else { CREATED }));
        let created = if created == OPEN { CREATED } else { &created };
        sql.push(" AND ").push(IS_OPEN).push(" AND ").push(created).push(" < ").arg(self.loosest());
        let delivery = resolved.seen(Column::Text(DELIVERY));
        let supervised: Vec<&str> =
            DeliveryType::ALL.iter().filter(|delivery| delivery.supervised()).map(|d| d.code()).collect();
        for (at, (awaited, before)) in self.awaited.iter().enumerate() {
            sql.push(if at == 0 { " AND (" } else { " OR " });
            sql.push("((o.state || '') = ").arg(awaited.state().code());
            sql.push(" AND +o.created_at < ").arg(*before);
            match awaited {
                Awaited::Payment => {}
                Awaited::Opening | Awaited::Acceptance => {
                    sql.push(if *awaited == Awaited::Opening { " AND NOT (" } else { " AND (" });
                    sql.push("(o.order_type || '') = ").arg(OrderType::New.code());
                    sql.push(" AND ").push(&delivery).push(" IN ").list(supervised.iter().copied());
                    sql.push(")");
                }
            }
            sql.push(")");
        }
        sql.push(")");
    }
}

/// Says of the rows that wait for something how long they wait, and how late it is.
pub(super) fn tell(rows: &mut [OrderRow], now: Moment, settings: Settings) {
    const DAY: i64 = 86_400_000;
    for row in rows {
        let supervised = OrderType::from_code(&row.order_type) == Some(OrderType::New)
            && DeliveryType::from_code(&row.delivery_type).is_some_and(DeliveryType::supervised);
        let state = OrderState::from_code(&row.state);
        let Some(awaited) = state.and_then(|state| Awaited::of(state, supervised)) else { continue };
        let age = millis(now) - row.created_at;
        row.waits_days = Some((age / DAY).max(0));
        let late = age - i64::from(awaited.days(settings.get(Setting::UnpaidDays))) * DAY;
        row.overdue_days = (late > 0).then_some(late / DAY);
    }
}
