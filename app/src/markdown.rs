//! Markdown that people wrote, as HTML that does nothing: no tags of theirs, no pictures from elsewhere, and links
//! that show where they lead.

mod addresses;
mod quoted;
#[cfg(test)]
mod tests;

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{
    CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream, html::push_html,
};

use crate::{lang::Lang, words::TicketWords};
use addresses::{Part, is_allowed, parts};

/// What lies deeper within each other than this is shown without its frame.
const MOST_DEPTH: usize = 24;

/// Elements that are let through, whatever comes before.
const ELEMENTS: [&str; 21] = [
    "a",
    "blockquote",
    "br",
    "code",
    "details",
    "em",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "small",
    "strong",
    "summary",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    let attributes = [("a", "href"), ("ol", "start")];
    builder
        .tags(HashSet::from(ELEMENTS))
        .tag_attributes(HashMap::from(attributes.map(|(tag, name)| (tag, HashSet::from([name])))))
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener nofollow noreferrer"));
    builder
});

/// What somebody wrote as HTML for a page. What a mail quotes at its end is folded.
#[must_use]
pub fn markdown(text: &str, lang: Lang) -> String {
    let (own, quoted) = quoted::split(text);
    let mut html = rendered(own);
    if let Some(quoted) = quoted {
        let summary = TicketWords::of(lang).quoted;
        html.push_str(&format!("<details><summary>{summary}</summary>{}</details>", rendered(quoted)));
    }
    CLEANER.clean(&html).to_string()
}

fn rendered(text: &str) -> String {
    let mut tame = Tame::default();
    for event in TextMergeStream::new(Parser::new_ext(text, Options::ENABLE_TABLES)) {
        tame.take(event);
    }
    let mut html = String::with_capacity(text.len() * 2);
    push_html(&mut html, tame.out.into_iter());
    html
}

/// A link or a picture that is being read.
struct Link {
    address: String,
    /// What stands between its brackets.
    said: String,
    /// It can be pressed.
    leads: bool,
}

/// What is left of the events.
#[derive(Default)]
struct Tame<'a> {
    out: Vec<Event<'a>>,
    /// For each element that is open: how it ends, nothing when it was left out.
    open: Vec<Option<TagEnd>>,
    links: Vec<Link>,
    /// Blocks of code that are open.
    code: usize,
}

impl<'a> Tame<'a> {
    fn take(&mut self, event: Event<'a>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(end) => self.end(end),
            Event::Text(text) => self.text(text),
            Event::Html(text) | Event::InlineHtml(text) => self.lines(&text),
            Event::SoftBreak => self.out.push(Event::HardBreak),
            Event::Code(text) => {
                self.said(&text);
                self.out.push(Event::Code(text));
            }
            Event::HardBreak | Event::Rule => self.out.push(event),
            // Not switched on.
            Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'a>) {
        if let Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. } = tag {
            return self.link(link_type, dest_url);
        }
        if matches!(tag, Tag::CodeBlock(_)) {
            self.code += 1;
        }
        if self.open.len() >= MOST_DEPTH {
            return self.open.push(None);
        }
        match tag {
            // The page has its own headings.
            Tag::Heading { .. } => {
                self.out.push(Event::Start(Tag::Paragraph));
                self.out.push(Event::Start(Tag::Strong));
                self.open.push(Some(TagEnd::Strong));
            }
            Tag::HtmlBlock => {
                self.out.push(Event::Start(Tag::Paragraph));
                self.open.push(Some(TagEnd::Paragraph));
            }
            tag => {
                self.open.push(Some(tag.to_end()));
                self.out.push(Event::Start(tag));
            }
        }
    }

    fn end(&mut self, end: TagEnd) {
        if matches!(end, TagEnd::Link | TagEnd::Image) {
            return self.link_ends();
        }
        if end == TagEnd::CodeBlock {
            self.code -= 1;
        }
        let Some(Some(as_what)) = self.open.pop() else { return };
        self.out.push(Event::End(as_what));
        if matches!(end, TagEnd::Heading(_)) {
            self.out.push(Event::End(TagEnd::Paragraph));
        }
    }

    fn link(&mut self, kind: LinkType, to: CowStr<'a>) {
        let address = if kind == LinkType::Email { format!("mailto:{to}") } else { to.to_string() };
        // A link within a link would end the outer one.
        let leads = is_allowed(&address) && !self.links.iter().any(|link| link.leads);
        if leads {
            self.out.push(opening(&address));
        }
        self.links.push(Link { address, said: String::new(), leads });
    }

    fn link_ends(&mut self) {
        let Some(link) = self.links.pop() else { return };
        if link.leads {
            self.out.push(Event::End(TagEnd::Link));
        }
        let said = link.said.trim();
        if said != link.address && Some(said) != link.address.strip_prefix("mailto:") {
            self.out.push(Event::InlineHtml(" <small>".into()));
            self.out.push(Event::Text(format!("({})", link.address).into()));
            self.out.push(Event::InlineHtml("</small>".into()));
        }
        self.said(&link.said);
    }

    /// What the link that is open says.
    fn said(&mut self, text: &str) {
        if let Some(link) = self.links.last_mut() {
            link.said.push_str(text);
        }
    }

    /// Text; addresses in it can be pressed.
    fn text(&mut self, text: CowStr<'a>) {
        self.said(&text);
        if self.code > 0 || !self.links.is_empty() {
            self.out.push(Event::Text(text));
            return;
        }
        for part in parts(&text) {
            match part {
                Part::Text(text) => self.out.push(Event::Text(text.to_owned().into())),
                Part::Address(address) => {
                    self.out.push(opening(address));
                    self.out.push(Event::Text(address.to_owned().into()));
                    self.out.push(Event::End(TagEnd::Link));
                }
            }
        }
    }

    /// Tags that somebody wrote, as they were written.
    fn lines(&mut self, text: &str) {
        for (at, line) in text.trim_end_matches('\n').split('\n').enumerate() {
            if at > 0 {
                self.out.push(Event::HardBreak);
            }
            self.text(line.to_owned().into());
        }
        if text.ends_with('\n') {
            self.out.push(Event::HardBreak);
        }
    }
}

fn opening<'a>(address: &str) -> Event<'a> {
    let nothing = CowStr::Borrowed("");
    let dest_url = address.to_owned().into();
    Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, title: nothing.clone(), id: nothing })
}
