//! Bills as files: the same lines and the same total in each of them, the same bytes again, and closed with the bills.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;
#[path = "common/sold.rs"]
mod sold;

use books::{execute, person};
use calamine::{Data, Reader};
use common::{set_clock, staff};
use domain::{
    Tongue,
    access::Role,
    bill::BillAction,
    merchant::{Certification, WrittenStanding},
};
use futures::TryStreamExt;
use operations::{
    Failure, Office,
    bills::{
        self, Bill, Refused,
        files::{self, BillFormat, write_csv, write_json, write_xlsx},
    },
    db::Sql,
    exports::{self, ExportState, Format, Kind, NewExport},
    jobs::{self, EXPORTS},
    merchant,
    refunds::{self, Given},
};
use serde_json::{Value, json};
use sold::{Sold, all, bring, certified, finance, october, run_of, step};

async fn csv(office: &Office, bill: &Bill, tongue: Tongue) -> String {
    let mut out = Vec::new();
    write_csv(office, &finance(1), bill, tongue, &mut out).await.unwrap();
    String::from_utf8(out).unwrap()
}

async fn xlsx(office: &Office, bill: &Bill, tongue: Tongue) -> Vec<u8> {
    let mut out = Vec::new();
    write_xlsx(office, &finance(1), bill, tongue, &mut out).await.unwrap();
    out
}

async fn json_text(office: &Office, bill: &Bill) -> String {
    let mut out = Vec::new();
    write_json(office, &finance(1), bill, &mut out).await.unwrap();
    String::from_utf8(out).unwrap()
}

async fn json_of(office: &Office, bill: &Bill) -> Value {
    serde_json::from_str(&json_text(office, bill).await).unwrap()
}

/// The cells of a column of a CSV file.
fn column(text: &str, name: &str) -> Vec<String> {
    let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let at = reader.headers().unwrap().iter().position(|heading| heading == name).expect(name);
    reader.records().map(|row| row.unwrap()[at].to_owned()).collect()
}

fn sheet(bytes: Vec<u8>) -> Vec<Vec<Data>> {
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    book.worksheet_range("2026-10 CNY").unwrap().rows().map(<[_]>::to_vec).collect()
}

/// Minor units of `950000.01`.
fn minor(amount: &str) -> i64 {
    domain::money::parse_minor(amount, domain::Currency::CNY).unwrap()
}

async fn lock(office: &Office, bill: &Bill) -> Bill {
    for (who, action) in [(1, BillAction::Submit), (2, BillAction::Approve), (2, BillAction::Lock)] {
        step(office, who, bill, action).await.unwrap();
    }
    bills::get(office, &finance(1), bill.id).await.unwrap()
}

async fn unsign(office: &Office) {
    let new: WrittenStanding =
        serde_json::from_str(r#"{"agreement": {"version": "V2", "signed": false}}"#).unwrap();
    merchant::record(office, &staff(Role::Owner), &new).await.unwrap();
}

both! {
    async fn csv_workbook_json_and_paper_have_the_same_lines_and_total(office) {
        certified(&office).await;
        bring(&office, &[
            Sold::of("A1", "P-1", "300000"),
            Sold::of("A2", "P-1", "250000.37"),
            Sold::of("A3", "=1+1", "3000"),
        ]).await;
        october(&office).await;
        let bill = all(&office).await.remove(0);
        let text = csv(&office, &bill, Tongue::Codes).await;
        let amounts = column(&text, "amount");
        assert_eq!(amounts.iter().map(|amount| minor(amount)).sum::<i64>(), bill.total_minor);
        assert_eq!(amounts.len() as i64, bill.line_count);
        let item = column(&text, "item");
        assert_eq!(item.iter().filter(|item| *item == "increment").count(), 1, "{item:?}");
        // No spreadsheet takes a name for a formula.
        assert!(column(&text, "product_name").contains(&"'=1+1 云盘".to_owned()), "{text}");
        assert!(column(&text, "calculation").contains(&"300,000.00 × (1 − 5.00 %)".to_owned()), "{text}");

        let value = json_of(&office, &bill).await;
        let lines = value["lines"].as_array().unwrap();
        assert_eq!(minor(value["total"].as_str().unwrap()), bill.total_minor);
        assert_eq!(lines.iter().map(|line| line["amount"].as_str().unwrap()).collect::<Vec<_>>(), amounts);
        assert_eq!(value["merchant"]["account_name"], "示例科技");
        let first = &lines[0];
        assert_eq!(
            (&first["order_no"], &first["rule_version"], &first["corrects"]),
            (&json!("A1"), &json!(2), &Value::Null),
        );
        assert!(first["inputs"].is_object() && first["rule"] == "general v2", "{first}");
        assert_eq!(lines[1]["unrounded"], "237500.3515");

        let rows = sheet(xlsx(&office, &bill, Tongue::Zh).await);
        assert!(rows[0][0].to_string().contains("通用账单 · 预付费"), "{:?}", rows[0][0]);
        let at = rows[3].iter().position(|cell| *cell == "金额").expect("金额");
        let cells: Vec<String> = rows[4..4 + amounts.len()].iter().map(|row| row[at].to_string()).collect();
        assert!(rows[4..].iter().all(|row| matches!(row[at], Data::Float(_))), "{cells:?}");
        assert_eq!(cells.iter().map(|cell| minor(cell)).collect::<Vec<_>>(), amounts.iter().map(|a| minor(a)).collect::<Vec<_>>());
        assert_eq!(minor(&rows.last().unwrap()[at].to_string()), bill.total_minor, "the sum below");
        assert!(!rows[3].contains(&Data::String("精确金额".into())), "no digit is lost, none stands twice: {:?}", rows[3]);

        let whole = files::whole(&office, &finance(1), bill.clone()).await.unwrap();
        assert_eq!(whole.details.len() as i64, bill.line_count);
        assert_eq!(whole.subtotals.iter().map(|sum| sum.amount_minor).sum::<i64>(), bill.total_minor);
        assert_eq!((whole.subtotals.len(), whole.subtotals[1].product.as_str()), (2, "=1+1 云盘"));
        let zh = csv(&office, &bill, Tongue::Zh).await;
        assert_eq!(column(&zh, "规则版本名")[0], "通用商品（第 2 版）");
        assert_eq!((&column(&zh, "项目")[0], &column(&csv(&office, &bill, Tongue::En).await, "Item")[0]), (&"订单".to_owned(), &"Order".to_owned()));
    }

    async fn the_same_bill_gives_the_same_bytes(office) {
        certified(&office).await;
        bring(&office, &[Sold::of("B1", "P-1", "2000"), Sold::of("B2", "P-2", "3000.01")]).await;
        october(&office).await;
        let bill = lock(&office, &all(&office).await.remove(0)).await;
        let every = async || {
            (csv(&office, &bill, Tongue::Zh).await, xlsx(&office, &bill, Tongue::Zh).await, json_text(&office, &bill).await)
        };
        let first = every().await;
        set_clock(&office, common::NOW + 86_400_000);
        // What was frozen stays, whatever becomes of the settings and of the names.
        let other: WrittenStanding = serde_json::from_str(r#"{"certification": {"state": "passed", "account_name": "另一家",
            "bank": "银行", "account_no": "1", "taxpayer": "small"}}"#).unwrap();
        merchant::record(&office, &staff(Role::Owner), &other).await.unwrap();
        execute(&office, &Sql::new("UPDATE products SET name = 'renamed'")).await;
        assert!(every().await == first);
        let found = files::certification(&office, &finance(1), &bill).await.unwrap();
        assert_eq!((found.account_name.as_str(), found.account_no.as_str()), ("示例科技", "6225"));
        // The account is for those who may read it elsewhere.
        let seen = files::certification(&office, &staff(Role::Operations), &bill).await.unwrap();
        assert_eq!(seen, Certification { bank: String::new(), account_no: String::new(), ..found });
        let named = bills::named(&office, &finance(1), " gb-202610-0001 ").await.unwrap();
        assert_eq!((named.id, bills::named(&office, &finance(1), &bill.id.to_string()).await.unwrap().id), (bill.id, bill.id));
        assert!(matches!(bills::named(&office, &finance(1), "GB-202610-0009").await, Err(Failure::NotFound)));
        // A line that was changed behind our back makes no file.
        execute(&office, &Sql::new("UPDATE bill_lines SET amount_minor = amount_minor + 1 WHERE position = 1")).await;
        let broken = write_csv(&office, &finance(1), &bill, Tongue::Codes, Vec::new()).await.unwrap_err();
        assert!(broken.to_string().contains("do not come to its total"), "{broken}");
        assert!(files::whole(&office, &finance(1), bill).await.is_err());
    }

    async fn no_digit_of_a_large_amount_is_lost(office) {
        certified(&office).await;
        bring(&office, &[Sold::of("C1", "P-1", "2000")]).await;
        october(&office).await;
        // No import takes so much for a line, but the books hold it.
        execute(&office, &Sql::new("UPDATE bill_lines SET amount_minor = 94999999999999999")).await;
        execute(&office, &Sql::new("UPDATE bills SET total_minor = 94999999999999999")).await;
        let bill = all(&office).await.remove(0);
        let written = domain::money::bare(bill.total_minor, bill.currency);
        assert_eq!(written, "949999999999999.99");
        let amounts = column(&csv(&office, &bill, Tongue::Codes).await, "amount");
        assert_eq!(amounts, [written.as_str()]);
        assert_eq!(json_of(&office, &bill).await["total"], written.as_str());
        let rows = sheet(xlsx(&office, &bill, Tongue::Codes).await);
        let at = rows[3].iter().position(|cell| *cell == "amount").unwrap();
        // A spreadsheet keeps fifteen digits of a number: it can be added up, and beside it stands every digit.
        assert_eq!(rows[4][at], Data::Float(949_999_999_999_999.99));
        assert_eq!((&rows[3][at + 1], &rows[4][at + 1]), (&Data::String("exact_amount".into()), &Data::String(written.clone())));
        let last = rows.last().unwrap();
        assert!(matches!(last[at], Data::Float(_)), "the sum below is a number: {last:?}");
        assert_eq!(last[at + 1], Data::String(written), "and has every digit beside it");
        let zh = sheet(xlsx(&office, &bill, Tongue::Zh).await);
        assert_eq!((zh[3][at].to_string(), zh[3][at + 1].to_string()), ("金额".to_owned(), "精确金额".to_owned()));
        // What is taken back is no formula.
        execute(&office, &Sql::new("UPDATE bill_lines SET amount_minor = -1000000000000001")).await;
        execute(&office, &Sql::new("UPDATE bills SET total_minor = -1000000000000001")).await;
        let negative = all(&office).await.remove(0);
        let below = sheet(xlsx(&office, &negative, Tongue::Codes).await);
        assert_eq!((&below[4][at], &below[4][at + 1]), (&Data::Float(-10_000_000_000_000.01), &Data::String("-10000000000000.01".into())));
        let total = domain::money::grouped(bill.total_minor, bill.currency);
        assert!(rows[1][0].to_string().contains(&total), "{:?}", rows[1]);
    }

    async fn what_is_taken_back_names_the_line_it_corrects(office) {
        certified(&office).await;
        let day = 86_400_000;
        set_clock(&office, common::NOW - 15 * day);
        bring(&office, &[Sold { created: "2026-10-30", completed: "2026-10-30 10:00:00", ..Sold::of("D1", "P-1", "2000.33") }]).await;
        set_clock(&office, common::NOW - 13 * day);
        let asked = refunds::request(&office, &staff(Role::Owner), "D1", "2000.33", "不再需要").await.unwrap();
        let paid = Given { action: "paid_back".into(), ..Given::default() };
        refunds::act(&office, &staff(Role::Owner), asked.id, &paid).await.unwrap();
        set_clock(&office, common::NOW);
        october(&office).await;
        let first = lock(&office, &all(&office).await.remove(0)).await;
        set_clock(&office, common::NOW + 30 * day);
        run_of(&office, "202611").await.unwrap();
        let second = all(&office).await.pop().unwrap();
        let text = csv(&office, &second, Tongue::Codes).await;
        assert_eq!(column(&text, "corrects"), ["GB-202610-0001/1"]);
        assert_eq!(column(&text, "amount"), ["-1900.31"]);
        let line = json_of(&office, &second).await["lines"][0]["corrects"].clone();
        assert_eq!(line, json!({"bill": first.id, "number": "GB-202610-0001", "position": 1}));
    }

    async fn files_are_closed_with_the_bills(office) {
        certified(&office).await;
        bring(&office, &[Sold::of("E1", "P-1", "2000")]).await;
        october(&office).await;
        let bill = all(&office).await.remove(0);
        let denied = write_csv(&office, &staff(Role::Support), &bill, Tongue::Codes, Vec::new()).await;
        assert!(matches!(denied, Err(Failure::Denied(_))));
        assert!(matches!(files::whole(&office, &staff(Role::Support), bill.clone()).await, Err(Failure::Denied(_))));
        let wang = person(&office, "wang", Role::Finance).await;
        let new = NewExport { kind: "bill_lines", format: Format::Csv, query: "period=202610", locale: "zh-CN", columns: "", title: "", name: "" };
        let id = exports::create(&office, &wang, &new).await.unwrap();
        jobs::drain(&office, EXPORTS).await.unwrap();
        let export = exports::get(&office, &wang, id).await.unwrap();
        assert_eq!((export.state, export.rows_written), (ExportState::Ready, 1));
        exports::open_file(&office, &wang, id).await.unwrap();
        files::taken(&office, &finance(1), &bill, BillFormat::Pdf).await.unwrap();
        unsign(&office).await;
        let closed = |failure: Failure| assert!(matches!(failure, Failure::Bill(Refused::NotSigned { .. })), "{failure}");
        closed(write_csv(&office, &finance(1), &bill, Tongue::Zh, Vec::new()).await.unwrap_err());
        closed(write_xlsx(&office, &finance(1), &bill, Tongue::Zh, Vec::new()).await.unwrap_err());
        closed(write_json(&office, &finance(1), &bill, Vec::new()).await.unwrap_err());
        closed(files::whole(&office, &finance(1), bill).await.unwrap_err());
        closed(exports::open_file(&office, &wang, id).await.unwrap_err());
        for kind in ["bills", "bill_lines"] {
            closed(Kind::of(kind).unwrap().stream(&office, &finance(1), "", Format::Csv).await.err().unwrap());
        }
    }

    async fn lines_of_many_bills_come_in_the_order_of_the_list(office) {
        certified(&office).await;
        bring(&office, &[
            Sold::of("F1", "P-1", "2000"),
            Sold::of("F2", "P-2", "3000"),
            Sold { payment: "postpaid", repaid: "2026-10-20 10:00:00", ..Sold::of("F3", "P-1", "4000") },
            Sold { completed: "2026-09-20 10:00:00", created: "2026-09-19", ..Sold::of("F4", "P-1", "5000") },
        ]).await;
        run_of(&office, "202609").await.unwrap();
        october(&office).await;
        let take = async |kind: &str, query: &str| {
            let pieces = Kind::of(kind).unwrap().stream(&office, &finance(1), query, Format::Csv).await.unwrap();
            String::from_utf8(exports::bytes(pieces).try_collect::<Vec<_>>().await.unwrap().concat()).unwrap()
        };
        let lines = take("bill_lines", "sort=period").await;
        assert_eq!(column(&lines, "period"), ["202609", "202610", "202610", "202610"]);
        assert_eq!(column(&lines, "order_no")[0], "F4");
        let prepaid = take("bill_lines", "period=202610&payment_method=prepaid").await;
        assert_eq!(column(&prepaid, "order_no"), ["F1", "F2"]);
        assert_eq!(column(&prepaid, "amount"), ["1900.00", "2850.00"]);
        let heads = take("bills", "sort=-period").await;
        assert_eq!(column(&heads, "period"), ["202610", "202610", "202609"]);
        assert_eq!(column(&heads, "total").iter().map(|t| minor(t)).sum::<i64>(), column(&lines, "amount").iter().map(|t| minor(t)).sum::<i64>());
        assert!(Kind::of("bill_lines").unwrap().is_small(&office, &finance(1), "").await.unwrap());
    }
}
