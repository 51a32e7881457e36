//! Notes on an order: who writes, reads, corrects and deletes them, and what the journal keeps.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;

use books::{bring, granted, journalled, line, person};
use common::set_clock;
use domain::{
    Problem,
    access::{Actor, Role},
};
use operations::{
    Failure, Office, Result, journal,
    orders::{self, MOST_CHARACTERS, Note, Refused},
};

async fn texts(office: &Office, actor: &Actor, order_no: &str) -> Vec<String> {
    orders::notes(office, actor, order_no).await.unwrap().into_iter().map(|note| note.note).collect()
}

fn problem(result: Result<Note>) -> Problem {
    match result {
        Err(Failure::Invalid(problems)) => {
            assert_eq!((problems.len(), problems[0].field.as_str()), (1, "note"));
            problems[0].problem.clone()
        }
        other => unreachable!("{other:?}"),
    }
}

both! {
    async fn a_note_is_written_corrected_and_deleted(office) {
        bring(&office, &[line("CS1")]).await;
        let li = person(&office, "li", Role::Operations).await;
        let written = orders::write_note(&office, &li, "CS1", " 已联系客户\r\n等 11 月 20 日回复\0 ", None).await.unwrap();
        assert_eq!(written.note, "已联系客户\n等 11 月 20 日回复");
        assert_eq!((written.version, written.actor_name.as_str(), written.changed_at), (1, "li", None));
        set_clock(&office, common::NOW + 60_000);
        orders::change_note(&office, &li, "CS1", (written.id, 1), "客户 11 月 21 日回复").await.unwrap();
        let detail = orders::get(&office, &li, "CS1").await.unwrap();
        assert_eq!(detail.notes, orders::notes(&office, &li, "CS1").await.unwrap());
        let [note] = detail.notes.as_slice() else { unreachable!("{:?}", detail.notes) };
        assert_eq!((note.note.as_str(), note.version), ("客户 11 月 21 日回复", 2));
        assert_eq!(note.changed_at, Some(common::NOW + 60_000));
        orders::delete_note(&office, &li, "CS1", (note.id, 2)).await.unwrap();
        // A second press finds it gone, as it should be.
        orders::delete_note(&office, &li, "CS1", (note.id, 2)).await.unwrap();
        let detail = orders::get(&office, &li, "CS1").await.unwrap();
        assert!(detail.notes.is_empty());
        let told: Vec<_> = detail.events.iter().map(|e| (e.action.as_str(), e.before_json.clone())).collect();
        assert_eq!(told.iter().map(|(action, _)| *action).collect::<Vec<_>>(), [
            "order.note_written", "order.note_changed", "order.note_deleted",
        ]);
        assert!(told[1].1.as_deref().unwrap().contains("11 月 20 日"), "{told:?}");
        assert!(told[2].1.as_deref().unwrap().contains("11 月 21 日"), "{told:?}");
        assert_eq!(journal::verify(&office).await.unwrap().1, []);
    }

    async fn two_at_once_do_not_overwrite_each_other(office) {
        bring(&office, &[line("CS1")]).await;
        let li = person(&office, "li", Role::Operations).await;
        let wang = person(&office, "wang", Role::Finance).await;
        let (one, other) = futures::future::join(
            orders::write_note(&office, &li, "CS1", "一", None),
            orders::write_note(&office, &wang, "CS1", "二", None),
        ).await;
        let (one, other) = (one.unwrap(), other.unwrap());
        let mut both = texts(&office, &li, "CS1").await;
        both.sort();
        assert_eq!(both, ["一", "二"]);
        // From two windows of one person: the second is told, unless it says the same.
        let change = async |text| orders::change_note(&office, &li, "CS1", (one.id, 1), text).await;
        let (a, b) = futures::future::join(change("三"), change("四")).await;
        let (done, refused) = if a.is_ok() { (a, b) } else { (b, a) };
        done.unwrap();
        assert!(matches!(refused, Err(Failure::Desk(Refused::NoteChanged))), "{refused:?}");
        let now = orders::notes(&office, &li, "CS1").await.unwrap().into_iter().find(|n| n.id == one.id).unwrap();
        change(&now.note).await.unwrap();
        let gone = orders::delete_note(&office, &li, "CS1", (one.id, 1)).await;
        assert!(matches!(gone, Err(Failure::Desk(Refused::NoteChanged))), "{gone:?}");
        for refused in [
            orders::change_note(&office, &li, "CS1", (other.id, 1), "不是我的").await,
            orders::delete_note(&office, &li, "CS1", (other.id, 1)).await,
        ] {
            assert!(matches!(refused, Err(Failure::Desk(Refused::NoteOfOther))), "{refused:?}");
        }
        assert_eq!(journalled(&office, "order.note_changed").await, 1);
        assert_eq!(journalled(&office, "order.note_deleted").await, 0);
    }

    async fn a_form_that_is_sent_twice_writes_one_note(office) {
        bring(&office, &[line("CS1"), line("CS2")]).await;
        let li = person(&office, "li", Role::Operations).await;
        let wang = person(&office, "wang", Role::Operations).await;
        let write = async |actor: &Actor, order, text, key| {
            orders::write_note(&office, actor, order, text, Some(key)).await.unwrap().id
        };
        let first = write(&li, "CS1", "一", "form").await;
        assert_eq!(write(&li, "CS1", "一", "form").await, first);
        for (actor, order, text, key) in
            [(&li, "CS1", "二", "form"), (&li, "CS1", "一", "another"), (&wang, "CS1", "一", "form"), (&li, "CS2", "一", "form")]
        {
            assert_ne!(write(actor, order, text, key).await, first, "{order} {text} {key}");
        }
        assert_eq!(journalled(&office, "order.note_written").await, 5);
        let (one, other) = futures::future::join(write(&li, "CS2", "三", "form"), write(&li, "CS2", "三", "form")).await;
        assert_eq!(one, other);
    }

    async fn what_is_no_note_is_refused(office) {
        bring(&office, &[line("CS1")]).await;
        let li = person(&office, "li", Role::Operations).await;
        let long = |n: u32| "账\r\n".repeat(n as usize / 2);
        let write = async |text: &str| orders::write_note(&office, &li, "CS1", text, None).await;
        write(&long(MOST_CHARACTERS)).await.unwrap();
        assert_eq!(problem(write(&format!("{}账账账", long(MOST_CHARACTERS))).await), Problem::TooLong { most: MOST_CHARACTERS });
        assert_eq!(problem(write(" \r\n\0 ").await), Problem::Missing);
        let nowhere = orders::write_note(&office, &li, "CS9", "x", None).await;
        assert!(matches!(nowhere, Err(Failure::NotFound)));
        let nothing = orders::change_note(&office, &li, "CS1", (99, 1), "x").await;
        assert!(matches!(nothing, Err(Failure::NotFound)));
    }

    async fn who_may_and_how_far(office) {
        bring(&office, &[line("CS1"), line("CS2").with("product_id", "P2").with("product_name", "另一个")]).await;
        let auditor = person(&office, "auditor", Role::Auditor).await;
        let support = person(&office, "support", Role::Support).await;
        let support = granted(&office, &support, "P1").await;
        let token = Actor::Token { id: 1, name: "robot".into(), role: Role::Operations };
        orders::write_note(&office, &support, "CS1", "客户来电", None).await.unwrap();
        orders::write_note(&office, &token, "CS1", "来自工单系统", None).await.unwrap();
        let hidden = orders::write_note(&office, &support, "CS2", "x", None).await;
        assert!(matches!(hidden, Err(Failure::NotFound)), "{hidden:?}");
        assert!(matches!(orders::notes(&office, &support, "CS2").await, Err(Failure::NotFound)));
        let refused = orders::write_note(&office, &auditor, "CS1", "x", None).await;
        assert!(matches!(refused, Err(Failure::Denied(_))), "{refused:?}");
        assert_eq!(texts(&office, &auditor, "CS1").await, ["客户来电", "来自工单系统"]);
    }

    async fn an_import_leaves_notes_alone(office) {
        bring(&office, &[line("CS1").with("state", "pending_payment")]).await;
        let li = person(&office, "li", Role::Operations).await;
        orders::write_note(&office, &li, "CS1", "别动", None).await.unwrap();
        bring(&office, &[line("CS1").with("state", "processing")]).await;
        let detail = orders::get(&office, &li, "CS1").await.unwrap();
        assert_eq!(detail.named.order.head.state.code(), "processing");
        assert_eq!(texts(&office, &li, "CS1").await, ["别动"]);
    }
}
