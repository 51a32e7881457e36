//! What the fields of the calculator hold: an example at first, and what becomes of it when another formula is chosen.

use domain::{
    Currency,
    settlement::{Field, Formula, QuoteText, quote},
};
use serde::{Deserialize, Serialize};

use crate::{lang::Lang, words::quote::label};

/// What the fields hold, in the order of [`Field::ALL`]; those that a formula does not take are empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteFields(Vec<String>);

impl QuoteFields {
    /// A question of a formula in which nothing is said yet.
    #[must_use]
    pub fn blank(formula: Formula) -> Self {
        let mut fields = Self(vec![String::new(); Field::ALL.len()]);
        fields.set(Field::Formula, formula.code().to_owned());
        fields.set(Field::Currency, Currency::CNY.code().to_owned());
        fields
    }

    /// The worked example of a formula, from the tables of the reference.
    #[must_use]
    pub fn example(formula: Formula) -> Self {
        let mut fields = Self::blank(formula);
        for (field, value) in worked(formula) {
            fields.set(*field, (*value).to_owned());
        }
        fields
    }

    /// What a field holds.
    #[must_use]
    pub fn get(&self, field: Field) -> &str {
        self.0.get(field as usize).map_or("", String::as_str)
    }

    /// Puts something into a field.
    pub fn set(&mut self, field: Field, value: String) {
        if let Some(place) = self.0.get_mut(field as usize) {
            *place = value;
        }
    }

    /// The question that they ask.
    #[must_use]
    pub fn text(&self) -> QuoteText<'_> {
        QuoteText::of(Field::ALL.iter().map(|field| (*field, self.get(*field))))
    }

    /// The formula whose fields they are. One that nobody knows has the fields of a reseller, as its problems are
    /// those of a reseller's.
    #[must_use]
    pub fn formula(&self) -> Formula {
        Formula::from_code(self.get(Field::Formula)).unwrap_or(Formula::Reseller)
    }

    /// The fields of another formula: what they held when it was `left`, or its example. What somebody typed since
    /// is kept where the other formula calls it the same and does not refuse it.
    #[must_use]
    pub fn switched(&self, to: Formula, left: Option<&Self>) -> Self {
        let from = self.formula();
        let (before, base) = (Self::example(from), left.cloned().unwrap_or_else(|| Self::example(to)));
        let mut next = base.clone();
        let mut kept: Vec<Field> = Vec::new();
        for field in fields_of(to) {
            let same = fields_of(from).any(|other| other == field)
                && label(from, field, Lang::En) == label(to, field, Lang::En);
            if same && self.get(field) != before.get(field) {
                next.set(field, self.get(field).to_owned());
                kept.push(field);
            }
        }
        // Nobody typed these for this formula, so nobody is told that they are wrong.
        while let Err(problems) = quote(&next.text()) {
            let count = kept.len();
            kept.retain(|field| {
                let refused = problems.iter().any(|problem| problem.field == field.code());
                if refused {
                    next.set(*field, base.get(*field).to_owned());
                }
                !refused
            });
            if kept.len() == count {
                return base;
            }
        }
        next
    }
}

/// The fields that the form shows under a formula, beside the choice of the formula itself.
fn fields_of(formula: Formula) -> impl Iterator<Item = Field> {
    let own = formula.needs().iter().map(|need| need.field);
    own.chain([Field::Currency, Field::EffectiveAt])
}

/// R1, R6, G7, J1, J3, S1, I1 and U1 of the reference; it has no row for a partner (5.7).
const fn worked(formula: Formula) -> &'static [(Field, &'static str)] {
    match formula {
        Formula::Reseller => &[
            (Field::Deal, "10000"),
            (Field::Floor, "8000"),
            (Field::OutputTax, "6%"),
            (Field::ServiceTax, "6%"),
        ],
        Formula::ResellerCoSale => &[
            (Field::Deal, "10000"),
            (Field::Floor, "8000"),
            (Field::Ratio, "60%"),
            (Field::OutputTax, "6%"),
            (Field::ServiceTax, "6%"),
        ],
        Formula::General => &[(Field::Sales, "1500000"), (Field::Fee, "5%")],
        Formula::JointDeal => &[
            (Field::Deal, "900"),
            (Field::Quantity, "2"),
            (Field::Duration, "12"),
            (Field::Ratio, "70%"),
            (Field::OutputTax, "6%"),
        ],
        Formula::JointFloor => &[
            (Field::List, "1000"),
            (Field::FloorDiscount, "0.8"),
            (Field::Quantity, "2"),
            (Field::Duration, "12"),
            (Field::Ratio, "90%"),
            (Field::OutputTax, "6%"),
        ],
        Formula::Selected => &[(Field::Floor, "800"), (Field::Quantity, "10")],
        Formula::Partner => &[
            (Field::Deal, "10600"),
            (Field::Ratio, "10%"),
            (Field::OutputTax, "6%"),
            (Field::ServiceTax, "6%"),
        ],
        Formula::International => &[
            (Field::Currency, "USD"),
            (Field::Sales, "1000"),
            (Field::Wht1, "150"),
            (Field::Dst1, "50"),
            (Field::Fee, "15%"),
            (Field::Wht2, "100"),
            (Field::Dst2, "20"),
        ],
        Formula::Upgrade => &[
            (Field::NewPrice, "20"),
            (Field::OldPrice, "12"),
            (Field::Days, "100"),
            (Field::Discount, "0.9"),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(formula: Formula, values: &[(Field, &str)]) -> QuoteFields {
        let mut fields = QuoteFields::example(formula);
        for (field, value) in values {
            fields.set(*field, (*value).to_owned());
        }
        fields
    }

    #[test]
    fn every_example_has_the_amount_of_the_reference() {
        for (formula, amount) in [
            (Formula::Reseller, "1,800.00"),
            (Formula::ResellerCoSale, "1,200.00"),
            (Formula::General, "1,455,000.00"),
            (Formula::JointDeal, "14,264.15"),
            (Formula::JointFloor, "16,301.89"),
            (Formula::Selected, "7,200.00"),
            (Formula::Partner, "1,060.00"),
            (Formula::International, "560.00"),
            (Formula::Upgrade, "720.00"),
        ] {
            let fields = QuoteFields::example(formula);
            assert_eq!(quote(&fields.text()).unwrap().amount(), amount, "{formula}");
            for (field, _) in worked(formula) {
                assert!(fields_of(formula).any(|own| own == *field), "{formula} {field}");
            }
        }
    }

    #[test]
    fn another_formula_has_its_example_and_what_was_typed_for_both() {
        let same = |from: QuoteFields, to| assert_eq!(from.switched(to, None), QuoteFields::example(to));
        for (from, to) in Formula::ALL.iter().flat_map(|from| Formula::ALL.iter().map(move |to| (*from, *to)))
        {
            same(QuoteFields::example(from), to);
        }
        let deal = typed(Formula::Reseller, &[(Field::Deal, "9000"), (Field::EffectiveAt, "2024-02-29")]);
        let partner = deal.switched(Formula::Partner, None);
        assert_eq!((partner.get(Field::Deal), partner.get(Field::EffectiveAt)), ("9000", "2024-02-29"));
        assert_eq!(partner.get(Field::Ratio), "10%");
        // The price of a line is not that of a unit, and a fee of the platform is no management fee.
        let joint = deal.switched(Formula::JointDeal, None);
        assert_eq!((joint.get(Field::Deal), joint.get(Field::EffectiveAt)), ("900", "2024-02-29"));
        same(typed(Formula::General, &[(Field::Fee, "15%"), (Field::Sales, "5")]), Formula::JointFloor);
    }

    #[test]
    fn nothing_is_complained_about_that_was_typed_for_another_formula() {
        let same = |from: QuoteFields, to| assert_eq!(from.switched(to, None), QuoteFields::example(to));
        same(typed(Formula::ResellerCoSale, &[(Field::Ratio, "45%")]), Formula::Reseller);
        same(typed(Formula::Reseller, &[(Field::Deal, "x"), (Field::OutputTax, "")]), Formula::Partner);
        same(typed(Formula::Selected, &[(Field::Currency, "USD")]), Formula::General);
        let most = [(Field::Quantity, "999999999"), (Field::Duration, "999999999")];
        same(typed(Formula::JointDeal, &most), Formula::JointFloor);
        let ratio = typed(Formula::Reseller, &[(Field::Ratio, "45%"), (Field::Floor, "y")]);
        let co_sale = ratio.switched(Formula::ResellerCoSale, None);
        assert_eq!((co_sale.get(Field::Ratio), co_sale.get(Field::Floor)), ("45%", "8000"));
    }

    #[test]
    fn who_comes_back_to_a_formula_finds_what_was_typed_there() {
        let mut left = typed(Formula::General, &[(Field::Sales, "20000"), (Field::Coupon, "x")]);
        let away = left.switched(Formula::Upgrade, None);
        assert_eq!(away.switched(Formula::General, Some(&left)), left);
        left.set(Field::Coupon, "5".to_owned());
        let dated = typed(Formula::Upgrade, &[(Field::EffectiveAt, "2024-01-01")]);
        let back = dated.switched(Formula::General, Some(&left));
        assert_eq!((back.get(Field::Sales), back.get(Field::EffectiveAt)), ("20000", "2024-01-01"));
    }

    #[test]
    fn an_unknown_formula_keeps_its_name() {
        let mut fields = QuoteFields::example(Formula::Reseller);
        fields.set(Field::Formula, "gift".to_owned());
        assert_eq!((fields.formula(), fields.get(Field::Formula)), (Formula::Reseller, "gift"));
        assert_eq!(quote(&fields.text()).unwrap_err()[0].field, "formula");
    }
}
