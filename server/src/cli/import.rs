//! `countinghouse import orders FILE`

use std::{io::Write, path::PathBuf};

use clap::Subcommand;
use domain::access::Actor;
use operations::imports::{self, Upload};

use super::{open, output::Output};

/// What is brought in.
#[derive(Debug, Subcommand)]
pub(super) enum Import {
    /// Orders, from CSV or XLSX; prints what came of it as JSON
    #[command(
        after_help = "Example:\n  countinghouse import orders october.xlsx\n\nThe same file twice changes nothing. Rows that \
                      cannot go in are listed under `rejected` by row, column and reason, and the others go in."
    )]
    Orders {
        /// The file
        file: PathBuf,
    },
}

impl Import {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let Self::Orders { file: path } = self;
        let (office, _) = open().await?;
        let file_name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let outcome = imports::import_alone(&office, &Actor::System, Upload { file_name, path }).await?;
        let mut out = Output::open(None)?;
        outcome.write_json(&office, &mut out).await?;
        writeln!(out)?;
        out.finish()?;
        if !outcome.unknown_columns.is_empty() {
            eprintln!("columns that were ignored: {}", outcome.unknown_columns.join(", "));
        }
        office.db.close().await;
        Ok(())
    }
}
