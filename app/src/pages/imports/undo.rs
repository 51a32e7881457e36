//! Undoing an import: what it would do or what stands in the way, and the button.

use domain::{access::Operation, money::thousands};
use leptos::prelude::*;
use operations::{
    Failure,
    imports::{self, Foresight, Import, InTheWay},
};

use crate::{
    components::{block, hidden, ledger, notice::notice, page_head},
    forms::{Done, Form},
    visit::{Page, Visit},
    words::{
        ShellWords, UndoWords,
        codes::Worded,
        fill,
        undo::{refused, which},
    },
};

const UNDO: &str = "/do/undo-import";

/// The way to the page that asks; nothing for an import that is not to be undone.
pub(super) fn button(visit: &Visit, import: &Import) -> Option<impl IntoView + use<>> {
    let may = visit.may(Operation::UndoImport) && import.can_be_undone();
    may.then(|| view! { <a class="button" href=format!("/imports/{}/undo", import.id)>{UndoWords::of(visit.lang).undo}</a> })
}

/// The page.
///
/// # Errors
/// `NotFound`.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let (actor, id) = (visit.actor()?, visit.row("id")?);
    let import = imports::get(&visit.office, actor, id).await?;
    let foreseen = match imports::undo_dry_run(&visit.office, actor, id).await {
        Ok(foreseen) => Ok(foreseen),
        Err(Failure::Import(why)) => Err(refused(&why, visit.lang)),
        Err(failure) => return Err(failure),
    };
    let title = fill(UndoWords::of(visit.lang).title, &[("file", &import.file_name)]);
    let visit = visit.clone();
    Ok(Page::new(&title.clone(), move || body(&visit, title, &import, foreseen)))
}

fn body(
    visit: &Visit,
    title: String,
    import: &Import,
    foreseen: Result<Foresight, String>,
) -> impl IntoView + use<> {
    let words = UndoWords::of(visit.lang);
    let main = match foreseen {
        Err(why) => {
            notice("warning", view! { <div><strong>{words.cannot}</strong><p>{why}</p></div> }).into_any()
        }
        Ok(foreseen) if foreseen.way.count > 0 => in_the_way(visit, &foreseen).into_any(),
        Ok(foreseen) => question(visit, import.id, &foreseen).into_any(),
    };
    let back = Some((format!("/imports/{}", import.id), words.back));
    view! { {page_head(title, back, None, ())}{main} }
}

fn question(visit: &Visit, id: i64, foreseen: &Foresight) -> impl IntoView + use<> {
    let words = UndoWords::of(visit.lang);
    let figure = |name: &'static str, n: i64| {
        view! { <div><dt>{name}</dt><dd>{thousands(n.unsigned_abs())}</dd></div> }
    };
    let figures = view! {
        <dl class="figures">
            {figure(words.withdrawn, foreseen.withdrawn)}
            {figure(words.put_back, foreseen.put_back)}
        </dl>
    };
    let nothing = (foreseen.withdrawn + foreseen.put_back == 0).then(|| view! { <p>{words.nothing}</p> });
    let form = view! {
        <form class="form" method="post" action=UNDO>
            {hidden("id", id.to_string())}
            {nothing}
            <p>{words.text}</p>
            <p class="actions">
                <button class="button seal">{words.confirm}</button>" "
                <a class="button" href=format!("/imports/{id}")>{ShellWords::of(visit.lang).cancel}</a>
            </p>
        </form>
    };
    block(words.would_do, view! { {figures}{form} })
}

fn in_the_way(visit: &Visit, foreseen: &Foresight) -> impl IntoView + use<> {
    let words = UndoWords::of(visit.lang);
    let (n, shown) = (foreseen.way.count, foreseen.way.first.len());
    let n = thousands(n as u64);
    let title = fill(words.in_way_title, &[("n", &n)]);
    let said = view! { <div><strong>{title}</strong><p>{words.in_way_text}</p></div> };
    let heading = if foreseen.way.count > shown {
        fill(words.in_way_first, &[("shown", &shown.to_string()), ("n", &n)])
    } else {
        words.in_way_list.to_owned()
    };
    view! { {notice("danger", said)}{orders(visit, heading, &foreseen.way.first)} }
}

/// Orders that stand in the way, or that were left, with the reason.
pub(super) fn orders(visit: &Visit, title: String, orders: &[InTheWay]) -> impl IntoView + use<> {
    let words = UndoWords::of(visit.lang);
    let lang = visit.lang;
    let rows = orders
        .iter()
        .map(|one| {
            let which = which(one).map(|(which, link)| match link {
                Some(link) => view! { " "<a href=link>"#"{which}</a> }.into_any(),
                None => view! { " "<span class="mono">{which}</span> }.into_any(),
            });
            let order_no = one.order_no.clone();
            view! {
                <tr>
                    <th scope="row" class="mono"><a href=format!("/orders/{order_no}")>{order_no.clone()}</a></th>
                    <td data-label=words.reason>{one.why.words(lang)}{which}</td>
                </tr>
            }
        })
        .collect_view();
    let head = view! { <th scope="col">{words.order}</th><th scope="col">{words.reason}</th> };
    let table = ledger(title.clone(), "", head, rows);
    view! { <section class="block"><h2>{title}</h2>{table}</section> }
}

/// Undoes an import.
///
/// # Errors
/// `NotFound`; a conflict when it cannot be undone, or something stands in the way.
pub async fn undo(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let id = form.number("id")?;
    imports::undo(&visit.office, visit.actor()?, id).await?;
    Ok(Done::to(format!("/imports/{id}")).saying(UndoWords::of(visit.lang).begun))
}
