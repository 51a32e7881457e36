//! Tickets on the page of a link, messages with files, saved answers, over HTTP.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use common::{Answer, House};
use domain::access::Role;
use serde_json::{Value, json};

const ORDERS: &str = "order_no,delivery_type,product_id,product_name,customer_id,customer_name,duration,duration_unit,\
    deal_price,state,created_at,paid_at\n\
    CS1,human_service,P-1,上云服务,C-1,远山贸易,1,month,1000.00,processing,2026-11-01 09:00:00,2026-11-01 10:00:00\n\
    CS2,human_service,P-1,上云服务,C-2,Northwind,1,month,1000.00,processing,2026-11-01 09:00:00,2026-11-01 10:00:00\n\
    CS3,saas_auto,P-2,网站服务,C-3,南风科技,1,month,10.00,completed,2026-11-01 09:00:00,2026-11-01 10:00:00\n";
const PDF: &str = "%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n";

/// A form with texts and files, as a browser sends it.
async fn send(
    house: &House,
    path: &str,
    (token, cookie): (&str, &str),
    fields: &[(&str, &str)],
    files: &[(&str, &str)],
) -> Answer {
    let mut body = String::new();
    for (name, value) in fields {
        body += &format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    for (file, content) in files {
        body += &format!(
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{file}\"\r\nContent-Type: application/octet-stream\r\n\r\n{content}\r\n"
        );
    }
    body += "--b--\r\n";
    let mut request = common::from_browser("POST", path, cookie);
    if !token.is_empty() {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let request = request.header("content-type", "multipart/form-data; boundary=b");
    house.send(request.body(body.into()).unwrap()).await
}

async fn shop() -> (House, String) {
    let house = House::new().await;
    house.bring_in(ORDERS).await;
    let token = house.token(Role::Operations).await;
    (house, token)
}

async fn link(house: &House, token: &str, order_no: &str) -> (i64, String) {
    let path = format!("/api/v1/supervisions/{order_no}/links");
    let made = house.call("POST", &path, token, json!({"hours": 24, "language": "en"})).await.json();
    let key = made["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    (made["id"].as_i64().unwrap(), key)
}

const NOBODY: (&str, &str) = ("", "");

/// Opens a ticket by a link; its number.
async fn asked(house: &House, key: &str) -> String {
    let fields = [("subject", "Cannot sign in"), ("description", "A **blank** page."), ("severity", "high")];
    let done = send(house, &format!("/d/{key}/tickets"), NOBODY, &fields, &[("screen.pdf", PDF)]).await;
    let to = done.header("location").to_owned();
    assert_eq!(done.status, 303, "{}", done.text());
    to.rsplit('/').next().unwrap().trim_end_matches("?done=open").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_buyer_asks_answers_and_rates_by_the_link_and_reaches_nothing_else() {
    let (house, token) = shop().await;
    let ((id, key), (_, other)) = (link(&house, &token, "CS1").await, link(&house, &token, "CS2").await);
    let empty = send(&house, &format!("/d/{key}/tickets"), NOBODY, &[("subject", "x")], &[]).await;
    assert!(empty.status == 422 && empty.text().contains("Text: "), "{}", empty.text());
    let hostile = [("subject", "kept"), ("description", "kept too")];
    let hostile = send(&house, &format!("/d/{key}/tickets"), NOBODY, &hostile, &[("x.exe", "MZ")]).await;
    let text = hostile.text();
    assert!(
        hostile.status == 422 && text.contains("x.exe: Files ending in") && text.contains("kept too"),
        "{text}"
    );

    let no = asked(&house, &key).await;
    let path = format!("/d/{key}/tickets/{no}");
    let page = house.get(&path, "").await;
    assert_eq!((page.status.as_u16(), page.header("x-robots-tag")), (200, "noindex, nofollow"));
    let text = page.text();
    assert!(
        text.contains("<strong>blank</strong>") && text.contains("screen.pdf") && page.session().is_none(),
        "{text}"
    );
    for way in ["href=\"/orders", "href=\"/tickets", "href=\"/documents", "href=\"/\"", "/do/"] {
        assert!(!text.contains(way), "{way} leads into the desk");
    }
    assert!(house.get(&format!("/d/{key}"), "").await.text().contains(&format!("/d/{key}/tickets/{no}")));
    assert_eq!(house.get(&format!("/d/{key}/documents/1"), "").await.status, 200);
    // The other buyer's link knows nothing of it.
    assert_eq!(house.get(&format!("/d/{other}/tickets/{no}"), "").await.status, 404);
    assert_eq!(house.get(&format!("/d/{other}/documents/1"), "").await.status, 404);
    let foreign = [("action", "reply"), ("body", "x")];
    let foreign =
        send(&house, &format!("/d/{other}/tickets/{no}/act"), NOBODY, &foreign, &[("a.pdf", PDF)]).await;
    assert_eq!(foreign.status, 404);
    assert!(!house.get(&format!("/d/{other}"), "").await.text().contains(&no));

    let step =
        async |body: Value| house.call("POST", &format!("/api/v1/tickets/{no}/actions"), &token, body).await;
    assert_eq!(step(json!({"action": "accept"})).await.status, 200);
    let say = async |body: Value| {
        let said = house.call("POST", &format!("/api/v1/tickets/{no}/messages"), &token, body).await;
        assert_eq!(said.status, 200, "{}", said.text());
        said.json()
    };
    let noted = say(json!({"body": "colleagues only", "public": false})).await;
    let (author, note) = (noted["messages"][1]["author"].as_str().unwrap().to_owned(), "colleagues only");
    say(json!({"body": "Empty the cache."})).await;
    let text = house.get(&path, "").await.text();
    assert!(text.contains("Empty the cache.") && text.contains("It waits for your answer"), "{text}");
    assert!(!text.contains(note) && !text.contains(&author), "no name of the staff, no note");
    the_buyer_takes_steps(&house, &token, (&key, &no, &author)).await;
    the_door_closes(&house, &token, (id, &key, &no)).await;
}

async fn the_buyer_takes_steps(house: &House, token: &str, (key, no, author): (&str, &str, &str)) {
    let path = &format!("/d/{key}/tickets/{no}");
    let act = async |fields: &[(&str, &str)]| send(house, &format!("{path}/act"), NOBODY, fields, &[]).await;
    let step =
        async |body: Value| house.call("POST", &format!("/api/v1/tickets/{no}/actions"), token, body).await;
    // A step that is not the buyer's, one that is not possible now, and a message that crossed another.
    for (action, status) in
        [("accept", 422), ("assign", 422), ("dance", 422), ("confirm", 409), ("close", 422)]
    {
        let refused = act(&[("action", action), ("to", "me"), ("reason", "x")]).await;
        assert_eq!(refused.status, status, "{action}");
        assert!(!refused.text().contains(author), "{action}");
    }
    let crossed = act(&[("action", "reply"), ("body", "still typed"), ("seen", "1")]).await;
    assert!(crossed.status == 409 && crossed.text().contains("still typed"), "{}", crossed.text());
    let reply = [("action", "reply"), ("key", "k1"), ("body", "Still blank.")];
    assert_eq!(act(&reply).await.header("location"), format!("{path}?done=reply"));
    assert_eq!(act(&reply).await.status, 303, "pressed twice");
    assert_eq!(house.get(path, "").await.text().matches("Still blank.").count(), 1);
    assert_eq!(
        step(json!({"action": "resolve", "cause": "An old cache", "solution": "Emptied"})).await.status,
        200
    );
    let text = house.get(path, "").await.text();
    assert!(text.contains("An old cache") && text.contains("The merchant says that it is solved"), "{text}");
    let empty = act(&[("action", "reject"), ("reason", " ")]).await;
    assert!(empty.status == 422 && empty.text().contains("Reason: "), "{}", empty.text());
    assert_eq!(act(&[("action", "confirm")]).await.status, 303);
    for stars in ["6", "0", "best", ""] {
        assert_eq!(act(&[("action", "rate"), ("rating", stars)]).await.status, 422, "{stars}");
    }
    assert_eq!(act(&[("action", "rate"), ("rating", "4")]).await.status, 303);
    assert_eq!(act(&[("action", "rate"), ("rating", "5")]).await.status, 409, "once");
    assert!(house.get(path, "").await.text().contains("Your rating: 4 of 5"));
    assert_eq!(act(&[("action", "reopen"), ("reason", "It is back.")]).await.status, 303);
    assert!(house.get(path, "").await.text().contains("It is back."));
}

async fn the_door_closes(house: &House, token: &str, (id, key, no): (i64, &str, &str)) {
    let path = &format!("/d/{key}/tickets/{no}");
    let act = async |fields: &[(&str, &str)]| send(house, &format!("{path}/act"), NOBODY, fields, &[]).await;
    // Without reception the form is not there, and what was filled in before is refused.
    let reception = house.call("GET", "/api/v1/reception", token, Value::Null).await.json();
    let mut wanted = reception.clone();
    wanted.as_object_mut().unwrap().retain(|name, _| name != "opens_at");
    wanted["receives"] = json!(false);
    let saved = house.call("PUT", "/api/v1/reception", token, wanted).await;
    assert_eq!(saved.status, 200, "{}", saved.text());
    assert!(!house.get(&format!("/d/{key}"), "").await.text().contains("name=\"subject\""));
    let fields = [("subject", "x"), ("description", "y")];
    let refused = send(house, &format!("/d/{key}/tickets"), NOBODY, &fields, &[]).await;
    assert!(
        refused.status == 409 && refused.text().contains("takes no new tickets now"),
        "{}",
        refused.text()
    );
    // What is not such a form, and a link that is revoked.
    let plain = house.post(&format!("{path}/act"), "", &[("action", "urge")]).await;
    assert_eq!(plain.status, 422, "{}", plain.text());
    let revoked = house.call("DELETE", &format!("/api/v1/links/{id}"), token, Value::Null).await;
    assert_eq!(revoked.status, 204);
    for gone in [path.clone(), format!("/d/{key}/documents/1")] {
        assert_eq!(house.get(&gone, "").await.status, 410, "{gone}");
    }
    assert_eq!(act(&[("action", "urge")]).await.status, 410);
    assert_eq!(send(house, &format!("/d/{key}/tickets"), NOBODY, &fields, &[]).await.status, 410);
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_send_documents_with_a_message() {
    let (house, token) = shop().await;
    let wanted = json!({"subject": "x", "description": "x", "order_no": "CS1"});
    let no =
        house.call("POST", "/api/v1/tickets", &token, wanted).await.json()["no"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/tickets/{no}");
    let accept = json!({"action": "accept"});
    assert_eq!(house.call("POST", &format!("{path}/actions"), &token, accept).await.status, 200);
    let files = async |files: &[(&str, &str)]| {
        send(&house, &format!("{path}/documents"), (&token, ""), &[], files).await
    };
    for (name, content) in [("a.exe", PDF), ("a.png", PDF), ("a.pdf", "")] {
        let refused = files(&[("b.pdf", PDF), (name, content)]).await;
        assert_eq!(
            (refused.status.as_u16(), &refused.json()["error"]["field"]),
            (422, &json!("file")),
            "{name}"
        );
    }
    assert_eq!(files(&[]).await.status, 422);
    let finance = house.token(Role::Finance).await;
    let denied = send(&house, &format!("{path}/documents"), (&finance, ""), &[], &[("a.pdf", PDF)]).await;
    assert_eq!(denied.status, 403);
    let made = files(&[("报告.pdf", PDF), ("b.pdf", PDF)]).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let made = made.json();
    let one = &made["documents"][0];
    assert_eq!(
        (&one["name"], &one["size"], one["sha256"].as_str().unwrap().len()),
        (&json!("报告.pdf"), &json!(PDF.len()), 64)
    );
    let id = one["id"].as_i64().unwrap();
    let file = format!("/api/v1/documents/{id}");
    assert_eq!(house.call("GET", &file, &token, Value::Null).await.status, 404, "it is not sent yet");
    let say = async |body: Value| {
        let said = house.call("POST", &format!("{path}/messages"), &token, body).await;
        (said.status.as_u16(), said.json())
    };
    let (status, refused) = say(json!({"body": "x", "documents": [id, 999]})).await;
    assert_eq!((status, &refused["error"]["field"]), (422, &json!("documents")), "{refused}");
    let (status, said) = say(json!({"documents": [id], "public": false})).await;
    assert_eq!((status, &said["messages"][1]["documents"][0]), (200, one), "{said}");
    assert_eq!(said["messages"][1]["body"], "");
    assert_eq!(house.call("GET", &file, &token, Value::Null).await.text(), PDF);
    assert_eq!(house.call("GET", &file, &finance, Value::Null).await.status, 404);
    let (_, key) = link(&house, &token, "CS1").await;
    assert_eq!(house.get(&format!("/d/{key}/documents/{id}"), "").await.status, 404, "a note's");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_sends_files_and_inserts_saved_answers() {
    let (house, token) = shop().await;
    house.staff("li@example.com", Role::Support).await;
    house.staff("owner@example.com", Role::Owner).await;
    let owner = house.sign_in("owner@example.com").await;
    let wanted = json!({"subject": "x", "description": "x", "buyer": "王采购"});
    let no =
        house.call("POST", "/api/v1/tickets", &token, wanted).await.json()["no"].as_str().unwrap().to_owned();
    let accept = json!({"action": "accept"});
    house.call("POST", &format!("/api/v1/tickets/{no}/actions"), &token, accept).await;
    let refused =
        house.post("/do/save-answer", &owner, &[("name", "Received"), ("body", "{{buyers}}")]).await;
    let both = format!("{owner}; {}", refused.flash().expect("it was refused"));
    let page = house.get("/tickets/templates", &both).await.text();
    assert!(page.contains("{{buyers}}") && page.contains("error-summary"), "{page}");
    let body = "{{buyer}}您好，{{ticket}} 已收到。";
    assert_eq!(
        house.post("/do/save-answer", &owner, &[("name", "Received"), ("body", body)]).await.status,
        303
    );
    let operations = house.staff("zhang@example.com", Role::Operations).await;
    assert!(operations > 0);
    let zhang = house.sign_in("zhang@example.com").await;
    assert_eq!(house.get("/tickets/templates", &zhang).await.status, 403);

    let path = format!("/tickets/{no}");
    assert!(house.get(&path, &zhang).await.text().contains("<option value=\"1\">Received"));
    let fields = [("body", "First."), ("as", "note"), ("answer", "1"), ("insert", "1")];
    let inserted = send(&house, &format!("{path}/messages"), ("", &zhang), &fields, &[("a.pdf", PDF)]).await;
    assert_eq!((inserted.status.as_u16(), inserted.header("location")), (303, &*format!("{path}#write")));
    let both = format!("{zhang}; {}", inserted.flash().expect("what was entered is kept"));
    let page = house.get(&path, &both).await.text();
    assert!(page.contains(&format!("First.\n\n王采购您好，{no} 已收到。</textarea>")), "{page}");
    assert!(page.contains("value=\"note\" selected") && !page.contains("a.pdf"), "nothing was sent");

    let fields = [("body", "**See** it."), ("as", "reply")];
    let sent = send(&house, &format!("{path}/messages"), ("", &zhang), &fields, &[("a.pdf", PDF)]).await;
    assert_eq!((sent.status.as_u16(), sent.header("location")), (303, &*path), "{}", sent.text());
    let page = house.get(&path, &zhang).await.text();
    assert!(page.contains("<strong>See</strong> it.") && page.contains("/documents/1/preview"), "{page}");
    assert_eq!(house.get("/documents/1", &zhang).await.status, 200);
    let refused =
        send(&house, &format!("{path}/messages"), ("", &zhang), &fields, &[("a.html", "<script>")]).await;
    let both = format!("{zhang}; {}", refused.flash().expect("it was refused"));
    let page = house.get(&path, &both).await.text();
    assert!(page.contains("a.html: Files ending in") && page.contains("**See** it.</textarea>"), "{page}");
    // Whoever signed out meanwhile finds the text again, and whoever may not write is told.
    let late = send(&house, &format!("{path}/messages"), ("", ""), &fields, &[]).await;
    assert!(late.header("location").starts_with("/sign-in?ended="), "{}", late.header("location"));
    house.staff("zhou@example.com", Role::Auditor).await;
    let zhou = house.sign_in("zhou@example.com").await;
    assert_eq!(send(&house, &format!("{path}/messages"), ("", &zhou), &fields, &[]).await.status, 403);
    assert_eq!(house.get("/documents/1", &zhou).await.status, 200);
    house.staff("jin@example.com", Role::Finance).await;
    let jin = house.sign_in("jin@example.com").await;
    assert_eq!(house.get("/documents/1", &jin).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_buyer_asks_about_an_order_without_supervision_too() {
    let (house, token) = shop().await;
    let (id, key) = link(&house, &token, "CS3").await;
    let page = house.get(&format!("/d/{key}"), "").await;
    let text = page.text();
    assert_eq!(page.status, 200, "{text}");
    assert!(text.contains("网站服务") && text.contains("CS3") && !text.contains("CS1"), "{text}");
    let no = asked(&house, &key).await;
    assert!(house.get(&format!("/d/{key}"), "").await.text().contains(&no));
    let seen = house.call("GET", &format!("/api/v1/tickets/{no}"), &token, Value::Null).await.json();
    assert_eq!((&seen["order_no"], &seen["product_id"]), (&json!("CS3"), &json!("P-2")));
    // There is nothing to take a step of.
    let step = send(&house, &format!("/d/{key}/act"), NOBODY, &[("action", "accept")], &[]).await;
    assert_eq!(step.status, 404, "{}", step.text());
    house.staff("owner@example.com", Role::Owner).await;
    let orders = house.get("/orders/CS3", &house.sign_in("owner@example.com").await).await.text();
    assert!(orders.contains("/do/make-link") && orders.contains("/do/revoke-link"), "{orders}");
    let revoked = house.call("DELETE", &format!("/api/v1/links/{id}"), &token, Value::Null).await;
    assert_eq!(revoked.status, 204);
    assert_eq!(house.get(&format!("/d/{key}"), "").await.status, 410);
}
