//! Uploads piece by piece: broken off, taken up again, by two at once, after their time.

use domain::access::{Actor, Role};
use futures::{StreamExt, TryStreamExt, stream};
use object_store::ObjectStoreExt;
use operations::{
    Failure, Office, Result,
    documents::Refused as NoFile,
    supervisions::documents::{NewDocument, open},
    uploads::{self, Checksum, Refused, Upload},
};
use sha2::{Digest, Sha256};

use crate::{
    both,
    common::{NOW, set_clock, staff},
    shop::{act, bring, get, owner, paid, step},
};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n";
const SIZE: u64 = PDF.len() as u64;

type Piece = std::result::Result<bytes::Bytes, &'static str>;

async fn begin(office: &Office, size: u64) -> Upload {
    begin_as(office, "验收.pdf", size).await
}

async fn begin_as(office: &Office, name: &str, size: u64) -> Upload {
    let new = NewDocument { name, ..NewDocument::default() };
    uploads::begin(office, &owner(), "CS1", &new, size).await.unwrap()
}

async fn send(office: &Office, id: &str, at: u64, pieces: Vec<Piece>) -> Result<Upload> {
    uploads::append(office, &owner(), id, at, None, stream::iter(pieces)).await
}

fn all(bytes: &'static [u8]) -> Vec<Piece> {
    vec![Ok(bytes.into())]
}

fn why(done: Result<Upload>) -> Refused {
    match done.unwrap_err() {
        Failure::Upload(why) => why,
        other => panic!("{other:?}"),
    }
}

/// How many pieces lie in the store.
async fn pieces(office: &Office) -> usize {
    office.documents.list(Some(&"uploads".into())).try_collect::<Vec<_>>().await.unwrap().len()
}

both! {
    async fn an_upload_broken_anywhere_is_taken_up_again(office) {
        bring(&office, &[paid("CS1", "general", "human_service")]).await;
        for cut in 0..PDF.len() {
            let name = format!("{cut}.pdf");
            let id = begin_as(&office, &name, SIZE).await.id;
            let broken = send(&office, &id, 0, vec![Ok(PDF[..cut].into()), Err("gone")]).await.unwrap();
            assert_eq!((broken.received(), broken.document_id), (cut as u64, None));
            assert_eq!(uploads::head(&office, &owner(), &id).await.unwrap().received(), cut as u64);
            if cut > 0 {
                assert_eq!(why(send(&office, &id, 0, all(PDF)).await), Refused::Offset { received: cut as u64 });
            }
            let done = send(&office, &id, cut as u64, all(&PDF[cut..])).await.unwrap();
            let (document, content) = open(&office, &owner(), done.document_id.unwrap()).await.unwrap();
            let bytes: Vec<_> = content.bytes.try_collect().await.unwrap();
            assert_eq!((bytes.concat().as_slice(), document.name.as_str()), (PDF, name.as_str()));
            // Whoever did not hear the last answer asks again, and nothing comes a second time.
            assert_eq!(send(&office, &id, SIZE, vec![]).await.unwrap().document_id, done.document_id);
        }
        assert_eq!((get(&office, "CS1").await.documents.len(), pieces(&office).await), (PDF.len(), 0));
    }

    async fn two_at_once_and_what_does_not_fit(office) {
        bring(&office, &[paid("CS1", "general", "human_service")]).await;
        let id = begin(&office, SIZE).await.id;
        // One sends and does not come to an end; another one is told to wait, and may not end it.
        let (has_it, it_has) = tokio::sync::oneshot::channel();
        let (more, rest) = futures::channel::mpsc::unbounded::<Piece>();
        let begun = stream::once(async move {
            has_it.send(()).unwrap();
            Piece::Ok(PDF[..10].into())
        });
        let first = tokio::spawn({
            let (office, id) = (office.clone(), id.clone());
            async move { uploads::append(&office, &owner(), &id, 0, None, begun.chain(rest).boxed()).await }
        });
        it_has.await.unwrap();
        assert_eq!(why(send(&office, &id, 0, all(PDF)).await), Refused::Busy);
        let ended = uploads::terminate(&office, &owner(), &id).await.unwrap_err();
        assert!(matches!(ended, Failure::Upload(Refused::Busy)), "{ended:?}");
        drop(more);
        assert_eq!(first.await.unwrap().unwrap().received(), 10);
        // More than was announced, and what does not hash to what it should: thrown away.
        assert_eq!(why(send(&office, &id, 10, all(PDF)).await), Refused::TooMuch);
        let rest = || stream::iter(all(&PDF[10..]));
        for wrong in [Checksum::Sha1(vec![1; 20]), Checksum::Sha256(vec![])] {
            let done = uploads::append(&office, &owner(), &id, 10, Some(wrong), rest()).await;
            assert_eq!(why(done), Refused::Checksum);
        }
        let right = Some(Checksum::Sha256(Sha256::digest(&PDF[10..]).to_vec()));
        let done = uploads::append(&office, &owner(), &id, 10, right, rest()).await.unwrap();
        assert!(done.document_id.is_some() && done.received() == SIZE);
        // Nobody else goes on with it, nor sees it.
        let other = Actor::Buyer { id: 1, order_id: get(&office, "CS1").await.row.order_id, name: "b".into() };
        assert!(matches!(uploads::head(&office, &other, &id).await, Err(Failure::NotFound)));
        assert!(matches!(uploads::head(&office, &staff(Role::Finance), &id).await, Err(Failure::Denied(_))));
    }

    async fn what_is_refused_expired_or_given_up_leaves_nothing(office) {
        bring(&office, &[paid("CS1", "general", "human_service")]).await;
        let new = NewDocument { name: "a.pdf", ..NewDocument::default() };
        for (size, is_empty) in [(0, true), ((20 << 20) + 1, false)] {
            let refused = uploads::begin(&office, &owner(), "CS1", &new, size).await.unwrap_err();
            assert!(matches!((&refused, is_empty), (Failure::Document(NoFile::Empty), true) | (Failure::Document(NoFile::TooLarge { .. }), false)), "{refused:?}");
        }
        // What it is shows with its last byte.
        let id = begin(&office, 4).await.id;
        let refused = send(&office, &id, 0, all(b"text")).await.unwrap_err();
        assert!(matches!(refused, Failure::Document(NoFile::NotWhatItSays { .. })), "{refused:?}");
        assert!(matches!(uploads::head(&office, &owner(), &id).await, Err(Failure::NotFound)));
        let id = begin(&office, SIZE).await.id;
        send(&office, &id, 0, all(&PDF[..5])).await.unwrap();
        uploads::terminate(&office, &owner(), &id).await.unwrap();
        assert!(matches!(uploads::head(&office, &owner(), &id).await, Err(Failure::NotFound)));
        assert_eq!(pieces(&office).await, 0);
        // A delivery that froze meanwhile takes nothing; the upload waits.
        let id = begin(&office, SIZE).await.id;
        send(&office, &id, 0, all(&PDF[..5])).await.unwrap();
        act(&office, "CS1", &step("appeal", "buyer")).await.unwrap();
        assert!(uploads::begin(&office, &owner(), "CS1", &new, 1).await.is_err());
        assert_eq!(send(&office, &id, 5, all(&PDF[5..])).await.unwrap_err().code(), "not_now");
        assert_eq!(get(&office, "CS1").await.documents.len(), 0);
        let decided = operations::supervisions::Given { outcome: "continue".into(), ..step("decide_appeal", "operator") };
        act(&office, "CS1", &decided).await.unwrap();
        assert!(send(&office, &id, SIZE, vec![]).await.unwrap().document_id.is_some());
        // After its time it is gone; the sweep takes its pieces, and those without a record.
        let id = begin(&office, SIZE).await.id;
        send(&office, &id, 0, all(&PDF[..5])).await.unwrap();
        office.documents.put(&"uploads/nobody/000000".into(), "x".into()).await.unwrap();
        assert_eq!((uploads::sweep(&office).await.unwrap(), pieces(&office).await), (1, 1));
        set_clock(&office, NOW + uploads::LASTS + 1);
        assert_eq!(why(send(&office, &id, 5, all(&PDF[5..])).await), Refused::Expired);
        assert_eq!((uploads::sweep(&office).await.unwrap(), pieces(&office).await), (1, 0));
    }
}

both! {
    async fn whoever_looks_at_a_whole_upload_that_was_left_gets_its_document(office) {
        bring(&office, &[paid("CS1", "general", "human_service")]).await;
        let id = begin(&office, SIZE).await.id;
        // The last piece came, and whoever took it broke off: at first it is frozen.
        act(&office, "CS1", &step("appeal", "buyer")).await.unwrap();
        assert!(send(&office, &id, 0, all(PDF)).await.is_err());
        assert!(uploads::look(&office, &owner(), &id).await.is_err(), "nobody takes it for done");
        let decided = operations::supervisions::Given { outcome: "continue".into(), ..step("decide_appeal", "operator") };
        act(&office, "CS1", &decided).await.unwrap();
        let done = uploads::look(&office, &owner(), &id).await.unwrap();
        assert!(done.document_id.is_some() && get(&office, "CS1").await.documents.len() == 1);
    }
}
