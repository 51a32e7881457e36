//! Staff on both engines: accounts, links, signing in, passwords, settings.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod accounts;
#[path = "../common/mod.rs"]
mod common;
mod denied;
mod links;
mod own;
mod settings;
mod sign_in;

use domain::access::{Actor, Role};
use operations::{
    Failure, Office,
    journal::{self, Event},
    list::Filter,
    staff::{self, NewStaff},
};

const PASSWORD: &str = "wheat river candle";
const OTHER_PASSWORD: &str = "四个词的口令也是可以的";

fn new(account: &str, role: Role) -> NewStaff {
    NewStaff { account: account.into(), name: format!("{role} 李"), role }
}

/// An active member of staff with [`PASSWORD`].
async fn active(office: &Office, account: &str, role: Role) -> (i64, Actor) {
    let id = staff::add_active(office, &Actor::System, &new(account, role), PASSWORD).await.unwrap();
    (id, staff::load_actor(office, id).await.unwrap().unwrap())
}

async fn journal(office: &Office) -> Vec<Event> {
    let (_, broken) = journal::verify(office).await.unwrap();
    assert!(broken.is_empty(), "{broken:?}");
    let all = Filter::read(&journal::LIST, [("sign_ins", "shown")]).0.sized(200);
    journal::list(office, &Actor::System, &all).await.unwrap().rows
}

async fn everybody(office: &Office) -> Vec<staff::Staff> {
    staff::list(office, &Actor::System, &Filter::of(&staff::LIST)).await.unwrap().rows
}

async fn actions(office: &Office) -> Vec<String> {
    journal(office).await.into_iter().rev().map(|e| e.action).collect()
}

/// No text of the journal holds one of these.
async fn journal_is_free_of(office: &Office, secrets: &[&str]) {
    for event in journal(office).await {
        let text = format!("{event:?}");
        for secret in secrets.iter().chain(&["argon2", PASSWORD, OTHER_PASSWORD]) {
            assert!(!text.contains(secret), "{text}");
            assert!(!text.contains(&operations::office::hashed(secret)), "{text}");
        }
    }
}

#[track_caller]
fn is_refused<T: std::fmt::Debug>(result: Result<T, Failure>, expected: &staff::Refused) {
    match result {
        Err(Failure::Staff(refused)) => assert_eq!(&refused, expected),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn fields<T: std::fmt::Debug>(result: Result<T, Failure>) -> Vec<String> {
    match result {
        Err(Failure::Invalid(problems)) => problems.into_iter().map(|p| p.field).collect(),
        other => panic!("{other:?}"),
    }
}

/// Runs a statement as somebody with the database in their hands would.
async fn execute(office: &Office, sql: &str) {
    let mut tx = office.db.begin().await.unwrap();
    operations::within!(&mut tx, |c| sqlx::query(sqlx::AssertSqlSafe(sql.to_owned()))
        .execute(c)
        .await
        .map(|_| ()))
    .unwrap();
    tx.commit().await.unwrap();
}
