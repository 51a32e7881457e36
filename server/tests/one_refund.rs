//! What a refund takes back has the same sign and the same digits wherever it is written.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;
#[path = "../../paper/tests/text/mod.rs"]
mod text;

use calamine::{Data, Reader};
use common::{Answer, House};
use domain::access::Role;
use serde_json::{Value, json};

/// A sale and its refund: the file says the refund without a minus sign.
const SALE: &str = "\
order_no,line_no,order_type,billing_mode,sales_channel,reseller,product_id,product_name,customer_id,customer_name,quantity,deal_price,floor_price,paid_amount,output_tax,service_tax,state,created_at,paid_at,effective_at,completed_at
SOLD,1,NEW,PERIOD,reseller,云梯,P-1,云端进销存,C-1,远山贸易,1,10000,8000,10000,13%,6%,completed,2025-10-03 10:00:00,2025-10-03 10:05:00,2025-10-03 10:06:00,2025-10-03 10:06:00
BACK,1,UNSUBSCRIBE,PERIOD,reseller,云梯,P-1,云端进销存,C-1,远山贸易,1,5000,4000,5000,13%,6%,completed,2025-10-04 10:00:00,2025-10-04 10:05:00,2025-10-04 10:06:00,2025-10-04 10:06:00
";

/// Deal and floor price and what they come to: −1,000 ÷ 1.13 × 1.06 × 90 %, rounded once.
const DEAL: &str = "-5000.00";
const FLOOR: &str = "-4000.00";
const DUE: &str = "-844.25";
/// What both come to together.
const TOTAL: &str = "844.25";

/// As pages and papers write it: grouped, with a minus that is one.
fn grouped(plain: &str) -> String {
    let plain = plain.replace('-', "\u{2212}");
    let at = plain.find('.').unwrap() - 3;
    if plain[..at].ends_with(|c: char| c.is_ascii_digit()) {
        format!("{},{}", &plain[..at], &plain[at..])
    } else {
        plain
    }
}

fn in_html(plain: &str) -> String {
    let amount = grouped(plain).replace('\u{2212}', "");
    format!("<span class=\"money neg\">\u{2212}<span class=\"cur\">¥</span>{amount}</span>")
}

/// The cells of the refund's row under some headings.
fn csv_row(answer: &Answer, headings: [&str; 3]) -> [String; 3] {
    let text = answer.text();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let names = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let row = rows.iter().find(|row| row.iter().any(|cell| cell == "BACK")).expect("the refund's row");
    headings.map(|name| row[names.iter().position(|n| n == name).expect(name)].to_owned())
}

fn sheet_row(answer: &Answer, headings: [&str; 3]) -> [String; 3] {
    let bytes = std::io::Cursor::new(answer.body.to_vec());
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(bytes).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let names = range.rows().find(|row| row.iter().any(|cell| *cell == headings[0])).expect("headings");
    let row = range.rows().find(|row| row.iter().any(|cell| *cell == "BACK")).expect("the refund's row");
    headings.map(|name| match &row[names.iter().position(|n| *n == name).expect(name)] {
        Data::Float(number) => format!("{number:.2}"),
        other => panic!("{other:?} is no number"),
    })
}

/// Looks at every place that shows the refund.
async fn everywhere(house: &House, token: &str, cookie: &str, statement: &str) {
    let get = async |path: &str| {
        let answer = house.get(path, cookie).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer
    };
    let call = async |path: &str| house.call("GET", path, token, Value::Null).await.json();
    let of = |line: &Value, names: [&str; 3]| names.map(|name| line[name].as_str().unwrap().to_owned());
    let all = [DEAL, FLOOR, DUE].map(str::to_owned);

    let statement_page = format!("/settlement/{statement}");
    // Paper that a browser prints shows the prices in the calculation only.
    let print = format!("{statement_page}/print");
    for (path, amounts) in
        [("/orders/BACK", &[DEAL, FLOOR, DUE][..]), (&statement_page, &[DEAL, FLOOR, DUE]), (&print, &[DUE])]
    {
        let page = get(path).await.text().replace("<!>", "");
        for amount in amounts {
            assert!(page.contains(&in_html(amount)), "{amount} on {path}: {page}");
        }
    }
    let list = get("/orders?q=BACK").await.text().replace("<!>", "");
    assert!(
        list.contains(&grouped(DEAL).replace('\u{2212}', "\u{2212}<span class=\"cur\">¥</span>")),
        "{list}"
    );

    let order = call("/api/v1/orders/BACK").await;
    assert_eq!(of(&order["lines"][0], ["deal_price", "floor_price", "paid_amount"]), [DEAL, FLOOR, DEAL]);
    assert_eq!(order["amounts"][0]["amount"], DUE);
    let found = call(&format!("/api/v1/settlement/statements/{statement}")).await;
    let line = found["lines"].as_array().unwrap().iter().find(|line| line["order_no"] == "BACK").unwrap();
    assert_eq!(of(line, ["deal_price", "floor_price", "amount"]), all);
    assert_eq!(found["total"], TOTAL);

    let orders = ["Deal price", "Floor price", "Settlement amount"];
    assert_eq!(csv_row(&get("/orders/export?format=csv").await, orders), all);
    assert_eq!(sheet_row(&get("/orders/export?format=xlsx").await, orders), all);
    let lines = ["Deal price", "Floor price", "Amount"];
    let file = format!("/settlement/{statement}/file?format=");
    assert_eq!(csv_row(&get(&format!("{file}csv")).await, lines), all);
    assert_eq!(sheet_row(&get(&format!("{file}xlsx")).await, lines), all);

    let paper = text::pages(&get(&format!("/settlement/{statement}/pdf")).await.body).concat();
    for amount in [DEAL, FLOOR, DUE] {
        let amount = format!("\n{}\n", grouped(amount));
        assert!(paper.contains(&amount), "{amount} in {paper}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_is_the_same_in_every_place() {
    let house = House::new().await;
    house.bring_in(SALE).await;
    house.staff("owner@example.com", Role::Owner).await;
    let (token, cookie) = (house.token(Role::Owner).await, house.sign_in("owner@example.com").await);
    let all = "/api/v1/settlement/statements";
    let wanted = json!({"reseller": "云梯", "period": "202510"});
    let path = house.call("POST", all, &token, wanted).await.header("location").to_owned();
    let id = path.rsplit('/').next().unwrap();
    everywhere(&house, &token, &cookie, id).await;
    let issued = house.call("POST", &format!("{path}/issue"), &token, Value::Null).await.json();
    assert_eq!(issued["state"], "issued", "{issued}");
    everywhere(&house, &token, &cookie, id).await;
}
