//! From a filter of deliveries to the conditions of a query.

use domain::access::{Actor, Reach};

use super::filter::{Answer, Late, SOON_DAYS, WaitingFor};
use crate::{
    Office, Result,
    db::Sql,
    list::{Filter, OVERDUE, any, plain},
    orders::{Assigned, assigned},
    search::MeantNames,
};

const DAY: i64 = 86_400_000;

/// A filter with its names looked up.
pub(super) struct Narrow {
    meant: MeantNames,
    assigned: Option<Assigned>,
    reach: Reach,
}

impl Narrow {
    /// Looks up every name of a filter.
    pub(super) async fn of(office: &Office, actor: &Actor, reach: Reach, filter: &Filter) -> Result<Self> {
        let meant = MeantNames::of(office, filter).await?;
        let assigned = match filter.text("assignee") {
            Some(given) => Some(assigned(office, actor, given).await?),
            None => None,
        };
        Ok(Self { meant, assigned, reach })
    }

    /// Appends ` FROM … WHERE …` of `supervisions s`, with the tables that the conditions need; `all` for what a row
    /// shows, too.
    pub(super) fn source(&self, sql: &mut Sql, office: &Office, filter: &Filter, all: bool) {
        sql.push(" FROM supervisions s");
        if all {
            sql.push(" JOIN orders o ON o.id = s.order_id");
        }
        self.meant.tables(sql, "s", all);
        if all {
            sql.push(" LEFT JOIN staff a ON a.id = s.assignee_id");
        }
        sql.push(" WHERE 1 = 1");
        filter.conditions(sql, office, plain);
        self.states(sql, office, filter);
        self.meant.conditions(sql, "s");
        match &self.assigned {
            None => {}
            Some(Assigned::Nobody) => {
                sql.push(" AND s.assignee_id IS NULL");
            }
            Some(Assigned::To(people)) => {
                sql.among("s.assignee_id", people);
            }
        }
        seen(sql, &self.reach);
    }

    fn states(&self, sql: &mut Sql, office: &Office, filter: &Filter) {
        let now = office.clock.millis();
        any(sql, filter.codes("stage"), |sql, code| {
            match code {
                OVERDUE => sql.push("s.due_at < ").arg(now),
                code => sql.push("s.stage = ").arg(code),
            };
        });
        any(sql, filter.codes("waiting_for"), |sql, code| {
            match WaitingFor::from_code(code) {
                Some(WaitingFor::Operator) => sql.push("s.stage IN ('operator', 'frozen')"),
                Some(WaitingFor::Nobody) => sql.push("s.stage IN ('done', 'refunded')"),
                _ => sql.push("s.stage = ").arg(code),
            };
        });
        any(sql, filter.codes("overdue"), |sql, code| {
            match Late::from_code(code) {
                Some(Late::Yes) => sql.push("s.due_at < ").arg(now),
                Some(Late::Soon) => {
                    sql.push("(s.due_at >= ").arg(now).push(" AND s.due_at < ").arg(now + SOON_DAYS * DAY);
                    sql.push(")")
                }
                _ => sql.push("(s.due_at IS NULL OR s.due_at >= ").arg(now).push(")"),
            };
        });
        any(sql, filter.codes("frozen"), |sql, code| {
            sql.push(if code == Answer::Yes.code() { "s.stage = 'frozen'" } else { "s.stage <> 'frozen'" });
        });
    }
}

/// Appends ` AND …` that only deliveries `s` meet that are seen: those of granted products (`domain.md` 2.8).
pub(crate) fn seen(sql: &mut Sql, reach: &Reach) {
    if let Reach::Products(products) = reach {
        sql.among("s.product_id", products);
    }
}
