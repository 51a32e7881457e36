//! The pages of bills as a browser without JavaScript sees them: what is closed, a run, a bill and its steps.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;

use common::{Answer, House};
use domain::access::{Actor, Role};
use operations::{bills, db::Sql, jobs, merchant};

const WANG: &str = "wang@example.com";
const LI: &str = "li@example.com";

/// Two orders that are billed in September 2025.
const SOLD: &str = "\
order_no,order_type,business_kind,delivery_type,product_id,product_name,customer_id,customer_name,deal_price,floor_price,state,created_at,paid_at,completed_at,billing_mode,payment_method
CS7001,NEW,general,saas_auto,P-1,云端进销存,C-1,远山贸易,2000,80.00,completed,2025-09-02 09:00:00,2025-09-02 10:00:00,2025-09-02 11:00:00,PERIOD,prepaid
CS7002,NEW,general,saas_auto,P-2,数据备份,C-2,Northwind,3000,80.00,completed,2025-09-03 09:00:00,2025-09-03 10:00:00,2025-09-03 11:00:00,PERIOD,prepaid
";

const STANDING: &str = r#"{
    "certification": {"state": "passed", "account_name": "示例科技", "bank": "招商银行", "account_no": "6225",
        "taxpayer": "general", "currency": "CNY"},
    "agreement": {"version": "2025-1", "signed": true}}"#;

async fn record(house: &House, standing: &str) {
    let written = serde_json::from_str(standing).unwrap();
    merchant::record(&house.office, &Actor::System, &written).await.unwrap();
}

async fn execute(house: &House, text: &str) {
    let mut tx = house.office.db.begin().await.unwrap();
    Sql::new(text).execute_in(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

/// Two of finance; the merchant is certified and two orders are in the books.
async fn certified() -> (House, String, String) {
    let house = House::new().await;
    record(&house, STANDING).await;
    let done = house.bring_in(SOLD).await;
    assert!(done.rejected.is_empty(), "{done:?}");
    house.staff(WANG, Role::Finance).await;
    house.staff(LI, Role::Finance).await;
    let (wang, li) = (house.sign_in(WANG).await, house.sign_in(LI).await);
    (house, wang, li)
}

/// The same, and September is billed.
async fn billed() -> (House, String, String) {
    let (house, wang, li) = certified().await;
    let begun = house.post("/do/run-bills", &wang, &[("period", "2025-09")]).await;
    assert_eq!((begun.status.as_u16(), begun.header("location")), (303, "/bills/runs/1"), "{}", begun.text());
    jobs::drain(&house.office, bills::JOBS).await.unwrap();
    (house, wang, li)
}

/// A page, with what a form left for it.
async fn after(house: &House, path: &str, cookie: &str, form: &Answer) -> String {
    assert_eq!(form.status, 303, "{}", form.text());
    let flash = form.flash().expect("the form says something");
    house.get(path, &format!("{cookie}; {flash}")).await.text()
}

async fn act(house: &House, cookie: &str, action: &str, reason: &str) -> Answer {
    house.post("/do/act-bill", cookie, &[("id", "1"), ("action", action), ("reason", reason)]).await
}

fn has(page: &str, wanted: &[&str]) {
    for one in wanted {
        assert!(page.contains(one), "'{one}' is not on the page: {page}");
    }
}

fn has_not(page: &str, unwanted: &[&str]) {
    for one in unwanted {
        assert!(!page.contains(one), "'{one}' is on the page: {page}");
    }
}

/// The button of a step.
fn button(action: &str) -> String {
    format!("name=\"action\" value=\"{action}\"")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_closed_says_why_and_where_it_is_opened() {
    let house = House::new().await;
    house.staff(WANG, Role::Finance).await;
    house.staff("zhao@example.com", Role::Operations).await;
    let (wang, zhao) = (house.sign_in(WANG).await, house.sign_in("zhao@example.com").await);
    let page = house.get("/bills", &wang).await;
    assert_eq!(page.status, 409);
    has(&page.text(), &["Bills are not shown: no agreement is recorded", "href=\"/settings/standing\""]);
    // Who may not open what is recorded there gets no link to it.
    let page = house.get("/bills", &zhao).await.text();
    has(&page, &["Bills are not shown"]);
    has_not(&page, &["href=\"/settings/standing\""]);
    house.post("/do/set-locale", &wang, &[("lang", "zh-CN")]).await;
    has(&house.get("/bills", &wang).await.text(), &["不显示账单：还没有登记合作协议", "/settings/standing"]);

    record(&house, r#"{"agreement": {"version": "2025-1", "signed": true}}"#).await;
    let page = house.get("/bills", &wang).await;
    assert_eq!(page.status, 200);
    let page = page.text();
    has(
        &page,
        &["还没有账单", "不能出账", "href=\"/settings/standing\"", "href=\"/settlement\"", "经销商结算单"],
    );
    has_not(&page, &["action=\"/do/run-bills\""]);
    house.post("/do/set-locale", &wang, &[("lang", "en")]).await;
    let refused = house.post("/do/run-bills", &wang, &[("period", "2025-09")]).await;
    has(&after(&house, "/bills", &wang, &refused).await, &["Nothing is billed: certification not handed in"]);
    assert_eq!(house.post("/do/run-bills", &zhao, &[("period", "2025-09")]).await.status, 403);

    // A new version of the agreement hides what was billed.
    let (house, wang, _) = billed().await;
    assert_eq!(house.get("/bills/1", &wang).await.status, 200);
    record(&house, r#"{"agreement": {"version": "2026-1", "signed": false}}"#).await;
    for path in ["/bills", "/bills/1"] {
        let page = house.get(path, &wang).await;
        assert_eq!(page.status, 409, "{path}");
        has(&page.text(), &["2026-1 is not signed", "href=\"/settings/standing\""]);
    }
    let refused = act(&house, &wang, "submit", "").await;
    has(&after(&house, "/settings/standing", &wang, &refused).await, &["2026-1 is not signed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_is_asked_for_watched_and_told() {
    let (house, wang, _) = certified().await;
    let ask = async |period: &str| house.post("/do/run-bills", &wang, &[("period", period)]).await;
    for (period, said) in [
        ("2025-13", "error-summary"),
        ("", "error-summary"),
        ("2099-12", "The bills of 2099-12 are made from"),
    ] {
        has(&after(&house, "/bills", &wang, &ask(period).await).await, &[said]);
    }
    let begun = ask("2025-09").await;
    assert_eq!(begun.header("location"), "/bills/runs/1", "{}", begun.text());
    let page = house.get("/bills/runs/1", &wang).await.text();
    has(&page, &["Bills of 2025-09", "Running", "http-equiv=\"refresh\"", "/bills/runs/1/progress"]);
    assert_eq!(house.get("/bills/runs/1/progress", &wang).await.text(), "0 0");
    has(
        &after(&house, "/bills", &wang, &ask("2025-10").await).await,
        &["The bills of 2025-09 are being made"],
    );
    jobs::drain(&house.office, bills::JOBS).await.unwrap();
    assert_eq!(house.get("/bills/runs/1/progress", &wang).await.text(), "end");
    let page = house.get("/bills/runs/1", &wang).await.text();
    has(&page, &["Done", "/bills?period=202509", "4,750.00", "Held back"]);
    has_not(&page, &["http-equiv=\"refresh\""]);
    has(
        &house.get("/bills", &wang).await.text(),
        &["href=\"/bills/runs/1\"", "href=\"/bills/1\"", "4,750.00"],
    );
    for path in ["/bills/runs/2", "/bills/runs/x", "/bills/2", "/bills/-1", "/bills/99999999999999999999"] {
        assert_eq!(house.get(path, &wang).await.status, 404, "{path}");
    }
    // Nothing more was earned until October.
    let begun = ask("2025-10").await;
    jobs::drain(&house.office, bills::JOBS).await.unwrap();
    has(&house.get(begun.header("location"), &wang).await.text(), &["There was nothing to bill"]);
    execute(&house, "UPDATE bill_runs SET state = 'failed', problem = 'the disk' WHERE id = 2").await;
    let page = house.get("/bills/runs/2", &wang).await.text();
    has(&page, &["The bills were not made", "the disk", "action=\"/do/run-bills\"", "value=\"2025-10\""]);
    let auditor = auditor(&house).await;
    has_not(&house.get("/bills/runs/2", &auditor).await.text(), &["/do/run-bills"]);
}

async fn auditor(house: &House) -> String {
    house.staff("sun@example.com", Role::Auditor).await;
    house.sign_in("sun@example.com").await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_has_its_year_and_says_what_cannot_be_read() {
    let (house, wang, _) = billed().await;
    let page = house.get("/bills?year=2025", &wang).await.text();
    has(
        &page,
        &["Bills of 2025 by month (CNY)", "href=\"/bills?period=202509\"", "href=\"/bills?year=2024\""],
    );
    for (path, there) in [
        ("/bills?kind=general", true),
        ("/bills?kind=joint", false),
        ("/bills?state=draft&payment_method=prepaid&period=2025-09", true),
        ("/bills?state=locked", false),
        ("/bills?year=99999&state=nope&period=x", true),
        ("/bills?year=-1&size=none", true),
    ] {
        let page = house.get(path, &wang).await;
        assert_eq!((page.status.as_u16(), page.text().contains("href=\"/bills/1\"")), (200, there), "{path}");
    }
    has(&house.get("/bills?kind=joint", &wang).await.text(), &["No bill matches"]);
    let auditor = auditor(&house).await;
    has_not(&house.get("/bills", &auditor).await.text(), &["/do/run-bills"]);
    house.post("/do/set-locale", &wang, &[("lang", "zh-CN")]).await;
    has(
        &house.get("/bills?year=2025", &wang).await.text(),
        &["通用账单草稿 · 预付费 · 2025-09", "2025 年各账期账单金额（CNY）", "按月出账"],
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bill_shows_its_lines_with_their_arithmetic() {
    let (house, wang, _) = billed().await;
    let page = house.get("/bills/1", &wang).await.text();
    has(
        &page,
        &[
            "General, Prepaid, 2025-09 (draft)",
            "class=\"formula\"",
            "2,000.00 × (1 − 5.00 %)",
            "1,900.00",
            "2,850.00",
        ],
    );
    has(&page, &["/orders/CS7001", "/orders/CS7002", "href=\"/bills/runs/1\"", "Review and send"]);
    let sums = "/bills/1?product=P-1&amp;item=order&amp;delivery_type=saas_auto#lines";
    has(&page, &[sums]);
    for (query, first, second) in [
        ("product=P-1&item=order&delivery_type=saas_auto", true, false),
        ("order_no=CS7002", false, true),
        ("item=refund", false, false),
        ("product=nothing", false, false),
        ("item=nope&size=x&after=y", true, true),
    ] {
        let page = house.get(&format!("/bills/1?{query}"), &wang).await;
        let text = page.text();
        let seen = (text.contains("/orders/CS7001"), text.contains("/orders/CS7002"));
        assert_eq!((page.status.as_u16(), seen), (200, (first, second)), "{query}");
    }
    has(&house.get("/bills/1?item=nope", &wang).await.text(), &["class=\"error\""]);
    house.post("/do/set-locale", &wang, &[("lang", "zh-CN")]).await;
    has(&house.get("/bills/1", &wang).await.text(), &["按商品汇总", "大写", "肆仟柒佰伍拾元", "审核并发送"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_submits_and_another_approves() {
    let (house, wang, li) = billed().await;
    let auditor = auditor(&house).await;
    has_not(&house.get("/bills/1", &auditor).await.text(), &["/do/act-bill"]);
    assert_eq!(act(&house, &auditor, "submit", "").await.status, 403);
    for (action, said) in [("delete", "error-summary"), ("approve", "where “Approve” is not possible")] {
        has(&after(&house, "/bills/1", &wang, &act(&house, &wang, action, "").await).await, &[said]);
    }
    let done = act(&house, &wang, "submit", "").await;
    let page = after(&house, "/bills/1", &wang, &done).await;
    has(&page, &["Done: Submit for review", "You submitted this bill: another one", "In review"]);
    has_not(&page, &[&button("approve"), "(draft)"]);
    let own = act(&house, &wang, "approve", "").await;
    has(&after(&house, "/bills/1", &wang, &own).await, &["Whoever submitted a bill does not approve it"]);
    has(&house.get("/bills/1", &li).await.text(), &[&button("approve")]);

    let bare = act(&house, &li, "reject", " ").await;
    has(&after(&house, "/bills/1", &li, &bare).await, &["href=\"#f-reason\"", "aria-invalid=\"true\""]);
    act(&house, &li, "reject", "CS7001 is missing <b>").await;
    has(&house.get("/bills/1", &wang).await.text(), &["CS7001 is missing &lt;b", &button("submit")]);
    act(&house, &wang, "submit", "").await;
    let page = after(&house, "/bills/1", &li, &act(&house, &li, "approve", "").await).await;
    has(&page, &["Approved", "Lock General, Prepaid, 2025-09, ", "popovertarget=\"lock\"", &button("lock")]);
    let page = after(&house, "/bills/1", &wang, &act(&house, &wang, "lock", "").await).await;
    has(&page, &["Locked as GB-202509-0001", &button("pay"), "Void GB-202509-0001?"]);
    let page = after(&house, "/bills/1", &wang, &act(&house, &wang, "pay", "").await).await;
    has(&page, &["Done: Note the payment", "Paid"]);
    has_not(&page, &["action=\"/do/act-bill\""]);
    assert_eq!(house.post("/do/act-bill", &wang, &[("id", "9"), ("action", "pay")]).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_whose_orders_changed_is_made_anew_first() {
    let (house, wang, _) = billed().await;
    let done = house.bring_in(&SOLD.replace(",2000,", ",2500,")).await;
    assert!(done.rejected.is_empty(), "{done:?}");
    has(&house.get("/bills", &wang).await.text(), &["To be made anew"]);
    let page = house.get("/bills/1", &wang).await.text();
    has(&page, &["Orders changed since the bill was made", &button("void")]);
    has_not(&page, &[&button("submit")]);
    let refused = act(&house, &wang, "submit", "").await;
    has(&after(&house, "/bills/1", &wang, &refused).await, &["run 2025-09 again"]);
    house.post("/do/run-bills", &wang, &[("period", "2025-09")]).await;
    jobs::drain(&house.office, bills::JOBS).await.unwrap();
    let page = house.get("/bills", &wang).await.text();
    has(&page, &["5,225.00"]);
    has_not(&page, &["To be made anew"]);
}
