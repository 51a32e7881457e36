//! What a reseller is owed (`domain.md` 5.6), and in which month (4.4).

pub mod attribution;
pub mod due;
pub mod explanation;
pub mod formula;
pub mod fraction;
pub mod quote;
pub mod rules;
pub mod tax;

pub use attribution::{Facts, NotSettled, period_of};
pub use due::{Due, Terms, due};
pub use explanation::{Explanation, Step, StepKind};
pub use formula::{Inputs, Settled, evaluate};
pub use fraction::Fraction;
pub use quote::{QuoteText, parse_inputs, quote};
pub use rules::{Formula, RuleVersion};
