//! Many tickets beside the orders: the queue and what it is narrowed to, one of them, and searching in what was written.

use super::client::{Client, encoded};
use super::load::{Row, millis, per_request, rate};
use super::meter::Meter;
use super::open_pages::{PEOPLE, colleague};
use super::shop::Shop;
use crate::process::quiet;
use anyhow::{Context, Result};
use std::time::Instant;

/// Pages: what stands in braces is taken from what was made.
const PAGES: [(&str, &str); 9] = [
    ("tickets", "/tickets"),
    ("tickets, unassigned", "/tickets?queue=unassigned"),
    ("tickets, mine", "/tickets?queue=mine"),
    ("tickets, overdue", "/tickets?queue=overdue"),
    ("tickets, a severity", "/tickets?severity=urgent"),
    ("tickets, a product", "/tickets?product=P-1007"),
    ("tickets, an assignee", "/tickets?assignee={assignee}"),
    ("tickets, created within thirty days", "/tickets?created_from={created_from}&created_to={created_to}"),
    ("a ticket", "/tickets/{no}"),
];

/// What is looked for in the messages, and the name by which its word was told.
const SEARCHES: [(&str, &str); 5] = [
    ("tickets' text, a rare Chinese word", "rare"),
    ("tickets' text, a common Chinese word", "common"),
    ("tickets' text, a phrase of two words", "phrase"),
    ("tickets' text, two words anywhere", "words"),
    ("tickets' text, an English word", "english"),
];

/// CPU time of one request for pages of the orders, with which those of the tickets are compared, in microseconds.
#[derive(Debug, Clone, Copy)]
pub struct Bases {
    /// The plain page of the list.
    pub list: Option<u64>,
    /// Searching the list by a text.
    pub text: Option<u64>,
}

/// Adds colleagues and tickets to a shop that has its orders.
pub fn fill(shop: &mut Shop, tickets: u64, messages: u64) -> Result<()> {
    for n in 0..PEOPLE {
        shop.hire(&colleague(n), "operations")?;
    }
    let started = Instant::now();
    let (count, of_all) = (tickets.to_string(), messages.to_string());
    quiet(
        shop.command(&["sample", "tickets", "--count", &count, "--messages", &of_all, "-o"])
            .arg(shop.told_of_tickets()),
    )?;
    let took = started.elapsed();
    shop.note(
        format!("filling in {tickets} tickets with {messages} messages"),
        format!("{} messages/s, {}", rate(messages, took), millis(took)),
    );
    Ok(())
}

/// Measures the pages and the searches.
pub fn rows(
    shop: &Shop,
    client: &mut Client,
    meter: &Meter,
    bases: Bases,
    requests: u64,
) -> Result<Vec<Row>> {
    let told = std::fs::read_to_string(shop.told_of_tickets())?;
    let value = |name: &str| -> Result<&str> {
        let found = told.lines().filter_map(|line| line.split_once(' ')).find(|(key, _)| *key == name);
        found.map(|(_, value)| value).with_context(|| format!("no {name} was told of the tickets"))
    };
    let tickets: u64 = value("tickets")?.parse()?;
    let messages = value("messages")?;
    // One in the middle of those two years.
    let no = format!("T{}", 100_000 + (tickets / 2).max(1));
    let mut rows = vec![Row::new(
        format!("{tickets} tickets, {messages} messages"),
        "pages beside the list of orders, texts beside the text of two signs there",
    )];
    for (name, path) in PAGES {
        let path = path
            .replace("{assignee}", &encoded(&colleague(2)))
            .replace("{created_from}", value("created_from")?)
            .replace("{created_to}", value("created_to")?)
            .replace("{no}", &no);
        rows.push(per_request(name, &path, client, meter, requests)?.row(bases.list));
    }
    for (name, word) in SEARCHES {
        let path = format!("/tickets?q={}", encoded(value(word)?));
        rows.push(per_request(name, &path, client, meter, requests)?.row(bases.text));
    }
    Ok(rows)
}
