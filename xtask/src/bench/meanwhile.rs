//! While a file comes in: how long a sign-in, a form and a change by the API wait.

use super::client::Client;
use super::load::{Row, millis, spread};
use super::shop::{ACCOUNT, PASSWORD, Server, Shop};
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

/// The file goes in as a member of staff brings it, and these go on until it is in.
const BOUNDARY: &str = "bench-boundary";
/// Orders that the API brings in with each change, one row each.
const HEADER: &str = "order_no,product_id,product_name,customer_id,customer_name,deal_price,state,created_at";

/// Uploads the file, and measures until its import has ended.
pub fn rows(shop: &Shop, sample: &Path, server: &Server) -> Result<Vec<Row>> {
    let mut client = Client::connect(server.address(), "")?;
    let cookie = client.sign_in(ACCOUNT, PASSWORD)?;
    let token = token(shop)?;
    let import = upload(server.address(), &cookie, sample)?;
    let started = Instant::now();
    let mut waits = [Vec::new(), Vec::new(), Vec::new()];
    let mut applied = false;
    for n in 0.. {
        let [sign_ins, forms, changes] = &mut waits;
        sign_ins.push(timed(|| Client::connect(server.address(), "")?.sign_in(ACCOUNT, PASSWORD).map(drop))?);
        forms.push(timed(|| client.post("/do/set-theme", "theme=dark").map(drop))?);
        changes.push(timed(|| change(server.address(), &token, n))?);
        if client.get(&format!("{import}/progress"))?.body != b"end" {
            continue;
        }
        if applied {
            break;
        }
        // It was looked at, and goes in now.
        client.post("/do/apply-import", &format!("id={}", import.rsplit('/').next().unwrap_or_default()))?;
        applied = true;
    }
    let took = started.elapsed();
    let names = ["sign-in", "form", "API change"];
    let mut rows: Vec<Row> = names.iter().zip(waits).map(|(name, waits)| row(name, waits)).collect();
    rows.push(Row::new("that import", millis(took)));
    Ok(rows)
}

fn timed(work: impl FnOnce() -> Result<()>) -> Result<Duration> {
    let started = Instant::now();
    work()?;
    Ok(started.elapsed())
}

fn row(name: &str, waits: Vec<Duration>) -> Row {
    Row::new(format!("{name} while it goes in"), spread(waits))
}

/// A token that may bring orders in and handle tickets.
pub fn token(shop: &Shop) -> Result<String> {
    let made = shop.command(&["token", "create", "--name", "bench", "--role", "operations"]).output()?;
    let text = String::from_utf8(made.stdout)?;
    text.lines().last().map(str::to_owned).context("`token create` printed nothing")
}

/// Sends the file by the form; the address of its import.
fn upload(address: &str, cookie: &str, sample: &Path) -> Result<String> {
    let mut file = File::open(sample)?;
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"orders.csv\"\r\n\
         Content-Type: text/csv\r\n\r\n"
    );
    let tail = format!("\r\n--{BOUNDARY}--\r\n");
    let length = u64::try_from(head.len() + tail.len())? + file.metadata()?.len();
    let mut stream = TcpStream::connect(address)?;
    write!(
        stream,
        "POST /imports HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nSec-Fetch-Site: same-origin\r\n\
         Cookie: {cookie}\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary={BOUNDARY}\r\n\
         Content-Length: {length}\r\n\r\n{head}"
    )?;
    std::io::copy(&mut file, &mut stream)?;
    stream.write_all(tail.as_bytes())?;
    for line in BufReader::new(stream).lines() {
        let line = line?;
        if let Some((name, place)) = line.split_once(": ")
            && name.eq_ignore_ascii_case("location")
        {
            return Ok(place.trim().to_owned());
        }
    }
    bail!("the upload was not taken")
}

/// One new order by the API.
fn change(address: &str, token: &str, n: u64) -> Result<()> {
    let body = format!("{HEADER}\nCBAPI{n:08},P-1,产品,C-1,客户,10,processing,2026-11-01 10:00:00\n");
    let mut stream = TcpStream::connect(address)?;
    write!(
        stream,
        "POST /api/v1/orders/import HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: text/csv\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut status = String::new();
    BufReader::new(stream).read_line(&mut status)?;
    if status.contains(" 200 ") { Ok(()) } else { bail!("the API answered {}", status.trim()) }
}
