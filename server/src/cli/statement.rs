//! `countinghouse statement --reseller NAME --period 202610 --format csv|xlsx|json -o FILE`

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, ValueEnum};
use domain::{Currency, Period, access::Actor};
use operations::statements::{self, files};

use super::{code, open, output::Output};

/// What a statement is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Comma-separated text
    Csv,
    /// A workbook
    Xlsx,
    /// `reseller, period, currency, total, lines`
    Json,
}

/// Which statement.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  countinghouse statement --reseller 上海云梯信息技术有限公司 --period 202610 --format xlsx -o \
                  october.xlsx\n\nAn issued statement is written as it was frozen; otherwise it is computed from the orders now."
)]
pub(super) struct Statement {
    /// Name of the reseller
    #[arg(long, value_name = "NAME")]
    reseller: String,
    /// The month
    #[arg(long, value_name = "202610", value_parser = code(Period::parse))]
    period: Period,
    /// What it is written as
    #[arg(long, value_enum, default_value = "csv")]
    format: Format,
    /// Which currency, when the month has several
    #[arg(long, value_name = "CNY", value_parser = code(Currency::parse))]
    currency: Option<Currency>,
    /// Where it goes; standard output when absent or `-`, which XLSX does not take
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Statement {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let to_file = self.output.as_deref().is_some_and(|path| path != Path::new("-"));
        if self.format == Format::Xlsx && !to_file {
            eprintln!("error: a workbook needs a file: add -o FILE.xlsx");
            return Ok(ExitCode::from(2));
        }
        let (office, _) = open().await?;
        let actor = Actor::System;
        let head =
            statements::find_or_preview(&office, &actor, &self.reseller, self.period, self.currency).await?;
        let mut out = Output::open(self.output.as_deref())?;
        match self.format {
            Format::Csv => files::write_csv(&office, &actor, &head, &mut out).await?,
            Format::Xlsx => files::write_xlsx(&office, &actor, &head, &mut out).await?,
            Format::Json => files::write_json(&office, &actor, &head, &mut out).await?,
        }
        out.finish()?;
        let number = head.number.as_deref().unwrap_or("not issued");
        eprintln!("{}, {}, {}: {number}", head.reseller, head.period, head.currency);
        office.db.close().await;
        Ok(ExitCode::SUCCESS)
    }
}
