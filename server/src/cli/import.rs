//! `countinghouse import orders FILE`

use std::{io::Write, path::PathBuf};

use clap::Subcommand;
use domain::access::Actor;
use operations::{
    Office,
    files::Told,
    imports::{self, COLUMNS, Column, Upload},
};

use super::{open, output::Output, undo};

/// What is brought in.
#[derive(Debug, Subcommand)]
pub(super) enum Import {
    /// Orders, from CSV or XLSX; prints what came of it as JSON
    #[command(
        after_help = "Example:\n  countinghouse import orders october.xlsx\n\nThe same file twice changes nothing. Rows that \
                      cannot go in are listed under `rejected` by row, column and reason, and the others go in.\n\nThe prices of a row are \
                      those of its line; where `price_basis` is `unit`, quantity and duration multiply them."
    )]
    Orders {
        /// The file
        file: PathBuf,
        #[command(flatten)]
        written: Written,
        /// Do not use what is remembered of files with these headings
        #[arg(long)]
        no_remembered: bool,
        /// Say what the file would do, and bring nothing in
        #[arg(long)]
        dry_run: bool,
    },
    /// Undo an import, while nothing that followed stands on it; prints what came of it as JSON
    #[command(
        after_help = "Example:\n  countinghouse import undo 12 --dry-run\n\nOrders that it brought in are taken away, those that it \
                      changed become what they were. When orders stand in the way, nothing is undone, and the first of \
                      them are named."
    )]
    Undo {
        /// The import, as on the page Imports
        id: i64,
        /// Say what it would do and what stands in the way, and undo nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Mark what an import did not bring in as dealt with; prints nothing
    DealtWith {
        /// The import, as on the page Imports
        id: i64,
    },
    /// Take that mark away again; prints nothing
    Reopen {
        /// The import, as on the page Imports
        id: i64,
    },
}

/// How a file is written, where a look at it does not tell or tells wrongly.
#[derive(Debug, clap::Args)]
pub(super) struct Written {
    /// Encoding of its text: utf-8, gb18030, big5, shift_jis, euc-kr, windows-1252, utf-16le, utf-16be
    #[arg(long)]
    encoding: Option<String>,
    /// What stands between its cells: comma, semicolon, tab, pipe
    #[arg(long)]
    separator: Option<String>,
    /// How its numbers are written: point (1.200 is one and a fifth), comma (1.200,50)
    #[arg(long)]
    numbers: Option<String>,
    /// How its dates are written: day_first (18/10/2026), month_first (10/18/2026)
    #[arg(long)]
    dates: Option<String>,
    /// The one sheet of a workbook that is read
    #[arg(long)]
    sheet: Option<String>,
    /// The row of its headings
    #[arg(long)]
    heading_row: Option<u64>,
    /// What a column is, as "Heading=field"; "Heading=" for one that is not used. Once for each column
    #[arg(long, value_name = "HEADING=FIELD")]
    column: Vec<String>,
}

impl Written {
    /// What is said of a file with these columns.
    pub(super) fn told(self, columns: &[Column]) -> operations::Result<Told> {
        let given = [
            ("encoding", self.encoding),
            ("separator", self.separator),
            ("numbers", self.numbers),
            ("dates", self.dates),
            ("sheet", self.sheet),
            ("heading_row", self.heading_row.map(|row| row.to_string())),
        ];
        let mut told = Told::read(|name| {
            given.iter().find(|(known, _)| *known == name).and_then(|(_, value)| value.as_deref())
        })?;
        told.choose(columns, self.column.iter().map(String::as_str))?;
        Ok(told)
    }
}

impl Import {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        if let Self::Undo { id, dry_run } = self {
            return undo::run(id, dry_run).await;
        }
        let (office, _) = open().await?;
        match self {
            Self::Undo { .. } => {}
            Self::Orders { file, written, no_remembered, dry_run } => {
                let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let told = written.told(COLUMNS)?;
                let upload = Upload { told, remembered: !no_remembered, ..Upload::new(name, file) };
                orders(&office, upload, dry_run).await?;
            }
            Self::DealtWith { id } => imports::deal_with(&office, &Actor::System, id).await?,
            Self::Reopen { id } => imports::reopen(&office, &Actor::System, id).await?,
        }
        office.db.close().await;
        Ok(())
    }
}

async fn orders(office: &Office, upload: Upload, dry_run: bool) -> anyhow::Result<()> {
    if dry_run {
        let (form, preview) = imports::dry_run(office, &Actor::System, &upload).await?;
        let mut out = Output::open(None)?;
        serde_json::to_writer(&mut out, &imports::Foreseen::of(&form, &preview))?;
        writeln!(out)?;
        out.finish()?;
        return Ok(());
    }
    let outcome = imports::import_alone(office, &Actor::System, upload).await?;
    let mut out = Output::open(None)?;
    outcome.write_json(office, &mut out).await?;
    writeln!(out)?;
    out.finish()?;
    if let Some((from, told)) = &outcome.remembered {
        let told = serde_json::to_string(told)?;
        eprintln!(
            "read as was remembered of {}, said by {}: {told}; --no-remembered does without",
            from.file_name, from.by
        );
    }
    if !outcome.unknown_columns.is_empty() {
        eprintln!("columns that were ignored: {}", outcome.unknown_columns.join(", "));
    }
    if let Some(encoding) = outcome.encoding_guessed {
        eprintln!("its text was taken for {encoding}; say --encoding if names are wrong");
    }
    if !outcome.sheets_left_out.is_empty() {
        eprintln!("sheets that were not read: {}", outcome.sheets_left_out.join(", "));
    }
    Ok(())
}
