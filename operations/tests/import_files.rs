//! The same orders in every kind of file.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it is surprised")]

mod common;

use common::import;
use domain::access::Actor;
use operations::{
    Office,
    db::Sql,
    imports::{self, Outcome},
};

const TEXT: &str = "订单号,商品名称,客户名称,订单状态,下单时间,成交价,数量,备注\n\
    CS1,进销存,\"远山\n贸易\",已完成,2026-10-01 12:00:00,１２００．５０,３,无\n\
    CS2,进销存,Acme \"A\",待付款,2026/10/02,7,1,\n";

async fn bring(office: &Office, bytes: &[u8]) -> Outcome {
    import(office, &Actor::System, "orders", bytes).await.unwrap()
}

fn quoted(text: &str) -> String {
    text.replace("Acme \"A\"", "\"Acme \"\"A\"\"\"")
}

fn utf16(text: &str, little: bool) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
}

async fn orders(office: &Office) -> Vec<(String, String, i64, i64)> {
    Sql::new(
        "SELECT o.order_no, c.name, o.deal_minor, l.quantity FROM orders o JOIN customers c ON c.id = o.customer_id \
         JOIN order_lines l ON l.order_id = o.id ORDER BY o.order_no",
    )
    .fetch_all(&office.db)
    .await
    .unwrap()
}

both! {
    async fn every_encoding_and_separator_gives_the_same_orders(office) {
        let text = quoted(TEXT);
        let files = [
            text.clone().into_bytes(),
            format!("\u{feff}{text}").into_bytes(),
            encoding_rs::GB18030.encode(&text).0.into_owned(),
            utf16(&text, true),
            utf16(&text, false),
            text.replace('\n', "\r\n").into_bytes(),
            text.replace(',', ";").into_bytes(),
            text.replace(',', "\t").into_bytes(),
            text.trim_end().as_bytes().to_vec(),
        ];
        for (n, file) in files.iter().enumerate() {
            let outcome = bring(&office, file).await;
            let expected = if n == 0 { (2, 0, 0) } else { (0, 0, 2) };
            assert_eq!((outcome.created, outcome.updated, outcome.unchanged), expected, "{n} {outcome:?}");
            assert_eq!(outcome.unknown_columns, ["备注"], "{n}");
        }
        assert_eq!(orders(&office).await, [
            ("CS1".to_owned(), "远山\n贸易".to_owned(), 120_050, 3),
            ("CS2".to_owned(), "Acme \"A\"".to_owned(), 700, 1),
        ]);
    }

    async fn a_header_alone_brings_nothing(office) {
        let outcome = bring(&office, TEXT.lines().next().unwrap().as_bytes()).await;
        assert_eq!((outcome.created, outcome.rejected_rows), (0, 0));
    }

    async fn the_template_goes_in(office) {
        let outcome = bring(&office, imports::template_csv(domain::Tongue::Codes).as_bytes()).await;
        assert_eq!((outcome.created, outcome.rejected.as_slice()), (2, [].as_slice()));
        assert_eq!(outcome.unknown_columns, [""; 0]);
    }

    async fn a_broken_character_costs_its_row_only(office) {
        let mut bytes = quoted(TEXT).into_bytes();
        bytes.extend_from_slice(b"CS3,\xff\xfe,x,completed,2026-10-01,1,1,\n");
        bytes.extend_from_slice("CS4,进销存,远山,completed,2026-10-01,1,1,\n".as_bytes());
        let outcome = bring(&office, &bytes).await;
        assert_eq!((outcome.created, outcome.rejected_rows), (3, 1));
        assert_eq!((outcome.rejected[0].row, outcome.rejected[0].column.as_str()), (4, ""));
    }

    async fn a_workbook_gives_the_same_orders(office) {
        use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
        let mut book = Workbook::new();
        let date = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
        let sheet = book.add_worksheet();
        let headings = ["order_no", "product_name", "customer_name", "state", "created_at", "deal_price", "output_tax",
            "quantity", "payment_method"];
        for (column, heading) in headings.iter().enumerate() {
            sheet.write(0, column as u16, *heading).unwrap();
        }
        for (row, (order, price)) in [("CS1", 19.9), ("CS2", 3.300_000_000_000_000_3), ("CS3", 0.001)].iter().enumerate() {
            let row = row as u32 + 1 + u32::from(row > 0);
            sheet.write(row, 0, *order).unwrap();
            sheet.write(row, 1, "进销存").unwrap();
            sheet.write(row, 2, "远山").unwrap();
            sheet.write(row, 3, "completed").unwrap();
            let at = ExcelDateTime::from_ymd(2026, 10, 1).unwrap().and_hms(12, 0, 0).unwrap();
            sheet.write_with_format(row, 4, &at, &date).unwrap();
            sheet.write(row, 5, *price).unwrap();
            sheet.write(row, 6, 0.06).unwrap();
            sheet.write(row, 7, 3).unwrap();
        }
        sheet.write(5, 0, 202_611_181_819_000_111.0).unwrap();
        let outcome = bring(&office, &book.save_to_buffer().unwrap()).await;
        assert_eq!((outcome.created, outcome.rejected_rows), (2, 2), "{outcome:?}");
        assert_eq!((outcome.rejected[0].row, outcome.rejected[0].column.as_str()), (5, "deal_price"));
        assert_eq!((outcome.rejected[1].row, outcome.rejected[1].column.as_str()), (6, "order_no"));
        let orders = orders(&office).await;
        assert_eq!(orders[0], ("CS1".to_owned(), "远山".to_owned(), 1_990, 3));
        assert_eq!((orders[1].0.as_str(), orders[1].2), ("CS2", 330));
        let at: Vec<(i64, i64)> = Sql::new(
            "SELECT o.created_at, l.output_tax FROM orders o JOIN order_lines l ON l.order_id = o.id",
        ).fetch_all(&office.db).await.unwrap();
        assert_eq!(at, [(1_790_827_200_000, 60_000); 2]);
    }

    async fn a_workbook_that_would_fill_the_memory_is_refused(office) {
        use std::io::Write;
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file("xl/sharedStrings.xml", zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(b"<sst count=\"1\" uniqueCount=\"99999999999999\"><si><t>a</t></si></sst>").unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        let refused = import(&office, &Actor::System, "orders", &bytes).await.unwrap_err();
        assert!(refused.to_string().contains("damaged"), "{refused}");
    }
}
