//! The queue of tickets: a page by keyset, the numbers on its tabs, and who stands next to whom in it.

use domain::{
    access::{Actor, Operation, Reach},
    ticket::{Clock, State, Waiting},
};

use super::{
    filter::{Answer, CREATED, LIST, Late, Queue, SOON_HOURS},
    row::{COLUMNS, TABLES, Ticket, row_of, seen},
    texts::{self, Texts},
};
use crate::{
    Office, Result,
    db::Sql,
    list::{Cursor, Filter, Page, Placed, Sort, Value, any, capped, plain},
    orders::{Assigned, assigned},
    search::MeantNames,
};

/// So many tickets of a tab are counted exactly.
const EXACT: i64 = 1_000;

impl Placed for Ticket {
    fn place(&self, sort: &Sort) -> (i64, i64) {
        (if sort.code.ends_with("created") { self.created_at } else { self.changed_at }, self.id)
    }
}

/// A filter with its names looked up.
struct Narrow {
    meant: MeantNames,
    texts: Texts,
    /// Causes and solutions are of the conversation: who may not read that does not read them.
    reads: bool,
    /// The ticket whose number was typed where anything is searched.
    number: Option<i64>,
    order: Option<Option<i64>>,
    assigned: Option<Assigned>,
    actor: Actor,
    reach: Reach,
}

impl Narrow {
    async fn of(office: &Office, actor: &Actor, reach: Reach, filter: &Filter) -> Result<Self> {
        let number = filter.text("q").and_then(row_of);
        let names = if number.is_some() { filter.clone().without("q") } else { filter.clone() };
        let order = match filter.text("order_no") {
            Some(no) => {
                let mut sql = Sql::new("SELECT id FROM orders WHERE order_no = ");
                sql.arg(no.trim().to_uppercase());
                let found: Option<(i64,)> = sql.fetch_optional(&office.db).await?;
                Some(found.map(|(id,)| id))
            }
            None => None,
        };
        let assigned = match filter.text("assignee") {
            Some(given) => Some(assigned(office, actor, given).await?),
            None => None,
        };
        let mut meant = MeantNames::of(office, &names).await?;
        let texts = match names.text("q") {
            Some(given) => texts::find(office, actor, given).await?,
            None => Texts::default(),
        };
        meant.or_rows(texts.places.keys().copied().collect());
        let reads = actor.may(Operation::ReadTicket).is_ok();
        Ok(Self { meant, texts, reads, number, order, assigned, actor: actor.clone(), reach })
    }

    /// Appends ` FROM … WHERE …` of `tickets t`, with the tables that the conditions need; `page` where rows are wanted in
    /// their order, and not their number.
    fn source(&self, sql: &mut Sql, office: &Office, filter: &Filter, page: bool) {
        sql.push(" FROM tickets t");
        self.meant.tables(sql, "t", false);
        sql.push(" WHERE 1 = 1");
        let walks = page && walks_by_change(office, filter);
        filter.conditions(sql, office, |column| match plain(column) {
            column if walks && column == CREATED => format!("+{column}").into(),
            column => column,
        });
        if let Some(id) = self.number {
            sql.push(" AND t.id = ").arg(id);
        }
        self.meant.conditions(sql, &office.db, "t");
        match self.order {
            None => {}
            Some(None) => drop(sql.push(" AND 1 = 0")),
            Some(Some(id)) => drop(sql.push(" AND t.order_id = ").arg(id)),
        }
        match &self.assigned {
            None => {}
            Some(Assigned::Nobody) => drop(sql.push(" AND t.assignee_id IS NULL")),
            Some(Assigned::To(people)) => drop(sql.among("t.assignee_id", people)),
        }
        self.states(sql, office, filter);
        seen(sql, &self.actor, &self.reach);
    }

    fn states(&self, sql: &mut Sql, office: &Office, filter: &Filter) {
        let now = office.clock.millis();
        let me = self.actor.staff_id().unwrap_or(0);
        // Columns so written keep a query from going along their indexes: the few with the words are looked at.
        let (place, due) = match self.texts.places.is_empty() {
            true => ("t.place", "t.due_at"),
            false => ("(t.place || '')", "+t.due_at"),
        };
        any(sql, filter.codes("queue"), |sql, code| {
            match Queue::from_code(code) {
                Some(Queue::Overdue) => sql.push(due).push(" < ").arg(now),
                Some(own @ (Queue::Mine | Queue::Others)) => {
                    sql.push("(").push(place).push(" = 'ours' AND t.assignee_id");
                    sql.push(if own == Queue::Mine { " = " } else { " <> " }).arg(me).push(")")
                }
                _ => sql.push(place).push(" = ").arg(code),
            };
        });
        any(sql, filter.codes("mine"), |sql, code| {
            let own = code == Answer::Yes.code();
            sql.push(if own { "t.assignee_id = " } else { "COALESCE(t.assignee_id, 0) <> " }).arg(me);
        });
        any(sql, filter.codes("overdue"), |sql, code| {
            match Late::from_code(code) {
                Some(Late::Yes) => sql.push("t.due_at < ").arg(now),
                Some(Late::Soon) => {
                    let soon = now + SOON_HOURS * 3_600_000;
                    sql.push("(t.due_at >= ").arg(now).push(" AND t.due_at < ").arg(soon).push(")")
                }
                _ => sql.push("(t.due_at IS NULL OR t.due_at >= ").arg(now).push(")"),
            };
        });
        any(sql, filter.codes("broken"), |sql, code| {
            sql.push(match Clock::from_code(code) {
                Some(Clock::FirstResponse) => {
                    "(t.first_broken_at IS NOT NULL OR t.first_responded_at > t.first_response_due_at)"
                }
                _ => "t.resolution_broken_at IS NOT NULL",
            });
        });
        any(sql, filter.codes("waiting_for"), |sql, code| match Waiting::from_code(code) {
            Some(Waiting::Nobody) => drop(sql.push("t.place = 'ended'")),
            Some(Waiting::Customer) => worked_on(sql, "1"),
            _ => {
                worked_on(sql, "0");
                sql.push(" OR t.state = ").arg(State::Pending.code());
            }
        });
    }
}

/// Whether nearly all of the tickets that changed last were opened in the days that are asked for, so that they are
/// found faster along their changes than by their beginnings.
fn walks_by_change(office: &Office, filter: &Filter) -> bool {
    const FEW_DAYS: i64 = 62;
    const LATELY: i64 = 30;
    let day = |name: &str| match filter.value(name) {
        Some(Value::Day(day)) => Some(*day),
        _ => None,
    };
    let today = office.zone.wall(office.clock.now()).date();
    let before = |days: i64| today - chrono::Duration::days(days);
    let is_open = day("created_to").is_none_or(|to| to >= before(LATELY));
    is_open && day("created_from").is_none_or(|from| from < before(FEW_DAYS))
}

/// Appends that somebody works on it, or says that it is solved, and waits for the customer (1) or not (0).
fn worked_on(sql: &mut Sql, awaits: &str) {
    sql.push("(t.state IN ").list([State::InProgress.code(), State::AwaitingConfirmation.code()]);
    sql.push(" AND t.awaits_customer = ").push(awaits).push(")");
}

/// A page of the queue with its counts.
///
/// # Errors
/// `Denied`.
pub async fn list(office: &Office, actor: &Actor, filter: &Filter) -> Result<Page<Ticket>> {
    let reach = actor.may(Operation::ListTickets)?;
    let narrow = Narrow::of(office, actor, reach, filter).await?;
    let others = filter.of_every_tab();
    let counts = capped(&office.db, &LIST, EXACT, Sql::default(), |sql, tab| {
        sql.push("SELECT 1 AS fits");
        narrow.source(sql, office, &others.clone().with("queue", Value::Codes(vec![tab])), false);
    });
    let (rows, counts) = futures::future::try_join(rows(office, &narrow, filter), counts).await?;
    Ok(Page::of(filter, rows).counted(counts).partly(narrow.texts.partial))
}

/// A page of the queue without counts.
///
/// # Errors
/// As [`list`].
pub async fn list_page(office: &Office, actor: &Actor, filter: &Filter) -> Result<Page<Ticket>> {
    let reach = actor.may(Operation::ListTickets)?;
    let narrow = Narrow::of(office, actor, reach, filter).await?;
    Ok(Page::of(filter, rows(office, &narrow, filter).await?).partly(narrow.texts.partial))
}

async fn rows(office: &Office, narrow: &Narrow, filter: &Filter) -> Result<Vec<Ticket>> {
    // Which ones first, and then what a row shows: joined to all that are sorted, that would be looked up for each.
    let mut sql = Sql::new("SELECT t.id");
    narrow.source(&mut sql, office, filter, true);
    filter.keyset(&mut sql, false);
    let ids: Vec<(i64,)> = sql.fetch_all(&office.db).await?;
    let ids: Vec<i64> = ids.into_iter().map(|(id,)| id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(TABLES).push(" WHERE 1 = 1").among("t.id", &ids);
    let mut rows: Vec<Ticket> = sql.fetch_all(&office.db).await?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    for row in &mut rows {
        row.excerpt = narrow.texts.places.get(&row.id).cloned();
        if !narrow.reads {
            (row.cause, row.solution) = (None, None);
        }
    }
    Ok(rows)
}

/// The tickets next to this one in the filtered queue, by their numbers.
///
/// # Errors
/// `Denied`.
pub async fn neighbours(
    office: &Office,
    actor: &Actor,
    filter: &Filter,
    of: &Ticket,
) -> Result<(Option<String>, Option<String>)> {
    let reach = actor.may(Operation::ListTickets)?;
    let narrow = Narrow::of(office, actor, reach, filter).await?;
    let (value, id) = of.place(filter.sort);
    let mut sql = Sql::new("SELECT ");
    for (backwards, before) in [(true, "("), (false, "), (")] {
        let one = filter.clone().sized(0).at(Some(Cursor { value, id, backwards }));
        sql.push(before).push("SELECT t.id");
        narrow.source(&mut sql, office, &one, true);
        one.keyset(&mut sql, false);
    }
    sql.push(")");
    let (previous, next): (Option<i64>, Option<i64>) =
        sql.fetch_optional(&office.db).await?.unwrap_or_default();
    Ok((previous.map(super::number), next.map(super::number)))
}
