//! Who works here: the list, and beside it a form to add somebody or to manage one of them.

mod forms;
mod member;

pub use forms::{add, disable, enable, invite_again, set_grants, set_role};

use domain::access::{Operation, Role};
use leptos::prelude::*;
use operations::{
    Failure, products,
    staff::{self, LIST, Staff, StaffState},
};

use crate::{
    components::{Field, beside, confirm, error_summary, field, hidden, markup::Markup, page_head, select},
    lang::Lang,
    list::{Column, Face, ListPage, Seen},
    visit::{Page, Visit},
    words::{
        NounWords, ShellWords, StaffWords,
        codes::{Worded, worded},
        fill,
    },
};

const ADD: &str = "/do/add-staff";

type Col = Column<Staff>;

pub(super) static FACE: Face<Staff> = Face {
    list: &LIST,
    path: "/staff",
    icon: "staff",
    title: |lang| ShellWords::of(lang).staff,
    words: |lang| {
        let words = StaffWords::of(lang);
        NounWords {
            total: words.note,
            search_hint: words.search_hint,
            empty_title: words.none_title,
            empty_text: words.add_text,
            none_title: words.none_title,
        }
    },
    word: |field, value, lang| match field {
        "role" => worded(value, Role::from_code, lang),
        "state" => worded(value, StaffState::from_code, lang),
        _ => value.to_owned(),
    },
    front: 3,
    lead: Col::new("name", |lang| StaffWords::of(lang).name, name),
    columns: &[
        Col::words(
            "role",
            |lang| StaffWords::of(lang).role,
            |member, lang| member.role.words(lang).to_owned(),
        ),
        Col::tag(
            "state",
            |lang| StaffWords::of(lang).state,
            |member, lang| (tone(member.state), member.state.words(lang).to_owned()),
        ),
        Col::new("products", |lang| StaffWords::of(lang).products, products_cell),
        Col::time("signed_in", |lang| StaffWords::of(lang).last_sign_in, |member| member.last_sign_in_at),
        Col::time("created", |lang| StaffWords::of(lang).since, |member| Some(member.created_at))
            .sort("-created", "created")
            .seldom(),
    ],
    actions: Some((Operation::ManageStaff, |out, seen, member| {
        out.view(row_actions(seen.visit, member));
    })),
    chosen: Some(|seen, member| wanted(seen.visit) == Some(member.id)),
    bulks: &[],
    ticks: &[],
    tall: false,
};

fn name(out: &mut Markup, seen: &Seen<'_>, member: &Staff) {
    out.raw("<span class=\"stack\"><span>").text(&member.name);
    if is_own(seen.visit, member) {
        out.raw(" <small class=\"muted\">").text(StaffWords::of(seen.lang()).you).raw("</small>");
    }
    out.raw("</span><small>").text(&member.account).raw("</small></span>");
}

fn products_cell(out: &mut Markup, seen: &Seen<'_>, member: &Staff) {
    let words = StaffWords::of(seen.lang());
    if member.role == Role::Support {
        out.text(&fill(words.products_count, &[("n", &member.products.len().to_string())]));
    } else {
        out.text(words.products_all);
    }
}

/// Who is managed beside the list: `?member=`.
fn wanted(visit: &Visit) -> Option<i64> {
    let id = visit.value("member").and_then(|id| id.parse().ok());
    id.filter(|_| visit.may(Operation::ManageStaff))
}

/// The page.
///
/// # Errors
/// What the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let list = ListPage::read(visit, &FACE, staff::list).await?;
    let actor = visit.actor()?;
    let member = match wanted(visit) {
        Some(id) => staff::get(&visit.office, actor, id).await.ok(),
        None => None,
    };
    let products = match &member {
        Some(m) if m.role == Role::Support => products::all(&visit.office, actor).await?,
        _ => Vec::new(),
    };
    Ok(Page::new(list.title(), move || {
        let visit = &list.visit;
        let words = StaffWords::of(visit.lang);
        let roles = view! { <a class="button" href="/help#roles">{words.roles}</a> };
        let side = visit.may(Operation::ManageStaff).then(|| match &member {
            Some(member) => member::panel(visit, member, &products).into_any(),
            None => add_form(visit).into_any(),
        });
        view! {
            {page_head(list.title(), None, list.total(), roles)}
            {error_summary(visit, ADD)}
            {list.filters()}
            {beside(list.body().into_any(), side)}
        }
    }))
}

const fn tone(state: StaffState) -> &'static str {
    match state {
        StaffState::Invited => "warning",
        StaffState::Active => "success",
        StaffState::Disabled => "neutral",
    }
}

fn is_own(visit: &Visit, member: &Staff) -> bool {
    visit.actor.as_ref().and_then(domain::access::Actor::staff_id) == Some(member.id)
}

fn row_actions(visit: &Visit, member: &Staff) -> impl IntoView + use<> {
    let words = StaffWords::of(visit.lang);
    let name = [("name", member.name.as_str())];
    let href = format!("/staff?member={}#member", member.id);
    let id = hidden("id", member.id.to_string());
    let standing = match member.state {
        StaffState::Disabled => Some(
            view! {
                <form method="post" action="/do/enable-staff">{id}<button class="button small" aria-label=fill(words.enable_who, &name)>{words.enable}</button></form>
            }
            .into_any(),
        ),
        // Somebody else does that, so that nobody locks themselves out by a slip.
        _ if is_own(visit, member) => None,
        _ => {
            let form = view! { <form method="post" action="/do/disable-staff">{id}<button class="button seal">{words.disable_confirm}</button></form> };
            let text = fill(words.disable_text, &[("account", &member.account)]);
            let close = ShellWords::of(visit.lang).cancel;
            let question = format!("disable-{}", member.id);
            let title = fill(words.disable_title, &name);
            Some(confirm(&question, words.disable, title, text, form.into_any(), close).into_any())
        }
    };
    view! {
        <a class="button small" href=href aria-label=fill(words.manage_who, &name)>{words.manage}</a>" "
        {standing}
    }
}

/// Every role with its words, for a choice.
fn roles(lang: Lang) -> Vec<(String, String)> {
    Role::ALL.iter().map(|r| (r.code().to_owned(), r.words(lang).to_owned())).collect()
}

fn add_form(visit: &Visit) -> impl IntoView + use<> {
    let words = StaffWords::of(visit.lang);
    let shell = ShellWords::of(visit.lang);
    view! {
        <section class="block">
            <h2>{words.add}</h2>
            <form class="form" method="post" action=ADD novalidate>
                <p class="hint">{words.add_text}</p>
                {field(visit, ADD, Field::text("account", shell.mail).kind("email").complete("off"))}
                {field(visit, ADD, Field::text("name", shell.name).complete("off"))}
                {select(visit, ADD, "role", words.role, roles(visit.lang), Role::Operations.code())}
                <div class="form-actions"><button class="button primary">{words.add}</button></div>
            </form>
        </section>
    }
}
