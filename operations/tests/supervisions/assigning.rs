//! Handing deliveries over.

use domain::access::{Actor, Role};
use operations::{
    Failure, Office,
    bulk::{self, Chosen, Deed, Given, Outcome},
    orders::NOBODY,
    supervisions::{Refused, assign},
};

use super::shop::{bring, get, owner, paid};
use crate::{
    books::{granted, person},
    both,
};

async fn shop(office: &Office) -> (Actor, Actor) {
    bring(office, &[paid("S1", "general", "human_service"), paid("S2", "general", "hardware")]).await;
    let li = person(office, "li", Role::Operations).await;
    let wang = person(office, "wang", Role::Support).await;
    (li, granted(office, &wang, "P-human_service").await)
}

async fn who(office: &Office, order_no: &str) -> Option<String> {
    get(office, order_no).await.assignee.map(|(_, name)| name)
}

fn account(actor: &Actor) -> String {
    format!("{}@example.com", actor.name())
}

both! {
    async fn a_delivery_is_taken_and_handed_over_with_a_reason(office) {
        let (li, wang) = shop(&office).await;
        assign(&office, &wang, "S1", ("me", ""), Some(NOBODY)).await.unwrap();
        assert_eq!(who(&office, "S1").await.as_deref(), Some("wang"));
        let unsaid = assign(&office, &wang, "S1", (&account(&li), " "), None).await;
        assert!(matches!(&unsaid, Err(Failure::Invalid(p)) if p[0].field == "comment"), "{unsaid:?}");
        assign(&office, &wang, "S1", (&account(&li), "休假"), None).await.unwrap();
        assert_eq!(who(&office, "S1").await.as_deref(), Some("li"));
        let log = get(&office, "S1").await.log;
        assert_eq!(log.last().unwrap().event.reason.as_deref(), Some("休假"));
        // It is not hers any more.
        let refused = assign(&office, &wang, "S1", ("me", "我来"), None).await;
        assert!(matches!(refused, Err(Failure::Supervision(Refused::NotYoursToGive))), "{refused:?}");
        let late = assign(&office, &owner(), "S1", (NOBODY, "x"), Some(&account(&wang))).await;
        assert!(matches!(late, Err(Failure::Supervision(Refused::Assigned { .. }))), "{late:?}");
    }

    async fn nobody_gets_what_is_not_granted(office) {
        let (_, wang) = shop(&office).await;
        let refused = assign(&office, &owner(), "S2", (&account(&wang), ""), None).await;
        assert!(matches!(refused, Err(Failure::Supervision(Refused::NotSeenBy { .. }))), "{refused:?}");
        assert!(matches!(assign(&office, &wang, "S2", ("me", ""), None).await, Err(Failure::NotFound)));
        person(&office, "finance", Role::Finance).await;
        let unknown = assign(&office, &owner(), "S1", ("finance@example.com", ""), None).await;
        assert!(matches!(&unknown, Err(Failure::Invalid(p)) if p[0].field == "assignee"), "{unknown:?}");
    }

    async fn many_are_given_and_reminded_of(office) {
        let (li, wang) = shop(&office).await;
        let given = Given { reason: "分工", assignee: &account(&wang), bulk: 0 };
        let rows = Chosen::Rows(&["S1", "S2"]);
        let id = bulk::run(&office, &li, Deed::AssignDeliveries, rows, given).await.unwrap();
        let done = bulk::get(&office, &li, id).await.unwrap();
        let came: Vec<_> = done.rows.iter().map(|row| (row.outcome, row.detail.as_deref())).collect();
        assert_eq!(came, [(Outcome::Done, None), (Outcome::Refused, Some("not_seen"))]);
        let all = Chosen::Matching("stage=buyer,merchant");
        let id = bulk::run(&office, &li, Deed::RemindDeliveries, all, "").await.unwrap();
        let done = bulk::get(&office, &li, id).await.unwrap();
        assert!(done.rows.len() == 2 && done.rows.iter().all(|row| row.outcome == Outcome::Done));
        assert!(get(&office, "S1").await.row.reminded_at.is_some());
    }
}
