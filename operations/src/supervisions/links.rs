//! Links by which a buyer acts on one delivery without an account: expiring, revocable, for that order alone.

use domain::{
    FieldName, Problem,
    access::{Actor, Operation},
};
use sqlx::FromRow;

use super::{
    Refused,
    row::{held, read, within},
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx, moment},
    journal::{self, Action, Entry, Subject, fields},
    office::hashed,
};

/// A link lasts a week unless somebody says otherwise, and a quarter of a year at most; in hours.
pub const LINK_HOURS: i64 = 7 * 24;
/// The longest.
pub const MOST_LINK_HOURS: i64 = 92 * 24;
const HOUR: i64 = 3_600_000;

domain::codes! {
    /// The language of a buyer's page.
    pub enum LinkLanguage {
        /// Chinese.
        Zh = "zh" | "zh-CN" | "中文",
        /// English.
        En = "en" | "English" | "英文",
    }
}

/// A link as it was made; the key is shown this once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLink {
    /// Row.
    pub id: i64,
    /// What stands in its address.
    pub key: String,
    /// Until when, in milliseconds since 1970.
    pub expires_at: i64,
}

/// A link of a delivery. Moments are milliseconds since 1970.
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
#[expect(missing_docs, reason = "as the columns of the table")]
pub struct Link {
    pub id: i64,
    pub language: String,
    pub actor_name: String,
    pub created_at: i64,
    pub expires_at: i64,
    pub revoked_at: Option<i64>,
    pub used_at: Option<i64>,
}

impl Link {
    /// Whether a buyer gets in by it at this moment.
    #[must_use]
    pub const fn is_good(&self, now: i64) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}

/// Whom a link lets in, and to what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guest {
    /// The buyer.
    pub actor: Actor,
    /// Number of the order.
    pub order_no: String,
    /// Code of [`LinkLanguage`].
    pub language: String,
    /// Until when, in milliseconds since 1970.
    pub expires_at: i64,
}

/// Makes a link. `hours`: how long it lasts, [`LINK_HOURS`] when nothing is said.
///
/// # Errors
/// `Denied`; `NotFound`; problems with `hours` and `language`.
pub async fn make_link(
    office: &Office,
    actor: &Actor,
    order_no: &str,
    hours: Option<i64>,
    language: &str,
) -> Result<NewLink> {
    let reach = actor.may(Operation::LinkSupervision)?;
    let hours = hours.unwrap_or(LINK_HOURS);
    if !(1..=MOST_LINK_HOURS).contains(&hours) {
        let (value, least, most) = (hours.to_string(), 1, MOST_LINK_HOURS);
        return Err(Problem::NotANumber { value, least, most }.of(FieldName::Hours.code()).into());
    }
    let language = match language.trim() {
        "" => LinkLanguage::Zh,
        given => LinkLanguage::parse(given).map_err(|p| p.of(FieldName::Language.code()))?,
    };
    let key = office.random.secret()?;
    let now = office.clock.millis();
    let expires_at = now + hours * HOUR;
    let mut tx = office.db.begin().await?;
    let row = held(&mut tx, actor, &reach, order_no).await?;
    let mut sql = Sql::new("INSERT INTO supervision_links (supervision_id, key_hash, language, actor_name, ");
    sql.push("created_at, expires_at) VALUES (").arg(row.id).push(", ").arg(hashed(&key)).push(", ");
    sql.arg(language.code()).push(", ").arg(actor.name()).push(", ").arg(now).push(", ").arg(expires_at);
    sql.push(") RETURNING id");
    let (id,): (i64,) = sql.fetch_optional_in(&mut tx).await?.ok_or(Failure::NotFound)?;
    let after = fields! { Id: id, Language: language, ExpiresAt: moment(expires_at) };
    let entry = Entry::new(Action::SupervisionLinkMade, Subject::Supervision(&row.order_no)).after(after);
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(NewLink { id, key, expires_at })
}

/// Ends a link; one that was ended before stays so.
///
/// # Errors
/// `Denied`; `NotFound`.
pub async fn revoke_link(office: &Office, actor: &Actor, id: i64) -> Result<()> {
    let reach = actor.may(Operation::LinkSupervision)?;
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new("SELECT o.order_no FROM supervision_links k JOIN supervisions s ON ");
    sql.push("s.id = k.supervision_id JOIN orders o ON o.id = s.order_id WHERE k.id = ").arg(id);
    within(&mut sql, actor, &reach);
    let (order_no,): (String,) = sql.fetch_optional_in(&mut tx).await?.ok_or(Failure::NotFound)?;
    let mut sql = Sql::new("UPDATE supervision_links SET revoked_at = ");
    sql.arg(office.clock.millis()).push(" WHERE revoked_at IS NULL AND id = ").arg(id);
    if sql.execute_in(&mut tx).await? == 0 {
        return Ok(());
    }
    let entry = Entry::new(Action::SupervisionLinkRevoked, Subject::Supervision(&order_no));
    journal::append(&mut tx, office, actor, entry.after(fields! { Id: id })).await?;
    tx.commit().await?;
    Ok(())
}

/// Somebody acted by it.
pub(crate) async fn used(tx: &mut Tx, office: &Office, actor: &Actor) -> Result<()> {
    if let Actor::Buyer { id, .. } = actor {
        let mut sql = Sql::new("UPDATE supervision_links SET used_at = ");
        sql.arg(office.clock.millis()).push(" WHERE id = ").arg(*id);
        sql.execute_in(tx).await?;
    }
    Ok(())
}

/// The links of a delivery, newest first.
///
/// # Errors
/// `Denied`; `NotFound`.
pub async fn links(office: &Office, actor: &Actor, order_no: &str) -> Result<Vec<Link>> {
    let reach = actor.may(Operation::LinkSupervision)?;
    let row = read(office, actor, &reach, order_no).await?;
    let mut sql = Sql::new("SELECT id, language, actor_name, created_at, expires_at, revoked_at, used_at ");
    sql.push("FROM supervision_links WHERE supervision_id = ").arg(row.id).push(" ORDER BY id DESC");
    Ok(sql.fetch_all(&office.db).await?)
}

#[derive(FromRow)]
struct Found {
    id: i64,
    order_id: i64,
    order_no: String,
    customer: String,
    language: String,
    expires_at: i64,
    revoked_at: Option<i64>,
}

/// Whom the key of a link lets in.
///
/// # Errors
/// `NotFound` for a key that nobody was given; [`Refused::LinkGone`] after its time, or when it was revoked.
pub async fn guest(office: &Office, key: &str) -> Result<Guest> {
    let mut sql =
        Sql::new("SELECT k.id, s.order_id, o.order_no, c.name AS customer, k.language, k.expires_at, ");
    sql.push("k.revoked_at FROM supervision_links k JOIN supervisions s ON s.id = k.supervision_id ");
    sql.push(
        "JOIN orders o ON o.id = s.order_id JOIN customers c ON c.id = s.customer_id WHERE k.key_hash = ",
    );
    sql.arg(hashed(key));
    let found: Found = sql.fetch_optional(&office.db).await?.ok_or(Failure::NotFound)?;
    if found.revoked_at.is_some() || office.clock.millis() >= found.expires_at {
        return Err(Refused::LinkGone.into());
    }
    Ok(Guest {
        actor: Actor::Buyer { id: found.id, order_id: found.order_id, name: found.customer },
        order_no: found.order_no,
        language: found.language,
        expires_at: found.expires_at,
    })
}
