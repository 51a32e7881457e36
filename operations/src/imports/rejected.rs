//! Rows that an import rejected, in their table.

use domain::{FieldProblem, access::Actor};
use futures::{StreamExt, TryStreamExt, stream::BoxStream};
use sqlx::FromRow;

use super::list::{Import, get};
use crate::{
    Failure, Office, Result,
    db::{Bulk, Sql, Tx},
    files::{
        Table,
        rejects::{Rejected, Rejection, Sheet, Words},
    },
};

/// So many rejections are shown; the file has all of them.
pub const SHOWN: usize = 1_000;

/// Rows that are read at once.
const PAGE: i64 = 500;

/// Keeps the rejected rows of a slice.
pub(super) async fn keep(tx: &mut Tx, import_id: i64, rows: &[Rejected]) -> Result<()> {
    let mut bulk = Bulk::new(4);
    for row in rows {
        let number = i64::try_from(row.place).unwrap_or(i64::MAX);
        let problems: Vec<_> = row.problems.iter().map(|p| (&p.field, &p.problem)).collect();
        bulk.row([import_id.into(), number.into(), json(&row.cells)?.into(), json(&problems)?.into()]);
    }
    let head = "INSERT INTO import_rejects (import_id, row_no, cells, problems) VALUES ";
    Ok(bulk.execute(tx, head, "").await?)
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Failure::Internal(format!("a rejected row cannot be kept: {e}")))
}

#[derive(FromRow)]
struct RejectedRow {
    row_no: i64,
    cells: String,
    problems: String,
}

impl RejectedRow {
    fn rejected(self) -> Result<Rejected> {
        let broken = |e| Failure::Internal(format!("a rejected row cannot be read: {e}"));
        let problems: Vec<(String, domain::Problem)> =
            serde_json::from_str(&self.problems).map_err(broken)?;
        Ok(Rejected {
            place: self.row_no.unsigned_abs(),
            cells: serde_json::from_str(&self.cells).map_err(broken)?,
            problems: problems.into_iter().map(|(field, problem)| FieldProblem { field, problem }).collect(),
        })
    }
}

/// The rejected rows of an import after a row, so many at most.
pub(super) async fn after(office: &Office, import_id: i64, row: u64, most: i64) -> Result<Vec<Rejected>> {
    let mut sql = Sql::new("SELECT row_no, cells, problems FROM import_rejects WHERE import_id = ");
    sql.arg(import_id).push(" AND row_no > ").arg(i64::try_from(row).unwrap_or(i64::MAX));
    sql.push(" ORDER BY row_no").limit(most);
    sql.fetch_all::<RejectedRow>(&office.db).await?.into_iter().map(RejectedRow::rejected).collect()
}

/// All rejected rows of an import, page by page.
pub(super) fn pages(office: &Office, import_id: i64) -> BoxStream<'static, Result<Vec<Rejected>>> {
    let office = office.clone();
    let pages = futures::stream::try_unfold(0, move |row| {
        let office = office.clone();
        async move {
            let page = after(&office, import_id, row, PAGE).await?;
            let last = page.last().map(|rejected| rejected.place);
            Ok::<_, Failure>(last.map(|last| (page, last)))
        }
    });
    pages.boxed()
}

/// Why rows of an import did not go in: the first [`SHOWN`] reasons.
///
/// # Errors
/// `Denied` or `NotFound`.
pub async fn rejections(office: &Office, actor: &Actor, id: i64) -> Result<Vec<Rejection>> {
    first(office, &get(office, actor, id).await?).await
}

pub(super) async fn first(office: &Office, import: &Import) -> Result<Vec<Rejection>> {
    let rows = after(office, import.id, 0, SHOWN as i64).await?;
    let tables = tables(import);
    Ok(rows.iter().flat_map(|row| row.rejections(&tables)).take(SHOWN).collect())
}

/// The tables of the file; of an import of an earlier release the one that its headings say.
pub(super) fn tables(import: &Import) -> Vec<Table> {
    let of_headings = || {
        let headings = serde_json::from_str(&import.headings).unwrap_or_default();
        vec![Table { name: String::new(), heading_row: 1, headings, columns: Vec::new() }]
    };
    import.form().map_or_else(of_headings, |form| form.tables)
}

/// The bytes of a file, piece by piece.
pub type Bytes = BoxStream<'static, Result<bytes::Bytes>>;

/// The rejected rows as a CSV file that can be put right and brought in again.
///
/// # Errors
/// `Denied`; `NotFound` when the import rejected nothing.
pub async fn rejected_file(office: &Office, actor: &Actor, id: i64, words: Words) -> Result<Bytes> {
    let import = get(office, actor, id).await?;
    if import.rejected == 0 {
        return Err(Failure::NotFound);
    }
    let sheet = Sheet::new(tables(&import), words);
    let head = futures::stream::once(std::future::ready(Ok(bytes::Bytes::from(sheet.head()))));
    let rows = pages(office, id).map_ok(move |page| page.iter().flat_map(|row| sheet.row(row)).collect());
    Ok(head.chain(rows).boxed())
}
