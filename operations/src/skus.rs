//! What a product is sold as. SKUs come into the books with the lines that name them.

use std::collections::BTreeSet;

use crate::{
    Result,
    db::{Bulk, Sql, Tx},
    search::Names,
};

/// Their codes and names, to be searched.
pub const NAMES: Names = Names { table: "skus", terms: "sku_terms", text: "code || ' ' || name" };

/// Sees to it that these codes and names are found.
pub(crate) async fn know(tx: &mut Tx, named: BTreeSet<(&str, &str)>) -> Result<()> {
    let mut bulk = Bulk::new(2);
    for (code, name) in named.into_iter().filter(|named| *named != ("", "")) {
        bulk.row([code.into(), name.into()]);
    }
    let tail = " ON CONFLICT (code, name) DO NOTHING RETURNING id, code || ' ' || name";
    let new: Vec<(i64, String)> = bulk.returning(tx, "INSERT INTO skus (code, name) VALUES ", tail).await?;
    let new: Vec<(i64, &str)> = new.iter().map(|(id, text)| (*id, text.as_str())).collect();
    Ok(NAMES.index_new(tx, &new).await?)
}

/// Forgets those of these codes and names that no line has any more.
pub(crate) async fn forget(tx: &mut Tx, named: BTreeSet<(&str, &str)>) -> Result<()> {
    for (code, name) in named {
        let mut sql = Sql::new("DELETE FROM skus WHERE code = ");
        sql.arg(code).push(" AND name = ").arg(name);
        sql.push(" AND NOT EXISTS (SELECT 1 FROM order_lines l WHERE l.sku_code = ").arg(code);
        sql.push(" AND l.sku_name = ").arg(name).push(") RETURNING id");
        if let Some((id,)) = sql.fetch_optional_in::<(i64,)>(tx).await? {
            NAMES.forget(tx, id).await?;
        }
    }
    Ok(())
}
