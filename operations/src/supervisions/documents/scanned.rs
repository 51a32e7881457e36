//! What a verdict of the scanner means for a delivery.

use domain::access::{Actor, Operation};

use crate::{
    Result,
    db::{Sql, Tx},
    supervisions::row::held,
};

/// Holds the delivery of a document until the transaction ends.
pub(crate) async fn hold(tx: &mut Tx, order_no: &str) -> Result<()> {
    let reach = Actor::System.may(Operation::ActSupervision)?;
    held(tx, &Actor::System, &reach, order_no).await?;
    Ok(())
}

/// What a refused document answered is open again, unless something else answers it.
pub(crate) async fn asked_again(tx: &mut Tx, request: i64) -> Result<()> {
    let mut sql =
        Sql::new("UPDATE supervision_requests SET state = 'open' WHERE state IN ('handed_in', 'replaced')");
    sql.push(" AND NOT EXISTS (SELECT 1 FROM supervision_documents sd JOIN documents d ON d.id = ");
    sql.push("sd.document_id WHERE sd.request_id = supervision_requests.id AND sd.replaced_by IS NULL ");
    sql.push("AND d.scan <> 'infected') AND id = ").arg(request);
    sql.execute_in(tx).await?;
    Ok(())
}
