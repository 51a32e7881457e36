//! Columns of exported files; those of orders begin with the columns of an import, so that a file can come
//! in again.

use std::borrow::Cow;

use domain::{
    Tongue,
    bill::BillingState,
    order::{
        BillingMode, BusinessKind, DeliveryType, DurationUnit, OrderState, OrderType, PaymentMethod,
        SalesChannel,
    },
    settlement::{NotSettled, PriceBasis},
    supervision::Node,
};

use super::{headings::heading, manner::Manner};
use crate::{files::header::plain_heading, orders::stands::billing_state};

/// What a code of the database is called in a file.
pub(super) type Word = for<'a> fn(&'a str, Tongue) -> Cow<'a, str>;

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
#[derive(Clone, Debug)]
pub(super) struct Heading {
    pub(super) name: Cow<'static, str>,
    /// Width in a spreadsheet, in characters.
    pub(super) width: u16,
    pub(super) shown: Shown,
}

/// How a spreadsheet shows a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Text,
    /// The currency of the amounts of its row.
    Currency,
    Number,
    Rate,
    Money,
    /// An amount that can be added up, even past the digits that a spreadsheet keeps.
    Near,
    /// The amount beside it as text, to the last digit.
    Digits,
    /// A decimal of more places than its currency has.
    Exact,
    Moment,
}

/// What stands in a column, and where it comes from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cell {
    /// Free text.
    Text(&'static str),
    /// A code of our own, and its words; neither needs quotes.
    Code(&'static str, Word),
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

/// The columns of orders, a row for every line. The last ones are not for the import.
const ORDERS: [Column; 46] = [
    column("order_no", Cell::Text("o.order_no"), 22),
    column("line_no", Cell::Key(LINE_KEY), 8),
    column("order_type", Cell::Code("o.order_type", OrderType::worded), 12),
    column("billing_mode", Cell::Code("o.billing_mode", BillingMode::worded), 12),
    column("business_kind", Cell::Code("o.business_kind", BusinessKind::worded), 12),
    column("delivery_type", Cell::Code("l.delivery_type", DeliveryType::worded), 14),
    column("sales_channel", Cell::Code("o.sales_channel", SalesChannel::worded), 12),
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
    column("duration_unit", Cell::Code("l.duration_unit", DurationUnit::worded), 10),
    column("currency", Cell::Currency("o.currency"), 10),
    column("list_price", Cell::Money("l.list_minor"), 14),
    column("deal_price", Cell::Money("l.deal_minor"), 14),
    column("floor_price", Cell::Money("l.floor_minor"), 14),
    column("coupon", Cell::Money("l.coupon_minor"), 14),
    column("paid_amount", Cell::Money("l.paid_minor"), 14),
    column("output_tax", Cell::Rate("l.output_tax"), 10),
    column("service_tax", Cell::Rate("l.service_tax"), 10),
    column("platform_fee", Cell::Rate("l.platform_fee"), 10),
    column("price_basis", Cell::Code("l.price_basis", PriceBasis::worded), 10),
    column("management_fee", Cell::Rate("l.management_fee"), 10),
    column("partner_tax", Cell::Rate("l.partner_tax"), 10),
    column("wht1", Cell::Money("l.wht1_minor"), 14),
    column("dst1", Cell::Money("l.dst1_minor"), 14),
    column("wht2", Cell::Money("l.wht2_minor"), 14),
    column("dst2", Cell::Money("l.dst2_minor"), 14),
    column("state", Cell::Code("o.state", OrderState::worded), 16),
    column("created_at", Cell::Time("o.created_at"), 20),
    column("paid_at", Cell::Time("o.paid_at"), 20),
    column("effective_at", Cell::Time("o.effective_at"), 20),
    column("completed_at", Cell::Time("o.completed_at"), 20),
    column("repaid_at", Cell::Time("o.repaid_at"), 20),
    column("cancelled_at", Cell::Time("o.cancelled_at"), 20),
    column("payment_method", Cell::Code("o.payment_method", PaymentMethod::worded), 14),
    column("settlement_month", Cell::Whole("COALESCE(s.period, d.period)"), 12),
    column("settlement_amount", Cell::Money("d.amount_minor"), 14),
    column("statement", Cell::Text("s.number"), 20),
    column("not_settled_because", Cell::Code(WHY_NOT, why_not), 24),
];

/// What a file has only when it is asked for by name. The last one is not for the import.
const BESIDES: [Column; 4] = [
    column("assignee", Cell::Text("(SELECT a.name FROM staff a WHERE a.id = o.assignee_id)"), 16),
    column(
        "supervision_node",
        Cell::Code("(SELECT v.node FROM supervisions v WHERE v.order_id = o.id)", Node::worded),
        18,
    ),
    column(
        "supervision_since",
        Cell::Time("(SELECT v.node_since FROM supervisions v WHERE v.order_id = o.id)"),
        20,
    ),
    column(BILLING, Cell::Code(BILLED_OF_LINE, BillingState::worded), 18),
];

/// Where a line stands in bills.
const BILLING: &str = "billing";
/// Of a line with milestones the first that is in no bill decides.
const BILLED_OF_LINE: &str = concat!(
    "(SELECT ",
    billing_state!(),
    " FROM earnings d WHERE d.order_id = l.order_id AND d.line_no = l.line_no \
     ORDER BY CASE WHEN d.bill_id IS NULL THEN 0 ELSE 1 END, d.part LIMIT 1)"
);

/// Where the last columns come from: what the line is owed, and the statement that it stands in.
pub(super) const SETTLED: &str = " LEFT JOIN dues d ON d.order_id = l.order_id AND d.line_no = l.line_no \
    AND d.kind = 'reseller' AND d.part = 0 LEFT JOIN statements s ON s.id = d.statement_id";
/// Who owes nobody anything has no due.
const WHY_NOT: &str = "CASE WHEN d.id IS NULL THEN 'sold_directly' ELSE d.reason END";
/// How many columns are about the settlement.
const ABOUT_SETTLEMENT: usize = 4;

/// Why a line is not settled, in words.
pub(super) fn why_not(code: &str, tongue: Tongue) -> Cow<'_, str> {
    match (tongue, code) {
        (Tongue::Zh, "refused") => Cow::Borrowed("公式不接受，请看订单"),
        (Tongue::En, "refused") => Cow::Borrowed("The formula refuses it"),
        _ => NotSettled::worded(code, tongue),
    }
}

/// The columns of orders that somebody gets; `settled`: with those about the settlement; `billed`: with the one about
/// bills. Those that say which line it is, and the currency of amounts, are never left away.
pub(super) fn order_columns(manner: &Manner, settled: bool, billed: bool) -> Vec<Column> {
    let all = &ORDERS[..ORDERS.len() - if settled { 0 } else { ABOUT_SETTLEMENT }];
    let wanted = |c: &&Column| ["order_no", "line_no", "currency"].contains(&c.name) || manner.has(c.name);
    let besides = BESIDES.iter().filter(|c| billed || c.name != BILLING);
    let besides = besides.filter(|c| manner.columns.is_some() && manner.has(c.name));
    all.iter().filter(wanted).chain(besides).copied().collect()
}

/// The columns of orders, by name.
pub(super) fn order_names() -> Vec<&'static str> {
    ORDERS.iter().chain(&BESIDES).map(|column| column.name).collect()
}

/// Whether a plain heading is one that a file of orders adds to the columns of an import, in any language.
pub(crate) fn adds(plain: &str) -> bool {
    let about = ORDERS[ORDERS.len() - ABOUT_SETTLEMENT..].iter().chain(&BESIDES[BESIDES.len() - 1..]);
    let called = |c: &Column, tongue| plain_heading(&heading(c.name, tongue)) == plain;
    about
        .into_iter()
        .any(|c| [Tongue::Codes, Tongue::Zh, Tongue::En].into_iter().any(|tongue| called(c, tongue)))
}

/// Whether one of them is about the settlement.
pub(super) fn of_settlement(columns: &[Column]) -> bool {
    let about = &ORDERS[ORDERS.len() - ABOUT_SETTLEMENT..];
    columns.iter().any(|column| about.iter().any(|about| about.name == column.name))
}

impl Cell {
    /// Whether it needs what is looked up by row.
    pub(super) fn looks_up(self, name: Name) -> bool {
        matches!(self, Self::CodeOf(of) | Self::NameOf(of) if of == name)
    }

    /// Its expression; `None` when it comes from a key.
    const fn field(self) -> Option<&'static str> {
        match self {
            Self::Text(field)
            | Self::Code(field, _)
            | Self::Whole(field)
            | Self::Currency(field)
            | Self::Money(field)
            | Self::Rate(field)
            | Self::Time(field) => Some(field),
            Self::Key(_) | Self::CodeOf(_) | Self::NameOf(_) => None,
        }
    }
}

/// What a file says of columns of orders.
pub(super) fn order_headings(columns: &[Column], tongue: Tongue) -> Vec<Heading> {
    let shown = |cell| match cell {
        Cell::Money(_) => Shown::Money,
        Cell::Rate(_) => Shown::Rate,
        Cell::Key(_) | Cell::Whole(_) => Shown::Number,
        Cell::Time(_) => Shown::Moment,
        Cell::Currency(_) => Shown::Currency,
        Cell::Text(_) | Cell::Code(..) | Cell::CodeOf(_) | Cell::NameOf(_) => Shown::Text,
    };
    let of = |c: &Column| Heading { name: heading(c.name, tongue), width: c.width, shown: shown(c.cell) };
    columns.iter().map(of).collect()
}

/// Every field that is read of orders, in order.
pub(super) fn order_fields<'a>(sort: &'a str, columns: &[Column]) -> Vec<&'a str> {
    let of_columns = columns.iter().filter_map(|column| column.cell.field());
    std::iter::once(sort).chain(KEYS).chain(of_columns).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_has_the_columns_of_an_import() {
        let besides = |name: &&str| !name.starts_with("supervision_");
        let imported: Vec<_> = crate::imports::COLUMNS.iter().map(|c| c.name).filter(besides).collect();
        assert_eq!(imported.len(), crate::imports::COLUMNS.len() - 2);
        let names = |settled| -> Vec<_> {
            order_columns(&Manner::default(), settled, true).iter().map(|c| c.name).collect()
        };
        assert_eq!(names(false), imported);
        assert_eq!(names(true)[..imported.len()], imported);
        assert!(of_settlement(&order_columns(&Manner::default(), true, true)));
    }

    #[test]
    fn chosen_columns_say_which_line_it_is() {
        let manner = Manner { columns: Some(vec!["deal_price".into(), "state".into()]), ..Manner::default() };
        let columns = order_columns(&manner, true, true);
        let names: Vec<_> = columns.iter().map(|c| c.name).collect();
        assert_eq!(names, ["order_no", "line_no", "currency", "deal_price", "state"]);
        assert!(!of_settlement(&columns));
    }

    #[test]
    fn every_column_has_its_words() {
        for heading in order_headings(&order_columns(&Manner::default(), true, true), Tongue::Zh) {
            assert!(!heading.name.is_ascii(), "{}", heading.name);
        }
        assert_eq!(why_not("refused", Tongue::Codes), "refused");
    }

    #[test]
    fn keys_are_where_they_are_said_to_be() {
        let fields = order_fields("o.created_at", &order_columns(&Manner::default(), true, true));
        assert_eq!(fields[ORDER_KEY], "o.id");
        assert_eq!(fields[LINE_KEY], "l.line_no");
        assert_eq!(fields[Name::Product.key()], "l.product_id");
        assert_eq!(fields[Name::Reseller.key()], "o.reseller_id");
        assert_eq!(fields[Name::Customer.key()], "o.customer_id");
        assert_eq!(fields[KEY_COUNT], "o.order_no");
    }
}
