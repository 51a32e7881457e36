//! What an order comes to, where that stands, what it waits for and how late it is.

use domain::{
    Period,
    order::{Awaited, Deadline, Left},
    settlement::{NotSettled, period_of},
};
use leptos::prelude::*;
use operations::{
    Failure,
    db::millis,
    orders::Named,
    statements::{self, Amount, Standing},
};

use crate::{
    components::{block, formula::formula, notice::notice},
    visit::Visit,
    words::{OrderWords, failures::not_settled, fill},
};

/// What the page says of the money.
pub struct Shown {
    standings: Vec<Standing>,
    amounts: Vec<Amount>,
    /// The month in which the order belongs by itself.
    own: Option<Period>,
    /// The months in which lines come, each with its draft.
    drafts: Vec<(Period, Option<i64>)>,
}

impl Shown {
    /// Asks where the order stands.
    ///
    /// # Errors
    /// What the database said.
    pub async fn load(visit: &Visit, order: &Named) -> Result<Self, Failure> {
        let (office, actor) = (&visit.office, visit.actor()?);
        let (standings, amounts) = futures::future::try_join(
            statements::standing(office, actor, order),
            statements::amounts(office, actor, order),
        )
        .await?;
        let mut drafts = Vec::new();
        for standing in &standings {
            if let Standing::InDraft { period } = standing {
                drafts.push((*period, statements::draft_in(office, actor, order, *period).await?));
            }
        }
        let (head, delivery) = (&order.order.head, order.order.delivery_type());
        let own = period_of(head, delivery, order.order.has_floor(), office.zone).ok();
        Ok(Self { standings, amounts, own, drafts })
    }
}

/// What the order comes to and where that stands, or why there is nothing.
#[must_use]
pub fn settlement_block(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    let lines = shown.standings.iter().map(|standing| standing_line(visit, shown, standing)).collect_view();
    let amounts = (!shown.amounts.is_empty()).then(|| amounts(visit, &shown.amounts));
    block(words.settlement_block, view! { {amounts}{lines} })
}

/// Each amount opens its arithmetic.
fn amounts(visit: &Visit, amounts: &[Amount]) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    let several = amounts.len() > 1;
    let rows = amounts
        .iter()
        .map(|amount| {
            let name = if several {
                fill(words.settled_line, &[("n", &amount.line_no.to_string())])
            } else {
                words.settlement_amount.to_owned()
            };
            view! { <div><dt>{name}</dt><dd>{formula(&amount.settled, visit.lang)}</dd></div> }
        })
        .collect_view();
    view! { <dl class="facts amounts">{rows}</dl> }
}

fn standing_line(visit: &Visit, shown: &Shown, standing: &Standing) -> AnyView {
    let words = OrderWords::of(visit.lang);
    match standing {
        Standing::Direct => view! { <p>{not_settled(NotSettled::SoldDirectly, visit.lang)}</p> }.into_any(),
        Standing::SettledIn { statement_id, number, amount_minor, .. } => {
            let text = fill(words.settled_in, &[("number", number)]);
            // Who may not see statements is told the number, without a way in.
            match amount_minor {
                Some(_) => {
                    view! { <p><a href=format!("/settlement/{statement_id}")>{text}</a></p> }.into_any()
                }
                None => view! { <p>{text}</p> }.into_any(),
            }
        }
        Standing::InDraft { period } => comes_in(visit, shown, *period),
        Standing::NotYet(why) => {
            view! { <p><strong>{words.why_not}</strong></p><p>{not_settled(*why, visit.lang)}</p> }.into_any()
        }
    }
}

/// The draft, or the month where there is none yet; and why it is not the order's own month.
fn comes_in(visit: &Visit, shown: &Shown, period: Period) -> AnyView {
    let words = OrderWords::of(visit.lang);
    let draft = shown.drafts.iter().find(|(month, _)| *month == period).and_then(|(_, draft)| *draft);
    let word = if draft.is_some() { words.in_that_draft } else { words.in_draft };
    let text = fill(word, &[("period", &period.dashed())]);
    let sees = visit.may(domain::access::Operation::ReadStatements);
    let line = match draft {
        Some(id) => view! { <a href=format!("/settlement/{id}")>{text}</a> }.into_any(),
        None if sees => view! { <a href=format!("/settlement/months/{period}")>{text}</a> }.into_any(),
        None => text.into_any(),
    };
    let rolled = shown.own.filter(|own| *own < period).map(|own| {
        view! { <p class="hint">{fill(words.rolled, &[("own", &own.dashed())])}</p> }
    });
    view! { <p>{line}</p>{rolled} }.into_any()
}

/// What it waits for, until when, and how many days are left or over.
#[must_use]
pub fn waits(visit: &Visit, deadline: Option<Deadline>) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    deadline.map(|deadline| {
        let text = match deadline.awaited {
            Awaited::Payment => words.waits_payment,
            Awaited::Opening => words.waits_opening,
            Awaited::Acceptance => words.waits_acceptance,
        };
        let text = fill(text, &[("at", &visit.minute(millis(deadline.at)))]);
        let days = |word: &str, n: i64| fill(word, &[("n", &n.to_string())]);
        let (tone, left) = match deadline.left(visit.office.clock.now()) {
            Left::Days(0) => ("danger", words.last_day.to_owned()),
            Left::Days(n) => ("info", days(words.days_left, n)),
            Left::Over(0) => ("danger", words.just_over.to_owned()),
            Left::Over(n) => ("danger", days(words.days_over, n)),
        };
        notice(tone, view! { <p>{text}" · "<strong>{left}</strong></p> })
    })
}
