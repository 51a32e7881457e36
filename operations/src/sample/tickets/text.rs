//! What is written on the tickets of the sample: two thousand words put together from syllables, some of them often and
//! many seldom, and words of which is known how often they come.

use super::Dice;

/// Words that each come about fifty times in all.
pub const RARE: [&str; 6] = ["琥珀", "砚台", "鹦鹉", "芦苇", "ocelot", "quasar"];
/// A Chinese word in three of ten messages.
pub const COMMON: &str = "登录";
/// An English word in three of ten messages.
pub const COMMON_ENGLISH: &str = "gateway";
/// An English word in one of twenty messages.
pub const ENGLISH: &str = "zeppelin";
/// Two words: together in one of fifty messages, and each alone in one of ten.
pub const PHRASE: (&str, &str) = ("备份", "恢复");

/// Messages with each of [`RARE`].
const SELDOM: u64 = 50;

const FIRST: &str = "数服系订接网配权同导页账证流任日部集存缓消队监告域端镜容负弹快迁加签审策标模规版";
const SECOND: &str = "据务统单口络置限步出面户书程志署群储息列控警名像器载性照移密章核略板则本库表项号";
const HEADS: [&str; 20] = [
    "ser", "net", "con", "pro", "tra", "mon", "sto", "que", "clu", "rou", "hos", "log", "bac", "por", "ses",
    "tok", "pol", "cac", "ind", "rep",
];
const TAILS: [&str; 20] = [
    "ver", "work", "fig", "cess", "fic", "itor", "rage", "ue", "ster", "ter", "ting", "gin", "kup", "tal",
    "sion", "en", "icy", "he", "ex", "lica",
];

/// Writes messages.
pub(super) struct Words {
    chinese: Vec<String>,
    english: Vec<String>,
    /// So many messages were written.
    written: u64,
    /// A rare word comes with every such message.
    every: u64,
}

impl Words {
    /// For so many messages.
    pub(super) fn new(messages: u64) -> Self {
        let chinese = FIRST
            .chars()
            .flat_map(|first| SECOND.chars().map(move |second| format!("{first}{second}")))
            .collect();
        let english =
            HEADS.iter().flat_map(|head| TAILS.iter().map(move |tail| format!("{head}{tail}"))).collect();
        Self { chinese, english, written: 0, every: (messages / SELDOM).max(1) }
    }

    /// A few words.
    pub(super) fn subject(&self, dice: &mut Dice, english: bool) -> String {
        let mut text = String::new();
        let count = dice.between(2, 5);
        for n in 0..count {
            if english && n > 0 {
                text.push(' ');
            }
            text.push_str(self.word(dice, english));
        }
        text
    }

    /// A few sentences, and the words of which is known how often they come.
    pub(super) fn message(&mut self, dice: &mut Dice, english: bool) -> String {
        let mut text = String::new();
        for _ in 0..dice.between(1, 4) {
            self.sentence(dice, english, &mut text);
        }
        let (one, other) = PHRASE;
        for (chance, words) in [
            (30, [COMMON, ""]),
            (30, [COMMON_ENGLISH, ""]),
            (5, [ENGLISH, ""]),
            (2, [one, other]),
            (10, [one, ""]),
            (10, [other, ""]),
        ] {
            if dice.percent(chance) {
                text.push_str(words[0]);
                text.push_str(words[1]);
                text.push_str(if english { ", " } else { "，" });
                text.push_str(self.word(dice, english));
                text.push_str(end(english));
            }
        }
        let place = self.written % self.every;
        for (rare, at) in RARE.iter().zip(0..) {
            if place == at % self.every {
                text.push_str(rare);
                text.push_str(end(english));
            }
        }
        self.written += 1;
        text
    }

    /// Chinese words stand without a space, now and then with an English one among them.
    fn sentence(&self, dice: &mut Dice, english: bool, text: &mut String) {
        let count = dice.between(5, 14);
        for n in 0..count {
            if english {
                text.push_str(if n > 0 { " " } else { "" });
                text.push_str(self.word(dice, true));
            } else if dice.percent(8) {
                text.push(' ');
                text.push_str(self.word(dice, true));
                text.push(' ');
            } else {
                text.push_str(self.word(dice, false));
                text.push_str(if n % 5 == 4 && n + 1 < count { "，" } else { "" });
            }
        }
        text.push_str(end(english));
    }

    /// Those in front come much more often than those behind.
    fn word(&self, dice: &mut Dice, english: bool) -> &str {
        let words = if english { &self.english } else { &self.chinese };
        let count = words.len() as u64;
        let place = dice.below(count) * dice.below(count) / count.max(1);
        words.get(place as usize).map_or("", String::as_str)
    }
}

const fn end(english: bool) -> &'static str {
    if english { ". " } else { "。" }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn there_are_two_thousand_words_and_none_is_one_of_those_that_are_counted() {
        let words = Words::new(1);
        let all: BTreeSet<&String> = words.chinese.iter().chain(&words.english).collect();
        assert_eq!(all.len(), 2_000);
        let syllables: BTreeSet<char> = FIRST.chars().chain(SECOND.chars()).collect();
        assert_eq!(syllables.len(), 80);
        for word in [RARE[0], RARE[1], RARE[2], RARE[3], COMMON, PHRASE.0, PHRASE.1] {
            assert!(word.chars().all(|c| !syllables.contains(&c)), "{word}");
        }
    }

    #[test]
    fn words_come_as_often_as_they_say() {
        const MESSAGES: u64 = 10_000;
        let (mut words, mut dice) = (Words::new(MESSAGES), Dice(3));
        let texts: Vec<String> = (0..MESSAGES).map(|n| words.message(&mut dice, n % 7 == 0)).collect();
        let count = |word: &str| texts.iter().filter(|text| text.contains(word)).count();
        for rare in RARE {
            assert_eq!(count(rare), 50, "{rare}");
        }
        assert!((2_800..3_200).contains(&count(COMMON)), "{}", count(COMMON));
        assert!((400..600).contains(&count(ENGLISH)), "{}", count(ENGLISH));
        let phrase = format!("{}{}", PHRASE.0, PHRASE.1);
        assert!((120..280).contains(&count(&phrase)), "{}", count(&phrase));
        assert!(texts.iter().all(|text| text.chars().count() < 1_000));
    }
}
