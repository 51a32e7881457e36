//! Answers that are written once and used often.

use domain::{
    FieldName, FieldProblem, Problem,
    access::{Actor, Operation},
    text,
    ticket::answer::{Variable, check, filled},
};
use sqlx::FromRow;

use super::{
    MOST_CHARACTERS,
    row::{Ticket, select},
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    journal::{self, Action, Entry, Fields, Subject, fields},
};

/// The longest name, in characters.
pub const MOST_ANSWER_NAME: u32 = 80;
/// So many are kept.
pub const MOST_ANSWERS: i64 = 200;

/// An answer. Moments are milliseconds since 1970.
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
#[expect(missing_docs, reason = "as the columns of the table")]
pub struct Answer {
    pub id: i64,
    pub name: String,
    pub body: String,
    pub changed_by: String,
    pub changed_at: i64,
}

impl Answer {
    fn fields(&self) -> Fields {
        fields! { Name: self.name.as_str(), Body: self.body.as_str() }
    }
}

const SELECT: &str = "SELECT id, name, body, changed_by, changed_at FROM ticket_answers";

/// Every answer, by name.
///
/// # Errors
/// `Denied`.
pub async fn answers(office: &Office, actor: &Actor) -> Result<Vec<Answer>> {
    if actor.may(Operation::ManageTicketTemplates).is_err() {
        // Whoever reads tickets chooses from them; a buyer does not.
        actor.may(Operation::ReadTicket)?;
    }
    if actor.order_id().is_some() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new(SELECT);
    sql.push(" ORDER BY name, id").limit(MOST_ANSWERS);
    Ok(sql.fetch_all(&office.db).await?)
}

/// Keeps an answer: a new one without `id`.
///
/// # Errors
/// `Denied`; `NotFound`; a problem with `name` or `body`: a name that is taken, a variable that is none.
pub async fn save_answer(
    office: &Office,
    actor: &Actor,
    id: Option<i64>,
    (name, body): (&str, &str),
) -> Result<i64> {
    actor.may(Operation::ManageTicketTemplates)?;
    let mut problems: Vec<FieldProblem> = Vec::new();
    let mut read = |field: FieldName, value: Result<String, Problem>| {
        value.unwrap_or_else(|problem| {
            problems.push(problem.of(field.code()));
            String::new()
        })
    };
    let name = read(FieldName::Name, text::required(name, MOST_ANSWER_NAME));
    let body = text::required(&body.replace("\r\n", "\n"), MOST_CHARACTERS);
    let body = read(FieldName::Body, body.and_then(|body| check(&body).map(|()| body)));
    if !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    }
    let mut tx = office.db.begin().await?;
    let before = match id {
        Some(id) => Some(one(&mut tx, id).await?),
        None => None,
    };
    refuse_name(&mut tx, id, &name).await?;
    let now = office.clock.millis();
    let mut sql = match id {
        Some(id) => {
            let mut sql = Sql::new("UPDATE ticket_answers SET name = ");
            sql.arg(name.as_str()).push(", body = ").arg(body.as_str()).push(", changed_by = ");
            sql.arg(actor.name()).push(", changed_at = ").arg(now).push(" WHERE id = ").arg(id);
            sql
        }
        None => {
            let mut sql =
                Sql::new("INSERT INTO ticket_answers (name, body, changed_by, changed_at) VALUES (");
            sql.arg(name.as_str()).push(", ").arg(body.as_str()).push(", ").arg(actor.name());
            sql.push(", ").arg(now).push(")");
            sql
        }
    };
    sql.push(" RETURNING id");
    let (id,): (i64,) = sql.fetch_optional_in(&mut tx).await?.ok_or(Failure::NotFound)?;
    let after = fields! { Name: name, Body: body };
    let entry = match before {
        Some(before) => {
            Entry::new(Action::TicketAnswerChanged, Subject::TicketAnswer(id)).changed(before.fields(), after)
        }
        None => Entry::new(Action::TicketAnswerAdded, Subject::TicketAnswer(id)).after(after),
    };
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(id)
}

/// Removes an answer; texts that were made with it stay.
///
/// # Errors
/// `Denied`; `NotFound`.
pub async fn remove_answer(office: &Office, actor: &Actor, id: i64) -> Result<()> {
    actor.may(Operation::ManageTicketTemplates)?;
    let mut tx = office.db.begin().await?;
    let answer = one(&mut tx, id).await?;
    let mut sql = Sql::new("DELETE FROM ticket_answers WHERE id = ");
    sql.arg(id);
    sql.execute_in(&mut tx).await?;
    let entry = Entry::new(Action::TicketAnswerRemoved, Subject::TicketAnswer(id)).before(answer.fields());
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(())
}

/// An answer for a ticket, with what its variables stand for.
///
/// # Errors
/// `Denied`; `NotFound`: the ticket, or the answer.
pub async fn answer_for(office: &Office, actor: &Actor, no: &str, id: i64) -> Result<String> {
    let reach = actor.may(Operation::ActTicket)?;
    if actor.order_id().is_some() {
        return Err(Failure::NotFound);
    }
    let ticket: Option<Ticket> = select(actor, &reach, no)?.fetch_optional(&office.db).await?;
    let ticket = ticket.ok_or(Failure::NotFound)?;
    let mut sql = Sql::new(SELECT);
    sql.push(" WHERE id = ").arg(id);
    let answer: Answer = sql.fetch_optional(&office.db).await?.ok_or(Failure::NotFound)?;
    Ok(filled(&answer.body, |variable| match variable {
        Variable::Buyer => ticket.buyer.clone(),
        Variable::Ticket => ticket.no(),
        Variable::Order => ticket.order_no.clone().unwrap_or_default(),
        Variable::Product => ticket.product_name.clone().unwrap_or_default(),
        Variable::Me => actor.name().to_owned(),
    }))
}

async fn one(tx: &mut Tx, id: i64) -> Result<Answer> {
    let mut sql = Sql::new(SELECT);
    sql.push(" WHERE id = ").arg(id).push(crate::db::dialect::for_update(tx));
    sql.fetch_optional_in(tx).await?.ok_or(Failure::NotFound)
}

/// Names tell answers apart, and there are no more than can be chosen from.
async fn refuse_name(tx: &mut Tx, id: Option<i64>, name: &str) -> Result<()> {
    let mut sql = Sql::new("SELECT COUNT(*), COUNT(CASE WHEN name = ");
    sql.arg(name).push(" AND id <> ").arg(id.unwrap_or(0)).push(" THEN 1 END) FROM ticket_answers");
    let (all, same): (i64, i64) = sql.fetch_optional_in(tx).await?.unwrap_or_default();
    if same > 0 {
        return Err(Problem::Repeated { value: name.to_owned() }.of(FieldName::Name.code()).into());
    }
    if id.is_none() && all >= MOST_ANSWERS {
        let problem = Problem::NotANumber { value: (all + 1).to_string(), least: 0, most: MOST_ANSWERS };
        return Err(problem.of(FieldName::Name.code()).into());
    }
    Ok(())
}
