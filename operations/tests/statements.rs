//! Reseller statements, from the draft to the frozen line.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;
#[path = "statements/shop.rs"]
mod shop;

use domain::{Currency, Problem, access::Role, money};
use operations::{
    Failure, Office,
    list::Filter,
    statements::{
        Cursor, Head, LIST, Line, Refused, Standing, StatementState, draft, get, issue, lines, list, verify,
        waiting,
    },
};
use shop::{RESELLER, Sale, at, change, finance, period, tamper};

async fn drafted(office: &Office, month: &str) -> i64 {
    draft(office, &finance(), RESELLER, period(month), None).await.unwrap()
}

async fn all(office: &Office, id: i64) -> Vec<Line> {
    lines(office, &finance(), id, Cursor::default(), 100).await.unwrap()
}

async fn issued(office: &Office, month: &str) -> Head {
    let id = drafted(office, month).await;
    issue(office, &finance(), id).await.unwrap()
}

fn amounts(lines: &[Line]) -> Vec<String> {
    lines.iter().map(|line| money::bare(line.amount_minor, Currency::CNY)).collect()
}

both! {
    async fn the_figures_of_the_reference_through_a_whole_statement(office) {
        Sale::new("R1").put(&office).await;
        Sale::priced("R2", "10000", "8000", "13%", "6%").put(&office).await;
        Sale::priced("R3", "10000", "8000", "6%", "3%").put(&office).await;
        Sale::priced("R4", "10000", "8000", "6%", "1%").put(&office).await;
        Sale::priced("R5", "11300", "5650", "13%", "6%").put(&office).await;
        Sale { channel: "co_sale", ratio: "60%", ..Sale::new("R6") }.put(&office).await;
        let r7 = Sale::priced("R7", "10000", "8000", "13%", "6%");
        Sale { channel: "co_sale", ratio: "45%", ..r7 }.put(&office).await;
        Sale::priced("R8", "999.99", "500", "13%", "3%").put(&office).await;
        Sale::priced("R10", "7000", "8000", "6%", "6%").put(&office).await;
        Sale::priced("half", "3.55", "0", "6%", "6%").put(&office).await;
        let expected = [
            "1800.00", "1688.50", "1749.06", "1715.09", "4770.00", "1200.00", "844.25", "410.17", "0.00", "3.20",
        ];
        let id = drafted(&office, "202610").await;
        let before = get(&office, &finance(), id).await.unwrap();
        assert_eq!(before.hindrance, None);
        assert_eq!(before.head.total_minor.map(|minor| money::bare(minor, Currency::CNY)), Some("14180.27".into()));
        let live = all(&office, id).await;
        assert_eq!(amounts(&live), expected);
        let head = issue(&office, &finance(), id).await.unwrap();
        assert_eq!((head.number.as_deref(), head.line_count), (Some("RS-202610-0001"), Some(10)));
        assert_eq!(head.total_minor, before.head.total_minor);
        let frozen = all(&office, id).await;
        for (frozen, live) in frozen.iter().zip(&live) {
            assert_eq!(*frozen, Line { cursor: frozen.cursor, ..live.clone() });
        }
        assert_eq!(
            frozen[1].explanation(Currency::CNY).unwrap().line(),
            "(10,000.00 − 8,000.00) ÷ (1 + 13.00 %) × (1 + 6.00 %) × 90.00 % = 1,688.495575… -> 1,688.50 \
             [reseller v1, rounded half up]"
        );
        assert_eq!(get(&office, &finance(), id).await.unwrap().head, head);
        assert_eq!(verify(&office).await.unwrap(), (1, 10, vec![]));
    }

    async fn an_unsubscription_takes_back_with_or_without_a_minus_sign(office) {
        Sale { order_type: "UNSUBSCRIBE", deal: "-3.55", floor: "0", ..Sale::new("U1") }.put(&office).await;
        Sale { order_type: "UNSUBSCRIBE", ..Sale::new("U2") }.put(&office).await;
        let head = issued(&office, "202610").await;
        assert_eq!(head.total_minor, Some(-180_320));
        let lines = all(&office, head.id).await;
        assert_eq!(amounts(&lines), ["-3.20", "-1800.00"]);
        assert_eq!(lines[0].explanation(Currency::CNY).unwrap().exact.bare(Currency::CNY), "-3.195");
    }

    async fn taxes_that_the_file_does_not_give_are_those_of_the_product(office) {
        let none = Sale { output: "", service: "", ..Sale::new("T1") };
        Sale { delivery: "hardware", ..none.clone() }.put(&office).await;
        Sale { no: "T2", ..none }.put(&office).await;
        let id = drafted(&office, "202610").await;
        assert_eq!(amounts(&all(&office, id).await), ["1688.50", "1800.00"]);
    }

    async fn a_late_arrival_comes_in_the_next_statement(office) {
        Sale::new("A1").put(&office).await;
        let september = Sale { completed: "2026-09-09 09:00:00", ..Sale::new("S1") };
        september.clone().put(&office).await;
        let october = drafted(&office, "202610").await;
        assert_eq!(all(&office, october).await.len(), 1, "september waits for its own statement");
        issued(&office, "202609").await;
        Sale { no: "S2", ..september }.put(&office).await;
        let mine = all(&office, october).await;
        let numbers: Vec<_> = mine.iter().map(|line| line.order_no.as_str()).collect();
        assert_eq!(numbers, ["S2", "A1"]);
        assert_eq!(
            common::standing(&office, &finance(), "S2").await.unwrap(),
            [Standing::InDraft { period: period("202610") }]
        );
        let head = issue(&office, &finance(), october).await.unwrap();
        assert_eq!(head.line_count, Some(2));
        let standing = common::standing(&office, &finance(), "S2").await.unwrap();
        let expected = Standing::SettledIn {
            statement_id: october,
            number: "RS-202610-0001".into(),
            period: period("202610"),
            amount_minor: Some(180_000),
        };
        assert_eq!(standing, [expected]);
        assert_eq!(verify(&office).await.unwrap(), (2, 3, vec![]));
    }

    async fn a_line_that_comes_to_a_settled_order_is_settled_later(office) {
        Sale::new("A1").put(&office).await;
        issued(&office, "202610").await;
        tamper(&office, "UPDATE orders SET line_count = 2").await;
        change(
            &office,
            "INSERT INTO order_lines (order_id, line_no, product_id, delivery_type, sku_code, sku_name, quantity, \
             deal_minor, floor_minor, coupon_minor, paid_minor) SELECT order_id, 2, product_id, delivery_type, \
             sku_code, sku_name, 1, 355, 0, 0, 0 FROM order_lines",
        )
        .await;
        let november = drafted(&office, "202611").await;
        assert_eq!(amounts(&all(&office, november).await), ["3.20"]);
        assert_eq!(common::standing(&office, &finance(), "A1").await.unwrap().len(), 2);
    }

    async fn issued_twice_at_once_gives_one_statement(office) {
        Sale::new("A1").put(&office).await;
        Sale { reseller: "渠道乙", ..Sale::new("B1") }.put(&office).await;
        let id = drafted(&office, "202610").await;
        let other = draft(&office, &finance(), "渠道乙", period("202610"), None).await.unwrap();
        let finance = finance();
        let (one, two, third) = tokio::join!(
            issue(&office, &finance, id),
            issue(&office, &finance, id),
            issue(&office, &finance, other),
        );
        let (won, lost) = if one.is_ok() { (one, two) } else { (two, one) };
        let number = won.unwrap().number.unwrap();
        let conflict = match lost {
            Err(Failure::Statement(conflict)) => conflict,
            other => panic!("both were issued: {other:?}"),
        };
        let issued = Refused::Issued { number: number.clone() };
        assert!(conflict == issued || conflict == Refused::Issuing, "{conflict:?}");
        let mut numbers = [number, third.unwrap().number.unwrap()];
        numbers.sort();
        assert_eq!(numbers, ["RS-202610-0001", "RS-202610-0002"]);
        assert_eq!(verify(&office).await.unwrap(), (2, 2, vec![]));
    }

    async fn two_months_of_one_reseller_at_once_settle_a_late_line_once(office) {
        let august = Sale { completed: "2026-08-09 09:00:00", ..Sale::new("L0") };
        august.clone().put(&office).await;
        issued(&office, "202608").await;
        for no in ["L1", "L2", "L3"] {
            Sale { no, ..august.clone() }.put(&office).await;
        }
        Sale { completed: "2026-09-09 09:00:00", ..Sale::new("S1") }.put(&office).await;
        Sale::new("O1").put(&office).await;
        let (september, october) = (drafted(&office, "202609").await, drafted(&office, "202610").await);
        let finance = finance();
        let (one, two) = tokio::join!(issue(&office, &finance, september), issue(&office, &finance, october));
        assert_eq!(one.unwrap().line_count.unwrap() + two.unwrap().line_count.unwrap(), 5);
        assert_eq!(verify(&office).await.unwrap(), (3, 6, vec![]));
    }

    async fn a_month_that_is_not_over_is_not_issued(office) {
        Sale { completed: "2026-11-02 08:00:00", ..Sale::new("N1") }.put(&office).await;
        let id = drafted(&office, "202611").await;
        let refused = Some(Refused::PeriodNotOver { period: period("202611") });
        assert_eq!(get(&office, &finance(), id).await.unwrap().hindrance, refused);
        common::set_clock(&office, at("2026-11-30 23:59:59"));
        let result = issue(&office, &finance(), id).await;
        assert!(matches!(result, Err(Failure::Statement(Refused::PeriodNotOver { .. }))));
        common::set_clock(&office, at("2026-12-01 00:00:00"));
        assert!(issue(&office, &finance(), id).await.is_ok());
    }

    async fn nothing_is_issued_without_a_line_or_with_a_refused_one(office) {
        Sale::new("A1").put(&office).await;
        let empty = drafted(&office, "202609").await;
        let result = issue(&office, &finance(), empty).await;
        assert!(matches!(result, Err(Failure::Statement(Refused::NothingToSettle))));
        Sale { channel: "co_sale", ..Sale::new("C1") }.put(&office).await;
        Sale { deal: "-1", ..Sale::new("C2") }.put(&office).await;
        Sale::open("not paid", "pending_payment").put(&office).await;
        let id = drafted(&office, "202610").await;
        let statement = get(&office, &finance(), id).await.unwrap();
        assert_eq!((statement.head.line_count, statement.blocked_count), (Some(1), 2));
        assert_eq!(statement.blocked[0].order_no, "C1");
        assert_eq!(statement.blocked[0].problem, Problem::Missing.of("ratio"));
        assert_eq!(amounts(&all(&office, id).await), ["1800.00"]);
        let result = issue(&office, &finance(), id).await;
        assert!(matches!(result, Err(Failure::Statement(Refused::Line { order_no, .. })) if order_no == "C1"));
        assert_eq!(get(&office, &finance(), id).await.unwrap().head.state, StatementState::Draft);
    }

    async fn frozen_lines_stay_when_the_order_changes_and_verify_finds_tampering(office) {
        for no in ["A1", "A2", "A3"] {
            Sale::new(no).put(&office).await;
        }
        let head = issued(&office, "202610").await;
        let before = all(&office, head.id).await;
        tamper(&office, "UPDATE order_lines SET deal_minor = 1").await;
        assert_eq!(all(&office, head.id).await, before);
        assert_eq!(verify(&office).await.unwrap().2, []);
        tamper(&office, "UPDATE statement_lines SET amount_minor = 180001 WHERE position = 2").await;
        let (_, lines, found) = verify(&office).await.unwrap();
        let positions: Vec<_> = found.iter().map(|d| d.position).collect();
        assert_eq!((lines, positions), (3, vec![Some(2), None, None]));
        assert!(found[0].what.contains("1800.01 was issued, 1800.00 is computed"), "{}", found[0].what);
        tamper(&office, "UPDATE statement_lines SET amount_minor = 180000 WHERE position = 2").await;
        tamper(&office, "UPDATE statement_lines SET customer_name = 'X' WHERE position = 3").await;
        assert_eq!(verify(&office).await.unwrap().2.len(), 1);
    }

    async fn pages_of_lines_follow_one_another(office) {
        for no in ["P1", "P2", "P3", "P4", "P5"] {
            Sale::new(no).put(&office).await;
        }
        Sale { deal: "-5", ..Sale::new("P0") }.put(&office).await;
        let id = drafted(&office, "202610").await;
        let walked = async || {
            let (mut after, mut seen) = (Cursor::default(), Vec::new());
            loop {
                let page = lines(&office, &finance(), id, after, 2).await.unwrap();
                let Some(last) = page.last() else { return seen };
                after = last.cursor.to_string().parse().unwrap();
                seen.extend(page.into_iter().map(|line| (line.position, line.order_no)));
            }
        };
        let live = walked().await;
        assert_eq!(live.iter().map(|(position, _)| *position).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
        change(&office, "UPDATE order_lines SET deal_minor = 5 WHERE deal_minor = -500").await;
        issue(&office, &finance(), id).await.unwrap();
        let frozen = walked().await;
        assert_eq!((frozen.len(), &frozen[..5]), (6, &live[..]));
    }

    async fn drafting_twice_finds_the_first_and_the_currency_is_found(office) {
        let finance = finance();
        Sale::new("A1").put(&office).await;
        let id = drafted(&office, "202610").await;
        assert_eq!(drafted(&office, "202610").await, id);
        Sale { currency: "USD", ..Sale::new("A2") }.put(&office).await;
        let result = draft(&office, &finance, RESELLER, period("202610"), None).await;
        assert!(matches!(result, Err(Failure::Statement(Refused::SeveralCurrencies { currencies })) if currencies == "CNY, USD"));
        let usd = draft(&office, &finance, RESELLER, period("202610"), Some(Currency::USD)).await.unwrap();
        assert_ne!(usd, id);
        let result = draft(&office, &finance, "谁", period("202610"), None).await;
        assert!(matches!(result, Err(Failure::Invalid(p)) if p[0].field == "reseller"));
        let none = draft(&office, &finance, RESELLER, period("202501"), None).await.unwrap();
        let heads = list(&office, &finance, &Filter::of(&LIST)).await.unwrap().rows;
        assert_eq!(heads.iter().map(|h| h.id).collect::<Vec<_>>(), [none, usd, id]);
        assert_eq!((heads[0].currency, heads[0].total_minor), (Currency::CNY, Some(0)));
        assert_eq!((heads[2].line_count, heads[2].total_minor), (Some(1), Some(180_000)));
        let (only, problems) = Filter::read(&LIST, [("period", "2026-10"), ("after", &*usd.to_string())]);
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(list(&office, &finance, &only).await.unwrap().rows.len(), 1);
    }

    async fn who_may_what(office) {
        Sale::new("A1").put(&office).await;
        let id = drafted(&office, "202610").await;
        for role in [Role::Operations, Role::Support] {
            let actor = common::staff(role);
            assert!(matches!(get(&office, &actor, id).await, Err(Failure::Denied(_))));
            assert!(matches!(waiting(&office, &actor).await, Err(Failure::Denied(_))));
        }
        for role in [Role::Operations, Role::Support, Role::Auditor] {
            let actor = common::staff(role);
            assert!(matches!(issue(&office, &actor, id).await, Err(Failure::Denied(_))));
            let result = draft(&office, &actor, RESELLER, period("202610"), None).await;
            assert!(matches!(result, Err(Failure::Denied(_))));
        }
        assert!(get(&office, &common::staff(Role::Auditor), id).await.is_ok());
        let support = common::standing(&office, &common::staff(Role::Support), "A1").await;
        assert!(matches!(support, Err(Failure::NotFound)));
        issue(&office, &finance(), id).await.unwrap();
        let seen = common::standing(&office, &common::staff(Role::Operations), "A1").await.unwrap();
        assert!(matches!(seen[0], Standing::SettledIn { amount_minor: None, .. }));
    }
}
