//! Files arrive whole, whatever compression the browser asks for.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use axum::{body::Body, http::Request};
use common::{House, ORDERS, from_browser};
use domain::access::{Actor, Role};
use operations::{
    exports::{self, Format, KINDS, NewExport},
    jobs::{self, EXPORTS},
};
use serde_json::Value;

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_made_while_it_goes_out_arrives_under_every_compression() {
    let house = House::new().await;
    house
        .bring_in(&format!(
            "{ORDERS}CS4,1,NEW,PERIOD,direct,,P-1,x,C-1,y,1,abc,,,,,completed,2025-09-01,,,\n"
        ))
        .await;
    house.staff("owner@example.com", Role::Owner).await;
    let cookie = house.sign_in("owner@example.com").await;
    for path in ["/orders/export?format=csv", "/orders/export?format=xlsx", "/imports/1/rejected"] {
        for encoding in ["identity", "gzip", "br", "zstd"] {
            let request = from_browser("GET", path, &cookie).header("accept-encoding", encoding);
            let answer = house.send(request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, 200, "{path} {encoding}");
            let packed = answer.header("content-encoding");
            assert!(packed == encoding || packed.is_empty(), "{path} {encoding}: {packed}");
            assert!(!answer.body.is_empty(), "{path} {encoding}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_looked_at_again_when_it_is_fetched() {
    let house = House::new().await;
    house.bring_in(ORDERS).await;
    let id = house.staff("support@example.com", Role::Support).await;
    let products = operations::products::all(&house.office, &Actor::System).await.unwrap();
    let [first, second] = ["P-1", "P-2"].map(|code| products.iter().find(|p| p.code == code).unwrap().id);
    let grant = async |products: &[i64]| {
        operations::staff::set_grants(&house.office, &Actor::System, id, products).await.unwrap();
    };
    grant(&[second]).await;
    let cookie = house.sign_in("support@example.com").await;
    let support = operations::staff::load_actor(&house.office, id).await.unwrap().unwrap();
    let all = NewExport {
        kind: "orders",
        format: Format::Csv,
        query: "",
        locale: "en",
        columns: "",
        title: "",
        name: "",
    };
    exports::create(&house.office, &support, &all).await.unwrap();
    jobs::drain(&house.office, EXPORTS).await.unwrap();
    let fetch = async || house.get("/exports/1/file", &cookie).await;
    assert!(fetch().await.text().contains("CS2"));
    grant(&[first, second]).await;
    assert_eq!(fetch().await.status, 200);
    grant(&[first]).await;
    let refused = fetch().await;
    assert_eq!(refused.status, 403);
    assert!(refused.text().contains("shows more than that") && !refused.text().contains("CS2"));
    operations::staff::set_role(&house.office, &Actor::System, id, Role::Finance).await.unwrap();
    assert_eq!(fetch().await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_takes_every_list_away() {
    let house = House::new().await;
    house.bring_in(ORDERS).await;
    let signed = r#"{"agreement": {"version": "V1", "signed": true}}"#;
    let signed = serde_json::from_str(signed).unwrap();
    operations::merchant::record(&house.office, &Actor::System, &signed).await.unwrap();
    let token = house.token(Role::Owner).await;
    let get = async |query: &str, encoding: &str| {
        let request = Request::get(format!("/api/v1/exports/{query}"))
            .header("authorization", format!("Bearer {token}"))
            .header("accept-encoding", encoding);
        house.send(request.body(Body::empty()).unwrap()).await
    };
    for code in KINDS.iter().map(operations::exports::Kind::code) {
        let plain = get(code, "identity").await;
        assert_eq!((plain.status.as_u16(), plain.header("content-type")), (200, "text/csv; charset=utf-8"));
        assert!(plain.header("content-disposition").contains(&format!("filename=\"{code}-")), "{code}");
        assert!(plain.text().starts_with('\u{feff}') && plain.text().ends_with("\r\n"), "{code}");
        for encoding in ["gzip", "br", "zstd"] {
            let packed = get(code, encoding).await;
            assert_eq!(
                (packed.status.as_u16(), packed.header("content-encoding")),
                (200, encoding),
                "{code}"
            );
            assert!(!packed.body.is_empty(), "{code} {encoding}");
        }
        let book = get(&format!("{code}?format=xlsx"), "gzip").await;
        assert!(book.header("content-encoding").is_empty() && book.body.starts_with(b"PK"), "{code}");
    }
    let csv = async |query: &str| get(query, "identity").await.text();
    let narrowed = csv("orders?state=completed&sort=created&format=csv").await;
    let numbers: Vec<_> = narrowed.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(numbers, ["CS2", "CS2", "CS3"]);
    assert_eq!(csv("products?q=P-2").await.lines().count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_takes_away_what_its_role_sees() {
    let house = House::new().await;
    house.bring_in(ORDERS).await;
    let refusal = async |token: &str, query: &str| {
        let answer = house.call("GET", &format!("/api/v1/exports/{query}"), token, Value::Null).await;
        let error = answer.json()["error"].clone();
        let text = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
        (answer.status.as_u16(), text("field"), text("message"))
    };
    assert_eq!(refusal("", "orders").await.0, 401);
    let support = house.token(Role::Support).await;
    for kind in ["statements", "imports", "journal", "staff", "tokens"] {
        assert_eq!(refusal(&support, kind).await.0, 403, "{kind}");
    }
    let orders = house.call("GET", "/api/v1/exports/orders", &support, Value::Null).await;
    assert_eq!((orders.status.as_u16(), orders.text().lines().count()), (200, 1), "nothing is granted to it");
    let owner = house.token(Role::Owner).await;
    let (status, field, message) = refusal(&owner, "boats").await;
    assert_eq!((status, field.as_str()), (422, "kind"));
    assert!(KINDS.iter().all(|kind| message.contains(kind.code())), "{message}");
    for (query, wrong) in [
        ("orders?format=pdf", "format"),
        ("orders?state=lost", "state"),
        ("statements?period=13", "period"),
        ("staff?sort=age", "sort"),
    ] {
        let (status, field, _) = refusal(&owner, query).await;
        assert_eq!((status, field.as_str()), (422, wrong), "{query}");
    }
}
