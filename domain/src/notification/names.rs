//! The names of what people are told of, and of the channels.

use crate::codes;

codes! {
    /// Something that people are told of.
    pub enum Event {
        /// A customer opened a ticket.
        TicketOpened = "ticket.opened",
        /// The customer wrote on a ticket.
        TicketWritten = "ticket.written",
        /// The customer asks for haste.
        TicketUrged = "ticket.urged",
        /// The customer says that it is not solved, or opened it again.
        TicketRejected = "ticket.rejected",
        /// The customer took it back.
        TicketWithdrawn = "ticket.withdrawn",
        /// A ticket was given to somebody.
        TicketAssigned = "ticket.assigned",
        /// Somebody is named in an internal note.
        TicketMentioned = "ticket.mentioned",
        /// A clock of a ticket is about to break.
        TicketDueSoon = "ticket.due_soon",
        /// A clock of a ticket is about to break, and nobody has stopped it.
        TicketEscalated = "ticket.escalated",
        /// A clock of a ticket is broken.
        TicketOverdue = "ticket.overdue",
        /// What was written to the customer did not go out: a mail failed, or a planned reply was held back.
        TicketUnsent = "ticket.unsent",
        /// A supervised delivery began.
        SupervisionOpened = "supervision.opened",
        /// A delivery was given to somebody.
        SupervisionAssigned = "supervision.assigned",
        /// The buyer handed something in, or confirmed the design.
        SupervisionSubmitted = "supervision.submitted",
        /// The buyer accepted.
        SupervisionAccepted = "supervision.accepted",
        /// The buyer sent something back.
        SupervisionRejected = "supervision.rejected",
        /// The buyer appealed.
        SupervisionAppealed = "supervision.appealed",
        /// A delivery waits for long.
        SupervisionReminded = "supervision.reminded",
        /// The scanner refused a document of a delivery.
        SupervisionInfected = "supervision.document_refused",
        /// A refund is asked for.
        RefundRequested = "refund.requested",
        /// The buyer took a refund back, or sent goods back.
        RefundActed = "refund.acted",
        /// A statement was issued.
        StatementIssued = "statement.issued",
        /// A statement was taken back by a reversal.
        StatementReversed = "statement.reversed",
        /// An import is done.
        ImportDone = "import.done",
        /// An import broke off.
        ImportFailed = "import.failed",
        /// An import was undone.
        ImportUndone = "import.undone",
        /// A file that was asked for is ready.
        ExportReady = "export.ready",
        /// A file that was asked for could not be made.
        ExportFailed = "export.failed",
        /// An order was given to somebody to look after.
        OrderAssigned = "order.assigned",
    }
}

codes! {
    /// How people are told.
    pub enum Channel {
        /// In the program: the bell counts it.
        Program = "program" | "站内",
        /// By mail.
        Mail = "mail" | "邮件",
    }
}

codes! {
    /// What an event is about.
    pub enum Noun {
        /// Tickets.
        Ticket = "ticket" | "工单",
        /// Supervised deliveries.
        Supervision = "supervision" | "服务监管",
        /// Refunds.
        Refund = "refund" | "退订申请",
        /// Statements.
        Statement = "statement" | "结算单",
        /// Imports.
        Import = "import" | "导入",
        /// Exports.
        Export = "export" | "导出",
        /// Orders.
        Order = "order" | "订单",
    }
}

impl Event {
    /// What it is about: the first part of its code.
    #[must_use]
    pub fn noun(self) -> Noun {
        let noun = self.code().split('.').next().and_then(Noun::from_code);
        // A test makes sure that each has one.
        noun.unwrap_or(Noun::Order)
    }
}
