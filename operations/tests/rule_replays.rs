//! What drafts of settlement rules would have changed in a past month.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;
#[path = "rules/shop.rs"]
mod shop;

use books::{bring, execute, journalled, person};
use domain::{
    Period,
    access::{Actor, Role},
    settlement::rules::WrittenBand,
};
use operations::{
    db::Sql,
    rules::{self, WrittenRule},
};
use shop::{earned, general, october, of_product, row, sold};

both! {
    async fn a_replay_says_what_each_order_comes_to(office) {
        let [wang, li] = [person(&office, "wang", Role::Finance).await, person(&office, "li", Role::Finance).await];
        bring(&office, &[
            sold("CS1", "P1", "10000.00"),
            sold("CS2", "P2", "10000.00"),
            sold("CS3", "P1", "10000.00").with("platform_fee", "15%"),
            sold("CS4", "P1", "200.00").with("currency", "USD"),
            sold("CS5", "P3", "500.00").with("business_kind", "selected"),
            sold("CS6", "P1", "-1000.00").with("order_type", "UNSUBSCRIBE"),
        ]).await;
        earned(&office).await;
        let id = row(&rules::draft(&office, &wang, &of_product("4%", "P1")).await.unwrap());
        rules::replay(&office, &li, id, october()).await.unwrap();
        let replay = rules::find(&office, &li, &id.to_string()).await.unwrap().replay.unwrap();
        assert_eq!((replay.period, replay.lines, replay.changed), (october(), 6, 3));
        let totals: Vec<_> = replay.totals.iter().map(|of| (of.currency.code(), of.before_minor, of.after_minor, of.refused_before, of.refused_after)).collect();
        // 9,500 + 9,500 + 8,500 − 950 under the usual fee of 5 %; 100 more for the first, 10 less for what is taken back.
        assert_eq!(totals, [("CNY", 2_655_000, 2_664_000, 1, 1), ("USD", 19_000, 19_200, 0, 0)]);
        let most: Vec<_> = replay.most.iter().map(|one| (one.order_no.as_str(), one.by_minor())).collect();
        assert_eq!(most, [("CS1", 10_000), ("CS6", -1_000), ("CS4", 200)]);
        let first = &replay.most[0];
        assert_eq!((first.product.as_str(), first.before.amount_minor, first.after.amount_minor), ("商品 P1", Some(950_000), Some(960_000)));
        let names = [&first.before, &first.after].map(|side| side.rule.unwrap().name());
        assert_eq!(names, ["general v2", "general v3"]);
        // Page by page, in the order of the books.
        let page = rules::changes(&office, &li, id, october(), 0, 2).await.unwrap();
        let numbers: Vec<_> = page.rows.iter().map(|row| row.order_no.as_str()).collect();
        assert_eq!(numbers, ["CS1", "CS4"]);
        let page = rules::changes(&office, &li, id, october(), page.next.unwrap(), 2).await.unwrap();
        assert_eq!((page.rows.len(), page.next), (1, None));
        // Nothing that is kept nowhere is written down.
        let again = rules::replay_written(&office, &li, &of_product("4%", "P1"), october()).await.unwrap();
        assert_eq!(again, replay);
        let empty = rules::replay_written(&office, &li, &general("4%"), Period::parse("202609").unwrap()).await.unwrap();
        assert_eq!((empty.lines, empty.totals.len()), (0, 0));
        assert_eq!(journalled(&office, "rule.replayed").await, 1);
    }

    async fn a_month_of_many_slices_is_counted_once(office) {
        let wang = person(&office, "wang", Role::Finance).await;
        let lines: Vec<_> = (0..2_300).map(|n| sold(&format!("CS{n:04}"), "P1", &format!("{}.00", 100 + n))).collect();
        bring(&office, &lines).await;
        earned(&office).await;
        let id = row(&rules::draft(&office, &wang, &general("4%")).await.unwrap());
        let rule = rules::replay(&office, &wang, id, october()).await.unwrap();
        let replay = rule.replay.unwrap();
        assert_eq!((replay.lines, replay.changed, replay.most.len()), (2_300, 2_300, rules::MOST_CHANGED));
        assert_eq!((replay.most[0].order_no.as_str(), replay.most[99].order_no.as_str()), ("CS2299", "CS2200"));
        let sold: i64 = (0..2_300).map(|n| 10_000 + n * 100).sum();
        assert_eq!((replay.totals[0].before_minor, replay.totals[0].after_minor), (sold / 100 * 95, sold / 100 * 96));
        let (mut after, mut seen) = (0, 0);
        loop {
            let page = rules::changes(&office, &wang, id, october(), after, 700).await.unwrap();
            seen += page.rows.len();
            match page.next {
                Some(next) => after = next,
                None => break,
            }
        }
        assert_eq!(seen, 2_300);
    }

    async fn bands_change_the_increments_of_the_month_and_no_line(office) {
        bring(&office, &[
            sold("CS1", "P1", "300000.00"),
            sold("CS2", "P1", "300000.00").with("payment_method", "postpaid").with("repaid_at", "2026-10-07 12:00:00"),
            sold("CS3", "P2", "400000.00"),
            sold("CS4", "P1", "900000.00").with("platform_fee", "15%"),
        ]).await;
        earned(&office).await;
        let bands = [("0", "0"), ("300000", "1%"), ("500000", "2%")]
            .map(|(from, increment)| WrittenBand { from: from.into(), increment: increment.into() });
        let written = WrittenRule { bands_fee: Some("5%".into()), bands: bands.to_vec(), ..general("5%") };
        let replay = rules::replay_written(&office, &Actor::System, &written, october()).await.unwrap();
        assert_eq!((replay.lines, replay.changed), (4, 0));
        let total = &replay.totals[0];
        // 1 % of 600,000 by the published bands; 2 % of it and 1 % of 400,000 by those of the draft.
        assert_eq!((total.increments_before_minor, total.increments_after_minor), (600_000, 1_600_000));
        let none = rules::replay_written(&office, &Actor::System, &general("5%"), october()).await.unwrap();
        assert_eq!(none.totals[0].increments_after_minor, 0, "a version without bands has none");
    }

    async fn what_is_taken_back_has_the_rule_of_what_was_bought(office) {
        bring(&office, &[
            sold("CS1", "P1", "10000.00").with("paid_at", "2026-09-20 12:00:00").with("created_at", "2026-09-20 12:00:00"),
            sold("CS2", "P1", "-4000.00").with("order_type", "UNSUBSCRIBE").with("paid_amount", "-4000.00"),
        ]).await;
        let text = "UPDATE orders SET takes_back_id = (SELECT id FROM orders WHERE order_no = 'CS1') WHERE order_no = 'CS2'";
        execute(&office, &Sql::new(text)).await;
        earned(&office).await;
        let replay = rules::replay_written(&office, &Actor::System, &general("4%"), october()).await.unwrap();
        // 9,500 less 3,800: the draft begins after the day on which it was bought.
        assert_eq!((replay.changed, replay.totals[0].before_minor, replay.totals[0].after_minor), (0, 570_000, 570_000));
        let early = WrittenRule { effective_from: "2026-09-01".into(), ..general("4%") };
        let replay = rules::replay_written(&office, &Actor::System, &early, october()).await.unwrap();
        assert_eq!((replay.changed, replay.totals[0].after_minor), (2, 576_000));
    }
}
