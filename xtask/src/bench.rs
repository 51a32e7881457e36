//! `bench`: the release build on a large shop, measured from outside. Figures go to docs/performance.md.

mod client;
mod load;
mod meter;
mod shop;

use crate::paths::Paths;
use crate::release;
use anyhow::{Context, Result, bail};
use client::{Client, encoded};
use load::{Row, deep_page, per_request, per_second, transfer};
use shop::Shop;
use std::process::ExitCode;

/// Pages whose cost is measured: name and path. `{number}` and `{customer}` are taken from the sample.
const PAGES: [(&str, &str); 7] = [
    ("list", "/orders"),
    ("filter + exact count", "/orders?state=processing&business_kind=joint"),
    ("order number", "/orders?q={number}"),
    ("customer text", "/orders?q={customer}"),
    ("detail", "/orders/{number}"),
    ("home", "/"),
    ("health", "/health"),
];

/// Downloads that are timed as a whole.
const EXPORTS: [(&str, &str); 1] = [("export CSV", "/orders/export")];

const HELP: &str = "\
cargo xtask bench [--orders N] [--requests K] [--page P] [--postgres] [--keep]

  --orders N    size of the shop, 1000000
  --requests K  requests for each page, 1000
  --page P      the deep page, reached through `next`, 1000
  --postgres    PostgreSQL instead of SQLite; CPU of app and database together
  --keep        use the shop of the last run with the same size and database
";

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    orders: u64,
    requests: u64,
    page: u64,
    postgres: bool,
    keep: bool,
}

impl Options {
    fn parse(arguments: &[String]) -> Result<Self> {
        let mut options =
            Self { orders: 1_000_000, requests: 1000, page: 1000, postgres: false, keep: false };
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
                "--postgres" => options.postgres = true,
                "--keep" => options.keep = true,
                other => bail!("unknown option {other}\n\n{HELP}"),
            }
        }
        if options.postgres && options.keep {
            bail!("--keep works with SQLite only: the PostgreSQL server is a temporary one");
        }
        Ok(options)
    }
}

/// Builds, fills a shop, measures and prints a Markdown table.
pub fn bench(paths: &Paths, arguments: &[String]) -> Result<ExitCode> {
    if arguments.iter().any(|argument| argument == "--help") {
        print!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    }
    let options = Options::parse(arguments)?;
    let program = release::release(paths)?;
    let shop = Shop::open(paths, program, &options)?;
    let mut rows = shop.rows();
    let server = shop.serve()?;
    let mut client = Client::connect(server.address(), "")?;
    let cookie = client.sign_in(shop::ACCOUNT, shop::PASSWORD)?;
    let meter = server.meter();
    rows.push(Row::new("memory at rest", load::megabytes(meter.memory_kb()?.0)));

    for (name, path) in PAGES {
        let path = path
            .replace("{number}", &encoded(shop.number()))
            .replace("{customer}", &encoded(shop.customer()));
        rows.push(per_request(name, &path, &mut client, &meter, options.requests)?);
    }
    rows.push(deep_page(&mut client, &meter, &options)?);
    rows.push(per_second("list, 16 connections", "/orders", server.address(), &cookie)?);
    rows.push(Row::new("memory, highest under load", load::megabytes(meter.memory_kb()?.1)));
    for (name, path) in EXPORTS {
        rows.push(transfer(name, path, &mut client, &meter)?);
    }

    let engine = if options.postgres { "PostgreSQL" } else { "SQLite" };
    println!("\n{} orders, {engine}, {} requests a page\n", options.orders, options.requests);
    print!("{}", load::table(&rows));
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_and_unknown_ones_refused() {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let options = Options::parse(&words("--orders 500 --postgres")).unwrap();
        assert!(options.orders == 500 && options.postgres && !options.keep);
        assert!(Options::parse(&words("--orders many")).is_err());
        assert!(Options::parse(&words("--fast")).is_err());
        assert!(Options::parse(&words("--postgres --keep")).is_err());
    }
}
