//! The words of everything that can be wrong with a value.

use domain::{Misread, Problem, order::OrderState, supervision::Node};

use super::{
    codes::{Worded, of_field, worded},
    faults::fault,
    fill,
};
use crate::lang::Lang;

worded!(Misread {
    OpenQuote: "其中的引号没有闭合", "a quotation mark in it is not closed";
    StrayQuote: "引号里面的引号没有写成两个", "a quotation mark within a quoted cell is not doubled";
    NotText: "有不属于文件编码的字节", "it has bytes that are no text in the encoding of the file";
    Nought: "含有字符 U+0000", "it has the character U+0000";
    CutOff: "文件在这一行中间结束", "the file ends in the middle of it";
});

/// What is wrong with the value of this field; what can be chosen stands there in words, not in codes.
#[must_use]
pub fn problem_of(field: &str, wrong: &Problem, lang: Lang) -> String {
    let Problem::UnknownCode { value, allowed } = wrong else { return problem(wrong, lang) };
    let each: Vec<_> = allowed.split(", ").map(|code| of_field(field, code, lang)).collect();
    let allowed = each.join(lang.pick("、", ", "));
    problem(&Problem::UnknownCode { value: value.clone(), allowed }, lang)
}

/// What is wrong with a value, to stand beside its field.
#[must_use]
pub fn problem(problem: &Problem, lang: Lang) -> String {
    let p = |zh, en, values: &[(&str, &str)]| fill(lang.pick(zh, en), values);
    match problem {
        Problem::Missing => p("请填写", "Fill this in", &[]),
        Problem::TooLong { most } => {
            p("最多 {n} 个字符", "At most {n} {n|character|characters}", &[("n", &most.to_string())])
        }
        Problem::TooShort { least } => {
            p("至少 {n} 个字符", "At least {n} {n|character|characters}", &[("n", &least.to_string())])
        }
        Problem::NobodyCalled { value } => p(
            "没有账号为“{v}”且可以负责订单的同事",
            "Nobody who looks after orders has the account “{v}”",
            &[("v", value)],
        ),
        Problem::TooMany { most } => p("最多 {n} 项", "At most {n} of them", &[("n", &most.to_string())]),
        Problem::NotAMail { why } => {
            p("不是可以接收的邮件：{v}", "It is not a mail that can be taken: {v}", &[("v", why)])
        }
        Problem::FileTooLarge { .. }
        | Problem::NotAPicture
        | Problem::PictureTurned
        | Problem::PictureSize { .. } => picture(problem, lang),
        Problem::NotAnAmount { value } => p(
            "“{v}” 不是金额，请写成 1234.50",
            "“{v}” is not an amount; write it like 1234.50",
            &[("v", value)],
        ),
        Problem::TooFine { value, most } => p(
            "“{v}” 的小数超过 {n} 位",
            "“{v}” has more than {n} {n|decimal|decimals}",
            &[("v", value), ("n", &most.to_string())],
        ),
        Problem::TooLarge { value } => p("“{v}” 太大", "“{v}” is too large", &[("v", value)]),
        Problem::Negative { value } => p("“{v}” 不能为负数", "“{v}” must not be negative", &[("v", value)]),
        Problem::NotARate { value } => {
            p("“{v}” 不是比例，请写成 6% 或 0.06", "“{v}” is not a rate; write 6% or 0.06", &[("v", value)])
        }
        Problem::RatioTooHigh { value, most } => p(
            "{v} 超过了最高比例 {most}",
            "{v} is above the highest ratio of {most}",
            &[("v", value), ("most", most)],
        ),
        Problem::RatioFixed { value, fixed } => p(
            "比例由规则定为 {fixed}，不能是 {v}；请留空",
            "The rule fixes this ratio at {fixed}, not {v}; leave it empty",
            &[("v", value), ("fixed", fixed)],
        ),
        Problem::UnknownCode { value, allowed } => p(
            "“{v}” 无法识别，可用：{allowed}",
            "“{v}” is not known; use one of {allowed}",
            &[("v", value), ("allowed", allowed)],
        ),
        Problem::NotANumber { value, least, most } => p(
            "“{v}” 不是 {a} 到 {b} 的整数",
            "“{v}” is not a whole number from {a} to {b}",
            &[("v", value), ("a", &least.to_string()), ("b", &most.to_string())],
        ),
        Problem::NotATime { value } => p(
            "“{v}” 不是日期，请写成 2026-11-22 或 2026-11-22 14:05:00",
            "“{v}” is not a date; write it like 2026-11-22 or 2026-11-22 14:05:00",
            &[("v", value)],
        ),
        Problem::NotYet { value } => p("{v} 还没有到", "{v} is still to come", &[("v", value)]),
        Problem::NotAPeriod { value } => p(
            "“{v}” 不是月份，请写成 2026-11",
            "“{v}” is not a month; write it like 2026-11",
            &[("v", value)],
        ),
        other => in_a_file(other, lang),
    }
}

/// Problems of rows and cells of a file, which programs and spreadsheets have written.
fn in_a_file(problem: &Problem, lang: Lang) -> String {
    let p = |zh, en, values: &[(&str, &str)]| fill(lang.pick(zh, en), values);
    match problem {
        Problem::Ambiguous { value, one, other } => p(
            "“{v}” 可能是 {a}，也可能是 {b}；请写两位小数，或说明文件的数字写法",
            "“{v}” may be {a} or {b}; write it with two decimals, or say how the file writes numbers",
            &[("v", value), ("a", one), ("b", other)],
        ),
        Problem::OtherMonth { value, wanted } => p(
            "属于账期 {v}，而核对的是 {w}",
            "It is of {v}, and {w} is compared",
            &[("v", value), ("w", wanted)],
        ),
        Problem::OtherCurrency { value, currency } => {
            p("符号 {v} 与币种 {c} 不符", "The sign {v} is not of {c}", &[("v", value), ("c", currency)])
        }
        Problem::UnclearSign { value } => p(
            "符号 {v} 不能说明是哪种货币，请在“币种”列写出代码",
            "The sign {v} does not say which currency; give its code in the column Currency",
            &[("v", value)],
        ),
        Problem::LostDigits { value } => p(
            "“{v}” 在表格软件中丢失了数字，请把这一列设为文本",
            "“{v}” has lost digits in a spreadsheet; keep the column as text",
            &[("v", value)],
        ),
        Problem::ErrorCell { value } => {
            p("“{v}” 是公式错误", "“{v}” is the error of a formula", &[("v", value)])
        }
        Problem::UnclearTime { value } => p(
            "“{v}” 分不清日和月，请写成 2026-11-22，或说明文件的日期写法",
            "“{v}” may be a day of two months; write it like 2026-11-22, or say how the file writes dates",
            &[("v", value)],
        ),
        Problem::Unreadable { why } => {
            p("这一行无法读取：{v}", "The row cannot be read: {v}", &[("v", why.words(lang))])
        }
        Problem::RowWidth { cells, headings } => p(
            "这一行有 {n} 个单元格，表头只有 {m} 个",
            "The row has {n} cells and there are {m} headings",
            &[("n", &cells.to_string()), ("m", &headings.to_string())],
        ),
        other => in_the_books(other, lang),
    }
}

/// Problems with what is in the books already, and with names.
fn in_the_books(problem: &Problem, lang: Lang) -> String {
    let p = |zh, en, values: &[(&str, &str)]| fill(lang.pick(zh, en), values);
    match problem {
        Problem::Before { other } => p("早于 {v}", "Is before {v}", &[("v", other)]),
        Problem::NeededForChannel { channel } => {
            p("销售渠道为 {v} 时必填", "Needed when sales_channel is {v}", &[("v", channel)])
        }
        Problem::MayNotChange { from, to } => {
            p("不能由“{a}”改为“{b}”", "May not change from “{a}” to “{b}”", &[("a", from), ("b", to)])
        }
        Problem::NoWayBack { from, to } => {
            let (from, to) =
                (worded(from, OrderState::from_code, lang), worded(to, OrderState::from_code, lang));
            p(
                "“{a}”的订单不能变为“{b}”",
                "An order that is “{a}” cannot become “{b}”",
                &[("a", &from), ("b", &to)],
            )
        }
        Problem::Settled { statement } => p(
            "已在结算单 {v} 中结算，不能更改",
            "Settled in statement {v} and may not change",
            &[("v", statement)],
        ),
        Problem::BeingIssued => p(
            "所在的结算单正在出具，不能更改，请稍后再试",
            "In a statement that is being issued, and may not change: try again in a moment",
            &[],
        ),
        Problem::NotAnOrderNumber { value } => p(
            "“{v}” 不是订单号（最多 64 个字母、数字、- 或 _）",
            "“{v}” is not an order number (letters, digits, - and _, at most 64)",
            &[("v", value)],
        ),
        Problem::NotAMailAddress { value } => {
            p("“{v}” 不是邮箱地址", "“{v}” is not a mail address", &[("v", value)])
        }
        Problem::WrongPassword => p("原密码不正确", "This is not your present password", &[]),
        Problem::CommonPassword => p(
            "这是最常见的密码之一，请换一个",
            "This is one of the most common passwords; choose another",
            &[],
        ),
        Problem::OtherBands { value, bands } => p(
            "增量分成的各档以 {c} 计，不适用于 {v}；请用 {c}，或填写不分档的费率",
            "The bands of this rule are in {c}, not in {v}; use {c}, or a fee that has no bands",
            &[("v", value), ("c", bands)],
        ),
        Problem::Taken { value } => p("“{v}” 已被使用", "“{v}” is taken", &[("v", value)]),
        other => of_deliveries(other, lang),
    }
}

/// Names in both languages, separated by commas: in the one of the reader.
fn one_language(names: &str, lang: Lang) -> String {
    let own = |both: &str| match both.split_once(" / ") {
        Some((zh, en)) => if lang == Lang::Zh { zh } else { en }.to_owned(),
        None => both.to_owned(),
    };
    names.split(", ").map(own).collect::<Vec<_>>().join(lang.pick("、", ", "))
}

/// Problems with what a delivery has to prove, and how.
fn of_deliveries(problem: &Problem, lang: Lang) -> String {
    let p = |zh, en, values: &[(&str, &str)]| fill(lang.pick(zh, en), values);
    match problem {
        Problem::SharesNotWhole { sum } => p(
            "各部分占比合计 {v}；合计须为 100%，且每项大于 0",
            "The shares add up to {v}; they must be 100 % together, and each more than 0 %",
            &[("v", sum)],
        ),
        Problem::NotACode { value } => p(
            "“{v}” 不是代码（最多 40 个小写字母、数字、- 或 _）",
            "“{v}” is not a code (small letters, digits, - and _, at most 40)",
            &[("v", value)],
        ),
        Problem::NothingHandedIn { node, allowed } => {
            let words = |codes: &str| {
                let each = codes.split(", ").map(|code| worded(code, Node::from_code, lang));
                each.collect::<Vec<_>>().join(lang.pick("、", ", "))
            };
            p(
                "“{v}”环节不上传文件，可用：{allowed}",
                "Nobody hands in documents at “{v}”; use one of {allowed}",
                &[("v", &words(node)), ("allowed", &words(allowed))],
            )
        }
        Problem::DocumentsMissing { names } => {
            p("缺少必需的文件：{v}", "Required and not there: {v}", &[("v", &one_language(names, lang))])
        }
        Problem::NoSuchDocument { id } => p(
            "文件 {v} 不属于此交付，或已被替换",
            "{v} is no document of this delivery, or was replaced",
            &[("v", &id.to_string())],
        ),
        Problem::NoSuchMilestone { no, open } => p(
            "里程碑 {v} 不能验收或交付；未完成的有：{o}",
            "{v} is no open milestone; open: {o}",
            &[("v", &no.to_string()), ("o", open)],
        ),
        Problem::NothingToReturn => {
            p("商家还没有收到可以退回的内容", "The merchant has had nothing yet that could be returned", &[])
        }
        Problem::NotYourSide => p("客户只能以客户身份办理", "A buyer acts for the buyer alone", &[]),
        Problem::NoMilestones => p(
            "只有非按需的通用和严选订单可以分里程碑交付",
            "Only general and selected orders that are not on demand are delivered in parts",
            &[],
        ),
        Problem::NotSupervised => p(
            "此订单不在服务监管之列：只有受监管商品的新购订单才有监管环节",
            "This order is not supervised: only new orders of supervised products are",
            &[],
        ),
        Problem::StepUnlikeState { state } => p(
            "与订单状态“{v}”不符：已完成的订单对应“已完成”，处理中的订单对应之前的环节",
            "Does not fit an order that is “{v}”: done belongs to completed, the steps before to processing",
            &[("v", &worded(state, OrderState::from_code, lang))],
        ),
        Problem::BehindItsFile => {
            p("写在了文件后面，请放在文件之前", "Stands behind the file that it is about: put it before", &[])
        }
        Problem::OnlyShared => {
            p("只有联营和自服务订单才有场景", "Only joint and provider orders have one", &[])
        }
        Problem::NotWanted { value } => {
            p("此处不应填写“{v}”，请留空", "“{v}” does not belong here: leave it empty", &[("v", value)])
        }
        other => of_service(other, lang),
    }
}

/// Problems with what goes back to buyers, and with the hours in which their tickets are received.
fn of_service(problem: &Problem, lang: Lang) -> String {
    let p = |zh, en, values: &[(&str, &str)]| fill(lang.pick(zh, en), values);
    match problem {
        Problem::NotKnown { value } => p("没有找到“{v}”", "“{v}” was not found", &[("v", value)]),
        Problem::NoSuchProduct { value } => {
            p("没有编号为“{v}”的商品", "“{v}” is the id of no product", &[("v", value)])
        }
        Problem::NotAZone { value } => p(
            "“{v}” 不是时区名称，请写成 Asia/Shanghai",
            "“{v}” is not the name of a time zone; write it like Asia/Shanghai",
            &[("v", value)],
        ),
        Problem::NotALength { value } => p(
            "“{v}” 不是时长，请写成 24 或 1:30",
            "“{v}” is not a length of time; write it like 24 or 1:30",
            &[("v", value)],
        ),
        Problem::NotATimeOfDay { value } => p(
            "“{v}” 不是时刻，请写成 00:00 到 24:00",
            "“{v}” is not a time of day; write it from 00:00 to 24:00",
            &[("v", value)],
        ),
        Problem::NotADay { value } => p(
            "“{v}” 不是日期，请写成 2026-10-01",
            "“{v}” is not a day; write it like 2026-10-01",
            &[("v", value)],
        ),
        Problem::EndsBeforeItBegins { from, to } => p(
            "{a} 开始却在 {b} 结束，结束须晚于开始",
            "It begins at {a} and ends at {b}: it has to end later",
            &[("a", from), ("b", to)],
        ),
        Problem::Overlaps { one, other } => p(
            "{a} 与 {b} 重叠，请合并为一段或留出间隔",
            "{a} and {b} overlap: make one of them, or leave a gap",
            &[("a", one), ("b", other)],
        ),
        Problem::NoRule { day } => p(
            "没有规则适用于 {d} 的订单，请发布在此日期前生效的规则",
            "No rule settles orders of {d}: publish one that begins by then",
            &[("d", day)],
        ),
        Problem::Repeated { value } => p("{v} 写了两次", "{v} stands there twice", &[("v", value)]),
        Problem::NothingToCorrect => p("该行现在就是这个金额", "The line comes to this already", &[]),
        Problem::NotRefundable { value, paid, whole: true } => p(
            "不能退 {v}：只能全额退还实付的 {a}",
            "{v} cannot go back: all of the {a} paid does, or nothing",
            &[("v", value), ("a", paid)],
        ),
        Problem::NotRefundable { value, paid, whole: false } => p(
            "不能退 {v}：须大于 0，且不超过实付的 {a}",
            "{v} cannot go back: it must be more than 0, and at most the {a} paid",
            &[("v", value), ("a", paid)],
        ),
        Problem::TooFewHours { full, lacking } => {
            let each = lacking.split(", ").filter_map(|one| one.split_once(' '));
            let each = each.map(|(day, minutes)| {
                let values = [("d", of_field("days", day, lang)), ("n", minutes.to_owned())];
                let values: Vec<(&str, &str)> =
                    values.iter().map(|(name, text)| (*name, text.as_str())).collect();
                fill(lang.pick("{d}还差 {n} 分钟", "{d} lacks {n} {n|minute|minutes}"), &values)
            });
            let lacking = each.collect::<Vec<_>>().join(lang.pick("，", ", "));
            p(
                "每周须有 5 天、每天不少于 8 小时，现在只有 {n} 天：{v}",
                "Five days a week need 8 hours each, and {n} {n|has|have} them: {v}",
                &[("n", &full.to_string()), ("v", &lacking)],
            )
        }
        other => of_later(other, lang),
    }
}

/// Problems with what is to happen later.
fn of_later(problem: &Problem, lang: Lang) -> String {
    let p = |zh, en, values: &[(&str, &str)]| fill(lang.pick(zh, en), values);
    match problem {
        Problem::NotTheCompany { company } => {
            p("须与公司名称一致（{v}）", "It must be the name of the company ({v})", &[("v", company)])
        }
        Problem::OfInvoice { why } => fault(why, lang),
        Problem::NotForLater => {
            p("只有员工写给客户的回复可以稍后发送", "Only a reply to the customer goes out later", &[])
        }
        Problem::NotInTheFuture { value } => {
            p("“{v}”不是将来的时间", "“{v}” is not in the future", &[("v", value)])
        }
        Problem::TooFarAhead { value, days } => p(
            "“{v}”太远：最多 {n} 天后",
            "“{v}” is too far away: {n} days at most",
            &[("v", value), ("n", &days.to_string())],
        ),
        other => other.to_string(),
    }
}

/// What is wrong with a picture that somebody brought.
fn picture(problem: &Problem, lang: Lang) -> String {
    match problem {
        Problem::FileTooLarge { most } => {
            fill(lang.pick("文件超过 {n} MB", "The file is larger than {n} MB"), &[("n", &most.to_string())])
        }
        Problem::PictureSize { width, height, least, most } => fill(
            lang.pick(
                "图片为 {w} × {h} 像素，每边须为 {a} 到 {b} 像素",
                "The picture has {w} × {h} pixels; each side needs {a} to {b}",
            ),
            &[
                ("w", &width.to_string()),
                ("h", &height.to_string()),
                ("a", &least.to_string()),
                ("b", &most.to_string()),
            ],
        ),
        Problem::PictureTurned => lang
            .pick(
                "图片带有相机的旋转标记，打印时方向会不对；请转正后重新保存再上传",
                "The camera noted that this picture is to be turned, which paper does not do: save it upright and upload it again",
            )
            .to_owned(),
        _ => lang
            .pick("不是可以读取的 PNG 或 JPEG 图片", "This is not a PNG or JPEG picture that can be read")
            .to_owned(),
    }
}
