//! `countinghouse statement --reseller NAME --period 202610 --format csv|xlsx|json|pdf -o FILE`

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, bail};
use app::{lang::Lang, pdf};
use clap::{Args, ValueEnum};
use domain::{Currency, Period, Tongue, access::Actor};
use operations::{
    exports,
    statements::{self, files},
};

use super::{code, open, output::Output};

/// What a statement or a bill is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Comma-separated text
    Csv,
    /// A workbook
    Xlsx,
    /// Its head and its lines
    Json,
    /// Paper, to be handed over
    Pdf,
}

/// In which language it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Language {
    /// Chinese
    Zh,
    /// English
    En,
}

/// Which statement.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  countinghouse statement --reseller 上海云梯信息技术有限公司 --period 202610 --format xlsx -o \
                  october.xlsx\n  countinghouse statement --reseller 上海云梯信息技术有限公司 --period 202610 --format pdf -o october.pdf\n\nAn issued statement is written as it was frozen; otherwise it is computed from the orders now."
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
    /// What is not in it, and why, in place of its lines; CSV or XLSX, of a draft or an issued one
    #[arg(long)]
    left_out: bool,
    /// Which currency, when the month has several
    #[arg(long, value_name = "CNY", value_parser = code(Currency::parse))]
    currency: Option<Currency>,
    /// In which language a PDF is written
    #[arg(long, value_enum, default_value = "zh")]
    language: Language,
    /// Where it goes; standard output when absent or `-`, which XLSX and PDF do not take
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Statement {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let to_file = self.output.as_deref().is_some_and(|path| path != Path::new("-"));
        let binary = match self.format {
            Format::Xlsx => Some(("a workbook", "xlsx")),
            Format::Pdf => Some(("a PDF", "pdf")),
            Format::Csv | Format::Json => None,
        };
        if let Some((what, ending)) = binary.filter(|_| !to_file) {
            eprintln!("error: {what} needs a file: add -o FILE.{ending}");
            return Ok(ExitCode::from(2));
        }
        let (office, _) = open().await?;
        let actor = Actor::System;
        let head =
            statements::find_or_preview(&office, &actor, &self.reseller, self.period, self.currency).await?;
        let left_out = match (self.left_out, self.format) {
            (false, _) => None,
            (true, Format::Csv) => Some(exports::Format::Csv),
            (true, Format::Xlsx) => Some(exports::Format::Xlsx),
            (true, Format::Json | Format::Pdf) => bail!("what is left out is written as csv or xlsx"),
        };
        if left_out.is_some() && head.id == 0 {
            bail!("nothing is drafted for that month: draft the statement first");
        }
        let mut out = Output::open(self.output.as_deref())?;
        if let Some(format) = left_out {
            let asked = (format, Tongue::Codes);
            files::write_left_out(&office, &actor, &head, None, asked, &mut out).await?;
            out.finish()?;
            office.db.close().await;
            return Ok(ExitCode::SUCCESS);
        }
        match self.format {
            Format::Csv => files::write_csv(&office, &actor, &head, Tongue::Codes, &mut out).await?,
            Format::Xlsx => files::write_xlsx(&office, &actor, &head, Tongue::Codes, &mut out).await?,
            Format::Json => files::write_json(&office, &actor, &head, &mut out).await?,
            Format::Pdf => {
                let lang = if self.language == Language::Zh { Lang::Zh } else { Lang::En };
                let statement = pdf::Statement::load(&office, &actor, head.clone(), lang).await?;
                out.write_all(&statement.pdf()?).context("cannot write the result")?;
            }
        }
        out.finish()?;
        let number = head.number.as_deref().unwrap_or("not issued");
        eprintln!("{}, {}, {}: {number}", head.reseller, head.period, head.currency);
        office.db.close().await;
        Ok(ExitCode::SUCCESS)
    }
}
