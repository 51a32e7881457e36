//! What the palette finds while somebody types: what leads to a page, and nothing that is not theirs to see.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use common::{House, ORDERS};
use domain::access::{Actor, Role};
use serde_json::{Value, json};

async fn find(house: &House, cookie: &str, given: &str) -> Vec<Value> {
    let query = serde_urlencoded::to_string([("q", given)]).unwrap();
    house.get(&format!("/find?{query}"), cookie).await.json().as_array().unwrap().clone()
}

fn hrefs(hits: &[Value]) -> Vec<&str> {
    hits.iter().map(|hit| hit["href"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_or_a_name_leads_to_its_page() {
    let house = House::new().await;
    house.bring_in(ORDERS).await;
    house.staff("owner@example.com", Role::Owner).await;
    let cookie = house.sign_in("owner@example.com").await;
    let token = house.token(Role::Owner).await;
    let wanted = json!({"reseller": "云梯", "period": "202510"});
    house.call("POST", "/api/v1/settlement/statements", &token, wanted).await;
    let issued = house.call("POST", "/api/v1/settlement/statements/1/issue", &token, Value::Null).await;
    let number = issued.json()["number"].as_str().expect("an issued statement has a number").to_owned();

    let hits = find(&house, &cookie, "cs3").await;
    assert_eq!((hits[0]["href"].as_str(), hits[0]["exact"].as_bool()), (Some("/orders/CS3"), Some(true)));
    assert_eq!(hrefs(&find(&house, &cookie, "CS").await).len(), 3);
    let hits = find(&house, &cookie, &number).await;
    assert_eq!((hits[0]["href"].as_str(), hits[0]["exact"].as_bool()), (Some("/settlement/1"), Some(true)));
    let hits = find(&house, &cookie, "贸易 远山").await;
    assert!(hrefs(&hits).contains(&"/orders?customer=C-1"), "{hits:?}");
    assert!(find(&house, &cookie, "").await.is_empty());
    assert!(find(&house, &cookie, "nobody").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_finds_what_they_may_not_see() {
    let house = House::new().await;
    house.bring_in(ORDERS).await;
    let token = house.token(Role::Owner).await;
    let wanted = json!({"reseller": "云梯", "period": "202510"});
    house.call("POST", "/api/v1/settlement/statements", &token, wanted).await;
    house.staff("operations@example.com", Role::Operations).await;
    let runs = house.sign_in("operations@example.com").await;
    assert_eq!(hrefs(&find(&house, &runs, "云梯").await), [""; 0], "operations reads no statements");

    let id = house.staff("support@example.com", Role::Support).await;
    let support = house.sign_in("support@example.com").await;
    for given in ["CS", "CS2", "Northwind", "远山"] {
        assert!(find(&house, &support, given).await.is_empty(), "{given}");
    }
    let products = operations::products::all(&house.office, &Actor::System).await.unwrap();
    let backup = products.iter().find(|product| product.code == "P-2").unwrap().id;
    operations::staff::set_grants(&house.office, &Actor::System, id, &[backup]).await.unwrap();
    assert_eq!(hrefs(&find(&house, &support, "CS").await), ["/orders/CS2"]);
    assert_eq!(hrefs(&find(&house, &support, "northwind").await), ["/orders/CS2", "/orders?customer=C-2"]);
    assert!(find(&house, &support, "远山").await.is_empty(), "a customer of other products");
}
