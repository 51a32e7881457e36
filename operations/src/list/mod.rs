//! What every list has in common. A noun says as data what its list is narrowed and sorted by
//! ([`List`]); reading an address, writing it back, the conditions, the page by keyset and the
//! numbers on the tabs follow from that.

mod counts;
mod field;
mod filter;
mod folded;
mod page;
mod read;
mod sql;
mod value;

pub(crate) use counts::capped;
pub use counts::{Count, Counts, EXACT, OVERDUE};
pub use field::{Field, List, Sort, Takes};
pub use filter::{Filter, LARGEST, SIZES, USUAL_SIZE};
pub(crate) use folded::{fold, folded, holds};
pub use page::{Cursor, Page, Placed};
pub(crate) use read::{Source, any, read};
pub(crate) use sql::{Column, plain};
pub use value::Value;
