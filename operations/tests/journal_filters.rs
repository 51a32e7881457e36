//! Finding something in the journal, and proving it when it was taken away.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;

use books::{bring, execute, line, person};
use common::{NOW, set_clock, staff};
use domain::{Tongue, access::Role};
use futures::TryStreamExt;
use operations::{
    Office,
    db::Sql,
    exports::{self, Format, Kind, Manner},
    journal::{self, LIST},
    list::Filter,
    statements,
};

const DAY: i64 = 86_400_000;

async fn found(office: &Office, query: &str) -> Vec<String> {
    let (filter, problems) = Filter::read_query(&LIST, query);
    assert!(problems.is_empty(), "{query}: {problems:?}");
    let page = journal::list(office, &staff(Role::Auditor), &filter.sized(100)).await.unwrap();
    page.rows.into_iter().map(|event| format!("{} {}", event.action, event.subject_id)).collect()
}

async fn file(office: &Office, query: &str, tongue: Tongue) -> String {
    let manner = Manner { tongue, ..Manner::default() };
    let kind = Kind::of("journal").unwrap();
    let pieces = kind.stream_as(office, &staff(Role::Auditor), query, Format::Csv, &manner).await.unwrap();
    String::from_utf8(exports::bytes(pieces).try_collect::<Vec<_>>().await.unwrap().concat()).unwrap()
}

/// Two imports, the second of which changes an order and the name of a customer.
async fn furnish(office: &Office) {
    let sold = |number: &str| {
        line(number)
            .with("sales_channel", "reseller")
            .with("reseller", "云梯")
            .with("state", "completed")
            .with("floor_price", "80")
            .with("output_tax", "6%")
            .with("service_tax", "6%")
            .with("created_at", "2026-10-03 10:00:00")
            .with("completed_at", "2026-10-03 10:06:00")
    };
    bring(office, &[sold("CS1"), line("CS2")]).await;
    let changed = line("CS2").with("deal_price", "12345.60").with("customer_name", "远山贸易有限公司");
    bring(office, &[sold("CS1"), changed]).await;
    let finance = person(office, "=finance", Role::Finance).await;
    let period = domain::Period::parse("202610").unwrap();
    let id = statements::draft(office, &finance, "云梯", period, None).await.unwrap();
    statements::issue(office, &finance, id).await.unwrap();
}

both! {
    async fn the_journal_is_narrowed_by_number_import_and_amount(office) {
        furnish(&office).await;
        let number = "RS-202610-0001";
        assert_eq!(found(&office, "id=CS2").await, ["order.updated CS2"]);
        assert_eq!(found(&office, &format!("id={number}")).await, ["statement.issued 1", "statement.drafted 1"]);
        assert_eq!(found(&office, &format!("id={number}&kind=order")).await, [""; 0]);
        assert_eq!(found(&office, "id=1&kind=statement").await.len(), 2);
        assert_eq!(found(&office, "import=2").await, ["customer.renamed C1", "order.updated CS2"]);
        assert_eq!(found(&office, "import=1").await, [""; 0]);
        for written in ["12,345.6", "12345.60", "¥12,345.60", "-12345.60"] {
            let expected: &[&str] = if written.starts_with('-') { &[] } else { &["order.updated CS2"] };
            assert_eq!(found(&office, &format!("amount={written}")).await, expected, "{written}");
        }
        assert_eq!(found(&office, "amount=18").await, ["statement.issued 1"]);
        assert_eq!(found(&office, "amount=2345.60").await, [""; 0], "a part of an amount is another amount");
    }

    async fn an_amount_is_looked_for_among_some_days(office) {
        furnish(&office).await;
        set_clock(&office, NOW + 100 * DAY);
        assert_eq!(found(&office, "amount=12345.60").await, [""; 0]);
        assert_eq!(found(&office, "amount=12345.60&to=2026-12-01").await, ["order.updated CS2"]);
        assert_eq!(found(&office, "amount=12345.60&from=2026-11-16&to=2026-12-01").await, [""; 0]);
        assert_eq!(found(&office, "amount=12345.60&id=CS2").await, ["order.updated CS2"]);
        let (filter, _) = Filter::read_query(&LIST, "amount=1&from=2020-01-01&to=2026-12-01");
        let (first, last) = journal::looked_through(&office, &filter).expect("days");
        assert_eq!((first.to_string().as_str(), last.to_string().as_str()), ("2026-08-31", "2026-12-01"));
    }

    async fn sign_ins_are_there_for_whoever_asks(office) {
        let mut sql = Sql::new("INSERT INTO events (at, actor_kind, actor_name, action, subject_kind, subject_id, seq, previous_hash, hash) VALUES ");
        sql.push("(1, 'staff', 'li', 'staff.signed_in', 'staff', '1', 1, '', 'a'), (2, 'staff', 'li', 'staff.added', 'staff', '1', 2, 'a', 'b')");
        execute(&office, &sql).await;
        assert_eq!(found(&office, "").await, ["staff.added 1"]);
        assert_eq!(found(&office, "sign_ins=shown").await, ["staff.added 1", "staff.signed_in 1"]);
        assert_eq!(found(&office, "action=staff.signed_in").await, ["staff.signed_in 1"]);
    }

    async fn a_file_of_the_journal_can_be_proved(office) {
        furnish(&office).await;
        for tongue in [Tongue::Codes, Tongue::Zh, Tongue::En] {
            let text = file(&office, "sign_ins=shown", tongue).await;
            let proof = journal::prove(text.as_bytes()).unwrap();
            assert!(proof.entries > 5, "{text}");
            assert_eq!((proof.gaps, proof.broken), (0, vec![]), "{text}");
            let forged = text.replace("12345.60", "12345.61");
            assert_ne!(forged, text);
            let proof = journal::prove(forged.as_bytes()).unwrap();
            assert_eq!(proof.broken.iter().map(|b| b.what).collect::<Vec<_>>(), ["the entry was changed"]);
            assert_eq!(proof.broken[0].subject_id, "CS2");
        }
        let narrowed = file(&office, "action=statement.issued", Tongue::Zh).await;
        let proof = journal::prove(narrowed.as_bytes()).unwrap();
        assert_eq!((proof.entries, proof.gaps, proof.broken), (1, 1, vec![]));
        let why = journal::prove(&b"at,hash\n"[..]).unwrap_err().to_string();
        assert!(why.contains("at_ms"), "{why}");
    }
}
