//! Versions as their table has them.

use chrono::NaiveDate;
use domain::{
    Rate,
    access::{Actor, Operation},
    order::{BusinessKind, DeliveryType},
    settlement::{
        Formula, RuleName, RuleVersion, Scope,
        rules::{RatioKind, RuleState, ScopeKind, VERSIONS},
    },
};
use sqlx::FromRow;

use super::rule::{Rule, ScopeOf, Who};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx, dialect::for_update},
};

#[derive(FromRow)]
pub(super) struct RuleRow {
    id: i64,
    #[sqlx(try_from = "String")]
    formula: Formula,
    version: Option<i64>,
    #[sqlx(try_from = "String")]
    state: RuleState,
    #[sqlx(try_from = "String")]
    scope: ScopeKind,
    scope_code: Option<String>,
    product_id: Option<i64>,
    reseller_id: Option<i64>,
    of_code: Option<String>,
    of_name: Option<String>,
    effective_from: String,
    effective_until: Option<String>,
    #[sqlx(try_from = "String")]
    ratio_kind: RatioKind,
    ratio: i64,
    scheme: Option<String>,
    note: String,
    revision: i64,
    drafted_kind: String,
    drafted_id: Option<i64>,
    drafted_name: String,
    drafted_at: i64,
    changed_kind: String,
    changed_id: Option<i64>,
    changed_name: String,
    changed_at: i64,
    published_kind: Option<String>,
    published_id: Option<i64>,
    published_name: Option<String>,
    published_at: Option<i64>,
    replayed_period: Option<i64>,
    replayed_at: Option<i64>,
    replay: Option<String>,
}

impl RuleRow {
    fn unreadable(&self) -> Failure {
        Failure::Internal(format!("the rule in row {} cannot be read", self.id))
    }

    fn scope(&self) -> Option<Scope> {
        let code = self.scope_code.as_deref().unwrap_or_default();
        match self.scope {
            ScopeKind::All => Some(Scope::All),
            ScopeKind::Kind => BusinessKind::from_code(code).map(Scope::Kind),
            ScopeKind::Delivery => DeliveryType::from_code(code).map(Scope::Delivery),
            ScopeKind::Product => self.product_id.map(Scope::Product),
            ScopeKind::Reseller => self.reseller_id.map(Scope::Reseller),
        }
    }

    /// The version; one that has no number gets this one.
    fn version(&self, next: i64) -> Result<RuleVersion> {
        let wrong = || self.unreadable();
        let day = |text: &str| text.parse::<NaiveDate>().map_err(|_| wrong());
        let scheme = self.scheme.as_deref().map(serde_json::from_str).transpose().map_err(|_| wrong())?;
        Ok(RuleVersion {
            formula: self.formula,
            version: self.version.unwrap_or(next),
            scope: self.scope().ok_or_else(wrong)?,
            effective_from: day(&self.effective_from)?,
            effective_until: self.effective_until.as_deref().map(day).transpose()?,
            ratio: self.ratio_kind.of(Rate::from_millionths(self.ratio).ok_or_else(wrong)?),
            scheme,
        })
    }

    /// The whole; of a draft with the number that comes after those of `published`.
    fn rule(self, published: &[RuleVersion]) -> Result<Rule> {
        let rule = self.version(next_version(published, self.formula))?;
        let replay = self.replay.as_deref().map(serde_json::from_str).transpose();
        let replay = replay.map_err(|_| self.unreadable())?;
        let published = self.published_kind.zip(self.published_name).zip(self.published_at);
        Ok(Rule {
            id: Some(self.id),
            state: self.state,
            rule,
            of: self.of_code.zip(self.of_name).map(|(code, name)| ScopeOf { code, name }),
            note: self.note,
            revision: self.revision,
            drafted: Some(Who {
                kind: self.drafted_kind,
                id: self.drafted_id,
                name: self.drafted_name,
                at: self.drafted_at,
            }),
            changed: Some(Who {
                kind: self.changed_kind,
                id: self.changed_id,
                name: self.changed_name,
                at: self.changed_at,
            }),
            published: published.map(|((kind, name), at)| Who { kind, id: self.published_id, name, at }),
            replayed: self.replayed_period.zip(self.replayed_at),
            replay,
        })
    }
}

/// The number that the next version of a formula gets.
pub(super) fn next_version(published: &[RuleVersion], formula: Formula) -> i64 {
    let of_formula = published.iter().filter(|rule| rule.formula == formula);
    of_formula.map(|rule| rule.version).max().unwrap_or_default() + 1
}

/// Rows, with what each is of. A reseller that was merged is the one that it became.
fn select(with_replay: bool) -> Sql {
    let mut sql = Sql::new(
        "SELECT u.id, u.formula, u.version, u.state, u.scope, u.scope_code, u.product_id, s.id AS reseller_id, \
         COALESCE(p.code, s.name) AS of_code, COALESCE(p.name, s.name) AS of_name, u.effective_from, \
         u.effective_until, u.ratio_kind, u.ratio, u.scheme, u.note, u.revision, u.drafted_kind, u.drafted_id, \
         u.drafted_name, u.drafted_at, u.changed_kind, u.changed_id, u.changed_name, u.changed_at, \
         u.published_kind, u.published_id, u.published_name, u.published_at, u.replayed_period, u.replayed_at, ",
    );
    sql.push(if with_replay { "u.replay" } else { "CAST(NULL AS TEXT) AS replay" });
    sql.push(
        " FROM rules u LEFT JOIN products p ON p.id = u.product_id LEFT JOIN resellers r ON r.id = u.reseller_id \
         LEFT JOIN resellers s ON s.id = COALESCE(r.merged_into, r.id)",
    );
    sql
}

fn select_published() -> Sql {
    let mut sql = select(false);
    sql.push(" WHERE u.state = ").arg(RuleState::Published.code()).push(" ORDER BY u.formula, u.version");
    sql
}

/// Those of the reference with these, by formula and number.
fn with_reference(rows: Vec<RuleRow>) -> Result<Vec<RuleVersion>> {
    let mut all = VERSIONS.to_vec();
    for row in rows {
        all.push(row.version(0)?);
    }
    all.sort_by_key(|rule| (rule.formula, rule.version));
    Ok(all)
}

/// Every version that settles orders: those of the reference and those that were published, by formula and number.
///
/// # Errors
/// A row that cannot be read.
pub async fn versions(office: &Office) -> Result<Vec<RuleVersion>> {
    with_reference(select_published().fetch_all(&office.db).await?)
}

/// As [`versions`], in the caller's transaction.
pub(crate) async fn versions_in(tx: &mut Tx) -> Result<Vec<RuleVersion>> {
    with_reference(select_published().fetch_all_in(tx).await?)
}

/// Those of the reference and all rows but the discarded ones, by formula and number; drafts behind them.
pub(super) async fn all(office: &Office) -> Result<Vec<Rule>> {
    let mut sql = select(false);
    sql.push(" WHERE u.state IN ").list([RuleState::Published.code(), RuleState::Draft.code()]);
    let rows: Vec<RuleRow> = sql.push(" ORDER BY u.formula, u.id").clone().fetch_all(&office.db).await?;
    let published: Vec<RuleVersion> =
        rows.iter().filter(|row| row.version.is_some()).map(|row| row.version(0)).collect::<Result<_>>()?;
    let published: Vec<RuleVersion> = VERSIONS.iter().cloned().chain(published).collect();
    let mut all: Vec<Rule> = VERSIONS.iter().map(Rule::reference).collect();
    for row in rows {
        all.push(row.rule(&published)?);
    }
    all.sort_by_key(|one| (one.rule.formula, one.state != RuleState::Published, one.rule.version, one.id));
    Ok(all)
}

/// The version that a key names: the row of one that was drafted here, or `general-v2`.
///
/// # Errors
/// `NotFound`.
pub(super) async fn keyed(office: &Office, key: &str) -> Result<Rule> {
    let name = match key.parse::<i64>() {
        Ok(id) => return by_row(office, id).await,
        Err(_) => named(key).ok_or(Failure::NotFound)?,
    };
    if let Some(reference) = RuleVersion::numbered(name.formula, name.version) {
        return Ok(Rule::reference(reference));
    }
    let mut sql = select(true);
    sql.push(" WHERE u.formula = ").arg(name.formula.code()).push(" AND u.version = ").arg(name.version);
    let row: RuleRow = sql.fetch_optional(&office.db).await?.ok_or(Failure::NotFound)?;
    row.rule(&versions(office).await?)
}

/// The version in a row.
pub(super) async fn by_row(office: &Office, id: i64) -> Result<Rule> {
    let mut sql = select(true);
    sql.push(" WHERE u.id = ").arg(id);
    let row: RuleRow = sql.fetch_optional(&office.db).await?.ok_or(Failure::NotFound)?;
    row.rule(&versions(office).await?)
}

/// As [`by_row`], locked until the transaction ends.
pub(super) async fn locked(tx: &mut Tx, id: i64) -> Result<Rule> {
    let mut sql = Sql::new("SELECT id FROM rules WHERE id = ");
    sql.arg(id).push(for_update(tx));
    sql.fetch_optional_in::<(i64,)>(tx).await?.ok_or(Failure::NotFound)?;
    let mut sql = select(true);
    sql.push(" WHERE u.id = ").arg(id);
    let row: RuleRow = sql.fetch_optional_in(tx).await?.ok_or(Failure::NotFound)?;
    row.rule(&versions_in(tx).await?)
}

fn named(key: &str) -> Option<RuleName> {
    let (formula, version) = key.rsplit_once("-v")?;
    Some(RuleName { formula: Formula::from_code(formula)?, version: version.parse().ok()? })
}

/// One version with how it came about, by its row or as `general-v2`.
///
/// # Errors
/// `Denied`, `NotFound`.
pub async fn find(office: &Office, actor: &Actor, key: &str) -> Result<Rule> {
    actor.may(Operation::ReadRules)?;
    keyed(office, key).await
}
