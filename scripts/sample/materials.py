"""Procedural Cycles materials of the sample photographs: wood, wax, glass, paper, cloth, plaster.

One Blender unit is 10 cm everywhere, so subsurface radii and bump distances are in that unit.
"""
import bpy


def rgb(hex_colour):
    """#RRGGBB (sRGB) as the linear RGBA that Blender's sockets expect."""
    values = [int(hex_colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return (*[v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values], 1)


class Tree:
    """A thin writer for a material's nodes: sockets are given as values or as outputs of other nodes."""

    def __init__(self, name):
        self.material = bpy.data.materials.new(name)
        self.material.use_nodes = True
        self.nodes = self.material.node_tree.nodes
        self.nodes.clear()
        self.out = self.nodes.new("ShaderNodeOutputMaterial")

    def add(self, kind, sockets=None, **props):
        node = self.nodes.new(f"ShaderNode{kind}")
        for key, value in props.items():
            setattr(node, key, value)
        for key, value in (sockets or {}).items():
            self.feed(node.inputs[key], value)
        return node

    def feed(self, socket, value):
        if isinstance(value, bpy.types.NodeSocket):
            self.material.node_tree.links.new(value, socket)
        else:
            socket.default_value = value

    def math(self, operation, a, b=0.0, clamp=False):
        return self.add("Math", {0: a, 1: b}, operation=operation, use_clamp=clamp).outputs[0]

    def ramp(self, factor, stops):
        node = self.add("ValToRGB", {"Fac": factor})
        elements = node.color_ramp.elements
        while len(elements) < len(stops):
            elements.new(0.5)
        for element, (position, colour) in zip(elements, stops):
            element.position = position
            element.color = rgb(colour) if isinstance(colour, str) else colour
        return node.outputs[0]

    def mix(self, factor, a, b, blend="MIX"):
        return self.add("MixRGB", {"Fac": factor, 1: a, 2: b}, blend_type=blend).outputs[0]

    def noise(self, vector, scale, detail=4.0, distortion=0.0):
        return self.add("TexNoise", {"Vector": vector, "Scale": scale, "Detail": detail, "Distortion": distortion}).outputs["Fac"]

    def object_coords(self):
        return self.add("TexCoord").outputs["Object"]

    def scaled(self, vector, scale, location=(0, 0, 0)):
        return self.add("Mapping", {"Vector": vector, "Scale": scale, "Location": location}).outputs[0]

    def bump(self, height, strength, distance=0.02):
        return self.add("Bump", {"Height": height, "Strength": strength, "Distance": distance}).outputs[0]

    def principled(self, sockets):
        return self.add("BsdfPrincipled", sockets, subsurface_method="BURLEY").outputs[0]

    def finish(self, shader):
        self.feed(self.out.inputs["Surface"], shader)
        return self.material


def plain(name, colour, roughness=0.5, **extra):
    t = Tree(name)
    sockets = {"Base Color": rgb(colour), "Roughness": roughness}
    sockets.update({key.replace("_", " "): value for key, value in extra.items()})
    return t.finish(t.principled(sockets))


def wood(name, dark, light, plank=0.0, roughness=0.42, along="X", seed=0.0):
    """Grain running along X or Y; `plank` is a board's width in units, 0 for one piece."""
    t = Tree(name)
    base = t.object_coords()
    if along == "Y":
        base = t.add("VectorRotate", {"Vector": base, "Angle": 1.5708}, rotation_type="Z_AXIS").outputs[0]
    x, y, z = (t.add("SeparateXYZ", {0: base}).outputs[i] for i in range(3))
    board, seam = 0.0, None
    if plank:
        ratio = t.math("DIVIDE", y, plank)
        index = t.math("FLOOR", ratio)
        board = t.add("TexWhiteNoise", {"W": index}, noise_dimensions="1D").outputs["Value"]
        edge = t.math("ABSOLUTE", t.math("SUBTRACT", t.math("SUBTRACT", ratio, index), 0.5))
        seam = t.math("MULTIPLY", t.math("SUBTRACT", edge, 0.5 - 0.012 / plank), 60.0, clamp=True)
    shift = t.math("ADD", t.math("MULTIPLY", board, 37.0), seed)
    moved = t.add("CombineXYZ", {0: t.math("ADD", x, shift), 1: t.math("ADD", y, shift), 2: z}).outputs[0]
    rings = t.add("TexWave", {"Vector": t.scaled(moved, (0.10, 0.9, 0.9)), "Scale": 0.55, "Distortion": 13.0, "Detail": 4.0, "Detail Scale": 1.1, "Detail Roughness": 0.6}, bands_direction="Y").outputs["Fac"]
    fibre = t.noise(t.scaled(moved, (1.3, 46, 46)), 1.0, 4.0)
    pores = t.math("POWER", t.noise(t.scaled(moved, (3.0, 110, 110)), 1.0, 2.0), 3.0)
    patch = t.noise(t.scaled(moved, (0.5, 1.4, 1.4)), 1.0, 3.0)
    tone = t.math("ADD", t.math("MULTIPLY", rings, 0.26), t.math("MULTIPLY", fibre, 0.44))
    tone = t.math("ADD", tone, t.math("MULTIPLY", patch, 0.46))
    tone = t.math("ADD", tone, t.math("MULTIPLY", t.math("SUBTRACT", board, 0.5), 0.22) if plank else 0.0)
    colour = t.ramp(tone, [(0.28, dark), (0.86, light)])
    colour = t.mix(t.math("MULTIPLY", pores, 1.4, clamp=True), colour, rgb(dark))
    height = t.math("ADD", t.math("MULTIPLY", fibre, 0.5), t.math("MULTIPLY", rings, 0.3))
    if seam is not None:
        colour = t.mix(seam, colour, rgb("#120a06"))
        height = t.math("SUBTRACT", height, t.math("MULTIPLY", seam, 3.0))
    rough = t.math("ADD", roughness, t.math("MULTIPLY", t.math("SUBTRACT", fibre, 0.5), 0.3))
    return t.finish(t.principled({"Base Color": colour, "Roughness": rough, "Specular": 0.35, "Normal": t.bump(height, 0.35, 0.012)}))


def glass(name="glass", tint="#ffffff", roughness=0.0):
    """Clear glass whose shadow rays pass straight, so lamps light through it without caustic noise."""
    t = Tree(name)
    body = t.add("BsdfGlass", {"Color": rgb(tint), "Roughness": roughness, "IOR": 1.46}).outputs[0]
    clear = t.add("BsdfTransparent", {"Color": rgb(tint)}).outputs[0]
    path = t.add("LightPath").outputs
    straight = t.math("MAXIMUM", path["Is Shadow Ray"], path["Is Diffuse Ray"])
    return t.finish(t.add("MixShader", {0: straight, 1: body, 2: clear}).outputs[0])


def wax(name, colour="#f3e6cf", lit=0.0, top=0.76, pool=0.24):
    """Soy wax; `lit` > 0 adds the warm glow that falls off below the flame and a liquid pool."""
    t = Tree(name)
    coords = t.object_coords()
    x, y, z = (t.add("SeparateXYZ", {0: coords}).outputs[i] for i in range(3))
    radius = t.math("SQRT", t.math("ADD", t.math("MULTIPLY", x, x), t.math("MULTIPLY", y, y)))
    wobble = t.math("MULTIPLY", t.math("SUBTRACT", t.noise(coords, 5.0, 2.0), 0.5), 0.06)
    mottled = t.mix(t.math("MULTIPLY", t.noise(coords, 7.0, 5.0), 0.22), rgb(colour), rgb("#e6d2b0"))
    sockets = {"Base Color": mottled, "Roughness": 0.48, "Specular": 0.4, "Subsurface": 0.35, "Subsurface Radius": (0.22, 0.12, 0.06), "Subsurface Color": rgb("#f5d9a8"), "Normal": t.bump(t.noise(coords, 16.0, 3.0), 0.06, 0.01)}
    if lit:
        near_top = t.math("SUBTRACT", z, top - 0.05, clamp=False)
        in_pool = t.ramp(t.math("ADD", t.math("SUBTRACT", radius, pool), t.math("ADD", wobble, 0.5)), [(0.485, "#ffffff"), (0.515, "#000000")])
        in_pool = t.math("MULTIPLY", in_pool, t.math("GREATER_THAN", near_top, 0.0))
        sockets["Base Color"] = t.mix(in_pool, mottled, rgb("#e9c27e"))
        sockets["Roughness"] = t.math("SUBTRACT", 0.48, t.math("MULTIPLY", in_pool, 0.45))
        depth = t.math("SUBTRACT", top, z)
        fall = t.math("POWER", 2.718, t.math("MULTIPLY", depth, -5.2))
        hot = t.math("POWER", 2.718, t.math("MULTIPLY", radius, -4.2))
        side = t.math("ADD", 0.34, t.math("MULTIPLY", hot, 1.0))
        sockets["Emission"] = t.ramp(fall, [(0.0, "#a03c0c"), (0.5, "#e8701c"), (1.0, "#ff9a44")])
        sockets["Emission Strength"] = t.math("MULTIPLY", t.math("MULTIPLY", fall, side), lit)
    return t.finish(t.principled(sockets))


def flame(strength=26.0):
    """A candle flame: bluish and thin at the wick, white-yellow in the belly, orange at the tip, soft rim."""
    t = Tree("flame")
    height = t.add("SeparateXYZ", {0: t.add("TexCoord").outputs["Generated"]}).outputs[2]
    facing = t.add("LayerWeight", {"Blend": 0.32}).outputs["Facing"]
    colour = t.ramp(height, [(0.0, "#6a86d8"), (0.16, "#ffa04a"), (0.42, "#ffc777"), (0.75, "#ffb050"), (1.0, "#ff8526")])
    body = t.ramp(height, [(0.0, (0.05,) * 3 + (1,)), (0.2, (0.35,) * 3 + (1,)), (0.45, (1, 1, 1, 1)), (0.8, (0.9,) * 3 + (1,)), (1.0, (0.35,) * 3 + (1,))])
    soft = t.math("POWER", t.math("SUBTRACT", 1.0, facing), 1.3)
    glow = t.add("Emission", {"Color": colour, "Strength": t.math("MULTIPLY", body, strength)}).outputs[0]
    clear = t.add("BsdfTransparent").outputs[0]
    shown = t.math("MULTIPLY", soft, t.math("ADD", 0.25, body), clamp=True)
    return t.finish(t.add("MixShader", {0: shown, 1: clear, 2: glow}).outputs[0])


def picture(name, path, roughness=0.6, alpha=False):
    """A flat print laid on by UV."""
    t = Tree(name)
    node = t.add("TexImage", extension="EXTEND")
    node.image = bpy.data.images.load(path)
    sockets = {"Base Color": node.outputs["Color"], "Roughness": roughness, "Specular": 0.3}
    if alpha:
        sockets["Alpha"] = node.outputs["Alpha"]
        sockets["Normal"] = t.bump(node.outputs["Color"], 0.5, 0.02)
    return t.finish(t.principled(sockets))


def kraft(name="kraft", colour="#b58a5c", mask=None):
    """Uncoated board with flecks; `mask` is a print whose black areas become dark ink."""
    t = Tree(name)
    coords = t.object_coords()
    fleck = t.ramp(t.noise(t.scaled(coords, (40, 60, 60)), 1.0, 5.0), [(0.35, (0.72,) * 3 + (1,)), (0.62, (1.06,) * 3 + (1,))])
    cloud = t.ramp(t.noise(coords, 2.2, 3.0), [(0.3, (0.88,) * 3 + (1,)), (0.7, (1, 1, 1, 1))])
    shade = t.mix(1.0, t.mix(1.0, rgb(colour), fleck, "MULTIPLY"), cloud, "MULTIPLY")
    if mask:
        node = t.add("TexImage", extension="EXTEND")
        node.image = bpy.data.images.load(mask)
        shade = t.mix(node.outputs["Color"], rgb("#35241a"), shade)
    return t.finish(t.principled({"Base Color": shade, "Roughness": 0.8, "Specular": 0.2, "Normal": t.bump(t.noise(coords, 60.0, 3.0), 0.12, 0.01)}))


def cloth(name, colour, weave=150.0, strength=0.35):
    """Linen: two crossed thread waves with slubs."""
    t = Tree(name)
    coords = t.add("TexCoord").outputs["UV"]
    warp = t.add("TexWave", {"Vector": coords, "Scale": weave, "Distortion": 1.6, "Detail": 1.0}, bands_direction="X").outputs["Fac"]
    weft = t.add("TexWave", {"Vector": coords, "Scale": weave, "Distortion": 1.6, "Detail": 1.0}, bands_direction="Y").outputs["Fac"]
    slub = t.noise(t.scaled(coords, (weave * 0.15, weave * 2.2, 1)), 1.0, 3.0)
    slub2 = t.noise(t.scaled(coords, (weave * 2.2, weave * 0.15, 1)), 1.0, 3.0)
    threads = t.math("ADD", t.math("MULTIPLY", warp, weft), t.math("ADD", slub, slub2))
    tone = t.ramp(t.math("MULTIPLY", threads, 0.5), [(0.35, (0.74,) * 3 + (1,)), (0.72, (1.04,) * 3 + (1,))])
    colour = t.mix(1.0, rgb(colour), tone, "MULTIPLY")
    return t.finish(t.principled({"Base Color": colour, "Roughness": 0.92, "Specular": 0.1, "Sheen": 0.3, "Normal": t.bump(threads, strength, 0.008)}))


def plaster(name, colour):
    """A hand-trowelled wall with broad, faint variation."""
    t = Tree(name)
    coords = t.object_coords()
    broad = t.noise(coords, 0.55, 4.0, 0.6)
    fine = t.noise(coords, 9.0, 6.0)
    shade = t.mix(1.0, rgb(colour), t.ramp(broad, [(0.3, (0.86,) * 3 + (1,)), (0.7, (1.05,) * 3 + (1,))]), "MULTIPLY")
    height = t.math("ADD", t.math("MULTIPLY", broad, 1.2), t.math("MULTIPLY", fine, 0.25))
    return t.finish(t.principled({"Base Color": shade, "Roughness": 0.9, "Specular": 0.15, "Normal": t.bump(height, 0.3, 0.06)}))


def leaf(name, colour, back):
    t = Tree(name)
    coords = t.object_coords()
    random = t.add("ObjectInfo").outputs["Random"]
    shade = t.mix(t.math("MULTIPLY", t.noise(coords, 6.0, 3.0), 0.8, clamp=True), rgb(colour), rgb(back))
    shade = t.mix(t.math("MULTIPLY", random, 0.5), shade, rgb(back))
    front = t.principled({"Base Color": shade, "Roughness": 0.55, "Specular": 0.3})
    through = t.add("BsdfTranslucent", {"Color": shade}).outputs[0]
    return t.finish(t.add("MixShader", {0: 0.18, 1: front, 2: through}).outputs[0])


def bokeh(name, colour, strength):
    """A pre-blurred disc of light: bright rim-to-middle with a soft edge, seen only by the camera."""
    t = Tree(name)
    centre = t.add("VectorMath", {0: t.add("TexCoord").outputs["UV"], 1: (0.5, 0.5, 0)}, operation="DISTANCE").outputs["Value"]
    alpha = t.ramp(centre, [(0.0, (0.5,) * 3 + (1,)), (0.40, (0.72,) * 3 + (1,)), (0.455, (0.9,) * 3 + (1,)), (0.49, (0, 0, 0, 1))])
    light = t.add("Emission", {"Color": rgb(colour), "Strength": strength}).outputs[0]
    clear = t.add("BsdfTransparent").outputs[0]
    return t.finish(t.add("MixShader", {0: alpha, 1: clear, 2: light}).outputs[0])


def backdrop(name, stops, axis=2, size=1.0):
    """A self-lit gradient sheet, for an out-of-focus room."""
    t = Tree(name)
    value = t.add("SeparateXYZ", {0: t.add("TexCoord").outputs["UV"]}).outputs[axis - 1 if axis else 0]
    return t.finish(t.add("Emission", {"Color": t.ramp(value, stops), "Strength": size}).outputs[0])
