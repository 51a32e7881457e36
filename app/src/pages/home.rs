//! placeholder
use operations::Failure;
use crate::visit::{Page, Visit};
/// The page.
///
/// # Errors
/// None.
pub async fn page(_: &Visit) -> Result<Page, Failure> {
    Err(Failure::NotFound)
}
