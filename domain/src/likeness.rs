//! Names that may be those of one firm though they are spelled in two ways: people are asked about them.

use std::collections::{BTreeSet, HashMap};

use crate::text::identity;

/// Names of fewer characters are short enough that one of them makes another name.
const LEAST: usize = 6;

/// So many names with something in common are too many to be one firm.
const CROWD: usize = 20;

/// What Chinese names say of the form of a firm, longest first.
const FORMS: [&str; 6] = ["股份有限公司", "有限责任公司", "有限公司", "股份公司", "公司", "股份"];

/// What other names say of it.
const WORDS: [&str; 17] = [
    "co",
    "ltd",
    "limited",
    "inc",
    "incorporated",
    "llc",
    "corp",
    "corporation",
    "company",
    "plc",
    "pte",
    "pty",
    "gmbh",
    "ag",
    "sa",
    "bv",
    "the",
];

/// A name without its legal form and signs: `上海云梯（深圳）有限公司` and `上海云梯深圳` are alike, and so are
/// `Acme Co., Ltd` and `ACME Inc.`
#[must_use]
pub fn loose(name: &str) -> String {
    let mut text = identity(name);
    for form in FORMS {
        text = text.replace(form, " ");
    }
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !WORDS.contains(word));
    let kept: String = words.collect();
    if kept.is_empty() { identity(name).chars().filter(|c| c.is_alphanumeric()).collect() } else { kept }
}

/// Pairs of these names that are likely of one firm, by their places: those that differ in legal form and signs only,
/// and long ones that differ in one character that is no digit. Each name meets only those that share its loose form, or
/// that without one character.
#[must_use]
pub fn pairs(names: &[&str]) -> Vec<(usize, usize)> {
    let loose: Vec<Vec<char>> = names.iter().map(|name| loose(name).chars().collect()).collect();
    let mut meet: HashMap<Vec<char>, Vec<usize>> = HashMap::new();
    for (place, name) in loose.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        let mut keys = BTreeSet::from([name.clone()]);
        if name.len() >= LEAST {
            keys.extend((0..name.len()).map(|gone| without(name, gone)));
        }
        for key in keys {
            meet.entry(key).or_default().push(place);
        }
    }
    let mut found = BTreeSet::new();
    for together in meet.into_values().filter(|together| together.len() <= CROWD) {
        for (at, one) in together.iter().enumerate() {
            let others = together[at + 1..].iter().filter(|other| alike(&loose[*one], &loose[**other]));
            found.extend(others.map(|other| (*one, *other)));
        }
    }
    found.into_iter().collect()
}

fn without(name: &[char], gone: usize) -> Vec<char> {
    name.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, c)| *c).collect()
}

fn alike(one: &[char], other: &[char]) -> bool {
    if one == other {
        return true;
    }
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if short.len() < LEAST || long.len() - short.len() > 1 {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let swapped = short.len() == long.len();
    // Branches and shops are told apart by their number.
    let digit = long[same].is_ascii_digit() || swapped && short[same].is_ascii_digit();
    let rest = if swapped { &short[same + 1..] } else { &short[same..] };
    !digit && rest == &long[same + 1..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_forms_and_signs_make_no_firm() {
        for (one, other) in [
            ("上海云梯（深圳）有限公司", "上海云梯深圳"),
            ("云启科技股份有限公司", "云启科技有限责任公司"),
            ("Acme Co., Ltd", "ACME Inc."),
            ("A.B.C. Trading", "ABC Trading LLC"),
        ] {
            assert_eq!(pairs(&[one, other]), [(0, 1)], "{one} {other}");
        }
        assert_eq!(loose("有限公司"), "有限公司");
        assert!(pairs(&["公司", "有限公司", "Acme"]).is_empty());
    }

    #[test]
    fn long_names_may_differ_in_one_character() {
        let alike = [("Northwind", "Northwnd"), ("Northwind", "Nortnwind"), ("上海云梯科技", "上海云梯科枝")];
        for (one, other) in alike {
            assert_eq!(pairs(&[one, other]), [(0, 1)], "{one} {other}");
        }
        let apart = [
            ("云梯", "云启"),
            ("Northwind 1", "Northwind 2"),
            ("Northwind", "Northwind 2"),
            ("Northwind", "Southwind"),
        ];
        for (one, other) in apart {
            assert!(pairs(&[one, other]).is_empty(), "{one} {other}");
        }
    }

    #[test]
    fn many_names_meet_few() {
        let names: Vec<String> = (0..3_000).map(|n| format!("经销商{n}号有限公司")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert!(pairs(&names).is_empty());
    }
}
