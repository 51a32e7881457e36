//! Evidence packs: what is in one, and that nothing in it can be changed unnoticed.

use std::io::{Cursor, Read, Write};

use futures::TryStreamExt;
use object_store::{ObjectStoreExt, path::Path};
use operations::{
    Office,
    supervisions::evidence::{Proof, evidence, prove},
};
use sha2::{Digest, Sha256};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::{
    both,
    shop::{bring, get, owner, paid, walk},
};

const ORDER: &str = "CS2611010900EVIDE";
const FIRST: &str = "documents/01-other-x.pdf";

/// Puts a document beside the delivery; where there is content, into the store too.
async fn document(office: &Office, name: &str, content: Option<&'static [u8]>, scan: &str) {
    let supervision = get(office, ORDER).await.row.id;
    let (place, bytes) = (format!("documents/{}", hex::encode(name)), content.unwrap_or(b"gone"));
    if let Some(content) = content {
        office.documents.put(&Path::from(place.as_str()), content.into()).await.unwrap();
    }
    let mut tx = office.db.begin().await.unwrap();
    let mut sql = operations::db::Sql::new(
        "INSERT INTO documents (name, kind, size_bytes, sha256, file, scan, notices, actor_kind, actor_name, created_at) VALUES (",
    );
    sql.arg(name.to_owned()).push(", 'pdf', ").arg(bytes.len() as i64).push(", ");
    sql.arg(hex::encode(Sha256::digest(bytes))).push(", ").arg(place).push(", ").arg(scan.to_owned());
    sql.push(", '', 'staff', 'o', 0) RETURNING id");
    let (id,): (i64,) = sql.fetch_optional_in(&mut tx).await.unwrap().unwrap();
    let mut sql = operations::db::Sql::new(
        "INSERT INTO supervision_documents (document_id, supervision_id, side, version) VALUES (",
    );
    sql.arg(id).push(", ").arg(supervision).push(", 'merchant', 1)");
    sql.execute_in(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

async fn packed(office: &Office) -> Vec<u8> {
    let pack = evidence(office, &owner(), ORDER).await.unwrap();
    let stream = pack.stream(b"%PDF the log".to_vec()).unwrap();
    let size = stream.size;
    let pieces: Vec<bytes::Bytes> = stream.bytes.try_collect().await.unwrap();
    let pack = pieces.concat();
    assert_eq!(pack.len() as u64, size);
    pack
}

async fn shop(office: &Office) {
    bring(office, &[paid(ORDER, "general", "human_service")]).await;
    walk(office, ORDER, &[("submit_requirement", "buyer"), ("confirm_requirement", "merchant")]).await;
    document(office, "../../x.pdf", Some(b"%PDF one"), "clean").await;
    document(office, "验收.pdf", Some(b""), "unscanned").await;
}

fn proof(pack: &[u8]) -> Proof {
    prove(Cursor::new(pack)).unwrap()
}

/// The places at which something is wrong.
fn places(pack: &[u8]) -> Vec<String> {
    proof(pack).wrong.into_iter().map(|wrong| wrong.place).collect()
}

/// The pack unpacked, changed and packed again.
fn again(pack: &[u8], change: impl FnOnce(&mut Vec<(String, Vec<u8>)>)) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(pack)).unwrap();
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        files.push((file.name().unwrap().into_owned(), content));
    }
    change(&mut files);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(&content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

type Parts = Vec<(String, Vec<u8>)>;

both! {
    async fn a_pack_holds_what_proves_the_delivery(office) {
        shop(&office).await;
        document(&office, "v.pdf", Some(b"virus"), "infected").await;
        document(&office, "s.pdf", Some(b"wait"), "scanning").await;
        document(&office, "m.pdf", None, "clean").await;
        let pack = packed(&office).await;
        let proof = proof(&pack);
        assert_eq!(proof.wrong, []);
        assert_eq!((proof.order_no.as_str(), proof.documents), (ORDER, 2));
        assert_eq!(proof.entries, get(&office, ORDER).await.log.len());
        let not_packed: Vec<_> = proof.not_packed.iter().map(|(name, why)| (name.as_str(), why.as_str())).collect();
        assert_eq!(not_packed, [("v.pdf", "infected"), ("s.pdf", "scanning"), ("m.pdf", "missing")]);
        let mut names: Vec<String> = Vec::new();
        again(&pack, |files| names = files.iter().map(|(name, _)| name.clone()).collect());
        assert_eq!(names, ["manifest.json", "manifest.sha256", "log.pdf", FIRST, "documents/02-other-验收.pdf"]);
    }

    async fn a_document_that_was_changed_in_the_store_is_named(office) {
        shop(&office).await;
        let place = Path::from(format!("documents/{}", hex::encode("../../x.pdf")));
        office.documents.put(&place, b"%PDF two"[..].into()).await.unwrap();
        assert_eq!(places(&packed(&office).await), [FIRST]);
    }

    async fn a_change_of_any_byte_is_noticed_and_named(office) {
        shop(&office).await;
        let pack = packed(&office).await;
        let content = pack.windows(8).position(|bytes| bytes == b"%PDF one").unwrap();
        for at in 0..pack.len() {
            let mut changed = pack.clone();
            changed[at] ^= 1;
            let places = places(&changed);
            assert!(!places.is_empty() && places.iter().all(|place| !place.is_empty()), "byte {at}");
            if (content..content + 8).contains(&at) {
                assert_eq!(places, [FIRST], "byte {at}");
            }
        }
        for at in (0..pack.len()).step_by(7) {
            assert!(!places(&pack[..at]).is_empty(), "cut off at {at}");
        }
    }

    async fn what_is_changed_missing_or_added_is_named(office) {
        shop(&office).await;
        let pack = packed(&office).await;
        let of = |change: &dyn Fn(&mut Parts)| places(&again(&pack, change));
        assert_eq!(of(&|files| files[3].1 = b"%PDF two".to_vec()), [FIRST]);
        assert_eq!(of(&|files| drop(files.remove(3))), [FIRST]);
        assert_eq!(of(&|files| files.push(("more.txt".into(), vec![]))), ["more.txt"]);
        assert_eq!(of(&|files| files[2].1.push(b' ')), ["log.pdf"]);
        assert_eq!(of(&|files| files[0].1.push(b' ')), ["manifest.json"]);
        // The same files, packed by another program.
        assert_eq!(of(&|_| {}), ["manifest.json"]);
        // Who makes the hash of the manifest again is caught by the log.
        let forged = of(&|files| {
            let text = String::from_utf8(files[0].1.clone()).unwrap().replacen("submit_requirement", "accept", 1);
            files[1].1 = format!("{}  manifest.json\n", hex::encode(Sha256::digest(&text))).into_bytes();
            files[0].1 = text.into_bytes();
        });
        assert_eq!(forged, ["manifest.json, log entry 1"]);
    }

    async fn taking_a_pack_away_is_noted(office) {
        shop(&office).await;
        packed(&office).await;
        let filter = operations::list::Filter::of(&operations::journal::LIST);
        let page = operations::journal::list(&office, &owner(), &filter).await.unwrap();
        let taken = page.rows.iter().filter(|event| event.action == "staff.took_list").count();
        assert_eq!(taken, 1);
    }
}
