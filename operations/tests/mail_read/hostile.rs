//! Mails that are made to do harm.

use operations::mail::read::{MOST_BYTES, MOST_DEPTH, MOST_PARTS_AT_ALL, Note, Unreadable, read};
use proptest::prelude::*;

use crate::corpus::{PLAIN, all, mail, nested, parts};

#[test]
fn too_many_parts_are_left_out_or_refused() {
    let part = format!("{PLAIN}x");
    let many = |count: usize| read(&parts("mixed", &vec![part.as_str(); count]));
    let letter = many(MOST_PARTS_AT_ALL - 1).unwrap();
    assert_eq!(letter.notes, [Note::PartsLeftOut(800)]);
    assert_eq!(letter.text.matches('x').count(), 199);
    assert_eq!(many(MOST_PARTS_AT_ALL), Err(Unreadable::TooManyParts));
    assert_eq!(many(50_000), Err(Unreadable::TooManyParts));
}

#[test]
fn parts_that_are_too_deep_are_refused() {
    assert_eq!(read(&nested(MOST_DEPTH)).unwrap().text, "deep");
    assert_eq!(read(&nested(MOST_DEPTH + 1)), Err(Unreadable::TooDeep));
    assert_eq!(read(&nested(200)), Err(Unreadable::TooDeep));
    // A mail within a mail is not looked into.
    let within = "Content-Type: message/rfc822\r\n\r\n".repeat(100_000);
    assert!(read(&mail("Content-Type: message/rfc822", within)).is_ok());
}

#[test]
fn large_heads_do_no_harm() {
    let letter = read(&mail(&format!("X-Long: {}\r\nSubject: x", "a".repeat(1 << 17)), "hello")).unwrap();
    assert_eq!((letter.subject.as_str(), letter.notes), ("x", vec![Note::HeadLeftOut]));
    let letter = read(&mail(&format!("Subject: {}", "长".repeat(20_000)), "hello")).unwrap();
    assert_eq!(letter.subject.chars().count(), 200);
    let folded = format!("X: a{}\r\nSubject: x", "\r\n a".repeat(300_000));
    assert_eq!(read(&mail(&folded, "hello")).unwrap().subject, "x");
    let fields = "X: y\r\n".repeat(100_000);
    assert_eq!(read(&mail(&fields, "hello")).unwrap().text, "hello");
    let to: String = (0..10_000).map(|n| format!("To: a{n}@b.example\r\n")).collect();
    assert!(read(&mail(to.trim_end(), "hello")).unwrap().to.len() <= 200);
}

#[test]
fn what_is_too_large_is_refused() {
    assert_eq!(read(&mail("Subject: x", vec![b'a'; MOST_BYTES])), Err(Unreadable::TooLarge));
    // Characters that take one byte in the mail and three here.
    let head = "Content-Type: text/plain; charset=windows-1252";
    assert_eq!(read(&mail(head, vec![0x80; MOST_BYTES / 2])), Err(Unreadable::TooLarge));
}

/// What takes no longer the more of it there is. Each was thought of against a part of the reader.
#[test]
fn mails_made_to_take_long_are_read() {
    let page = "Content-Type: text/html; charset=utf-8";
    for (head, piece) in [
        (page, "<!-- >"),
        (page, "<title>"),
        (page, "<svg></a>"),
        (page, "<a href='"),
        (page, "<a b=\">"),
        (page, "<"),
        (page, "&"),
        (page, "<blockquote>x"),
        (page, "<a href=http://x>"),
        ("Subject: x", "On 1 we wrote:\n"),
        ("Subject: x", "> a\nOn 1 we wrote:\n"),
        ("Subject: x", "-- \n"),
        ("Subject: x", "From: a\nTo: b\nCc: c\n> d\ne\n"),
        ("Content-Type: text/plain; format=flowed", "> \n"),
        ("Content-Type: multipart/mixed; boundary=x", "--x"),
        ("Content-Type: multipart/mixed; boundary=\"-\"", "---"),
    ] {
        let body = piece.repeat((1 << 17) / piece.len());
        let _ = read(&mail(head, body));
    }
    for piece in ["=?a?Q?x", "=?", "<", "\"", "(", "a@b.c,", ":", "=?utf-8?Q?a?= "] {
        let fields = format!("To: {}\r\n", piece.repeat(60_000 / piece.len())).repeat(60);
        let _ = read(&mail(fields.trim_end(), "hello"));
    }
}

#[test]
fn mails_cut_anywhere_do_no_harm() {
    for mail in all() {
        for end in 0..mail.raw.len() {
            let _ = read(mail.raw.get(..end).unwrap());
        }
        assert!(read(&mail.raw).is_ok(), "{}", mail.name);
    }
}

proptest! {
    #[test]
    fn any_bytes_do_no_harm(raw in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = read(&raw);
        let _ = read(&mail("Content-Type: text/html", &raw));
        let _ = read(&mail("Content-Type: multipart/mixed; boundary=\"\\\"", &raw));
    }

    #[test]
    fn any_head_does_no_harm(
        name in "From|To|Cc|Date|Subject|Content-Type|Content-Disposition|Message-ID|References|Return-Path",
        value in "[ -~]{0,80}|[<>\"(),;:@=?*'% \\\\a0b\r\n]{0,80}|(=\\?(gbk|utf-8|x)\\?[BbQq]\\?[=A-F0-9]{0,9}\\?= ?){0,4}|.{0,80}",
    ) {
        let raw = mail(&format!("{name}: {value}"), "hello");
        let _ = read(&raw);
        let _ = read(format!("{name}: {value}").as_bytes());
    }

    #[test]
    fn mails_with_other_bytes_in_them_do_no_harm(
        which in any::<proptest::sample::Index>(),
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..20),
    ) {
        let mut mails = all();
        let at = which.index(mails.len());
        let raw = &mut mails.get_mut(at).unwrap().raw;
        for (at, byte) in changes {
            let at = at.index(raw.len());
            *raw.get_mut(at).unwrap() = byte;
        }
        if let Ok(letter) = read(raw) {
            prop_assert!(letter.text.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\t')));
            prop_assert!(letter.subject.chars().count() <= 200);
            prop_assert!(letter.attachments.iter().all(|file| !file.name.chars().any(char::is_control)));
        }
    }
}
