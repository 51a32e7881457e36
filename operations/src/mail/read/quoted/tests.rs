use super::*;

fn quoted(body: &str) -> &str {
    let (text, quoted) = split(body);
    assert_eq!(format!("{text}{quoted}"), body);
    quoted
}

#[test]
fn what_is_quoted_at_the_end_is_told_apart() {
    for tail in [
        "> one\n> two",
        "On Mon, 1 Jan 2024 at 10:00, A B <a@b.c> wrote:\n> one",
        "On Mon, 1 Jan 2024 at 10:00, A B\n<a@b.c> wrote:\n\n> one\n\n> two\n",
        "On Mon, 1 Jan 2024 at 10:00, A B <a@b.c> wrote:\n\none\ntwo",
        "在 2024年1月1日，张三 <a@b.c> 写道：\n\n> 一",
        "在2024-01-01 10:00:00，\"张三\" <a@b.c> 写道：\n一\n二",
        "张三 <a@b.c> 于2024年1月1日周一 10:00写道：\n> 一",
        "Am 01.01.2024 um 10:00 schrieb A B:\n> eins",
        "Le lun. 1 janv. 2024 à 10:00, A B <a@b.c> a écrit :\n> un",
        "-----Original Message-----\nFrom: A\nSent: Monday\nTo: B\nSubject: x\n\none",
        "-----原始邮件-----\n发件人: 张三\n\n一",
        "------------------ 原始邮件 ------------------\n发件人: \"张三\" <a@b.c>;\n发送时间: 2024年1月1日\n\n一",
        "---Original---\nFrom: A\n\none",
        "---- 回复的原邮件 ----\n| 发件人 | 张三 |\n一",
        "________________________________\nFrom: A <a@b.c>\nSent: Monday\nTo: B\nSubject: x\n\none\n> older",
        "发件人：张三 <a@b.c>\n发送时间：2024年1月1日\n收件人：李四\n主题：问题\n\n一",
        "发件人：张三 发送时间：2024年1月1日\n一",
        "*From:* A\n*Sent:* Monday\n*To:* B\n\none",
        "Von: A <a@b.c>\nGesendet: Montag\nAn: B\nBetreff: x\n\neins",
        "-- \nA B\nShop",
        "--\nA B",
        "-- \nA B\n\nOn Mon, 1 Jan 2024 at 10:00, A wrote:\n> one",
        "On Mon, 1 Jan 2024 at 10:00, A wrote:\n> one\n\n-- \nA B",
        MARKER,
        "On 1 Jan 2024 we wrote:\n> ##- 请在此行上方回复 / Please reply above this line -##\n> hello",
    ] {
        assert_eq!(quoted(&format!("Hello,\nplease help.\n\n{tail}")), tail);
    }
}

#[test]
fn everything_below_our_mark_is_quoted() {
    let body = format!("answer\n{MARKER}\none\ntwo\n");
    assert_eq!(split(&body).0, "answer\n");
    let broken = "answer\n> ##- 请在此行上方回复 / Please reply\n> above this line -##\none";
    assert_eq!(split(broken).0, "answer\n");
}

#[test]
fn answers_between_the_lines_stay() {
    for body in [
        "On Mon, 1 Jan 2024 at 10:00, A <a@b.c> wrote:\n> one?\nyes\n> two?\nno",
        "Hello,\n\n> one?\n\nyes\n\n> two?\n\nno",
        "-----Original Message-----\nFrom: A\nSent: Monday\nTo: B\n\n> one?\nyes",
        "On Monday I wrote:\nplease help",
        "On 3 May I wrote:\nplease help",
        "From: the shop\nhello",
        "a -- b\n--x",
    ] {
        assert_eq!(quoted(body), "", "{body}");
    }
    let body = "我有3个问题。\n张三 2024年1月1日 写道：\n> 一";
    assert_eq!(quoted(body), "张三 2024年1月1日 写道：\n> 一");
    let body = "Hello,\n> one?\nyes\n> two?\nno\n\n> rest\n> of it";
    assert_eq!(quoted(body), "> rest\n> of it");
    let body = "On Mon, 1 Jan 2024 at 10:00, A <a@b.c> wrote:\n> one?\nyes\n-- \nB";
    assert_eq!(quoted(body), "-- \nB");
}

#[test]
fn a_text_is_never_all_quoted() {
    for body in ["> one", "-- \nA", MARKER, "", "\n\n> a\n", "-----Original Message-----\nFrom: A\n\none"] {
        assert_eq!(split(body), (body, ""), "{body}");
    }
}

proptest::proptest! {
    #[test]
    fn the_two_are_the_whole(lines in proptest::collection::vec(proptest::sample::select(vec![
        "", "a", "> b", ">> c", "-- ", "--", MARKER, "On 1 Jan 2024 10:00, A wrote:", "On 1 Jan 2024,", "wrote:",
        "-----Original Message-----", "From: A", "Sent: B", "To: C", "______", "在 1 写道：", "\r", "云",
    ]), 0..20)) {
        let body = lines.join("\n");
        let (text, quoted) = split(&body);
        assert_eq!(format!("{text}{quoted}"), body);
        assert!(quoted.is_empty() || !text.trim().is_empty());
    }

    #[test]
    fn the_two_are_the_whole_of_anything(body in ".{0,200}|[>\\-\n a:]{0,200}") {
        let (text, quoted) = split(&body);
        assert_eq!(format!("{text}{quoted}"), body);
    }
}
