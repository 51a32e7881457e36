//! What can be pressed and filled in.

use domain::{Problem, order::OrderState};
use leptos::prelude::*;

use crate::{
    components::{Field, confirm, error_summary, field, icon::icon, notice::notice, select},
    forms::Flash,
    islands::Upload,
    visit::Visit,
    words::{GalleryWords, ShellWords, codes::Worded},
};

const FORM: &str = "/_components";

pub(super) fn buttons(words: &'static GalleryWords) -> impl IntoView {
    view! {
        <div class="specimen">
            <button class="button primary" type="button">{words.primary}</button>
            <button class="button" type="button">{icon("export")}{words.ordinary}</button>
            <button class="button seal" type="button">{words.dialog_confirm}</button>
            <button class="button quiet" type="button">{words.quiet}</button>
            <button class="button small" type="button">{words.small}</button>
            <button class="button small" type="button" aria-pressed="true">{words.pressed}</button>
            <button class="button" type="button" disabled>{words.disabled}</button>
            <button class="button primary" type="button" aria-busy="true">{words.busy}</button>
            <button class="icon-button" type="button" aria-label=words.search>{icon("search")}</button>
            <details class="menu" name="menus">
                <summary class="button small">{words.menu}</summary>
                <div class="menu-body"><a href="#tabs" aria-current="true">{words.first_choice}</a><a href="#tabs">{words.second_choice}</a></div>
            </details>
        </div>
    }
}

/// A form as it comes back when it was refused.
pub(super) fn form(visit: &Visit) -> impl IntoView + use<> {
    let words = GalleryWords::of(visit.lang);
    let problems = vec![
        Problem::NotAnAmount { value: "12,5o".to_owned() }.of("amount"),
        Problem::NotAMailAddress { value: "li.example".to_owned() }.of("mail"),
    ];
    let entered = [("amount", "12,5o"), ("mail", "li.example")].map(|(n, v)| (n.to_owned(), v.to_owned()));
    let flash = Flash { form: FORM.to_owned(), problems, entered: entered.to_vec(), ..Flash::default() };
    let visit = Visit { flash: Some(flash), ..visit.clone() };
    let currencies = ["CNY", "USD"].map(|code| (code.to_owned(), code.to_owned())).to_vec();
    let amount = Field::text("amount", words.amount).hint(words.amount_hint).keyboard("decimal");
    view! {
        <form class="form" method="get" action=FORM novalidate>
            {error_summary(&visit, FORM)}
            <div class="pair">
                {field(&visit, FORM, amount)}
                {select(&visit, FORM, "currency", words.currency, currencies, "CNY")}
            </div>
            {field(&visit, FORM, Field::text("mail", words.mail).kind("email"))}
            <div class="field"><label for="f-remark">{words.remark}</label><textarea id="f-remark" name="remark" rows="2"></textarea></div>
            <label class="choice"><input type="checkbox" name="agree" value="1"/><span>{words.agree}<small class="hint">{words.agree_hint}</small></span></label>
            <div class="form-actions">
                <button class="button primary">{ShellWords::of(visit.lang).save}</button>
                <a class="button" href=FORM>{ShellWords::of(visit.lang).cancel}</a>
            </div>
        </form>
    }
}

pub(super) fn tabs(visit: &Visit) -> impl IntoView + use<> {
    let words = GalleryWords::of(visit.lang);
    let rest = OrderState::ALL
        .iter()
        .zip(["12", "86", "10,000+", "0"])
        .map(|(state, count)| view! { <a href="#tabs">{state.words(visit.lang)}" "<span class="count">{count}</span></a> })
        .collect_view();
    let all = ShellWords::of(visit.lang).all;
    view! { <nav class="tabs" id="tabs" aria-label=words.tabs><a href="#tabs" aria-current="page">{all}" "<span class="count">"10,000+"</span></a>{rest}</nav> }
}

pub(super) fn filters(visit: &Visit) -> impl IntoView + use<> {
    let words = GalleryWords::of(visit.lang);
    let states = OrderState::ALL
        .iter()
        .map(|s| view! { <option value=s.code()>{s.words(visit.lang)}</option> })
        .collect_view();
    let remove = format!("{}: {}: {}", words.remove, words.customer, words.example);
    view! {
        <form class="filters" method="get" action=FORM role="search" aria-label=words.filters>
            <div class="field search"><label for="g-q">{words.search}</label><input id="g-q" type="search" name="q" data-key="search"/></div>
            <div class="field"><label for="g-state">{words.state}</label><select id="g-state" name="state"><option value="">{words.any}</option>{states}</select></div>
            <div class="field range">
                <label for="g-from">{words.created}</label>
                <input id="g-from" type="date" name="from" aria-label=format!("{} {}", words.created, words.from)/>
                <span>"–"</span>
                <input type="date" name="to" aria-label=format!("{} {}", words.created, words.to)/>
            </div>
            <details class="more-filters">
                <summary>{words.more}</summary>
                <div><div class="field"><label for="g-customer">{words.customer}</label><input id="g-customer" name="customer" value=words.example/></div></div>
            </details>
            <div class="filter-actions">
                <button class="button primary">{words.query}</button>
                <a class="button quiet" href=FORM>{words.reset}</a>
            </div>
        </form>
        <ul class="chips">
            <li><a class="chip" href=FORM aria-label=remove>{words.customer}": "{words.example}" "<span aria-hidden="true">"×"</span></a></li>
            <li><a class="clear" href=FORM>{words.clear}</a></li>
        </ul>
    }
}

pub(super) fn dialog(visit: &Visit) -> impl IntoView + use<> {
    let words = GalleryWords::of(visit.lang);
    let form = view! { <form method="get" action=FORM><button class="button seal">{words.dialog_confirm}</button></form> };
    let (title, text) = (words.dialog_title.to_owned(), words.dialog_text.to_owned());
    let cancel = ShellWords::of(visit.lang).cancel;
    view! { <div class="specimen">{confirm("g-confirm", words.dialog_open, title, text, form.into_any(), cancel)}</div> }
}

pub(super) fn notices(words: &'static GalleryWords) -> impl IntoView {
    let tones = [
        ("info", words.info),
        ("success", words.success),
        ("warning", words.warning),
        ("danger", words.danger),
    ]
    .map(|(tone, word)| notice(tone, view! { <p><strong>{word}</strong>" "{words.notice_text}</p> }))
    .collect_view();
    view! {
        {tones}
        {notice("warning", view! { <p>{words.secret_text}" "<code class="secret">"ch_7Qm…"</code></p> })}
        <div class="specimen"><div class="toast" data-tone="success">{words.toast_text}</div></div>
    }
}

pub(super) fn upload(visit: &Visit) -> impl IntoView + use<> {
    let words = GalleryWords::of(visit.lang);
    view! {
        <Upload lang=visit.lang action="/imports".to_owned() accept=".csv,.xlsx".to_owned() button=words.upload_button.to_owned()>""</Upload>
        <div class="progress"><progress max="100" value="42" aria-label=words.progress></progress><span>{words.progress}" 42 %"</span></div>
    }
}
