//! One transaction per command.

use std::ops::{Deref, DerefMut};

use sqlx::{Database, Postgres, Sqlite, Transaction};

use super::{Bell, Db};
use crate::live::{self, Live, News};

/// An open transaction; dropped without [`Tx::commit`] it is rolled back.
#[derive(Debug)]
pub enum Tx {
    /// On SQLite.
    Sqlite(Open<Sqlite>),
    /// On PostgreSQL.
    Postgres(Open<Postgres>),
}

/// A transaction of one of the databases.
#[derive(Debug)]
pub struct Open<D: Database> {
    transaction: Transaction<'static, D>,
    /// Rung when it has been committed.
    bell: Option<Bell>,
    /// Told when it has been committed.
    news: Vec<News>,
    live: Option<Live>,
}

impl<D: Database> From<Transaction<'static, D>> for Open<D> {
    fn from(transaction: Transaction<'static, D>) -> Self {
        Self { transaction, bell: None, news: Vec::new(), live: None }
    }
}

impl<D: Database> Open<D> {
    async fn commit(self) -> Result<(), sqlx::Error> {
        self.transaction.commit().await?;
        if let Some(bell) = self.bell {
            bell.ring();
        }
        if let Some(live) = self.live {
            self.news.into_iter().for_each(|news| live.tell(news));
        }
        Ok(())
    }
}

impl<D: Database> Deref for Open<D> {
    type Target = D::Connection;

    fn deref(&self) -> &D::Connection {
        &self.transaction
    }
}

impl<D: Database> DerefMut for Open<D> {
    fn deref_mut(&mut self) -> &mut D::Connection {
        &mut self.transaction
    }
}

impl Db {
    /// Opens a transaction that writes. On SQLite it takes the write lock at once, so that what it
    /// reads cannot change before it writes.
    pub async fn begin(&self) -> Result<Tx, sqlx::Error> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Tx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?.into()),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?.into()),
        })
    }
}

impl Tx {
    /// Makes it last.
    ///
    /// # Errors
    /// What the database said; nothing was written then.
    pub async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(open) => open.commit().await,
            Self::Postgres(mut open) => {
                // PostgreSQL tells it to every server, this one too, when it is committed.
                for news in std::mem::take(&mut open.news) {
                    let told = sqlx::query("SELECT pg_notify($1, $2)");
                    told.bind(live::CHANNEL).bind(live::written(&news)).execute(&mut *open).await?;
                }
                open.commit().await
            }
        }
    }

    /// Wakes the workers of this process once it lasts.
    pub(crate) fn ring_when_committed(&mut self, bell: &Bell) {
        let rung = match self {
            Self::Sqlite(open) => &mut open.bell,
            Self::Postgres(open) => &mut open.bell,
        };
        *rung = Some(bell.clone());
    }

    /// Tells pages that are open, once it lasts.
    pub(crate) fn tell_when_committed(&mut self, live: &Live, news: News) {
        let (kept, to) = match self {
            Self::Sqlite(open) => (&mut open.news, &mut open.live),
            Self::Postgres(open) => (&mut open.news, &mut open.live),
        };
        kept.push(news);
        to.get_or_insert_with(|| live.clone());
    }

    /// Whether this is PostgreSQL.
    #[must_use]
    pub const fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }
}
