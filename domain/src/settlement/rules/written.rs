//! A draft as somebody wrote it, in a form, in a file or over the API.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Band, Formula, RatioKind, RuleVersion, Scheme, Scope, ScopeKind};
use crate::{
    Currency, FieldProblem, Problem, Rate,
    bill::{MERCHANT, kinds_of},
    money,
    order::{BusinessKind, DeliveryType},
    text,
    time::parse_day,
};

/// A scope as it was written: products and resellers by what they are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// One that needs no looking up.
    Known(Scope),
    /// A product, by its id in the marketplace.
    Product(String),
    /// A reseller, by its name.
    Reseller(String),
}

/// A draft as it was written, with texts in place of values; rates as `6%` or `0.06`, days as `2026-10-01`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WrittenRule {
    /// Code of a formula by which the merchant earns.
    pub formula: String,
    /// Code of [`ScopeKind`]; `all` when nothing is said.
    pub scope: String,
    /// Which business kind, delivery type, product (id in the marketplace) or reseller (name).
    pub scope_of: String,
    /// The first day.
    pub effective_from: String,
    /// The first day after it; empty: until the next version of its scope begins.
    pub effective_until: Option<String>,
    /// Code of [`RatioKind`].
    pub ratio_kind: String,
    /// The ratio, of general and international products the fee.
    pub ratio: String,
    /// Only lines with exactly this fee take part in the bands; needed with bands.
    pub bands_fee: Option<String>,
    /// Code of the currency of their edges; CNY when nothing is said.
    pub bands_currency: Option<String>,
    /// The bands of the month's total; none: no increments.
    pub bands: Vec<WrittenBand>,
    /// Why it is drafted, at most 500 characters.
    pub note: String,
}

/// A band as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WrittenBand {
    /// The lowest total that is in it.
    pub from: String,
    /// The increment.
    pub increment: String,
}

/// A draft that was read: everything but the row of its product or reseller, and its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What it holds for.
    pub scope: Named,
    /// The version, of everything and numbered 1.
    pub rule: RuleVersion,
    /// Why it is drafted.
    pub note: String,
}

/// The longest note, in characters.
const MOST_NOTE: u32 = 500;
/// The longest name of a product or reseller, in characters.
const MOST_NAME: u32 = 200;
/// Years in which a version may begin or end.
const FIRST_YEAR: i32 = 2000;
const LAST_YEAR: i32 = 2999;
/// So many bands are enough for anybody.
const MOST_BANDS: u32 = 20;

/// Collects what is wrong, field by field.
#[derive(Default)]
struct Reader(Vec<FieldProblem>);

impl Reader {
    fn take<T>(&mut self, field: &str, read: Result<T, Problem>) -> Option<T> {
        read.map_err(|problem| self.0.push(problem.of(field))).ok()
    }

    fn day(&mut self, field: &str, given: &str) -> Option<NaiveDate> {
        let read = parse_day(given).and_then(|day| match day.year() {
            FIRST_YEAR..=LAST_YEAR => Ok(day),
            _ => Err(Problem::NotADay { value: day.to_string() }),
        });
        self.take(field, read)
    }

    fn rate(&mut self, field: &str, given: &str) -> Option<Rate> {
        let rate = self.take(field, Rate::parse(given))?;
        let within = if rate <= Rate::ONE {
            Ok(rate)
        } else {
            Err(Problem::RatioTooHigh { value: rate.to_string(), most: Rate::ONE.to_string() })
        };
        self.take(field, within)
    }
}

/// What stands in a field that may be left out.
fn given(text: &Option<String>) -> &str {
    text.as_deref().map_or("", str::trim)
}

impl WrittenRule {
    /// Reads it.
    ///
    /// # Errors
    /// Each field that is wrong, by its name: `ratio`, `effective_from`, `bands[1].increment` and so on; `formula` when
    /// the merchant does not earn by it; `scope_of` when nothing of that kind is settled by the formula.
    pub fn read(&self) -> Result<Draft, Vec<FieldProblem>> {
        let mut reader = Reader::default();
        let formula = reader.take("formula", merchants(&self.formula));
        let scope = self.scope(formula, &mut reader);
        let effective_from = reader.day("effective_from", &self.effective_from);
        let effective_until = match given(&self.effective_until) {
            "" => None,
            text => reader.day("effective_until", text),
        };
        let kind = reader.take("ratio_kind", RatioKind::parse(&self.ratio_kind));
        let rate = reader.rate("ratio", &self.ratio);
        let scheme = self.scheme(formula, &mut reader);
        let note = reader.take("note", text::optional(&self.note, MOST_NOTE)).flatten().unwrap_or_default();
        let all = (formula, scope, effective_from, kind, rate);
        let (Some(formula), Some(scope), Some(effective_from), Some(kind), Some(rate)) = all else {
            return Err(reader.0);
        };
        let known = if let Named::Known(scope) = scope { scope } else { Scope::All };
        let ratio = kind.of(rate);
        let rule =
            RuleVersion { formula, version: 1, scope: known, effective_from, effective_until, ratio, scheme };
        if reader.0.is_empty() {
            rule.check()?;
            return Ok(Draft { scope, rule, note });
        }
        Err(reader.0)
    }

    fn scope(&self, formula: Option<Formula>, reader: &mut Reader) -> Option<Named> {
        let kind = match self.scope.trim() {
            "" => ScopeKind::All,
            code => reader.take("scope", ScopeKind::parse(code))?,
        };
        let of = self.scope_of.trim();
        let name = || text::required(of, MOST_NAME);
        let read = match kind {
            ScopeKind::All if of.is_empty() => Ok(Named::Known(Scope::All)),
            ScopeKind::All => Err(Problem::NotWanted { value: of.chars().take(40).collect() }),
            ScopeKind::Kind => BusinessKind::parse(of)
                .and_then(|kind| settled_by(formula, kind))
                .map(Scope::Kind)
                .map(Named::Known),
            ScopeKind::Delivery => DeliveryType::parse(of).map(Scope::Delivery).map(Named::Known),
            ScopeKind::Product => name().map(Named::Product),
            ScopeKind::Reseller => name().map(Named::Reseller),
        };
        reader.take("scope_of", read)
    }

    fn scheme(&self, formula: Option<Formula>, reader: &mut Reader) -> Option<Scheme> {
        let (fee, currency) = (given(&self.bands_fee), given(&self.bands_currency));
        if self.bands.is_empty() {
            let forgotten = if fee.is_empty() { Ok(()) } else { Err(Problem::Missing) };
            reader.take("bands", forgotten);
            return None;
        }
        if formula.is_some_and(|formula| formula != Formula::General) {
            let value = format!("{} …", self.bands[0].from);
            return reader.take("bands", Err(Problem::NotWanted { value }));
        }
        if self.bands.len() > MOST_BANDS as usize {
            return reader.take("bands", Err(Problem::TooMany { most: MOST_BANDS }));
        }
        let fee = reader.rate("bands_fee", fee);
        let currency = match currency {
            "" => Some(Currency::CNY),
            code => reader.take("bands_currency", Currency::parse(code)),
        };
        let mut bands = Vec::with_capacity(self.bands.len());
        for (at, band) in self.bands.iter().enumerate() {
            let edge = money::parse_minor(&band.from, currency.unwrap_or(Currency::CNY));
            let from_minor = reader.take(&format!("bands[{at}].from"), edge);
            let increment = reader.rate(&format!("bands[{at}].increment"), &band.increment);
            bands.extend(
                from_minor.zip(increment).map(|(from_minor, increment)| Band { from_minor, increment }),
            );
        }
        Some(Scheme { fee: fee?, currency: currency?, bands: Cow::Owned(bands) })
    }
}

/// A formula by which the merchant earns. Statements of resellers count by account periods and have the versions of the
/// reference, and nothing is settled by the price of an upgrade: versions of those would settle nothing.
fn merchants(code: &str) -> Result<Formula, Problem> {
    let formula = Formula::parse(code)?;
    if MERCHANT.contains(&formula) {
        return Ok(formula);
    }
    let allowed = MERCHANT.map(Formula::code).join(", ");
    Err(Problem::UnknownCode { value: formula.to_string(), allowed })
}

/// A business kind of which something is settled by the formula.
fn settled_by(formula: Option<Formula>, kind: BusinessKind) -> Result<BusinessKind, Problem> {
    let Some(formula) = formula else { return Ok(kind) };
    let kinds = || kinds_of(formula);
    if kinds().any(|one| one == kind) {
        return Ok(kind);
    }
    let allowed = kinds().map(BusinessKind::code).collect::<Vec<_>>().join(", ");
    Err(Problem::UnknownCode { value: kind.to_string(), allowed })
}

/// As somebody would write this version; `of` is the id of its product or the name of its reseller.
#[must_use]
pub fn written(rule: &RuleVersion, of: Option<&str>, note: &str) -> WrittenRule {
    let scope_of = match rule.scope {
        Scope::All => String::new(),
        Scope::Kind(kind) => kind.to_string(),
        Scope::Delivery(delivery) => delivery.to_string(),
        Scope::Product(_) | Scope::Reseller(_) => of.unwrap_or_default().to_owned(),
    };
    let scheme = rule.scheme.as_ref();
    let band = |currency: Currency, band: &Band| WrittenBand {
        from: money::bare(band.from_minor, currency),
        increment: band.increment.bare(),
    };
    WrittenRule {
        formula: rule.formula.to_string(),
        scope: rule.scope.kind().to_string(),
        scope_of,
        effective_from: rule.effective_from.to_string(),
        effective_until: rule.effective_until.map(|day| day.to_string()),
        ratio_kind: rule.ratio.kind().to_string(),
        ratio: rule.ratio.rate().bare(),
        bands_fee: scheme.map(|scheme| scheme.fee.bare()),
        bands_currency: scheme.map(|scheme| scheme.currency.to_string()),
        bands: scheme
            .map(|scheme| scheme.bands.iter().map(|one| band(scheme.currency, one)).collect())
            .unwrap_or_default(),
        note: note.to_owned(),
    }
}

#[cfg(test)]
mod tests;
