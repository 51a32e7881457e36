//! What stands against a step of a delivery.

use domain::supervision::{Action, Node, Refusal, Side};

/// Why a step was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The flow is somewhere else, or it is somebody else's turn.
    #[error("{why}; possible at {node}: {}", told(.possible))]
    NotNow {
        /// Where it is.
        node: Node,
        /// What the flow says.
        why: Refusal,
        /// What can be done there, and by whom.
        possible: Vec<(Action, Side)>,
    },
    /// Somebody acted since the page was opened.
    #[error("somebody acted meanwhile: it is at {node} now, look again")]
    ActedMeanwhile {
        /// Where it is now.
        node: Node,
    },
    /// A refund runs.
    #[error("a refund runs: nobody acts until it has ended")]
    RefundRuns,
    /// The goods were signed for already.
    #[error("the goods were signed for already")]
    SignedAlready,
    /// The code was claimed already.
    #[error("the code was claimed already")]
    ClaimedAlready,
    /// Documents are still being scanned.
    #[error("documents are still being scanned: try again in a moment")]
    BeingScanned,
    /// A scanner found something in the document.
    #[error("the scanner found {finding} in it: it stays closed")]
    Infected {
        /// What it found.
        finding: String,
    },
    /// The order has no supervised delivery.
    #[error("the order is not supervised")]
    NotSupervised,
    /// Milestones cannot be changed once something was accepted.
    #[error("a part was accepted already: the milestones stay")]
    MilestonesStand,
    /// The person has none of the products.
    #[error("{name} may not see the order")]
    NotSeenBy {
        /// Name of the person.
        name: String,
    },
    /// Only whoever delivers, or an owner or operations, hands a delivery over.
    #[error("only whoever delivers, an owner or operations can hand it over")]
    NotYoursToGive,
    /// Somebody else has it now.
    #[error("{} delivers it now", .to.as_deref().unwrap_or("nobody"))]
    Assigned {
        /// Who has it now.
        to: Option<String>,
    },
    /// Somebody changed since how the product is delivered.
    #[error("{by} changed how the product is delivered meanwhile: look again")]
    ProductChanged {
        /// Who did.
        by: String,
    },
    /// The link is not good, or not any more.
    #[error("the link has expired or was revoked")]
    LinkGone,
}

fn told(possible: &[(Action, Side)]) -> String {
    let each: Vec<_> = possible.iter().map(|(action, by)| format!("{action} by {by}")).collect();
    if each.is_empty() { "nothing".to_owned() } else { each.join(", ") }
}
