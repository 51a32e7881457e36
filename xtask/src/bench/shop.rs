//! The large shop: made by the program's own commands, then served.

use super::Options;
use super::client::Client;
use super::load::{Row, millis, rate};
use super::meter::Meter;
use super::tickets;
use crate::paths::Paths;
use crate::postgres::Postgres;
use crate::process::quiet;
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

/// The member of staff who looks at the pages.
pub const ACCOUNT: &str = "bench@example.com";
/// Only in the bench's own database.
pub const PASSWORD: &str = "walnut-orbit-7291-ledger";

/// A filled database and what is needed to serve it.
#[derive(Debug)]
pub struct Shop {
    program: PathBuf,
    folder: PathBuf,
    database: String,
    postgres: Option<Postgres>,
    number: String,
    customer: String,
    rows: Vec<(String, String)>,
}

impl Shop {
    /// A shop in a folder of its own, not filled yet.
    pub fn new(paths: &Paths, program: PathBuf, name: &str, postgres: bool) -> Result<Self> {
        let folder = paths.work.join(name);
        std::fs::create_dir_all(&folder)?;
        let postgres = if postgres { Some(Postgres::start()?) } else { None };
        let database = match &postgres {
            Some(postgres) => postgres.url(),
            None => format!("sqlite://{}", folder.join("shop.db").display()),
        };
        Ok(Self {
            program,
            folder,
            database,
            postgres,
            number: String::new(),
            customer: String::new(),
            rows: Vec::new(),
        })
    }

    /// Makes the sample file once for each size, imports it and adds the account; `--keep` uses what is there.
    pub fn open(paths: &Paths, program: PathBuf, options: &Options) -> Result<Self> {
        let mut name = format!("bench-{}", options.orders);
        if options.tickets > 0 {
            name.push_str(&format!("-{}-{}", options.tickets, options.messages()));
        }
        let mut shop = Self::new(paths, program, &name, options.postgres)?;
        let sample = shop.sample();
        if !sample.is_file() {
            let count = options.orders.to_string();
            let unfinished = sample.with_extension("part");
            quiet(shop.command(&["sample", "orders", "--count", &count, "-o"]).arg(&unfinished))?;
            std::fs::rename(&unfinished, &sample)?;
        }
        (shop.number, shop.customer) = first_order(&sample)?;
        let has_tickets = options.tickets == 0 || shop.told_of_tickets().is_file();
        if !(options.keep && has_tickets && shop.folder.join("shop.db").is_file()) {
            shop.fill(&sample)?;
            if options.tickets > 0 {
                tickets::fill(&mut shop, options.tickets, options.messages())?;
            }
        }
        Ok(shop)
    }

    /// Its orders as a file.
    pub fn sample(&self) -> PathBuf {
        self.folder.join("orders.csv")
    }

    /// Where it stands what its tickets are; written when they are all in.
    pub fn told_of_tickets(&self) -> PathBuf {
        self.folder.join("tickets.txt")
    }

    /// Where its files are.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// An empty database, the account, and the orders of a file.
    pub fn fill(&mut self, sample: &Path) -> Result<()> {
        for name in ["shop.db", "shop.db-wal", "shop.db-shm", "tickets.txt"] {
            let _ = std::fs::remove_file(self.folder.join(name));
        }
        quiet(&mut self.command(&["migrate"]))?;
        self.hire(ACCOUNT, "owner")?;
        let lines = BufReader::new(std::fs::File::open(sample)?).split(b'\n').count();
        let started = Instant::now();
        quiet(self.command(&["import", "orders"]).arg(sample))?;
        let took = started.elapsed();
        let lines = u64::try_from(lines)?.saturating_sub(1);
        self.note(
            format!("import of {lines} rows"),
            format!("{} rows/s, {}", rate(lines, took), millis(took)),
        );
        Ok(())
    }

    /// Adds somebody who signs in with [`PASSWORD`].
    pub fn hire(&self, account: &str, role: &str) -> Result<()> {
        let mut child = self
            .command(&["staff", "add", "--email", account, "--role", role, "--password-stdin"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()?;
        if let Some(mut input) = child.stdin.take() {
            input.write_all(PASSWORD.as_bytes())?;
        }
        if !child.wait()?.success() {
            bail!("`staff add` failed for {account}");
        }
        Ok(())
    }

    /// Keeps what was measured while the shop was filled.
    pub fn note(&mut self, what: String, figure: String) {
        self.rows.push((what, figure));
    }

    /// What was measured while the shop was filled.
    pub fn rows(&self) -> Vec<Row> {
        self.rows.iter().map(|(what, figure)| Row::new(what, figure)).collect()
    }

    /// An order's number.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// The name of that order's customer.
    pub fn customer(&self) -> &str {
        &self.customer
    }

    /// Starts the server on a free port and waits until it says that it listens.
    pub fn serve(&self) -> Result<Server> {
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let address = format!("127.0.0.1:{port}");
        let started = Instant::now();
        let mut child = self
            .command(&["serve"])
            .env("LISTEN", &address)
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start the server")?;
        let output = child.stdout.take().context("the server has no output")?;
        let mut lines = BufReader::new(output).lines();
        loop {
            let line = lines.next().context("the server ended before it listened")??;
            if line.contains("listening on") {
                break;
            }
        }
        let mut client = Client::connect(&address, "")?;
        client.get("/sign-in")?;
        let first_page = millis(started.elapsed());
        // The pipe must stay open and empty, or the server would fail or stop at its next line.
        std::thread::spawn(move || lines.for_each(drop));
        let database = self.postgres.as_ref().map(Postgres::process).transpose()?;
        Ok(Server { child, address, database, first_page })
    }

    /// The program with this shop's database.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env("DATABASE_URL", &self.database)
            .env("DOCUMENTS_URL", format!("file://{}/documents", self.folder.display()))
            .env("LOG", "warn")
            .stdin(Stdio::null());
        command
    }
}

/// A running server; ends with its owner.
#[derive(Debug)]
pub struct Server {
    child: Child,
    address: String,
    database: Option<u32>,
    first_page: String,
}

impl Server {
    /// From starting the program to the first page.
    pub fn first_page(&self) -> &str {
        &self.first_page
    }

    /// Host and port.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Reads what it and its database spend.
    pub fn meter(&self) -> Meter {
        Meter::new(self.child.id(), self.database)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Order number and customer of the first row of the sample.
fn first_order(sample: &Path) -> Result<(String, String)> {
    let mut lines = BufReader::new(std::fs::File::open(sample)?).lines();
    let mut next = || -> Result<String> { lines.next().context("the sample is empty")?.map_err(Into::into) };
    let (heading, row) = (next()?, next()?);
    let field = |name: &str| {
        let column = heading.trim_start_matches('\u{feff}').split(',').position(|title| title.trim() == name);
        let value = column.and_then(|column| row.split(',').nth(column));
        value
            .map(|value| value.trim_matches('"').to_owned())
            .with_context(|| format!("the sample has no {name}"))
    };
    Ok((field("order_no")?, field("customer_name")?))
}
