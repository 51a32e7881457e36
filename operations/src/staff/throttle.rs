//! How often somebody may try to sign in. Failures are kept in the database, so that several servers
//! count together.

use std::net::IpAddr;

use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    office::hashed,
};

/// Failures count for 15 minutes.
const WINDOW: i64 = 15 * 60 * 1000;
/// Failures for one account within the window.
const PER_ACCOUNT: i64 = 5;
/// Failures from one address within the window.
const PER_ADDRESS: i64 = 30;
/// So many failures are remembered; beyond it the oldest are forgotten.
const REMEMBERED: i64 = 20_000;

/// Somebody who tries: which account, from where.
pub(super) struct Trier {
    /// What is no account may be a password in the wrong field: only its hash is kept.
    account: String,
    address: String,
}

impl Trier {
    pub(super) fn new(account: &str, address: &str) -> Self {
        let account: String = domain::text::folded(account).chars().take(254).collect();
        Self { account: hashed(&account), address: network(address) }
    }

    /// Whether there is a try left, before the work of looking at the password.
    ///
    /// # Errors
    /// `TooMany`.
    pub(super) async fn may_try(&self, office: &Office) -> Result<()> {
        let now = office.clock.millis();
        judge(&self.failures(now).fetch_all(&office.db).await?, now)
    }

    /// Counts a failure. Of many at once only as many are counted as there were tries left: no other
    /// answer tells anything about the password.
    ///
    /// # Errors
    /// `TooMany`.
    pub(super) async fn fail(&self, office: &Office) -> Result<()> {
        let mut tx = office.db.begin().await?;
        self.may_go_on(&mut tx, office).await?;
        let mut sql = Sql::new("INSERT INTO sign_in_failures (account_hash, address, at) VALUES (");
        sql.arg(self.account.as_str()).push(", ").arg(self.address.as_str()).push(", ");
        sql.arg(office.clock.millis()).push(")");
        sql.execute_in(&mut tx).await?;
        Ok(tx.commit().await?)
    }

    /// Lets a good password pass if there is still a try left, and forgets the failures for the account.
    /// Those from the address go on counting for others.
    ///
    /// # Errors
    /// `TooMany`.
    pub(super) async fn succeed(&self, tx: &mut Tx, office: &Office) -> Result<()> {
        self.may_go_on(tx, office).await?;
        let mut sql = Sql::new("UPDATE sign_in_failures SET account_hash = NULL WHERE account_hash = ");
        sql.arg(self.account.as_str());
        sql.execute_in(tx).await?;
        Ok(())
    }

    /// As [`Trier::may_try`], while nobody else is counted for this account or address.
    async fn may_go_on(&self, tx: &mut Tx, office: &Office) -> Result<()> {
        if let Tx::Postgres(open) = tx {
            // Accounts before addresses, so that two never wait for each other.
            for (kind, key) in [(1, &self.account), (2, &self.address)] {
                sqlx::query("SELECT pg_advisory_xact_lock($1, hashtext($2))")
                    .bind(kind)
                    .bind(key)
                    .execute(&mut **open)
                    .await?;
            }
        }
        let now = office.clock.millis();
        judge(&self.failures(now).fetch_all_in(tx).await?, now)
    }

    fn failures(&self, now: i64) -> Sql {
        let mut sql = Sql::default();
        for (most, column, key) in
            [(PER_ACCOUNT, "account_hash", &self.account), (PER_ADDRESS, "address", &self.address)]
        {
            sql.push(if sql.text().is_empty() { "SELECT " } else { " UNION ALL SELECT " });
            sql.push(&most.to_string()).push(" - COUNT(*), MIN(at) FROM sign_in_failures WHERE ");
            sql.push(column).push(" = ").arg(key.as_str()).push(" AND at > ").arg(now - WINDOW);
        }
        sql
    }
}

/// Tries left and the oldest failure, of the account and of the address.
fn judge(failures: &[(i64, Option<i64>)], now: i64) -> Result<()> {
    let spent = failures.iter().filter(|(left, _)| *left <= 0);
    match spent.filter_map(|(_, oldest)| *oldest).map(|oldest| oldest + WINDOW - now).max() {
        None => Ok(()),
        Some(wait) => Err(Failure::TooMany { seconds: u64::try_from(wait).unwrap_or(1).div_ceil(1000) }),
    }
}

/// Forgets failures that no longer count, and the oldest of a flood; a job. The number forgotten.
pub async fn forget_failures(office: &Office) -> Result<u64> {
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new("DELETE FROM sign_in_failures WHERE at <= ");
    sql.arg(office.clock.millis() - WINDOW);
    sql.push(" OR id <= (SELECT MAX(id) FROM sign_in_failures) - ").arg(REMEMBERED);
    let count = sql.execute_in(&mut tx).await?;
    tx.commit().await?;
    Ok(count)
}

/// Whoever has an IPv6 address has 2⁶⁴ of them: the network counts.
fn network(address: &str) -> String {
    match address.parse::<IpAddr>() {
        Ok(IpAddr::V6(v6)) => match v6.to_ipv4_mapped() {
            Some(v4) => v4.to_string(),
            None => v6.segments()[..4].iter().map(|s| format!("{s:x}:")).collect(),
        },
        Ok(IpAddr::V4(v4)) => v4.to_string(),
        Err(_) => address.chars().take(64).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv6_network_is_one_address() {
        assert_eq!(network("2001:db8::1"), network("2001:db8::ffff"));
        assert_ne!(network("2001:db8::1"), network("2001:db8:0:1::1"));
        assert_eq!(network("::ffff:10.0.0.1"), "10.0.0.1");
    }
}
