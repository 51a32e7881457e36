//! What a reseller is owed (`domain.md` 5.6), and in which month (4.4).

pub mod attribution;
pub mod due;
pub mod formula;
pub mod fraction;
pub mod quote;
pub mod rules;
pub mod state;
pub mod statement;
pub mod tax;
pub mod working;
pub mod written;

pub use attribution::{NotSettled, period_of};
pub use due::{Due, Terms, dues};
pub use formula::{Inputs, Settled, evaluate};
pub use fraction::Fraction;
pub use quote::{QuoteText, parse_inputs, quote};
pub use rules::{Formula, RuleVersion};
pub use state::SettlementState;
pub use statement::{ClosedMonths, Nature, StatementState};
pub use working::{Operand, Step, StepKind, Working};
