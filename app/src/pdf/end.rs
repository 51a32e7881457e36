//! Below the lines: the amount in words, who signs, the seal, and how amounts are computed.

use domain::money::thousands;
use paper::{Align, Ink, Length, Sheet, Style, mm, tenths};

use super::{
    Formulas, SMALL, Statement, TEXT,
    formulas::{Entry, calculation, written},
    head::amount,
    paragraph,
};
use crate::{
    lang::Lang,
    words::{fill, settlement::in_capitals},
};

/// The room for a seal, and for what is signed without one.
const SEAL: (Length, Length) = (mm(40), mm(40));
const SIGNED: Length = mm(18);

impl Statement {
    /// The amount in words, then who signs, on one page.
    pub(super) fn end(&self, sheet: &mut Sheet) {
        let (words, head) = (self.words(), &self.whole.head);
        let total = head.total_minor.unwrap_or(0);
        let strong = Style::new(tenths(110)).strong().align(Align::Right);
        sheet.skip(mm(3));
        sheet.keep(2 * strong.line());
        let text = format!("{}　{}", words.total, amount(sheet.face(), total, head.currency));
        sheet.put(sheet.left(), sheet.width(), strong, text);
        sheet.skip(strong.line());
        if self.lang == Lang::Zh {
            let text = format!("{}　{}", words.capitals, in_capitals(total, head.currency));
            let (left, width) = (sheet.left(), sheet.width());
            sheet.paragraph(left, width, TEXT.align(Align::Right), &text);
        }
        sheet.skip(mm(4));
        self.signatures(sheet);
    }

    fn signatures(&self, sheet: &mut Sheet) {
        let merchant = &self.whole.merchant;
        let names = match self.lang {
            Lang::Zh => &merchant.signatures_zh,
            Lang::En => &merchant.signatures_en,
        };
        let size = self.seal.as_ref().map(|seal| seal.within(SEAL.0, SEAL.1));
        let height = size.map_or(SIGNED, |(_, height)| height.max(SIGNED));
        if names.is_empty() && self.is_draft() {
            return;
        }
        sheet.keep(height);
        let (top, left, width) = (sheet.y(), sheet.left(), sheet.width());
        let place = left + width - SEAL.0;
        match (&self.seal, size) {
            (Some(seal), Some(size)) => sheet.picture(seal, place + (SEAL.0 - size.0) / 2, size),
            _ if self.is_draft() => {}
            _ => sheet.put(place, SEAL.0, SMALL.grey().align(Align::Middle), self.words().seal_here),
        }
        // The lines to sign on end where the seal ends.
        sheet.go_to(top + height - TEXT.line() - mm(2));
        let room = (width - SEAL.0) / names.len().max(1) as Length;
        for (n, name) in (0..).zip(names) {
            let x = left + n * room;
            let label = sheet.face().width(name, TEXT.size) + mm(2);
            sheet.put(x, room, TEXT, name.as_str());
            sheet.skip(TEXT.line());
            sheet.rule(x + label, (room - label - mm(4)).max(mm(8)), 40, Ink::Black);
            sheet.skip(-TEXT.line());
        }
        sheet.go_to(top + height + mm(4));
    }

    /// How amounts are computed: each combination of rule and rates once.
    pub(super) fn appendix(&self, sheet: &mut Sheet, formulas: &Formulas) {
        let words = self.words();
        sheet.keep(mm(30));
        sheet.rule(sheet.left(), sheet.width(), 25, Ink::Light);
        sheet.skip(mm(2));
        if !formulas.entries.is_empty() {
            paragraph(sheet, TEXT.strong(), words.appendix);
            sheet.skip(mm(1));
            paragraph(sheet, SMALL.grey(), words.rules);
            for (number, entry) in (1u64..).zip(&formulas.entries) {
                self.entry(sheet, number, entry);
            }
        }
        if let Some(hash) = &self.whole.head.lines_hash {
            sheet.skip(mm(2));
            paragraph(sheet, SMALL.grey(), &fill(words.hash, &[("v", hash)]));
        }
    }

    fn entry(&self, sheet: &mut Sheet, number: u64, entry: &Entry) {
        let words = self.words();
        let settled = &entry.example;
        let title = fill(
            words.rule_of,
            &[
                ("n", &number.to_string()),
                ("rule", &settled.rule.in_words(self.lang.tongue())),
                ("lines", &thousands(entry.lines)),
            ],
        );
        let calculation = calculation(settled);
        let mut notes =
            vec![fill(words.example, &[("order", &entry.order_no), ("calculation", &calculation)])];
        notes.extend(entry.reversal.then(|| words.reversed.to_owned()));
        if entry.below_floor > 0 {
            notes.push(fill(words.below_floor, &[("n", &thousands(entry.below_floor))]));
        }
        sheet.skip(mm(1) + 150);
        sheet.keep(TEXT.line() + (1 + notes.len() as Length) * SMALL.line());
        paragraph(sheet, SMALL, &title);
        let (left, width) = (sheet.left() + mm(4), sheet.width() - mm(4));
        sheet.paragraph(left, width, TEXT, &written(settled, words.margin));
        for note in notes {
            sheet.paragraph(left, width, SMALL.grey(), &note);
        }
    }
}
