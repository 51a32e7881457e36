//! Tickets that could be true, with their messages: for measurements. They go straight into the tables, without entries
//! in the journal and without mails.
//!
//! The same numbers give the same tickets, where orders, staff and clock are the same.

mod clocks;
mod made;
mod text;

use chrono::NaiveDate;

pub use text::{COMMON, COMMON_ENGLISH, ENGLISH, PHRASE, RARE};

use super::Dice;
use crate::{
    Failure, Office, Result,
    db::{Bulk, Sql, dialect, moment},
    reception::Reception,
    tickets,
};
use made::{Around, MESSAGES, Made, TICKETS};
use text::Words;

const DAY: i64 = 86_400_000;
/// They are spread over so much time.
const SPAN: i64 = 2 * 365 * DAY;
/// Tickets of one transaction.
const TOGETHER: u64 = 1_000;
/// So many orders are asked about, at most.
const ORDERS: i64 = 20_000;

/// How much is made.
#[derive(Clone, Copy, Debug)]
pub struct Amount {
    /// Tickets.
    pub tickets: u64,
    /// Messages of all of them; each has one at least.
    pub messages: u64,
    /// Another number gives others.
    pub seed: u64,
}

/// What was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filled {
    /// Tickets.
    pub tickets: u64,
    /// Messages.
    pub messages: u64,
    /// The first and the last day of thirty in the middle of the time that they are spread over.
    pub month: (NaiveDate, NaiveDate),
}

/// Fills books that have orders, staff and no tickets yet with tickets of the last two years.
///
/// # Errors
/// `Internal` when the books are not of that kind.
pub async fn fill(office: &Office, amount: Amount) -> Result<Filled> {
    let around = Around::of(office).await?;
    dialect::hurry(&office.db, true).await?;
    let written = write(office, &around, amount).await;
    dialect::hurry(&office.db, false).await?;
    let messages = written?;
    dialect::look_at_tables(&office.db, &["tickets", "ticket_messages"]).await?;
    let day = |ago: i64| office.zone.wall(moment(around.now - ago)).date();
    let month = (day(SPAN / 2), day(SPAN / 2 - 29 * DAY));
    Ok(Filled { tickets: amount.tickets, messages, month })
}

/// Writes them; how many messages there are.
async fn write(office: &Office, around: &Around, amount: Amount) -> Result<u64> {
    let total = amount.messages.max(amount.tickets);
    let mut dice = Dice(amount.seed ^ 0x9E37_79B9_7F4A_7C15);
    let mut words = Words::new(total);
    let (mut made, mut written) = (0, 0);
    while made < amount.tickets {
        let count = TOGETHER.min(amount.tickets - made);
        let mut tx = office.db.begin().await?;
        let (mut tickets, mut messages) = (Bulk::new(TICKETS.1), Bulk::new(MESSAGES.1));
        for id in dialect::new_ids(&mut tx, "tickets", count as usize).await? {
            let share = share(&mut dice, amount.tickets - made, total - written);
            let created = created(&mut dice, around.now, made, amount.tickets);
            let one = Made::roll(&mut dice, around, &mut words, created, share);
            written += one.messages();
            one.write(id, around, &mut tickets, &mut messages);
            made += 1;
        }
        tickets.execute(&mut tx, TICKETS.0, "").await?;
        messages.execute(&mut tx, MESSAGES.0, "").await?;
        tx.commit().await?;
    }
    // Here, and nowhere else, what was written becomes searchable: everything that is not yet.
    tickets::index_more(office).await?;
    Ok(written)
}

/// Messages of the next of so many tickets, when so many are left for all of them.
fn share(dice: &mut Dice, tickets: u64, messages: u64) -> u64 {
    if tickets <= 1 {
        return messages.max(1);
    }
    let average = (messages / tickets).max(1);
    let most = messages.saturating_sub(tickets - 1).max(1);
    (1 + dice.below(2 * average - 1)).min(most)
}

/// Evenly over the time, in the order in which they were opened but for some jostling.
fn created(dice: &mut Dice, now: i64, number: u64, count: u64) -> i64 {
    let count = i64::try_from(count).unwrap_or(i64::MAX).max(1);
    let elapsed = i128::from(SPAN) * i128::from(number) / i128::from(count);
    let at = now - SPAN + i64::try_from(elapsed).unwrap_or_default() + dice.between(0, SPAN / count);
    // Whole seconds, as people see them.
    at.min(now - 60_000) / 1_000 * 1_000
}

impl Around {
    async fn of(office: &Office) -> Result<Self> {
        let any: Option<(i64,)> =
            Sql::new("SELECT id FROM tickets ORDER BY id LIMIT 1").fetch_optional(&office.db).await?;
        if any.is_some() {
            return Err(Failure::Internal(
                "there are tickets already: nothing is made beside them".to_owned(),
            ));
        }
        let staff: Vec<(i64, String)> = Sql::new(
            "SELECT id, name FROM staff WHERE state = 'active' AND role IN ('owner', 'operations', 'support') ORDER BY id",
        )
        .fetch_all(&office.db)
        .await?;
        let last: Option<(i64,)> =
            Sql::new("SELECT id FROM orders ORDER BY id DESC LIMIT 1").fetch_optional(&office.db).await?;
        let step = (last.map_or(0, |(id,)| id) / ORDERS).max(1);
        let mut sql = Sql::new(
            "SELECT o.id, o.customer_id, o.product_id, c.name FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.id % ",
        );
        sql.arg(step).push(" = 0 ORDER BY o.id").limit(ORDERS);
        let orders: Vec<(i64, i64, i64, String)> = sql.fetch_all(&office.db).await?;
        if staff.is_empty() || orders.is_empty() {
            return Err(Failure::Internal("bring orders in and add staff first".to_owned()));
        }
        let calendar = Reception::load(office).await?.calendar;
        Ok(Self { now: office.clock.millis(), calendar, staff, orders })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_finds_a_ticket_and_every_ticket_has_one() {
        for (tickets, messages) in [(1, 1), (10, 10), (100, 1_000), (100, 250), (7, 1_000)] {
            let (mut dice, mut left) = (Dice(1), messages);
            for number in 0..tickets {
                let share = share(&mut dice, tickets - number, left);
                assert!(share > 0 && share <= left, "{share} of {left}");
                left -= share;
            }
            assert_eq!(left, 0);
        }
    }
}
