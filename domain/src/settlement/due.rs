//! What a line of an order is owed to its reseller, in which month, or why not yet.

use super::{Formula, NotSettled, Resale, RuleVersion, formula::amount, period_of, tax};
use crate::{
    Currency, FieldProblem, Period, Problem, Rate, Zone,
    order::{BillingMode, DeliveryType, Head, Line, Order, OrderType, SalesChannel},
};

/// What decides the amount of a line.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// Currency of its prices.
    pub currency: Currency,
    /// Who brought the sale.
    pub channel: SalesChannel,
    /// What the order does.
    pub order_type: OrderType,
    /// How its price is counted.
    pub billing_mode: BillingMode,
    /// How the product of the line reaches the customer.
    pub delivery_type: DeliveryType,
    /// The agreed ratio of a co-sale.
    pub ratio: Option<Rate>,
    /// Deal price of the line in minor units; an unsubscription stands in the books with or without a minus sign.
    pub deal_minor: i64,
    /// Floor price of the line in minor units.
    pub floor_minor: Option<i64>,
    /// Output tax, when it is not that of the product.
    pub output_tax: Option<Rate>,
    /// Tax of the service fee, when it is not the usual one.
    pub service_tax: Option<Rate>,
}

/// What a line is owed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    /// It is settled in this month.
    Open {
        /// The month.
        period: Period,
        /// The version of the rule that the month has.
        rule: &'static RuleVersion,
        /// The amount in minor units.
        amount_minor: i64,
    },
    /// It is not settled yet.
    Held(NotSettled),
    /// It would be settled in this month, but the formula refuses it.
    Refused {
        /// The month.
        period: Period,
        /// What is wrong.
        problem: FieldProblem,
    },
}

/// What each line of an order is owed; none when the merchant sold by itself and owes nobody. The rule
/// is that of the order's own month, whichever statement takes a line up.
pub fn dues(order: &Order, zone: Zone) -> impl Iterator<Item = (&Line, Due)> {
    let sold = order.head.sales_channel != SalesChannel::Direct && order.head.reseller.is_some();
    let period = period_of(&order.head, order.delivery_type(), order.has_floor(), zone);
    order.lines.iter().filter(move |_| sold).map(move |line| (line, due(&order.head, line, period)))
}

fn due(head: &Head, line: &Line, period: Result<Period, NotSettled>) -> Due {
    let period = match period {
        Ok(period) => period,
        Err(why) => return Due::Held(why),
    };
    let terms = Terms::of(head, line);
    let settled = terms.inputs(period).and_then(|(rule, inputs)| Ok((rule, amount(rule, &inputs.into())?)));
    match settled {
        Ok((rule, amount_minor)) => Due::Open { period, rule, amount_minor },
        Err(problem) => Due::Refused { period, problem },
    }
}

impl Terms {
    /// Those of a line.
    #[must_use]
    pub fn of(head: &Head, line: &Line) -> Self {
        Self {
            currency: head.currency,
            channel: head.sales_channel,
            order_type: head.order_type,
            billing_mode: head.billing_mode,
            delivery_type: line.delivery_type,
            ratio: head.ratio,
            deal_minor: line.deal_of_line_minor(),
            floor_minor: line.floor_of_line_minor(),
            output_tax: line.output_tax,
            service_tax: line.service_tax,
        }
    }

    /// The formula of its sales channel; `None` for a direct sale.
    #[must_use]
    pub const fn formula(&self) -> Option<Formula> {
        match self.channel {
            SalesChannel::Reseller => Some(Formula::Reseller),
            SalesChannel::CoSale => Some(Formula::ResellerCoSale),
            SalesChannel::Direct => None,
        }
    }

    /// The rule of a month and what goes into it.
    ///
    /// # Errors
    /// What is missing, or that no rule settles this channel or month.
    pub fn inputs(&self, period: Period) -> Result<(&'static RuleVersion, Resale), FieldProblem> {
        let formula = self.formula().ok_or_else(|| {
            let (value, allowed) = (self.channel.to_string(), "reseller, co_sale".to_owned());
            Problem::UnknownCode { value, allowed }.of("sales_channel")
        })?;
        let rule = RuleVersion::in_period(formula, period)
            .ok_or_else(|| Problem::NotAPeriod { value: period.to_string() }.of("period"))?;
        let reversal = self.order_type == OrderType::Unsubscribe;
        let floor = self.floor_minor.ok_or_else(|| Problem::Missing.of("floor"))?;
        // It takes back, with or without its minus sign.
        let signed = |minor: i64| if reversal { minor.saturating_abs() } else { minor };
        let inputs = Resale {
            currency: self.currency,
            deal_minor: signed(self.deal_minor),
            floor_minor: signed(floor),
            output_tax: self
                .output_tax
                .unwrap_or_else(|| tax::output_tax(self.delivery_type, self.billing_mode)),
            service_tax: self.service_tax.unwrap_or(tax::SERVICE_TAX),
            // Whatever the file says, a reseller alone gets the ratio of the rule.
            ratio: if formula == Formula::ResellerCoSale { self.ratio } else { None },
            reversal,
        };
        Ok((rule, inputs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        order::{OrderState, sample},
        settlement::PriceBasis,
    };

    fn of(change: impl FnOnce(&mut Order)) -> Option<Due> {
        let mut order = sample::order();
        change(&mut order);
        dues(&order, Zone::default()).next().map(|(_, due)| due)
    }

    #[test]
    fn a_completed_line_is_open_in_its_month_under_the_rule_of_that_month() {
        let Some(Due::Open { period, rule, amount_minor }) = of(|_| {}) else { panic!("it is open") };
        assert_eq!((period.to_string().as_str(), rule.name().as_str()), ("202610", "reseller v1"));
        assert_eq!(amount_minor, 180_000);
    }

    #[test]
    fn prices_of_a_unit_are_settled_as_amounts_of_the_line() {
        let due = of(|order| {
            let line = &mut order.lines[0];
            (line.price_basis, line.quantity, line.duration) = (PriceBasis::Unit, 2, Some(3));
        });
        assert!(matches!(due, Some(Due::Open { amount_minor: 1_080_000, .. })), "{due:?}");
    }

    #[test]
    fn an_unsubscription_takes_back_with_or_without_its_sign() {
        for sign in [1, -1] {
            let due = of(|order| {
                order.head.order_type = OrderType::Unsubscribe;
                order.lines[0].deal_minor *= sign;
                order.lines[0].floor_minor = order.lines[0].floor_minor.map(|floor| sign * floor);
            });
            assert!(matches!(due, Some(Due::Open { amount_minor: -180_000, .. })), "{due:?}");
        }
    }

    #[test]
    fn what_is_held_back_says_why_and_what_is_refused_says_what_is_wrong() {
        let unpaid = of(|order| order.head.state = OrderState::PendingPayment);
        assert_eq!(unpaid, Some(Due::Held(NotSettled::NotPaid)));
        let floorless = of(|order| order.lines[0].floor_minor = None);
        assert_eq!(floorless, Some(Due::Held(NotSettled::FloorUnknown)));
        let shared = of(|order| order.head.sales_channel = SalesChannel::CoSale);
        let Some(Due::Refused { period, problem }) = shared else { panic!("no ratio was agreed") };
        assert_eq!((period.number(), problem), (202_610, Problem::Missing.of("ratio")));
    }

    #[test]
    fn one_line_without_a_floor_price_holds_the_others_back() {
        let mut order = sample::order();
        order.lines.push(Line { line_no: 2, floor_minor: None, ..order.lines[0].clone() });
        let held: Vec<Due> = dues(&order, Zone::default()).map(|(_, due)| due).collect();
        assert_eq!(held, [Due::Held(NotSettled::FloorUnknown), Due::Held(NotSettled::FloorUnknown)]);
    }

    #[test]
    fn a_direct_sale_owes_nobody() {
        assert_eq!(of(|order| order.head.sales_channel = SalesChannel::Direct), None);
        let order = sample::order();
        let direct = Terms { channel: SalesChannel::Direct, ..Terms::of(&order.head, &order.lines[0]) };
        assert!(direct.inputs(Period::parse("202610").unwrap()).is_err());
    }
}
