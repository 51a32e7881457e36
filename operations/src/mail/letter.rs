//! What a mail says, before it has words.

use serde::{Deserialize, Serialize};

/// What a mail says. It is kept like this and gets its words when it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
pub enum Letter {
    /// A ticket was opened by a mail.
    Received {
        /// Its number.
        no: String,
        /// What it is about.
        subject: String,
    },
    /// Staff wrote to the buyer.
    Reply {
        /// The ticket's number.
        no: String,
        /// What it is about.
        subject: String,
        /// What was written, as Markdown.
        body: String,
    },
    /// Staff say that it is solved.
    Resolved {
        /// The ticket's number.
        no: String,
        /// What it is about.
        subject: String,
        /// What was wrong.
        cause: String,
        /// What solved it.
        solution: String,
    },
    /// It was closed because nobody answered.
    Closed {
        /// The ticket's number.
        no: String,
        /// What it is about.
        subject: String,
    },
    /// Staff are told what happened.
    Notices {
        /// Oldest first.
        items: Vec<Notice>,
    },
}

/// Something that somebody is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Code of what happened.
    pub event: String,
    /// Kind of what it happened to.
    pub subject_kind: String,
    /// Which one.
    pub subject_id: String,
    /// What it is called.
    pub name: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// It did not wait for one's hours.
    pub urgent: bool,
}

/// A mail in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// Its subject.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
}

impl Letter {
    /// What it is: `received`, `reply`, `resolved`, `closed` or `notices`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Received { .. } => "received",
            Self::Reply { .. } => "reply",
            Self::Resolved { .. } => "resolved",
            Self::Closed { .. } => "closed",
            Self::Notices { .. } => "notices",
        }
    }

    /// The program wrote it and no person: other programs do not answer it.
    #[must_use]
    pub const fn is_automatic(&self) -> bool {
        !matches!(self, Self::Reply { .. } | Self::Resolved { .. })
    }
}
