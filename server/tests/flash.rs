//! What a form left for the page after it: shown once, to nobody else, and by a page that only reads.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use axum::http::StatusCode;
use common::House;
use domain::access::Role;

const OWNER: &str = "owner@example.com";

/// Everything that was written since the program was opened.
fn written(house: &House) -> Vec<u8> {
    std::fs::read(house.folder.path().join("test.db-wal")).unwrap()
}

/// The cookies of somebody who signed in and has looked around: that they were seen is noted.
async fn at_work(house: &House) -> String {
    house.staff(OWNER, Role::Owner).await;
    let cookie = house.sign_in(OWNER).await;
    assert_eq!(house.get("/account", &cookie).await.status, StatusCode::OK);
    cookie
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sentence_is_said_once_and_the_page_writes_nothing() {
    let house = House::new().await;
    house.staff(OWNER, Role::Owner).await;
    let cookie = house.sign_in(OWNER).await;
    let before = written(&house);
    assert_eq!(house.get("/orders", &cookie).await.status, StatusCode::OK);
    assert!(before == written(&house), "the first page of a session");
    let done = house.post("/do/set-shortcuts", &cookie, &[("shortcuts", "off")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let flash = done.flash().unwrap();
    let before = written(&house);
    let page = house.get("/account", &format!("{cookie}; {flash}")).await;
    assert!(before == written(&house), "the page that says it");
    assert!(page.text().contains("class=\"toast\""), "{}", page.text());
    assert_eq!(page.flash().unwrap(), "countinghouse_flash=");
    assert!(!house.get("/account", &cookie).await.text().contains("class=\"toast\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_entered_waits_in_the_database_and_the_page_writes_nothing() {
    let house = House::new().await;
    let cookie = at_work(&house).await;
    let fields = [("account", "no address <b>"), ("name", "李四"), ("role", "finance")];
    let refused = house.post("/do/add-staff", &cookie, &fields).await;
    let flash = refused.flash().unwrap();
    assert!(!flash.contains('.') && flash.len() < 80, "nothing but an id travels: {flash}");
    let before = written(&house);
    let page = house.get("/staff", &format!("{cookie}; {flash}")).await.text();
    assert!(before == written(&house));
    assert!(page.contains("no address &lt;b&gt;") && page.contains("李四"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sentence_that_somebody_else_wrote_is_not_said() {
    let house = House::new().await;
    let cookie = at_work(&house).await;
    let done = house.post("/do/set-shortcuts", &cookie, &[("shortcuts", "off")]).await;
    let flash = done.flash().unwrap();
    let (text, seal) = flash.split_once('=').unwrap().1.split_once('.').unwrap();
    let other = house.sign_in(OWNER).await;
    for (cookie, value) in [
        (&other, format!("{text}.{seal}")),
        (&cookie, format!("{text}A.{seal}")),
        (&cookie, format!("{text}.{}", "0".repeat(seal.len()))),
        (&cookie, format!("{text}.")),
        (&cookie, "0".repeat(32)),
        (&cookie, "%00'\"".to_owned()),
    ] {
        let page = house.get("/account", &format!("{cookie}; countinghouse_flash={value}")).await;
        assert_eq!(page.status, StatusCode::OK, "{value}");
        assert!(!page.text().contains("class=\"toast\""), "{value}");
    }
}
