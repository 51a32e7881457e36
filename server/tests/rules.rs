//! Settlement rules over the API and from the command line.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;
#[path = "common/program.rs"]
mod program;

use common::House;
use domain::access::Role;
use program::Program;
use serde_json::{Value, json};

const PATH: &str = "/api/v1/settlement/rules";

fn draft(ratio: &str) -> Value {
    json!({
        "formula": "general", "effective_from": "2026-10-01", "ratio_kind": "usual", "ratio": ratio,
        "bands_fee": "5%", "bands": [{"from": "0", "increment": "0"}, {"from": "500000", "increment": "1%"}]
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_draft_replay_and_publish() {
    let house = House::new().await;
    let [wang, li] = [house.token(Role::Finance).await, house.token(Role::Owner).await];
    let drafted = house.call("POST", PATH, &wang, draft("4%")).await;
    assert_eq!(drafted.status, 201, "{}", drafted.text());
    let drafted = drafted.json();
    assert_eq!(
        (&drafted["state"], &drafted["name"], &drafted["ratio"]),
        (&json!("draft"), &Value::Null, &json!("0.04"))
    );
    let one = format!("{PATH}/{}", drafted["key"].as_str().unwrap());
    let act = |action: &'static str| json!({"action": action});
    let early = house.call("POST", &format!("{one}/actions"), &li, act("publish")).await;
    assert_eq!(
        (early.status.as_u16(), &early.json()["error"]["code"]),
        (409, &json!("conflict")),
        "{}",
        early.text()
    );
    let replay = house.call("POST", &format!("{one}/replay"), &wang, json!({"period": 202_610})).await;
    assert_eq!((replay.status.as_u16(), &replay.json()["lines"]), (200, &json!(0)), "{}", replay.text());
    let own = house.call("POST", &format!("{one}/actions"), &wang, act("publish")).await;
    assert_eq!(own.status, 409);
    assert!(
        own.json()["error"]["message"].as_str().unwrap().contains("does not publish it"),
        "{}",
        own.text()
    );
    let changes = house.call("GET", &format!("{one}/changes?period=202610"), &wang, Value::Null).await.json();
    assert_eq!(changes, json!({"changes": [], "next_cursor": null}));
    let detail = house.call("GET", &one, &wang, Value::Null).await.json();
    assert_eq!(
        (&detail["replaces"], &detail["replay"]["period"]),
        (&json!("general v2"), &json!("202610")),
        "{detail}"
    );
    assert!(
        detail["differences"]
            .as_array()
            .unwrap()
            .iter()
            .any(|it| it["field"] == "ratio" && it["before"] == "0.05")
    );
    let stale =
        house.call("POST", &format!("{one}/actions"), &li, json!({"action": "publish", "revision": 7})).await;
    assert_eq!(stale.status, 409, "{}", stale.text());
    let published = house.call("POST", &format!("{one}/actions"), &li, act("publish")).await;
    assert_eq!((published.status.as_u16(), &published.json()["name"]), (200, &json!("general v3")));
    let late = house.call("PUT", &one, &wang, draft("3%")).await;
    assert_eq!(late.status, 409, "{}", late.text());
    let all = house.call("GET", PATH, &li, Value::Null).await.json();
    let holds: Vec<&Value> = all["rules"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|rule| rule["formula"] == "general")
        .map(|rule| &rule["holds_today"])
        .collect();
    assert_eq!(holds.len(), 3, "{all}");
    assert_eq!(house.call("GET", &format!("{PATH}/general-v1"), &li, Value::Null).await.json()["version"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_named_by_its_place() {
    let house = House::new().await;
    let token = house.token(Role::Finance).await;
    let with = |name: &str, value: Value| {
        let mut body = draft("4%");
        body[name] = value;
        body
    };
    for (body, field) in [
        (with("ratio", json!("0.0400001")), "ratio"),
        (with("ratio", json!("1e5")), "ratio"),
        (with("ratio", json!("101%")), "ratio"),
        (with("ratio", json!(0.04)), "ratio"),
        (with("ratio_kind", json!("about")), "ratio_kind"),
        (with("formula", json!("reseller")), "formula"),
        (with("effective_from", json!("2023-01-01")), "effective_from"),
        (with("scope", json!("product")), "scope_of"),
        (with("bands", json!([{"from": "0", "increment": "1e5"}])), "bands[0].increment"),
    ] {
        let refused = house.call("POST", PATH, &token, body.clone()).await;
        assert_eq!(refused.status, 422, "{body}: {}", refused.text());
        assert_eq!(refused.json()["error"]["field"], field, "{body}: {}", refused.text());
    }
    let unknown = house.call("POST", PATH, &token, with("ratoi", json!("4%"))).await;
    assert_eq!(unknown.status, 422, "{}", unknown.text());
    for path in ["99", "abc", "general-v9", "-1"] {
        assert_eq!(
            house.call("GET", &format!("{PATH}/{path}"), &token, Value::Null).await.status,
            404,
            "{path}"
        );
    }
    let drafted = house.call("POST", PATH, &token, draft("4%")).await.json();
    let one = format!("{PATH}/{}", drafted["key"].as_str().unwrap());
    for (path, body, field) in [
        ("replay", json!({"period": "202613"}), "period"),
        ("replay", json!({}), "period"),
        ("actions", json!({"action": "delete"}), "action"),
    ] {
        let refused = house.call("POST", &format!("{one}/{path}"), &token, body).await;
        assert_eq!(
            (refused.status.as_u16(), &refused.json()["error"]["field"]),
            (422, &json!(field)),
            "{path}"
        );
    }
    for query in ["", "?period=x", "?period=202610&limit=0", "?period=202610&cursor=x"] {
        let refused = house.call("GET", &format!("{one}/changes{query}"), &token, Value::Null).await;
        assert_eq!(refused.status, 422, "{query}");
    }
}

/// The fields of the form of a draft.
fn fields(ratio: &str) -> Vec<(&'static str, String)> {
    [
        ("formula", "general"),
        ("scope", "delivery/license"),
        ("scope_of", ""),
        ("effective_from", "2026-10-01"),
        ("effective_until", ""),
        ("ratio_kind", "usual"),
        ("ratio", ratio),
        ("bands_fee", "5%"),
        ("bands_currency", "CNY"),
        ("band_from", "0"),
        ("band_increment", "0"),
        ("band_from", ""),
        ("band_increment", ""),
        ("band_from", "500000"),
        ("band_increment", "1%"),
        ("note", "合同续签"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .to_vec()
}

async fn post(house: &House, form: &str, cookie: &str, fields: &[(&str, String)]) -> common::Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    house.post(form, cookie, &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn people_draft_replay_and_publish_on_pages() {
    let house = House::new().await;
    house.staff("wang@example.com", Role::Finance).await;
    house.staff("li@example.com", Role::Finance).await;
    house.staff("sun@example.com", Role::Operations).await;
    let [wang, li, sun] = [
        house.sign_in("wang@example.com").await,
        house.sign_in("li@example.com").await,
        house.sign_in("sun@example.com").await,
    ];
    let page = house.get("/settlement/rules", &sun).await.text();
    assert!(
        page.contains("No draft") && page.contains("Holds today") && !page.contains("/settlement/rules/new"),
        "{page}"
    );
    assert!(page.contains("account periods"), "statements of resellers are told apart");
    // What is wrong stands beside its field, with what was entered.
    let refused = post(&house, "/do/save-rule", &wang, &fields("1e5")).await;
    let flash = refused.flash().unwrap();
    let page = house.get("/settlement/rules/new", &format!("{wang}; {flash}")).await.text();
    assert!(
        page.contains("value=\"1e5\"")
            && page.contains("href=\"#f-ratio\"")
            && page.contains("value=\"500000\""),
        "{page}"
    );
    let saved = post(&house, "/do/save-rule", &wang, &fields("4%")).await;
    assert_eq!((saved.status.as_u16(), saved.header("location")), (303, "/settlement/rules/1"));
    let page = house.get("/settlement/rules/1", &wang).await.text();
    assert!(page.contains("General products: draft 1") || page.contains("draft 1"), "{page}");
    assert!(
        page.contains("Delivery type: ")
            && page.contains("You wrote it")
            && !page.contains("/do/publish-rule"),
        "{page}"
    );
    published_by_another(&house, [&wang, &li]).await;
    given_up(&house, [&wang, &li]).await;
    assert_eq!(house.get("/settlement/rules/99", &li).await.status, 404);
    assert!(house.get("/settlement/rules/general-v2", &sun).await.text().contains("500,000.00"));
}

/// The first draft is replayed by who wrote it, and published by somebody else.
async fn published_by_another(house: &House, [wang, li]: [&str; 2]) {
    let named = [("id", "1".to_owned()), ("revision", "1".to_owned())];
    let page = house.get("/settlement/rules/1", li).await.text();
    assert!(page.contains("cannot be published yet") && !page.contains("/do/publish-rule"), "{page}");
    let over = [named.as_slice(), &[("period", "202510".to_owned())]].concat();
    assert_eq!(post(house, "/do/replay-rule", wang, &over).await.header("location"), "/settlement/rules/1");
    let page = house.get("/settlement/rules/1?period=202510", li).await.text();
    assert!(
        page.contains("/do/publish-rule")
            && page.contains("holds no line")
            && page.contains("id=\"changes\""),
        "{page}"
    );
    let own = post(house, "/do/publish-rule", wang, &named).await;
    let page = house.get("/settlement/rules/1", &format!("{wang}; {}", own.flash().unwrap())).await.text();
    assert!(page.contains("Whoever wrote a rule does not publish it"), "{page}");
    assert_eq!(post(house, "/do/publish-rule", li, &named).await.status, 303);
    let page = house.get("/settlement/rules/1", li).await.text();
    assert!(
        page.contains("version 3") && !page.contains("/do/save-rule") && !page.contains("/do/discard-rule"),
        "{page}"
    );
}

/// Another draft of the same days is refused; a later one is given up.
async fn given_up(house: &House, [wang, li]: [&str; 2]) {
    let overlapping = post(house, "/do/save-rule", wang, &fields("3%")).await;
    let page =
        house.get("/settlement/rules/new", &format!("{wang}; {}", overlapping.flash().unwrap())).await.text();
    assert!(page.contains("general v3"), "{page}");
    let mut later = fields("3%");
    later[3].1 = "2027-01-01".to_owned();
    assert_eq!(post(house, "/do/save-rule", wang, &later).await.header("location"), "/settlement/rules/2");
    let named = [("id", "2".to_owned()), ("revision", "1".to_owned())];
    assert_eq!(post(house, "/do/discard-rule", li, &named).await.header("location"), "/settlement/rules");
    assert!(house.get("/settlement/rules/2", li).await.text().contains("Given up"));
}

#[test]
fn a_draft_in_a_file_is_replayed_and_kept_nowhere() {
    let program = Program::new();
    let orders = program.file("orders.csv", program::ORDERS);
    program.run(&["import", "orders", &orders]).ok();
    let file = program.file("draft.json", &draft("4%").to_string());
    let replay: Value =
        serde_json::from_str(&program.run(&["rule", "replay", &file, "--period", "202510"]).ok().out)
            .unwrap();
    assert_eq!(replay["period"], "202510");
    let list: Value = serde_json::from_str(&program.run(&["rule", "list"]).ok().out).unwrap();
    assert!(list.as_array().unwrap().iter().all(|rule| rule["state"] == "published"), "{list}");
    let wrong = program.file("wrong.json", &draft("1e5").to_string());
    for (arguments, code, said) in [
        (&["rule", "replay", &wrong, "--period", "202510"][..], 1, "ratio '1e5' is not a rate"),
        (&["rule", "replay", "/nowhere.json", "--period", "202510"], 1, "cannot read /nowhere.json"),
        (&["rule", "replay", "7", "--period", "202510"], 1, "there is no draft 7"),
        (&["rule", "replay", &file, "--period", "october"], 2, "october"),
        (&["rule", "replay", &orders, "--period", "202510"], 1, "is not understood"),
    ] {
        let run = program.run(arguments);
        assert_eq!((run.code, run.err.contains(said)), (code, true), "{arguments:?}: {}", run.err);
    }
}
