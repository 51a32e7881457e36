//! `countinghouse verify`

use std::{fs::File, io::BufReader, path::PathBuf, process::ExitCode};

use anyhow::Context;
use clap::Args;
use operations::{
    bills, dues, earnings, journal, orders::summary, reconciliations, statements, supervisions::evidence,
};

use super::open;

/// What is to be proved.
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// A CSV file of the journal that was exported with all its columns, instead of the books
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
    /// An evidence pack of a delivery, instead of the books
    #[arg(long, value_name = "FILE", conflicts_with = "journal")]
    pack: Option<PathBuf>,
}

impl Verify {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let open =
            |path: PathBuf| File::open(&path).with_context(|| format!("cannot read {}", path.display()));
        match (self.journal, self.pack) {
            (Some(path), _) => of_file(BufReader::new(open(path)?)),
            (None, Some(path)) => of_pack(BufReader::new(open(path)?)),
            (None, None) => of_books().await,
        }
    }
}

/// Computes the hashes of an exported journal again.
fn of_file(file: BufReader<File>) -> anyhow::Result<ExitCode> {
    let proof = journal::prove(file)?;
    println!("journal: {} entries read, {} do not fit", proof.entries, proof.broken.len());
    for entry in &proof.broken {
        println!(
            "difference: {} {}, entry {}: {}",
            entry.subject_kind, entry.subject_id, entry.seq, entry.what
        );
    }
    if proof.gaps > 0 {
        println!("{} gaps: entries in between are not in the file, as when it was filtered", proof.gaps);
    }
    Ok(if proof.broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Compares an evidence pack with its manifest, and computes the hashes of its log again.
fn of_pack(file: BufReader<File>) -> anyhow::Result<ExitCode> {
    let proof = evidence::prove(file)?;
    println!(
        "pack: order {}, made at {}: {} documents and {} log entries read, {} differences",
        proof.order_no,
        proof.made_at,
        proof.documents,
        proof.entries,
        proof.wrong.len()
    );
    for (name, why) in &proof.not_packed {
        println!("not in the pack: {name}: {why}");
    }
    for wrong in &proof.wrong {
        println!("difference: {} {}", wrong.place, wrong.what);
    }
    if proof.wrong.is_empty() {
        println!("the pack is as it was made");
        return Ok(ExitCode::SUCCESS);
    }
    let places: Vec<&str> = proof.wrong.iter().map(|wrong| wrong.place.as_str()).collect();
    eprintln!("error: {} differences: {}", places.len(), places.join(", "));
    Ok(ExitCode::FAILURE)
}

/// Proves the journal, recomputes issued statements and dues, and counts orders again.
async fn of_books() -> anyhow::Result<ExitCode> {
    let (office, _) = open().await?;
    let (entries, broken) = journal::verify(&office).await?;
    println!("journal: {entries} entries read, {} do not fit", broken.len());
    for entry in &broken {
        println!(
            "difference: journal, {} {}, entry {}: {}",
            entry.subject_kind, entry.subject_id, entry.seq, entry.what
        );
    }
    let (count, lines, differences) = statements::verify(&office).await?;
    println!("statements: {count} issued, {lines} lines computed again, {} differences", differences.len());
    for difference in &differences {
        let place = difference.position.map(|p| format!(", line {p}")).unwrap_or_default();
        println!("difference: statement {}{place}: {}", difference.number, difference.what);
    }
    let (count, stale) = dues::verify(&office).await?;
    println!("dues: {count} lines worked out again, {} differences", stale.len());
    for due in &stale {
        println!(
            "difference: due of order {}, line {}: kept {}, found {}",
            due.order_no, due.line_no, due.kept, due.found
        );
    }
    let (count, earned) = earnings::verify(&office).await?;
    println!("earnings: {count} lines worked out again, {} differences", earned.len());
    for earning in &earned {
        println!(
            "difference: earning of order {}, line {}: kept {}, found {}",
            earning.order_no, earning.line_no, earning.kept, earning.found
        );
    }
    let (count, lines, billed) = bills::verify(&office).await?;
    println!("bills: {count} looked at, {lines} lines computed again, {} differences", billed.len());
    for difference in &billed {
        let place = difference.position.map(|p| format!(", line {p}")).unwrap_or_default();
        println!("difference: bill {}{place}: {}", difference.bill, difference.what);
    }
    let (count, lines, compared) = reconciliations::verify(&office).await?;
    println!(
        "reconciliations: {count} looked at, {lines} lines added up again, {} differences",
        compared.len()
    );
    for difference in &compared {
        println!("difference: reconciliation {difference}");
    }
    let mismatches = summary::verify(&office).await?;
    println!("counts: every order counted again, {} differences", mismatches.len());
    for mismatch in &mismatches {
        println!("difference: {}: kept {}, counted {}", mismatch.what, mismatch.kept, mismatch.counted);
    }
    office.db.close().await;
    let wrong = broken.len()
        + differences.len()
        + stale.len()
        + earned.len()
        + billed.len()
        + compared.len()
        + mismatches.len();
    if wrong == 0 {
        println!("the books are in order");
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("error: {wrong} differences");
    Ok(ExitCode::FAILURE)
}
