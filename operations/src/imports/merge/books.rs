//! Orders as the books have them, and as a batch of rows leaves them.

use std::collections::BTreeMap;

use domain::{
    Currency, Zone,
    order::{
        BillingMode, BusinessKind, DeliveryType, DurationUnit, OrderState, OrderType, PaymentMethod,
        SalesChannel,
    },
    settlement,
};

use super::parties::Parties;
use crate::{db::moment, orders::summary::Counted};

/// What all lines of an order share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) order_type: OrderType,
    pub(super) billing_mode: BillingMode,
    pub(super) business_kind: BusinessKind,
    pub(super) sales_channel: SalesChannel,
    pub(super) reseller: Option<usize>,
    pub(super) ratio: Option<i64>,
    pub(super) state: OrderState,
    pub(super) customer: usize,
    pub(super) currency: Currency,
    pub(super) payment_method: PaymentMethod,
    pub(super) created_at: i64,
    pub(super) paid_at: Option<i64>,
    pub(super) effective_at: Option<i64>,
    pub(super) completed_at: Option<i64>,
    pub(super) repaid_at: Option<i64>,
    pub(super) cancelled_at: Option<i64>,
}

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) line_no: i64,
    pub(super) product: usize,
    pub(super) delivery_type: DeliveryType,
    pub(super) sku_code: String,
    pub(super) sku_name: String,
    pub(super) quantity: i64,
    pub(super) duration: Option<i64>,
    pub(super) duration_unit: Option<DurationUnit>,
    pub(super) list: Option<i64>,
    pub(super) deal: i64,
    pub(super) floor: Option<i64>,
    pub(super) coupon: i64,
    pub(super) paid: i64,
    pub(super) output_tax: Option<i64>,
    pub(super) service_tax: Option<i64>,
    pub(super) platform_fee: Option<i64>,
}

/// What follows from the lines of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Totals {
    pub(super) delivery_type: DeliveryType,
    pub(super) product: usize,
    pub(super) lines: i64,
    pub(super) list: i64,
    pub(super) deal: i64,
    pub(super) coupon: i64,
    pub(super) paid: i64,
}

/// A line of an order of the batch.
#[derive(Debug)]
pub(super) struct HeldLine {
    pub(super) item: Item,
    /// As the books had it; `None` for a new line.
    pub(super) was: Option<Item>,
    /// The statement that it is settled in.
    pub(super) settled: Option<String>,
}

/// An order of the batch.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) id: Option<i64>,
    pub(super) head: Head,
    /// As the books had it; `None` for a new order.
    pub(super) was: Option<(Head, Totals)>,
    /// This import brought it in, in an earlier batch: its changes are no changes of the books.
    pub(super) ours: bool,
    /// By line number.
    pub(super) lines: Vec<HeldLine>,
}

/// Everything that a batch of rows is about.
#[derive(Debug)]
pub(super) struct Books {
    pub(super) customers: Parties,
    pub(super) products: Parties,
    pub(super) resellers: Parties,
    /// By number, so that they are written in the order of the index.
    pub(super) orders: BTreeMap<String, Held>,
}

impl Held {
    /// The row of the order, if anything of it is not as the books had it.
    pub(super) fn changed(&self) -> Option<i64> {
        let head_changed = self.was.as_ref().is_none_or(|(head, _)| *head != self.head);
        let lines_changed = self.lines.iter().any(|line| line.was.as_ref() != Some(&line.item));
        self.id.filter(|_| head_changed || lines_changed)
    }

    /// What follows from the lines as they are now.
    pub(super) fn totals(&self) -> Option<Totals> {
        let first = &self.lines.first()?.item;
        let sum = |of: fn(&Item) -> i64| self.lines.iter().map(|l| of(&l.item)).sum();
        Some(Totals {
            delivery_type: first.delivery_type,
            product: first.product,
            lines: i64::try_from(self.lines.len()).unwrap_or(i64::MAX),
            list: sum(|i| i.list.unwrap_or(i.deal)),
            deal: sum(|i| i.deal),
            coupon: sum(|i| i.coupon),
            paid: sum(|i| i.paid),
        })
    }
}

/// The month that an order is settled in, if it is.
pub(super) fn period(head: &Head, delivery: DeliveryType, has_floor: bool, zone: Zone) -> Option<i64> {
    let facts = settlement::Facts {
        channel: head.sales_channel,
        order_type: head.order_type,
        state: head.state,
        payment: head.payment_method,
        supervised: head.order_type == OrderType::New && delivery.supervised(),
        effective_at: head.effective_at.map(moment),
        completed_at: head.completed_at.map(moment),
        repaid_at: head.repaid_at.map(moment),
        has_floor,
    };
    settlement::period_of(&facts, zone).ok().map(domain::Period::number)
}

/// What the tabs count of an order.
pub(super) const fn counted(head: &Head, totals: &Totals) -> Counted {
    Counted {
        state: head.state,
        order_type: head.order_type,
        billing_mode: head.billing_mode,
        business_kind: head.business_kind,
        delivery_type: totals.delivery_type,
        sales_channel: head.sales_channel,
        currency: head.currency,
        created_at: head.created_at,
        paid_minor: totals.paid,
    }
}
