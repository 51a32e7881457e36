//! Mails in words: plain text, and the same as HTML.

use std::fmt::Write as _;

use domain::{Tongue, notification::Event};
use operations::{
    db::moment,
    mail::{Desk, Letter, MARKER, Notice, Words},
};

use crate::{
    lang::Lang,
    pages::notifications::called,
    words::{MailWords, codes::worded, fill},
};

/// Gives a letter its words.
#[must_use]
pub fn write(letter: &Letter, tongue: Tongue, desk: &Desk) -> Words {
    let lang = if tongue == Tongue::En { Lang::En } else { Lang::Zh };
    let words = MailWords::of(lang);
    match letter {
        Letter::Received { no, subject } => {
            let said = fill(words.received, &[("no", no)]);
            let body = Body::about(words, no, subject).paragraph(&said).paragraph(words.received_add);
            body.under(fill(words.subject, &[("no", no), ("subject", subject)]))
        }
        Letter::Reply { no, subject, body: text } => {
            let body = Body::answered_above().paragraph(text).line(&about(words, no, subject));
            body.under(fill(words.reply_subject, &[("no", no), ("subject", subject)]))
        }
        Letter::Resolved { no, subject, cause, solution } => {
            let body = Body::answered_above()
                .paragraph(words.resolved)
                .fact(words.cause, cause)
                .fact(words.solution, solution)
                .paragraph(words.resolved_ask)
                .line(&about(words, no, subject));
            body.under(fill(words.reply_subject, &[("no", no), ("subject", subject)]))
        }
        Letter::Closed { no, subject } => {
            let body = Body::about(words, no, subject).paragraph(words.closed).paragraph(words.closed_again);
            body.under(fill(words.reply_subject, &[("no", no), ("subject", subject)]))
        }
        Letter::Notices { items } => notices(items, lang, desk),
    }
}

/// What staff are told: each with a link to it.
fn notices(items: &[Notice], lang: Lang, desk: &Desk) -> Words {
    let words = MailWords::of(lang);
    let mut body = Body::default();
    let mut first = String::new();
    for item in items {
        let (name, href) = called((&item.subject_kind, &item.subject_id, &item.name), lang);
        let what = worded(&item.event, Event::from_code, lang);
        let said = format!("{what}{}{name}", lang.pick("：", ": "));
        let at = desk.zone.minute(moment(item.at));
        let link = href.map(|href| format!("{}{href}", desk.url));
        body = body.notice(&said, &at, link.as_deref());
        if first.is_empty() {
            first = said;
        }
    }
    let manage = format!("{}{}/account/notifications", words.notices_manage, desk.url);
    let subject = match items.len() {
        1 => first,
        count => fill(words.notices_subject, &[("first", &first), ("n", &count.to_string())]),
    };
    body.line(&manage).under(subject)
}

fn about(words: &MailWords, no: &str, subject: &str) -> String {
    fill(words.about, &[("no", no), ("subject", subject)])
}

/// Both forms of a mail, written side by side so that they say the same.
#[derive(Default)]
struct Body {
    text: String,
    html: String,
}

impl Body {
    /// Everything below the mark is left out of an answer.
    fn answered_above() -> Self {
        let html = format!("<p style=\"color:#777;font-size:12px\">{}</p>", escaped(MARKER));
        Self { text: format!("{MARKER}\n\n"), html }
    }

    fn about(words: &MailWords, no: &str, subject: &str) -> Self {
        Self::answered_above().paragraph(&about(words, no, subject))
    }

    fn paragraph(mut self, said: &str) -> Self {
        let _ = write!(self.text, "{said}\n\n");
        let _ = write!(self.html, "<p>{}</p>", escaped(said).replace('\n', "<br>"));
        self
    }

    fn fact(mut self, name: &str, said: &str) -> Self {
        let _ = write!(self.text, "{name}:\n{said}\n\n");
        let _ =
            write!(self.html, "<p><b>{}</b><br>{}</p>", escaped(name), escaped(said).replace('\n', "<br>"));
        self
    }

    /// What happened, when, and where it is seen.
    fn notice(mut self, said: &str, at: &str, link: Option<&str>) -> Self {
        let _ = writeln!(self.text, "{said}\n{at}");
        let _ = writeln!(self.text, "{}\n", link.unwrap_or_default());
        let name = match link {
            Some(link) => format!("<a href=\"{}\">{}</a>", escaped(link), escaped(said)),
            None => escaped(said),
        };
        let _ = write!(self.html, "<p>{name}<br><small>{}</small></p>", escaped(at));
        self
    }

    /// What stands small at the end.
    fn line(mut self, said: &str) -> Self {
        let _ = writeln!(self.text, "{said}");
        let _ = write!(self.html, "<hr><p style=\"color:#777;font-size:12px\">{}</p>", escaped(said));
        self
    }

    fn under(self, subject: String) -> Words {
        let font = "font-family:sans-serif;font-size:15px;line-height:1.5";
        let html = format!("<!doctype html><html><body style=\"{font}\">{}</body></html>", self.html);
        // A line end in a subject would begin another header.
        let subject = subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        Words { subject, text: self.text, html }
    }
}

/// Text as HTML shows it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(letter: &Letter, tongue: Tongue) -> Words {
        let desk = Desk { url: "https://desk.example.com".into(), zone: domain::Zone::default() };
        super::write(letter, tongue, &desk)
    }

    fn reply(body: &str) -> Letter {
        Letter::Reply {
            no: "T100001".into(), subject: "无法登录\r\nBcc: x@y.cn".into(), body: body.into()
        }
    }

    fn notice() -> Notice {
        Notice {
            event: "ticket.opened".into(),
            subject_kind: "ticket".into(),
            subject_id: "T100001".into(),
            name: "登录".into(),
            at: 0,
            urgent: false,
        }
    }

    #[test]
    fn both_forms_say_the_same_and_neither_can_be_broken_out_of() {
        let words = write(&reply("请看 <script>alert(1)</script>\n第二行"), Tongue::Zh);
        assert!(words.text.contains("请看 <script>") && words.text.contains("第二行"));
        assert!(!words.html.contains("<script>") && words.html.contains("&lt;script&gt;"), "{}", words.html);
        assert!(!words.subject.contains(['\r', '\n']), "{}", words.subject);
        assert!(words.text.starts_with(MARKER));
    }

    #[test]
    fn each_letter_has_words_in_both_languages() {
        let (no, subject) = ("T100001".to_owned(), "登录".to_owned());
        let both = |letter: &Letter| (write(letter, Tongue::Zh), write(letter, Tongue::En));
        for letter in [
            Letter::Received { no: no.clone(), subject: subject.clone() },
            Letter::Resolved {
                no: no.clone(),
                subject: subject.clone(),
                cause: "缓存".into(),
                solution: "清理".into(),
            },
            Letter::Closed { no, subject },
            Letter::Notices { items: vec![notice(), notice()] },
        ] {
            let (zh, en) = both(&letter);
            assert_ne!(zh.text, en.text);
            for words in [zh, en] {
                assert!(
                    words.subject.contains("T100001")
                        && words.text.contains("T100001")
                        && words.html.contains("T100001")
                );
                assert!(!words.text.contains('{') && !words.html.contains('{'), "{}", words.text);
            }
        }
    }
}
