//! A ticket in every state, on orders of the shop.

use domain::access::Actor;
use operations::{
    Office,
    list::Filter,
    mail, orders,
    tickets::{self, Given, LIST, NewMessage, NewTicket},
};

use super::deliveries::paper;

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
        "调用 `/v2/items` 返回 **403**，昨天还正常。请求如下：\n\n```\nGET /v2/items?page=1\nAuthorization: Bearer …\n```",
        &[
            ("accept", "staff", ""),
            (
                "reply",
                "staff",
                "请按顺序确认：\n\n1. 令牌是否在 24 小时内更换过\n2. 更换后是否重启过服务\n\n说明见附件，也可以看 https://example.com/docs/tokens 。",
            ),
            (
                "reply",
                "customer",
                "昨天下午换过一次，已经更新到配置里。\n\n李工写道：\n> 令牌是否在 24 小时内更换过？",
            ),
            (
                "note",
                "staff",
                "网关日志和客户的说法不一致：\n\n| 时间 | 令牌 |\n|---|---|\n| 09:12 | 旧 |\n| 09:40 | 旧 |",
            ),
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

/// Answers to choose from: name and text.
const ANSWERS: [(&str, &str); 2] = [
    ("已收到", "{{buyer}}您好：\n\n工单 {{ticket}} 已收到，正在查看，有结果会在这里回复。\n\n{{me}}"),
    (
        "请提供日志",
        "为了查明原因，请提供 **{{product}}** 的以下内容：\n\n- 出现问题的时间\n- 报错的截图或日志\n- 订单号 {{order}} 下受影响的账号",
    ),
];

/// Those about no order: whatever products somebody was granted, they are seen.
const GENERAL: [usize; 2] = [1, 7];

/// Opens the tickets, once, and writes the answers.
pub(super) async fn ask(office: &Office, actor: &Actor) -> anyhow::Result<()> {
    if !tickets::list_page(office, actor, &Filter::of(&LIST).sized(1)).await?.rows.is_empty() {
        return Ok(());
    }
    for (name, body) in ANSWERS {
        tickets::save_answer(office, &Actor::System, None, (name, body)).await?;
    }
    let filter = Filter::of(&orders::LIST).sized(i64::try_from(ASKED.len())?);
    let orders = orders::list_page(office, actor, &filter).await?.rows;
    for (at, (subject, severity, description, steps)) in ASKED.iter().enumerate() {
        let new = NewTicket {
            subject: (*subject).to_owned(),
            severity: (*severity).to_owned(),
            description: (*description).to_owned(),
            order_no: orders
                .get(at)
                .filter(|_| !GENERAL.contains(&at))
                .map(|row| row.order_no.clone())
                .unwrap_or_default(),
            buyer: "王采购".to_owned(),
            ..NewTicket::default()
        };
        let no = tickets::open(office, actor, &new).await?.ticket.no();
        for step in *steps {
            take(office, actor, &no, step).await?;
        }
    }
    later(office, actor).await?;
    by_mail(office).await
}

/// A reply that goes out tomorrow.
async fn later(office: &Office, actor: &Actor) -> anyhow::Result<()> {
    let (filter, _) = Filter::read(&LIST, [("state", "in_progress")]);
    let Some(row) = tickets::list_page(office, actor, &filter.sized(1)).await?.rows.pop() else {
        return Ok(());
    };
    let new = NewMessage {
        body: "您好，今晚的维护已经完成，请再试一次；如仍有问题，请告诉我们出现的时间。".to_owned(),
        send_at: office.zone.minute(office.clock.now() + chrono::Duration::days(1)),
        ..NewMessage::default()
    };
    tickets::say(office, actor, &row.no(), &new).await?;
    Ok(())
}

/// Who gets new tickets in turn, from now on: those that are there stay where they are.
pub(super) async fn take_turns(office: &Office) -> anyhow::Result<()> {
    let turns = ["operations@demo.example", "support@demo.example"].map(|account| tickets::WantedDuty {
        account: account.to_owned(),
        at_once: "8".to_owned(),
        a_day: "20".to_owned(),
    });
    Ok(tickets::set_duty(office, &Actor::System, &turns).await?)
}

/// A mail that a buyer sent, with what was quoted in it.
async fn by_mail(office: &Office) -> anyhow::Result<()> {
    let mail = "Message-ID: <demo-1@yunfan.example>\r\nFrom: 林经理 <lin@yunfan.example>\r\nTo: desk@localhost\r\n\
        Subject: 如何延长试用期\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n您好，我们想把试用期延长两周，需要办理什么手续？\r\n\r\n\
        在 2026年11月20日，账房 写道：\r\n> 您的试用将在三天后到期。\r\n";
    mail::receive(office, &Actor::System, mail.as_bytes().to_vec()).await?;
    Ok(())
}

async fn take(office: &Office, actor: &Actor, no: &str, (action, by, said): &Step) -> anyhow::Result<()> {
    if matches!(*action, "reply" | "note") {
        let mut new = NewMessage {
            body: (*said).to_owned(),
            by: (*by).to_owned(),
            public: *action == "reply",
            ..NewMessage::default()
        };
        if said.contains("附件") {
            let page = paper("Tokens", no);
            new.files.push(tickets::take(office, actor, Some(no), "令牌说明.pdf", page.as_bytes()).await?);
        }
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
