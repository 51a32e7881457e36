//! `countinghouse merchant`

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Subcommand;
use domain::{
    access::Actor,
    merchant::{Standing, WrittenStanding},
};
use operations::{Failure, merchant};

use super::open;
use crate::api::Merchant as Shown;

/// What the marketplace says of the merchant.
#[derive(Debug, Subcommand)]
pub(super) enum Merchant {
    /// Certification and agreement as JSON
    #[command(after_help = "Example:\n  countinghouse merchant show")]
    Show,
    /// Record certification, agreement or both; what the file does not say stays as it is
    #[command(
        after_help = "Example:\n  countinghouse merchant set merchant.json\n\nThe file: {\"certification\": {\"state\": \"passed\", \
                      \"account_name\": \"…\", \"bank\": \"…\", \"account_no\": \"…\",\n\"taxpayer\": \"general\", \"currency\": \"CNY\"}, \
                      \"agreement\": {\"version\": \"2026-1\", \"signed\": true, \"site\": \"mainland\"}}\n\nStates: draft, under_review, rejected (with \
                      \"reason\"), passed, locked. Taxpayers: general, small.\n\
                      Sites: mainland, international; as it was when the file does not say."
    )]
    Set {
        /// The file
        file: PathBuf,
    },
}

impl Merchant {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let (office, _) = open().await?;
        match self {
            Self::Show => print(merchant::standing(&office, &Actor::System).await?),
            Self::Set { file } => {
                let name = file.display();
                let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {name}"))?;
                let written: WrittenStanding =
                    serde_json::from_str(&text).with_context(|| format!("{name} is not understood"))?;
                match merchant::record(&office, &Actor::System, &written).await {
                    Ok(standing) => print(standing),
                    Err(Failure::Invalid(problems)) => {
                        let all: Vec<_> = problems.iter().map(ToString::to_string).collect();
                        bail!("{name}: {}", all.join("; "))
                    }
                    Err(failure) => Err(failure.into()),
                }
            }
        }
    }
}

fn print(standing: Standing) -> anyhow::Result<()> {
    println!("{}", serde_json::to_string_pretty(&Shown::of(standing))?);
    Ok(())
}
