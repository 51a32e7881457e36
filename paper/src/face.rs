//! The font: which glyph a character has, and how wide it is.

use krilla::text::Font;
use skrifa::{
    FontRef, MetadataProvider,
    charmap::Charmap,
    instance::{LocationRef, Size},
    metrics::GlyphMetrics,
};

use crate::{Length, Wrong};

static DATA: &[u8] = include_bytes!("../font/NotoSansSC-Regular.otf");

/// What printers put where they had no type for a character.
pub(crate) const GETA: char = '〓';

/// What stands for a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Glyph {
    /// Its number in the font.
    pub(crate) id: u32,
    /// Its width in thousandths of the size.
    pub(crate) width: Length,
    /// The font lacks the character; this is [`GETA`].
    pub(crate) missing: bool,
}

/// The font.
pub struct Face {
    pub(crate) font: Font,
    chars: Charmap<'static>,
    widths: GlyphMetrics<'static>,
}

impl std::fmt::Debug for Face {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Face")
    }
}

impl Face {
    /// Reads it.
    ///
    /// # Errors
    /// The program was built with a broken font.
    pub fn load() -> Result<Self, Wrong> {
        let read = FontRef::new(DATA).map_err(|e| Wrong(format!("the font cannot be read: {e}")))?;
        let font = Font::new(DATA.into(), 0).ok_or_else(|| Wrong("the font cannot be read".into()))?;
        let widths = read.glyph_metrics(Size::unscaled(), LocationRef::default());
        Ok(Self { font, chars: read.charmap(), widths })
    }

    /// Whether the font has every character of a text.
    #[must_use]
    pub fn has(&self, text: &str) -> bool {
        text.chars().filter_map(|c| self.glyph(c)).all(|glyph| !glyph.missing)
    }

    /// How wide a text is, set in one line.
    #[must_use]
    pub fn width(&self, text: &str, size: Length) -> Length {
        text.chars().map(|c| self.advance(c, size)).sum()
    }

    /// How far a character moves on.
    pub(crate) fn advance(&self, c: char, size: Length) -> Length {
        self.glyph(c).map_or(0, |glyph| glyph.width * size / 1000)
    }

    /// What stands for a character; nothing for one that nobody sees.
    pub(crate) fn glyph(&self, c: char) -> Option<Glyph> {
        if is_unseen(c) {
            return None;
        }
        let c = if c.is_whitespace() && c != '\u{3000}' { ' ' } else { c };
        self.drawn(c, false).or_else(|| self.drawn(GETA, true))
    }

    fn drawn(&self, c: char, missing: bool) -> Option<Glyph> {
        let id = self.chars.map(c)?;
        let width = self.widths.advance_width(id).unwrap_or(1000.0) as Length;
        Some(Glyph { id: id.to_u32(), width, missing })
    }
}

/// Characters that steer others and have no shape: marks of direction, joiners, variants.
fn is_unseen(c: char) -> bool {
    let steers = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}');
    steers || c.is_control() && !c.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gbk_is_whole_and_rare_names_are_there() {
        let face = Face::load().unwrap();
        for text in [
            "账房结算单",
            "≒〓℃㎡￥％、。（）【】",
            "䶮㛃𠮷",
            "ĀÉüß Ωμ Дом ¥€£₩",
            "壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分厘整零负",
        ] {
            assert!(face.has(text), "{text}");
        }
        let both = |(high, low): (u8, u8)| {
            encoding_rs::GBK
                .decode_without_bom_handling_and_without_replacement(&[high, low])
                .map(|text| text.into_owned())
        };
        let pairs = (0x81..=0xfe).flat_map(|high| (0x40..=0xfe).map(move |low| (high, low)));
        // Places that are nobody's stand for private characters.
        let all: String = pairs
            .filter_map(both)
            .collect::<String>()
            .chars()
            .filter(|c| !('\u{e000}'..='\u{f8ff}').contains(c))
            .collect();
        assert!(all.chars().count() > 21_800);
        let lacking: Vec<char> = all.chars().filter(|c| face.drawn(*c, false).is_none()).collect();
        assert_eq!(lacking, Vec::<char>::new());
    }

    #[test]
    fn what_the_font_lacks_is_seen() {
        let face = Face::load().unwrap();
        let glyph = face.glyph('😀').unwrap();
        assert!(glyph.missing);
        assert_eq!(glyph.id, face.glyph(GETA).unwrap().id);
        assert!(!face.glyph(GETA).unwrap().missing);
        // What nobody would see needs no replacement.
        assert_eq!(face.glyph('\u{fe0f}'), None);
        assert_eq!(face.glyph('\t'), face.glyph(' '));
    }

    #[test]
    fn digits_are_of_one_width() {
        let face = Face::load().unwrap();
        let widths: Vec<Length> = ('0'..='9').map(|c| face.advance(c, 1000)).collect();
        assert!(widths.iter().all(|width| *width == widths[0]), "{widths:?}");
        assert_eq!(face.width("账房", 1000), 2000);
    }
}
