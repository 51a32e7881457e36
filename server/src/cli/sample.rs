//! `countinghouse sample orders --count N -o FILE`

use std::path::PathBuf;

use anyhow::Context;
use clap::Subcommand;
use domain::{Moment, Zone};
use operations::{office::Clock, sample};

use super::{code, output::Output};

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
}

impl Sample {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let Self::Orders { count, seed, until, output } = self;
        let mut out = Output::open(output.as_deref())?;
        let until = until.unwrap_or_else(|| Clock::System.now());
        sample::write_sample(count, seed, until, &mut out).context("cannot write the sample")?;
        out.finish()
    }
}
