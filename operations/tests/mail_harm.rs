//! Mails that bring harm or come too late: files that are no documents, a bomb, a page, an answer about what was withdrawn.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;

use std::io::{Cursor, Write};

use base64::{Engine, engine::general_purpose::STANDARD};
use books::person;
use common::{set_clock, staff};
use domain::{
    access::{Actor, Role},
    ticket::State,
};
use operations::{
    Office,
    documents::Refused,
    mail::{Outcome, receive},
    tickets::{Detail, Given, act, get},
};
use zip::{ZipWriter, write::SimpleFileOptions};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n";

fn owner() -> Actor {
    staff(Role::Owner)
}

async fn shop(office: &Office) {
    person(office, "owner", Role::Owner).await;
    set_clock(office, domain::Zone::default().parse("2026-11-23 10:00:00").unwrap().timestamp_millis());
}

/// A mail with these headers on top of what every mail has.
fn mail(id: &str, headers: &str, body: &str) -> Vec<u8> {
    format!("Message-ID: <{id}>\r\nFrom: Li <li@x.cn>\r\nTo: desk@shop.example\r\nSubject: help\r\n{headers}\r\n{body}")
        .into_bytes()
}

/// A mail with a text and files.
fn with_files(id: &str, files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut body = String::from("--b\r\nContent-Type: text/plain\r\n\r\nSee the files.\r\n");
    for (name, content) in files {
        body += &format!(
            "--b\r\nContent-Type: application/octet-stream; name=\"{name}\"\r\n\
             Content-Disposition: attachment; filename=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        );
        for line in STANDARD.encode(content).as_bytes().chunks(76) {
            body += std::str::from_utf8(line).unwrap();
            body += "\r\n";
        }
    }
    body += "--b--\r\n";
    mail(id, "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n", &body)
}

fn packed(name: &str, content: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, SimpleFileOptions::default()).unwrap();
    zip.write_all(content).unwrap();
    zip.finish().unwrap().into_inner()
}

fn named(name: &str, content: &[u8]) -> (String, Vec<u8>) {
    (name.to_owned(), content.to_vec())
}

async fn seen(office: &Office, no: &str) -> Detail {
    get(office, &owner(), no).await.unwrap()
}

/// Files in the store.
async fn stored(office: &Office) -> usize {
    use futures::StreamExt;
    office.documents.list(None).count().await
}

/// Takes a mail in that opens a ticket; its number.
async fn opened(office: &Office, raw: Vec<u8>) -> String {
    let got = receive(office, &owner(), raw).await.unwrap();
    assert_eq!(got.outcome, Outcome::Opened);
    got.ticket.expect("it has a number")
}

both! {
    async fn files_that_do_harm_are_left_out_and_told_and_the_words_stay(office) {
        shop(&office).await;
        let zeros = vec![0; 40 << 20];
        let bomb = packed("zeros", &zeros);
        assert!(bomb.len() < 100_000, "it is small while it is packed");
        let harm = [
            ("bomb.zip", bomb.clone(), Some(Refused::Bomb)),
            ("nested.zip", packed("inner.zip", &bomb), Some(Refused::Nested { name: "inner.zip".into() })),
            ("away.zip", packed("../../x", b"x"), Some(Refused::LeadsOut { name: "../../x".into() })),
            ("damaged.zip", b"PK\x03\x04 and nothing".to_vec(), Some(Refused::Unreadable)),
            ("invoice.pdf", b"<script>alert(1)</script>".to_vec(), Some(Refused::NotWhatItSays { ending: "pdf".into() })),
            ("page.html", b"<script>alert(1)</script>".to_vec(), None),
            ("picture.svg", b"<svg onload=\"alert(1)\"/>".to_vec(), None),
            ("setup.exe", b"MZ\x90\0".to_vec(), None),
        ];
        let mut files: Vec<_> = harm.iter().map(|(name, content, _)| named(name, content)).collect();
        files.push(named("good.pdf", PDF));
        let no = opened(&office, with_files("harm@x.cn", &files)).await;
        let message = seen(&office, &no).await.messages.remove(0);
        assert_eq!(message.body.trim(), "See the files.");
        let kept: Vec<&str> = message.documents.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(kept, ["good.pdf"]);
        let told = message.left_out();
        assert_eq!(told.len(), harm.len(), "{told:?}");
        for (one, (expected, _, refused)) in told.iter().zip(&harm) {
            assert_eq!(one.name, *expected);
            match refused {
                Some(refused) => assert_eq!(one.why, *refused, "{}", one.name),
                None => assert!(matches!(one.why, Refused::Ending { .. }), "{one:?}"),
            }
        }
        assert_eq!(stored(&office).await, 1, "nothing of the others lies anywhere");
    }

    async fn of_too_many_files_the_first_ones_are_kept_and_the_others_told(office) {
        shop(&office).await;
        let files: Vec<_> = (0..23).map(|n| named(&format!("{n}.pdf"), PDF)).collect();
        let no = opened(&office, with_files("many@x.cn", &files)).await;
        let message = seen(&office, &no).await.messages.remove(0);
        let left_out: Vec<String> = message.left_out().into_iter().map(|one| one.name).collect();
        assert_eq!((message.documents.len(), left_out), (20, vec!["20.pdf".to_owned(), "21.pdf".into(), "22.pdf".into()]));
        assert_eq!(stored(&office).await, 20);
    }

    async fn a_page_is_read_as_text_and_nothing_of_it_is_fetched_or_run(office) {
        shop(&office).await;
        let page = "<style>p { color: red }</style><p>It is blank.</p><script>alert(1)</script>\
            <img src=\"https://evil.example/p.gif\" onerror=\"alert(2)\"><iframe src=\"https://evil.example/\"></iframe>\
            <a href=\"javascript:alert(3)\">press</a> <a href=\"https://good.example/x\">look</a>\r\n";
        let raw = mail("page@x.cn", "Content-Type: text/html; charset=utf-8\r\n", page);
        let got = receive(&office, &owner(), raw).await.unwrap();
        assert!(got.notes.iter().any(|note| note.contains("a picture from elsewhere was left out")), "{:?}", got.notes);
        let body = seen(&office, &got.ticket.unwrap()).await.messages.remove(0).body;
        assert!(body.contains("It is blank.") && body.contains("press") && body.contains("https://good.example/x"), "{body}");
        for bad in ["alert", "javascript", "evil.example", "color", "<"] {
            assert!(!body.contains(bad), "{bad}: {body}");
        }
        assert_eq!(stored(&office).await, 0);
    }

    async fn an_answer_about_what_was_withdrawn_begins_a_new_ticket(office) {
        shop(&office).await;
        let no = opened(&office, mail("first@x.cn", "", "It is blank.\r\n")).await;
        let withdraw = Given { action: "withdraw".into(), by: "customer".into(), ..Given::default() };
        act(&office, &owner(), &no, &withdraw).await.unwrap();
        let again = mail("again@x.cn", "In-Reply-To: <first@x.cn>\r\n", "It is blank again.\r\n");
        let got = receive(&office, &owner(), again.clone()).await.unwrap();
        let new = got.ticket.expect("it has a number");
        assert_ne!(new, no);
        let (old, new) = (seen(&office, &no).await, seen(&office, &new).await);
        assert_eq!((old.ticket.state, old.messages.len()), (State::Withdrawn, 1), "it is left alone");
        assert_eq!((new.ticket.state, new.messages[0].body.trim()), (State::Pending, "It is blank again."));
        for (one, other) in [(&old, &new), (&new, &old)] {
            let of = other.ticket.no();
            let linked = one.history.iter().any(|event| event.after_json.as_ref().is_some_and(|json| json.contains(&of)));
            assert!(linked, "{} says that it belongs to {of}", one.ticket.no());
        }
        assert_eq!(receive(&office, &owner(), again).await.unwrap().outcome, Outcome::Duplicate);
    }
}
