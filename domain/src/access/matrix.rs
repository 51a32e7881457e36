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
        /// Bring orders in from a file.
        ImportOrders = "orders.import",
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

use Grant::{Granted as G, No as N, Yes as Y};
use Operation as O;

/// Columns: owner, operations, finance, support, auditor.
#[rustfmt::skip]
pub const MATRIX: &[(Operation, [Grant; 5])] = &[
    //                       own ops fin sup aud
    (O::ReadHome,          [Y, Y, Y, Y, Y]),
    (O::ListOrders,        [Y, Y, Y, G, Y]),
    (O::ReadOrder,         [Y, Y, Y, G, Y]),
    (O::CancelOrder,       [Y, Y, N, N, N]),
    (O::ImportOrders,      [Y, Y, N, N, N]),
    (O::ReadImports,       [Y, Y, Y, N, Y]),
    (O::ExportOrders,      [Y, Y, Y, G, Y]),
    (O::KeepView,          [Y, Y, Y, Y, Y]),
    (O::ShareView,         [Y, Y, Y, N, N]),
    (O::QuoteSettlement,   [Y, Y, Y, N, Y]),
    (O::ReadStatements,    [Y, N, Y, N, Y]),
    (O::DraftStatement,    [Y, N, Y, N, N]),
    (O::IssueStatement,    [Y, N, Y, N, N]),
    (O::ReadStaff,         [Y, N, N, N, Y]),
    (O::ManageStaff,       [Y, N, N, N, N]),
    (O::ReadTokens,        [Y, N, N, N, Y]),
    (O::ManageTokens,      [Y, N, N, N, N]),
    (O::ReadSettings,      [Y, N, N, N, Y]),
    (O::ManageSettings,    [Y, N, N, N, N]),
    (O::ReadJournal,       [Y, N, N, N, Y]),
    (O::OwnAccount,        [Y, Y, Y, Y, Y]),
];

/// How far this role's permission for this operation reaches. An operation without a row is
/// refused to everybody; a test makes sure that there is none.
#[must_use]
pub fn grant(role: Role, operation: Operation) -> Grant {
    MATRIX.iter().find(|(o, _)| *o == operation).map_or(Grant::No, |(_, row)| row[role as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_has_exactly_one_row() {
        for operation in Operation::ALL {
            assert_eq!(MATRIX.iter().filter(|(o, _)| o == operation).count(), 1, "{operation}");
        }
    }

    #[test]
    fn an_auditor_changes_nothing_and_an_owner_may_everything() {
        for operation in Operation::ALL {
            assert_eq!(grant(Role::Owner, *operation), Grant::Yes);
        }
        for changing in [
            O::CancelOrder,
            O::ImportOrders,
            O::ShareView,
            O::DraftStatement,
            O::IssueStatement,
            O::ManageStaff,
            O::ManageTokens,
            O::ManageSettings,
        ] {
            assert_eq!(grant(Role::Auditor, changing), Grant::No, "{changing}");
        }
    }
}
