//! The settlement rules in force.

use domain::settlement::{RuleVersion, rules::VERSIONS};

use crate::{Office, Result, db::Tx};

/// Every version that counts.
///
/// # Errors
/// What the database said.
pub async fn versions(_: &Office) -> Result<Vec<RuleVersion>> {
    Ok(VERSIONS.to_vec())
}

pub(crate) async fn versions_in(_: &mut Tx) -> Result<Vec<RuleVersion>> {
    Ok(VERSIONS.to_vec())
}
