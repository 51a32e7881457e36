//! Links by which a buyer acts on the delivery of one order, and asks about it, without an account: expiring, revocable,
//! for that order alone.

use domain::{
    FieldName, Problem,
    access::{Actor, Operation, Reach},
};
use sqlx::FromRow;

use crate::{
    Failure, Office, Result,
    db::{Sql, Tx, moment},
    journal::{self, Action, Entry, Subject, fields},
    office::hashed,
    supervisions::Refused,
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

/// A link of an order. Moments are milliseconds since 1970.
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
    /// Name of its product.
    pub product: String,
    /// Code of [`LinkLanguage`].
    pub language: String,
    /// Until when, in milliseconds since 1970.
    pub expires_at: i64,
}

/// What a link is made for.
#[derive(FromRow)]
struct Order {
    id: i64,
    order_no: String,
    supervised: i64,
}

const SELECT: &str = "SELECT o.id, o.order_no, CASE WHEN EXISTS (SELECT 1 FROM supervisions s WHERE s.order_id = o.id) \
     THEN CAST(1 AS BIGINT) ELSE 0 END AS supervised FROM orders o WHERE ";

impl Order {
    /// Where the journal tells of its links: in the log of its delivery, where there is one.
    fn subject(&self) -> Subject<'_> {
        if self.supervised != 0 {
            Subject::Supervision(&self.order_no)
        } else {
            Subject::Order(&self.order_no)
        }
    }
}

/// Appends ` AND …` that only orders meet whose product is granted, or whose delivery's is.
fn granted(sql: &mut Sql, reach: &Reach) {
    let Reach::Products(products) = reach else { return };
    sql.push(" AND (1 = 0");
    if !products.is_empty() {
        sql.push(" OR o.product_id IN ").list(products.iter().copied());
        sql.push(" OR EXISTS (SELECT 1 FROM supervisions s WHERE s.order_id = o.id AND s.product_id IN ");
        sql.list(products.iter().copied()).push(")");
    }
    sql.push(")");
}

/// The query of an order whose product is granted.
fn of_number(reach: &Reach, order_no: &str) -> Result<Sql> {
    let order_no = domain::order::parse_number(order_no).map_err(|_| Failure::NotFound)?;
    let mut sql = Sql::new(SELECT);
    sql.push("o.order_no = ").arg(order_no);
    granted(&mut sql, reach);
    Ok(sql)
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
    let order = of_number(&reach, order_no)?.fetch_optional_in(&mut tx).await?;
    let order: Order = order.ok_or(Failure::NotFound)?;
    let mut sql = Sql::new("INSERT INTO order_links (order_id, key_hash, language, actor_name, ");
    sql.push("created_at, expires_at) VALUES (").arg(order.id).push(", ").arg(hashed(&key)).push(", ");
    sql.arg(language.code()).push(", ").arg(actor.name()).push(", ").arg(now).push(", ").arg(expires_at);
    sql.push(") RETURNING id");
    let (id,): (i64,) = sql.fetch_optional_in(&mut tx).await?.ok_or(Failure::NotFound)?;
    let after = fields! { Id: id, Language: language, ExpiresAt: moment(expires_at) };
    let entry = Entry::new(Action::SupervisionLinkMade, order.subject()).after(after);
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
    let mut sql = Sql::new(SELECT);
    sql.push("o.id = (SELECT k.order_id FROM order_links k WHERE k.id = ").arg(id).push(")");
    granted(&mut sql, &reach);
    let order: Order = sql.fetch_optional_in(&mut tx).await?.ok_or(Failure::NotFound)?;
    let mut sql = Sql::new("UPDATE order_links SET revoked_at = ");
    sql.arg(office.clock.millis()).push(" WHERE revoked_at IS NULL AND id = ").arg(id);
    if sql.execute_in(&mut tx).await? == 0 {
        return Ok(());
    }
    let entry = Entry::new(Action::SupervisionLinkRevoked, order.subject());
    journal::append(&mut tx, office, actor, entry.after(fields! { Id: id })).await?;
    tx.commit().await?;
    Ok(())
}

/// Somebody acted by it.
pub(crate) async fn used(tx: &mut Tx, office: &Office, actor: &Actor) -> Result<()> {
    if let Actor::Buyer { id, .. } = actor {
        let mut sql = Sql::new("UPDATE order_links SET used_at = ");
        sql.arg(office.clock.millis()).push(" WHERE id = ").arg(*id);
        sql.execute_in(tx).await?;
    }
    Ok(())
}

/// The links of an order, newest first.
///
/// # Errors
/// `Denied`; `NotFound`.
pub async fn links(office: &Office, actor: &Actor, order_no: &str) -> Result<Vec<Link>> {
    let reach = actor.may(Operation::LinkSupervision)?;
    let order: Option<Order> = of_number(&reach, order_no)?.fetch_optional(&office.db).await?;
    let order = order.ok_or(Failure::NotFound)?;
    let mut sql = Sql::new("SELECT id, language, actor_name, created_at, expires_at, revoked_at, used_at ");
    sql.push("FROM order_links WHERE order_id = ").arg(order.id).push(" ORDER BY id DESC");
    Ok(sql.fetch_all(&office.db).await?)
}

#[derive(FromRow)]
struct Found {
    id: i64,
    order_id: i64,
    order_no: String,
    product: String,
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
    let mut sql = Sql::new(
        "SELECT k.id, k.order_id, o.order_no, p.name AS product, c.name AS customer, k.language, k.expires_at, ",
    );
    sql.push("k.revoked_at FROM order_links k JOIN orders o ON o.id = k.order_id ");
    sql.push(
        "JOIN customers c ON c.id = o.customer_id JOIN products p ON p.id = o.product_id WHERE k.key_hash = ",
    );
    sql.arg(hashed(key));
    let found: Found = sql.fetch_optional(&office.db).await?.ok_or(Failure::NotFound)?;
    if found.revoked_at.is_some() || office.clock.millis() >= found.expires_at {
        return Err(Refused::LinkGone.into());
    }
    Ok(Guest {
        actor: Actor::Buyer { id: found.id, order_id: found.order_id, name: found.customer },
        order_no: found.order_no,
        product: found.product,
        language: found.language,
        expires_at: found.expires_at,
    })
}
