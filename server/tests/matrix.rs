//! The permission table against the routes that there really are: every role at every door, and no
//! door without a row or row without a door.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use std::collections::BTreeSet;

use app::pages::{FORMS, PAGES};
use axum::http::StatusCode;
use common::{Answer, House, ORDERS};
use domain::access::{DOORS, Door, DoorKind, Grant, Need, Role, grant};
use serde_json::{Value, json};

fn rows(kind: DoorKind) -> BTreeSet<String> {
    DOORS.iter().filter(|d| d.kind == kind).map(|d| d.path.to_owned()).collect()
}

fn set<'a>(paths: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    paths.into_iter().map(str::to_owned).collect()
}

#[test]
fn every_route_has_a_row_and_every_row_a_route() {
    let mut pages = rows(DoorKind::Page);
    if !cfg!(debug_assertions) {
        pages.remove("/_components");
    }
    assert_eq!(set(PAGES.iter().map(|(path, _)| *path)), pages, "pages");
    assert_eq!(set(FORMS.iter().map(|(path, _)| *path)), rows(DoorKind::Form), "forms");
    let files: BTreeSet<String> = server::web::file_routes().into_iter().collect();
    assert_eq!(files, rows(DoorKind::File), "files");
    let document = serde_json::to_value(server::api::document()).unwrap();
    let mut calls = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        calls.extend(methods.as_object().unwrap().keys().map(|m| format!("{} {path}", m.to_uppercase())));
    }
    assert_eq!(calls, rows(DoorKind::Api), "API");
}

/// The path of a door with something that is there in its places.
fn path_of(door: &Door) -> (&'static str, String) {
    let (method, path) = match door.kind {
        DoorKind::Page => ("GET", door.path),
        DoorKind::Form => ("POST", door.path),
        DoorKind::Api | DoorKind::File => door.path.split_once(' ').unwrap(),
    };
    (
        method,
        path.replace("{order_no}", "CS3")
            .replace("{product_id}", "P-2")
            .replace("{code}", "P-2")
            .replace("{id}", "1")
            .replace("{period}", "202510")
            .replace("{token}", "spent")
            .replace("{kind}", "orders"),
    )
}

async fn knock(house: &House, door: &Door, cookie: &str, token: &str) -> Answer {
    let (method, path) = path_of(door);
    match door.kind {
        DoorKind::Api => {
            let body = if method == "POST" { json!({}) } else { Value::Null };
            house.call(method, &path, token, body).await
        }
        _ if method == "POST" => house.post(&path, cookie, &[]).await,
        _ if method == "GET" => house.get(&path, cookie).await,
        _ => house.send(common::from_browser(method, &path, cookie).body(Default::default()).unwrap()).await,
    }
}

async fn shop() -> House {
    let house = House::new().await;
    let outcome = house
        .bring_in(&format!(
            "{ORDERS}CS4,1,NEW,PERIOD,direct,,P-1,x,C-1,y,1,abc,,,,,completed,2025-09-01,,,\n"
        ))
        .await;
    assert_eq!(outcome.import_id, 1);
    let owner = house.token(Role::Owner).await;
    let wanted = json!({"reseller": "云梯", "period": "202510"});
    let drafted = house.call("POST", "/api/v1/settlement/statements", &owner, wanted).await;
    assert_eq!(drafted.json()["id"], 1, "{}", drafted.text());
    house
}

#[tokio::test(flavor = "multi_thread")]
async fn every_role_is_let_in_or_refused_as_the_table_says() {
    let house = shop().await;
    for role in Role::ALL {
        let account = format!("{role}@example.com");
        house.staff(&account, *role).await;
        let token = house.token(*role).await;
        let mut cookie = house.sign_in(&account).await;
        for door in DOORS {
            let answer = knock(&house, door, &cookie, &token).await;
            let allowed = match door.need {
                Need::Nothing => true,
                Need::May(operation) => grant(*role, operation) != Grant::No,
            };
            let status = answer.status;
            if allowed {
                let well = !status.is_server_error() && !matches!(status.as_u16(), 401 | 403 | 405);
                assert!(well, "{role} may {} and gets {status}: {}", door.path, answer.text());
                assert!(!answer.header("location").starts_with("/sign-in?"), "{role} {}", door.path);
            } else {
                assert_eq!(status, StatusCode::FORBIDDEN, "{role} may not {}", door.path);
            }
            if allowed && ["/do/sign-out", "/do/sign-in", "/do/end-other-sessions"].contains(&door.path) {
                cookie = house.sign_in(&account).await;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_comes_in_without_signing_in() {
    let house = shop().await;
    for door in DOORS.iter().filter(|door| door.need != Need::Nothing) {
        let answer = knock(&house, door, "", "").await;
        match door.kind {
            DoorKind::Api => assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", door.path),
            // Programs and scripts ask there, and no browser by itself.
            DoorKind::File if is_for_programs(door) => {
                assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", door.path);
            }
            DoorKind::Page | DoorKind::Form | DoorKind::File => {
                assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", door.path);
                assert!(answer.header("location").starts_with("/sign-in"), "{}", door.path);
            }
        }
        // A cookie that somebody made up opens nothing.
        if door.kind != DoorKind::Api {
            let answer = knock(&house, door, "countinghouse_session=AAAAAAAAAAAAAAAAAAAAAA", "").await;
            let status = if is_for_programs(door) { StatusCode::UNAUTHORIZED } else { StatusCode::SEE_OTHER };
            assert_eq!(answer.status, status, "{}", door.path);
        }
    }
}

fn is_for_programs(door: &Door) -> bool {
    door.path.contains(" /uploads") || door.path.contains(" /live")
}

#[tokio::test(flavor = "multi_thread")]
async fn support_sees_orders_of_granted_products_only() {
    let house = shop().await;
    let id = house.staff("support@example.com", Role::Support).await;
    let cookie = house.sign_in("support@example.com").await;
    let sees = async |order: &str| house.get(&format!("/orders/{order}"), &cookie).await.status.as_u16();
    assert_eq!((sees("CS2").await, sees("CS3").await), (404, 404));
    let system = domain::access::Actor::System;
    let products = operations::products::all(&house.office, &system).await.unwrap();
    let backup = products.iter().find(|p| p.code == "P-2").unwrap().id;
    operations::staff::set_grants(&house.office, &system, id, &[backup]).await.unwrap();
    assert_eq!((sees("CS2").await, sees("CS3").await), (200, 404));
    let list = house.get("/orders", &cookie).await.text();
    assert!(list.contains("CS2") && !list.contains("CS3"));
    let file = house.get("/orders/export?format=csv", &cookie).await;
    assert!(
        file.status == 200 && file.text().contains("CS2") && !file.text().contains("CS3"),
        "{}",
        file.text()
    );
}
