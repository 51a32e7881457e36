//! A delivery opens: in the transaction in which a supervised new order becomes paid, or by a job for orders that
//! are in the books already.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;
use domain::{
    Moment,
    access::Actor,
    order::{BusinessKind, DeliveryType, Order, OrderState, OrderType},
    supervision::{FlowKind, FlowVersion, Node, REMINDED_AFTER_DAYS, Requested, Scene, fixed},
};

use super::milestones;
use crate::{
    Office, Result,
    db::{Arg, Bulk, Sql, Tx, matching, millis},
    journal::{self, Entry, Subject, fields},
    products::{Delivery, deliveries},
};

/// An order that may have to be delivered under supervision.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Opening<'a> {
    /// Its row.
    pub(crate) id: i64,
    pub(crate) order: &'a Order,
    /// Where the delivery stands already, and since when, if somebody says so.
    pub(crate) stands: Option<(Node, Option<Moment>)>,
}

impl Opening<'_> {
    fn product(&self) -> Option<i64> {
        self.order.lines.first().map(|line| line.product)
    }
}

/// Opens the deliveries of those of these orders that are paid, new and supervised and have none yet; how many
/// it were. `why`: what brought them, for the journal.
pub(crate) async fn open(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    orders: &[Opening<'_>],
    why: &str,
) -> Result<u64> {
    let paid = |one: &&Opening<'_>| {
        let head = &one.order.head;
        let ended = head.state == OrderState::Completed && one.stands.is_some();
        head.order_type == OrderType::New && (head.state == OrderState::Processing || ended)
    };
    let candidates: Vec<&Opening<'_>> = orders.iter().filter(paid).collect();
    if candidates.is_empty() {
        return Ok(0);
    }
    let products: BTreeSet<i64> = candidates.iter().filter_map(|one| one.product()).collect();
    let deliveries = deliveries(tx, &products.into_iter().collect::<Vec<_>>()).await?;
    let delivery = |one: &Opening<'_>| deliveries.get(&one.product()?).filter(|how| how.supervised);
    let supervised: Vec<(&Opening<'_>, &Delivery)> =
        candidates.iter().filter_map(|one| Some((*one, delivery(one)?))).collect();
    let mut rows = Bulk::new(14);
    for (one, how) in &supervised {
        rows.row(row(office, one, how));
    }
    let opened: Vec<(i64, i64)> = rows.returning(tx, INSERT, TAIL).await?;
    let ids: BTreeMap<i64, i64> = opened.iter().map(|(id, order_id)| (*order_id, *id)).collect();
    let opened: Vec<(i64, &Opening<'_>, &Delivery)> =
        supervised.iter().filter_map(|(one, how)| Some((*ids.get(&one.id)?, *one, *how))).collect();
    ask(tx, &opened).await?;
    for (id, _, how) in opened.iter().filter(|(_, one, how)| parted(one, how)) {
        milestones::write(tx, *id, &how.shares, false, 0).await?;
    }
    let entries = opened.iter().map(|(_, one, how)| {
        let (node, _) = stands(one, how);
        let version = FlowVersion::of(one.order.head.created_at, office.zone);
        let after = fields! { Flow: how.flow, Version: version, Standard: how.version, Node: node };
        Entry::new(journal::Action::SupervisionOpened, Subject::Supervision(&one.order.number))
            .after(after)
            .because(why)
    });
    journal::append_all(tx, office, actor, entries.collect()).await?;
    Ok(opened.len() as u64)
}

/// Whether it is delivered in parts: the shares that its product says count where such orders have them (5.5).
fn parted(one: &Opening<'_>, how: &Delivery) -> bool {
    let own = !matches!(one.order.head.business_kind, BusinessKind::Joint | BusinessKind::Provider);
    own && !how.shares.is_empty()
}

/// Where it begins, or stands by what somebody says.
fn stands(one: &Opening<'_>, how: &Delivery) -> (Node, Option<Moment>) {
    match one.stands {
        Some((node, since)) if how.flow.nodes(true).contains(&node) => (node, since),
        _ => (how.flow.first(), None),
    }
}

const INSERT: &str = "INSERT INTO supervisions (order_id, product_id, customer_id, flow, flow_version, \
    standard_version, node, stage, opened_at, node_since, due_at, valid_from, ended_at, shipped_at) VALUES ";
/// An order has one delivery: what is there stays.
const TAIL: &str = " ON CONFLICT (order_id) DO NOTHING RETURNING id, order_id";

fn row(office: &Office, one: &Opening<'_>, how: &Delivery) -> [Arg; 14] {
    let head = &one.order.head;
    let (node, since) = stands(one, how);
    let opened = millis(head.paid_at.unwrap_or(head.created_at));
    let ended = node.is_final();
    let since = since.map(millis).unwrap_or(if ended { opened } else { office.clock.millis() });
    let since = if one.stands.is_some() { since } else { opened };
    let due = head.created_at.checked_add_signed(Duration::days(REMINDED_AFTER_DAYS)).map(millis);
    let stage = match (node, node.waits_for()) {
        (Node::Done, _) => "done",
        (_, Some(side)) => side.code(),
        (_, None) => "refunded",
    };
    [
        one.id.into(),
        one.product().into(),
        head.customer.into(),
        how.flow.code().into(),
        FlowVersion::of(head.created_at, office.zone).code().into(),
        how.version.into(),
        node.code().into(),
        stage.into(),
        opened.into(),
        since.into(),
        due.filter(|_| !ended).into(),
        head.effective_at.filter(|_| ended).map(millis).into(),
        ended.then_some(since).into(),
        (how.flow == FlowKind::Hardware && node == Node::BuyerAcceptance).then_some(since).into(),
    ]
}

/// What each is asked for: the standard of its product; of joint orders the fixed ones too, for when their scene is
/// known.
async fn ask(tx: &mut Tx, opened: &[(i64, &Opening<'_>, &Delivery)]) -> Result<()> {
    let mut rows = Bulk::new(9);
    for (id, one, how) in opened {
        let kind = one.order.head.business_kind;
        let shared = matches!(kind, BusinessKind::Joint | BusinessKind::Provider);
        let mut asked: Vec<Requested> =
            how.requests.iter().filter(|request| shared || request.scene.is_none()).cloned().collect();
        if kind == BusinessKind::Joint {
            let license = one.order.delivery_type() == DeliveryType::License;
            let nodes = how.flow.nodes(true);
            let scenes = [Scene::Enablement, Scene::Base];
            let more = scenes.into_iter().filter_map(|scene| fixed(Some(scene), license)).flatten();
            asked.extend(more.filter(|request| nodes.contains(&request.node)));
        }
        for (position, request) in (0_i64..).zip(asked) {
            rows.row([
                (*id).into(),
                position.into(),
                request.code.into(),
                request.name_zh.into(),
                request.name_en.into(),
                request.node.code().into(),
                Arg::MaybeText(request.scene.map(|scene| scene.code().to_owned())),
                i64::from(request.required).into(),
                i64::from(request.least).into(),
            ]);
        }
    }
    let head = "INSERT INTO supervision_requests (supervision_id, position, code, name_zh, name_en, node, scene, \
         required, least) VALUES ";
    Ok(rows.execute(tx, head, "").await?)
}

/// The orders of these rows that are paid, open their delivery if they have none: for what came before. A job calls it.
pub(super) async fn open_rows(tx: &mut Tx, office: &Office, ids: &[i64]) -> Result<u64> {
    let stored = crate::orders::row::of_rows(tx, ids).await?;
    let orders: Vec<Opening<'_>> =
        stored.iter().map(|one| Opening { id: one.id, order: &one.order, stands: None }).collect();
    open(tx, office, &Actor::System, &orders, "").await
}

/// Takes away the deliveries of orders that are taken back themselves. Nobody has acted on them.
pub(crate) async fn remove(tx: &mut Tx, order_ids: &[i64]) -> Result<()> {
    let rows: Vec<(i64,)> =
        matching(tx, "SELECT id FROM supervisions WHERE order_id IN", order_ids, "").await?;
    let ids: Vec<i64> = rows.into_iter().map(|(id,)| id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    for table in ["supervision_milestones", "uploads", "supervision_requests"] {
        let head = format!("DELETE FROM {table} WHERE supervision_id IN");
        matching::<(i64,), i64>(tx, &head, &ids, " RETURNING supervision_id").await?;
    }
    matching::<(i64,), i64>(tx, "DELETE FROM supervisions WHERE id IN", &ids, " RETURNING id").await?;
    Ok(())
}

/// The deliveries of orders whose marketplace says that they completed end with them.
pub(crate) async fn completed_elsewhere(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    orders: &[(i64, &Order)],
    why: &str,
) -> Result<()> {
    let ids: Vec<i64> = orders.iter().map(|(id, _)| *id).collect();
    let mut open: Vec<(i64,)> = Vec::new();
    for ids in ids.chunks(256) {
        let mut sql = Sql::new("SELECT id FROM supervisions WHERE ended_at IS NULL");
        sql.among("order_id", ids);
        open.extend(sql.fetch_all_in::<(i64,)>(tx).await?);
    }
    let ids: Vec<i64> = open.into_iter().map(|(id,)| id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    for mut row in super::row::held_rows(tx, &ids).await? {
        let head = orders.iter().find(|(id, _)| *id == row.order_id).map(|(_, order)| &order.head);
        let at = head.and_then(|head| head.completed_at).unwrap_or_else(|| office.clock.now());
        let before = row.node;
        row.go(Node::Done, at);
        row.valid_from = head.and_then(|head| head.effective_at).map(millis).or(Some(millis(at)));
        row.save(tx).await?;
        let entry = Entry::new(journal::Action::SupervisionActed, Subject::Supervision(&row.order_no))
            .changed(
                fields! { Node: before },
                fields! { Action: "accept", By: domain::supervision::Side::Operator, Node: Node::Done },
            )
            .because(why);
        journal::append(tx, office, actor, entry).await?;
    }
    Ok(())
}
