//! What people type finds what they mean, however it is written and however much there is.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;

use books::{Line, bring, execute, granted, line, person};
use common::staff;
use domain::access::{Actor, Role};
use operations::{
    Office,
    db::Sql,
    find,
    list::{Filter, Value},
    orders, products, search,
};

fn filter(field: &str, given: &str) -> Filter {
    Filter::of(&orders::LIST).with(field, Value::Text(given.to_owned()))
}

/// Numbers of the orders, those of the first page, and how many are counted.
async fn found_by(office: &Office, actor: &Actor, filter: &Filter) -> (Vec<String>, i64) {
    let page = orders::list(office, actor, filter).await.unwrap();
    let counted = page.counts.of(&[]);
    assert!(!counted.more, "few enough to be counted");
    (page.rows.into_iter().map(|row| row.order_no).collect(), counted.rows)
}

async fn found(office: &Office, field: &str, given: &str) -> Vec<String> {
    let (numbers, counted) = found_by(office, &staff(Role::Owner), &filter(field, given)).await;
    assert_eq!(numbers.len() as i64, counted, "{field}={given}");
    numbers
}

fn of_customer(order_no: &str, code: &str, name: &str) -> Line {
    line(order_no).with("customer_id", code).with("customer_name", name)
}

both! {
    async fn more_than_two_hundred_names_are_found_as_a_few_are(office) {
        let lines: Vec<Line> = (0..250)
            .map(|n| {
                of_customer(&format!("A{n:03}"), "", &format!("ＭＥＧＡ店{n}（东莞）"))
                    .with("product_id", "").with("product_name", format!("Ｍｅｇａ云{n}"))
            })
            .collect();
        bring(&office, &lines).await;
        for (field, given, wanted) in [
            ("q", "ＭＥＧＡ店", 250),
            ("q", "mega", 250),
            ("q", "（东莞） mega店", 250),
            ("customer", "mega店(东莞)", 0),
            ("customer", "MEGA店", 250),
            ("customer", "mega店249", 1),
            ("product", "mega云", 250),
            ("q", "mega云249", 1),
        ] {
            let (numbers, counted) = found_by(&office, &staff(Role::Owner), &filter(field, given)).await;
            assert_eq!(counted, wanted, "{field}={given}");
            assert_eq!(numbers.len() as i64, wanted.min(20), "{field}={given}");
        }
        for (given, wanted) in [("mega云", 250), ("ＭＥＧＡ", 250), ("云 mega", 250), ("Mega云7", 11)] {
            let filter = Filter::of(&products::LIST).with("q", Value::Text(given.into()));
            let page = products::list(&office, &staff(Role::Owner), &filter).await.unwrap();
            assert_eq!(page.counts.of(&[]).rows, wanted, "{given}");
        }
    }

    async fn an_exact_id_does_not_hide_longer_names(office) {
        let product = |l: Line, name: &str| l.with("product_id", "").with("product_name", name);
        bring(&office, &[
            product(of_customer("XS1", "", "腾云"), "备份"),
            product(of_customer("XS2", "", "腾云科技（北京）有限公司"), "备份专业版"),
            product(of_customer("XS3", "", "北京腾云"), "云备份"),
        ]).await;
        for (field, given) in [("q", "腾云"), ("customer", "腾云"), ("product", "备份"), ("q", "备份"), ("q", "XS")] {
            assert_eq!(found(&office, field, given).await.len(), 3, "{field}={given}");
        }
        assert_eq!(found(&office, "q", "腾云 备份").await, [""; 0], "words are those of one name");
    }

    async fn composed_and_decomposed_letters_meet(office) {
        bring(&office, &[
            of_customer("N1", "C1", "Caf\u{e9} Zo\u{eb}"),
            of_customer("N2", "C2", "Cafe\u{301} Zoe\u{308}"),
            of_customer("N3", "C3", "Strasse ㈱"),
        ]).await;
        for given in ["café", "CAFE\u{301}", "zoë café", "Zoe\u{308}", "ë"] {
            assert_eq!(found(&office, "q", given).await.len(), 2, "{given}");
        }
        assert_eq!(found(&office, "q", "straße").await, ["N3"]);
        assert_eq!(found(&office, "customer", "(株)").await, ["N3"]);
    }

    async fn words_are_found_in_any_order(office) {
        bring(&office, &[of_customer("W1", "C1", "上海云启"), of_customer("W2", "C2", "云上海")]).await;
        assert_eq!(found(&office, "q", "云启 上海").await, ["W1"]);
        assert_eq!(found(&office, "q", "上海　云").await.len(), 2);
        assert_eq!(found(&office, "customer", "云启上海").await, [""; 0]);
    }

    async fn the_number_that_was_typed_comes_first(office) {
        let at = |l: Line, day: i64| l.with("created_at", format!("2026-11-{day:02} 12:00:00"));
        let mut lines = vec![at(line("HW-7"), 1)];
        lines.extend((0..12).map(|n| at(line(&format!("HW-7{n:03}")), 2 + n)));
        bring(&office, &lines).await;
        let owner = staff(Role::Owner);
        let mut filter = filter("q", "hw-7").sized(10);
        let page = orders::list(&office, &owner, &filter).await.unwrap();
        assert_eq!(page.rows[0].order_no, "HW-7");
        assert_eq!(page.rows[1].order_no, "HW-7011", "then the newest");
        filter.cursor = page.next;
        let next = orders::list(&office, &owner, &filter).await.unwrap();
        let mut all: Vec<&str> = page.rows.iter().chain(&next.rows).map(|row| row.order_no.as_str()).collect();
        assert_eq!(next.counts.of(&[]).rows, 13);
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 13, "each once");
        filter.cursor = next.previous;
        let back = orders::list(&office, &owner, &filter).await.unwrap();
        assert_eq!(back.rows, page.rows);
        let cancelled = filter.at(None).with("state", Value::Codes(vec!["cancelled"]));
        assert!(orders::list(&office, &owner, &cancelled).await.unwrap().rows.is_empty());
    }

    async fn the_end_of_a_number_finds_it(office) {
        bring(&office, &[line("HW-2026-00817A"), line("HW-2026-11817A"), line("817A-5"), line("X17A")]).await;
        assert_eq!(found(&office, "q", "817a").await.len(), 3, "both ends");
        assert_eq!(found(&office, "q", "00817A").await, ["HW-2026-00817A"]);
        assert_eq!(found(&office, "q", "X17A").await, ["X17A"]);
        assert_eq!(found(&office, "q", "17A").await, [""; 0], "three characters end too many");
    }

    async fn skus_are_found_by_code_and_name(office) {
        let sku = |l: Line, code: &str, name: &str| l.with("sku_code", code).with("sku_name", name);
        bring(&office, &[
            sku(line("S1"), "ENT-100", "企业版 100用户/年"),
            sku(line("S2"), "ENT-500", "企业版 500用户/年"),
            sku(line("S3"), "", "试用版"),
            sku(line("S4"), "ENT-100", "标准版"),
        ]).await;
        assert_eq!(found(&office, "q", "ent-100").await.len(), 2);
        assert_eq!(found(&office, "q", "ENT").await.len(), 3);
        assert_eq!(found(&office, "q", "500用户 企业版").await, ["S2"]);
        assert_eq!(found(&office, "q", "试用").await, ["S3"]);
        assert_eq!(found(&office, "product", "试用").await, [""; 0], "a SKU is no product");
        bring(&office, &[sku(line("S3"), "TRY", "体验版")]).await;
        assert_eq!(found(&office, "q", "体验").await, ["S3"]);
        assert_eq!(found(&office, "q", "试用").await, [""; 0]);
    }

    async fn more_than_two_hundred_skus_are_found_as_a_few_are(office) {
        let lines: Vec<Line> =
            (0..230).map(|n| line(&format!("K{n:03}")).with("sku_code", format!("PKG/{n:03}"))).collect();
        bring(&office, &lines).await;
        let (numbers, counted) = found_by(&office, &staff(Role::Owner), &filter("q", "pkg/")).await;
        assert_eq!((numbers.len(), counted), (20, 230));
        assert_eq!(found(&office, "q", "pkg/229").await, ["K229"]);
    }

    async fn support_finds_what_is_granted(office) {
        bring(&office, &[line("G-1").with("sku_code", "SK-1"), line("G-2").with("sku_code", "SK-1")
            .with("product_id", "P2").with("product_name", "云备份")]).await;
        let support = person(&office, "support", Role::Support).await;
        let support = granted(&office, &support, "P2").await;
        for given in ["G-", "G-1", "sk-1"] {
            let (numbers, _) = found_by(&office, &support, &filter("q", given)).await;
            let wanted: &[&str] = if given == "G-1" { &[] } else { &["G-2"] };
            assert_eq!(numbers, wanted, "{given}");
        }
    }

    async fn names_from_before_are_folded(office) {
        bring(&office, &[of_customer("O1", "C9", "Cafe\u{301}"), line("O2").with("sku_name", "ＰＲＯ")]).await;
        for table in ["customers", "skus"] {
            execute(&office, &Sql::new(&format!("UPDATE {table} SET folded = NULL"))).await;
        }
        assert!(search::fold(&office).await.unwrap() >= 3);
        assert_eq!(found(&office, "q", "CAFÉ").await, ["O1"]);
        assert_eq!(found(&office, "q", "pro").await, ["O2"]);
        assert_eq!(search::fold(&office).await.unwrap(), 0);
    }

    async fn the_palette_finds_the_nearest_first(office) {
        let mut lines: Vec<Line> =
            (0..8).map(|n| of_customer(&format!("F{n}"), &format!("L{n}"), &format!("北京云启{n}科技"))).collect();
        lines.push(of_customer("F8", "L8", "云启").with("product_id", "P2").with("product_name", "云备份"));
        lines.push(of_customer("F9", "L9", "云启实业"));
        bring(&office, &lines).await;
        let hits = find::find(&office, &staff(Role::Owner), "云启").await.unwrap();
        let names: Vec<&str> = hits.customers.iter().map(|customer| customer.name.as_str()).collect();
        assert_eq!(names, ["云启", "云启实业", "北京云启0科技", "北京云启1科技", "北京云启2科技"]);
        assert_eq!(hits.orders.len(), 5);
        let hits = find::find(&office, &staff(Role::Owner), "f8").await.unwrap();
        assert_eq!(hits.orders[0].order_no, "F8");
        let support = person(&office, "support", Role::Support).await;
        let support = granted(&office, &support, "P2").await;
        let hits = find::find(&office, &support, "云启").await.unwrap();
        assert_eq!((hits.orders.len(), hits.customers.len(), hits.statements.len()), (1, 1, 0));
        assert!(find::find(&office, &support, &"长".repeat(500)).await.unwrap().orders.is_empty());
    }
}
