//! One order of the sample.

use std::fmt::Write;

use chrono::{DateTime, Datelike, Timelike};
use domain::{
    Currency, money,
    order::{BillingMode, BusinessKind, DeliveryType, OrderState, OrderType, SalesChannel},
    settlement::PriceBasis,
    supervision::{FlowKind, Node},
};

use super::{
    Dice,
    names::{PRODUCT_COUNT, RESELLERS, SKUS, product, push_customer},
};

const DAY: i64 = 86_400;

/// An order; times are seconds of the wall clock.
pub(super) struct Made {
    number: u64,
    order_type: OrderType,
    billing: BillingMode,
    kind: BusinessKind,
    channel: SalesChannel,
    reseller: &'static str,
    ratio: i64,
    customer: u64,
    dollars: bool,
    state: OrderState,
    postpaid: bool,
    created: i64,
    paid: Option<i64>,
    effective: Option<i64>,
    completed: Option<i64>,
    repaid: Option<i64>,
    cancelled: Option<i64>,
    until: i64,
    lines: Vec<Line>,
}

struct Line {
    product: u64,
    sku: usize,
    quantity: i64,
    duration: Option<(i64, &'static str)>,
    list: i64,
    deal: i64,
    floor: i64,
    coupon: i64,
    paid: i64,
    platform_fee: i64,
}

impl Made {
    pub(super) fn roll(dice: &mut Dice, number: u64, created: i64, until: i64, customers: u64) -> Self {
        let first = dice.below(PRODUCT_COUNT);
        let (delivery, _) = product(first);
        let order_type = order_type(dice);
        let channel = match order_type {
            OrderType::Trial => SalesChannel::Direct,
            _ => dice
                .weighted(&[(15, SalesChannel::Reseller), (5, SalesChannel::CoSale)], SalesChannel::Direct),
        };
        let mut made = Self {
            number,
            order_type,
            billing: billing(dice, delivery),
            kind: dice.weighted(
                &[
                    (70, BusinessKind::General),
                    (20, BusinessKind::Joint),
                    (6, BusinessKind::Provider),
                    (3, BusinessKind::Selected),
                ],
                BusinessKind::SelectedSelfRun,
            ),
            channel,
            reseller: RESELLERS[dice.below(4) as usize],
            ratio: dice.between(2, 18) * 5,
            // Some customers order much more than others.
            customer: dice.below(customers).min(dice.below(customers)),
            dollars: channel == SalesChannel::Direct && dice.percent(2),
            state: OrderState::PendingPayment,
            postpaid: dice.percent(10),
            created,
            paid: None,
            effective: None,
            completed: None,
            repaid: None,
            cancelled: None,
            until,
            lines: Vec::new(),
        };
        made.go_on(dice, delivery, until);
        let count = if dice.percent(3) { dice.between(2, 4) } else { 1 };
        for n in 0..count {
            let product = if n == 0 { first } else { dice.below(PRODUCT_COUNT) };
            let line = made.line(dice, product);
            made.lines.push(line);
        }
        made
    }

    /// How far the order has come until now.
    fn go_on(&mut self, dice: &mut Dice, delivery: DeliveryType, until: i64) {
        let unpaid = if until - self.created < 7 * DAY { 20 } else { 0 };
        if self.order_type != OrderType::Unsubscribe && dice.percent(unpaid) {
            return;
        }
        let past = |at: i64| (at < until).then_some(at);
        if self.order_type != OrderType::Unsubscribe && dice.percent(6) {
            if let Some(at) = past(self.created + dice.between(600, 7 * DAY)) {
                self.state = OrderState::Cancelled;
                self.cancelled = Some(at);
            }
            return;
        }
        let Some(paid) = past(self.created + dice.between(30, 7200)) else { return };
        self.state = OrderState::Processing;
        self.paid = Some(paid);
        let slow = delivery.supervised() && self.order_type == OrderType::New;
        let taken = if slow { dice.between(DAY, 45 * DAY) } else { dice.between(20, 900) };
        let Some(completed) = past(paid + taken).filter(|_| !dice.percent(1)) else { return };
        self.state = OrderState::Completed;
        self.completed = Some(completed);
        let waits = if self.order_type == OrderType::Renew { dice.between(0, 40 * DAY) } else { 0 };
        self.effective = Some(completed + waits);
        if self.postpaid {
            self.repaid = past(completed + dice.between(20 * DAY, 50 * DAY));
        }
    }

    fn line(&self, dice: &mut Dice, number: u64) -> Line {
        let sku = dice.below(4) as usize;
        let quantity = if dice.percent(80) { 1 } else { dice.between(2, 20) };
        let duration = match (self.order_type, self.billing) {
            (OrderType::Trial, _) => Some((dice.between(7, 30), "day")),
            (_, BillingMode::Period) if dice.percent(70) => Some((dice.between(1, 3), "year")),
            (_, BillingMode::Period) => Some((dice.between(1, 9), "month")),
            _ => None,
        };
        let base =
            i64::try_from(number % 17 * 700 + 900).unwrap_or(900) * i64::try_from(sku + 1).unwrap_or(1);
        let months = duration.map_or(6, |(n, unit)| if unit == "year" { n * 10 } else { n });
        let list = base * months * quantity;
        let sign = match self.order_type {
            OrderType::Trial => 0,
            OrderType::Unsubscribe => -1,
            _ => 1,
        };
        let deal = list * dice.between(800, 1000) / 1000;
        let floor = deal * dice.between(550, 980) / 1000;
        let coupon = if dice.percent(10) { deal / 20 } else { 0 };
        let is_paid = self.paid.is_some();
        Line {
            product: number,
            sku,
            quantity,
            duration,
            list: list * sign,
            deal: deal * sign,
            floor: floor * sign,
            coupon: coupon * sign,
            paid: if is_paid { (deal - coupon) * sign } else { 0 },
            platform_fee: if self.kind == BusinessKind::General { dice.between(5, 15) } else { 0 },
        }
    }

    /// Appends a row for each line.
    pub(super) fn write(&self, out: &mut String) {
        for (n, line) in self.lines.iter().enumerate() {
            self.push_number(out);
            let _ = write!(out, ",{},{},{},{},", n + 1, self.order_type, self.billing, self.kind);
            let (delivery, name) = product(line.product);
            let _ = write!(out, "{},{},", delivery, self.channel);
            if self.channel != SalesChannel::Direct {
                out.push_str(self.reseller);
            }
            out.push(',');
            if self.channel == SalesChannel::CoSale {
                let _ = write!(out, "{}%", self.ratio);
            }
            let sku = SKUS[line.sku];
            let (product, place) = (line.product, line.sku + 1);
            let _ = write!(out, ",P-{:04},{name},SKU-{product:02}-{place},{sku},", 1001 + product);
            let _ = write!(out, "C-{:06},", 100_001 + self.customer);
            push_customer(out, self.customer);
            let _ = write!(out, ",{},", line.quantity);
            match line.duration {
                Some((n, unit)) => drop(write!(out, "{n},{unit}")),
                None => out.push(','),
            }
            let currency = if self.dollars { Currency::USD } else { Currency::CNY };
            let _ = write!(out, ",{currency}");
            for amount in [line.list, line.deal, line.floor, line.coupon, line.paid] {
                out.push(',');
                out.push_str(&money::bare(amount, currency));
            }
            let hardware = delivery == DeliveryType::Hardware;
            out.push_str(if hardware { ",13%,6%," } else { ",6%,6%," });
            if line.platform_fee > 0 {
                let _ = write!(out, "{}%", line.platform_fee);
            }
            // It has no management fee and no taxes of the international site.
            let _ = write!(out, ",{},,,,,,,{}", PriceBasis::Line, self.state);
            for at in
                [Some(self.created), self.paid, self.effective, self.completed, self.repaid, self.cancelled]
            {
                push_time(out, at);
            }
            out.push_str(if self.postpaid { ",postpaid" } else { ",prepaid" });
            match self.stands(delivery).filter(|_| n == 0) {
                Some((node, since)) => {
                    let _ = write!(out, ",{node}");
                    push_time(out, Some(since));
                }
                None => out.push_str(",,"),
            }
            out.push('\n');
        }
    }

    /// Where its supervised delivery stands, and since when.
    fn stands(&self, delivery: DeliveryType) -> Option<(Node, i64)> {
        let paid = self.paid.filter(|_| self.state == OrderState::Processing)?;
        if self.order_type != OrderType::New || !delivery.supervised() {
            return None;
        }
        let nodes = FlowKind::of(delivery).nodes(false);
        let open = nodes.len().saturating_sub(1).max(1);
        let node = nodes.get(usize::try_from(self.number).unwrap_or_default() % open)?;
        let tenths = i64::try_from(self.number % 7).unwrap_or_default() + 1;
        Some((*node, paid + (self.until - paid) * tenths / 10))
    }

    /// `CS` + yymmddHHMM + five characters that no other order has.
    fn push_number(&self, out: &mut String) {
        const DIGITS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        let wall = DateTime::from_timestamp(self.created, 0).unwrap_or_default();
        out.push_str("CS");
        for part in [wall.year().unsigned_abs() % 100, wall.month(), wall.day(), wall.hour(), wall.minute()] {
            push_two(out, part);
        }
        // An odd factor only shuffles the numbers below 2^25.
        let mut code = self.number.wrapping_mul(11_400_715) & 0x1FF_FFFF;
        for _ in 0..5 {
            out.push(char::from(DIGITS[(code & 31) as usize]));
            code >>= 5;
        }
    }
}

fn order_type(dice: &mut Dice) -> OrderType {
    dice.weighted(
        &[
            (62, OrderType::New),
            (18, OrderType::Renew),
            (6, OrderType::Change),
            (6, OrderType::Trial),
            (4, OrderType::TrialToFormal),
        ],
        OrderType::Unsubscribe,
    )
}

fn billing(dice: &mut Dice, delivery: DeliveryType) -> BillingMode {
    match delivery {
        DeliveryType::Hardware | DeliveryType::HumanService | DeliveryType::DataFile => BillingMode::OneTime,
        DeliveryType::AppOrchestration | DeliveryType::License if dice.percent(60) => BillingMode::OneTime,
        DeliveryType::Api if dice.percent(70) => BillingMode::OnDemandPackage,
        DeliveryType::Api | DeliveryType::Container if dice.percent(50) => BillingMode::OnDemand,
        _ => BillingMode::Period,
    }
}

fn push_two(out: &mut String, number: u32) {
    out.push(char::from(b'0' + (number / 10 % 10) as u8));
    out.push(char::from(b'0' + (number % 10) as u8));
}

fn push_time(out: &mut String, at: Option<i64>) {
    out.push(',');
    let Some(wall) = at.and_then(|at| DateTime::from_timestamp(at, 0)) else { return };
    let year = wall.year().unsigned_abs();
    push_two(out, year / 100);
    push_two(out, year);
    for (sign, part) in [
        ('-', wall.month()),
        ('-', wall.day()),
        (' ', wall.hour()),
        (':', wall.minute()),
        (':', wall.second()),
    ] {
        out.push(sign);
        push_two(out, part);
    }
}
