//! Supervised deliveries over HTTP: the API step by step, and the page with its forms.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use common::House;
use domain::access::Role;
use serde_json::{Value, json};

const ORDERS: &str = "order_no,delivery_type,product_id,product_name,customer_id,customer_name,duration,duration_unit,\
    deal_price,state,created_at,paid_at,supervision_node\n\
    CS1,human_service,P-1,上云服务,C-1,远山贸易,1,month,1000.00,processing,2026-11-01 09:00:00,2026-11-01 10:00:00,\n\
    CS2,hardware,P-2,一体机,C-1,远山贸易,,,5000.00,processing,2026-11-01 09:00:00,2026-11-01 10:00:00,\n\
    CS3,image,P-3,镜像,C-1,远山贸易,,,100.00,processing,2026-11-01 09:00:00,2026-11-01 10:00:00,\n";

async fn shop() -> (House, String) {
    let house = House::new().await;
    house.bring_in(ORDERS).await;
    let token = house.token(Role::Operations).await;
    (house, token)
}

async fn act(house: &House, token: &str, order: &str, step: Value) -> (u16, Value) {
    let path = format!("/api/v1/supervisions/{order}/actions");
    let answer = house.call("POST", &path, token, step).await;
    (answer.status.as_u16(), answer.json())
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_take_a_delivery_step_by_step() {
    let (house, token) = shop().await;
    let seen = house.call("GET", "/api/v1/supervisions/CS1", &token, Value::Null).await.json();
    assert_eq!(
        (&seen["node"], &seen["waiting_for"], &seen["frozen"]),
        (&json!("submit_requirement"), &json!("buyer"), &json!(false))
    );
    assert_eq!(seen["requests"][1]["code"], "acceptance");
    let submit =
        seen["actions"].as_array().unwrap().iter().find(|a| a["action"] == "submit_requirement").unwrap();
    assert_eq!(
        (&submit["by"], &submit["allowed"], &submit["why_not"]),
        (&json!("buyer"), &json!(true), &Value::Null)
    );
    let (status, refused) = act(&house, &token, "CS1", json!({"action": "confirm_requirement"})).await;
    assert_eq!((status, &refused["error"]["code"]), (409, &json!("not_now")), "{refused}");
    assert_eq!(refused["error"]["node"], "submit_requirement");
    assert_eq!(refused["error"]["possible"][0], json!({"action": "submit_requirement", "by": "buyer"}));
    let (status, seen) =
        act(&house, &token, "CS1", json!({"action": "submit_requirement", "by": "buyer", "comment": "两台"}))
            .await;
    assert_eq!((status, &seen["node"]), (200, &json!("confirm_requirement")), "{seen}");
    let last = seen["log"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["by"], &last["recorded"], &last["comment"]),
        (&json!("buyer"), &json!(true), &json!("两台"))
    );
    assert_eq!(
        (&last["node_before"], &last["node_after"]),
        (&json!("submit_requirement"), &json!("confirm_requirement"))
    );
    for (step, field) in [
        (json!({"action": "dance"}), "action"),
        (json!({}), "action"),
        (json!({"action": "reject_requirement"}), "comment"),
        (json!({"action": "appeal", "by": "moon", "comment": "x"}), "by"),
        (json!({"action": "confirm_requirement", "documents": [7]}), "documents"),
        (json!({"action": "confirm_requirement", "scene": "base"}), "scene"),
    ] {
        let (status, refused) = act(&house, &token, "CS1", step.clone()).await;
        assert_eq!((status, &refused["error"]["field"]), (422, &json!(field)), "{step}: {refused}");
    }
    let (status, seen) =
        act(&house, &token, "CS2", json!({"action": "ship", "courier": "顺丰", "waybill": "SF1"})).await;
    assert_eq!((status, &seen["waiting_for"], &seen["waybill"]), (200, &json!("courier"), &json!("SF1")));
    for missing in ["CS3", "CS9", "a b"] {
        let path = format!("/api/v1/supervisions/{}", missing.replace(' ', "%20"));
        assert_eq!(house.call("GET", &path, &token, Value::Null).await.status, 404, "{missing}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_shows_what_may_be_done_and_keeps_what_was_entered() {
    let (house, _) = shop().await;
    house.staff("li@example.com", Role::Operations).await;
    let cookie = house.sign_in("li@example.com").await;
    let page = house.get("/supervisions/CS2", &cookie).await.text();
    assert!(page.contains("name=\"waybill\"") && page.contains("aria-current=\"step\""), "{page}");
    let fields =
        [("order_no", "CS2"), ("action", "ship"), ("by", "merchant"), ("courier", "顺丰速运"), ("seen", "1")];
    let answer = house.post("/do/act-supervision", &cookie, &fields).await;
    let both = format!("{cookie}; {}", answer.flash().expect("it was refused"));
    let page = house.get("/supervisions/CS2", &both).await.text();
    assert!(page.contains("error-summary") && page.contains("value=\"顺丰速运\""), "{page}");
    let fields: Vec<_> = fields.into_iter().chain([("waybill", "SF1"), ("phone_differs", "1")]).collect();
    assert_eq!(house.post("/do/act-supervision", &cookie, &fields).await.status, 303);
    let page = house.get("/supervisions/CS2", &cookie).await.text();
    assert!(page.contains("nothing is accepted by itself") && page.contains("SF1"), "{page}");
    // The version that was seen is an old one by now.
    let late =
        [("order_no", "CS2"), ("action", "appeal"), ("by", "buyer"), ("comment", "未到"), ("seen", "1")];
    let answer = house.post("/do/act-supervision", &cookie, &late).await;
    let both = format!("{cookie}; {}", answer.flash().expect("it was refused"));
    assert!(house.get("/supervisions/CS2", &both).await.text().contains("Somebody acted since"));
    // Its order says where it stands; one who may not act has no form.
    assert!(house.get("/orders/CS2", &cookie).await.text().contains("href=\"/supervisions/CS2\""));
    house.staff("zhou@example.com", Role::Auditor).await;
    let page = house.get("/supervisions/CS2", &house.sign_in("zhou@example.com").await).await;
    assert!(page.status == 200 && !page.text().contains("/do/act-supervision"));
}

/// A step as a buyer's browser sends it.
async fn send(house: &House, key: &str, fields: &[(&str, &str)]) -> common::Answer {
    let mut body = String::new();
    for (name, value) in fields {
        body += &format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    body += "--b--\r\n";
    let request = common::from_browser("POST", &format!("/d/{key}/act"), "");
    let request = request.header("content-type", "multipart/form-data; boundary=b");
    house.send(request.body(body.into()).unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_buyer_acts_by_a_link_and_reaches_nothing_else() {
    let (house, token) = shop().await;
    let path = "/api/v1/supervisions/CS1/links";
    let made = house.call("POST", path, &token, json!({"hours": 24, "language": "en"})).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let made = made.json();
    let key = made["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let page = house.get(&format!("/d/{key}"), "").await;
    assert_eq!((page.status.as_u16(), page.header("x-robots-tag")), (200, "noindex, nofollow"));
    assert!(page.session().is_none() && page.header("cache-control") == "no-store");
    let text = page.text();
    assert!(text.contains("It is your turn now") && text.contains("<html lang=\"en\""), "{text}");
    for way in ["href=\"/orders", "href=\"/supervisions", "href=\"/\"", "/do/"] {
        assert!(!text.contains(way), "{way} leads into the desk");
    }
    // A refusal is told on the page, with what was entered.
    let refused = send(&house, &key, &[("action", "appeal"), ("comment", " ")]).await;
    assert!(refused.status == 422 && refused.text().contains("error-summary"), "{}", refused.text());
    let refused = send(&house, &key, &[("action", "confirm_requirement"), ("by", "merchant")]).await;
    assert_eq!(refused.status, 409, "{}", refused.text());
    let done = send(&house, &key, &[("action", "submit_requirement"), ("comment", "Two machines")]).await;
    assert_eq!(
        (done.status.as_u16(), done.header("location")),
        (303, &*format!("/d/{key}?done=submit_requirement"))
    );
    let text = house.get(&format!("/d/{key}?done=submit_requirement"), "").await.text();
    assert!(text.contains("Two machines") && text.contains("You need not do anything now"), "{text}");
    let seen = house.call("GET", "/api/v1/supervisions/CS1", &token, Value::Null).await.json();
    let last = seen["log"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["actor_kind"], &last["recorded"]), (&json!("buyer"), &json!(false)));
    let id = made["id"].as_i64().unwrap();
    let revoked = house.call("DELETE", &format!("/api/v1/links/{id}"), &token, Value::Null).await;
    assert_eq!(revoked.status, 204);
    assert_eq!(house.get(&format!("/d/{key}"), "").await.status, 410);
    assert_eq!(send(&house, &key, &[("action", "appeal"), ("comment", "x")]).await.status, 410);
    assert_eq!(house.get(&format!("/d/{key}x"), "").await.status, 404);
}

const PDF: &str = "%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n";

/// A form with text fields and files, as browsers and programs send it.
fn form(fields: &[(&str, &str)], files: &[(&str, &str, &str)]) -> String {
    let mut body = String::new();
    for (name, value) in fields {
        body += &format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    for (name, file, content) in files {
        body += &format!(
            "--b\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\nContent-Type: application/octet-stream\r\n\r\n{content}\r\n"
        );
    }
    body + "--b--\r\n"
}

async fn multipart(house: &House, path: &str, who: (&str, &str), body: String) -> common::Answer {
    let (token, cookie) = who;
    let mut request = common::from_browser("POST", path, cookie);
    if !token.is_empty() {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let request = request.header("content-type", "multipart/form-data; boundary=b");
    house.send(request.body(body.into()).unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_go_in_and_come_out() {
    let (house, token) = shop().await;
    let path = "/api/v1/supervisions/CS1/documents";
    let send = async |fields: &[(&str, &str)], files: &[(&str, &str, &str)]| {
        let answer = multipart(&house, path, (&token, ""), form(fields, files)).await;
        (answer.status.as_u16(), answer.json())
    };
    let (status, taken) = send(
        &[("request", "requirement"), ("by", "buyer")],
        &[("file", "需求.pdf", PDF), ("file", "b.pdf", PDF)],
    )
    .await;
    assert_eq!((status, taken["documents"].as_array().unwrap().len()), (201, 2), "{taken}");
    let one = &taken["documents"][0];
    assert_eq!((&one["name"], &one["by"], &one["version"]), (&json!("需求.pdf"), &json!("buyer"), &json!(1)));
    let id = one["id"].as_i64().unwrap();
    let file = house.call("GET", &format!("/api/v1/documents/{id}"), &token, Value::Null).await;
    assert_eq!((file.status.as_u16(), file.text().as_str()), (200, PDF));
    assert!(file.header("content-disposition").contains("filename*=UTF-8''%E9%9C%80%E6%B1%82.pdf"));
    for (fields, files, field) in [
        (vec![("request", "acceptance")], vec![("file", "a.pdf", PDF)], "request"),
        (vec![], vec![], "file"),
        (vec![], vec![("file", "a.exe", PDF)], "file"),
        (vec![], vec![("file", "a.png", PDF)], "file"),
        (vec![], vec![("file", "a.pdf", "")], "file"),
        (vec![("replaces", "99")], vec![("file", "a.pdf", PDF)], "replaces"),
        (vec![("by", "moon")], vec![("file", "a.pdf", PDF)], "by"),
    ] {
        let (status, refused) = send(&fields, &files).await;
        assert_eq!((status, &refused["error"]["field"]), (422, &json!(field)), "{files:?}: {refused}");
    }
    assert_eq!(house.call("GET", "/api/v1/documents/99", &token, Value::Null).await.status, 404);
    // A form without its boundary, and one that breaks off.
    assert_eq!(house.call("POST", path, &token, json!({})).await.status.as_u16() / 100, 4);
    let cut = form(&[], &[("file", "a.pdf", PDF)]).replace("--b--\r\n", "");
    assert_eq!(multipart(&house, path, (&token, ""), cut).await.status.as_u16() / 100, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_takes_documents_and_shows_them_in_a_frame_without_rights() {
    let (house, token) = shop().await;
    house.staff("li@example.com", Role::Operations).await;
    let cookie = house.sign_in("li@example.com").await;
    let path = "/supervisions/CS1/documents";
    let body = form(&[("request", "")], &[("file", "报告.pdf", PDF)]);
    let answer = multipart(&house, path, ("", &cookie), body).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/supervisions/CS1#documents"));
    let page = house.get("/supervisions/CS1", &cookie).await.text();
    assert!(page.contains("报告.pdf") && page.contains("/documents/1/preview"), "{page}");
    let preview = house.get("/documents/1/preview", &cookie).await;
    assert!(
        preview.status == 200 && preview.header("content-security-policy").starts_with("default-src 'none'")
    );
    assert_eq!(
        (preview.header("x-content-type-options"), preview.header("content-type")),
        ("nosniff", "application/pdf")
    );
    assert!(house.get("/documents/1", &cookie).await.header("content-disposition").starts_with("attachment"));
    let body = form(&[], &[("file", "a.html", "<script>")]);
    let answer = multipart(&house, path, ("", &cookie), body).await;
    let both = format!("{cookie}; {}", answer.flash().expect("it was refused"));
    assert!(house.get("/supervisions/CS1", &both).await.text().contains("a.html: Files ending in"));
    // A buyer reads the documents of the own order, and no others.
    let made = house.call("POST", "/api/v1/supervisions/CS1/links", &token, json!({})).await.json();
    let key = made["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    assert_eq!(house.get(&format!("/d/{key}/documents/1"), "").await.status, 200);
    let body = form(&[], &[("file", "b.pdf", PDF)]);
    assert_eq!(multipart(&house, "/supervisions/CS2/documents", ("", &cookie), body).await.status, 303);
    assert_eq!(house.get("/documents/2", &cookie).await.status, 200);
    assert_eq!(house.get(&format!("/d/{key}/documents/2"), "").await.status, 404);
    let request = house.call("GET", "/api/v1/supervisions/CS1", &token, Value::Null).await.json();
    let request = request["requests"][0]["id"].as_i64().unwrap();
    let name = format!("file.{request}");
    let body = form(&[("action", "submit_requirement")], &[(&name, "需求.pdf", PDF)]);
    let sent = multipart(&house, &format!("/d/{key}/act"), ("", ""), body).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let seen = house.call("GET", "/api/v1/supervisions/CS1", &token, Value::Null).await.json();
    assert_eq!(
        (&seen["node"], &seen["requests"][0]["state"]),
        (&json!("confirm_requirement"), &json!("handed_in"))
    );
}
