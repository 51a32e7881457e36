//! `bench`: the release build on a large shop, measured from outside. Figures go to docs/performance.md.

mod bills;
mod client;
mod deliveries;
mod limits;
mod load;
mod meanwhile;
mod meter;
mod open_pages;
mod shop;
mod statement;
mod tickets;

use crate::paths::Paths;
use crate::release;
use anyhow::{Context, Result, bail};
use client::{Client, encoded};
use load::{Cost, Row, deep_page, per_request, per_second, transfer};
use meter::Meter;
use shop::Shop;
use std::path::PathBuf;
use std::process::ExitCode;

/// The page of orders with which the pages of tickets are compared.
const LIST: &str = "list";
/// And the one with which searching them is compared.
const TEXT: &str = "customer or product text, two signs";

/// Pages whose cost is measured: name and path. `{number}` and `{customer}` are taken from the sample.
/// The first is what the others are compared with.
const PAGES: [(&str, &str); 10] = [
    ("`/health`: one empty query, no page", "/health"),
    (LIST, "/orders"),
    ("filter + exact count", "/orders?state=processing&business_kind=joint"),
    ("date and amount range", "/orders?created_from=2025-01-01&created_to=2025-03-31&amount_from=1000"),
    ("order number", "/orders?q={number}"),
    ("customer text, whole name", "/orders?q={customer}"),
    (TEXT, "/orders?q=云启"),
    ("detail", "/orders/{number}"),
    ("home", "/"),
    ("settlement", "/settlement"),
];

/// Downloads that are timed as a whole.
const EXPORTS: [(&str, &str); 1] = [("CSV of everything", "/orders/export")];

const HELP: &str = "\
cargo xtask bench [--orders N] [--requests K] [--page P] [--lines N] [--deliveries N]
                  [--tickets N] [--messages M] [--postgres] [--keep] [--program FILE]

  --orders N    size of the shop, 1000000
  --requests K  requests for each page, 1000
  --page P      the deep page, reached through `next`, 10000
  --lines N     lines of a statement, 1000000; 0 leaves it out
  --deliveries N  supervised deliveries, 200000; 0 leaves them out
  --tickets N   tickets beside the orders, searched in, with 1000 open pages; 0, which leaves them out
  --messages M  messages of all of them, ten for each
  --postgres    PostgreSQL instead of SQLite; CPU of app and database together
  --program F   measure this program instead of building one
  --keep        use the shop of the last run with the same size and database
";

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    orders: u64,
    requests: u64,
    page: u64,
    lines: u64,
    deliveries: u64,
    tickets: u64,
    messages: Option<u64>,
    postgres: bool,
    keep: bool,
    program: Option<PathBuf>,
}

impl Options {
    fn parse(arguments: &[String]) -> Result<Self> {
        let mut options = Self {
            orders: 1_000_000,
            requests: 1000,
            page: 10_000,
            lines: 1_000_000,
            deliveries: 200_000,
            tickets: 0,
            messages: None,
            postgres: false,
            keep: false,
            program: None,
        };
        let mut rest = arguments.iter();
        while let Some(flag) = rest.next() {
            let mut number = || -> Result<u64> {
                let value = rest.next().with_context(|| format!("{flag} needs a number"))?;
                value.parse().with_context(|| format!("{flag} {value}: not a number"))
            };
            match flag.as_str() {
                "--orders" => options.orders = number()?,
                "--requests" => options.requests = number()?.max(1),
                "--page" => options.page = number()?,
                "--lines" => options.lines = number()?,
                "--deliveries" => options.deliveries = number()?,
                "--tickets" => options.tickets = number()?,
                "--messages" => options.messages = Some(number()?),
                "--postgres" => options.postgres = true,
                "--keep" => options.keep = true,
                "--program" => {
                    let path = rest.next().context("--program needs a file")?;
                    options.program = Some(std::path::absolute(path)?);
                }
                other => bail!("unknown option {other}\n\n{HELP}"),
            }
        }
        if options.postgres && options.keep {
            bail!("--keep works with SQLite only: the PostgreSQL server is a temporary one");
        }
        Ok(options)
    }

    /// Messages of all tickets; each has one at least.
    fn messages(&self) -> u64 {
        self.messages.unwrap_or(self.tickets.saturating_mul(10)).max(self.tickets)
    }
}

/// Builds, fills a shop, measures and prints a Markdown table.
pub fn bench(paths: &Paths, arguments: &[String]) -> Result<ExitCode> {
    if arguments.iter().any(|argument| argument == "--help") {
        print!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    }
    let options = Options::parse(arguments)?;
    if options.tickets > 0 {
        limits::allow_files(open_pages::FILES)?;
    }
    let program = match &options.program {
        Some(program) => program.clone(),
        None => release::release(paths)?,
    };
    let mut rows = orders(paths, program.clone(), &options)?;
    if options.lines > 0 {
        let name = format!("bench-statement-{}", options.lines);
        let mut shop = Shop::new(paths, program.clone(), &name, options.postgres)?;
        rows.push(Row::new(format!("statement of {} lines", options.lines), ""));
        rows.extend(statement::rows(&mut shop, options.lines)?);
    }
    if options.deliveries > 0 {
        let name = format!("bench-deliveries-{}", options.deliveries);
        let mut shop = Shop::new(paths, program.clone(), &name, options.postgres)?;
        rows.push(Row::new(format!("{} deliveries", options.deliveries), ""));
        rows.extend(deliveries::rows(&mut shop, options.deliveries, options.requests)?);
    }

    let engine = if options.postgres { "PostgreSQL" } else { "SQLite" };
    println!("\n{} orders, {engine}, {} requests a page\n", options.orders, options.requests);
    print!("{}", load::table(&rows));
    Ok(ExitCode::SUCCESS)
}

/// The shop of orders, and of tickets where there are any.
fn orders(paths: &Paths, program: PathBuf, options: &Options) -> Result<Vec<Row>> {
    let shop = Shop::open(paths, program, options)?;
    let mut rows = shop.rows();
    let server = shop.serve()?;
    let mut client = Client::connect(server.address(), "")?;
    let cookie = client.sign_in(shop::ACCOUNT, shop::PASSWORD)?;
    let meter = server.meter();
    rows.push(Row::new("start to first page", server.first_page()));
    rows.push(Row::new("memory at rest", load::megabytes(meter.memory_kb()?.0)));
    let costs = pages(&shop, &mut client, &meter, options.requests)?;
    let unit = costs.first().map(|cost| cost.cpu);
    rows.extend(costs.iter().map(|cost| cost.row(unit)));
    rows.push(deep_page(&mut client, &meter, options)?.row(unit));
    rows.push(Row::new("memory, highest so far", load::megabytes(meter.memory_kb()?.1)));
    meter.forget_highest()?;
    rows.push(per_second("list, 16 connections", "/orders", server.address(), &cookie)?);
    rows.push(Row::new("memory, highest under load", load::megabytes(meter.memory_kb()?.1)));
    for (name, path) in EXPORTS {
        rows.push(transfer(name, path, &mut client, &meter)?);
    }
    if options.tickets > 0 {
        let cpu =
            |name: &str| PAGES.iter().zip(&costs).find(|(page, _)| page.0 == name).map(|(_, cost)| cost.cpu);
        let (list, text) = (cpu(LIST), cpu(TEXT));
        let bases = tickets::Bases { list, text };
        rows.extend(tickets::rows(&shop, &mut client, &meter, bases, options.requests)?);
        rows.extend(open_pages::rows(&shop, &server, &cookie, list, options.requests)?);
    }
    rows.extend(meanwhile::rows(&shop, &shop.sample(), &server)?);
    rows.extend(bills::rows(&shop)?);
    Ok(rows)
}

/// What each of [`PAGES`] costs.
fn pages(shop: &Shop, client: &mut Client, meter: &Meter, requests: u64) -> Result<Vec<Cost>> {
    let cost = |(name, path): (&str, &str)| {
        let path = path
            .replace("{number}", &encoded(shop.number()))
            .replace("{customer}", &encoded(shop.customer()))
            .replace("云启", &encoded("云启"));
        per_request(name, &path, client, meter, requests)
    };
    PAGES.into_iter().map(cost).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_and_unknown_ones_refused() {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let options = Options::parse(&words("--orders 500 --postgres")).unwrap();
        assert!(options.orders == 500 && options.page == 10_000 && options.postgres && !options.keep);
        let options = Options::parse(&words("--tickets 20")).unwrap();
        assert!(options.tickets == 20 && options.messages() == 200);
        assert_eq!(Options::parse(&words("--tickets 20 --messages 5")).unwrap().messages(), 20);
        assert!(Options::parse(&words("--orders many")).is_err());
        assert!(Options::parse(&words("--fast")).is_err());
        assert!(Options::parse(&words("--postgres --keep")).is_err());
    }
}
