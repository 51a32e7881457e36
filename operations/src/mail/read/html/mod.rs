//! A web page as text: what it says, not how it looks. Nothing in it is run or fetched.

mod tags;

use super::clean;
use tags::{Tag, Token, Tokens, entities};

/// Bytes at the start of a page in which it says its encoding.
const START: usize = 2_048;
/// Characters of an address that are shown.
const MOST_ADDRESS: usize = 2_000;
/// How deep quoting is shown.
const MOST_QUOTING: usize = 10;
/// Empty lines after each other, and the end of the line before them.
const MOST_BREAKS: usize = 3;

/// A page as text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) text: String,
    /// Whether pictures would have been fetched from elsewhere.
    pub(super) pictures: bool,
}

/// Turns a page into text.
pub(super) fn text(page: &str) -> Page {
    let mut writer = Writer::default();
    for token in Tokens::new(page) {
        match token {
            Token::Text(text) => writer.text(&entities(text)),
            Token::Open(tag) => writer.open(&tag),
            Token::Close(name) => writer.close(&name),
        }
    }
    writer.end_link();
    Page { text: clean::lines(&writer.out), pictures: writer.pictures }
}

/// The encoding that a page says it has; empty when it does not.
pub(super) fn charset(bytes: &[u8]) -> String {
    let start = String::from_utf8_lossy(bytes.get(..START).unwrap_or(bytes)).to_ascii_lowercase();
    let Some((_, after)) = start.split_once("charset") else { return String::new() };
    let Some(value) = after.trim_start().strip_prefix('=') else { return String::new() };
    let value = value.trim_start().trim_start_matches(['"', '\'']);
    value.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c)).take(40).collect()
}

/// A link whose text is being written.
struct Link {
    address: String,
    text: String,
}

#[derive(Default)]
struct Writer {
    out: String,
    /// Line ends that come before the next character.
    breaks: usize,
    /// A space that comes before the next character.
    space: bool,
    /// A new cell of a table, which a tab parts from the one before.
    cell: bool,
    /// Something stands on the line.
    begun: bool,
    quoting: usize,
    preformatted: usize,
    link: Option<Link>,
    pictures: bool,
}

impl Writer {
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\n' if self.preformatted > 0 => self.line_break(),
                ' ' | '\t' if self.preformatted > 0 => self.put(c),
                ' ' | '\t' | '\r' | '\n' | '\u{c}' => self.space = true,
                // Pages keep spaces apart with this one; it means no more here.
                '\u{a0}' => self.put(' '),
                '\u{200b}' | '\u{ad}' => {}
                _ => self.put(c),
            }
        }
    }

    fn put(&mut self, c: char) {
        if !self.begun || self.breaks > 0 {
            self.begin_line();
        } else if self.cell {
            self.out.push('\t');
        } else if self.space {
            self.out.push(' ');
        }
        if let Some(link) = &mut self.link
            && link.text.len() < MOST_ADDRESS
        {
            if self.space {
                link.text.push(' ');
            }
            link.text.push(c);
        }
        (self.space, self.cell) = (false, false);
        self.out.push(c);
    }

    fn put_all(&mut self, text: &str) {
        for c in text.chars() {
            self.put(c);
        }
    }

    fn begin_line(&mut self) {
        let prefix = format!("{} ", ">".repeat(self.quoting.min(MOST_QUOTING)));
        let prefix = if self.quoting == 0 { "" } else { &prefix };
        if self.begun {
            for _ in 0..self.breaks {
                self.out.truncate(self.out.trim_end_matches([' ', '\t']).len());
                self.out.push('\n');
                self.out.push_str(prefix);
            }
        } else {
            self.out.push_str(prefix);
        }
        (self.breaks, self.begun) = (0, true);
    }

    fn line_break(&mut self) {
        self.breaks = (self.breaks + 1).min(MOST_BREAKS);
        self.space = false;
    }

    /// What follows stands on a line of its own, with so many line ends before it.
    fn block(&mut self, breaks: usize) {
        if breaks == 0 {
            return;
        }
        self.breaks = self.breaks.max(breaks);
        self.space = false;
    }

    fn open(&mut self, tag: &Tag<'_>) {
        match tag.name.as_str() {
            "br" => self.line_break(),
            "p" => self.block(if tag.is_of_word() { 1 } else { 2 }),
            "li" => {
                self.block(1);
                self.put_all("- ");
            }
            "td" | "th" => self.cell = self.begun && self.breaks == 0,
            "blockquote" => {
                self.block(1);
                self.quoting += 1;
            }
            "pre" => {
                self.block(1);
                self.preformatted += 1;
            }
            "a" => {
                self.end_link();
                self.link = tag
                    .attribute("href")
                    .and_then(|address| shown(&address))
                    .map(|address| Link { address, text: String::new() });
            }
            "img" => self.picture(tag),
            name => self.block(around(name)),
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" | "li" => self.block(1),
            "blockquote" => {
                self.block(1);
                self.quoting = self.quoting.saturating_sub(1);
            }
            "pre" => {
                self.block(1);
                self.preformatted = self.preformatted.saturating_sub(1);
            }
            "a" => self.end_link(),
            name => self.block(around(name)),
        }
    }

    fn picture(&mut self, tag: &Tag<'_>) {
        let source = tag.attribute("src").unwrap_or_default().trim().to_ascii_lowercase();
        self.pictures |= ["http:", "https:", "//", "ftp:"].iter().any(|scheme| source.starts_with(scheme));
        let instead = tag.attribute("alt").unwrap_or_default();
        let instead = clean::line(&instead, MOST_ADDRESS);
        if !instead.is_empty() {
            self.put_all(&format!("[{instead}]"));
        }
    }

    /// Where a link leads is written behind it, unless that is what it says.
    fn end_link(&mut self) {
        let Some(link) = self.link.take() else { return };
        if plain(&link.text) == plain(&link.address) {
            return;
        }
        self.space = true;
        self.put_all(&format!("({})", link.address));
    }
}

/// Line ends around an element.
fn around(name: &str) -> usize {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => 2,
        "div" | "tr" | "table" | "ul" | "ol" | "dl" | "dt" | "dd" | "hr" | "section" | "article"
        | "header" | "footer" | "center" | "address" | "form" | "fieldset" | "figure" | "caption"
        | "body" | "option" => 1,
        _ => 0,
    }
}

/// An address as it is shown; none for what a link must not lead to.
fn shown(address: &str) -> Option<String> {
    let address: String = address.chars().filter(|c| !c.is_whitespace()).collect();
    let lower = address.get(..address.floor_char_boundary(8))?.to_ascii_lowercase();
    let fits = ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
    fits.then(|| clean::line(&address, MOST_ADDRESS))
}

/// An address or the text of a link without what people leave out.
fn plain(text: &str) -> String {
    let text = text.trim().to_lowercase();
    let bare = ["http://", "https://", "mailto:"].iter().find_map(|scheme| text.strip_prefix(scheme));
    bare.unwrap_or(&text).trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_become_text() {
        for (page, expected) in [
            ("<p>Dear  all,\n</p><p>one<br>two</p>", "Dear all,\n\none\ntwo"),
            ("<div>a</div><div><br></div><div>b</div>", "a\n\nb"),
            ("<ul><li>a<li>b</ul>c", "- a\n- b\nc"),
            ("<table><tr><td>a<td>b</tr><tr><td>c</td></tr></table>", "a\tb\nc"),
            ("a<blockquote>b<br>c<blockquote>d</blockquote></blockquote>e", "a\n> b\n> c\n>> d\ne"),
            ("<pre>a\n  b</pre>", "a\n  b"),
            ("<style>p{}</style><script>alert(1)</script>x<template>y</template>", "x"),
            ("<p class=MsoNormal>a</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>b</p>", "a\n\nb"),
            ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ] {
            assert_eq!(text(page).text, expected, "{page}");
        }
    }

    #[test]
    fn links_say_where_they_lead() {
        for (page, expected) in [
            ("<a href='https://evil.example/x'>your bank</a>.", "your bank (https://evil.example/x)."),
            ("<a href='https://a.example/'>a.example</a>", "a.example"),
            ("<a href='mailto:a@b.c'>a@b.c</a>", "a@b.c"),
            ("<a href=' JavaScript:alert(1)'>here</a>", "here"),
            ("<a href='java&#10;script:alert(1)'>here</a>", "here"),
            ("<a href='data:text/html,x'>here</a>", "here"),
            ("<a href='http://x.y'>one<a href='http://z.y'>two", "one (http://x.y)two (http://z.y)"),
            ("<a href='http://x.y'><img src='cid:1' alt='Shop'></a>", "[Shop] (http://x.y)"),
        ] {
            assert_eq!(text(page).text, expected, "{page}");
        }
    }

    #[test]
    fn pictures_from_elsewhere_are_told() {
        assert!(text("<img src=https://x.y/pixel.gif>").pictures);
        assert!(text("<IMG SRC='//x.y/pixel.gif'>").pictures);
        assert!(!text("<img src='cid:1'><img src='data:image/png;base64,x'>").pictures);
    }

    #[test]
    fn pages_say_their_encoding() {
        assert_eq!(charset(b"<meta http-equiv=x content=\"text/html; charset=GB2312\">"), "gb2312");
        assert_eq!(charset(b"<meta charset = 'utf-8'>"), "utf-8");
        assert_eq!(charset(b"<p>charset"), "");
    }
}
