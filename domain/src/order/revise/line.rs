//! A line of an order: at first, afterwards, and how much the books can hold.

use std::fmt::Write;

use rust_decimal::Decimal;

use super::{Judge, usually_paid};
use crate::{
    FieldName, Problem,
    money::{self, Amount},
    order::{Head, Line, Order, OrderType},
};

/// More lines than this are no order.
const MOST_LINES: usize = 10_000;

impl Judge<'_> {
    /// A new line; the head is absent when the order cannot be opened.
    pub(super) fn first_line(&mut self, head: Option<&Head>) -> Option<Line> {
        let said = self.revision;
        let product = self.needed(FieldName::ProductName, self.context.product)?;
        let head = head?;
        let free = (head.order_type == OrderType::Trial).then(|| Amount::from(Decimal::ZERO));
        let deal = self.needed(FieldName::DealPrice, said.deal.or(free));
        let deal = self.amount(head, FieldName::DealPrice, deal);
        let coupon = self.amount(head, FieldName::Coupon, said.coupon).unwrap_or(0);
        let list = self.amount(head, FieldName::ListPrice, said.list);
        let floor = self.amount(head, FieldName::FloorPrice, said.floor);
        let paid = self.amount(head, FieldName::PaidAmount, said.paid);
        let mut line = Line {
            line_no: said.line_no,
            product: product.id,
            delivery_type: said.delivery_type.unwrap_or(product.delivery_type),
            sku_code: said.sku_code.clone().unwrap_or_default(),
            sku_name: said.sku_name.clone().unwrap_or_default(),
            quantity: said.quantity.unwrap_or(1),
            duration: said.duration,
            duration_unit: said.duration_unit,
            price_basis: said.price_basis.unwrap_or_default(),
            list_minor: list,
            deal_minor: deal?,
            floor_minor: floor,
            coupon_minor: coupon,
            paid_minor: 0,
            output_tax: said.output_tax,
            service_tax: said.service_tax,
            platform_fee: said.platform_fee,
            management_fee: said.management_fee,
            partner_tax: said.partner_tax,
            wht1_minor: self.amount(head, FieldName::Wht1, said.wht1),
            dst1_minor: self.amount(head, FieldName::Dst1, said.dst1),
            wht2_minor: self.amount(head, FieldName::Wht2, said.wht2),
            dst2_minor: self.amount(head, FieldName::Dst2, said.dst2),
        };
        line.paid_minor = paid.unwrap_or_else(|| usually_paid(head.state, line.deal_of_line_minor(), coupon));
        Some(line)
    }

    /// A line of the books.
    pub(super) fn next_line(&mut self, head: &Head, old: &Line) -> Line {
        let said = self.revision;
        self.party_stays(
            self.context.product,
            (FieldName::ProductId, said.product_code.as_deref()),
            (FieldName::ProductName, said.product_name.as_deref()),
        );
        if !old.sku_code.is_empty() {
            self.stays(FieldName::SkuCode, old.sku_code.as_str(), said.sku_code.as_deref());
        }
        let mut amount = |field, given| self.amount(head, field, given);
        Line {
            line_no: old.line_no,
            product: old.product,
            delivery_type: said.delivery_type.unwrap_or(old.delivery_type),
            sku_code: said.sku_code.as_ref().unwrap_or(&old.sku_code).clone(),
            sku_name: said.sku_name.as_ref().unwrap_or(&old.sku_name).clone(),
            quantity: said.quantity.unwrap_or(old.quantity),
            duration: said.duration.or(old.duration),
            duration_unit: said.duration_unit.or(old.duration_unit),
            price_basis: said.price_basis.unwrap_or(old.price_basis),
            list_minor: amount(FieldName::ListPrice, said.list).or(old.list_minor),
            deal_minor: amount(FieldName::DealPrice, said.deal).unwrap_or(old.deal_minor),
            floor_minor: amount(FieldName::FloorPrice, said.floor).or(old.floor_minor),
            coupon_minor: amount(FieldName::Coupon, said.coupon).unwrap_or(old.coupon_minor),
            paid_minor: amount(FieldName::PaidAmount, said.paid).unwrap_or(old.paid_minor),
            output_tax: said.output_tax.or(old.output_tax),
            service_tax: said.service_tax.or(old.service_tax),
            platform_fee: said.platform_fee.or(old.platform_fee),
            management_fee: said.management_fee.or(old.management_fee),
            partner_tax: said.partner_tax.or(old.partner_tax),
            wht1_minor: amount(FieldName::Wht1, said.wht1).or(old.wht1_minor),
            dst1_minor: amount(FieldName::Dst1, said.dst1).or(old.dst1_minor),
            wht2_minor: amount(FieldName::Wht2, said.wht2).or(old.wht2_minor),
            dst2_minor: amount(FieldName::Dst2, said.dst2).or(old.dst2_minor),
        }
    }

    /// An unsubscription takes amounts back: they are kept negative however they are written.
    /// Elsewhere a negative amount is a mistake.
    fn amount(&mut self, head: &Head, field: FieldName, given: Option<Amount>) -> Option<i64> {
        let given = match given?.minor(head.currency) {
            Ok(minor) => minor,
            Err(problem) => {
                self.wrong(field, problem);
                return None;
            }
        };
        if head.order_type == OrderType::Unsubscribe {
            return Some(-given.abs());
        }
        if given < 0 {
            self.wrong(field, Problem::Negative { value: money::bare(given, head.currency) });
        }
        Some(given)
    }

    /// A line and its order stay within what the books can hold.
    pub(super) fn fits(&mut self, order: Option<&Order>, head: &Head, line: &Line) {
        if order.is_some_and(|it| it.lines.len() >= MOST_LINES && it.line(line.line_no).is_none()) {
            let value = format!("{} lines", MOST_LINES + 1);
            self.wrong(FieldName::LineNo, Problem::TooLarge { value });
        }
        let prices = [
            (FieldName::DealPrice, Some(line.deal_minor)),
            (FieldName::ListPrice, line.list_minor),
            (FieldName::FloorPrice, line.floor_minor),
        ];
        for (field, price) in prices {
            let Some(price) = price else { continue };
            if line.price_basis.of_line(price, line.quantity, line.duration).is_none() {
                let mut value = format!("{} × {}", money::bare(price, head.currency), line.quantity);
                let _ = line.duration.map(|duration| write!(value, " × {duration}"));
                self.wrong(field, Problem::TooLarge { value });
                return;
            }
        }
        type Amount = fn(&Line) -> i64;
        let amounts: [(FieldName, Amount); 4] = [
            (FieldName::DealPrice, Line::deal_of_line_minor),
            (FieldName::ListPrice, Line::list_or_deal),
            (FieldName::Coupon, |line| line.coupon_minor),
            (FieldName::PaidAmount, |line| line.paid_minor),
        ];
        for (field, of) in amounts {
            let others = order.into_iter().flat_map(|order| &order.lines);
            let others = others.filter(|other| other.line_no != line.line_no);
            let sum = others.map(|other| i128::from(of(other))).sum::<i128>() + i128::from(of(line));
            if sum.unsigned_abs() > u128::from(money::MOST_MINOR.unsigned_abs()) {
                let value = money::bare(of(line), head.currency);
                self.wrong(field, Problem::TooLarge { value });
                return;
            }
        }
    }
}
