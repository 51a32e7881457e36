//! What leads in to quoted text: "On … wrote:", a divider, or the head of the mail that is quoted.

use super::Line;

/// Characters of an introduction, and lines that it is broken into.
const MOST_LEAD: usize = 400;
const MOST_LEAD_LINES: usize = 3;
/// Lines in which the head of a quoted mail stands.
const MOST_HEAD: usize = 10;

/// What dividers say, between their dashes.
const DIVIDERS: &[&str] = &[
    "original message",
    "original appointment",
    "original mail",
    "original email",
    "original",
    "reply message",
    "原始邮件",
    "原邮件",
    "原始信息",
    "回复的原邮件",
    "回复的邮件",
    "邮件原件",
    "原始郵件",
    "原始訊息",
    "原文",
    "ursprüngliche nachricht",
    "originalnachricht",
    "message d'origine",
    "message d’origine",
    "message original",
    "mensaje original",
    "mensagem original",
    "messaggio originale",
    "oorspronkelijk bericht",
    "исходное сообщение",
    "元のメッセージ",
    "원본 메시지",
];

/// Who it is from.
const FROM: &[&str] =
    &["from", "发件人", "寄件者", "寄件人", "von", "de", "da", "van", "от", "差出人", "보낸 사람"];
/// What else stands in a head.
const OTHERS: &[&str] = &[
    "sent",
    "date",
    "to",
    "cc",
    "subject",
    "发送时间",
    "发送日期",
    "日期",
    "时间",
    "收件人",
    "抄送",
    "主题",
    "傳送時間",
    "寄件日期",
    "收件者",
    "副本",
    "主旨",
    "gesendet",
    "datum",
    "an",
    "betreff",
    "envoyé",
    "date d'envoi",
    "à",
    "objet",
    "enviado",
    "para",
    "asunto",
    "assunto",
    "inviato",
    "a",
    "oggetto",
    "送信日時",
    "宛先",
    "件名",
];

/// An introduction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lead {
    pub(super) lines: usize,
    /// It says so much that what follows is quoted even without marks.
    pub(super) is_certain: bool,
}

/// Whether a line divides what was written from what is quoted.
pub(super) fn is_divider(text: &str) -> bool {
    let text = text.trim();
    let inner = text.trim_matches(|c| matches!(c, '-' | '—' | '－' | '_' | '=' | '*' | ' ' | '\u{a0}'));
    let dashed = |text: &str| text.starts_with("--") || text.starts_with("——") || text.starts_with("__");
    let back: String = text.chars().rev().take(2).collect();
    dashed(text) && dashed(&back) && DIVIDERS.contains(&inner.to_lowercase().as_str())
}

/// The name of a field that a line of a head begins with.
fn label(text: &str) -> Option<String> {
    let text = text.trim_start().trim_start_matches('*');
    let (label, _) = text.split_once([':', '：'])?;
    (label.chars().count() <= 20).then(|| label.trim_matches(['*', ' ', '\u{a0}', '\u{3000}']).to_lowercase())
}

/// Whether the head of a quoted mail begins here.
pub(super) fn heads_block(lines: &[Line<'_>]) -> bool {
    let Some(first) = lines.first() else { return false };
    if !label(first.text).is_some_and(|label| FROM.contains(&label.as_str())) {
        return false;
    }
    // Some write the whole head on one line.
    let rest = first.text.split_once([':', '：']).map_or("", |(_, rest)| rest).to_lowercase();
    let inline = ["发送时间：", "发送时间:", " sent:", " gesendet:", " envoyé :", " envoyé:"];
    if inline.iter().any(|other| rest.contains(other)) {
        return true;
    }
    let others = lines.iter().skip(1).take(MOST_HEAD).take_while(|line| !line.is_blank());
    others.filter(|line| label(line.text).is_some_and(|label| OTHERS.contains(&label.as_str()))).count() >= 2
}

/// The introduction that stands here, like "On … wrote:".
pub(super) fn attribution(lines: &[Line<'_>]) -> Option<Lead> {
    let mut text = String::new();
    for (index, line) in lines.iter().take(MOST_LEAD_LINES).enumerate() {
        if line.is_blank()
            || line.text.trim_start().starts_with('>')
            || text.len() + line.text.len() > MOST_LEAD * 3
        {
            return None;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(line.text.trim());
        if text.chars().count() > MOST_LEAD {
            return None;
        }
        if text.ends_with([':', '：']) {
            return says_who(&text, index == 0 || names(lines))
                .then(|| Lead { lines: index + 1, is_certain: is_certain(&text) });
        }
    }
    None
}

/// Whether the first line names somebody. A line of the letter above the introduction does not.
fn names(lines: &[Line<'_>]) -> bool {
    lines.first().is_some_and(|line| line.text.contains(['@', '于', '於']))
}

/// Whether a line says who wrote what follows, and when. `begins`: that it is known to begin with
/// who, where no word says so.
fn says_who(text: &str, begins: bool) -> bool {
    let text = text.trim_end_matches([':', '：']).trim_end();
    let dated = text.chars().any(|c| c.is_ascii_digit());
    let written = |start: &str, ends: &[&str]| {
        dated && text.starts_with(start) && ends.iter().any(|end| text.ends_with(end))
    };
    written("On ", &["wrote", "writes"])
        || ((text.starts_with('在') || (dated && begins))
            && ["写道", "寫道", "写"].iter().any(|end| text.ends_with(end)))
        || (dated && text.starts_with("Am ") && (text.contains(" schrieb ") || text.ends_with(" schrieb")))
        || written("Le ", &["a écrit"])
        || written("El ", &["escribió"])
        || written("Em ", &["escreveu"])
        || written("Il ", &["ha scritto"])
        || written("Op ", &["schreef"])
}

/// Whether it names an address or a time of day, as a person who only writes about it does not.
fn is_certain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let time = bytes
        .windows(3)
        .any(|three| matches!(three, [a, b':', b] if a.is_ascii_digit() && b.is_ascii_digit()));
    text.contains('@') || time
}
