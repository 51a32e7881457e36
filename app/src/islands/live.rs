//! A page that stays open shows what happens: it listens, asks for itself again, and takes over the parts that changed.
//! A tab that nobody looks at does not listen: a browser has few connections to a server, and many tabs.

use leptos::prelude::*;

use crate::{lang::Lang, words::IslandWords};

/// Listens for a page. Without a script the page is as it was loaded.
#[island]
pub fn Live(
    /// The language of the words.
    lang: Lang,
    /// The number of the ticket that the page is about; empty for a queue.
    ticket: String,
    /// Ids of the parts that are taken over when something happens, separated by spaces.
    parts: String,
) -> impl IntoView {
    let words = IslandWords::of(lang);
    let waits = RwSignal::new(false);
    let writes = RwSignal::new(String::new());
    let show = RwSignal::new(0_u32);
    #[cfg(feature = "hydrate")]
    listening::begin(ticket, parts, waits, writes, show);
    #[cfg(not(feature = "hydrate"))]
    let _ = (ticket, parts);
    view! {
        <span class="live" aria-live="polite">
            <span class="live-writing" hidden=move || writes.get().is_empty()>
                {move || words.writing.replace("{name}", &writes.get())}
            </span>
            <button type="button" class="button small" hidden=move || !waits.get() on:click=move |_| show.update(|n| *n += 1)>
                {words.something_new}
            </button>
        </span>
    }
}

#[cfg(feature = "hydrate")]
mod listening {
    use std::{
        cell::{Cell, RefCell},
        rc::Rc,
        time::Duration,
    };

    use leptos::{prelude::*, task::spawn_local};
    use wasm_bindgen::{JsCast, prelude::Closure};
    use web_sys::{
        Document, DomParser, Element, Event, EventSource, HtmlInputElement, HtmlTextAreaElement,
        MessageEvent, SupportedType, VisibilityState,
    };

    use super::super::http;

    /// What happens within this time is looked at once.
    const TOGETHER: i32 = 250;
    /// Somebody who writes is shown for so long after the last word.
    const WRITES: Duration = Duration::from_secs(8);
    /// So often at most is said that somebody writes, in milliseconds.
    const SAY: i64 = 4_000;

    #[derive(Clone)]
    struct Page {
        document: Document,
        ticket: Rc<str>,
        parts: Rc<str>,
        waits: RwSignal<bool>,
        writes: RwSignal<String>,
        /// A look is under way, or comes in a moment.
        looking: Rc<Cell<bool>>,
        source: Rc<RefCell<Option<EventSource>>>,
    }

    pub(super) fn begin(
        ticket: String,
        parts: String,
        waits: RwSignal<bool>,
        writes: RwSignal<String>,
        show: RwSignal<u32>,
    ) {
        let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
        let (looking, source) = (Rc::default(), Rc::default());
        let page =
            Page { document, ticket: ticket.into(), parts: parts.into(), waits, writes, looking, source };
        page.listen();
        page.follow_sight();
        page.say_writing();
        let shown = page.clone();
        Effect::new(move |_| {
            if show.get() > 0 {
                shown.seen();
            }
        });
    }

    /// The version of the ticket that a reply says it has seen.
    fn version(document: &Document) -> Option<HtmlInputElement> {
        document.query_selector("form[data-writes] input[name='seen']").ok()??.dyn_into().ok()
    }

    impl Page {
        /// Opens the stream while the tab is looked at.
        fn listen(&self) {
            if self.document.visibility_state() != VisibilityState::Visible || self.source.borrow().is_some()
            {
                return;
            }
            let Ok(source) = EventSource::new("/live") else { return };
            for name in ["ticket", "missed", "writing"] {
                let page = self.clone();
                let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                    page.hear(name, &event.data().as_string().unwrap_or_default());
                });
                let _ = source.add_event_listener_with_callback(name, heard.as_ref().unchecked_ref());
                // As long as the page.
                heard.forget();
            }
            *self.source.borrow_mut() = Some(source);
        }

        fn follow_sight(&self) {
            let page = self.clone();
            let changed = Closure::<dyn FnMut(Event)>::new(move |_| {
                if page.document.visibility_state() == VisibilityState::Visible {
                    page.listen();
                    page.look_soon();
                } else if let Some(source) = page.source.borrow_mut().take() {
                    source.close();
                }
            });
            let _ = self
                .document
                .add_event_listener_with_callback("visibilitychange", changed.as_ref().unchecked_ref());
            changed.forget();
        }

        fn hear(&self, name: &str, data: &str) {
            let ours = self.ticket.is_empty() || data.contains(&format!("\"{}\"", self.ticket));
            match name {
                "writing" if !self.ticket.is_empty() && ours => self.somebody_writes(data),
                "writing" => {}
                "missed" => self.look_soon(),
                _ if ours => self.look_soon(),
                _ => {}
            }
        }

        fn somebody_writes(&self, data: &str) {
            // `{"name":"…","no":"…"}`, with quotation marks in a name written `\"`.
            let name = js_sys::JSON::parse(data).ok();
            let name = name.and_then(|told| js_sys::Reflect::get(&told, &"name".into()).ok()?.as_string());
            let Some(name) = name else { return };
            let writes = self.writes;
            writes.set(name.clone());
            set_timeout(
                move || {
                    if writes.get_untracked() == name {
                        writes.set(String::new());
                    }
                },
                WRITES,
            );
        }

        /// Says that somebody writes here, now and then.
        fn say_writing(&self) {
            let Some(area) = self.area() else { return };
            let url = format!("/live/writing?no={}", self.ticket);
            let last = Cell::new(0_i64);
            let typed = Closure::<dyn FnMut(Event)>::new(move |_| {
                let now = js_sys::Date::now() as i64;
                if now - last.get() < SAY {
                    return;
                }
                last.set(now);
                let url = url.clone();
                spawn_local(async move {
                    let _ = http::ask(("POST", &url), &[], None, |_| (), |_| ()).await;
                });
            });
            let _ = area.add_event_listener_with_callback("input", typed.as_ref().unchecked_ref());
            typed.forget();
        }

        fn area(&self) -> Option<HtmlTextAreaElement> {
            let form = self.document.query_selector("form[data-writes] textarea").ok()??;
            (!self.ticket.is_empty()).then(|| form.dyn_into().ok()).flatten()
        }

        fn look_soon(&self) {
            if self.looking.replace(true) {
                return;
            }
            let page = self.clone();
            spawn_local(async move {
                http::wait(TOGETHER).await;
                page.looking.replace(false);
                page.look(false).await;
            });
        }

        /// Asks for the page again, and takes over the parts that differ. What somebody works in is not taken away under
        /// the hands unless it is asked for, and who writes a reply has to say that what came in between was seen.
        async fn look(&self, is_asked: bool) {
            let Some(new) = self.anew().await else { return };
            let mut waits = false;
            for id in self.parts.split(' ') {
                let (Some(old), Some(new)) = (self.document.get_element_by_id(id), new.get_element_by_id(id))
                else {
                    continue;
                };
                if old.inner_html() == new.inner_html() {
                    continue;
                }
                if is_asked || !self.is_used(&old) {
                    old.set_inner_html(&new.inner_html());
                } else {
                    waits = true;
                }
            }
            if let (Some(old), Some(new)) = (version(&self.document), version(&new))
                && old.value() != new.value()
            {
                let writes = self.area().is_some_and(|area| !area.value().trim().is_empty());
                if is_asked || !writes {
                    old.set_value(&new.value());
                } else {
                    waits = true;
                }
            }
            self.waits.set(waits);
        }

        /// The page as the server has it now.
        async fn anew(&self) -> Option<Document> {
            let href = web_sys::window()?.location().href().ok()?;
            let answer = http::ask(("GET", &href), &[("x-live", "1")], None, |_| (), |_| ()).await.ok()?;
            let parser = DomParser::new().ok().filter(|_| answer.status() == 200)?;
            parser.parse_from_string(&answer.text(), SupportedType::TextHtml).ok()
        }

        /// It was asked for: what waits is shown, and a reply may go out.
        fn seen(&self) {
            let page = self.clone();
            spawn_local(async move {
                page.look(true).await;
                if let Ok(Some(last)) = page.document.query_selector(".conversation > li:last-child") {
                    last.scroll_into_view();
                }
            });
        }

        /// Somebody has the focus in it, has ticked something, or has a menu open.
        fn is_used(&self, part: &Element) -> bool {
            let focused = self.document.active_element().is_some_and(|element| {
                part.contains(Some(&element))
                    && matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            });
            let busy = part.query_selector("details[open], dialog[open], tbody input:checked");
            focused || busy.is_ok_and(|found| found.is_some())
        }
    }
}
