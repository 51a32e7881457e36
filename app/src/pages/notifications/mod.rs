//! What one was told, newest first: each leads to the thing, and is marked as read.

mod row;

pub(crate) use row::called;

use leptos::{nonce::use_nonce, prelude::*};
use operations::{
    Failure,
    list::Page as Rows,
    notifications::{self, LIST, Notification, Which},
    tickets::Answer,
};

use crate::{
    components::{empty, hidden, page_head},
    forms::{Done, Form},
    lang::Lang,
    list::{Address, filter_of, pager, tabs},
    visit::{Page, Visit},
    words::{NotificationWords, fill},
};

const PATH: &str = "/notifications";

/// Nicer with a script: what one opens is marked as read.
const SCRIPT: &str = include_str!("opened.js");

/// The page.
///
/// # Errors
/// What the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let (filter, _) = filter_of(visit, &LIST);
    let page = notifications::list(&visit.office, visit.actor()?, &filter).await?;
    let address = Address::of(PATH, &filter);
    let words = NotificationWords::of(visit.lang);
    let visit = visit.clone();
    Ok(Page::new(words.title, move || {
        let tab = filter.codes("unread");
        let total = fill(words.total, &[("n", &crate::list::count_text(page.counts.of(tab)))]);
        let is_unread_tab = tab == [Answer::Yes.code()];
        let rows = if page.rows.is_empty() {
            nothing(is_unread_tab, words).into_any()
        } else {
            shown(&visit, &page).into_any()
        };
        view! {
            {page_head(words.title, None, Some(words.kept.to_owned()), actions(&visit, &page))}
            <div class="list">
                {tabs(visit.lang, &filter, &page.counts, &address, word)}
                {rows}
                {(!page.rows.is_empty()).then(|| pager(visit.lang, &filter, &page, &address, Some(total)))}
            </div>
        }
    }))
}

fn word(_: &str, value: &str, lang: Lang) -> String {
    let words = NotificationWords::of(lang);
    let unread = Answer::from_code(value) == Some(Answer::Yes);
    if unread { words.unread } else { words.read }.to_owned()
}

fn shown(visit: &Visit, page: &Rows<Notification>) -> impl IntoView + use<> {
    let rows = page.rows.iter().map(|one| row::row(visit, one)).collect_view();
    view! {
        <ol class="notifications">{rows}</ol>
        <script nonce=use_nonce()>{SCRIPT}</script>
    }
}

fn nothing(is_unread_tab: bool, words: &'static NotificationWords) -> impl IntoView + use<> {
    if is_unread_tab {
        empty("bell", words.empty_title, words.empty_text, Some((PATH.to_owned(), words.show_all))).into_any()
    } else {
        empty("bell", words.none_title, words.empty_text, None).into_any()
    }
}

/// Marks all as read that were there when the page was made; and the way to what one is told of.
fn actions(visit: &Visit, page: &Rows<Notification>) -> impl IntoView + use<> {
    let words = NotificationWords::of(visit.lang);
    let newest = page.rows.iter().map(|one| one.id).max().unwrap_or_default();
    let all = (visit.unread > 0 && newest > 0).then(|| {
        let upto = if page.previous.is_none() { newest } else { i64::MAX };
        view! {
            <form method="post" action="/do/read-notifications">
                {hidden("upto", upto.to_string())}
                <button class="button primary">{words.mark_all}</button>
            </form>
        }
    });
    view! { {all}<a class="button" href="/account/notifications">{words.choose}</a> }
}

/// Marks one as read.
///
/// # Errors
/// A problem with `id`.
pub async fn mark(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let which = Which::These(vec![form.number("id")?]);
    notifications::mark_read(&visit.office, visit.actor()?, &which).await?;
    Ok(Done::back())
}

/// Marks all as read.
///
/// # Errors
/// A problem with `upto`.
pub async fn mark_all(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let which = Which::Upto(form.number("upto")?);
    let marked = notifications::mark_read(&visit.office, visit.actor()?, &which).await?;
    let said = fill(NotificationWords::of(visit.lang).marked_all, &[("n", &marked.to_string())]);
    Ok(Done::back().saying(said))
}
