//! Bills: their kinds (`domain.md` 4.2), what stands in one and in which month (4.4), how far one has come, and until
//! when each of its steps takes (4.5, 4.6).

mod attribution;
mod dispute;
mod earned;
mod item;
mod kind;
mod life;
mod stage;
mod state;
mod timeline;

pub use attribution::{HeldBack, billed_in, part_billed_in};
pub use dispute::{DisputeAction, DisputeState, NotDecided, decided, difference, is_disputable};
pub use earned::{Earned, Earner, MERCHANT, formulas, kinds_of};
pub use item::Item;
pub use kind::{BillKind, kind_of};
pub use life::{BillAction, BillState, Refusal, STEPS, after, possible};
pub use stage::{Stage, Waits};
pub use state::BillingState;
pub use timeline::{Region, Step, StepKind, timeline};
