//! The documents that a delivery is asked for.

use domain::{
    Problem,
    supervision::{Node, Scene, applies},
};
use sqlx::FromRow;

use super::{Refused, row::Row};
use crate::{
    Result,
    db::{Sql, Tx},
};

domain::codes! {
    /// How far a requested document has come.
    pub enum RequestState {
        /// Nobody has handed it in.
        Open = "open",
        /// It is there.
        HandedIn = "handed_in",
        /// It is there, in place of an earlier one.
        Replaced = "replaced",
        /// Somebody said why it is not needed.
        NotNeeded = "not_needed",
    }
}

/// A document that is asked for.
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
#[expect(missing_docs, reason = "as the columns of the table")]
pub struct Request {
    pub id: i64,
    pub code: String,
    pub name_zh: String,
    pub name_en: String,
    #[sqlx(try_from = "String")]
    pub node: Node,
    scene: Option<String>,
    required: i64,
    pub least: i64,
    #[sqlx(try_from = "String")]
    pub state: RequestState,
    pub reason: Option<String>,
    /// Files that are there and were not replaced.
    pub files: i64,
    /// Of them, files that no scanner has let through yet.
    pub waiting: i64,
}

impl Request {
    /// Without it nothing goes on at its node.
    #[must_use]
    pub const fn required(&self) -> bool {
        self.required != 0
    }

    /// Its name in both languages.
    #[must_use]
    pub fn both_names(&self) -> String {
        if self.name_zh == self.name_en {
            self.name_zh.clone()
        } else {
            format!("{} / {}", self.name_zh, self.name_en)
        }
    }

    fn is_missing(&self) -> bool {
        self.required() && self.state != RequestState::NotNeeded && self.files < self.least
    }
}

/// Appends the query of what a delivery is asked for.
pub(super) fn select(supervision_id: i64) -> Sql {
    let mut sql = Sql::new(
        "SELECT r.id, r.code, r.name_zh, r.name_en, r.node, r.scene, r.required, r.least, r.state, r.reason, \
         (SELECT CAST(COUNT(*) AS BIGINT) FROM supervision_documents sd JOIN documents d ON d.id = sd.document_id \
         WHERE sd.request_id = r.id AND sd.replaced_by IS NULL AND d.scan <> 'infected') AS files, \
         (SELECT CAST(COUNT(*) AS BIGINT) FROM supervision_documents sd JOIN documents d ON d.id = sd.document_id \
         WHERE sd.request_id = r.id AND sd.replaced_by IS NULL AND d.scan = 'scanning') AS waiting \
         FROM supervision_requests r WHERE r.supervision_id = ",
    );
    sql.arg(supervision_id).push(" ORDER BY r.position");
    sql
}

/// Of what was written down for it, what it is asked for in its scene.
pub(super) fn asked(row: &Row, all: Vec<Request>) -> Vec<Request> {
    let scene = row.scene();
    let scene_of = |request: &Request| request.scene.as_deref().and_then(Scene::from_code);
    all.into_iter().filter(|request| applies(row.business_kind, scene_of(request), scene)).collect()
}

/// Everything that is required at a node is there.
///
/// # Errors
/// A problem with `documents` that names what is missing; `BeingScanned`.
pub(super) async fn complete(tx: &mut Tx, row: &Row, node: Node) -> Result<()> {
    let asked = asked(row, select(row.id).fetch_all_in(tx).await?);
    missing(&asked, node)
}

/// What is missing at a node, as a failure.
pub(super) fn missing(asked: &[Request], node: Node) -> std::result::Result<(), crate::Failure> {
    let here = || asked.iter().filter(|request| request.node == node);
    let names: Vec<String> = here().filter(|r| r.is_missing()).map(Request::both_names).collect();
    if !names.is_empty() {
        return Err(Problem::DocumentsMissing { names: names.join(", ") }.of("documents").into());
    }
    if here().any(|request| request.required() && request.waiting > 0) {
        return Err(Refused::BeingScanned.into());
    }
    Ok(())
}

/// Whether the merchant has handed in anything that counts.
pub(super) async fn proven(tx: &mut Tx, row: &Row) -> Result<bool> {
    let mut sql = Sql::new(
        "SELECT 1 FROM supervision_documents sd JOIN documents d ON d.id = sd.document_id \
         WHERE sd.replaced_by IS NULL AND d.scan IN ('clean', 'unscanned') AND sd.side = 'merchant' AND sd.supervision_id = ",
    );
    sql.arg(row.id).limit(1);
    Ok(sql.fetch_optional_in::<(i32,)>(tx).await?.is_some())
}

/// These documents are of the delivery, and none was replaced or refused by a scanner.
///
/// # Errors
/// A problem with `documents`.
pub(super) async fn belong(tx: &mut Tx, row: &Row, ids: &[i64]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new(
        "SELECT d.id FROM supervision_documents sd JOIN documents d ON d.id = sd.document_id \
         WHERE sd.replaced_by IS NULL AND d.scan <> 'infected' AND sd.supervision_id = ",
    );
    sql.arg(row.id).among("d.id", ids);
    let there: Vec<(i64,)> = sql.fetch_all_in(tx).await?;
    match ids.iter().find(|id| !there.iter().any(|(row,)| row == *id)) {
        Some(id) => Err(Problem::NoSuchDocument { id: *id }.of("documents").into()),
        None => Ok(()),
    }
}
