//! What a form left for the page after it. A sentence travels in a short-lived cookie; what was entered into
//! a refused form, and what is shown once, waits in the database under an id that the cookie holds.
//! The page takes the cookie back, and writes nothing.

use app::forms::Flash;
use axum::http::{HeaderValue, request::Parts};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use operations::{Result, office::hashed, sessions as kept};

use super::client;
use crate::desk::Desk;

/// The longest cookie that is sent; more waits in the database.
const LONGEST: usize = 1_500;
/// What the last form left, for the next page.
pub(super) const FLASH: &str = "flash";

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

/// The name of one of our cookies.
pub(super) fn name(desk: &Desk, what: &str) -> String {
    // No other site, not even a neighbour under the same domain, can set one of this name.
    let prefix = if desk.config.is_https() { "__Host-" } else { "" };
    format!("{prefix}countinghouse_{what}")
}

/// A cookie that no script reads.
pub(super) fn cookie(desk: &Desk, what: &str, value: &str, seconds: i64) -> Option<HeaderValue> {
    let secure = if desk.config.is_https() { "; Secure" } else { "" };
    let name = name(desk, what);
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&text).ok()
}
