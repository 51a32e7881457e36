//! Who wrote to whom, about what, when, and in answer to what.

use mail_parser::{DateTime, HeaderValue, parsers::MessageStream};

use super::{Address, Note, clean, field::Fields, letter::Notes, words};

/// Characters of an id.
const MOST_ID: usize = 998;
/// Ids that are kept of those that went before.
const MOST_IDS: usize = 50;
const MOST_SUBJECT: usize = 200;
const MOST_NAME: usize = 200;
/// Addressees that are kept, and fields that are looked at for them.
const MOST_TO: usize = 200;
const MOST_TO_FIELDS: usize = 50;
/// Where a mail says whom it was sent or delivered to.
const TO: &[&str] = &["to", "cc", "delivered-to", "x-original-to", "envelope-to"];

/// Who sent it, if it says so.
pub(super) fn from(fields: &Fields) -> Option<Address> {
    ["from", "sender"].iter().find_map(|name| addresses(fields.first(name)?).into_iter().next())
}

/// Every address that it was sent or delivered to.
pub(super) fn to(fields: &Fields, notes: &mut Notes) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    // Where it was delivered is on top of where it was sent, when there are many.
    let values = TO.iter().rev().flat_map(|name| fields.every(name).take(MOST_TO_FIELDS));
    for address in values.flat_map(addresses).map(|address| address.address) {
        if found.contains(&address) {
            continue;
        }
        if found.len() >= MOST_TO {
            notes.add(Note::AddresseesLeftOut);
            break;
        }
        found.push(address);
    }
    found
}

/// The addresses in a value. What is none is passed over.
fn addresses(value: &str) -> Vec<Address> {
    let line = format!("{}\n", words::unify(value).replace(['\r', '\n'], " "));
    let HeaderValue::Address(list) = MessageStream::new(line.as_bytes()).parse_address() else {
        return Vec::new();
    };
    list.iter()
        .filter_map(|one| {
            let address = address(one.address.as_deref()?)?;
            let name = clean::line(one.name.as_deref().unwrap_or_default(), MOST_NAME);
            Some(Address { name: (!name.is_empty()).then_some(name), address })
        })
        .collect()
}

/// An address in its usual spelling, if it has the shape of one.
fn address(text: &str) -> Option<String> {
    let (local, domain) = text.trim().rsplit_once('@')?;
    let local_fits = !local.is_empty()
        && local.chars().count() <= 64
        && local.chars().all(|c| !c.is_control() && !c.is_whitespace() && !"<>()[]\\,;:@\"".contains(c));
    let label_fits = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let domain = domain.to_lowercase();
    let domain_fits = domain.len() <= 253 && domain.split('.').all(label_fits);
    (local_fits && domain_fits).then(|| format!("{local}@{domain}"))
}

/// The ids in the fields of a name, without their brackets.
pub(super) fn ids(fields: &Fields, name: &str) -> Vec<String> {
    fields.every(name).flat_map(ids_in).collect()
}

/// The last ids in the fields of a name.
pub(super) fn last_ids(fields: &Fields, name: &str) -> Vec<String> {
    let mut found = ids(fields, name);
    found.split_off(found.len().saturating_sub(MOST_IDS))
}

/// The ids in a value: what is in brackets or, where nothing is, words that look like one.
pub(super) fn ids_in(value: &str) -> Vec<String> {
    let bracketed: Vec<String> =
        value.split('<').skip(1).filter_map(|piece| id(piece.split_once('>')?.0)).collect();
    if !bracketed.is_empty() || value.contains(['<', '>']) {
        return bracketed;
    }
    value.split_whitespace().filter(|word| word.contains('@')).filter_map(id).collect()
}

/// An id without spaces, which some put in where they break a line.
fn id(text: &str) -> Option<String> {
    let id: String = text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    (!id.is_empty() && id.chars().count() <= MOST_ID).then_some(id)
}

/// What it is about.
pub(super) fn subject(fields: &Fields) -> String {
    fields.text("subject", MOST_SUBJECT)
}

/// When it was written, in milliseconds since 1970.
pub(super) fn date(fields: &Fields) -> Option<i64> {
    let value = format!("{}\n", fields.first("date")?);
    let HeaderValue::DateTime(date) = MessageStream::new(value.as_bytes()).parse_date() else { return None };
    // A leap second is of the minute before it.
    let date = DateTime { second: date.second.min(59), ..date };
    // The years that the rest of the program can show.
    let fits = date.is_valid() && (1970..=9999).contains(&date.year);
    fits.then(|| date.to_timestamp().checked_mul(1_000)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(raw: &str) -> Fields {
        Fields::read(raw.as_bytes()).0
    }

    #[test]
    fn addresses_have_a_shape() {
        for (value, name, address) in [
            ("a@Example.COM", None, "a@example.com"),
            ("Zhang San <Zhang.San@Example.com>", Some("Zhang San"), "Zhang.San@example.com"),
            ("\"Last, First\" <a@b.c>", Some("Last, First"), "a@b.c"),
            ("=?gbk?B?xOO6?= =?gbk?B?ww==?= <a@b.c>", Some("你好"), "a@b.c"),
            ("=?utf-8?Q?evil=40x.y_<z=40z.z>,?= <a@b.c>", Some("evil@x.y <z@z.z>,"), "a@b.c"),
            ("(comment) a@b.c", Some("comment"), "a@b.c"),
            ("nobody, b@c.d", None, "b@c.d"),
            ("a@例子.中国", None, "a@例子.中国"),
        ] {
            let expected = Address { name: name.map(str::to_owned), address: address.to_owned() };
            assert_eq!(addresses(value).first(), Some(&expected), "{value}");
        }
        for none in
            ["", "<>", "MAILER-DAEMON", "a@", "@b", "a b@c.d e", "<a@b@c>", "a@-b.c", "a@b..c", "<a\u{1}@b>"]
        {
            let found = addresses(none);
            assert!(found.iter().all(|found| found.address.is_empty()), "{none}: {found:?}");
        }
    }

    #[test]
    fn everybody_it_was_sent_to_is_found_once() {
        let raw = "To: a@b.c, Team: d@e.f, g@h.i;\nCc: a@b.c\nCC: x@y.z\nDelivered-To: t+token@b.c\n";
        let mut found = to(&of(raw), &mut Notes::default());
        found.sort();
        assert_eq!(found, ["a@b.c", "d@e.f", "g@h.i", "t+token@b.c", "x@y.z"]);
    }

    #[test]
    fn ids_are_what_is_in_brackets() {
        let raw = "References: <a@b> <c\n @d>\n <>\nIn-Reply-To: x@y (of Monday)\nMessage-ID: <only\n";
        assert_eq!(ids(&of(raw), "references"), ["a@b", "c@d"]);
        assert_eq!(ids(&of(raw), "in-reply-to"), ["x@y"]);
        assert!(ids(&of(raw), "message-id").is_empty());
        let many: String = (0..80).map(|n| format!(" <{n}@x>")).collect();
        let last = last_ids(&of(&format!("References:{many}\n")), "references");
        assert_eq!((last.len(), last.first().map(String::as_str)), (50, Some("30@x")));
    }

    #[test]
    fn dates_are_read() {
        let date = |value: &str| date(&of(&format!("Date: {value}\n")));
        assert_eq!(date("Fri, 1 Mar 2024 08:00:00 +0800 (CST)"), Some(1_709_251_200_000));
        assert_eq!(date("1 Mar 2024 00:00:00 GMT"), Some(1_709_251_200_000));
        assert_eq!(date("yesterday"), None);
        assert_eq!(date("Fri, 99 Foo 2024 08:00:00 +0800"), None);
    }
}
