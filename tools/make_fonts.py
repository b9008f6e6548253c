"""Cut the two fonts of the preview pictures out of npm's @fontsource-variable packages. Needs fonttools and brotli.

    npm pack @fontsource-variable/source-serif-4@5.3.1 @fontsource-variable/source-sans-3@5.3.0   # unpack each
    python tools/make_fonts.py SERIF/package SANS/package src/dlcatalog/render/preview/fonts

Each font becomes one weight of Latin letters without hints, ligatures or features. The kerning of plain letters goes to
kerning.json, in thousandths of the size: Pillow's basic layout knows only the old `kern` table, and moves letters by a
sixty-fourth of what that says.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables.ttProgram import Program
from fontTools.varLib.instancer import instantiateVariableFont

# Basic Latin, Latin-1, Latin Extended-A, Romanian commas, dashes, quotes, bullets, ellipsis, primes, euro, trademark, minus.
LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x218, 0x21C)]
SIGNS = [0x2010, 0x2012, 0x2013, 0x2014, 0x2015, 0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2020, 0x2021, 0x2022]
SIGNS += [0x2026, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x20AC, 0x2122, 0x2212]
WANTED = {*LETTERS, *SIGNS}
KERNED = [chr(c) for c in range(0x21, 0x7F)] + list("–—’‘“”")
# Thousandths of the size; less is not seen.
LEAST = 8
FONTS = {
    "serif": ("source-serif-4", "opsz", {"opsz": 60, "wght": 430}),
    "sans": ("source-sans-3", "wght", {"wght": 480}),
}


def part_of(package: Path, family: str, script: str, axis: str, place: dict[str, float]) -> TTFont:
    font = TTFont(package / "files" / f"{family}-{script}-{axis}-normal.woff2")
    font.flavor = None
    return instantiateVariableFont(font, place)


def pairs_of(font: TTFont) -> dict[str, int]:
    """Kerning by characters of one font: the first subtable of a pair lookup that knows a pair has its value."""
    names = {glyph: chr(code) for code, glyph in font.getBestCmap().items() if chr(code) in KERNED}
    found: dict[tuple[str, str], int] = {}
    table: Any = font["GPOS"].table
    wanted = {i for f in table.FeatureList.FeatureRecord if f.FeatureTag == "kern" for i in f.Feature.LookupListIndex}
    for lookup in (table.LookupList.Lookup[i] for i in sorted(wanted)):
        for subtable in (s.ExtSubTable if s.LookupType == 9 else s for s in lookup.SubTable):
            if subtable.LookupType == 2:
                for pair, value in pairs_in(subtable, names):
                    found.setdefault(pair, value)
    em = font["head"].unitsPerEm
    scaled = {a + b: round(1000 * value / em) for (a, b), value in found.items()}
    return {pair: value for pair, value in sorted(scaled.items()) if abs(value) >= LEAST}


def pairs_in(subtable: Any, names: dict[str, str]) -> Any:
    for place, left in enumerate(subtable.Coverage.glyphs):
        if left not in names:
            continue
        if subtable.Format == 1:
            for record in subtable.PairSet[place].PairValueRecord:
                if record.SecondGlyph in names:
                    yield (names[left], names[record.SecondGlyph]), advance(record.Value1)
        else:
            rows = subtable.Class1Record[subtable.ClassDef1.classDefs.get(left, 0)].Class2Record
            for right, letter in names.items():
                yield (names[left], letter), advance(rows[subtable.ClassDef2.classDefs.get(right, 0)].Value1)


def advance(value: Any) -> int:
    return int(getattr(value, "XAdvance", 0) or 0) if value else 0


def cut(font: TTFont, letters: set[int]) -> TTFont:
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "STAT", "DSIG", "gasp", "meta", "MVAR", "avar", "HVAR"]
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    return font


def merged(latin: TTFont, more: TTFont) -> TTFont:
    files = []
    for font in (latin, more):
        data = io.BytesIO()
        font.save(data)
        data.seek(0)
        files.append(data)
    return Merger().merge(files)


def rename(font: TTFont, name: str) -> None:
    """Give the font a name of its own: 'Source' is reserved for what Adobe publishes."""
    table = font["name"]
    for number, text in ((1, name), (3, name), (4, name), (6, name.replace(" ", ""))):
        table.setName(text, number, 3, 1, 0x409)


def main(serif: str, sans: str, out: str) -> None:
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    kerning: dict[str, dict[str, int]] = {}
    for package, (name, (family, axis, place)) in zip((serif, sans), FONTS.items(), strict=True):
        parts = [part_of(Path(package), family, script, axis, place) for script in ("latin", "latin-ext")]
        kerning[name] = pairs_of(parts[0])
        first = set(parts[0].getBestCmap()) & WANTED
        rest = (set(parts[1].getBestCmap()) & WANTED) - first
        font = merged(cut(parts[0], first), cut(parts[1], rest))
        rename(font, f"Dlcatalog Preview {name.title()}")
        # FreeType hints by itself what seems to have no program; with one that does nothing, outlines stay as drawn.
        font["prep"] = newTable("prep")
        font["prep"].program = Program()
        font["prep"].program.fromBytecode(b"\xb0\x00\x21" * 3)
        # No date: the same input gives the same bytes.
        font["head"].created = font["head"].modified = 0
        font.recalcTimestamp = False
        font.save(folder / f"{name}.ttf")
        size = (folder / f"{name}.ttf").stat().st_size
        print(
            name,
            size,
            len(font.getBestCmap()),
            len(kerning[name]),
            sorted(hex(c) for c in WANTED - set(font.getBestCmap())),
        )
    text = json.dumps(kerning, ensure_ascii=False, separators=(",", ":"))
    (folder / "kerning.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
