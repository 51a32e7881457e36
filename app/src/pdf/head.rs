//! The first page's upper part: who issues the statement, and what it is about.

use domain::{
    Currency,
    money::{grouped, thousands},
};
use operations::merchant::Merchant;
use paper::{Align, Face, Ink, Length, Sheet, Style, mm, tenths};

use super::{SMALL, Statement, TEXT, paragraph};
use crate::words::{codes::Worded, currency::currency_named, fill};

/// The room for a logo.
const LOGO: (Length, Length) = (mm(50), mm(14));
/// Orders that are named of those that cannot be computed.
const NAMED: usize = 10;
/// Between details that stand beside each other.
const BETWEEN: &str = "　　";
/// The width of what a fact is called.
const LABEL: Length = mm(20);

impl Statement {
    pub(super) fn head(&self, sheet: &mut Sheet) {
        self.letterhead(sheet);
        let (left, width) = (sheet.left(), sheet.width());
        let title = Style::new(tenths(170)).strong().align(Align::Middle);
        sheet.put(left, width, title, self.title());
        sheet.skip(title.line() + mm(3));
        self.facts(sheet);
        if !self.whole.blocked.is_empty() {
            sheet.skip(mm(1));
            paragraph(sheet, TEXT, &self.blocked());
        }
        sheet.skip(mm(3));
    }

    fn letterhead(&self, sheet: &mut Sheet) {
        let (name, other) = self.companies();
        let details = self.details();
        if name.is_empty() && self.logo.is_none() && details.is_empty() {
            return;
        }
        let (top, mut left, mut width, mut least) = (sheet.y(), sheet.left(), sheet.width(), 0);
        if let Some(logo) = &self.logo {
            let size = logo.within(LOGO.0, LOGO.1);
            sheet.picture(logo, left, size);
            (left, width, least) = (left + size.0 + mm(4), width - size.0 - mm(4), size.1);
        }
        if !name.is_empty() {
            sheet.paragraph(left, width, Style::new(tenths(130)).strong(), name);
        }
        if !other.is_empty() {
            sheet.paragraph(left, width, TEXT.grey(), other);
        }
        if !details.is_empty() {
            sheet.skip(mm(1));
            for line in rows(sheet.face(), details, width) {
                sheet.paragraph(left, width, SMALL.grey(), &line);
            }
        }
        sheet.go_to(sheet.y().max(top + least) + mm(2));
        sheet.rule(sheet.left(), sheet.width(), 100, Ink::Black);
        sheet.skip(mm(5));
    }

    /// What is known of the company, in the order of a letterhead.
    fn details(&self) -> Vec<String> {
        let words = self.words();
        let Merchant { tax_number, company_address, bank, bank_account, contact, .. } = &self.whole.merchant;
        [
            (words.tax_number, tax_number),
            (words.address, company_address),
            (words.contact, contact),
            (words.bank, bank),
            (words.account, bank_account),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(text, value)| fill(text, &[("v", value)]))
        .collect()
    }

    fn facts(&self, sheet: &mut Sheet) {
        let (words, head) = (self.words(), &self.whole.head);
        let issued = head.issued_at.map(|at| self.zone.minute(operations::db::moment(at)));
        let lines = thousands(head.line_count.unwrap_or(0).unsigned_abs());
        let total = amount(sheet.face(), head.total_minor.unwrap_or(0), head.currency);
        let left = [
            (words.reseller, head.reseller.clone()),
            (words.period, head.period.dashed()),
            (words.currency, currency_named(head.currency, self.lang)),
        ];
        let mut right = vec![(words.number, self.number().to_owned())];
        // What it takes back or supplements stands beside its own number.
        right.extend(head.corrects.as_ref().map(|of| (head.nature.words(self.lang), of.number.clone())));
        right.extend(issued.map(|at| (words.issued_at, at)));
        right.push((words.lines, lines));
        right.push((words.total, total));
        let (top, half) = (sheet.y(), sheet.width() * 55 / 100);
        let end = fact_column(sheet, sheet.left(), half - mm(4), &left);
        sheet.go_to(top);
        let other = fact_column(sheet, sheet.left() + half, sheet.width() - half, &right);
        sheet.go_to(end.max(other));
    }

    fn blocked(&self) -> String {
        let (words, blocked) = (self.words(), &self.whole.blocked);
        let mut orders: Vec<&str> = blocked.iter().take(NAMED).map(|line| line.order_no.as_str()).collect();
        if blocked.len() > NAMED {
            orders.push("…");
        }
        let count = thousands(blocked.len() as u64);
        fill(words.blocked, &[("n", &count), ("orders", &orders.join(self.lang.pick("、", ", ")))])
    }
}

/// As many details beside each other as fit, so that none is broken without need.
fn rows(face: &Face, details: Vec<String>, width: Length) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    for detail in details {
        match rows.last_mut() {
            Some(row) if face.width(&format!("{row}{BETWEEN}{detail}"), SMALL.size) <= width => {
                row.push_str(BETWEEN);
                row.push_str(&detail);
            }
            _ => rows.push(detail),
        }
    }
    rows
}

/// Puts facts one below the other; where they end.
pub(super) fn fact_column(sheet: &mut Sheet, x: Length, width: Length, facts: &[(&str, String)]) -> Length {
    for (name, value) in facts {
        sheet.put(x, LABEL, TEXT.grey(), *name);
        sheet.paragraph(x + LABEL, width - LABEL, TEXT, value);
        sheet.skip(mm(1));
    }
    sheet.y()
}

/// An amount with its sign, or with its code where the font has no such sign.
pub(super) fn amount(face: &Face, minor: i64, currency: Currency) -> String {
    let sign = currency.sign();
    let sign = if face.has(&sign) { sign } else { format!("{} ", currency.code()).into() };
    let minus = if minor < 0 { "\u{2212}" } else { "" };
    format!("{minus}{sign}{}", grouped(minor.saturating_abs(), currency))
}
