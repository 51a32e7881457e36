//! What of the journal of an order stands on what an import did with it.

use std::fmt;

use crate::{journal::Action, orders::TIMEOUT};

domain::codes! {
    /// What stands on what an import did with an order.
    pub enum Obstacle {
        /// A later import changed it.
        Import = "import",
        /// Somebody cancelled it.
        Cancelled = "cancelled",
        /// Somebody wrote a note on it.
        Note = "note",
        /// Somebody looks after it.
        Assignee = "assignee",
        /// A line of it is in a draft.
        Draft = "draft",
        /// A line of it is in a statement.
        Statement = "statement",
        /// Its delivery has gone on.
        Delivery = "delivery",
        /// A refund was asked for.
        Refund = "refund",
        /// There is a ticket of it.
        Ticket = "ticket",
        /// A link was made for its buyer.
        Link = "link",
        /// Something else happened to it.
        Other = "other",
    }
}

/// An order that stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InTheWay {
    /// Its number.
    pub order_no: String,
    /// Why.
    pub why: Obstacle,
    /// Which import, or the number of the statement.
    pub which: Option<String>,
}

impl fmt::Display for InTheWay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { order_no, why, which } = self;
        let which = which.as_deref().unwrap_or_default();
        match why {
            Obstacle::Import => write!(f, "{order_no} was changed by import {which}"),
            Obstacle::Cancelled => write!(f, "{order_no} was cancelled"),
            Obstacle::Note => write!(f, "{order_no} has a note"),
            Obstacle::Assignee => write!(f, "{order_no} is looked after by somebody"),
            Obstacle::Draft => write!(f, "{order_no} is in a draft"),
            Obstacle::Statement if which.is_empty() => write!(f, "{order_no} is in a statement"),
            Obstacle::Statement => write!(f, "{order_no} is in statement {which}"),
            Obstacle::Delivery => write!(f, "the delivery of {order_no} has gone on"),
            Obstacle::Refund => write!(f, "a refund of {order_no} was asked for"),
            Obstacle::Ticket => write!(f, "there is a ticket of {order_no}"),
            Obstacle::Link => write!(f, "a link was made for the buyer of {order_no}"),
            Obstacle::Other => write!(f, "{order_no} was changed afterwards"),
        }
    }
}

/// Something that happened to an order after the import began, and what its journal does not say.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Happened {
    pub(super) order_id: i64,
    pub(super) order_no: String,
    seq: i64,
    actor_kind: String,
    action: String,
    reason: Option<String>,
    /// The import brought the order in.
    created: bool,
    /// What it first changed of an order of the books.
    own_seq: Option<i64>,
    has_notes: bool,
    has_assignee: bool,
}

impl Happened {
    fn is(&self, action: Action) -> bool {
        self.action == action.code()
    }

    /// The clock cancelled it: that is nobody's decision, and it does so again if it has to.
    fn is_timeout(&self) -> bool {
        self.is(Action::OrderCancelled)
            && self.actor_kind == "system"
            && self.reason.as_deref() == Some(TIMEOUT)
    }

    fn which(&self) -> Option<String> {
        self.reason.as_deref().and_then(|why| why.strip_prefix("import ")).map(str::to_owned)
    }
}

/// What of it stands on what the import did: entries of one order, oldest first, without the import's own.
pub(super) fn stands(events: &[Happened]) -> Option<(Obstacle, Option<String>)> {
    // An order that was taken away and brought in again begins anew.
    let anew = events.iter().rev().find(|e| e.created && e.is(Action::OrderWithdrawn)).map(|e| e.seq);
    let begin = events.first().and_then(|e| e.own_seq).max(anew).unwrap_or(0);
    let undone = |one: &Happened| {
        events.iter().any(|e| e.is(Action::OrderPutBack) && e.seq > one.seq && e.reason == one.reason)
    };
    events.iter().filter(|e| e.seq > begin && !e.is_timeout()).find_map(|e| {
        match Action::from_code(&e.action) {
            Some(
                Action::OrderPutBack
                | Action::OrderWithdrawn
                | Action::OrderResellerMerged
                | Action::OrderNoteDeleted
                // Their rows are looked at.
                | Action::SupervisionLinkMade
                | Action::SupervisionLinkRevoked,
            ) => None,
            Some(Action::OrderUpdated | Action::OrderRestored) => {
                (!undone(e)).then(|| (Obstacle::Import, e.which()))
            }
            Some(Action::OrderCancelled) => Some((Obstacle::Cancelled, None)),
            Some(Action::OrderNoteWritten | Action::OrderNoteChanged) => {
                e.has_notes.then_some((Obstacle::Note, None))
            }
            Some(Action::OrderAssigned) => e.has_assignee.then_some((Obstacle::Assignee, None)),
            _ => Some((Obstacle::Other, None)),
        }
    })
}
