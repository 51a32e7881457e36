//! The same file twice, what an upload replaces, and how much is on its way at once.

use domain::access::Actor;
use futures::stream;
use operations::{
    Failure, Office, Result,
    documents::{Refused, sweep},
    supervisions::documents::{NewDocument, hand_in},
    uploads::{self, Upload},
};

use crate::{
    both,
    common::{NOW, set_clock},
    shop::{bring, get, owner, paid, walk},
};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n";

fn new<'a>(request: &'a str, name: &'a str) -> NewDocument<'a> {
    NewDocument { request, name, ..NewDocument::default() }
}

async fn begin(office: &Office, who: &Actor, new: &NewDocument<'_>, size: u64) -> Result<Upload> {
    uploads::begin(office, who, "CS1", new, size).await
}

async fn send(office: &Office, id: &str) -> Result<Upload> {
    let piece = Ok::<_, &str>(PDF.into());
    uploads::append(office, &owner(), id, 0, None, stream::iter([piece])).await
}

both! {
    async fn whoever_presses_twice_hands_in_once(office) {
        bring(&office, &[paid("CS1", "general", "human_service")]).await;
        walk(&office, "CS1", &[("submit_requirement", "buyer"), ("confirm_requirement", "")]).await;
        let (who, asked) = (owner(), new("acceptance", "a.pdf"));
        let both = futures::join!(
            hand_in(&office, &who, "CS1", &asked, PDF),
            hand_in(&office, &who, "CS1", &asked, PDF),
        );
        let (one, two) = (both.0.unwrap(), both.1.unwrap());
        assert_eq!(one, two, "the second answer names the first");
        // Piece by piece it is the same file still, and by its row the same request.
        let row = one.request_id.unwrap().to_string();
        let id = begin(&office, &who, &new(&row, "a.pdf"), PDF.len() as u64).await.unwrap().id;
        assert_eq!(send(&office, &id).await.unwrap().document_id, Some(one.id));
        let detail = get(&office, "CS1").await;
        assert_eq!((detail.documents.len(), detail.log.last().unwrap().documents()), (1, vec![one.id]));
        // Another name, another request or another person is another document.
        let buyer = Actor::Buyer { id: 1, order_id: detail.row.order_id, name: "b".into() };
        for (who, new) in [(&who, new("acceptance", "b.pdf")), (&who, new("", "a.pdf")), (&buyer, new("", "a.pdf"))] {
            assert_ne!(hand_in(&office, who, "CS1", &new, PDF).await.unwrap().id, one.id);
        }
        assert_eq!(get(&office, "CS1").await.documents.len(), 4);
        // Nothing lies in the store that has no record.
        set_clock(&office, NOW + 365 * 86_400_000 * 20);
        assert_eq!((sweep(&office).await.unwrap(), uploads::sweep(&office).await.unwrap()), (0, 0));
    }

    async fn a_document_and_the_upload_that_it_was_are_noted_together(office) {
        bring(&office, &[paid("CS1", "general", "human_service")]).await;
        let id = begin(&office, &owner(), &new("", "a.pdf"), PDF.len() as u64).await.unwrap().id;
        // Somebody else has taken the upload over: then there is no document either, and no file.
        let ends = NewDocument { upload: Some((&id, "another")), ..new("", "a.pdf") };
        let refused = hand_in(&office, &owner(), "CS1", &ends, PDF).await.unwrap_err();
        assert!(matches!(refused, Failure::Upload(uploads::Refused::Busy)), "{refused:?}");
        assert!(get(&office, "CS1").await.documents.is_empty());
        assert_eq!(send(&office, &id).await.unwrap().received(), PDF.len() as u64);
        assert_eq!(get(&office, "CS1").await.documents.len(), 1);
        set_clock(&office, NOW + 365 * 86_400_000 * 20);
        assert_eq!(sweep(&office).await.unwrap(), 0);
    }

    async fn an_upload_replaces_a_document(office) {
        bring(&office, &[paid("CS1", "general", "human_service")]).await;
        let one = hand_in(&office, &owner(), "CS1", &new("", "a.pdf"), PDF).await.unwrap();
        let again = NewDocument { replaces: Some(one.id), ..new("", "b.pdf") };
        let (size, who) = (PDF.len() as u64, owner());
        let nothing = NewDocument { replaces: Some(999), ..again };
        assert!(matches!(begin(&office, &who, &nothing, size).await, Err(Failure::Invalid(_))));
        let id = begin(&office, &who, &again, size).await.unwrap().id;
        let late = begin(&office, &who, &NewDocument { name: "c.pdf", ..again }, size).await.unwrap().id;
        let two = send(&office, &id).await.unwrap().document_id.unwrap();
        let detail = get(&office, "CS1").await;
        assert_eq!(detail.documents[0].replaced_by, Some(two));
        assert_eq!(detail.documents[1].version, 2);
        // What was replaced meanwhile is not replaced once more: that ends the upload.
        assert!(matches!(send(&office, &late).await, Err(Failure::Invalid(_))));
        assert!(matches!(uploads::head(&office, &who, &late).await, Err(Failure::NotFound)));
        assert_eq!(get(&office, "CS1").await.documents.len(), 2);
    }

    async fn what_is_on_its_way_counts_as_if_it_were_there(office) {
        bring(&office, &[paid("CS1", "general", "human_service")]).await;
        let order_id = get(&office, "CS1").await.row.order_id;
        let buyer = Actor::Buyer { id: 1, order_id, name: "b".into() };
        let (largest, file) = (20 << 20, new("", "a.pdf"));
        let mut last = String::new();
        for _ in 0..10 {
            last = begin(&office, &buyer, &file, largest).await.unwrap().id;
        }
        let full = |done: Result<Upload>, limit: u64| {
            let refused = done.unwrap_err();
            assert!(matches!(refused, Failure::Document(Refused::Quota { most }) if most == limit), "{refused:?}");
        };
        full(begin(&office, &buyer, &file, 1).await, 200);
        assert!(hand_in(&office, &buyer, "CS1", &file, PDF).await.is_err());
        uploads::terminate(&office, &buyer, &last).await.unwrap();
        begin(&office, &buyer, &file, 1).await.unwrap();
        // The order takes more than one link, and not without end.
        let who = owner();
        let mut count = 0;
        let done = loop {
            match begin(&office, &who, &file, largest).await {
                Ok(_) => count += 1,
                done => break done,
            }
        };
        full(done, 1024);
        assert_eq!(count, 51 - 9);
        // Those that are given up by time count no more.
        set_clock(&office, NOW + uploads::LASTS + 1);
        begin(&office, &who, &file, largest).await.unwrap();
    }
}
