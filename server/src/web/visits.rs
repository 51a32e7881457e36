//! From a request to a visit: who, in which language, with what in the URL.

use std::collections::HashMap;

use app::{lang::Lang, visit::Visit};
use axum::{
    extract::Path,
    http::{Method, request::Parts},
};
use operations::{Failure, sessions as stored};
use tower_sessions::Session;

use super::{client, flash, sessions};
use crate::desk::{Desk, RequestId};

/// A visit with the session behind it.
pub struct Arrival {
    /// What the page or form is given.
    pub visit: Visit,
    /// The session.
    pub session: Session,
}

/// Reads the request. The session's row, the person and their preferences come in one round trip.
pub async fn arrive(
    desk: &Desk,
    request: &Parts,
    params: HashMap<String, String>,
) -> Result<Arrival, Failure> {
    let session = request.extensions.get::<Session>().cloned();
    let session = session.ok_or_else(|| Failure::Internal("no session layer".into()))?;
    let id_hash = session.id().map(|id| sessions::hash(&id));
    let found = match &id_hash {
        Some(id) => operations::visits::load(&desk.office, id).await?,
        None => None,
    };
    let address = client::address(request);
    if let (Some(found), Some(id)) = (&found, &id_hash)
        && found.session.is_due(desk.office.clock.millis())
    {
        stored::touch(&desk.office, id, client::header(request, "user-agent"), &address);
    }
    // A page that looks at itself again takes nothing away from the one that is opened next.
    let looks_again = request.headers.contains_key("x-live");
    let flash = if request.method == Method::GET && !looks_again {
        let staff = found.as_ref().and_then(|f| f.actor.as_ref()?.staff_id());
        flash::pick_up(desk, request, session.id().map(|id| id.to_string()).as_deref(), staff).await?
    } else {
        None
    };
    let cookie = |name: &str| client::cookie(request, name).map(str::to_owned);
    let preferences = found.as_ref().and_then(|f| f.preferences.clone());
    let lang = preferences
        .as_ref()
        .and_then(|p| p.locale.clone())
        .or_else(|| cookie("lang"))
        .and_then(|code| Lang::from_code(&code))
        .unwrap_or_else(|| Lang::accepted(client::header(request, "accept-language")));
    let theme = preferences.as_ref().and_then(|p| p.theme.clone()).or_else(|| cookie("theme"));
    let unread = found.as_ref().map_or(0, |f| f.unread);
    let visit = Visit {
        office: desk.office.clone(),
        actor: found.and_then(|f| f.actor),
        lang,
        theme: theme.filter(|t| t == "light" || t == "dark").unwrap_or_else(|| "system".to_owned()),
        density: preferences.as_ref().and_then(|p| p.density.clone()),
        shortcuts: preferences.as_ref().is_none_or(|p| p.shortcuts),
        unread,
        path: request.uri.path().to_owned(),
        query: request.uri.query().unwrap_or_default().to_owned(),
        params,
        flash,
        request_id: request.extensions.get::<RequestId>().map(|r| r.0.clone()).unwrap_or_default(),
        session: id_hash,
        demo: desk.config.demo,
        address,
        public_url: desk.config.public_url.clone(),
    };
    Ok(Arrival { visit, session })
}

/// The placeholders of the matched path.
pub async fn params(parts: &mut Parts) -> HashMap<String, String> {
    use axum::extract::FromRequestParts;
    Path::<HashMap<String, String>>::from_request_parts(parts, &()).await.map(|Path(p)| p).unwrap_or_default()
}
