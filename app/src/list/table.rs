//! The table of a list. Its rows are written as text: they are most of a page.

use leptos::prelude::*;
use operations::list::{Filter, Page};

use super::{
    address::Address,
    cells::{Cell, Seen},
    columns::Column,
    face::{Bulk, Face, Key},
    selection::FORM,
};
use crate::{components::markup::Markup, lang::Lang, visit::Visit, words::ListWords};

/// What a table is made of.
pub(super) struct Table<'a, R: 'static> {
    pub(super) visit: &'a Visit,
    pub(super) face: &'static Face<R>,
    pub(super) columns: &'a [&'static Column<R>],
    pub(super) density: &'static str,
    pub(super) filter: &'a Filter,
    pub(super) page: &'a Page<R>,
    pub(super) address: &'a Address,
    /// Rows can be chosen, for this.
    pub(super) bulk: Option<&'static Bulk<R>>,
}

impl<R> Table<'_, R> {
    /// The table in the frame that scrolls.
    pub(super) fn view(&self) -> impl IntoView + use<R> {
        let lang = self.visit.lang;
        let words = ListWords::of(lang);
        let caption = (self.face.title)(lang);
        let lead = head(&self.face.lead, lang, self.filter, self.address);
        let heads = self.columns.iter().map(|c| head(c, lang, self.filter, self.address)).collect_view();
        let check = self.bulk.map(|_| {
            view! { <th scope="col" class="check"><label><input type="checkbox" data-choose-page aria-label=words.choose_page autocomplete="off" hidden/></label></th> }
        });
        let actions = self
            .actions()
            .map(|_| view! { <th scope="col"><span class="visually-hidden">{words.actions}</span></th> });
        let class = if self.face.tall { "ledger top" } else { "ledger" };
        view! {
            <div class="table-wrap" data-density=self.density role="region" aria-label=caption tabindex="0">
                <table class=class>
                    <caption class="visually-hidden">{caption}</caption>
                    <thead><tr>{check}{lead}{heads}{actions}</tr></thead>
                    <tbody inner_html=self.rows()></tbody>
                </table>
            </div>
        }
    }

    /// What the visitor can do with a row.
    fn actions(&self) -> Option<Cell<R>> {
        self.face.actions.filter(|(need, _)| self.visit.may(*need)).map(|(_, cell)| cell)
    }

    fn rows(&self) -> String {
        let list = self.address.only_of(self.filter).query();
        let seen = Seen { visit: self.visit, list: &list };
        let words = ListWords::of(self.visit.lang);
        let mut out = Markup::with_capacity(self.page.rows.len() * 1_024);
        for row in &self.page.rows {
            match self.face.chosen {
                Some(is) if is(&seen, row) => out.raw("<tr class=\"chosen\">"),
                _ => out.raw("<tr>"),
            };
            if let Some(bulk) = self.bulk {
                out.raw("<td class=\"check\">");
                if let Some(key) = (bulk.key)(row, self.visit.lang) {
                    tick(&mut out, &key, words.choose);
                }
                out.raw("</td>");
            }
            out.raw("<th scope=\"row\"");
            open(&mut out, &self.face.lead, row);
            self.face.lead.write(&mut out, &seen, row);
            out.raw("</th>");
            for column in self.columns {
                out.raw("<td data-label=\"").text((column.word)(self.visit.lang)).raw("\"");
                open(&mut out, column, row);
                column.write(&mut out, &seen, row);
                out.raw("</td>");
            }
            if let Some(actions) = self.actions() {
                out.raw("<td class=\"row-actions\">");
                actions(&mut out, &seen, row);
                out.raw("</td>");
            }
            out.raw("</tr>");
        }
        out.finish()
    }
}

/// The box by which a row is chosen.
fn tick(out: &mut Markup, Key { value, name }: &Key, word: &str) {
    out.raw("<label><input type=\"checkbox\" name=\"row\" autocomplete=\"off\" form=\"").raw(FORM);
    out.raw("\" value=\"").text(value).raw("\" aria-label=\"").text(word).raw(" ").text(name);
    out.raw("\"></label>");
}

/// The rest of a cell's tag.
fn open<R>(out: &mut Markup, column: &Column<R>, row: &R) {
    if !column.class.is_empty() {
        out.raw(" class=\"").raw(column.class).raw("\"");
    }
    if let Some(full) = column.full {
        out.raw(" title=\"").text(full(row)).raw("\"");
    }
    out.raw(">");
}

/// A heading; one that sorts is a link.
fn head<R>(column: &Column<R>, lang: Lang, filter: &Filter, address: &Address) -> AnyView {
    let text = (column.word)(lang);
    let class = (column.class == "num").then_some("num");
    let Some((down, up)) = column.sort else {
        return view! { <th scope="col" class=class>{text}</th> }.into_any();
    };
    let (next, sorted) = match filter.sort.code {
        code if code == down => (up, Some("descending")),
        code if code == up => (down, Some("ascending")),
        _ => (down, None),
    };
    let usual = filter.list.sorts[0].code == next;
    let to = address.with_maybe("sort", (!usual).then(|| next.to_owned())).href();
    view! { <th scope="col" class=class aria-sort=sorted><a href=to>{text}</a></th> }.into_any()
}
