//! The difference sheet of a reconciliation on paper: one page that adds up.

use domain::{Zone, access::Actor, money::thousands, reconciliation::State};
use operations::{
    Failure, Office,
    bills::Stamp,
    reconciliations::{self, Reconciliation, Sheet as Sums},
};
use paper::{Align, Around, Column, Orientation, Sheet, Style, Table, Wrong, mm, tenths};

use super::{
    SMALL,
    head::{amount, fact_column},
    made, paragraph,
};
use crate::{
    lang::Lang,
    words::{PaperWords, ReconciliationWords, codes::Worded, fill},
};

/// The difference sheet of a reconciliation.
#[derive(Debug)]
pub struct Difference {
    of: Reconciliation,
    sheets: Vec<Sums>,
    zone: Zone,
    lang: Lang,
}

impl Difference {
    /// Reads it.
    ///
    /// # Errors
    /// `Denied`; the agreement in force is not signed; `NotFound`.
    pub async fn load(office: &Office, actor: &Actor, id: i64, lang: Lang) -> Result<Self, Failure> {
        let of = reconciliations::get(office, actor, id).await?;
        let sums = reconciliations::sums(office, actor, id).await?;
        Ok(Self { of, sheets: reconciliations::sheets(&sums), zone: office.zone, lang })
    }

    /// The document.
    ///
    /// # Errors
    /// `Internal` when the font cannot be read.
    pub fn pdf(&self) -> Result<Vec<u8>, Failure> {
        self.filled().map_err(|wrong| Failure::Internal(wrong.to_string()))
    }

    const fn words(&self) -> &'static ReconciliationWords {
        ReconciliationWords::of(self.lang)
    }

    fn filled(&self) -> Result<Vec<u8>, Wrong> {
        let mut sheet = Sheet::new(Orientation::Portrait)?;
        let (left, width) = (sheet.left(), sheet.width());
        let title = Style::new(tenths(170)).strong().align(Align::Middle);
        sheet.put(left, width, title, self.title());
        sheet.skip(title.line() + mm(4));
        self.head(&mut sheet);
        for sums in &self.sheets {
            let table = self.table(&sheet, sums);
            sheet.table(&table);
            sheet.skip(mm(5));
        }
        sheet.skip(mm(2));
        paragraph(&mut sheet, SMALL.grey(), &format!("SHA-256 {}", self.of.sha256));
        sheet.finish(&self.around())
    }

    fn title(&self) -> String {
        format!("{} {}", self.words().sheet, self.of.period.dashed())
    }

    fn head(&self, sheet: &mut Sheet) {
        let (words, of) = (self.words(), &self.of);
        let stamp = |of: &Option<Stamp>| {
            let minute = |at| self.zone.minute(operations::db::moment(at));
            of.as_ref().map(|of| format!("{} · {}", of.by, minute(of.at))).unwrap_or_default()
        };
        let count = |n: i64| thousands(n.unsigned_abs());
        let known = |facts: Vec<(&'static str, String)>| -> Vec<(&'static str, String)> {
            facts.into_iter().filter(|(_, value)| !value.is_empty()).collect()
        };
        let kind = of.kind.map_or(words.every_kind, |kind| kind.words(self.lang));
        let one = known(vec![
            (words.file, of.file_name.clone()),
            (words.kind, kind.to_owned()),
            (words.rows, count(of.rows_read)),
            (words.state, of.state.words(self.lang).to_owned()),
        ]);
        let other = known(vec![
            (words.lines, count(of.lines)),
            (words.open, count(of.open_lines)),
            (words.submitted, stamp(&of.submitted)),
            (words.locked, stamp(&of.locked)),
        ]);
        let (left, width, top) = (sheet.left(), sheet.width(), sheet.y());
        let half = width * 55 / 100;
        let end = fact_column(sheet, left, half - mm(4), &one);
        sheet.go_to(top);
        let second = fact_column(sheet, left + half, width - half, &other);
        sheet.go_to(end.max(second) + mm(4));
    }

    /// Ours, the differences by reason, and below them theirs.
    fn table(&self, sheet: &Sheet, sums: &Sums) -> Table {
        let words = self.words();
        let money = |minor| amount(sheet.face(), minor, sums.currency);
        let columns = vec![
            Column::shared(words.why, mm(60)),
            Column::own(words.lines, Align::Right, mm(90)),
            Column::own(words.difference, Align::Right, mm(90)),
        ];
        let ours = vec![words.ours.to_owned(), String::new(), money(sums.ours_minor)];
        let reasons = sums.reasons.iter().map(|(reason, lines, by)| {
            let said = reason.map_or(words.difference, |reason| reason.words(self.lang));
            vec![said.to_owned(), thousands(lines.unsigned_abs()), money(*by)]
        });
        let rows = std::iter::once(ours).chain(reasons).collect();
        let theirs = vec![words.theirs.to_owned(), String::new(), money(sums.theirs_minor)];
        Table { columns, rows, sums: theirs, size: tenths(85) }
    }

    fn around(&self) -> Around {
        let (words, lang) = (PaperWords::of(self.lang), self.lang);
        Around {
            title: format!("{} {}", self.title(), self.of.file_name),
            author: String::new(),
            language: lang.code(),
            // What is not locked is of no moment.
            made: self.of.locked.as_ref().map(|of| made(self.zone, of.at)),
            running: self.title(),
            foot: self.of.file_name.clone(),
            page: Box::new(move |number, all| {
                fill(words.page, &[("n", &thousands(number as u64)), ("all", &thousands(all as u64))])
            }),
            missing: Box::new(move |codes| {
                fill(words.missing, &[("codes", &codes.join(lang.pick("、", ", ")))])
            }),
            watermark: (self.of.state != State::Locked).then(|| self.of.state.words(lang).to_owned()),
        }
    }
}
