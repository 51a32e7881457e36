//! Steps of deliveries: each flow to its end, and everything that is refused.

use domain::{access::Actor, supervision::Refusal};
use operations::{
    Failure, jobs,
    supervisions::{self, Given, Refused},
};

use crate::{
    both,
    common::{NOW, set_clock},
    shop::{act, bring, get, owner, paid, prove, stands, step, walk},
};

const DAY: i64 = 86_400_000;

fn refusal(done: operations::Result<()>) -> Refusal {
    match done.unwrap_err() {
        Failure::Supervision(Refused::NotNow { why, .. }) => why,
        other => panic!("{other:?}"),
    }
}

fn problem(done: operations::Result<()>) -> String {
    match done.unwrap_err() {
        Failure::Invalid(problems) => {
            problems.iter().map(|p| format!("{} ", p.field)).collect::<String>().trim().to_owned()
        }
        other => panic!("{other:?}"),
    }
}

both! {
    async fn a_standard_delivery_completes_its_order_by_itself(office) {
        bring(&office, &[paid("CS1", "general", "human_service")]).await;
        walk(&office, "CS1", &[("submit_requirement", "buyer"), ("reject_requirement", ""), ("submit_requirement", "buyer"), ("confirm_requirement", "merchant")]).await;
        // Evidence first (2.9), and a result.
        assert_eq!(problem(act(&office, "CS1", &step("complete", "")).await), "documents");
        prove(&office, "CS1").await;
        assert_eq!(problem(act(&office, "CS1", &Given { result: String::new(), ..step("complete", "") }).await), "result");
        for (start, wrong) in [("2026-11-01 09:59:59", true), ("2026-11-15 12:00:01", true), ("2026-11-02", false)] {
            let given = Given { service_started_at: start.into(), ..step("complete", "") };
            match wrong {
                true => assert_eq!(problem(act(&office, "CS1", &given).await), "service_started_at"),
                false => act(&office, "CS1", &given).await.unwrap(),
            }
        }
        assert_eq!(stands(&office, "CS1").await, ("buyer_acceptance".into(), Some("buyer".into())));
        assert!(matches!(refusal(act(&office, "CS1", &step("accept", "merchant")).await), Refusal::NotYours { .. }));
        walk(&office, "CS1", &[("reject_acceptance", "buyer"), ("complete", ""), ("accept", "buyer")]).await;
        let done = get(&office, "CS1").await;
        assert_eq!((done.row.stage.as_str(), done.row.due_at), ("done", None));
        // A second acceptance is no second completion.
        let entries = done.log.len();
        act(&office, "CS1", &step("accept", "buyer")).await.unwrap();
        assert_eq!(get(&office, "CS1").await.log.len(), entries);
        assert_eq!(refusal(act(&office, "CS1", &step("complete", "")).await), Refusal::Accepted);
        jobs::drain(&office, jobs::DELIVERIES).await.unwrap();
        let order = operations::orders::get(&office, &owner(), "CS1").await.unwrap().named.order;
        assert_eq!(order.head.state.code(), "completed");
        assert_eq!(order.head.completed_at.map(|at| at.timestamp_millis()), Some(NOW));
        // The marketplace calls it processing for a while: it stays completed.
        bring(&office, &[paid("CS1", "general", "human_service")]).await;
        let order = operations::orders::get(&office, &owner(), "CS1").await.unwrap().named.order;
        assert_eq!(order.head.state.code(), "completed");
        operations::journal::verify(&office).await.unwrap().1.is_empty().then_some(()).unwrap();
    }

    async fn validity_begins_with_the_start_or_the_acceptance(office) {
        bring(&office, &[paid("CS1", "general", "human_service"), paid("CS2", "general", "human_service")]).await;
        for order in ["CS1", "CS2"] {
            walk(&office, order, &[("submit_requirement", "buyer"), ("confirm_requirement", "")]).await;
            prove(&office, order).await;
        }
        act(&office, "CS1", &Given { service_started_at: "2026-11-02 00:00".into(), ..step("complete", "") }).await.unwrap();
        act(&office, "CS2", &step("complete", "")).await.unwrap();
        // Both are accepted on 5 December, when the month from 2 November is over already.
        set_clock(&office, NOW + 20 * DAY);
        for order in ["CS1", "CS2"] {
            act(&office, order, &step("accept", "buyer")).await.unwrap();
        }
        let term = |row: supervisions::Row| (crate::common::day(row.valid_from.unwrap()), crate::common::day(row.valid_to.unwrap()));
        let one = get(&office, "CS1").await;
        assert_eq!(term(one.row.clone()), ("2026-11-02".into(), "2026-12-02".into()));
        assert!(one.log.iter().any(|entry| entry.event.action == "supervision.expired"));
        let two = get(&office, "CS2").await;
        assert_eq!(term(two.row.clone()), ("2026-12-05".into(), "2027-01-05".into()));
        assert!(!two.log.iter().any(|entry| entry.event.action == "supervision.expired"));
    }

    async fn goods_are_accepted_ten_days_after_the_signature(office) {
        let rows: Vec<String> = (1..=3).map(|n| paid(&format!("CS{n}"), "general", "hardware")).collect();
        bring(&office, &rows).await;
        assert_eq!(problem(act(&office, "CS1", &Given { waybill: String::new(), ..step("ship", "") }).await), "waybill");
        for order in ["CS1", "CS2", "CS3"] {
            act(&office, order, &Given { phone: "138 0013 8000".into(), phone_differs: order == "CS3", ..step("ship", "") }).await.unwrap();
        }
        assert_eq!(stands(&office, "CS1").await, ("buyer_acceptance".into(), Some("courier".into())));
        assert_eq!(stands(&office, "CS3").await.1, Some("buyer".into()));
        act(&office, "CS1", &Given { phone: "+8613800138000".into(), ..step("sign", "courier") }).await.unwrap();
        act(&office, "CS2", &Given { phone: "13900000000".into(), ..step("sign", "courier") }).await.unwrap();
        act(&office, "CS3", &step("sign", "courier")).await.unwrap();
        assert!(matches!(act(&office, "CS1", &step("sign", "courier")).await, Err(Failure::Supervision(Refused::SignedAlready))));
        set_clock(&office, NOW + 10 * DAY - 1);
        assert_eq!(supervisions::accept(&office).await.unwrap(), 0);
        set_clock(&office, NOW + 10 * DAY);
        assert_eq!(supervisions::accept(&office).await.unwrap(), 1);
        let one = get(&office, "CS1").await;
        assert_eq!((one.row.stage.as_str(), one.log.last().unwrap().side().code()), ("done", "system"));
        assert_eq!(stands(&office, "CS2").await.0, "buyer_acceptance");
        assert_eq!(stands(&office, "CS3").await.0, "buyer_acceptance");
    }

    async fn an_appeal_freezes_until_the_operator_decides(office) {
        let rows: Vec<String> = (1..=4).map(|n| paid(&format!("CS{n}"), "general", "human_service")).collect();
        bring(&office, &rows).await;
        for (order, outcome, node) in [("CS1", "continue", "confirm_requirement"), ("CS2", "accept", "done"), ("CS3", "return", "confirm_requirement"), ("CS4", "refund", "closed_refunded")] {
            walk(&office, order, &[("submit_requirement", "buyer")]).await;
            assert_eq!(problem(act(&office, order, &Given { comment: String::new(), ..step("appeal", "buyer") }).await), "comment");
            act(&office, order, &step("appeal", "buyer")).await.unwrap();
            let frozen = get(&office, order).await;
            assert_eq!((frozen.row.node.code(), frozen.row.stage.as_str()), ("frozen_appeal", "frozen"));
            assert_eq!(frozen.row.frozen_node().unwrap().code(), "confirm_requirement");
            for (action, by) in [("confirm_requirement", "merchant"), ("appeal", "merchant"), ("complete", "merchant")] {
                assert_eq!(refusal(act(&office, order, &step(action, by)).await), Refusal::Frozen);
            }
            assert_eq!(problem(act(&office, order, &step("decide_appeal", "operator")).await), "outcome");
            let decided = Given { outcome: outcome.into(), ..step("decide_appeal", "operator") };
            act(&office, order, &decided).await.unwrap();
            assert_eq!(stands(&office, order).await.0, node);
            let detail = get(&office, order).await;
            assert_eq!(detail.appeals.first().unwrap().outcome.as_deref(), Some(outcome));
        }
        assert_eq!(refusal(act(&office, "CS4", &step("complete", "")).await), Refusal::Refunded);
        // All that was paid goes back, by an order of its own.
        let back = operations::orders::get(&office, &owner(), "CS4-R1").await.unwrap().named.order;
        assert_eq!((back.head.order_type.code(), back.sums().paid_minor), ("UNSUBSCRIBE", -100_000));
        assert!(get(&office, "CS4").await.row.refund_id.is_some());
    }

    async fn parts_are_accepted_one_by_one(office) {
        bring(&office, &[paid("CS1", "general", "human_service"), paid("CS2", "joint", "human_service")]).await;
        let set = async |order: &str, shares: &[&str]| {
            let shares: Vec<String> = shares.iter().map(|s| (*s).to_owned()).collect();
            supervisions::set_milestones(&office, &owner(), order, &shares).await
        };
        assert_eq!(problem(set("CS1", &["30%", "50%"]).await), "milestones");
        assert_eq!(problem(set("CS2", &["30%", "70%"]).await), "milestones");
        set("CS1", &["30%", "50%", "20%"]).await.unwrap();
        walk(&office, "CS1", &[("submit_requirement", "buyer"), ("confirm_requirement", "")]).await;
        prove(&office, "CS1").await;
        walk(&office, "CS1", &[("complete", ""), ("accept", "buyer")]).await;
        assert_eq!(stands(&office, "CS1").await.0, "implement");
        assert!(matches!(set("CS1", &[]).await, Err(Failure::Supervision(Refused::MilestonesStand))));
        let third = Given { milestone: "3".into(), ..step("complete", "") };
        act(&office, "CS1", &third).await.unwrap();
        assert_eq!(problem(act(&office, "CS1", &Given { milestone: "2".into(), ..step("accept", "buyer") }).await), "milestone");
        walk(&office, "CS1", &[("accept", "buyer")]).await;
        let share = |detail: &supervisions::Detail| supervisions::accepted_share(&detail.milestones, detail.row.ended_at.is_some());
        assert_eq!(share(&get(&office, "CS1").await), 500_000);
        walk(&office, "CS1", &[("complete", ""), ("reject_acceptance", "buyer"), ("complete", ""), ("accept", "buyer")]).await;
        assert_eq!(stands(&office, "CS1").await.0, "done");
    }

    async fn a_joint_order_is_reviewed_in_the_enablement_scene(office) {
        bring(&office, &[paid("CS1", "joint", "human_service"), paid("CS2", "general", "human_service")]).await;
        assert_eq!(problem(act(&office, "CS2", &Given { scene: "enablement".into(), ..step("submit_requirement", "buyer") }).await), "scene");
        walk(&office, "CS1", &[("submit_requirement", "buyer")]).await;
        let usual = get(&office, "CS1").await.requests.len();
        act(&office, "CS1", &Given { scene: "enablement_cloud".into(), ..step("confirm_requirement", "") }).await.unwrap();
        let detail = get(&office, "CS1").await;
        assert!(detail.requests.len() > usual && detail.requests.iter().any(|request| request.code == "screenshots"));
        let missing = act(&office, "CS1", &step("complete", "")).await.unwrap_err().to_string();
        assert!(missing.contains("screenshots") || missing.contains("Screenshots"), "{missing}");
        assert!(missing.contains("three parties"), "{missing}");
    }

    async fn licence_codes_are_claimed_and_activated(office) {
        bring(&office, &[paid("CS1", "general", "license")]).await;
        let mut tx = office.db.begin().await.unwrap();
        operations::db::Sql::new("DELETE FROM supervision_requests").execute_in(&mut tx).await.unwrap();
        operations::db::Sql::new("UPDATE supervisions SET flow = 'license_code', node = 'implement', stage = 'merchant'").execute_in(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        walk(&office, "CS1", &[("complete", ""), ("claim_code", "buyer")]).await;
        assert!(matches!(act(&office, "CS1", &step("claim_code", "buyer")).await, Err(Failure::Supervision(Refused::ClaimedAlready))));
        set_clock(&office, NOW + DAY);
        walk(&office, "CS1", &[("activate_code", "merchant")]).await;
        let row = get(&office, "CS1").await.row;
        assert_eq!((row.stage.as_str(), row.valid_from), ("done", Some(NOW + DAY)));
    }

    async fn one_of_two_wins_and_the_other_is_told(office) {
        bring(&office, &[paid("CS1", "general", "human_service")]).await;
        let seen = get(&office, "CS1").await.row.version;
        let given = Given { seen: Some(seen), ..step("submit_requirement", "buyer") };
        let (one, two) = tokio::join!(act(&office, "CS1", &given), act(&office, "CS1", &given));
        let lost = if one.is_ok() { two } else { one };
        assert!(matches!(lost, Err(Failure::Supervision(Refused::ActedMeanwhile { .. }))), "{lost:?}");
        assert_eq!(get(&office, "CS1").await.log.len(), 2);
    }

    async fn a_buyer_acts_for_the_buyer_alone(office) {
        bring(&office, &[paid("CS1", "general", "human_service")]).await;
        let order_id = get(&office, "CS1").await.row.order_id;
        let buyer = Actor::Buyer { id: 4, order_id, name: "远山贸易".into() };
        let by = async |by: &str| supervisions::act(&office, &buyer, "CS1", &step("submit_requirement", by)).await;
        assert_eq!(problem(by("merchant").await), "by");
        by("").await.unwrap();
        let entry = get(&office, "CS1").await.log.pop().unwrap();
        assert_eq!((entry.side().code(), entry.is_recorded(), entry.event.actor_kind.as_str()), ("buyer", false, "buyer"));
        walk(&office, "CS1", &[("confirm_requirement", "")]).await;
        assert_eq!(problem(act(&office, "CS1", &step("accept", "system")).await), "by");
        assert_eq!(problem(act(&office, "CS1", &step("close_refunded", "")).await), "action");
    }
}
