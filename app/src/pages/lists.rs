//! Every list by its code: what its file, its views and the journal say of it.

use super::{exports, imports, journal, orders, products, resellers, settlement, staff, tokens};
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
        "resellers" => &resellers::FACE,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{lang::Lang, list::in_words};

    #[test]
    fn every_list_can_be_told() {
        for list in operations::LISTS {
            assert!(list_of(list.code).is_some(), "{}", list.code);
        }
        assert!(list_of("bills").is_none());
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
