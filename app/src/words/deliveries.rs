//! The words of what stands against deliveries, their documents and refunds.

use domain::{refund::Why, supervision::Refusal};
use operations::{documents, refunds, supervisions, uploads};

use super::{codes::Worded, fill};
use crate::lang::Lang;

/// Why a step of a delivery was not taken.
#[must_use]
pub fn supervision(why: &supervisions::Refused, lang: Lang) -> String {
    use supervisions::Refused as R;
    let p = |zh, en, values: &[(&str, &str)]| fill(lang.pick(zh, en), values);
    match why {
        R::NotNow { why, .. } => refusal(*why, lang),
        R::ActedMeanwhile { node } => p(
            "您打开页面之后已有人办理，现在的环节是“{v}”，请先查看。",
            "Somebody acted since you opened the page: it is at “{v}” now. Have a look first.",
            &[("v", node.words(lang))],
        ),
        R::RefundRuns => {
            p("退订正在处理，流程已锁定。", "A refund runs: nobody acts until it has ended.", &[])
        }
        R::SignedAlready => p("已经签收。", "It was signed for already.", &[]),
        R::ClaimedAlready => p("授权码已被领取。", "The code was claimed already.", &[]),
        R::BeingScanned => p(
            "文件还在检查中，请稍后再试。",
            "Documents are still being scanned. Try again in a moment.",
            &[],
        ),
        R::Infected { finding } => p(
            "扫描程序在此文件中发现 {v}，文件不能打开；请上传一份干净的文件。",
            "The scanner found {v} in this file. It stays closed: hand in a clean one.",
            &[("v", finding)],
        ),
        R::NotSupervised => p("此订单不在服务监管之列。", "This order is not supervised.", &[]),
        R::MilestonesStand => {
            p("已有里程碑验收，占比不能再改。", "A part was accepted already: the milestones stay.", &[])
        }
        R::NotSeenBy { name } => p(
            "{v} 没有获得此商品的授权，看不到此订单。",
            "{v} may not see this order: none of its products is granted to {v}.",
            &[("v", name)],
        ),
        R::NotYoursToGive => p(
            "只有交付负责人、所有者和运营可以转交。",
            "Only whoever delivers, an owner or operations can hand it over.",
            &[],
        ),
        R::Assigned { to: Some(name) } => {
            p("现在由 {v} 交付，请先查看。", "{v} delivers it now. Have a look first.", &[("v", name)])
        }
        R::Assigned { to: None } => {
            p("现在没有交付负责人，请先查看。", "Nobody delivers it now. Have a look first.", &[])
        }
        R::ProductChanged { by } => p(
            "您打开页面之后，{v} 已更改此商品的交付方式，请先查看；您输入的内容已保留。",
            "{v} changed how this product is delivered since you opened the page. Have a look first; what you entered is kept.",
            &[("v", by)],
        ),
        R::LinkGone => p("链接已过期或被吊销。", "The link has expired or was revoked.", &[]),
    }
}

/// Why the flow refuses a step.
#[must_use]
pub fn refusal(why: Refusal, lang: Lang) -> String {
    let p = |zh, en, values: &[(&str, &str)]| fill(lang.pick(zh, en), values);
    match why {
        Refusal::NotInFlow { action } => p(
            "此交付流程没有“{v}”这一步。",
            "This kind of delivery has no step “{v}”.",
            &[("v", action.words(lang))],
        ),
        Refusal::NotNow { action, node } => p(
            "现在的环节是“{n}”，还不能或不再能“{v}”。",
            "It is at “{n}”, where “{v}” is not possible.",
            &[("n", node.words(lang)), ("v", action.words(lang))],
        ),
        Refusal::NotYours { action, node, theirs } => p(
            "在“{n}”环节，“{v}”须由{w}办理。",
            "At “{n}”, “{v}” is for the {w}.",
            &[("n", node.words(lang)), ("v", action.words(lang)), ("w", theirs.words(lang))],
        ),
        Refusal::Frozen => p(
            "有人申诉，平台裁定之前流程冻结。",
            "Somebody appealed: nobody acts until the operator has decided.",
            &[],
        ),
        Refusal::Accepted => p("已经验收，流程已结束。", "It was accepted already and has ended.", &[]),
        Refusal::Refunded => p("已经退订，流程已结束。", "It ended with a refund.", &[]),
    }
}

/// Why a file is not kept.
#[must_use]
pub fn document(why: &documents::Refused, lang: Lang) -> String {
    use documents::Refused as R;
    let p = |zh, en, values: &[(&str, &str)]| fill(lang.pick(zh, en), values);
    match why {
        R::BrokenOff => p("文件没有传完，请重新上传。", "The file broke off. Send it again.", &[]),
        R::Empty => p("文件是空的。", "The file is empty.", &[]),
        R::TooLarge { most } => {
            p("文件超过 {n} MB。", "The file is larger than {n} MB.", &[("n", &most.to_string())])
        }
        R::Ending { ending, allowed } => p(
            "不接受“{v}”文件；可用：{allowed}。",
            "Files ending in “{v}” are not taken; use {allowed}.",
            &[("v", ending), ("allowed", allowed)],
        ),
        R::NotWhatItSays { ending } => p(
            "内容不是 {v} 文件，或同时是别的文件；请用原来的软件重新保存。",
            "The content is not that of a {v} file, or of something else as well. Save it again with its program.",
            &[("v", ending)],
        ),
        R::Unreadable => p(
            "压缩包损坏或设有密码，请重新打包且不要加密。",
            "The archive is damaged or locked by a password. Pack it again without one.",
            &[],
        ),
        R::Bomb => {
            p("压缩包解开后太大或文件太多。", "The archive unpacks to more than is looked through.", &[])
        }
        R::Nested { name } => p(
            "压缩包里还有压缩包：{v}。请解开后再打包。",
            "There is an archive within the archive: {v}. Unpack it first.",
            &[("v", name)],
        ),
        R::LeadsOut { name } => p(
            "压缩包里有指向外部的路径：{v}。",
            "An entry of the archive leads out of it: {v}.",
            &[("v", name)],
        ),
        R::TooMany { most } => p(
            "已有 {n} 个文件，不能再加；可以替换其中一个。",
            "There are {n} files already; replace one of them.",
            &[("n", &most.to_string())],
        ),
        R::Quota { most } => {
            p("已达到 {n} MB 的上限。", "More than {n} MB are not kept here.", &[("n", &most.to_string())])
        }
    }
}

/// Why a file on its way in does not go on.
#[must_use]
pub fn upload(why: &uploads::Refused, lang: Lang) -> String {
    use uploads::Refused as R;
    let p = |zh, en, values: &[(&str, &str)]| fill(lang.pick(zh, en), values);
    match why {
        R::Offset { received } => p(
            "已收到 {n} 字节，请从那里继续。",
            "{n} bytes are there. Go on from there.",
            &[("n", &received.to_string())],
        ),
        R::Busy => p(
            "此文件正在上传，请稍后再试。",
            "A piece of this file is on its way already. Try again in a moment.",
            &[],
        ),
        R::Expired => p("上传已过期，请重新上传。", "The upload has expired. Begin again.", &[]),
        R::TooMuch => p("文件比声明的大。", "The file is larger than was announced.", &[]),
        R::Checksum => p("校验和不符，请重新发送。", "The checksum does not fit. Send it again.", &[]),
        R::TooMany { most } => p(
            "此订单还有 {n} 个未完成的上传。",
            "{n} uploads of this order have not ended. End them first.",
            &[("n", &most.to_string())],
        ),
    }
}

/// Why a refund was not asked for, or not decided.
#[must_use]
pub fn refund(why: &refunds::Refused, lang: Lang) -> String {
    use refunds::Refused as R;
    match why {
        R::OneRuns => {
            lang.pick("此订单已有一个退订在处理。", "Another refund of this order has not ended.").to_owned()
        }
        R::Not(why) => {
            let told = not_refunded(*why);
            format!(
                "{}{}",
                lang.pick("此订单不能退订：", "This order cannot be refunded: "),
                lang.pick(told.0, told.1)
            )
        }
        R::Quota => lang
            .pick(
                "该客户本年度的 10 次五天无理由退订已用完。",
                "The customer had all ten refunds within five days of this calendar year.",
            )
            .to_owned(),
        R::NotNow { state } => {
            let text = lang.pick(
                "退订现在的状态是“{v}”，不能这样办理，请先查看。",
                "The refund is at “{v}” now, where that is not possible. Have a look first.",
            );
            fill(text, &[("v", state.words(lang))])
        }
    }
}

const fn not_refunded(why: Why) -> (&'static str, &'static str) {
    match why {
        Why::IsUnsubscription => ("它本身是退订订单。", "it takes money back itself."),
        Why::Trial => ("试用订单没有费用。", "a trial costs nothing."),
        Why::NotPaid => ("订单未支付。", "it was not paid."),
        Why::Refunded => ("已经退订。", "the money went back already."),
        Why::InvoiceFirst => ("已开发票，须先退回发票。", "the invoice has to come back first."),
        Why::ByUse => ("按需和套餐包不支持退订。", "what is paid by use or as a package is never refunded."),
        Why::NeverRefunded => ("此类商品不支持退订。", "such products are never refunded."),
        Why::RenewalEffective => ("续费已生效。", "the renewed term has begun."),
        Why::Accepted => {
            ("服务监管已完成，担保期已结束。", "the delivery was accepted, which ended the guarantee period.")
        }
        Why::CodeClaimed => ("客户已领取授权码。", "the buyer claimed the licence code."),
        Why::Frozen => ("申诉未决，须先裁定。", "an appeal has to be decided first."),
        Why::InTransit => ("商品正在运输，须先签收。", "the goods are on their way."),
        Why::Expired => ("已到期。", "what was bought has run out."),
        Why::FiveDaysOver => ("已超过五天。", "the five days are over."),
        Why::ImageFiveDaysOver => (
            "镜像已超过五天，由云平台扣除已用部分后退订。",
            "the five days are over; the cloud platform refunds an image less what was used.",
        ),
    }
}
