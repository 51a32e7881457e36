//! Documents in a bucket: they go up in parts, come back, are packed and swept; and a bucket that cannot be used is told
//! at the start.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

#[path = "common/program.rs"]
mod program;
#[path = "common/serving.rs"]
mod serving;

use std::{convert::Infallible, fs, path::Path};

use axum::{body::Body, extract::Request, response::Response};
use base64::{Engine, engine::general_purpose::STANDARD};
use program::Program;
use s3s::{auth::SimpleAuth, service::S3ServiceBuilder};
use serving::{Server, header, ready};

/// Larger than a part of an upload to an object store.
const SIZE: usize = 12 << 20;

/// A server that speaks S3, with an empty bucket.
async fn bucket(folder: &Path) -> String {
    fs::create_dir(folder.join("papers")).unwrap();
    let mut builder = S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder).unwrap());
    builder.set_auth(SimpleAuth::from_single("key", "secret"));
    let service = builder.build();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let answer = tower::service_fn(move |request: Request| {
        let service = service.clone();
        async move {
            let answer = service.call(request.map(s3s::Body::http_body_unsync)).await;
            Ok::<_, Infallible>(answer.unwrap().map(Body::new)) as Result<Response, Infallible>
        }
    });
    let app = axum::Router::new().fallback_service(answer);
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("http://{address}")
}

fn program(endpoint: &str, secret: &str) -> Program {
    let mut program = Program::new();
    for (name, value) in [
        ("DOCUMENTS_URL", "s3://papers/desk"),
        ("AWS_ENDPOINT", endpoint),
        ("AWS_ALLOW_HTTP", "true"),
        ("AWS_REGION", "us-east-1"),
        ("AWS_ACCESS_KEY_ID", "key"),
        ("AWS_SECRET_ACCESS_KEY", secret),
    ] {
        program.variable(name, value);
    }
    program
}

fn files(folder: &Path) -> usize {
    fs::read_dir(folder)
        .map(|all| all.filter(|one| one.as_ref().unwrap().path().is_file()).count())
        .unwrap_or(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_live_in_a_bucket() {
    let folder = tempfile::tempdir().unwrap();
    let endpoint = bucket(folder.path()).await;
    let place = folder.path().join("papers/desk/deliveries");
    tokio::task::spawn_blocking(move || {
        let (program, token) = ready(program(&endpoint, "secret"));
        let server = Server::start(&program, &token);
        let mut content = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n".to_vec();
        content.resize(SIZE - 6, b' ');
        content.extend_from_slice(b"%%EOF\n");
        let (name, order) = (STANDARD.encode("验收.pdf"), STANDARD.encode("CS1"));
        let new = format!("Upload-Length: {SIZE}\r\nUpload-Metadata: filename {name},order_no {order}\r\n");
        let made = server.call("POST", "/uploads", &new, b"");
        let upload = header(&made, "location").to_owned();
        let half = SIZE / 2 + 1;
        for (at, piece) in [(0, &content[..half]), (half, &content[half..])] {
            let head = format!("Content-Type: application/offset+octet-stream\r\nUpload-Offset: {at}\r\n");
            let done = server.call("PATCH", &upload, &head, piece);
            assert!(done.starts_with("HTTP/1.1 204"), "{done}");
        }
        assert_eq!(files(&place), 1);
        let head = server.call("HEAD", &upload, "", b"");
        let path = format!("/api/v1/documents/{}", header(&head, "upload-document"));
        let got = server.call("GET", &path, "", b"");
        assert!(
            got.starts_with("HTTP/1.1 200") && got.ends_with("%%EOF\n"),
            "{}",
            &got[..200.min(got.len())]
        );
        assert_eq!(header(&got, "content-length"), SIZE.to_string());
        server.kill();
        let pack = program.path("pack.zip");
        program.run(&["supervision", "evidence", "CS1", "-o", &pack]).ok();
        program.run(&["verify", "--pack", &pack]).ok();
        assert!(fs::metadata(&pack).unwrap().len() > SIZE as u64);
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_that_cannot_be_used_is_told_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let endpoint = bucket(folder.path()).await;
    tokio::task::spawn_blocking(move || {
        let run = program(&endpoint, "wrong").run(&["verify"]);
        assert_ne!(run.code, 0);
        assert!(run.err.contains("s3://papers/desk"), "{}", run.err);
        let mut missing = program(&endpoint, "secret");
        missing.variable("DOCUMENTS_URL", "s3://nowhere/desk");
        let run = missing.run(&["verify"]);
        assert!(run.code != 0 && run.err.contains("s3://nowhere/desk"), "{}", run.err);
        let mut none = program(&endpoint, "secret");
        for wrong in ["s3://", "ftp://papers", "papers"] {
            none.variable("DOCUMENTS_URL", wrong);
            let run = none.run(&["verify"]);
            assert!(run.code != 0 && run.err.contains(wrong), "{}", run.err);
        }
        let mut scanner = Program::new();
        scanner.variable("SCANNER_URL", "clamd");
        let run = scanner.run(&["verify"]);
        assert!(run.code != 0 && run.err.contains("SCANNER_URL"), "{}", run.err);
    })
    .await
    .unwrap();
}
