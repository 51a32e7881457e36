//! API tokens: for programs, with a role, a name and an expiry.

use domain::{
    FieldProblem, Problem,
    access::{Actor, Operation, Role},
    text,
};

use crate::{
    Failure, Office, Result,
    db::dialect::for_update,
    journal::{self, Action, Entry, Subject, fields},
    list::{Field, Filter, List, Page, Placed, Sort, Source, Takes, any, folded, holds, read},
    office::hashed,
    reading,
    sightings::{Seen, Sighting},
    within,
};

/// Longest life of a token.
pub const MOST_DAYS: u32 = 3650;
/// How often it is noted that a token was used.
const USED_MILLIS: i64 = 60_000;
/// What a token begins with, so that scanners for secrets find it.
const PREFIX: &str = "ch_";

/// A token, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Row.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Whether it is good.
    pub state: TokenState,
    /// Last four characters of the secret.
    pub hint: String,
    /// Who made it.
    pub created_by: String,
    /// When, in milliseconds since 1970.
    pub created_at: i64,
    /// Until when it is good, in milliseconds since 1970.
    pub expires_at: i64,
    /// When it was revoked, in milliseconds since 1970.
    pub revoked_at: Option<i64>,
    /// When it was last used, to the minute, in milliseconds since 1970.
    pub last_used_at: Option<i64>,
}

domain::codes! {
    /// Whether a token is good.
    pub enum TokenState {
        /// It is.
        Active = "active" | "有效",
        /// Its days are over.
        Expired = "expired" | "已过期",
        /// Somebody took it back.
        Revoked = "revoked" | "已吊销",
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    name: String,
    role: String,
    hint: String,
    created_by: String,
    created_at: i64,
    expires_at: i64,
    revoked_at: Option<i64>,
    last_used_at: Option<i64>,
}

impl Placed for Row {
    fn place(&self, sort: &Sort) -> (i64, i64) {
        (if sort.column == LIST.id { self.id } else { self.expires_at }, self.id)
    }
}

impl Row {
    fn token(self, now: i64) -> Result<Token> {
        let role = Role::from_code(&self.role);
        Ok(Token {
            role: role.ok_or_else(|| Failure::Internal("a token has an unknown role".into()))?,
            state: match self.revoked_at {
                Some(_) => TokenState::Revoked,
                None if self.expires_at <= now => TokenState::Expired,
                None => TokenState::Active,
            },
            id: self.id,
            name: self.name,
            hint: self.hint,
            created_by: self.created_by,
            created_at: self.created_at,
            expires_at: self.expires_at,
            revoked_at: self.revoked_at,
            last_used_at: self.last_used_at,
        })
    }
}

/// Makes a token; gives the row and the secret, which is kept nowhere else.
///
/// # Errors
/// `Denied`, `Invalid` (`name`, `days`: 1 to 3650).
pub async fn create(
    office: &Office,
    actor: &Actor,
    name: &str,
    role: Role,
    days: u32,
) -> Result<(i64, String)> {
    actor.may(Operation::ManageTokens)?;
    let name = checked(name, days)?;
    let secret = format!("{PREFIX}{}", office.random.secret()?);
    let hint = &secret[secret.len() - 4..];
    let now = office.clock.millis();
    let expires_at = now + i64::from(days) * 86_400_000;
    let mut tx = office.db.begin().await?;
    let (id,): (i64,) = within!(&mut tx, |c| sqlx::query_as(
        "INSERT INTO tokens (name, role, token_hash, hint, created_by, created_at, expires_at, folded) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id"
    )
    .bind(&name)
    .bind(role.code())
    .bind(hashed(&secret))
    .bind(hint)
    .bind(actor.name())
    .bind(now)
    .bind(expires_at)
    .bind(folded(&name, actor.name()))
    .fetch_one(c)
    .await)?;
    let after = fields! { Name: name, Role: role, ExpiresAt: expires_at };
    let entry = Entry::new(Action::TokenCreated, Subject::Token(id)).after(after);
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok((id, secret))
}

fn checked(name: &str, days: u32) -> Result<String> {
    let name = text::required(name, 80).map(|n| n.replace('\n', " ")).map_err(|p| p.of("name"));
    let in_range = (1..=MOST_DAYS).contains(&days);
    let most = i64::from(MOST_DAYS);
    let days =
        (!in_range).then(|| Problem::NotANumber { value: days.to_string(), least: 1, most }.of("days"));
    match (name, days) {
        (Ok(name), None) => Ok(name),
        (name, days) => {
            let problems: [Option<FieldProblem>; 2] = [name.err(), days];
            Err(Failure::Invalid(problems.into_iter().flatten().collect()))
        }
    }
}

/// What the list of tokens is narrowed and sorted by.
pub static LIST: List = List {
    code: "tokens",
    id: "t.id",
    tab: Some("state"),
    fields: &[
        Field::new("state", Takes::States { all: TokenState::CODES, read: TokenState::code_of }, ""),
        Field::new("q", Takes::Text, "A part of the name, or of who made it"),
        Field::new("role", Takes::Codes { column: "t.role", all: Role::CODES, read: Role::code_of }, ""),
    ],
    sorts: &[
        Sort { code: "-created", column: "t.id", descending: true },
        Sort { code: "created", column: "t.id", descending: false },
        Sort { code: "expires", column: "t.expires_at", descending: false },
        Sort { code: "-expires", column: "t.expires_at", descending: true },
    ],
};

/// Tokens, newest first.
///
/// # Errors
/// `Denied`.
pub async fn list(office: &Office, actor: &Actor, filter: &Filter) -> Result<Page<Token>> {
    actor.may(Operation::ReadTokens)?;
    let now = office.clock.millis();
    let source = Source {
        select: "SELECT t.id, t.name, t.role, t.hint, t.created_by, t.created_at, t.expires_at, t.revoked_at, \
                 t.last_used_at",
        from: " FROM tokens t",
    };
    let page = read::<Row>(office, filter, source, |sql, filter| {
        any(sql, filter.codes("state"), |sql, code| {
            match code {
                "revoked" => sql.push("t.revoked_at IS NOT NULL"),
                "expired" => sql.push("(t.revoked_at IS NULL AND t.expires_at <= ").arg(now).push(")"),
                _ => sql.push("(t.revoked_at IS NULL AND t.expires_at > ").arg(now).push(")"),
            };
        });
        if let Some(text) = filter.text("q") {
            holds(sql, "t.folded", text);
        }
    })
    .await?;
    page.try_map(|row| row.token(now))
}

/// Revokes a token at once; once more changes nothing.
///
/// # Errors
/// `Denied`, `NotFound`.
pub async fn revoke(office: &Office, actor: &Actor, id: i64) -> Result<()> {
    actor.may(Operation::ManageTokens)?;
    let mut tx = office.db.begin().await?;
    let mut sql = crate::db::Sql::new("SELECT name, revoked_at FROM tokens WHERE id = ");
    sql.arg(id).push(for_update(&tx));
    let found: Option<(String, Option<i64>)> = sql.fetch_optional_in(&mut tx).await?;
    let (name, revoked_at) = found.ok_or(Failure::NotFound)?;
    if revoked_at.is_some() {
        return Ok(());
    }
    let now = office.clock.millis();
    within!(&mut tx, |c| sqlx::query("UPDATE tokens SET revoked_at = $1 WHERE id = $2")
        .bind(now)
        .bind(id)
        .execute(c)
        .await
        .map(|_| ()))?;
    let entry = Entry::new(Action::TokenRevoked, Subject::Token(id))
        .changed(fields! { Name: name, RevokedAt: None::<i64> }, fields! { Name: name, RevokedAt: now });
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(())
}

/// Who acts with this secret; `None` when it is unknown, expired or revoked.
pub async fn authenticate(office: &Office, secret: &str) -> Result<Option<Actor>> {
    // A genuine secret has 46 characters; nothing longer is worth a hash.
    if !secret.starts_with(PREFIX) || secret.len() > 64 {
        return Ok(None);
    }
    let now = office.clock.millis();
    let row: Option<(i64, String, String, Option<i64>)> = reading!(&office.db, |pool| sqlx::query_as(
        "SELECT id, name, role, last_used_at FROM tokens \
         WHERE token_hash = $1 AND revoked_at IS NULL AND expires_at > $2"
    )
    .bind(hashed(secret))
    .bind(now)
    .fetch_optional(pool)
    .await)?;
    let Some((id, name, role, last_used_at)) = row else { return Ok(None) };
    let Some(role) = Role::from_code(&role) else {
        tracing::error!(token = id, role, "unknown role");
        return Ok(None);
    };
    if last_used_at.is_none_or(|last| now - last >= USED_MILLIS) {
        office.sightings.remember(Seen::Token(id), Sighting { at: now, ..Sighting::default() });
    }
    Ok(Some(Actor::Token { id, name, role }))
}
