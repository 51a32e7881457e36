//! A supervised delivery as its table has it.

use domain::{
    FieldName, Moment, Zone,
    access::{Actor, Reach},
    order::{BillingMode, BusinessKind},
    supervision::{Action, Flow, FlowKind, Node, Refusal, Scene, Shipment, Side, reviewed},
};
use sqlx::FromRow;

use super::{Refused, narrow::seen};
use crate::{
    Failure, Result,
    db::{Sql, Tx, dialect::for_update, moment},
};

/// What a [`Row`] is read from, of `supervisions s` and `orders o`.
pub(crate) const COLUMNS: &str = "s.id, s.order_id, o.order_no, o.business_kind, o.billing_mode, \
     o.created_at AS bought_at, o.paid_at, s.product_id, s.flow, s.flow_version, s.scene, s.standard_version, s.node, \
     s.frozen_node, s.stage, s.version, s.opened_at, s.node_since, s.due_at, s.reminded_at, s.assignee_id, s.result, \
     s.service_started_at, s.valid_from, s.valid_to, s.ended_at, s.courier, s.waybill, s.phone, s.phone_differs, \
     s.shipped_at, s.signed_at, s.accepts_at, s.claimed_at, s.refund_id";

/// A supervised delivery. Moments are milliseconds since 1970.
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
#[expect(missing_docs, reason = "as the columns of the table")]
pub struct Row {
    pub id: i64,
    pub order_id: i64,
    pub order_no: String,
    #[sqlx(try_from = "String")]
    pub business_kind: BusinessKind,
    #[sqlx(try_from = "String")]
    pub billing_mode: BillingMode,
    pub bought_at: i64,
    pub paid_at: Option<i64>,
    pub product_id: i64,
    #[sqlx(try_from = "String")]
    pub flow: FlowKind,
    pub flow_version: String,
    scene: Option<String>,
    pub standard_version: i64,
    #[sqlx(try_from = "String")]
    pub node: Node,
    frozen_node: Option<String>,
    pub stage: String,
    pub version: i64,
    pub opened_at: i64,
    pub node_since: i64,
    pub due_at: Option<i64>,
    pub reminded_at: Option<i64>,
    pub assignee_id: Option<i64>,
    pub result: Option<String>,
    pub service_started_at: Option<i64>,
    pub valid_from: Option<i64>,
    pub valid_to: Option<i64>,
    pub ended_at: Option<i64>,
    pub courier: Option<String>,
    pub waybill: Option<String>,
    pub phone: Option<String>,
    phone_differs: i64,
    pub shipped_at: Option<i64>,
    pub signed_at: Option<i64>,
    pub accepts_at: Option<i64>,
    pub claimed_at: Option<i64>,
    pub refund_id: Option<i64>,
}

impl Row {
    /// The track that it belongs to, once somebody said so.
    #[must_use]
    pub fn scene(&self) -> Option<Scene> {
        self.scene.as_deref().and_then(Scene::from_code)
    }

    /// Says which track it belongs to.
    pub(super) fn set_scene(&mut self, scene: Scene) {
        self.scene = Some(scene.code().to_owned());
    }

    /// Where it was when somebody appealed; only while it is frozen.
    #[must_use]
    pub fn frozen_node(&self) -> Option<Node> {
        self.frozen_node.as_deref().and_then(Node::from_code)
    }

    /// How it goes, as far as is known by now.
    #[must_use]
    pub fn flow(&self, zone: Zone) -> Flow {
        let review = reviewed(self.business_kind, moment(self.bought_at), self.scene(), zone);
        // A file may say that it is there before anybody has said in which scene.
        let is_there = self.frozen_node().unwrap_or(self.node) == Node::PlatformReview;
        Flow { kind: self.flow, review: review || is_there }
    }

    /// Where its goods are.
    #[must_use]
    pub fn shipment(&self) -> Shipment {
        Shipment {
            shipped_at: self.shipped_at.map(moment),
            signed_at: self.signed_at.map(moment),
            phone_differs: self.phone_differs != 0,
        }
    }

    /// The waybill has another telephone number than the buyer.
    #[must_use]
    pub const fn phone_differs(&self) -> bool {
        self.phone_differs != 0
    }

    pub(super) fn set_phone_differs(&mut self, differs: bool) {
        self.phone_differs = differs.into();
    }

    /// A refund runs, and nobody acts until it has ended (`domain.md` 1.7).
    #[must_use]
    pub const fn refund_runs(&self) -> bool {
        self.refund_id.is_some() && !self.node.is_final()
    }

    /// A refund of it runs from now on; `None`: the one that did came to nothing.
    pub(crate) fn lock(&mut self, refund: Option<i64>) {
        self.refund_id = refund;
        self.stand();
    }

    /// Who is waited for; nobody once it has ended, or while a refund runs.
    #[must_use]
    pub fn waits_for(&self) -> Option<Side> {
        match (self.flow, self.node) {
            _ if self.refund_runs() => None,
            (FlowKind::Hardware, Node::BuyerAcceptance) => Some(self.shipment().waits_for()),
            (_, node) => node.waits_for(),
        }
    }

    /// Whether it is over its time at this moment.
    #[must_use]
    pub fn is_overdue(&self, now: i64) -> bool {
        self.due_at.is_some_and(|due| due < now)
    }

    /// Goes to a node, and what the table keeps of it follows.
    pub(crate) fn go(&mut self, next: Node, now: Moment) {
        let at = crate::db::millis(now);
        self.frozen_node = (next == Node::FrozenAppeal).then(|| self.node.code().to_owned());
        if next != self.node {
            self.node_since = at;
        }
        self.node = next;
        if next.is_final() {
            self.ended_at = Some(at);
            (self.due_at, self.accepts_at) = (None, None);
        }
        self.stand();
    }

    /// The list knows who is waited for.
    pub(super) fn stand(&mut self) {
        let code = match self.node {
            Node::Done => "done",
            Node::ClosedRefunded => "refunded",
            Node::FrozenAppeal => "frozen",
            _ if self.refund_runs() => "refunding",
            _ => self.waits_for().unwrap_or(Side::Merchant).code(),
        };
        code.clone_into(&mut self.stage);
    }

    /// The flow refuses a step.
    pub(super) fn refuse(&self, why: Refusal, zone: Zone) -> Failure {
        let possible = self.flow(zone).possible(self.node);
        Refused::NotNow { node: self.node, why, possible }.into()
    }

    /// Whether an action of somebody is possible as far as the flow says.
    pub(crate) fn can(&self, action: Action, by: Side, zone: Zone) -> std::result::Result<(), Refusal> {
        self.flow(zone).after(self.node, action, by).map(drop)
    }

    /// Writes what may change, one version further; the caller holds the row.
    pub(crate) async fn save(&mut self, tx: &mut Tx) -> Result<()> {
        self.version += 1;
        let mut sql = Sql::new("UPDATE supervisions SET version = ");
        sql.arg(self.version).push(", node = ").arg(self.node.code());
        for (column, text) in [
            ("scene", &self.scene),
            ("frozen_node", &self.frozen_node),
            ("result", &self.result),
            ("courier", &self.courier),
            ("waybill", &self.waybill),
            ("phone", &self.phone),
        ] {
            sql.push(", ").push(column).push(" = ").arg(text.clone());
        }
        for (column, number) in [
            ("due_at", self.due_at),
            ("assignee_id", self.assignee_id),
            ("service_started_at", self.service_started_at),
            ("valid_from", self.valid_from),
            ("valid_to", self.valid_to),
            ("ended_at", self.ended_at),
            ("shipped_at", self.shipped_at),
            ("signed_at", self.signed_at),
            ("accepts_at", self.accepts_at),
            ("claimed_at", self.claimed_at),
            ("refund_id", self.refund_id),
        ] {
            sql.push(", ").push(column).push(" = ").arg(number);
        }
        sql.push(", stage = ").arg(self.stage.as_str()).push(", node_since = ").arg(self.node_since);
        sql.push(", phone_differs = ").arg(self.phone_differs).push(" WHERE id = ").arg(self.id);
        sql.execute_in(tx).await?;
        Ok(())
    }
}

/// Appends that the actor sees the delivery `s` of the order `o`: its product is granted. That another line of the order
/// is, is not enough: what is delivered would be told.
pub(crate) fn within(sql: &mut Sql, actor: &Actor, reach: &Reach) {
    match (actor.order_id(), reach) {
        (Some(order_id), _) => {
            sql.push(" AND o.id = ").arg(order_id);
        }
        (None, reach) => seen(sql, reach),
    }
}

fn select(actor: &Actor, reach: &Reach, order_no: &str) -> Result<Sql> {
    let order_no = domain::order::parse_number(order_no).map_err(|_| Failure::NotFound)?;
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM orders o JOIN supervisions s ON s.order_id = o.id WHERE o.order_no = ");
    sql.arg(order_no);
    within(&mut sql, actor, reach);
    Ok(sql)
}

/// The delivery of an order, held until the transaction ends.
///
/// # Errors
/// `NotFound` when it is not there or the actor does not see it.
pub(crate) async fn held(tx: &mut Tx, actor: &Actor, reach: &Reach, order_no: &str) -> Result<Row> {
    let mut sql = select(actor, reach, order_no)?;
    sql.push(for_update(tx));
    sql.fetch_optional_in(tx).await?.ok_or(Failure::NotFound)
}

/// The delivery of an order.
///
/// # Errors
/// As [`held`].
pub(crate) async fn read(
    office: &crate::Office,
    actor: &Actor,
    reach: &Reach,
    order_no: &str,
) -> Result<Row> {
    select(actor, reach, order_no)?.fetch_optional(&office.db).await?.ok_or(Failure::NotFound)
}

/// The deliveries of these rows, held until the transaction ends.
pub(crate) async fn held_rows(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Row>> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM supervisions s JOIN orders o ON o.id = s.order_id WHERE 1 = 1");
    sql.among("s.id", ids).push(for_update(tx));
    Ok(sql.fetch_all_in(tx).await?)
}

/// The name of the field of a step.
pub(super) const fn field(name: FieldName) -> &'static str {
    name.code()
}
