//! What a mail is once it is read.

/// A mail that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// Its own id, without the angle brackets.
    pub message_id: Option<String>,
    /// The ids of those that it answers.
    pub in_reply_to: Vec<String>,
    /// The ids of those that went before it, the last ones when there are many.
    pub references: Vec<String>,
    /// Who sent it. A report of mail that did not arrive may come from nobody.
    pub from: Option<Address>,
    /// Every address that it was sent or delivered to.
    pub to: Vec<String>,
    /// What it is about, on one line; empty when that was not said.
    pub subject: String,
    /// When it was written, as its sender says, in milliseconds since 1970.
    pub date: Option<i64>,
    /// What the writer wrote. [`Letter::quoted`] follows it without anything between.
    pub text: String,
    /// Quoted text and signature at the end; may be empty.
    pub quoted: String,
    /// What came with it.
    pub attachments: Vec<Attachment>,
    /// When no person wrote it, or not to us: what it is.
    pub automatic: Option<Automatic>,
    /// The ids of the mails that did not arrive, when it is a report of that.
    pub bounced: Vec<String>,
    /// What was left out or guessed.
    pub notes: Vec<Note>,
}

/// Somebody with a mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// What they call themselves. Anybody can write anything here.
    pub name: Option<String>,
    /// The address; its domain is in lower case.
    pub address: String,
}

/// A file that came with a mail.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name as the sender gave it, without control characters. It may still be a path.
    pub name: String,
    /// Its type as the sender gave it, in lower case.
    pub content_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Attachment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Attachment({:?}, {}, {} bytes)", self.name, self.content_type, self.bytes.len())
    }
}

/// What a mail is that no person wrote, or not to us. Whether it goes round in a loop is told from
/// its ids by who knows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Automatic {
    /// A program answered, for somebody who is away for example.
    Reply,
    /// It went to many.
    Bulk,
    /// Mail did not arrive.
    Bounce,
}

/// What was left out of a mail or guessed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Note {
    /// Pictures that would have been fetched from elsewhere.
    #[error("a picture from elsewhere was left out")]
    PictureFromElsewhere,
    /// There was no plain text.
    #[error("the mail is a web page and was turned into text")]
    FromHtml,
    /// The encoding of a text was not said, or wrongly.
    #[error("a text seems to be {0}: that was guessed")]
    GuessedEncoding(&'static str),
    /// Some characters of a text are not valid in its encoding.
    #[error("some characters could not be read")]
    BrokenCharacters,
    /// The text goes on in an attachment.
    #[error("the text is long and goes on in {0}")]
    TextGoesOn(&'static str),
    /// Parts beyond the limit.
    #[error("{0} parts were left out: the mail has too many")]
    PartsLeftOut(usize),
    /// Lines of the head that are too long or too many.
    #[error("lines of the head were left out: too long or too many")]
    HeadLeftOut,
    /// Addressees beyond the limit.
    #[error("addressees were left out: there are too many")]
    AddresseesLeftOut,
    /// A mail within the mail.
    #[error("a mail within the mail is attached as {0}")]
    NestedMail(String),
    /// A part whose bytes are not all there or not all valid.
    #[error("{0} is damaged")]
    Damaged(String),
    /// Parts within a part are not told apart.
    #[error("the parts of the mail could not be told apart")]
    NoParts,
    /// The end is missing.
    #[error("the end of the mail is missing")]
    CutOff,
    /// Outlook packed attachments in a way that only it reads.
    #[error("{0} is a packet of Outlook, which few other programs open")]
    OutlookPacket(String),
    /// What is in it can only be read with a key.
    #[error("the mail is encrypted")]
    Encrypted,
}

/// Why a mail is not read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each says it")]
pub enum Unreadable {
    #[error("it is empty")]
    Empty,
    #[error("it is no mail")]
    NotAMail,
    #[error("it does not say who sent it")]
    NoSender,
    #[error("it has more than 1,000 parts")]
    TooManyParts,
    #[error("its parts are nested more than 10 deep")]
    TooDeep,
    #[error("it is larger than 30 MiB")]
    TooLarge,
}

/// Notes as they come together, each once.
#[derive(Debug, Default)]
pub(super) struct Notes(Vec<Note>);

impl Notes {
    /// Notes that are kept; a mail with more has nothing to say that is worth them.
    const MOST: usize = 100;

    pub(super) fn add(&mut self, note: Note) {
        if self.0.len() < Self::MOST && !self.0.contains(&note) {
            self.0.push(note);
        }
    }

    pub(super) fn into_all(self) -> Vec<Note> {
        self.0
    }
}
