//! What was settled stays as it was settled; corrections are further lines.

use super::Judge;
use crate::{
    FieldName, Problem,
    bill::billed_in,
    order::{Head, Line, Order},
    settlement::{PriceBasis, period_of, rule_day},
};

impl Judge<'_> {
    /// What decided an amount that was settled does not change.
    pub(super) fn settled_stays(&mut self, order: &Order, head: &Head, line: &Line) {
        let (settled, billed) = (self.context.settled, self.context.billed);
        let Some(number) = settled.values().chain(billed.values()).next() else { return };
        let old = &order.head;
        let mut changed = vec![
            (FieldName::SalesChannel, old.sales_channel != head.sales_channel),
            (FieldName::Reseller, old.reseller != head.reseller),
            (FieldName::CommissionRatio, old.ratio != head.ratio),
        ];
        let is_billed = billed.contains_key(&line.line_no);
        let is_settled = is_billed || settled.contains_key(&line.line_no);
        if let Some(old) = order.line(line.line_no).filter(|_| is_settled) {
            let per_unit = old.price_basis == PriceBasis::Unit;
            changed.extend([
                (FieldName::DealPrice, old.deal_minor != line.deal_minor),
                (FieldName::FloorPrice, old.floor_minor != line.floor_minor),
                (FieldName::OutputTax, old.output_tax != line.output_tax),
                (FieldName::ServiceTax, old.service_tax != line.service_tax),
                (FieldName::Quantity, old.quantity != line.quantity),
                (FieldName::PriceBasis, old.price_basis != line.price_basis),
                // It decides nothing of a price of the line.
                (FieldName::Duration, per_unit && old.duration != line.duration),
                // What a reseller is owed does not depend on these.
                (FieldName::Coupon, is_billed && old.coupon_minor != line.coupon_minor),
                (FieldName::PlatformFee, is_billed && old.platform_fee != line.platform_fee),
                (FieldName::ManagementFee, is_billed && old.management_fee != line.management_fee),
                (FieldName::PartnerTax, is_billed && old.partner_tax != line.partner_tax),
                (FieldName::Wht1, is_billed && old.wht1_minor != line.wht1_minor),
                (FieldName::Dst1, is_billed && old.dst1_minor != line.dst1_minor),
                (FieldName::Wht2, is_billed && old.wht2_minor != line.wht2_minor),
                (FieldName::Dst2, is_billed && old.dst2_minor != line.dst2_minor),
            ]);
        }
        for (field, _) in changed.into_iter().filter(|(_, changed)| *changed) {
            self.wrong(field, Problem::settled(number));
        }
    }

    /// The month in which an order was settled does not move.
    pub(super) fn period_stays(&mut self, order: &Order, head: &Head, line: &Line) {
        let (settled, billed) = (self.context.settled, self.context.billed);
        let Some(number) = settled.values().chain(billed.values()).next() else { return };
        let zone = self.context.zone;
        let others = order.lines.iter().filter(|other| other.line_no != line.line_no);
        let has_floor = others.map(|other| other.floor_minor).all(|floor| floor.is_some());
        let has_floor = has_floor && line.floor_minor.is_some();
        let delivery = order.delivery_type();
        let was = period_of(&order.head, delivery, order.has_floor(), zone).ok();
        let moved = was != period_of(head, delivery, has_floor, zone).ok();
        let month = |head| billed_in(head, delivery, zone).ok();
        // The day by which its rule was chosen stays as well.
        let bill_moved = month(&order.head) != month(head) || rule_day(&order.head) != rule_day(head);
        let stays = (settled.is_empty() || !moved) && (billed.is_empty() || !bill_moved);
        if stays {
            return;
        }
        let old = &order.head;
        let field = if old.completed_at != head.completed_at {
            FieldName::CompletedAt
        } else if old.effective_at != head.effective_at {
            FieldName::EffectiveAt
        } else if old.repaid_at != head.repaid_at {
            FieldName::RepaidAt
        } else if old.payment_method != head.payment_method {
            FieldName::PaymentMethod
        } else {
            FieldName::FloorPrice
        };
        self.wrong(field, Problem::settled(number));
    }
}
