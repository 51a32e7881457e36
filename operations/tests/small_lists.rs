//! Small lists find what was typed whatever its width and case, as the list of orders does.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;

use books::{bring, bring_file, execute, line};
use common::staff as of_role;
use domain::{
    Period,
    access::{Actor, Role},
};
use operations::{
    Office,
    db::Sql,
    imports,
    list::{Filter, List},
    staff::{self, NewStaff},
    statements, tokens,
};

fn asked(list: &'static List, name: &'static str, given: &str) -> Filter {
    let (filter, problems) = Filter::read(list, [(name, given)]);
    assert!(problems.is_empty(), "{problems:?}");
    filter
}

/// How many imports, tokens and members of staff a text finds.
async fn found(office: &Office, given: &str) -> [usize; 3] {
    let owner = of_role(Role::Owner);
    let imports = imports::list(office, &owner, &asked(&imports::LIST, "q", given)).await.unwrap();
    let tokens = tokens::list(office, &owner, &asked(&tokens::LIST, "q", given)).await.unwrap();
    let people = staff::list(office, &owner, &asked(&staff::LIST, "q", given)).await.unwrap();
    [imports.rows.len(), tokens.rows.len(), people.rows.len()]
}

const NAME: &str = "Ｅｔé（１１月）100%";

both! {
    async fn width_and_case_make_no_difference(office) {
        bring_file(&office, "Ｅｔé（１１月）100%.csv", imports::template_csv(domain::Tongue::Codes).as_bytes()).await;
        let owner = of_role(Role::Owner);
        tokens::create(&office, &owner, NAME, Role::Finance, 10).await.unwrap();
        let (account, name) = ("zhao@example.com".to_owned(), NAME.to_owned());
        staff::add(&office, &owner, &NewStaff { account, name, role: Role::Support }).await.unwrap();
        for given in [NAME, "eté(11月)", "(11月) ETÉ", "ETE\u{301}", "１００％"] {
            assert_eq!(found(&office, given).await, [1, 1, 1], "{given}");
        }
        for given in ["ete(11月)", "(12月)", "1_0", "%%", "月100%.csv ZHAO"] {
            assert_eq!(found(&office, given).await, [0, 0, 0], "{given}");
        }
        assert_eq!(found(&office, "ＺＨＡＯ@").await, [0, 0, 1]);
    }

    async fn what_was_there_before_is_found_after_the_next_start(office) {
        bring_file(&office, "Ｅｔé.csv", imports::template_csv(domain::Tongue::Codes).as_bytes()).await;
        execute(&office, &Sql::new("UPDATE imports SET folded = NULL")).await;
        assert_eq!(found(&office, "été").await, [0, 0, 0]);
        assert_eq!(found(&office, "eté").await, [0, 0, 0]);
        office.db.migrate().await.unwrap();
        assert_eq!(found(&office, "eté").await, [1, 0, 0]);
    }

    async fn a_statement_is_found_by_every_spelling_of_its_reseller(office) {
        let sold = |no: &str, reseller: &str| {
            line(no).with("sales_channel", "reseller").with("reseller", reseller).with("floor_price", "80")
                .with("output_tax", "6%").with("service_tax", "6%").with("state", "completed")
                .with("created_at", "2026-09-18 12:00:00").with("completed_at", "2026-09-18 12:00:00")
        };
        bring(&office, &[sold("CS1", "Cloud Ｌadder（上海）"), sold("CS2", "CLOUD ladder(上海)")]).await;
        let (month, actor) = (Period::parse("2026-09").unwrap(), Actor::System);
        statements::draft(&office, &actor, "cloud ladder(上海)", month, None).await.unwrap();
        for given in ["Cloud Ｌadder（上海）", "CLOUD LADDER (上海)", "cloud ladder(上海)"] {
            let page = statements::list(&office, &actor, &asked(&statements::LIST, "reseller", given)).await;
            assert_eq!(page.unwrap().rows.len(), 1, "{given}");
        }
        let page = statements::list(&office, &actor, &asked(&statements::LIST, "reseller", "ladder")).await;
        assert_eq!(page.unwrap().rows.len(), 0, "a name, not a part of it");
        for (given, count) in [("ladder", 1), ("上海 cloud", 1), ("ＬＡＤＤＥＲ", 1), ("ladder 北京", 0)] {
            assert_eq!(statements::named(&office, &actor, given, 5).await.unwrap().len(), count, "{given}");
        }
    }
}
