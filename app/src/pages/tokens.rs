//! API tokens: for programs, with a role, a name and an expiry.

use domain::{
    Problem,
    access::{Operation, Role},
    text,
};
use leptos::prelude::*;
use operations::{
    Failure,
    tokens::{self, MOST_DAYS, Token},
};

use crate::{
    components::{Field, confirm, empty, error_summary, field, hidden, ledger, page_head, select, tag::tag},
    forms::{Done, Form},
    visit::{Page, Visit},
    words::{ShellWords, TokenWords, codes::Worded, fill, journal::actor_name},
};

const CREATE: &str = "/do/create-token";

pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let all = tokens::list(&visit.office, visit.actor()?).await?;
    let visit = visit.clone();
    Ok(Page::new(ShellWords::of(visit.lang).tokens, move || body(&visit, &all)))
}

fn body(visit: &Visit, all: &[Token]) -> impl IntoView + use<> {
    let words = TokenWords::of(visit.lang);
    let list = if all.is_empty() {
        empty("key", words.empty_title, words.empty_text, None).into_any()
    } else {
        table(visit, all).into_any()
    };
    let content = if visit.may(Operation::ManageTokens) {
        view! { <div class="columns"><div class="col-main">{list}</div><aside class="col-side">{create_form(visit)}</aside></div> }
            .into_any()
    } else {
        list
    };
    let api = view! { <a class="button" href="/api/v1/openapi.json">{words.api}</a> };
    view! {
        {page_head(ShellWords::of(visit.lang).tokens, None, None, api)}
        {error_summary(visit, CREATE)}
        {content}
    }
}

fn create_form(visit: &Visit) -> impl IntoView + use<> {
    let words = TokenWords::of(visit.lang);
    let roles = Role::ALL.iter().map(|r| (r.code().to_owned(), r.words(visit.lang).to_owned())).collect();
    let name = Field::text("name", words.name).hint(words.name_hint).complete("off");
    let days = Field::text("days", words.days).hint(words.days_hint).keyboard("numeric").value("365");
    view! {
        <section class="block">
            <h2>{words.create}</h2>
            <form class="form" method="post" action=CREATE novalidate>
                <p class="hint">{words.role_text}</p>
                {field(visit, CREATE, name)}
                {select(visit, CREATE, "role", words.role, roles, Role::Auditor.code())}
                {field(visit, CREATE, days)}
                <div class="form-actions"><button class="button primary">{words.create}</button></div>
            </form>
        </section>
    }
}

fn table(visit: &Visit, all: &[Token]) -> impl IntoView + use<> {
    let words = TokenWords::of(visit.lang);
    let title = ShellWords::of(visit.lang).tokens;
    let manages = visit.may(Operation::ManageTokens);
    let rows = all.iter().map(|t| row(visit, t, manages)).collect_view();
    let actions =
        manages.then(|| view! { <th scope="col"><span class="visually-hidden">{words.actions}</span></th> });
    let head = view! {
        <th scope="col">{words.name}</th>
        <th scope="col">{words.role}</th>
        <th scope="col">{words.state}</th>
        <th scope="col">{words.made}</th>
        <th scope="col">{words.expires}</th>
        <th scope="col">{words.used}</th>
        {actions}
    };
    ledger(title, "default", head, rows)
}

fn row(visit: &Visit, token: &Token, manages: bool) -> impl IntoView + use<> {
    let words = TokenWords::of(visit.lang);
    let over = token.expires_at <= visit.office.clock.millis();
    let (tone, state) = match (token.revoked_at, over) {
        (Some(_), _) => ("neutral", words.revoked),
        (None, true) => ("warning", words.expired),
        (None, false) => ("success", words.active),
    };
    let used = match token.last_used_at {
        Some(at) => view! { <time>{visit.minute(at)}</time> }.into_any(),
        None => "—".into_any(),
    };
    let hint = format!("…{}", token.hint);
    let by = fill(words.made_by, &[("name", actor_name(&token.created_by, visit.lang))]);
    let actions = manages.then(|| {
        let revoke = (token.revoked_at.is_none() && !over).then(|| revoke_button(visit, token));
        view! { <td class="row-actions">{revoke}</td> }
    });
    view! {
        <tr>
            <th scope="row"><span class="stack"><span>{token.name.clone()}</span><small class="mono">{hint}</small></span></th>
            <td data-label=words.role>{token.role.words(visit.lang)}</td>
            <td data-label=words.state>{tag(tone, state.to_owned())}</td>
            <td data-label=words.made><span class="stack"><time>{visit.minute(token.created_at)}</time><small>{by}</small></span></td>
            <td data-label=words.expires class="nowrap"><time>{visit.minute(token.expires_at)}</time></td>
            <td data-label=words.used class="nowrap">{used}</td>
            {actions}
        </tr>
    }
}

fn revoke_button(visit: &Visit, token: &Token) -> impl IntoView + use<> {
    let words = TokenWords::of(visit.lang);
    let form = view! {
        <form method="post" action="/do/revoke-token">
            {hidden("id", token.id.to_string())}<button class="button seal">{words.revoke_confirm}</button>
        </form>
    };
    let title = fill(words.revoke_title, &[("name", &token.name)]);
    let text = fill(words.revoke_text, &[("hint", &token.hint)]);
    let close = ShellWords::of(visit.lang).cancel;
    confirm(&format!("revoke-{}", token.id), words.revoke, title, text, form.into_any(), close)
}

/// Creates a token, and shows its secret once.
///
/// # Errors
/// A problem with a field.
pub async fn create(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let (name, given) = (form.get("name"), text::plain(form.get("days")));
    let role = Role::parse(form.get("role")).map_err(|p| p.of("role"))?;
    let days: u32 = given.parse().map_err(|_| {
        // The operation never sees the days, so the name is looked at here: all problems at once.
        let value = given.chars().take(40).collect();
        let days = Problem::NotANumber { value, least: 1, most: i64::from(MOST_DAYS) }.of("days");
        let name = name.trim().is_empty().then(|| Problem::Missing.of("name"));
        Failure::Invalid(name.into_iter().chain([days]).collect())
    })?;
    let (_, secret) = tokens::create(&visit.office, visit.actor()?, name, role, days).await?;
    Ok(Done::back().saying(TokenWords::of(visit.lang).created_done).showing(secret))
}

/// Revokes a token.
///
/// # Errors
/// `NotFound`.
pub async fn revoke(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    tokens::revoke(&visit.office, visit.actor()?, form.number("id")?).await?;
    Ok(Done::back().saying(TokenWords::of(visit.lang).revoked_done))
}
