//! How often somebody may try to sign in.

use std::{
    collections::{HashMap, VecDeque},
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

/// Tries count for 15 minutes.
const WINDOW: i64 = 15 * 60 * 1000;
/// Failures for one account within the window.
const PER_ACCOUNT: usize = 5;
/// Failures from one address within the window.
const PER_ADDRESS: usize = 30;
/// Accounts and addresses remembered, of each; beyond it the oldest are forgotten.
const REMEMBERED: usize = 10_000;

/// Failed tries of the last minutes, per account and per address, in the memory of this server.
#[derive(Debug, Default)]
pub struct Throttle(Mutex<Tries>);

#[derive(Debug, Default)]
struct Tries {
    accounts: Sliding,
    addresses: Sliding,
}

#[derive(Debug, Default)]
struct Sliding(HashMap<String, VecDeque<i64>>);

impl Throttle {
    /// Counts a try before it is made, so that many at once do not slip through; a success takes
    /// it back ([`Throttle::succeeded`]).
    ///
    /// # Errors
    /// Seconds until a try is free again; this one was not counted.
    pub fn attempt(&self, account: &str, address: &str, now: i64) -> Result<(), u64> {
        let (account, address) = (account_key(account), address_key(address));
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = tries.accounts.wait(&account, PER_ACCOUNT, now);
        let wait = wait.max(tries.addresses.wait(&address, PER_ADDRESS, now));
        if wait > 0 {
            return Err(u64::try_from(wait).unwrap_or_default().div_ceil(1000));
        }
        tries.accounts.count(account, now);
        tries.addresses.count(address, now);
        Ok(())
    }

    /// Forgets the tries for an account, and the last one from the address.
    pub fn succeeded(&self, account: &str, address: &str) {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tries.accounts.0.remove(&account_key(account));
        let address = address_key(address);
        if let Some(times) = tries.addresses.0.get_mut(&address) {
            times.pop_back();
            if times.is_empty() {
                tries.addresses.0.remove(&address);
            }
        }
    }
}

impl Sliding {
    /// Milliseconds until there is a try again; 0 when there is one now.
    fn wait(&mut self, key: &str, limit: usize, now: i64) -> i64 {
        let Some(times) = self.0.get_mut(key) else { return 0 };
        while times.front().is_some_and(|t| now - t >= WINDOW) {
            times.pop_front();
        }
        if times.len() < limit { 0 } else { times.front().map_or(0, |t| t + WINDOW - now) }
    }

    fn count(&mut self, key: String, now: i64) {
        if !self.0.contains_key(&key) && self.0.len() >= REMEMBERED {
            self.forget(now);
        }
        self.0.entry(key).or_default().push_back(now);
    }

    /// Forgets what is over, or else the oldest tenth: a tenth, so that a flood does not pay for a
    /// walk over all of them with each try.
    fn forget(&mut self, now: i64) {
        let last = |times: &VecDeque<i64>| times.back().copied().unwrap_or(i64::MIN);
        self.0.retain(|_, times| now - last(times) < WINDOW);
        if self.0.len() < REMEMBERED {
            return;
        }
        let mut surplus = REMEMBERED / 10;
        let mut times: Vec<i64> = self.0.values().map(last).collect();
        let (_, oldest, _) = times.select_nth_unstable(surplus - 1);
        let oldest = *oldest;
        self.0.retain(|_, times| {
            let goes = surplus > 0 && last(times) <= oldest;
            surplus -= usize::from(goes);
            !goes
        });
    }
}

fn account_key(account: &str) -> String {
    domain::text::folded(account).chars().take(254).collect()
}

/// Whoever has an IPv6 address has 2⁶⁴ of them: the network counts.
fn address_key(address: &str) -> String {
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
    fn five_for_an_account_then_wait_until_the_first_is_over() {
        let throttle = Throttle::default();
        for i in 0..5 {
            assert_eq!(throttle.attempt("li@x.cn", &format!("10.0.0.{i}"), i * 1000), Ok(()));
        }
        assert_eq!(throttle.attempt("LI@x.cn ", "10.0.0.9", 5000), Err(895));
        assert_eq!(throttle.attempt("wang@x.cn", "10.0.0.9", 5000), Ok(()));
        assert_eq!(throttle.attempt("li@x.cn", "10.0.0.9", WINDOW), Ok(()));
        assert_eq!(throttle.attempt("li@x.cn", "10.0.0.9", WINDOW), Err(1));
        throttle.succeeded("li@x.cn", "10.0.0.9");
        assert_eq!(throttle.attempt("li@x.cn", "10.0.0.9", WINDOW), Ok(()));
    }

    #[test]
    fn thirty_from_an_address_and_an_ipv6_network_is_one() {
        let throttle = Throttle::default();
        for i in 0..30 {
            assert_eq!(throttle.attempt(&format!("{i}@x.cn"), &format!("2001:db8::{i}"), 0), Ok(()));
        }
        assert_eq!(throttle.attempt("z@x.cn", "2001:db8::ffff", 0), Err(900));
        assert_eq!(throttle.attempt("z@x.cn", "2001:db8:0:1::1", 0), Ok(()));
        assert_eq!(throttle.attempt("z@x.cn", "::ffff:10.0.0.1", 0), Ok(()));
        assert_eq!(address_key("::ffff:10.0.0.1"), "10.0.0.1");
    }

    #[test]
    fn memory_is_bounded_and_the_oldest_go_first() {
        let throttle = Throttle::default();
        for i in 0..25_000_i64 {
            let address = format!("10.{}.{}.{}", i / 65536, i / 256 % 256, i % 256);
            assert_eq!(throttle.attempt(&format!("{i}@x.cn"), &address, i), Ok(()));
        }
        let tries = throttle.0.lock().unwrap();
        assert!(tries.accounts.0.len() <= REMEMBERED && tries.addresses.0.len() <= REMEMBERED);
        assert!(tries.accounts.0.contains_key("24999@x.cn") && !tries.accounts.0.contains_key("1@x.cn"));
    }
}
