//! What was read becomes what a formula is given.

use crate::{
    Currency, FieldProblem, Problem, Rate, money,
    settlement::{
        Basis, Field, Formula, General, Given, International, JointDeal, JointFloor, Management,
        MerchantTaxes, Partner, Resale, Selected, Split, Upgrade, Value,
    },
};

/// The values of the fields.
#[derive(Default)]
pub(super) struct Read([Option<Value>; Field::ALL.len()]);

impl Read {
    /// Keeps a value.
    pub(super) fn put(&mut self, field: Field, value: Option<Value>) {
        if let Some(place) = self.0.get_mut(field as usize) {
            *place = value;
        }
    }

    /// What this formula is given.
    pub(super) fn given(&self, formula: Formula, currency: Currency) -> Result<Given, FieldProblem> {
        match formula {
            Formula::Reseller | Formula::ResellerCoSale => Ok(Given::Resale(Resale {
                currency,
                deal_minor: self.number(Field::Deal)?,
                floor_minor: self.number(Field::Floor)?,
                output_tax: self.rate(Field::OutputTax)?,
                service_tax: self.rate(Field::ServiceTax)?,
                ratio: self.maybe_rate(Field::Ratio),
                reversal: false,
            })),
            Formula::General => self.general().map(Given::General),
            Formula::JointDeal => {
                let deal_minor = self.number(Field::Deal)?;
                let split = self.split(Some((Field::Deal, deal_minor)), currency)?;
                Ok(Given::JointDeal(JointDeal { deal_minor, split }))
            }
            Formula::JointFloor => Ok(Given::JointFloor(JointFloor {
                list_minor: self.number(Field::List)?,
                floor_discount: self.rate(Field::FloorDiscount)?,
                split: self.split(None, currency)?,
            })),
            Formula::Selected => Ok(Given::Selected(Selected {
                floor_minor: self.number(Field::Floor)?,
                basis: Basis::Unit { quantity: self.number(Field::Quantity)?, duration: None },
                ratio: self.maybe_rate(Field::Ratio),
            })),
            Formula::Partner => Ok(Given::Partner(Partner {
                deal_minor: self.number(Field::Deal)?,
                ratio: self.maybe_rate(Field::Ratio),
                output_tax: self.rate(Field::OutputTax)?,
                service_tax: self.rate(Field::ServiceTax)?,
            })),
            Formula::International => Ok(Given::International(International {
                sales_minor: self.number(Field::Sales)?,
                wht1_minor: self.or_nothing(Field::Wht1),
                dst1_minor: self.or_nothing(Field::Dst1),
                fee: self.maybe_rate(Field::Fee),
                merchant: MerchantTaxes {
                    wht2_minor: self.or_nothing(Field::Wht2),
                    dst2_minor: self.or_nothing(Field::Dst2),
                },
            })),
            Formula::Upgrade => Ok(Given::Upgrade(Upgrade {
                new_minor: self.number(Field::NewPrice)?,
                old_minor: self.number(Field::OldPrice)?,
                days: self.number(Field::Days)?,
                discount: self.rate(Field::Discount)?,
            })),
        }
    }

    fn general(&self) -> Result<General, FieldProblem> {
        let (sales_minor, coupon_minor) = (self.number(Field::Sales)?, self.or_nothing(Field::Coupon));
        // Nobody said what else the month had: what is paid here is at least its total.
        let own = sales_minor.saturating_sub(coupon_minor).max(0);
        Ok(General {
            sales_minor,
            coupon_minor,
            bear_ratio: self.maybe_rate(Field::BearRatio),
            fee: self.maybe_rate(Field::Fee),
            month_paid_minor: Some(self.maybe_number(Field::MonthPaidTotal).unwrap_or(own)),
        })
    }

    /// `deal` is what the revenue is worked out from where nobody gave it.
    fn split(&self, deal: Option<(Field, i64)>, currency: Currency) -> Result<Split, FieldProblem> {
        let (quantity, duration) = (self.number(Field::Quantity)?, self.number(Field::Duration)?);
        let management = match self.maybe_rate(Field::Fee) {
            None => None,
            Some(fee) => {
                let revenue_minor = match (self.maybe_number(Field::Sales), deal) {
                    (Some(sales), _) => sales,
                    (None, None) => return Err(Problem::Missing.of(Field::Sales.code())),
                    (None, Some((field, deal))) => {
                        let revenue = deal.checked_mul(quantity).and_then(|deal| deal.checked_mul(duration));
                        revenue.filter(|minor| *minor <= money::MOST_MINOR).ok_or_else(|| {
                            Problem::TooLarge { value: money::bare(deal, currency) }.of(field.code())
                        })?
                    }
                };
                Some(Management { revenue_minor, fee })
            }
        };
        Ok(Split {
            basis: Basis::Unit { quantity, duration: Some(duration) },
            ratio: self.rate(Field::Ratio)?,
            output_tax: self.rate(Field::OutputTax)?,
            partner_tax: self.maybe_rate(Field::PartnerTax),
            management,
        })
    }

    fn value(&self, field: Field) -> Option<Value> {
        self.0.get(field as usize).copied().flatten()
    }

    fn maybe_number(&self, field: Field) -> Option<i64> {
        match self.value(field) {
            Some(Value::Amount(number) | Value::Count(number)) => Some(number),
            Some(Value::Rate(_)) | None => None,
        }
    }

    fn number(&self, field: Field) -> Result<i64, FieldProblem> {
        self.maybe_number(field).ok_or_else(|| Problem::Missing.of(field.code()))
    }

    fn or_nothing(&self, field: Field) -> i64 {
        self.maybe_number(field).unwrap_or(0)
    }

    fn maybe_rate(&self, field: Field) -> Option<Rate> {
        self.value(field).and_then(super::rate_of)
    }

    fn rate(&self, field: Field) -> Result<Rate, FieldProblem> {
        self.maybe_rate(field).ok_or_else(|| Problem::Missing.of(field.code()))
    }
}
