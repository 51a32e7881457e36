//! `countinghouse supervision`

use std::io::Write;

use clap::Subcommand;
use domain::access::Actor;
use operations::supervisions;

use super::{open, output::Output};
use crate::api::Delivery;

/// Supervised deliveries.
#[derive(Debug, Subcommand)]
pub(super) enum Supervision {
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
            Self::Show { order_no } => show(&order_no).await,
        }
    }
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
