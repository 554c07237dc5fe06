"""The sample photographs in resources/sample, built and rendered from nothing but code.

Remake (Debian: apt-get install --no-install-recommends blender fonts-ebgaramond python3-pil python3-scipy):
    blender -b --python scripts/sample/scenes.py -- resources/sample [--only NAME] [--scale 0.4] [--samples 40]
Not run by set-up, tests or the demo: the JPEG files are kept in the repository.
"""
import argparse
import math
import os
import random
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import label_art  # noqa: E402
import materials as m  # noqa: E402
import props as p  # noqa: E402
import studio as s  # noqa: E402


def lights_far_away(seed, count, x_range, z_range, y, sizes=(0.25, 0.5), colours=("#ffb765", "#ff9a45", "#ffd49a")):
    rng = random.Random(seed)
    for _ in range(count):
        size = rng.uniform(*sizes)
        spot = m.bokeh("bokeh", rng.choice(colours), rng.uniform(0.25, 1.1))
        s.camera_only(p.plane("bokeh", size, size, spot, (rng.uniform(*x_range), y + rng.uniform(0, 0.8), rng.uniform(*z_range)), (math.pi / 2, 0, 0)))


def dark_room(y, low="#2a1a12", high="#0e0908"):
    s.camera_only(p.plane("room", 24, 12, m.backdrop("room", [(0.0, low), (0.5, high), (1.0, high)]), (0, y, 2), (math.pi / 2, 0, 0)))


def evening(art):
    """One lit jar on dark oak, lights behind, room for words on the left."""
    p.plane("table", 18, 14, m.wood("oak", "#3a1f10", "#94602f", plank=1.15), (0, 1.0, 0))
    dark_room(8.5, "#4a2b1a", "#160d0a")
    lights_far_away(11, 30, (-3.6, 3.8), (0.55, 3.1), 7)
    p.jar(art["fig"], (0.86, 0, 0), -0.1, lit=1.3, lamp_watt=2.4)
    p.sprig((0.1, 0.62, 0), 0.28, length=1.5, seed=3)
    p.sprig((1.38, -0.42, 0), 0.45, pairs=6, length=1.2, seed=8)
    p.cinnamon((0.08, -0.38, 0), 0.5, 0.8, 3)
    p.cinnamon((0.18, -0.20, 0), 0.3, 0.75, 6)
    p.match((-0.42, -0.66, 0), -0.25, burnt=True)
    s.softbox((-4.5, 3.2, 3.6), (0.6, 0, 0.5), (2.4, 3), 420, "#ffb877")
    s.softbox((-3.0, -4.2, 3.0), (0.7, 0, 0.4), (3, 3), 230, "#ffd2a6", seen=False)
    s.softbox((4.6, -0.6, 2.2), (0.9, 0, 0.5), (0.7, 2.6), 80, "#ffc890")
    s.surroundings("#2a1a11", "#4a3628", 0.3)
    s.camera((0.05, -6.0, 1.55), (0.06, 0, 0.66), 68, 2.4, (0.86, -0.4, 0.5))
    return {"size": (3, 2), "title": "A lit Evenglow candle on an oak table in the evening", "bloom": 1.0}


def window_light(art):
    """Morning sun through panes on a pale wall, a jar and an olive branch on the sill."""
    p.plane("wall", 14, 10, m.plaster("wall", "#d3c6b0"), (0, 1.9, 3), (math.pi / 2, 0, 0))
    p.box("sill", (14, 7.6, 0.3), m.wood("pale oak", "#8f653a", "#cfa673", plank=0.9, roughness=0.5), (0, -1.7, -0.15))
    p.jar(art["linen"], (-0.36, -0.15, 0), -0.1, lit=0.4, lamp_watt=0.8)
    p.lid((0.50, -0.62, 0.075), (0.0, 0.0, 0.4))
    p.lathe("vase", [(0, 0.01), (0.26, 0), (0.36, 0.1), (0.40, 0.32), (0.33, 0.62), (0.15, 0.82), (0.13, 0.98), (0.17, 1.06), (0.15, 1.065), (0.11, 0.98), (0.12, 0.8), (0, 0.7)], p.stoneware("vase", "#b9a88e"), (0.74, 0.55, 0))
    olive = m.leaf("olive", "#4d5c3d", "#84906f")
    for turn, rise, length, seed in ((0.5, 1.1, 1.7, 2), (2.7, 1.2, 1.75, 5), (4.3, 1.32, 1.4, 9)):
        p.sprig((0.74, 0.55, 0.85), turn, pairs=8, length=length, leaf=0.31, pointed=True, material=olive, lift=0, seed=seed, rise=rise)
    way = (0.66, 0.62, -0.42)
    s.sun(way, 4.0, "#ffdcae", 0.012)
    s.window((-0.1, 1.9, 1.9), way, (3.0, 4.4), (2, 3), 12)
    s.softbox((-4.6, -3.5, 3.5), (0, 0.5, 0.8), (4, 4), 190, "#e8f0ff")
    s.softbox((3.8, -3.4, 2.0), (0, 0.5, 0.8), (2, 3), 50, "#ffe9d2", seen=False)
    s.surroundings("#978a78", "#d4dde8", 0.42)
    s.camera((0.1, -6.6, 1.35), (0.12, 0, 1.18), 66, 3.2, (-0.36, -0.5, 0.45))
    return {"size": (2, 3), "title": "An Evenglow Linen & Rain candle in morning window light", "bloom": 0.6, "exposure": 0.4}


def shelf(art):
    """Four scents on a workshop shelf."""
    p.plane("wall", 14, 9, m.plaster("wall", "#7d8670"), (0, 0.62, 2), (math.pi / 2, 0, 0))
    p.box("board", (7.4, 1.12, 0.16), m.wood("shelf", "#4a2914", "#a2703f", roughness=0.5), (0, 0.05, -0.08))
    iron = m.plain("iron", "#171412", 0.5, Metallic=0.8)
    for x in (-1.75, 1.75):
        p.box("bracket", (0.07, 1.0, 0.05), iron, (x, 0.08, -0.19))
        p.box("bracket", (0.07, 0.05, 0.75), iron, (x, 0.57, -0.5))
    for name, x, turn in (("fig", -1.42, 0.1), ("linen", -0.46, -0.06), ("smoke", 0.50, 0.07), ("oat", 1.46, -0.1)):
        p.jar(art[name], (x, -0.08, 0), turn, wax_colour={"oat": "#e6d0a0"}.get(name, "#efe1c8"))
        if name in ("linen", "oat"):
            p.lid((x, -0.08, 0.955), (0, 0, turn * 7))
    way = (0.66, 0.6, -0.46)
    s.sun(way, 3.0, "#ffd49a", 0.014)
    s.window((0.2, 0.6, 1.15), way, (4.6, 3.0), (3, 2), 12)
    s.softbox((-4.4, -4.2, 3.0), (0, 0, 0.4), (3.5, 3.5), 190, "#fff0dc")
    s.softbox((4.4, -3.5, 1.5), (0.5, 0, 0.5), (1.2, 3), 60, "#ffe6c8")
    s.surroundings("#6b5f50", "#cfc7b8", 0.34)
    s.camera((0.15, -6.9, 1.0), (0.02, 0, 0.66), 58, 4, (0, -0.45, 0.45))
    return {"size": (3, 2), "title": "Four Evenglow scents on a workshop shelf", "bloom": 0.2, "exposure": 0.45}


def gift_box(art):
    """A tied kraft box and the jar that goes in it, the shop's shelves far behind."""
    p.plane("table", 18, 14, m.wood("table", "#573319", "#b07d4b", plank=1.3, roughness=0.5), (0, 1.0, 0))
    p.plane("wall", 20, 10, m.plain("wall", "#a08a6c", 0.9), (0, 8, 3), (math.pi / 2, 0, 0))
    shelf_wood = m.plain("far shelf", "#6b4425", 0.7)
    rng = random.Random(8)
    for z in (0.55, 2.2):
        p.box("far shelf", (12, 0.9, 0.12), shelf_wood, (0, 7.2, z), bevel=0)
        for k in range(15):
            x, tone = -5.2 + k * 0.74 + rng.uniform(-0.1, 0.1), rng.choice(("#d8c9ae", "#8a967a", "#c9822b", "#3b2a20", "#e0b77a"))
            if rng.random() < 0.85:
                p.lathe("far jar", [(0.29, 0), (0.29, rng.choice((0.7, 0.7, 1.0))), (0, 0.7)], m.plain("far jar", tone, 0.35), (x, 7.1, z + 0.06), 24)
    board, lid_board, twine = m.kraft("kraft", "#a87c4e"), m.kraft("kraft lid", "#ad8253"), m.plain("twine", "#d3c09c", 0.9)
    p.twine_box((1.12, 1.12, 1.05), (-0.72, 0.2, 0), 0.42, (board, lid_board, twine), art["tag"])
    p.jar(art["fig"], (0.62, -0.22, 0), -0.05, wax_colour="#efe1c8")
    p.lid((1.44, -0.46, 0.06), (0, 0.0, -0.5))
    p.sprig((-0.62, -1.02, 0), 0.02, pairs=7, length=1.25, seed=12)
    p.sprig((0.9, 0.5, 0), 0.3, pairs=7, length=1.5, seed=14)
    p.slice_of_orange(art["orange1"], (-1.42, -0.72, 0.03), 0.4, 0.54)
    p.slice_of_orange(art["orange2"], (-1.12, -0.86, 0.07), 1.4, 0.50, (0.12, -0.2))
    s.softbox((-4.2, -1.6, 3.8), (0, 0, 0.4), (3, 3), 260, "#ffe7c6")
    s.softbox((3.8, 3.0, 3.0), (0.3, 0, 0.6), (2, 3), 200, "#ffd3a0")
    s.softbox((-2.0, 4.5, 5.0), (0, 8, 1.5), (4, 2), 420, "#ffe0b4", seen=False)
    s.softbox((3.0, -4.5, 2.0), (0.3, 0, 0.4), (3, 2), 45, "#fff1e0", seen=False)
    s.surroundings("#5b4a3a", "#d9cbb8", 0.3)
    s.camera((0.25, -6.2, 1.85), (0.10, 0, 0.62), 60, 4.5, (0.62, -0.62, 0.45))
    return {"size": (3, 2), "title": "An Evenglow candle beside its tied gift box", "bloom": 0.3, "exposure": 0.45}


def hand_poured(art):
    """A row of fresh pours setting, wicks held by pegs, the jug behind."""
    p.plane("bench", 16, 12, m.wood("bench", "#6f4c2e", "#c39c6c", plank=1.5, roughness=0.55), (0, 3, 0))
    p.plane("wall", 22, 10, m.plaster("wall", "#b3a48d"), (0, 6.4, 3), (math.pi / 2, 0, 0))
    peg = m.wood("peg", "#a67743", "#dcb67c", seed=9)
    for index in range(6):
        x, y = -0.62 + index * 0.62, -0.35 + index * 0.86
        fresh = index in (0, 2)
        p.jar(None, (x, y, 0), 0.3 * index, wax_colour="#dcb675" if fresh else "#efe1c8", top=0.7 + 0.008 * (index % 3))
        p.group([p.box("peg", (0.98, 0.07, 0.03), peg, (0, 0.05, 0.965)), p.box("peg", (0.98, 0.07, 0.03), peg, (0, -0.05, 0.965))], (x, y, 0), 0.15 + 0.1 * math.sin(index * 2.1))
        p.tube("wick tall", [(x, y, 0.7), (x, y, 0.95), (x + 0.015, y, 1.16)], 0.011, m.plain("wick", "#e6d8bd", 0.9))
    copper = m.plain("copper", "#b5835c", 0.26, Metallic=1.0)
    p.lathe("jug", [(0, 0.02), (0.5, 0.02), (0.55, 0.06), (0.58, 0.3), (0.5, 0.9), (0.42, 1.15), (0.46, 1.3), (0.43, 1.31), (0.39, 1.15), (0, 0.9)], copper, (-1.5, 1.5, 0))
    p.tube("jug handle", [(-1.93, 1.5, 1.1), (-2.3, 1.45, 1.05), (-2.35, 1.4, 0.6), (-2.05, 1.48, 0.3)], 0.045, copper)
    s.softbox((-4.4, 2.5, 4.0), (0, 0.8, 0.5), (3.5, 3.5), 420, "#fff0da")
    s.softbox((4.2, -1.5, 2.6), (0, 0.5, 0.5), (2, 3), 80, "#ffe4c4")
    s.softbox((-3.4, 3.5, 4.5), (1, 6.4, 1.5), (2, 2), 260, "#fff0da", seen=False)
    s.surroundings("#7d7062", "#e0d6c6", 0.36)
    s.camera((1.0, -5.4, 2.0), (0.22, 0.5, 0.66), 56, 4.5, (-0.2, -0.3, 0.75))
    return {"size": (3, 2), "title": "Freshly poured soy candles setting on the workbench", "bloom": 0.2, "exposure": 0.35}


def flat_lay(art):
    """From above: a lit candle on linen among eucalyptus, orange and cinnamon."""
    p.plane("table", 9, 9, m.wood("table", "#32190c", "#7d4d29", plank=1.2), (0, 0, 0))
    p.rumpled("linen", 3.5, 4.4, m.cloth("linen", "#d2bf9f", 60, 0.9), 0.10, 3, (0.42, 0.25, 0), 0.14, flat_spots=((-0.7, -0.55, 0.7), (0.5, -1.5, 0.6)))
    p.jar(None, (-0.36, -0.4, 0.012), 0, lit=0.6, lamp_watt=0.9, wax_colour="#efe1c8")
    p.lid((0.80, -1.32, 0.03), (0, 0, 0.6))
    for x, y, turn, pairs, length, seed in ((-1.85, 1.05, 0.5, 8, 1.9, 1), (-1.75, 1.7, -0.1, 7, 1.6, 2), (-1.45, -1.72, 0.12, 7, 1.4, 7), (1.6, 1.9, -1.9, 6, 1.3, 5)):
        p.sprig((x, y, 0.05), turn, pairs, length, 0.34, seed=seed)
    for name, x, y, turn, tilt in (("orange1", -1.22, -0.35, 0.3, (0.05, 0)), ("orange2", -1.36, -0.82, 1.2, (0, 0.16)), ("orange1", 1.3, -0.72, 2.2, (0, 0.02))):
        p.slice_of_orange(art[name], (x, y, 0.16), turn, 0.6, tilt)
    p.cinnamon((-0.88, 0.52, 0.06), 0.75, 0.95, 1)
    p.cinnamon((-0.68, 0.45, 0.06), 0.95, 0.9, 4)
    p.cinnamon((-0.78, 0.50, 0.18), 0.2, 0.85, 7)
    for x, y, turn, burnt in ((0.52, -0.3, 1.1, False), (0.68, -0.25, 1.35, False), (-0.12, -1.22, 2.75, True)):
        p.match((x, y, 0.05), turn, burnt)
    s.softbox((-4.2, 3.2, 4.2), (0, 0, 0), (2.4, 2.4), 560, "#ffecd4")
    s.softbox((4, -3, 4), (0, 0, 0), (3, 3), 70, "#ffe9d0", seen=False)
    s.surroundings("#4a4038", "#cfc6ba", 0.28)
    s.camera((0.0, -2.1, 8.0), (0.0, -0.02, 0.1), 78, 5.6, (-0.42, -0.42, 0.75))
    return {"size": (4, 5), "title": "An Evenglow candle on linen with eucalyptus, orange and cinnamon", "bloom": 0.5, "exposure": 0.4}


def gift_set(art):
    """Three jars in a wooden tray, for the tall placements."""
    p.plane("table", 18, 14, m.wood("table", "#3a2011", "#955f35", plank=1.2), (0, 1.0, 0))
    dark_room(8.5, "#5a3826", "#22150f")
    lights_far_away(21, 26, (-2.6, 2.8), (0.9, 4.6), 7, (0.3, 0.6))
    pine = m.wood("tray", "#8a5c33", "#cd9d66", roughness=0.55, seed=3)
    p.box("tray floor", (2.75, 1.2, 0.06), pine, (0, 0, 0.05))
    for y in (-0.58, 0.58):
        p.box("tray side", (2.8, 0.06, 0.26), pine, (0, y, 0.14))
    for x in (-1.38, 1.38):
        p.box("tray end", (0.06, 1.2, 0.5), pine, (x, 0, 0.26))
    straw = m.plain("straw", "#e0c793", 0.85)
    rng = random.Random(2)
    for _ in range(130):
        x, y = rng.uniform(-1.25, 1.25), rng.choice((rng.uniform(-0.5, -0.42), rng.uniform(-0.5, 0.5)))
        a = rng.uniform(0, 6.3)
        dx, dy = 0.2 * math.cos(a), 0.12 * math.sin(a)
        p.tube("straw", [(x - dx, max(-0.52, y - dy), 0.1 + rng.uniform(0, 0.1)), (x, y, 0.16 + rng.uniform(0, 0.16)), (x + dx, max(-0.52, y + dy), 0.1 + rng.uniform(0, 0.1))], 0.008, straw)
    for name, x, turn, lit in (("smoke", -0.87, 0.1, 0), ("fig", 0.0, 0, 1.3), ("oat", 0.87, -0.1, 0)):
        p.jar(art[name], (x, 0.0, 0.085), turn, lit=lit, lamp_watt=2.2)
    p.sprig((-0.9, -0.95, 0), 0.05, pairs=8, length=1.7, seed=31)
    p.slice_of_orange(art["orange2"], (1.05, -0.9, 0.03), 0.5, 0.5)
    s.softbox((-4.2, 2.2, 3.8), (0, 0, 0.5), (2.4, 3), 430, "#ffbf85")
    s.softbox((-2.6, -4.2, 3.2), (0, 0, 0.4), (3, 3), 300, "#ffdcb4", seen=False)
    s.softbox((4.2, -0.8, 2.4), (0.5, 0, 0.5), (0.8, 2.6), 110, "#ffd0a0")
    s.surroundings("#2a1b12", "#56412f", 0.3)
    s.camera((0.0, -7.4, 1.9), (0, 0, 1.0), 55, 2.6, (0, -0.4, 0.55))
    return {"size": (2, 3), "title": "Three Evenglow candles in a gift tray", "bloom": 1.0, "exposure": 0.2, "turned": True}


def reading_nook(art):
    """A candle on a stack of books, tea beside it, dusk on the wall."""
    p.plane("wall", 14, 10, m.plaster("wall", "#4a5457"), (0, 2.1, 3), (math.pi / 2, 0, 0))
    p.plane("table", 14, 10, m.wood("table", "#43260f", "#9c6636", plank=1.4, roughness=0.38), (0, -2.0, 0))
    p.book((1.75, 1.25, 0.27), m.cloth("cover a", "#7b3f2b", 60, 0.2), (-0.28, 0.1, 0), 0.08)
    p.book((1.6, 1.15, 0.22), m.cloth("cover b", "#c9b48e", 60, 0.2), (-0.25, 0.08, 0.27), -0.12)
    p.book((1.45, 1.05, 0.2), m.cloth("cover c", "#3d4b42", 60, 0.2), (-0.3, 0.1, 0.49), 0.16)
    p.jar(art["smoke"], (-0.3, 0.06, 0.69), 0.06, lit=1.3, lamp_watt=3.2)
    p.cup((0.92, -0.42, 0), turn=-2.4)
    olive = m.leaf("olive", "#59684a", "#8f9b80")
    p.sprig((-1.35, -0.72, 0), 0.1, pairs=7, length=1.2, leaf=0.32, pointed=True, material=olive, seed=3)
    s.softbox((-4.0, -2.2, 4.0), (0, 0, 0.6), (3, 3), 330, "#d5def0")
    s.softbox((1.5, -5.5, 3.0), (0, 0, 0.4), (3, 2), 110, "#ffdfc0", seen=False)
    s.softbox((3.6, 0.8, 3.2), (0.2, 0, 0.8), (1.2, 2.4), 150, "#ffc894")
    s.surroundings("#20242a", "#4a5563", 0.4)
    s.camera((0.15, -7.0, 1.85), (0.15, 0, 1.12), 58, 2.8, (-0.3, -0.35, 1.1))
    return {"size": (2, 3), "title": "An Evenglow candle on a stack of books beside a cup of tea", "bloom": 1.0, "exposure": 0.2}


SCENES = {"evening-table": evening, "window-light": window_light, "workshop-shelf": shelf, "gift-box": gift_box, "hand-poured-row": hand_poured, "flat-lay": flat_lay, "gift-set": gift_set, "reading-nook": reading_nook}


def photograph(name, art, options):
    s.clear()
    shot = SCENES[name](art)
    across, down = shot["size"]
    long_side = 1440 * options.scale
    unit = long_side / max(across, down)
    colour, albedo, normal = s.render((round(across * unit / 2) * 2, round(down * unit / 2) * 2), options.samples, shot.get("exposure", 0.0))
    colour = s.denoise(colour, albedo, normal, options.denoise) if options.denoise else colour
    colour = s.vignette(s.bloom(colour, shot["bloom"]), shot.get("vignette", 0.28))
    final = 2200 if options.scale == 1 else long_side
    s.save_jpeg(s.develop(colour), os.path.join(options.folder, f"{name}.jpg"), final, shot["title"], shot.get("turned", False) and options.scale == 1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--only", action="append")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--samples", type=int, default=44)
    parser.add_argument("--denoise", type=float, default=1.5)
    options = parser.parse_args(sys.argv[sys.argv.index("--") + 1 :])
    with tempfile.TemporaryDirectory() as folder:
        art = label_art.draw_all(folder)
        for name in options.only or SCENES:
            photograph(name, art, options)


main()
