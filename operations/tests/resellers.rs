//! Resellers: listed, alike, merged, kept apart.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;

use books::{bring, journalled, line};
use common::staff;
use domain::{
    Period,
    access::{Actor, Role},
};
use operations::{
    Failure, Office,
    db::Sql,
    dues,
    jobs::{self, CLASSES},
    list::Filter,
    orders::{self, summary},
    resellers::{self, LIST},
    statements,
};

const ONE: &str = "上海云梯（深圳）有限公司";
const OTHER: &str = "上海云梯深圳";

async fn sell(office: &Office, from: usize, count: usize, reseller: &str) {
    let sold = |n| {
        line(&format!("CS{n}"))
            .with("sales_channel", "reseller")
            .with("reseller", reseller)
            .with("floor_price", "80")
            .with("output_tax", "6%")
            .with("service_tax", "6%")
            .with("state", "completed")
            .with("created_at", "2026-10-18 12:00:00")
            .with("completed_at", "2026-10-18 12:00:00")
    };
    bring(office, &(from..from + count).map(sold).collect::<Vec<_>>()).await;
}

async fn ids(office: &Office) -> Vec<i64> {
    let sql = Sql::new("SELECT id FROM resellers ORDER BY id");
    sql.fetch_all::<(i64,)>(&office.db).await.unwrap().into_iter().map(|(id,)| id).collect()
}

async fn listed(office: &Office, q: &str) -> Vec<(String, i64, Vec<String>)> {
    let (filter, _) = Filter::read(&LIST, [("q", q), ("sort", "added")]);
    let page = resellers::list(office, &staff(Role::Auditor), &filter).await.unwrap();
    page.rows.into_iter().map(|row| (row.name.clone(), row.orders().rows, row.spellings)).collect()
}

fn october() -> Period {
    Period::parse("2026-10").unwrap()
}

both! {
    async fn likely_pairs_are_shown_until_somebody_says_that_they_are_two(office) {
        sell(&office, 0, 2, ONE).await;
        sell(&office, 2, 1, OTHER).await;
        sell(&office, 3, 1, "远山贸易").await;
        let auditor = staff(Role::Auditor);
        let [pair] = resellers::likely(&office, &auditor).await.unwrap().try_into().unwrap();
        let shown = pair.both.map(|one| (one.name, one.orders.rows, one.settled));
        assert_eq!(shown, [(ONE.to_owned(), 2, false), (OTHER.to_owned(), 1, false)]);
        let (a, b) = (ids(&office).await[0], ids(&office).await[1]);
        for role in [Role::Operations, Role::Support, Role::Auditor] {
            assert!(matches!(resellers::keep_apart(&office, &staff(role), a, b).await, Err(Failure::Denied(_))), "{role}");
            assert!(matches!(resellers::merge(&office, &staff(role), a, b).await, Err(Failure::Denied(_))), "{role}");
        }
        for role in [Role::Operations, Role::Support] {
            assert!(matches!(resellers::likely(&office, &staff(role)).await, Err(Failure::Denied(_))), "{role}");
        }
        let finance = staff(Role::Finance);
        assert!(matches!(resellers::keep_apart(&office, &finance, a, a).await, Err(Failure::Invalid(_))));
        assert!(matches!(resellers::keep_apart(&office, &finance, a, 999).await, Err(Failure::NotFound)));
        for _ in 0..2 {
            resellers::keep_apart(&office, &finance, b, a).await.unwrap();
        }
        assert_eq!(resellers::likely(&office, &auditor).await.unwrap(), []);
        assert_eq!(journalled(&office, "reseller.kept_apart").await, 2);
    }

    async fn orders_drafts_and_spellings_follow_a_merged_reseller(office) {
        sell(&office, 0, 3, ONE).await;
        sell(&office, 3, 230, OTHER).await;
        let (stays, gone) = (ids(&office).await[0], ids(&office).await[1]);
        let finance = staff(Role::Finance);
        statements::draft(&office, &finance, OTHER, october(), None).await.unwrap();
        assert!(matches!(resellers::merge(&office, &finance, gone, gone).await, Err(Failure::Invalid(_))));
        resellers::merge(&office, &finance, gone, stays).await.unwrap();
        // A second press, and the other way round.
        assert!(matches!(resellers::merge(&office, &finance, gone, stays).await, Err(Failure::NotFound)));
        assert!(matches!(resellers::merge(&office, &finance, stays, gone).await, Err(Failure::NotFound)));
        // Before the orders have followed, a file may name it.
        sell(&office, 300, 1, OTHER).await;
        for kinds in CLASSES {
            jobs::drain(&office, kinds).await.unwrap();
        }
        assert_eq!(listed(&office, "").await, [(ONE.to_owned(), 234, vec![OTHER.to_owned()])]);
        assert_eq!(listed(&office, "云梯深圳").await.len(), 1);
        assert_eq!(resellers::likely(&office, &finance).await.unwrap(), []);
        let (filter, _) = Filter::read(&orders::LIST, [("reseller", OTHER)]);
        assert_eq!(orders::list(&office, &finance, &filter).await.unwrap().counts.of(&[]).rows, 234);
        // The draft is gone, and one statement has all of them.
        let id = statements::draft(&office, &finance, OTHER, october(), None).await.unwrap();
        let issued = statements::issue(&office, &finance, id).await.unwrap();
        assert_eq!((issued.reseller.as_str(), issued.line_count), (ONE, Some(234)));
        assert_eq!(statements::waiting(&office, &finance).await.unwrap(), []);
        assert_eq!(statements::resellers(&office, &finance).await.unwrap(), [ONE]);
        for (action, count) in [("reseller.merged", 1), ("reseller.gone", 1), ("order.reseller_merged", 230), ("statement.discarded", 1)] {
            assert_eq!(journalled(&office, action).await, count, "{action}");
        }
        assert_eq!(summary::verify(&office).await.unwrap(), []);
        assert_eq!(dues::verify(&office).await.unwrap().1, []);
    }

    async fn who_has_issued_statements_stays(office) {
        sell(&office, 0, 1, ONE).await;
        sell(&office, 1, 1, OTHER).await;
        let (one, other) = (ids(&office).await[0], ids(&office).await[1]);
        let finance = staff(Role::Finance);
        let id = statements::draft(&office, &finance, OTHER, october(), None).await.unwrap();
        let number = statements::issue(&office, &finance, id).await.unwrap().number;
        let refused = resellers::merge(&office, &finance, other, one).await;
        assert!(matches!(refused, Err(Failure::Statement(statements::Refused::ResellerSettled { .. }))), "{refused:?}");
        resellers::merge(&office, &finance, one, other).await.unwrap();
        for kinds in CLASSES {
            jobs::drain(&office, kinds).await.unwrap();
        }
        let (filter, _) = Filter::read(&LIST, [("q", "")]);
        let page = resellers::list(&office, &Actor::System, &filter).await.unwrap();
        assert_eq!((page.rows.len(), &page.rows[0].last_number), (1, &number));
        assert_eq!(page.rows[0].settled.len(), 1);
        // What came late to the month that was issued waits for another statement.
        assert_eq!(statements::waiting(&office, &finance).await.unwrap().len(), 1);
        assert_eq!(dues::verify(&office).await.unwrap().1, []);
    }
}
