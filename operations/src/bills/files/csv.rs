//! A bill as CSV.

use std::io::Write;

use domain::{Tongue, access::Actor};

use super::Reader;
use crate::{Office, Result, bills::Bill, documents::disk, exports::details};

/// Writes the lines of a bill, a page in memory at a time.
///
/// # Errors
/// As [`crate::bills::lines`]; what the database said; a full disk, or whatever `out` says.
pub async fn write_csv<W: Write + Send>(
    office: &Office,
    actor: &Actor,
    bill: &Bill,
    tongue: Tongue,
    mut out: W,
) -> Result<()> {
    let mut reader = Reader::open(office, actor, bill).await?;
    out.write_all(&details::csv_header(tongue)).map_err(disk)?;
    loop {
        let page = reader.page().await?;
        if page.is_empty() {
            return out.flush().map_err(disk);
        }
        out.write_all(&details::csv_rows(&page, tongue, office.zone)).map_err(disk)?;
    }
}
