//! What is written into the journal, in types: a new action, kind of subject or field needs its
//! words in `app` before anything compiles.

use std::borrow::Cow;

use domain::FieldName;
use serde_json::{Map, Value};

domain::codes! {
    /// What happened. The codes stand in the journal for ever.
    #[expect(missing_docs, reason = "the codes say it")]
    pub enum Action {
        OrderUpdated = "order.updated",
        OrderCancelled = "order.cancelled",
        OrderRestored = "order.restored",
        OrderNoteWritten = "order.note_written",
        OrderNoteChanged = "order.note_changed",
        OrderNoteDeleted = "order.note_deleted",
        OrderAssigned = "order.assigned",
        OrderResellerMerged = "order.reseller_merged",
        CustomerRenamed = "customer.renamed",
        CustomerSpelled = "customer.spelled",
        ResellerSpelled = "reseller.spelled",
        ResellerMerged = "reseller.merged",
        ResellerGone = "reseller.gone",
        ResellerKeptApart = "reseller.kept_apart",
        ProductRenamed = "product.renamed",
        StatementDrafted = "statement.drafted",
        StatementDiscarded = "statement.discarded",
        StatementIssued = "statement.issued",
        StatementReversed = "statement.reversed",
        StatementPaid = "statement.paid",
        StatementPaymentTakenBack = "statement.payment_taken_back",
        ImportDone = "import.done",
        ImportApplied = "import.applied",
        ImportDropped = "import.dropped",
        ImportResumed = "import.resumed",
        ImportDealtWith = "import.dealt_with",
        ImportReopened = "import.reopened",
        ExportCreated = "export.created",
        ExportRetried = "export.retried",
        ExportReady = "export.ready",
        ExportDownloaded = "export.downloaded",
        ViewKept = "view.kept",
        ViewRemoved = "view.removed",
        SettingsChanged = "settings.changed",
        MerchantChanged = "settings.merchant_changed",
        TokenCreated = "token.created",
        TokenRevoked = "token.revoked",
        StaffSetUp = "staff.set_up",
        StaffAdded = "staff.added",
        StaffRoleSet = "staff.role_set",
        StaffGrantsSet = "staff.grants_set",
        StaffDisabled = "staff.disabled",
        StaffEnabled = "staff.enabled",
        StaffLinkMade = "staff.link_made",
        StaffLinkAccepted = "staff.link_accepted",
        StaffPasswordReset = "staff.password_reset",
        StaffPasswordChanged = "staff.password_changed",
        StaffSignedIn = "staff.signed_in",
        StaffSignInFailed = "staff.sign_in_failed",
        StaffSignedOut = "staff.signed_out",
        StaffSessionEnded = "staff.session_ended",
        StaffSessionsEnded = "staff.sessions_ended",
    }
}

domain::codes! {
    /// The kind of what it happened to, in the order of the filter.
    #[expect(missing_docs, reason = "the codes say it")]
    pub enum SubjectKind {
        Order = "order",
        Statement = "statement",
        Import = "import",
        Export = "export",
        Staff = "staff",
        Token = "token",
        Settings = "settings",
        View = "view",
        Customer = "customer",
        Reseller = "reseller",
        Product = "product",
    }
}

/// What it happened to: a business key, or a row of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the kinds say it")]
pub enum Subject<'a> {
    Order(&'a str),
    Statement(i64),
    Import(i64),
    Export(i64),
    Staff(i64),
    Token(i64),
    Settings,
    View(i64),
    Customer(&'a str),
    Reseller(i64),
    Product(&'a str),
}

/// There is one set of settings.
const ALL_SETTINGS: &str = "all";

impl<'a> Subject<'a> {
    /// The subject of a kind and an id; `None` when the id is none of that kind.
    #[must_use]
    pub fn of(kind: SubjectKind, id: &'a str) -> Option<Self> {
        let row = || id.parse().ok();
        match kind {
            SubjectKind::Order => Some(Self::Order(id)),
            SubjectKind::Statement => row().map(Self::Statement),
            SubjectKind::Import => row().map(Self::Import),
            SubjectKind::Export => row().map(Self::Export),
            SubjectKind::Staff => row().map(Self::Staff),
            SubjectKind::Token => row().map(Self::Token),
            SubjectKind::Settings => (id == ALL_SETTINGS).then_some(Self::Settings),
            SubjectKind::View => row().map(Self::View),
            SubjectKind::Customer => Some(Self::Customer(id)),
            SubjectKind::Reseller => row().map(Self::Reseller),
            SubjectKind::Product => Some(Self::Product(id)),
        }
    }

    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> SubjectKind {
        match self {
            Self::Order(_) => SubjectKind::Order,
            Self::Statement(_) => SubjectKind::Statement,
            Self::Import(_) => SubjectKind::Import,
            Self::Export(_) => SubjectKind::Export,
            Self::Staff(_) => SubjectKind::Staff,
            Self::Token(_) => SubjectKind::Token,
            Self::Settings => SubjectKind::Settings,
            Self::View(_) => SubjectKind::View,
            Self::Customer(_) => SubjectKind::Customer,
            Self::Reseller(_) => SubjectKind::Reseller,
            Self::Product(_) => SubjectKind::Product,
        }
    }

    /// Which one of its kind.
    #[must_use]
    pub fn id(&self) -> Cow<'a, str> {
        match *self {
            Self::Order(key) | Self::Customer(key) | Self::Product(key) => Cow::Borrowed(key),
            Self::Statement(row)
            | Self::Import(row)
            | Self::Export(row)
            | Self::Staff(row)
            | Self::Token(row)
            | Self::Reseller(row)
            | Self::View(row) => Cow::Owned(row.to_string()),
            Self::Settings => Cow::Borrowed(ALL_SETTINGS),
        }
    }
}

/// Fields with their values, before or after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Map<String, Value>);

impl Fields {
    /// Sets a field.
    pub fn set(&mut self, field: FieldName, value: impl Into<Value>) {
        self.0.insert(field.code().to_owned(), value.into());
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(FieldName, Value)> for Fields {
    fn from_iter<T: IntoIterator<Item = (FieldName, Value)>>(fields: T) -> Self {
        Self(fields.into_iter().map(|(field, value)| (field.code().to_owned(), value)).collect())
    }
}

impl From<Fields> for Value {
    fn from(fields: Fields) -> Self {
        Self::Object(fields.0)
    }
}

/// Fields by name: `fields! { State: order.state, Total: money::bare(total, currency) }`.
macro_rules! fields {
    ($($field:ident: $value:expr),+ $(,)?) => {
        [$((::domain::FieldName::$field, ::serde_json::json!($value))),+]
            .into_iter()
            .collect::<$crate::journal::Fields>()
    };
}
pub(crate) use fields;

/// What is to be written.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    pub(super) action: Action,
    pub(super) subject: Subject<'a>,
    pub(super) before: Option<Fields>,
    pub(super) after: Option<Fields>,
    pub(super) reason: Option<&'a str>,
}

impl<'a> Entry<'a> {
    /// Something that happened, and what it happened to.
    #[must_use]
    pub const fn new(action: Action, subject: Subject<'a>) -> Self {
        Self { action, subject, before: None, after: None, reason: None }
    }

    /// What is there now.
    #[must_use]
    pub fn after(self, after: Fields) -> Self {
        Self { after: Some(after), ..self }
    }

    /// What was there and is not any more.
    #[must_use]
    pub fn before(self, before: Fields) -> Self {
        Self { before: Some(before), ..self }
    }

    /// What was there and is there now.
    #[must_use]
    pub fn changed(self, before: Fields, after: Fields) -> Self {
        Self { before: Some(before), after: Some(after), ..self }
    }

    /// Why.
    #[must_use]
    pub fn because(self, reason: &'a str) -> Self {
        Self { reason: Some(reason), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_found_by_what_the_journal_keeps() {
        for kind in SubjectKind::ALL {
            let id = if *kind == SubjectKind::Settings { ALL_SETTINGS } else { "7" };
            let subject = Subject::of(*kind, id).expect("an id of that kind");
            assert_eq!((subject.kind(), subject.id().as_ref()), (*kind, id));
        }
        assert_eq!(Subject::of(SubjectKind::Statement, "RS-1"), None);
    }

    #[test]
    fn an_action_begins_with_the_kind_of_its_subject() {
        for action in Action::ALL {
            let kind = action.code().split('.').next().and_then(SubjectKind::from_code);
            assert!(kind.is_some(), "{action}");
        }
    }
}
