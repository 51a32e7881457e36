//! Files as people have them: a file is never understood in a way that its writer did not mean.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

mod common;

use domain::access::Actor;
use operations::{
    Office, Result,
    db::Sql,
    files::{Encoding, Told},
    imports::{self, Outcome, Upload},
};
use rust_xlsxwriter::{Format, Workbook};

const HEADER: &str = "order_no,product_name,customer_name,deal_price,state,created_at";

async fn told(office: &Office, bytes: &[u8], told: Told) -> Result<Outcome> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(&file, bytes).unwrap();
    let outcome =
        imports::import(office, &Actor::System, Upload { told, ..Upload::new("orders", file.path()) }).await;
    if let Ok(outcome) = &outcome {
        let rows =
            imports::get(office, &Actor::System, outcome.import_id).await.unwrap().rows_read.unsigned_abs();
        let told = outcome.created + outcome.updated + outcome.unchanged + outcome.rejected_rows;
        assert_eq!(rows, told, "rows of the file are rows told");
    }
    outcome
}

async fn bring(office: &Office, bytes: impl AsRef<[u8]>) -> Outcome {
    told(office, bytes.as_ref(), Told::default()).await.unwrap()
}

async fn refused(office: &Office, bytes: impl AsRef<[u8]>) -> String {
    told(office, bytes.as_ref(), Told::default()).await.unwrap_err().to_string()
}

/// Row, column and reason of each rejection.
fn reasons(outcome: &Outcome) -> Vec<(u64, &str, &str)> {
    outcome.rejected.iter().map(|r| (r.row, r.column.as_str(), r.reason.as_str())).collect()
}

/// Number, customer and price of each order.
async fn orders(office: &Office) -> Vec<(String, String, i64)> {
    Sql::new(
        "SELECT o.order_no, c.name, o.deal_minor FROM orders o JOIN customers c ON c.id = o.customer_id \
         ORDER BY o.order_no",
    )
    .fetch_all(&office.db)
    .await
    .unwrap()
}

fn order(number: &str, customer: &str, minor: i64) -> (String, String, i64) {
    (number.to_owned(), customer.to_owned(), minor)
}

fn row(number: &str, customer: &str, price: &str) -> String {
    format!("{number},P,{customer},{price},completed,2026-10-18 18:19:00\r\n")
}

both! {
    async fn a_quotation_mark_that_is_not_closed_takes_nothing_with_it(office) {
        let text = format!("{HEADER}\r\n{}{}{}", row("A1", "\"Acme", "100.00"), row("A2", "\"Beta\"", "200.00"), row("A3", "\"Gamma\"", "300.00"));
        let outcome = bring(&office, text).await;
        assert_eq!((outcome.created, outcome.rejected_rows), (2, 1));
        assert_eq!(reasons(&outcome)[0].0, 2);
        assert!(reasons(&outcome)[0].2.contains("quotation mark"), "{outcome:?}");
        assert_eq!(orders(&office).await, [order("A2", "Beta", 20_000), order("A3", "Gamma", 30_000)]);
        let rest: String = (0..28).map(|n| row(&format!("B{n}"), "C", "100.00")).collect();
        let outcome = bring(&office, format!("{HEADER}\r\n{}{}{rest}", row("A1", "C", "1"), row("A9", "\"Acme", "100.00"))).await;
        assert_eq!((outcome.created, outcome.rejected_rows, reasons(&outcome)[0].0), (29, 1, 3));
        let inch = bring(&office, format!("{HEADER}\r\n{}{}", row("I1", "\"5\" disk\"", "100"), row("I2", "5\" disk", "100"))).await;
        assert_eq!((inch.created, inch.rejected_rows, reasons(&inch)[0].0), (1, 1, 2));
    }

    async fn numbers_that_could_be_two_are_refused_unless_the_file_says_which(office) {
        let text = "order_no;product_name;customer_name;deal_price;state;created_at;currency\r\n\
            A1;P;C;1.200;completed;2026-10-18 18:19:00;EUR\r\nA2;P;C;12.500;completed;2026-10-18 18:19:00;BRL\r\n\
            A3;P;C;1.234,56;completed;2026-10-18 18:19:00;EUR\r\n";
        let outcome = bring(&office, text).await;
        assert_eq!((outcome.created, outcome.rejected_rows), (0, 3));
        assert!(reasons(&outcome)[0].2.contains("may be 1.2 or 1200"), "{outcome:?}");
        let comma = Told { numbers: Some(domain::money::Numbers::Comma), ..Told::default() };
        assert_eq!(told(&office, text.as_bytes(), comma).await.unwrap().created, 3);
        assert_eq!(orders(&office).await, [order("A1", "C", 120_000), order("A2", "C", 1_250_000), order("A3", "C", 123_456)]);
    }

    async fn a_sign_must_be_of_the_currency(office) {
        let text = format!("{HEADER},currency\r\nA1,P,C,€100,completed,2026-10-18,USD\r\nA2,P,C,$100.00,completed,2026-10-18,\r\n\
            A3,P,C,€100,completed,2026-10-18,\r\nA4,P,C,(100.00),completed,2026-10-18,\r\n");
        let outcome = bring(&office, text).await;
        assert_eq!(outcome.created, 1);
        let reasons = reasons(&outcome);
        assert!(reasons[0].2.contains("not of USD") && reasons[1].2.contains("does not say which currency"), "{reasons:?}");
        assert!(reasons[2].2.contains("negative"), "{reasons:?}");
        let currency: Vec<(String,)> = Sql::new("SELECT currency FROM orders").fetch_all(&office.db).await.unwrap();
        assert_eq!(currency, [("EUR".to_owned(),)]);
    }

    async fn accounting_negatives_are_amounts(office) {
        let text = format!("{HEADER},order_type\r\n{}", ["(100.00)", "100.00-", "−100.00", "\"-1,000.00\""].iter().enumerate()
            .map(|(n, price)| format!("A{n},P,C,{price},completed,2026-10-18,UNSUBSCRIBE\r\n")).collect::<String>());
        assert_eq!(bring(&office, text).await.created, 4);
        let minor: Vec<i64> = orders(&office).await.into_iter().map(|(_, _, minor)| minor).collect();
        assert_eq!(minor, [-10_000, -10_000, -10_000, -100_000]);
    }

    async fn texts_of_other_encodings_are_recognised_or_asked_for(office) {
        let with = |name: &str| format!("{HEADER}\r\n{}", row("A1", name, "100.00"));
        for (encoding, name) in [
            (encoding_rs::WINDOWS_1252, "Müller GmbH und Björk"),
            (encoding_rs::BIG5, "臺北雲端科技股份有限公司"),
            (encoding_rs::SHIFT_JIS, "株式会社クラウドテスト"),
            (encoding_rs::GB18030, "杭州远山贸易有限公司"),
        ] {
            let number = format!("E-{}", encoding.name());
            let text = encoding.encode(&with(name).replace("A1", &number)).0.into_owned();
            let outcome = bring(&office, text).await;
            assert_eq!((outcome.created, outcome.rejected_rows), (1, 0), "{name} {outcome:?}");
            assert!(orders(&office).await.iter().any(|(no, customer, _)| *no == number && customer == name), "{name}");
        }
        let short = encoding_rs::GB18030.encode(&with("云")).0.into_owned();
        let sure = Told { encoding: Some(Encoding::Gb18030), ..Told::default() };
        assert_eq!(told(&office, &short, sure).await.unwrap().created, 1);
        let utf16: Vec<u8> = with("云启").replace("A1", "U1").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(bring(&office, utf16).await.created, 1);
    }

    async fn ids_that_a_spreadsheet_has_rounded_are_refused(office) {
        let text = format!("{HEADER},customer_id\r\nA1,P,#N/A,100,completed,2026-10-18,#N/A\r\nA2,P,C,100,completed,2026-10-18,2.02211E+17\r\n\
            =\"A3\",P,C,100,completed,2026-10-18,=\"007\"\r\nA4,P,Ac\0me,100,completed,2026-10-18,1\r\n");
        let outcome = bring(&office, text).await;
        assert_eq!((outcome.created, outcome.rejected_rows), (1, 3));
        let code: Vec<(String, String)> = Sql::new("SELECT o.order_no, c.code FROM orders o JOIN customers c ON c.id = o.customer_id").fetch_all(&office.db).await.unwrap();
        assert_eq!(code, [("A3".to_owned(), "007".to_owned())]);
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (column, heading) in format!("{HEADER},customer_id,product_id").split(',').enumerate() {
            sheet.write(0, column as u16, heading).unwrap();
        }
        for (row, number) in [(1, 1e17), (2, 42.0)] {
            sheet.write(row, 0, number).unwrap();
            for (column, text) in [(1, "P"), (2, "C"), (4, "completed")] {
                sheet.write(row, column, text).unwrap();
            }
            sheet.write(row, 3, 1).unwrap();
            sheet.write(row, 5, 46_313.763_194_444).unwrap();
            sheet.write_with_format(row, 6, 7, &Format::new().set_num_format("000")).unwrap();
            sheet.write(row, 7, 5.0).unwrap();
        }
        let outcome = bring(&office, book.save_to_buffer().unwrap()).await;
        assert_eq!((outcome.created, outcome.rejected_rows), (1, 1), "{outcome:?}");
        assert!(reasons(&outcome)[0].2.contains("lost digits"), "{outcome:?}");
        let found: Vec<(String, i64)> = Sql::new("SELECT c.code, o.created_at FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.order_no = '42'").fetch_all(&office.db).await.unwrap();
        assert_eq!(found, [("007".to_owned(), 1_792_318_740_000)]);
    }

    async fn every_sheet_with_the_headings_is_read_and_the_others_are_named(office) {
        let mut book = Workbook::new();
        for (name, number) in [("Oct", "A1"), ("Notes", ""), ("Nov", "A2")] {
            let sheet = book.add_worksheet().set_name(name).unwrap();
            if number.is_empty() {
                sheet.write(0, 0, "only a note").unwrap();
                continue;
            }
            sheet.write(0, 0, "Orders of the month").unwrap();
            for (column, (heading, cell)) in HEADER.split(',').zip([number, "P", "C", "1", "completed", "2026-10-18"]).enumerate() {
                sheet.write(1, column as u16, heading).unwrap();
                sheet.write(2, column as u16, cell).unwrap();
            }
            sheet.write(3, 0, "bad number").unwrap();
        }
        let bytes = book.save_to_buffer().unwrap();
        let outcome = bring(&office, &bytes).await;
        assert_eq!((outcome.created, outcome.rejected_rows), (2, 2));
        assert_eq!(outcome.sheets_left_out, ["Notes"]);
        let rows: Vec<_> = outcome.rejected.iter().map(|r| (r.sheet.as_deref().unwrap(), r.row)).collect();
        assert_eq!((rows[0], rows[rows.len() - 1]), (("Oct", 4), ("Nov", 4)));
        let only = Told { sheet: Some("Nov".to_owned()), ..Told::default() };
        let outcome = told(&office, &bytes, only).await.unwrap();
        assert_eq!((outcome.unchanged, outcome.sheets_left_out.len()), (1, 2));
    }

    async fn rows_may_lack_or_add_empty_cells_and_lines_may_stand_above(office) {
        let outcome = bring(&office, format!("{HEADER},payment_method,reseller\r\nA1,P,C,100,completed,2026-10-18\r\n")).await;
        assert_eq!(outcome.created, 1);
        assert_eq!(bring(&office, format!("{HEADER}\r\nA2,P,C,100,completed,2026-10-18,\r\n")).await.created, 1);
        let title = bring(&office, format!("订单导出 2026-10,,,,,\r\n{HEADER}\r\n{}", row("A3", "C", "1"))).await;
        assert_eq!(title.created, 1);
        let piped = format!("{HEADER}\r\n{}", row("A4", "C", "1")).replace(',', "|");
        assert_eq!(bring(&office, piped).await.created, 1);
        let said = format!("sep=;\r\n{HEADER}\r\n{}", row("A5", "C", "1").replace(',', ";")).replace(',', ";");
        assert_eq!(bring(&office, said).await.created, 1);
        let missing = refused(&office, "订单导出\r\norder_no,Kunde,state\r\nA1,C,completed\r\n").await;
        assert!(missing.contains("row 2") && missing.contains("Kunde") && missing.contains("deal_price"), "{missing}");
        assert!(refused(&office, "a,b\r\n1,2\r\n").await.contains("row 1 has a, b"));
    }

    async fn dates_are_read_as_they_are_written_or_refused(office) {
        let dates = ["2026-10-18T18:19:00+0800", "2026年10月18日 18:19", "2026.10.18 18:19", "2026/10/18 6:19 PM", "2026-10-18 24:00:00", "03/04/2026"];
        let text: String = dates.iter().enumerate().map(|(n, date)| format!("A{n},P,C,1,completed,{date}\r\n")).collect();
        let outcome = bring(&office, format!("{HEADER}\r\n{text}")).await;
        assert_eq!((outcome.created, outcome.rejected_rows), (4, 2));
        let reasons = reasons(&outcome);
        assert!(reasons[0].2.contains("write it like") && reasons[1].2.contains("two months"), "{reasons:?}");
        let at: Vec<(i64,)> = Sql::new("SELECT DISTINCT created_at FROM orders").fetch_all(&office.db).await.unwrap();
        assert_eq!(at, [(1_792_318_740_000,)]);
    }

    async fn names_come_in_again_as_they_went_out(office) {
        use futures::TryStreamExt;
        use operations::exports::{self, Format, Kind};
        let names = ["云服务器（标准版）", "上海Ａ公司", "数据库　专业版", &"云".repeat(70)];
        let rows: String = names.iter().enumerate().map(|(n, name)| format!("FW{n},{name},{name}客,100,已完成,2026-10-18\r\n")).collect();
        assert_eq!(bring(&office, format!("{HEADER}\r\n{rows}")).await.created, 4);
        for format in [Format::Csv, Format::Xlsx] {
            let kind = Kind::of(exports::ORDERS).unwrap();
            let pieces = kind.stream(&office, &common::staff(domain::access::Role::Owner), "", format).await.unwrap();
            let file = exports::bytes(pieces).try_collect::<Vec<_>>().await.unwrap().concat();
            let again = bring(&office, file).await;
            assert_eq!((again.unchanged, again.rejected_rows), (4, 0), "{format} {again:?}");
        }
    }

    async fn what_is_given_back_is_no_formula(office) {
        use futures::TryStreamExt;
        let outcome = bring(&office, format!("{HEADER},=cmd|x\r\nbad no,P,C,100.00,completed,2026-10-18,\r\n")).await;
        let pieces = imports::rejected_file(&office, &Actor::System, outcome.import_id, imports::Words::ENGLISH).await.unwrap();
        let text = String::from_utf8(pieces.try_collect::<Vec<_>>().await.unwrap().concat()).unwrap();
        assert!(text.contains(",'=cmd|x\r\n"), "{text}");
    }
}
