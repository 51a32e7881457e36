#!/usr/bin/env python3
"""Makes NotoSansSC-Regular.otf of the collection that Debian's fonts-noto-cjk brings: see README.md."""

import sys

from fontTools import subset
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

CHINESE = 2
# "Approximately equal": of GBK it alone is in no Noto font.
APPROXIMATELY = 0x2252


def span(first, last):
    return set(range(first, last + 1))


def gbk():
    """Every character of GBK."""
    found = span(0x20, 0x7E)
    for high in range(0x81, 0xFF):
        for low in range(0x40, 0xFF):
            try:
                found.add(ord(bytes([high, low]).decode("gbk")))
            except UnicodeDecodeError:
                pass
    return found


def wanted():
    """GBK; all other Chinese characters of the font, which names use; letters, signs and punctuation."""
    chinese = span(0x3400, 0x4DBF) | span(0x4E00, 0x9FFF) | span(0xF900, 0xFAFF) | span(0x20000, 0x3FFFF)
    letters = span(0xA0, 0x24F) | span(0x370, 0x52F) | span(0x1E00, 0x1EFF) | span(0x3040, 0x30FF)
    signs = span(0x2000, 0x27BF) | span(0x2E80, 0x2FFF) | span(0x3000, 0x303F) | span(0x3200, 0x33FF) | span(0xFE10, 0xFFEF)
    return gbk() | chinese | letters | signs


def draw_approximately(font):
    """Puts the one sign of GBK that is missing together, of an equals sign and two dots."""
    names, outlines = font.getBestCmap(), font.getGlyphSet()
    top = font["CFF "].cff.topDictIndex[0]
    equals, dot = names[ord("＝")], names[ord("．")]
    place = top.FDSelect[font.getGlyphID(equals)]
    named = set(names.values())
    # The font has as many glyphs as a font can have, so it takes the place of one that nothing names.
    spare = next(
        name
        for name in font.getGlyphOrder()[1:]
        if name not in named
        and top.FDSelect[font.getGlyphID(name)] == place and font["hmtx"][name][0] == font["hmtx"][equals][0]
    )
    pen = T2CharStringPen(None, outlines)
    outlines[equals].draw(pen)
    outlines[dot].draw(TransformPen(pen, (1, 0, 0, 1, -23, 600)))
    outlines[dot].draw(TransformPen(pen, (1, 0, 0, 1, 545, -4)))
    top.CharStrings[spare] = pen.getCharString(private=top.FDArray[place].Private)
    font["hmtx"][spare] = font["hmtx"][equals]
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format != 14:
            table.cmap[APPROXIMATELY] = spare


def main(collection, out):
    font = TTFont(collection, fontNumber=CHINESE, recalcTimestamp=False)
    draw_approximately(font)
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx"]
    maker = subset.Subsetter(options)
    maker.populate(unicodes=wanted())
    maker.subset(font)
    missing = gbk() - font.getBestCmap().keys()
    assert not missing, f"GBK is not whole: {sorted(map(hex, missing))}"
    font.save(out)


if __name__ == "__main__":
    main(*sys.argv[1:])
