//! kill -9 while files go up: no record without its file, no file without a record once it was swept, and an upload
//! goes on where it stood.

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

use std::{fs, io::Write, path::Path, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::access::Actor;
use operations::{
    Office,
    db::Db,
    documents,
    office::{Clock, Random},
    supervisions, uploads,
};
use program::Program;
use serving::{Server, header, ready};

/// Bytes of a file.
const SIZE: usize = 6 << 20;
/// How often it is killed.
const TIMES: u64 = 3;

fn pdf(mark: u64) -> Vec<u8> {
    let mut bytes = format!("%PDF-1.4\n% {mark}\n1 0 obj\n<<>>\nendobj\n").into_bytes();
    bytes.resize(SIZE - 20, b' ');
    bytes.extend_from_slice(b"\ntrailer\n%%EOF\n");
    bytes.resize(SIZE, b'\n');
    bytes
}

/// Every file below a folder.
fn files(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() { files(&entry, found) } else { found.push(entry.display().to_string()) }
    }
}

fn all(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    files(Path::new(folder), &mut found);
    found
}

async fn office(program: &Program, ahead: i64) -> Office {
    let documents = object_store::local::LocalFileSystem::new_with_prefix(program.path("documents")).unwrap();
    let now = Clock::System.millis() + ahead;
    Office {
        db: Db::open(&program.database()).await.unwrap(),
        documents: operations::documents::Store::here(documents),
        scanner: None,
        post: server::office::post(
            &format!("file://{}", program.path("mails")),
            "desk@shop.example",
            "http://desk.example.com",
            domain::Zone::default(),
        )
        .unwrap(),
        clock: Clock::Fixed(std::sync::Arc::new(now.into())),
        random: Random::System,
        zone: domain::Zone::default(),
        bell: operations::db::Bell::default(),
        live: operations::live::Live::default(),
        sightings: operations::sightings::Sightings::default(),
    }
}

#[test]
fn nothing_is_half_there_after_kill_while_files_go_up() {
    let (program, token) = ready(Program::new());
    let name = STANDARD.encode("a.pdf");
    let order = STANDARD.encode("CS1");
    let new = format!("Upload-Length: {SIZE}\r\nUpload-Metadata: filename {name},order_no {order}\r\n");
    let patch =
        |at: usize| format!("Content-Type: application/offset+octet-stream\r\nUpload-Offset: {at}\r\n");
    for n in 0..TIMES {
        let server = Server::start(&program, &token);
        assert_eq!(all(&program.path("tmp")).len(), 1, "the lock of this process alone");
        let content = pdf(n);
        let made = server.call("POST", "/uploads", &new, b"");
        let place = header(&made, "location").to_owned();
        let first = server.call("PATCH", &place, &patch(0), &content[..1 << 20]);
        assert!(first.starts_with("HTTP/1.1 204"), "{first}");
        // The next piece, and a file in a form: some of both comes, then the server is gone.
        let mut piece = server.begin("PATCH", &place, &patch(1 << 20), SIZE - (1 << 20));
        let kind = "Content-Type: multipart/form-data; boundary=x\r\n";
        let path = "/api/v1/supervisions/CS1/documents";
        let head = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"b.pdf\"\r\n\r\n";
        let mut form = server.begin("POST", path, kind, head.len() + SIZE + 9);
        let _ = form.write_all(head.as_bytes());
        let part = (SIZE - (1 << 20)) / TIMES as usize * (n as usize + 1);
        let _ = piece.write_all(&content[1 << 20..(1 << 20) + part]);
        let _ = form.write_all(&content[..part]);
        if n % 2 == 1 {
            let _ = form.write_all(&content[part..]);
            let _ = form.write_all(b"\r\n--x--\r\n");
        }
        std::thread::sleep(Duration::from_millis(7 * n));
        server.kill();
        let server = Server::start(&program, &token);
        let left = all(&program.path("tmp"));
        assert_eq!(left.len(), 1, "what the killed one left is gone: {left:?}");
        // While the lease of the killed one lasts, whoever goes on waits.
        let done = loop {
            let head = server.call("HEAD", &place, "", b"");
            let at: usize = header(&head, "upload-offset").parse().unwrap();
            assert!(at >= 1 << 20, "what was confirmed is there");
            let done = server.call("PATCH", &place, &patch(at), &content[at..]);
            if !done.starts_with("HTTP/1.1 423") {
                break done;
            }
            std::thread::sleep(Duration::from_millis(500));
        };
        assert!(done.starts_with("HTTP/1.1 204"), "{done}");
        assert!(!header(&done, "upload-document").is_empty());
        server.kill();
    }
    look(&program);
}

/// Every document can be read, and after the sweep nothing else lies in the store.
fn look(program: &Program) {
    for path in all(&program.path("documents")) {
        let long_ago = std::time::SystemTime::UNIX_EPOCH;
        fs::File::options().write(true).open(path).unwrap().set_modified(long_ago).unwrap();
    }
    let server = Server::start(program, "");
    std::thread::sleep(Duration::from_millis(500));
    server.kill();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let count = runtime.block_on(async {
        let office = office(program, uploads::LASTS + 1).await;
        documents::sweep(&office).await.unwrap();
        uploads::sweep(&office).await.unwrap();
        let detail = supervisions::get(&office, &Actor::System, "CS1").await.unwrap();
        for document in &detail.documents {
            let (_, content) =
                supervisions::documents::open(&office, &Actor::System, document.id).await.unwrap();
            assert_eq!(content.size, SIZE as u64);
        }
        detail.documents.len()
    });
    let left = all(&program.path("documents"));
    assert_eq!(left.len(), count, "{left:?}");
    assert!(count >= TIMES as usize, "each upload became a document");
}
