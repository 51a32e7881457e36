//! A form that came after its session had ended is held under a cookie of its own, through the sign-in and its
//! refusals, for whoever signed in last in this browser and for nobody else.

use app::forms::Flash;
use axum::http::{HeaderMap, HeaderValue, header::SET_COOKIE, request::Parts};
use operations::sessions as kept;

use super::{
    client,
    flash::{FLASH, cookie, name},
};
use crate::desk::Desk;

/// A form that waits for a sign-in.
const HELD: &str = "held";
/// The row of who signed in last in this browser. It opens nothing.
const LAST: &str = "last";
/// A week after the longest session nobody's half-written form waits any more.
const LAST_SECONDS: i64 = 14 * 86_400;

/// Holds what was entered into a form whose session had ended. Whether it could be: not when nobody is known
/// to have worked in this browser.
pub(super) async fn hold(desk: &Desk, request: &Parts, flash: Flash) -> Option<HeaderValue> {
    let of = client::cookie(request, &name(desk, LAST))?.parse().ok()?;
    let text = serde_json::to_string(&Flash { of: Some(of), ..flash }).unwrap_or_default();
    match kept::leave_flash(&desk.office, &text, kept::HELD_SECONDS).await {
        Ok(id) => cookie(desk, HELD, &id, kept::HELD_SECONDS),
        Err(failure) => {
            tracing::error!(%failure, "a form could not be held until the sign-in");
            None
        }
    }
}

/// Somebody signed in: it is remembered who, and what was held is what the next page finds.
pub(super) fn signed_in(desk: &Desk, request: &Parts, staff: i64, headers: &mut HeaderMap) {
    let held =
        client::cookie(request, &name(desk, HELD)).filter(|id| id.bytes().all(|b| b.is_ascii_hexdigit()));
    let released = held
        .filter(|id| !id.is_empty())
        .map(|id| [cookie(desk, FLASH, id, kept::FLASH_SECONDS), cookie(desk, HELD, "", 0)]);
    let last = cookie(desk, LAST, &staff.to_string(), LAST_SECONDS);
    for cookie in released.into_iter().flatten().chain([last]).flatten() {
        headers.append(SET_COOKIE, cookie);
    }
}
