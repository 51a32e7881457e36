//! The REST API: shapes, refusals, pages of lists.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use axum::{body::Body, http::Request};
use common::{House, ORDERS};
use domain::access::{DOORS, DoorKind, Role};
use serde_json::{Value, json};

async fn shop() -> (House, String) {
    let house = House::new().await;
    house.bring_in(ORDERS).await;
    let token = house.token(Role::Owner).await;
    (house, token)
}

async fn get(house: &House, token: &str, path: &str) -> Value {
    let answer = house.call("GET", path, token, Value::Null).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.json()
}

/// Status, code and field of a refusal whose shape is right.
fn refusal(answer: &common::Answer) -> (u16, String, Option<String>) {
    let body = answer.json();
    let error = &body["error"];
    assert_eq!(answer.header("x-request-id"), error["request_id"].as_str().unwrap());
    assert!(!error["message"].as_str().unwrap().is_empty());
    let field = error.get("field").map(|f| f.as_str().unwrap().to_owned());
    (answer.status.as_u16(), error["code"].as_str().unwrap().to_owned(), field)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_has_the_names_of_the_import_and_its_lines() {
    let (house, token) = shop().await;
    let order = get(&house, &token, "/api/v1/orders/CS2").await;
    assert_eq!(order["deal_price"], "250.50");
    assert_eq!(order["created_at"], "2025-09-02T10:00:00+08:00");
    assert_eq!(order["reseller"], Value::Null);
    assert_eq!(order["lines"][1]["product_id"], "P-2");
    assert_eq!(order["lines"][1]["paid_amount"], "50.50");
    assert_eq!(order["lines"][1]["output_tax"], "0.06");
    let order_level = [
        "order_no",
        "order_type",
        "billing_mode",
        "business_kind",
        "sales_channel",
        "reseller",
        "commission_ratio",
        "customer_id",
        "customer_name",
        "currency",
        "state",
        "created_at",
        "paid_at",
        "effective_at",
        "completed_at",
        "repaid_at",
        "cancelled_at",
        "payment_method",
    ];
    // Where a delivery stands is told by the delivery.
    let own = |name: &str| !name.starts_with("supervision_");
    for column in operations::imports::COLUMNS.iter().filter(|column| own(column.name)) {
        let place = if order_level.contains(&column.name) { &order } else { &order["lines"][0] };
        assert!(place.get(column.name).is_some(), "{} is missing", column.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_walked_by_its_cursor_and_filtered_like_the_page() {
    let (house, token) = shop().await;
    let mut seen = Vec::new();
    let mut path = "/api/v1/orders?limit=1&sort=created".to_owned();
    loop {
        let page = get(&house, &token, &path).await;
        assert_eq!((&page["total"], &page["total_is_exact"]), (&json!(3), &json!(true)));
        seen.extend(
            page["data"].as_array().unwrap().iter().map(|o| o["order_no"].as_str().unwrap().to_owned()),
        );
        match page["next_cursor"].as_str() {
            Some(cursor) => path = format!("/api/v1/orders?limit=1&sort=created&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(seen, ["CS1", "CS2", "CS3"]);
    for (query, expected) in [
        ("state=pending_payment,completed&order_type=NEW", 3),
        ("state=pending_payment", 1),
        ("sales_channel=reseller,co_sale", 1),
        ("reseller=%E4%BA%91%E6%A2%AF", 1),
        ("q=%E8%BF%9C%E5%B1%B1", 2),
        ("created_from=2025-09-02&created_to=2025-09-30", 1),
        ("amount_from=250.50", 2),
        ("business_kind=joint", 0),
        ("unknown=1&state=", 3),
    ] {
        let page = get(&house, &token, &format!("/api/v1/orders?{query}")).await;
        assert_eq!(page["data"].as_array().unwrap().len(), expected, "{query}");
        assert_eq!(page["total"], expected, "{query}");
    }
    let two = get(&house, &token, "/api/v1/orders?q=CS2").await;
    let one = get(&house, &token, "/api/v1/orders/CS2").await;
    for (name, value) in two["data"][0].as_object().unwrap() {
        assert_eq!(&one[name], value, "{name} of the one order is that of the list");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_tells_where_its_money_stands() {
    let (house, token) = shop().await;
    let direct = get(&house, &token, "/api/v1/orders/CS2").await;
    assert_eq!(
        direct["settlement"],
        json!([{"state": "none", "statement_id": null, "statement": null, "period": null, "amount": null, "reason": "sold_directly"}])
    );
    assert_eq!(direct["amounts"], json!([]));
    let sold = get(&house, &token, "/api/v1/orders/CS3").await;
    let (open, amount) = (&sold["settlement"][0], &sold["amounts"][0]);
    assert_eq!(
        (&open["state"], &open["period"], &open["statement"]),
        (&json!("open"), &json!("202510"), &Value::Null)
    );
    // (10000 − 8000) / 1.13 × 1.06 × 90 % = 1688.4955752…
    assert_eq!((&amount["line_no"], &amount["amount"]), (&json!(1), &json!("1688.50")));
    assert!(amount["unrounded"].as_str().unwrap().starts_with("1688.4955"), "{amount}");
    assert_eq!(sold["awaited"], Value::Null);
    let unpaid = get(&house, &token, "/api/v1/orders/CS1").await;
    assert_eq!(unpaid["awaited"]["what"], "payment");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_refusal_has_one_shape() {
    let (house, token) = shop().await;
    let token = token.as_str();
    let quote = "/api/v1/settlement/quote";
    for (method, path, token, body, expected) in [
        ("GET", "/api/v1/orders", "", Value::Null, (401, "unauthorized", None)),
        ("GET", "/api/v1/orders", "ch_nobody", Value::Null, (401, "unauthorized", None)),
        ("GET", "/api/v1/nowhere", token, Value::Null, (404, "not_found", None)),
        ("GET", "/api/v1/orders/CS9", token, Value::Null, (404, "not_found", None)),
        ("GET", "/api/v1/orders/%ff", token, Value::Null, (400, "malformed", None)),
        ("GET", "/api/v1/settlement/statements/x", token, Value::Null, (404, "not_found", None)),
        ("DELETE", "/api/v1/orders/CS1", token, Value::Null, (405, "method_not_allowed", None)),
        ("GET", "/api/v1/orders?limit=0", token, Value::Null, (422, "invalid", Some("limit"))),
        ("GET", "/api/v1/orders?limit=501", token, Value::Null, (422, "invalid", Some("limit"))),
        ("GET", "/api/v1/orders?state=lost", token, Value::Null, (422, "invalid", Some("state"))),
        ("GET", "/api/v1/orders?cursor=x", token, Value::Null, (422, "invalid", Some("cursor"))),
        ("GET", "/api/v1/orders?created_to=soon", token, Value::Null, (422, "invalid", Some("created_to"))),
        (
            "GET",
            "/api/v1/settlement/statements?period=13",
            token,
            Value::Null,
            (422, "invalid", Some("period")),
        ),
        ("POST", "/api/v1/imports/x/undo", token, Value::Null, (404, "not_found", None)),
        ("POST", "/api/v1/imports/x/dealt-with", token, Value::Null, (404, "not_found", None)),
        ("POST", "/api/v1/imports/x/reopen", token, Value::Null, (404, "not_found", None)),
        // It would be done, not tried.
        ("POST", "/api/v1/imports/1/undo?dry_run=1", token, Value::Null, (422, "invalid", Some("dry_run"))),
        ("POST", "/api/v1/orders/CS1/cancel", token, json!({}), (422, "invalid", Some("reason"))),
        ("POST", "/api/v1/orders/CS2/cancel", token, json!({"reason": "x"}), (409, "conflict", None)),
        ("POST", quote, token, json!({"formula": "reseller", "deal": "x"}), (422, "invalid", Some("deal"))),
        ("POST", quote, token, json!({"formula": "reseller", "deal": 5}), (422, "invalid", Some("deal"))),
        ("POST", quote, token, json!([1]), (422, "invalid", None)),
    ] {
        let answer = house.call(method, path, token, body).await;
        let (status, code, field) = refusal(&answer);
        assert_eq!((status, code.as_str(), field.as_deref()), expected, "{method} {path}");
        assert_eq!(answer.headers.contains_key("www-authenticate"), status == 401);
    }
    let no_json = |body: &'static str, kind: &'static str| {
        Request::post(quote)
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", kind)
            .body(Body::from(body))
    };
    assert_eq!(refusal(&house.send(no_json("{", "application/json").unwrap()).await).0, 400);
    assert_eq!(refusal(&house.send(no_json("{}", "text/plain").unwrap()).await).0, 415);
    let large = Request::post(quote).header("authorization", format!("Bearer {token}"));
    let large =
        large.header("content-type", "application/json").body(Body::from(vec![b' '; 300_000])).unwrap();
    assert_eq!(refusal(&house.send(large).await).0, 413);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unpaid_order_is_cancelled_once() {
    let (house, token) = shop().await;
    let path = "/api/v1/orders/CS1/cancel";
    let answer = house.call("POST", path, &token, json!({"reason": "客户取消"})).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(
        (&answer.json()["state"], &answer.json()["cancel_reason"]),
        (&json!("cancelled"), &json!("客户取消"))
    );
    let again = house.call("POST", path, &token, json!({"reason": "客户取消"})).await;
    assert_eq!(refusal(&again).1, "conflict");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_brought_in_and_what_is_wrong_is_told() {
    let (house, token) = shop().await;
    let import = |body: Vec<u8>, length: Option<u64>| {
        let request =
            Request::post("/api/v1/orders/import").header("authorization", format!("Bearer {token}"));
        let request = match length {
            Some(length) => request.header("content-length", length),
            None => request,
        };
        request.body(Body::from(body)).unwrap()
    };
    let text = format!("{ORDERS}CS4,1,NEW,PERIOD,direct,,P-1,x,C-1,y,1,abc,,,,,completed,2025-09-01,,,\n");
    let answer = house.send(import(text.into_bytes(), None)).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let told = answer.json();
    assert_eq!((&told["created"], &told["updated"], &told["unchanged"]), (&json!(0), &json!(0), &json!(4)));
    assert_eq!(
        (&told["rejected"][0]["row"], &told["rejected"][0]["column"]),
        (&json!(6), &json!("deal_price"))
    );
    assert_eq!(told["rejected_rows"], 1);
    assert!(told["import_id"].is_i64());
    assert_eq!(refusal(&house.send(import(b"hello".to_vec(), None)).await).0, 422);
    assert_eq!(refusal(&house.send(import(Vec::new(), Some(2 << 30))).await).0, 413);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quote_tells_the_amount_and_how_it_came_about() {
    let (house, token) = shop().await;
    let question = json!({"formula": "reseller", "deal": "10000", "floor": "8000", "output_tax": "13%", "service_tax": "0.06"});
    let answer = house.call("POST", "/api/v1/settlement/quote", &token, question).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let told = answer.json();
    assert_eq!((&told["amount"], &told["unrounded"]), (&json!("1688.50"), &json!("1688.495575…")));
    assert_eq!(
        (&told["rule"], &told["rule_version"], &told["ratio"]),
        (&json!("reseller"), &json!(1), &json!("0.9"))
    );
    assert!(told["explanation"].as_str().unwrap().contains("× 90.00 %"));
    assert_eq!(told["steps"].as_array().unwrap().len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_is_drafted_looked_at_and_issued_once() {
    let (house, token) = shop().await;
    let all = "/api/v1/settlement/statements";
    let wanted = json!({"reseller": "云梯", "period": "202510"});
    let created = house.call("POST", all, &token, wanted.clone()).await;
    assert_eq!(created.status, 201, "{}", created.text());
    let path = created.header("location").to_owned();
    assert_eq!(house.call("POST", all, &token, wanted).await.status, 200);
    let number = json!({"reseller": "云梯", "period": 202_510});
    assert_eq!(house.call("POST", all, &token, number).await.status, 200);
    let draft = get(&house, &token, &path).await;
    assert_eq!(
        (&draft["state"], &draft["total"], &draft["hindrance"]),
        (&json!("draft"), &json!("1688.50"), &Value::Null)
    );
    assert_eq!(
        (&draft["lines"][0]["order_no"], &draft["lines"][0]["amount"]),
        (&json!("CS3"), &json!("1688.50"))
    );
    let month = get(&house, &token, "/api/v1/settlement/months/202510").await;
    assert_eq!((&month["stage"], &month["rows"][0]["statement"]["state"]), (&json!("over"), &json!("draft")));
    assert_eq!(month["rows"][0]["amount"], "1688.50");
    let discarded = house.call("POST", &format!("{path}/discard"), &token, Value::Null).await;
    assert_eq!(discarded.json()["state"], "void", "{}", discarded.text());
    assert_eq!(refusal(&house.call("POST", &format!("{path}/discard"), &token, Value::Null).await).0, 409);
    let months = get(&house, &token, "/api/v1/settlement/months").await;
    assert_eq!((&months[0]["period"], &months[0]["to_draft"]), (&json!("202510"), &json!(1)));
    let created = house.call("POST", all, &token, json!({"reseller": "云梯", "period": "202510"})).await;
    let path = created.header("location").to_owned();
    let issued = house.call("POST", &format!("{path}/issue"), &token, Value::Null).await;
    assert_eq!(issued.status, 200, "{}", issued.text());
    assert_eq!(issued.json()["number"], "RS-202510-0001");
    let again = house.call("POST", &format!("{path}/issue"), &token, Value::Null).await;
    assert_eq!(refusal(&again).0, 409);
    let list = get(&house, &token, &format!("{all}?state=issued&period=2025-10&payment=unpaid")).await;
    assert_eq!(
        (&list["total"], &list["data"][0]["total"], &list["next_cursor"]),
        (&json!(1), &json!("1688.50"), &Value::Null)
    );
    let unknown = house.call("POST", all, &token, json!({"reseller": "nobody", "period": "202510"})).await;
    assert_eq!(refusal(&unknown).2.as_deref(), Some("reseller"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_is_paid_supplemented_and_reversed() {
    let (house, token) = shop().await;
    let all = "/api/v1/settlement/statements";
    let created = house.call("POST", all, &token, json!({"reseller": "云梯", "period": "202510"})).await;
    let path = created.header("location").to_owned();
    house.call("POST", &format!("{path}/issue"), &token, Value::Null).await;
    let balance = async || get(&house, &token, "/api/v1/settlement/balances").await[0]["balance"].clone();
    assert_eq!(balance().await, "1688.50");
    let pay = format!("{path}/pay");
    for (day, field) in [("", "paid_on"), ("soon", "paid_on"), ("2999-01-01", "paid_on")] {
        let refused = house.call("POST", &pay, &token, json!({"paid_on": day})).await;
        assert_eq!(refusal(&refused).2.as_deref(), Some(field), "{day}");
    }
    let paid = house.call("POST", &pay, &token, json!({"paid_on": "2025-11-03", "reference": "T1"})).await;
    assert_eq!((&paid.json()["paid_on"], &paid.json()["reference"]), (&json!("2025-11-03"), &json!("T1")));
    assert_eq!(
        (
            balance().await,
            refusal(&house.call("POST", &pay, &token, json!({"paid_on": "2025-11-03"})).await).0
        ),
        (json!("0.00"), 409)
    );
    let back = format!("{path}/take-payment-back");
    assert_eq!(refusal(&house.call("POST", &back, &token, json!({})).await).2.as_deref(), Some("reason"));
    assert_eq!(house.call("POST", &back, &token, json!({"reason": "wrong one"})).await.status, 200);
    assert_eq!(balance().await, "1688.50");
    let supplement = format!("{path}/supplement");
    let nothing_late = house.call("POST", &supplement, &token, Value::Null).await;
    assert_eq!(refusal(&nothing_late).0, 409, "nothing came late");
    house.bring_in(&ORDERS.replace("CS3,", "CS4,")).await;
    let supplement = house.call("POST", &supplement, &token, Value::Null).await.json();
    assert_eq!(
        (&supplement["nature"], &supplement["corrects"]),
        (&json!("supplement"), &json!("RS-202510-0001"))
    );
    let reverse = format!("{path}/reverse");
    let because = json!({"reason": "wrong month"});
    assert_eq!(
        refusal(&house.call("POST", &reverse, &token, because.clone()).await).0,
        409,
        "a draft stands"
    );
    house.call("POST", &format!("{all}/{}/discard", supplement["id"]), &token, Value::Null).await;
    let reversal = house.call("POST", &reverse, &token, because).await.json();
    assert_eq!((&reversal["number"], &reversal["total"]), (&json!("RS-202510-0002"), &json!("-1688.50")));
    assert_eq!((balance().await, &reversal["reason"]), (json!("0.00"), &json!("wrong month")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_sees_what_its_role_sees() {
    let (house, _) = shop().await;
    let support = house.token(Role::Support).await;
    assert_eq!(get(&house, &support, "/api/v1/orders").await["total"], 0);
    assert_eq!(refusal(&house.call("GET", "/api/v1/orders/CS1", &support, Value::Null).await).0, 404);
    let denied = house.call("POST", "/api/v1/orders/CS1/cancel", &support, json!({"reason": "x"})).await;
    assert_eq!(refusal(&denied).0, 403);
    // A session is no way into the API.
    house.staff("owner@example.com", Role::Owner).await;
    let cookie = house.sign_in("owner@example.com").await;
    assert_eq!(house.get("/api/v1/orders", &cookie).await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_document_lists_every_path() {
    let (house, _) = shop().await;
    let document = get(&house, "", "/api/v1/openapi.json").await;
    let mut paths = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            assert!(!operation["summary"].as_str().unwrap().is_empty(), "{path}");
            paths.push(format!("{} {path}", method.to_uppercase()));
        }
    }
    paths.sort();
    let doors = DOORS.iter().filter(|door| door.kind == DoorKind::Api);
    let mut expected: Vec<&str> = doors.map(|door| door.path).collect();
    expected.sort_unstable();
    assert_eq!(paths, expected, "the document and the table of doors");
    let parameters = document["paths"]["/api/v1/exports/{kind}"]["get"]["parameters"].as_array().unwrap();
    let about = |place: &str, name: &str| {
        let parameter = parameters.iter().find(|p| p["name"] == name && p["in"] == place);
        parameter.unwrap_or_else(|| panic!("no {name} in {place}"))
    };
    assert_eq!(about("path", "kind")["required"], json!(true));
    assert!(about("query", "format")["description"].as_str().unwrap().contains("`xlsx`"));
    for kind in operations::exports::KINDS {
        for field in kind.list.fields {
            let text = about("query", field.name)["description"].as_str().unwrap();
            assert!(text.contains(&format!("`{}`", kind.code())), "{}: {text}", field.name);
        }
    }
    let schemas = document["components"]["schemas"].as_object().unwrap();
    for name in ["Order", "OrderLine", "ErrorBody"] {
        assert!(schemas.contains_key(name), "{name} is not among {:?}", schemas.keys());
    }
    assert_eq!(document["components"]["securitySchemes"]["token"]["scheme"], "bearer");
}
