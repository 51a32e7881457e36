//! `countinghouse export KIND --query 'state=completed' --format csv|xlsx -o FILE`

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{anyhow, bail};
use app::pages::columns_as_shown;
use clap::{Args, builder::PossibleValuesParser};
use domain::access::Actor;
use futures::TryStreamExt;
use operations::exports::{Format, KINDS, Kind, Manner};

use super::{code, open, output::Output};

/// Which list, and what of it.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  countinghouse export orders --query 'state=completed&created_from=2026-10-01' --format xlsx -o \
                  october.xlsx\n\nA query is what stands behind the question mark of the list's address. The file of orders has \
                  the columns of an import and can be brought in again."
)]
pub(super) struct Export {
    /// The list
    #[arg(value_name = "KIND", value_parser = PossibleValuesParser::new(KINDS.iter().map(Kind::code)))]
    kind: String,
    /// What it is narrowed and sorted by
    #[arg(long, value_name = "QUERY", default_value = "")]
    query: String,
    /// `csv` or `xlsx`
    #[arg(long, value_name = "FORMAT", default_value = "csv", value_parser = code(Format::parse))]
    format: Format,
    /// `all`, `shown` for those that the list's page shows, or names of columns, separated by commas
    #[arg(long, value_name = "COLUMNS", default_value = "all")]
    columns: String,
    /// Where it goes; standard output when absent or `-`. XLSX needs one of them said
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Export {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        if self.format == Format::Xlsx && self.output.is_none() {
            eprintln!("error: a workbook needs a file: add -o FILE.xlsx, or -o - for standard output");
            return Ok(ExitCode::from(2));
        }
        let kind = Kind::of(&self.kind)?;
        let query = self.query.trim_start_matches('?');
        kind.knows_all_of(query).map_err(|problem| anyhow!("{problem}"))?;
        let shown = || columns_as_shown(kind.code(), "").join(",");
        let columns = if self.columns == "shown" { shown() } else { self.columns };
        let columns = kind.chosen(&columns).map_err(|problem| anyhow!("{problem}"))?;
        let manner = Manner { columns, ..Manner::default() };
        let (office, _) = open().await?;
        let mut pieces = kind.stream_as(&office, &Actor::System, query, self.format, &manner).await?;
        let mut out = Output::open(self.output.as_deref())?;
        let mut rows = 0;
        while let Some(piece) = pieces.try_next().await? {
            if let Err(error) = out.write_all(&piece.bytes) {
                bail!("cannot write the result: {error}");
            }
            rows += piece.rows;
        }
        out.finish()?;
        if let Some(path) = self.output.as_deref().filter(|path| *path != Path::new("-")) {
            eprintln!("{rows} rows in {}", path.display());
        }
        office.db.close().await;
        Ok(ExitCode::SUCCESS)
    }
}
