//! What merchants, resellers and partners are owed (`domain.md` 5), and in which month (4.4).

mod arithmetic;
pub mod attribution;
mod checks;
pub mod due;
pub mod field;
pub mod formula;
pub mod fraction;
pub mod inputs;
mod milestone;
mod parts;
pub mod quote;
pub mod rules;
pub mod state;
pub mod statement;
pub mod tax;
pub mod working;
pub mod written;

pub use attribution::{NotSettled, period_of};
pub use due::{Due, Terms, dues};
pub use field::{Field, Need};
pub use formula::{Settled, evaluate};
pub use fraction::Fraction;
pub use inputs::{
    Back, Basis, General, Given, Increment, Inputs, International, JointDeal, JointFloor, Management,
    MerchantTaxes, Partner, PriceBasis, Refunded, Resale, Selected, Split, Upgrade, Value,
};
pub use milestone::Milestone;
pub use parts::Parts;
pub use quote::{QuoteText, effective_day, parse_inputs, quote};
pub use rules::{
    Choice, Facts, Formula, Ratio, RuleName, RuleVersion, Scope, choose, in_force, overlap, rule_day,
};
pub use state::SettlementState;
pub use statement::{ClosedMonths, Nature, StatementState};
pub use working::{Operand, Step, StepKind, Working};
