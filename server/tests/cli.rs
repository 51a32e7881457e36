//! The command line, as it is run.

#![expect(clippy::unwrap_used, reason = "a test ends where it is surprised")]

#[path = "common/program.rs"]
mod program;

use operations::db::{Db, Sql};
use program::Program;
use serde_json::{Value, json};

const CASES: &str = "\
case,formula,deal,floor,ratio,output_tax,service_tax,note
R1,reseller,10000,8000,,6%,6%,
R2,reseller,10000,8000,,13%,6%,
R3,reseller,10000,8000,,6%,3%,
R4,reseller,10000,8000,,6%,1%,
R5,reseller,11300,5650,,13%,6%,
R6,reseller_co_sale,10000,8000,60%,6%,6%,
R7,reseller_co_sale,10000,8000,45%,13%,6%,
R8,reseller,999.99,500,,13%,3%,
R9,reseller_co_sale,10000,8000,90.01%,6%,6%,
R10,reseller,8000,8000,,6%,6%,
half,reseller,3.55,0,,6%,6%,
wide,reseller,\"１０,０００\",8000,,0.06,6 %,further column
bad,gift,x,,,6%,6%,
";

#[test]
fn quote_answers_row_by_row_without_a_database() {
    let mut program = Program::new();
    program.variable("DATABASE_URL", "postgres://nobody:secret@127.0.0.1:1/none");
    let cases = program.file("cases.csv", CASES);
    let run = program.run(&["quote", &cases]).ok();
    let rows: Vec<Vec<String>> = run.lines().iter().map(|line| cells(line)).collect();
    assert_eq!(rows[0], ["case", "amount", "explanation", "error"]);
    let amounts: Vec<(&str, &str)> = rows[1..].iter().map(|r| (r[0].as_str(), r[1].as_str())).collect();
    assert_eq!(
        amounts,
        [
            ("R1", "1800.00"),
            ("R2", "1688.50"),
            ("R3", "1749.06"),
            ("R4", "1715.09"),
            ("R5", "4770.00"),
            ("R6", "1200.00"),
            ("R7", "844.25"),
            ("R8", "410.17"),
            ("R9", ""),
            ("R10", "0.00"),
            ("half", "3.20"),
            ("wide", "1800.00"),
            ("bad", ""),
        ]
    );
    for row in &rows[1..] {
        assert_eq!(
            (row[1].is_empty(), row[2].is_empty()),
            (!row[3].is_empty(), !row[3].is_empty()),
            "{row:?}"
        );
    }
    assert!(
        rows[9][3].contains("90.00 %") && rows[13][3].contains("formula") && rows[13][3].contains("deal")
    );
    let answers = program.path("answers.csv");
    assert_eq!(program.run(&["quote", &cases, "-o", &answers]).ok().out, "");
    assert_eq!(std::fs::read_to_string(&answers).unwrap(), run.out);
}

#[test]
fn a_list_becomes_a_file_and_comes_in_again() {
    let program = Program::new();
    let orders = program.file("orders.csv", program::ORDERS);
    program.run(&["import", "orders", &orders]).ok();
    let all = program.run(&["export", "orders"]).ok();
    assert_eq!(all.lines().len(), 5);
    let path = program.path("completed.csv");
    let run =
        program.run(&["export", "orders", "--query", "?state=completed&sort=created", "-o", &path]).ok();
    assert_eq!((run.out.as_str(), run.err.contains("3 rows in ")), ("", true), "{}", run.err);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.lines().nth(1).unwrap().starts_with("CS2,1,") && !text.contains("CS1,"), "{text}");
    let again: Value = serde_json::from_str(&program.run(&["import", "orders", &path]).ok().out).unwrap();
    assert_eq!((&again["unchanged"], &again["created"]), (&json!(3), &json!(0)));
    let path = program.path("orders.xlsx");
    program.run(&["export", "orders", "--format", "xlsx", "-o", &path]).ok();
    let again: Value = serde_json::from_str(&program.run(&["import", "orders", &path]).ok().out).unwrap();
    assert_eq!(again["unchanged"], json!(4));
    let imports = program.run(&["export", "imports", "-o", "-"]).ok();
    assert!(imports.out.contains("completed.csv") && imports.lines().len() == 4, "{}", imports.out);
    for (given, code, said) in [
        (&["export", "boats"][..], 2, "orders, statements, imports, journal, staff, tokens"),
        (&["export", "orders", "--format", "xlsx"], 2, "add -o FILE.xlsx"),
        (&["export", "orders", "--format", "pdf"], 2, "csv, xlsx"),
        (&["export", "orders", "--query", "state=lost"], 1, "completed"),
        (&["export", "orders", "--query", "stat=completed"], 1, "state, q, date, created_from"),
        (&["export", "orders", "-o", "/nowhere/orders.csv"], 1, "/nowhere/orders.csv"),
    ] {
        let run = program.run(given);
        assert_eq!((run.code, run.err.contains(said)), (code, true), "{given:?}: {}", run.err);
        assert_eq!(run.out, "");
    }
}

/// The cells of a line of CSV.
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            c => cells.last_mut().unwrap().push(c),
        }
    }
    cells
}

#[test]
fn a_file_as_a_whole_that_cannot_be_read_is_a_failure() {
    let program = Program::new();
    let wrong = program.file("wrong.csv", "a,b\n1,2\n");
    for arguments in [
        &["quote", &wrong][..],
        &["quote", "/nowhere.csv"],
        &["import", "orders", &wrong],
        &["import", "orders", "/nowhere.csv"],
        &["statement", "--reseller", "nobody", "--period", "202610"],
        &["staff", "add", "--email", "x", "--name", "x", "--role", "owner"],
    ] {
        let run = program.run(arguments);
        assert_eq!(run.code, 1, "{arguments:?}");
        assert_eq!(run.out, "", "{arguments:?}");
        let last = run.err.lines().last().unwrap();
        assert!(
            last.starts_with("error: ") && run.err.matches("error: ").count() == 1,
            "{arguments:?}: {}",
            run.err
        );
    }
    let missing = program.run(&["quote", &wrong]).err;
    assert!(missing.contains("formula") && missing.contains("wrong.csv"), "{missing}");
}

#[test]
fn orders_become_a_statement() {
    let program = Program::new();
    let text = format!(
        "{}CS4,1,NEW,PERIOD,direct,,P-1,x,C-1,y,1,abc,,,,,completed,2025-09-01,,,\n",
        program::ORDERS
    );
    let file = program.file("orders.csv", &text);
    let told: Value = serde_json::from_str(&program.run(&["import", "orders", &file]).ok().out).unwrap();
    assert_eq!((&told["created"], &told["updated"], &told["unchanged"]), (&json!(4), &json!(0), &json!(0)));
    assert_eq!(
        told["rejected"],
        json!([{"row": 6, "column": "deal_price", "reason": told["rejected"][0]["reason"]}])
    );
    let again: Value = serde_json::from_str(&program.run(&["import", "orders", &file]).ok().out).unwrap();
    assert_eq!((&again["created"], &again["unchanged"]), (&json!(0), &json!(4)));

    let wanted = ["statement", "--reseller", "云梯", "--period", "202510", "--format"];
    let run = |rest: &[&str]| program.run(&[&wanted[..], rest].concat());
    let statement: Value = serde_json::from_str(&run(&["json"]).ok().out).unwrap();
    assert_eq!(
        (&statement["reseller"], &statement["period"], &statement["currency"], &statement["total"]),
        (&json!("云梯"), &json!("202510"), &json!("CNY"), &json!("1688.50"))
    );
    assert_eq!(statement["lines"][0]["amount"], "1688.50");
    assert!(run(&["csv", "-o", "-"]).ok().out.contains("1688.50"));
    let book = program.path("book.xlsx");
    run(&["xlsx", "-o", &book]).ok();
    assert!(std::fs::read(&book).unwrap().starts_with(b"PK"));
    let sheet = program.path("sheet.pdf");
    run(&["pdf", "--language", "en", "-o", &sheet]).ok();
    assert!(std::fs::read(&sheet).unwrap().starts_with(b"%PDF-"));
    assert_eq!((run(&["xlsx"]).code, run(&["pdf"]).code), (2, 2));
    program.run(&["verify"]).ok();
}

#[test]
fn a_token_stands_alone_on_the_last_line() {
    let program = Program::new();
    let run = program.run(&["token", "create", "--name", "仓库", "--role", "operations"]).ok();
    let token = *run.lines().last().unwrap();
    assert!(token.starts_with("ch_") && token.len() == 46, "{token}");
    assert!(!run.err.contains(token));
}

#[test]
fn staff_get_a_password_or_a_link() {
    let program = Program::new();
    let link =
        program.run(&["staff", "add", "--email", "li@example.com", "--name", "李", "--role", "finance"]).ok();
    assert!(link.lines().last().unwrap().starts_with("http://127.0.0.1:3000/welcome/"), "{}", link.out);
    let add = ["staff", "add", "--email", "wang@example.com", "--role", "owner", "--password-stdin"];
    let with_password = program.run_with(&add, "wheat river candle\n").ok();
    assert!(!with_password.out.contains("/welcome/") && !with_password.out.contains("wheat"));
    let taken = program.run_with(&add, "wheat river candle");
    assert!(taken.code == 1 && taken.err.contains("taken"), "{}", taken.err);
    let common = ["staff", "add", "--email", "sun@example.com", "--role", "owner", "--password-stdin"];
    assert_eq!(program.run_with(&common, "password123").code, 1);
}

#[test]
fn a_sample_is_the_same_again_and_goes_in_whole() {
    let program = Program::new();
    let (one, two) = (program.path("one.csv"), program.path("two.csv"));
    for path in [&one, &two] {
        let sample =
            ["sample", "orders", "--count", "200", "--seed", "7", "--until", "2026-11-15", "-o", path];
        program.run(&sample).ok();
    }
    assert_eq!(std::fs::read(&one).unwrap(), std::fs::read(&two).unwrap());
    let told: Value = serde_json::from_str(&program.run(&["import", "orders", &one]).ok().out).unwrap();
    assert_eq!(told["rejected"], json!([]));
    assert!(told["created"].as_u64().unwrap() >= 200);
}

#[test]
fn verify_finds_what_somebody_changed_behind_our_back() {
    let program = Program::new();
    let file = program.file("orders.csv", program::ORDERS);
    program.run(&["import", "orders", &file]).ok();
    let fine = program.run(&["verify"]).ok();
    assert!(
        fine.out.contains("journal:") && fine.out.contains("statements:") && fine.out.contains("counts:")
    );
    for (statement, expected) in [
        (
            "UPDATE events SET actor_name = 'somebody else' WHERE subject_kind = 'import'",
            "difference: journal, import",
        ),
        (
            "UPDATE order_counts SET orders = orders + 1 WHERE state = 'completed'",
            "difference: order_counts completed",
        ),
    ] {
        change(&program.database(), statement);
        let run = program.run(&["verify"]);
        assert_eq!(run.code, 1, "{}", run.out);
        assert!(run.out.contains(expected), "{}", run.out);
    }
}

fn change(url: &str, statement: &str) {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let db = Db::open(url).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        assert!(Sql::new(statement).execute_in(&mut tx).await.unwrap() > 0);
        tx.commit().await.unwrap();
        db.close().await;
    });
}

#[test]
fn usage_is_told_and_wrong_usage_is_two() {
    let program = Program::new();
    for command in [
        &[][..],
        &["serve"],
        &["migrate"],
        &["import"],
        &["import", "orders"],
        &["quote"],
        &["statement"],
        &["token"],
        &["token", "create"],
        &["staff"],
        &["staff", "add"],
        &["verify"],
        &["sample"],
        &["sample", "orders"],
    ] {
        let run = program.run(&[command, &["--help"]].concat()).ok();
        let groups = matches!(command, ["import"] | ["token"] | ["staff"] | ["sample"]);
        assert!(groups || run.out.contains("Example"), "{command:?} has no example");
    }
    for wrong in [
        &[][..],
        &["nothing"],
        &["import", "orders"],
        &["statement", "--reseller", "x", "--period", "2026"],
        &["statement", "--reseller", "x", "--period", "202610", "--format", "pdf"],
        &["statement", "--reseller", "x", "--period", "202610", "--format", "docx"],
        &["token", "create", "--name", "x", "--role", "king"],
        &["token", "create", "--name", "x", "--role", "owner", "--days", "0"],
        &["sample", "orders", "--count", "many"],
    ] {
        assert_eq!(program.run(wrong).code, 2, "{wrong:?}");
    }
    let mut program = program;
    program.variable("DATABASE_URL", "mysql://u:secret@h/d");
    let run = program.run(&["migrate"]);
    assert!(run.code == 1 && run.err.contains("sqlite://") && !run.err.contains("secret"), "{}", run.err);
}
