"""Builds the things on the table: jars, flames, boxes, books, cloths, sprigs, slices. One unit is 10 cm."""
import math
import random

import bmesh
import bpy
from mathutils import Matrix, Vector, noise

import materials as m


def link(name, mesh, material, location=(0, 0, 0), rotation=(0, 0, 0), smooth=True):
    obj = bpy.data.objects.new(name, mesh)
    bpy.context.scene.collection.objects.link(obj)
    obj.location, obj.rotation_euler = location, rotation
    if material:
        mesh.materials.append(material)
    if smooth:
        for face in mesh.polygons:
            face.use_smooth = True
        mesh.use_auto_smooth, mesh.auto_smooth_angle = True, math.radians(50)
    return obj


def mesh_of(name, vertices, faces, uvs=None):
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(vertices, [], faces)
    if uvs:
        layer = mesh.uv_layers.new()
        for loop in mesh.loops:
            layer.data[loop.index].uv = uvs[loop.vertex_index]
    mesh.update()
    return mesh


def lathe(name, profile, material, location=(0, 0, 0), steps=96):
    """Turns (radius, height) pairs around Z; a radius of 0 closes the shape."""
    vertices, faces, rings = [], [], []
    for radius, height in profile:
        if radius == 0:
            rings.append([len(vertices)])
            vertices.append((0, 0, height))
            continue
        rings.append(list(range(len(vertices), len(vertices) + steps)))
        vertices += [(radius * math.cos(2 * math.pi * k / steps), radius * math.sin(2 * math.pi * k / steps), height) for k in range(steps)]
    for low, high in zip(rings, rings[1:]):
        for k in range(steps):
            n = (k + 1) % steps
            corners = [low[k % len(low)], low[n % len(low)], high[n % len(high)], high[k % len(high)]]
            faces.append(list(dict.fromkeys(corners)))
    return link(name, mesh_of(name, vertices, faces), material, location)


def box(name, size, material, location=(0, 0, 0), rotation=(0, 0, 0), bevel=0.012):
    mesh = bpy.data.meshes.new(name)
    form = bmesh.new()
    bmesh.ops.create_cube(form, size=1)
    bmesh.ops.scale(form, vec=size, verts=form.verts)
    layer = form.loops.layers.uv.new()
    for face in form.faces:
        for loop in face.loops:
            loop[layer].uv = (loop.vert.co.x / size[0] + 0.5, loop.vert.co.y / size[1] + 0.5)
    if bevel:
        bmesh.ops.bevel(form, geom=form.edges[:], offset=bevel, segments=2, affect="EDGES", profile=0.5)
    form.to_mesh(mesh)
    form.free()
    obj = link(name, mesh, material, location, rotation)
    mesh.auto_smooth_angle = math.radians(30)
    return obj


def plane(name, width, depth, material, location=(0, 0, 0), rotation=(0, 0, 0)):
    w, d = width / 2, depth / 2
    mesh = mesh_of(name, [(-w, -d, 0), (w, -d, 0), (w, d, 0), (-w, d, 0)], [(0, 1, 2, 3)], [(0, 0), (1, 0), (1, 1), (0, 1)])
    return link(name, mesh, material, location, rotation, smooth=False)


def tube(name, points, radius, material, location=(0, 0, 0), rotation=(0, 0, 0), cyclic=False):
    curve = bpy.data.curves.new(name, "CURVE")
    curve.dimensions, curve.bevel_depth, curve.bevel_resolution, curve.resolution_u = "3D", radius, 3, 10
    spline = curve.splines.new("BEZIER")
    spline.bezier_points.add(len(points) - 1)
    for target, point in zip(spline.bezier_points, points):
        target.co, target.handle_left_type, target.handle_right_type = point, "AUTO", "AUTO"
    spline.use_cyclic_u, curve.use_fill_caps = cyclic, True
    obj = bpy.data.objects.new(name, curve)
    bpy.context.scene.collection.objects.link(obj)
    obj.location, obj.rotation_euler = location, rotation
    if material:
        curve.materials.append(material)
    return obj


def group(objects, location=(0, 0, 0), turn=0.0, tilt=(0, 0)):
    """Moves several parts built at the origin as one."""
    matrix = Matrix.Translation(Vector(location)) @ Matrix.Rotation(turn, 4, "Z") @ Matrix.Rotation(tilt[0], 4, "X") @ Matrix.Rotation(tilt[1], 4, "Y")
    for obj in objects:
        obj.matrix_world = matrix @ obj.matrix_basis
    return objects


JAR = [(0, 0.012), (0.30, 0.012), (0.33, 0), (0.372, 0.008), (0.394, 0.03), (0.40, 0.07), (0.40, 0.92), (0.398, 0.938), (0.3915, 0.949), (0.3855, 0.949), (0.379, 0.938), (0.377, 0.92), (0.377, 0.14), (0.366, 0.11), (0.33, 0.096), (0, 0.092)]


def label_patch(image_path, angle, z0, z1, radius):
    steps, vertices, uvs, faces = 40, [], [], []
    for k in range(steps + 1):
        a = -math.pi / 2 + angle * (k / steps - 0.5)
        for row, z in enumerate((z0, z1)):
            vertices.append((radius * math.cos(a), radius * math.sin(a), z))
            uvs.append((k / steps, row))
    for k in range(steps):
        faces.append((2 * k, 2 * k + 2, 2 * k + 3, 2 * k + 1))
    return link("label", mesh_of("label", vertices, faces, uvs), m.picture("label", image_path))


def jar(label=None, location=(0, 0, 0), turn=0.0, lit=0.0, top=0.74, tint="#ffffff", wax_colour="#f3e6cf", wick=True, lamp_watt=1.6):
    """A tumbler with wax; `label` is a picture, `lit` the glow of a burning one. Returns its parts."""
    parts = [lathe("jar", JAR, m.glass("glass", tint))]
    parts.append(lathe("wax", [(0, 0.135), (0.34, 0.135), (0.3785, 0.15), (0.3785, top + 0.016), (0.368, top + 0.006), (0.34, top), (0.12, top - 0.004), (0, top - 0.008)], m.wax("wax", wax_colour, lit, top)))
    parts.append(lathe("foot", [(0, 0.098), (0.33, 0.102), (0.366, 0.118), (0.377, 0.145), (0.34, 0.15), (0, 0.15)], m.wax("wax foot", wax_colour, lit, top)))
    if label:
        parts.append(label_patch(label, 1.92, 0.19, 0.19 + 0.4035 * 1.92 * 860 / 1500, 0.4035))
    if wick:
        charred = m.plain("charred wick", "#1b1310", 0.9) if lit else m.plain("cotton wick", "#efe4cf", 0.9)
        bend = 0.03 if lit else 0.008
        parts.append(tube("wick", [(0, 0, top - 0.03), (0.002, 0, top + 0.05), (bend, 0, top + 0.105)], 0.011, charred))
    group(parts, location, turn)
    if lit:
        parts += fire((location[0] + 0.012, location[1], location[2] + top + 0.05), lamp_watt)
    return parts


def fire(base, watt, height=0.34, width=0.062):
    """Flame mesh for the eye, a small sphere lamp for the light it throws."""
    profile = [(0, 0)]
    for k in range(1, 26):
        t = k / 26
        profile.append((width * (math.sin(math.pi * t ** 0.62) ** 0.85) * (1 - 0.25 * t) + 0.001, height * t))
    profile.append((0, height))
    body = lathe("flame", profile, m.flame(), base, 48)
    for vertex in body.data.vertices:
        lift = vertex.co.z / height
        vertex.co.x += 0.016 * math.sin(lift * 2.6)
    body.visible_diffuse = body.visible_shadow = False
    lamp = bpy.data.lights.new("flame light", "POINT")
    lamp.energy, lamp.color, lamp.shadow_soft_size = watt * 10, (1.0, 0.56, 0.24), 0.05
    light = bpy.data.objects.new("flame light", lamp)
    light.location = (base[0], base[1], base[2] + height * 0.55)
    light.visible_glossy = light.visible_transmission = light.visible_camera = False
    bpy.context.scene.collection.objects.link(light)
    return [body, light]


def lid(location, rotation=(0, 0, 0), material=None):
    """A turned wooden lid with a cork ring below."""
    parts = [lathe("lid", [(0, 0), (0.39, 0), (0.41, 0.012), (0.415, 0.03), (0.415, 0.085), (0.405, 0.1), (0.39, 0.106), (0, 0.106)], material or m.wood("lid wood", "#6d4526", "#b98551", seed=4)), lathe("cork", [(0, -0.07), (0.36, -0.07), (0.37, -0.06), (0.37, 0), (0, 0)], m.plain("cork", "#b98c5c", 0.9))]
    for part in parts:
        part.rotation_euler = rotation
        part.location = location
    return parts


def rumpled(name, width, depth, material, folds=0.05, seed=0, location=(0, 0, 0), turn=0.0, cells=110, scale=0.9, flat_spots=()):
    """A cloth with soft folds; it lies flat within `flat_spots` (x, y, radius) where things stand."""
    vertices, uvs, faces = [], [], []
    for j in range(cells + 1):
        for i in range(cells + 1):
            x, y = (i / cells - 0.5) * width, (j / cells - 0.5) * depth
            ridge = 1 - abs(noise.noise(Vector((x * scale + seed, y * scale * 0.7 - seed, seed)))) * 2.4
            z = folds * max(0, ridge) ** 3 + folds * 0.35 * noise.noise(Vector((x * 2.1, y * 2.1, seed + 5)))
            for sx, sy, radius in flat_spots:
                gap = math.hypot(x - sx, y - sy) / radius
                z *= min(1, max(0, (gap - 0.9) / 0.8)) ** 1.5
            vertices.append((x, y, max(z, -0.002) + 0.006))
            uvs.append((x / width + 0.5, (y + 0.5 * (depth - depth)) / width + 0.5))
    row = cells + 1
    for j in range(cells):
        for i in range(cells):
            faces.append((j * row + i, j * row + i + 1, (j + 1) * row + i + 1, (j + 1) * row + i))
    return link(name, mesh_of(name, vertices, faces, uvs), material, location, (0, 0, turn))


def leaf_mesh(length, width, curl, pointed):
    vertices, faces, along, across = [], [], 10, 6
    for i in range(along + 1):
        t = i / along
        half = width / 2 * (math.sin(math.pi * (t ** (0.8 if pointed else 0.95))) ** (0.9 if pointed else 0.55))
        for j in range(across + 1):
            s = j / across * 2 - 1
            vertices.append((t * length, s * half, curl * (t * t * 0.8 + s * s * 0.18) * length))
    row = across + 1
    for i in range(along):
        for j in range(across):
            faces.append((i * row + j, i * row + j + 1, (i + 1) * row + j + 1, (i + 1) * row + j))
    return mesh_of("leaf", vertices, faces)


def sprig(location, turn, pairs=7, length=1.6, leaf=0.3, pointed=False, material=None, lift=0.05, seed=1, rise=0.0):
    """A stem with paired leaves (round: eucalyptus, pointed: olive); `rise` lifts it from lying to standing."""
    rng = random.Random(seed)
    material = material or m.leaf("eucalyptus", "#5c6847", "#8d9670")
    bow = rng.uniform(-0.18, 0.18)
    spine = [Vector((length * k / 8, bow * math.sin(math.pi * k / 8), lift + 0.04 * math.sin(math.pi * k / 8))) for k in range(9)]
    parts = [tube("stem", spine, 0.011, m.plain("stem", "#7a6046", 0.7))]
    for index in range(pairs * 2 + 1):
        t = 0.12 + 0.88 * (index // 2) / pairs
        k = min(7, int(t * 8))
        root = spine[k].lerp(spine[k + 1], t * 8 - k)
        size = leaf * (1.12 - 0.55 * t) * rng.uniform(0.85, 1.15)
        mesh = leaf_mesh(size * (1.5 if pointed else 1), size * (0.36 if pointed else 0.86), rng.uniform(-0.05, 0.28), pointed)
        side = 1 if index % 2 else -1
        angle = 0 if index == pairs * 2 else side * rng.uniform(0.7, 1.15)
        parts.append(link("leaf", mesh, material, root, (rng.uniform(-0.5, 0.5), rng.uniform(-0.35, 0.05), angle)))
    bpy.context.view_layer.update()
    return group(parts, location, turn, (0, -rise))


def slice_of_orange(image_path, location, turn=0.0, size=0.62, tilt=(0, 0)):
    obj = plane("slice", size, size, m.picture("slice", image_path, 0.45, alpha=True))
    thick = obj.modifiers.new("thick", "SOLIDIFY")
    thick.thickness = 0.03
    obj.location, obj.rotation_euler = location, (tilt[0], tilt[1], turn)
    return obj


def cinnamon(location, turn, length=1.0, seed=0):
    """A quill: bark rolled inwards from both sides."""
    roll = []
    for k in range(31):
        a, r = math.radians(-90 + 570 * k / 30), 0.058 - 0.03 * k / 30
        roll.append((0.056 + r * math.cos(a), 0.062 + r * math.sin(a)))
    section = [(-y, z) for y, z in reversed(roll)] + roll[1:]
    count = len(section)
    vertices = [(end * length - length / 2, y, z) for end in (0, 1) for y, z in section]
    faces = [(k, k + 1, count + k + 1, count + k) for k in range(count - 1)]
    obj = link("cinnamon", mesh_of("cinnamon", vertices, faces), m.wood("bark", "#3a1c0e", "#824a25", roughness=0.75, seed=seed), location, (0, 0, turn))
    obj.modifiers.new("thick", "SOLIDIFY").thickness = 0.009
    return obj


def match(location, turn, burnt=False):
    stick = box("match", (0.5, 0.022, 0.022), m.wood("matchwood", "#b98f58", "#e3c491", seed=2), (0, 0, 0.012), bevel=0.002)
    head = lathe("match head", [(0, -0.05), (0.018, -0.042), (0.023, -0.01), (0.02, 0.03), (0, 0.042)], m.plain("head", "#2a2220" if burnt else "#7d2318", 0.8), (0.26, 0, 0.016), 24)
    head.rotation_euler = (0, math.pi / 2, 0)
    return group([stick, head], location, turn)


def book(size, cover, location, turn=0.0):
    """A closed cloth-bound book lying flat, spine to the front."""
    w, d, h = size
    pages = box("pages", (w - 0.08, d - 0.08, h - 0.05), m.wood("pages", "#c9b897", "#f0e6d0", roughness=0.9), (0, 0.015, h / 2), bevel=0)
    parts = [pages, box("cover low", (w, d, 0.03), cover, (0, 0, 0.015), bevel=0.006), box("cover high", (w, d, 0.03), cover, (0, 0, h - 0.015), bevel=0.006), box("spine", (w, 0.035, h), cover, (0, -d / 2, h / 2), bevel=0.014)]
    gilt = m.plain("gilt", "#b98d45", 0.35, Metallic=1.0)
    parts += [box("band", (0.018, 0.006, h * 0.96), gilt, (w * x, -d / 2 - 0.0175, h / 2), bevel=0) for x in (-0.4, -0.375, 0.375, 0.4)]
    return group(parts, location, turn)


def cup(location, glaze="#d9cbb6", drink="#3a1a08", turn=0.0):
    """A hand-thrown stoneware cup with tea."""
    parts = [lathe("cup", [(0, 0.01), (0.22, 0.01), (0.25, 0), (0.27, 0.02), (0.33, 0.12), (0.385, 0.32), (0.40, 0.55), (0.395, 0.585), (0.38, 0.592), (0.366, 0.58), (0.36, 0.54), (0.345, 0.32), (0.29, 0.12), (0, 0.07)], stoneware("stoneware", glaze))]
    parts.append(lathe("tea", [(0, 0.49), (0.3565, 0.49)], m.plain("tea", drink, 0.03)))
    parts.append(tube("handle", [(0.37, 0, 0.47), (0.5, 0, 0.5), (0.59, 0, 0.38), (0.53, 0, 0.22), (0.355, 0, 0.17)], 0.04, stoneware("stoneware", glaze)))
    return group(parts, location, turn)


def stoneware(name, colour):
    t = m.Tree(name)
    coords = t.object_coords()
    speck = t.ramp(t.noise(coords, 26.0, 2.0), [(0.64, (1, 1, 1, 1)), (0.70, "#6b4a33")])
    shade = t.mix(1.0, m.rgb(colour), speck, "MULTIPLY")
    return t.finish(t.principled({"Base Color": shade, "Roughness": 0.36, "Normal": t.bump(t.noise(t.scaled(coords, (1, 1, 14)), 2.0, 2.0), 0.15, 0.02)}))


def twine_box(size, location, turn, materials, tag=None):
    """A lidded kraft box tied with twine and a bow on top."""
    board, lid_board, twine = materials
    w, d, h = size
    parts = [box("box", (w, d, h * 0.98), board, (0, 0, h * 0.49)), box("box lid", (w + 0.045, d + 0.045, h * 0.3), lid_board, (0, 0, h * 0.85 + 0.01))]
    over = h + 0.022
    for shift in (-0.014, 0.014):
        loop = [(-w / 2 - 0.03, shift, 0.02), (-w / 2 - 0.035, shift, h * 0.9), (-w / 2, shift, over), (0, shift, over), (w / 2, shift, over), (w / 2 + 0.035, shift, h * 0.9), (w / 2 + 0.03, shift, 0.02)]
        parts.append(tube("twine", loop, 0.012, twine))
        loop = [(shift, -d / 2 - 0.03, 0.02), (shift, -d / 2 - 0.035, h * 0.9), (shift, -d / 2, over), (shift, 0, over + 0.004), (shift, d / 2, over), (shift, d / 2 + 0.035, h * 0.9), (shift, d / 2 + 0.03, 0.02)]
        parts.append(tube("twine", loop, 0.012, twine))
    for side in (-1, 1):
        parts.append(tube("bow", [(0, 0, over + 0.02), (side * 0.16, 0.07, over + 0.09), (side * 0.30, 0.02, over + 0.08), (side * 0.28, -0.05, over + 0.03), (side * 0.12, -0.03, over + 0.03), (0, 0, over + 0.03)], 0.013, twine))
        parts.append(tube("end", [(0, 0, over + 0.03), (side * 0.1, -0.14, over + 0.015), (side * 0.2, -0.3, over + 0.012)], 0.012, twine))
    parts.append(lathe("knot", [(0, over), (0.03, over + 0.01), (0.034, over + 0.03), (0.02, over + 0.05), (0, over + 0.052)], twine))
    if tag:
        parts.append(plane("tag", 0.34, 0.54, m.picture("tag", tag), (w * 0.2, -d / 2 - 0.062, h * 0.48), (math.radians(86), 0, 0.1)))
    bpy.context.view_layer.update()
    return group(parts, location, turn)
