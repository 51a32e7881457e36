//! Saying how a product is delivered and what its deliveries have to prove. What was written is never changed: each
//! change is a version of its own, and an order keeps the one that was in force when it was bought.

use domain::{
    FieldProblem,
    access::{Actor, Operation, Reach},
    order::DeliveryType,
    supervision::{FlowKind, Shares, usual},
};

use super::{
    asked::{Asked, read},
    shown::head,
    standard::{Delivery, SELECT, Written},
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx, dialect::for_update},
    journal::{self, Action, Entry, Subject, fields},
    supervisions,
};

/// What somebody says of a product; what is absent stays.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Whether its deliveries are supervised; `Some(None)`: as its type has it.
    pub supervised: Option<Option<bool>>,
    /// Code of the flow.
    pub flow: Option<String>,
    /// What deliveries have to prove.
    pub standard: Option<Vec<Asked>>,
    /// Shares of their parts; none: delivered at once.
    pub milestones: Option<Vec<String>>,
    /// The version that was seen when that was decided.
    pub seen: Option<i64>,
}

/// Says how a product is delivered.
///
/// # Errors
/// `Denied`; `NotFound`; every problem with its place, `standard[2].code`; a conflict when somebody else changed it
/// since it was looked at.
pub async fn set_delivery(office: &Office, actor: &Actor, code: &str, given: Given) -> Result<()> {
    actor.may(Operation::ManageProducts)?;
    let (id, code, ..) = head(office, &Reach::All, code).await?;
    let mut tx = office.db.begin().await?;
    let was = held(&mut tx, id).await?;
    let now = was.delivery();
    if given.seen.is_some_and(|seen| seen != now.version) {
        let mut sql = Sql::new("SELECT actor_name FROM product_standards WHERE version = ");
        sql.arg(now.version).push(" AND product_id = ").arg(id);
        let by = sql.fetch_optional_in::<(String,)>(&mut tx).await?.map(|(name,)| name);
        return Err(supervisions::Refused::ProductChanged { by: by.unwrap_or_default() }.into());
    }
    let (new, supervised) = merged(&was, &now, given).map_err(Failure::Invalid)?;
    if new == now {
        return Ok(());
    }
    let usually = DeliveryType::from_code(&was.delivery_type).map(FlowKind::of);
    let flow = (usually != Some(new.flow)).then(|| new.flow.code().to_owned());
    let version = now.version + 1;
    let mut sql = Sql::new("UPDATE products SET supervised = ");
    sql.arg(supervised.map(i64::from)).push(", flow = ").arg(flow);
    sql.push(", standard_version = ").arg(version).push(" WHERE id = ").arg(id);
    sql.execute_in(&mut tx).await?;
    let texts: Vec<String> = new.shares.iter().map(|share| share.bare()).collect();
    let mut sql =
        Sql::new("INSERT INTO product_standards (product_id, version, requests, shares, actor_name, ");
    sql.push("created_at) VALUES (").arg(id).push(", ").arg(version).push(", ").arg(json(&new.requests)?);
    sql.push(", ").arg(json(&texts)?).push(", ").arg(actor.name()).push(", ").arg(office.clock.millis());
    sql.push(")");
    sql.execute_in(&mut tx).await?;
    told(&mut tx, office, actor, &code, (&now, &new, version)).await?;
    if new.supervised && !now.supervised {
        supervisions::open_soon(&mut tx, office).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn held(tx: &mut Tx, id: i64) -> Result<Written> {
    let lock = for_update(tx);
    let mut sql = Sql::new("SELECT id FROM products WHERE id = ");
    sql.arg(id).push(lock);
    sql.fetch_optional_in::<(i64,)>(tx).await?;
    let mut sql = Sql::new(SELECT);
    sql.push(" WHERE p.id = ").arg(id);
    sql.fetch_optional_in(tx).await?.ok_or(Failure::NotFound)
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Failure::Internal(e.to_string()))
}

/// What it says with what was given, and whether it says itself that it is supervised.
fn merged(
    was: &Written,
    now: &Delivery,
    given: Given,
) -> std::result::Result<(Delivery, Option<bool>), Vec<FieldProblem>> {
    let mut problems = Vec::new();
    let says = given.supervised.unwrap_or(now.says);
    let usually = DeliveryType::from_code(&was.delivery_type).is_some_and(DeliveryType::supervised);
    let flow = match given.flow.as_deref().map(FlowKind::parse) {
        None => now.flow,
        Some(Ok(flow)) => flow,
        Some(Err(problem)) => {
            problems.push(problem.of("flow"));
            now.flow
        }
    };
    let requests = match given.standard {
        Some(asked) => read(flow, asked),
        None if now.version == 0 => Ok(usual(flow)),
        None => read(flow, now.requests.iter().map(Asked::of).collect()),
    };
    let requests = requests.unwrap_or_else(|wrong| {
        problems.extend(wrong);
        Vec::new()
    });
    let shares = match given.milestones {
        None => now.shares.clone(),
        Some(none) if none.is_empty() => Vec::new(),
        Some(shares) => match Shares::read(shares.iter().map(String::as_str)) {
            Ok(shares) => shares.all().to_vec(),
            Err(problem) => {
                problems.push(problem.of("milestones"));
                Vec::new()
            }
        },
    };
    if !problems.is_empty() {
        return Err(problems);
    }
    let supervised = says.unwrap_or(usually);
    Ok((Delivery { supervised, says, flow, version: now.version, requests, shares }, says))
}

/// What the journal keeps of it: how it is delivered, and what is to be proven, each where it changed.
async fn told(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    code: &str,
    (was, is, version): (&Delivery, &Delivery, i64),
) -> Result<()> {
    let way = |how: &Delivery| fields! { Supervised: how.supervised, Flow: how.flow };
    if (was.supervised, was.flow) != (is.supervised, is.flow) {
        let entry = Entry::new(Action::ProductDelivery, Subject::Product(code)).changed(way(was), way(is));
        journal::append(tx, office, actor, entry).await?;
    }
    let proof = |how: &Delivery, version: i64| {
        let asked: Vec<&str> = how.requests.iter().map(|request| request.code.as_str()).collect();
        let shares: Vec<String> = how.shares.iter().map(|share| share.bare()).collect();
        fields! { Version: version, Standard: asked, Milestones: shares }
    };
    if (&was.requests, &was.shares) != (&is.requests, &is.shares) {
        let entry = Entry::new(Action::ProductStandard, Subject::Product(code))
            .changed(proof(was, was.version), proof(is, version));
        journal::append(tx, office, actor, entry).await?;
    }
    Ok(())
}
