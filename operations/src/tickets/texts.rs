//! What was written on tickets is found by its words.

use std::collections::HashMap;

use domain::access::{Actor, Operation, Reach};

use crate::{
    Office, Result,
    db::{Bulk, Sql, Tx},
    search::{self, Excerpt, terms},
};

/// Of the messages that have the words, so many are looked at, newest first.
pub const NEWEST: i64 = 1_000;

/// Bodies that are read at once.
const READ: usize = 100;

/// Messages that are taken into the index in one transaction.
const SLICE: i64 = 200;

/// A message that is taken into the index: its row, the product of its ticket, and its text.
pub(super) type Text<'a> = (i64, Option<i64>, &'a str);

/// The term by which messages of a product are told from others; no word that somebody typed has its first character.
fn of_product(product: Option<i64>) -> String {
    format!("\u{e000}{}", product.unwrap_or(0))
}

/// Takes messages into the index that are not in it.
pub(super) async fn index(tx: &mut Tx, texts: &[Text<'_>]) -> Result<()> {
    let is_postgres = tx.is_postgres();
    let mut rows = Bulk::new(2);
    for (id, product, text) in texts {
        let mut all = terms::terms(text);
        all.push(of_product(*product));
        rows.row([(*id).into(), terms::indexed(&all, is_postgres).into()]);
    }
    if is_postgres {
        let head = "UPDATE ticket_messages SET indexed = 1, terms = CAST(v.terms AS TSVECTOR) FROM (VALUES ";
        rows.execute(tx, head, ") AS v (id, terms) WHERE ticket_messages.id = v.id").await?;
        return Ok(());
    }
    rows.execute(tx, "INSERT INTO ticket_message_terms (rowid, terms) VALUES ", "").await?;
    let mut done = Sql::new("UPDATE ticket_messages SET indexed = 1 WHERE ");
    let ids: Vec<i64> = texts.iter().map(|(id, ..)| *id).collect();
    done.one_of(is_postgres, "id", &ids);
    done.execute_in(tx).await?;
    Ok(())
}

/// Takes into the index what was written before there was one; how many messages.
///
/// # Errors
/// What the database said; what is in the index stays there.
pub async fn index_more(office: &Office) -> Result<u64> {
    let mut count = 0;
    loop {
        let mut sql = Sql::new(
            "SELECT m.id, t.product_id, m.body, CASE WHEN EXISTS (SELECT 1 FROM ticket_messages f WHERE f.ticket_id = \
             m.ticket_id AND f.id < m.id) THEN NULL ELSE t.subject END AS subject FROM ticket_messages m JOIN tickets t \
             ON t.id = m.ticket_id WHERE m.indexed = 0 ORDER BY m.id",
        );
        sql.limit(SLICE);
        let mut tx = office.db.begin().await?;
        let rows: Vec<(i64, Option<i64>, String, Option<String>)> = sql.fetch_all_in(&mut tx).await?;
        let whole: Vec<String> =
            rows.iter().map(|(.., body, subject)| whole(subject.as_deref(), body)).collect();
        let texts: Vec<Text<'_>> =
            rows.iter().zip(&whole).map(|((id, product, ..), text)| (*id, *product, text.as_str())).collect();
        index(&mut tx, &texts).await?;
        tx.commit().await?;
        count += rows.len() as u64;
        if rows.len() < usize::try_from(SLICE).unwrap_or_default() {
            return Ok(count);
        }
    }
}

/// What a message is searched by: the first one by the subject, too.
pub(super) fn whole(subject: Option<&str>, body: &str) -> String {
    subject.map_or_else(|| body.to_owned(), |subject| format!("{subject}\n{body}"))
}

/// Tickets on which words were written.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    /// Where each has them, by its row: the newest place.
    pub(super) places: HashMap<i64, Excerpt>,
    /// More messages have the words than are looked at.
    pub(super) partial: bool,
}

/// Searches the newest messages; nobody finds what they may not read.
pub(super) async fn find(office: &Office, actor: &Actor, given: &str) -> Result<Texts> {
    let Ok(reach) = actor.may(Operation::ReadTicket) else { return Ok(Texts::default()) };
    let among: Vec<String> = match &reach {
        Reach::All => Vec::new(),
        Reach::Products(products) => {
            std::iter::once(None).chain(products.iter().copied().map(Some)).map(of_product).collect()
        }
    };
    if actor.order_id().is_some() {
        return Ok(Texts::default());
    }
    let most = usize::try_from(NEWEST).unwrap_or_default();
    let mut ids = having(office, given, &among, false).await?;
    // Going through everything that begins so takes longer: only where the words themselves are on few.
    if ids.len() <= most && terms::may_begin(given) {
        ids = having(office, given, &among, true).await?;
    }
    let mut texts = Texts { partial: ids.len() > most, ..Texts::default() };
    ids.truncate(most);
    for some in ids.chunks(READ) {
        let mut sql = Sql::new(
            "SELECT m.ticket_id, t.subject, m.body FROM ticket_messages m JOIN tickets t ON t.id = m.ticket_id WHERE ",
        );
        sql.one_of(office.db.is_postgres(), "m.id", some);
        sql.push(" ORDER BY m.id DESC");
        let read: Vec<(i64, String, String)> = sql.fetch_all(&office.db).await?;
        for (ticket, subject, body) in read {
            if texts.places.contains_key(&ticket) {
                continue;
            }
            // Where the text alone has the words, nothing of the subject is shown, which stands beside it.
            let place = search::excerpt(&body, given);
            if let Some(place) = place.or_else(|| search::excerpt(&whole(Some(&subject), &body), given)) {
                texts.places.insert(ticket, place);
            }
        }
    }
    Ok(texts)
}

/// The newest messages with these words, one more than are looked at.
async fn having(office: &Office, given: &str, among: &[String], beginnings: bool) -> Result<Vec<i64>> {
    let Some(asked) = terms::asked(&office.db, given, among, beginnings) else { return Ok(Vec::new()) };
    let mut sql = match office.db.is_postgres() {
        true => Sql::new("SELECT id FROM ticket_messages WHERE terms @@ CAST("),
        false => Sql::new("SELECT rowid AS id FROM ticket_message_terms WHERE ticket_message_terms MATCH "),
    };
    sql.arg(asked);
    sql.push(if office.db.is_postgres() { " AS TSQUERY) ORDER BY id DESC" } else { " ORDER BY rowid DESC" });
    sql.limit(NEWEST + 1);
    let rows: Vec<(i64,)> = sql.fetch_all(&office.db).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
