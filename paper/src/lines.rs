//! Where a text is broken into lines.

use crate::{Face, Length};

/// Breaks a text into lines that are no wider. Words stay whole where they can, between Chinese
/// characters there may be a break anywhere, and no line begins with a closing sign.
pub(crate) fn broken<'t>(face: &Face, text: &'t str, size: Length, width: Length) -> Vec<&'t str> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut rest = paragraph.trim_end();
        while let Some(at) = first_break(face, rest, size, width) {
            lines.push(rest[..at].trim_end());
            rest = rest[at..].trim_start();
        }
        lines.push(rest);
    }
    lines
}

/// Where the first line ends, when there is more than one.
fn first_break(face: &Face, text: &str, size: Length, width: Length) -> Option<usize> {
    let (mut used, mut last, mut before) = (0, None, None);
    for (at, c) in text.char_indices() {
        if before.is_some_and(|before| may_break(before, c)) {
            last = Some(at);
        }
        used += face.advance(c, size);
        // A blank at the end of a line is not seen.
        if used > width && !c.is_whitespace() {
            // A word that is wider than a line is broken anywhere; a line has a character at least.
            let anywhere = if at > 0 { at } else { c.len_utf8() };
            return Some(last.unwrap_or(anywhere)).filter(|at| *at < text.len());
        }
        before = Some(c);
    }
    None
}

fn may_break(before: char, after: char) -> bool {
    if before.is_whitespace() {
        return before != '\u{a0}';
    }
    (is_chinese(before) || is_chinese(after) || before == '-') && !closes(after) && !opens(before)
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

fn closes(c: char) -> bool {
    c.is_whitespace() || "，。、；：！？）】》」』〉”’…％,.;:!?)]}%·".contains(c)
}

fn opens(c: char) -> bool {
    "（【《「『〈“‘([{".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, width: i64) -> Vec<&str> {
        broken(&Face::load().unwrap(), text, 1000, width * 1000)
    }

    #[test]
    fn chinese_is_broken_anywhere_but_before_a_closing_sign() {
        assert_eq!(lines("上海云梯信息技术", 3), ["上海云", "梯信息", "技术"]);
        assert_eq!(lines("云梯（上海）信息", 5), ["云梯（上", "海）信息"]);
        assert_eq!(lines("甲乙丙，丁", 3), ["甲乙", "丙，丁"]);
    }

    #[test]
    fn words_stay_whole_unless_they_are_too_wide() {
        assert_eq!(lines("Cloud ledger standard", 5), ["Cloud", "ledger", "standard"]);
        assert_eq!(lines("CS2610181819", 4), ["CS2610", "181819"]);
        assert_eq!(lines("", 4), [""]);
        assert_eq!(lines("宽", 0), ["宽"]);
        assert_eq!(lines("甲\n乙", 9), ["甲", "乙"]);
    }

    #[test]
    fn nothing_is_lost() {
        let text = "云端进销存 Cloud-ERP（旗舰版）1,234.50 × 12 个月，含培训";
        for width in 1..40 {
            let again: String = lines(text, width).concat().split_whitespace().collect();
            assert_eq!(again, text.split_whitespace().collect::<String>(), "{width}");
        }
    }
}
