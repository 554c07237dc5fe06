"""Camera, lamps, rendering and the darkroom of the sample photographs.

Debian's Blender ships without a denoiser, so `denoise` here is a non-local-means filter guided by
Cycles' albedo and normal passes; bloom and grain are added afterwards as a lens and a sensor would.
"""
import math
import os
import tempfile

import bpy
import numpy as np
from mathutils import Vector
from PIL import Image, ImageCms, ImageFilter
from scipy.ndimage import gaussian_filter, median_filter, uniform_filter

import materials as m


def clear():
    bpy.ops.wm.read_factory_settings(use_empty=True)


def aim(obj, target):
    obj.rotation_euler = (Vector(target) - obj.location).to_track_quat("-Z", "Y").to_euler()


def camera(location, target, lens, f_stop, focus):
    """`f_stop` is the photographer's number; the scene is ten times life size, hence the division."""
    data = bpy.data.cameras.new("camera")
    data.lens, data.dof.use_dof, data.dof.aperture_fstop = lens, True, f_stop / 10
    obj = bpy.data.objects.new("camera", data)
    bpy.context.scene.collection.objects.link(obj)
    obj.location = location
    aim(obj, target)
    bpy.context.view_layer.update()
    forward = obj.matrix_world.to_quaternion() @ Vector((0, 0, -1))
    data.dof.focus_distance = (Vector(focus) - obj.location).dot(forward)
    bpy.context.scene.camera = obj
    return obj


def softbox(location, target, size, watt, colour="#ffffff", seen=True):
    data = bpy.data.lights.new("softbox", "AREA")
    data.shape, data.size, data.size_y = "RECTANGLE", size[0], size[1]
    data.energy, data.color = watt, m.rgb(colour)[:3]
    obj = bpy.data.objects.new("softbox", data)
    obj.location = location
    bpy.context.scene.collection.objects.link(obj)
    obj.visible_glossy = obj.visible_transmission = seen
    aim(obj, target)
    return obj


def sun(direction, strength, colour="#ffe2b8", spread=0.02):
    data = bpy.data.lights.new("sun", "SUN")
    data.energy, data.color, data.angle = strength, m.rgb(colour)[:3], spread
    obj = bpy.data.objects.new("sun", data)
    bpy.context.scene.collection.objects.link(obj)
    aim(obj, direction)
    return obj


def window(target, direction, size, panes, distance=7.0):
    """An unseen wall with a barred window that lets a sun of `direction` fall on `target` only through its panes."""
    way = Vector(direction).normalized()
    turn = (-way).to_track_quat("Z", "Y").to_matrix().to_4x4()
    turn.translation = Vector(target) - way * distance
    width, height = size
    strips = [(0, height / 2 + 5, width + 20, 10), (0, -height / 2 - 5, width + 20, 10), (width / 2 + 5, 0, 10, height), (-width / 2 - 5, 0, 10, height)]
    strips += [(width * (k / panes[0] - 0.5), 0, 0.1, height) for k in range(1, panes[0])]
    strips += [(0, height * (k / panes[1] - 0.5), width, 0.1) for k in range(1, panes[1])]
    for x, y, w, h in strips:
        mesh = bpy.data.meshes.new("window")
        mesh.from_pydata([(x - w / 2, y - h / 2, 0), (x + w / 2, y - h / 2, 0), (x + w / 2, y + h / 2, 0), (x - w / 2, y + h / 2, 0)], [], [(0, 1, 2, 3)])
        obj = bpy.data.objects.new("window", mesh)
        obj.matrix_world = turn
        obj.visible_camera = obj.visible_diffuse = obj.visible_glossy = obj.visible_transmission = False
        bpy.context.scene.collection.objects.link(obj)
    return turn


def surroundings(low, high, strength):
    """A vertical gradient that fills shadows and gives glass something to mirror."""
    world = bpy.data.worlds.new("world")
    bpy.context.scene.world = world
    world.use_nodes = True
    nodes, links = world.node_tree.nodes, world.node_tree.links
    coords, split, ramp = nodes.new("ShaderNodeTexCoord"), nodes.new("ShaderNodeSeparateXYZ"), nodes.new("ShaderNodeValToRGB")
    links.new(coords.outputs["Generated"], split.inputs[0])
    links.new(split.outputs[2], ramp.inputs[0])
    links.new(ramp.outputs[0], nodes["Background"].inputs["Color"])
    ramp.color_ramp.elements[0].color, ramp.color_ramp.elements[1].color = m.rgb(low), m.rgb(high)
    nodes["Background"].inputs["Strength"].default_value = strength


def camera_only(obj):
    obj.visible_diffuse = obj.visible_shadow = False
    return obj


def render(size, samples, exposure=0.0, look="Medium High Contrast"):
    """Renders the current scene and returns the linear picture with its guides, top row first."""
    scene = bpy.context.scene
    scene.render.engine, scene.render.threads_mode = "CYCLES", "AUTO"
    scene.render.resolution_x, scene.render.resolution_y, scene.render.resolution_percentage = *size, 100
    cycles = scene.cycles
    cycles.samples, cycles.use_adaptive_sampling, cycles.adaptive_threshold, cycles.adaptive_min_samples = samples, True, 0.03, 20
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces, cycles.transmission_bounces, cycles.transparent_max_bounces = 9, 2, 4, 8, 12
    cycles.caustics_reflective = cycles.caustics_refractive = False
    cycles.sample_clamp_indirect, cycles.sample_clamp_direct, cycles.blur_glossy, cycles.use_denoising = 2.5, 12.0, 1.0, False
    scene.view_settings.view_transform, scene.view_settings.look, scene.view_settings.exposure = "Filmic", look, exposure
    layer = bpy.context.view_layer
    layer.cycles.denoising_store_passes = True
    scene.use_nodes = True
    tree = scene.node_tree
    tree.nodes.clear()
    layers, sink = tree.nodes.new("CompositorNodeRLayers"), tree.nodes.new("CompositorNodeOutputFile")
    with tempfile.TemporaryDirectory() as folder:
        sink.base_path, sink.format.file_format, sink.format.color_depth = folder, "OPEN_EXR", "32"
        sink.file_slots.clear()
        for name in ("Image", "Denoising Albedo", "Denoising Normal"):
            sink.file_slots.new(name)
            tree.links.new(layers.outputs[name], sink.inputs[name])
        bpy.ops.render.render(write_still=False)
        return [load_exr(os.path.join(folder, f"{name}0001.exr")) for name in ("Image", "Denoising Albedo", "Denoising Normal")]


def load_exr(path):
    image = bpy.data.images.load(path)
    image.colorspace_settings.name = "Non-Color"
    width, height = image.size
    pixels = np.empty(width * height * 4, np.float32)
    image.pixels.foreach_get(pixels)
    bpy.data.images.remove(image)
    return np.nan_to_num(pixels.reshape(height, width, 4)[::-1, :, :3].copy())


def quiet_fireflies(colour):
    """Pulls single pixels that far outshine their neighbourhood back to it."""
    light = colour.max(axis=2)
    usual = median_filter(light, 3)
    limit = usual * 2.2 + 0.06
    return colour * np.minimum(1, limit / np.maximum(light, 1e-6))[..., None]


def denoise(colour, albedo, normal, strength, radius=5):
    """Guided non-local means; `strength` scales the noise level measured in the picture itself."""
    colour = quiet_fireflies(colour)
    flat = np.sqrt(np.maximum(colour, 0) / (1 + 0.25 * colour.max(axis=2, keepdims=True)))
    rest = (flat - gaussian_filter(flat, (1.0, 1.0, 0))).mean(axis=2)
    noise = np.maximum(gaussian_filter(rest * rest, 9), 1e-6)
    guide = np.concatenate([gaussian_filter(np.sqrt(np.clip(albedo, 0, 1)), (0.6, 0.6, 0)) * 5.0, gaussian_filter(normal, (0.6, 0.6, 0)) * 2.2], axis=2)
    total, weight = colour.copy(), np.ones(colour.shape[:2], np.float32)
    height, width = weight.shape
    for dy in range(0, radius + 1):
        for dx in range(-radius, radius + 1):
            if dy == 0 and dx <= 0:
                continue
            a = (slice(0, height - dy), slice(max(0, -dx), width - max(0, dx)))
            b = (slice(dy, height), slice(max(0, dx), width - max(0, -dx)))
            patch = uniform_filter(((flat[a] - flat[b]) ** 2).mean(axis=2), 5)
            scale = strength * (noise[a] + noise[b])
            far = ((guide[a] - guide[b]) ** 2).sum(axis=2)
            w = np.exp(-np.maximum(patch / scale - 1.0, 0) - far)
            total[a] += colour[b] * w[..., None]
            total[b] += colour[a] * w[..., None]
            weight[a] += w
            weight[b] += w
    return total / weight[..., None]


def bloom(colour, amount):
    """The halo a lens draws round a flame: three widths of blur of what is brighter than paper white."""
    bright = np.minimum(np.maximum(colour - 1.2, 0), 14)
    width = colour.shape[1]
    for share, sigma in ((0.10, 0.004), (0.05, 0.016), (0.05, 0.055)):
        halo = gaussian_filter(bright, (sigma * width, sigma * width, 0))
        colour = colour + amount * share * halo * np.array([1.0, 0.72, 0.42], np.float32)
    return colour


def vignette(colour, amount):
    height, width = colour.shape[:2]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    return colour * (1 - amount * np.clip((x * x + y * y) / 2, 0, 1) ** 1.4)[..., None].astype(np.float32)


def develop(colour):
    """Applies the scene's film curve and returns an 8-bit sRGB picture."""
    height, width = colour.shape[:2]
    image = bpy.data.images.new("print", width, height, float_buffer=True)
    pixels = np.ones((height, width, 4), np.float32)
    pixels[..., :3] = colour[::-1]
    image.pixels.foreach_set(pixels.ravel())
    image.update()
    settings = bpy.context.scene.render.image_settings
    settings.file_format, settings.color_mode, settings.color_depth = "PNG", "RGB", "8"
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "print.png")
        image.save_render(path, scene=bpy.context.scene)
        return Image.open(path).convert("RGB")


def save_jpeg(image, path, long_side, title, turned=False):
    """Enlarges, adds grain and writes a JPEG; `turned` stores it lying with EXIF orientation 6."""
    ratio = long_side / max(image.size)
    image = image.resize([round(side * ratio / 2) * 2 for side in image.size], Image.LANCZOS)
    image = image.filter(ImageFilter.UnsharpMask(radius=1.6, percent=70, threshold=2))
    values = np.asarray(image, np.float32)
    grain = gaussian_filter(np.random.default_rng(7).normal(0, 1, values.shape[:2]).astype(np.float32), 0.7) * 2.6
    middle = 1 - np.abs(values.mean(axis=2) / 255 - 0.45)
    image = Image.fromarray(np.clip(values + (grain * middle)[..., None], 0, 255).astype(np.uint8))
    exif = Image.Exif()
    exif[0x010E], exif[0x8298], exif[0x0112] = title, "CC0 1.0", 6 if turned else 1
    if turned:
        image = image.transpose(Image.ROTATE_90)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image.save(path, "JPEG", quality=85, optimize=True, progressive=True, exif=exif, icc_profile=profile)
