//! Mails and passwords go through TLS whose certificate proves the server, or nowhere.

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::{
    answered, fate, kept,
    program::Program,
    serving::{Server, ready},
    smtp::{Door, Manner, Said, Smtp},
    until,
};

/// The authority that signed the certificate of the mail server.
const AUTHORITY: &str = include_str!("tls/ca.pem");
/// One that did not.
const ANOTHER: &str = include_str!("tls/other.pem");

/// A program that trusts one authority.
fn trusting(authority: &str) -> (Program, String) {
    let (mut program, token) = ready(Program::new());
    let file = program.file("authority.pem", authority);
    program.variable("SSL_CERT_FILE", &file);
    program.variable("SSL_CERT_DIR", "");
    program.variable("MAIL_FROM", "desk@shop.example");
    (program, token)
}

#[test]
fn mails_and_the_password_go_through_tls_alone() {
    let (mut program, token) = trusting(AUTHORITY);
    for (door, scheme, to) in [(Door::Tls, "smtps", "li@x.cn"), (Door::Starttls, "smtp", "wang@x.cn")] {
        let smtp = Smtp::begin(door, Manner::Takes);
        program.variable("MAIL_URL", &format!("{scheme}://desk:p%40ss@{}", smtp.address));
        let server = Server::start(&program, &token);
        let no = answered(&server, to);
        until(|| format!("{door:?}: {:?}", kept(&program, to)), || fate(&server, &no) == "sent");
        server.kill();
        assert_eq!((smtp.count_to(to), smtp.count()), (1, 1), "{door:?}");
        let (hidden, open): (Vec<Said>, Vec<Said>) = smtp.said().into_iter().partition(|one| one.hidden);
        let password = format!("AUTH PLAIN {}", STANDARD.encode("\0desk\0p@ss"));
        assert!(hidden.iter().any(|one| one.line == password), "{hidden:?}");
        let expected: &[&str] = if door == Door::Starttls { &["EHLO", "STARTTLS"] } else { &[] };
        assert_eq!(open.iter().map(Said::command).collect::<Vec<_>>(), expected, "{door:?}");
    }
}

#[test]
fn a_server_that_does_not_prove_itself_gets_neither_mail_nor_password() {
    for (authority, door, scheme, host, says) in [
        (ANOTHER, Door::Tls, "smtps", "127.0.0.1", "certificate"),
        (ANOTHER, Door::Starttls, "smtp", "127.0.0.1", "certificate"),
        // The certificate does not bear this name.
        (AUTHORITY, Door::Tls, "smtps", "localhost", "certificate"),
        // There is no TLS, and nobody said that none is wanted.
        (AUTHORITY, Door::Clear, "smtp", "127.0.0.1", "STARTTLS"),
    ] {
        let smtp = Smtp::begin(door, Manner::Takes);
        let (mut program, token) = trusting(authority);
        let port = smtp.address.port();
        program.variable("MAIL_URL", &format!("{scheme}://desk:p%40ss@{host}:{port}"));
        let server = Server::start(&program, &token);
        let no = answered(&server, "li@x.cn");
        until(|| format!("{door:?} {host}: {:?}", smtp.said()), || !kept(&program, "li@x.cn").1.is_empty());
        let (state, problem) = kept(&program, "li@x.cn");
        assert!(state == "queued" && problem.contains(says), "{door:?} {host}: {state} {problem}");
        assert_eq!(fate(&server, &no), "queued", "it waits for somebody to put that right");
        server.kill();
        let said = smtp.said();
        let is_greeting = |one: &Said| ["EHLO", "STARTTLS", "QUIT"].contains(&one.command());
        assert!(said.iter().all(is_greeting) && smtp.count() == 0, "{door:?} {host}: {said:?}");
    }
}
