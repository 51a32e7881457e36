//! Who uploads: by a link, by an API token, or signed in.

use app::lang::Lang;
use axum::{
    http::{StatusCode, header::AUTHORIZATION, request::Parts},
    response::Response,
};
use domain::access::{Actor, DoorKind};
use operations::{Failure, orders, tokens};

use super::answer::{plain, refused};
use crate::{
    admit::{Refusal, admit},
    desk::Desk,
    web::{client::header, visits::arrive},
};

/// Whoever uploads.
pub(super) struct Who {
    pub(super) actor: Actor,
    pub(super) lang: Lang,
    /// The order of a link.
    pub(super) order_no: Option<String>,
}

/// Finds out who it is, and whether the door is open to them.
pub(super) async fn who(
    desk: &Desk,
    parts: &Parts,
    route: &str,
    key: Option<&String>,
) -> Result<Who, Box<Response>> {
    let lang = Lang::accepted(header(parts, "accept-language"));
    let failed = |failure: Failure| {
        let nobody = Who { actor: Actor::System, lang, order_no: None };
        Box::new(refused(&nobody, &failure, parts))
    };
    let found = match key {
        Some(key) => {
            let guest = orders::guest(&desk.office, key).await.map_err(failed)?;
            let lang = Lang::from_code(&guest.language).unwrap_or(lang);
            Some(Who { actor: guest.actor, lang, order_no: Some(guest.order_no) })
        }
        None if parts.headers.contains_key(AUTHORIZATION) => {
            let given = header(parts, "authorization").split_once(' ');
            let secret = given.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
            let secret = secret.map_or("", |(_, secret)| secret.trim());
            let actor = tokens::authenticate(&desk.office, secret).await.map_err(failed)?;
            actor.map(|actor| Who { actor, lang, order_no: None })
        }
        None => {
            let arrival = arrive(desk, parts, Default::default()).await.map_err(failed)?;
            let lang = arrival.visit.lang;
            arrival.visit.actor.map(|actor| Who { actor, lang, order_no: None })
        }
    };
    match admit(DoorKind::File, route, found.as_ref().map(|who| &who.actor)) {
        Ok(()) => found.ok_or_else(|| Box::new(unknown())),
        Err(Refusal::Unknown) => Err(Box::new(unknown())),
        Err(refusal) => Err(failed(refusal.into())),
    }
}

fn unknown() -> Response {
    plain(StatusCode::UNAUTHORIZED, "sign in, or send an API token: Authorization: Bearer ch_…")
}
