//! Why an operation did not happen.

use domain::{
    FieldProblem, Period,
    access::Denied,
    order::{OrderState, Refusal},
    settlement::NotSettled,
};

/// Result of an operation.
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
    /// What is in the books stands against it (409).
    #[error(transparent)]
    Conflict(#[from] Conflict),
    /// Too many tries; wait so many seconds (429).
    #[error("too many tries: wait {seconds} seconds")]
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

/// What is in the books stands against it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    /// The state machine refuses.
    #[error(transparent)]
    Order(#[from] Refusal),
    /// The statement was issued already; issued statements never change.
    #[error("statement {number} was issued already and does not change")]
    StatementIssued {
        /// Its number.
        number: String,
    },
    /// The month is not over, so its statement cannot be issued.
    #[error("{period} is not over: a statement can be issued from the first day of the next month")]
    PeriodNotOver {
        /// The month.
        period: Period,
    },
    /// A statement without a line is not issued.
    #[error("there is no line to issue")]
    NothingToSettle,
    /// A line has data that the formula refuses.
    #[error("order {order_no}: {problem}")]
    LineRefused {
        /// The order.
        order_no: String,
        /// What is wrong.
        problem: FieldProblem,
    },
    /// The last active owner cannot be disabled or re-roled.
    #[error("there must be one active owner")]
    LastOwner,
    /// One running export per person and kind (domain.md 4.7).
    #[error("an export is running already")]
    ExportRunning,
    /// The file was kept for some days and is gone (410).
    #[error("the file was kept until its expiry and is gone")]
    Expired,
    /// The file is not ready.
    #[error("the file is not ready")]
    NotReady,
    /// Account or password is wrong; never said which.
    #[error("the account or the password is wrong, or the account is disabled")]
    WrongSignIn,
    /// The account is not active.
    #[error("the account is not active")]
    NotActive,
    /// The one-time link was used or is too old.
    #[error("the link was used already or is too old: ask for a new one")]
    LinkSpent,
    /// The file as a whole cannot be read.
    #[error("the file cannot be read: {detail}")]
    UnreadableFile {
        /// What is wrong, in words.
        detail: String,
    },
    /// Columns that an import cannot do without are not in the file.
    #[error("the file has no column {columns}")]
    MissingColumns {
        /// Their names, joined by commas.
        columns: String,
    },
    /// More than one currency; name one.
    #[error("there are statements in {currencies}: say which currency")]
    SeveralCurrencies {
        /// Codes, joined by commas.
        currencies: String,
    },
    /// Not settled, and why.
    #[error(transparent)]
    NotSettled(#[from] NotSettled),
    /// The order has gone on in the meantime.
    #[error("the order has become {0} in the meantime")]
    StateChanged(OrderState),
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
            Self::Denied(_) => "forbidden",
            Self::NotFound => "not_found",
            Self::Invalid(_) => "invalid",
            Self::Conflict(Conflict::Expired) => "gone",
            Self::Conflict(_) => "conflict",
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
