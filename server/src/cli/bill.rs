//! `countinghouse bill`

use std::process::ExitCode;

use anyhow::bail;
use chrono::NaiveDate;
use clap::Subcommand;
use domain::{Period, access::Actor};
use operations::{
    bills::{self, LIST, RunState},
    list::{Filter, LARGEST},
};

use super::{code, open};
use crate::api::{BillHead, BillRun};

/// Bills.
#[derive(Debug, Subcommand)]
pub(super) enum Bill {
    /// Make the bills of a month; what came of it as JSON
    #[command(
        after_help = "Example:\n  countinghouse bill run --period 202610\n  countinghouse bill run --period 202610 --as-of 2026-11-03\n\n\
                      Drafts of the month are made anew; nothing is billed twice. Exit code 1 when the month cannot be billed."
    )]
    Run {
        /// The month, such as 202610
        #[arg(long, value_name = "YYYYMM", value_parser = code(Period::parse))]
        period: Period,
        /// The day on which it counts as made; today when it is absent
        #[arg(long, value_name = "YYYY-MM-DD")]
        as_of: Option<NaiveDate>,
    },
    /// A bill as a file
    #[command(
        after_help = "Example:\n  countinghouse bill export GB-202610-0001 --format pdf -o bill.pdf\n  countinghouse bill export 3 --format csv\n\n\
                      The same bill gives the same bytes. The file is whole or not there."
    )]
    Export(super::bill_file::Export),
    /// Bills as JSON, the newest month first
    #[command(
        after_help = "Example:\n  countinghouse bill list\n  countinghouse bill list 'period=202610&kind=general&state=draft'"
    )]
    List {
        /// What the list is narrowed by, as in an address
        filter: Option<String>,
    },
}

impl Bill {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let (office, _) = open().await?;
        let mut code = ExitCode::SUCCESS;
        match self {
            Self::Export(export) => code = export.write(&office).await?,
            Self::Run { period, as_of } => {
                let run = bills::run_alone(&office, &Actor::System, period, as_of).await?;
                let state = run.state;
                let problem = run.problem.clone().unwrap_or_default();
                println!("{}", serde_json::to_string_pretty(&BillRun::of(&office, run))?);
                if state != RunState::Done {
                    bail!("the bills were not made: {problem}");
                }
            }
            Self::List { filter } => {
                let (filter, problems) = Filter::read_query(&LIST, filter.as_deref().unwrap_or_default());
                if let Some(problem) = problems.first() {
                    bail!("{problem}");
                }
                let (mut heads, mut rest) = (Vec::new(), Some(filter.sized(LARGEST)));
                while let Some(filter) = rest {
                    let page = bills::list(&office, &Actor::System, &filter).await?;
                    heads.extend(page.rows.into_iter().map(|bill| BillHead::of(&office, bill)));
                    rest = page.next.map(|next| filter.at(Some(next)));
                }
                println!("{}", serde_json::to_string_pretty(&heads)?);
            }
        }
        office.db.close().await;
        Ok(code)
    }
}
