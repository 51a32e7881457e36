//! The international site as programs and browsers see it: the taxes of a line, the bill, and its calendar.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use common::House;
use domain::access::{Actor, Role};
use operations::merchant;
use serde_json::{Value, json};

/// I1 and a joint product with a management fee, billed in September 2025.
const SOLD: &str = "\
order_no,business_kind,delivery_type,product_id,product_name,customer_id,customer_name,currency,deal_price,platform_fee,state,created_at,paid_at,completed_at,wht1,dst1,wht2,dst2,管理费比例,伙伴开票税率
CS8001,general,saas_auto,P-1,Ledger,C-1,Northwind,USD,1000,15%,completed,2025-09-02 09:00:00,2025-09-02 10:00:00,2025-09-02 11:00:00,150,50,100,20,,
CS8002,joint,saas_auto,P-2,Backup,C-1,Northwind,CNY,2000,,completed,2025-09-02 09:00:00,2025-09-02 10:00:00,2025-09-02 11:00:00,,,,,3%,6%
";

const STANDING: &str = r#"{
    "certification": {"state": "passed", "account_name": "示例科技", "bank": "招商银行", "account_no": "6225"},
    "agreement": {"version": "2025-1", "signed": true, "site": "international"}}"#;

#[tokio::test(flavor = "multi_thread")]
async fn what_the_taxes_are_and_what_becomes_of_them() {
    let house = House::new().await;
    let written = serde_json::from_str(STANDING).unwrap();
    merchant::record(&house.office, &Actor::System, &written).await.unwrap();
    assert!(house.bring_in(SOLD).await.rejected.is_empty());
    let token = house.token(Role::Finance).await;
    let get =
        async |path: &str| house.call("GET", &format!("/api/v1/{path}"), &token, Value::Null).await.json();
    let line = get("orders/CS8001").await["lines"][0].clone();
    let told = ["wht1", "dst1", "wht2", "dst2", "management_fee"].map(|name| line[name].clone());
    assert_eq!(told, [json!("150.00"), json!("50.00"), json!("100.00"), json!("20.00"), Value::Null]);
    let line = get("orders/CS8002").await["lines"][0].clone();
    let told = ["wht1", "management_fee", "partner_tax"].map(|name| line[name].clone());
    assert_eq!(told, [Value::Null, json!("0.03"), json!("0.06")]);
    let run = house.call("POST", "/api/v1/bills/runs", &token, json!({"period": "202509"})).await.json();
    assert_eq!((&run["site"], &run["total"]), (&json!("international"), &json!("560.00")), "{run}");
    // Nothing was agreed of the joint product, so it is in no bill.
    assert_eq!(run["held_back"], 1);
    house.staff("wang@example.com", Role::Finance).await;
    let cookie = house.sign_in("wang@example.com").await;
    let page = house.get("/orders/CS8001", &cookie).await.text();
    assert!(page.contains("(WHT1)") && page.contains("(DST2)"), "{page}");
    let page = house.get("/orders/CS8002", &cookie).await.text();
    assert!(page.contains("Management fee 3") && !page.contains("(WHT1)"), "{page}");
    let page = house.get("/bills/1", &cookie).await.text();
    assert!(page.contains("2025-10-07") && page.contains("560.00"), "{page}");
}
