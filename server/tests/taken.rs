//! Lists that are handed out at once, called by what narrowed them.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use common::{House, ORDERS};
use domain::access::Role;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_small_list_comes_at_once_under_its_name() {
    let house = House::new().await;
    house.bring_in(ORDERS).await;
    house.staff("finance@example.com", Role::Finance).await;
    let cookie = house.sign_in("finance@example.com").await;
    let query = "state=completed&created_from=2025-09-01&created_to=2025-09-30&columns=state";
    let asked = [("kind", "orders"), ("format", "csv"), ("columns", "shown"), ("query", query)];
    let answer = house.post("/do/export", &cookie, &asked).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let file = house.get(answer.header("location"), &cookie).await;
    assert_eq!(file.status, 200, "{}", file.text());
    assert_eq!(
        file.header("content-disposition"),
        "attachment; filename=\"orders-completed-202509.csv\"; filename*=UTF-8''orders-completed-202509.csv"
    );
    let text = file.text();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[0], "Order no,Line no,Currency,State");
    assert_eq!(lines[1..], ["CS2,1,CNY,Completed", "CS2,2,CNY,Completed"]);
    let zh = format!("{cookie}; countinghouse_locale=zh-CN");
    let named = house.get("/orders/export?state=completed&format=xlsx", &zh).await;
    assert!(named.header("content-disposition").contains("filename*=UTF-8"), "{:?}", named.headers);
    assert!(named.body.starts_with(b"PK"));
    let token = house.token(Role::Auditor).await;
    let journal =
        house.call("GET", "/api/v1/journal?action=staff.took_list", &token, Value::Null).await.json();
    assert_eq!(journal["data"].as_array().unwrap().len(), 2, "{journal}");
    assert_eq!(
        journal["data"][0]["after"],
        json!({"kind": "orders", "format": "xlsx", "query": "state=completed&format=xlsx"})
    );
    for (wrong, said) in [
        ("kind=boats&format=csv", "kind"),
        ("kind=orders&format=pdf", "format"),
        ("kind=orders&format=csv&columns=x", "columns"),
    ] {
        let answer = house.get(&format!("/exports/now?{wrong}"), &cookie).await;
        assert_eq!(answer.status, 422, "{said}: {}", answer.text());
    }
    assert_eq!(house.get("/exports/now?kind=journal&format=csv", &cookie).await.status, 403);
    // What no address takes is made by a task.
    let many: Vec<String> = (0..400).map(|n| format!("CS{n:05}")).collect();
    let asked = [("kind", "orders"), ("format", "csv"), ("query", &format!("order_no={}", many.join(",")))];
    assert_eq!(house.post("/do/export", &cookie, &asked).await.header("location"), "/exports");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_chooses_columns_and_what_is_left_out() {
    let house = House::new().await;
    house.bring_in(ORDERS).await;
    let token = house.token(Role::Finance).await;
    let get = async |path: &str| house.call("GET", path, &token, Value::Null).await;
    let head = async |columns: &str| {
        let text = get(&format!("/api/v1/exports/orders?columns={columns}")).await.text();
        text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default().to_owned()
    };
    assert_eq!(head("state").await, "order_no,line_no,currency,state");
    assert!(head("all").await.ends_with(",payment_method"));
    let shown = head("shown").await;
    assert!(shown.contains("paid_amount") && !shown.contains("payment_method"), "{shown}");
    let wrong = get("/api/v1/exports/orders?columns=colour").await;
    assert_eq!((wrong.status.as_u16(), &wrong.json()["error"]["field"]), (422, &json!("columns")));

    let wanted = json!({"reseller": "云梯", "period": "202511"});
    let drafted = house.call("POST", "/api/v1/settlement/statements", &token, wanted).await;
    let path = format!("{}/left-out", drafted.header("location"));
    let file = get(&path).await;
    assert!(file.text().contains("CS3") && file.text().contains("202510"), "{}", file.text());
    assert!(!get(&format!("{path}?reason=not_paid")).await.text().contains("CS3"));
    assert!(get(&format!("{path}?format=xlsx&reason=202510")).await.body.starts_with(b"PK"));
    let wrong = get(&format!("{path}?reason=weather")).await;
    assert_eq!((wrong.status.as_u16(), &wrong.json()["error"]["field"]), (422, &json!("reason")));
    let support = house.token(Role::Support).await;
    assert_eq!(house.call("GET", &path, &support, Value::Null).await.status, 403);
}
