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

/// The cookies that a browser holds after an answer; one that ended is gone.
fn after(answer: &common::Answer, before: &str) -> String {
    let mut jar: Vec<(String, String)> = Vec::new();
    let set = answer.headers.get_all("set-cookie").iter().map(|v| v.to_str().unwrap().to_owned());
    for pair in before.split("; ").map(str::to_owned).chain(set) {
        let Some((name, value)) = pair.split(';').next().unwrap_or_default().split_once('=') else {
            continue;
        };
        jar.retain(|(known, _)| known != name);
        if !value.is_empty() {
            jar.push((name.to_owned(), value.to_owned()));
        }
    }
    jar.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
}

/// Somebody signs in as a browser does, and everything that it holds then.
async fn signed_in(house: &House, account: &str, jar: &str) -> String {
    let fields = [("account", account), ("password", common::PASSWORD), ("next", "/staff")];
    let answer = house.post("/do/sign-in", jar, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    after(&answer, jar)
}

const HALF_WRITTEN: [(&str, &str); 4] =
    [("account", "new@example.com"), ("name", "李四"), ("role", "finance"), ("password", "not to be kept")];

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_came_after_the_session_had_ended_is_there_after_the_sign_in() {
    let house = House::new().await;
    house.staff(OWNER, Role::Owner).await;
    let jar = signed_in(&house, OWNER, "").await;
    house.post("/do/sign-out", &jar, &[]).await;
    let late = house.post("/do/add-staff", &jar, &HALF_WRITTEN).await;
    assert!(late.header("location").starts_with("/sign-in?ended=held"), "{}", late.header("location"));
    let jar = after(&late, &jar);
    // It is told why, and a wrong password loses nothing.
    let told = house.get(late.header("location"), &jar).await.text();
    assert!(told.contains("15 分钟") || told.contains("15 minutes"), "{told}");
    let wrong = house.post("/do/sign-in", &jar, &[("account", OWNER), ("password", "no")]).await;
    let jar = signed_in(&house, OWNER, &after(&wrong, &jar)).await;
    let page = house.get("/staff", &jar).await;
    assert!(page.text().contains("new@example.com") && page.text().contains("李四"), "{}", page.text());
    assert!(!page.text().contains("not to be kept"));
    let again = house.get("/staff", &after(&page, &jar)).await.text();
    assert!(!again.contains("new@example.com"), "it is offered once, and nothing was done");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_half_written_form_is_shown_to_nobody_else() {
    let house = House::new().await;
    house.staff(OWNER, Role::Owner).await;
    house.staff("second@example.com", Role::Owner).await;
    let jar = signed_in(&house, OWNER, "").await;
    house.post("/do/sign-out", &jar, &[]).await;
    let late = house.post("/do/add-staff", &jar, &HALF_WRITTEN).await;
    let jar = signed_in(&house, "second@example.com", &after(&late, &jar)).await;
    assert!(!house.get("/staff", &jar).await.text().contains("new@example.com"));
    // Where nobody is known to have worked, nothing is kept, and that is said.
    let stranger = house.post("/do/add-staff", "", &HALF_WRITTEN).await;
    assert!(stranger.header("location").starts_with("/sign-in?ended=lost"));
    assert!(stranger.headers.get("set-cookie").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_first_owner_the_sign_in_says_where_the_link_is() {
    let house = House::new().await;
    let page = house.get("/sign-in", "").await.text();
    assert!(page.contains("no account yet") || page.contains("还没有账号"), "{page}");
    assert!(!page.contains("type=\"password\""), "nobody could sign in");
}
