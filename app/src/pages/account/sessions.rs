//! One's own sessions: where one is signed in, and how to end it.

use leptos::prelude::*;
use operations::{
    Failure,
    sessions::{self, SessionInfo},
};

use crate::{
    components::{hidden, ledger, tag::tag},
    forms::{Done, Form},
    visit::Visit,
    words::{AccountWords, fill},
};

/// The block with the table.
#[must_use]
pub(super) fn block(visit: &Visit, all: &[SessionInfo]) -> impl IntoView + use<> {
    let words = AccountWords::of(visit.lang);
    let rows = all.iter().map(|s| row(visit, s)).collect_view();
    let others = all.iter().any(|s| !s.current).then(|| {
        view! { <form method="post" action="/do/end-other-sessions"><button class="button small">{words.end_others}</button></form> }
    });
    let head = view! {
        <th scope="col">{words.browser}</th>
        <th scope="col">{words.address}</th>
        <th scope="col">{words.begun}</th>
        <th scope="col">{words.seen}</th>
        <th scope="col"><span class="visually-hidden">{words.actions}</span></th>
    };
    view! {
        <section class="block">
            <header><h2>{words.sessions}</h2>{others}</header>
            <p class="hint">{words.sessions_text}</p>
            {ledger(words.sessions, "middle", head, rows)}
        </section>
    }
}

fn row(visit: &Visit, session: &SessionInfo) -> impl IntoView + use<> {
    let words = AccountWords::of(visit.lang);
    let agent = session.user_agent.clone();
    let name = agent.as_deref().and_then(browser).unwrap_or_else(|| words.unknown_browser.to_owned());
    // The present one is ended by signing out.
    let action = if session.current {
        tag("success", words.current.to_owned()).into_any()
    } else {
        let label = fill(words.end_which, &[("name", &name)]);
        view! {
            <form method="post" action="/do/end-session">
                {hidden("session", session.public_id.clone())}
                <button class="button small" aria-label=label>{words.end}</button>
            </form>
        }
        .into_any()
    };
    view! {
        <tr>
            <th scope="row" title=agent>{name}</th>
            <td data-label=words.address class="mono">{session.address.clone().unwrap_or_else(|| "—".to_owned())}</td>
            <td data-label=words.begun class="nowrap"><time>{visit.minute(session.created_at)}</time></td>
            <td data-label=words.seen class="nowrap"><time>{visit.minute(session.seen_at)}</time></td>
            <td>{action}</td>
        </tr>
    }
}

/// `Firefox · Linux` of what a browser calls itself. Browsers name others after themselves, so the
/// first of these that it names is the one.
fn browser(agent: &str) -> Option<String> {
    const PROGRAMS: [(&str, &str); 8] = [
        ("MicroMessenger/", "WeChat"),
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
        ("Mozilla/", "Mozilla"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("HarmonyOS", "HarmonyOS"),
        ("Android", "Android"),
        ("iPhone", "iOS"),
        ("iPad", "iPadOS"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ];
    let first = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    match (first(&PROGRAMS), first(&SYSTEMS)) {
        (Some(program), Some(system)) => Some(format!("{program} · {system}")),
        (Some(only), None) | (None, Some(only)) => Some(only.to_owned()),
        (None, None) => None,
    }
}

/// Ends one of one's own sessions.
///
/// # Errors
/// `NotFound` when it is somebody else's, or has ended.
pub async fn end_session(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    sessions::end_own(&visit.office, visit.actor()?, form.get("session")).await?;
    Ok(Done::back().saying(AccountWords::of(visit.lang).ended))
}

/// Ends every session but the present one.
pub async fn end_other_sessions(visit: &Visit, _: &Form) -> Result<Done, Failure> {
    let keep = visit.session.as_deref().unwrap_or_default();
    let ended = sessions::end_others(&visit.office, visit.actor()?, keep).await?;
    let said = fill(AccountWords::of(visit.lang).ended_others, &[("n", &ended.to_string())]);
    Ok(Done::back().saying(said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_known_by_their_own_name() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0";
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1";
        assert_eq!(browser(edge).as_deref(), Some("Edge · Windows"));
        assert_eq!(browser(phone).as_deref(), Some("Safari · iOS"));
        assert_eq!(browser("curl/8.5").as_deref(), Some("curl"));
        assert_eq!(browser("???"), None);
    }
}
