//! `countinghouse sample orders --count N -o FILE`

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::Context;
use clap::Subcommand;
use domain::{Moment, Zone};
use operations::{
    office::Clock,
    sample::{
        self,
        tickets::{Amount, COMMON, ENGLISH, Filled, PHRASE, RARE},
    },
};

use super::{code, open, output::Output};

/// Invented data.
#[derive(Debug, Subcommand)]
pub(super) enum Sample {
    /// A file of orders that could be true, as CSV
    #[command(
        after_help = "Example:\n  countinghouse sample orders --count 100000 --seed 7 -o orders.csv\n  countinghouse import \
                      orders orders.csv\n\nThe same count, seed and end give the same file."
    )]
    Orders {
        /// How many orders
        #[arg(long)]
        count: u64,
        /// Another number gives other orders
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// End of the three years that they lie in, Beijing time; now when absent
        #[arg(long, value_name = "2026-11-15", value_parser = code(|text| Zone::default().parse(text)))]
        until: Option<Moment>,
        /// Where it goes; standard output when absent
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Tickets straight into the tables of `DATABASE_URL`, which has orders, staff and no tickets: for measurements
    #[command(hide = true)]
    Tickets {
        /// How many tickets
        #[arg(long)]
        count: u64,
        /// How many messages in all; ten for each ticket when absent
        #[arg(long)]
        messages: Option<u64>,
        /// Another number gives other tickets
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Where it is said what was made, and what can be looked for in it; standard output when absent
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

impl Sample {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Orders { count, seed, until, output } => {
                let mut out = Output::open(output.as_deref())?;
                let until = until.unwrap_or_else(|| Clock::System.now());
                sample::write_sample(count, seed, until, &mut out).context("cannot write the sample")?;
                out.finish()
            }
            Self::Tickets { count, messages, seed, output } => {
                let messages = messages.unwrap_or(count.saturating_mul(10));
                fill(Amount { tickets: count, messages, seed }, output.as_deref()).await
            }
        }
    }
}

/// Makes the tickets, and says so in lines of a name and a value.
async fn fill(amount: Amount, output: Option<&Path>) -> anyhow::Result<()> {
    let (office, _) = open().await?;
    let filled = sample::tickets::fill(&office, amount).await.context("cannot make the tickets");
    office.db.close().await;
    let Filled { tickets, messages, month: (from, to) } = filled?;
    let (rare, (one, other)) = (RARE[0], PHRASE);
    let mut out = Output::open(output)?;
    write!(
        out,
        "tickets {tickets}\nmessages {messages}\ncreated_from {from}\ncreated_to {to}\nrare {rare}\ncommon {COMMON}\n\
         phrase {one}{other}\nwords {one} {other}\nenglish {ENGLISH}\n"
    )
    .context("cannot write what was made")?;
    out.finish()
}
