//! The parts that pages are made of: plain HTML with the class names of `style/`.

pub mod attached;
pub mod block;
pub mod changes;
pub mod chart;
pub mod confirm;
pub mod empty;
pub mod field;
pub mod formula;
pub mod head;
pub mod icon;
pub mod ledger;
pub mod markup;
pub mod money;
pub mod notice;
pub mod steps;
pub mod tag;

pub use crate::size::size;
pub use attached::{attached, files_field, preview};
pub use block::{beside, block, fact, facts};
pub use confirm::{ask, confirm};
pub use empty::empty;
pub use field::{Field, area, error_summary, error_summary_of, field, hidden, select};
pub use head::page_head;
pub use ledger::ledger;
pub use markup::{Markup, in_textarea};
pub use money::{amount_text, maybe_money, money};
pub use steps::{Choice, step_choice};
pub use tag::state_tag;
