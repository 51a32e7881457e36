//! Products on both engines.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

mod common;

use domain::access::{Actor, Role};
use operations::{Failure, Office, products, within};

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
}
