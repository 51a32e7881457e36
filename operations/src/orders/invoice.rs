//! Whether the buyer has an invoice for an order, noted by hand.

use domain::{
    FieldName,
    access::{Actor, Operation},
    order::{Invoice, OrderState},
};

use super::{Refused, seen::held};
use crate::{
    Office, Result,
    db::Sql,
    journal::{self, Action, Entry, Subject, fields},
    refunds,
};

/// Notes that the buyer has an invoice for an order, gave it back, or has none. An invoice ends a refund that waits for
/// the merchant (`domain.md` 1.7, principle 4).
///
/// # Errors
/// `Denied`; `NotFound`; a problem with `invoice`; [`Refused::NotPaid`].
pub async fn note_invoice(office: &Office, actor: &Actor, order_no: &str, invoice: &str) -> Result<Invoice> {
    let reach = actor.may(Operation::NoteInvoice)?;
    let invoice = Invoice::parse(invoice).map_err(|p| p.of(FieldName::Invoice.code()))?;
    let mut tx = office.db.begin().await?;
    let order = held(&mut tx, &reach, order_no).await?;
    let mut sql = Sql::new("SELECT state, COALESCE(invoice, 'none') FROM orders WHERE id = ");
    sql.arg(order.id);
    let (state, was): (String, String) = sql.fetch_optional_in(&mut tx).await?.unwrap_or_default();
    let paid =
        [OrderState::Processing, OrderState::Completed].map(OrderState::code).contains(&state.as_str());
    if invoice != Invoice::None && !paid {
        return Err(Refused::NotPaid.into());
    }
    if was == invoice.code() {
        return Ok(invoice);
    }
    let mut sql = Sql::new("UPDATE orders SET invoice = ");
    sql.arg((invoice != Invoice::None).then(|| invoice.code().to_owned()));
    sql.push(" WHERE id = ").arg(order.id);
    sql.execute_in(&mut tx).await?;
    let entry = Entry::new(Action::OrderInvoiceNoted, Subject::Order(&order.order_no))
        .changed(fields! { Invoice: was }, fields! { Invoice: invoice });
    journal::append(&mut tx, office, actor, entry).await?;
    if invoice == Invoice::Issued {
        refunds::invoiced(&mut tx, office, order.id).await?;
    }
    tx.commit().await?;
    Ok(invoice)
}
