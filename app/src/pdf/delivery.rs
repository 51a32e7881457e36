//! The log of a delivery on paper, as it lies in an evidence pack: what the delivery is of, each document with
//! its hash, and each entry of the log with its own. The same pack in the same language gives the same bytes.

mod entries;

use domain::{Zone, money::thousands};
use operations::{
    Failure,
    db::moment,
    supervisions::evidence::{Pack, Packed},
};
use paper::{Around, Orientation, Sheet, Style, Wrong, mm, tenths};

use super::{SMALL, TEXT, made, paragraph};
use crate::{
    lang::Lang,
    words::{DeliveryWords, EvidenceWords, PaperWords, codes::Worded, fill, journal::actor_name},
};

/// Above a part of the paper.
const HEADING: Style = Style::new(tenths(110)).strong();

/// The log of a delivery, to be put on paper.
#[derive(Debug)]
pub struct DeliveryLog<'p> {
    pack: &'p Pack,
    zone: Zone,
    lang: Lang,
}

impl<'p> DeliveryLog<'p> {
    /// The log of a pack.
    #[must_use]
    pub const fn of(pack: &'p Pack, zone: Zone, lang: Lang) -> Self {
        Self { pack, zone, lang }
    }

    /// The document. This computes for a while: not on a thread that others wait for.
    ///
    /// # Errors
    /// `Internal` when the font cannot be read.
    pub fn pdf(&self) -> Result<Vec<u8>, Failure> {
        self.filled().map_err(|wrong| Failure::Internal(wrong.to_string()))
    }

    fn filled(&self) -> Result<Vec<u8>, Wrong> {
        let words = self.words();
        let mut sheet = Sheet::new(Orientation::Portrait)?;
        paragraph(&mut sheet, Style::new(tenths(170)).strong(), words.title);
        sheet.skip(mm(3));
        for (name, value) in self.facts() {
            paragraph(&mut sheet, TEXT, &format!("{name}{}{value}", self.lang.pick("：", ": ")));
        }
        heading(&mut sheet, words.documents);
        if self.pack.files.is_empty() {
            paragraph(&mut sheet, TEXT, words.no_documents);
        }
        for (number, packed) in (1u64..).zip(&self.pack.files) {
            self.document(&mut sheet, number, packed);
        }
        heading(&mut sheet, words.log);
        for entry in &self.pack.detail.log {
            self.entry(&mut sheet, entry);
        }
        sheet.finish(&self.around())
    }

    const fn words(&self) -> &'static EvidenceWords {
        EvidenceWords::of(self.lang)
    }

    fn minute(&self, at: i64) -> String {
        self.zone.minute(moment(at))
    }

    /// What the delivery is of.
    fn facts(&self) -> Vec<(&'static str, String)> {
        let (lang, detail) = (self.lang, &self.pack.detail);
        let (row, words) = (&detail.row, DeliveryWords::of(lang));
        let both = |(id, name): &(String, String)| format!("{name} ({id})");
        let standard = match row.standard_version {
            0 => words.standard_usual.to_owned(),
            version => version.to_string(),
        };
        let mut facts = vec![
            (words.order, row.order_no.clone()),
            (words.customer, both(&detail.customer)),
            (words.product, both(&detail.product)),
            (words.flow, format!("{} ({})", row.flow.words(lang), row.flow_version)),
            (words.standard, standard),
            (words.opened, self.minute(row.opened_at)),
            (words.now, row.node.words(lang).to_owned()),
        ];
        facts.extend(row.ended_at.map(|at| (words.ended, self.minute(at))));
        facts.extend(row.result.clone().map(|result| (words.result, result)));
        let shares = detail.milestones.iter().map(|part| format!("{} {}", part.no, part.share()));
        let shares: Vec<String> = shares.collect();
        facts.extend((!shares.is_empty()).then(|| (words.milestones, shares.join(lang.pick("，", ", ")))));
        let asked = detail.requests.iter().map(|request| match lang {
            Lang::Zh => request.name_zh.clone(),
            Lang::En => request.name_en.clone(),
        });
        let asked: Vec<String> = asked.collect();
        facts.extend((!asked.is_empty()).then(|| (self.words().asked, asked.join(lang.pick("、", ", ")))));
        let name = actor_name(&self.pack.made_by.1, lang);
        facts.push((self.words().made, format!("{} · {name}", self.minute(self.pack.made_at))));
        facts
    }

    fn document(&self, sheet: &mut Sheet, number: u64, packed: &Packed) {
        let (words, document) = (self.words(), &packed.document);
        sheet.keep(4 * TEXT.line());
        paragraph(sheet, TEXT, &format!("{number:02}　{}", document.name));
        let size = thousands(document.size_bytes.unsigned_abs());
        let at = self.minute(document.created_at);
        let who = actor_name(&document.actor_name, self.lang);
        let by = fill(words.document_by, &[("who", who), ("at", &at), ("size", &size)]);
        paragraph(sheet, SMALL.grey(), &by);
        match &packed.file {
            Ok(name) => paragraph(sheet, SMALL.grey(), name),
            Err(why) => paragraph(sheet, SMALL.strong(), why.words(self.lang)),
        }
        paragraph(sheet, SMALL.grey(), &format!("SHA-256 {}", document.sha256));
        sheet.skip(mm(1));
    }

    fn around(&self) -> Around {
        let (lang, paper, order_no) = (self.lang, PaperWords::of(self.lang), &self.pack.detail.row.order_no);
        Around {
            title: format!("{} {order_no}", self.words().title),
            author: actor_name(&self.pack.made_by.1, lang).to_owned(),
            language: lang.code(),
            made: Some(made(self.zone, self.pack.made_at)),
            running: format!("{}　{order_no}", self.words().title),
            foot: order_no.clone(),
            page: Box::new(move |number, all| {
                fill(paper.page, &[("n", &thousands(number as u64)), ("all", &thousands(all as u64))])
            }),
            missing: Box::new(move |codes| {
                fill(paper.missing, &[("codes", &codes.join(lang.pick("、", ", ")))])
            }),
            watermark: None,
        }
    }
}

fn heading(sheet: &mut Sheet, text: &str) {
    sheet.skip(mm(5));
    sheet.keep(HEADING.line() + 4 * TEXT.line());
    paragraph(sheet, HEADING, text);
    sheet.skip(mm(1));
}
