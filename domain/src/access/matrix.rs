//! The permission matrix: a row for every operation, a column for every role.

use crate::codes;

codes! {
    /// What a member of staff, or an API token, is there for.
    pub enum Role {
        /// Everything, with staff and settings.
        Owner = "owner" | "所有者" | "主账号",
        /// Orders, delivery and products.
        Operations = "operations" | "运营",
        /// Reads orders; settlement, bills and invoices.
        Finance = "finance" | "财务",
        /// Reads orders of the products granted to them; tickets.
        Support = "support" | "客服",
        /// Reads everything and changes nothing.
        Auditor = "auditor" | "审计",
    }
}

codes! {
    /// Everything that can be done, by whatever door.
    pub enum Operation {
        /// The first page with its figures.
        ReadHome = "home.read",
        /// List, count and search orders.
        ListOrders = "orders.list",
        /// One order with its lines and time line.
        ReadOrder = "orders.read",
        /// Cancel an unpaid order.
        CancelOrder = "orders.cancel",
        /// Note that the buyer has an invoice for an order, or gave it back.
        NoteInvoice = "orders.invoice",
        /// Write a note on an order; correct or delete one's own.
        WriteNote = "orders.note",
        /// Say who looks after an order.
        AssignOrder = "orders.assign",
        /// List and search products.
        ListProducts = "products.list",
        /// Say how a product is delivered and what its deliveries have to prove.
        ManageProducts = "products.manage",
        /// List and count supervised deliveries.
        ListSupervisions = "supervisions.list",
        /// One delivery with its documents and its log.
        ReadSupervision = "supervisions.read",
        /// Take a delivery a step further, hand in its documents, note what others did.
        ActSupervision = "supervisions.act",
        /// Say who delivers.
        AssignSupervision = "supervisions.assign",
        /// Make and revoke the links by which buyers act.
        LinkSupervision = "supervisions.link",
        /// See the refunds that were asked for.
        ReadRefunds = "refunds.read",
        /// Note that a buyer asks for a refund.
        RequestRefund = "refunds.request",
        /// Approve or reject a refund, take returned goods, note that the money went back.
        ReviewRefund = "refunds.review",
        /// List resellers, and those that may be one firm.
        ListResellers = "resellers.list",
        /// Make one reseller of two, or say that they are two.
        MergeResellers = "resellers.merge",
        /// Bring orders in from a file.
        ImportOrders = "orders.import",
        /// Take back what an import did.
        UndoImport = "imports.undo",
        /// See what imports did.
        ReadImports = "imports.read",
        /// Take the filtered list away as a file.
        ExportOrders = "orders.export",
        /// Keep a view of the list for oneself.
        KeepView = "views.keep",
        /// Share a view with everybody.
        ShareView = "views.share",
        /// Ask what a line would settle at.
        QuoteSettlement = "settlement.quote",
        /// See statements and drafts.
        ReadStatements = "statements.read",
        /// Begin the statement of a reseller and month.
        DraftStatement = "statements.draft",
        /// Freeze and number a statement.
        IssueStatement = "statements.issue",
        /// Take an issued statement back by a reversal.
        ReverseStatement = "statements.reverse",
        /// Note that a statement was paid, or take that back.
        PayStatement = "statements.pay",
        /// See bills and their runs.
        ReadBills = "bills.read",
        /// Make the bills of a month.
        RunBills = "bills.run",
        /// Hand a bill to review, lock it, note that it was paid, take it back.
        ActBill = "bills.act",
        /// Approve a bill that somebody else handed in, or send it back.
        ApproveBill = "bills.approve",
        /// See the settlement rules with their versions and drafts.
        ReadRules = "rules.read",
        /// Draft a version of a settlement rule, and replay it over a past month.
        DraftRule = "rules.draft",
        /// Publish what somebody else drafted.
        PublishRule = "rules.publish",
        /// See who works here.
        ReadStaff = "staff.read",
        /// Add, disable and re-role staff.
        ManageStaff = "staff.manage",
        /// See API tokens.
        ReadTokens = "tokens.read",
        /// Create and revoke API tokens.
        ManageTokens = "tokens.manage",
        /// See settings.
        ReadSettings = "settings.read",
        /// Change settings.
        ManageSettings = "settings.manage",
        /// See who issues statements: the merchant's names, bank and pictures.
        ReadMerchant = "merchant.read",
        /// Change who issues statements.
        ManageMerchant = "merchant.manage",
        /// List and count tickets.
        ListTickets = "tickets.list",
        /// One ticket with its conversation.
        ReadTicket = "tickets.read",
        /// Open a ticket for a buyer.
        OpenTicket = "tickets.open",
        /// Write on a ticket, take it further, give it to somebody, note what the customer did.
        ActTicket = "tickets.act",
        /// Hand in a mail that came in, as a mail server does.
        ReceiveMail = "mail.receive",
        /// Write the answers from which whoever handles tickets chooses.
        ManageTicketTemplates = "tickets.templates",
        /// See when tickets are received, and how long each may take.
        ReadReception = "reception.read",
        /// Change that.
        ManageReception = "reception.manage",
        /// See what one was told of, mark it as read, and choose what one is told of.
        OwnNotifications = "notifications.own",
        /// Read the journal.
        ReadJournal = "journal.read",
        /// One's own sessions, password and preferences.
        OwnAccount = "account.own",
    }
}

/// How far a permission reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant {
    /// Not at all.
    No,
    /// Everything.
    Yes,
    /// Only what belongs to products granted to the person.
    Granted,
}

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Changes nothing.
    Reads,
    /// Changes only what is one's own.
    Mine,
    /// Changes what others see.
    Changes,
}

use Effect::{Changes as C, Mine as M, Reads as R};
use Grant::{Granted as G, No as N, Yes as Y};
use Operation as O;

/// Columns: effect; owner, operations, finance, support, auditor.
#[rustfmt::skip]
pub const MATRIX: &[(Operation, Effect, [Grant; 5])] = &[
    //                           own ops fin sup aud
    (O::ReadHome,          R, [Y, Y, Y, Y, Y]),
    (O::ListOrders,        R, [Y, Y, Y, G, Y]),
    (O::ReadOrder,         R, [Y, Y, Y, G, Y]),
    (O::CancelOrder,       C, [Y, Y, N, N, N]),
    (O::NoteInvoice,       C, [Y, Y, Y, N, N]),
    (O::WriteNote,         C, [Y, Y, Y, G, N]),
    (O::AssignOrder,       C, [Y, Y, Y, G, N]),
    (O::ListProducts,      R, [Y, Y, Y, G, Y]),
    (O::ManageProducts,    C, [Y, Y, N, N, N]),
    (O::ListSupervisions,  R, [Y, Y, Y, G, Y]),
    (O::ReadSupervision,   R, [Y, Y, Y, G, Y]),
    (O::ActSupervision,    C, [Y, Y, N, G, N]),
    (O::AssignSupervision, C, [Y, Y, N, G, N]),
    (O::LinkSupervision,   C, [Y, Y, N, G, N]),
    (O::ReadRefunds,       R, [Y, Y, Y, G, Y]),
    (O::RequestRefund,     C, [Y, Y, N, G, N]),
    (O::ReviewRefund,      C, [Y, Y, N, N, N]),
    (O::ListResellers,     R, [Y, N, Y, N, Y]),
    (O::MergeResellers,    C, [Y, N, Y, N, N]),
    (O::ImportOrders,      C, [Y, Y, N, N, N]),
    (O::UndoImport,        C, [Y, Y, N, N, N]),
    (O::ReadImports,       R, [Y, Y, Y, N, Y]),
    (O::ExportOrders,      R, [Y, Y, Y, G, Y]),
    (O::KeepView,          M, [Y, Y, Y, Y, Y]),
    (O::ShareView,         C, [Y, Y, Y, N, N]),
    (O::QuoteSettlement,   R, [Y, Y, Y, N, Y]),
    (O::ReadStatements,    R, [Y, N, Y, N, Y]),
    (O::DraftStatement,    C, [Y, N, Y, N, N]),
    (O::IssueStatement,    C, [Y, N, Y, N, N]),
    (O::ReverseStatement,  C, [Y, N, Y, N, N]),
    (O::PayStatement,      C, [Y, N, Y, N, N]),
    (O::ReadBills,         R, [Y, Y, Y, N, Y]),
    (O::RunBills,          C, [Y, N, Y, N, N]),
    (O::ActBill,           C, [Y, N, Y, N, N]),
    (O::ApproveBill,       C, [Y, N, Y, N, N]),
    (O::ReadRules,         R, [Y, Y, Y, N, Y]),
    (O::DraftRule,         C, [Y, N, Y, N, N]),
    (O::PublishRule,       C, [Y, N, Y, N, N]),
    (O::ReadStaff,         R, [Y, N, N, N, Y]),
    (O::ManageStaff,       C, [Y, N, N, N, N]),
    (O::ReadTokens,        R, [Y, N, N, N, Y]),
    (O::ManageTokens,      C, [Y, N, N, N, N]),
    (O::ReadSettings,      R, [Y, N, N, N, Y]),
    (O::ManageSettings,    C, [Y, N, N, N, N]),
    (O::ReadMerchant,      R, [Y, N, Y, N, Y]),
    (O::ManageMerchant,    C, [Y, N, Y, N, N]),
    (O::ListTickets,       R, [Y, Y, Y, G, Y]),
    (O::ReadTicket,        R, [Y, Y, N, G, Y]),
    (O::OpenTicket,        C, [Y, Y, N, G, N]),
    (O::ActTicket,         C, [Y, Y, N, G, N]),
    (O::ReceiveMail,       C, [Y, Y, N, Y, N]),
    (O::ManageTicketTemplates, C, [Y, N, N, Y, N]),
    (O::ReadReception,     R, [Y, Y, Y, Y, Y]),
    (O::ManageReception,   C, [Y, Y, N, N, N]),
    (O::OwnNotifications,  M, [Y, Y, Y, Y, Y]),
    (O::ReadJournal,       R, [Y, N, N, N, Y]),
    (O::OwnAccount,        M, [Y, Y, Y, Y, Y]),
];

/// How far this role's permission for this operation reaches. An operation without a row is
/// refused to everybody; a test makes sure that there is none.
#[must_use]
pub fn grant(role: Role, operation: Operation) -> Grant {
    MATRIX.iter().find(|(o, ..)| *o == operation).map_or(Grant::No, |(_, _, row)| row[role as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_has_exactly_one_row() {
        for operation in Operation::ALL {
            assert_eq!(MATRIX.iter().filter(|(o, ..)| o == operation).count(), 1, "{operation}");
        }
    }

    #[test]
    fn an_auditor_changes_nothing_and_an_owner_may_everything() {
        for (operation, effect, _) in MATRIX {
            assert_eq!(grant(Role::Owner, *operation), Grant::Yes, "{operation}");
            if *effect == Effect::Changes {
                assert_eq!(grant(Role::Auditor, *operation), Grant::No, "{operation}");
            }
        }
    }
}
