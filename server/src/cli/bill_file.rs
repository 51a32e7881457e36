//! `countinghouse bill export ID --format csv|xlsx|pdf|json -o FILE`

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context;
use app::{lang::Lang, pdf};
use clap::Args;
use domain::{Tongue, access::Actor};
use operations::{
    Office,
    bills::{self, files},
};

use super::{
    output::Output,
    statement::{Format, Language},
};

/// Which bill, and as what.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// Its number, such as GB-202610-0001, or its row
    #[arg(value_name = "ID")]
    id: String,
    /// What it is written as
    #[arg(long, value_enum, default_value = "csv")]
    format: Format,
    /// In which words; without it CSV and XLSX have names and codes for programs, and a PDF is Chinese
    #[arg(long, value_enum)]
    language: Option<Language>,
    /// Where it goes; standard output when absent or `-`, which XLSX and PDF do not take
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Export {
    pub(super) async fn write(self, office: &Office) -> anyhow::Result<ExitCode> {
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
        let lang = self.language.map(|of| if of == Language::Zh { Lang::Zh } else { Lang::En });
        let tongue = match lang {
            None => Tongue::Codes,
            Some(Lang::Zh) => Tongue::Zh,
            Some(Lang::En) => Tongue::En,
        };
        let actor = Actor::System;
        let bill = bills::named(office, &actor, &self.id).await;
        let bill = bill.with_context(|| format!("cannot read bill {}", self.id))?;
        let mut out = Output::open(self.output.as_deref())?;
        match self.format {
            Format::Csv => files::write_csv(office, &actor, &bill, tongue, &mut out).await?,
            Format::Xlsx => files::write_xlsx(office, &actor, &bill, tongue, &mut out).await?,
            Format::Json => files::write_json(office, &actor, &bill, &mut out).await?,
            Format::Pdf => {
                let paper = pdf::Bill::load(office, &actor, bill.clone(), lang.unwrap_or(Lang::Zh)).await?;
                out.write_all(&paper.pdf()?).context("cannot write the result")?;
            }
        }
        out.finish()?;
        eprintln!("{}, {}, {}: {} lines", bill.called(), bill.period, bill.state, bill.line_count);
        Ok(ExitCode::SUCCESS)
    }
}
