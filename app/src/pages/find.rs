//! What the palette shows while somebody types.

use domain::{order::OrderState, text};
use operations::{Failure, find, journal::Subject};
use serde_json::{Value, json};

use super::settlement;
use crate::{components::amount_text, subjects::shown, visit::Visit, words::codes::worded};

/// Places for a text: `[{label, detail, href, exact}]`.
///
/// # Errors
/// What the database said.
pub async fn hits(visit: &Visit) -> Result<Value, Failure> {
    let given = visit.value("q").unwrap_or_default();
    let found = find::find(&visit.office, visit.actor()?, &given).await?;
    let typed = text::plain(&given).to_ascii_uppercase();
    let place = |subject: Subject<'_>, label: &str, parts: &[&str], exact: bool| {
        let shown = shown(&subject, visit.lang);
        let detail = std::iter::once(shown.word).chain(parts.iter().copied()).collect::<Vec<_>>().join(" · ");
        json!({ "label": label, "detail": detail, "href": shown.href, "exact": exact })
    };
    let orders = found.orders.iter().map(|row| {
        let state = worded(&row.state, OrderState::from_code, visit.lang);
        let exact = row.order_no.to_ascii_uppercase() == typed;
        place(Subject::Order(&row.order_no), &row.order_no, &[&row.customer_name, &state], exact)
    });
    let statements = found.statements.iter().map(|head| {
        let total = head.total_minor.map(|minor| amount_text(minor, head.currency)).unwrap_or_default();
        let exact = head.number.as_ref().is_some_and(|number| *number == typed);
        let parts = [head.reseller.as_str(), &head.period.dashed(), &total];
        place(Subject::Statement(head.id), &settlement::name_of(head, visit.lang), &parts, exact)
    });
    let customers = found
        .customers
        .iter()
        .map(|customer| place(Subject::Customer(&customer.code), &customer.name, &[], false));
    Ok(orders.chain(statements).chain(customers).collect())
}
