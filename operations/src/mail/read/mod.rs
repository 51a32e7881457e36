//! Reading a mail: from the bytes that came in to what somebody wrote, and what came with it.
//!
//! Mail is written by strangers. Nothing in it is trusted: everything is bounded, and what cannot
//! be read is left out and noted, or the mail as a whole is refused with a reason.

mod about;
mod body;
mod bounce;
mod charset;
mod clean;
mod field;
mod flowed;
mod html;
mod letter;
mod parts;
mod people;
mod quoted;
mod split;
mod transfer;
mod words;

pub use letter::{Address, Attachment, Automatic, Letter, Note, Unreadable};
pub use quoted::{MARKER, split};

use field::Fields;
use parts::Parts;

/// Bytes of a mail, and of all that is in it once it is decoded.
pub const MOST_BYTES: usize = 30 << 20;
/// Characters of a text. What is longer goes on in an attachment.
pub const MOST_TEXT: usize = 20_000;
/// Parts that are read.
pub const MOST_PARTS: usize = 200;
/// Parts that a mail can have at all.
pub const MOST_PARTS_AT_ALL: usize = 1_000;
/// Levels of parts within parts.
pub const MOST_DEPTH: usize = 10;

/// Reads a mail.
///
/// # Errors
/// `Unreadable` when the bytes are no mail, nobody sent it, or it is out of all proportion.
pub fn read(raw: &[u8]) -> Result<Letter, Unreadable> {
    if raw.len() > MOST_BYTES {
        return Err(Unreadable::TooLarge);
    }
    let ends = clean::line_ends(raw);
    let raw = ends.as_ref();
    if raw.iter().all(u8::is_ascii_whitespace) {
        return Err(Unreadable::Empty);
    }
    let (fields, rest) = Fields::read(raw);
    if !fields.are_of_a_mail() {
        return Err(Unreadable::NotAMail);
    }
    let mut parts = Parts::new(&fields);
    let found = parts.read(&fields, rest)?;
    let automatic = bounce::automatic(&fields, parts.reports);
    let from = people::from(&fields);
    // Reports of mail that did not arrive come from nobody, so that nothing is ever sent back to them.
    if from.is_none() && automatic != Some(Automatic::Bounce) {
        return Err(Unreadable::NoSender);
    }
    let bounced = parts.bounced(automatic, &found);
    let body = body::Body::of(found, &mut parts);
    Ok(Letter {
        message_id: people::ids(&fields, "message-id").into_iter().next(),
        in_reply_to: people::last_ids(&fields, "in-reply-to"),
        references: people::last_ids(&fields, "references"),
        from,
        to: people::to(&fields, &mut parts.notes),
        subject: people::subject(&fields),
        date: people::date(&fields),
        text: body.text,
        quoted: body.quoted,
        attachments: parts.attachments,
        automatic,
        bounced,
        notes: parts.notes.into_all(),
    })
}
