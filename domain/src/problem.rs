//! What can be wrong with a value that somebody gave us.

mod misread;
mod named;

pub use misread::Misread;
pub use named::FieldProblem;
use serde::{Deserialize, Serialize};

use crate::invoice::Fault;

/// Why a value was refused. `Display` is the English sentence of the command line and the API;
/// pages take their words from the catalogue by matching on the variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Problem {
    /// The value is needed and was empty.
    #[error("is missing")]
    Missing,
    /// Text longer than the field takes.
    #[error("has more than {most} characters")]
    TooLong {
        /// The limit in characters.
        most: u32,
    },
    /// Text shorter than the field takes.
    #[error("has fewer than {least} characters")]
    TooShort {
        /// The limit in characters.
        least: u32,
    },
    /// Not the password of the account.
    #[error("is not the password of this account")]
    WrongPassword,
    /// Not an amount of money.
    #[error("'{value}' is not an amount: write it like 1234.50")]
    NotAnAmount {
        /// What was given.
        value: String,
    },
    /// An amount finer than the smallest unit.
    #[error("'{value}' has more than {most} decimals")]
    TooFine {
        /// What was given.
        value: String,
        /// Decimals allowed.
        most: u32,
    },
    /// A number that can be read in two ways.
    #[error(
        "'{value}' may be {one} or {other}: write it with two decimals, or say how the file writes numbers"
    )]
    Ambiguous {
        /// What was given.
        value: String,
        /// With the separator before decimals.
        one: String,
        /// With the separator between thousands.
        other: String,
    },
    /// Of another month than the one that is asked for.
    #[error("is of {value}, and {wanted} is compared")]
    OtherMonth {
        /// The month that was given.
        value: String,
        /// The one that is asked for.
        wanted: String,
    },
    /// A sign that says another currency than the one that is given.
    #[error("the sign {value} is not of {currency}")]
    OtherCurrency {
        /// The sign.
        value: String,
        /// Code of the currency.
        currency: String,
    },
    /// A sign that several currencies share.
    #[error("the sign {value} does not say which currency: give its code in the column currency")]
    UnclearSign {
        /// The sign.
        value: String,
    },
    /// A number that a spreadsheet has rounded, where every digit counts.
    #[error("'{value}' has lost digits in a spreadsheet: keep the column as text")]
    LostDigits {
        /// What was given.
        value: String,
    },
    /// What a spreadsheet shows where a formula failed.
    #[error("'{value}' is the error of a formula")]
    ErrorCell {
        /// What was given.
        value: String,
    },
    /// Outside of what the books can hold.
    #[error("'{value}' is too large")]
    TooLarge {
        /// What was given.
        value: String,
    },
    /// Negative where only zero or more makes sense.
    #[error("'{value}' must not be negative")]
    Negative {
        /// What was given.
        value: String,
    },
    /// Not a rate.
    #[error("'{value}' is not a rate: write 6% or 0.06")]
    NotARate {
        /// What was given.
        value: String,
    },
    /// A rate above the highest one allowed.
    #[error("{value} is above the highest ratio of {most}")]
    RatioTooHigh {
        /// What was given.
        value: String,
        /// The highest ratio of the rule version.
        most: String,
    },
    /// A ratio where the rule fixes another one.
    #[error("{value} is not the ratio of the rule, which is {fixed}; leave it empty")]
    RatioFixed {
        /// What was given.
        value: String,
        /// The ratio of the rule version.
        fixed: String,
    },
    /// A currency that is not the one of the bands by which an increment is found (`domain.md` 5.2): their edges
    /// are amounts, and there is no rate between two currencies.
    #[error("the bands of the rule are in {bands}, not in {value}: use {bands}, or a fee that has no bands")]
    OtherBands {
        /// Code of the currency that was given.
        value: String,
        /// Code of the currency of the bands.
        bands: String,
    },
    /// Not one of the codes of an enumeration.
    #[error("'{value}' is not known: use one of {allowed}")]
    UnknownCode {
        /// What was given.
        value: String,
        /// The codes, joined by commas.
        allowed: String,
    },
    /// Not a whole number, or outside of its range.
    #[error("'{value}' is not a whole number from {least} to {most}")]
    NotANumber {
        /// What was given.
        value: String,
        /// Smallest value.
        least: i64,
        /// Largest value.
        most: i64,
    },
    /// Not a date and time.
    #[error("'{value}' is not a date and time: write it like 2026-11-22 14:05:00")]
    NotATime {
        /// What was given.
        value: String,
    },
    /// A day that is still to come.
    #[error("{value} is still to come")]
    NotYet {
        /// What was given.
        value: String,
    },
    /// A date whose day and month could be either.
    #[error(
        "'{value}' may be a day of two months: write it like 2026-11-22, or say how the file writes dates"
    )]
    UnclearTime {
        /// What was given.
        value: String,
    },
    /// Not an account period.
    #[error("'{value}' is not a month: write it like 202611")]
    NotAPeriod {
        /// What was given.
        value: String,
    },
    /// Two dates in the wrong order.
    #[error("is before {other}")]
    Before {
        /// The field that must come first.
        other: String,
    },
    /// A field that a sale through a reseller needs.
    #[error("is needed when sales_channel is {channel}")]
    NeededForChannel {
        /// The sales channel.
        channel: String,
    },
    /// A field that may never change once it is in the books.
    #[error("may not change from '{from}' to '{to}'")]
    MayNotChange {
        /// The value in the books.
        from: String,
        /// The value that was given.
        to: String,
    },
    /// A change of state that the state machine refuses.
    #[error("an order that is {from} cannot become {to}")]
    NoWayBack {
        /// The state in the books.
        from: String,
        /// The state that was given.
        to: String,
    },
    /// The line was settled; corrections are further lines.
    #[error("is settled in statement {statement} and may not change")]
    Settled {
        /// The number of the statement.
        statement: String,
    },
    /// The line is being put into a statement; when that is issued it is settled.
    #[error("is in a statement that is being issued, and may not change: try again in a moment")]
    BeingIssued,
    /// Text that is not an order number.
    #[error("'{value}' is not an order number: letters, digits, - and _ only, at most 64")]
    NotAnOrderNumber {
        /// What was given.
        value: String,
    },
    /// Not a mail address.
    #[error("'{value}' is not a mail address")]
    NotAMailAddress {
        /// What was given.
        value: String,
    },
    /// A password that is among the most common ones.
    #[error("is one of the most common passwords")]
    CommonPassword,
    /// More entries than the field takes.
    #[error("has more than {most} entries")]
    TooMany {
        /// How many it takes.
        most: u32,
    },
    /// A file that is larger than it may be.
    #[error("is larger than {most} MB")]
    FileTooLarge {
        /// The limit in megabytes.
        most: u64,
    },
    /// Not a mail that can be read, or one that nobody sent.
    #[error("is not a mail that can be taken: {why}")]
    NotAMail {
        /// Why.
        why: String,
    },
    /// Not a picture that can be read, whatever its name says.
    #[error("is not a PNG or JPEG picture")]
    NotAPicture,
    /// A picture whose pixels lie on their side, with a note that it is to be turned.
    #[error("is to be turned when it is shown: save it upright, without that note of the camera")]
    PictureTurned,
    /// A picture with too few or too many pixels.
    #[error("has {width} × {height} pixels: each side needs {least} to {most}")]
    PictureSize {
        /// Pixels from left to right.
        width: u32,
        /// Pixels from top to bottom.
        height: u32,
        /// The fewest of a side.
        least: u32,
        /// The most of a side.
        most: u32,
    },
    /// The row could not be read as a row of the file.
    #[error("the row cannot be read: {}", .why.sentence())]
    Unreadable {
        /// Why.
        why: Misread,
    },
    /// There is something behind the last column.
    #[error("the row has {cells} cells and there are {headings} headings")]
    RowWidth {
        /// Its cells.
        cells: u64,
        /// The headings.
        headings: u64,
    },
    /// Nobody goes by that account, or is one who can be meant.
    #[error("'{value}' is nobody's account here, or of somebody who cannot be meant")]
    NobodyCalled {
        /// What was given.
        value: String,
    },
    /// Shares that are not the whole together, or one that is nothing.
    #[error("the shares add up to {sum}: they must be 100 % together, and each more than 0 %")]
    SharesNotWhole {
        /// What they add up to.
        sum: String,
    },
    /// Not a short name for programs.
    #[error("'{value}' is not a code: small letters, digits, - and _, at most 40")]
    NotACode {
        /// What was given.
        value: String,
    },
    /// A node at which nobody hands anything in.
    #[error("at {node} nobody hands in documents: use one of {allowed}")]
    NothingHandedIn {
        /// The node.
        node: String,
        /// Where somebody does.
        allowed: String,
    },
    /// Documents that are required and not there.
    #[error("is not complete: {names} is required")]
    DocumentsMissing {
        /// Their names in both languages, one after the other.
        names: String,
    },
    /// Documents that are not among those of the delivery, or were replaced.
    #[error("{id} is no document of this delivery, or was replaced")]
    NoSuchDocument {
        /// The row that was given.
        id: i64,
    },
    /// A part of a delivery that is not open.
    #[error("{no} is no open milestone; open: {open}")]
    NoSuchMilestone {
        /// The number that was given.
        no: i64,
        /// Those that are open.
        open: String,
    },
    /// An outcome that leads nowhere from where it was frozen.
    #[error("the merchant has had nothing yet that could be returned")]
    NothingToReturn,
    /// Somebody acts for a side that is not theirs.
    #[error("a buyer acts for the buyer alone")]
    NotYourSide,
    /// The name of somebody else than the merchant's company.
    #[error("is not the name of the company ({company})")]
    NotTheCompany {
        /// The company's names.
        company: String,
    },
    /// Something else than a reply of a member of staff was to go out later.
    #[error("only a reply of a member of staff to the customer goes out later")]
    NotForLater,
    /// A moment that has to come, and is over.
    #[error("'{value}' is not in the future")]
    NotInTheFuture {
        /// What was given.
        value: String,
    },
    /// A moment that is too far away.
    #[error("'{value}' is more than {days} days away")]
    TooFarAhead {
        /// What was given.
        value: String,
        /// Days allowed.
        days: i64,
    },
    /// Parts that this kind of order does not have.
    #[error("only general and selected orders that are not on demand are delivered in parts")]
    NoMilestones,
    /// An order that is not delivered under supervision.
    #[error("is of a delivery, and this order is not supervised: only new orders of supervised products are")]
    NotSupervised,
    /// A step of a delivery that does not fit the state of its order.
    #[error(
        "does not fit an order that is {state}: done belongs to completed, the steps before to processing"
    )]
    StepUnlikeState {
        /// Code of the state.
        state: String,
    },
    /// An amount that cannot be refunded.
    #[error("{value} cannot be refunded: {} {paid} paid", if *.whole { "all of the" } else { "more than 0, at most the" })]
    NotRefundable {
        /// What was given.
        value: String,
        /// What was paid, without its currency.
        paid: String,
        /// All of it goes back, or nothing.
        whole: bool,
    },
    /// A line comes to what is given already.
    #[error("the line comes to this already")]
    NothingToCorrect,
    /// What is said of a file stands behind it.
    #[error("stands behind the file that it is about: put it before")]
    BehindItsFile,
    /// Something that only orders sold together with the provider have.
    #[error("only joint and provider orders have one")]
    OnlyShared,
    /// Something where nothing may stand.
    #[error("'{value}' does not belong here: leave it empty")]
    NotWanted {
        /// What was given.
        value: String,
    },
    /// Something that nobody here knows, or that one may not know of.
    #[error("'{value}' is not known here")]
    NotKnown {
        /// What was given.
        value: String,
    },
    /// Nobody has a product with this id.
    #[error("'{value}' is the id of no product")]
    NoSuchProduct {
        /// What was given.
        value: String,
    },
    /// A text that is no time zone.
    #[error("'{value}' is not the IANA name of a time zone, such as Asia/Shanghai")]
    NotAZone {
        /// What was given.
        value: String,
    },
    /// A text that is no length of time.
    #[error("'{value}' is not a length of time: write hours, or hours and minutes like 1:30")]
    NotALength {
        /// What was given.
        value: String,
    },
    /// A text that is no time of a day.
    #[error("'{value}' is not a time of day: write it from 00:00 to 24:00")]
    NotATimeOfDay {
        /// What was given.
        value: String,
    },
    /// A text that is no day.
    #[error("'{value}' is not a day: write it like 2026-10-01")]
    NotADay {
        /// What was given.
        value: String,
    },
    /// An interval without a minute in it.
    #[error("ends at {to} and begins at {from}: it has to end later")]
    EndsBeforeItBegins {
        /// When it begins.
        from: String,
        /// When it ends.
        to: String,
    },
    /// Two intervals of a day with a minute in common.
    #[error("{one} and {other} overlap: make one of them, or leave a gap")]
    Overlaps {
        /// The one that begins first.
        one: String,
        /// The other.
        other: String,
    },
    /// No version of a settlement rule holds on a day.
    #[error("no rule settles orders of {day}: publish one that begins by then")]
    NoRule {
        /// The day.
        day: String,
    },
    /// Something that stands in a list before.
    #[error("'{value}' stands there twice")]
    Repeated {
        /// What was given.
        value: String,
    },
    /// Too few days with enough hours (`domain.md` 3.1).
    #[error("has {full} days of 8 hours and needs 5; minutes that are missing: {lacking}")]
    TooFewHours {
        /// Days that have enough.
        full: usize,
        /// Codes of the days that need the least, each with its missing minutes.
        lacking: String,
    },
    /// Something that an invoice may not have, or lacks.
    #[error("{why}")]
    OfInvoice {
        /// What.
        why: Fault,
    },
    /// Something with that name is there already.
    #[error("'{value}' is taken")]
    Taken {
        /// What was given.
        value: String,
    },
}

impl Problem {
    /// The line stands in the statement of this number; one that is only being issued has none.
    #[must_use]
    pub fn settled(statement: &str) -> Self {
        match statement {
            "" => Self::BeingIssued,
            number => Self::Settled { statement: number.to_owned() },
        }
    }
}
