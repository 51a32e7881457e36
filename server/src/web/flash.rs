//! What a form left for the page after it. A sentence travels in a short-lived cookie; what was entered into
//! a refused form, and what is shown once, waits in the database under an id that the cookie holds.
//! The page takes the cookie back, and writes nothing.
//!
//! A form that came after its session had ended is held under a cookie of its own, through the sign-in and
//! its refusals, for whoever signed in last in this browser and for nobody else.

use app::forms::Flash;
use axum::http::{HeaderMap, HeaderValue, header::SET_COOKIE, request::Parts};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use operations::{Result, office::hashed, sessions as kept};

use super::client;
use crate::desk::Desk;

/// The longest cookie that is sent; more waits in the database.
const LONGEST: usize = 1_500;
/// What the last form left, for the next page.
const FLASH: &str = "flash";
/// A form that waits for a sign-in.
const HELD: &str = "held";
/// The row of who signed in last in this browser. It opens nothing.
const LAST: &str = "last";
/// A week after the longest session nobody's half-written form waits any more.
const LAST_SECONDS: i64 = 14 * 86_400;

/// The cookie that leads the next page to what a form left; `None` when it could not be kept, which is
/// in the log.
pub(super) async fn leave(desk: &Desk, session: Option<&str>, flash: &Flash) -> Option<HeaderValue> {
    match written(desk, session, flash).await {
        Ok(value) => cookie(desk, FLASH, &value, kept::FLASH_SECONDS),
        Err(failure) => {
            tracing::error!(%failure, "what a form left behind could not be kept");
            None
        }
    }
}

/// The cookie that ends one.
pub(super) fn taken(desk: &Desk) -> Option<HeaderValue> {
    cookie(desk, FLASH, "", 0)
}

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

/// What the last form left for this visitor; `staff` is who signed in.
pub(super) async fn pick_up(
    desk: &Desk,
    request: &Parts,
    session: Option<&str>,
    staff: Option<i64>,
) -> Result<Option<Flash>> {
    let Some(value) = client::cookie(request, &name(desk, FLASH)).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    let text = match value.split_once('.') {
        Some((text, seal)) => session
            .filter(|session| sealed(session, text) == seal)
            .and_then(|_| URL_SAFE_NO_PAD.decode(text).ok())
            .and_then(|bytes| String::from_utf8(bytes).ok()),
        None => kept::flash(&desk.office, value).await?,
    };
    // What was left by an older version of the program is not worth an error.
    let flash: Option<Flash> = text.and_then(|text| serde_json::from_str(&text).ok());
    Ok(flash.filter(|flash| flash.of.is_none() || flash.of == staff))
}

async fn written(desk: &Desk, session: Option<&str>, flash: &Flash) -> Result<String> {
    let text = serde_json::to_string(flash).unwrap_or_default();
    if let Some(session) = session.filter(|_| flash.is_harmless()) {
        let text = URL_SAFE_NO_PAD.encode(&text);
        if text.len() <= LONGEST {
            return Ok(format!("{text}.{}", sealed(session, &text)));
        }
    }
    kept::leave_flash(&desk.office, &text, kept::FLASH_SECONDS).await
}

/// Only who knows the id of the session can have written the text. Hashed twice, because to a single hash
/// more text could be added.
fn sealed(session: &str, text: &str) -> String {
    hashed(&format!("{session} {}", hashed(&format!("{session} {text}"))))
}

fn name(desk: &Desk, what: &str) -> String {
    // No other site, not even a neighbour under the same domain, can set one of this name.
    let prefix = if desk.config.is_https() { "__Host-" } else { "" };
    format!("{prefix}countinghouse_{what}")
}

fn cookie(desk: &Desk, what: &str, value: &str, seconds: i64) -> Option<HeaderValue> {
    let secure = if desk.config.is_https() { "; Secure" } else { "" };
    let name = name(desk, what);
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&text).ok()
}
