//! Documents with a scanner in front of them: nobody reads what it has not let through.

use domain::access::Actor;
use futures::stream;
use operations::{
    Failure, Office,
    documents::Trouble,
    jobs::{self, SCANS},
    supervisions::{
        Refused, RequestState,
        documents::{Document, NewDocument, hand_in, open},
        evidence::evidence,
    },
    uploads,
};

use crate::{
    both,
    common::{NOW, set_clock},
    scanner::{Clam, MOST, Mood, VIRUS},
    shop::{act, bring, get, owner, paid, step, walk},
};

fn pdf(said: &str) -> Vec<u8> {
    format!("%PDF-1.7\n{said}\n1 0 obj\n<<>>\nendobj\n%%EOF\n").into_bytes()
}

async fn guarded(office: &Office, mood: Mood) -> (Office, Clam) {
    let clam = Clam::listen(mood).await;
    (Office { scanner: Some(clam.scanner.clone()), ..office.clone() }, clam)
}

/// An order that waits for its acceptance document.
async fn order(office: &Office) {
    bring(office, &[paid("CS1", "general", "human_service")]).await;
    walk(office, "CS1", &[("submit_requirement", "buyer"), ("confirm_requirement", "")]).await;
}

async fn send(office: &Office, name: &str, said: &str) -> Document {
    let new = NewDocument { request: "acceptance", name, ..NewDocument::default() };
    hand_in(office, &owner(), "CS1", &new, &pdf(said)[..]).await.unwrap()
}

async fn scan(office: &Office) {
    jobs::drain(office, SCANS).await.unwrap();
}

async fn state(office: &Office, id: i64) -> (String, Option<String>) {
    let detail = get(office, "CS1").await;
    let one = detail.documents.into_iter().find(|one| one.id == id).unwrap();
    (one.scan, one.finding)
}

async fn asked(office: &Office) -> RequestState {
    let requests = get(office, "CS1").await.requests;
    requests.into_iter().find(|request| request.code == "acceptance").unwrap().state
}

both! {
    async fn what_is_clean_is_opened_once_it_was_scanned(office) {
        let (office, clam) = guarded(&office, Mood::Well).await;
        order(&office).await;
        let one = send(&office, "a.pdf", "clean").await;
        assert_eq!((one.scan.as_str(), asked(&office).await), ("scanning", RequestState::HandedIn));
        assert!(matches!(open(&office, &owner(), one.id).await, Err(Failure::Supervision(Refused::BeingScanned))));
        let early = act(&office, "CS1", &step("complete", "")).await;
        assert!(matches!(early, Err(Failure::Supervision(Refused::BeingScanned))), "{early:?}");
        scan(&office).await;
        assert_eq!((state(&office, one.id).await, clam.scanned()), (("clean".into(), None), 1));
        assert!(open(&office, &owner(), one.id).await.is_ok());
        act(&office, "CS1", &step("complete", "")).await.unwrap();
    }

    async fn what_has_a_virus_stays_closed_and_is_asked_for_again(office) {
        let (office, clam) = guarded(&office, Mood::Well).await;
        order(&office).await;
        let one = send(&office, "a.pdf", VIRUS).await;
        scan(&office).await;
        assert_eq!(state(&office, one.id).await, ("infected".into(), Some("Win.Test.EICAR_HDB-1".into())));
        assert_eq!(asked(&office).await, RequestState::Open);
        let refused = open(&office, &owner(), one.id).await.map(|(document, _)| document);
        assert!(matches!(&refused, Err(Failure::Supervision(Refused::Infected { finding }))
            if finding == "Win.Test.EICAR_HDB-1"), "{refused:?}");
        let last = get(&office, "CS1").await.log.pop().unwrap();
        assert_eq!(last.event.action, "supervision.document_refused");
        assert_eq!((last.event.actor_kind.as_str(), last.documents()), ("system", vec![one.id]));
        // It proves nothing, goes with no step and into no pack.
        for documents in [vec![], vec![one.id]] {
            let done = act(&office, "CS1", &operations::supervisions::Given { documents, ..step("complete", "") }).await;
            assert!(matches!(&done, Err(Failure::Invalid(problems)) if problems[0].field == "documents"), "{done:?}");
        }
        // The same file once more is scanned once more; a clean one answers, and both are told.
        send(&office, "a.pdf", VIRUS).await;
        let clean = send(&office, "b.pdf", "clean").await;
        scan(&office).await;
        assert_eq!((clam.scanned(), asked(&office).await), (3, RequestState::HandedIn));
        let pack = evidence(&office, &owner(), "CS1").await.unwrap();
        let packed: Vec<_> = pack.files.iter().filter(|one| one.file.is_ok()).map(|one| one.document.id).collect();
        assert_eq!(packed, [clean.id]);
        act(&office, "CS1", &step("complete", "")).await.unwrap();
    }

    async fn without_a_verdict_it_waits_and_is_tried_again(office) {
        order(&office).await;
        let cases = [
            (Mood::Dies, "short", Trouble::Away),
            (Mood::Silent, "short", Trouble::Silent),
            (Mood::Confused, "short", Trouble::Unclear),
            (Mood::Well, &*"large ".repeat(MOST / 5), Trouble::TooLarge),
        ];
        let mut now = NOW;
        for (n, (mood, said, trouble)) in cases.into_iter().enumerate() {
            let (guarded, _clam) = guarded(&office, mood).await;
            let one = send(&guarded, &format!("{n}.pdf"), said).await;
            scan(&guarded).await;
            let waits = ("scanning".into(), Some(trouble.code().into()));
            assert_eq!(state(&office, one.id).await, waits, "{mood:?}");
            // Nobody is let in because the scanner was taken away.
            now += 3_600_000;
            set_clock(&office, now);
            scan(&office).await;
            assert_eq!(state(&office, one.id).await, ("scanning".into(), Some("not_set".into())));
            assert!(open(&office, &owner(), one.id).await.is_err());
            // It is there again.
            let (well, _clam) = self::guarded(&office, Mood::Well).await;
            now += 3_600_000;
            set_clock(&office, now);
            if trouble != Trouble::TooLarge {
                scan(&well).await;
                assert_eq!(state(&office, one.id).await, ("clean".into(), None), "{mood:?}");
            }
        }
    }

    async fn what_comes_piece_by_piece_or_from_a_buyer_is_scanned_as_well(office) {
        let (office, clam) = guarded(&office, Mood::Well).await;
        order(&office).await;
        let new = NewDocument { request: "acceptance", name: "a.pdf", ..NewDocument::default() };
        let content = pdf(VIRUS);
        let upload = uploads::begin(&office, &owner(), "CS1", &new, content.len() as u64).await.unwrap();
        let piece = stream::iter([Ok::<_, &str>(content.into())]);
        let id = uploads::append(&office, &owner(), &upload.id, 0, None, piece).await.unwrap().document_id.unwrap();
        let buyer = Actor::Buyer { id: 1, order_id: get(&office, "CS1").await.row.order_id, name: "客户".into() };
        let own = NewDocument { name: "b.pdf", ..NewDocument::default() };
        let own = hand_in(&office, &buyer, "CS1", &own, &pdf("clean")[..]).await.unwrap();
        assert!(open(&office, &buyer, own.id).await.is_err());
        scan(&office).await;
        assert_eq!((state(&office, id).await.0.as_str(), clam.scanned()), ("infected", 2));
        assert!(open(&office, &buyer, own.id).await.is_ok() && open(&office, &buyer, id).await.is_err());
    }
}
