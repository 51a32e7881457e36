//! Whether an order can be refunded, and on which ground (`domain.md` 1.7, the table).

use chrono::Duration;

use crate::{
    Moment, codes,
    order::{BillingMode, DeliveryType, OrderState, OrderType},
    supervision::Node,
};

/// Without a reason within so many days of the payment.
pub const DAYS: i64 = 5;

codes! {
    /// Why the money goes back.
    pub enum Ground {
        /// Buyer and merchant agreed on an amount before the delivery was accepted.
        Negotiated = "negotiated" | "担保期协商",
        /// Within five days, without a reason.
        FiveDays = "five_days" | "五天无理由",
        /// It was never opened.
        FailedProvisioning = "failed_provisioning" | "开通失败",
        /// The renewed term has not begun.
        Renewal = "renewal" | "续费未生效",
    }
}

impl Ground {
    /// The merchant has to agree.
    #[must_use]
    pub const fn reviewed(self) -> bool {
        matches!(self, Self::Negotiated)
    }

    /// Only the whole paid amount goes back.
    #[must_use]
    pub const fn whole(self) -> bool {
        !matches!(self, Self::Negotiated)
    }
}

codes! {
    /// Why an order cannot be refunded.
    pub enum Why {
        /// It takes money back itself.
        IsUnsubscription = "is_unsubscription" | "退订订单",
        /// A trial costs nothing.
        Trial = "trial" | "试用订单",
        /// It was not paid, or cancelled.
        NotPaid = "not_paid" | "未支付",
        /// The money went back already.
        Refunded = "refunded" | "已退订",
        /// The invoice has to come back first.
        InvoiceFirst = "invoice_first" | "须先退回发票",
        /// By use or as a package of use.
        ByUse = "by_use" | "按需或套餐包",
        /// Such products are never refunded.
        NeverRefunded = "never_refunded" | "此类商品不支持退订",
        /// The renewed term has begun.
        RenewalEffective = "renewal_effective" | "续费已生效",
        /// The buyer accepted the delivery.
        Accepted = "accepted" | "服务监管已完成",
        /// The buyer claimed the licence code.
        CodeClaimed = "code_claimed" | "授权码已领取",
        /// An appeal has to be decided first.
        Frozen = "frozen" | "申诉中",
        /// The goods are on their way.
        InTransit = "in_transit" | "商品运输中",
        /// What was bought has run out.
        Expired = "expired" | "已到期",
        /// The five days are over.
        FiveDaysOver = "five_days_over" | "已超过五天",
        /// The five days are over; the provider deducts what was used of an image.
        ImageFiveDaysOver = "image_five_days_over" | "镜像已超过五天",
    }
}

/// How far the delivery of a supervised order has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Delivered {
    pub node: Node,
    pub code_claimed: bool,
    pub shipped: bool,
    pub signed: bool,
}

/// What is known of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// What the order does.
    pub order_type: OrderType,
    /// How far it has come.
    pub state: OrderState,
    /// How its price is counted.
    pub billing_mode: BillingMode,
    /// How it is delivered.
    pub delivery: DeliveryType,
    /// Its delivery is supervised, whether or not one has been opened.
    pub supervised: bool,
    /// The supervised delivery.
    pub delivered: Option<Delivered>,
    /// When it was paid.
    pub paid_at: Option<Moment>,
    /// From when on it is valid.
    pub effective_at: Option<Moment>,
    /// Until when.
    pub ends_at: Option<Moment>,
    /// An invoice is out.
    pub invoiced: bool,
    /// The money went back already.
    pub refunded: bool,
}

/// The ground on which an order can be refunded.
///
/// # Errors
/// Why it cannot.
pub fn refundable(order: &Facts, now: Moment) -> Result<Ground, Why> {
    usable(order)?;
    if order.order_type == OrderType::Renew {
        let begun = order.effective_at.map_or(order.state == OrderState::Completed, |begin| begin <= now);
        return if begun { Err(Why::RenewalEffective) } else { Ok(Ground::Renewal) };
    }
    if order.ends_at.is_some_and(|end| end <= now) {
        return Err(Why::Expired);
    }
    if order.supervised {
        return guaranteed(order);
    }
    let within = order.paid_at.is_some_and(|paid| now - paid <= Duration::days(DAYS));
    match (order.delivery, order.state) {
        (_, OrderState::Processing | OrderState::Completed) if within => Ok(Ground::FiveDays),
        (_, OrderState::Processing) => Ok(Ground::FailedProvisioning),
        (DeliveryType::Image, _) => Err(Why::ImageFiveDaysOver),
        _ => Err(Why::FiveDaysOver),
    }
}

/// What holds for every order.
fn usable(order: &Facts) -> Result<(), Why> {
    use DeliveryType as D;
    match order.order_type {
        OrderType::Unsubscribe => return Err(Why::IsUnsubscription),
        OrderType::Trial => return Err(Why::Trial),
        _ => {}
    }
    if matches!(order.state, OrderState::PendingPayment | OrderState::Cancelled) {
        return Err(Why::NotPaid);
    }
    if order.refunded {
        return Err(Why::Refunded);
    }
    if matches!(order.billing_mode, BillingMode::OnDemand | BillingMode::OnDemandPackage) {
        return Err(Why::ByUse);
    }
    // Containers and plug-ins are in no row of the table: what it does not allow stays as it is.
    if matches!(order.delivery, D::Api | D::AiAsset | D::Container | D::AppAsset) {
        return Err(Why::NeverRefunded);
    }
    if order.invoiced { Err(Why::InvoiceFirst) } else { Ok(()) }
}

/// The guarantee period ends with the acceptance.
fn guaranteed(order: &Facts) -> Result<Ground, Why> {
    let Some(delivered) = order.delivered else {
        let ended = order.state == OrderState::Completed;
        return if ended { Err(Why::Accepted) } else { Ok(Ground::Negotiated) };
    };
    match delivered.node {
        Node::Done => Err(Why::Accepted),
        Node::ClosedRefunded => Err(Why::Refunded),
        Node::FrozenAppeal => Err(Why::Frozen),
        _ if delivered.code_claimed => Err(Why::CodeClaimed),
        _ if delivered.shipped && !delivered.signed => Err(Why::InTransit),
        _ => Ok(Ground::Negotiated),
    }
}
