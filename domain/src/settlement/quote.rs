//! What a line would settle at: the question of the calculator, of the API and of the command
//! line, from the texts that somebody typed.

use super::{Formula, Inputs, RuleVersion, Settled, evaluate, formula::ratio_under};
use crate::{Currency, FieldProblem, Problem, Rate, money};

/// The fields of the question as they were typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QuoteText<'a> {
    /// Currency of both prices; empty: renminbi.
    pub currency: &'a str,
    /// `reseller` or `reseller_co_sale`.
    pub formula: &'a str,
    /// Deal price of the line.
    pub deal: &'a str,
    /// Floor price of the line.
    pub floor: &'a str,
    /// The agreed ratio of a co-sale; may be empty for a reseller alone.
    pub ratio: &'a str,
    /// Output tax of the product.
    pub output_tax: &'a str,
    /// Tax of the service fee.
    pub service_tax: &'a str,
}

/// Reads the fields under the newest version of the rule.
///
/// # Errors
/// Every problem of every field, in the order of the fields.
pub fn parse_inputs(text: &QuoteText<'_>) -> Result<(&'static RuleVersion, Inputs), Vec<FieldProblem>> {
    let mut problems = Problems::default();
    let formula = problems.kept("formula", Formula::parse(text.formula));
    let rule = formula.and_then(RuleVersion::newest);
    let currency = problems.kept("currency", currency(text.currency));
    // What is wrong with a price is said even while nobody knows its currency.
    let decimals_of = currency.unwrap_or(Currency::CNY);
    let deal_minor = problems.kept("deal", price(text.deal, decimals_of));
    let floor_minor = problems.kept("floor", price(text.floor, decimals_of));
    let ratio = problems.kept("ratio", ratio(text.ratio));
    if let (Some(rule), Some(ratio)) = (rule, ratio)
        && let Err(problem) = ratio_under(rule, ratio)
    {
        problems.0.push(problem);
    }
    let output_tax = problems.kept("output_tax", Rate::parse(text.output_tax));
    let service_tax = problems.kept("service_tax", Rate::parse(text.service_tax));
    let read = || {
        Some((
            rule?,
            Inputs {
                currency: currency?,
                deal_minor: deal_minor?,
                floor_minor: floor_minor?,
                output_tax: output_tax?,
                service_tax: service_tax?,
                ratio: ratio?,
                reversal: false,
            },
        ))
    };
    read().filter(|_| problems.0.is_empty()).ok_or(problems.0)
}

/// The amount with its explanation.
///
/// # Errors
/// Every problem of every field.
pub fn quote(text: &QuoteText<'_>) -> Result<Settled, Vec<FieldProblem>> {
    let (rule, inputs) = parse_inputs(text)?;
    evaluate(rule, &inputs).map_err(|problem| vec![problem])
}

/// The problems so far.
#[derive(Default)]
struct Problems(Vec<FieldProblem>);

impl Problems {
    fn kept<T>(&mut self, field: &str, read: Result<T, Problem>) -> Option<T> {
        read.map_err(|problem| self.0.push(problem.of(field))).ok()
    }
}

fn currency(text: &str) -> Result<Currency, Problem> {
    if text.trim().is_empty() { Ok(Currency::CNY) } else { Currency::parse(text) }
}

fn price(text: &str, currency: Currency) -> Result<i64, Problem> {
    let minor = money::parse_minor(text, currency)?;
    if minor < 0 { Err(Problem::Negative { value: money::bare(minor, currency) }) } else { Ok(minor) }
}

fn ratio(text: &str) -> Result<Option<Rate>, Problem> {
    match Rate::parse(text) {
        Ok(rate) => Ok(Some(rate)),
        Err(Problem::Missing) => Ok(None),
        Err(problem) => Err(problem),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const R2: QuoteText<'_> = QuoteText {
        currency: "",
        formula: "reseller",
        deal: "10000",
        floor: "8000",
        ratio: "",
        output_tax: "13%",
        service_tax: "0.06",
    };

    fn fields(text: &QuoteText<'_>) -> Vec<String> {
        quote(text).unwrap_err().into_iter().map(|p| p.field).collect()
    }

    #[test]
    fn texts_become_an_amount() {
        assert_eq!(quote(&R2).unwrap().amount_minor, 168_850);
        assert_eq!(quote(&QuoteText { ratio: "90 %", ..R2 }).unwrap().amount_minor, 168_850);
        let co_sale = QuoteText { formula: "Reseller_Co_Sale", ratio: "45%", ..R2 };
        assert_eq!(quote(&co_sale).unwrap().amount_minor, 84_425);
    }

    #[test]
    fn a_currency_has_its_own_decimals() {
        // R2 in yen: 1,688.495575… is rounded to a whole yen.
        let yen = quote(&QuoteText { currency: "JPY", ..R2 }).unwrap();
        assert_eq!((yen.amount_minor, yen.amount()), (1_688, "1,688".to_owned()));
        assert_eq!(
            yen.line(),
            "(10,000 − 8,000) ÷ (1 + 13.00 %) × (1 + 6.00 %) × 90.00 % = 1,688.495575… -> 1,688 [reseller v1, rounded half up]"
        );
        let dinars = quote(&QuoteText { currency: "kwd", ..R2 }).unwrap();
        assert_eq!(dinars.amount(), "1,688.496");
        assert_eq!(fields(&QuoteText { currency: "JPY", deal: "10000.5", ..R2 }), ["deal"]);
    }

    #[test]
    fn every_problem_is_named_at_once() {
        let all = QuoteText {
            currency: "shells",
            formula: "gift",
            deal: "-1",
            floor: "x",
            ratio: "6",
            output_tax: "",
            service_tax: "a",
        };
        assert_eq!(
            fields(&all),
            ["formula", "currency", "deal", "floor", "ratio", "output_tax", "service_tax"]
        );
        assert_eq!(fields(&QuoteText::default()), ["formula", "deal", "floor", "output_tax", "service_tax"]);
    }

    #[test]
    fn the_ratio_is_checked_with_the_other_fields() {
        let co_sale = QuoteText { formula: "reseller_co_sale", ..R2 };
        assert_eq!(fields(&co_sale), ["ratio"]);
        assert_eq!(fields(&QuoteText { ratio: "90.01%", deal: "", ..co_sale }), ["deal", "ratio"]);
        assert_eq!(fields(&QuoteText { ratio: "60%", ..R2 }), ["ratio"]);
    }
}
