//! Writing a draft and changing it.

use domain::{
    FieldName, FieldProblem, Problem,
    access::{Actor, Operation},
    settlement::{
        RuleVersion, Scope, overlap,
        rules::{Named, WrittenRule},
    },
};

use super::{
    Rule,
    row::{by_row, locked, next_version, versions_in},
};
use crate::{
    Failure, Office, Result,
    db::{Arg, Sql},
    journal::{self, Action, Entry, Fields, Subject},
    parties,
};

/// A draft whose product or reseller was found.
pub(super) struct Found {
    pub(super) rule: RuleVersion,
    note: String,
    scope_code: Option<String>,
}

/// Drafts a version. It settles nothing before somebody else has published it.
///
/// # Errors
/// `Denied`; `Invalid` with each field that is wrong, `scope_of` for a product or reseller that is not known, and
/// `effective_from` where it overlaps a version that settles orders.
pub async fn draft(office: &Office, actor: &Actor, written: &WrittenRule) -> Result<Rule> {
    actor.may(Operation::DraftRule)?;
    let mut found = look_up(office, written).await?;
    let mut tx = office.db.begin().await?;
    alone(&versions_in(&mut tx).await?, &mut found.rule)?;
    let now = office.clock.millis();
    let mut columns = columns(&found)?;
    for prefix in ["drafted", "changed"] {
        columns.extend(by(prefix, actor, now));
    }
    let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
    let mut sql = Sql::new("INSERT INTO rules (");
    sql.push(&names.join(", ")).push(") VALUES ");
    sql.list(columns.into_iter().map(|(_, value)| value)).push(" RETURNING id");
    let (id,): (i64,) = sql.fetch_optional_in(&mut tx).await?.ok_or(Failure::NotFound)?;
    let drafted = locked(&mut tx, id).await?;
    let entry = Entry::new(Action::RuleDrafted, Subject::Rule(id)).after(told(&drafted.written()));
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(drafted)
}

/// Changes a draft; it has to be replayed again. `seen` is the revision that was looked at, where somebody looked.
///
/// # Errors
/// As [`draft`]; `NotFound`; [`super::Refused`] when it is no draft any more, or was changed since.
pub async fn revise(
    office: &Office,
    actor: &Actor,
    id: i64,
    written: &WrittenRule,
    seen: Option<i64>,
) -> Result<Rule> {
    actor.may(Operation::DraftRule)?;
    by_row(office, id).await?.open(seen)?;
    let mut found = look_up(office, written).await?;
    let mut tx = office.db.begin().await?;
    let before = locked(&mut tx, id).await?;
    before.open(seen)?;
    alone(&versions_in(&mut tx).await?, &mut found.rule)?;
    if (&found.rule, &found.note) == (&before.rule, &before.note) {
        return Ok(before);
    }
    let mut sql = Sql::new(
        "UPDATE rules SET revision = revision + 1, replayed_period = NULL, replay = NULL, replayed_at = NULL",
    );
    let changed = by("changed", actor, office.clock.millis());
    for (name, value) in columns(&found)?.into_iter().chain(changed) {
        sql.push(", ").push(&name).push(" = ").arg(value);
    }
    sql.push(" WHERE id = ").arg(id);
    sql.execute_in(&mut tx).await?;
    let after = locked(&mut tx, id).await?;
    let (was, is) = told(&before.written()).differing(told(&after.written()));
    let entry = Entry::new(Action::RuleRevised, Subject::Rule(id)).changed(was, is);
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(after)
}

/// Reads a draft and finds its product or reseller.
pub(super) async fn look_up(office: &Office, written: &WrittenRule) -> Result<Found> {
    let read = written.read().map_err(Failure::Invalid)?;
    let mut rule = read.rule;
    let not_known = |value: &str| Problem::NotKnown { value: value.to_owned() }.of("scope_of");
    let mut scope_code = None;
    rule.scope = match read.scope {
        Named::Known(scope) => {
            scope_code = match scope {
                Scope::Kind(kind) => Some(kind.code().to_owned()),
                Scope::Delivery(delivery) => Some(delivery.code().to_owned()),
                _ => None,
            };
            scope
        }
        Named::Product(code) => {
            let mut sql = Sql::new("SELECT id FROM products WHERE code = ");
            sql.arg(code.as_str());
            let found: Option<(i64,)> = sql.fetch_optional(&office.db).await?;
            Scope::Product(found.ok_or_else(|| Problem::NoSuchProduct { value: code }.of("scope_of"))?.0)
        }
        Named::Reseller(name) => {
            let found = parties::reseller(&office.db, &name).await?;
            Scope::Reseller(found.ok_or_else(|| not_known(&name))?.0)
        }
    };
    Ok(Found { rule, note: read.note, scope_code })
}

/// Gives a draft the next number, and refuses one that overlaps a version that settles orders.
pub(super) fn alone(published: &[RuleVersion], draft: &mut RuleVersion) -> Result<(), FieldProblem> {
    draft.version = next_version(published, draft.formula);
    draft.check().map_err(|mut problems| problems.remove(0))?;
    let of_scope = published.iter().filter(|rule| (rule.formula, rule.scope) == (draft.formula, draft.scope));
    for other in of_scope {
        if let Some(both) = overlap([other, &*draft]) {
            return Err(both.problem());
        }
    }
    Ok(())
}

fn columns(found: &Found) -> Result<Vec<(String, Arg)>> {
    let rule = &found.rule;
    let (product, reseller) = match rule.scope {
        Scope::Product(id) => (Some(id), None),
        Scope::Reseller(id) => (None, Some(id)),
        _ => (None, None),
    };
    let scheme = rule.scheme.as_ref().map(serde_json::to_string).transpose();
    let scheme = scheme.map_err(|e| Failure::Internal(e.to_string()))?;
    let columns: [(&str, Arg); 11] = [
        ("formula", rule.formula.code().into()),
        ("scope", rule.scope.kind().code().into()),
        ("scope_code", Arg::MaybeText(found.scope_code.clone())),
        ("product_id", product.into()),
        ("reseller_id", reseller.into()),
        ("effective_from", rule.effective_from.to_string().into()),
        ("effective_until", Arg::MaybeText(rule.effective_until.map(|day| day.to_string()))),
        ("ratio_kind", rule.ratio.kind().code().into()),
        ("ratio", rule.ratio.rate().millionths().into()),
        ("scheme", Arg::MaybeText(scheme)),
        ("note", found.note.as_str().into()),
    ];
    Ok(columns.map(|(name, value)| (name.to_owned(), value)).to_vec())
}

/// Who does something, in the columns with this prefix.
pub(super) fn by(prefix: &str, actor: &Actor, at: i64) -> [(String, Arg); 4] {
    [
        (format!("{prefix}_kind"), actor.kind().into()),
        (format!("{prefix}_id"), actor.id().into()),
        (format!("{prefix}_name"), actor.name().into()),
        (format!("{prefix}_at"), at.into()),
    ]
}

/// A version field by field, as the journal and the difference to another version tell it; what is empty is left out.
pub(super) fn texts(of: &WrittenRule) -> Vec<(FieldName, String)> {
    let bands = of.bands.iter().map(|band| format!("{}: {}", band.from, band.increment));
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let all = [
        (FieldName::Formula, of.formula.clone()),
        (FieldName::Scope, of.scope.clone()),
        (FieldName::ScopeOf, of.scope_of.clone()),
        (FieldName::EffectiveFrom, of.effective_from.clone()),
        (FieldName::EffectiveUntil, optional(&of.effective_until)),
        (FieldName::RatioKind, of.ratio_kind.clone()),
        (FieldName::Ratio, of.ratio.clone()),
        (FieldName::BandsFee, optional(&of.bands_fee)),
        (FieldName::BandsCurrency, optional(&of.bands_currency)),
        (FieldName::Bands, bands.collect::<Vec<_>>().join("; ")),
        (FieldName::Note, of.note.clone()),
    ];
    all.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

/// What of a version the journal says.
pub(super) fn told(of: &WrittenRule) -> Fields {
    texts(of).into_iter().map(|(field, text)| (field, text.into())).collect()
}
