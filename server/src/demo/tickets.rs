//! A ticket in every state, on orders of the shop.

use domain::access::Actor;
use operations::{
    Office,
    list::Filter,
    orders,
    tickets::{self, Given, LIST, NewMessage, NewTicket},
};

/// A step: what is done, by whom, and what is said with it.
type Step = (&'static str, &'static str, &'static str);

/// Subject, severity, first message, and how far it is taken.
const ASKED: [(&str, &str, &str, &[Step]); 9] = [
    ("控制台无法登录", "urgent", "登录后页面空白，清理浏览器缓存无效。订单今天就要用。", &[]),
    ("如何批量导入商品资料？", "low", "我们有 3,000 条资料，是否支持 Excel？", &[]),
    ("同步任务失败", "high", "凌晨 2 点的同步任务报错 E1042，今天是第三次。", &[("accept", "staff", "")]),
    (
        "发票抬头需要更改",
        "normal",
        "公司名称已变更，请问已开具的发票能否重开？",
        &[("accept", "staff", ""), ("reply", "staff", "可以重开。请提供新的营业执照和原发票号码。")],
    ),
    (
        "接口返回 403",
        "high",
        "调用 `/v2/items` 返回 403，昨天还正常。",
        &[
            ("accept", "staff", ""),
            ("reply", "staff", "请确认令牌是否在 24 小时内更换过？"),
            ("reply", "customer", "昨天下午换过一次，已经更新到配置里。"),
            ("note", "staff", "网关日志显示用的是旧令牌，和客户的说法不一致。"),
        ],
    ),
    (
        "数据库备份恢复",
        "normal",
        "误删了一张表，需要恢复到昨天 18:00。",
        &[("accept", "staff", ""), ("resolve", "staff", "")],
    ),
    (
        "证书过期告警",
        "high",
        "站点证书还有 3 天到期，没有自动续期。",
        &[
            ("accept", "staff", ""),
            ("resolve", "staff", ""),
            ("confirm", "customer", ""),
            ("rate", "customer", ""),
        ],
    ),
    (
        "想了解企业版差异",
        "low",
        "企业版比标准版多哪些功能？",
        &[("withdraw", "customer", "已在文档中找到。")],
    ),
    (
        "报表数字对不上",
        "normal",
        "九月报表的合计与明细之和差 0.01。",
        &[
            ("accept", "staff", ""),
            ("resolve", "staff", ""),
            ("reject", "customer", "重新导出后仍差 0.01，请再看。"),
        ],
    ),
];

/// Opens the tickets, once.
pub(super) async fn ask(office: &Office, actor: &Actor) -> anyhow::Result<()> {
    if !tickets::list_page(office, actor, &Filter::of(&LIST).sized(1)).await?.rows.is_empty() {
        return Ok(());
    }
    let filter = Filter::of(&orders::LIST).sized(i64::try_from(ASKED.len())?);
    let orders = orders::list_page(office, actor, &filter).await?.rows;
    for (at, (subject, severity, description, steps)) in ASKED.iter().enumerate() {
        let new = NewTicket {
            subject: (*subject).to_owned(),
            severity: (*severity).to_owned(),
            description: (*description).to_owned(),
            order_no: orders.get(at).map(|row| row.order_no.clone()).unwrap_or_default(),
            buyer: "王采购".to_owned(),
            ..NewTicket::default()
        };
        let no = tickets::open(office, actor, &new).await?.ticket.no();
        for step in *steps {
            take(office, actor, &no, step).await?;
        }
    }
    Ok(())
}

async fn take(office: &Office, actor: &Actor, no: &str, (action, by, said): &Step) -> anyhow::Result<()> {
    if matches!(*action, "reply" | "note") {
        let new = NewMessage {
            body: (*said).to_owned(),
            by: (*by).to_owned(),
            public: *action == "reply",
            ..NewMessage::default()
        };
        tickets::say(office, actor, no, &new).await?;
        return Ok(());
    }
    let given = Given {
        action: (*action).to_owned(),
        by: (*by).to_owned(),
        reason: (*said).to_owned(),
        cause: "配置在升级时被重置".to_owned(),
        solution: "已恢复配置并验证；升级脚本不再覆盖它。".to_owned(),
        rating: "5".to_owned(),
        ..Given::default()
    };
    tickets::act(office, actor, no, &given).await?;
    Ok(())
}
