//! The files of a form on their way: three at a time, and what follows when all are there.

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement, XmlHttpRequest};

use super::{
    files::{Files, reload},
    row::{Row, State},
    tus::{End, Watch, Way, said},
};

/// So many go at once.
const AT_ONCE: usize = 3;

impl Files {
    /// Lets the next ones go.
    pub(super) fn run(self) {
        while self.going.get_value() < AT_ONCE {
            let waits = self.rows.with_untracked(|rows| {
                rows.iter().find(|row| row.state.with_untracked(|state| *state == State::Waiting)).cloned()
            });
            let Some(row) = waits else { return };
            row.state.set(State::Going(0));
            self.going.update_value(|going| *going += 1);
            spawn_local(self.bring(row));
        }
    }

    async fn bring(self, row: Row) {
        let Row { no, bytes, state, .. } = row;
        let mut signed_out = false;
        if let Some(mut way) = self.way(no) {
            let done = way.go(&Watched { files: self, no, bytes, state }).await;
            let end = match done {
                Ok(document) => {
                    self.held.update_value(|all| {
                        if let Some(one) = all.get_mut(&no) {
                            one.mark.forget();
                            one.document = document;
                        }
                    });
                    Some(State::Done)
                }
                Err(End::Refused(why)) => {
                    self.placed(no, None);
                    let said = if why.is_empty() { self.words.file_refused.to_owned() } else { why };
                    Some(State::Refused(said))
                }
                Err(End::SignedOut) => {
                    signed_out = true;
                    None
                }
                Err(End::Lost | End::Gone) => None,
            };
            let stops = state.with_untracked(|state| state.percent().unwrap_or_default());
            state.set(end.unwrap_or(State::Paused(stops)));
        }
        self.going.update_value(|going| *going -= 1);
        self.run();
        self.tell();
        if signed_out {
            self.status.set(self.words.file_signed_out.to_owned());
        }
        if self.going.get_value() == 0
            && self.any(|state| !matches!(state, State::Left(_) | State::Done)) == 0
        {
            self.end();
        }
    }

    fn way(self, no: u32) -> Option<Way> {
        let (file, mark, id) = self.held.with_value(|all| {
            let one = all.get(&no)?;
            Some((one.file.clone()?, one.mark.clone(), one.id.clone()))
        })?;
        let replaces =
            self.form().and_then(|form| form.query_selector("select[name=replaces]").ok().flatten());
        let replaces = replaces.and_then(|select| select.dyn_into::<HtmlSelectElement>().ok());
        // One file takes the place of a document, those after it are further ones.
        let replaces = replaces.filter(|_| id.is_none()).map(|select| {
            let value = select.value();
            select.set_value("");
            value
        });
        let replaces = replaces.unwrap_or_default();
        let order_no = self.about.with_value(|about| about.1.clone());
        let said = said(&[
            ("filename", &mark.name),
            ("order_no", &order_no),
            ("request", &mark.request),
            ("replaces", &replaces),
        ]);
        Some(Way { to: self.to(), file: file.into(), bytes: mark.bytes, said, id })
    }

    /// All of them are there: the step goes its way with them, or the page shows them. Whether it was that.
    pub(super) fn end(self) -> bool {
        let documents = self.held.with_value(|all| {
            let mut numbers: Vec<_> =
                all.iter().filter_map(|(no, one)| Some((*no, one.document.clone()?))).collect();
            numbers.sort();
            numbers
        });
        if self.any(|state| *state == State::Done) == 0 {
            return false;
        }
        let (Some(form), true) = (self.form(), self.about.with_value(|about| about.2)) else {
            reload();
            return true;
        };
        for (_, id) in documents {
            let field = form.owner_document().and_then(|document| document.create_element("input").ok());
            if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
                field.set_type("hidden");
                field.set_name("documents");
                field.set_value(&id);
                let _ = form.append_child(&field);
            }
        }
        let _ = form.submit();
        true
    }
}

/// What a file tells of its way.
#[derive(Clone)]
struct Watched {
    files: Files,
    no: u32,
    bytes: u64,
    state: RwSignal<State>,
}

impl Watch for Watched {
    fn gone(&self, bytes: u64) {
        let percent = (bytes * 100).checked_div(self.bytes).unwrap_or_default();
        let is_paused = self.state.with_untracked(|state| matches!(state, State::Paused(_)));
        if !is_paused {
            self.state.set(State::Going(percent));
        }
    }

    fn placed(&self, id: Option<&str>) {
        self.files.placed(self.no, id);
    }

    fn runs(&self, request: &XmlHttpRequest) {
        self.files.held.update_value(|all| {
            if let Some(one) = all.get_mut(&self.no) {
                one.request = Some(request.clone());
            }
        });
    }

    fn lost(&self) -> bool {
        let (is_paused, percent) = self
            .state
            .with_untracked(|state| (matches!(state, State::Paused(_)), state.percent().unwrap_or_default()));
        let is_there = self.files.held.with_value(|all| all.contains_key(&self.no));
        if !is_paused && is_there {
            self.state.set(State::Lost(percent));
        }
        !is_paused && is_there
    }
}
