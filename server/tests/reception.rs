//! When tickets are received: over the API, on its page, and the clock of the command line.

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

#[tokio::test(flavor = "multi_thread")]
async fn programs_read_and_change_the_reception() {
    let house = House::new().await;
    let token = house.token(Role::Operations).await;
    let call = async |method: &'static str, body: Value| {
        let answer = house.call(method, "/api/v1/reception", &token, body).await;
        (answer.status.as_u16(), answer.json())
    };
    let (status, seen) = call("GET", Value::Null).await;
    assert_eq!((status, &seen["receives"]), (200, &json!(true)));
    assert_eq!(seen["days"]["mon"], json!([["09:00", "12:00"], ["13:00", "18:00"]]));
    assert!(seen["opens_at"].is_string());

    // What was read can be sent back.
    let mut changed = seen.clone();
    changed["days"]["fri"] = json!([["09:00", "24:00"]]);
    changed["limits"] =
        json!([{"severity": "urgent", "first_response_minutes": 60, "resolution_minutes": 480}]);
    let (status, now) = call("PUT", changed).await;
    assert_eq!((status, &now["days"]["fri"]), (200, &json!([["09:00", "24:00"]])), "{now}");
    assert_eq!(now["limits"][0]["severity"], "urgent");

    for (body, field) in [
        (json!({"time_zone": "Asia/Shanghai", "days": {"mon": [["09:00", "18:00"]]}}), "days"),
        (json!({"time_zone": "Asia/Shanghai", "days": {"mon": [["18:00", "09:00"]]}}), "days.mon[0]"),
        (
            json!({"time_zone": "Asia/Shanghai", "days": {"mon": [["09:00", "13:00"], ["12:00", "18:00"]]}}),
            "days.mon",
        ),
        (json!({"time_zone": "Mars/Base", "days": {}}), "time_zone"),
        (
            json!({"time_zone": "Asia/Shanghai", "limits": [{"severity": "awful", "first_response_minutes": 1, "resolution_minutes": 1}]}),
            "limits[0].severity",
        ),
    ] {
        let (status, refused) = call("PUT", body.clone()).await;
        let fields: Vec<&Value> = refused["error"]["fields"]
            .as_array()
            .map(|all| all.iter().map(|one| &one["field"]).collect())
            .unwrap_or_default();
        let first = refused["error"]["field"].as_str().map(|field| json!(field));
        assert_eq!(status, 422, "{body} {refused}");
        assert!(first == Some(json!(field)) || fields.contains(&&json!(field)), "{field}: {refused}");
    }
    let (status, now) = call("GET", Value::Null).await;
    assert_eq!((status, &now["days"]["fri"]), (200, &json!([["09:00", "24:00"]])), "as it was");

    let support = house.token(Role::Support).await;
    let denied =
        house.call("PUT", "/api/v1/reception", &support, json!({"time_zone": "Asia/Shanghai"})).await;
    assert_eq!(denied.status.as_u16(), 403);
}

const CALENDAR: &str = r#"{"time_zone": "Asia/Shanghai",
    "days": {"mon": [["09:00","12:00"],["13:30","18:00"]], "tue": [["09:00","12:00"],["13:30","18:00"]],
        "wed": [["09:00","12:00"],["13:30","18:00"]], "thu": [["09:00","12:00"],["13:30","18:00"]],
        "fri": [["09:00","12:00"],["13:30","18:00"]]},
    "holidays": ["2026-10-01","2026-10-02","2026-10-05","2026-10-06","2026-10-07"],
    "workdays": [{"date": "2026-10-10", "intervals": [["09:00","18:00"]]}]}"#;

#[test]
fn the_clock_of_the_command_line_needs_no_database() {
    let mut program = Program::new();
    program.variable("DATABASE_URL", "postgres://nobody:secret@127.0.0.1:1/none");
    let calendar = program.file("calendar.json", CALENDAR);
    let from = "2026-09-30T17:20:00+08:00";
    let over = program.run(&["clock", "--calendar", &calendar, "--from", from, "--minutes", "240"]).ok();
    assert_eq!(over.lines(), ["2026-10-08T13:50:00+08:00"]);
    let ends = program.run(&["clock", "--calendar", &calendar, "--from", from, "--minutes", "40"]).ok();
    assert_eq!(ends.lines(), ["2026-09-30T18:00:00+08:00"], "the very end of an interval");
    let between = ["clock", "--calendar", &calendar, "--between", from, "2026-10-08T05:50:00Z"];
    assert_eq!(program.run(&between).ok().lines(), ["240"]);

    let wrong = program
        .file("wrong.json", r#"{"time_zone": "Asia/Shanghai", "days": {"mon": [["18:00", "09:00"]]}}"#);
    for (arguments, says) in [
        (["clock", "--calendar", &wrong, "--from", from, "--minutes", "1"], "days.mon[0]"),
        (["clock", "--calendar", "nowhere.json", "--from", from, "--minutes", "1"], "nowhere.json"),
        (["clock", "--calendar", &calendar, "--from", "2026-09-30 17:20", "--minutes", "1"], "offset"),
    ] {
        let run = program.run(&arguments);
        assert_eq!(run.code, 1, "{arguments:?}");
        assert!(run.err.contains(says), "{}", run.err);
    }
}
