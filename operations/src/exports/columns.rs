//! Columns of exported files; those of orders are the columns of an import, so that a file can come
//! in again.

/// A column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    /// Its heading.
    pub(super) name: &'static str,
    /// What stands in it.
    pub(super) cell: Cell,
    /// Its width in a spreadsheet, in characters.
    pub(super) width: u16,
}

/// A column, in one line.
pub(super) const fn column(name: &'static str, cell: Cell, width: u16) -> Column {
    Column { name, cell, width }
}

/// What a file says of a column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heading {
    pub(super) name: &'static str,
    /// Width in a spreadsheet, in characters.
    pub(super) width: u16,
    pub(super) shown: Shown,
}

/// How a spreadsheet shows a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Text,
    Number,
    Money,
    Moment,
}

/// What stands in a column, and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// Free text.
    Text(&'static str),
    /// A code of our own; never needs quotes.
    Code(&'static str),
    /// A whole number.
    Whole(&'static str),
    /// The currency of the amounts that follow.
    Currency(&'static str),
    /// An amount in minor units.
    Money(&'static str),
    /// A rate in millionths.
    Rate(&'static str),
    /// A moment in milliseconds.
    Time(&'static str),
    /// A whole number that stands in front of the columns already.
    Key(usize),
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
    Customer,
}

impl Name {
    pub(super) const ALL: [Self; 3] = [Self::Product, Self::Reseller, Self::Customer];

    /// Looks up some of them by row.
    pub(super) const fn query(self) -> &'static str {
        match self {
            Self::Product => "SELECT id, code, name FROM products WHERE id IN",
            Self::Reseller => "SELECT id, '' AS code, name FROM resellers WHERE id IN",
            Self::Customer => "SELECT id, code, name FROM customers WHERE id IN",
        }
    }

    /// Which field in front of the columns is its row.
    pub(super) const fn key(self) -> usize {
        match self {
            Self::Product => 3,
            Self::Reseller => 4,
            Self::Customer => 5,
        }
    }
}

/// Fields in front of the columns of orders. The value that the list is sorted by comes first.
const KEYS: [&str; 5] = ["o.id", "l.line_no", "l.product_id", "o.reseller_id", "o.customer_id"];
/// How many they are.
pub(super) const KEY_COUNT: usize = KEYS.len() + 1;
/// Which of them is the row of the order.
pub(super) const ORDER_KEY: usize = 1;
/// Which of them is the number of the line.
pub(super) const LINE_KEY: usize = 2;

/// The columns of orders, a row for every line.
pub(super) const ORDERS: [Column; 35] = [
    column("order_no", Cell::Text("o.order_no"), 22),
    column("line_no", Cell::Key(LINE_KEY), 8),
    column("order_type", Cell::Code("o.order_type"), 12),
    column("billing_mode", Cell::Code("o.billing_mode"), 12),
    column("business_kind", Cell::Code("o.business_kind"), 12),
    column("delivery_type", Cell::Code("l.delivery_type"), 14),
    column("sales_channel", Cell::Code("o.sales_channel"), 12),
    column("reseller", Cell::NameOf(Name::Reseller), 24),
    column("commission_ratio", Cell::Rate("o.commission_ratio"), 10),
    column("product_id", Cell::CodeOf(Name::Product), 14),
    column("product_name", Cell::NameOf(Name::Product), 28),
    column("sku_code", Cell::Text("l.sku_code"), 14),
    column("sku_name", Cell::Text("l.sku_name"), 20),
    column("customer_id", Cell::CodeOf(Name::Customer), 14),
    column("customer_name", Cell::NameOf(Name::Customer), 28),
    column("quantity", Cell::Whole("l.quantity"), 10),
    column("duration", Cell::Whole("l.duration"), 10),
    column("duration_unit", Cell::Code("l.duration_unit"), 10),
    column("currency", Cell::Currency("o.currency"), 10),
    column("list_price", Cell::Money("l.list_minor"), 14),
    column("deal_price", Cell::Money("l.deal_minor"), 14),
    column("floor_price", Cell::Money("l.floor_minor"), 14),
    column("coupon", Cell::Money("l.coupon_minor"), 14),
    column("paid_amount", Cell::Money("l.paid_minor"), 14),
    column("output_tax", Cell::Rate("l.output_tax"), 10),
    column("service_tax", Cell::Rate("l.service_tax"), 10),
    column("platform_fee", Cell::Rate("l.platform_fee"), 10),
    column("state", Cell::Code("o.state"), 16),
    column("created_at", Cell::Time("o.created_at"), 20),
    column("paid_at", Cell::Time("o.paid_at"), 20),
    column("effective_at", Cell::Time("o.effective_at"), 20),
    column("completed_at", Cell::Time("o.completed_at"), 20),
    column("repaid_at", Cell::Time("o.repaid_at"), 20),
    column("cancelled_at", Cell::Time("o.cancelled_at"), 20),
    column("payment_method", Cell::Code("o.payment_method"), 14),
];

impl Cell {
    /// Its expression; `None` when it comes from a key.
    const fn field(self) -> Option<&'static str> {
        match self {
            Self::Text(field)
            | Self::Code(field)
            | Self::Whole(field)
            | Self::Currency(field)
            | Self::Money(field)
            | Self::Rate(field)
            | Self::Time(field) => Some(field),
            Self::Key(_) | Self::CodeOf(_) | Self::NameOf(_) => None,
        }
    }
}

/// The headings of orders.
pub(super) fn order_headings() -> Vec<Heading> {
    let shown = |cell| match cell {
        Cell::Money(_) => Shown::Money,
        Cell::Key(_) | Cell::Whole(_) | Cell::Rate(_) => Shown::Number,
        Cell::Time(_) => Shown::Moment,
        Cell::Text(_) | Cell::Code(_) | Cell::Currency(_) | Cell::CodeOf(_) | Cell::NameOf(_) => Shown::Text,
    };
    ORDERS.iter().map(|c| Heading { name: c.name, width: c.width, shown: shown(c.cell) }).collect()
}

/// Every field that is read of orders, in order.
pub(super) fn order_fields(sort: &str) -> Vec<&str> {
    let mut all = vec![sort];
    all.extend(KEYS);
    for field in fields(&ORDERS) {
        all.push(field);
    }
    all
}

/// The fields of columns, without those that come from a key.
pub(super) fn fields(columns: &'static [Column]) -> impl Iterator<Item = &'static str> {
    columns.iter().filter_map(|column| column.cell.field())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_has_the_columns_of_an_import() {
        let imported: Vec<_> = crate::imports::COLUMNS.iter().map(|c| c.name).collect();
        let exported: Vec<_> = ORDERS.iter().map(|c| c.name).collect();
        assert_eq!(exported, imported);
    }

    #[test]
    fn keys_are_where_they_are_said_to_be() {
        let fields = order_fields("o.created_at");
        assert_eq!(fields[ORDER_KEY], "o.id");
        assert_eq!(fields[LINE_KEY], "l.line_no");
        assert_eq!(fields[Name::Product.key()], "l.product_id");
        assert_eq!(fields[Name::Reseller.key()], "o.reseller_id");
        assert_eq!(fields[Name::Customer.key()], "o.customer_id");
        assert_eq!(fields[KEY_COUNT], "o.order_no");
    }
}
