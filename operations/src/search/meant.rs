//! The names in a filter of what belongs to an order: its number, its customer, its product.

use super::{Found, Names, find};
use crate::{
    Office, Result, customers,
    db::{Db, Sql},
    list::Filter,
    products,
};

/// The fields of such a list: whether an order number is meant, a customer, a product.
const FIELDS: [(&str, bool, bool, bool); 3] =
    [("q", true, true, true), ("customer", false, true, false), ("product", false, false, true)];

/// A name that was typed, and what it means.
struct Meant {
    /// Of `q`, which searches everything.
    is_any: bool,
    given: String,
    /// Order numbers that begin so; none where names alone are meant.
    number: Option<String>,
    customers: Found,
    products: Found,
    /// Rows of the list itself.
    rows: Vec<i64>,
}

/// The names of a filter, looked up.
pub(crate) struct MeantNames(Vec<Meant>);

impl MeantNames {
    /// Looks up `q`, `customer` and `product`.
    pub(crate) async fn of(office: &Office, filter: &Filter) -> Result<Self> {
        let mut all = Vec::new();
        for (field, number, of_customers, of_products) in FIELDS {
            let Some(given) = filter.text(field) else { continue };
            let among = async |asked: bool, names: Names| match asked {
                true => find(office, names, given).await,
                false => Ok(Found::NONE),
            };
            all.push(Meant {
                number: number
                    .then(|| given.trim().to_ascii_uppercase())
                    .filter(|given| looks_like_one(given)),
                customers: among(of_customers, customers::NAMES).await?,
                products: among(of_products, products::NAMES).await?,
                is_any: number,
                rows: Vec::new(),
                given: given.to_owned(),
            });
        }
        Ok(Self(all))
    }

    /// Rows of the list itself are meant by `q`, too.
    pub(crate) fn or_rows(&mut self, rows: Vec<i64>) {
        if let Some(any) = self.0.iter_mut().find(|one| one.is_any) {
            any.rows = rows;
        }
    }

    /// Appends the tables of customers (`c`) and products (`p`) that the conditions need, or both: of a table with
    /// this alias that has `customer_id` and `product_id`.
    pub(crate) fn tables(&self, sql: &mut Sql, alias: &str, all: bool) {
        let many = |found: fn(&Meant) -> &Found| self.0.iter().any(|one| *found(one) == Found::TooMany);
        if all || many(|one| &one.customers) {
            sql.push(" JOIN customers c ON c.id = ").push(alias).push(".customer_id");
        }
        if all || many(|one| &one.products) {
            sql.push(" JOIN products p ON p.id = ").push(alias).push(".product_id");
        }
    }

    /// Appends ` AND …` that only rows meet which are meant; the table with this alias has `order_id`, too.
    pub(crate) fn conditions(&self, sql: &mut Sql, db: &Db, alias: &str) {
        for one in &self.0 {
            one.conditions(sql, db.is_postgres(), alias);
        }
    }
}

/// What could be the beginning of an order number.
fn looks_like_one(given: &str) -> bool {
    given.len() >= 2 && given.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

impl Meant {
    fn conditions(&self, sql: &mut Sql, is_postgres: bool, alias: &str) {
        let mut first = true;
        let mut or = |sql: &mut Sql| {
            sql.push(if std::mem::take(&mut first) { " AND (" } else { " OR " });
        };
        if let Some(number) = &self.number {
            or(sql);
            sql.push(alias).push(".order_id IN (SELECT n.id FROM orders n WHERE n.order_no >= ");
            // '~' is behind every character that a number can have.
            sql.arg(number.as_str()).push(" AND n.order_no < ").arg(format!("{number}~")).push(")");
        }
        if !self.rows.is_empty() {
            or(sql);
            sql.one_of(is_postgres, &format!("{alias}.id"), &self.rows);
        }
        for (found, names, column, table) in [
            (&self.customers, customers::NAMES, ".customer_id", "c."),
            (&self.products, products::NAMES, ".product_id", "p."),
        ] {
            match found {
                Found::Rows(rows) if rows.is_empty() => {}
                Found::Rows(rows) => {
                    or(sql);
                    sql.push(alias).push(column).push(" IN ").list(rows.iter().copied());
                }
                Found::TooMany => {
                    or(sql);
                    names.meets(sql, table, &self.given);
                }
            }
        }
        sql.push(if first { " AND 1 = 0" } else { ")" });
    }
}
