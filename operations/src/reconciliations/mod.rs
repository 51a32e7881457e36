//! Reconciliations: the marketplace's bill of a month, as a file, against ours.
//!
//! A file is kept, read, and matched with the lines of our bills by a job (`domain::reconciliation` decides what belongs
//! together and why amounts differ). What needs work is worked through line by line, and locked by a second person.

mod act;
mod begin;
mod columns;
mod life;
mod line;
mod list;
mod look;
mod ours;
mod read;
mod refused;
mod row;
mod run;
mod sheet;
mod sums;
mod verify;
mod write;

pub use act::act;
pub use begin::{Asked, begin, now, refused_rows, state_of};
pub use columns::COLUMNS;
pub use life::step;
pub use line::{LINES, Line, lines};
pub use list::{LIST, get, list};
pub use look::{compare, discard, examples, look, look_again, mappings};
pub use read::RefusedRow;
pub use refused::Refused;
pub use row::Reconciliation;
pub use run::JOBS;
pub use sheet::{Sheet, sheets, write_xlsx};
pub use sums::{Sum, sums};
pub use verify::verify;
