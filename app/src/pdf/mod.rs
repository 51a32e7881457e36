//! A statement to be handed over, a bill, and the log of a delivery, as PDFs. `paper` knows how pages are filled; what stands on them is
//! said here. The same statement in the same language gives the same bytes.

mod bill;
mod delivery;
mod difference;
mod end;
mod formulas;
mod head;
mod lines;

use domain::{Zone, access::Actor, money::thousands};
use operations::{
    Failure, Office,
    merchant::Picture as Kept,
    statements::{self, Head, Nature, StatementState, Whole},
};
use paper::{Around, Length, Made, Orientation, Picture, Sheet, Style, Wrong, tenths};

use crate::{
    lang::Lang,
    words::{CorrectWords, PaperWords, codes::Worded, fill},
};
pub use bill::Bill;
pub use delivery::DeliveryLog;
pub use difference::Difference;
use formulas::Formulas;

/// Text, and what is said beside it.
const TEXT: Style = Style::new(tenths(85));
const SMALL: Style = Style::new(tenths(75));

/// A statement with everything that stands on paper.
#[derive(Debug)]
pub struct Statement {
    whole: Whole,
    logo: Option<Picture>,
    seal: Option<Picture>,
    zone: Zone,
    lang: Lang,
}

impl Statement {
    /// Reads a statement, draft or preview.
    ///
    /// # Errors
    /// `Denied`; a statement that is too long for paper, or that is being issued.
    pub async fn load(office: &Office, actor: &Actor, head: Head, lang: Lang) -> Result<Self, Failure> {
        let whole = statements::whole(office, actor, head).await?;
        let logo = picture(office, whole.merchant.logo.as_ref()).await?;
        let seal = whole.merchant.seal.as_ref().filter(|_| whole.head.state.is_frozen());
        let seal = picture(office, seal).await?;
        Ok(Self { whole, logo, seal, zone: office.zone, lang })
    }

    /// The document. This computes for a while: not on a thread that others wait for.
    ///
    /// # Errors
    /// `Internal` when a line does not come to the amount that stands in it, or a picture is broken.
    pub fn pdf(&self) -> Result<Vec<u8>, Failure> {
        let formulas = Formulas::of(&self.whole)?;
        let table = lines::table(self, &formulas);
        self.filled(&table, &formulas).map_err(|wrong| Failure::Internal(wrong.to_string()))
    }

    fn filled(&self, table: &paper::Table, formulas: &Formulas) -> Result<Vec<u8>, Wrong> {
        let face = paper::Face::load()?;
        // Huge amounts leave no room for names on an upright page.
        let upright = table.fits(&face, Orientation::Portrait.width());
        let mut sheet = Sheet::new(if upright { Orientation::Portrait } else { Orientation::Landscape })?;
        self.head(&mut sheet);
        if table.rows.is_empty() {
            paragraph(&mut sheet, TEXT, self.words().no_lines);
        } else {
            sheet.table(table);
        }
        self.end(&mut sheet);
        self.appendix(&mut sheet, formulas);
        sheet.finish(&self.around())
    }

    const fn words(&self) -> &'static PaperWords {
        PaperWords::of(self.lang)
    }

    fn is_draft(&self) -> bool {
        !self.whole.head.state.is_frozen()
    }

    fn number(&self) -> &str {
        self.whole.head.number.as_deref().unwrap_or(self.words().not_issued)
    }

    /// What the company is called in the language of the reader, and in the other one.
    fn companies(&self) -> (&str, &str) {
        let (merchant, chinese) = (&self.whole.merchant, self.lang == Lang::Zh);
        let (name, other) = (merchant.company(chinese), merchant.company(!chinese));
        (name, if other == name { "" } else { other })
    }

    fn around(&self) -> Around {
        let (words, head, lang) = (self.words(), &self.whole.head, self.lang);
        let name = format!("{} {}", head.reseller, head.period.dashed());
        Around {
            title: format!("{} {} {name}", self.title(), self.number()),
            author: self.companies().0.to_owned(),
            language: self.lang.code(),
            // A draft is of no moment.
            made: head.issued_at.map(|at| made(self.zone, at)),
            running: format!("{}　{name}", self.title()),
            foot: self.number().to_owned(),
            page: Box::new(move |number, all| {
                fill(words.page, &[("n", &thousands(number as u64)), ("all", &thousands(all as u64))])
            }),
            missing: Box::new(move |codes| {
                fill(words.missing, &[("codes", &codes.join(lang.pick("、", ", ")))])
            }),
            watermark: self.watermark(),
        }
    }

    /// What must not be taken for a statement that counts says so across every page.
    fn watermark(&self) -> Option<String> {
        let state = self.whole.head.state;
        match state {
            StatementState::Issued => None,
            StatementState::Draft => Some(self.words().watermark.to_owned()),
            StatementState::Reversed | StatementState::Void => Some(state.words(self.lang).to_owned()),
        }
    }

    /// What it is called: the statement of a month, a supplement or a reversal.
    fn title(&self) -> &'static str {
        match self.whole.head.nature {
            Nature::Regular => self.words().title,
            Nature::Supplement => CorrectWords::of(self.lang).supplement_name,
            Nature::Reversal => CorrectWords::of(self.lang).reversal_name,
        }
    }
}

/// A moment as the clock on the wall of the desk shows it.
fn made(zone: Zone, at: i64) -> Made {
    use chrono::{Datelike, Timelike};
    let moment = operations::db::moment(at);
    let wall = zone.wall(moment);
    let small = |number: u32| u8::try_from(number).unwrap_or_default();
    Made {
        day: (u16::try_from(wall.year()).unwrap_or_default(), small(wall.month()), small(wall.day())),
        time: (small(wall.hour()), small(wall.minute()), small(wall.second())),
        offset: i32::try_from((wall - moment.naive_utc()).num_minutes()).unwrap_or_default(),
    }
}

async fn picture(office: &Office, kept: Option<&Kept>) -> Result<Option<Picture>, Failure> {
    let Some(kept) = kept else { return Ok(None) };
    let bytes = kept.bytes(office).await.map_err(|failure| match failure {
        Failure::NotFound => {
            Failure::Internal("a picture of the statement is not in the document store".into())
        }
        other => other,
    })?;
    Picture::read(bytes).map(Some).map_err(|wrong| Failure::Internal(wrong.to_string()))
}

/// A text over the whole width.
fn paragraph(sheet: &mut Sheet, style: Style, text: &str) {
    let (left, width): (Length, Length) = (sheet.left(), sheet.width());
    sheet.paragraph(left, width, style, text);
}
