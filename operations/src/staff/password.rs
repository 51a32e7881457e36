//! Passwords: what is accepted, and how it is kept.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString},
};
use domain::Problem;
use tokio::sync::Semaphore;

use crate::{Failure, Office, Result};

/// Fewest characters of a password.
const LEAST: u32 = 10;
/// Most characters of a password.
const MOST: u32 = 256;

/// OWASP's smallest recommendation for Argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Verified when there is no such account, so that the answer takes as long. No password fits.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$Y291bnRpbmdob3VzZTAwMA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Each hash takes 19 MiB: so many at once, however many people try to sign in.
static ROOM: Semaphore = Semaphore::const_new(2);

static COMMON: &str = include_str!("common_passwords.txt");

fn hasher() -> Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(broken)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn broken(e: impl std::fmt::Display) -> Failure {
    Failure::Internal(format!("password hashing: {e}"))
}

/// On a thread that ends with the work. The allocator keeps a heap for each thread that lives, and the
/// runtime's many threads for waiting would each keep 19 MiB of theirs.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let _room = ROOM.acquire().await.map_err(broken)?;
    let (done, came) = tokio::sync::oneshot::channel();
    let work = move || drop(done.send(work()));
    std::thread::Builder::new().name("password".to_owned()).spawn(work).map_err(broken)?;
    came.await.map_err(broken)?
}

/// The hash to keep, with its salt and parameters.
pub(crate) async fn hash(office: &Office, password: &str) -> Result<String> {
    let salt = SaltString::encode_b64(&office.random.bytes::<16>()?).map_err(broken)?;
    let password = password.to_owned();
    aside(move || hasher()?.hash_password(password.as_bytes(), &salt).map(|h| h.to_string()).map_err(broken))
        .await
}

/// Whether it is the password. Without a hash the work is done all the same, and the answer is no.
pub(crate) async fn verify(password: &str, kept: Option<&str>) -> Result<bool> {
    let too_long = password.chars().count() > MOST as usize;
    let password = if too_long { String::new() } else { password.to_owned() };
    let known = kept.is_some() && !too_long;
    let kept = kept.unwrap_or(NOBODY).to_owned();
    aside(move || {
        let parsed = PasswordHash::new(&kept).map_err(broken)?;
        match hasher()?.verify_password(password.as_bytes(), &parsed) {
            Ok(()) => Ok(known),
            Err(argon2::password_hash::Error::Password) => Ok(false),
            Err(e) => Err(broken(e)),
        }
    })
    .await
}

/// Whether a hash was made with other parameters than today's.
pub(crate) fn is_outdated(kept: &str) -> bool {
    let Ok(parsed) = PasswordHash::new(kept) else { return true };
    let Ok(params) = Params::try_from(&parsed) else { return true };
    parsed.algorithm != Algorithm::Argon2id.ident()
        || (params.m_cost(), params.t_cost(), params.p_cost()) != (MEMORY_KIB, PASSES, LANES)
}

/// Whether a new password is accepted: 10 to 256 characters, not one of the common ones, nor made
/// of a few repeated or ascending characters or around the account's name. No other rules: they
/// make passwords worse (ASVS 6.2.5).
///
/// # Errors
/// [`Problem::Missing`], [`Problem::TooShort`], [`Problem::TooLong`] or [`Problem::CommonPassword`].
pub fn check(password: &str, account: &str) -> Result<(), Problem> {
    let length = password.chars().count();
    if password.is_empty() {
        return Err(Problem::Missing);
    }
    if length < LEAST as usize {
        return Err(Problem::TooShort { least: LEAST });
    }
    if length > MOST as usize {
        return Err(Problem::TooLong { most: MOST });
    }
    let folded = password.to_lowercase();
    let own = account.split('@').next().unwrap_or_default().to_lowercase();
    let names_account = own.chars().count() >= 4 && folded.contains(&own);
    if names_account || is_run(&folded) || is_common(&folded) { Err(Problem::CommonPassword) } else { Ok(()) }
}

/// Every character follows the one before: `1234567890`, `abcdefghij`, `9876543210`.
fn is_run(folded: &str) -> bool {
    let chars: Vec<u32> = folded.chars().map(u32::from).collect();
    let wraps = |a: u32, b: u32| a == u32::from(b'9') && b == u32::from(b'0');
    chars.windows(2).all(|w| w[1] == w[0] + 1 || wraps(w[0], w[1]))
        || chars.windows(2).all(|w| w[0] == w[1] + 1 || wraps(w[1], w[0]))
}

fn is_common(folded: &str) -> bool {
    let unit = unit(folded);
    if unit.chars().count() <= 4 {
        return true;
    }
    // `Password2026!` is `password` with a few signs around it; `p@ssw0rd` is `password` too.
    let core = unit.trim_matches(|c: char| !c.is_alphabetic());
    let bare = if unit.chars().count() - core.chars().count() <= 8 { core } else { unit.as_str() };
    let plain: String = bare.chars().map(unmasked).collect();
    COMMON.lines().any(|line| line == folded || line == unit || line == bare || line == plain)
}

/// The part that the text repeats: `abab` is twice `ab`.
fn unit(folded: &str) -> String {
    let chars: Vec<char> = folded.chars().collect();
    let period = (1..=chars.len()).find(|p| (*p..chars.len()).all(|i| chars[i] == chars[i - p]));
    chars.into_iter().take(period.unwrap_or_default()).collect()
}

const fn unmasked(c: char) -> char {
    match c {
        '@' | '4' => 'a',
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '5' | '$' => 's',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_passwords_are_refused() {
        for bad in [
            "1234567890",
            "0987654321",
            "abcdefghijk",
            "aaaaaaaaaaaa",
            "abababababab",
            "qwertyuiop",
            "Password123",
            "P@ssw0rd2026!",
            "passwordpassword",
            "1q2w3e4r5t6y",
            "iloveyou2026",
            "Woaini1314520",
            "zhang.san-2026",
            "CountingHouse1",
        ] {
            assert_eq!(check(bad, "zhang.san@example.com"), Err(Problem::CommonPassword), "{bad}");
        }
    }

    #[test]
    fn length_is_what_counts() {
        assert_eq!(check("", "a@b.cn"), Err(Problem::Missing));
        assert_eq!(check("k7#pLw2qX", "a@b.cn"), Err(Problem::TooShort { least: 10 }));
        assert_eq!(check(&"账房先生x9".repeat(50), "a@b.cn"), Err(Problem::TooLong { most: 256 }));
        for good in [
            "countinghouse-demo",
            "wheat river candle",
            "四个词的口令也是可以的",
            "k7#pLw2qXz",
            " spaces at ends ",
        ] {
            assert_eq!(check(good, "owner@demo.example"), Ok(()), "{good}");
        }
    }

    #[test]
    fn the_hash_of_nobody_costs_the_same() {
        assert!(!is_outdated(NOBODY));
        assert!(is_outdated(&NOBODY.replace("t=2", "t=1")));
        assert!(is_outdated("plain"));
    }
}
