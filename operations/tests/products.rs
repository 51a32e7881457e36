//! Products on both engines.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

mod common;

use domain::access::{Actor, Role};
use operations::{
    Failure, Office,
    list::Filter,
    products::{self, LIST},
    within,
};

async fn sell(office: &Office, code: &str, name: &str) {
    let mut tx = office.db.begin().await.unwrap();
    within!(&mut tx, |c| sqlx::query(
        "INSERT INTO products (code, name, delivery_type) VALUES ($1, $2, 'saas_auto')"
    )
    .bind(code)
    .bind(name)
    .execute(c)
    .await
    .map(|_| ()))
    .unwrap();
    tx.commit().await.unwrap();
}

both! {
    async fn every_product_is_listed_by_its_code(office) {
        assert!(products::all(&office, &Actor::System).await.unwrap().is_empty());
        sell(&office, "P-2", "云备份").await;
        sell(&office, "P-1", "云监控").await;
        let found = products::all(&office, &common::staff(Role::Auditor)).await.unwrap();
        let found: Vec<_> = found.iter().map(|p| (p.code.as_str(), p.name.as_str())).collect();
        assert_eq!(found, [("P-1", "云监控"), ("P-2", "云备份")]);
    }

    async fn only_who_may_see_staff_sees_the_list(office) {
        for role in [Role::Operations, Role::Finance, Role::Support] {
            let refused = products::all(&office, &common::staff(role)).await;
            assert!(matches!(refused, Err(Failure::Denied(_))), "{role}");
        }
    }

    async fn products_are_found_by_id_name_and_delivery(office) {
        for (code, name) in [("P-1", "云监控"), ("P-2", "云备份"), ("P-3", "Data Mover")] {
            sell(&office, code, name).await;
        }
        let found = async |actor: &Actor, pairs: &[(&str, &str)]| {
            let (filter, problems) = Filter::read(&LIST, pairs.iter().copied());
            assert!(problems.is_empty(), "{problems:?}");
            let page = products::list(&office, actor, &filter).await.unwrap();
            assert_eq!(page.counts.of(&[]).rows, page.rows.len() as i64);
            page.rows.into_iter().map(|p| p.code).collect::<Vec<_>>()
        };
        let finance = common::staff(Role::Finance);
        assert_eq!(found(&finance, &[]).await, ["P-3", "P-2", "P-1"]);
        assert_eq!(found(&finance, &[("q", "P-2")]).await, ["P-2"]);
        assert_eq!(found(&finance, &[("q", "云"), ("sort", "added")]).await, ["P-1", "P-2"]);
        assert_eq!(found(&finance, &[("delivery_type", "license")]).await, [""; 0]);
        // Support sees what was granted.
        let granted = products::all(&office, &Actor::System).await.unwrap()[1].id;
        let support = Actor::Staff { id: 1, name: "客服".into(), role: Role::Support, products: vec![granted] };
        assert_eq!(found(&support, &[]).await, ["P-2"]);
    }
}
