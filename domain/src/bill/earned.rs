//! What the merchant earns by a line: which rule settles it, and from which values (`domain.md` 5.2–5.8).

use super::Region;
use crate::{
    FieldProblem, Problem, Rate,
    order::{BusinessKind, Head, Line, OrderType},
    settlement::{
        Back, Basis, Choice, Facts, Field, Formula, General, Given, Inputs, International, JointDeal,
        JointFloor, Management, MerchantTaxes, Partner, Ratio, RuleVersion, Selected, Split, choose,
        rule_day, tax,
    },
};

/// The rules and the site that decide what lines earn.
#[derive(Clone, Copy, Debug)]
pub struct Earner<'a> {
    /// Every version that counts; their order does not matter.
    pub rules: &'a [RuleVersion],
    /// Where the marketplace is.
    pub region: Region,
}

/// What a line earns: the version that settles it, and the values that go into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earned<'a> {
    /// The version that was chosen, and those that it beat.
    pub choice: Choice<'a>,
    /// The values.
    pub inputs: Inputs,
}

impl<'a> Earner<'a> {
    /// What a line of an order earns. An unsubscription that names no order takes its own amounts back, whole.
    ///
    /// # Errors
    /// `formula`: no version settles the day of the order; `list`, `floor` or `ratio` that the rule needs and the
    /// books lack.
    pub fn of(&self, head: &Head, line: &Line) -> Result<Earned<'a>, FieldProblem> {
        let choice = self.choice(head, line)?;
        let given = given(choice.winner, head, line)?;
        let inputs = Inputs::of(head.currency, given);
        let back = if head.order_type == OrderType::Unsubscribe { Back::All } else { Back::No };
        Ok(Earned { choice, inputs: inputs.taken_back(back) })
    }

    /// The version that settles a line.
    fn choice(&self, head: &Head, line: &Line) -> Result<Choice<'a>, FieldProblem> {
        let facts = |formula| Facts {
            formula,
            day: rule_day(head),
            kind: head.business_kind,
            delivery: line.delivery_type,
            product: line.product,
            reseller: head.reseller,
        };
        let found = formulas(self.region, head.business_kind).iter();
        let found = found.filter_map(|formula| choose(self.rules, &facts(*formula)));
        // Joint products have two bases: the rule that says more decides, and one that has a ratio says more than
        // one that leaves it to an agreement. Of equals the first stands.
        let mut best: Option<Choice<'a>> = None;
        for choice in found {
            let says = |of: &Choice<'_>| (has_ratio(of.winner), of.winner.scope);
            match &best {
                Some(standing) if says(standing) >= says(&choice) => {}
                _ => best = Some(choice),
            }
        }
        let none = || Problem::NoRule { day: rule_day(head).to_string() }.of("formula");
        best.ok_or_else(none)
    }
}

/// The formulas that settle what is sold in this way; of several the rule that says more decides.
#[must_use]
pub const fn formulas(region: Region, kind: BusinessKind) -> &'static [Formula] {
    match (region, kind) {
        (_, BusinessKind::Joint) => &[Formula::JointDeal, Formula::JointFloor],
        (_, BusinessKind::Provider) => &[Formula::Partner],
        (Region::International, _) => &[Formula::International],
        (Region::Mainland, BusinessKind::General) => &[Formula::General],
        (Region::Mainland, BusinessKind::Selected | BusinessKind::SelectedSelfRun) => &[Formula::Selected],
    }
}

/// The business kinds of which something is settled by a formula, on any site.
pub fn kinds_of(formula: Formula) -> impl Iterator<Item = BusinessKind> {
    let settles = move |kind: &&BusinessKind| {
        Region::ALL.iter().any(|region| formulas(*region, **kind).contains(&formula))
    };
    BusinessKind::ALL.iter().filter(settles).copied()
}

const fn has_ratio(rule: &RuleVersion) -> bool {
    !matches!(rule.ratio, Ratio::AtMost(_))
}

/// The ratio of a rule, where it has one.
fn ratio(rule: &RuleVersion) -> Option<Rate> {
    has_ratio(rule).then_some(rule.ratio.rate())
}

/// The values of a line. Where a formula multiplies, prices and what multiplies them are as the books have them, so
/// that the arithmetic shows it; elsewhere they are amounts of the line.
fn given(rule: &RuleVersion, head: &Head, line: &Line) -> Result<Given, FieldProblem> {
    // It takes back, with or without its minus sign.
    let plain = |minor: i64| {
        if head.order_type == OrderType::Unsubscribe { minor.saturating_abs() } else { minor }
    };
    let needed =
        |minor: Option<i64>, field: Field| minor.map(plain).ok_or_else(|| Problem::Missing.of(field.code()));
    let agreed = || ratio(rule).ok_or_else(|| Problem::Missing.of(Field::Ratio.code()));
    let output_tax =
        line.output_tax.unwrap_or_else(|| tax::output_tax(line.delivery_type, head.billing_mode));
    let basis = Basis::of(line.price_basis, line.quantity, line.duration);
    let revenue_minor = plain(line.deal_of_line_minor());
    let management = line.management_fee.map(|fee| Management { revenue_minor, fee });
    let partner_tax = line.partner_tax;
    let split = || agreed().map(|ratio| Split { basis, ratio, output_tax, partner_tax, management });
    let tax = |minor: Option<i64>| minor.map_or(0, plain);
    Ok(match rule.formula {
        Formula::General => Given::General(General {
            sales_minor: revenue_minor,
            coupon_minor: plain(line.coupon_minor),
            bear_ratio: None,
            fee: line.platform_fee,
            // The increment of the month is a line of its own.
            month_paid_minor: None,
        }),
        Formula::JointDeal => {
            Given::JointDeal(JointDeal { deal_minor: plain(line.deal_minor), split: split()? })
        }
        // The floor price is what the discount leaves of the list price already.
        Formula::JointFloor => Given::JointFloor(JointFloor {
            list_minor: needed(line.floor_minor, Field::Floor)?,
            floor_discount: Rate::ONE,
            split: split()?,
        }),
        Formula::Selected => Given::Selected(Selected {
            floor_minor: needed(line.floor_minor, Field::Floor)?,
            // There is no duration in the formula.
            basis: Basis::of(line.price_basis, line.quantity, None),
            ratio: None,
        }),
        Formula::Partner => Given::Partner(Partner {
            deal_minor: revenue_minor,
            ratio: Some(agreed()?),
            output_tax,
            service_tax: line.service_tax.unwrap_or(tax::SERVICE_TAX),
        }),
        Formula::International => Given::International(International {
            sales_minor: revenue_minor,
            wht1_minor: tax(line.wht1_minor),
            dst1_minor: tax(line.dst1_minor),
            fee: line.platform_fee,
            merchant: MerchantTaxes { wht2_minor: tax(line.wht2_minor), dst2_minor: tax(line.dst2_minor) },
        }),
        Formula::Reseller | Formula::ResellerCoSale | Formula::Upgrade => {
            let (value, allowed) = (rule.formula.to_string(), MERCHANT.map(Formula::code).join(", "));
            return Err(Problem::UnknownCode { value, allowed }.of("formula"));
        }
    })
}

/// The formulas by which the merchant earns.
pub const MERCHANT: [Formula; 6] = [
    Formula::General,
    Formula::JointDeal,
    Formula::JointFloor,
    Formula::Selected,
    Formula::Partner,
    Formula::International,
];

#[cfg(test)]
mod tests;
