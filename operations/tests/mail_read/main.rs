//! Mails are read as they come in, and no mail brings the reader down.

#![expect(clippy::unwrap_used, reason = "a test ends where it is surprised")]

mod corpus;
mod hostile;

use corpus::{HTML, PLAIN, all, gb, mail, parts};
use operations::mail::read::{Address, Automatic, Letter, MOST_TEXT, Note, Unreadable, read};

fn named(name: &str) -> Letter {
    let found = all().into_iter().find(|mail| mail.name == name).unwrap();
    read(&found.raw).unwrap()
}

#[test]
fn a_plain_mail() {
    let letter = named("plain");
    let expected = Letter {
        message_id: Some("m1@x".into()),
        from: Some(Address { name: Some("Zhang San".into()), address: "zhang@shop.example".into() }),
        to: vec!["help@b.example".into()],
        subject: "Order".into(),
        date: Some(1_709_251_200_000),
        text: "hello\nthere".into(),
        ..Letter::default()
    };
    assert_eq!(letter, expected);
}

#[test]
fn an_answer_is_told_from_what_it_answers() {
    let letter = named("answer");
    assert_eq!(letter.text, "Done, thanks.\n\n");
    assert_eq!(letter.quoted, "On Mon, 1 Jan 2024 at 10:00, Help <help@b.example> wrote:\n> Please do it.");
    assert_eq!(
        (letter.in_reply_to, letter.references),
        (vec!["t1@b".into()], vec!["t0@b".into(), "t1@b".into()])
    );
    assert_eq!(letter.to, ["help+abc@b.example", "help@b.example"]);
}

#[test]
fn of_several_texts_the_plain_one_is_read() {
    let letter = named("alternative");
    assert_eq!(
        (letter.text.as_str(), letter.notes.as_slice(), letter.attachments.len()),
        ("hello", [].as_slice(), 0)
    );
    let letter = read(&parts("alternative", &[&format!("{PLAIN} \r\n"), &format!("{HTML}<p>hi")])).unwrap();
    assert_eq!((letter.text.as_str(), letter.notes), ("hi", vec![Note::FromHtml]));
    let letter = named("related");
    assert_eq!(letter.text, "hi");
    assert_eq!(letter.attachments.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["part-1.png"]);
}

#[test]
fn a_page_becomes_text_and_does_nothing() {
    let letter = named("page");
    assert_eq!(letter.text, "您好\none two (https://x.y/z)");
    assert_eq!(letter.notes, [Note::FromHtml, Note::PictureFromElsewhere]);
}

#[test]
fn texts_of_every_encoding_are_read() {
    let letter = named("gb");
    assert_eq!((letter.subject.as_str(), letter.text.as_str()), ("订单问题", "您好，订单还没有开通。"));
    assert!(letter.notes.is_empty());
    let letter = named("raw head");
    assert_eq!(letter.subject, "订单还没有开通，请帮忙");
    assert_eq!(letter.notes, [Note::GuessedEncoding("gb18030")]);
    let letter = named("japanese");
    assert_eq!((letter.subject.as_str(), letter.text.as_str()), ("こん", "こんにちは"));
    assert_eq!(named("quoted printable").text, "one two €ü");
    assert_eq!(named("flowed").text, "one two\n\nthree");
    let wrong = read(&mail("Content-Type: text/plain; charset=iso-8859-1", "已付款，请开通")).unwrap();
    assert_eq!((wrong.text.as_str(), wrong.notes), ("已付款，请开通", vec![Note::GuessedEncoding("UTF-8")]));
    let wrong = read(&mail("Content-Type: text/plain; charset=utf-8", gb("已付款，请开通这个产品"))).unwrap();
    assert_eq!(wrong.text, "已付款，请开通这个产品");
    let cut = read(&mail("Subject: =?gbk?B?xOO6?=\r\n =?gbk?B?ww==?=", "x")).unwrap();
    assert_eq!(cut.subject, "你好");
}

#[test]
fn files_are_kept_as_they_are() {
    let letter = named("zip");
    let file = letter.attachments.first().unwrap();
    assert_eq!((file.name.as_str(), file.content_type.as_str()), ("你好.zip", "application/zip"));
    assert_eq!(file.bytes, b"PK\x03\x04\x14\0\0\0\0\0\x01\x02\x03\xff");
    assert_eq!((letter.text.as_str(), letter.notes.len()), ("hello", 0));
    let letter = named("tnef");
    assert_eq!(
        letter.attachments.first().map(|file| file.bytes.as_slice()),
        Some(b"\x78\x9f\x3e\x22\x01\0".as_slice())
    );
    assert_eq!(letter.notes, [Note::OutlookPacket("winmail.dat".into())]);
    let letter = named("broken base64");
    assert_eq!(letter.notes, [Note::Damaged("a.png".into())]);
    assert!(letter.attachments.first().unwrap().bytes.starts_with(b"\x89PNG"));
    let letter = named("forwarded");
    assert_eq!(letter.notes, [Note::NestedMail("云.eml".into())]);
    assert!(letter.attachments.first().unwrap().bytes.ends_with(b"forwarded"));
    assert!(letter.bounced.is_empty());
}

#[test]
fn what_is_automatic_is_told() {
    let letter = named("bounce");
    assert_eq!((letter.automatic, letter.from), (Some(Automatic::Bounce), None));
    assert_eq!(letter.bounced, ["t1@b"]);
    assert_eq!(letter.text, "Sorry, it did not arrive.");
    assert_eq!(named("vacation").automatic, Some(Automatic::Reply));
    assert_eq!(named("list").automatic, Some(Automatic::Bulk));
    let text =
        "From: MAILER-DAEMON@mx.example\n\nNot delivered.\n--- below is the mail\nMessage-ID: <t9@b>\n";
    assert_eq!(read(text.as_bytes()).unwrap().bounced, ["t9@b"]);
}

#[test]
fn what_is_damaged_is_read_as_far_as_it_goes() {
    for name in ["no boundary", "other boundary"] {
        let letter = named(name);
        assert_eq!((letter.text.contains("hello"), letter.notes), (true, vec![Note::NoParts]), "{name}");
    }
    let letter = named("no bytes");
    assert_eq!((letter.subject.as_str(), letter.text.as_str()), ("ab", "hello"));
    let letter = named("old line ends");
    assert_eq!((letter.subject.as_str(), letter.text.as_str()), ("x", "one\ntwo"));
    assert_eq!(named("nested").text, "deep");
    let mut cut = parts("mixed", &[&format!("{PLAIN}hello")]);
    cut.truncate(cut.len() - 20);
    assert_eq!(read(&cut).unwrap().notes, [Note::CutOff]);
}

#[test]
fn a_long_text_goes_on_in_a_file() {
    let long = "订单还没有开通。\r\n".repeat(5_000);
    let letter = read(&mail("Content-Type: text/plain; charset=utf-8", &long)).unwrap();
    assert!(letter.text.chars().count() <= MOST_TEXT);
    let rest = letter.attachments.first().unwrap();
    assert_eq!(rest.name, "mail.txt");
    let whole = letter.text + std::str::from_utf8(&rest.bytes).unwrap();
    assert_eq!(whole, long.replace("\r\n", "\n").trim_end());
    assert_eq!(letter.notes, [Note::TextGoesOn("mail.txt")]);
}

#[test]
fn what_is_no_mail_is_refused() {
    for (raw, why) in [
        (b"".as_slice(), Unreadable::Empty),
        (b" \r\n\t\n", Unreadable::Empty),
        (b"hello world", Unreadable::NotAMail),
        (b"\x89PNG\r\n\x1a\n\0\0", Unreadable::NotAMail),
        (b"X: y\n\nhello", Unreadable::NotAMail),
        (b"Subject: x\n\nhello", Unreadable::NoSender),
        (b"From: <>\nSubject: x\n\nhello", Unreadable::NoSender),
        (b"From: \"a@b.example\" <>\n\nhello", Unreadable::NoSender),
        (b"From: undisclosed:;\n\nhello", Unreadable::NoSender),
    ] {
        assert_eq!(read(raw), Err(why), "{}", String::from_utf8_lossy(raw));
    }
}
