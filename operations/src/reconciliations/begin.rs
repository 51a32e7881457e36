//! Taking a file in: to be compared by a job, or to be looked at first.

use std::{path::PathBuf, time::Duration};

use domain::{
    Currency, FieldProblem, Period,
    access::{Actor, Operation},
    bill::BillKind,
    money,
    reconciliation::State,
    text,
};

use super::{
    COLUMNS, Reconciliation, Refused, RefusedRow,
    look::{begun, mapping},
    ours,
    row::{self, find},
    run::{JOBS, RUN},
};
use crate::{
    Failure, Office, Result,
    bills::to_see,
    db::Sql,
    documents,
    files::{
        Told, Unreadable,
        look::{Looked, look},
        read::table_and_row,
    },
    jobs::{self, Step, progress},
};

/// What somebody asks for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The month.
    pub period: Period,
    /// Only bills of this kind are compared; `None`: all of them.
    pub kind: Option<BillKind>,
    /// Largest difference of a line that nobody has to look at, in the main unit; empty for none.
    pub tolerance: String,
    /// The file at home.
    pub file_name: String,
    /// Where it is now.
    pub path: PathBuf,
    /// What is known of how it is written.
    pub told: Told,
    /// The name under which is kept how such files are read; empty for none. What is told goes before it.
    pub mapping: String,
}

impl Asked {
    /// What was asked for, of a file that is somewhere now.
    pub(super) fn of(of: &Reconciliation, path: PathBuf) -> Self {
        Self {
            period: of.period,
            kind: of.kind,
            tolerance: String::new(),
            file_name: of.file_name.clone(),
            path,
            told: Told::default(),
            mapping: String::new(),
        }
    }
}

/// Begins to compare a file with the bills of a month; a job does it. The same file of the same month is the same
/// reconciliation.
///
/// # Errors
/// `Denied`; the agreement in force is not signed; a problem with `tolerance`; `Unreadable` or `MissingColumns`; there is
/// no bill of the month.
pub async fn begin(office: &Office, actor: &Actor, asked: &Asked) -> Result<Reconciliation> {
    actor.may(Operation::ActBill)?;
    to_see(office).await?;
    let file = looked(office, asked).await?;
    file.form.check(COLUMNS)?;
    match same(office, &file.sha256, asked).await? {
        Some(id) => find(office, id).await,
        None => insert(office, actor, asked, file, State::Running).await,
    }
}

/// Keeps a file: to be compared, or to be looked at first.
pub(super) async fn insert(
    office: &Office,
    actor: &Actor,
    asked: &Asked,
    file: Looked,
    state: State,
) -> Result<Reconciliation> {
    let tolerance = tolerance(&asked.tolerance)?;
    let mut tx = office.db.begin().await?;
    if ours::bills(&mut tx, asked.period, asked.kind).await?.is_empty() {
        return Err(Refused::NoBill { period: asked.period }.into());
    }
    drop(tx);
    let from = tokio::fs::File::open(&asked.path).await.map_err(documents::disk)?;
    let place = format!("reconciliations/{}", hex::encode(office.random.bytes::<16>()?));
    let upload = documents::keep(&office.documents, &place, from).await?.path;
    let name = asked.file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = text::plain(name).chars().take(200).collect();
    let name = if name.is_empty() { "bill".to_owned() } else { name };
    let json = |e: serde_json::Error| Failure::Internal(e.to_string());
    let examples = (state == State::Looked).then(|| serde_json::to_string(&file.examples).map_err(json));
    let now = office.clock.millis();
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new(
        "INSERT INTO reconciliations (period, kind, state, file_name, sha256, size_bytes, upload, form, examples, \
         tolerance_minor, actor_kind, actor_id, actor_name, created_at) VALUES (",
    );
    sql.arg(asked.period.number()).push(", ").arg(asked.kind.map_or("", BillKind::code)).push(", ");
    sql.arg(state.code()).push(", ").arg(name.as_str()).push(", ").arg(file.sha256.as_str()).push(", ");
    sql.arg(i64::try_from(file.size).unwrap_or(i64::MAX)).push(", ").arg(upload.as_str()).push(", ");
    sql.arg(serde_json::to_string(&file.form).map_err(json)?).push(", ").arg(examples.transpose()?);
    sql.push(", ").arg(tolerance).push(", ").arg(actor.kind()).push(", ").arg(actor.id()).push(", ");
    sql.arg(actor.name()).push(", ").arg(now);
    sql.push(") ON CONFLICT (sha256, period, kind) WHERE state <> 'failed' DO NOTHING RETURNING id");
    let Some((id,)) = sql.fetch_optional_in::<(i64,)>(&mut tx).await? else {
        drop(tx);
        documents::remove(&office.documents, &upload).await?;
        let id = same(office, &file.sha256, asked).await?.ok_or(Failure::NotFound)?;
        return find(office, id).await;
    };
    if state == State::Running {
        jobs::push(&mut tx, office, &RUN, id, now).await?;
        let of = row::lock(&mut tx, id).await?;
        begun(&mut tx, office, actor, &of).await?;
    }
    tx.commit().await?;
    find(office, id).await
}

/// As [`begin`], and waits until it is compared; it works here unless a server does already.
///
/// # Errors
/// As [`begin`].
pub async fn now(office: &Office, actor: &Actor, asked: &Asked) -> Result<Reconciliation> {
    let begun = begin(office, actor, asked).await?;
    loop {
        let of = find(office, begun.id).await?;
        if of.state != State::Running {
            return Ok(of);
        }
        if !jobs::run_due(office, JOBS, std::future::pending()).await? {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// How far the job of one is; `None` when it is over.
///
/// # Errors
/// `Denied`; `NotFound`.
pub async fn state_of(office: &Office, actor: &Actor, id: i64) -> Result<(Reconciliation, Option<Step>)> {
    let of = super::get(office, actor, id).await?;
    let step = if of.state == State::Running { progress(office, RUN.code, id).await? } else { None };
    Ok((of, step))
}

/// Rows of the file that could not be read, the first ones.
///
/// # Errors
/// `Denied`; `NotFound`.
pub async fn refused_rows(office: &Office, actor: &Actor, id: i64, most: i64) -> Result<Vec<RefusedRow>> {
    super::get(office, actor, id).await?;
    let mut sql =
        Sql::new("SELECT place, sheet, problems FROM reconciliation_refused WHERE reconciliation_id = ");
    sql.arg(id).push(" ORDER BY place").limit(most);
    let rows: Vec<(i64, String, String)> = sql.fetch_all(&office.db).await?;
    let read = |(place, sheet, problems): (i64, String, String)| {
        let broken = |e: serde_json::Error| Failure::Internal(e.to_string());
        let problems: Vec<FieldProblem> = serde_json::from_str(&problems).map_err(broken)?;
        Ok(RefusedRow { sheet, row: table_and_row(place.unsigned_abs()).1, problems })
    };
    rows.into_iter().map(read).collect()
}

fn tolerance(given: &str) -> Result<i64> {
    let wrong = |problem: domain::Problem| Failure::from(problem.of("tolerance"));
    if given.trim().is_empty() {
        return Ok(0);
    }
    match money::parse_minor(given, Currency::CNY).map_err(wrong)? {
        minor if minor < 0 => Err(wrong(domain::Problem::Negative { value: given.trim().to_owned() })),
        minor => Ok(minor),
    }
}

/// A look at the file, by what is kept under the name and what is told.
pub(super) async fn looked(office: &Office, asked: &Asked) -> Result<Looked> {
    let told = match asked.mapping.trim() {
        "" => asked.told.clone(),
        name => asked.told.over(&mapping(office, name).await?),
    };
    let path = asked.path.clone();
    let looked = tokio::task::spawn_blocking(move || look(&path, COLUMNS, &told, &[]));
    let file = looked.await.map_err(|_| Unreadable::Damaged)??;
    asked.told.fits(&file.form)?;
    Ok(file)
}

/// The reconciliation of the same file, month and kind.
pub(super) async fn same(office: &Office, sha256: &str, asked: &Asked) -> Result<Option<i64>> {
    let kind = asked.kind.map_or("", BillKind::code);
    let mut sql = Sql::new("SELECT id FROM reconciliations WHERE state <> 'failed' AND sha256 = ");
    sql.arg(sha256).push(" AND period = ").arg(asked.period.number()).push(" AND kind = ").arg(kind);
    Ok(sql.fetch_optional::<(i64,)>(&office.db).await?.map(|(id,)| id))
}
