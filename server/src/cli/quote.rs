//! `countinghouse quote FILE.csv`

use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::{Path, PathBuf},
};

use anyhow::Context;
use clap::Args;
use domain::access::Actor;

use super::output::Output;

/// A file of questions.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  countinghouse quote cases.csv -o amounts.csv\n\nColumns: case, formula (reseller or \
                  reseller_co_sale), deal, floor, ratio, output_tax, service_tax;\nin another currency than CNY also currency; further ones are ignored.\nWrites case, \
                  amount, explanation, error: one row each; a bad row has an error and no amount."
)]
pub(super) struct Quote {
    /// The questions as CSV; `-` reads standard input
    file: PathBuf,
    /// Where the answers go; standard output when absent
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Quote {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let cannot = || format!("cannot read {}", self.file.display());
        let input: Box<dyn Read> = if self.file == Path::new("-") {
            Box::new(io::stdin().lock())
        } else {
            Box::new(File::open(&self.file).with_context(cannot)?)
        };
        let mut out = Output::open(self.output.as_deref())?;
        let answered = operations::quote::quote_csv(&Actor::System, BufReader::new(input), &mut out);
        let answered = answered.with_context(cannot)?;
        out.finish()?;
        eprintln!("{} rows, {} of them with an error", answered.rows, answered.refused);
        Ok(())
    }
}
