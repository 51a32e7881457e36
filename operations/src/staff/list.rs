//! The list of who works here.

use std::collections::HashMap;

use domain::access::{Actor, Operation, Role};

use super::{Staff, StaffRow, StaffState, products_of};
use crate::{
    Failure, Office, Result,
    db::Sql,
    list::{Field, Filter, List, Page, Placed, Sort, Source, Takes, holds, read},
    reading,
};

/// What the list of staff is narrowed and sorted by.
pub static LIST: List = List {
    code: "staff",
    id: "s.id",
    tab: Some("state"),
    fields: &[
        Field::new(
            "state",
            Takes::Codes { column: "s.state", all: StaffState::CODES, read: StaffState::code_of },
            "",
        ),
        Field::new("q", Takes::Text, "A part of the name or of the account"),
        Field::new("role", Takes::Codes { column: "s.role", all: Role::CODES, read: Role::code_of }, ""),
    ],
    sorts: &[
        Sort { code: "created", column: "s.id", descending: false },
        Sort { code: "-created", column: "s.id", descending: true },
    ],
};

impl Placed for StaffRow {
    fn place(&self, _: &Sort) -> (i64, i64) {
        (self.id, self.id)
    }
}

const SOURCE: Source = Source {
    select: "SELECT s.id, s.account, s.name, s.role, s.state, s.password_hash, s.created_at, s.last_sign_in_at",
    from: " FROM staff s",
};

/// Members of staff, with their grants.
///
/// # Errors
/// `Denied`.
pub async fn list(office: &Office, actor: &Actor, filter: &Filter) -> Result<Page<Staff>> {
    actor.may(Operation::ReadStaff)?;
    let page = read::<StaffRow>(office, filter, SOURCE, |sql, filter| {
        if let Some(text) = filter.text("q") {
            holds(sql, "s.folded", text);
        }
    })
    .await?;
    let mut sql = Sql::new("SELECT staff_id, product_id FROM staff_products WHERE staff_id IN ");
    sql.list(page.rows.iter().map(|row| row.id)).push(" ORDER BY staff_id, product_id");
    let grants: Vec<(i64, i64)> =
        if page.rows.is_empty() { Vec::new() } else { sql.fetch_all(&office.db).await? };
    let mut products: HashMap<i64, Vec<i64>> = HashMap::new();
    for (staff, product) in grants {
        products.entry(staff).or_default().push(product);
    }
    page.try_map(|row| Ok(Staff { products: products.remove(&row.id).unwrap_or_default(), ..row.staff()? }))
}

/// One member of staff, with the grants.
///
/// # Errors
/// `Denied`, or `NotFound`.
pub async fn get(office: &Office, actor: &Actor, id: i64) -> Result<Staff> {
    actor.may(Operation::ReadStaff)?;
    let mut sql = Sql::new(SOURCE.select);
    sql.push(SOURCE.from).push(" WHERE s.id = ").arg(id);
    let row: StaffRow = sql.fetch_optional(&office.db).await?.ok_or(Failure::NotFound)?;
    Ok(Staff { products: products_of(&office.db, id).await?, ..row.staff()? })
}

/// Row, name and account of everybody who ever worked here.
///
/// # Errors
/// `Denied`.
pub async fn names(office: &Office, actor: &Actor) -> Result<Vec<(i64, String, String)>> {
    actor.may(Operation::ReadStaff)?;
    Ok(reading!(&office.db, |pool| sqlx::query_as("SELECT id, name, account FROM staff ORDER BY account")
        .fetch_all(pool)
        .await)?)
}
