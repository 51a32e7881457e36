//! One ticket of the sample with its messages.

use domain::{
    access::Actor,
    reception::Calendar,
    ticket::{Severity, Side, State, Waiting},
};

use super::{
    Dice,
    clocks::{Clocks, Stand, limits},
    text::Words,
};
use crate::db::{Arg, Bulk};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The head of a statement for [`Made::write`], and how many values a row has.
pub(super) const TICKETS: (&str, usize) = (
    "INSERT INTO tickets (id, state, place, severity, subject, product_id, order_id, customer_id, buyer, email, \
     assignee_id, version, created_at, changed_at, accepted_at, first_response_due_at, first_responded_at, \
     resolution_left_ms, resolution_from, resolution_due_at, due_at, resolved_at, ended_at, awaits_customer, cause, \
     solution, rating, language, first_limit_ms, resolution_limit_ms, first_spent_ms, alarm_clock, alarms, alarm_at, \
     first_broken_at, resolution_broken_at) VALUES ",
    36,
);

/// As [`TICKETS`], of the messages.
pub(super) const MESSAGES: (&str, usize) = (
    "INSERT INTO ticket_messages (ticket_id, at, side, public, actor_kind, actor_id, actor_name, body, sender) VALUES ",
    9,
);

/// What tickets are about, who works on them, and when.
pub(super) struct Around {
    /// Milliseconds since 1970.
    pub(super) now: i64,
    /// The hours of reception.
    pub(super) calendar: Calendar,
    /// Rows and names of whoever takes tickets.
    pub(super) staff: Vec<(i64, String)>,
    /// Some orders: their row, customer, product, and the customer's name.
    pub(super) orders: Vec<(i64, i64, i64, String)>,
}

/// A ticket. Moments are milliseconds since 1970.
pub(super) struct Made {
    state: State,
    severity: Severity,
    subject: String,
    about: About,
    assignee: Option<(i64, String)>,
    english: bool,
    created: i64,
    last: i64,
    responded: Option<i64>,
    awaits: bool,
    clocks: Clocks,
    solved: Option<(String, String)>,
    rating: Option<i64>,
    messages: Vec<Message>,
}

struct About {
    product: Option<i64>,
    order: Option<i64>,
    customer: i64,
    buyer: String,
    email: Option<String>,
}

struct Message {
    at: i64,
    side: Side,
    public: bool,
    body: String,
}

impl Made {
    /// A ticket that was opened at a moment, with so many messages.
    pub(super) fn roll(
        dice: &mut Dice,
        around: &Around,
        words: &mut Words,
        created: i64,
        count: u64,
    ) -> Self {
        let state = state(dice, around.now - created);
        let last = last(dice, state, created, around.now);
        let awaits = match state {
            State::InProgress => count > 1 && dice.percent(45),
            State::AwaitingConfirmation => dice.percent(85),
            State::Pending | State::Closed | State::Withdrawn => false,
        };
        let english = dice.percent(15);
        let messages = conversation(dice, words, (created, last), (state, awaits, english), count);
        let is_untouched = matches!(state, State::Pending | State::Withdrawn);
        let responded = messages.get(1).map_or(last, |message| message.at);
        let responded = Some(responded).filter(|_| !is_untouched);
        let waiting = waiting(state, awaits);
        let stand = Stand { created, last, responded, waiting };
        let clocks = Clocks::of(dice, &around.calendar, around.now, &stand);
        let is_solved = state == State::AwaitingConfirmation || (state == State::Closed && dice.percent(85));
        let solved = is_solved.then(|| (words.subject(dice, english), words.subject(dice, english)));
        Self {
            state,
            severity: dice.weighted(
                &[(20, Severity::Low), (50, Severity::Normal), (22, Severity::High)],
                Severity::Urgent,
            ),
            subject: words.subject(dice, english),
            about: About::roll(dice, around),
            assignee: assignee(dice, around, state),
            english,
            created,
            last,
            responded,
            awaits,
            clocks,
            solved,
            rating: (state == State::Closed && dice.percent(40))
                .then(|| dice.between(1, 5).max(dice.between(1, 5))),
            messages,
        }
    }

    /// How many messages it has.
    pub(super) fn messages(&self) -> u64 {
        self.messages.len() as u64
    }

    /// Appends the ticket, whose row this is, and its messages.
    pub(super) fn write(self, id: i64, around: &Around, tickets: &mut Bulk, messages: &mut Bulk) {
        tickets.extend(self.row(id));
        // Whatever staff wrote was written by whoever has it, or by the first of them.
        let writer = self.assignee.as_ref().or_else(|| around.staff.first());
        let (writer, name) = writer.map_or((None, ""), |(id, name)| (Some(*id), name.as_str()));
        let system = Actor::System;
        for message in self.messages {
            let by_mail = self.about.email.as_ref().filter(|_| message.side == Side::Customer);
            let (kind, actor, said_by) = match by_mail {
                Some(_) => (system.kind(), None, system.name()),
                None => ("staff", writer, name),
            };
            messages.row([
                id.into(),
                message.at.into(),
                message.side.code().into(),
                i64::from(message.public).into(),
                kind.into(),
                actor.into(),
                said_by.into(),
                message.body.into(),
                by_mail.cloned().into(),
            ]);
        }
    }

    fn row(&self, id: i64) -> [Arg; TICKETS.1] {
        let (clocks, about) = (&self.clocks, &self.about);
        let assignee = self.assignee.as_ref().map(|(id, _)| *id);
        let (cause, solution) = self.solved.clone().unzip();
        let (first_limit, resolution_limit) = limits();
        [
            id.into(),
            self.state.code().into(),
            place(waiting(self.state, self.awaits), assignee).into(),
            self.severity.code().into(),
            self.subject.as_str().into(),
            about.product.into(),
            about.order.into(),
            about.customer.into(),
            about.buyer.as_str().into(),
            about.email.clone().into(),
            assignee.into(),
            // One for each message, and one for the step at the end.
            i64::try_from(self.messages() + 1).unwrap_or(i64::MAX).into(),
            self.created.into(),
            self.last.into(),
            self.responded.into(),
            clocks.first_due.into(),
            self.responded.into(),
            clocks.left.into(),
            clocks.from.into(),
            clocks.resolution_due.into(),
            clocks.due.into(),
            self.solved.as_ref().map(|_| self.last).into(),
            Some(self.last).filter(|_| self.state.is_over()).into(),
            i64::from(self.awaits).into(),
            cause.into(),
            solution.into(),
            self.rating.into(),
            (if self.english { "en" } else { "zh-CN" }).into(),
            first_limit.into(),
            resolution_limit.into(),
            clocks.first_spent.into(),
            clocks.alarm_clock.map(str::to_owned).into(),
            clocks.alarms.into(),
            clocks.alarm_at.into(),
            clocks.first_broken.into(),
            clocks.resolution_broken.into(),
        ]
    }
}

impl About {
    /// Most are about an order, some about a product alone, some about neither.
    fn roll(dice: &mut Dice, around: &Around) -> Self {
        let place = dice.below(around.orders.len() as u64) as usize;
        let (order, customer, product, name) = around.orders.get(place).cloned().unwrap_or_default();
        let what = dice.below(100);
        Self {
            product: (what < 90).then_some(product),
            order: (what < 75).then_some(order),
            customer,
            buyer: name,
            email: dice.percent(60).then(|| format!("buyer{customer}@example.com")),
        }
    }
}

/// Those of the last two weeks are mostly open, the older ones hardly ever.
fn state(dice: &mut Dice, age: i64) -> State {
    if dice.percent(if age < 14 * DAY { 70 } else { 2 }) {
        return dice.weighted(&[(40, State::Pending), (40, State::InProgress)], State::AwaitingConfirmation);
    }
    dice.weighted(&[(4, State::Withdrawn)], State::Closed)
}

/// When the last thing happened: a solution not so long ago that it would close by itself.
fn last(dice: &mut Dice, state: State, created: i64, now: i64) -> i64 {
    let age = now - created;
    match state {
        State::Pending => created + dice.between(0, age.min(3 * DAY)),
        State::InProgress => now - dice.between(0, age.min(20 * DAY)),
        State::AwaitingConfirmation => now - dice.between(0, age.min(5 * DAY)),
        State::Closed | State::Withdrawn => created + dice.between(HOUR, 10 * DAY).min(age),
    }
}

/// Many have nobody before they are accepted, few afterwards; the first in the list have the most.
fn assignee(dice: &mut Dice, around: &Around, state: State) -> Option<(i64, String)> {
    let nobody = if matches!(state, State::Pending | State::Withdrawn) { 65 } else { 5 };
    if dice.percent(nobody) {
        return None;
    }
    let count = around.staff.len() as u64;
    let place = dice.below(count).min(dice.below(count));
    around.staff.get(place as usize).cloned()
}

const fn waiting(state: State, awaits: bool) -> Waiting {
    match state {
        State::Closed | State::Withdrawn => Waiting::Nobody,
        State::Pending | State::InProgress | State::AwaitingConfirmation if awaits => Waiting::Customer,
        State::Pending | State::InProgress | State::AwaitingConfirmation => Waiting::Us,
    }
}

/// As the column of the table has it.
const fn place(waiting: Waiting, assignee: Option<i64>) -> &'static str {
    match (waiting, assignee) {
        (Waiting::Nobody, _) => "ended",
        (_, None) => "unassigned",
        (Waiting::Customer, _) => "customer",
        (Waiting::Us, _) => "ours",
    }
}

/// The customer begins, staff answer, and so on; somebody notes something now and then.
fn conversation(
    dice: &mut Dice,
    words: &mut Words,
    (begin, end): (i64, i64),
    (state, awaits, english): (State, bool, bool),
    count: u64,
) -> Vec<Message> {
    let count = i64::try_from(count).unwrap_or(i64::MAX).max(1);
    let unanswered = matches!(state, State::Pending | State::Withdrawn);
    let mut messages = Vec::new();
    for n in 0..count {
        let (side, public) = match n {
            0 => (Side::Customer, true),
            _ if unanswered => dice.weighted(&[(60, (Side::Customer, true))], (Side::Staff, false)),
            1 => (Side::Staff, true),
            _ if n == count - 1 && !state.is_over() => {
                (if awaits { Side::Staff } else { Side::Customer }, true)
            }
            _ => dice
                .weighted(&[(48, (Side::Staff, true)), (40, (Side::Customer, true))], (Side::Staff, false)),
        };
        let at = begin + (end - begin) * n / (count - 1).max(1);
        messages.push(Message { at, side, public, body: words.message(dice, english) });
    }
    messages
}
