//! The tags and texts of a web page, as far as reading it needs them.

use std::borrow::Cow;

use mail_parser::decoders::html::add_html_token;

/// Bytes of a tag in which quotes are looked at. One that is longer ends where it first may.
const MOST_QUOTED: usize = 16 << 10;
/// Bytes of an entity.
const MOST_ENTITY: usize = 32;
/// Elements whose content nobody reads.
const UNREAD: &[&str] = &["script", "style", "title", "template", "iframe", "svg", "noembed", "noframes"];

/// A piece of a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text, with its entities.
    Text(&'a str),
    /// A tag that begins an element.
    Open(Tag<'a>),
    /// The name of a tag that ends one, in lower case.
    Close(String),
}

/// A tag that begins an element.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// Its name in lower case.
    pub(super) name: String,
    /// What follows the name.
    rest: &'a str,
}

/// The pieces of a page.
pub(super) struct Tokens<'a> {
    rest: &'a str,
    /// No tag ends any more: the rest is text.
    endless: bool,
    /// No comment ends any more.
    uncommented: bool,
    /// Elements nobody reads that do not end any more. What is looked for in vain up to the end of
    /// the page is looked for once.
    open_ended: Vec<String>,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(page: &'a str) -> Self {
        Self { rest: page, endless: false, uncommented: false, open_ended: Vec::new() }
    }

    /// Goes on behind so many bytes; gives them.
    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// What stands in a tag that begins here.
    fn tag(&mut self) -> Option<&'a str> {
        let Some(end) = end(self.rest) else {
            self.endless = true;
            return None;
        };
        let tag = self.take(end + 1);
        tag.get(1..end)
    }

    /// Passes over what is in an element that nobody reads.
    fn skip_unread(&mut self, name: &str) {
        if self.open_ended.iter().any(|known| known == name) {
            return;
        }
        let mut from = 0;
        while let Some(at) = self.rest.get(from..).and_then(|after| after.find("</")).map(|at| at + from) {
            let found = self.rest.as_bytes().get(at + 2..at + 2 + name.len());
            if found.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes())) {
                self.take(at);
                return;
            }
            from = at + 2;
        }
        // Without an end, a script goes on to the end of the page; of others the content is shown.
        if matches!(name, "script" | "style") {
            self.rest = "";
        }
        self.open_ended.push(name.to_owned());
    }

    /// Passes over a comment; the mark alone when it has no end.
    fn skip_comment(&mut self) {
        const MARK: usize = "<!--".len();
        let inside = if self.uncommented { None } else { self.rest.get(MARK..) };
        let end = inside.and_then(|inside| inside.find("-->"));
        self.uncommented = end.is_none();
        self.take(end.map_or(MARK, |at| at + MARK + "-->".len()));
    }
}

/// Where the tag ends that a text begins with.
fn end(text: &str) -> Option<usize> {
    let (mut quote, mut after_equals) = (None, false);
    for (at, byte) in text.bytes().enumerate().take(MOST_QUOTED) {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') if after_equals => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
        after_equals = byte == b'=' || (after_equals && byte.is_ascii_whitespace());
    }
    text.find('>')
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            if self.endless {
                return Some(Token::Text(self.take(self.rest.len())));
            }
            let at = self.rest.find('<').unwrap_or(self.rest.len());
            if at > 0 {
                return Some(Token::Text(self.take(at)));
            }
            if self.rest.starts_with("<!--") {
                self.skip_comment();
                continue;
            }
            let second = self.rest.as_bytes().get(1).copied().unwrap_or_default();
            match second {
                b'!' | b'?' => {
                    self.tag();
                }
                b'/' => {
                    if let Some(tag) = self.tag() {
                        return Some(Token::Close(name(tag.get(1..).unwrap_or_default()).0));
                    }
                }
                byte if byte.is_ascii_alphabetic() => {
                    if let Some(tag) = self.tag() {
                        let (name, rest) = name(tag);
                        if UNREAD.contains(&name.as_str()) && !rest.ends_with('/') {
                            self.skip_unread(&name);
                        }
                        return Some(Token::Open(Tag { name, rest }));
                    }
                }
                _ => return Some(Token::Text(self.take(1))),
            }
        }
    }
}

/// The name that a tag begins with, in lower case, and the rest.
fn name(tag: &str) -> (String, &str) {
    let end = tag.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(tag.len());
    let (name, rest) = tag.split_at_checked(end).unwrap_or((tag, ""));
    (name.to_ascii_lowercase(), rest)
}

impl Tag<'_> {
    /// What an attribute says, with its entities decoded.
    pub(super) fn attribute(&self, wanted: &str) -> Option<String> {
        let mut rest = self.rest;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let end = rest.char_indices().skip(1).find(|(_, c)| c.is_whitespace() || matches!(c, '=' | '/'));
            let (name, after) = rest.split_at_checked(end.map_or(rest.len(), |(at, _)| at))?;
            let (value, after) = match after.trim_start().strip_prefix('=') {
                Some(value) => value_of(value.trim_start()),
                None => ("", after),
            };
            if name.eq_ignore_ascii_case(wanted) {
                return Some(entities(value).into_owned());
            }
            rest = after;
        }
    }

    /// Whether it is a paragraph of Word, which has no space around it.
    pub(super) fn is_of_word(&self) -> bool {
        self.rest.contains("MsoNormal")
    }
}

/// The value that a text begins with, and the rest.
fn value_of(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// A text with its entities decoded. What is none stays.
pub(super) fn entities(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let near = after.get(..after.floor_char_boundary(MOST_ENTITY)).unwrap_or_default();
        match near.split_once(';') {
            Some((name, _))
                if !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#') =>
            {
                add_html_token(&mut out, format!("&{name};").as_bytes(), false);
                rest = after.get(name.len() + 1..).unwrap_or_default();
            }
            _ => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(page: &str) -> String {
        Tokens::new(page)
            .map(|token| match token {
                Token::Text(text) => text.to_owned(),
                Token::Open(tag) => format!("[{}]", tag.name),
                Token::Close(name) => format!("[/{name}]"),
            })
            .collect()
    }

    #[test]
    fn tags_and_texts_are_told_apart() {
        for (page, expected) in [
            ("a<B x='>'>b</B >c", "a[b]b[/b]c"),
            ("<script>if (a<b) {}</SCRIPT>x", "[script][/script]x"),
            ("<style>a", "[style]"),
            ("<title>a", "[title]a"),
            ("a<!-- <b> -->c<!-- d", "ac d"),
            ("<!doctype html><?xml?>a", "a"),
            ("1 < 2 <", "1 < 2 <"),
            ("a<b href=\"", "a<b href=\""),
            ("<p title=\">a", "[p]a"),
            ("it's <b>o'clock</b>", "it's [b]o'clock[/b]"),
        ] {
            assert_eq!(told(page), expected, "{page}");
        }
    }

    #[test]
    fn attributes_are_found() {
        let tag = |rest| Tag { name: "a".into(), rest };
        for rest in [" href=\"x y\"", " a b='href=z' HREF = 'x y' c", " c=1/ href='x y'", " = href='x y'"] {
            assert_eq!(tag(rest).attribute("href").as_deref(), Some("x y"), "{rest}");
        }
        assert_eq!(tag(" href=x&amp;y/z class").attribute("href").as_deref(), Some("x&y/z"));
        assert_eq!(tag(" hrefs=x").attribute("href"), None);
        assert_eq!(tag(" href=\"x").attribute("href").as_deref(), Some("x"));
    }

    #[test]
    fn entities_are_decoded() {
        assert_eq!(entities("&lt;b&gt; &eacute;&#20113;&#x4E91; &nbsp;"), "<b> é云云 \u{a0}");
        assert_eq!(entities("a & b &nosuch; &#; &"), "a & b &nosuch; &#; &");
    }
}
