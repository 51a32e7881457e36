//! The work list over many supervised deliveries, a step of one, a large upload and a large evidence pack.

use super::client::Client;
use super::load::{Row, megabytes, millis, per_request};
use super::meter::Meter;
use super::shop::{ACCOUNT, PASSWORD, Shop};
use anyhow::{Result, bail};
use std::fmt::Write as _;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

/// Pages of the work list.
const PAGES: [(&str, &str); 5] = [
    ("work list", "/supervisions"),
    ("work list, what waits for us", "/supervisions?waiting_for=merchant"),
    ("work list, overdue", "/supervisions?overdue=true"),
    ("work list, a product and a node", "/supervisions?product=P-7&node=implement"),
    ("a delivery", "/supervisions/CD00000000000010"),
];
/// Steps that are timed.
const STEPS: u64 = 200;
/// Bytes of a large file: the most that is taken is 20 MB.
const LARGE: usize = 20_000_000;
/// So many large files make a large evidence pack.
const FILES: usize = 10;

/// Fills the shop with so many deliveries, and measures.
pub fn rows(shop: &mut Shop, deliveries: u64, requests: u64) -> Result<Vec<Row>> {
    let file = shop.folder().join("deliveries.csv");
    write_orders(&file, deliveries)?;
    shop.fill(&file)?;
    let mut rows = shop.rows();
    let server = shop.serve()?;
    let mut client = Client::connect(server.address(), "")?;
    client.sign_in(ACCOUNT, PASSWORD)?;
    let meter = server.meter();
    for (name, path) in PAGES {
        rows.push(per_request(name, path, &mut client, &meter, requests)?.row(None));
    }
    rows.push(steps(&mut client)?);
    meter.forget_highest()?;
    let (_, before) = meter.memory_kb()?;
    for n in 0..FILES {
        let started = Instant::now();
        upload(&mut client, "CD00000000000001", n)?;
        if n == 0 {
            rows.push(grown("an upload of 20 MB", started, &meter, before)?);
        }
    }
    meter.forget_highest()?;
    let (_, before) = meter.memory_kb()?;
    let started = Instant::now();
    let answer = client.measure("/supervisions/CD00000000000001/evidence")?;
    if answer.status != 200 || answer.length < (FILES * LARGE) as u64 {
        bail!("the evidence pack answered {} with {} bytes", answer.status, answer.length);
    }
    rows.push(grown("an evidence pack of 200 MB", started, &meter, before)?);
    Ok(rows)
}

fn grown(what: &str, started: Instant, meter: &Meter, before: u64) -> Result<Row> {
    let took = millis(started.elapsed());
    let (_, highest) = meter.memory_kb()?;
    Ok(Row::new(what, format!("{took}, peak memory +{}", megabytes(highest.saturating_sub(before)))))
}

/// The same requirement handed in for many orders, one after the other.
fn steps(client: &mut Client) -> Result<Row> {
    let mut times = Vec::new();
    for n in 0..STEPS {
        // Every fifth order waits for its requirement.
        let form = format!("order_no=CD{:014}&action=submit_requirement&by=buyer", 5 * n + 5);
        let sent = Instant::now();
        let answer = client.post("/do/act-supervision", &form)?;
        times.push(sent.elapsed());
        if answer.status != 303 {
            bail!("a step answered {}", answer.status);
        }
    }
    times.sort();
    let at = |part: usize| times.get(times.len() * part / 100).copied().unwrap_or_default();
    Ok(Row::new("a step of a delivery", format!("{} p50, {} p99", millis(at(50)), millis(at(99)))))
}

/// A PDF as large as may be, without two that are alike.
fn upload(client: &mut Client, order_no: &str, n: usize) -> Result<()> {
    let mut content = format!("%PDF-1.4\n% {n}\n").into_bytes();
    content.resize(LARGE - 6, b'x');
    content.extend_from_slice(b"\n%%EOF");
    let answer = client.send_file(&format!("/supervisions/{order_no}/documents"), "report.pdf", &content)?;
    if answer.status != 303 && answer.status != 201 {
        bail!("an upload answered {}", answer.status);
    }
    Ok(())
}

/// Paid orders of human services at every step of their delivery.
fn write_orders(file: &Path, count: u64) -> Result<()> {
    const NODES: [&str; 4] = ["submit_requirement", "confirm_requirement", "implement", "buyer_acceptance"];
    let mut out = BufWriter::new(std::fs::File::create(file)?);
    writeln!(
        out,
        "order_no,delivery_type,product_id,product_name,customer_id,customer_name,deal_price,state,created_at,paid_at,\
         supervision_node,supervision_since"
    )?;
    let mut row = String::new();
    for n in 0..count {
        let (month, day) = (n % 12 + 1, n / 12 % 28 + 1);
        let at = format!("2025-{month:02}-{day:02} 10:{:02}:{:02}", n % 60, n / 60 % 60);
        let node = NODES[if n % 5 == 0 { 0 } else { usize::try_from(n % 4)? }];
        let node = if n == 1 { "implement" } else { node };
        row.clear();
        write!(
            row,
            "CD{n:014},human_service,P-{0},服务 {0},C-{1},客户 {1},{2}.00,processing,{at},{at},{node},{at}",
            n % 60,
            n % 8_000,
            100 + n % 9_000,
        )?;
        writeln!(out, "{row}")?;
    }
    out.flush()?;
    Ok(())
}
