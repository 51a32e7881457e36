//! Links by which buyers act: for one order, for a while, until they are revoked.

use domain::access::{Actor, Operation, Role};
use operations::{
    Failure,
    orders::{guest, links, make_link, revoke_link},
    supervisions::{self, Refused},
};

use crate::{
    both,
    common::{NOW, set_clock, staff},
    shop::{bring, get, owner, paid, step},
};

both! {
    async fn a_link_lets_one_buyer_act_on_one_order(office) {
        bring(&office, &[paid("CS1", "general", "human_service"), paid("CS2", "general", "human_service")]).await;
        let made = make_link(&office, &owner(), "CS1", Some(2), "en").await.unwrap();
        assert_eq!(made.expires_at, NOW + 2 * 3_600_000);
        let buyer = guest(&office, &made.key).await.unwrap();
        assert_eq!((buyer.order_no.as_str(), buyer.language.as_str()), ("CS1", "en"));
        supervisions::act(&office, &buyer.actor, "CS1", &step("submit_requirement", "")).await.unwrap();
        assert_eq!(get(&office, "CS1").await.log.last().unwrap().event.actor_kind, "buyer");
        for other in ["CS2", "CS9"] {
            assert!(matches!(supervisions::get(&office, &buyer.actor, other).await, Err(Failure::NotFound)), "{other}");
            let acted = supervisions::act(&office, &buyer.actor, other, &step("submit_requirement", "")).await;
            assert!(matches!(acted, Err(Failure::NotFound)), "{other}");
        }
        // Nothing else is a buyer's.
        let orders = operations::orders::get(&office, &buyer.actor, "CS1").await;
        assert!(matches!(orders, Err(Failure::Denied(denied)) if denied.operation == Operation::ReadOrder));
        let further = make_link(&office, &buyer.actor, "CS1", None, "").await;
        assert!(matches!(further, Err(Failure::Denied(_))));
    }

    async fn a_link_ends(office) {
        bring(&office, &[paid("CS1", "general", "human_service")]).await;
        let one = make_link(&office, &owner(), "CS1", None, "").await.unwrap();
        let two = make_link(&office, &owner(), "CS1", Some(1), "中文").await.unwrap();
        let mut changed = one.key.clone();
        let last = if changed.pop() == Some('A') { 'B' } else { 'A' };
        changed.push(last);
        assert!(matches!(guest(&office, &changed).await, Err(Failure::NotFound)));
        set_clock(&office, NOW + 3_600_000);
        assert!(matches!(guest(&office, &two.key).await, Err(Failure::Supervision(Refused::LinkGone))));
        revoke_link(&office, &owner(), one.id).await.unwrap();
        revoke_link(&office, &owner(), one.id).await.unwrap();
        assert!(matches!(guest(&office, &one.key).await, Err(Failure::Supervision(Refused::LinkGone))));
        let all = links(&office, &owner(), "CS1").await.unwrap();
        assert!(all.len() == 2 && all.iter().all(|link| !link.is_good(NOW + 3_600_000)));
        let log: Vec<String> = get(&office, "CS1").await.log.into_iter().map(|entry| entry.event.action).collect();
        assert_eq!(log[1..], ["supervision.link_made", "supervision.link_made", "supervision.link_revoked"]);
        assert!(matches!(revoke_link(&office, &owner(), 99).await, Err(Failure::NotFound)));
    }

    async fn what_is_wrong_with_a_link_is_told(office) {
        bring(&office, &[paid("CS1", "general", "human_service")]).await;
        for (hours, language, field) in [(Some(0), "", "hours"), (Some(9_999), "", "hours"), (None, "fr", "language")] {
            match make_link(&office, &owner(), "CS1", hours, language).await {
                Err(Failure::Invalid(problems)) => assert_eq!(problems[0].field, field),
                other => panic!("{other:?}"),
            }
        }
        assert!(matches!(make_link(&office, &staff(Role::Auditor), "CS1", None, "").await, Err(Failure::Denied(_))));
        let support = Actor::Staff { id: 5, name: "客服".into(), role: Role::Support, products: vec![] };
        assert!(matches!(make_link(&office, &support, "CS1", None, "").await, Err(Failure::NotFound)));
    }
}
