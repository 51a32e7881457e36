//! What every handler has at hand.

use std::sync::Arc;

use app::shell::Site;
use operations::Office;

use crate::config::Config;

/// What every handler has at hand.
#[derive(Clone)]
pub struct Desk {
    /// The office.
    pub office: Office,
    /// Configuration.
    pub config: Arc<Config>,
    /// Names of the site's files.
    pub site: Arc<Site>,
}

/// Identifies a request in the log, on error pages and in refusals of the API.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);
