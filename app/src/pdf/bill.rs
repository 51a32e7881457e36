//! A bill on paper: for whom it is, its lines with the arithmetic of each, what they come to by product and in all.

mod lines;

use domain::{Zone, access::Actor, bill::BillState, money::thousands};
use operations::{
    Failure, Office, bills,
    bills::files::{self, Whole},
};
use paper::{Align, Around, Orientation, Sheet, Style, Wrong, mm, tenths};

use super::{
    SMALL, TEXT,
    head::{amount, fact_column},
    made, paragraph,
};
use crate::{
    lang::Lang,
    words::{
        BillPaperWords, PaperWords, bill::made_of, codes::Worded, currency::currency_named, fill,
        settlement::in_capitals,
    },
};

/// A bill with everything that stands on paper.
#[derive(Debug)]
pub struct Bill {
    whole: Whole,
    zone: Zone,
    lang: Lang,
}

impl Bill {
    /// Reads a bill.
    ///
    /// # Errors
    /// `Denied`; the agreement in force is not signed; a bill that is too long for paper.
    pub async fn load(
        office: &Office,
        actor: &Actor,
        bill: bills::Bill,
        lang: Lang,
    ) -> Result<Self, Failure> {
        let whole = files::whole(office, actor, bill).await?;
        Ok(Self { whole, zone: office.zone, lang })
    }

    /// The document. This computes for a while: not on a thread that others wait for.
    ///
    /// # Errors
    /// `Internal` when the font cannot be read.
    pub fn pdf(&self) -> Result<Vec<u8>, Failure> {
        self.filled().map_err(|wrong| Failure::Internal(wrong.to_string()))
    }

    fn filled(&self) -> Result<Vec<u8>, Wrong> {
        let face = paper::Face::load()?;
        let table = lines::table(self);
        // Huge amounts leave no room for names on an upright page.
        let upright = table.fits(&face, Orientation::Portrait.width());
        let mut sheet = Sheet::new(if upright { Orientation::Portrait } else { Orientation::Landscape })?;
        self.head(&mut sheet);
        if table.rows.is_empty() {
            paragraph(&mut sheet, TEXT, self.words().no_lines);
        } else {
            sheet.table(&table);
            sheet.skip(mm(5));
            sheet.keep(mm(20));
            paragraph(&mut sheet, TEXT.strong(), self.words().by_product);
            sheet.skip(mm(1));
            sheet.table(&lines::subtotals(self));
        }
        self.end(&mut sheet);
        sheet.finish(&self.around())
    }

    const fn words(&self) -> &'static BillPaperWords {
        BillPaperWords::of(self.lang)
    }

    fn title(&self) -> String {
        fill(self.words().title, &[("kind", self.whole.bill.kind.words(self.lang))])
    }

    fn number(&self) -> &str {
        self.whole.bill.number.as_deref().unwrap_or(self.words().not_numbered)
    }

    fn head(&self, sheet: &mut Sheet) {
        let (left, width) = (sheet.left(), sheet.width());
        let title = Style::new(tenths(170)).strong().align(Align::Middle);
        sheet.put(left, width, title, self.title());
        sheet.skip(title.line() + mm(3));
        let (words, bill, of, lang) = (self.words(), &self.whole.bill, &self.whole.merchant, self.lang);
        let known = |facts: Vec<(&'static str, String)>| -> Vec<(&'static str, String)> {
            facts.into_iter().filter(|(_, value)| !value.is_empty()).collect()
        };
        let locked = bill.locked.as_ref().map(|of| self.zone.minute(operations::db::moment(of.at)));
        let merchant = known(vec![
            (words.merchant, of.account_name.clone()),
            (words.taxpayer, of.taxpayer.words(lang).to_owned()),
            (words.bank, of.bank.clone()),
            (words.account, of.account_no.clone()),
            (words.currency, currency_named(bill.currency, lang)),
            (words.state, bill.state.words(lang).to_owned()),
        ]);
        let what = known(vec![
            (words.number, self.number().to_owned()),
            (words.period, bill.period.dashed()),
            (words.kind, bill.kind.words(lang).to_owned()),
            (words.payment, bill.payment.words(lang).to_owned()),
            (words.locked_at, locked.unwrap_or_default()),
            (words.lines, thousands(bill.line_count.unsigned_abs())),
            (words.total, amount(sheet.face(), bill.total_minor, bill.currency)),
        ]);
        let (top, half) = (sheet.y(), width * 55 / 100);
        let end = fact_column(sheet, left, half - mm(4), &merchant);
        sheet.go_to(top);
        let other = fact_column(sheet, left + half, width - half, &what);
        sheet.go_to(end.max(other) + mm(3));
    }

    /// The total, in Chinese in capitals too, and by which hash the lines are known.
    fn end(&self, sheet: &mut Sheet) {
        let (words, bill) = (self.words(), &self.whole.bill);
        let strong = Style::new(tenths(110)).strong().align(Align::Right);
        sheet.skip(mm(3));
        let rows = made_of(bill, self.lang);
        let composed: paper::Length = rows.iter().map(|_| TEXT.line()).sum();
        sheet.keep(composed + 2 * strong.line());
        for (name, minor) in rows {
            let text = format!("{name}　{}", amount(sheet.face(), minor, bill.currency));
            let (left, width) = (sheet.left(), sheet.width());
            sheet.paragraph(left, width, TEXT.align(Align::Right), &text);
        }
        let text = format!("{}　{}", words.total, amount(sheet.face(), bill.total_minor, bill.currency));
        sheet.put(sheet.left(), sheet.width(), strong, text);
        sheet.skip(strong.line());
        if self.lang == Lang::Zh {
            let text = format!("{}　{}", words.capitals, in_capitals(bill.total_minor, bill.currency));
            let (left, width) = (sheet.left(), sheet.width());
            sheet.paragraph(left, width, TEXT.align(Align::Right), &text);
        }
        sheet.skip(mm(4));
        paragraph(sheet, SMALL.grey(), &fill(PaperWords::of(self.lang).hash, &[("v", &bill.lines_hash)]));
    }

    fn around(&self) -> Around {
        let (words, bill, lang) = (PaperWords::of(self.lang), &self.whole.bill, self.lang);
        let name = format!("{} {}", self.whole.merchant.account_name, bill.period.dashed());
        Around {
            title: format!("{} {} {name}", self.title(), self.number()),
            author: self.whole.merchant.account_name.clone(),
            language: lang.code(),
            // What is not locked is of no moment.
            made: bill.locked.as_ref().map(|of| made(self.zone, of.at)),
            running: format!("{}　{name}", self.title()),
            foot: self.number().to_owned(),
            page: Box::new(move |number, all| {
                fill(words.page, &[("n", &thousands(number as u64)), ("all", &thousands(all as u64))])
            }),
            missing: Box::new(move |codes| {
                fill(words.missing, &[("codes", &codes.join(lang.pick("、", ", ")))])
            }),
            watermark: match bill.state {
                BillState::Locked | BillState::Paid => None,
                state => Some(state.words(lang).to_owned()),
            },
        }
    }
}
