//! The measurements themselves. Times are kept as whole microseconds.

use super::Options;
use super::client::{Answer, Client};
use super::meter::Meter;
use anyhow::{Result, bail};
use std::time::{Duration, Instant};

/// Requests before the counted ones, so that caches and statements are warm.
const WARM_UP: u64 = 50;
/// How long the load of many connections lasts.
const LOAD: Duration = Duration::from_secs(5);
const CONNECTIONS: usize = 16;

/// One line of the table.
#[derive(Debug)]
pub struct Row {
    what: String,
    figure: String,
}

impl Row {
    /// A figure with its unit.
    pub fn new(what: impl Into<String>, figure: impl Into<String>) -> Self {
        Self { what: what.into(), figure: figure.into() }
    }
}

/// The lines as Markdown.
pub fn table(rows: &[Row]) -> String {
    let mut text = String::from("| what | measured |\n|---|---|\n");
    for row in rows {
        text.push_str(&format!("| {} | {} |\n", row.what, row.figure));
    }
    text
}

/// What a request for a page costs.
#[derive(Debug)]
pub struct Cost {
    name: String,
    /// CPU time of one request in microseconds.
    pub cpu: u64,
    median: Duration,
    length: u64,
}

impl Cost {
    /// With its ratio to the CPU time of another one.
    pub fn row(&self, unit: Option<u64>) -> Row {
        let tenths = unit.filter(|unit| *unit > 0).map(|unit| self.cpu * 10 / unit);
        let ratio = tenths.map(|t| format!(" ({}.{} ×)", t / 10, t % 10)).unwrap_or_default();
        let cpu = millis(Duration::from_micros(self.cpu));
        let figure = format!("{cpu} CPU{ratio}, {} p50, {} kB", millis(self.median), self.length / 1000);
        Row::new(self.name.clone(), figure)
    }
}

/// CPU time of one request, averaged over many on one connection, and the median time of an answer.
pub fn per_request(
    name: &str,
    path: &str,
    client: &mut Client,
    meter: &Meter,
    requests: u64,
) -> Result<Cost> {
    let first = client.measure(path)?;
    if first.status != 200 {
        bail!("status {} at {path}", first.status);
    }
    for _ in 0..WARM_UP.min(requests) {
        client.measure(path)?;
    }
    let mut times = Vec::new();
    let before = meter.cpu_micros()?;
    for _ in 0..requests {
        let sent = Instant::now();
        client.measure(path)?;
        times.push(sent.elapsed());
    }
    let cpu = meter.cpu_micros()?.saturating_sub(before) / requests.max(1);
    times.sort();
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    Ok(Cost { name: name.to_owned(), cpu, median, length: first.length })
}

/// Follows the list's `next` link to a far page and measures that.
pub fn deep_page(client: &mut Client, meter: &Meter, options: &Options) -> Result<Cost> {
    let mut path = "/orders".to_owned();
    let mut page = 1;
    while page < options.page {
        let Some(next) = next_link(&client.get(&path)?) else {
            break;
        };
        path = next;
        page += 1;
    }
    per_request(&format!("page {page}"), &path, client, meter, options.requests)
}

/// The first address in the page that continues the list.
fn next_link(answer: &Answer) -> Option<String> {
    let page = String::from_utf8_lossy(&answer.body);
    let link = page
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .find(|link| link.contains("after="))?;
    let link = link.replace("&amp;", "&");
    match link.strip_prefix('?') {
        Some(query) => Some(format!("/orders?{query}")),
        None => Some(link),
    }
}

/// Answers a second over many connections.
pub fn per_second(name: &str, path: &str, address: &str, cookie: &str) -> Result<Row> {
    let started = Instant::now();
    let counts: Vec<Result<u64>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..CONNECTIONS)
            .map(|_| {
                scope.spawn(move || {
                    let mut client = Client::connect(address, cookie)?;
                    let mut count = 0;
                    while started.elapsed() < LOAD {
                        let status = client.measure(path)?.status;
                        if status != 200 {
                            bail!("status {status} at {path}");
                        }
                        count += 1;
                    }
                    Ok(count)
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| match thread.join() {
                Ok(count) => count,
                Err(_) => bail!("a connection's thread ended early"),
            })
            .collect()
    });
    let took = started.elapsed();
    let total = counts.into_iter().sum::<Result<u64>>()?;
    Ok(Row::new(name, format!("{} requests/s", rate(total, took))))
}

/// A download: first byte, whole time, size, and how much the server's peak grew.
pub fn transfer(name: &str, path: &str, client: &mut Client, meter: &Meter) -> Result<Row> {
    let (_, before) = meter.memory_kb()?;
    let sent = Instant::now();
    let answer = client.measure(path)?;
    let took = sent.elapsed();
    if answer.status != 200 {
        return Ok(Row::new(name, format!("status {} at {path}", answer.status)));
    }
    let (_, after) = meter.memory_kb()?;
    Ok(Row::new(
        name,
        format!(
            "first byte {}, all {}, {} MB, peak memory +{}",
            millis(answer.first_byte),
            millis(took),
            answer.length / 1_000_000,
            megabytes(after.saturating_sub(before))
        ),
    ))
}

/// Half of the waits, 99 of a hundred, and all of them are no longer than this.
pub fn spread(mut waits: Vec<Duration>) -> String {
    waits.sort();
    let last = waits.len().saturating_sub(1);
    let at = |percent: usize| waits.get((waits.len() * percent / 100).min(last)).copied();
    let shown = |percent| millis(at(percent).unwrap_or_default());
    format!("{} p50, {} p99, {} at most, of {}", shown(50), shown(99), shown(100), waits.len())
}

/// How many a second.
pub fn rate(count: u64, took: Duration) -> u64 {
    let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX).max(1);
    count.saturating_mul(1000) / millis
}

/// `0.52 ms`.
pub fn millis(duration: Duration) -> String {
    let micros = duration.as_micros();
    format!("{}.{:02} ms", micros / 1000, micros % 1000 / 10)
}

/// Kilobytes as `15.3 MB`.
pub fn megabytes(kilobytes: u64) -> String {
    format!("{}.{} MB", kilobytes / 1024, kilobytes % 1024 * 10 / 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_shown_with_their_units() {
        assert_eq!(millis(Duration::from_micros(1527)), "1.52 ms");
        assert_eq!(megabytes(15 * 1024 + 512), "15.5 MB");
        assert_eq!(rate(3000, Duration::from_millis(1500)), 2000);
        let waits = (1..=4).rev().map(Duration::from_millis).collect();
        assert_eq!(spread(waits), "3.00 ms p50, 4.00 ms p99, 4.00 ms at most, of 4");
        assert!(table(&[Row::new("a", "1 ms")]).ends_with("| a | 1 ms |\n"));
    }

    #[test]
    fn the_next_link_is_found_and_unescaped() {
        let answer = |body: &str| Answer {
            status: 200,
            headers: Vec::new(),
            body: body.as_bytes().to_vec(),
            length: 0,
            first_byte: Duration::ZERO,
        };
        let page = "<a href=\"/orders\">x</a><a rel=\"next\" href=\"?state=a&amp;after=9\">n</a>";
        assert_eq!(next_link(&answer(page)).as_deref(), Some("/orders?state=a&after=9"));
        assert_eq!(next_link(&answer("<a href=\"/orders\">x</a>")), None);
    }
}
