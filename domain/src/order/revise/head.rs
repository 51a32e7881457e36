//! What the lines of an order share: at first, afterwards, and what must fit together.

use super::Judge;
use crate::{
    Currency, FieldName, Moment, Problem, Rate,
    order::{BillingMode, BusinessKind, Head, OrderState, OrderType, PaymentMethod, Revision, SalesChannel},
    settlement::{Formula, RuleVersion},
};

impl Judge<'_> {
    /// That of a new order.
    pub(super) fn first_head(&mut self) -> Option<Head> {
        let said = self.revision;
        let reseller = self.context.reseller;
        let customer = self.needed(FieldName::CustomerName, self.context.customer.map(|party| party.id));
        let state = self.needed(FieldName::State, said.state);
        let created_at = self.needed(FieldName::CreatedAt, said.created_at);
        let by_term = if said.duration.is_some() { BillingMode::Period } else { BillingMode::OneTime };
        let channel = if reseller.is_some() { SalesChannel::Reseller } else { SalesChannel::Direct };
        Some(Head {
            order_type: said.order_type.unwrap_or(OrderType::New),
            billing_mode: said.billing_mode.unwrap_or(by_term),
            business_kind: said.business_kind.unwrap_or(BusinessKind::General),
            sales_channel: said.sales_channel.unwrap_or(channel),
            reseller,
            ratio: said.ratio,
            state: state?,
            customer: customer?,
            currency: said.currency.unwrap_or(Currency::CNY),
            payment_method: said.payment_method.unwrap_or(PaymentMethod::Prepaid),
            created_at: created_at?,
            paid_at: said.paid_at,
            effective_at: said.effective_at,
            completed_at: said.completed_at,
            repaid_at: said.repaid_at,
            cancelled_at: said.cancelled_at,
            timed_out: false,
            completed_here: false,
        })
    }

    /// That of an order of the books.
    pub(super) fn next_head(&mut self, old: &Head) -> Head {
        let said = self.revision;
        self.stays(FieldName::OrderType, old.order_type, said.order_type);
        self.stays(FieldName::BillingMode, old.billing_mode, said.billing_mode);
        self.stays(FieldName::BusinessKind, old.business_kind, said.business_kind);
        self.stays(FieldName::Currency, old.currency, said.currency);
        if let Some(given) = said.created_at.filter(|given| *given != old.created_at) {
            let written = |at: Moment| self.context.zone.second(at);
            self.stays(FieldName::CreatedAt, written(old.created_at), Some(written(given)));
        }
        self.party_stays(
            self.context.customer,
            (FieldName::CustomerId, said.customer_code.as_deref()),
            (FieldName::CustomerName, said.customer_name.as_deref()),
        );
        let state = said
            .state
            .map_or(Some(old.state), |said| old.state.told(old.timed_out || old.completed_here, said));
        let state = state.unwrap_or_else(|| {
            let to = said.state.unwrap_or(old.state).to_string();
            self.wrong(FieldName::State, Problem::NoWayBack { from: old.state.to_string(), to });
            old.state
        });
        let restored = old.timed_out && state != OrderState::Cancelled;
        Head {
            sales_channel: said.sales_channel.unwrap_or(old.sales_channel),
            reseller: self.context.reseller.or(old.reseller),
            ratio: said.ratio.or(old.ratio),
            state,
            payment_method: said.payment_method.unwrap_or(old.payment_method),
            paid_at: said.paid_at.or(old.paid_at),
            effective_at: said.effective_at.or(old.effective_at),
            completed_at: said.completed_at.or(old.completed_at),
            repaid_at: said.repaid_at.or(old.repaid_at),
            cancelled_at: said.cancelled_at.or(old.cancelled_at.filter(|_| !restored)),
            timed_out: old.timed_out && !restored && !confirms(old, said),
            ..*old
        }
    }

    /// Looks at the rules between its values, and leaves out a ratio that the settlement rule gives anyway.
    pub(super) fn checked(&mut self, head: Head) -> Head {
        let channel = head.sales_channel;
        if channel != SalesChannel::Direct && head.reseller.is_none() {
            self.wrong(FieldName::Reseller, Problem::NeededForChannel { channel: channel.to_string() });
        }
        let ratio = self.checked_ratio(&head);
        for (field, at) in [
            (FieldName::PaidAt, self.revision.paid_at),
            (FieldName::CompletedAt, self.revision.completed_at),
            (FieldName::CancelledAt, self.revision.cancelled_at),
        ] {
            if at.is_some_and(|at| at < head.created_at) {
                self.wrong(field, Problem::Before { other: FieldName::CreatedAt.to_string() });
            }
        }
        Head { ratio, ..head }
    }

    fn checked_ratio(&mut self, head: &Head) -> Option<Rate> {
        let ratio_of = |formula| RuleVersion::newest(formula).map_or(Rate::ZERO, |rule| rule.ratio.rate());
        if head.sales_channel == SalesChannel::Reseller {
            let fixed = ratio_of(Formula::Reseller);
            if let Some(given) = self.revision.ratio.filter(|given| *given != fixed) {
                let problem = Problem::RatioFixed { value: given.to_string(), fixed: fixed.to_string() };
                self.wrong(FieldName::CommissionRatio, problem);
            }
            // The rule says it, so the order does not.
            return None;
        }
        let most = ratio_of(Formula::ResellerCoSale);
        match head.ratio {
            Some(ratio) if ratio > most => {
                let problem = Problem::RatioTooHigh { value: ratio.to_string(), most: most.to_string() };
                self.wrong(FieldName::CommissionRatio, problem);
            }
            None if head.sales_channel == SalesChannel::CoSale => {
                let channel = head.sales_channel.to_string();
                self.wrong(FieldName::CommissionRatio, Problem::NeededForChannel { channel });
            }
            _ => {}
        }
        head.ratio
    }
}

/// Whether the marketplace says of an order that the desk cancelled that it is cancelled, which makes it final.
/// The moment of the desk's own time-out is in no file but those that the desk wrote itself.
fn confirms(old: &Head, said: &Revision) -> bool {
    said.state == Some(OrderState::Cancelled)
        && said.cancelled_at.is_none_or(|at| Some(at) != old.cancelled_at)
}
