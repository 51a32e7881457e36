//! The marketplace's bill against ours: matching, reasons, the work on differences, and locking.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

#[path = "common/books.rs"]
mod books;
mod common;
#[path = "common/sold.rs"]
mod sold;

use common::{file, set_clock};
use domain::{
    Period,
    bill::{BillAction, Item},
    reconciliation::{Cause, Decision, LifeAction, LineAction, LineState, Reason, State},
    settlement::Field,
};
use operations::{
    Failure, Office, bills,
    files::Told,
    list::Filter,
    reconciliations::{self, Asked, LINES, Line, Reconciliation, Refused, Sum},
};
use sold::{OCTOBER, Sold, all, bring, certified, finance, october, run_of, step};

const FILE: &str = "示例科技 2026-10 账单,,,\n,,,\n订单号,订单行,商品名称,结算金额（含税）,备注\n";

fn asked(path: &std::path::Path) -> Asked {
    Asked {
        period: Period::parse(OCTOBER).unwrap(),
        kind: None,
        tolerance: String::new(),
        file_name: "账单.csv".to_owned(),
        path: path.to_path_buf(),
        told: Told::default(),
        mapping: String::new(),
    }
}

async fn compare(office: &Office, content: &str) -> operations::Result<Reconciliation> {
    let path = file(content);
    reconciliations::now(office, &finance(1), &asked(&path)).await
}

async fn lines(office: &Office, id: i64, query: &str) -> Vec<Line> {
    let (filter, problems) = Filter::read_query(&LINES, query);
    assert_eq!(problems, []);
    reconciliations::lines(office, &finance(1), id, &filter).await.unwrap().1.rows
}

async fn told(office: &Office, id: i64) -> Vec<(String, LineState, Option<Reason>, i64)> {
    let line = |line: Line| {
        let by = line.difference_minor();
        (line.order_no, line.state, line.reason, by)
    };
    lines(office, id, "").await.into_iter().map(line).collect()
}

async fn sums(office: &Office, id: i64) -> Vec<Sum> {
    reconciliations::sums(office, &finance(1), id).await.unwrap()
}

/// Ours and the differences by reason are theirs, to the cent, and every line of either side is in it.
async fn adds_up(office: &Office, id: i64, theirs_minor: i64) {
    let sums = sums(office, id).await;
    let ours: i64 = all(office).await.iter().map(|bill| bill.total_minor).sum();
    assert_eq!(sums.iter().map(|sum| sum.ours_minor).sum::<i64>(), ours);
    let differences: i64 = sums.iter().map(Sum::difference_minor).sum();
    assert_eq!(ours + differences, theirs_minor);
    assert!(sums.iter().all(|sum| sum.difference_minor() == 0 || sum.reason.is_some()), "{sums:?}");
    assert_eq!(reconciliations::verify(office).await.unwrap().2, Vec::<String>::new());
}

async fn one(office: &Office, id: i64, query: &str) -> Line {
    let found = lines(office, id, query).await;
    assert_eq!(found.len(), 1, "{query}: {found:?}");
    found.into_iter().next().unwrap()
}

async fn act(
    office: &Office,
    of: (i64, i64),
    action: LineAction,
    (note, reason): (&str, &str),
) -> operations::Result<Reconciliation> {
    reconciliations::act(office, &finance(1), (of.0, &[of.1]), (action, note, reason)).await
}

/// Four orders of October, which are billed.
async fn sell(office: &Office) {
    certified(office).await;
    bring(
        office,
        &[
            Sold::of("A1", "P-1", "1000"),
            Sold::of("A2", "P-2", "2000"),
            Sold::of("A3", "P-3", "3000"),
            Sold::of("A4", "P-4", "4321"),
        ],
    )
    .await;
    october(office).await;
}

both! {
    async fn a_bill_with_titles_and_a_sum_is_compared_and_adds_up(office) {
        sell(&office).await;
        let rows = "A1,1,云,950.00,\nA2,1,云,\"1,700.00\",\nX9,1,云,10.00,\nA3,1,云,2850,\nA3,1,云,2850,\n合计,,,8360.00,\n";
        let of = compare(&office, &format!("{FILE}{rows}")).await.unwrap();
        assert_eq!((of.state, of.rows_read, of.rows_refused, of.rows_total), (State::Open, 6, 0, 1));
        assert_eq!((of.stated_minor, of.lines, of.open_lines), (Some(836_000), 6, 4));
        assert_eq!(of.form.unknown().collect::<Vec<_>>(), ["备注"]);
        assert_eq!(told(&office, of.id).await, [
            ("A1".to_owned(), LineState::Matched, None, 0),
            ("A2".to_owned(), LineState::Different, Some(Reason::Fee), -20_000),
            ("X9".to_owned(), LineState::MissingHere, Some(Reason::UnknownOrder), 1_000),
            ("A3".to_owned(), LineState::Matched, None, 0),
            ("A3".to_owned(), LineState::Twice, Some(Reason::Twice), 285_000),
            ("A4".to_owned(), LineState::MissingThere, Some(Reason::NotInFile), -410_495),
        ]);
        let line = one(&office, of.id, "state=different").await;
        let Cause::Rate(Field::Fee, ours, theirs) = line.causes[0].cause else { panic!("{line:?}") };
        assert_eq!((ours.to_string(), theirs.to_string(), line.exact), ("5.00 %".to_owned(), "15.00 %".to_owned(), true));
        assert_eq!(line.theirs, [(0, 5)], "the row as a spreadsheet counts");
        adds_up(&office, of.id, 836_000).await;
        // The same file of the same month is the same reconciliation.
        let again = compare(&office, &format!("{FILE}{rows}")).await.unwrap();
        assert_eq!(again.id, of.id);
    }

    async fn what_cannot_be_read_is_told_by_place(office) {
        sell(&office).await;
        let rows = "A1,1,云,2026-10-05,\nA2,1,云,1.234,\nA3,1,云,#REF!,\n,,,12.00,\n2.02211E+17,1,云,5.00,\nA4,1,云,4104.95,\n";
        let of = compare(&office, &format!("{FILE}{rows}")).await.unwrap();
        assert_eq!((of.rows_read, of.rows_refused), (6, 5));
        let refused = reconciliations::refused_rows(&office, &finance(1), of.id, 10).await.unwrap();
        let told: Vec<(u64, String)> =
            refused.into_iter().map(|row| (row.row, row.problems[0].to_string())).collect();
        assert_eq!(told.iter().map(|(row, _)| *row).collect::<Vec<_>>(), [4, 5, 6, 7, 8]);
        for ((_, said), part) in told.iter().zip(["amount", "may be", "error of a formula", "order_no is missing", "lost digits"]) {
            assert!(said.contains(part), "{said}: {part}");
        }
        // Nothing of it is compared: the lines of ours are missing there.
        let states: Vec<LineState> = lines(&office, of.id, "").await.into_iter().map(|line| line.state).collect();
        assert_eq!(states.iter().filter(|state| **state == LineState::MissingThere).count(), 3);
    }

    async fn a_file_of_which_no_row_can_be_read_is_none(office) {
        sell(&office).await;
        let of = compare(&office, &format!("{FILE}A1,1,云,abc,\n合计,,,1.00,\n")).await.unwrap();
        assert_eq!((of.state, of.rows_read, of.rows_refused, of.rows_total, of.lines), (State::Failed, 2, 1, 1, 0));
        assert!(of.problem.unwrap().starts_with("no row could be read: row 4: amount"));
        // The same file may come again.
        let again = compare(&office, &format!("{FILE}A1,1,云,abc,\n合计,,,1.00,\n")).await.unwrap();
        assert_ne!(again.id, of.id);
    }

    async fn an_amount_without_currency_is_in_that_of_its_order(office) {
        certified(&office).await;
        bring(&office, &[Sold::of("A1", "P-1", "1000"), Sold::of("A2", "P-2", "2000")]).await;
        let dollars = "order_no,order_type,business_kind,delivery_type,product_id,product_name,customer_id,customer_name,deal_price,\
            currency,state,created_at,paid_at,completed_at,billing_mode\nU1,NEW,general,saas_auto,P-9,云,C-1,远山,500,USD,completed,\
            2026-10-05 09:00:00,2026-10-05 10:00:00,2026-10-06 10:00:00,PERIOD\n";
        let done = common::import(&office, &finance(1), "o.csv", dollars).await;
        assert!(done.is_err(), "finance brings nothing in");
        common::import(&office, &common::staff(domain::access::Role::Owner), "o.csv", dollars).await.unwrap();
        october(&office).await;
        let of = compare(&office, "订单号,结算金额\nA1,950\nA2,1900\nU1,475\nX1,5\nX2,$5\nX3,CN¥5\n").await.unwrap();
        let states: Vec<_> = lines(&office, of.id, "").await.into_iter().map(|line| (line.state, line.currency.code())).collect();
        assert_eq!(states, [
            (LineState::Matched, "CNY"), (LineState::Matched, "CNY"), (LineState::Matched, "USD"), (LineState::MissingHere, "CNY"),
        ]);
        let refused = reconciliations::refused_rows(&office, &finance(1), of.id, 10).await.unwrap();
        let fields: Vec<&str> = refused.iter().map(|row| row.problems[0].field.as_str()).collect();
        assert_eq!(fields, ["currency", "amount"], "nobody knows what 5 of an unknown order is");
    }

    async fn a_bill_of_another_month_says_so(office) {
        sell(&office).await;
        let of = compare(&office, "订单号,账期,结算金额\nA1,202609,950.00\nA2,2026-10,1900.00\n").await.unwrap();
        let refused = reconciliations::refused_rows(&office, &finance(1), of.id, 10).await.unwrap();
        assert_eq!(refused.len(), 1);
        assert_eq!(refused[0].problems[0].to_string(), "period is of 202609, and 202610 is compared");
        // Without a bill of ours there is nothing to compare.
        let path = file("订单号,结算金额\nA1,950.00\n");
        let none = Asked { period: Period::parse("202609").unwrap(), ..asked(&path) };
        let refused = reconciliations::now(&office, &finance(1), &none).await.unwrap_err();
        assert!(matches!(refused, Failure::Reconciliation(Refused::NoBill { .. })), "{refused}");
    }

    async fn a_file_without_the_columns_is_refused_before_anything(office) {
        sell(&office).await;
        let refused = compare(&office, "客户,商品\n远山,云\n").await.unwrap_err();
        assert!(refused.to_string().contains("order_no, amount"), "{refused}");
        let path = file("单号,应付\nA1,950.00\n");
        let mut told = Told::default();
        told.choose(reconciliations::COLUMNS, ["单号=order_no", "应付=amount"]).unwrap();
        let of = reconciliations::now(&office, &finance(1), &Asked { told, ..asked(&path) }).await.unwrap();
        assert_eq!(lines(&office, of.id, "state=matched").await.len(), 1);
    }

    async fn a_workbook_of_two_sheets_has_a_line_twice(office) {
        sell(&office).await;
        let mut book = rust_xlsxwriter::Workbook::new();
        for (name, rows) in [("一", &[("A1", 950.0), ("A2", 1900.0)][..]), ("二", &[("A1", 950.0), ("A3", 2850.004)][..])] {
            let sheet = book.add_worksheet().set_name(name).unwrap();
            let merged = rust_xlsxwriter::Format::new();
            sheet.merge_range(0, 0, 0, 2, "云市场 2026-10 账单", &merged).unwrap();
            for (column, heading) in (0u16..).zip(["订单号", "订单行", "结算金额"]) {
                sheet.write_string(2, column, heading).unwrap();
            }
            for (row, (no, amount)) in (3u32..).zip(rows) {
                sheet.write_string(row, 0, *no).unwrap();
                sheet.write_number(row, 1, 1).unwrap();
                sheet.write_number(row, 2, *amount).unwrap();
            }
            sheet.write_string(5, 0, "合计").unwrap();
            sheet.write_formula(5, 2, "=SUM(C4:C5)").unwrap();
        }
        let path = file(book.save_to_buffer().unwrap());
        let xlsx = Asked { file_name: "账单.xlsx".to_owned(), ..asked(&path) };
        let of = reconciliations::now(&office, &finance(1), &xlsx).await.unwrap();
        assert_eq!((of.rows_read, of.rows_refused, of.rows_total), (6, 1, 2));
        let refused = reconciliations::refused_rows(&office, &finance(1), of.id, 5).await.unwrap();
        assert_eq!((refused[0].sheet.as_str(), refused[0].row), ("二", 5), "half a cent is no amount");
        let states: Vec<_> = told(&office, of.id).await.into_iter().map(|(no, state, ..)| (no, state)).collect();
        assert_eq!(states[..3], [
            ("A1".to_owned(), LineState::Matched),
            ("A2".to_owned(), LineState::Matched),
            ("A1".to_owned(), LineState::Twice),
        ]);
        assert_eq!(lines(&office, of.id, "state=twice").await[0].theirs, [(1, 4)], "the second table");
    }

    async fn columns_are_put_right_and_kept_under_a_name(office) {
        sell(&office).await;
        let path = file("单据,应付\nA1,950.00\nA2,1900\n");
        let of = reconciliations::look(&office, &finance(1), &asked(&path)).await.unwrap();
        assert_eq!((of.state, of.lines), (State::Looked, 0));
        let examples = reconciliations::examples(&office, &finance(1), of.id).await.unwrap();
        assert_eq!(examples, [[["A1", "A2"], ["950.00", "1900"]]]);
        let missing = reconciliations::compare(&office, &finance(1), of.id, "").await.unwrap_err();
        assert!(missing.to_string().contains("order_no, amount"), "{missing}");
        let mut told = Told::default();
        told.choose(reconciliations::COLUMNS, ["单据=order_no", "应付=amount"]).unwrap();
        reconciliations::look_again(&office, &finance(1), of.id, told).await.unwrap();
        let of = reconciliations::compare(&office, &finance(1), of.id, "云市场").await.unwrap();
        assert_eq!(of.state, State::Running);
        operations::jobs::drain(&office, reconciliations::JOBS).await.unwrap();
        assert_eq!(lines(&office, of.id, "state=matched").await.len(), 2);
        let late = reconciliations::look_again(&office, &finance(1), of.id, Told::default()).await.unwrap_err();
        assert!(matches!(late, Failure::Reconciliation(Refused::NotOpen { .. })), "{late}");
        assert!(reconciliations::discard(&office, &finance(1), of.id).await.is_err(), "it is compared");
        // The next file of this form is read like this one.
        assert_eq!(reconciliations::mappings(&office, &finance(1)).await.unwrap(), ["云市场"]);
        let next = file("单据,应付\nA3,2850.00\n");
        let kept = Asked { mapping: "云市场".to_owned(), ..asked(&next) };
        let of = reconciliations::now(&office, &finance(1), &kept).await.unwrap();
        assert_eq!(lines(&office, of.id, "state=matched").await.len(), 1);
        let none = Asked { mapping: "没有".to_owned(), ..asked(&next) };
        let unknown = reconciliations::now(&office, &finance(1), &none).await.unwrap_err();
        assert!(unknown.to_string().starts_with("mapping"), "{unknown}");
        // What was looked at and thrown away leaves nothing.
        let other = file("单据,应付\nA4,1.00\n");
        let of = reconciliations::look(&office, &finance(1), &asked(&other)).await.unwrap();
        reconciliations::discard(&office, &finance(1), of.id).await.unwrap();
        assert!(matches!(reconciliations::get(&office, &finance(1), of.id).await.unwrap_err(), Failure::NotFound));
    }

    async fn differences_are_worked_through_and_locked_by_a_second_person(office) {
        sell(&office).await;
        for action in [BillAction::Submit, BillAction::Approve, BillAction::Lock] {
            let [bill] = &all(&office).await[..] else { panic!("one bill") };
            step(&office, if action == BillAction::Submit { 1 } else { 2 }, bill, action).await.unwrap();
        }
        let rows = "A1,1,云,900.00,\nB4,1,云,4104.95,\nA3,1,云,2850,\nX9,1,云,10.00,\n";
        let of = compare(&office, &format!("{FILE}{rows}")).await.unwrap();
        let id = of.id;
        let unfinished = reconciliations::step(&office, &finance(1), id, (LifeAction::Submit, "")).await.unwrap_err();
        assert_eq!(unfinished.to_string(), format!("{} lines still need work", of.open_lines));
        // Theirs is right.
        let line = one(&office, id, "order_no=A1").await;
        act(&office, (id, line.id), LineAction::Accept, ("", "")).await.unwrap();
        let twice = act(&office, (id, line.id), LineAction::Accept, ("", "")).await.unwrap_err();
        assert!(matches!(twice, Failure::Reconciliation(Refused::Decided { .. })), "{twice}");
        // The order has another number there.
        let line = one(&office, id, "order_no=B4").await;
        assert_eq!((line.state, line.reason), (LineState::Proposed, Some(Reason::LikelySame)));
        act(&office, (id, line.id), LineAction::RejectMatch, ("", "")).await.unwrap();
        assert_eq!(one(&office, id, "order_no=A4").await.state, LineState::MissingThere);
        adds_up(&office, id, 786_495).await;
        for no in ["B4", "A4", "A2"] {
            let line = one(&office, id, &format!("order_no={no}")).await;
            act(&office, (id, line.id), LineAction::Dispute, ("请核对", "")).await.unwrap();
        }
        let line = one(&office, id, "order_no=X9").await;
        let nothing = act(&office, (id, line.id), LineAction::Accept, ("", "")).await.unwrap_err();
        assert!(matches!(nothing, Failure::Reconciliation(Refused::NothingToAdjust)), "{nothing}");
        let of = act(&office, (id, line.id), LineAction::Explain, ("客户直接下单", "unknown_order")).await.unwrap();
        assert_eq!(of.open_lines, 0);
        adds_up(&office, id, 786_495).await;
        reconciliations::step(&office, &finance(1), id, (LifeAction::Submit, "")).await.unwrap();
        let own = reconciliations::step(&office, &finance(1), id, (LifeAction::Lock, "")).await.unwrap_err();
        assert!(matches!(own, Failure::Reconciliation(Refused::OwnWork)), "{own}");
        let locked = reconciliations::step(&office, &finance(2), id, (LifeAction::Lock, "")).await.unwrap();
        assert_eq!((locked.state, locked.locked.unwrap().by), (State::Locked, "财务2".to_owned()));
        let late = act(&office, (id, line.id), LineAction::Reopen, ("", "")).await.unwrap_err();
        assert!(matches!(late, Failure::Reconciliation(Refused::NotOpen { state: State::Locked })), "{late}");
        // What was accepted stands in the next bill.
        bring(&office, &[Sold { completed: "2026-11-05 10:00:00", ..Sold::of("N1", "P-1", "5000") }]).await;
        set_clock(&office, common::NOW + 30 * 86_400_000);
        run_of(&office, "202611").await.unwrap();
        let november = all(&office).await.into_iter().find(|bill| bill.period.to_string() == "202611").unwrap();
        let (filter, _) = Filter::read_query(&bills::LINES, "item=adjustment");
        let found = bills::lines(&office, &finance(1), november.id, &filter).await.unwrap().1.rows;
        assert_eq!(found.iter().map(|line| (line.item, line.amount_minor)).collect::<Vec<_>>(), [(Item::Adjustment, -5_000)]);
        assert_eq!(bills::verify(&office).await.unwrap().2, []);
    }

    async fn what_was_decided_is_taken_back(office) {
        sell(&office).await;
        let of = compare(&office, &format!("{FILE}B4,1,云,4104.95,\nA1,1,云,900.00,\n")).await.unwrap();
        let before = sums(&office, of.id).await;
        for (no, action, state) in
            [("B4", LineAction::ConfirmMatch, LineState::Matched), ("A1", LineAction::Accept, LineState::Different)]
        {
            let line = one(&office, of.id, &format!("order_no={no}")).await;
            act(&office, (of.id, line.id), action, ("", "")).await.unwrap();
            let decided = one(&office, of.id, &format!("order_no={no}")).await;
            assert_eq!((decided.state, decided.decision.is_some()), (state, true));
            let now = act(&office, (of.id, line.id), LineAction::Reopen, ("", "")).await.unwrap();
            assert_eq!(now.open_lines, of.open_lines);
        }
        assert_eq!(sums(&office, of.id).await, before);
        assert_eq!(lines(&office, of.id, "decision=open&state=proposed").await.len(), 1);
        assert_eq!(Decision::CODES.len(), 3);
    }

    async fn a_change_of_a_line_or_of_its_sums_is_found(office) {
        sell(&office).await;
        let of = compare(&office, &format!("{FILE}A1,1,云,900.00,\nA2,1,云,1900,\n")).await.unwrap();
        assert_eq!(reconciliations::verify(&office).await.unwrap(), (1, 4, vec![]));
        for (change, back) in [
            ("UPDATE reconciliation_lines SET theirs_minor = 1 WHERE position = 1", "UPDATE reconciliation_lines SET theirs_minor = 90000 WHERE position = 1"),
            ("UPDATE reconciliation_sums SET lines = lines + 1 WHERE state = 'matched'", "UPDATE reconciliation_sums SET lines = lines - 1 WHERE state = 'matched'"),
            ("UPDATE reconciliations SET open_lines = 0", "UPDATE reconciliations SET open_lines = 3"),
        ] {
            books::execute(&office, &operations::db::Sql::new(change)).await;
            let found = reconciliations::verify(&office).await.unwrap().2;
            assert!(found.len() == 1 && found[0].starts_with(&format!("{}: ", of.id)), "{change}: {found:?}");
            books::execute(&office, &operations::db::Sql::new(back)).await;
        }
        assert_eq!(reconciliations::verify(&office).await.unwrap().2, Vec::<String>::new());
    }

    async fn two_people_accept_the_same_difference_once(office) {
        sell(&office).await;
        let of = compare(&office, &format!("{FILE}A1,1,云,900.00,\n")).await.unwrap();
        let line = one(&office, of.id, "order_no=A1").await;
        let one = act(&office, (of.id, line.id), LineAction::Accept, ("", ""));
        let other = act(&office, (of.id, line.id), LineAction::Accept, ("", ""));
        let (one, other) = tokio::join!(one, other);
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        let accepted = sums(&office, of.id).await.into_iter().filter(|sum| sum.decision == Some(Decision::Accepted));
        assert_eq!(accepted.map(|sum| sum.lines).sum::<i64>(), 1);
    }
}
