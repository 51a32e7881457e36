//! `countinghouse reconcile FILE --period 202610`

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use domain::{Period, access::Actor, bill::BillKind, reconciliation::State};
use operations::reconciliations::{self, Asked, COLUMNS};

use super::{code, import::Written, open};
use crate::api::WholeReconciliation;

/// A bill of the marketplace against ours.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  countinghouse reconcile bill.xlsx --period 202610 --tolerance 0.01\n\nPrints what came of it as JSON. The same file of the \
                  same month is the same reconciliation. Exit code 1 when nothing can be compared."
)]
pub(super) struct Reconcile {
    /// The file, CSV or XLSX
    file: PathBuf,
    /// The month, such as 202610
    #[arg(long, value_name = "YYYYMM", value_parser = code(Period::parse))]
    period: Period,
    /// Only bills of this kind are compared, such as general
    #[arg(long, value_parser = code(BillKind::parse))]
    kind: Option<BillKind>,
    /// Largest difference of a line that nobody has to look at, such as 0.01
    #[arg(long, default_value = "")]
    tolerance: String,
    /// The name under which is kept how such files are read
    #[arg(long, default_value = "")]
    mapping: String,
    #[command(flatten)]
    written: Written,
}

impl Reconcile {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let (office, _) = open().await?;
        let name = self.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let asked = Asked {
            period: self.period,
            kind: self.kind,
            tolerance: self.tolerance,
            file_name: name,
            path: self.file,
            told: self.written.told(COLUMNS)?,
            mapping: self.mapping,
        };
        let of = reconciliations::now(&office, &Actor::System, &asked).await?;
        let failed = of.state == State::Failed;
        let whole = WholeReconciliation::read(&office, &Actor::System, of).await?;
        println!("{}", serde_json::to_string_pretty(&whole)?);
        office.db.close().await;
        Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}
