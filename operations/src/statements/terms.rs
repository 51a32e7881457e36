//! What decides the amount of a line, from the codes and numbers of the books.

use domain::{
    FieldProblem, Period, Problem, Rate,
    order::{BillingMode, DeliveryType, OrderType, SalesChannel},
    settlement::{Formula, Inputs, RuleVersion, tax},
};

/// What decides the amount of a line.
pub(super) struct Terms<'a> {
    pub(super) order_type: &'a str,
    pub(super) sales_channel: &'a str,
    pub(super) billing_mode: &'a str,
    pub(super) delivery_type: &'a str,
    pub(super) commission_ratio: Option<i64>,
    pub(super) deal_minor: i64,
    pub(super) floor_minor: Option<i64>,
    pub(super) output_tax: Option<i64>,
    pub(super) service_tax: Option<i64>,
}

impl Terms<'_> {
    /// The rule of the statement's month and what goes into it.
    pub(super) fn inputs(&self, period: Period) -> Result<(&'static RuleVersion, Inputs), FieldProblem> {
        let (formula, ratio) = match SalesChannel::parse(self.sales_channel) {
            // Whatever the file says, a reseller alone gets the ratio of the rule.
            Ok(SalesChannel::Reseller) => (Formula::Reseller, None),
            Ok(SalesChannel::CoSale) => (Formula::ResellerCoSale, rate(self.commission_ratio, "ratio")?),
            Ok(SalesChannel::Direct) => {
                let (value, allowed) = (self.sales_channel.to_owned(), "reseller, co_sale".to_owned());
                return Err(Problem::UnknownCode { value, allowed }.of("sales_channel"));
            }
            Err(problem) => return Err(problem.of("sales_channel")),
        };
        let rule = RuleVersion::in_period(formula, period)
            .ok_or_else(|| Problem::NotAPeriod { value: period.to_string() }.of("period"))?;
        let reversal =
            OrderType::parse(self.order_type).map_err(|p| p.of("order_type"))? == OrderType::Unsubscribe;
        let floor = self.floor_minor.ok_or_else(|| Problem::Missing.of("floor"))?;
        let output_tax = match rate(self.output_tax, "output_tax")? {
            Some(given) => given,
            None => tax::output_tax(
                DeliveryType::parse(self.delivery_type).map_err(|p| p.of("delivery_type"))?,
                BillingMode::parse(self.billing_mode).map_err(|p| p.of("billing_mode"))?,
            ),
        };
        let service_tax = rate(self.service_tax, "service_tax")?.unwrap_or(tax::SERVICE_TAX);
        // An unsubscription stands in the books with or without a minus sign; it takes back either way.
        let signed = |minor: i64| if reversal { minor.saturating_abs() } else { minor };
        let (deal_minor, floor_minor) = (signed(self.deal_minor), signed(floor));
        Ok((rule, Inputs { deal_minor, floor_minor, output_tax, service_tax, ratio, reversal }))
    }
}

fn rate(millionths: Option<i64>, field: &str) -> Result<Option<Rate>, FieldProblem> {
    let wrong = |m: i64| Problem::NotARate { value: m.to_string() }.of(field);
    millionths.map(|m| Rate::from_millionths(m).ok_or_else(|| wrong(m))).transpose()
}
