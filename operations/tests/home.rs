//! The first page.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

#[path = "common/books.rs"]
mod books;
mod common;

use books::{bring, bring_file, execute, granted, line, person};
use common::{NOW, set_clock, staff};
use domain::{
    Currency, Period,
    access::{Actor, Role},
};
use operations::{
    Office,
    db::Sql,
    exports::{self, Format, NewExport},
    home::{Home, Waiting, home},
    imports, jobs,
    list::{Count, Filter},
    orders,
};

async fn of(office: &Office, actor: &Actor) -> Home {
    home(office, actor).await.unwrap()
}

const fn exactly(rows: i64) -> Count {
    Count { rows, more: false }
}

/// How many orders the list shows under the filter of what waits.
async fn listed(office: &Office, actor: &Actor, waiting: &Waiting) -> i64 {
    let pairs = waiting.orders().unwrap();
    let (filter, problems) =
        Filter::read(&orders::LIST, pairs.iter().map(|(name, value)| (*name, value.as_str())));
    assert_eq!(problems, []);
    orders::list(office, actor, &filter).await.unwrap().counts.of(filter.codes("state")).rows
}

both! {
    async fn an_empty_house_has_nothing_to_say(office) {
        for role in Role::ALL {
            let home = of(&office, &staff(*role)).await;
            assert_eq!((home.currency, home.further_currencies, &home.waiting[..]), (None, false, &[][..]));
            assert_eq!(home.this_month.orders, exactly(0));
            assert_eq!(home.months.len(), if *role == Role::Support { 0 } else { 12 });
        }
    }

    async fn the_months_in_figures(office) {
        let paid = |number: &str, at: &str, amount: &str| line(number).with("created_at", at).with("deal_price", amount);
        bring(&office, &[
            paid("A1", "2026-11-01 00:00:00", "100.00"),
            paid("A2", "2026-11-14 10:00:00", "50.50").with("state", "completed"),
            paid("A3", "2026-11-14 10:00:00", "7").with("state", "pending_payment"),
            paid("A4", "2026-11-14 10:00:00", "8").with("state", "cancelled"),
            paid("A5", "2026-11-14 10:00:00", "-10.50").with("state", "completed").with("order_type", "UNSUBSCRIBE"),
            paid("A6", "2026-11-14 10:00:00", "999").with("currency", "USD"),
            paid("B1", "2026-10-31 23:59:59", "5"),
            paid("C1", "2025-12-01 00:00:00", "3"),
            // Too old to be shown.
            paid("D1", "2025-11-30 23:59:59", "1000"),
        ]).await;
        let home = of(&office, &staff(Role::Auditor)).await;
        assert_eq!((home.currency, home.further_currencies), (Some(Currency::CNY), true));
        let months: Vec<_> = home.months.iter().map(|m| (m.period.number(), m.orders, m.paid_minor)).collect();
        assert_eq!(months[0], (202_512, 1, 300));
        assert_eq!(months[10..], [(202_610, 1, 500), (202_611, 5, 14_000)]);
        assert!(months[1..10].iter().all(|m| (m.1, m.2) == (0, 0)));
        let this = home.this_month;
        assert_eq!((this.orders, this.completed, this.pending), (exactly(5), exactly(2), exactly(1)));
        assert_eq!(this.paid_minor, Some(14_000));
    }

    async fn unpaid_and_slow_orders_wait(office) {
        let mut lines = Vec::new();
        let unpaid = |n: &str, at: &str| line(n).with("state", "pending_payment").with("created_at", at);
        // It is noon on 2026-11-15; unpaid orders live for seven days.
        lines.extend([unpaid("U1", "2026-11-09 11:59:59"), unpaid("U2", "2026-11-09 12:00:00"), unpaid("U3", "2026-11-08 13:00:00")]);
        for (number, at) in [
            ("L1", "2026-10-15 23:59:59"),
            ("L2", "2026-10-16 00:00:00"),
            ("L3", "2026-05-18 23:59:59"),
            ("L4", "2026-05-19 00:00:00"),
        ] {
            lines.push(line(number).with("created_at", at));
        }
        lines.push(line("L5").with("created_at", "2026-01-01 00:00:00").with("state", "completed"));
        bring(&office, &lines).await;
        let actor = staff(Role::Operations);
        let waiting = of(&office, &actor).await.waiting;
        let counts: Vec<_> = waiting.iter().map(|w| match w {
            Waiting::TimesOut { count } => (0, count.rows),
            Waiting::LongProcessing { count, over_days, .. } => (*over_days, count.rows),
            other => panic!("{other:?}"),
        }).collect();
        assert_eq!(counts, [(0, 2), (180, 1), (30, 2)]);
        for (waiting, (days, count)) in waiting.iter().zip(counts) {
            assert_eq!(listed(&office, &actor, waiting).await, if days == 0 { 3 } else { count }, "{waiting:?}");
        }
        let until = waiting[1].orders().unwrap()[1].clone();
        assert_eq!(until, ("created_to", "2026-05-18".to_owned()));
    }

    async fn what_waits_is_counted_up_to_a_bound(office) {
        let lines: Vec<_> = (0..1_002).map(|n| line(&format!("CS{n}")).with("created_at", "2026-01-01 00:00:00")).collect();
        bring(&office, &lines).await;
        let waiting = of(&office, &staff(Role::Owner)).await.waiting;
        let Waiting::LongProcessing { count, .. } = waiting[0] else { panic!("{waiting:?}") };
        assert_eq!(count, Count { rows: 1_000, more: true });
    }

    async fn support_sees_figures_of_granted_products_only(office) {
        let old = line("S3").with("created_at", "2026-09-01 00:00:00");
        let other = line("O1").with("product_id", "P2").with("product_name", "别的");
        bring(&office, &[line("S1"), line("S2").with("state", "completed"), old.clone(), other.clone(), other.with("order_no", "O2").with("created_at", "2026-09-01 00:00:00")]).await;
        let support = person(&office, "support", Role::Support).await;
        assert_eq!(of(&office, &support).await.waiting, []);
        let support = granted(&office, &support, "P1").await;
        let home = of(&office, &support).await;
        assert_eq!((home.currency, home.months.len(), home.this_month.paid_minor), (None, 0, None));
        assert_eq!((home.this_month.orders, home.this_month.completed), (exactly(2), exactly(1)));
        let [Waiting::LongProcessing { count, over_days: 30, .. }] = home.waiting[..] else { panic!("{:?}", home.waiting) };
        assert_eq!(count, exactly(1));
        assert_eq!(listed(&office, &support, &home.waiting[0]).await, 1);
    }

    async fn statements_wait_for_those_who_issue_them(office) {
        let sold = |number: &str, reseller: &str, at: &str| line(number).with("sales_channel", "reseller")
            .with("reseller", reseller).with("floor_price", 60).with("output_tax", "6%").with("service_tax", "6%")
            .with("state", "completed").with("created_at", at).with("paid_at", at).with("completed_at", at);
        bring(&office, &[
            sold("R1", "云梯", "2026-10-03 10:00:00"),
            sold("R2", "云梯", "2026-10-04 10:00:00"),
            sold("R3", "云梯", "2026-09-04 10:00:00"),
            sold("R4", "北辰", "2026-10-04 10:00:00"),
            // The month is not over.
            sold("R5", "云梯", "2026-11-04 10:00:00"),
        ]).await;
        let (finance, other) = (staff(Role::Finance), staff(Role::Operations));
        let oldest = Period::parse("202609").unwrap();
        let expected = |drafts, months| vec![Waiting::StatementsToIssue { drafts, months, oldest, several: true }];
        assert_eq!(of(&office, &finance).await.waiting, expected(0, 3));
        assert_eq!(of(&office, &other).await.waiting, []);
        let mut sql = Sql::new("INSERT INTO statements (kind, reseller_id, period, currency, state, created_at, created_by) \
            SELECT 'reseller', id, period, 'CNY', 'draft', 0, 'x' FROM resellers CROSS JOIN (SELECT 202610 AS period UNION ALL SELECT 202611) AS m \
            WHERE name = ");
        sql.arg("云梯");
        execute(&office, &sql).await;
        assert_eq!(of(&office, &finance).await.waiting, expected(1, 2));
        execute(&office, &Sql::new("UPDATE statements SET state = 'issued'")).await;
        execute(&office, &Sql::new("UPDATE dues SET statement_id = (SELECT MIN(id) FROM statements)")).await;
        assert_eq!(of(&office, &finance).await.waiting, []);
    }

    async fn finance_reads_what_was_issued_and_is_to_be_paid(office) {
        bring(&office, &[line("CS1").with("sales_channel", "reseller").with("reseller", "云梯")]).await;
        let finance = staff(Role::Finance);
        assert_eq!(of(&office, &finance).await.settled, None);
        for (number, period, currency, total, nature, paid) in [
            ("A1", 202_610, "CNY", 10_050, "regular", "NULL"),
            ("A2", 202_610, "CNY", 250, "supplement", "'2026-11-02'"),
            ("A3", 202_609, "CNY", 7, "regular", "NULL"),
            ("A4", 202_610, "USD", 99, "regular", "NULL"),
        ] {
            execute(&office, &Sql::new(&format!(
                "INSERT INTO statements (kind, reseller_id, period, currency, state, nature, number, total_minor, created_at, created_by, \
                 issued_at, issued_by, paid_on) SELECT 'reseller', id, {period}, '{currency}', 'issued', '{nature}', '{number}', {total}, 0, 'x', 1, 'x', {paid} \
                 FROM resellers"))).await;
        }
        let settled = of(&office, &finance).await.settled.unwrap();
        assert_eq!((settled.currency, settled.further_currencies), (Currency::CNY, true));
        assert_eq!((settled.last.number(), settled.issued, settled.issued_minor), (202_610, 2, 10_300));
        assert_eq!((settled.unpaid, settled.unpaid_minor), (2, 10_057));
        assert_eq!(of(&office, &staff(Role::Operations)).await.settled, None, "who may not read statements");
    }

    async fn imports_and_exports_are_told(office) {
        bring(&office, &[line("CS1")]).await;
        let li = person(&office, "li", Role::Operations).await;
        assert_eq!(of(&office, &li).await.waiting, []);
        let bad = "order_no,product_id,customer_id,deal_price,state,created_at\nCS9,P1,C1,much,processing,2026-11-01\n";
        let outcome = bring_file(&office, "bad.csv", bad.as_bytes()).await;
        let what = NewExport { kind: exports::ORDERS, format: Format::Csv, query: "", locale: "en", columns: "", title: "", name: "" };
        exports::create(&office, &li, &what).await.unwrap();
        jobs::drain(&office, jobs::EXPORTS).await.unwrap();
        let waiting = of(&office, &li).await.waiting;
        let expected = [Waiting::ImportsRejected { count: 1, last_id: outcome.import_id }, Waiting::ExportsReady { count: 1 }];
        assert_eq!(waiting, expected);
        assert_eq!(of(&office, &person(&office, "wang", Role::Finance).await).await.waiting, []);
        imports::deal_with(&office, &li, outcome.import_id).await.unwrap();
        assert_eq!(of(&office, &li).await.waiting, expected[1..]);
        imports::reopen(&office, &li, outcome.import_id).await.unwrap();
        assert_eq!(of(&office, &li).await.waiting, expected);
        set_clock(&office, NOW + 8 * 86_400_000);
        assert_eq!(of(&office, &li).await.waiting, []);
    }
}
