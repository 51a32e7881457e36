//! `countinghouse supervision`

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, anyhow};
use app::lang::Lang;
use clap::Subcommand;
use domain::access::Actor;
use futures::TryStreamExt;
use operations::{
    exports::{Format, Kind},
    supervisions,
};

use super::{open, output::Output};
use crate::{api::Delivery, web::files::evidence::packed};

/// Supervised deliveries.
#[derive(Debug, Subcommand)]
pub(super) enum Supervision {
    /// Deliveries as CSV, all of them or what a query narrows them to
    #[command(after_help = "Example:\n  countinghouse supervision list 'waiting_for=merchant&overdue=true'")]
    List {
        /// What they are narrowed and sorted by, as in the address of the list
        #[arg(default_value = "")]
        query: String,
    },
    /// One delivery with its documents and its log, as JSON
    #[command(after_help = "Example:\n  countinghouse supervision show CS2611010900ABCDE")]
    Show {
        /// Number of the order
        order_no: String,
    },
    /// The evidence pack of a delivery: a ZIP of its documents, its log and a manifest of hashes
    #[command(
        after_help = "Example:\n  countinghouse supervision evidence CS2611010900ABCDE -o pack.zip\n  countinghouse verify --pack pack.zip"
    )]
    Evidence {
        /// Number of the order
        order_no: String,
        /// Where it goes; `-` or nothing is standard output
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Language of the log
        #[arg(long, default_value = "zh", value_parser = ["zh", "en"])]
        language: String,
    },
}

impl Supervision {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::List { query } => list(query.trim_start_matches('?')).await,
            Self::Show { order_no } => show(&order_no).await,
            Self::Evidence { order_no, output, language } => {
                let lang = Lang::from_code(&language).unwrap_or(Lang::Zh);
                evidence(&order_no, output.as_deref(), lang).await
            }
        }
    }
}

async fn list(query: &str) -> anyhow::Result<()> {
    let kind = Kind::of(supervisions::LIST.code)?;
    kind.knows_all_of(query).map_err(|problem| anyhow!("{problem}"))?;
    let (office, _) = open().await?;
    let mut pieces = kind.stream(&office, &Actor::System, query, Format::Csv).await?;
    let mut out = Output::open(None)?;
    while let Some(piece) = pieces.try_next().await? {
        out.write_all(&piece.bytes)?;
    }
    out.finish()?;
    office.db.close().await;
    Ok(())
}

async fn show(order_no: &str) -> anyhow::Result<()> {
    let (office, _) = open().await?;
    let detail = supervisions::get(&office, &Actor::System, order_no).await?;
    let mut out = Output::open(None)?;
    serde_json::to_writer(&mut out, &Delivery::of(office.zone, office.clock.millis(), detail))?;
    writeln!(out)?;
    out.finish()?;
    office.db.close().await;
    Ok(())
}

async fn evidence(order_no: &str, output: Option<&Path>, lang: Lang) -> anyhow::Result<()> {
    let (office, _) = open().await?;
    let (_, mut pack) = packed(&office, &Actor::System, order_no, lang).await?;
    let mut out = Output::open(output)?;
    while let Some(piece) = pack.bytes.try_next().await? {
        out.write_all(&piece).context("cannot write the result")?;
    }
    out.finish()?;
    office.db.close().await;
    Ok(())
}
