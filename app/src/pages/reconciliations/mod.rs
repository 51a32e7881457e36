//! Reconciliations: the list, a new one, and one of them with its differences.

pub mod acts;
pub mod begin;
pub mod detail;
mod lines;
pub mod list;
pub mod look;
mod sheet;

use operations::reconciliations::Reconciliation;

use crate::{
    lang::Lang,
    words::{ReconciliationWords, fill},
};

/// What one is called.
fn name_of(of: &Reconciliation, lang: Lang) -> String {
    fill(ReconciliationWords::of(lang).named, &[("month", &of.period.dashed()), ("file", &of.file_name)])
}
