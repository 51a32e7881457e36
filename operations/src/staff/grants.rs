//! Which products a member of support looks after.

use domain::access::{Actor, Operation};

use super::{load_in, one_at_a_time};
use crate::{
    Failure, Office, Result,
    db::{Db, Sql},
    journal::{self, Action, Entry, Subject, fields},
    reading, within,
};

/// Products granted to a member of staff, ascending.
pub(crate) async fn products_of(db: &Db, id: i64) -> Result<Vec<i64>> {
    Ok(reading!(db, |pool| sqlx::query_scalar(
        "SELECT product_id FROM staff_products WHERE staff_id = $1 ORDER BY product_id"
    )
    .bind(id)
    .fetch_all(pool)
    .await)?)
}

/// Grants exactly these products to a member of staff.
///
/// # Errors
/// `Denied`, `NotFound` (the person, or a product).
pub async fn set_grants(office: &Office, actor: &Actor, id: i64, products: &[i64]) -> Result<()> {
    actor.may(Operation::ManageStaff)?;
    let mut after = products.to_vec();
    after.sort_unstable();
    after.dedup();
    let mut tx = office.db.begin().await?;
    one_at_a_time(&mut tx).await?;
    load_in(&mut tx, id).await?;
    let before: Vec<i64> = within!(&mut tx, |c| sqlx::query_scalar(
        "SELECT product_id FROM staff_products WHERE staff_id = $1 ORDER BY product_id"
    )
    .bind(id)
    .fetch_all(c)
    .await)?;
    if before == after {
        return Ok(());
    }
    if !after.is_empty() {
        let mut sql = Sql::new("SELECT id FROM products WHERE id IN ");
        sql.list(after.iter().copied());
        let known: Vec<(i64,)> = sql.fetch_all_in(&mut tx).await?;
        if known.len() != after.len() {
            return Err(Failure::NotFound);
        }
    }
    for product in before.iter().filter(|p| !after.contains(p)) {
        within!(&mut tx, |c| sqlx::query(
            "DELETE FROM staff_products WHERE staff_id = $1 AND product_id = $2"
        )
        .bind(id)
        .bind(product)
        .execute(c)
        .await
        .map(|_| ()))?;
    }
    for product in after.iter().filter(|p| !before.contains(p)) {
        within!(&mut tx, |c| sqlx::query(
            "INSERT INTO staff_products (staff_id, product_id, granted_at) VALUES ($1, $2, $3)"
        )
        .bind(id)
        .bind(product)
        .bind(office.clock.millis())
        .execute(c)
        .await
        .map(|_| ()))?;
    }
    let entry = Entry::new(Action::StaffGrantsSet, Subject::Staff(id))
        .changed(fields! { Products: before }, fields! { Products: after });
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(())
}
