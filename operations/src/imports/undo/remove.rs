//! Who is named by no order any more goes.

use super::kept::Part;
use crate::{
    Result, customers,
    db::{Sql, Tx},
    parties, products,
    search::Names,
};

/// What else refers to a customer, product or reseller: tables and their columns.
const fn uses(part: Part) -> &'static [(&'static str, &'static str)] {
    match part {
        Part::Customer => &[
            ("orders", "customer_id"),
            ("supervisions", "customer_id"),
            ("refunds", "customer_id"),
            ("tickets", "customer_id"),
        ],
        Part::Product => &[
            ("orders", "product_id"),
            ("order_lines", "product_id"),
            ("staff_products", "product_id"),
            ("product_standards", "product_id"),
            ("supervisions", "product_id"),
            ("refunds", "product_id"),
            ("tickets", "product_id"),
        ],
        Part::Reseller => {
            &[("orders", "reseller_id"), ("statements", "reseller_id"), ("resellers", "merged_into")]
        }
        Part::Order | Part::Spelling | Part::Former => &[],
    }
}

/// Takes one away when nothing refers to it; whether it is gone.
pub(super) async fn remove(tx: &mut Tx, part: Part, id: i64) -> Result<bool> {
    let (table, names, spelled) = match part {
        Part::Customer => ("customers", Some(customers::NAMES), Some(parties::CUSTOMER)),
        Part::Product => ("products", Some(products::NAMES), None),
        Part::Reseller => ("resellers", None, Some(parties::RESELLER)),
        Part::Spelling => return respell(tx, id).await,
        Part::Order | Part::Former => return Ok(false),
    };
    let mut sql = Sql::new("SELECT 1 WHERE 1 = 1");
    for (table, column) in uses(part) {
        sql.push(" AND NOT EXISTS (SELECT 1 FROM ").push(table).push(" WHERE ").push(column);
        sql.push(" = ").arg(id).push(")");
    }
    if part == Part::Reseller {
        // One that was merged is a name of the other; one that a later import took from an order may come back to it.
        sql.push(" AND NOT EXISTS (SELECT 1 FROM resellers WHERE merged_into IS NOT NULL AND id = ").arg(id);
        sql.push(") AND NOT EXISTS (SELECT 1 FROM import_befores WHERE kind <> 'order' AND kind = 'former' AND row_id = ");
        sql.arg(id).push(")");
        // SQLite gives a row that is free to the next one: what the journal tells of this one would be told of that.
        sql.push(" AND NOT EXISTS (SELECT 1 FROM events WHERE subject_kind = 'reseller' AND subject_id = ");
        sql.arg(id.to_string()).push(")");
    }
    if sql.fetch_optional_in::<(i32,)>(tx).await?.is_none() {
        return Ok(false);
    }
    if part == Part::Reseller {
        for column in ["one_id", "other_id"] {
            delete(tx, &format!("resellers_apart WHERE {column}"), id).await?;
        }
    }
    delete(tx, &format!("{table} WHERE id"), id).await?;
    forget(tx, names, id).await?;
    if let Some(kind) = spelled {
        delete(tx, &format!("party_names WHERE kind = '{kind}' AND party_id"), id).await?;
    }
    // Its row may be given to somebody else.
    delete(tx, &format!("import_befores WHERE kind <> 'order' AND kind = '{part}' AND row_id"), id).await?;
    Ok(true)
}

/// A spelling goes, unless it is the name that somebody goes by.
async fn respell(tx: &mut Tx, id: i64) -> Result<bool> {
    let mut sql = Sql::new("DELETE FROM party_names WHERE id = ");
    sql.arg(id);
    sql.push(" AND NOT EXISTS (SELECT 1 FROM resellers r WHERE party_names.kind = 'reseller' AND r.name = party_names.name)");
    sql.push(" AND NOT EXISTS (SELECT 1 FROM customers c WHERE party_names.kind = 'customer' AND c.code = party_names.name)");
    sql.execute_in(tx).await?;
    delete(tx, "import_befores WHERE kind = 'spelling' AND kind <> 'order' AND row_id", id).await?;
    Ok(true)
}

async fn forget(tx: &mut Tx, names: Option<Names>, id: i64) -> Result<()> {
    match names {
        Some(names) => Ok(names.forget(tx, id).await?),
        None => Ok(()),
    }
}

async fn delete(tx: &mut Tx, what: &str, id: i64) -> Result<()> {
    let mut sql = Sql::new("DELETE FROM ");
    sql.push(what).push(" = ").arg(id);
    sql.execute_in(tx).await?;
    Ok(())
}
