"""Draws the flat artwork that the 3D scenes wrap around jars, boxes and slices.

Called by scenes.py; needs Pillow and Debian's fonts-ebgaramond.
"""
import math
import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONTS = "/usr/share/fonts/opentype/ebgaramond/EBGaramond12-{}.otf"
CREAM, INK, AMBER, SAGE, CLAY = "#E9DCC6", "#2E2019", "#B8701D", "#8A967A", "#A9573A"


def font(style, size_px):
    return ImageFont.truetype(FONTS.format(style), size_px)


def centred(draw, y, text, face, fill, spacing_px=0):
    """Writes one line centred, with letter spacing, and returns its width."""
    widths = [draw.textlength(c, font=face) for c in text]
    total = sum(widths) + spacing_px * (len(text) - 1)
    x = (draw.im.size[0] - total) / 2
    for char, width in zip(text, widths):
        draw.text((x, y), char, font=face, fill=fill)
        x += width + spacing_px
    return total


def flame_mark(draw, cx, cy, size, fill):
    """The brand's mark: a flame over a field line."""
    points = []
    for step in range(61):
        t = step / 60
        angle = 2 * math.pi * t
        lift = (1 - math.cos(angle)) / 2
        points.append((cx + size * 0.42 * math.sin(angle) * (1 - lift) ** 0.55 * 1.3, cy + size * (0.5 - lift * 1.25)))
    draw.polygon(points, fill=fill)
    draw.line([(cx - size * 0.95, cy + size * 0.72), (cx + size * 0.95, cy + size * 0.72)], fill=fill, width=max(3, int(size / 14)))


def label(path, scent, paper=CREAM, ink=INK, accent=AMBER):
    """A jar label, 1500 × 860."""
    image = Image.new("RGB", (1500, 860), paper)
    draw = ImageDraw.Draw(image)
    draw.rectangle((34, 34, 1465, 825), outline=accent, width=9)
    draw.rectangle((56, 56, 1443, 803), outline=accent, width=3)
    flame_mark(draw, 750, 148, 66, accent)
    centred(draw, 226, "MARROWFIELD", font("Bold", 80), ink, 22)
    centred(draw, 318, "Evenglow", font("Italic", 250), ink)
    draw.line([(470, 606), (1030, 606)], fill=accent, width=4)
    centred(draw, 624, scent.upper(), font("Bold", 68), ink, 12)
    centred(draw, 714, "soy wax candle  ·  220 g", font("Italic", 66), ink)
    grain(image).save(path)


def tag(path):
    """A hang tag for gift boxes, 500 × 800."""
    image = Image.new("RGB", (500, 800), CREAM)
    draw = ImageDraw.Draw(image)
    draw.ellipse((222, 46, 278, 102), fill="#5a4736")
    flame_mark(draw, 250, 270, 96, AMBER)
    centred(draw, 400, "Evenglow", font("Italic", 130), INK)
    centred(draw, 560, "MARROWFIELD", font("Bold", 50), INK, 4)
    centred(draw, 622, "CANDLES", font("Bold", 50), INK, 8)
    grain(image).save(path)


def lid_print(path):
    """The print on a kraft box lid, 1200 × 1200, black on white used as a mask."""
    image = Image.new("RGB", (1200, 1200), "white")
    draw = ImageDraw.Draw(image)
    flame_mark(draw, 600, 360, 120, "black")
    centred(draw, 500, "Evenglow", font("Italic", 250), "black")
    centred(draw, 800, "MARROWFIELD CANDLES", font("Regular", 64), "black", 14)
    image.save(path)


def orange_slice(path, seed=1):
    """A dried orange slice seen from above, 800 × 800 with alpha."""
    rng = random.Random(seed)
    image = Image.new("RGBA", (800, 800), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((10, 10, 790, 790), fill="#8a3d0a")
    draw.ellipse((36, 36, 764, 764), fill="#c98436")
    count = 10
    for index in range(count):
        start = 2 * math.pi * index / count + rng.uniform(-0.05, 0.05) + 0.05
        stop = 2 * math.pi * (index + 1) / count - 0.05
        middle = (start + stop) / 2
        tip = (400 + 34 * math.cos(middle), 400 + 34 * math.sin(middle))
        arc = [(400 + 330 * math.cos(start + (stop - start) * k / 12), 400 + 330 * math.sin(start + (stop - start) * k / 12)) for k in range(13)]
        tone = rng.choice(["#a34a12", "#a95116", "#964310", "#a44b15"])
        draw.polygon([tip, *arc], fill=tone)
        for _ in range(46):
            r0, a = rng.uniform(60, 280), rng.uniform(start + 0.08, stop - 0.08)
            r1 = r0 + rng.uniform(20, 48)
            shade = rng.choice(["#c97a2c", "#74320b", "#b8631f", "#823a0d"])
            draw.line([(400 + r0 * math.cos(a), 400 + r0 * math.sin(a)), (400 + r1 * math.cos(a), 400 + r1 * math.sin(a))], fill=shade, width=7)
    draw.ellipse((366, 366, 434, 434), fill="#c98a45")
    image.filter(ImageFilter.GaussianBlur(2.2)).save(path)


def grain(image):
    """Gives printed paper its faint tooth."""
    noise = Image.effect_noise(image.size, 14).convert("RGB")
    return Image.blend(image, noise, 0.035)


def draw_all(folder):
    """Draws everything into `folder` and returns name → path."""
    folder = Path(folder)
    files = {name: str(folder / f"{name}.png") for name in ("fig", "linen", "smoke", "oat", "tag", "lid", "orange1", "orange2")}
    label(files["fig"], "Fig & Cedar")
    label(files["linen"], "Linen & Rain", "#D5DCD2", "#26322C", "#66775A")
    label(files["smoke"], "Orchard Smoke", "#3B2A20", "#F6EBDD", "#D99A4E")
    label(files["oat"], "Honey Oat", "#D69C48", "#2E2019", "#6B3F14")
    tag(files["tag"])
    lid_print(files["lid"])
    orange_slice(files["orange1"], 1)
    orange_slice(files["orange2"], 5)
    return files
