//! Why an operation did not happen.

use domain::{FieldProblem, access::Denied, order::Refusal};

use crate::{
    bills, documents, exports, files, imports, orders, reconciliations, refunds, rules, staff, statements,
    supervisions, tickets, uploads,
};

/// Result of an operation. What is said under "Errors" comes on top of [`Failure::Database`], which
/// each can give.
pub type Result<T, E = Failure> = std::result::Result<T, E>;

/// Why an operation did not happen. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Not allowed to do it (403).
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Not there, or not allowed to know that it is (404).
    #[error("not found")]
    NotFound,
    /// What was given is wrong; each problem names its field (422).
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<FieldProblem>),
    /// The state of an order stands against it (409).
    #[error(transparent)]
    Order(#[from] Refusal),
    /// What somebody else did with an order stands against it (409).
    #[error(transparent)]
    Desk(#[from] orders::Refused),
    /// A statement stands against it (409).
    #[error(transparent)]
    Statement(#[from] statements::Refused),
    /// A bill stands against it (409).
    #[error(transparent)]
    Bill(#[from] bills::Refused),
    /// A reconciliation stands against it (409).
    #[error(transparent)]
    Reconciliation(#[from] reconciliations::Refused),
    /// An export stands against it (409), is gone (410), or shows what one may not see any more (403).
    #[error(transparent)]
    Export(#[from] exports::Refused),
    /// A file cannot be taken in (422).
    #[error(transparent)]
    File(#[from] files::Refused),
    /// An import cannot go on (410).
    #[error(transparent)]
    Import(#[from] imports::Refused),
    /// The flow of a delivery stands against it (409).
    #[error(transparent)]
    Supervision(#[from] supervisions::Refused),
    /// A file is not kept (422).
    #[error(transparent)]
    Document(#[from] documents::Refused),
    /// A file on its way in does not go on (409), or is gone (410).
    #[error(transparent)]
    Upload(#[from] uploads::Refused),
    /// A refund stands against it (409).
    #[error(transparent)]
    Refund(#[from] refunds::Refused),
    /// The state of a ticket stands against it (409).
    #[error(transparent)]
    Ticket(#[from] tickets::Refused),
    /// A settlement rule stands against it (409).
    #[error(transparent)]
    Rule(#[from] rules::Refused),
    /// Who works here, or a link, stands against it (409).
    #[error(transparent)]
    Staff(#[from] staff::Refused),
    /// Too many tries; wait so many seconds (429).
    #[error("too many tries: wait {}", wait(*.seconds))]
    TooMany {
        /// Seconds to wait.
        seconds: u64,
    },
    /// The database did not do it (503 when it is away, 500 otherwise).
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// The document store did not do it.
    #[error("documents: {0}")]
    Documents(#[from] object_store::Error),
    /// Anything else that is not the caller's doing.
    #[error("{0}")]
    Internal(String),
}

/// What is a minute or longer is told in minutes, and none too few.
fn wait(seconds: u64) -> String {
    let (n, unit) = if seconds < 60 { (seconds, "second") } else { (seconds.div_ceil(60), "minute") };
    format!("{n} {unit}{}", if n == 1 { "" } else { "s" })
}

impl From<FieldProblem> for Failure {
    fn from(problem: FieldProblem) -> Self {
        Self::Invalid(vec![problem])
    }
}

impl Failure {
    /// Stable code for the API.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) | Self::Export(exports::Refused::Withdrawn) => "forbidden",
            Self::NotFound => "not_found",
            Self::Invalid(_) => "invalid",
            Self::Export(exports::Refused::Expired)
            | Self::Import(imports::Refused::UploadGone)
            | Self::Desk(orders::Refused::Withdrawn { .. }) => "gone",
            Self::Supervision(supervisions::Refused::NotNow { .. })
            | Self::Ticket(tickets::Refused::NotNow { .. }) => "not_now",
            Self::Supervision(supervisions::Refused::LinkGone) => "gone",
            Self::Document(_) => "invalid",
            Self::Upload(uploads::Refused::Expired) => "gone",
            Self::Order(_)
            | Self::Supervision(_)
            | Self::Refund(_)
            | Self::Ticket(_)
            | Self::Rule(_)
            | Self::Upload(_)
            | Self::Desk(_)
            | Self::Statement(_)
            | Self::Bill(_)
            | Self::Reconciliation(_)
            | Self::Export(_)
            | Self::Import(_)
            | Self::File(_)
            | Self::Staff(_) => "conflict",
            Self::TooMany { .. } => "too_many_requests",
            f if f.is_full() => "storage_full",
            f if f.is_unavailable() => "unavailable",
            Self::Database(_) | Self::Documents(_) | Self::Internal(_) => "internal",
        }
    }

    /// Whether it is not the caller's doing and belongs in the log.
    #[must_use]
    pub const fn is_internal(&self) -> bool {
        matches!(self, Self::Database(_) | Self::Documents(_) | Self::Internal(_))
    }

    /// Whether the database is away, so that trying again later can help.
    #[must_use]
    pub const fn is_unavailable(&self) -> bool {
        matches!(
            self,
            Self::Database(
                sqlx::Error::Io(_)
                    | sqlx::Error::PoolTimedOut
                    | sqlx::Error::PoolClosed
                    | sqlx::Error::Tls(_)
            )
        )
    }

    /// Whether the disk has no room: of SQLite (13), PostgreSQL (53100) or the documents.
    #[must_use]
    pub fn is_full(&self) -> bool {
        match self {
            Self::Database(e) => e
                .as_database_error()
                .and_then(sqlx::error::DatabaseError::code)
                .is_some_and(|code| code == "13" || code == "53100"),
            Self::Documents(e) => {
                let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(e);
                while let Some(error) = cause {
                    let io = error.downcast_ref::<std::io::Error>();
                    if io.is_some_and(|io| io.kind() == std::io::ErrorKind::StorageFull) {
                        return true;
                    }
                    cause = error.source();
                }
                false
            }
            _ => false,
        }
    }

    /// Whether a unique constraint refused the row.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        match self {
            Self::Database(e) => {
                e.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_waits_are_told_in_minutes() {
        for (seconds, told) in [(1, "1 second"), (59, "59 seconds"), (60, "1 minute"), (61, "2 minutes")] {
            assert_eq!(Failure::TooMany { seconds }.to_string(), format!("too many tries: wait {told}"));
        }
    }
}
