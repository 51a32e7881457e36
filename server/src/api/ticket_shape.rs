//! How a program sees a ticket.

use domain::ticket::Waiting;
use operations::{
    Office,
    tickets::{Detail, Ticket as Row},
};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{shape::stamp, ticket_documents::TicketDocument};

/// A ticket as a row of the queue.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TicketRow {
    /// Its number.
    no: String,
    /// `pending`, `in_progress`, `awaiting_confirmation`, `closed` or `withdrawn`.
    state: String,
    /// What it is about.
    subject: String,
    /// `low`, `normal`, `high` or `urgent`.
    severity: String,
    /// Id of the product.
    product_id: Option<String>,
    /// Number of the order.
    order_no: Option<String>,
    /// Id of the customer.
    customer_id: Option<String>,
    /// Who writes.
    buyer: String,
    /// Where an answer goes.
    email: Option<String>,
    /// Account of who works on it.
    assignee: Option<String>,
    /// When it was opened.
    created_at: String,
    /// The last thing that happened.
    changed_at: String,
    /// When somebody began to work on it.
    accepted_at: Option<String>,
    /// Until when somebody has to have answered.
    first_response_due_at: String,
    /// When somebody did.
    first_responded_at: Option<String>,
    /// Until when it has to be solved; null while the customer is waited for, and once it has ended.
    resolution_due_at: Option<String>,
    /// When the merchant said that it is solved.
    resolved_at: Option<String>,
    /// When it ended.
    ended_at: Option<String>,
    /// A clock is broken.
    overdue: bool,
    /// `us`, `customer` or `nobody`.
    waiting_for: String,
    /// 1 to 5.
    rating: Option<i64>,
}

impl TicketRow {
    pub(super) fn of(office: &Office, row: Row) -> Self {
        let at = |moment: Option<i64>| moment.map(|at| stamp(office.zone, at));
        let waiting: Waiting = row.waiting_for();
        Self {
            no: row.no(),
            state: row.state.to_string(),
            severity: row.severity.to_string(),
            created_at: stamp(office.zone, row.created_at),
            changed_at: stamp(office.zone, row.changed_at),
            accepted_at: at(row.accepted_at),
            first_response_due_at: stamp(office.zone, row.first_response_due_at),
            first_responded_at: at(row.first_responded_at),
            resolution_due_at: at(row.resolution_due_at),
            resolved_at: at(row.resolved_at),
            ended_at: at(row.ended_at),
            overdue: row.is_overdue(office.clock.millis()),
            waiting_for: waiting.to_string(),
            rating: row.rating,
            subject: row.subject,
            product_id: row.product,
            order_no: row.order_no,
            customer_id: row.customer,
            buyer: row.buyer,
            email: row.email,
            assignee: row.assignee,
        }
    }
}

/// A ticket with its conversation, its history, and what may be done next.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Ticket {
    #[serde(flatten)]
    row: TicketRow,
    /// Minutes of reception that are left for the solution, fewer than none when it is late; null once it has ended.
    left_minutes: Option<i64>,
    /// What was wrong.
    cause: Option<String>,
    /// What solved it.
    solution: Option<String>,
    /// Number of the ticket that it was put into.
    merged_into: Option<String>,
    /// Numbers of the tickets that were linked with it.
    linked: Vec<String>,
    /// What was written, oldest first.
    messages: Vec<Message>,
    /// What became of the mails that told the customer of a step and carry no message.
    mails: Vec<Mail>,
    /// Replies that wait until their time, the next one first.
    planned: Vec<Planned>,
    /// What happened, oldest first.
    history: Vec<Event>,
    /// Every step: whether it may be taken now, and why not.
    actions: Vec<Possible>,
}

/// A message.
#[derive(Debug, Serialize, ToSchema)]
struct Message {
    /// Row.
    id: i64,
    /// When.
    at: String,
    /// Whose: `staff` or `customer`.
    by: String,
    /// Name of who wrote it.
    author: String,
    /// Staff recorded what the customer said.
    recorded: bool,
    /// The customer reads it.
    public: bool,
    /// The text as it was written; pages show its Markdown.
    body: String,
    /// The address of the mail that it came by.
    sender: Option<String>,
    /// What became of the mail that carries it: `queued`, `sending`, `sent`, `failed` or `doubtful`; null without one.
    mail: Option<String>,
    /// Why it did not go out, or waits.
    mail_problem: Option<String>,
    /// Attachments of the mail that are not kept, and why.
    left_out: Vec<LeftOut>,
    /// What was sent with it.
    documents: Vec<TicketDocument>,
}

/// An attachment that is not kept.
#[derive(Debug, Serialize, ToSchema)]
struct LeftOut {
    /// What it was called.
    name: String,
    /// Why it is not kept.
    why: String,
}

/// A mail to the customer.
#[derive(Debug, Serialize, ToSchema)]
struct Mail {
    /// `received`, `resolved` or `closed`.
    letter: Option<String>,
    /// To which address.
    recipient: String,
    /// `queued`, `sending`, `sent`, `failed` or `doubtful`.
    state: String,
    /// Why it did not go out, or waits.
    problem: Option<String>,
    /// When it went out.
    sent_at: Option<String>,
}

/// A reply that goes out later.
#[derive(Debug, Serialize, ToSchema)]
struct Planned {
    /// Row.
    id: i64,
    /// When it goes out.
    send_at: String,
    /// Name of who planned it.
    author: String,
    /// The text.
    body: String,
    /// Names of the documents that go out with it.
    documents: Vec<String>,
    /// Why it did not go out at its time: `customer_wrote`, `not_now` or `not_allowed`; null while it waits.
    held: Option<String>,
}

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
struct Event {
    /// When.
    at: String,
    /// `ticket.opened`, `ticket.acted`, `ticket.written`, `ticket.document` or `ticket.infected`.
    action: String,
    /// Who did it.
    actor: String,
    /// Why.
    reason: Option<String>,
    /// What was before.
    #[schema(value_type = Option<Object>)]
    before: Option<Value>,
    /// What was after.
    #[schema(value_type = Option<Object>)]
    after: Option<Value>,
}

/// A step.
#[derive(Debug, Serialize, ToSchema)]
struct Possible {
    /// The step.
    action: String,
    /// Whose it is: `staff` or `customer`.
    by: String,
    /// Whether it may be taken now.
    allowed: bool,
    /// Why not.
    why_not: Option<String>,
}

impl Ticket {
    pub(super) fn of(office: &Office, detail: Detail) -> Self {
        let stamp = |at: i64| stamp(office.zone, at);
        let json = |text: Option<String>| text.and_then(|text| serde_json::from_str(&text).ok());
        let Detail { mut ticket, left_minutes, messages, planned, related, history, actions, mails } = detail;
        let mail_of = |id: i64| mails.iter().rfind(|mail| mail.ticket_message_id == Some(id));
        Self {
            mails: (mails.iter().filter(|mail| mail.ticket_message_id.is_none()))
                .map(|mail| Mail {
                    letter: mail.letter().map(|letter| letter.code().to_owned()),
                    recipient: mail.recipient.clone(),
                    state: mail.state.clone(),
                    problem: mail.problem.clone(),
                    sent_at: mail.sent_at.map(stamp),
                })
                .collect(),
            linked: related.linked.iter().map(Row::no).collect(),
            left_minutes,
            cause: ticket.cause.take(),
            solution: ticket.solution.take(),
            merged_into: ticket.merged_into.map(operations::tickets::number),
            messages: (messages.into_iter())
                .map(|one| Message {
                    id: one.id,
                    at: stamp(one.at),
                    by: one.side.to_string(),
                    recorded: one.is_recorded(),
                    public: one.is_public(),
                    left_out: (one.left_out().into_iter())
                        .map(|left| LeftOut { name: left.name, why: left.why.to_string() })
                        .collect(),
                    author: one.actor_name,
                    mail: mail_of(one.id).map(|mail| mail.state.clone()),
                    mail_problem: mail_of(one.id).and_then(|mail| mail.problem.clone()),
                    body: one.body,
                    sender: one.sender,
                    documents: one.documents.into_iter().map(TicketDocument::of).collect(),
                })
                .collect(),
            planned: (planned.into_iter())
                .map(|one| Planned {
                    id: one.id,
                    send_at: stamp(one.send_at),
                    held: one.held().map(|why| why.to_string()),
                    author: one.staff_name,
                    body: one.body,
                    documents: one.documents,
                })
                .collect(),
            history: (history.into_iter())
                .map(|event| Event {
                    at: stamp(event.at),
                    action: event.action,
                    actor: event.actor_name,
                    reason: event.reason,
                    before: json(event.before_json),
                    after: json(event.after_json),
                })
                .collect(),
            actions: (actions.into_iter())
                .map(|one| Possible {
                    action: one.action.to_string(),
                    by: one.by.to_string(),
                    allowed: one.why_not.is_none(),
                    why_not: one.why_not.map(|why| why.to_string()),
                })
                .collect(),
            row: TicketRow::of(office, ticket),
        }
    }
}
