//! One delivery: where it is, what is asked for, what may be done next and why not the rest, and its log.

use domain::{
    FieldName, FieldProblem,
    access::{Actor, Operation},
    supervision::{Action, Refusal, Side},
};
use serde_json::Value;

use super::{
    appeals::{self, Appeal},
    documents::{self, Document},
    milestones::{self, Milestone},
    requests::{self, Request},
    row::{Row, read},
};
use crate::{
    Failure, Office, Result,
    db::Sql,
    journal::{self, Event, Subject},
    settings::Settings,
};

/// A delivery with everything that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// The delivery.
    pub row: Row,
    /// Who delivers: account and name.
    pub assignee: Option<(String, String)>,
    /// Customer: id and name.
    pub customer: (String, String),
    /// Product: id and name.
    pub product: (String, String),
    /// It may be delivered in parts.
    pub parts_possible: bool,
    /// Its parts.
    pub milestones: Vec<Milestone>,
    /// What it is asked for, in its scene.
    pub requests: Vec<Request>,
    /// Its documents, oldest first, replaced ones too.
    pub documents: Vec<Document>,
    /// Objections, oldest first.
    pub appeals: Vec<Appeal>,
    /// What happened, oldest first.
    pub log: Vec<LogEntry>,
    /// The settings in force.
    pub settings: Settings,
    /// Every step of its flow: whether it may be taken now, and why not.
    pub actions: Vec<Possible>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// The entry of the journal.
    pub event: Event,
    before: Value,
    after: Value,
}

impl LogEntry {
    fn of(event: Event) -> Self {
        let (before, after) = event.fields();
        Self { event, before, after }
    }

    fn code(fields: &Value, field: FieldName) -> Option<&str> {
        fields.get(field.code()).and_then(Value::as_str)
    }

    /// The step, where it is one.
    #[must_use]
    pub fn action(&self) -> Option<Action> {
        Self::code(&self.after, FieldName::Action).and_then(Action::from_code)
    }

    /// Whose step it was: who acts for another side only records it.
    #[must_use]
    pub fn side(&self) -> Side {
        let said = Self::code(&self.after, FieldName::By).and_then(Side::from_code);
        said.unwrap_or(match self.event.actor_kind.as_str() {
            "buyer" => Side::Buyer,
            "system" => Side::System,
            _ => Side::Merchant,
        })
    }

    /// Staff recorded what another side did.
    #[must_use]
    pub fn is_recorded(&self) -> bool {
        let own = matches!(self.event.actor_kind.as_str(), "staff" | "token");
        own && !matches!(self.side(), Side::Merchant | Side::System)
    }

    /// The node before.
    #[must_use]
    pub fn node_before(&self) -> Option<&str> {
        Self::code(&self.before, FieldName::Node)
    }

    /// The node after.
    #[must_use]
    pub fn node_after(&self) -> Option<&str> {
        Self::code(&self.after, FieldName::Node)
    }

    /// A text that was kept with it.
    #[must_use]
    pub fn text(&self, field: FieldName) -> Option<&str> {
        Self::code(&self.after, field)
    }

    /// Documents that belong to it.
    #[must_use]
    pub fn documents(&self) -> Vec<i64> {
        let ids = self.after.get(FieldName::Documents.code()).and_then(Value::as_array);
        ids.map(|ids| ids.iter().filter_map(Value::as_i64).collect()).unwrap_or_default()
    }
}

/// Why a step may not be taken now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// The flow says so.
    Flow(Refusal),
    /// A refund runs.
    RefundRuns,
    /// Documents are missing.
    Missing(FieldProblem),
    /// Something else stands against it.
    Other(String),
}

/// A step of the flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Possible {
    /// The step.
    pub action: Action,
    /// Whose it is.
    pub by: Side,
    /// Why it may not be taken now; `None`: it may.
    pub why_not: Option<WhyNot>,
}

/// Where the delivery of an order stands; `None` where it is not supervised, or the actor does not see it.
///
/// # Errors
/// `Denied`.
pub async fn glance(office: &Office, actor: &Actor, order_no: &str) -> Result<Option<Row>> {
    let reach = actor.may(Operation::ReadSupervision)?;
    match read(office, actor, &reach, order_no).await {
        Ok(row) => Ok(Some(row)),
        Err(Failure::NotFound) => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// One delivery.
///
/// # Errors
/// `Denied`; `NotFound`.
pub async fn get(office: &Office, actor: &Actor, order_no: &str) -> Result<Detail> {
    let reach = actor.may(Operation::ReadSupervision)?;
    let row = read(office, actor, &reach, order_no).await?;
    let of_subject = journal::of_subject(office, Subject::Supervision(&row.order_no));
    let asked = async { Ok(requests::select(row.id).fetch_all::<Request>(&office.db).await?) };
    let (milestones, requests, documents, appeals, events, (assignee, customer, product), settings) = futures::try_join!(
        milestones::of(office, row.id),
        asked,
        documents::of(office, row.id),
        appeals::of(office, row.id),
        of_subject,
        named(office, &row),
        Settings::load(office),
    )?;
    let requests = requests::asked(&row, requests);
    let actions = actions(office, &row, &requests);
    let log = events.into_iter().map(LogEntry::of).collect();
    let parts_possible = milestones::possible(&row);
    Ok(Detail {
        row,
        parts_possible,
        assignee,
        customer,
        product,
        milestones,
        requests,
        documents,
        appeals,
        log,
        settings,
        actions,
    })
}

type Named = (Option<(String, String)>, (String, String), (String, String));

async fn named(office: &Office, row: &Row) -> Result<Named> {
    let mut sql = Sql::new("SELECT a.account, a.name, c.code, c.name, p.code, p.name FROM supervisions s ");
    sql.push("JOIN customers c ON c.id = s.customer_id JOIN products p ON p.id = s.product_id ");
    sql.push("LEFT JOIN staff a ON a.id = s.assignee_id WHERE s.id = ").arg(row.id);
    type Names = (Option<String>, Option<String>, String, String, String, String);
    let names: Names = sql.fetch_optional(&office.db).await?.ok_or(Failure::NotFound)?;
    let (account, name, customer_code, customer, product_code, product) = names;
    Ok((account.zip(name), (customer_code, customer), (product_code, product)))
}

/// Every step of the flow once for each side whose it can be, in its order; then appeals.
fn actions(office: &Office, row: &Row, requests: &[Request]) -> Vec<Possible> {
    let mut steps: Vec<(Action, Side)> = Vec::new();
    for (_, action, sides, _) in row.flow.steps() {
        for by in sides.iter().filter(|by| **by != Side::System) {
            if !steps.contains(&(*action, *by)) {
                steps.push((*action, *by));
            }
        }
    }
    if !row.flow(office.zone).review {
        steps.retain(|(action, _)| !matches!(action, Action::ApproveReview | Action::RejectReview));
    }
    steps.extend([
        (Action::Appeal, Side::Merchant),
        (Action::Appeal, Side::Buyer),
        (Action::DecideAppeal, Side::Operator),
    ]);
    let possible =
        |(action, by)| Possible { action, by, why_not: why_not(office, row, requests, action, by) };
    steps.into_iter().map(possible).collect()
}

fn why_not(office: &Office, row: &Row, requests: &[Request], action: Action, by: Side) -> Option<WhyNot> {
    if let Err(why) = row.can(action, by, office.zone) {
        return Some(WhyNot::Flow(why));
    }
    if row.refund_id.is_some() {
        return Some(WhyNot::RefundRuns);
    }
    let again = (action == Action::Sign && row.signed_at.is_some())
        || (action == Action::ClaimCode && row.claimed_at.is_some());
    if again {
        return Some(WhyNot::Flow(Refusal::NotNow { action, node: row.node }));
    }
    match action.proves().map(|node| requests::missing(requests, node)) {
        Some(Err(Failure::Invalid(mut problems))) => problems.pop().map(WhyNot::Missing),
        Some(Err(failure)) => Some(WhyNot::Other(failure.to_string())),
        _ => None,
    }
}
