//! The command line. Exit code 0: done; 1: failed, with one line on standard error; 2: wrong usage.

mod bill;
mod bill_file;
mod clock;
mod export;
mod import;
mod merchant;
mod output;
mod quote;
mod reconcile;
mod rule;
mod sample;
mod serve;
mod staff;
mod statement;
mod supervision;
mod token;
mod undo;
mod verify;

use std::{io::IsTerminal, process::ExitCode, time::Duration};

use anyhow::Context;
use clap::{Parser, Subcommand};
use operations::Office;
use tracing_subscriber::EnvFilter;

use crate::{config::Config, office};

/// Orders and reseller settlement of a marketplace seller.
#[derive(Debug, Parser)]
#[command(
    name = "countinghouse",
    version,
    after_help = "Example:\n  countinghouse serve --demo\n\nDATABASE_URL, DOCUMENTS_URL, LISTEN, PUBLIC_URL and \
                  BUSINESS_TIME_ZONE are read from the environment; see docs/configuration.md."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve pages and API, and run the jobs
    Serve(serve::Serve),
    /// Bring the tables of the database up to date
    #[command(after_help = "Example:\n  DATABASE_URL=sqlite://data/countinghouse.db countinghouse migrate")]
    Migrate,
    /// Bring orders in from a file, or undo that
    #[command(subcommand, alias = "imports")]
    Import(import::Import),
    /// A list as a file: orders, statements, imports, the journal, staff, tokens, products
    Export(export::Export),
    /// What lines would settle at, row by row of a CSV file; needs no database
    Quote(quote::Quote),
    /// When minutes of reception are over, or how many lie between two moments; needs no database
    Clock(clock::Clock),
    /// The statement of a reseller and month, or what its draft would be
    Statement(statement::Statement),
    /// Supervised deliveries
    #[command(subcommand)]
    Supervision(supervision::Supervision),
    /// What the marketplace says of the merchant: certification and agreement
    #[command(subcommand)]
    Merchant(merchant::Merchant),
    /// Settlement rules: their versions, and what a draft would change
    #[command(subcommand)]
    Rule(rule::Rule),
    /// Bills: make those of a month, list them, and write one as a file
    #[command(subcommand)]
    Bill(bill::Bill),
    /// A bill of the marketplace, as a file, against ours
    Reconcile(reconcile::Reconcile),
    /// API tokens
    #[command(subcommand)]
    Token(token::Token),
    /// Who works here
    #[command(subcommand)]
    Staff(staff::Staff),
    /// Prove the journal, issued statements and counts
    #[command(
        after_help = "Example:\n  countinghouse verify && echo 'the books are in order'\n  countinghouse verify --journal journal.csv   # needs no database\n  countinghouse verify --pack evidence.zip     # needs no database"
    )]
    Verify(verify::Verify),
    /// Invented data to try the program with; needs no database
    #[command(subcommand)]
    Sample(sample::Sample),
}

/// Reads the command line, does what it says, and gives the exit code.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    log();
    match begin(cli.command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {}", format!("{error:#}").replace('\n', " "));
            ExitCode::FAILURE
        }
    }
}

/// Logs to standard error, because results go to standard output.
fn log() {
    let level =
        std::env::var("LOG").ok().filter(|l| !l.trim().is_empty()).unwrap_or_else(|| "info".to_owned());
    let filter = EnvFilter::try_new(&level).unwrap_or_else(|_| EnvFilter::new("info"));
    let colours = std::io::stderr().is_terminal();
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours).init();
}

fn begin(command: Command) -> anyhow::Result<ExitCode> {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(cores)
        .enable_all()
        .build()
        .context("cannot start the runtime")?;
    let done = runtime.block_on(carry_out(command));
    // A thread that hangs in the system does not keep the program from ending.
    runtime.shutdown_timeout(Duration::from_secs(5));
    done
}

async fn carry_out(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(serve) => serve.run().await?,
        Command::Migrate => migrate().await?,
        Command::Import(import) => import.run().await?,
        Command::Export(export) => return export.run().await,
        Command::Quote(quote) => quote.run()?,
        Command::Clock(clock) => clock.run()?,
        Command::Statement(statement) => return statement.run().await,
        Command::Supervision(supervision) => supervision.run().await?,
        Command::Merchant(merchant) => merchant.run().await?,
        Command::Rule(rule) => rule.run().await?,
        Command::Bill(bill) => return bill.run().await,
        Command::Reconcile(reconcile) => return reconcile.run().await,
        Command::Token(token) => token.run().await?,
        Command::Staff(staff) => staff.run().await?,
        Command::Verify(verify) => return verify.run().await,
        Command::Sample(sample) => sample.run().await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn migrate() -> anyhow::Result<()> {
    let (office, config) = open().await?;
    office.db.close().await;
    println!("{} is up to date", crate::config::redacted(&config.database_url));
    Ok(())
}

/// The office of `DATABASE_URL`.
async fn open() -> anyhow::Result<(Office, Config)> {
    let config = Config::from_env(false)?;
    Ok((office::open(&config).await?, config))
}

/// Reads a code of one of the domain's enumerations.
fn code<T>(parse: fn(&str) -> Result<T, domain::Problem>) -> impl Fn(&str) -> Result<T, String> + Clone {
    move |text| parse(text).map_err(|problem| problem.to_string())
}
