//! Every file that goes out is the same file under every compression that a browser asks for.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use std::io::Read;

use axum::body::Body;
use calamine::Reader;
use common::{House, ORDERS, from_browser};
use domain::access::Role;
use futures::TryStreamExt;
use operations::{
    exports::{self, Format, KINDS, Kind, NewExport},
    jobs::{self, EXPORTS},
};
use serde_json::json;
use tower::ServiceExt;

/// The last one is not spoken here: who asks for it gets the file as it is.
const ENCODINGS: [&str; 4] = ["gzip", "br", "zstd", "deflate"];

/// What was packed, as it was before.
fn unpacked(body: &[u8], encoding: &str) -> Vec<u8> {
    let mut plain = Vec::new();
    let read = match encoding {
        "gzip" => flate2::read::MultiGzDecoder::new(body).read_to_end(&mut plain),
        "br" => brotli::Decompressor::new(body, 4096).read_to_end(&mut plain),
        "zstd" => zstd::stream::read::Decoder::new(body).unwrap().read_to_end(&mut plain),
        "" => return body.to_vec(),
        other => panic!("nobody asked for {other}"),
    };
    read.unwrap_or_else(|error| panic!("{encoding}: {error}"));
    plain
}

/// What a file says: a workbook names the second in which it was made, and its cells do not.
fn said(bytes: Vec<u8>) -> String {
    if !bytes.starts_with(b"PK") {
        return String::from_utf8_lossy(&bytes).into_owned();
    }
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    let text = format!("{:?}", book.worksheets());
    // The minute in which it was made stands above the rows.
    match text.split_once(" rows · ") {
        Some((before, after)) => format!("{before}{}", &after["2026-11-15 12:00".len()..]),
        None => text,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_file_is_the_same_under_every_compression() {
    let house = House::new().await;
    let wrong = "CS4,1,NEW,PERIOD,direct,,P-1,x,C-1,y,1,abc,,,,,completed,2025-09-01,,,\n";
    house.bring_in(&format!("{ORDERS}{wrong}")).await;
    let signed = r#"{"agreement": {"version": "V1", "signed": true}}"#;
    let signed = serde_json::from_str(signed).unwrap();
    operations::merchant::record(&house.office, &domain::access::Actor::System, &signed).await.unwrap();
    let owner = house.staff("owner@example.com", Role::Owner).await;
    let (token, cookie) = (house.token(Role::Owner).await, house.sign_in("owner@example.com").await);
    let wanted = json!({"reseller": "云梯", "period": "202510"});
    let drafted = house.call("POST", "/api/v1/settlement/statements", &token, wanted).await;
    let id = drafted.header("location").rsplit('/').next().unwrap().to_owned();
    let asked = NewExport {
        kind: "orders",
        format: Format::Csv,
        query: "",
        locale: "en",
        columns: "",
        title: "",
        name: "",
    };
    let owner = operations::staff::load_actor(&house.office, owner).await.unwrap().unwrap();
    exports::create(&house.office, &owner, &asked).await.unwrap();
    jobs::drain(&house.office, EXPORTS).await.unwrap();

    let mut paths = vec!["/imports/template".to_owned(), "/imports/1/rejected".to_owned()];
    paths.push(format!("/settlement/{id}/pdf"));
    paths.push(format!("/api/v1/settlement/statements/{id}/pdf"));
    for format in ["csv", "xlsx"] {
        paths.push(format!("/orders/export?format={format}"));
        paths.push(format!("/settlement/{id}/file?format={format}"));
        paths.push(format!("/settlement/{id}/left-out?format={format}"));
        paths.push(format!("/api/v1/settlement/statements/{id}/left-out?format={format}"));
        paths.extend(
            KINDS.iter().map(Kind::code).map(|kind| format!("/api/v1/exports/{kind}?format={format}")),
        );
    }
    paths.push("/exports/now?kind=products&format=csv&columns=shown&query=q%3DP".to_owned());
    // Fetching it is written into the journal, which is among the files above.
    paths.push("/exports/1/file".to_owned());
    for path in &paths {
        let get = async |encoding: &str| {
            let request = from_browser("GET", path, if path.starts_with("/api") { "" } else { &cookie })
                .header("accept-encoding", encoding)
                .header("authorization", format!("Bearer {token}"));
            let answer = house.send(request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, 200, "{path} {encoding}: {}", answer.text());
            answer
        };
        let plain = get("identity").await;
        assert!(plain.header("content-encoding").is_empty() && !plain.body.is_empty(), "{path}");
        let plain = said(plain.body.to_vec());
        for encoding in ENCODINGS {
            let answer = get(encoding).await;
            let packed = answer.header("content-encoding");
            assert!(packed.is_empty() || packed == encoding, "{path} {encoding}: {packed}");
            assert!(said(unpacked(&answer.body, packed)) == plain, "{path} differs under {encoding}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_megabytes_are_streamed_under_every_compression() {
    let house = House::new().await;
    let (head, _) = ORDERS.split_once('\n').unwrap();
    let mut file = format!("{head}\n");
    for n in 0..6_000 {
        let (name, firm) =
            (format!("{n}{}", "云端进销存".repeat(20)), format!("{n}{}", "远山贸易".repeat(25)));
        file.push_str(&format!(
            "CS{n:05},1,NEW,PERIOD,direct,,P-{n},{name},C-{n},{firm},1,{n}.00,,,6%,6%,processing,2025-09-01 10:00:00,,,\n"
        ));
    }
    house.bring_in(&file).await;
    house.staff("owner@example.com", Role::Owner).await;
    let cookie = house.sign_in("owner@example.com").await;
    let mut plain: Option<Vec<u8>> = None;
    for encoding in ["identity", "gzip", "br", "zstd", "deflate"] {
        let request = from_browser("GET", "/orders/export", &cookie).header("accept-encoding", encoding);
        let answer = house.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let header =
            |name: &str| answer.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
        let (packed, length) = (header("content-encoding"), header("content-length"));
        // Nobody knows its length while it is written.
        assert_eq!(length, "", "{encoding}");
        let pieces: Vec<_> = answer.into_body().into_data_stream().try_collect().await.unwrap();
        assert!(pieces.len() > 3, "{encoding} came in {} pieces", pieces.len());
        let bytes = unpacked(&pieces.concat(), &packed);
        let first = plain.get_or_insert_with(|| bytes.clone());
        assert!(bytes == *first, "the file differs under {encoding}");
    }
    let plain = plain.expect("five files");
    assert!(plain.len() > 3_000_000, "{} bytes", plain.len());
    assert_eq!(plain.iter().filter(|byte| **byte == b'\n').count(), 6_001);
    assert_eq!(std::str::from_utf8(&plain).unwrap().matches("CS05999").count(), 1);
}
