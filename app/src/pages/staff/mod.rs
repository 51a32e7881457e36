//! Who works here: the list, and beside it a form to add somebody or to manage one of them.

mod forms;
mod member;

pub use forms::{add, disable, enable, invite_again, set_grants, set_role};

use domain::access::{Operation, Role};
use leptos::prelude::*;
use operations::{
    Failure,
    products::{self, Product},
    staff::{self, Staff, StaffState},
};

use crate::{
    components::{Field, confirm, error_summary, field, hidden, ledger, page_head, select, tag::tag},
    lang::Lang,
    visit::{Page, Visit},
    words::{ShellWords, StaffWords, codes::Worded, fill},
};

const ADD: &str = "/do/add-staff";

/// The page. `?member=` names the one who is managed.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let actor = visit.actor()?;
    let all = staff::list(&visit.office, actor).await?;
    let wanted = visit.value("member").and_then(|id| id.parse::<i64>().ok());
    let manages = visit.may(Operation::ManageStaff);
    let member = wanted.filter(|_| manages).and_then(|id| all.iter().find(|s| s.id == id)).cloned();
    let products = match &member {
        Some(m) if m.role == Role::Support => products::list(&visit.office, actor).await?,
        _ => Vec::new(),
    };
    let visit = visit.clone();
    let title = ShellWords::of(visit.lang).staff;
    Ok(Page::new(title, move || body(&visit, &all, member.as_ref(), &products)))
}

fn body(visit: &Visit, all: &[Staff], member: Option<&Staff>, products: &[Product]) -> impl IntoView + use<> {
    let words = StaffWords::of(visit.lang);
    let note = fill(words.note, &[("n", &all.len().to_string())]);
    let roles = view! { <a class="button" href="/help#roles">{words.roles}</a> };
    let list = list(visit, all, member.map(|m| m.id));
    let content = if visit.may(Operation::ManageStaff) {
        let side = match member {
            Some(member) => member::panel(visit, member, products).into_any(),
            None => add_form(visit).into_any(),
        };
        view! { <div class="columns"><div class="col-main">{list}</div><aside class="col-side">{side}</aside></div> }
            .into_any()
    } else {
        list.into_any()
    };
    view! {
        {page_head(ShellWords::of(visit.lang).staff, None, Some(note), roles)}
        {error_summary(visit, ADD)}
        {content}
    }
}

fn list(visit: &Visit, all: &[Staff], chosen: Option<i64>) -> impl IntoView + use<> {
    let words = StaffWords::of(visit.lang);
    let rows = all.iter().map(|s| row(visit, s, chosen == Some(s.id))).collect_view();
    let actions = visit.may(Operation::ManageStaff).then(|| {
        view! { <th scope="col"><span class="visually-hidden">{words.actions}</span></th> }
    });
    let title = ShellWords::of(visit.lang).staff;
    let head = view! {
        <th scope="col">{words.name}</th>
        <th scope="col">{words.role}</th>
        <th scope="col">{words.state}</th>
        <th scope="col">{words.products}</th>
        <th scope="col">{words.last_sign_in}</th>
        {actions}
    };
    ledger(title, "default", head, rows)
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

fn row(visit: &Visit, member: &Staff, chosen: bool) -> impl IntoView + use<> {
    let words = StaffWords::of(visit.lang);
    let lang: Lang = visit.lang;
    let you = is_own(visit, member).then(|| view! { " "<small class="muted">{words.you}</small> });
    let last = match member.last_sign_in_at {
        Some(at) => view! { <time>{visit.minute(at)}</time> }.into_any(),
        None => "—".into_any(),
    };
    let products = if member.role == Role::Support {
        fill(words.products_count, &[("n", &member.products.len().to_string())])
    } else {
        words.products_all.to_owned()
    };
    let actions = visit.may(Operation::ManageStaff).then(|| row_actions(visit, member));
    view! {
        <tr class=chosen.then_some("chosen")>
            <th scope="row"><span class="stack"><span>{member.name.clone()}{you}</span><small>{member.account.clone()}</small></span></th>
            <td data-label=words.role>{member.role.words(lang)}</td>
            <td data-label=words.state>{tag(tone(member.state), member.state.words(lang).to_owned())}</td>
            <td data-label=words.products>{products}</td>
            <td data-label=words.last_sign_in class="nowrap">{last}</td>
            {actions}
        </tr>
    }
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
        <td class="row-actions">
            <a class="button small" href=href aria-label=fill(words.manage_who, &name)>{words.manage}</a>" "
            {standing}
        </td>
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
