//! The versions that a new database begins with: the rules of `domain.md`.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::{Band, Formula, Ratio, RuleVersion, Scheme, Scope};
use crate::{Currency, Rate};

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => NaiveDate::MIN,
    }
}

/// The reference dates few of its rules, so their first version reaches back to the opening of the marketplace.
const OPENING: NaiveDate = day(2015, 1, 1);

/// The policy of general products with increments (5.2).
const NEW_POLICY: NaiveDate = day(2024, 3, 1);

/// A million minor units of renminbi are 10,000 yuan.
const TEN_THOUSAND: i64 = 1_000_000;

const BANDS: &[Band] = &[
    Band { from_minor: 0, increment: Rate::ZERO },
    Band { from_minor: 50 * TEN_THOUSAND, increment: Rate::percent(1) },
    Band { from_minor: 100 * TEN_THOUSAND, increment: Rate::percent(2) },
];

const fn first(formula: Formula, ratio: Ratio) -> RuleVersion {
    RuleVersion {
        formula,
        version: 1,
        scope: Scope::All,
        effective_from: OPENING,
        effective_until: None,
        ratio,
        scheme: None,
    }
}

/// Every version, oldest first. 90 % of resellers are from 5.6, of selected products from 5.4; 5 % of general
/// products and their bands from 5.2. What the reference leaves to an agreement has to be given, up to 100 %.
///
/// 5.2 lets one infer that the fee was 10 % before 2019-05-01; an order of that time has to say so itself.
pub const VERSIONS: &[RuleVersion] = &[
    first(Formula::Reseller, Ratio::Fixed(Rate::percent(90))),
    first(Formula::ResellerCoSale, Ratio::AtMost(Rate::percent(90))),
    RuleVersion {
        formula: Formula::General,
        version: 1,
        scope: Scope::All,
        effective_from: OPENING,
        effective_until: Some(NEW_POLICY),
        ratio: Ratio::Usual(Rate::percent(5)),
        scheme: None,
    },
    RuleVersion {
        formula: Formula::General,
        version: 2,
        scope: Scope::All,
        effective_from: NEW_POLICY,
        effective_until: None,
        ratio: Ratio::Usual(Rate::percent(5)),
        scheme: Some(Scheme { fee: Rate::percent(5), currency: Currency::CNY, bands: Cow::Borrowed(BANDS) }),
    },
    first(Formula::JointDeal, Ratio::AtMost(Rate::ONE)),
    first(Formula::JointFloor, Ratio::AtMost(Rate::ONE)),
    first(Formula::Selected, Ratio::Fixed(Rate::percent(90))),
    first(Formula::Partner, Ratio::AtMost(Rate::ONE)),
    first(Formula::International, Ratio::AtMost(Rate::ONE)),
    first(Formula::Upgrade, Ratio::AtMost(Rate::ONE)),
];
