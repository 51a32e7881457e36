//! Bills: their kinds (`domain.md` 4.2), how far one has come, and until when each of its steps takes (4.5, 4.6).

mod kind;
mod life;
mod timeline;

pub use kind::{BillKind, kind_of};
pub use life::{BillAction, BillState, Refusal, STEPS, after, possible};
pub use timeline::{Region, Step, StepKind, timeline};
