//! The connections that read a SQLite file.
//!
//! SQLite lives in this process and cannot hang up, so a connection is not asked whether it is still
//! there before and after every query, as a pool for servers does: each question is a way to the
//! connection's thread and back, and a query has one way.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use sqlx::{ConnectOptions, Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::timeout,
};

/// So many read at once.
const MOST: usize = 4;
/// Whoever waits longer for a free one gives up.
const PATIENCE: Duration = Duration::from_secs(10);

/// Connections that only read. The one given back last is lent first: its cache is warm.
#[derive(Debug)]
pub struct Readers {
    options: SqliteConnectOptions,
    idle: Mutex<Vec<SqliteConnection>>,
    places: Semaphore,
}

/// A connection on loan. One that is not given back is closed, and the next borrower opens another.
#[derive(Debug)]
pub struct Lent<'a> {
    connection: SqliteConnection,
    readers: &'a Readers,
    _place: SemaphorePermit<'a>,
}

impl Readers {
    /// None is open yet.
    pub(super) const fn new(options: SqliteConnectOptions) -> Self {
        Self { options, idle: Mutex::new(Vec::new()), places: Semaphore::const_new(MOST) }
    }

    /// How the file is opened.
    pub(super) const fn options(&self) -> &SqliteConnectOptions {
        &self.options
    }

    /// A free connection, as soon as there is one.
    ///
    /// # Errors
    /// `PoolTimedOut` when none became free, `PoolClosed` when the program is ending, or why the file
    /// cannot be opened.
    pub async fn lend(&self) -> Result<Lent<'_>, sqlx::Error> {
        let place = match self.places.try_acquire() {
            Ok(place) => place,
            Err(_) => timeout(PATIENCE, self.places.acquire())
                .await
                .map_err(|_| sqlx::Error::PoolTimedOut)?
                .map_err(|_| sqlx::Error::PoolClosed)?,
        };
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.options.connect().await?,
        };
        Ok(Lent { connection, readers: self, _place: place })
    }

    /// Closes every connection; nothing is lent any more.
    pub(super) async fn close(&self) {
        self.places.close();
        let idle = std::mem::take(&mut *self.idle.lock().unwrap_or_else(PoisonError::into_inner));
        for connection in idle {
            // What only read has nothing to lose.
            let _ = connection.close().await;
        }
    }
}

impl Lent<'_> {
    /// To run a query on.
    pub const fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.connection
    }

    /// Gives it back after a query that went well; after any other it is closed.
    ///
    /// # Errors
    /// Those of the query.
    pub fn end<T>(self, read: Result<T, sqlx::Error>) -> Result<T, sqlx::Error> {
        if read.is_ok() && !self.readers.places.is_closed() {
            self.readers.idle.lock().unwrap_or_else(PoisonError::into_inner).push(self.connection);
        }
        read
    }
}
