//! Support sees of an order the lines of products that are granted, by whatever door, and is told that there are more.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;

use books::{Line, bring, granted, line, person};
use common::{staff, standing};
use domain::{
    Period,
    access::{Actor, Role},
};
use futures::StreamExt;
use operations::{
    Failure, Office,
    exports::{Format, KINDS},
    find,
    list::{Count, Filter},
    orders::{self, LIST, OrderRow},
    statements::{self, Standing},
};

/// A line of what is not granted.
fn secret(order_no: &str, line_no: i64) -> Line {
    line(order_no)
        .with("line_no", line_no)
        .with("product_id", "P2")
        .with("product_name", "机密商品")
        .with("sku_code", "SECRET-1")
        .with("sku_name", "暗版")
        .with("delivery_type", "license")
        .with("deal_price", 900)
}

fn open(order_no: &str, line_no: i64) -> Line {
    line(order_no).with("line_no", line_no).with("sku_code", "OPEN-1")
}

/// Two mixed orders, one of either product alone; who sees the one product, and who sees all.
async fn shop(office: &Office) -> (Actor, Actor) {
    bring(
        office,
        &[
            secret("CS1", 1),
            open("CS1", 2).with("deal_price", 100),
            secret("CS2", 1),
            open("CS3", 1).with("deal_price", 300),
            open("CS4", 1).with("deal_price", 200),
            open("CS4", 2).with("deal_price", 20),
            secret("CS4", 3),
        ],
    )
    .await;
    let support = person(office, "support", Role::Support).await;
    (granted(office, &support, "P1").await, staff(Role::Auditor))
}

fn filter(query: &str) -> Filter {
    let (filter, problems) = Filter::read_query(&LIST, query);
    assert!(problems.is_empty(), "{problems:?}");
    filter
}

async fn rows(office: &Office, actor: &Actor, query: &str) -> Vec<OrderRow> {
    let page = orders::list(office, actor, &filter(query)).await.unwrap();
    let counted = page.counts.of(&[]);
    assert_eq!(
        counted,
        Count { rows: page.rows.len() as i64, more: false },
        "{query}: the tabs count the page"
    );
    page.rows
}

async fn found(office: &Office, actor: &Actor, query: &str) -> Vec<String> {
    rows(office, actor, query).await.into_iter().map(|row| row.order_no).collect()
}

both! {
    async fn an_order_has_its_granted_lines_and_their_sums(office) {
        let (support, auditor) = shop(&office).await;
        for (order_no, seen, hidden, paid) in [("CS1", 1, 1, 10_000), ("CS3", 1, 0, 30_000), ("CS4", 2, 1, 22_000)] {
            let named = orders::get(&office, &support, order_no).await.unwrap().named;
            assert_eq!((named.order.lines.len(), named.hidden_lines), (seen, hidden), "{order_no}");
            assert!(named.products.iter().all(|product| product.code == "P1"), "{order_no}");
            assert_eq!(named.order.sums().paid_minor, paid, "{order_no}");
            assert_eq!(orders::of_rows(&office, &support, &[named.id]).await.unwrap(), [named]);
        }
        assert!(matches!(orders::get(&office, &support, "CS2").await, Err(Failure::NotFound)));
        let whole = orders::get(&office, &auditor, "CS1").await.unwrap().named;
        assert_eq!((whole.order.lines.len(), whole.hidden_lines), (2, 0));
        let nothing = person(&office, "new", Role::Support).await;
        assert!(matches!(orders::get(&office, &nothing, "CS1").await, Err(Failure::NotFound)));
    }

    async fn a_row_shows_granted_lines_only(office) {
        let (support, auditor) = shop(&office).await;
        let shown = |row: &OrderRow| {
            (row.order_no.clone(), row.product_name.clone(), row.delivery_type.clone(), row.paid_minor, row.line_count, row.hidden_lines)
        };
        let row = |no: &str, paid, lines, hidden| {
            (no.to_owned(), "云端进销存".to_owned(), "saas_auto".to_owned(), paid, lines, hidden)
        };
        let mut seen: Vec<_> = rows(&office, &support, "").await.iter().map(shown).collect();
        seen.sort();
        assert_eq!(seen, [row("CS1", 10_000, 1, 1), row("CS3", 30_000, 1, 0), row("CS4", 22_000, 2, 1)]);
        let all = rows(&office, &auditor, "q=CS1").await;
        assert_eq!((all[0].paid_minor, all[0].line_count, all[0].hidden_lines), (100_000, 2, 0));
    }

    async fn nothing_is_found_by_what_is_not_granted(office) {
        let (support, auditor) = shop(&office).await;
        let none: [&str; 0] = [];
        for query in ["q=机密", "q=SECRET-1", "q=暗版", "product=P2", "product=机密", "q=CS2", "delivery_type=license", "amount_from=500", "q=P2"] {
            assert_eq!(found(&office, &support, query).await, none, "{query}");
            assert!(!found(&office, &auditor, query).await.is_empty(), "{query}");
        }
        for (query, expected) in [
            ("q=进销存&sort=-paid", &["CS3", "CS4", "CS1"][..]),
            ("q=OPEN-1&sort=-paid", &["CS3", "CS4", "CS1"]),
            ("product=P1&sort=paid", &["CS1", "CS4", "CS3"]),
            ("delivery_type=saas_auto&sort=paid", &["CS1", "CS4", "CS3"]),
            ("amount_to=220&sort=paid", &["CS1", "CS4"]),
            ("amount_from=220&amount_to=220", &["CS4"]),
            ("q=CS1", &["CS1"]),
        ] {
            assert_eq!(found(&office, &support, query).await, expected, "{query}");
        }
        for given in ["机密", "SECRET-1"] {
            assert!(find::find(&office, &support, given).await.unwrap().orders.is_empty(), "{given}");
        }
        let hits = find::find(&office, &support, "CS1").await.unwrap().orders;
        assert_eq!((hits[0].product_name.as_str(), hits[0].paid_minor), ("云端进销存", 10_000));
    }

    async fn pages_by_amount_neither_skip_nor_tell(office) {
        let (support, _) = shop(&office).await;
        for (sort, expected) in [("paid", ["CS1", "CS4", "CS3"]), ("-paid", ["CS3", "CS4", "CS1"])] {
            let mut one = filter(&format!("sort={sort}")).sized(1);
            let mut walked = Vec::new();
            loop {
                let page = orders::list_page(&office, &support, &one).await.unwrap();
                walked.extend(page.rows.iter().map(|row| row.order_no.clone()));
                let Some(next) = page.next else { break };
                assert_eq!(next.value, page.rows[0].paid_minor, "the place in the address tells no more than the row");
                one.cursor = Some(next);
            }
            assert_eq!(walked, expected, "{sort}");
            let middle = orders::get(&office, &support, "CS4").await.unwrap().named;
            let beside = orders::neighbours(&office, &support, &filter(&format!("sort={sort}")), &middle).await.unwrap();
            assert_eq!((beside.previous.as_deref(), beside.next.as_deref()), (Some(expected[0]), Some(expected[2])));
        }
    }

    async fn a_file_has_granted_lines_only(office) {
        let (support, auditor) = shop(&office).await;
        let kind = KINDS.iter().find(|kind| kind.code() == "orders").unwrap();
        let file = async |actor: &Actor, query: &str| {
            let pieces: Vec<_> = kind.stream(&office, actor, query, Format::Csv).await.unwrap().collect().await;
            let bytes: Vec<u8> = pieces.into_iter().flat_map(|piece| piece.unwrap().bytes.to_vec()).collect();
            String::from_utf8(bytes).unwrap()
        };
        for query in ["", "sort=-paid", "sort=paid&q=CS1", "q=OPEN-1"] {
            let text = file(&support, query).await;
            assert!(text.contains("OPEN-1") && !text.contains("SECRET") && !text.contains("机密"), "{query}: {text}");
            assert!(!text.contains("900") && !text.contains("CS2"), "{query}: {text}");
            assert!(file(&auditor, query).await.contains("SECRET-1"), "{query}");
        }
        let order: Vec<String> = file(&support, "sort=-paid").await.lines().skip(1).map(|l| l[..3].to_owned()).collect();
        assert_eq!(order, ["CS3", "CS4", "CS4", "CS1"]);
    }

    async fn the_time_line_tells_of_granted_lines_only(office) {
        let (support, auditor) = shop(&office).await;
        let told = async |actor: &Actor| -> Vec<String> {
            let events = orders::get(&office, actor, "CS1").await.unwrap().events;
            events.into_iter().map(|e| format!("{} {}", e.before_json.unwrap_or_default(), e.after_json.unwrap_or_default())).collect()
        };
        bring(&office, &[secret("CS1", 1).with("deal_price", 950)]).await;
        assert_eq!((told(&support).await.len(), told(&auditor).await.len()), (0, 1));
        bring(&office, &[secret("CS1", 1).with("deal_price", 970), open("CS1", 2).with("deal_price", 110)]).await;
        bring(&office, &[
            secret("CS1", 1).with("deal_price", 970).with("state", "completed"),
            open("CS1", 2).with("deal_price", 110).with("state", "completed"),
        ]).await;
        let seen = told(&support).await;
        assert_eq!((seen.len(), told(&auditor).await.len()), (2, 3));
        assert!(seen[0].contains("110") && seen[1].contains("completed"), "{seen:?}");
        assert!(seen.iter().all(|text| !text.contains("970") && !text.contains("950")), "{seen:?}");
    }

    async fn where_other_lines_stand_is_not_told(office) {
        let sold = |l: Line| {
            [
                ("sales_channel", "reseller"), ("reseller", "云梯"), ("state", "completed"), ("floor_price", "50"),
                ("created_at", "2026-10-01 12:00:00"), ("paid_at", "2026-10-01 13:00:00"),
                ("completed_at", "2026-10-02 12:00:00"), ("output_tax", "0.06"), ("service_tax", "0.06"),
            ]
            .into_iter()
            .fold(l, |l, (name, value)| l.with(name, value))
        };
        bring(&office, &[sold(secret("CS7", 1))]).await;
        let owner = staff(Role::Owner);
        let id = statements::draft(&office, &owner, "云梯", Period::parse("202610").unwrap(), None).await.unwrap();
        statements::issue(&office, &owner, id).await.unwrap();
        bring(&office, &[sold(open("CS7", 2))]).await;
        let support = person(&office, "support", Role::Support).await;
        let support = granted(&office, &support, "P1").await;
        let all = standing(&office, &staff(Role::Auditor), "CS7").await.unwrap();
        assert!(matches!(all.as_slice(), [Standing::SettledIn { .. }, Standing::InDraft { .. }]), "{all:?}");
        let seen = standing(&office, &support, "CS7").await.unwrap();
        assert!(matches!(seen.as_slice(), [Standing::InDraft { .. }]), "{seen:?}");
    }
}
