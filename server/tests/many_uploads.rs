//! Many files of a delivery at once, two clients with one upload, and an upload whose time is over.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use axum::{
    body::Body,
    http::{Request, request::Builder},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use common::{Answer, House};
use domain::access::Role;
use futures::StreamExt;
use operations::db::Sql;
use serde_json::Value;

const ORDERS: &str = "order_no,delivery_type,product_id,product_name,customer_id,customer_name,duration,duration_unit,\
    deal_price,state,created_at,paid_at\n\
    CS1,human_service,P-1,上云服务,C-1,远山贸易,1,month,1000.00,processing,2026-11-01 09:00:00,2026-11-01 10:00:00\n";
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n";
/// Files at once.
const MANY: usize = 500;

fn tus(method: &str, path: &str, token: &str) -> Builder {
    let request = Request::builder().method(method).uri(path).header("tus-resumable", "1.0.0");
    request.header("authorization", format!("Bearer {token}"))
}

async fn begin(house: &House, token: &str, name: &str) -> Answer {
    let (name, order) = (STANDARD.encode(name), STANDARD.encode("CS1"));
    let request = tus("POST", "/uploads", token).header("upload-length", PDF.len());
    let request = request.header("upload-metadata", format!("filename {name},order_no {order}"));
    house.send(request.body(Body::empty()).unwrap()).await
}

fn piece(place: &str, token: &str, at: usize) -> Builder {
    let request = tus("PATCH", place, token).header("upload-offset", at);
    request.header("content-type", "application/offset+octet-stream")
}

async fn shop() -> (House, String) {
    let house = House::new().await;
    house.bring_in(ORDERS).await;
    let token = house.token(Role::Operations).await;
    (house, token)
}

async fn documents(house: &House, token: &str) -> Vec<Value> {
    let seen = house.call("GET", "/api/v1/supervisions/CS1", token, Value::Null).await.json();
    seen["documents"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn many_uploads_at_once_become_documents_or_are_told_why_not() {
    let (house, token) = shop().await;
    let (own, key) = (&house, &token);
    let sent = futures::stream::iter(0..MANY).map(|n| async move {
        let made = begin(own, key, &format!("{n}.pdf")).await;
        assert_eq!(made.status, 201, "{}", made.text());
        let place = made.header("location").to_owned();
        let done = own.send(piece(&place, key, 0).body(PDF.into()).unwrap()).await;
        assert_eq!(done.status, 204, "{}", done.text());
    });
    sent.buffer_unordered(MANY).collect::<Vec<()>>().await;
    assert_eq!(documents(&house, &token).await.len(), MANY);
    // As many may have begun, and no more than 600.
    for n in 0..600 {
        assert_eq!(begin(&house, &token, &format!("open {n}.pdf")).await.status, 201);
    }
    let refused = begin(&house, &token, "one more.pdf").await;
    assert_eq!(refused.status, 409, "{}", refused.text());
    assert!(refused.text().contains("600"), "{}", refused.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_with_many_files_says_how_many_it_takes() {
    let (house, token) = shop().await;
    let parts = (0..MANY).map(|n| {
        let head =
            format!("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{n}.pdf\"\r\n\r\n");
        Ok::<_, std::io::Error>([head.as_bytes(), PDF, b"\r\n"].concat())
    });
    let end = Ok(b"--x--\r\n".to_vec());
    let body = Body::from_stream(futures::stream::iter(parts.chain([end])));
    let request = Request::builder().method("POST").uri("/api/v1/supervisions/CS1/documents");
    let request = request.header("authorization", format!("Bearer {token}"));
    let request = request.header("content-type", "multipart/form-data; boundary=x");
    let refused = house.send(request.body(body).unwrap()).await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    assert!(refused.text().contains("50"), "{}", refused.text());
    // Those before are there, each with its file.
    assert_eq!(documents(&house, &token).await.len(), 50);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_clients_one_goes_on_and_the_other_waits() {
    let (house, token) = shop().await;
    let place = begin(&house, &token, "a.pdf").await.header("location").to_owned();
    let (sender, receiver) = futures::channel::mpsc::unbounded::<std::io::Result<&'static [u8]>>();
    let request = piece(&place, &token, 0).body(Body::from_stream(receiver)).unwrap();
    let router = house.router.clone();
    let first = tokio::spawn(async move { tower::ServiceExt::oneshot(router, request).await.unwrap() });
    sender.unbounded_send(Ok(&PDF[..9])).unwrap();
    let other = async |at: usize| house.send(piece(&place, &token, at).body(PDF.into()).unwrap()).await;
    // As soon as the first one has it, the other one is told to wait.
    while !is_held(&house).await {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(other(0).await.status, 423);
    let ended = house.send(tus("DELETE", &place, &token).body(Body::empty()).unwrap()).await;
    assert_eq!(ended.status, 423);
    drop(sender);
    let first = first.await.unwrap();
    assert_eq!(first.headers()["upload-offset"], "9");
    assert_eq!(other(0).await.status, 409, "it stands elsewhere by now");
    let rest = house.send(piece(&place, &token, 9).body(PDF[9..].into()).unwrap()).await;
    assert_eq!(rest.status, 204, "{}", rest.text());
    assert_eq!(documents(&house, &token).await.len(), 1);
}

async fn is_held(house: &House) -> bool {
    let sql = Sql::new("SELECT CAST(COUNT(*) AS BIGINT) FROM uploads WHERE lease IS NOT NULL");
    let found: Option<(i64,)> = sql.fetch_optional(&house.office.db).await.unwrap();
    found.unwrap().0 > 0
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_whose_time_is_over_is_gone() {
    let (house, token) = shop().await;
    let place = begin(&house, &token, "a.pdf").await.header("location").to_owned();
    let some = house.send(piece(&place, &token, 0).body(PDF[..9].into()).unwrap()).await;
    assert_eq!(some.status, 204);
    let mut tx = house.office.db.begin().await.unwrap();
    Sql::new("UPDATE uploads SET expires_at = 1").execute_in(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(house.send(piece(&place, &token, 9).body(PDF[9..].into()).unwrap()).await.status, 410);
    for method in ["HEAD", "DELETE"] {
        let gone = house.send(tus(method, &place, &token).body(Body::empty()).unwrap()).await;
        assert_eq!(gone.status, 410, "{method}");
    }
    assert!(documents(&house, &token).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_replaced_is_said_with_the_upload() {
    let (house, token) = shop().await;
    let place = begin(&house, &token, "a.pdf").await.header("location").to_owned();
    let one = house.send(piece(&place, &token, 0).body(PDF.into()).unwrap()).await;
    let id = one.header("upload-document").to_owned();
    let said = |replaces: &str| {
        let pairs = [("filename", "b.pdf"), ("order_no", "CS1"), ("replaces", replaces)];
        pairs.map(|(key, value)| format!("{key} {}", STANDARD.encode(value))).join(",")
    };
    for (replaces, status) in [("nothing", 422), ("99", 422), (&*id, 201)] {
        let request = tus("POST", "/uploads", &token).header("upload-length", PDF.len());
        let request = request.header("upload-metadata", said(replaces)).body(Body::empty()).unwrap();
        let made = house.send(request).await;
        assert_eq!(made.status.as_u16(), status, "{replaces}: {}", made.text());
        if status == 201 {
            let place = made.header("location").to_owned();
            let done = house.send(piece(&place, &token, 0).body(PDF.into()).unwrap()).await;
            assert_eq!(done.status, 204, "{}", done.text());
        }
    }
    let all = documents(&house, &token).await;
    assert_eq!((all.len(), &all[1]["version"]), (2, &2.into()));
}
