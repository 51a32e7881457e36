//! Tickets of buyers: their conversation, their clocks, and who works on them (`domain.md` 3).

mod act;
mod alarms;
mod anew;
mod answers;
mod by_link;
mod by_mail;
mod clocks;
mod closing;
mod detail;
mod documents;
mod duty;
mod filter;
mod give;
mod later;
mod list;
mod messages;
mod noted;
mod of_order;
mod open;
mod reckon;
mod refused;
mod related;
mod report;
mod row;
mod texts;
mod writing;
mod written;

pub use act::{Given, act};
pub use alarms::raise_alarms;
pub use answers::{
    Answer as SavedAnswer, MOST_ANSWER_NAME, MOST_ANSWERS, answer_for, answers, remove_answer, save_answer,
};
pub(crate) use by_mail::{Mailed, add_by_mail, note_by_mail, open_by_mail};
pub use closing::close_unanswered;
pub use detail::{Detail, Possible, get};
pub use documents::{Document, MOST_DOCUMENTS, hand_in, take};
pub(crate) use documents::{FOLDER, forget_unsent, open_document};
pub use duty::{MOST as MOST_ON_DUTY, OnDuty, Wanted as WantedDuty, duty, set_duty};
pub use filter::{Answer, LIST, Late, Queue, SOON_HOURS};
pub(crate) use later::SEND_LATER;
pub use later::{Held, MOST_DAYS, Planned, send_now, take_back};
pub use list::{list, list_page, neighbours};
pub use messages::{Message, NewMessage, say};
pub use of_order::{MOST_OF_ORDER, OfOrder, of_order};
pub use open::{MOST_SUBJECT, NewTicket, open};
pub(crate) use reckon::RECKON;
pub use reckon::set_first_alarms;
pub use refused::Refused;
pub use related::{MOST_EARLIER, Related};
pub use report::{Asked, By, Figures, Line, MOST_LINES, Report, report};
pub use row::{Ticket, number};
pub(crate) use row::{row_of, seen};
pub use texts::{NEWEST, index_more};
pub use writing::writing;

/// The longest message, cause or solution, in characters.
pub const MOST_CHARACTERS: u32 = 20_000;
