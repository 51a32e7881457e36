//! kill -9 between the commit of a reply and its mail: what may have gone out is told as doubtful and not sent again,
//! what had not begun goes out once.

use std::{io::Write, time::Duration};

use operations::db::Sql;
use serde_json::json;

use crate::{
    accepted, answered, fate, kept,
    program::Program,
    serving::{Server, ready},
    smtp::{Door, Manner, Smtp},
    ticket, until,
};

/// How often the server is killed while a reply is under way.
const TIMES: u64 = 8;

/// A program that sends its mails there.
fn mailing(smtp: &Smtp) -> (Program, String) {
    let (mut program, token) = ready(Program::new());
    program.variable("MAIL_URL", &format!("smtp://{}?tls=none", smtp.address));
    program.variable("MAIL_FROM", "desk@shop.example");
    (program, token)
}

/// Jobs that may still send a mail.
fn left(program: &Program) -> i64 {
    program.with_db(async |db| {
        let sql = Sql::new("SELECT COUNT(*) FROM jobs WHERE kind = 'mails.send' AND finished_at IS NULL");
        let row: Option<(i64,)> = sql.fetch_optional(db).await.unwrap();
        row.unwrap().0
    })
}

#[test]
fn what_was_being_sent_is_doubtful_and_what_waited_goes_out_once() {
    let smtp = Smtp::begin(Door::Clear, Manner::Holds);
    let (program, token) = mailing(&smtp);
    let server = Server::start(&program, &token);
    // The server has the first mail and does not say so; the second waits behind it.
    let held = answered(&server, "li@x.cn");
    smtp.wait(1);
    let waiting = answered(&server, "wang@x.cn");
    assert_eq!((fate(&server, &held).as_str(), fate(&server, &waiting).as_str()), ("sending", "queued"));
    server.kill();
    smtp.set(Manner::Takes);

    // While the lease of the killed one lasts nobody touches what it had begun.
    let server = Server::start(&program, &token);
    until(|| format!("{:?}", kept(&program, "wang@x.cn")), || fate(&server, &waiting) == "sent");
    assert_eq!(fate(&server, &held), "sending");
    server.kill();
    program.time_passes();
    let server = Server::start(&program, &token);
    until(|| format!("{:?}", kept(&program, "li@x.cn")), || fate(&server, &held) == "doubtful");
    let history = ticket(&server, &held)["history"].as_array().unwrap().clone();
    assert!(history.iter().any(|event| event["action"] == "ticket.mail_failed"), "{history:?}");
    let history = ticket(&server, &waiting)["history"].as_array().unwrap().clone();
    assert!(!history.iter().any(|event| event["action"] == "ticket.mail_failed"), "{history:?}");
    until(|| format!("{} jobs are left", left(&program)), || left(&program) == 0);
    server.kill();
    assert_eq!((smtp.count_to("li@x.cn"), smtp.count_to("wang@x.cn"), smtp.count()), (1, 1, 2));
}

#[test]
fn whenever_it_is_killed_a_mail_goes_out_once_at_most_and_none_is_forgotten() {
    let smtp = Smtp::begin(Door::Clear, Manner::Takes);
    let (program, token) = mailing(&smtp);
    let mut fates = Vec::new();
    for n in 0..TIMES {
        let to = format!("buyer{n}@x.cn");
        let server = Server::start(&program, &token);
        let no = accepted(&server, &to);
        let body = json!({"body": "Empty the cache."}).to_string();
        let kind = "Content-Type: application/json\r\n";
        let mut reply = server.begin("POST", &format!("/api/v1/tickets/{no}/messages"), kind, body.len());
        reply.write_all(body.as_bytes()).unwrap();
        std::thread::sleep(Duration::from_millis(5 * n));
        server.kill();
        program.time_passes();

        let server = Server::start(&program, &token);
        let was_said = ticket(&server, &no)["messages"].as_array().unwrap().len() == 2;
        if was_said {
            let is_known = || ["sent", "doubtful"].contains(&fate(&server, &no).as_str());
            until(|| format!("{:?}", kept(&program, &to)), is_known);
        }
        let fate = if was_said { fate(&server, &no) } else { "not written".to_owned() };
        until(|| format!("{} jobs are left", left(&program)), || left(&program) == 0);
        server.kill();
        let allowed: &[usize] = match fate.as_str() {
            "sent" => &[1],
            "doubtful" => &[0, 1],
            _ => &[0],
        };
        assert!(allowed.contains(&smtp.count_to(&to)), "{fate}: {} mails", smtp.count_to(&to));
        fates.push(fate);
    }
    println!("{fates:?}");
}
