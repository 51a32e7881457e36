//! The catalogue: who is told of what, and how, unless the person chose otherwise.

use super::{Channel, Event};
use crate::access::{Grant, Operation, Role, grant};

/// Whom an event concerns, of those who may see what it happened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Everybody.
    Everybody,
    /// Whoever has it; everybody while nobody has it.
    Handlers,
    /// The one to whom it was given, or who is named in it.
    Named,
    /// The one who began it, and is told of the end of his own work.
    Starter,
}

/// Whether a mail of it waits for one's hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// It does.
    Usual,
    /// It goes out at once.
    Urgent,
}

/// By which channels a role is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// By none.
    No,
    /// In the program.
    Program,
    /// In the program and by mail.
    Both,
}

impl Told {
    /// Whether that is one of them.
    #[must_use]
    pub const fn by(self, channel: Channel) -> bool {
        match channel {
            Channel::Program => !matches!(self, Self::No),
            Channel::Mail => matches!(self, Self::Both),
        }
    }
}

/// A row of the catalogue.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// What happened.
    pub event: Event,
    /// Whoever may not do this is never told, whatever was chosen.
    pub need: Operation,
    /// Whom it concerns.
    pub whose: Whose,
    /// How soon a mail goes out.
    pub pace: Pace,
    /// By which channels each role is told, in the order of the roles.
    pub told: [Told; 5],
}

const fn of(event: Event, need: Operation, whose: Whose, pace: Pace, told: [Told; 5]) -> Row {
    Row { event, need, whose, pace, told }
}

use Event as E;
use Operation as O;
use Pace::{Urgent, Usual};
use Told::{Both as B, No as N, Program as P};
use Whose::{Everybody, Handlers, Named, Starter};

/// Every event once. Columns: owner, operations, finance, support, auditor.
#[rustfmt::skip]
pub const CATALOGUE: &[Row] = &[
    //                                                                   own ops fin sup aud
    of(E::TicketOpened,         O::ReadTicket,      Everybody, Usual,  [P, P, N, B, N]),
    of(E::TicketWritten,        O::ReadTicket,      Handlers,  Usual,  [P, P, N, P, N]),
    of(E::TicketUrged,          O::ReadTicket,      Handlers,  Urgent, [P, B, N, B, N]),
    of(E::TicketRejected,       O::ReadTicket,      Handlers,  Usual,  [P, P, N, B, N]),
    of(E::TicketWithdrawn,      O::ReadTicket,      Handlers,  Usual,  [N, P, N, P, N]),
    of(E::TicketAssigned,       O::ReadTicket,      Named,     Usual,  [B, B, N, B, N]),
    of(E::TicketMentioned,      O::ReadTicket,      Named,     Usual,  [B, B, N, B, P]),
    of(E::TicketDueSoon,        O::ReadTicket,      Handlers,  Urgent, [N, P, N, B, N]),
    of(E::TicketEscalated,      O::ReadTicket,      Everybody, Urgent, [P, B, N, N, N]),
    of(E::TicketOverdue,        O::ReadTicket,      Everybody, Urgent, [P, B, N, B, N]),
    of(E::TicketUnsent,         O::ReadTicket,      Handlers,  Usual,  [P, P, N, B, N]),
    of(E::SupervisionOpened,    O::ReadSupervision, Everybody, Usual,  [N, P, N, P, N]),
    of(E::SupervisionAssigned,  O::ReadSupervision, Named,     Usual,  [B, B, N, B, N]),
    of(E::SupervisionSubmitted, O::ReadSupervision, Handlers,  Usual,  [N, P, N, P, N]),
    of(E::SupervisionAccepted,  O::ReadSupervision, Handlers,  Usual,  [P, P, N, P, N]),
    of(E::SupervisionRejected,  O::ReadSupervision, Handlers,  Usual,  [P, B, N, B, N]),
    of(E::SupervisionAppealed,  O::ReadSupervision, Everybody, Urgent, [B, B, N, B, N]),
    of(E::SupervisionReminded,  O::ReadSupervision, Handlers,  Usual,  [N, P, N, B, N]),
    of(E::SupervisionInfected,  O::ReadSupervision, Handlers,  Usual,  [P, P, N, B, N]),
    of(E::RefundRequested,      O::ReadRefunds,     Everybody, Usual,  [P, B, P, P, N]),
    of(E::RefundActed,          O::ReadRefunds,     Everybody, Usual,  [P, P, N, P, N]),
    of(E::StatementIssued,      O::ReadStatements,  Everybody, Usual,  [P, N, P, N, N]),
    of(E::StatementReversed,    O::ReadStatements,  Everybody, Usual,  [P, N, B, N, N]),
    of(E::ImportDone,           O::ReadImports,     Starter,   Usual,  [P, P, P, N, N]),
    of(E::ImportFailed,         O::ReadImports,     Starter,   Usual,  [B, B, B, N, N]),
    of(E::ImportUndone,         O::ReadImports,     Starter,   Usual,  [P, P, P, N, N]),
    of(E::ExportReady,          O::ExportOrders,    Starter,   Usual,  [P, P, P, P, P]),
    of(E::ExportFailed,         O::ExportOrders,    Starter,   Usual,  [P, P, P, P, P]),
    of(E::OrderAssigned,        O::ReadOrder,       Named,     Usual,  [P, P, P, P, N]),
];

/// The row of an event. A test makes sure that each has one.
#[must_use]
pub fn row(event: Event) -> Option<&'static Row> {
    CATALOGUE.iter().find(|row| row.event == event)
}

/// Whether a role is told of it by a channel unless the person chose otherwise; `None` where the role may not see such
/// things at all.
#[must_use]
pub fn told(role: Role, event: Event, channel: Channel) -> Option<bool> {
    let row = row(event)?;
    (grant(role, row.need) != Grant::No).then(|| row.told[role as usize].by(channel))
}
