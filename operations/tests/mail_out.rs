//! Mails that go out: queued with what causes them, sent once, tried again while the server is away, and told on the
//! ticket when they do not go out.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;

use std::sync::{Arc, Mutex};

use books::person;
use common::{set_clock, staff};
use domain::{
    Zone,
    access::{Actor, Role},
};
use operations::{
    Failure, Office, jobs,
    mail::{self, Desk, Letter, Mailbox, Post, Sent, Words},
    tickets::{self, Given, NewMessage, NewTicket, act, get, say},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpListener,
};

const MINUTE: i64 = 60_000;

fn owner() -> Actor {
    staff(Role::Owner)
}

fn monday() -> i64 {
    domain::Zone::default().parse("2026-11-23 10:00:00").unwrap().timestamp_millis()
}

/// How a mail server behaves.
#[derive(Clone, Copy)]
enum Manner {
    Takes,
    Refuses,
    SaysLater,
    ClosesInTheMiddle,
}

/// A mail server that keeps what it took.
struct Server {
    url: String,
    manner: Arc<Mutex<Manner>>,
    taken: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn begin(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}?tls=none", listener.local_addr().unwrap());
        let (manner, taken) = (Arc::new(Mutex::new(manner)), Arc::new(Mutex::new(Vec::new())));
        let (how, kept) = (manner.clone(), taken.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, how.clone(), kept.clone()));
            }
        });
        Self { url, manner, taken }
    }

    fn set(&self, manner: Manner) {
        *self.manner.lock().unwrap() = manner;
    }

    fn count(&self) -> usize {
        self.taken.lock().unwrap().len()
    }
}

async fn serve(stream: tokio::net::TcpStream, manner: Arc<Mutex<Manner>>, taken: Arc<Mutex<Vec<String>>>) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut answer = async |text: &str| write.write_all(format!("{text}\r\n").as_bytes()).await;
    if answer("220 here").await.is_err() {
        return;
    }
    while let Ok(Some(line)) = lines.next_line().await {
        let how = *manner.lock().unwrap();
        let command = line.to_ascii_uppercase();
        let said = match (command.split(' ').next().unwrap_or_default(), how) {
            ("EHLO", _) => "250 here",
            ("RCPT", Manner::Refuses) => "550 5.1.1 no such user",
            ("MAIL", Manner::SaysLater) => "451 4.7.1 come again later",
            ("DATA", Manner::ClosesInTheMiddle) => {
                let _ = answer("354 go on").await;
                let _ = lines.next_line().await;
                return;
            }
            ("DATA", _) => {
                let _ = answer("354 go on").await;
                let mut text = String::new();
                while let Ok(Some(line)) = lines.next_line().await
                    && line != "."
                {
                    text.push_str(&line);
                    text.push('\n');
                }
                taken.lock().unwrap().push(text);
                "250 taken"
            }
            ("QUIT", _) => "221 bye",
            _ => "250 ok",
        };
        if answer(said).await.is_err() {
            return;
        }
    }
}

fn post(url: &str) -> Post {
    let from = Mailbox { name: "远山 Desk".into(), address: "desk@shop.example".into() };
    let desk = Desk { url: "http://desk.example.com".into(), zone: Zone::default() };
    let write = |letter: &Letter, _, _: &Desk| {
        let text = serde_json::to_string(letter).unwrap();
        Words { subject: "关于您的工单".into(), html: format!("<p>{text}</p>"), text }
    };
    Post::at(url, from, desk, write).unwrap()
}

/// A ticket of somebody with an address, with one reply.
async fn answered(office: &Office) -> String {
    person(office, "owner", Role::Owner).await;
    set_clock(office, monday());
    let new = NewTicket {
        subject: "Cannot sign in".into(),
        description: "The page stays empty.".into(),
        buyer: "Li".into(),
        email: "li@x.cn".into(),
        ..NewTicket::default()
    };
    let no = tickets::open(office, &owner(), &new).await.unwrap().ticket.no();
    act(office, &owner(), &no, &Given { action: "accept".into(), ..Given::default() }).await.unwrap();
    reply(office, &no).await;
    no
}

async fn reply(office: &Office, no: &str) {
    say(office, &owner(), no, &NewMessage { body: "Clear the cache.".into(), ..NewMessage::default() })
        .await
        .unwrap();
}

async fn fates(office: &Office, no: &str) -> Vec<Sent> {
    get(office, &owner(), no).await.unwrap().mails
}

async fn send_all(office: &Office) {
    jobs::drain(office, jobs::MAILS).await.unwrap();
}

both! {
    async fn a_reply_goes_out_once_with_both_forms_and_its_thread(office) {
        let server = Server::begin(Manner::Takes).await;
        let office = Office { post: post(&server.url), ..office };
        let no = answered(&office).await;
        assert_eq!(fates(&office, &no).await[0].state, "queued");
        send_all(&office).await;
        send_all(&office).await;
        assert_eq!(server.count(), 1);
        assert_eq!(fates(&office, &no).await[0].state, "sent");
        reply(&office, &no).await;
        send_all(&office).await;
        let taken = server.taken.lock().unwrap().clone();
        assert_eq!(taken.len(), 2);
        let head = |name: &str, mail: &str| mail.lines().find(|line| line.starts_with(name)).map(str::to_owned);
        let first = head("Message-ID: ", &taken[0]).unwrap();
        assert_eq!(head("In-Reply-To: ", &taken[1]).unwrap().replace("In-Reply-To", "Message-ID"), first);
        assert!(taken[1].contains("References: <"), "{}", taken[1]);
        assert!(head("Reply-To: ", &taken[0]).unwrap_or_default().contains("desk+") || taken[0].contains("desk+"), "{}", taken[0]);
        for mail in &taken {
            assert!(mail.contains("text/plain") && mail.contains("text/html"), "{mail}");
            assert!(!mail.contains("Auto-Submitted"), "a person wrote it");
        }
    }

    async fn a_server_that_is_away_is_asked_again(office) {
        let away = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}?tls=none", away.local_addr().unwrap());
        drop(away);
        let first = Office { post: post(&url), ..office };
        let no = answered(&first).await;
        send_all(&first).await;
        let fate = fates(&first, &no).await.remove(0);
        assert_eq!(fate.state, "queued");
        assert!(fate.problem.is_some(), "it says why: {fate:?}");
        // An hour later it is there again, and says "later" once, and breaks off once.
        let server = Server::begin(Manner::SaysLater).await;
        let office = Office { post: post(&server.url), ..first };
        for (minutes, manner, state) in
            [(60, Manner::SaysLater, "queued"), (70, Manner::ClosesInTheMiddle, "queued"), (80, Manner::Takes, "sent")] {
            server.set(manner);
            set_clock(&office, monday() + minutes * MINUTE);
            send_all(&office).await;
            assert_eq!(fates(&office, &no).await[0].state, state, "after {minutes} minutes");
        }
        assert_eq!(server.count(), 1);
    }

    async fn a_server_that_is_down_for_an_hour_gets_each_mail_once(office) {
        let away = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}?tls=none", away.local_addr().unwrap());
        drop(away);
        let down = Office { post: post(&url), ..office };
        let no = answered(&down).await;
        reply(&down, &no).await;
        reply(&down, &no).await;
        for minutes in 0..60 {
            set_clock(&down, monday() + minutes * MINUTE);
            send_all(&down).await;
        }
        let waiting = fates(&down, &no).await;
        assert_eq!(waiting.len(), 3);
        assert!(waiting.iter().all(|fate| fate.state == "queued" && fate.problem.is_some()), "{waiting:?}");
        let sql = operations::db::Sql::new("SELECT attempts FROM jobs WHERE kind = 'mails.send'");
        let tried: Vec<(i64,)> = sql.fetch_all(&down.db).await.unwrap();
        assert!(tried.iter().all(|(times,)| (10..=20).contains(times)), "again and again, and not without a pause: {tried:?}");
        let server = Server::begin(Manner::Takes).await;
        let office = Office { post: post(&server.url), ..down };
        for minutes in 60..70 {
            set_clock(&office, monday() + minutes * MINUTE);
            send_all(&office).await;
        }
        let taken = server.taken.lock().unwrap().clone();
        let mut ids: Vec<&str> = taken.iter().filter_map(|mail| mail.lines().find(|line| line.starts_with("Message-ID: "))).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!((ids.len(), taken.len()), (3, 3), "each once");
        let sent = get(&office, &owner(), &no).await.unwrap();
        assert!(sent.mails.iter().all(|fate| fate.state == "sent" && fate.problem.is_none()), "{:?}", sent.mails);
        assert!(!sent.history.iter().any(|event| event.action == "ticket.mail_failed"), "nobody has to look at it");
    }

    async fn a_refused_address_ends_it_and_somebody_may_try_again(office) {
        let server = Server::begin(Manner::Refuses).await;
        let office = Office { post: post(&server.url), ..office };
        let no = answered(&office).await;
        send_all(&office).await;
        let fate = fates(&office, &no).await.remove(0);
        assert!(fate.is_stuck() && fate.problem.as_deref().unwrap_or_default().contains("no such user"), "{fate:?}");
        let history = get(&office, &owner(), &no).await.unwrap().history;
        assert!(history.iter().any(|event| event.action == "ticket.mail_failed"));
        set_clock(&office, monday() + 600 * MINUTE);
        send_all(&office).await;
        assert_eq!(server.count(), 0, "it is not tried again by itself");

        assert!(matches!(mail::again(&office, &staff(Role::Finance), &no, fate.id).await, Err(Failure::Denied(_))));
        assert!(matches!(mail::again(&office, &owner(), &no, fate.id + 1).await, Err(Failure::NotFound)));
        server.set(Manner::Takes);
        mail::again(&office, &owner(), &no, fate.id).await.unwrap();
        send_all(&office).await;
        assert_eq!((server.count(), fates(&office, &no).await[0].state.as_str()), (1, "sent"));
        assert!(matches!(mail::again(&office, &owner(), &no, fate.id).await, Err(Failure::NotFound)), "it went out");
    }

    async fn what_was_being_sent_when_the_program_died_is_not_sent_twice(office) {
        let server = Server::begin(Manner::Takes).await;
        let office = Office { post: post(&server.url), ..office };
        let no = answered(&office).await;
        books::execute(&office, &operations::db::Sql::new("UPDATE mails SET state = 'sending'")).await;
        send_all(&office).await;
        assert_eq!((server.count(), fates(&office, &no).await[0].state.as_str()), (0, "doubtful"));
        assert!(fates(&office, &no).await[0].is_stuck(), "somebody decides");
    }

    async fn in_a_folder_the_same_mail_twice_is_one_file(office) {
        let folder = tempfile::tempdir().unwrap();
        let office = Office { post: post(&format!("file://{}", folder.path().display())), ..office };
        let no = answered(&office).await;
        books::execute(&office, &operations::db::Sql::new("UPDATE mails SET state = 'sending'")).await;
        send_all(&office).await;
        assert_eq!(fates(&office, &no).await[0].state, "sent");
        let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert_eq!(files.len(), 1);
        assert!(std::fs::read_to_string(&files[0]).unwrap().contains("Message-ID: <"));
    }

    async fn an_internal_note_reaches_nobody_outside(office) {
        let server = Server::begin(Manner::Takes).await;
        let office = Office { post: post(&server.url), ..office };
        let no = answered(&office).await;
        say(&office, &owner(), &no, &NewMessage { body: "internal".into(), public: false, ..NewMessage::default() }).await.unwrap();
        send_all(&office).await;
        assert_eq!(server.count(), 1, "the reply alone");
    }
}
