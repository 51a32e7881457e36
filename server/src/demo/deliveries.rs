//! Deliveries of every kind at every step, each with the little documents that prove it.

use std::fmt::Write;

use chrono::Duration;
use domain::access::Actor;
use operations::{
    Office, products,
    supervisions::{
        self, Given, RequestState,
        documents::{NewDocument, hand_in},
    },
};
use tempfile::TempDir;

use super::bring_in;

/// A product of each flow: id, name, delivery type, flow, and its steps to the end.
const FLOWS: [(&str, &str, &str, &str, &[Step]); 8] = [
    ("P-2001", "上云迁移实施", "human_service", "standard", &STANDARD),
    ("P-2002", "企业官网建设", "human_service", "website", &WEBSITE),
    ("P-2003", "数据库审计 License 授权码", "license", "license_code", &LICENSE_CODE),
    ("P-2004", "工业软件 License 识别码", "license", "identification_code", &IDENTIFICATION_CODE),
    ("P-2005", "防火墙 License 线下授权", "license", "offline_license", &STANDARD),
    ("P-2006", "边缘计算一体机", "hardware", "hardware", &HARDWARE),
    ("P-2007", "行业数据包", "data_file", "data_file", &STANDARD),
    ("P-2008", "低代码应用编排", "app_orchestration", "app_orchestration", &STANDARD),
];

/// What is done, and by whom.
type Step = (&'static str, &'static str);

const STANDARD: [Step; 4] = [
    ("submit_requirement", "buyer"),
    ("confirm_requirement", "merchant"),
    ("complete", "merchant"),
    ("accept", "buyer"),
];
const WEBSITE: [Step; 6] = [
    ("submit_requirement", "buyer"),
    ("confirm_requirement", "merchant"),
    ("submit_design", "merchant"),
    ("confirm_design", "buyer"),
    ("complete", "merchant"),
    ("accept", "buyer"),
];
const LICENSE_CODE: [Step; 3] =
    [("complete", "merchant"), ("claim_code", "buyer"), ("activate_code", "merchant")];
const IDENTIFICATION_CODE: [Step; 3] =
    [("submit_requirement", "buyer"), ("complete", "merchant"), ("accept", "buyer")];
const HARDWARE: [Step; 3] = [("ship", "merchant"), ("sign", "courier"), ("accept", "buyer")];

/// Brings in an order for every step of every flow, and takes each as far.
pub(super) async fn deliver(office: &Office, actor: &Actor, folder: &TempDir) -> anyhow::Result<()> {
    let heading = "order_no,product_id,product_name,delivery_type,customer_id,customer_name,duration,duration_unit,\
                   deal_price,state,created_at,paid_at,completed_at\n";
    let day = |ago: i64| (office.clock.now() - Duration::days(ago)).format("%Y-%m-%d %H:%M:%S").to_string();
    let (mut first, mut orders) = (heading.to_owned(), heading.to_owned());
    for (at, (code, name, delivery, _, steps)) in FLOWS.iter().enumerate() {
        // The product comes in with an order that went through before there was a desk.
        let (bought, done) = (day(60), day(50));
        writeln!(
            first,
            "{},{code},{name},{delivery},C-100{at},北京云杉数据有限公司,1,year,9800.00,completed,{bought},{bought},{done}",
            number(at, 0)
        )?;
        for n in 0..=steps.len() + 1 {
            let bought = day(40 - i64::try_from(n * 5)?);
            writeln!(
                orders,
                "{},{code},{name},{delivery},C-200{n},深圳前海智造科技有限公司,1,year,12800.00,processing,{bought},{bought},",
                number(at, n + 1)
            )?;
        }
    }
    bring_in(office, actor, folder, "before.csv", &first).await?;
    for (code, _, _, flow, _) in FLOWS {
        let given = products::Given { flow: Some(flow.to_owned()), ..products::Given::default() };
        products::set_delivery(office, actor, code, given).await?;
    }
    bring_in(office, actor, folder, "deliveries.csv", &orders).await?;
    for (at, (_, _, _, _, steps)) in FLOWS.iter().enumerate() {
        for n in 0..=steps.len() {
            go_on(office, actor, &number(at, n + 1), &steps[..n]).await?;
        }
        let frozen = number(at, steps.len() + 2);
        go_on(office, actor, &frozen, &steps[..1]).await?;
        act(office, actor, &frozen, ("appeal", "buyer"), "交付内容与约定不符，要求重新实施。").await?;
    }
    Ok(())
}

/// Looks like a number of the marketplace, and is the same after an interruption.
fn number(flow: usize, n: usize) -> String {
    format!("CS2611{:02}0900DLV{flow}{n}", n + 1)
}

/// Takes a delivery so many steps further.
pub(super) async fn go_on(
    office: &Office,
    actor: &Actor,
    order_no: &str,
    steps: &[Step],
) -> anyhow::Result<()> {
    // A demo that was interrupted finds some of them taken.
    if supervisions::get(office, actor, order_no).await?.log.len() > 1 {
        return Ok(());
    }
    for step in steps {
        prove(office, actor, order_no, step.1).await?;
        act(office, actor, order_no, *step, "").await?;
    }
    Ok(())
}

async fn act(
    office: &Office,
    actor: &Actor,
    order_no: &str,
    (action, by): Step,
    comment: &str,
) -> anyhow::Result<()> {
    let given = Given {
        action: action.to_owned(),
        by: by.to_owned(),
        comment: comment.to_owned(),
        result: "已按约定交付，验收件见附件。".to_owned(),
        courier: "顺丰速运".to_owned(),
        waybill: format!("SF{order_no}"),
        ..Given::default()
    };
    Ok(supervisions::act(office, actor, order_no, &given).await?)
}

/// Hands in what is asked for now.
async fn prove(office: &Office, actor: &Actor, order_no: &str, by: &str) -> anyhow::Result<()> {
    let detail = supervisions::get(office, actor, order_no).await?;
    for request in detail.requests.iter().filter(|request| request.node == detail.row.node) {
        if request.state == RequestState::Open {
            let id = request.id.to_string();
            let name = format!("{}-{order_no}.pdf", request.name_zh);
            let new = NewDocument { request: &id, by, name: &name, ..NewDocument::default() };
            let page = paper(&request.name_en, order_no);
            hand_in(office, actor, order_no, &new, page.as_bytes()).await?;
        }
    }
    Ok(())
}

/// A page with two lines, as a PDF.
pub(super) fn paper(title: &str, order_no: &str) -> String {
    let text = format!("BT /F 20 Tf 60 760 Td ({title}) Tj 0 -32 Td /F 12 Tf (Order {order_no}) Tj ET");
    let length = text.len();
    format!(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
         3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n\
         4 0 obj<</Length {length}>>stream\n{text}\nendstream endobj\n\
         5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )
}
