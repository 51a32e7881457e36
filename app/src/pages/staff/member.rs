//! What an owner does for one member of staff: role, products, a new link.

use domain::access::Role;
use leptos::prelude::*;
use operations::{
    products::Choice,
    staff::{Staff, StaffState},
};

use crate::{
    components::{fact, facts, hidden, select},
    visit::Visit,
    words::{ShellWords, StaffWords},
};

/// The panel beside the list.
#[must_use]
pub(super) fn panel(visit: &Visit, member: &Staff, products: &[Choice]) -> impl IntoView + use<> {
    let words = StaffWords::of(visit.lang);
    let shell = ShellWords::of(visit.lang);
    let grants = (member.role == Role::Support).then(|| grants(visit, member, products));
    let link = (member.state != StaffState::Disabled).then(|| link(visit, member));
    view! {
        <section class="block" id="member" tabindex="-1" aria-labelledby="member-name">
            <header><h2 id="member-name">{member.name.clone()}</h2><a href="/staff">{shell.close}</a></header>
            {facts(view! {
                {fact(words.account, member.account.clone())}
                {fact(words.since, visit.minute(member.created_at))}
            })}
        </section>
        {role(visit, member)}
        {grants}
        {link}
    }
}

fn role(visit: &Visit, member: &Staff) -> impl IntoView + use<> {
    let words = StaffWords::of(visit.lang);
    let form = "/do/set-role";
    view! {
        <section class="block">
            <h2>{words.set_role}</h2>
            <form class="form" method="post" action=form>
                {hidden("id", member.id.to_string())}
                {select(visit, form, "role", words.role, super::roles(visit.lang), member.role.code())}
                <div class="actions"><button class="button">{words.set_role}</button></div>
            </form>
        </section>
    }
}

fn grants(visit: &Visit, member: &Staff, products: &[Choice]) -> impl IntoView + use<> {
    let words = StaffWords::of(visit.lang);
    let boxes = products
        .iter()
        .map(|p| {
            let granted = member.products.contains(&p.id);
            let (name, code) = (p.name.clone(), p.code.clone());
            view! {
                <label class="choice">
                    <input type="checkbox" name="product" value=p.id.to_string() checked=granted/>
                    <span>{name}<small class="hint">{code}</small></span>
                </label>
            }
        })
        .collect_view();
    let content = if products.is_empty() {
        view! { <p class="muted">{words.grants_none}</p> }.into_any()
    } else {
        view! {
            <form class="form" method="post" action="/do/set-grants">
                {hidden("id", member.id.to_string())}
                <fieldset class="field">
                    <legend>{words.grants_text}</legend>
                    <input type="search" data-narrows hidden placeholder=words.grants_find aria-label=words.grants_find autocomplete="off"/>
                    <div class="choice-list">{boxes}</div>
                </fieldset>
                <div class="actions"><button class="button">{words.set_grants}</button></div>
            </form>
        }
        .into_any()
    };
    view! { <section class="block"><h2>{words.grants}</h2>{content}</section> }
}

fn link(visit: &Visit, member: &Staff) -> impl IntoView + use<> {
    let words = StaffWords::of(visit.lang);
    view! {
        <section class="block">
            <h2>{words.link}</h2>
            <form class="form" method="post" action="/do/invite-again">
                <p class="hint">{words.link_text}</p>
                {hidden("id", member.id.to_string())}
                <div class="actions"><button class="button">{words.link_button}</button></div>
            </form>
        </section>
    }
}
