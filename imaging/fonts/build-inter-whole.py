#!/usr/bin/env python3
"""Puts the seven subsets of Inter together into one file, `inter-whole.woff2`, at the weight that resvg draws (it knows no axes).

    python3 -m venv /tmp/fonts && /tmp/fonts/bin/pip install fonttools==4.66.1 brotli==1.2.0
    npm ci && /tmp/fonts/bin/python imaging/fonts/build-inter-whole.py

Letters that several subsets have are taken from the first. Kerning is kept within a subset, as it is among several files.
"""
import pathlib
import tempfile

from fontTools.merge import Merger, Options
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

SUBSETS = ["latin", "latin-ext", "vietnamese", "greek", "greek-ext", "cyrillic", "cyrillic-ext"]
HERE = pathlib.Path(__file__).resolve().parent
FILES = HERE.parent.parent / "node_modules/@fontsource-variable/inter/files"
# What text is drawn from; hints, styles and names of axes are not.
KEPT = {"cmap", "glyf", "loca", "head", "hhea", "hmtx", "maxp", "name", "OS/2", "post", "GDEF", "GPOS", "GSUB", "GlyphOrder"}

with tempfile.TemporaryDirectory() as folder:
    paths = []
    for index, subset in enumerate(SUBSETS):
        font = TTFont(FILES / f"inter-{subset}-wght-normal.woff2", recalcTimestamp=False)
        font = instantiateVariableFont(font, {"wght": 400})
        for tag in set(font.keys()) - KEPT:
            del font[tag]
        font.flavor = None
        paths.append(f"{folder}/{index}.ttf")
        font.save(paths[-1])
    merged = Merger(Options()).merge(paths)
    # The same bytes from the same files: with the dates and the names of the first.
    first = TTFont(paths[0])
    merged.recalcTimestamp = False
    merged["head"].created = merged["head"].modified = first["head"].created
    merged["name"].names = first["name"].names
    merged.flavor = "woff2"
    merged.save(HERE / "inter-whole.woff2")
    print(len(merged.getGlyphOrder()), "glyphs,", (HERE / "inter-whole.woff2").stat().st_size, "bytes")
