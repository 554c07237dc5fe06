"""The sample texts in resources/sample: product sheet (.docx, .pdf), price list and licence.

Remake, after the photographs (Debian: apt-get install --no-install-recommends python3-docx python3-pil
libreoffice-writer-nogui fonts-ebgaramond fonts-crosextra-carlito):
    python3 scripts/sample/documents.py resources/sample
Not run by set-up, tests or the demo. Marrowfield Candles and everything said of it is invented.
"""
import datetime
import io
import os
import subprocess
import sys
import tempfile

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from PIL import Image, ImageOps

INK, AMBER, CREAM, SAGE = "3B2A20", "C9822B", "F6EBDD", "7C8B6F"
WRITTEN = datetime.datetime(2026, 10, 5, 9, 0, 0)
TITLE = "Evenglow soy candle: product sheet"

PITCH = "The soy candle that burns level to the last evening."
LEAD = (
    "Evenglow is a 220 g soy candle in a clear glass tumbler, poured by hand at Marrowfield Candles. "
    "It melts edge to edge, so no wax is left on the glass, and it costs $24."
)
AUDIENCE = (
    "Made for people who cook at home, read late and like one good thing on the table.",
    "Made for hosts and guests who want a gift that gets used, not stored.",
)
BENEFITS = (
    "Burns evenly for 48 hours",
    "Hand-poured in batches of forty",
    "Soy wax, cotton wick, no dyes",
    "Four scents, none of them loud",
    "Keep the glass, refill it for half",
    "Arrives in card, never plastic",
)
SCENTS = (
    ("Fig & Cedar", "green fig, cedar shavings", "a long dinner"),
    ("Linen & Rain", "clean cotton, wet stone", "a morning with the window open"),
    ("Orchard Smoke", "baked apple, wood smoke", "the first cold night"),
    ("Honey Oat", "warm oats, honeycomb", "a slow Sunday"),
)
PRICES = (
    "One jar costs $24, a refill in your own glass $12 and the tray of three jars $66. "
    "Delivery is free from $40."
)
STORY = (
    "Marrowfield Candles started in 2019 in an empty seed shop, with one jam pan and forty borrowed tumblers. "
    "Ida Fenwright wanted a candle that did not tunnel, so she tried eleven wicks until one melted the wax right to the glass. "
    "Four people now pour on Tuesdays and Thursdays, and each base carries the initials of whoever poured it."
)
ACTIONS = (
    "Order your first jar at marrowfield.example/evenglow.",
    "Book a pouring evening for six at marrowfield.example/evenings.",
    "Send back your empty glass and get a refill for $12.",
)
TONE = "Warm, plain-spoken, unhurried. Short sentences. Never shout."
COLOURS = (
    ("Evening ink", INK, "text and dark backgrounds"),
    ("Amber flame", AMBER, "buttons, one accent a page"),
    ("Oat cream", CREAM, "paper, light backgrounds"),
    ("Field sage", SAGE, "second accent, borders"),
)
PRICE_LIST = """Marrowfield Candles
Price list, valid from 5 October 2026
Prices in US dollars, sales tax included

CANDLES
  Evenglow, one jar, 220 g, any scent ............  24.00
  Evenglow, travel tin, 90 g, any scent ..........  13.00
  Refill of your own glass, 220 g ................  12.00

GIFTS
  Tray of three jars .............................  66.00
  Box of four travel tins, one of each scent .....  46.00
  Gift box with twine and a handwritten tag ......   4.00

SCENTS
  Fig & Cedar, Linen & Rain, Orchard Smoke, Honey Oat

ACCESSORIES
  Oak lid ........................................   7.50
  Wick trimmer, black steel ......................  14.00
  Long matches, 60 in a jar ......................   6.00

WORKSHOP
  Pouring evening, per person, 4 to 8 people .....  38.00
  Private evening for a team of up to 8 .......... 280.00

SHOPS
  From 12 jars, per jar ..........................  13.50
  From 48 jars, per jar ..........................  12.25
  Payment within 30 days of the invoice.

DELIVERY
  Orders from 40.00 are delivered free, smaller ones for 5.00.
  Parcels leave on Wednesdays and Fridays.

Care: trim the wick to 5 mm, let the first melt reach the glass,
and never leave a burning candle alone.

Questions and orders: hello@marrowfield.example
marrowfield.example
"""
LICENCE = """The texts and pictures in this folder (product-sheet.docx, product-sheet.pdf,
price-list.txt and all JPEG files) were made for this project. The pictures are
rendered 3D scenes; their sources are in scripts/sample. Marrowfield Candles,
its products, prices and people are invented.

They are dedicated to the public domain under CC0 1.0 Universal:
https://creativecommons.org/publicdomain/zero/1.0/

You may copy, change, share and use them, also commercially, without asking.
"""


def style(document):
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size, normal.font.color.rgb = "Carlito", Pt(11), RGBColor.from_string(INK)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(5), 1.12
    sizes = {"Title": 40, "Subtitle": 17, "Heading 1": 18}
    for name, size in sizes.items():
        entry = document.styles[name]
        entry.font.name, entry.font.size, entry.font.bold = "EB Garamond", Pt(size), False
        entry.font.italic = name == "Subtitle"
        entry.font.color.rgb = RGBColor.from_string(AMBER if name == "Subtitle" else INK)
        fonts = entry.element.rPr.rFonts
        for key in [k for k in fonts.attrib if "Theme" in k]:
            del fonts.attrib[key]
        for extra in entry.element.rPr.findall(qn("w:spacing")):
            entry.element.rPr.remove(extra)
        for key in ("w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(key), "EB Garamond")
    heading = document.styles["Heading 1"].paragraph_format
    heading.space_before, heading.space_after, heading.keep_with_next = Pt(12), Pt(3), True
    document.styles["Subtitle"].paragraph_format.space_after = Pt(8)
    title = document.styles["Title"]
    title.paragraph_format.space_after = Pt(0)
    border = title.element.pPr.find(qn("w:pBdr"))
    if border is not None:
        title.element.pPr.remove(border)
    document.styles["List Bullet"].paragraph_format.space_after = Pt(2)


def round_bullets(document):
    """Gives bullets a Unicode sign, because the template's symbol-font sign reads as an unknown character in a PDF."""
    for level in document.part.numbering_part.element.iter(qn("w:lvl")):
        if level.find(qn("w:numFmt")).get(qn("w:val")) == "bullet":
            level.find(qn("w:lvlText")).set(qn("w:val"), "\u2022")
            for fonts in level.iter(qn("w:rFonts")):
                for key in ("w:ascii", "w:hAnsi", "w:cs"):
                    fonts.set(qn(key), "Carlito")


def drop_template_parts(document):
    """Leaves out what python-docx's template brings along: a foreign thumbnail, a second style sheet, custom XML."""
    for owner in (document.part.package, document.part):
        for key, relation in list(owner.rels.items()):
            if any(word in relation.reltype for word in ("thumbnail", "stylesWithEffects", "customXml")):
                del owner.rels[key]


def state_counts(document, pages):
    """Replaces the template's figures (1 page, 0 words, a named application) by the document's own."""
    words = sum(len(node.text.split()) for node in document.element.body.iter(qn("w:t")))
    part = next(r.target_part for r in document.part.package.rels.values() if r.reltype.endswith("extended-properties"))
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    part._blob = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<Properties xmlns="{space}"><Pages>{pages}</Pages><Words>{words}</Words>'
        "<Company>Marrowfield Candles</Company></Properties>"
    ).encode()


def shade(cell, colour):
    fill = OxmlElement("w:shd")
    for key, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", colour)):
        fill.set(qn(key), value)
    cell._tc.get_or_add_tcPr().append(fill)


def table(document, head, rows, widths_cm):
    grid = document.add_table(rows=1, cols=len(head), style="Table Grid")
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for cell, text in zip(grid.rows[0].cells, head):
        cell.paragraphs[0].add_run(text).bold = True
        shade(cell, CREAM)
    for row in rows:
        for cell, text in zip(grid.add_row().cells, row):
            cell.text = text
    for column, width in zip(grid.columns, widths_cm):
        column.width = Cm(width)
    for row in grid.rows:
        for cell, width in zip(row.cells, widths_cm):
            cell.width = Cm(width)
            cell.paragraphs[0].paragraph_format.space_after = Pt(1)
    border = grid._tbl.tblPr.find(qn("w:tblBorders"))
    if border is None:
        border = OxmlElement("w:tblBorders")
        grid._tbl.tblPr.append(border)
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for key, value in (("w:val", "single"), ("w:sz", "4"), ("w:color", "D9C7AE")):
            line.set(qn(key), value)
        border.append(line)
    document.add_paragraph().paragraph_format.space_after = Pt(0)
    return grid


def cover(path):
    """A wide crop of one photograph, small enough for a document."""
    photo = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
    width, height = photo.size
    band = round(width * 0.44)
    top = round((height - band) * 0.7)
    out = io.BytesIO()
    photo.crop((0, top, width, top + band)).resize((1300, 572), Image.LANCZOS).save(out, "JPEG", quality=84)
    return io.BytesIO(out.getvalue())


def write_sheet(folder):
    document = Document()
    style(document)
    round_bullets(document)
    drop_template_parts(document)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    page.top_margin, page.bottom_margin = Cm(1.8), Cm(1.6)
    about = document.core_properties
    about.title, about.subject, about.author = TITLE, "Evenglow soy candle", "Marrowfield Candles"
    about.keywords, about.comments, about.last_modified_by = "candle, soy wax, Evenglow, product sheet", "Sample document, CC0 1.0", "Marrowfield Candles"
    about.created = about.modified = WRITTEN
    about.language, about.revision = "en-US", 1
    document.add_paragraph("Evenglow", style="Title")
    document.add_paragraph(PITCH, style="Subtitle")
    picture = document.add_picture(cover(os.path.join(folder, "evening-table.jpg")), width=Cm(16.6))
    picture._inline.docPr.set("descr", "A lit Evenglow candle on an oak table in the evening")
    picture._inline.docPr.set("name", "Evenglow on a table")
    for side in ("distT", "distB", "distL", "distR"):
        picture._inline.set(side, "0")
    document.add_paragraph(LEAD)
    document.add_heading("Who it is for", 1)
    for line in AUDIENCE:
        document.add_paragraph(line)
    document.add_heading("Why people choose Evenglow", 1)
    for line in BENEFITS:
        document.add_paragraph(line, style="List Bullet")
    document.add_heading("Scents", 1)
    table(document, ("Scent", "Smells of", "Good for"), SCENTS, (4.0, 6.0, 6.6))
    document.add_heading("Price", 1)
    document.add_paragraph(PRICES)
    document.add_heading("How to order", 1).paragraph_format.page_break_before = True
    for line in ACTIONS:
        document.add_paragraph(line, style="List Number")
    document.add_heading("Our story", 1)
    document.add_paragraph(STORY)
    document.add_heading("Tone of voice", 1)
    document.add_paragraph(TONE)
    document.add_heading("Brand colours", 1)
    grid = table(document, ("Colour", "Hex", "Use"), [(name, f"#{hex_}", use) for name, hex_, use in COLOURS], (4.2, 3.0, 9.4))
    for row, (_, hex_, _) in zip(grid.rows[1:], COLOURS):
        shade(row.cells[1], hex_)
        if hex_ in (INK, SAGE):
            row.cells[1].paragraphs[0].runs[0].font.color.rgb = RGBColor.from_string("FFFFFF")
    state_counts(document, pages=2)
    document.save(os.path.join(folder, "product-sheet.docx"))


def write_pdf(folder):
    with tempfile.TemporaryDirectory() as home:
        command = ["soffice", f"-env:UserInstallation=file://{home}/profile", "--headless", "--convert-to", "pdf:writer_pdf_Export", "--outdir", home, os.path.join(folder, "product-sheet.docx")]
        subprocess.run(command, check=True, capture_output=True)
        with open(os.path.join(home, "product-sheet.pdf"), "rb") as made, open(os.path.join(folder, "product-sheet.pdf"), "wb") as kept:
            kept.write(made.read())


def main():
    folder = sys.argv[1]
    write_sheet(folder)
    write_pdf(folder)
    for name, text in (("price-list.txt", PRICE_LIST), ("LICENSE.txt", LICENCE)):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
            out.write(text)


main()
