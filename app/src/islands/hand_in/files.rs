//! The files of a form in the browser: taken in, stopped and given up.

use std::collections::HashMap;

use leptos::{html, prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{DragEvent, Element, Event, File, FileList, HtmlFormElement, HtmlInputElement, XmlHttpRequest};

use super::{
    kept::{self, Mark},
    row::{Press, Row, State},
    tus::{self, End},
    typed,
};
use crate::words::{IslandWords, fill};

/// What is known of a file beside its row.
pub(super) struct Held {
    pub(super) file: Option<File>,
    pub(super) mark: Mark,
    /// The upload, once it has begun.
    pub(super) id: Option<String>,
    pub(super) request: Option<XmlHttpRequest>,
    /// The document that it became.
    pub(super) document: Option<String>,
}

/// The files of a form.
#[derive(Clone, Copy)]
pub(super) struct Files {
    pub(super) words: &'static IslandWords,
    /// Where uploads begin, the order, and whether the form is a step.
    pub(super) about: StoredValue<(String, String, bool)>,
    pub(super) held: StoredValue<HashMap<u32, Held>, LocalStorage>,
    pub(super) root: NodeRef<html::Div>,
    pub(super) rows: RwSignal<Vec<Row>>,
    pub(super) status: RwSignal<String>,
    pub(super) stopped: RwSignal<bool>,
    /// Files on their way.
    pub(super) going: StoredValue<usize>,
    pub(super) next: StoredValue<u32>,
}

/// Loads the page again, which shows the documents; what was typed into its forms stays.
pub(super) fn reload() {
    typed::keep();
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

impl Files {
    pub(super) fn new(
        words: &'static IslandWords,
        about: (String, String, bool),
        (root, rows, status, stopped): (
            NodeRef<html::Div>,
            RwSignal<Vec<Row>>,
            RwSignal<String>,
            RwSignal<bool>,
        ),
    ) -> Self {
        let (about, held) = (StoredValue::new(about), StoredValue::new_local(HashMap::new()));
        let (going, next) = (StoredValue::new(0), StoredValue::new(0));
        Self { words, about, held, root, rows, status, stopped, going, next }
    }

    /// Listens to the form, and looks for what an earlier visit left.
    pub(super) fn wake(self) {
        let Some(form) = self.form() else { return };
        typed::put_back();
        let sent = Closure::<dyn FnMut(Event)>::new(move |e: Event| {
            if self.submit() {
                e.prevent_default();
            }
        });
        let _ = form.add_event_listener_with_callback("submit", sent.as_ref().unchecked_ref());
        sent.forget();
        let leaves = Closure::<dyn FnMut(Event)>::new(move |e: Event| {
            if self.going.get_value() > 0 {
                e.prevent_default();
            }
        });
        if let Some(window) = web_sys::window() {
            let _ = window.add_event_listener_with_callback("beforeunload", leaves.as_ref().unchecked_ref());
        }
        leaves.forget();
        let requests: Vec<String> = self.inputs().iter().map(|input| self.request_of(input)).collect();
        for (mark, id) in kept::all(&self.scope()) {
            if requests.contains(&mark.request) {
                spawn_local(self.left(mark, id));
            }
        }
    }

    /// An upload that an earlier visit left is shown, unless it is gone.
    async fn left(self, mark: Mark, id: String) {
        match tus::stands(&self.to(), &id).await {
            Ok(offset) => {
                let is_here = self.held.with_value(|held| held.values().any(|one| one.mark == mark));
                if !is_here {
                    let percent = (offset * 100).checked_div(mark.bytes).unwrap_or_default();
                    let held = Held { file: None, mark, id: Some(id), request: None, document: None };
                    self.show(held, None, State::Left(percent));
                }
            }
            Err(End::Gone | End::Refused(_)) => mark.forget(),
            Err(_) => {}
        }
    }

    fn show(self, held: Held, about: Option<String>, state: State) {
        let no = self.next.get_value();
        self.next.set_value(no + 1);
        let (name, bytes) = (held.mark.name.clone(), held.mark.bytes);
        self.held.update_value(|all| drop(all.insert(no, held)));
        self.rows.update(|rows| rows.push(Row { no, name, bytes, about, state: RwSignal::new(state) }));
    }

    /// Files were chosen in one of the fields.
    pub(super) fn chosen(self, event: &Event) {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(input) = input.filter(|input| input.type_() == "file") else { return };
        if let Some(files) = input.files() {
            self.take(&input, &files);
        }
        // They are in the list now; the form itself has to send nothing of them.
        input.set_value("");
        input.set_required(false);
    }

    /// Files were dropped: for the field that they were dropped on, or the first one.
    pub(super) fn dropped(self, event: &DragEvent) {
        let Some(files) = event.data_transfer().and_then(|data| data.files()) else { return };
        let on = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let on = on.and_then(|on| on.closest(".field").ok().flatten());
        let on = on.and_then(|field| field.query_selector("input[type=file]").ok().flatten());
        let input = on.and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
        if let Some(input) = input.or_else(|| self.inputs().into_iter().next()) {
            self.take(&input, &files);
            input.set_required(false);
        }
    }

    fn take(self, input: &HtmlInputElement, files: &FileList) {
        let request = self.request_of(input);
        let label = input.labels().and_then(|labels| labels.item(0)?.text_content());
        let about = label.filter(|_| self.inputs().len() > 1);
        for file in (0..files.length()).filter_map(|n| files.item(n)) {
            let mark = Mark::of(&self.scope(), &request, &file);
            let old = self.held.with_value(|all| {
                let found = all.iter().find(|(_, one)| one.mark == mark);
                found.map(|(no, one)| (*no, one.id.clone(), one.file.is_some()))
            });
            let id = match old {
                Some((no, _, true))
                    if !self.state(no).is_some_and(|s| matches!(s.get_untracked(), State::Refused(_))) =>
                {
                    continue;
                }
                Some((no, id, _)) => {
                    self.drop_row(no);
                    id
                }
                None => None,
            };
            let held = Held { file: Some(file), mark, id, request: None, document: None };
            self.show(held, about.clone(), State::Ready);
        }
    }

    pub(super) fn state(self, no: u32) -> Option<RwSignal<State>> {
        self.rows.with_untracked(|rows| rows.iter().find(|row| row.no == no).map(|row| row.state))
    }

    fn drop_row(self, no: u32) -> Option<Held> {
        self.rows.update(|rows| rows.retain(|row| row.no != no));
        self.held.try_update_value(|all| all.remove(&no)).flatten()
    }

    pub(super) fn any(self, is: impl Fn(&State) -> bool) -> usize {
        self.rows.with_untracked(|rows| rows.iter().filter(|row| row.state.with_untracked(&is)).count())
    }

    /// The form is sent; whether its files go first.
    fn submit(self) -> bool {
        if self.any(|state| !matches!(state, State::Left(_) | State::Done)) == 0 {
            return self.end();
        }
        self.rows.with_untracked(|rows| {
            for row in rows
                .iter()
                .filter(|row| row.state.with_untracked(|s| matches!(s, State::Ready | State::Paused(_))))
            {
                row.state.set(State::Waiting);
            }
        });
        self.run();
        self.tell();
        true
    }

    pub(super) fn tell(self) {
        let (done, refused) = (self.any(|s| *s == State::Done), self.any(|s| matches!(s, State::Refused(_))));
        let all = self.any(|state| !matches!(state, State::Left(_)));
        let (done_text, all, n) = (done.to_string(), all.to_string(), refused.to_string());
        let moves = self.going.get_value() > 0;
        let text = if !moves && refused > 0 {
            fill(self.words.files_stopped, &[("done", &done_text), ("n", &n)])
        } else if all == "0" {
            String::new()
        } else {
            fill(self.words.files_going, &[("done", &done_text), ("all", &all)])
        };
        self.status.set(text);
        let is_step = self.about.with_value(|about| about.2);
        self.stopped.set(!moves && refused > 0 && done > 0 && !is_step);
    }

    /// A button beside a file was pressed.
    pub(super) fn press(self, no: u32, press: Press) {
        let Some(state) = self.state(no) else { return };
        let running = self.held.try_update_value(|all| all.get_mut(&no)?.request.take()).flatten();
        match press {
            Press::Pause => {
                state.update(|state| *state = State::Paused(state.percent().unwrap_or_default()));
            }
            Press::GoOn => {
                state.set(State::Waiting);
                self.run();
            }
            Press::Remove => {
                if let Some(held) = self.drop_row(no) {
                    held.mark.forget();
                    if let Some(id) = held.id {
                        let to = self.to();
                        spawn_local(async move { tus::give_up(&to, &id).await });
                    }
                }
                self.tell();
                let rest = self.any(|state| !matches!(state, State::Left(_) | State::Done));
                let is_step = self.about.with_value(|about| about.2);
                if rest == 0 && !is_step && self.going.get_value() == 0 {
                    self.end();
                }
            }
        }
        if press != Press::GoOn
            && let Some(request) = running
        {
            let _ = request.abort();
        }
    }

    pub(super) fn placed(self, no: u32, id: Option<&str>) {
        self.held.update_value(|all| {
            if let Some(one) = all.get_mut(&no) {
                one.id = id.map(str::to_owned);
                match id {
                    Some(id) => one.mark.keep(id),
                    None => one.mark.forget(),
                }
            }
        });
    }

    pub(super) fn to(self) -> String {
        self.about.with_value(|about| about.0.clone())
    }

    /// Whoever is signed in and whoever has a link leave their uploads apart.
    fn scope(self) -> String {
        self.about.with_value(|(to, order_no, _)| {
            format!("{}/{order_no}", if to.starts_with("/d/") { "d" } else { "desk" })
        })
    }

    pub(super) fn form(self) -> Option<HtmlFormElement> {
        self.root.get_untracked()?.closest("form").ok()??.dyn_into().ok()
    }

    fn inputs(self) -> Vec<HtmlInputElement> {
        let Some(root) = self.root.get_untracked() else { return Vec::new() };
        let Ok(all) = root.query_selector_all("input[type=file]") else { return Vec::new() };
        (0..all.length()).filter_map(|n| all.item(n)?.dyn_into().ok()).collect()
    }

    /// What the files of a field answer: it stands in its name, or in a field of its own.
    fn request_of(self, input: &HtmlInputElement) -> String {
        if let Some((_, id)) = input.name().split_once('.') {
            return id.to_owned();
        }
        let field = self.form().and_then(|form| form.query_selector("input[name=request]").ok().flatten());
        field.and_then(|f| f.dyn_into::<HtmlInputElement>().ok()).map(|f| f.value()).unwrap_or_default()
    }
}
