//! Very many open pages that listen: what they weigh, and how long it takes from a reply until each of them heard of it.

use super::client::{Answer, Client};
use super::load::{Row, megabytes, millis, per_request, spread};
use super::meanwhile::token;
use super::shop::{PASSWORD, Server, Shop};
use anyhow::{Context, Error, Result, bail};
use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

/// So many pages listen.
const PAGES: usize = 1_000;
/// The server lets one person listen with so many pages at once.
const EACH: usize = 40;
/// So many people are needed for that.
pub const PEOPLE: usize = PAGES.div_ceil(EACH);
/// Files that server and bench each have open then, with room for the rest.
pub const FILES: u64 = 4_096;
/// Replies, one after the other.
const REPLIES: usize = 50;
/// Longer than this no page waits for news.
const PATIENCE: Duration = Duration::from_secs(30);
/// A thread that listens needs little.
const STACK: usize = 128 * 1024;

/// The account of one of those people.
pub fn colleague(number: usize) -> String {
    format!("colleague{number:02}@example.com")
}

/// Opens the pages, replies, and measures; then the page of the ticket that got the replies, by the session of a cookie,
/// beside the orders' list.
pub fn rows(
    shop: &Shop,
    server: &Server,
    cookie: &str,
    list: Option<u64>,
    requests: u64,
) -> Result<Vec<Row>> {
    let (address, meter, token) = (server.address(), server.meter(), token(shop)?);
    let connect = || Client::connect(address, cookie);
    let no = opened(&mut connect()?, &token)?;
    let mut cookies = Vec::new();
    for n in 0..PEOPLE {
        cookies.push(Client::connect(address, "")?.sign_in(&colleague(n), PASSWORD)?);
    }
    // What signing in took is given back.
    std::thread::sleep(Duration::from_secs(2));
    let (before, _) = meter.memory_kb()?;
    let started = Instant::now();
    let people = cookies.iter().flat_map(|cookie| std::iter::repeat_n(cookie, EACH));
    let streams = people.take(PAGES).map(|cookie| ask(address, cookie)).collect::<Result<Vec<_>>>()?;
    let mut readers = Vec::new();
    for stream in &streams {
        let mut reader = BufReader::with_capacity(1024, stream);
        answered(&mut reader)?;
        readers.push(reader);
    }
    let took = started.elapsed();
    let (with_them, _) = meter.memory_kb()?;
    let said = format!("\"{no}\"");
    let replied = std::thread::scope(|scope| {
        let (told, heard) = channel();
        let begun = readers.into_iter().try_for_each(|reader| {
            let (told, said) = (told.clone(), said.as_str());
            let thread = std::thread::Builder::new().stack_size(STACK);
            thread.spawn_scoped(scope, move || listen(reader, said, &told)).map(drop)
        });
        drop(told);
        let replied = begun.map_err(Error::from).and_then(|()| replies(&mut connect()?, &token, &no, &heard));
        let after = meter.memory_kb();
        // Otherwise they would listen for ever.
        for stream in &streams {
            let _ = stream.shutdown(Shutdown::Both);
        }
        replied.and_then(|waits| Ok((waits, after?.0)))
    });
    let ((each, last), after) = replied?;
    let weight = with_them.saturating_sub(before);
    let figure = format!(
        "{} before, {} with them, {} after {REPLIES} replies: {} kB each; all open after {}",
        megabytes(before),
        megabytes(with_them),
        megabytes(after),
        weight / PAGES as u64,
        millis(took)
    );
    let name = format!("a ticket with {REPLIES} replies and their history");
    Ok(vec![
        Row::new(format!("memory, {PAGES} open pages of {PEOPLE} people"), figure),
        Row::new("from a reply to its event on an open page", spread(each)),
        Row::new(format!("from a reply to its event on all {PAGES} of them"), spread(last)),
        per_request(&name, &format!("/tickets/{no}"), &mut connect()?, &meter, requests)?.row(list),
    ])
}

/// A ticket that can be replied to: its number.
fn opened(client: &mut Client, token: &str) -> Result<String> {
    let new = r#"{"subject":"控制台无法登录","description":"登录后页面空白。","buyer":"王采购"}"#;
    let answer = client.post_json("/api/v1/tickets", token, new)?;
    expect(&answer, 201, "opening a ticket")?;
    let text = String::from_utf8(answer.body)?;
    let no = text.split("\"no\":\"").nth(1).and_then(|rest| rest.split('"').next());
    let no = no.context("the new ticket has no number")?.to_owned();
    let path = format!("/api/v1/tickets/{no}/actions");
    expect(&client.post_json(&path, token, r#"{"action":"accept"}"#)?, 200, "accepting a ticket")?;
    Ok(no)
}

fn expect(answer: &Answer, status: u16, what: &str) -> Result<()> {
    if answer.status == status {
        return Ok(());
    }
    bail!("{what} answered {}: {}", answer.status, String::from_utf8_lossy(&answer.body))
}

/// Asks for what happens, as a page does.
fn ask(address: &str, cookie: &str) -> Result<TcpStream> {
    let mut stream = TcpStream::connect(address)?;
    let request = format!(
        "GET /live HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nAccept: text/event-stream\r\n\
         Sec-Fetch-Site: same-origin\r\n\r\n"
    );
    stream.write_all(request.as_bytes())?;
    Ok(stream)
}

/// Reads the head of the answer: from then on nothing is missed.
fn answered(reader: &mut impl BufRead) -> Result<()> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    if !line.contains(" 200 ") {
        bail!("an open page was answered {}", line.trim());
    }
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            bail!("an open page was closed");
        }
        if line.trim_end().is_empty() {
            return Ok(());
        }
    }
}

/// Tells each event of the ticket, until the connection ends.
fn listen(mut reader: BufReader<&TcpStream>, said: &str, told: &Sender<Instant>) {
    let mut line = String::new();
    while reader.read_line(&mut line).is_ok_and(|read| read > 0) {
        let at = Instant::now();
        if line.starts_with("data:") && line.contains(said) && told.send(at).is_err() {
            return;
        }
        line.clear();
    }
}

/// Replies again and again, each time when every page heard of the one before: how long each page waited, and how long
/// the last one of each time did.
fn replies(
    client: &mut Client,
    token: &str,
    no: &str,
    heard: &Receiver<Instant>,
) -> Result<(Vec<Duration>, Vec<Duration>)> {
    let (mut each, mut last) = (Vec::new(), Vec::new());
    let path = format!("/api/v1/tickets/{no}/messages");
    for n in 0..REPLIES {
        let body = format!("{{\"body\":\"正在查看，这是第 {n} 条回复。\"}}");
        let sent = Instant::now();
        expect(&client.post_json(&path, token, &body)?, 200, "a reply")?;
        let mut longest = Duration::ZERO;
        for count in 0..PAGES {
            let at = heard
                .recv_timeout(PATIENCE)
                .with_context(|| format!("only {count} of {PAGES} open pages heard of reply {n}"))?;
            let wait = at.saturating_duration_since(sent);
            longest = longest.max(wait);
            each.push(wait);
        }
        last.push(longest);
    }
    Ok((each, last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;
    use std::net::TcpListener;

    #[test]
    fn an_event_of_the_ticket_is_told_and_others_are_not() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            assert!(stream.read(&mut [0; 1024]).unwrap() > 0);
            stream
                .write_all(
                    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\
                      30\r\nevent: ticket\ndata: {\"no\":\"T100001\",\"version\":2}\n\n\r\n\
                      30\r\nevent: ticket\ndata: {\"no\":\"T100002\",\"version\":2}\n\n\r\n",
                )
                .unwrap();
        });
        let stream = ask(&address, "a=b").unwrap();
        let mut reader = BufReader::new(&stream);
        answered(&mut reader).unwrap();
        let (told, heard) = channel();
        listen(reader, "\"T100002\"", &told);
        drop(told);
        assert_eq!(heard.iter().count(), 1);
        server.join().unwrap();
    }
}
