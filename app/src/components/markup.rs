//! HTML written as text, for what a page has hundreds of, the cells of its rows, and for what every page
//! has around it: a view costs more to build than all that it says. Only what stands in
//! the program can come in raw, so nothing that somebody typed becomes a tag.

use leptos::prelude::*;

/// A piece of HTML.
#[derive(Debug, Default)]
pub struct Markup {
    out: String,
}

impl Markup {
    /// A piece for which room is kept.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        Self { out: String::with_capacity(bytes) }
    }

    /// Appends a tag or another piece of the program's own.
    pub fn raw(&mut self, html: &'static str) -> &mut Self {
        self.out.push_str(html);
        self
    }

    /// Appends a text, or the value of an attribute between double quotes.
    pub fn text(&mut self, text: &str) -> &mut Self {
        let mut rest = text;
        while let Some(at) = rest.find(['&', '<', '>', '"']) {
            self.out.push_str(&rest[..at]);
            self.out.push_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                _ => "&quot;",
            });
            rest = &rest[at + 1..];
        }
        self.out.push_str(rest);
        self
    }

    /// Appends a component.
    pub fn view(&mut self, view: impl IntoView) -> &mut Self {
        self.out.push_str(&view.into_view().to_html());
        self
    }

    /// Appends another piece.
    pub fn part(&mut self, part: &Self) -> &mut Self {
        self.out.push_str(&part.out);
        self
    }

    /// Whether this was written.
    #[must_use]
    pub fn contains(&self, html: &str) -> bool {
        self.out.contains(html)
    }

    /// The length in bytes, for the room of a piece that this will be part of.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.out.len()
    }

    /// The HTML, for `inner_html`.
    #[must_use]
    pub fn finish(self) -> String {
        self.out
    }
}

/// What stands in a textarea. The view writes the children of one as they are, so that a text could end it; a line
/// break at the very beginning would be taken away.
#[must_use]
pub fn in_textarea(text: &str) -> String {
    let mut markup = Markup::with_capacity(text.len() + 1);
    if text.starts_with('\n') {
        markup.raw("\n");
    }
    markup.text(text);
    markup.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_stays_text() {
        let mut markup = Markup::default();
        markup.raw("<td title=\"").text("\" onclick=\"x").raw("\">").text("<b>&华为</b>").raw("</td>");
        assert_eq!(markup.finish(), "<td title=\"&quot; onclick=&quot;x\">&lt;b&gt;&amp;华为&lt;/b&gt;</td>");
    }

    #[test]
    fn no_text_ends_its_textarea() {
        assert_eq!(in_textarea("</textarea><b>&"), "&lt;/textarea&gt;&lt;b&gt;&amp;");
        assert_eq!(in_textarea("\n两行"), "\n\n两行");
    }
}
