//! What stands against a step of a ticket.

use domain::ticket::{Action, RATING_DAYS, Refusal, Side, State};

/// Why a step was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The ticket is in another state, or it is the other side's turn.
    #[error("{why}{}; possible: {}", with(.assignee.as_deref()), told(.possible))]
    NotNow {
        /// Where it is.
        state: State,
        /// Who works on it.
        assignee: Option<String>,
        /// What the table says.
        why: Refusal,
        /// What can be done, and by whom.
        possible: Vec<(Action, Side)>,
    },
    /// Somebody wrote or acted since the page was opened.
    #[error("something happened since: look again, then send it once more")]
    ActedMeanwhile,
    /// Tickets are not received.
    #[error("tickets are not received: an owner or operations can change that")]
    NotReceived,
    /// The person has not the product.
    #[error("{name} has no grant of {product}; who has: {}", names(.others))]
    NotSeenBy {
        /// Name of the person.
        name: String,
        /// Name of the product.
        product: String,
        /// Names of those who have it.
        others: Vec<String>,
    },
    /// It was rated before.
    #[error("it was rated already: a rating is given once")]
    RatedAlready,
    /// The time for a rating is over.
    #[error("a ticket is rated within {RATING_DAYS} days of its end")]
    RatingOver,
    /// A ticket is not put into itself, or into one that has ended.
    #[error("{no} cannot take it in: it is the same ticket, or has ended")]
    CannotTakeIn {
        /// The other ticket.
        no: String,
    },
}

fn with(assignee: Option<&str>) -> String {
    assignee.map(|name| format!(" ({name} has it)")).unwrap_or_default()
}

fn told(possible: &[(Action, Side)]) -> String {
    let each: Vec<_> = possible.iter().map(|(action, by)| format!("{action} by {by}")).collect();
    if each.is_empty() { "nothing".to_owned() } else { each.join(", ") }
}

fn names(others: &[String]) -> String {
    if others.is_empty() { "nobody".to_owned() } else { others.join(", ") }
}
