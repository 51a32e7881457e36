//! `countinghouse supervision`

use std::io::Write;

use anyhow::anyhow;
use clap::Subcommand;
use domain::access::Actor;
use futures::TryStreamExt;
use operations::{
    exports::{Format, Kind},
    supervisions,
};

use super::{open, output::Output};
use crate::api::Delivery;

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
}

impl Supervision {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::List { query } => list(query.trim_start_matches('?')).await,
            Self::Show { order_no } => show(&order_no).await,
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
