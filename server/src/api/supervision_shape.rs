//! A supervised delivery as programs see it.

use domain::Zone;
use operations::supervisions::{Detail, LogEntry, Possible, WhyNot, accepted_share, documents::Document};
use serde::Serialize;
use utoipa::ToSchema;

use super::shape::stamp;

/// A supervised delivery with everything that belongs to it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Supervision {
    /// Number of its order.
    order_no: String,
    /// `standard`, `website`, `license_code`, `identification_code`, `offline_license`, `hardware`, `data_file` or
    /// `app_orchestration`.
    flow: String,
    /// `v1` or `v2`, by the date of the order.
    flow_version: String,
    /// `enablement`, `base` or `other`; null until it is known.
    scene: Option<String>,
    /// Where it is.
    node: String,
    /// Where it was when somebody appealed; null unless it is frozen.
    frozen_node: Option<String>,
    /// `merchant`, `buyer`, `operator`, `courier` or `nobody`.
    waiting_for: String,
    /// Somebody appealed: nobody acts until the operator has decided.
    frozen: bool,
    /// A refund runs: nobody acts until it has ended.
    refund_id: Option<i64>,
    /// It is over its time.
    overdue: bool,
    /// The order was paid.
    opened_at: String,
    /// It is at its node since then.
    node_since: String,
    /// It is overdue after that; null once it has ended.
    due_at: Option<String>,
    /// Actual start of the service.
    service_started_at: Option<String>,
    /// What was bought is valid from then,
    valid_from: Option<String>,
    /// and until then.
    valid_to: Option<String>,
    /// It ended.
    completed_at: Option<String>,
    /// Account of who delivers.
    assignee: Option<String>,
    /// Result that the merchant described.
    result: Option<String>,
    /// Courier of goods.
    courier: Option<String>,
    /// Number of the waybill.
    waybill: Option<String>,
    /// Telephone number on the waybill.
    phone: Option<String>,
    /// It is another one than the buyer's, so that the clock accepts nothing.
    phone_differs: bool,
    /// The goods were signed for.
    signed_at: Option<String>,
    /// The goods count as accepted then.
    accepts_at: Option<String>,
    /// Its parts, if it is delivered in several.
    milestones: Vec<Milestone>,
    /// What settlement may take, such as `0.3`.
    accepted_share: String,
    /// The documents that it is asked for.
    requests: Vec<Request>,
    /// Its documents, oldest first.
    documents: Vec<Doc>,
    /// Objections, oldest first.
    appeals: Vec<Appeal>,
    /// What happened, oldest first.
    log: Vec<Entry>,
    /// Every step of its flow, and whether it may be taken now.
    actions: Vec<Act>,
}

/// A part of a delivery.
#[derive(Debug, Serialize, ToSchema)]
struct Milestone {
    /// Counts from 1.
    no: i64,
    /// Its share of the whole, such as `0.3`.
    share: String,
    /// Delivered.
    delivered_at: Option<String>,
    /// Accepted.
    accepted_at: Option<String>,
}

/// A document that is asked for.
#[derive(Debug, Serialize, ToSchema)]
struct Request {
    /// Row.
    id: i64,
    /// What its product calls it.
    code: String,
    /// Its name in Chinese.
    name_zh: String,
    /// Its name in English.
    name_en: String,
    /// Both names.
    name: String,
    /// Without it nothing goes on at its node.
    required: bool,
    /// So many files at least.
    least: i64,
    /// At which node it is handed in.
    node: String,
    /// `open`, `handed_in`, `replaced` or `not_needed`.
    state: String,
    /// Why it is not needed.
    reason: Option<String>,
}

/// A document.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Doc {
    /// Row.
    id: i64,
    /// The requested document that it answers.
    request_id: Option<i64>,
    /// Its name.
    name: String,
    /// In bytes.
    size: i64,
    /// SHA-256 of its content, in hex.
    sha256: String,
    /// Counts from 1; a new one replaces the one before.
    version: i64,
    /// Row of the document that replaced it.
    replaced_by: Option<i64>,
    /// `clean`, `scanning`, `infected`, or `unscanned` where there is no scanner.
    scan: String,
    /// What the scanner found; while the document waits for one, why there is no verdict yet: `not_set`, `away`,
    /// `silent`, `too_large` (for the scanner), `unclear`.
    finding: Option<String>,
    /// What was noticed in it, such as `macros`.
    notices: Vec<String>,
    /// Handed in.
    uploaded_at: String,
    /// For whom: `merchant`, `buyer`, `operator` or `courier`.
    by: String,
    /// Name of who did it.
    uploaded_by: String,
}

/// An objection.
#[derive(Debug, Serialize, ToSchema)]
struct Appeal {
    /// `buyer` or `merchant`.
    by: String,
    /// Reason and demand.
    reason: String,
    /// Made.
    opened_at: String,
    /// Decided.
    decided_at: Option<String>,
    /// `continue`, `accept`, `return` or `refund`.
    outcome: Option<String>,
    /// What the operator said.
    comment: Option<String>,
}

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
struct Entry {
    /// When.
    at: String,
    /// On whose side: `merchant`, `buyer`, `operator`, `courier` or `system`.
    by: String,
    /// Name of who did it, or recorded it.
    actor: String,
    /// `staff`, `token`, `buyer` or `system`.
    actor_kind: String,
    /// Staff recorded what somebody else did.
    recorded: bool,
    /// What was done: a step of the flow, or what the journal calls it.
    action: String,
    /// Where it was.
    node_before: Option<String>,
    /// Where it went.
    node_after: Option<String>,
    /// What was said.
    comment: Option<String>,
    /// Documents that belong to it.
    documents: Vec<i64>,
    /// Hash of the entry.
    hash: String,
}

/// A step of the flow.
#[derive(Debug, Serialize, ToSchema)]
struct Act {
    /// What.
    action: String,
    /// By whom.
    by: String,
    /// Whether it may be taken now.
    allowed: bool,
    /// Why not.
    why_not: Option<String>,
}

impl Supervision {
    /// As programs see it. `now` in milliseconds since 1970.
    pub(crate) fn of(zone: Zone, now: i64, detail: Detail) -> Self {
        let at = |moment: i64| stamp(zone, moment);
        let row = &detail.row;
        let share = accepted_share(&detail.milestones, row.node == domain::supervision::Node::Done);
        Self {
            order_no: row.order_no.clone(),
            flow: row.flow.to_string(),
            flow_version: row.flow_version.clone(),
            scene: row.scene().map(|scene| scene.to_string()),
            node: row.node.to_string(),
            frozen_node: row.frozen_node().map(|node| node.to_string()),
            waiting_for: row.waits_for().map_or("nobody", |side| side.code()).to_owned(),
            frozen: row.frozen_node().is_some(),
            refund_id: row.refund_id,
            overdue: row.is_overdue(now),
            opened_at: at(row.opened_at),
            node_since: at(row.node_since),
            due_at: row.due_at.map(at),
            service_started_at: row.service_started_at.map(at),
            valid_from: row.valid_from.map(at),
            valid_to: row.valid_to.map(at),
            completed_at: row.ended_at.map(at),
            assignee: detail.assignee.map(|(account, _)| account),
            result: row.result.clone(),
            courier: row.courier.clone(),
            waybill: row.waybill.clone(),
            phone: row.phone.clone(),
            phone_differs: row.phone_differs(),
            signed_at: row.signed_at.map(at),
            accepts_at: row.accepts_at.map(at),
            milestones: detail
                .milestones
                .iter()
                .map(|part| Milestone {
                    no: part.no,
                    share: part.share().bare(),
                    delivered_at: part.delivered_at.map(at),
                    accepted_at: part.accepted_at.map(at),
                })
                .collect(),
            accepted_share: domain::Rate::from_millionths(share).map(domain::Rate::bare).unwrap_or_default(),
            requests: detail.requests.iter().map(Request::of).collect(),
            documents: detail.documents.into_iter().map(|document| Doc::of(zone, document)).collect(),
            appeals: detail
                .appeals
                .into_iter()
                .map(|appeal| Appeal {
                    by: appeal.side,
                    reason: appeal.reason,
                    opened_at: at(appeal.opened_at),
                    decided_at: appeal.decided_at.map(at),
                    outcome: appeal.outcome,
                    comment: appeal.comment,
                })
                .collect(),
            log: detail.log.iter().map(|entry| Entry::of(zone, entry)).collect(),
            actions: detail.actions.iter().map(Act::of).collect(),
        }
    }
}

impl Request {
    fn of(request: &operations::supervisions::Request) -> Self {
        Self {
            id: request.id,
            code: request.code.clone(),
            name_zh: request.name_zh.clone(),
            name_en: request.name_en.clone(),
            name: request.both_names(),
            required: request.required(),
            least: request.least,
            node: request.node.to_string(),
            state: request.state.to_string(),
            reason: request.reason.clone(),
        }
    }
}

impl Doc {
    /// As programs see it.
    pub(crate) fn of(zone: Zone, document: Document) -> Self {
        let notices = document.notices.split(',').filter(|code| !code.is_empty()).map(str::to_owned);
        Self {
            notices: notices.collect(),
            id: document.id,
            request_id: document.request_id,
            name: document.name,
            size: document.size_bytes,
            sha256: document.sha256,
            version: document.version,
            replaced_by: document.replaced_by,
            scan: document.scan,
            finding: document.finding,
            uploaded_at: stamp(zone, document.created_at),
            by: document.side,
            uploaded_by: document.actor_name,
        }
    }
}

impl Entry {
    fn of(zone: Zone, entry: &LogEntry) -> Self {
        let action = entry.action().map_or(entry.event.action.as_str(), |action| action.code());
        Self {
            at: stamp(zone, entry.event.at),
            by: entry.side().to_string(),
            actor: entry.event.actor_name.clone(),
            actor_kind: entry.event.actor_kind.clone(),
            recorded: entry.is_recorded(),
            action: action.to_owned(),
            node_before: entry.node_before().map(str::to_owned),
            node_after: entry.node_after().map(str::to_owned),
            comment: entry.event.reason.clone(),
            documents: entry.documents(),
            hash: entry.event.hash.clone(),
        }
    }
}

impl Act {
    fn of(possible: &Possible) -> Self {
        let why_not = possible.why_not.as_ref().map(|why| match why {
            WhyNot::Flow(refusal) => refusal.to_string(),
            WhyNot::RefundRuns => "a refund runs: nobody acts until it has ended".to_owned(),
            WhyNot::Missing(problem) => problem.to_string(),
            WhyNot::Other(why) => why.clone(),
        });
        Self {
            action: possible.action.to_string(),
            by: possible.by.to_string(),
            allowed: why_not.is_none(),
            why_not,
        }
    }
}
