//! One firm in several spellings is one firm.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

mod common;

use common::{import, staff};
use domain::{
    Period,
    access::{Actor, Role},
};
use operations::{
    Office,
    db::Sql,
    dues,
    list::Filter,
    orders::{self, summary},
    statements,
};

const HEADER: &str = "order_no,product_name,customer_name,deal_price,state,created_at,reseller,sales_channel,\
    floor_price,output_tax,service_tax,completed_at";

/// As `reseller_variants.csv` has them: three firms.
const WRITTEN: [&str; 8] = [
    "上海云梯（深圳）公司",
    "上海云梯(深圳)公司",
    "上海云梯 （深圳）公司",
    "Acme Ltd",
    "ACME Ltd",
    "Acme\u{a0} Ltd",
    "Café",
    "Cafe\u{301}",
];

fn row(order: usize, customer: &str, reseller: &str) -> String {
    format!(
        "A{order},P,{customer},100.00,completed,2026-10-18 18:19:00,{reseller},reseller,80,6%,6%,2026-10-18 18:19:00"
    )
}

async fn bring(office: &Office, rows: &[String]) -> (u64, u64, u64, u64) {
    let text = format!("{HEADER}\n{}\n", rows.join("\n"));
    let outcome = import(office, &Actor::System, "orders.csv", text).await.unwrap();
    (outcome.created, outcome.updated, outcome.unchanged, outcome.rejected_rows)
}

async fn texts(office: &Office, text: &str) -> Vec<String> {
    let rows: Vec<(String,)> = Sql::new(text).fetch_all(&office.db).await.unwrap();
    rows.into_iter().map(|(text,)| text).collect()
}

const SHOWN: [&str; 3] = ["上海云梯（深圳）公司", "Acme Ltd", "Café"];

both! {
    async fn a_file_with_spellings_names_each_firm_once(office) {
        let rows: Vec<String> = WRITTEN.iter().enumerate().map(|(n, name)| row(n, name, name)).collect();
        assert_eq!(bring(&office, &rows).await, (8, 0, 0, 0));
        for table in ["resellers", "customers"] {
            assert_eq!(texts(&office, &format!("SELECT name FROM {table} ORDER BY id")).await, SHOWN, "{table}");
        }
        assert_eq!(bring(&office, &rows).await, (0, 0, 8, 0));
        assert_eq!(texts(&office, "SELECT name FROM party_names WHERE kind = 'reseller' ORDER BY id").await, WRITTEN);
        // Later spellings are told of once, of each reseller and customer.
        assert_eq!(texts(&office, "SELECT action FROM events WHERE action LIKE '%.spelled'").await.len(), 6);
        assert_eq!(texts(&office, "SELECT action FROM events WHERE action LIKE '%renamed'").await.len(), 0);
        let actor = staff(Role::Owner);
        for (name, count) in [("上海云梯(深圳)公司", 3), ("acme ltd", 3), ("CAFÉ", 2), ("Acme", 0)] {
            let (filter, _) = Filter::read(&orders::LIST, [("reseller", name)]);
            assert_eq!(orders::list(&office, &actor, &filter).await.unwrap().rows.len(), count, "{name}");
        }
        assert_eq!(summary::verify(&office).await.unwrap(), []);
        assert_eq!(dues::verify(&office).await.unwrap().1, []);
    }

    async fn one_statement_is_for_all_spellings(office) {
        let rows: Vec<String> = WRITTEN.iter().enumerate().map(|(n, name)| row(n, "C", name)).collect();
        // In two files, so that the second one finds the firms in the books.
        bring(&office, &rows[..1]).await;
        bring(&office, &rows[1..]).await;
        let (actor, october) = (staff(Role::Finance), Period::parse("2026-10").unwrap());
        let first = statements::draft(&office, &actor, WRITTEN[0], october, None).await.unwrap();
        let other = statements::draft(&office, &actor, WRITTEN[2], october, None).await.unwrap();
        assert_eq!(first, other);
        let waiting = statements::waiting(&office, &actor).await.unwrap();
        let names: Vec<&str> = waiting.iter().map(|waiting| waiting.reseller.as_str()).collect();
        assert_eq!(names, ["Acme Ltd", "Café"]);
        let issued = statements::month(&office, &actor, october).await.unwrap();
        assert_eq!(issued.rows.iter().find(|row| row.statement.is_some()).unwrap().lines, 3);
    }

    async fn a_line_may_spell_its_customer_in_another_way(office) {
        assert_eq!(bring(&office, &[row(1, "Acme Ltd", "云梯")]).await, (1, 0, 0, 0));
        assert_eq!(bring(&office, &[row(1, "ACME  LTD", "云 梯")]).await, (0, 0, 1, 0));
        assert_eq!(bring(&office, &[row(1, "Acme", "云梯")]).await, (0, 0, 0, 1));
        assert_eq!(texts(&office, "SELECT name FROM customers").await, ["Acme Ltd"]);
        // What only rejected rows say is nobody's spelling.
        assert_eq!(bring(&office, &[row(2, "acme ltd", "").replace("100.00", "ten")]).await, (0, 0, 0, 1));
        assert_eq!(texts(&office, "SELECT name FROM party_names WHERE kind = 'customer' ORDER BY id").await, ["Acme Ltd", "ACME  LTD"]);
    }

    async fn firms_that_were_there_twice_stay_apart(office) {
        let mut tx = office.db.begin().await.unwrap();
        for name in ["Acme Ltd", "ACME Ltd"] {
            for sql in [
                format!("INSERT INTO resellers (name) VALUES ('{name}')"),
                format!("INSERT INTO party_names (kind, party_id, name) SELECT 'reseller', id, name FROM resellers WHERE name = '{name}'"),
            ] {
                Sql::new(&sql).execute_in(&mut tx).await.unwrap();
            }
        }
        tx.commit().await.unwrap();
        office.db.migrate().await.expect("two of one key");
        let rows = ["ACME Ltd", "Acme Ltd", "acme ltd"].iter().enumerate();
        bring(&office, &rows.map(|(n, name)| row(n, "C", name)).collect::<Vec<_>>()).await;
        let named = "SELECT r.name FROM orders o JOIN resellers r ON r.id = o.reseller_id ORDER BY o.order_no";
        // Each spelling keeps whose it was; a new one is that of the older firm.
        assert_eq!(texts(&office, named).await, ["ACME Ltd", "Acme Ltd", "Acme Ltd"]);
    }
}
