//! Statements to be handed over: the PDF over HTTP, and who issues them.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod common;
#[path = "../../paper/tests/text/mod.rs"]
mod text;

use axum::body::Body;
use common::{Answer, House, ORDERS, from_browser};
use domain::access::{Actor, Role};
use operations::merchant::{self, Merchant};
use serde_json::json;

const ALL: &str = "/api/v1/settlement/statements";

/// A picture of two by two colours, blown up.
fn png(side: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, side, side);
    encoder.set_color(png::ColorType::Rgba);
    let mut writer = encoder.write_header().unwrap();
    let pixels: Vec<u8> = (0..side * side).flat_map(|at| [200, 30, 30, (at % 256) as u8]).collect();
    writer.write_image_data(&pixels).unwrap();
    writer.finish().unwrap();
    bytes
}

async fn send(house: &House, path: &str, cookie: &str, file: &[u8]) -> Answer {
    let mut body = b"--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\
                     Content-Type: image/png\r\n\r\n"
        .to_vec();
    body.extend(file);
    body.extend(b"\r\n--cut--\r\n");
    let request =
        from_browser("POST", path, cookie).header("content-type", "multipart/form-data; boundary=cut");
    house.send(request.body(Body::from(body)).unwrap()).await
}

/// A house with a draft of one line, whose path over the API is given.
async fn shop() -> (House, String, String) {
    let house = House::new().await;
    house.bring_in(ORDERS).await;
    let token = house.token(Role::Finance).await;
    let wanted = json!({"reseller": "云梯", "period": "202510"});
    let path = house.call("POST", ALL, &token, wanted).await.header("location").to_owned();
    (house, token, path)
}

async fn pdf(house: &House, token: &str, path: &str, language: &str) -> Vec<u8> {
    let answer = house.call("GET", &format!("{path}/pdf?language={language}"), token, json!(null)).await;
    assert_eq!(
        (answer.status.as_u16(), answer.header("content-type")),
        (200, "application/pdf"),
        "{}",
        answer.text()
    );
    answer.body.to_vec()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_on_paper_says_what_it_says_on_the_page() {
    let (house, token, path) = shop().await;
    let company = Merchant {
        company_zh: "上海账房科技有限公司".into(),
        company_en: "Zhangfang Ltd".into(),
        tax_number: "91310115MA1K4X7Q2R".into(),
        bank: "招商银行上海张江支行".into(),
        ..Merchant::default()
    };
    merchant::save(&house.office, &Actor::System, company.clone()).await.unwrap();
    let draft = text::pages(&pdf(&house, &token, &path, "zh").await);
    assert_eq!(draft.len(), 1);
    assert!(draft[0].starts_with("草稿\n上海账房科技有限公司\n"), "{}", draft[0]);
    assert!(draft[0].contains("草稿，未出具") && draft[0].contains("第 1 页，共 1 页"), "{}", draft[0]);

    let issued = house.call("POST", &format!("{path}/issue"), &token, json!(null)).await.json();
    let number = issued["number"].as_str().unwrap();
    let bytes = pdf(&house, &token, &path, "zh").await;
    let zh = text::pages(&bytes).concat();
    for said in [
        number,
        "经销商\n云梯\n",
        "账期\n2025-10\n",
        "纳税人识别号 91310115MA1K4X7Q2R　　开户行 招商银行上海张江支行",
        // The line: prices, rates, the number of its formula, the amount.
        "10,000.00\n8,000.00\n13.00 %\n6.00 %\n90.00 %\n1\n1,688.50\n",
        "合计（1 行）\n10,000.00\n8,000.00\n1,688.50\n",
        "大写　人民币壹仟陆佰捌拾捌元伍角整",
        "(成交价 − 底价) ÷ (1 + 13.00 %) × (1 + 6.00 %) × 90.00 %\n",
        "(10,000.00 − 8,000.00) ÷ (1 + 13.00 %) × (1 + 6.00 %) × 90.00 % = 1,688.495575… → 1,688.50\n",
        "制表\n复核\n对方确认\n",
        issued["lines_hash"].as_str().unwrap(),
    ] {
        assert!(zh.contains(said), "{said} is not in {zh}");
    }
    assert!(!zh.contains("草稿"));
    let en = text::pages(&pdf(&house, &token, &path, "en").await).concat();
    for said in
        ["Zhangfang Ltd\n上海账房科技有限公司\n", "Total (1 line)", "Page 1 of 1", "Prepared by", "¥1,688.50"]
    {
        assert!(en.contains(said), "{said} is not in {en}");
    }
    // The same bytes again, whatever has become of the settings, and at another time.
    merchant::save(&house.office, &Actor::System, Merchant { company_zh: "另一家".into(), ..company })
        .await
        .unwrap();
    assert!(pdf(&house, &token, &path, "zh").await == bytes);
    let wrong = house.call("GET", &format!("{path}/pdf?language=xx"), &token, json!(null)).await;
    assert_eq!((wrong.status.as_u16(), &wrong.json()["error"]["field"]), (422, &json!("language")));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_hands_out_the_same_paper_under_its_number() {
    let (house, token, path) = shop().await;
    house.staff("finance@example.com", Role::Finance).await;
    let cookie = house.sign_in("finance@example.com").await;
    let draft = house.get("/settlement/1", &cookie).await.text();
    assert!(draft.contains("/settlement/1/pdf") && draft.contains("href=\"/settings/merchant\""), "{draft}");
    let answer = house.get("/settlement/1/pdf", &cookie).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/pdf"));
    assert!(answer.header("content-disposition").contains("draft-202510-CNY"));
    assert!(text::pages(&answer.body).concat().starts_with("DRAFT\n"));
    let issued = house.call("POST", &format!("{path}/issue"), &token, json!(null)).await.json();
    let answer = house.get("/settlement/1/pdf", &cookie).await;
    assert!(answer.header("content-disposition").contains(issued["number"].as_str().unwrap()));
    assert!(answer.body == pdf(&house, &token, &path, "en").await);
    // Issued without a word of who issues it: the page says so, and that it stays so.
    let page = house.get("/settlement/1", &cookie).await.text();
    assert!(page.contains("had not been filled in: Company name, Tax number"), "{page}");
    let print = house.get("/settlement/1/print", &cookie).await.text();
    assert!(print.contains("/settlement/1/pdf") && print.contains("class=\"signatures\""), "{print}");
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_come_in_are_shown_and_stay_on_what_was_issued() {
    let (house, token, path) = shop().await;
    house.staff("finance@example.com", Role::Finance).await;
    house.staff("auditor@example.com", Role::Auditor).await;
    let cookie = house.sign_in("finance@example.com").await;
    let seal = "/settings/merchant/seal";
    assert_eq!(house.get(seal, &cookie).await.status, 404);
    assert_eq!(send(&house, "/settings/merchant/nothing", &cookie, &png(64)).await.status, 404);
    for (file, said) in [
        (&b"<svg onload=alert(1)/>"[..], "not a PNG or JPEG picture"),
        (b"", "Fill this in"),
        (&png(20), "20 × 20 pixels"),
        (&vec![0; (1 << 20) + 1], "larger than 1 MB"),
        // More than the form of any page may have.
        (&vec![0; 3 << 20], "larger than 1 MB"),
    ] {
        let answer = send(&house, seal, &cookie, file).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/settings/merchant"));
        let page =
            house.get("/settings/merchant", &format!("{cookie}; {}", answer.flash().unwrap())).await.text();
        assert!(page.contains(said), "{said}: {page}");
    }
    let auditor = house.sign_in("auditor@example.com").await;
    assert_eq!(send(&house, seal, &auditor, &png(64)).await.status, 403);
    let answer = send(&house, seal, &cookie, &png(64)).await;
    assert_eq!(answer.status, 303);
    let shown = house.get(seal, &auditor).await;
    assert_eq!((shown.status.as_u16(), shown.header("content-type")), (200, "image/png"));
    assert_eq!(
        shown.header("content-security-policy"),
        "default-src 'none'; frame-ancestors 'none'; sandbox"
    );
    assert!(shown.body == png(64));

    house.call("POST", &format!("{path}/issue"), &token, json!(null)).await;
    let with_seal = pdf(&house, &token, &path, "zh").await;
    let removed = house.post("/do/remove-picture", &cookie, &[("place", "seal")]).await;
    assert_eq!(removed.status, 303);
    assert_eq!(house.get(seal, &cookie).await.status, 404);
    let page = house.get("/settlement/1", &cookie).await.text();
    assert!(page.contains("src=\"/settlement/1/picture/seal\""), "{page}");
    assert!(house.get("/settlement/1/picture/seal", &cookie).await.body == png(64));
    assert!(pdf(&house, &token, &path, "zh").await == with_seal);
}
