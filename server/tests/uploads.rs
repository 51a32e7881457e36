//! Files of deliveries by the tus protocol: for programs, for people who are signed in, for buyers by a link.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use axum::http::{Request, request::Builder};
use base64::{Engine, engine::general_purpose::STANDARD};
use common::{Answer, House};
use domain::access::Role;
use serde_json::{Value, json};

const ORDERS: &str = "order_no,delivery_type,product_id,product_name,customer_id,customer_name,duration,duration_unit,\
    deal_price,state,created_at,paid_at\n\
    CS1,human_service,P-1,上云服务,C-1,远山贸易,1,month,1000.00,processing,2026-11-01 09:00:00,2026-11-01 10:00:00\n\
    CS2,human_service,P-1,上云服务,C-1,远山贸易,1,month,1000.00,processing,2026-11-01 09:00:00,2026-11-01 10:00:00\n";
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n";

fn from_program(method: &str, path: &str, token: &str) -> Builder {
    let request = Request::builder().method(method).uri(path).header("tus-resumable", "1.0.0");
    if token.is_empty() { request } else { request.header("authorization", format!("Bearer {token}")) }
}

fn said(pairs: &[(&str, &str)]) -> String {
    pairs.iter().map(|(key, value)| format!("{key} {}", STANDARD.encode(value))).collect::<Vec<_>>().join(",")
}

async fn begin(house: &House, request: Builder, size: usize, pairs: &[(&str, &str)]) -> Answer {
    let request = request.header("upload-length", size).header("upload-metadata", said(pairs));
    house.send(request.body(Default::default()).unwrap()).await
}

async fn send(house: &House, request: Builder, at: usize, bytes: &'static [u8]) -> Answer {
    let request =
        request.header("content-type", "application/offset+octet-stream").header("upload-offset", at);
    house.send(request.body(bytes.into()).unwrap()).await
}

async fn shop() -> (House, String) {
    let house = House::new().await;
    house.bring_in(ORDERS).await;
    let token = house.token(Role::Operations).await;
    (house, token)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_uploads_in_pieces() {
    let (house, token) = shop().await;
    let spoken = house.send(from_program("OPTIONS", "/uploads", "").body(Default::default()).unwrap()).await;
    assert_eq!((spoken.status.as_u16(), spoken.header("tus-version")), (204, "1.0.0"));
    assert_eq!(spoken.header("tus-extension"), "creation,termination,checksum,expiration");
    assert!(
        spoken.header("tus-checksum-algorithm").contains("sha1")
            && spoken.header("tus-max-size") == "20971520"
    );
    let post = || from_program("POST", "/uploads", &token);
    let name = [("filename", "验收.pdf"), ("order_no", "CS1")];
    let made = begin(&house, post(), PDF.len(), &name).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let place = made.header("location").to_owned();
    assert!(place.starts_with("/uploads/") && made.header("upload-expires").ends_with("GMT"));
    let call = |method: &str| from_program(method, &place, &token);
    let head = house.send(call("HEAD").body(Default::default()).unwrap()).await;
    let far = |answer: &Answer| (answer.status.as_u16(), answer.header("upload-offset").to_owned());
    assert_eq!(far(&head), (200, "0".into()));
    assert_eq!(
        (head.header("upload-length"), head.header("cache-control")),
        (&*PDF.len().to_string(), "no-store")
    );
    // Wrong in every way that the protocol numbers.
    let old =
        Request::builder().method("HEAD").uri(&place).header("authorization", format!("Bearer {token}"));
    let old = house.send(old.body(Default::default()).unwrap()).await;
    assert_eq!((old.status.as_u16(), old.header("tus-version")), (412, "1.0.0"));
    assert_eq!(send(&house, call("PATCH"), 7, PDF).await.status, 409);
    let plain = call("PATCH").header("content-type", "text/plain").header("upload-offset", 0);
    assert_eq!(house.send(plain.body(PDF.into()).unwrap()).await.status, 415);
    let sum = |text: String| call("PATCH").header("upload-checksum", text);
    assert_eq!(send(&house, sum("crc32 AAAA".into()), 0, PDF).await.status, 400);
    assert_eq!(send(&house, sum(format!("sha1 {}", STANDARD.encode([0; 20]))), 0, PDF).await.status, 460);
    assert_eq!(far(&send(&house, call("PATCH"), 0, &PDF[..9]).await), (204, "9".into()));
    let over = send(
        &house,
        from_program("POST", &place, &token).header("x-http-method-override", "PATCH"),
        9,
        &PDF[9..],
    )
    .await;
    assert_eq!(far(&over), (204, PDF.len().to_string()), "{}", over.text());
    let seen = house.call("GET", "/api/v1/supervisions/CS1", &token, Value::Null).await.json();
    assert_eq!(
        (&seen["documents"][0]["name"], &seen["documents"][0]["version"]),
        (&json!("验收.pdf"), &json!(1))
    );
    assert_eq!(seen["documents"][0]["id"].to_string(), over.header("upload-document"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_taken_is_refused_before_it_comes() {
    let (house, token) = shop().await;
    let post = || from_program("POST", "/uploads", &token);
    for (size, pairs, status) in [
        ((20 << 20) + 1, [("filename", "a.pdf"), ("order_no", "CS1"), ("request", "")], 413),
        (1, [("filename", "a.exe"), ("order_no", "CS1"), ("request", "")], 422),
        (1, [("filename", "a.pdf"), ("order_no", "CS9"), ("request", "")], 404),
        (1, [("filename", "a.pdf"), ("order_no", ""), ("request", "")], 422),
        (1, [("filename", "a.pdf"), ("order_no", "CS1"), ("request", "nothing")], 422),
    ] {
        let refused = begin(&house, post(), size, &pairs).await;
        assert_eq!(refused.status.as_u16(), status, "{pairs:?}: {}", refused.text());
    }
    let bare = house.send(post().body(Default::default()).unwrap()).await;
    assert_eq!(bare.status, 400);
    for (wrong, status) in [("", 401), ("ch_wrong", 401), (&*house.token(Role::Finance).await, 403)] {
        let answer = begin(&house, from_program("POST", "/uploads", wrong), 1, &[]).await;
        assert_eq!(answer.status.as_u16(), status);
    }
    let gone =
        house.send(from_program("HEAD", "/uploads/00", &token).body(Default::default()).unwrap()).await;
    assert_eq!(gone.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn people_and_buyers_upload_for_themselves_alone() {
    let (house, token) = shop().await;
    house.staff("li@example.com", Role::Operations).await;
    let cookie = house.sign_in("li@example.com").await;
    let own = |method: &str, path: &str| {
        common::from_browser(method, path, &cookie).header("tus-resumable", "1.0.0")
    };
    let made =
        begin(&house, own("POST", "/uploads"), PDF.len(), &[("filename", "a.pdf"), ("order_no", "CS1")])
            .await;
    let place = made.header("location").to_owned();
    assert_eq!(made.status, 201, "{}", made.text());
    // Another site may not, and nobody else sees it.
    let foreign = Request::builder().method("POST").uri("/uploads").header("cookie", &cookie);
    let foreign = foreign.header("sec-fetch-site", "cross-site").header("tus-resumable", "1.0.0");
    assert_eq!(begin(&house, foreign, 1, &[("order_no", "CS1")]).await.status, 403);
    assert_eq!(
        house.send(from_program("HEAD", &place, &token).body(Default::default()).unwrap()).await.status,
        404
    );
    let ended = house.send(own("DELETE", &place).body(Default::default()).unwrap()).await;
    assert_eq!(ended.status, 204, "{}", ended.text());
    assert_eq!(house.send(own("HEAD", &place).body(Default::default()).unwrap()).await.status, 404);
    // By a link only its own order is there, whatever is written beside the file.
    let made = house.call("POST", "/api/v1/supervisions/CS1/links", &token, json!({"language": "en"})).await;
    let key = made.json()["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let path = format!("/d/{key}/uploads");
    let pairs = [("filename", "需求.pdf"), ("order_no", "CS2")];
    let made = begin(&house, from_program("POST", &path, ""), PDF.len(), &pairs).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let place = made.header("location").to_owned();
    assert!(place.starts_with(&path), "{place}");
    assert_eq!(send(&house, from_program("PATCH", &place, ""), 0, PDF).await.status, 204);
    let seen = house.call("GET", "/api/v1/supervisions/CS1", &token, Value::Null).await.json();
    assert_eq!(seen["documents"][0]["name"], "需求.pdf");
    let wrong = begin(&house, from_program("POST", &format!("/d/{key}x/uploads"), ""), 1, &pairs).await;
    assert_eq!(wrong.status, 404);
}
