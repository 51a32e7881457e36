//! Over the API and from the command line: what the columns of a file are, and what did not go in is dealt with.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;
#[path = "common/program.rs"]
mod program;

use axum::{body::Body, http::Request};
use common::{Answer, House};
use domain::access::Role;
use program::Program;
use serde_json::{Value, json};

const FOREIGN: &str = "Auftrag;Zustand;Ware;Kunde;Preis;Angelegt;Notiz\n\
    A1;completed;P;C;100.00;2026-10-01 12:00:00;x\nA2;gone;P;C;200.00;2026-10-02 12:00:00;y\n";
const SAID: &str = "column=Auftrag%3Dorder_no&column=Zustand%3Dstate&column=Ware%3Dproduct_name&column=Kunde%3Dcustomer_name\
    &column=Preis%3Ddeal_price&column=Angelegt%3Dcreated_at&column=Notiz%3D";

async fn import(house: &House, token: &str, query: &str) -> Answer {
    let request = Request::post(format!("/api/v1/orders/import?{query}"))
        .header("authorization", format!("Bearer {token}"));
    house.send(request.body(Body::from(FOREIGN)).unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_are_said_over_the_api() {
    let house = House::new().await;
    let token = house.token(Role::Operations).await;
    assert_eq!(import(&house, &token, "").await.status, 422);
    for (query, word) in
        [("column=Ort%3Dstate", "Auftrag, Zustand"), ("column=Auftrag%3Dnumber", "order_no, line_no")]
    {
        let refused = import(&house, &token, query).await;
        let error = &refused.json()["error"];
        assert_eq!((refused.status.as_u16(), &error["field"]), (422, &json!("column")));
        assert!(error["message"].as_str().unwrap().contains(word), "{error}");
    }
    for query in ["dry_run=yes", "remembered=0"] {
        let refused = import(&house, &token, &format!("{SAID}&{query}")).await;
        let field = query.split('=').next().unwrap();
        assert_eq!((refused.status.as_u16(), &refused.json()["error"]["field"]), (422, &json!(field)));
    }
    let foretold = import(&house, &token, &format!("{SAID}&dry_run=true")).await.json();
    assert_eq!((&foretold["created"], &foretold["import_id"]), (&json!(1), &Value::Null));
    let done = import(&house, &token, SAID).await.json();
    assert_eq!((&done["created"], &done["rejected_rows"]), (&json!(1), &json!(1)), "{done}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_did_not_go_in_is_dealt_with() {
    let house = House::new().await;
    let token = house.token(Role::Operations).await;
    let id = import(&house, &token, SAID).await.json()["import_id"].as_i64().unwrap();
    let post = async |what: &str, token: &str| {
        house.call("POST", &format!("/api/v1/imports/{what}"), token, Value::Null).await
    };
    for _ in 0..2 {
        let dealt = post(&format!("{id}/dealt-with"), &token).await;
        assert_eq!(
            (dealt.status.as_u16(), dealt.json()["dealt_at"].is_string()),
            (200, true),
            "{}",
            dealt.text()
        );
    }
    assert_eq!(post(&format!("{id}/reopen"), &token).await.json()["dealt_by"], Value::Null);
    assert_eq!(post("99/dealt-with", &token).await.status, 404);
    let finance = house.token(Role::Finance).await;
    assert_eq!(post(&format!("{id}/dealt-with"), &finance).await.status, 403);
}

#[test]
fn columns_are_said_from_the_command_line() {
    let program = Program::new();
    let orders = program.file("auftraege.csv", FOREIGN);
    let refused = program.run(&["import", "orders", &orders, "--column", "Auftrag=order_no"]);
    assert!(refused.code == 1 && refused.err.contains("deal_price"), "{}", refused.err);
    let wrong = program.run(&["import", "orders", &orders, "--column", "Ort=state"]);
    assert!(wrong.code == 1 && wrong.err.contains("Auftrag, Zustand"), "{}", wrong.err);
    let mut given = vec!["import", "orders", &orders];
    for said in [
        "Auftrag=order_no",
        "Zustand=state",
        "Ware=product_name",
        "Kunde=customer_name",
        "Preis=deal_price",
        "Angelegt=created_at",
        "Notiz=",
    ] {
        given.extend(["--column", said]);
    }
    let done: Value = serde_json::from_str(&program.run(&given).ok().out).unwrap();
    assert_eq!((&done["created"], &done["rejected"][0]["row"]), (&json!(1), &json!(3)));
    assert_eq!(program.run(&["import", "dealt-with", "1"]).ok().out, "");
    let listed = program.run(&["export", "imports"]).ok().out;
    assert!(
        listed.lines().next().unwrap().ends_with(",dealt_at,dealt_by") && listed.contains(",system"),
        "{listed}"
    );
    program.run(&["import", "reopen", "1"]).ok();
}
