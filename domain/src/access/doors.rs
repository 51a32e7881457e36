//! Every way in, and what it asks for. The server compares this table with the routes that it
//! really has; one without a row fails the tests, and is refused at run time.

use super::Operation;

/// What kind of way in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoorKind {
    /// A page (GET).
    Page,
    /// A server function: a form of a page, or an island (POST).
    Form,
    /// A path of the REST API, with its method in front.
    Api,
    /// A download or an upload outside of the pages.
    File,
}

/// What a door asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Nothing.
    Nothing,
    /// The permission for this operation.
    May(Operation),
}

/// A way in.
#[derive(Clone, Copy, Debug)]
pub struct Door {
    /// What kind.
    pub kind: DoorKind,
    /// Path with `{placeholders}`; an API path has its method in front.
    pub path: &'static str,
    /// What it asks for.
    pub need: Need,
}

const fn page(path: &'static str, operation: Operation) -> Door {
    Door { kind: DoorKind::Page, path, need: Need::May(operation) }
}
const fn form(path: &'static str, operation: Operation) -> Door {
    Door { kind: DoorKind::Form, path, need: Need::May(operation) }
}
const fn api(path: &'static str, operation: Operation) -> Door {
    Door { kind: DoorKind::Api, path, need: Need::May(operation) }
}
const fn file(path: &'static str, operation: Operation) -> Door {
    Door { kind: DoorKind::File, path, need: Need::May(operation) }
}
const fn open(kind: DoorKind, path: &'static str) -> Door {
    Door { kind, path, need: Need::Nothing }
}

use Operation as O;

/// The table.
pub const DOORS: &[Door] = &[
    open(DoorKind::Page, "/sign-in"),
    open(DoorKind::Page, "/welcome/{token}"),
    open(DoorKind::Page, "/_components"),
    page("/", O::ReadHome),
    page("/orders", O::ListOrders),
    page("/orders/{order_no}", O::ReadOrder),
    page("/supervisions", O::ListSupervisions),
    page("/supervisions/{order_no}", O::ReadSupervision),
    page("/refunds", O::ReadRefunds),
    page("/refunds/{id}", O::ReadRefunds),
    page("/products", O::ListProducts),
    page("/products/{code}", O::ListProducts),
    page("/resellers", O::ListResellers),
    page("/imports", O::ReadImports),
    page("/imports/new", O::ImportOrders),
    page("/imports/{id}", O::ReadImports),
    page("/imports/{id}/undo", O::UndoImport),
    page("/exports", O::ExportOrders),
    page("/settlement", O::ReadStatements),
    page("/settlement/quote", O::QuoteSettlement),
    page("/bills", O::ReadBills),
    page("/bills/runs/{id}", O::ReadBills),
    page("/bills/transactions", O::ReadBills),
    page("/bills/{id}", O::ReadBills),
    page("/settlement/rules", O::ReadRules),
    page("/settlement/rules/new", O::DraftRule),
    page("/settlement/rules/{id}", O::ReadRules),
    page("/settlement/months/{period}", O::ReadStatements),
    page("/settlement/{id}", O::ReadStatements),
    page("/settlement/{id}/print", O::ReadStatements),
    page("/staff", O::ReadStaff),
    page("/tokens", O::ReadTokens),
    page("/settings", O::ReadSettings),
    page("/settings/merchant", O::ReadMerchant),
    page("/settings/standing", O::ReadMerchant),
    page("/settings/reception", O::ReadReception),
    page("/tickets", O::ListTickets),
    page("/tickets/duty", O::ReadReception),
    page("/tickets/new", O::OpenTicket),
    page("/tickets/report", O::ListTickets),
    page("/tickets/templates", O::ManageTicketTemplates),
    page("/tickets/{no}", O::ReadTicket),
    page("/journal", O::ReadJournal),
    page("/account", O::OwnAccount),
    page("/account/notifications", O::OwnNotifications),
    page("/notifications", O::OwnNotifications),
    page("/help", O::OwnAccount),
    page("/bulk/{id}", O::OwnAccount),
    open(DoorKind::Form, "/do/sign-in"),
    open(DoorKind::Form, "/do/accept-invitation"),
    open(DoorKind::Form, "/do/set-locale"),
    open(DoorKind::Form, "/do/set-theme"),
    form("/do/sign-out", O::OwnAccount),
    form("/do/end-session", O::OwnAccount),
    form("/do/end-other-sessions", O::OwnAccount),
    form("/do/change-password", O::OwnAccount),
    form("/do/set-shortcuts", O::OwnAccount),
    form("/do/set-density", O::OwnAccount),
    form("/do/read-notification", O::OwnNotifications),
    form("/do/read-notifications", O::OwnNotifications),
    form("/do/choose-notifications", O::OwnNotifications),
    form("/do/reset-notifications", O::OwnNotifications),
    form("/do/cancel-order", O::CancelOrder),
    form("/do/save-answer", O::ManageTicketTemplates),
    form("/do/remove-answer", O::ManageTicketTemplates),
    form("/do/act-supervision", O::ActSupervision),
    form("/do/assign-supervision", O::AssignSupervision),
    form("/do/assign-supervisions", O::AssignSupervision),
    form("/do/remind-supervision", O::ActSupervision),
    form("/do/remind-supervisions", O::ActSupervision),
    form("/do/set-milestones", O::ActSupervision),
    form("/do/waive-document", O::ActSupervision),
    form("/do/ask-for-document", O::ActSupervision),
    form("/do/make-link", O::LinkSupervision),
    form("/do/revoke-link", O::LinkSupervision),
    form("/do/note-invoice", O::NoteInvoice),
    form("/do/request-refund", O::RequestRefund),
    form("/do/act-refund", O::RequestRefund),
    form("/do/cancel-orders", O::CancelOrder),
    form("/do/assign-order", O::AssignOrder),
    form("/do/assign-orders", O::AssignOrder),
    form("/do/write-note", O::WriteNote),
    form("/do/change-note", O::WriteNote),
    form("/do/delete-note", O::WriteNote),
    form("/do/keep-view", O::KeepView),
    form("/do/change-view", O::KeepView),
    form("/do/rename-view", O::KeepView),
    form("/do/remove-view", O::KeepView),
    form("/do/set-delivery", O::ManageProducts),
    form("/do/merge-resellers", O::MergeResellers),
    form("/do/keep-resellers-apart", O::MergeResellers),
    form("/do/apply-import", O::ImportOrders),
    form("/do/look-again", O::ImportOrders),
    form("/do/drop-import", O::ImportOrders),
    form("/do/forget-reading", O::ImportOrders),
    form("/do/resume-import", O::ImportOrders),
    form("/do/resume-imports", O::ImportOrders),
    form("/do/deal-with-import", O::ImportOrders),
    form("/do/reopen-import", O::ImportOrders),
    form("/do/undo-import", O::UndoImport),
    form("/do/export", O::ExportOrders),
    form("/do/export-chosen", O::ExportOrders),
    form("/do/retry-exports", O::ExportOrders),
    form("/do/run-bills", O::RunBills),
    form("/do/act-bill", O::ActBill),
    form("/do/draft-statement", O::DraftStatement),
    form("/do/draft-statements", O::DraftStatement),
    form("/do/discard-statement", O::DraftStatement),
    form("/do/issue-statement", O::IssueStatement),
    form("/do/issue-statements", O::IssueStatement),
    form("/do/supplement-statement", O::DraftStatement),
    form("/do/reverse-statement", O::ReverseStatement),
    form("/do/pay-statement", O::PayStatement),
    form("/do/take-payment-back", O::PayStatement),
    form("/do/add-staff", O::ManageStaff),
    form("/do/set-role", O::ManageStaff),
    form("/do/set-grants", O::ManageStaff),
    form("/do/disable-staff", O::ManageStaff),
    form("/do/enable-staff", O::ManageStaff),
    form("/do/invite-again", O::ManageStaff),
    form("/do/create-token", O::ManageTokens),
    form("/do/revoke-token", O::ManageTokens),
    form("/do/revoke-tokens", O::ManageTokens),
    form("/do/bulk-again", O::OwnAccount),
    form("/do/save-settings", O::ManageSettings),
    form("/do/save-reception", O::ManageReception),
    form("/do/assign-tickets", O::ActTicket),
    form("/do/reply-tickets", O::ActTicket),
    form("/do/save-duty", O::ManageReception),
    form("/do/open-ticket", O::OpenTicket),
    form("/do/act-ticket", O::ActTicket),
    form("/do/send-mail-again", O::ActTicket),
    form("/do/send-planned", O::ActTicket),
    form("/do/take-back-planned", O::ActTicket),
    form("/do/take-holidays", O::ManageReception),
    form("/do/save-rule", O::DraftRule),
    form("/do/replay-rule", O::DraftRule),
    form("/do/publish-rule", O::PublishRule),
    form("/do/discard-rule", O::DraftRule),
    form("/do/save-merchant", O::ManageMerchant),
    form("/do/record-certification", O::ManageMerchant),
    form("/do/record-agreement", O::ManageMerchant),
    form("/do/remove-picture", O::ManageMerchant),
    file("GET /live", O::OwnAccount),
    file("POST /live/writing", O::ActTicket),
    open(DoorKind::File, "GET /d/{key}"),
    open(DoorKind::File, "POST /d/{key}/act"),
    open(DoorKind::File, "GET /d/{key}/documents/{id}"),
    open(DoorKind::File, "OPTIONS /d/{key}/uploads"),
    open(DoorKind::File, "GET /d/{key}/tickets/{no}"),
    open(DoorKind::File, "POST /d/{key}/tickets"),
    open(DoorKind::File, "POST /d/{key}/tickets/{no}/act"),
    open(DoorKind::File, "POST /d/{key}/uploads"),
    open(DoorKind::File, "OPTIONS /d/{key}/uploads/{id}"),
    open(DoorKind::File, "POST /d/{key}/uploads/{id}"),
    open(DoorKind::File, "HEAD /d/{key}/uploads/{id}"),
    open(DoorKind::File, "PATCH /d/{key}/uploads/{id}"),
    open(DoorKind::File, "DELETE /d/{key}/uploads/{id}"),
    open(DoorKind::File, "OPTIONS /uploads"),
    open(DoorKind::File, "OPTIONS /uploads/{id}"),
    file("POST /uploads", O::ActSupervision),
    file("POST /uploads/{id}", O::ActSupervision),
    file("HEAD /uploads/{id}", O::ActSupervision),
    file("PATCH /uploads/{id}", O::ActSupervision),
    file("DELETE /uploads/{id}", O::ActSupervision),
    file("GET /find", O::OwnAccount),
    file("GET /documents/{id}", O::ReadSupervision),
    file("GET /documents/{id}/preview", O::ReadSupervision),
    file("POST /supervisions/{order_no}/documents", O::ActSupervision),
    file("POST /tickets/{no}/messages", O::ActTicket),
    file("POST /imports", O::ImportOrders),
    file("GET /imports/template", O::ImportOrders),
    file("GET /imports/{id}/rejected", O::ReadImports),
    file("GET /imports/{id}/progress", O::ReadImports),
    file("GET /exports/now", O::ExportOrders),
    file("GET /exports/{id}/file", O::ExportOrders),
    file("GET /exports/{id}/progress", O::ExportOrders),
    file("GET /bills/runs/{id}/progress", O::ReadBills),
    file("GET /bills/{id}/file", O::ReadBills),
    file("GET /settlement/{id}/progress", O::ReadStatements),
    file("GET /settlement/{id}/left-out", O::ReadStatements),
    file("GET /orders/export", O::ExportOrders),
    file("GET /settlement/{id}/file", O::ReadStatements),
    file("GET /settlement/{id}/pdf", O::ReadStatements),
    file("GET /supervisions/{order_no}/evidence", O::ReadSupervision),
    file("GET /settlement/{id}/picture/{place}", O::ReadStatements),
    file("GET /settings/merchant/{place}", O::ReadMerchant),
    file("POST /settings/merchant/{place}", O::ManageMerchant),
    open(DoorKind::Api, "GET /api/v1/openapi.json"),
    api("GET /api/v1/orders", O::ListOrders),
    api("GET /api/v1/orders/{order_no}", O::ReadOrder),
    api("POST /api/v1/orders/{order_no}/cancel", O::CancelOrder),
    api("PUT /api/v1/orders/{order_no}/invoice", O::NoteInvoice),
    api("POST /api/v1/orders/{order_no}/assign", O::AssignOrder),
    api("GET /api/v1/orders/{order_no}/notes", O::ReadOrder),
    api("POST /api/v1/orders/{order_no}/notes", O::WriteNote),
    api("POST /api/v1/orders/import", O::ImportOrders),
    api("GET /api/v1/supervisions", O::ListSupervisions),
    api("GET /api/v1/supervisions/{order_no}", O::ReadSupervision),
    api("GET /api/v1/supervisions/{order_no}/evidence", O::ReadSupervision),
    api("POST /api/v1/supervisions/{order_no}/actions", O::ActSupervision),
    api("PUT /api/v1/supervisions/{order_no}/milestones", O::ActSupervision),
    api("POST /api/v1/supervisions/{order_no}/documents", O::ActSupervision),
    api("GET /api/v1/documents/{id}", O::ReadSupervision),
    api("POST /api/v1/supervisions/{order_no}/links", O::LinkSupervision),
    api("DELETE /api/v1/links/{id}", O::LinkSupervision),
    api("POST /api/v1/orders/{order_no}/refunds", O::RequestRefund),
    api("GET /api/v1/refunds", O::ReadRefunds),
    api("GET /api/v1/refunds/{id}", O::ReadRefunds),
    api("POST /api/v1/refunds/{id}/actions", O::RequestRefund),
    api("GET /api/v1/products", O::ListProducts),
    api("GET /api/v1/products/{product_id}", O::ListProducts),
    api("PUT /api/v1/products/{product_id}", O::ManageProducts),
    api("GET /api/v1/resellers", O::ListResellers),
    api("GET /api/v1/imports", O::ReadImports),
    api("POST /api/v1/imports/{id}/undo", O::UndoImport),
    api("POST /api/v1/imports/{id}/dealt-with", O::ImportOrders),
    api("POST /api/v1/imports/{id}/reopen", O::ImportOrders),
    api("GET /api/v1/journal", O::ReadJournal),
    api("GET /api/v1/exports/{kind}", O::ExportOrders),
    api("POST /api/v1/settlement/quote", O::QuoteSettlement),
    api("GET /api/v1/tickets", O::ListTickets),
    api("POST /api/v1/tickets", O::OpenTicket),
    api("GET /api/v1/tickets/{no}", O::ReadTicket),
    api("POST /api/v1/tickets/{no}/messages", O::ActTicket),
    api("POST /api/v1/tickets/{no}/documents", O::ActTicket),
    api("POST /api/v1/tickets/{no}/planned/{id}", O::ActTicket),
    api("DELETE /api/v1/tickets/{no}/planned/{id}", O::ActTicket),
    api("POST /api/v1/tickets/{no}/actions", O::ActTicket),
    api("POST /api/v1/mail", O::ReceiveMail),
    api("GET /api/v1/live", O::ListTickets),
    api("GET /api/v1/notifications", O::OwnNotifications),
    api("POST /api/v1/notifications/read", O::OwnNotifications),
    api("GET /api/v1/merchant", O::ReadMerchant),
    api("PUT /api/v1/merchant", O::ManageMerchant),
    api("GET /api/v1/reception", O::ReadReception),
    api("PUT /api/v1/reception", O::ManageReception),
    api("GET /api/v1/settlement/statements", O::ReadStatements),
    api("POST /api/v1/settlement/statements", O::DraftStatement),
    api("GET /api/v1/settlement/statements/{id}", O::ReadStatements),
    api("GET /api/v1/settlement/statements/{id}/pdf", O::ReadStatements),
    api("GET /api/v1/settlement/statements/{id}/left-out", O::ReadStatements),
    api("POST /api/v1/settlement/statements/{id}/issue", O::IssueStatement),
    api("POST /api/v1/settlement/statements/{id}/discard", O::DraftStatement),
    api("POST /api/v1/settlement/statements/{id}/supplement", O::DraftStatement),
    api("POST /api/v1/settlement/statements/{id}/reverse", O::ReverseStatement),
    api("POST /api/v1/settlement/statements/{id}/pay", O::PayStatement),
    api("POST /api/v1/settlement/statements/{id}/take-payment-back", O::PayStatement),
    api("GET /api/v1/orders/{order_no}/billing", O::ReadBills),
    api("GET /api/v1/bills", O::ReadBills),
    api("POST /api/v1/bills/runs", O::RunBills),
    api("GET /api/v1/bills/runs/{id}", O::ReadBills),
    api("GET /api/v1/bills/transactions", O::ReadBills),
    api("GET /api/v1/bills/{id}", O::ReadBills),
    api("GET /api/v1/bills/{id}/lines", O::ReadBills),
    api("POST /api/v1/bills/{id}/actions", O::ActBill),
    api("GET /api/v1/bills/{id}/file", O::ReadBills),
    api("GET /api/v1/settlement/rules", O::ReadRules),
    api("POST /api/v1/settlement/rules", O::DraftRule),
    api("GET /api/v1/settlement/rules/{id}", O::ReadRules),
    api("PUT /api/v1/settlement/rules/{id}", O::DraftRule),
    api("POST /api/v1/settlement/rules/{id}/replay", O::DraftRule),
    api("GET /api/v1/settlement/rules/{id}/changes", O::ReadRules),
    api("POST /api/v1/settlement/rules/{id}/actions", O::DraftRule),
    api("GET /api/v1/settlement/balances", O::ReadStatements),
    api("GET /api/v1/settlement/months", O::ReadStatements),
    api("GET /api/v1/settlement/months/{period}", O::ReadStatements),
];

/// The door at a path, written as in the table.
#[must_use]
pub fn door(kind: DoorKind, path: &str) -> Option<&'static Door> {
    DOORS.iter().find(|d| d.kind == kind && d.path == path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_door_twice() {
        for (i, a) in DOORS.iter().enumerate() {
            assert!(!DOORS[i + 1..].iter().any(|b| a.kind == b.kind && a.path == b.path), "{}", a.path);
        }
    }
}
