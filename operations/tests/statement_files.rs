//! Statements as files, what is not in them, and questions in a file.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

#[path = "common/books.rs"]
mod books;
mod common;
#[path = "statements/shop.rs"]
mod shop;

use books::{bring, bring_file, line};
use domain::{Tongue, access::Role, settlement::NotSettled};
use operations::{
    Failure, Office,
    exports::Format,
    files::Told,
    quote::{Answered, quote_csv},
    statements::{
        LeftOutReason, Standing, StatementState, draft, files, find_or_preview, head_of, issue, left_out,
        left_out_of,
    },
};
use shop::{RESELLER, Sale, finance, period, tamper};

/// The lines of every group, `limit` at a time.
async fn reasons(office: &Office, id: i64, limit: i64) -> Vec<(String, LeftOutReason)> {
    let mut found = Vec::new();
    for group in left_out(office, &finance(), id).await.unwrap() {
        let before = found.len();
        let mut after = (0, 0);
        loop {
            let page = left_out_of(office, &finance(), id, group.reason, after, limit).await.unwrap();
            let Some(last) = page.last() else { break };
            after = (last.order_id, last.line_no);
            found.extend(page.into_iter().map(|line| (line.order_no, group.reason)));
        }
        assert_eq!((found.len() - before) as i64, group.lines, "{group:?}");
    }
    found
}

both! {
    async fn every_order_that_is_left_out_has_its_reason(office) {
        Sale::new("in").put(&office).await;
        Sale::open("unpaid", "pending_payment").put(&office).await;
        Sale { delivery: "license", ..Sale::open("unaccepted", "processing") }.put(&office).await;
        Sale::open("unopened", "processing").put(&office).await;
        Sale::open("cancelled", "cancelled").put(&office).await;
        let old = "2026-08-01 00:00:00";
        Sale { created: old, ..Sale::open("cancelled long ago", "cancelled") }.put(&office).await;
        Sale { created: old, ..Sale::open("unpaid long ago", "pending_payment") }.put(&office).await;
        Sale { payment: "postpaid", ..Sale::new("unrepaid") }.put(&office).await;
        Sale { order_type: "RENEW", ..Sale::new("renewal") }.put(&office).await;
        Sale { floor: "", ..Sale::new("floorless") }.put(&office).await;
        Sale { completed: "2026-11-03 00:00:00", ..Sale::new("next month") }.put(&office).await;
        Sale { completed: "2026-09-03 00:00:00", ..Sale::new("last month") }.put(&office).await;
        Sale { created: "2026-11-01 00:00:00", ..Sale::open("created later", "processing") }.put(&office).await;
        Sale { reseller: "渠道乙", ..Sale::open("of another", "processing") }.put(&office).await;
        let id = draft(&office, &finance(), RESELLER, period("202610"), None).await.unwrap();
        let held = |no: &str, why| (no.to_owned(), LeftOutReason::Held(why));
        let comes = |no: &str, month| (no.to_owned(), LeftOutReason::OtherPeriod(period(month)));
        let expected = [
            held("unpaid", NotSettled::NotPaid),
            held("unpaid long ago", NotSettled::NotPaid),
            held("cancelled", NotSettled::Cancelled),
            held("unaccepted", NotSettled::NotAccepted),
            held("unopened", NotSettled::NotProvisioned),
            held("renewal", NotSettled::RenewalNotEffective),
            held("unrepaid", NotSettled::NotRepaid),
            held("floorless", NotSettled::FloorUnknown),
            comes("last month", "202609"),
            comes("next month", "202611"),
        ];
        assert_eq!(reasons(&office, id, 100).await, expected);
        assert_eq!(reasons(&office, id, 1).await, expected);
        let groups = left_out(&office, &finance(), id).await.unwrap();
        let amounts: Vec<_> = groups.iter().map(|group| (group.lines, group.amount_minor)).collect();
        assert_eq!(amounts[0], (2, None), "what is held back has no amount yet");
        assert_eq!(amounts[7], (1, Some(180_000)));
        let codes: Vec<_> = groups.iter().map(|group| group.reason.to_string()).collect();
        assert_eq!((codes[0].as_str(), codes[7].as_str()), ("not_paid", "202609"));
        assert!(groups.iter().all(|group| group.reason.to_string().parse() == Ok(group.reason)));
        assert_eq!(
            common::standing(&office, &finance(), "unrepaid").await.unwrap(),
            [Standing::NotYet(NotSettled::NotRepaid)]
        );
    }

    async fn what_is_left_out_comes_as_a_file_and_goes_in_again_corrected(office) {
        let sold = |number: &str| line(number)
            .with("sales_channel", "reseller")
            .with("reseller", RESELLER)
            .with("state", "completed")
            .with("created_at", "2026-10-01 10:00:00")
            .with("completed_at", "2026-10-03 10:00:00");
        bring(&office, &[
            sold("K1").with("deal_price", "100.50"),
            sold("K2").with("deal_price", "20").with("product_name", "=1+1").with("product_id", "P=1"),
            sold("K3").with("floor_price", "1"),
            sold("K4").with("state", "pending_payment").with("completed_at", ""),
        ])
        .await;
        let id = draft(&office, &finance(), RESELLER, period("202610"), None).await.unwrap();
        let groups = left_out(&office, &finance(), id).await.unwrap();
        let floor = LeftOutReason::Held(NotSettled::FloorUnknown);
        let lacking = groups.iter().find(|group| group.reason == floor).unwrap();
        assert_eq!((lacking.lines, lacking.deal_minor, lacking.amount_minor), (2, Some(12_050), None));
        let head = head_of(&office, &finance(), id).await.unwrap();
        let file = async |reason, format| {
            let mut out = Vec::new();
            files::write_left_out(&office, &finance(), &head, reason, (format, Tongue::Codes), &mut out).await.unwrap();
            out
        };
        let all = String::from_utf8(file(None, Format::Csv).await).unwrap();
        assert_eq!(all.lines().count(), 4, "{all}");
        assert!(all.contains("floor_unknown") && all.contains("not_paid"), "{all}");
        assert_eq!(file(Some(floor), Format::Xlsx).await[..2], *b"PK");
        let csv = String::from_utf8(file(Some(floor), Format::Csv).await).unwrap();
        assert_eq!(csv.lines().count(), 3, "{csv}");
        let outcome = bring_file(&office, "again.csv", csv.as_bytes()).await;
        assert_eq!((outcome.unchanged, outcome.rejected_rows), (2, 0), "{:?}", outcome.rejected);
        let corrected = csv.replace(",100.50,,", ",100.50,60,");
        assert_ne!(corrected, csv);
        let outcome = bring_file(&office, "again.csv", corrected.as_bytes()).await;
        assert_eq!((outcome.updated, outcome.unchanged), (1, 1));
        assert_eq!(left_out(&office, &finance(), id).await.unwrap().iter().find(|g| g.reason == floor).unwrap().lines, 1);
    }

    async fn an_order_that_came_late_is_left_out_until_it_is_settled(office) {
        Sale::new("first").put(&office).await;
        let october = draft(&office, &finance(), RESELLER, period("202610"), None).await.unwrap();
        issue(&office, &finance(), october).await.unwrap();
        Sale::new("late").put(&office).await;
        let waits = LeftOutReason::OtherPeriod(period("202611"));
        assert_eq!(reasons(&office, october, 10).await, [("late".to_owned(), waits)]);
        common::set_clock(&office, shop::at("2026-12-01 00:00:00"));
        let november = draft(&office, &finance(), RESELLER, period("202611"), None).await.unwrap();
        assert_eq!(reasons(&office, november, 10).await, [], "it is in that draft");
        issue(&office, &finance(), november).await.unwrap();
        assert_eq!(reasons(&office, october, 10).await, [], "what is settled is not left out");
    }

    async fn a_postpaid_order_is_settled_in_the_month_of_its_repayment(office) {
        let repaid = "2026-10-20 00:00:00";
        Sale { payment: "postpaid", completed: "2026-08-01 00:00:00", repaid, ..Sale::new("A1") }
            .put(&office)
            .await;
        let head = find_or_preview(&office, &finance(), RESELLER, period("202610"), None).await.unwrap();
        let value = files::json(&office, &finance(), &head).await.unwrap();
        assert_eq!(value["total"], "1800.00");
        assert_eq!(head.id, 0, "a preview begins nothing");
    }

    async fn a_preview_and_an_issued_statement_give_the_same_json(office) {
        Sale::priced("R2", "10000", "8000", "13%", "6%").put(&office).await;
        Sale { order_type: "UNSUBSCRIBE", deal: "3.55", floor: "0", ..Sale::new("U1") }.put(&office).await;
        let preview = find_or_preview(&office, &finance(), RESELLER, period("202610"), None).await.unwrap();
        let mut live = files::json(&office, &finance(), &preview).await.unwrap();
        assert_eq!(live["lines"][0], serde_json::json!({
            "order_no": "R2", "line_no": 1, "order_type": "NEW", "customer_name": "客户一", "product_name": "产品一",
            "sku_name": "标准版", "deal_price": "10000.00", "floor_price": "8000.00", "output_tax": "0.13",
            "service_tax": "0.06", "ratio": "0.9", "formula": "reseller", "rule": "reseller v1", "rule_version": 1,
            "calculation": "(10,000.00 − 8,000.00) ÷ (1 + 13.00 %) × (1 + 6.00 %) × 90.00 %",
            "unrounded": "1688.495575…", "amount": "1688.50",
        }));
        assert_eq!(live["lines"][1]["unrounded"], "-3.195");
        assert_eq!((&live["total"], &live["number"]), (&"1685.30".into(), &serde_json::Value::Null));
        assert_eq!((&live["reseller"], &live["period"]), (&RESELLER.into(), &"202610".into()));
        let id = draft(&office, &finance(), RESELLER, period("202610"), None).await.unwrap();
        issue(&office, &finance(), id).await.unwrap();
        let head = find_or_preview(&office, &finance(), RESELLER, period("202610"), None).await.unwrap();
        assert_eq!((head.id, head.state), (id, StatementState::Issued));
        tamper(&office, "UPDATE order_lines SET deal_minor = 1").await;
        let frozen = files::json(&office, &finance(), &head).await.unwrap();
        live["state"] = "issued".into();
        live["number"] = "RS-202610-0001".into();
        assert_eq!(frozen, live);
    }

    async fn files_disarm_formulas_and_name_refused_lines(office) {
        Sale { customer: "=HYPERLINK(\"x\")", ..Sale::new("A1") }.put(&office).await;
        Sale { channel: "co_sale", ..Sale::new("C1") }.put(&office).await;
        let head = find_or_preview(&office, &finance(), RESELLER, period("202610"), None).await.unwrap();
        let mut text = Vec::new();
        files::write_csv(&office, &finance(), &head, Tongue::Codes, &mut text).await.unwrap();
        let mut reader = csv::Reader::from_reader(text.as_slice());
        let headings = reader.headers().unwrap().clone();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let cell = |row: usize, name: &str| &rows[row][headings.iter().position(|h| h == name).unwrap()];
        assert_eq!(cell(0, "customer_name"), "'=HYPERLINK(\"x\")");
        assert_eq!((cell(0, "amount"), cell(0, "reseller")), ("1800.00", RESELLER));
        assert_eq!((cell(1, "order_no"), cell(1, "amount")), ("C1", ""));
        assert_eq!(cell(1, "calculation"), "refused: ratio is missing");
        let denied = files::write_csv(&office, &common::staff(Role::Support), &head, Tongue::Codes, Vec::new()).await;
        assert!(matches!(denied, Err(Failure::Denied(_))));
    }

    async fn amounts_in_xlsx_are_numbers(office) {
        use calamine::{Data, Reader};
        Sale::new("=1+1").put(&office).await;
        Sale::priced("A2", "3.55", "0", "6%", "6%").put(&office).await;
        let head = find_or_preview(&office, &finance(), RESELLER, period("202610"), None).await.unwrap();
        let mut file = Vec::new();
        files::write_xlsx(&office, &finance(), &head, Tongue::Zh, &mut file).await.unwrap();
        let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(file)).unwrap();
        let sheet = book.worksheet_range("2026-10 CNY").unwrap();
        let text = |at| sheet.get(at).map(ToString::to_string).unwrap_or_default();
        assert!(text((0, 0)).contains("草稿") && text((0, 0)).contains("2026-10"), "{}", text((0, 0)));
        assert_eq!([text((1, 3)), text((1, 13)), text((1, 19))], ["订单号", "比例", "金额"]);
        assert_eq!([text((2, 3)), text((2, 5))], ["'=1+1", "新购"]);
        assert_eq!(sheet.get((2, 13)), Some(&Data::Float(0.9)));
        assert_eq!(sheet.get((2, 19)), Some(&Data::Float(1800.0)));
        assert_eq!(sheet.get((3, 19)), Some(&Data::Float(3.2)));
        assert_eq!(sheet.get((4, 19)), Some(&Data::Float(1803.2)));
        // A spreadsheet works an amount out where it rounds as we do; 3.195 is a half.
        let formulas = book.worksheet_formula("2026-10 CNY").unwrap();
        let formula = |at| formulas.get_value(at).cloned().unwrap_or_default();
        assert_eq!(formula((2, 19)), "ROUND(MAX(0,J3-K3)/(1+L3)*(1+M3)*N3,2)");
        assert_eq!(formula((3, 19)), "");
        assert_eq!(formula((4, 19)), "SUBTOTAL(109,T3:T4)");
        assert_eq!(text((3, 17)), "(3.55 − 0.00) ÷ (1 + 6.00 %) × (1 + 6.00 %) × 90.00 %");
    }
}

fn answers(file: &[u8]) -> Result<(Answered, String), Failure> {
    let mut out = Vec::new();
    let kept = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(&kept, file).unwrap();
    let answered = quote_csv(&finance(), kept.path(), &Told::default(), &mut out)?;
    Ok((answered, String::from_utf8(out).unwrap()))
}

#[test]
fn a_file_of_questions_is_answered_row_by_row() {
    let file = "\u{feff}Case,FORMULA,deal,floor,ratio,output_tax,service_tax,expected\n\
        R1,reseller,10000,8000,,6%,6%,1800.00\n\
        R9,reseller_co_sale,10000,8000,90.01%,6%,6%,\n\
        bad,reseller,x,-1,,6%\n\
        half,reseller,3.55,0,90%,0.06,0.06,3.20\n";
    let (answered, text) = answers(file.as_bytes()).unwrap();
    assert_eq!(answered, Answered { rows: 4, refused: 2 });
    assert_eq!(
        text,
        "case,amount,explanation,error\n\
         R1,1800.00,\"(10,000.00 − 8,000.00) ÷ (1 + 6.00 %) × (1 + 6.00 %) × 90.00 % = 1,800.00 -> 1,800.00 [reseller v1, exact]\",\n\
         R9,,,ratio 90.01 % is above the highest ratio of 90.00 %\n\
         bad,,,deal 'x' is not an amount: write it like 1234.50; floor '-1.00' must not be negative; service_tax is missing\n\
         half,3.20,\"(3.55 − 0.00) ÷ (1 + 6.00 %) × (1 + 6.00 %) × 90.00 % = 3.195 -> 3.20 [reseller v1, rounded half up]\",\n"
    );
}

#[test]
fn a_file_of_questions_needs_its_columns() {
    let missing = answers(b"case,deal,floor\n").unwrap_err().to_string();
    assert_eq!(missing, "the file has no column formula; row 1 has case, deal, floor");
    // Further ones as the formulas of the rows need them.
    let (answered, text) =
        answers(b"case,formula,sales,coupon,ratio\nG2,general,1000,100\nR1,reseller,1,,90%\n").unwrap();
    assert_eq!(answered, Answered { rows: 2, refused: 1 });
    assert!(text.contains("G2,855.00,"), "{text}");
    assert!(text.contains("R1,,,deal is missing; floor is missing; output_tax is missing"), "{text}");
    assert!(answers(b"").is_err());
    assert!(
        quote_csv(&common::staff(Role::Support), std::path::Path::new("none"), &Told::default(), Vec::new())
            .is_err_and(|f| matches!(f, Failure::Denied(_)))
    );
}
