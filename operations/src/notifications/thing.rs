//! What something that happened happened to: what it is called, who has it, and who may see it.

use domain::access::Reach;

use crate::{
    Result,
    db::{Sql, Tx},
    journal::Subject,
    tickets,
};

/// The products by which a thing is seen.
#[derive(Debug, Default)]
enum Seen {
    /// By everybody who may see such things.
    #[default]
    Free,
    /// By whoever has a grant of one of them.
    OneOf(Vec<i64>),
    /// By whoever has the grants of all of them.
    Each(Vec<i64>),
}

/// A thing.
#[derive(Debug, Default)]
pub(super) struct Thing {
    /// What people call it, besides its number.
    pub(super) name: String,
    /// Row and name of who has it, or began it.
    pub(super) person: Option<(i64, String)>,
    seen: Seen,
}

impl Thing {
    /// Whether it is within a reach.
    pub(super) fn is_within(&self, reach: &Reach) -> bool {
        match (reach, &self.seen) {
            (Reach::All, _) | (Reach::Products(_), Seen::Free) => true,
            (Reach::Products(mine), Seen::OneOf(products)) => products.iter().any(|id| mine.contains(id)),
            (Reach::Products(_), Seen::Each(products)) => reach.covers(&Reach::Products(products.clone())),
        }
    }

    /// Looks it up; `None` when it is gone, or is nothing that people are told of.
    pub(super) async fn of(tx: &mut Tx, subject: Subject<'_>) -> Result<Option<Self>> {
        let Some(sql) = query(subject) else { return Ok(None) };
        let Some(Found { name, key, person, person_name }) = sql.fetch_optional_in::<Found>(tx).await? else {
            return Ok(None);
        };
        let seen = match (subject, key) {
            // Those of no product are seen by everybody (`domain.md` 3.3).
            (Subject::Ticket(_) | Subject::Supervision(_), Some(product)) => Seen::OneOf(vec![product]),
            (Subject::Order(_), Some(order)) => Seen::OneOf(products(tx, order).await?),
            (Subject::Refund(_), Some(order)) => Seen::Each(products(tx, order).await?),
            _ => Seen::Free,
        };
        let person = person.map(|id| (id, person_name.unwrap_or_default()));
        Ok(Some(Self { name: name.unwrap_or_default(), person, seen }))
    }
}

#[derive(sqlx::FromRow)]
struct Found {
    name: Option<String>,
    /// Row of the product, or of the order that says the products.
    key: Option<i64>,
    person: Option<i64>,
    person_name: Option<String>,
}

fn query(subject: Subject<'_>) -> Option<Sql> {
    let mut sql = Sql::new("SELECT ");
    match subject {
        Subject::Ticket(no) => sql
            .push("t.subject AS name, t.product_id AS key, t.assignee_id AS person, a.name AS person_name FROM tickets t ")
            .push("LEFT JOIN staff a ON a.id = t.assignee_id WHERE t.id = ")
            .arg(tickets::row_of(no)?),
        Subject::Supervision(no) => sql
            .push("p.name, s.product_id AS key, s.assignee_id AS person, a.name AS person_name FROM orders o ")
            .push("JOIN supervisions s ON s.order_id = o.id JOIN products p ON p.id = s.product_id ")
            .push("LEFT JOIN staff a ON a.id = s.assignee_id WHERE o.order_no = ")
            .arg(no),
        Subject::Order(no) => sql
            .push("c.name, o.id AS key, o.assignee_id AS person, a.name AS person_name FROM orders o ")
            .push("JOIN customers c ON c.id = o.customer_id LEFT JOIN staff a ON a.id = o.assignee_id WHERE o.order_no = ")
            .arg(no),
        Subject::Refund(id) => sql
            .push("o.order_no AS name, o.id AS key, CAST(NULL AS BIGINT) AS person, CAST(NULL AS TEXT) AS person_name ")
            .push("FROM refunds f JOIN orders o ON o.id = f.order_id WHERE f.id = ")
            .arg(id),
        Subject::Statement(id) => sql
            .push("number AS name, CAST(NULL AS BIGINT) AS key, CAST(NULL AS BIGINT) AS person, ")
            .push("CAST(NULL AS TEXT) AS person_name FROM statements WHERE id = ")
            .arg(id),
        Subject::Bill(id) => sql
            .push("number AS name, CAST(NULL AS BIGINT) AS key, CAST(NULL AS BIGINT) AS person, ")
            .push("CAST(NULL AS TEXT) AS person_name FROM bills WHERE id = ")
            .arg(id),
        Subject::Import(id) => sql
            .push("file_name AS name, CAST(NULL AS BIGINT) AS key, CASE WHEN actor_kind = 'staff' THEN actor_id END AS ")
            .push("person, actor_name AS person_name FROM imports WHERE id = ")
            .arg(id),
        Subject::Export(id) => sql
            .push("kind AS name, CAST(NULL AS BIGINT) AS key, staff_id AS person, CAST(NULL AS TEXT) AS person_name ")
            .push("FROM exports WHERE id = ")
            .arg(id),
        _ => return None,
    };
    Some(sql)
}

/// The products of the lines of an order.
async fn products(tx: &mut Tx, order: i64) -> Result<Vec<i64>> {
    let mut sql = Sql::new("SELECT DISTINCT product_id FROM order_lines WHERE order_id = ");
    sql.arg(order);
    let rows: Vec<(i64,)> = sql.fetch_all_in(tx).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_is_seen_by_its_products() {
        let thing = |seen| Thing { seen, ..Thing::default() };
        let mine = Reach::Products(vec![1, 2]);
        for (seen, within) in [
            (Seen::Free, true),
            (Seen::OneOf(vec![2, 3]), true),
            (Seen::OneOf(vec![3]), false),
            (Seen::Each(vec![1, 2]), true),
            (Seen::Each(vec![2, 3]), false),
        ] {
            let thing = thing(seen);
            assert!(thing.is_within(&Reach::All));
            assert_eq!(thing.is_within(&mine), within, "{thing:?}");
        }
    }
}
