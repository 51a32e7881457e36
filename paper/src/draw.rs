//! Drawing what was laid out. Only here lengths become the binary fractions that a PDF writes.

use krilla::{
    Document,
    color::rgb,
    geom::{PathBuilder, Point, Rect, Size, Transform},
    metadata::{DateTime, Metadata},
    page::PageSettings,
    paint::{Fill, Stroke},
    surface::Surface,
    text::{GlyphId, KrillaGlyph},
};

use crate::{
    Align, Face, Ink, Length, Sheet, Style, Wrong, mm,
    sheet::{Mark, RUNNING},
    tenths,
};

/// Puts the codes of characters into a sentence.
type Saying = Box<dyn Fn(&[String]) -> String>;

/// What stands on every page around what was put there.
pub struct Around {
    /// Title of the document, for its window and for search.
    pub title: String,
    /// Who it is of.
    pub author: String,
    /// Its language, such as `zh-CN`.
    pub language: &'static str,
    /// When it was made, unless that is nobody's business.
    pub made: Option<Made>,
    /// At the top of every page but the first.
    pub running: String,
    /// At the foot, at the left.
    pub foot: String,
    /// At the foot, at the right: the number of this page, and of all.
    pub page: Box<dyn Fn(usize, usize) -> String>,
    /// At the foot of pages that want characters which the font lacks: their codes, in order.
    pub missing: Saying,
    /// Large across every page.
    pub watermark: Option<String>,
}

/// A moment as a clock on the wall shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// Year, month and day.
    pub day: (u16, u8, u8),
    /// Hour, minute and second.
    pub time: (u8, u8, u8),
    /// Minutes east of Greenwich.
    pub offset: i32,
}

impl Sheet {
    /// The pages as a PDF.
    ///
    /// # Errors
    /// A picture cannot be read.
    pub fn finish(self, around: &Around) -> Result<Vec<u8>, Wrong> {
        let mut document = Document::new();
        document.set_metadata(metadata(around));
        let (width, height) = self.orientation.size();
        let settings =
            PageSettings::from_wh(points(width), points(height)).ok_or_else(|| Wrong("no paper".into()))?;
        let all = self.pages.len();
        for (number, marks) in (1..).zip(&self.pages) {
            let mut page = document.start_page_with(settings.clone());
            let mut surface = page.surface();
            let mut pen = Pen { face: &self.face, surface: &mut surface, missing: Vec::new() };
            if let Some(text) = &around.watermark {
                pen.watermark(text, width, height);
            }
            for mark in marks {
                pen.mark(mark)?;
            }
            pen.edges(&self, around, number, all);
            surface.finish();
            page.finish();
        }
        document.finish().map_err(|e| Wrong(format!("{e:?}")))
    }
}

fn metadata(around: &Around) -> Metadata {
    let metadata = Metadata::new()
        .title(around.title.clone())
        .language(around.language.to_owned())
        .creator("Countinghouse".to_owned());
    let metadata =
        if around.author.is_empty() { metadata } else { metadata.authors(vec![around.author.clone()]) };
    let Some(Made { day, time, offset }) = around.made else { return metadata };
    let date = DateTime::new(day.0).month(day.1).day(day.2).hour(time.0).minute(time.1).second(time.2);
    let (hours, minutes) = (offset / 60, offset % 60);
    metadata.creation_date(date.utc_offset_hour(hours as i8).utc_offset_minute(minutes.unsigned_abs() as u8))
}

/// What draws a page.
struct Pen<'p, 's> {
    face: &'p Face,
    surface: &'p mut Surface<'s>,
    /// Characters of this page that the font lacks, in order.
    missing: Vec<char>,
}

impl Pen<'_, '_> {
    fn mark(&mut self, mark: &Mark) -> Result<(), Wrong> {
        match mark {
            Mark::Text { x, y, style, text } => self.text(*x, *y, *style, text),
            Mark::Rule { x, y, width, weight, ink } => self.rule(*x, *y, *width, *weight, *ink),
            Mark::Picture { x, y, width, height, picture } => {
                let size = Size::from_wh(points(*width), points(*height));
                let size = size.ok_or_else(|| Wrong("a picture has no size".into()))?;
                self.surface.push_transform(&Transform::from_translate(points(*x), points(*y)));
                self.surface.draw_image(picture.image.clone(), size);
                self.surface.pop();
            }
        }
        Ok(())
    }

    /// A text with its base line at `y`.
    fn text(&mut self, x: Length, y: Length, style: Style, text: &str) {
        let mut glyphs = Vec::with_capacity(text.len());
        for (at, c) in text.char_indices() {
            let Some(glyph) = self.face.glyph(c) else { continue };
            if glyph.missing {
                self.missing.push(c);
            }
            let (id, width) = (GlyphId::new(glyph.id), thousandths(glyph.width));
            glyphs.push(KrillaGlyph::new(id, width, 0.0, 0.0, 0.0, at..at + c.len_utf8(), None));
        }
        let paint = rgb::Color::from(style.ink);
        self.surface.set_fill(Some(Fill { paint: paint.into(), ..Fill::default() }));
        // The font has one weight: what is strong is drawn with a thin line around it.
        let heavier = Stroke { paint: paint.into(), width: points(style.size / 40), ..Stroke::default() };
        self.surface.set_stroke(Some(heavier).filter(|_| style.strong));
        let start = Point::from_xy(points(x), points(y));
        self.surface.draw_glyphs(start, &glyphs, self.face.font.clone(), text, points(style.size), false);
        self.surface.set_stroke(None);
    }

    fn rule(&mut self, x: Length, y: Length, width: Length, weight: Length, ink: Ink) {
        let Some(bar) = Rect::from_xywh(points(x), points(y), points(width), points(weight)) else { return };
        let mut path = PathBuilder::new();
        path.push_rect(bar);
        if let Some(path) = path.finish() {
            let paint = rgb::Color::from(ink).into();
            self.surface.set_fill(Some(Fill { paint, ..Fill::default() }));
            self.surface.draw_path(&path);
        }
    }

    /// The lines above and below what was put on a page.
    fn edges(&mut self, sheet: &Sheet, around: &Around, number: usize, all: usize) {
        let small = Style::new(tenths(75)).grey();
        let (left, width, bottom) = (sheet.left(), sheet.width(), sheet.orientation.size().1);
        if number > 1 {
            self.text(left, RUNNING.0 + small.size, small, &around.running);
        }
        let foot = bottom - mm(9);
        self.rule(left, foot - mm(4), width, 25, Ink::Light);
        self.text(left, foot, small, &around.foot);
        let page = (around.page)(number, all);
        self.text(left + width - self.face.width(&page, small.size), foot, small, &page);
        if !self.missing.is_empty() {
            self.text(left, foot - mm(5), small, &(around.missing)(&codes(&self.missing)));
        }
    }

    /// Across the page, from its lower left to its upper right.
    fn watermark(&mut self, text: &str, width: Length, height: Length) {
        let size = mm(150) / text.chars().count().clamp(2, 6) as Length;
        let style = Style { align: Align::Middle, ink: Ink::Faint, ..Style::new(size) };
        let (x, y) = (-self.face.width(text, size) / 2, size * 38 / 100);
        self.surface.push_transform(&Transform::from_translate(points(width / 2), points(height / 2)));
        self.surface.push_transform(&Transform::from_rotate(-40.0));
        self.text(x, y, style, text);
        self.surface.pop();
        self.surface.pop();
    }
}

/// So many codes of characters are named at the foot of a page.
const NAMED: usize = 12;

/// The codes of characters in order; one that comes again and again is named once: `U+1F600 ×3`.
fn codes(missing: &[char]) -> Vec<String> {
    let runs: Vec<&[char]> = missing.chunk_by(|a, b| a == b).collect();
    let code = |run: &&[char]| {
        let times = if run.len() > 1 { format!(" ×{}", run.len()) } else { String::new() };
        format!("U+{:04X}{times}", run.first().copied().map_or(0, u32::from))
    };
    let mut codes: Vec<String> = runs.iter().take(NAMED).map(code).collect();
    if runs.len() > NAMED {
        codes.push("…".to_owned());
    }
    codes
}

impl From<Ink> for rgb::Color {
    fn from(ink: Ink) -> Self {
        match ink {
            Ink::Black => Self::new(20, 20, 20),
            Ink::Grey => Self::new(95, 95, 95),
            Ink::Light => Self::new(190, 190, 190),
            Ink::Faint => Self::new(236, 236, 236),
        }
    }
}

#[expect(clippy::float_arithmetic, reason = "the geometry of a page; no amount comes here")]
fn points(length: Length) -> f32 {
    length as f32 / 100.0
}

#[expect(clippy::float_arithmetic, reason = "the geometry of a letter")]
fn thousandths(width: Length) -> f32 {
    width as f32 / 1000.0
}
