//! Every list by its code: what its file, its views and the journal say of it.

use super::{
    bills, exports, imports, journal, orders, products, reconciliations, refunds, resellers, settlement,
    staff, supervisions, tickets, tokens,
};
use crate::list::Told;

/// The list of a code.
#[must_use]
pub fn list_of(code: &str) -> Option<&'static dyn Told> {
    Some(match code {
        "orders" => &orders::list::FACE,
        "statements" => &settlement::list::FACE,
        "imports" => &imports::list::FACE,
        "exports" => &exports::FACE,
        "journal" => &journal::FACE,
        "staff" => &staff::FACE,
        "tokens" => &tokens::FACE,
        "products" => &products::FACE,
        "supervisions" => &supervisions::list::FACE,
        "refunds" => &refunds::list::FACE,
        "tickets" => &tickets::list::FACE,
        "bills" => &bills::list::FACE,
        "transactions" => &bills::transactions::FACE,
        "bill_disputes" => &bills::disputes::FACE,
        "reconciliations" => &reconciliations::list::FACE,
        "bill_lines" => &bills::list::LINES_OF,
        "resellers" => &resellers::FACE,
        _ => return None,
    })
}

/// Columns of pages that have another name in files, or several; those that are in no file have none.
const IN_FILES: &[(&str, &str, &[&str])] = &[
    ("orders", "number", &["order_no", "line_no"]),
    ("orders", "product", &["product_id", "product_name", "sku_name"]),
    ("orders", "customer", &["customer_id", "customer_name"]),
    ("orders", "channel", &["sales_channel"]),
    ("orders", "amount", &["currency", "paid_amount"]),
    ("orders", "created", &["created_at"]),
    ("orders", "waits", &[]),
    ("statements", "lines", &["line_count"]),
    ("statements", "total", &["currency", "total"]),
    ("statements", "created", &["created_at"]),
    ("statements", "issued", &["issued_at"]),
    ("statements", "paid", &["paid_on", "reference"]),
    ("imports", "file", &["file_name"]),
    ("imports", "created", &["created_at"]),
    ("imports", "who", &["brought_by"]),
    ("imports", "new", &["created"]),
    ("imports", "dealt", &["dealt_at"]),
    ("journal", "who", &["actor_kind", "actor"]),
    ("journal", "subject", &["subject_kind", "subject"]),
    ("journal", "changes", &["before", "after", "reason"]),
    ("staff", "products", &["granted_products"]),
    ("staff", "signed_in", &["last_sign_in_at"]),
    ("staff", "created", &["created_at"]),
    ("tokens", "created", &["created_by", "created_at"]),
    ("tokens", "expires", &["expires_at"]),
    ("tokens", "used", &["last_used_at"]),
    ("products", "code", &["id"]),
    ("products", "orders", &[]),
    ("supervisions", "number", &["order_no"]),
    ("supervisions", "product", &["product_id", "product_name"]),
    ("supervisions", "customer", &["customer_id", "customer_name"]),
    ("supervisions", "waits", &["waiting_for"]),
    ("supervisions", "since", &["node_since"]),
    ("supervisions", "due", &["due_at"]),
    ("supervisions", "opened", &["opened_at"]),
    ("tickets", "due", &["first_response_due_at", "resolution_due_at"]),
    ("tickets", "changed", &[]),
    ("refunds", "number", &["order_no"]),
    ("refunds", "product", &["product_id", "product_name"]),
    ("refunds", "customer", &["customer_id", "customer_name"]),
    ("refunds", "amount", &["currency", "amount"]),
    ("refunds", "paid", &["paid_amount"]),
    ("refunds", "created", &["created_at"]),
    ("bills", "number", &["bill"]),
    ("bills", "total", &["currency", "total"]),
    ("bills", "lines", &["line_count"]),
    ("bills", "created", &["made_at"]),
    ("transactions", "number", &["order_no", "line_no", "part"]),
    ("transactions", "customer", &["customer_name"]),
    ("transactions", "product", &["product_name"]),
    ("transactions", "repaid", &["payment_method", "repaid_at"]),
    ("transactions", "supervision", &["node"]),
    ("transactions", "amount", &["currency", "amount"]),
    ("transactions", "details", &["since", "bill", "bill_state", "billed_in", "position", "item"]),
];

/// The columns of a file that are those which a query shows on the page.
#[must_use]
pub fn columns_as_shown(code: &str, query: &str) -> Vec<&'static str> {
    let shown = list_of(code).map(|list| list.columns(query)).unwrap_or_default();
    let in_file = |column: &'static str| {
        let other = IN_FILES.iter().find(|(list, page, _)| *list == code && *page == column);
        other.map_or_else(|| vec![column], |(.., columns)| columns.to_vec())
    };
    shown.into_iter().flat_map(in_file).collect()
}

#[cfg(test)]
mod tests {
    use operations::exports::KINDS;

    use super::*;
    use crate::{lang::Lang, list::in_words};

    #[test]
    fn every_column_of_a_page_is_in_its_file() {
        for kind in KINDS {
            let (code, names) = (kind.code(), kind.columns());
            for (page, in_file) in IN_FILES.iter().filter(|(list, ..)| *list == code).map(|(_, p, f)| (p, f))
            {
                let shown = columns_as_shown(code, &format!("columns={page}"));
                assert!(in_file.iter().all(|column| shown.contains(column)), "{code} {page}: {shown:?}");
            }
            for column in columns_as_shown(code, "") {
                assert!(names.contains(&column), "{column} of {code}");
            }
        }
        assert_eq!(
            columns_as_shown("orders", "columns=state,assignee,reseller&state=completed"),
            ["order_no", "line_no", "reseller", "assignee", "state"]
        );
    }

    #[test]
    fn a_file_is_called_by_its_filter() {
        let stem = |code: &str, query: &str, lang| list_of(code).expect("a list").stem(query, lang);
        let month = "state=completed&created_from=2026-10-01&created_to=2026-10-31";
        assert_eq!(stem("orders", month, Lang::En), "orders-completed-202610");
        assert_eq!(stem("orders", month, Lang::Zh), "订单-已完成-2026年10月");
        let days = "created_from=2026-10-01&created_to=2026-10-30";
        assert_eq!(stem("orders", days, Lang::En), "orders-20261001-20261030");
        assert_eq!(stem("orders", "created_from=2026-10-01", Lang::Zh), "订单-自20261001");
        assert_eq!(
            stem("journal", "action=statement.issued&to=2026-10-02", Lang::En),
            "journal-issued-a-statement-to-20261002"
        );
        let hostile =
            stem("orders", "q=..%2F%3A*%3F%22%3C%3E%7C%00a%5Cb&reseller=%E4%BA%91%20%E6%A2%AF", Lang::Zh);
        assert_eq!(hostile, "订单-a-b-云-梯");
        let long = format!("q={}&customer={}&product={}", "a".repeat(150), "b".repeat(150), "c".repeat(150));
        assert!(stem("orders", &long, Lang::Zh).chars().count() <= 60);
    }

    #[test]
    fn every_list_can_be_told() {
        for list in operations::LISTS {
            assert!(list_of(list.code).is_some(), "{}", list.code);
        }
        assert!(list_of("boats").is_none());
    }

    #[test]
    fn a_query_is_told_in_words() {
        let told = |code: &str, query: &str, lang| in_words(list_of(code).expect("a list"), query, lang);
        assert_eq!(
            told(
                "orders",
                "state=completed,processing&created_from=2026-10-01&assignee=nobody&x=1",
                Lang::Zh
            ),
            "状态：已完成 / 处理中 · 创建日期：≥ 2026-10-01 · 负责人：无人负责"
        );
        assert_eq!(
            told("journal", "action=statement.issued&state=lost", Lang::En),
            "What: Issued a statement"
        );
        assert_eq!(told("orders", "state=lost", Lang::En), "");
    }
}
