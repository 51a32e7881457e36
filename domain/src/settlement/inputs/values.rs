//! The values of a line by the names of their fields: for checks, for the API and for files.

use super::{Basis, Given, Inputs, Management, MerchantTaxes, Split};
use crate::{Currency, Rate, money, settlement::Field};

/// A value of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// An amount in minor units.
    Amount(i64),
    /// A rate.
    Rate(Rate),
    /// A number of pieces, months or days.
    Count(i64),
}

impl Value {
    /// As files and the API write it.
    #[must_use]
    pub fn bare(self, currency: Currency) -> String {
        match self {
            Self::Amount(minor) => money::bare(minor, currency),
            Self::Rate(rate) => rate.bare(),
            Self::Count(count) => count.to_string(),
        }
    }
}

impl Inputs {
    /// What the formula is given, field by field, as files and the API write it.
    #[must_use]
    pub fn bare(&self) -> Vec<(Field, String)> {
        let mut all = Vec::new();
        self.given.each(&mut |field, value| all.push((field, value.bare(self.currency))));
        all
    }
}

/// Who is told each value.
type Visit<'a> = &'a mut dyn FnMut(Field, Value);

impl Given {
    /// Names every value that is there, in the order of [`super::super::Formula::needs`].
    pub fn each(&self, visit: Visit<'_>) {
        use Value::{Amount, Count, Rate};
        match self {
            Self::Resale(of) => {
                visit(Field::Deal, Amount(of.deal_minor));
                visit(Field::Floor, Amount(of.floor_minor));
                rate(Field::Ratio, of.ratio, visit);
                visit(Field::OutputTax, Rate(of.output_tax));
                visit(Field::ServiceTax, Rate(of.service_tax));
            }
            Self::General(of) => {
                visit(Field::Sales, Amount(of.sales_minor));
                visit(Field::Coupon, Amount(of.coupon_minor));
                rate(Field::BearRatio, of.bear_ratio, visit);
                rate(Field::Fee, of.fee, visit);
                if let Some(minor) = of.month_paid_minor {
                    visit(Field::MonthPaidTotal, Amount(minor));
                }
            }
            Self::Increment(of) => {
                visit(Field::Sales, Amount(of.base_minor));
                rate(Field::Fee, of.fee, visit);
                visit(Field::MonthPaidTotal, Amount(of.month_paid_minor));
            }
            Self::JointDeal(of) => {
                visit(Field::Deal, Amount(of.deal_minor));
                of.split.each(visit);
            }
            Self::JointFloor(of) => {
                visit(Field::List, Amount(of.list_minor));
                visit(Field::FloorDiscount, Rate(of.floor_discount));
                of.split.each(visit);
            }
            Self::ManagementFee(of) => of.each(visit),
            Self::Selected(of) => {
                visit(Field::Floor, Amount(of.floor_minor));
                of.basis.each(visit);
                rate(Field::Ratio, of.ratio, visit);
            }
            Self::Partner(of) => {
                visit(Field::Deal, Amount(of.deal_minor));
                rate(Field::Ratio, of.ratio, visit);
                visit(Field::OutputTax, Rate(of.output_tax));
                visit(Field::ServiceTax, Rate(of.service_tax));
            }
            Self::International(of) => {
                visit(Field::Sales, Amount(of.sales_minor));
                visit(Field::Wht1, Amount(of.wht1_minor));
                visit(Field::Dst1, Amount(of.dst1_minor));
                rate(Field::Fee, of.fee, visit);
                of.merchant.each(visit);
            }
            Self::MerchantTaxes(of) => of.each(visit),
            Self::Upgrade(of) => {
                visit(Field::NewPrice, Amount(of.new_minor));
                visit(Field::OldPrice, Amount(of.old_minor));
                visit(Field::Days, Count(of.days));
                visit(Field::Discount, Rate(of.discount));
            }
        }
    }

    /// The amount that the formula begins with, and its field.
    #[must_use]
    pub const fn main(&self) -> (Field, i64) {
        match self {
            Self::Resale(of) => (Field::Deal, of.deal_minor),
            Self::General(of) => (Field::Sales, of.sales_minor),
            Self::Increment(of) => (Field::Sales, of.base_minor),
            Self::JointDeal(of) => (Field::Deal, of.deal_minor),
            Self::JointFloor(of) => (Field::List, of.list_minor),
            Self::ManagementFee(of) => (Field::Sales, of.revenue_minor),
            Self::Selected(of) => (Field::Floor, of.floor_minor),
            Self::Partner(of) => (Field::Deal, of.deal_minor),
            Self::International(of) => (Field::Sales, of.sales_minor),
            Self::MerchantTaxes(of) => (Field::Wht2, of.wht2_minor),
            Self::Upgrade(of) => (Field::NewPrice, of.new_minor),
        }
    }
}

fn rate(field: Field, value: Option<Rate>, visit: Visit<'_>) {
    if let Some(rate) = value {
        visit(field, Value::Rate(rate));
    }
}

impl Basis {
    fn each(&self, visit: Visit<'_>) {
        if let Self::Unit { quantity, duration } = self {
            visit(Field::Quantity, Value::Count(*quantity));
            if let Some(duration) = duration {
                visit(Field::Duration, Value::Count(*duration));
            }
        }
    }
}

impl Split {
    fn each(&self, visit: Visit<'_>) {
        self.basis.each(visit);
        visit(Field::Ratio, Value::Rate(self.ratio));
        visit(Field::OutputTax, Value::Rate(self.output_tax));
        rate(Field::PartnerTax, self.partner_tax, visit);
        if let Some(management) = &self.management {
            management.each(visit);
        }
    }
}

impl Management {
    fn each(&self, visit: Visit<'_>) {
        visit(Field::Fee, Value::Rate(self.fee));
        visit(Field::Sales, Value::Amount(self.revenue_minor));
    }
}

impl MerchantTaxes {
    fn each(&self, visit: Visit<'_>) {
        visit(Field::Wht2, Value::Amount(self.wht2_minor));
        visit(Field::Dst2, Value::Amount(self.dst2_minor));
    }
}
