//! Whatever door support opens, nothing of lines comes out that are not granted.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use app::visit::encoded;
use common::House;
use domain::access::{Actor, DOORS, DoorKind, Role};

/// A mixed order: its first line is not granted. One with nothing that is granted.
const MIXED: &str = "\
order_no,line_no,order_type,billing_mode,product_id,product_name,customer_id,customer_name,sku_code,sku_name,quantity,deal_price,paid_amount,state,created_at
CS1,1,NEW,PERIOD,P-2,机密商品,C-1,远山贸易,SECRET-1,暗版,1,777.77,777.77,processing,2025-09-01 10:00:00
CS1,2,NEW,PERIOD,P-1,云端进销存,C-1,远山贸易,OPEN-1,标准版,1,111.11,111.11,processing,2025-09-01 10:00:00
HIDDEN9,1,NEW,PERIOD,P-2,机密商品,C-2,只买机密的客户,SECRET-1,暗版,1,777.77,777.77,processing,2025-09-01 10:00:00
";

/// What must not come out: names, codes, the amount of the line and of the whole order.
const SECRETS: [&str; 7] = ["机密商品", "SECRET-1", "暗版", "777.77", "888.88", "P-2", "HIDDEN9"];

#[tokio::test(flavor = "multi_thread")]
async fn no_door_shows_what_is_not_granted() {
    let house = House::new().await;
    house.bring_in(MIXED).await;
    house.bring_in(&MIXED.replace("777.77,777.77", "777.70,777.70")).await;
    house.bring_in(MIXED).await;
    operations::refunds::request(&house.office, &Actor::System, "CS1", "", "不再需要").await.unwrap();
    let id = house.staff("support@example.com", Role::Support).await;
    let products = operations::products::all(&house.office, &Actor::System).await.unwrap();
    let open = products.iter().find(|p| p.code == "P-1").unwrap().id;
    operations::staff::set_grants(&house.office, &Actor::System, id, &[open]).await.unwrap();
    let cookie = house.sign_in("support@example.com").await;
    let mut looked = 0;
    for door in DOORS {
        let path = match door.kind {
            DoorKind::Page => door.path,
            DoorKind::File if door.path.starts_with("GET ") => &door.path[4..],
            _ => continue,
        };
        let path = path.replace("{order_no}", "CS1").replace("{id}", "1");
        let customer = format!("?q={}", encoded("远山"));
        for query in ["", "?sort=-paid", &customer, "?q=CS", "?format=csv", "?format=csv&q=OPEN-1&sort=paid"]
        {
            let answer = house.get(&format!("{path}{query}"), &cookie).await;
            if answer.status != 200 {
                continue;
            }
            looked += 1;
            let text = answer.text();
            // What was searched for stands in the field of the search.
            for secret in SECRETS {
                assert!(!text.contains(secret), "{path}{query} tells {secret}: {text}");
            }
        }
    }
    assert!(looked > 20, "only {looked} answers were looked at");
    assert_eq!(house.get("/refunds/1", &cookie).await.status, 404, "the refund is of the whole order");
    assert_eq!(house.get("/orders/HIDDEN9", &cookie).await.status, 404);
    let page = house.get("/orders/CS1", &cookie).await.text();
    assert!(
        page.contains("1 more line of other products is not shown to you") && page.contains("111.11"),
        "{page}"
    );
    let list = house.get("/orders", &cookie).await.text();
    assert!(list.contains("1 more not shown") && list.contains("111.11"), "{list}");
    // Searching for what is not granted finds nothing, not even that there is something.
    for (name, value) in [("q", "机密"), ("q", "SECRET-1"), ("product", "机密"), ("amount_from", "200")] {
        let query = format!("{name}={}", encoded(value));
        let list = house.get(&format!("/orders?{query}"), &cookie).await.text();
        assert!(!list.contains("/orders/CS1"), "{query}");
        let hits = house.get(&format!("/find?{query}"), &cookie).await.text();
        assert!(!hits.contains("CS1"), "{query}: {hits}");
    }
}
