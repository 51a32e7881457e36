//! The handle that every operation gets.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use domain::{Moment, Zone};
use rand::{SeedableRng, TryRngCore, rngs::StdRng};
use sha2::{Digest, Sha256};

use crate::{
    db::Db,
    documents::{Scanner, Store},
};

/// Database, documents, clock, randomness and business time zone. Cheap to clone; no globals.
#[derive(Clone)]
pub struct Office {
    /// The database.
    pub db: Db,
    /// Where files are kept.
    pub documents: Store,
    /// What looks for viruses in documents; `None`: nothing does.
    pub scanner: Option<Scanner>,
    /// How mails go out.
    pub post: crate::mail::Post,
    /// What time it is.
    pub clock: Clock,
    /// Where random bytes come from.
    pub random: Random,
    /// Account periods and dates are in it.
    pub zone: Zone,
    /// Wakes the workers of this process.
    pub bell: crate::db::Bell,
    /// Tells pages that are open what happens.
    pub live: crate::live::Live,
    /// Sessions and tokens that this process has seen.
    pub sightings: crate::sightings::Sightings,
}

/// What time it is.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that tests set: milliseconds since 1970.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// Now.
    #[must_use]
    pub fn now(&self) -> Moment {
        match self {
            Self::System => system_now(),
            Self::Fixed(millis) => crate::db::moment(millis.load(Ordering::SeqCst)),
        }
    }

    /// Now, in milliseconds since 1970.
    #[must_use]
    pub fn millis(&self) -> i64 {
        crate::db::millis(self.now())
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place where time is read")]
fn system_now() -> Moment {
    chrono::Utc::now()
}

/// Where random bytes come from.
#[derive(Clone)]
pub enum Random {
    /// The operating system.
    System,
    /// A seeded source for tests and samples.
    Seeded(Arc<std::sync::Mutex<StdRng>>),
}

impl Random {
    /// A source that gives the same bytes for the same seed.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(Arc::new(std::sync::Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// So many random bytes.
    ///
    /// # Errors
    /// When the operating system has none, which ends whatever needed them.
    pub fn bytes<const N: usize>(&self) -> crate::Result<[u8; N]> {
        let mut bytes = [0; N];
        let filled = match self {
            Self::System => rand::rngs::OsRng.try_fill_bytes(&mut bytes).is_ok(),
            Self::Seeded(source) => match source.lock() {
                Ok(mut rng) => rng.try_fill_bytes(&mut bytes).is_ok(),
                Err(_) => false,
            },
        };
        if filled { Ok(bytes) } else { Err(crate::Failure::Internal("no random bytes".into())) }
    }

    /// A secret of 256 bits that can stand in a URL.
    ///
    /// # Errors
    /// As [`Random::bytes`].
    pub fn secret(&self) -> crate::Result<String> {
        use base64::Engine;
        Ok(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(self.bytes::<32>()?))
    }
}

/// SHA-256 of a secret, as hex: how session ids, links and tokens are kept. They are random 256
/// (ids: 128) bits, so that nothing slower is needed.
#[must_use]
pub fn hashed(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}
