//! The columns of an exported file: those of an import, so that it can come in again.

/// What stands in a column, and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// Free text.
    Text(&'static str),
    /// A code of our own; never needs quotes.
    Code(&'static str),
    /// A whole number.
    Whole(&'static str),
    /// An amount in minor units.
    Money(&'static str),
    /// A rate in millionths.
    Rate(&'static str),
    /// A moment in milliseconds.
    Time(&'static str),
    /// The number of the line, which is among the [`KEYS`].
    Line,
    /// Code of what is looked up by row.
    CodeOf(Name),
    /// Name of what is looked up by row.
    NameOf(Name),
}

/// What very many lines share: kept, so that it is not read again for each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Product,
    Reseller,
}

impl Name {
    pub(super) const ALL: [Self; 2] = [Self::Product, Self::Reseller];

    /// Looks up some of them by row.
    pub(super) const fn query(self) -> &'static str {
        match self {
            Self::Product => "SELECT id, code, name FROM products WHERE id IN",
            Self::Reseller => "SELECT id, '' AS code, name FROM resellers WHERE id IN",
        }
    }

    /// Which of the [`KEYS`] is its row.
    pub(super) const fn key(self) -> usize {
        match self {
            Self::Product => 3,
            Self::Reseller => 4,
        }
    }
}

/// Fields in front of those of the columns. The value that the list is sorted by comes first.
pub(super) const KEYS: [&str; 4] = ["o.id", "l.line_no", "l.product_id", "o.reseller_id"];

/// Number of fields in front of those of the columns.
pub(super) const KEY_COUNT: usize = KEYS.len() + 1;
/// Which of them is the row of the order.
pub(super) const ORDER_KEY: usize = 1;
/// Which of them is the number of the line.
pub(super) const LINE_KEY: usize = 2;

/// The columns with their headings and widths in a spreadsheet.
pub(super) const COLUMNS: [(&str, Cell, u8); 35] = [
    ("order_no", Cell::Text("o.order_no"), 22),
    ("line_no", Cell::Line, 8),
    ("order_type", Cell::Code("o.order_type"), 12),
    ("billing_mode", Cell::Code("o.billing_mode"), 12),
    ("business_kind", Cell::Code("o.business_kind"), 12),
    ("delivery_type", Cell::Code("l.delivery_type"), 14),
    ("sales_channel", Cell::Code("o.sales_channel"), 12),
    ("reseller", Cell::NameOf(Name::Reseller), 24),
    ("commission_ratio", Cell::Rate("o.commission_ratio"), 10),
    ("product_id", Cell::CodeOf(Name::Product), 14),
    ("product_name", Cell::NameOf(Name::Product), 28),
    ("sku_code", Cell::Text("l.sku_code"), 14),
    ("sku_name", Cell::Text("l.sku_name"), 20),
    ("customer_id", Cell::Text("c.code"), 14),
    ("customer_name", Cell::Text("c.name"), 28),
    ("quantity", Cell::Whole("l.quantity"), 10),
    ("duration", Cell::Whole("l.duration"), 10),
    ("duration_unit", Cell::Code("l.duration_unit"), 10),
    ("currency", Cell::Code("o.currency"), 10),
    ("list_price", Cell::Money("l.list_minor"), 14),
    ("deal_price", Cell::Money("l.deal_minor"), 14),
    ("floor_price", Cell::Money("l.floor_minor"), 14),
    ("coupon", Cell::Money("l.coupon_minor"), 14),
    ("paid_amount", Cell::Money("l.paid_minor"), 14),
    ("output_tax", Cell::Rate("l.output_tax"), 10),
    ("service_tax", Cell::Rate("l.service_tax"), 10),
    ("platform_fee", Cell::Rate("l.platform_fee"), 10),
    ("state", Cell::Code("o.state"), 16),
    ("created_at", Cell::Time("o.created_at"), 20),
    ("paid_at", Cell::Time("o.paid_at"), 20),
    ("effective_at", Cell::Time("o.effective_at"), 20),
    ("completed_at", Cell::Time("o.completed_at"), 20),
    ("repaid_at", Cell::Time("o.repaid_at"), 20),
    ("cancelled_at", Cell::Time("o.cancelled_at"), 20),
    ("payment_method", Cell::Code("o.payment_method"), 14),
];

impl Cell {
    /// Its expression; `None` when it comes from a key.
    const fn field(self) -> Option<&'static str> {
        match self {
            Self::Text(field)
            | Self::Code(field)
            | Self::Whole(field)
            | Self::Money(field)
            | Self::Rate(field)
            | Self::Time(field) => Some(field),
            Self::Line | Self::CodeOf(_) | Self::NameOf(_) => None,
        }
    }
}

/// Every field that is read, in order.
pub(super) fn fields(sort: &'static str) -> Vec<&'static str> {
    let columns = COLUMNS.iter().filter_map(|(_, cell, _)| cell.field());
    std::iter::once(sort).chain(KEYS).chain(columns).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_has_the_columns_of_an_import() {
        let imported: Vec<_> = crate::imports::COLUMNS.iter().map(|c| c.name).collect();
        let exported: Vec<_> = COLUMNS.iter().map(|(name, ..)| *name).collect();
        assert_eq!(exported, imported);
    }

    #[test]
    fn keys_are_where_they_are_said_to_be() {
        let fields = fields("o.created_at");
        assert_eq!(fields[ORDER_KEY], "o.id");
        assert_eq!(fields[LINE_KEY], "l.line_no");
        assert_eq!(fields[Name::Reseller.key()], "o.reseller_id");
        assert_eq!(fields[KEY_COUNT], "o.order_no");
    }
}
