//! Documents of deliveries: handed in, replaced, waived, refused.

use domain::access::{Actor, Role};
use operations::{
    Failure, documents,
    supervisions::{
        self, Refused, RequestState,
        documents::{NewDocument, hand_in, may_hand_in, open, set_needed},
    },
};

use crate::{
    both,
    common::{NOW, set_clock},
    shop::{act, bring, get, owner, paid, step, walk},
};

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n";

fn new<'a>(request: &'a str, name: &'a str) -> NewDocument<'a> {
    NewDocument { request, name, ..NewDocument::default() }
}

fn file_refused<T: std::fmt::Debug>(done: operations::Result<T>) -> documents::Refused {
    match done {
        Err(Failure::Document(refused)) => refused,
        other => panic!("{other:?}"),
    }
}

both! {
    async fn a_document_answers_what_is_asked_for_and_is_replaced(office) {
        bring(&office, &[paid("CS1", "general", "human_service")]).await;
        walk(&office, "CS1", &[("submit_requirement", "buyer"), ("confirm_requirement", "")]).await;
        let one = hand_in(&office, &owner(), "CS1", &new("acceptance", "../../验收报告.pdf"), PDF).await.unwrap();
        assert_eq!((one.name.as_str(), one.version, one.side.as_str()), ("验收报告.pdf", 1, "merchant"));
        let again = NewDocument { replaces: Some(one.id), ..new("acceptance", "b.pdf") };
        let two = hand_in(&office, &owner(), "CS1", &again, PDF).await.unwrap();
        assert_eq!(two.version, 2);
        let detail = get(&office, "CS1").await;
        let request = detail.requests.iter().find(|request| request.code == "acceptance").unwrap();
        assert_eq!((request.state, request.files), (RequestState::Replaced, 1));
        assert_eq!(detail.documents[0].replaced_by, Some(two.id));
        // The old one stays readable; what was replaced is not replaced again.
        let (found, content) = open(&office, &owner(), one.id).await.unwrap();
        assert_eq!((found.sha256.len(), content.size), (64, PDF.len() as u64));
        assert!(matches!(hand_in(&office, &owner(), "CS1", &again, PDF).await, Err(Failure::Invalid(_))));
        let last = detail.log.last().unwrap();
        assert_eq!((last.event.action.as_str(), last.documents()), ("supervision.document_added", vec![two.id]));
        act(&office, "CS1", &supervisions::Given { documents: vec![two.id], ..step("complete", "") }).await.unwrap();
    }

    async fn what_is_not_taken_is_told_and_leaves_nothing(office) {
        use documents::Refused as R;
        bring(&office, &[paid("CS1", "general", "human_service")]).await;
        let send = async |name: &str, content: &[u8]| hand_in(&office, &owner(), "CS1", &new("", name), content).await;
        assert_eq!(file_refused(send("a.pdf", b"").await), R::Empty);
        assert!(matches!(file_refused(send("a.exe", PDF).await), R::Ending { .. }));
        assert!(matches!(file_refused(send("a.png", PDF).await), R::NotWhatItSays { .. }));
        let mut large = PDF.to_vec();
        large.resize(20 << 20, b'\n');
        large.truncate((20 << 20) - 6);
        large.extend_from_slice(b"%%EOF\n");
        let largest = send("a.pdf", &large).await.unwrap();
        assert_eq!(largest.size_bytes, 20 << 20);
        large.push(b'\n');
        assert_eq!(file_refused(send("a.pdf", &large).await), R::TooLarge { most: 20 });
        // A file of the step that is still to come, and one that nobody asks for.
        for request in ["acceptance", "nothing", "99"] {
            match hand_in(&office, &owner(), "CS1", &new(request, "a.pdf"), PDF).await {
                Err(Failure::Invalid(problems)) => assert_eq!(problems[0].field, "request"),
                other => panic!("{request}: {other:?}"),
            }
        }
        let detail = get(&office, "CS1").await;
        assert_eq!(detail.documents.len(), 1);
        // Exactly one file lies in the store.
        set_clock(&office, NOW + 365 * 86_400_000 * 20);
        assert_eq!(documents::sweep(&office).await.unwrap(), 0);
    }

    async fn the_limits_that_are_set_hold(office) {
        use documents::Refused as R;
        use operations::settings::{self, Setting, Settings};
        bring(&office, &[paid("CS1", "general", "human_service")]).await;
        let set = async |settings: Settings| settings::save(&office, &Actor::System, settings).await.unwrap();
        let send = async |request: &str, name: &str, size: usize| {
            let mut content = PDF.to_vec();
            content.resize(size - 6, b'\n');
            content.extend_from_slice(b"%%EOF\n");
            hand_in(&office, &owner(), "CS1", &new(request, name), &content[..]).await
        };
        let small = Settings::default().with(Setting::DocumentMb, 1).with(Setting::DocumentFiles, 2);
        set(small.with(Setting::OrderMb, 2)).await;
        send("", "a.pdf", 1 << 20).await.unwrap();
        assert_eq!(file_refused(send("", "b.pdf", (1 << 20) + 1).await), R::TooLarge { most: 1 });
        send("requirement", "b.pdf", 600_000).await.unwrap();
        assert_eq!(file_refused(send("requirement", "c.pdf", 600_000).await), R::Quota { most: 2 });
        send("requirement", "c.pdf", 1_000).await.unwrap();
        assert_eq!(file_refused(send("requirement", "d.pdf", 1_000).await), R::TooMany { most: 2 });
        let mut no_pdf = Settings::default();
        no_pdf.endings = documents::name::Endings::read("zip").unwrap();
        set(no_pdf).await;
        assert!(matches!(file_refused(send("", "d.pdf", 1_000).await), R::Ending { allowed, .. } if allowed == "zip"));
        set(Settings::default().with(Setting::LinkMb, 1)).await;
        let buyer = Actor::Buyer { id: 1, order_id: get(&office, "CS1").await.row.order_id, name: "客户".into() };
        let large = may_hand_in(&office, &buyer, "CS1", &new("", "a.pdf"), (1 << 20) + 1).await;
        assert_eq!(file_refused(large), R::Quota { most: 1 });
    }

    async fn a_file_without_a_record_is_swept(office) {
        use object_store::ObjectStoreExt;
        bring(&office, &[paid("CS1", "general", "human_service")]).await;
        let kept = hand_in(&office, &owner(), "CS1", &new("", "a.pdf"), PDF).await.unwrap();
        let left = object_store::path::Path::from("deliveries/left-behind");
        office.documents.put(&left, PDF.to_vec().into()).await.unwrap();
        assert_eq!(documents::sweep(&office).await.unwrap(), 0, "it is not an hour old");
        set_clock(&office, NOW + 365 * 86_400_000 * 20);
        assert_eq!(documents::sweep(&office).await.unwrap(), 1);
        assert!(open(&office, &owner(), kept.id).await.is_ok());
    }

    async fn nobody_hands_in_while_it_is_frozen_or_for_somebody_else(office) {
        bring(&office, &[paid("CS1", "general", "human_service"), paid("CS2", "general", "image")]).await;
        let order_id = get(&office, "CS1").await.row.order_id;
        let buyer = Actor::Buyer { id: 1, order_id, name: "客户".into() };
        let own = hand_in(&office, &buyer, "CS1", &new("requirement", "需求.pdf"), PDF).await.unwrap();
        assert_eq!((own.side.as_str(), own.actor_kind.as_str()), ("buyer", "buyer"));
        let as_merchant = NewDocument { by: "merchant", ..new("", "a.pdf") };
        assert!(matches!(hand_in(&office, &buyer, "CS1", &as_merchant, PDF).await, Err(Failure::Invalid(_))));
        let other = Actor::Buyer { id: 2, order_id: order_id + 1, name: "别人".into() };
        assert!(matches!(hand_in(&office, &other, "CS1", &new("", "a.pdf"), PDF).await, Err(Failure::NotFound)));
        assert!(matches!(open(&office, &other, own.id).await, Err(Failure::NotFound)));
        assert!(open(&office, &buyer, own.id).await.is_ok());
        let support = Actor::Staff { id: 9, name: "客服".into(), role: Role::Support, products: vec![] };
        assert!(matches!(open(&office, &support, own.id).await, Err(Failure::NotFound)));
        assert!(matches!(hand_in(&office, &owner(), "CS2", &new("", "a.pdf"), PDF).await, Err(Failure::NotFound)));
        walk(&office, "CS1", &[("appeal", "buyer")]).await;
        for who in [&buyer, &owner()] {
            let frozen = hand_in(&office, who, "CS1", &new("", "a.pdf"), PDF).await;
            assert!(matches!(frozen, Err(Failure::Supervision(Refused::NotNow { .. }))), "{frozen:?}");
        }
        assert!(may_hand_in(&office, &buyer, "CS1", &new("", "a.pdf"), 1).await.is_err());
    }

    async fn a_request_can_be_waived_with_a_reason(office) {
        bring(&office, &[paid("CS1", "general", "human_service")]).await;
        walk(&office, "CS1", &[("submit_requirement", "buyer"), ("confirm_requirement", "")]).await;
        let id = get(&office, "CS1").await.requests.iter().find(|r| r.code == "acceptance").unwrap().id;
        assert!(matches!(set_needed(&office, &owner(), "CS1", id, Some(" ")).await, Err(Failure::Invalid(_))));
        set_needed(&office, &owner(), "CS1", id, Some("客户书面同意")).await.unwrap();
        let waived = get(&office, "CS1").await.requests.into_iter().find(|r| r.id == id).unwrap();
        assert_eq!((waived.state, waived.reason.as_deref()), (RequestState::NotNeeded, Some("客户书面同意")));
        // Something has to prove it all the same (2.4).
        assert!(matches!(act(&office, "CS1", &step("complete", "")).await, Err(Failure::Invalid(_))));
        hand_in(&office, &owner(), "CS1", &new("", "a.pdf"), PDF).await.unwrap();
        set_needed(&office, &owner(), "CS1", id, None).await.unwrap();
        assert!(matches!(act(&office, "CS1", &step("complete", "")).await, Err(Failure::Invalid(_))));
        set_needed(&office, &owner(), "CS1", id, Some("客户书面同意")).await.unwrap();
        act(&office, "CS1", &step("complete", "")).await.unwrap();
    }
}
