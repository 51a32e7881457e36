//! `countinghouse rule`

use std::path::Path;

use anyhow::{Context, bail};
use clap::Subcommand;
use domain::{Period, access::Actor};
use operations::{
    Failure,
    rules::{self, WrittenRule},
};

use super::{code, open};
use crate::api::{RuleReplay, SettlementRule};

/// Settlement rules.
#[derive(Debug, Subcommand)]
pub(super) enum Rule {
    /// Every version and draft as JSON
    #[command(after_help = "Example:\n  countinghouse rule list")]
    List,
    /// What a draft would have changed in a past month, as JSON: totals, and the lines that change most
    #[command(
        after_help = "Example:\n  countinghouse rule replay 7 --period 202610\n  countinghouse rule replay draft.json --period 202610\n\n\
                      A number is the row of a draft, on which the replay is noted. Anything else is a file with a draft, which is \
                      kept nowhere:\n{\"formula\": \"general\", \"scope\": \"product\", \"scope_of\": \"P1\", \"effective_from\": \"2026-10-01\",\n\
                      \"ratio_kind\": \"usual\", \"ratio\": \"4%\", \"bands_fee\": \"4%\", \"bands\": [{\"from\": \"0\", \"increment\": \"0\"}]}\n\n\
                      Formulas: general, joint_deal, joint_floor, selected, partner, international. Scopes: all, kind, delivery,\n\
                      product, reseller. How the ratio is meant: fixed, at_most, usual."
    )]
    Replay {
        /// The row of a draft, or a file with one
        draft: String,
        /// The month, such as 202610
        #[arg(long, value_name = "YYYYMM", value_parser = code(Period::parse))]
        period: Period,
    },
}

impl Rule {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let (office, _) = open().await?;
        match self {
            Self::List => {
                let list = rules::list(&office, &Actor::System).await?;
                print(&SettlementRule::all(&office, &list))
            }
            Self::Replay { draft, period } => {
                let replayed = match draft.parse() {
                    Ok(id) => {
                        rules::replay(&office, &Actor::System, id, period).await.map(|rule| rule.replay)
                    }
                    Err(_) => {
                        let written = read(Path::new(&draft))?;
                        rules::replay_written(&office, &Actor::System, &written, period).await.map(Some)
                    }
                };
                match replayed {
                    Ok(replay) => print(&replay.as_ref().map(RuleReplay::of)),
                    Err(Failure::NotFound) => bail!("there is no draft {draft}"),
                    Err(Failure::Invalid(problems)) => {
                        let all: Vec<_> = problems.iter().map(ToString::to_string).collect();
                        bail!("{draft}: {}", all.join("; "))
                    }
                    Err(failure) => Err(failure.into()),
                }
            }
        }
    }
}

fn read(file: &Path) -> anyhow::Result<WrittenRule> {
    let name = file.display();
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {name}"))?;
    serde_json::from_str(&text).with_context(|| format!("{name} is not understood"))
}

fn print(shown: &impl serde::Serialize) -> anyhow::Result<()> {
    println!("{}", serde_json::to_string_pretty(shown)?);
    Ok(())
}
