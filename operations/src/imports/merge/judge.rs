//! What a row may do to the books, and what it leaves when it may.

use std::fmt::Display;

use domain::{
    Currency, FieldProblem, Problem, Rate, money,
    order::{BillingMode, BusinessKind, OrderState, OrderType, PaymentMethod, SalesChannel},
    settlement::{Formula, RuleVersion},
};

use rust_decimal::Decimal;

use super::books::{Head, HeldLine, Item};
use crate::imports::{columns::Col, row::Line};

/// Collects what is wrong with a row.
pub(super) struct Judge<'a> {
    pub(super) row: &'a Line,
    pub(super) problems: Vec<FieldProblem>,
}

impl<'a> Judge<'a> {
    pub(super) const fn new(row: &'a Line) -> Self {
        Self { row, problems: Vec::new() }
    }

    pub(super) fn wrong(&mut self, column: Col, problem: Problem) {
        self.problems.push(problem.of(column.name()));
    }

    /// A value that a new order or line cannot do without.
    fn needed<T>(&mut self, column: Col, given: Option<T>) -> Option<T> {
        if given.is_none() {
            self.wrong(column, Problem::Missing);
        }
        given
    }

    /// A value that stays as it is once it is in the books.
    pub(super) fn stays<T: PartialEq + Display>(&mut self, column: Col, old: T, given: Option<T>) {
        if let Some(given) = given.filter(|given| *given != old) {
            self.wrong(column, Problem::MayNotChange { from: old.to_string(), to: given.to_string() });
        }
    }

    /// What the lines of a new order share.
    pub(super) fn first_head(&mut self, customer: Option<usize>, reseller: Option<usize>) -> Option<Head> {
        let row = self.row;
        let customer = self.needed(Col::CustomerName, customer);
        let state = self.needed(Col::State, row.state);
        let created_at = self.needed(Col::CreatedAt, row.created_at);
        let by_term = if row.duration.is_some() { BillingMode::Period } else { BillingMode::OneTime };
        let channel = if reseller.is_some() { SalesChannel::Reseller } else { SalesChannel::Direct };
        Some(Head {
            order_type: row.order_type.unwrap_or(OrderType::New),
            billing_mode: row.billing_mode.unwrap_or(by_term),
            business_kind: row.business_kind.unwrap_or(BusinessKind::General),
            sales_channel: row.sales_channel.unwrap_or(channel),
            reseller,
            ratio: row.ratio,
            state: state?,
            customer: customer?,
            currency: row.currency.unwrap_or(Currency::CNY),
            payment_method: row.payment_method.unwrap_or(PaymentMethod::Prepaid),
            created_at: created_at?,
            paid_at: row.paid_at,
            effective_at: row.effective_at,
            completed_at: row.completed_at,
            repaid_at: row.repaid_at,
            cancelled_at: row.cancelled_at,
        })
    }

    /// What the lines of an order of the books share after this row.
    pub(super) fn next_head(&mut self, old: &Head, reseller: Option<usize>) -> Head {
        let row = self.row;
        self.stays(Col::OrderType, old.order_type, row.order_type);
        self.stays(Col::BillingMode, old.billing_mode, row.billing_mode);
        self.stays(Col::BusinessKind, old.business_kind, row.business_kind);
        self.stays(Col::Currency, old.currency, row.currency);
        if row.created_at.is_some_and(|at| at != old.created_at) {
            let text = |at| crate::db::moment(at).to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true);
            let (from, to) = (text(old.created_at), text(row.created_at.unwrap_or_default()));
            self.wrong(Col::CreatedAt, Problem::MayNotChange { from, to });
        }
        let state = row.state.unwrap_or(old.state);
        if !old.state.may_become(state) {
            let (from, to) = (old.state.to_string(), state.to_string());
            self.wrong(Col::State, Problem::NoWayBack { from, to });
        }
        Head {
            sales_channel: row.sales_channel.unwrap_or(old.sales_channel),
            reseller: reseller.or(old.reseller),
            ratio: row.ratio.or(old.ratio),
            state,
            payment_method: row.payment_method.unwrap_or(old.payment_method),
            paid_at: row.paid_at.or(old.paid_at),
            effective_at: row.effective_at.or(old.effective_at),
            completed_at: row.completed_at.or(old.completed_at),
            repaid_at: row.repaid_at.or(old.repaid_at),
            cancelled_at: row.cancelled_at.or(old.cancelled_at),
            ..*old
        }
    }

    /// Rules between the values that lines share.
    pub(super) fn check_head(&mut self, head: &mut Head) {
        let channel = head.sales_channel;
        if channel != SalesChannel::Direct && head.reseller.is_none() {
            self.wrong(Col::Reseller, Problem::NeededForChannel { channel: channel.to_string() });
        }
        self.check_ratio(head);
        for (column, at) in [
            (Col::PaidAt, self.row.paid_at),
            (Col::CompletedAt, self.row.completed_at),
            (Col::CancelledAt, self.row.cancelled_at),
        ] {
            if at.is_some_and(|at| at < head.created_at) {
                self.wrong(column, Problem::Before { other: Col::CreatedAt.name().to_owned() });
            }
        }
    }

    fn check_ratio(&mut self, head: &mut Head) {
        let ratio_of = |formula| RuleVersion::newest(formula).map_or(Rate::ZERO, |rule| rule.ratio);
        let shown = |millionths| Rate::from_millionths(millionths).unwrap_or(Rate::ZERO).to_string();
        if head.sales_channel == SalesChannel::Reseller {
            let fixed = ratio_of(Formula::Reseller);
            if let Some(given) = self.row.ratio.filter(|given| *given != fixed.millionths()) {
                let problem = Problem::RatioFixed { value: shown(given), fixed: fixed.to_string() };
                self.wrong(Col::CommissionRatio, problem);
            }
            // The rule says it, so the order does not.
            head.ratio = None;
            return;
        }
        let most = ratio_of(Formula::ResellerCoSale);
        match head.ratio {
            Some(ratio) if ratio > most.millionths() => {
                let problem = Problem::RatioTooHigh { value: shown(ratio), most: most.to_string() };
                self.wrong(Col::CommissionRatio, problem);
            }
            None if head.sales_channel == SalesChannel::CoSale => {
                let channel = head.sales_channel.to_string();
                self.wrong(Col::CommissionRatio, Problem::NeededForChannel { channel });
            }
            _ => {}
        }
    }

    /// A new line.
    pub(super) fn first_item(
        &mut self,
        head: &Head,
        product: usize,
        delivery: domain::order::DeliveryType,
    ) -> Option<Item> {
        let row = self.row;
        let free = (head.order_type == OrderType::Trial).then_some(Decimal::ZERO);
        let deal = self.needed(Col::DealPrice, row.deal.or(free));
        let deal = self.amount(head, Col::DealPrice, deal);
        let coupon = self.amount(head, Col::Coupon, row.coupon).unwrap_or(0);
        let list = self.amount(head, Col::ListPrice, row.list);
        let floor = self.amount(head, Col::FloorPrice, row.floor);
        let paid = self.amount(head, Col::PaidAmount, row.paid);
        let deal = deal?;
        Some(Item {
            line_no: row.line_no,
            product,
            delivery_type: row.delivery_type.unwrap_or(delivery),
            sku_code: row.sku_code.clone().unwrap_or_default(),
            sku_name: row.sku_name.clone().unwrap_or_default(),
            quantity: row.quantity.unwrap_or(1),
            duration: row.duration,
            duration_unit: row.duration_unit,
            list,
            deal,
            floor,
            coupon,
            paid: paid.unwrap_or_else(|| due(head.state, deal, coupon)),
            output_tax: row.output_tax,
            service_tax: row.service_tax,
            platform_fee: row.platform_fee,
        })
    }

    /// A line of the books after this row.
    pub(super) fn next_item(&mut self, head: &Head, old: &Item) -> Item {
        let row = self.row;
        if !old.sku_code.is_empty() {
            self.stays(Col::SkuCode, old.sku_code.as_str(), row.sku_code.as_deref());
        }
        Item {
            line_no: old.line_no,
            product: old.product,
            delivery_type: row.delivery_type.unwrap_or(old.delivery_type),
            sku_code: row.sku_code.as_ref().unwrap_or(&old.sku_code).clone(),
            sku_name: row.sku_name.as_ref().unwrap_or(&old.sku_name).clone(),
            quantity: row.quantity.unwrap_or(old.quantity),
            duration: row.duration.or(old.duration),
            duration_unit: row.duration_unit.or(old.duration_unit),
            list: self.amount(head, Col::ListPrice, row.list).or(old.list),
            deal: self.amount(head, Col::DealPrice, row.deal).unwrap_or(old.deal),
            floor: self.amount(head, Col::FloorPrice, row.floor).or(old.floor),
            coupon: self.amount(head, Col::Coupon, row.coupon).unwrap_or(old.coupon),
            paid: self.amount(head, Col::PaidAmount, row.paid).unwrap_or(old.paid),
            output_tax: row.output_tax.or(old.output_tax),
            service_tax: row.service_tax.or(old.service_tax),
            platform_fee: row.platform_fee.or(old.platform_fee),
        }
    }

    /// An unsubscription takes amounts back: they are kept negative however the file writes them.
    /// Elsewhere a negative amount is a mistake.
    fn amount(&mut self, head: &Head, column: Col, given: Option<Decimal>) -> Option<i64> {
        let given = match money::minor(given?, head.currency) {
            Ok(minor) => minor,
            Err(problem) => {
                self.wrong(column, problem);
                return None;
            }
        };
        if head.order_type == OrderType::Unsubscribe {
            return Some(-given.abs());
        }
        if given < 0 {
            self.wrong(column, Problem::Negative { value: money::bare(given, head.currency) });
        }
        Some(given)
    }

    /// What was settled stays as it was settled; corrections are further lines.
    pub(super) fn check_settled(&mut self, lines: &[HeldLine], old: &Head, head: &Head, item: &Item) {
        let Some(settled) = lines.iter().find_map(|l| l.settled.as_ref()) else { return };
        let mut changed = vec![
            (Col::SalesChannel, old.sales_channel != head.sales_channel),
            (Col::Reseller, old.reseller != head.reseller),
            (Col::CommissionRatio, old.ratio != head.ratio),
        ];
        if let Some(line) = lines.iter().find(|l| l.item.line_no == item.line_no && l.settled.is_some()) {
            changed.extend([
                (Col::DealPrice, line.item.deal != item.deal),
                (Col::FloorPrice, line.item.floor != item.floor),
                (Col::OutputTax, line.item.output_tax != item.output_tax),
                (Col::ServiceTax, line.item.service_tax != item.service_tax),
                (Col::Quantity, line.item.quantity != item.quantity),
            ]);
        }
        for (column, _) in changed.into_iter().filter(|(_, changed)| *changed) {
            self.wrong(column, Problem::settled(settled));
        }
    }

    /// The month in which an order was settled does not move.
    pub(super) fn check_period(&mut self, settled: &str, old: &Head, head: &Head) {
        let column = if old.completed_at != head.completed_at {
            Col::CompletedAt
        } else if old.effective_at != head.effective_at {
            Col::EffectiveAt
        } else if old.repaid_at != head.repaid_at {
            Col::RepaidAt
        } else if old.payment_method != head.payment_method {
            Col::PaymentMethod
        } else {
            Col::FloorPrice
        };
        self.wrong(column, Problem::settled(settled));
    }
}

/// What a customer has paid where the file does not say: nothing before payment, the deal price
/// less the coupon afterwards.
pub(super) fn due(state: OrderState, deal: i64, coupon: i64) -> i64 {
    match state {
        OrderState::PendingPayment | OrderState::Cancelled => 0,
        OrderState::Processing | OrderState::Completed if deal < 0 => (deal - coupon).min(0),
        OrderState::Processing | OrderState::Completed => (deal - coupon).max(0),
    }
}
