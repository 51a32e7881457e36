//! All versions at a glance, and what a version changes.

use domain::{
    FieldName,
    access::{Actor, Operation},
    settlement::{
        Formula, RuleVersion, Scope, in_force,
        rules::{RuleState, beijing_day},
    },
};

use super::{
    Rule,
    draft::texts,
    row::{all, keyed},
};
use crate::{Office, Result};

/// A formula with its versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfFormula {
    /// The formula.
    pub formula: Formula,
    /// Those that settle orders, oldest first; with each whether it holds today for its scope.
    pub versions: Vec<(Rule, bool)>,
    /// Those that do not yet.
    pub drafts: Vec<Rule>,
}

/// Every formula with its versions and drafts.
///
/// # Errors
/// `Denied`.
pub async fn list(office: &Office, actor: &Actor) -> Result<Vec<OfFormula>> {
    actor.may(Operation::ReadRules)?;
    let today = beijing_day(office.clock.now());
    let rules = all(office).await?;
    let published: Vec<RuleVersion> =
        rules.iter().filter(|one| one.state == RuleState::Published).map(|one| one.rule.clone()).collect();
    let holds = |rule: &RuleVersion| {
        in_force(&published, rule.formula, rule.scope, today).is_some_and(|one| one.version == rule.version)
    };
    let mut list: Vec<OfFormula> = Formula::ALL
        .iter()
        .map(|formula| OfFormula { formula: *formula, versions: Vec::new(), drafts: Vec::new() })
        .collect();
    for one in rules {
        let Some(of) = list.iter_mut().find(|of| of.formula == one.rule.formula) else { continue };
        match one.state {
            RuleState::Published => {
                let holds = holds(&one.rule);
                of.versions.push((one, holds));
            }
            _ => of.drafts.push(one),
        }
    }
    Ok(list)
}

/// A field in which a version differs from another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differing {
    /// The field.
    pub field: FieldName,
    /// What the other one says, as files write it; empty where it says nothing.
    pub before: String,
    /// What this one says.
    pub after: String,
}

/// A version beside the one whose place it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diff {
    /// The version that settles the same scope on its first day, or that of everything where its scope has none.
    pub against: Option<Rule>,
    /// Where they differ.
    pub fields: Vec<Differing>,
}

/// What a version changes against the one whose place it takes.
///
/// # Errors
/// `Denied`, `NotFound`.
pub async fn diff(office: &Office, actor: &Actor, key: &str) -> Result<Diff> {
    actor.may(Operation::ReadRules)?;
    let one = keyed(office, key).await?;
    let others: Vec<Rule> = all(office)
        .await?
        .into_iter()
        .filter(|other| other.state == RuleState::Published && other.rule.id() != one.rule.id())
        .collect();
    let before = |scope: Scope| {
        let rules = others.iter().map(|other| &other.rule);
        in_force(rules, one.rule.formula, scope, one.rule.effective_from).map(RuleVersion::id)
    };
    let name = before(one.rule.scope).or_else(|| before(Scope::All));
    let against = others.iter().find(|other| Some(other.rule.id()) == name).cloned();
    let was = against.as_ref().map(|other| texts(&other.written())).unwrap_or_default();
    let is = texts(&one.written());
    Ok(Diff { fields: differing(&was, &is), against })
}

fn differing(was: &[(FieldName, String)], is: &[(FieldName, String)]) -> Vec<Differing> {
    let said = |of: &[(FieldName, String)], field: FieldName| {
        of.iter().find(|(name, _)| *name == field).map(|(_, text)| text.clone()).unwrap_or_default()
    };
    let mut fields: Vec<FieldName> = is.iter().chain(was).map(|(field, _)| *field).collect();
    fields.retain(|field| *field != FieldName::Note);
    let mut seen = Vec::new();
    fields.retain(|field| {
        let new = !seen.contains(field);
        seen.push(*field);
        new
    });
    let both =
        fields.into_iter().map(|field| Differing { field, before: said(was, field), after: said(is, field) });
    both.filter(|one| one.before != one.after).collect()
}
