//! From a filter of deliveries to the conditions of a query.

use domain::access::{Actor, Reach};

use super::filter::{Answer, Late, SOON_DAYS, WaitingFor};
use crate::{
    Office, Result, customers,
    db::Sql,
    list::{Filter, OVERDUE, any, plain},
    orders::{Assigned, assigned, query::granted},
    products,
    search::{Found, Names, find},
};

const DAY: i64 = 86_400_000;

/// A name that was typed, and what it means.
struct Meant {
    given: String,
    /// Order numbers that begin so; none where names alone are meant.
    number: Option<String>,
    customers: Found,
    products: Found,
}

/// A filter with its names looked up.
pub(super) struct Narrow {
    meant: Vec<Meant>,
    assigned: Option<Assigned>,
    reach: Reach,
}

impl Narrow {
    /// Looks up every name of a filter.
    pub(super) async fn of(office: &Office, actor: &Actor, reach: Reach, filter: &Filter) -> Result<Self> {
        let mut meant = Vec::new();
        for (field, number, of_customers, of_products) in
            [("q", true, true, true), ("customer", false, true, false), ("product", false, false, true)]
        {
            let Some(given) = filter.text(field) else { continue };
            let among = async |asked: bool, names: Names| match asked {
                true => find(office, names, given).await,
                false => Ok(Found::NONE),
            };
            meant.push(Meant {
                number: number
                    .then(|| given.trim().to_ascii_uppercase())
                    .filter(|given| looks_like_one(given)),
                customers: among(of_customers, customers::NAMES).await?,
                products: among(of_products, products::NAMES).await?,
                given: given.to_owned(),
            });
        }
        let assigned = match filter.text("assignee") {
            Some(given) => Some(assigned(office, actor, given).await?),
            None => None,
        };
        Ok(Self { meant, assigned, reach })
    }

    /// Appends ` FROM … WHERE …` of `supervisions s`, with the tables that the conditions need; `all` for what a row
    /// shows, too.
    pub(super) fn source(&self, sql: &mut Sql, office: &Office, filter: &Filter, all: bool) {
        let many = |found: fn(&Meant) -> &Found| self.meant.iter().any(|one| *found(one) == Found::TooMany);
        sql.push(" FROM supervisions s");
        if all {
            sql.push(" JOIN orders o ON o.id = s.order_id");
        }
        if all || many(|one| &one.customers) {
            sql.push(" JOIN customers c ON c.id = s.customer_id");
        }
        if all || many(|one| &one.products) {
            sql.push(" JOIN products p ON p.id = s.product_id");
        }
        if all {
            sql.push(" LEFT JOIN staff a ON a.id = s.assignee_id");
        }
        sql.push(" WHERE 1 = 1");
        filter.conditions(sql, office, plain);
        self.states(sql, office, filter);
        for one in &self.meant {
            one.conditions(sql);
        }
        match &self.assigned {
            None => {}
            Some(Assigned::Nobody) => {
                sql.push(" AND s.assignee_id IS NULL");
            }
            Some(Assigned::To(people)) => {
                sql.among("s.assignee_id", people);
            }
        }
        match &self.reach {
            Reach::Products(products) if all => granted(sql, products),
            reach => seen(sql, reach),
        }
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

/// Appends ` AND …` that only deliveries meet that are seen. Each order is looked up for itself: given a join, PostgreSQL
/// walks through all orders once.
pub(crate) fn seen(sql: &mut Sql, reach: &Reach) {
    if let Reach::Products(products) = reach {
        sql.push(" AND (SELECT 1 FROM orders o WHERE o.id = s.order_id");
        granted(sql, products);
        sql.push(" LIMIT 1) IS NOT NULL");
    }
}

/// What could be the beginning of an order number.
fn looks_like_one(given: &str) -> bool {
    given.len() >= 2 && given.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

impl Meant {
    fn conditions(&self, sql: &mut Sql) {
        let mut first = true;
        let mut or = |sql: &mut Sql| {
            sql.push(if std::mem::take(&mut first) { " AND (" } else { " OR " });
        };
        if let Some(number) = &self.number {
            or(sql);
            // '~' is behind every character that a number can have.
            sql.push("s.order_id IN (SELECT n.id FROM orders n WHERE n.order_no >= ").arg(number.as_str());
            sql.push(" AND n.order_no < ").arg(format!("{number}~")).push(")");
        }
        for (found, names, column, alias) in [
            (&self.customers, customers::NAMES, "s.customer_id", "c."),
            (&self.products, products::NAMES, "s.product_id", "p."),
        ] {
            match found {
                Found::Rows(rows) if rows.is_empty() => {}
                Found::Rows(rows) => {
                    or(sql);
                    sql.push(column).push(" IN ").list(rows.iter().copied());
                }
                Found::TooMany => {
                    or(sql);
                    names.meets(sql, alias, &self.given);
                }
            }
        }
        sql.push(if first { " AND 1 = 0" } else { ")" });
    }
}
