//! Mail that no person wrote, or not to us.

use super::{Automatic, about::About, field::Fields, people};

/// Ids that are kept of a report.
const MOST_IDS: usize = 50;

/// Beginnings of the subjects of answers that a program gave, from those who say it nowhere else.
const AWAY: &[&str] = &[
    "自动回复:",
    "自动回复：",
    "自動回覆:",
    "自動回覆：",
    "automatic reply:",
    "auto reply:",
    "autoreply:",
    "out of office:",
    "automatische antwort:",
    "réponse automatique",
];

/// What a mail is, when it is automatic. `reports`: whether a part of it reports what became of a mail.
pub(super) fn automatic(fields: &Fields, reports: bool) -> Option<Automatic> {
    let about = About::of(fields, "content-type");
    let report = about.word == "multipart/report";
    let kind = about.plain("report-type").to_ascii_lowercase();
    if (report && (kind == "delivery-status" || (kind.is_empty() && reports))) || is_from_a_server(fields) {
        return Some(Automatic::Bounce);
    }
    // Those who are away answer from nobody too, so this comes before the empty sender.
    if is_reply(fields) || (report && kind == "disposition-notification") {
        return Some(Automatic::Reply);
    }
    if fields.first("return-path").is_some_and(|path| path.replace(' ', "") == "<>") {
        return Some(Automatic::Bounce);
    }
    let is_bulk = matches!(fields.token("precedence").as_str(), "bulk" | "list" | "junk")
        || ["list-id", "list-unsubscribe"].iter().any(|name| fields.first(name).is_some());
    is_bulk.then_some(Automatic::Bulk)
}

/// Whether it comes from the program that delivers mail.
fn is_from_a_server(fields: &Fields) -> bool {
    let value = fields.first("from").unwrap_or_default().to_ascii_lowercase();
    let address = match people::from(fields) {
        Some(from) => from.address.to_ascii_lowercase(),
        // Some write only the name.
        None => value.rsplit('<').next().unwrap_or_default().trim_matches(['>', ' ', '"']).to_owned(),
    };
    let local = address.split(['@', ' ', '<']).next().unwrap_or_default();
    matches!(local, "mailer-daemon" | "mailerdaemon" | "postmaster")
}

fn is_reply(fields: &Fields) -> bool {
    let submitted = fields.token("auto-submitted");
    let suppress = fields.token("x-auto-response-suppress");
    let subject = people::subject(fields).to_lowercase();
    (!submitted.is_empty() && submitted != "no")
        || (!suppress.is_empty() && suppress != "none")
        || ["x-autoreply", "x-auto-reply", "x-autorespond", "x-autoreply-from", "x-vacation"]
            .iter()
            .any(|name| fields.first(name).is_some_and(|value| !value.eq_ignore_ascii_case("no")))
        || matches!(fields.token("precedence").as_str(), "auto_reply" | "auto-reply" | "vacation")
        || AWAY.iter().any(|start| subject.starts_with(start))
}

/// The id of the mail that has these fields.
pub(super) fn own_id(fields: &Fields) -> Option<String> {
    people::ids(fields, "message-id").into_iter().next()
}

/// Ids that a report of what became of a mail names.
pub(super) fn ids_in_report(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    ids_on_lines(&text, &["original-message-id", "x-original-message-id"])
}

/// Ids of the mails whose heads a text repeats, as servers do that know no other report.
pub(super) fn ids_in_text(text: &str) -> Vec<String> {
    ids_on_lines(text, &["message-id", "original-message-id"])
}

fn ids_on_lines(text: &str, names: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let line = line.trim_start_matches(['>', ' ', '\t']);
        let Some((name, value)) = line.split_once(':') else { continue };
        if found.len() < MOST_IDS && names.iter().any(|known| name.trim().eq_ignore_ascii_case(known)) {
            // A long id stands on the line below.
            let value =
                if value.trim().is_empty() { lines.peek().copied().unwrap_or_default() } else { value };
            found.extend(people::ids_in(value));
        }
    }
    found
}

/// Ids without those that were there before.
pub(super) fn each_once(ids: Vec<String>) -> Vec<String> {
    let mut found = Vec::new();
    for id in ids {
        if found.len() < MOST_IDS && !found.contains(&id) {
            found.push(id);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(raw: &str) -> Option<Automatic> {
        automatic(&Fields::read(raw.as_bytes()).0, false)
    }

    #[test]
    fn what_is_automatic_is_told() {
        for (raw, what) in [
            ("From: a@b\n", None),
            ("From: a@b\nAuto-Submitted: no\n", None),
            ("From: a@b\nAuto-Submitted: auto-replied (away)\n", Some(Automatic::Reply)),
            ("From: a@b\nX-Auto-Response-Suppress: All\n", Some(Automatic::Reply)),
            ("From: a@b\nX-Autoreply: yes\nPrecedence: bulk\n", Some(Automatic::Reply)),
            ("From: a@b\nSubject: =?gbk?B?19S2r7vYuLQ6IMTjusM=?=\n", Some(Automatic::Reply)),
            ("From: a@b\nAuto-Submitted: auto-replied\nReturn-Path: <>\n", Some(Automatic::Reply)),
            ("From: a@b\nReturn-Path: < >\n", Some(Automatic::Bounce)),
            ("From: a@b\nReturn-Path: <a@b>\n", None),
            ("From: Mail <MAILER-DAEMON@b>\n", Some(Automatic::Bounce)),
            ("From: MAILER-DAEMON\n", Some(Automatic::Bounce)),
            ("From: Mail Delivery <MAILER-DAEMON>\n", Some(Automatic::Bounce)),
            ("From: PostMaster@b\nAuto-Submitted: auto-replied\n", Some(Automatic::Bounce)),
            (
                "From: a@b\nContent-Type: multipart/report; report-type=delivery-status\n",
                Some(Automatic::Bounce),
            ),
            (
                "From: a@b\nContent-Type: multipart/report; report-type=disposition-notification\n",
                Some(Automatic::Reply),
            ),
            ("From: a@b\nPrecedence: List\n", Some(Automatic::Bulk)),
            ("From: a@b\nList-Unsubscribe: <https://x.y>\n", Some(Automatic::Bulk)),
        ] {
            assert_eq!(of(raw), what, "{raw}");
        }
    }

    #[test]
    fn ids_are_found_in_what_servers_repeat() {
        let text = "Could not deliver.\n> Message-ID: <a@b>\nMessage-Id:\n <c@d>\nOther: <e@f>\n";
        assert_eq!(ids_in_text(text), ["a@b", "c@d"]);
        assert_eq!(ids_in_report(b"Original-Message-ID: <a@b>\n"), ["a@b"]);
    }
}
