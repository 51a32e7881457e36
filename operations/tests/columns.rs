//! Headings that somebody maps by hand.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

mod common;
#[path = "common/foreign.rs"]
mod foreign;

use common::{file, import};
use domain::access::{Actor, Role};
use foreign::{SAID, told};
use operations::{
    Failure, Office,
    files::{Refused, Told, Unreadable},
    imports::{self, COLUMNS, Import, Upload},
    jobs::{self, IMPORTS, LOOKS},
};

const FOREIGN: &str = "Auftrag;Zustand;Ware;Kunde;Preis;Angelegt;Notiz\n\
    A1;completed;P;C;100.00;2026-10-01 12:00:00;x\nA2;processing;P;C;200.00;2026-10-02 12:00:00;y\n";

async fn look(office: &Office, text: &str) -> Import {
    let file = file(text);
    let id = imports::look_at(office, &Actor::System, &Upload::new("orders.csv", &*file)).await.unwrap();
    seen(office, id).await
}

async fn seen(office: &Office, id: i64) -> Import {
    jobs::drain(office, LOOKS).await.unwrap();
    imports::get(office, &Actor::System, id).await.unwrap()
}

async fn let_in(office: &Office, id: i64) -> Import {
    imports::apply(office, &common::staff(Role::Operations), id).await.unwrap();
    jobs::drain(office, IMPORTS).await.unwrap();
    imports::get(office, &Actor::System, id).await.unwrap()
}

both! {
    async fn headings_of_another_language_are_mapped_by_hand(office) {
        let looked = look(&office, FOREIGN).await;
        let (form, preview) = (looked.form().unwrap(), looked.preview().unwrap());
        assert_eq!((looked.state.as_str(), form.tables[0].headings.len(), form.tables[0].heading_row), ("looked", 7, 1));
        assert_eq!(preview.examples()[0][4], ["100.00", "200.00"]);
        let refused = imports::apply(&office, &Actor::System, looked.id).await;
        assert!(matches!(refused, Err(Failure::File(Refused::MissingColumns { .. }))), "{refused:?}");
        let half = told(&SAID[..3]);
        imports::look_again(&office, &Actor::System, looked.id, half).await.unwrap();
        let missing = seen(&office, looked.id).await.form().unwrap();
        let missing: Vec<_> = missing.tables[0].missing(COLUMNS).map(|c| c.name).collect();
        assert_eq!(missing, ["customer_name", "deal_price", "created_at"]);
        imports::look_again(&office, &Actor::System, looked.id, told(&SAID)).await.unwrap();
        let whole = seen(&office, looked.id).await;
        assert_eq!((whole.state.as_str(), whole.preview().unwrap().created, whole.unknown_columns.as_str()), ("looked", 2, "Notiz"));
        assert_eq!(whole.preview().unwrap().examples()[0][6], ["x", "y"]);
        let done = let_in(&office, looked.id).await;
        assert_eq!((done.state.as_str(), done.created, done.rejected), ("done", 2, 0));
        assert_eq!(done.form().unwrap().told, told(&SAID));
    }

    async fn a_heading_that_is_there_twice_is_chosen_from(office) {
        let text = "order_no,Status,state,product_name,customer_name,deal_price,created_at\nA1,gone,completed,P,C,1,2026-10-01\n";
        let looked = look(&office, text).await;
        let again = |import: &Import| import.form().unwrap().tables[0].again().collect::<Vec<_>>();
        assert_eq!((looked.state.as_str(), again(&looked)), ("looked", vec![2]));
        let refused = imports::apply(&office, &Actor::System, looked.id).await;
        assert!(matches!(refused, Err(Failure::File(Refused::Unreadable(Unreadable::ColumnTwice { .. })))), "{refused:?}");
        imports::look_again(&office, &Actor::System, looked.id, told(&["Status="])).await.unwrap();
        assert_eq!(seen(&office, looked.id).await.preview().unwrap().created, 1);
        // Two that are chosen for one field are refused in the same way.
        imports::look_again(&office, &Actor::System, looked.id, told(&["Status=deal_price"])).await.unwrap();
        let both = seen(&office, looked.id).await;
        assert_eq!((again(&both), both.preview().unwrap().created), (vec![5], 0));
        assert!(imports::apply(&office, &Actor::System, looked.id).await.is_err());
    }

    async fn what_is_said_at_once_is_checked(office) {
        let with = async |said: &[&str]| {
            let file = file(FOREIGN);
            let upload = Upload { told: told(said), ..Upload::new("orders.csv", &*file) };
            imports::import(&office, &Actor::System, upload).await
        };
        let done = with(&SAID).await.unwrap();
        assert_eq!((done.created, done.unknown_columns), (2, vec!["Notiz".to_owned()]));
        let refused = with(&["Auftrag=order_no", "Bestellung=state"]).await.unwrap_err().to_string();
        assert!(refused.contains("'bestellung' is not known") && refused.contains("Auftrag, Zustand, Ware"), "{refused}");
        let mut wrong = Told::default();
        let refused = wrong.choose(COLUMNS, ["Auftrag=number", "Zustand"]).unwrap_err().to_string();
        assert!(refused.contains("'number' is not known") && refused.contains("order_no, line_no"), "{refused}");
        assert!(refused.contains("Heading=column"), "{refused}");
        assert_eq!(told(&["A = B=State"]).columns.into_iter().collect::<Vec<_>>(), [("a_=_b".to_owned(), "state".to_owned())]);
    }

    async fn columns_that_our_own_files_add_are_no_strangers(office) {
        use futures::TryStreamExt;
        use operations::exports::{self, Format, Kind, Manner};
        import(&office, &Actor::System, "a.csv", "order_no,product_name,customer_name,deal_price,state,created_at\nA1,P,C,1,completed,2026-10-01\n").await.unwrap();
        for tongue in [domain::Tongue::Codes, domain::Tongue::Zh, domain::Tongue::En] {
            let manner = Manner { tongue, ..Manner::default() };
            let kind = Kind::of(exports::ORDERS).unwrap();
            let pieces = kind.stream_as(&office, &common::staff(Role::Owner), "", Format::Csv, &manner).await.unwrap();
            let bytes = exports::bytes(pieces).try_collect::<Vec<_>>().await.unwrap().concat();
            let again = import(&office, &Actor::System, "again.csv", bytes).await.unwrap();
            assert_eq!((again.unchanged, again.unknown_columns), (1, vec![]), "{tongue:?}");
        }
    }
}
