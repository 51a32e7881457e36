//! How a file of rows is read: what each of its columns is taken for, and how it is written; shown, and put right.

mod columns;
mod written;

pub(crate) use columns::{mapped, said, wanting};
pub(crate) use written::written;
