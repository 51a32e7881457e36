//! `countinghouse quote FILE`

use std::{
    io,
    path::{Path, PathBuf},
};

use anyhow::Context;
use clap::Args;
use domain::access::Actor;

use tempfile::NamedTempFile;

use super::{import::Written, output::Output};

/// A file of questions.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  countinghouse quote cases.csv -o amounts.csv\n\nColumns: case, formula, and what the formulas of the rows need:\n  \
                  reseller, reseller_co_sale  deal, floor, ratio, output_tax, service_tax\n  \
                  general        sales, coupon, bear_ratio, fee, month_paid_total\n  \
                  joint_deal     deal, quantity, duration, ratio, output_tax, partner_tax, fee, sales\n  \
                  joint_floor    list, floor_discount, quantity, duration, ratio, output_tax, partner_tax, fee, sales\n  \
                  selected       floor, quantity\n  \
                  partner        deal, ratio, output_tax, service_tax\n  \
                  international  sales, wht1, dst1, fee, wht2, dst2\n  \
                  upgrade        new_price, old_price, days, discount\n\
                  effective_at chooses the version of the rule, currency says another one than CNY; further columns are ignored.\n\
                  Writes case, amount, explanation, error: one row each; a bad row has an error and no amount."
)]
pub(super) struct Quote {
    /// The questions as CSV or XLSX; `-` reads standard input
    file: PathBuf,
    /// Where the answers go; standard output when absent
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    written: Written,
}

impl Quote {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let cannot = || format!("cannot read {}", self.file.display());
        let mut kept = None;
        let path = if self.file == Path::new("-") {
            let mut file = NamedTempFile::new()?;
            io::copy(&mut io::stdin().lock(), &mut file)?;
            kept.insert(file).path()
        } else {
            &self.file
        };
        let mut out = Output::open(self.output.as_deref())?;
        let answered = operations::quote::quote_csv(
            &Actor::System,
            path,
            &self.written.told(&operations::quote::COLUMNS)?,
            &mut out,
        );
        let answered = answered.with_context(cannot)?;
        out.finish()?;
        eprintln!("{} rows, {} of them with an error", answered.rows, answered.refused);
        Ok(())
    }
}
