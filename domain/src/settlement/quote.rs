//! What a line would settle at: the question of the calculator, of the API and of the command
//! line, from the texts that somebody typed.

mod given;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use self::given::Read;
use super::{
    Field, Formula, Inputs, Need, RuleVersion, Scope, Settled, Value,
    checks::{ratio_under, value_problem},
    evaluate,
    field::{Kind, LEAST_COUNT, MOST_COUNT},
    rules::{VERSIONS, beijing_day},
};
use crate::{Currency, FieldProblem, Problem, Rate, Zone, money, text::plain};

/// The fields of the question as they were typed; those that nobody typed are empty. Which of them a formula
/// needs is in [`Formula::needs`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QuoteText<'a>([&'a str; Field::ALL.len()]);

impl<'a> QuoteText<'a> {
    /// Of these fields; a later one stands for an earlier one of the same name.
    #[must_use]
    pub fn of(fields: impl IntoIterator<Item = (Field, &'a str)>) -> Self {
        fields.into_iter().fold(Self::default(), |text, (field, typed)| text.with(field, typed))
    }

    /// The same with another text in a field.
    #[must_use]
    pub fn with(mut self, field: Field, typed: &'a str) -> Self {
        if let Some(place) = self.0.get_mut(field as usize) {
            *place = typed;
        }
        self
    }

    /// What was typed into a field.
    #[must_use]
    pub fn get(&self, field: Field) -> &'a str {
        self.0.get(field as usize).copied().unwrap_or_default()
    }
}

/// Reads the fields under the rules of the reference.
///
/// # Errors
/// As [`parse_under`].
pub fn parse_inputs(text: &QuoteText<'_>) -> Result<(&'static RuleVersion, Inputs), Vec<FieldProblem>> {
    parse_under(VERSIONS, text)
}

/// Reads the fields. The rule is that of the effective date, or the newest where none is given, of those that hold
/// for everything. General products without a month's total are asked as if the month had nothing else.
///
/// # Errors
/// Every problem of every field, in the order of the fields.
pub fn parse_under<'r>(
    rules: &'r [RuleVersion],
    text: &QuoteText<'_>,
) -> Result<(&'r RuleVersion, Inputs), Vec<FieldProblem>> {
    let mut problems = Problems::default();
    let formula = problems.kept(Field::Formula, Formula::parse(text.get(Field::Formula)));
    let currency = problems.kept(Field::Currency, currency(text.get(Field::Currency)));
    let rule = formula.and_then(|formula| problems.kept(Field::EffectiveAt, rule_of(rules, formula, text)));
    // What is wrong with a price is said even while nobody knows its currency or its formula.
    let decimals_of = currency.unwrap_or(Currency::CNY);
    let mut read = Read::default();
    for need in formula.unwrap_or(Formula::Reseller).needs() {
        let given = problems.kept(need.field, value(*need, text.get(need.field), decimals_of));
        if let (Some(rule), Some(given)) = (rule, given)
            && rule.formula.ratio_field() == need.field
            && let Err(problem) = ratio_under(rule, given.and_then(rate_of))
        {
            problems.0.push(problem);
        }
        read.put(need.field, given.flatten());
    }
    let (Some(rule), Some(currency), true) = (rule, currency, problems.0.is_empty()) else {
        return Err(problems.0);
    };
    match read.given(rule.formula, currency) {
        Ok(given) => Ok((rule, Inputs::of(currency, given))),
        Err(problem) => Err(vec![problem]),
    }
}

/// The amount with its explanation, under the rules of the reference.
///
/// # Errors
/// Every problem of every field.
pub fn quote(text: &QuoteText<'_>) -> Result<Settled, Vec<FieldProblem>> {
    quote_under(VERSIONS, text)
}

/// The amount with its explanation.
///
/// # Errors
/// Every problem of every field.
pub fn quote_under(rules: &[RuleVersion], text: &QuoteText<'_>) -> Result<Settled, Vec<FieldProblem>> {
    let (rule, inputs) = parse_under(rules, text)?;
    evaluate(rule, &inputs).map_err(|problem| vec![problem])
}

/// The day at +08:00 that chooses the version of the rule; `None` where no moment was given, and the newest version
/// holds.
///
/// # Errors
/// `NotATime`, `UnclearTime`.
pub fn effective_day(text: &QuoteText<'_>) -> Result<Option<NaiveDate>, Problem> {
    let typed = text.get(Field::EffectiveAt);
    if typed.trim().is_empty() {
        return Ok(None);
    }
    Zone::default().parse(typed).map(|moment| Some(beijing_day(moment)))
}

/// The problems so far.
#[derive(Default)]
struct Problems(Vec<FieldProblem>);

impl Problems {
    fn kept<T>(&mut self, field: Field, read: Result<T, Problem>) -> Option<T> {
        read.map_err(|problem| self.0.push(problem.of(field.code()))).ok()
    }
}

fn currency(text: &str) -> Result<Currency, Problem> {
    if text.trim().is_empty() { Ok(Currency::CNY) } else { Currency::parse(text) }
}

fn rule_of<'r>(
    rules: &'r [RuleVersion],
    formula: Formula,
    text: &QuoteText<'_>,
) -> Result<&'r RuleVersion, Problem> {
    let of_formula = || rules.iter().filter(|rule| rule.formula == formula && rule.scope == Scope::All);
    let newest = |rule: &&RuleVersion| (rule.effective_from, rule.version);
    let none = || {
        let allowed = rules.iter().filter(|rule| rule.scope == Scope::All).map(|rule| rule.formula.code());
        let allowed = allowed.collect::<Vec<_>>().join(", ");
        Problem::UnknownCode { value: formula.to_string(), allowed }
    };
    let Some(day) = effective_day(text)? else { return of_formula().max_by_key(newest).ok_or_else(none) };
    let begun = of_formula().filter(|rule| rule.effective_from <= day).max_by_key(newest);
    if let Some(rule) = begun.filter(|rule| rule.effective_until.is_none_or(|until| day < until)) {
        return Ok(rule);
    }
    let first = of_formula().filter(|rule| rule.effective_from > day).min_by_key(newest);
    Err(first.map_or_else(none, |rule| Problem::Before { other: rule.effective_from.to_string() }))
}

/// What a field says; `None` for an empty one that may be.
fn value(need: Need, text: &str, currency: Currency) -> Result<Option<Value>, Problem> {
    let read = match need.field.kind() {
        Kind::Amount => money::parse_minor(text, currency).map(Value::Amount),
        Kind::Tax | Kind::Share => Rate::parse(text).map(Value::Rate),
        Kind::Count => count(text).map(Value::Count),
        // Read before the fields of a formula.
        Kind::Code | Kind::Moment => return Ok(None),
    };
    match read {
        Err(Problem::Missing) if !need.required => Ok(None),
        Err(problem) => Err(problem),
        Ok(value) => value_problem(need.field, value, currency).map_or(Ok(Some(value)), Err),
    }
}

const fn rate_of(value: Value) -> Option<Rate> {
    match value {
        Value::Rate(rate) => Some(rate),
        Value::Amount(_) | Value::Count(_) => None,
    }
}

fn count(text: &str) -> Result<i64, Problem> {
    let text = plain(text);
    if text.is_empty() {
        return Err(Problem::Missing);
    }
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let number = if digits { text.parse().ok() } else { None };
    number.ok_or_else(|| Problem::NotANumber {
        value: text.chars().take(40).collect(),
        least: LEAST_COUNT,
        most: MOST_COUNT,
    })
}
