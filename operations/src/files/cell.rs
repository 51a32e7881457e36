//! Cells as spreadsheets leave them.

use domain::Problem;

/// What a spreadsheet shows where a formula failed.
pub(crate) fn is_error(cell: &str) -> bool {
    const ERRORS: [&str; 8] = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!"];
    ERRORS.contains(&cell.trim())
}

/// An id that is no number rounded by a spreadsheet: `2.02211E+17` was another one.
pub(crate) fn whole_id(cell: &str) -> Result<&str, Problem> {
    let plain = cell.trim();
    let rounded = plain.split_once(['e', 'E']).is_some_and(|(number, power)| {
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
        whole.len() == 1 && digits(whole) && digits(decimals) && power.strip_prefix('+').is_some_and(digits)
    });
    if rounded { Err(Problem::LostDigits { value: plain.chars().take(40).collect() }) } else { Ok(cell) }
}

/// Takes back what [`domain::text::safe_cell`] does, so that an exported file comes in as it went out, and
/// what keeps a spreadsheet from reading a number: `="007"`.
pub(crate) fn disarmed(cell: &str) -> &str {
    if let Some(text) = cell.trim().strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')) {
        return text;
    }
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => cell,
    }
}
