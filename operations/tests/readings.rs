//! What was said of a file is remembered for files with the same headings.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

mod common;
#[path = "common/foreign.rs"]
mod foreign;

use common::file;
use domain::access::{Actor, Role};
use foreign::{SAID, told};
use operations::{
    Failure, Office,
    db::Sql,
    files::{Encoding, Told},
    imports::{self, Import, Upload},
    jobs::{self, IMPORTS, LOOKS},
};

const HEAD: &str = "Auftrag;Zustand;Ware;Kunde;Preis;Angelegt";

fn row(number: &str) -> String {
    format!("{HEAD}\n{number};completed;P;C;1.200;2026-10-01 12:00:00\n")
}

async fn look(office: &Office, name: &str, bytes: impl AsRef<[u8]>) -> Import {
    let file = file(bytes);
    let id = imports::look_at(office, &Actor::System, &Upload::new(name, &*file)).await.unwrap();
    seen(office, id).await
}

async fn seen(office: &Office, id: i64) -> Import {
    jobs::drain(office, LOOKS).await.unwrap();
    imports::get(office, &Actor::System, id).await.unwrap()
}

async fn again(office: &Office, id: i64, told: Told) -> Import {
    imports::look_again(office, &Actor::System, id, told).await.unwrap();
    seen(office, id).await
}

async fn let_in(office: &Office, id: i64) {
    imports::apply(office, &common::staff(Role::Operations), id).await.unwrap();
    jobs::drain(office, IMPORTS).await.unwrap();
}

async fn journaled(office: &Office, action: &str) -> i64 {
    let mut sql = Sql::new("SELECT COUNT(*) FROM events WHERE action = ");
    sql.arg(action);
    let row: Option<(i64,)> = sql.fetch_optional(&office.db).await.unwrap();
    row.unwrap().0
}

fn whence(import: &Import) -> Option<String> {
    import.form().unwrap().remembered.map(|from| from.file_name)
}

both! {
    async fn the_next_file_with_these_headings_is_read_so_at_once(office) {
        let mut said = told(&SAID);
        said.numbers = Some(domain::money::Numbers::Comma);
        let first = look(&office, "first.csv", row("A1")).await;
        again(&office, first.id, said.clone()).await;
        assert_eq!(imports::readings(&office, &Actor::System).await.unwrap(), [], "nothing before it is let in");
        let_in(&office, first.id).await;
        let second = look(&office, "second.csv", row("A2")).await;
        let form = second.form().unwrap();
        assert_eq!((second.preview().unwrap().created, &form.told, whence(&second).as_deref()), (1, &said, Some("first.csv")));
        let_in(&office, second.id).await;
        let minor: Vec<(i64,)> = Sql::new("SELECT DISTINCT deal_minor FROM orders").fetch_all(&office.db).await.unwrap();
        assert_eq!((minor, journaled(&office, "import.remembered").await), (vec![(120_000,)], 1));
        // In another order, and at once; not where it is not wanted.
        let file = file("Kunde;Auftrag;Zustand;Ware;Preis;Angelegt\nC;A3;completed;P;1;2026-10-01\n");
        let upload = Upload::new("third.csv", &*file);
        let done = imports::import(&office, &Actor::System, upload.clone()).await.unwrap();
        assert_eq!((done.created, done.remembered.unwrap().0.file_name.as_str()), (1, "first.csv"));
        let (form, _) = imports::dry_run(&office, &Actor::System, &upload).await.unwrap();
        assert!(form.remembered.is_some());
        let without = imports::import(&office, &Actor::System, Upload { remembered: false, ..upload }).await;
        assert!(matches!(without, Err(Failure::File(_))), "{without:?}");
        assert_eq!(look(&office, "other.csv", format!("Nr;{}", row("A4"))).await.form().unwrap().remembered, None);
    }

    async fn what_is_remembered_is_forgotten_and_replaced(office) {
        let first = look(&office, "first.csv", row("A1")).await;
        again(&office, first.id, told(&SAID)).await;
        let_in(&office, first.id).await;
        // Said once more as it is, it stays remembered; said otherwise, it is somebody else's word.
        let second = look(&office, "second.csv", row("A2")).await;
        assert_eq!(whence(&again(&office, second.id, told(&SAID)).await).as_deref(), Some("first.csv"));
        let mut other = told(&SAID);
        other.numbers = Some(domain::money::Numbers::Point);
        assert_eq!(whence(&again(&office, second.id, other.clone()).await), None);
        let_in(&office, second.id).await;
        let third = look(&office, "third.csv", row("A3")).await;
        assert_eq!((whence(&third).as_deref(), third.form().unwrap().told), (Some("second.csv"), other));
        let id = third.form().unwrap().remembered.unwrap().id;
        let denied = imports::forget(&office, &common::staff(Role::Finance), id, None).await;
        assert!(matches!(denied, Err(Failure::Denied(_))));
        for _ in 0..2 {
            imports::forget(&office, &common::staff(Role::Operations), id, Some(third.id)).await.unwrap();
        }
        let third = seen(&office, third.id).await;
        assert_eq!((whence(&third), third.form().unwrap().told, third.preview().unwrap().rows), (None, Told::default(), 0));
        assert_eq!((journaled(&office, "import.remembered").await, journaled(&office, "import.forgotten").await), (2, 1));
        assert_eq!(imports::readings(&office, &Actor::System).await.unwrap(), []);
        // Nothing said any more forgets, too.
        again(&office, third.id, told(&SAID)).await;
        let_in(&office, third.id).await;
        let known = "order_no,product_name,customer_name,deal_price,state,created_at\nB1,P,C,1,completed,03/04/2026\n";
        let day_first = Told { dates: Some(domain::time::Dates::DayFirst), ..Told::default() };
        let fourth = look(&office, "fourth.csv", known).await;
        again(&office, fourth.id, day_first).await;
        let_in(&office, fourth.id).await;
        let fifth = look(&office, "fifth.csv", known).await;
        assert_eq!(whence(&fifth).as_deref(), Some("fourth.csv"));
        again(&office, fifth.id, Told::default()).await;
        let_in(&office, fifth.id).await;
        assert_eq!(whence(&look(&office, "sixth.csv", known).await), None);
    }

    async fn an_encoding_is_remembered_where_the_text_does_not_tell_it(office) {
        let text = |number: &str, name: &str| format!("order_no,product_name,customer_name,deal_price,state,created_at\n{number},P,{name},1,completed,2026-10-01\n");
        let gb = |number: &str| encoding_rs::GB18030.encode(&text(number, "云")).0.into_owned();
        let said = Told { encoding: Some(Encoding::Gb18030), ..Told::default() };
        let short = file(gb("A1"));
        assert!(imports::look_at(&office, &Actor::System, &Upload::new("first.csv", &*short)).await.is_err(), "it may be two");
        let upload = Upload { told: said.clone(), ..Upload::new("first.csv", &*short) };
        let id = imports::look_at(&office, &Actor::System, &upload).await.unwrap();
        assert_eq!(seen(&office, id).await.preview().unwrap().created, 1);
        let_in(&office, id).await;
        let second = look(&office, "second.csv", gb("A2")).await;
        assert_eq!((whence(&second).as_deref(), second.form().unwrap().told), (Some("first.csv"), said));
        // The same headings in UTF-8 tell their encoding themselves.
        let third = look(&office, "third.csv", text("A3", "Müller")).await;
        assert_eq!((third.form().unwrap().told.encoding, third.preview().unwrap().created), (None, 1));
        let_in(&office, third.id).await;
        assert_eq!(imports::readings(&office, &Actor::System).await.unwrap()[0].told.encoding, Some(Encoding::Gb18030));
    }
}
