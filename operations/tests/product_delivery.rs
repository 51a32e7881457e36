//! How products are delivered, on both engines.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

mod common;

use domain::access::{Actor, Role};
use operations::{
    Failure, Office,
    db::Sql,
    journal,
    list::Filter,
    products::{self, Asked, Given, set_delivery},
    supervisions,
};

async fn sell(office: &Office, code: &str, delivery: &str) {
    let mut tx = office.db.begin().await.unwrap();
    let mut sql = Sql::new("INSERT INTO products (code, name, delivery_type) VALUES (");
    sql.arg(code).push(", '云监控', ").arg(delivery).push(")");
    sql.execute_in(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

fn asked(code: &str) -> Asked {
    Asked {
        code: code.into(),
        name_zh: "验收报告".into(),
        name_en: "Acceptance report".into(),
        required: true,
        ..Asked::default()
    }
}

fn standard(all: &[Asked]) -> Given {
    Given { standard: Some(all.to_vec()), ..Given::default() }
}

both! {
    async fn a_product_is_delivered_as_its_type_has_it_until_it_says_otherwise(office) {
        sell(&office, "P-1", "human_service").await;
        sell(&office, "P-2", "saas_auto").await;
        let owner = common::staff(Role::Owner);
        let one = products::delivery(&office, &owner, "P-1").await.unwrap();
        assert_eq!((one.delivery.supervised, one.delivery.says, one.delivery.version), (true, None, 0));
        assert!(one.delivery.requests.iter().any(|request| request.code == "acceptance"));
        assert!(!products::delivery(&office, &owner, "P-2").await.unwrap().delivery.supervised);

        let given = Given { supervised: Some(Some(true)), flow: Some("website".into()), ..Given::default() };
        set_delivery(&office, &owner, "P-2", given).await.unwrap();
        let two = products::delivery(&office, &owner, "P-2").await.unwrap();
        assert_eq!((two.delivery.says, two.delivery.flow.code(), two.delivery.version), (Some(true), "website", 1));
        assert!(two.delivery.requests.iter().any(|request| request.code == "design"), "usual for the flow");
        let page = products::list(&office, &owner, &Filter::of(&products::LIST)).await.unwrap();
        let rows: Vec<_> = page.rows.iter().map(|p| (p.code.as_str(), p.supervised(), p.flow().code())).collect();
        assert_eq!(rows, [("P-2", true, "website"), ("P-1", true, "standard")]);
        let given = Given { supervised: Some(None), ..Given::default() };
        set_delivery(&office, &owner, "P-2", given).await.unwrap();
        assert!(!products::delivery(&office, &owner, "P-2").await.unwrap().delivery.supervised);
    }

    async fn each_change_is_a_version_of_its_own_and_stands_in_the_journal(office) {
        sell(&office, "P-1", "human_service").await;
        let owner = common::staff(Role::Owner);
        set_delivery(&office, &owner, "P-1", standard(&[asked("report")])).await.unwrap();
        set_delivery(&office, &owner, "P-1", standard(&[asked("report")])).await.unwrap();
        let parts = Given { milestones: Some(vec!["30%".into(), "0.7".into()]), ..Given::default() };
        set_delivery(&office, &owner, "P-1", parts).await.unwrap();
        let one = products::delivery(&office, &owner, "P-1").await.unwrap();
        assert_eq!(one.delivery.shares.iter().map(|s| s.bare()).collect::<Vec<_>>(), ["0.3", "0.7"]);
        let versions: Vec<_> = one.versions.iter().map(|v| (v.version, v.requests.len(), v.shares.len())).collect();
        assert_eq!(versions, [(2, 1, 2), (1, 1, 0)], "what changes nothing is no version");
        let (filter, _) = Filter::read(&journal::LIST, [("kind", "product"), ("id", "P-1")]);
        let events = journal::list(&office, &owner, &filter).await.unwrap().rows;
        let actions: Vec<_> = events.iter().map(|event| event.action.as_str()).collect();
        assert_eq!(actions, ["product.standard_written"; 2]);
    }

    async fn what_is_wrong_is_told_by_its_place(office) {
        sell(&office, "P-1", "human_service").await;
        let owner = common::staff(Role::Owner);
        let mut bad = [asked("a b"), asked("x"), asked("x")];
        bad[1].node = "nowhere".into();
        bad[1].least = "many".into();
        bad[2].scene = "moon".into();
        let given = Given { milestones: Some(vec!["30%".into()]), flow: Some("by_ship".into()), ..standard(&bad) };
        let Err(Failure::Invalid(problems)) = set_delivery(&office, &owner, "P-1", given).await else {
            unreachable!("it is refused")
        };
        let mut places: Vec<_> = problems.iter().map(|problem| problem.field.as_str()).collect();
        places.sort_unstable();
        let expected = [
            "flow", "milestones", "standard[0].code", "standard[1].least", "standard[1].node", "standard[2].code",
            "standard[2].scene",
        ];
        assert_eq!(places, expected);
        assert!(products::delivery(&office, &owner, "P-1").await.unwrap().versions.is_empty());
    }

    async fn who_saw_an_older_version_is_told(office) {
        sell(&office, "P-1", "human_service").await;
        let owner = common::staff(Role::Owner);
        let first = Given { seen: Some(0), ..standard(&[asked("report")]) };
        set_delivery(&office, &owner, "P-1", first).await.unwrap();
        let second = Given { seen: Some(0), ..standard(&[asked("other")]) };
        let refused = set_delivery(&office, &owner, "P-1", second).await;
        assert!(matches!(
            refused,
            Err(Failure::Supervision(supervisions::Refused::ProductChanged { .. }))
        ));
    }

    async fn support_reads_granted_products_and_changes_none(office) {
        sell(&office, "P-1", "human_service").await;
        sell(&office, "P-2", "human_service").await;
        let granted = products::all(&office, &Actor::System).await.unwrap()[0].id;
        let support = Actor::Staff { id: 1, name: "客服".into(), role: Role::Support, products: vec![granted] };
        assert!(products::delivery(&office, &support, "P-1").await.is_ok());
        assert!(matches!(products::delivery(&office, &support, "P-2").await, Err(Failure::NotFound)));
        let refused = set_delivery(&office, &support, "P-1", Given::default()).await;
        assert!(matches!(refused, Err(Failure::Denied(_))));
    }
}
