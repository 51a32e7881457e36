//! API tokens: for programs, with a role, a name and an expiry.

use domain::{
    Problem,
    access::{Operation, Role},
    text,
};
use leptos::prelude::*;
use operations::{
    Failure,
    tokens::{self, LIST, MOST_DAYS, Token, TokenState},
};

use crate::{
    components::{Field, beside, confirm, error_summary, field, hidden, page_head, select},
    forms::{Done, Form},
    list::{Bulk, BulkWords, Column, Face, Key, ListPage, cells},
    visit::{Page, Visit},
    words::{
        ShellWords, TokenWords,
        codes::{Worded, worded},
        fill,
        journal::actor_name,
    },
};

const CREATE: &str = "/do/create-token";

type Col = Column<Token>;

pub(super) static FACE: Face<Token> = Face {
    list: &LIST,
    path: "/tokens",
    icon: "key",
    title: |lang| ShellWords::of(lang).tokens,
    words: TokenWords::noun,
    word: |field, value, lang| match field {
        "role" => worded(value, Role::from_code, lang),
        "state" => worded(value, TokenState::from_code, lang),
        _ => value.to_owned(),
    },
    front: 3,
    lead: Col::new(
        "name",
        |lang| TokenWords::of(lang).name,
        |out, _, token| {
            out.raw("<span class=\"stack\"><span>").text(&token.name).raw("</span><small class=\"mono\">…");
            out.text(&token.hint).raw("</small></span>");
        },
    ),
    columns: &[
        Col::words("role", |lang| TokenWords::of(lang).role, |token, lang| token.role.words(lang).to_owned()),
        Col::tag(
            "state",
            |lang| TokenWords::of(lang).state,
            |token, lang| (tone(token.state), token.state.words(lang).to_owned()),
        ),
        Col::new(
            "created",
            |lang| TokenWords::of(lang).made,
            |out, seen, token| {
                let name = actor_name(&token.created_by, seen.lang());
                let by = fill(TokenWords::of(seen.lang()).made_by, &[("name", name)]);
                out.raw("<span class=\"stack\">");
                cells::time(out, seen, token.created_at);
                out.raw("<small>").text(&by).raw("</small></span>");
            },
        )
        .sort("-created", "created"),
        Col::time("expires", |lang| TokenWords::of(lang).expires, |token| Some(token.expires_at))
            .sort("-expires", "expires"),
        Col::time("used", |lang| TokenWords::of(lang).used, |token| token.last_used_at),
    ],
    actions: Some((Operation::ManageTokens, |out, seen, token| {
        if token.state == TokenState::Active {
            out.view(revoke_button(seen.visit, token));
        }
    })),
    chosen: None,
    bulks: &[Bulk {
        form: "/do/revoke-tokens",
        need: Operation::ManageTokens,
        key: |token, _| Some(Key { value: token.id.to_string(), name: token.name.clone() }),
        class: "seal",
        words: |lang| {
            let words = TokenWords::of(lang);
            BulkWords {
                button: words.revoke,
                title: words.revoke_many_title,
                text: words.revoke_many_text,
                confirm: words.revoke_confirm,
                reason: None,
                choice: None,
            }
        },
    }],
    ticks: &[],
    tall: false,
};

const fn tone(state: TokenState) -> &'static str {
    match state {
        TokenState::Active => "success",
        TokenState::Expired => "warning",
        TokenState::Revoked => "neutral",
    }
}

/// The page.
///
/// # Errors
/// What the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let list = ListPage::read(visit, &FACE, tokens::list).await?;
    Ok(Page::new(list.title(), move || {
        let visit = &list.visit;
        let words = TokenWords::of(visit.lang);
        let api = view! { <a class="button" href="/api/v1/openapi.json">{words.api}</a> };
        let side = visit.may(Operation::ManageTokens).then(|| create_form(visit).into_any());
        view! {
            {page_head(list.title(), None, list.total(), api)}
            {error_summary(visit, CREATE)}
            {list.filters()}
            {beside(list.body().into_any(), side)}
        }
    }))
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
