//! What a buyer asks for.

use serde::{Deserialize, Serialize};

use crate::{
    FieldName, FieldProblem,
    invoice::{Addressee, InvoiceType, Offered, WrittenAddressee, reader::Reader},
};

/// What a buyer asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Kind and medium, one that the merchant offers.
    pub invoice_type: InvoiceType,
    /// In whose name, and where it goes.
    pub addressee: Addressee,
}

/// Reads what a buyer asks for.
///
/// # Errors
/// What is wrong, by field: without a type that is offered nobody knows what else is needed.
pub fn asked(
    offered: &Offered,
    invoice_type: &str,
    addressee: &WrittenAddressee,
) -> Result<Asked, Vec<FieldProblem>> {
    let mut reader = Reader::default();
    let invoice_type = reader.keep(FieldName::InvoiceType, offered.take(invoice_type));
    let addressee = invoice_type.and_then(|one| reader.all(addressee.read(one)));
    reader
        .done(invoice_type.zip(addressee).map(|(invoice_type, addressee)| Asked { invoice_type, addressee }))
}
