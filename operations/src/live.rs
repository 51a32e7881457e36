//! What happens reaches the pages that are open: told when the transaction that did it has been committed. On SQLite
//! within the process, on PostgreSQL by its own notifications, so that every server hears it.
//!
//! Nothing is kept, and nobody learns from it what happened: it says what is worth to look at again, and whoever looks
//! passes the same door as always.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use domain::access::{Actor, Operation, Reach};
use serde::{Deserialize, Serialize};
use sqlx::postgres::PgListener;
use tokio::sync::broadcast;

use crate::{Office, Result, db::Db};

/// Who reads too slowly misses some, and is told so.
const KEPT: usize = 1024;
/// The name of the notifications of PostgreSQL.
pub(crate) const CHANNEL: &str = "countinghouse";
/// After a lost connection.
const PAUSE: Duration = Duration::from_secs(1);

/// Something that is worth to look at again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "news", rename_all = "snake_case")]
pub enum News {
    /// A ticket is new, or changed.
    Ticket {
        /// Its number.
        no: String,
        /// Row of its product.
        product: Option<i64>,
        /// Its version now.
        version: i64,
    },
    /// Somebody is writing a reply.
    Writing {
        /// Number of the ticket.
        no: String,
        /// Row of its product.
        product: Option<i64>,
        /// Row of who writes.
        staff: i64,
        /// Who writes.
        name: String,
    },
    /// Somebody has something new to read.
    Notified {
        /// Row of the member of staff.
        staff: i64,
    },
    /// Some was missed: everything is worth to look at again.
    Missed,
    /// The program ends.
    End,
}

impl News {
    /// Whether this is for somebody: the product is granted, and it is not their own writing.
    #[must_use]
    pub fn concerns(&self, actor: &Actor) -> bool {
        let sees = |product: &Option<i64>| match actor.may(Operation::ListTickets) {
            Ok(Reach::All) => true,
            Ok(Reach::Products(granted)) => product.is_none_or(|product| granted.contains(&product)),
            Err(_) => false,
        };
        match self {
            Self::Ticket { product, .. } => sees(product),
            Self::Writing { product, staff, .. } => {
                actor.staff_id() != Some(*staff) && actor.may(Operation::ReadTicket).is_ok() && sees(product)
            }
            Self::Notified { staff } => actor.staff_id() == Some(*staff),
            Self::Missed | Self::End => true,
        }
    }
}

/// Tells what happened to whoever listens in this process.
#[derive(Clone, Debug)]
pub struct Live {
    told: broadcast::Sender<News>,
    /// How many listen, by who they are.
    seats: Seats,
}

type Seats = Arc<Mutex<HashMap<String, usize>>>;

impl Default for Live {
    fn default() -> Self {
        Self { told: broadcast::channel(KEPT).0, seats: Seats::default() }
    }
}

/// A place of somebody who listens: it is free again when this is dropped.
#[derive(Debug)]
pub struct Seat {
    who: String,
    seats: Seats,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut seats = self.seats.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = seats.get_mut(&self.who) {
            *count -= 1;
            if *count == 0 {
                seats.remove(&self.who);
            }
        }
    }
}

impl Live {
    /// Hears what happens from now on.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<News> {
        self.told.subscribe()
    }

    /// A place for somebody who listens; `None` when there are so many already.
    #[must_use]
    pub fn seat(&self, who: String, most: usize) -> Option<Seat> {
        let mut seats = self.seats.lock().unwrap_or_else(PoisonError::into_inner);
        let count = seats.entry(who.clone()).or_default();
        let is_free = *count < most;
        if is_free {
            *count += 1;
        }
        is_free.then(|| Seat { who, seats: self.seats.clone() })
    }

    /// Ends every page's listening, because the program ends.
    pub fn end(&self) {
        self.tell(News::End);
    }

    /// Nobody may listen: that is no error.
    pub(crate) fn tell(&self, news: News) {
        let _ = self.told.send(news);
    }
}

/// Tells what no transaction did.
pub(crate) async fn tell(office: &Office, news: News) -> Result<()> {
    match &office.db {
        Db::Sqlite { .. } => office.live.tell(news),
        Db::Postgres(pool) => {
            let text = written(&news);
            sqlx::query("SELECT pg_notify($1, $2)").bind(CHANNEL).bind(text).execute(pool).await?;
        }
    }
    Ok(())
}

/// As it goes through PostgreSQL.
pub(crate) fn written(news: &News) -> String {
    serde_json::to_string(news).unwrap_or_default()
}

/// Passes on what other servers on the same PostgreSQL tell, and this one; never ends. On SQLite there is nothing to pass.
pub async fn relay(office: Office) {
    let Db::Postgres(pool) = &office.db else { return };
    loop {
        if let Err(error) = pass(&office, pool).await {
            tracing::warn!(%error, "what happens on other servers is not heard for a moment");
        }
        tokio::time::sleep(PAUSE).await;
        office.live.tell(News::Missed);
    }
}

async fn pass(office: &Office, pool: &sqlx::PgPool) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    loop {
        // `None`: the connection was lost and is there again.
        let news = match listener.try_recv().await? {
            Some(told) => serde_json::from_str(told.payload()).unwrap_or(News::Missed),
            None => News::Missed,
        };
        office.live.tell(news);
    }
}
