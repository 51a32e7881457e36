//! The journal: one chain for each subject, whoever writes.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

mod common;

use domain::access::Actor;
use operations::{
    journal::{self, Action, Entry, LIST, Subject, SubjectKind},
    list::Filter,
};

async fn note(office: &operations::Office, subject: Subject<'_>, pause: u64) {
    let mut tx = office.db.begin().await.unwrap();
    let entry = Entry::new(Action::ProductRenamed, subject).because("a test");
    journal::append(&mut tx, office, &Actor::System, entry).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(pause)).await;
    tx.commit().await.unwrap();
}

both! {
    async fn two_writers_on_one_subject_wait_for_each_other(office) {
        let subject = Subject::Product("P-1");
        tokio::join!(note(&office, subject, 300), note(&office, subject, 200), note(&office, subject, 0));
        let (page, _) = Filter::read(&LIST, [("kind", SubjectKind::Product.code())]);
        let events = journal::list(&office, &Actor::System, &page).await.unwrap().rows;
        let mut numbers: Vec<i64> = events.iter().map(|e| e.seq).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, [1, 2, 3]);
        assert_eq!(journal::verify(&office).await.unwrap(), (3, vec![]));
    }

    async fn an_entry_of_a_later_version_is_read(office) {
        note(&office, Subject::Product("P-1"), 0).await;
        let mut tx = office.db.begin().await.unwrap();
        operations::within!(&mut tx, |c| sqlx::query("UPDATE events SET action = 'comet.seen', subject_kind = 'comet'")
            .execute(c).await.map(|_| ())).unwrap();
        tx.commit().await.unwrap();
        let page = Filter::of(&LIST);
        let events = journal::list(&office, &Actor::System, &page).await.unwrap().rows;
        assert_eq!((events[0].action(), events[0].subject()), (None, None));
        assert_eq!(events[0].action, "comet.seen");
    }
}
