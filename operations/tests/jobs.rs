//! What runs by itself: once, by whoever has the lease, again when it broke off.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex},
};

use common::{NOW, set_clock};
use operations::{
    Failure, Office, Result,
    db::Sql,
    files,
    jobs::{self, CLASSES, Kind, Step},
};

/// How a job of a test goes.
type Goes = fn() -> Result<()>;
/// By the row that it is about; each test has rows of its own.
static GOES: LazyLock<Mutex<HashMap<i64, Goes>>> = LazyLock::new(Mutex::default);

/// The job about this row gets further before it goes as it goes.
const GETS_FURTHER: i64 = 31;
const NEVER_ENDS: i64 = 32;

static KINDS: [Kind; 1] = [Kind {
    code: "test",
    lease: 60_000,
    attempts: 2,
    every: None,
    run: |office, lease| {
        Box::pin(async {
            lease.report(3, 7).await?;
            if lease.subject_id == GETS_FURTHER {
                let mut tx = office.db.begin().await?;
                lease.advance(&mut tx, 4, 7).await?;
                tx.commit().await?;
            }
            if lease.subject_id == NEVER_ENDS {
                std::future::pending::<()>().await;
            }
            let goes = GOES.lock().unwrap().get(&lease.subject_id).copied();
            goes.map_or(Ok(()), |goes| goes())
        })
    },
    gave_up: |_, tx, subject, failure| {
        Box::pin(async move {
            let mut sql = Sql::new("INSERT INTO settings (name, value, changed_at) VALUES (");
            sql.arg(format!("gave up {subject}")).push(", ");
            sql.arg(failure.map_or_else(|| "vanished".to_owned(), ToString::to_string)).push(", 0)");
            sql.execute_in(tx).await?;
            Ok(())
        })
    },
}];

fn goes(subject: i64, goes: Goes) {
    GOES.lock().unwrap().insert(subject, goes);
}

async fn push(office: &Office, subject: i64) {
    let mut tx = office.db.begin().await.unwrap();
    jobs::push(&mut tx, office, &KINDS[0], subject, office.clock.millis()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn work(office: &Office) -> bool {
    jobs::run_due(office, &KINDS, std::future::pending()).await.unwrap()
}

async fn state(office: &Office) -> Vec<(String, i64)> {
    Sql::new("SELECT state, attempts FROM jobs ORDER BY id").fetch_all(&office.db).await.unwrap()
}

async fn gave_up(office: &Office) -> Vec<(String, String)> {
    let sql = Sql::new("SELECT name, value FROM settings WHERE name LIKE 'gave up%' ORDER BY name");
    sql.fetch_all(&office.db).await.unwrap()
}

fn is(state: &str, attempts: i64) -> Vec<(String, i64)> {
    vec![(state.to_owned(), attempts)]
}

both! {
    async fn a_job_is_there_when_its_transaction_lasts(office) {
        let mut bell = office.bell.listen();
        let mut tx = office.db.begin().await.unwrap();
        jobs::push(&mut tx, &office, &KINDS[0], 1, NOW).await.unwrap();
        drop(tx);
        assert!(!work(&office).await && !bell.has_changed().unwrap());
        let mut tx = office.db.begin().await.unwrap();
        jobs::push(&mut tx, &office, &KINDS[0], 1, NOW).await.unwrap();
        assert!(!bell.has_changed().unwrap(), "nobody is woken before there is something to see");
        tx.commit().await.unwrap();
        assert!(bell.has_changed().unwrap());
        bell.mark_unchanged();
        assert!(work(&office).await && !work(&office).await);
        assert_eq!(state(&office).await, is("done", 1));
        assert_eq!(jobs::progress(&office, "test", 1).await.unwrap(), Some(Step { done: 3, total: 7 }));
        assert_eq!(jobs::progress(&office, "test", 2).await.unwrap(), None);
    }

    async fn a_job_waits_for_its_time(office) {
        let mut tx = office.db.begin().await.unwrap();
        jobs::push(&mut tx, &office, &KINDS[0], 1, NOW + 5).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!work(&office).await);
        set_clock(&office, NOW + 5);
        assert!(work(&office).await);
    }

    async fn looking_for_work_needs_no_lock(office) {
        // On SQLite there is one writer; looking would wait for this one for ever.
        let writing = office.db.begin().await.unwrap();
        assert!(!work(&office).await);
        drop(writing);
    }

    async fn what_broke_off_is_tried_again_and_then_given_up(office) {
        goes(11, || Err(Failure::Internal("the disk is away".to_owned())));
        push(&office, 11).await;
        assert!(work(&office).await);
        assert_eq!(state(&office).await, is("queued", 1));
        assert!(!work(&office).await, "it pauses first");
        set_clock(&office, NOW + 30_000);
        assert!(work(&office).await);
        assert_eq!(state(&office).await, is("failed", 2));
        assert_eq!(gave_up(&office).await, [("gave up 11".to_owned(), "the disk is away".to_owned())]);
    }

    async fn what_would_be_refused_again_is_given_up_at_once(office) {
        goes(12, || Err(files::Unreadable::Empty.into()));
        push(&office, 12).await;
        assert!(work(&office).await);
        assert_eq!(state(&office).await, is("failed", 1));
        assert_eq!(gave_up(&office).await.len(), 1);
    }

    async fn a_panic_costs_the_job_and_not_the_worker(office) {
        goes(13, || panic!("of a test"));
        push(&office, 13).await;
        assert!(work(&office).await);
        assert_eq!(state(&office).await, is("queued", 1));
    }

    async fn a_vanished_worker_loses_its_job(office) {
        let mut tx = office.db.begin().await.unwrap();
        let mut first = jobs::Lease::begin(&mut tx, &office, &KINDS[0], 21).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!work(&office).await, "somebody has it");
        set_clock(&office, NOW + 50_000);
        first.report(1, 2).await.unwrap();
        set_clock(&office, NOW + 100_000);
        assert!(!work(&office).await, "the report made it last longer");
        set_clock(&office, NOW + 110_001);
        assert!(work(&office).await);
        assert!(first.report(2, 2).await.is_err());
        let mut tx = office.db.begin().await.unwrap();
        assert!(first.advance(&mut tx, 2, 2).await.is_err());
        drop(tx);
        first.end(&Ok(())).await.unwrap();
        // It was all the attempts that the job had.
        assert_eq!(state(&office).await, is("failed", 3));
        assert_eq!(gave_up(&office).await, [("gave up 21".to_owned(), "vanished".to_owned())]);
    }

    async fn getting_further_gives_the_attempts_back(office) {
        goes(GETS_FURTHER, || Err(Failure::Internal("the disk is away".to_owned())));
        push(&office, GETS_FURTHER).await;
        for n in 0..5 {
            set_clock(&office, NOW + n * 30_000);
            assert!(work(&office).await);
            assert_eq!(state(&office).await, is("queued", 1));
        }
    }

    async fn two_workers_do_not_run_one_job(office) {
        push(&office, 1).await;
        push(&office, 2).await;
        let (a, b) = tokio::join!(jobs::drain(&office, &KINDS), jobs::drain(&office, &KINDS));
        a.and(b).unwrap();
        assert_eq!(state(&office).await, [("done".to_owned(), 1), ("done".to_owned(), 1)]);
    }

    async fn a_server_that_ends_puts_its_job_back(office) {
        push(&office, NEVER_ENDS).await;
        jobs::run_due(&office, &KINDS, std::future::ready(())).await.unwrap();
        assert_eq!(state(&office).await, is("queued", 0));
    }

    async fn upkeep_is_planned_once_and_comes_again(office) {
        for kinds in CLASSES {
            jobs::plan(&office, kinds).await.unwrap();
            jobs::plan(&office, kinds).await.unwrap();
        }
        let planned = state(&office).await.len();
        assert_eq!(planned, CLASSES.iter().flat_map(|kinds| kinds.iter()).filter(|k| k.every.is_some()).count());
        for kinds in CLASSES {
            jobs::drain(&office, kinds).await.unwrap();
        }
        assert_eq!(state(&office).await, vec![("queued".to_owned(), 0); planned]);
        set_clock(&office, NOW + 60_000);
        let mut again = 0;
        for kinds in CLASSES {
            while jobs::run_due(&office, kinds, std::future::pending()).await.unwrap() {
                again += 1;
            }
        }
        assert!(again >= 4, "{again}");
    }

    async fn ended_jobs_are_forgotten(office) {
        push(&office, 1).await;
        jobs::drain(&office, &KINDS).await.unwrap();
        for kinds in CLASSES {
            jobs::plan(&office, kinds).await.unwrap();
            jobs::drain(&office, kinds).await.unwrap();
        }
        assert_eq!(jobs::progress(&office, "test", 1).await.unwrap(), Some(Step { done: 3, total: 7 }));
        set_clock(&office, NOW + 8 * 86_400_000);
        for kinds in CLASSES {
            jobs::drain(&office, kinds).await.unwrap();
        }
        assert_eq!(jobs::progress(&office, "test", 1).await.unwrap(), None);
    }
}
