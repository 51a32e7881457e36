//! What stands where: pages that are filled from top to bottom.

use crate::{Face, Length, Picture, Wrong, lines::broken, mm};

/// How a page lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Orientation {
    /// Upright.
    Portrait,
    /// On its side.
    Landscape,
}

impl Orientation {
    /// Width and height of A4.
    pub(crate) const fn size(self) -> (Length, Length) {
        match self {
            Self::Portrait => (mm(210), mm(297)),
            Self::Landscape => (mm(297), mm(210)),
        }
    }

    /// The width between the margins.
    #[must_use]
    pub const fn width(self) -> Length {
        self.size().0 - 2 * MARGIN
    }
}

/// Left and right.
const MARGIN: Length = mm(13);
/// Above the first page; the others have the line of [`crate::Around::running`] above them too.
const TOP: Length = mm(12);
/// From the upper edge to the running line, and the room that it takes.
pub(crate) const RUNNING: (Length, Length) = (mm(9), mm(4));
/// Below, with the number of the page and what the font lacks.
const BOTTOM: Length = mm(19);

/// A colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Text.
    Black,
    /// What is said beside it.
    Grey,
    /// Hairlines.
    Light,
    /// What lies under the text.
    Faint,
}

/// On which side of its place a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// At the left.
    Left,
    /// In the middle.
    Middle,
    /// At the right: numbers.
    Right,
}

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Size of the letters.
    pub size: Length,
    /// Colour.
    pub ink: Ink,
    /// Drawn heavier.
    pub strong: bool,
    /// On which side of its place.
    pub align: Align,
}

impl Style {
    /// Black, at the left.
    #[must_use]
    pub const fn new(size: Length) -> Self {
        Self { size, ink: Ink::Black, strong: false, align: Align::Left }
    }

    /// In grey.
    #[must_use]
    pub const fn grey(self) -> Self {
        Self { ink: Ink::Grey, ..self }
    }

    /// Drawn heavier.
    #[must_use]
    pub const fn strong(self) -> Self {
        Self { strong: true, ..self }
    }

    /// On another side.
    #[must_use]
    pub const fn align(self, align: Align) -> Self {
        Self { align, ..self }
    }

    /// The height of a line.
    #[must_use]
    pub const fn line(self) -> Length {
        self.size * 13 / 10
    }
}

/// Something on a page; `y` grows downwards, that of a text is its base line.
#[derive(Clone, Debug)]
pub(crate) enum Mark {
    Text { x: Length, y: Length, style: Style, text: String },
    Rule { x: Length, y: Length, width: Length, weight: Length, ink: Ink },
    Picture { x: Length, y: Length, width: Length, height: Length, picture: Picture },
}

/// Pages under way.
#[derive(Debug)]
pub struct Sheet {
    pub(crate) face: Face,
    pub(crate) orientation: Orientation,
    pub(crate) pages: Vec<Vec<Mark>>,
    y: Length,
}

impl Sheet {
    /// An empty page.
    ///
    /// # Errors
    /// The font cannot be read.
    pub fn new(orientation: Orientation) -> Result<Self, Wrong> {
        Ok(Self { face: Face::load()?, orientation, pages: vec![Vec::new()], y: TOP })
    }

    /// The font.
    #[must_use]
    pub const fn face(&self) -> &Face {
        &self.face
    }

    /// The left margin.
    #[must_use]
    pub const fn left(&self) -> Length {
        MARGIN
    }

    /// The width between the margins.
    #[must_use]
    pub const fn width(&self) -> Length {
        self.orientation.width()
    }

    /// How far down the page is filled.
    #[must_use]
    pub const fn y(&self) -> Length {
        self.y
    }

    /// What is left of the page.
    #[must_use]
    pub const fn room(&self) -> Length {
        self.orientation.size().1 - BOTTOM - self.y
    }

    /// Leaves room.
    pub fn skip(&mut self, height: Length) {
        self.y += height;
    }

    /// Goes on at this height of the page.
    pub fn go_to(&mut self, y: Length) {
        self.y = y;
    }

    /// Begins a new page when so much does not fit on this one; whether it did.
    pub fn keep(&mut self, height: Length) -> bool {
        let turns = self.room() < height && self.pages.last().is_some_and(|page| !page.is_empty());
        if turns {
            self.pages.push(Vec::new());
            self.y = TOP + RUNNING.1;
        }
        turns
    }

    /// Puts one line at the present height, and stays there.
    pub fn put(&mut self, x: Length, width: Length, style: Style, text: impl Into<String>) {
        let text = text.into();
        let free = width - self.face.width(&text, style.size);
        let x = match style.align {
            Align::Left => x,
            Align::Middle => x + free / 2,
            Align::Right => x + free,
        };
        // An ideograph stands on 12 hundredths below the base line.
        let y = self.y + (style.line() - style.size) / 2 + style.size * 88 / 100;
        self.mark(Mark::Text { x, y, style, text });
    }

    /// Puts a text below what is there, in as many lines as it takes.
    pub fn paragraph(&mut self, x: Length, width: Length, style: Style, text: &str) {
        for line in self.lines(text, style, width) {
            self.keep(style.line());
            self.put(x, width, style, line);
            self.skip(style.line());
        }
    }

    /// The lines that a text takes.
    #[must_use]
    pub fn lines(&self, text: &str, style: Style, width: Length) -> Vec<String> {
        broken(&self.face, text, style.size, width).into_iter().map(str::to_owned).collect()
    }

    /// Draws a line across at the present height.
    pub fn rule(&mut self, x: Length, width: Length, weight: Length, ink: Ink) {
        let y = self.y;
        self.mark(Mark::Rule { x, y, width, weight, ink });
    }

    /// Puts a picture with its upper left corner at the present height.
    pub fn picture(&mut self, picture: &Picture, x: Length, (width, height): (Length, Length)) {
        let (y, picture) = (self.y, picture.clone());
        self.mark(Mark::Picture { x, y, width, height, picture });
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }
}
