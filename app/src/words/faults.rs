//! The words of what can be wrong with an invoice, and of the types of invoices that it names.

use domain::invoice::{Alphabet, Fault, InvoiceType};

use super::{codes::Worded, fill};
use crate::lang::Lang;

worded!(Alphabet {
    Digits: "数字", "a digit";
    DigitOrX: "数字或 X", "a digit or X";
    CreditCode: "数字或除 I、O、S、V、Z 以外的字母", "a digit or a letter, but none of I, O, S, V, Z";
    Alphanumeric: "数字或字母", "a digit or a letter";
    Reference: "数字、字母、- 或 _", "a digit, a letter, - or _";
});
worded!(InvoiceType {
    OrdinaryPaper: "增值税普通发票（纸质）", "Ordinary VAT invoice, on paper";
    OrdinaryElectronic: "增值税普通发票（电子）", "Ordinary VAT invoice, electronic";
    OrdinaryDigital: "增值税普通发票（数电）", "Ordinary VAT invoice, fully digital";
    SpecialPaper: "增值税专用发票（纸质）", "Special VAT invoice, on paper";
    SpecialElectronic: "增值税专用发票（电子）", "Special VAT invoice, electronic";
    SpecialDigital: "增值税专用发票（数电）", "Special VAT invoice, fully digital";
});

/// What is wrong with an invoice.
pub(super) fn fault(why: &Fault, lang: Lang) -> String {
    let p = |zh, en, values: &[(&str, &str)]| fill(lang.pick(zh, en), values);
    match why {
        Fault::WrongCharacter { place, character, allowed } => p(
            "第 {n} 个字符“{v}”不对，此处应为{a}",
            "Character {n} is “{v}”; {a} belongs there",
            &[("n", &place.to_string()), ("v", &character.to_string()), ("a", allowed.words(lang))],
        ),
        Fault::WrongLength { length, allowed } => p(
            "现有 {n} 个字符，应为 {a} 个",
            "It has {n} {n|character|characters}; possible: {a}",
            &[("n", &length.to_string()), ("a", &listed(allowed, lang))],
        ),
        Fault::WrongCheckDigit { place } => p(
            "第 {n} 位校验码与其他字符不符，请检查是否输错",
            "It is mistyped: its check digit, character {n}, does not fit the others",
            &[("n", &place.to_string())],
        ),
        Fault::MustBe { value, right } => {
            p("“{v}”不对，应为“{a}”", "It is “{v}” and must be “{a}”", &[("v", value), ("a", right)])
        }
        Fault::AboveRest { value, rest } => p(
            "“{v}”超过该申付单尚可开票的金额 {a}",
            "“{v}” is more than the {a} that are left to invoice of the requisition",
            &[("v", value), ("a", rest)],
        ),
        Fault::NotNamed { wanted } => p("须写明 {v}", "It must name {v}", &[("v", wanted)]),
        Fault::SeveralRates { rates } => p(
            "含有多个税率（{v}）；一张发票只能有一个税率，请分别开票",
            "It has the rates {v}; an invoice has one rate, make one for each",
            &[("v", &listed(rates, lang))],
        ),
        Fault::OtherRequisition { other } => p(
            "还涉及申付单 {v}；一张发票只能对应一个申付单，请分别开票",
            "It is about requisition {v} too; an invoice is for one requisition, make one for each",
            &[("v", other)],
        ),
    }
}

/// A list as the language writes it.
fn listed(list: &str, lang: Lang) -> String {
    list.replace(", ", lang.pick("、", ", "))
}
