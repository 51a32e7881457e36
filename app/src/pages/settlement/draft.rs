//! The forms that begin a statement and discard a draft.

use domain::{Currency, Period, Problem};
use operations::{Failure, statements};

use crate::{
    forms::{Done, Form},
    visit::Visit,
    words::{MonthWords, SettlementWords},
};

/// The form that begins a statement.
pub const DRAFT: &str = "/do/draft-statement";

/// Begins a statement, or finds the one that was begun.
///
/// # Errors
/// A problem with a field; a month with several currencies when none was chosen.
pub async fn draft(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let mut problems = Vec::new();
    let reseller = form.get("reseller").trim();
    if reseller.is_empty() {
        problems.push(Problem::Missing.of("reseller"));
    }
    let period = Period::parse(form.get("period")).map_err(|p| problems.push(p.of("period"))).ok();
    let currency = match form.get("currency").trim() {
        "" => None,
        code => Currency::parse(code).map_err(|p| problems.push(p.of("currency"))).ok(),
    };
    let (Some(period), true) = (period, problems.is_empty()) else { return Err(Failure::Invalid(problems)) };
    let id = statements::draft(&visit.office, visit.actor()?, reseller, period, currency).await?;
    Ok(Done::to(format!("/settlement/{id}")).saying(SettlementWords::of(visit.lang).drafted))
}

/// The form that discards a draft.
pub const DISCARD: &str = "/do/discard-statement";

/// Discards a draft; its month shows what waits again.
///
/// # Errors
/// A conflict when it was issued or discarded already, or is being issued.
pub async fn discard(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let head = statements::discard(&visit.office, visit.actor()?, form.number("id")?).await?;
    Ok(Done::to(format!("/settlement/months/{}", head.period)).saying(MonthWords::of(visit.lang).discarded))
}
