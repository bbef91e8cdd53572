"""Building blocks of the demo pictures: geometry, materials, light, camera. Runs inside Blender 3.4 or newer.

Units are metres, Z is up, the camera looks along +Y unless told otherwise. Colours are linear RGB unless made by `srgb`.
Everything is deterministic: no randomness but `random.Random(seed)` and Blender's own procedural textures.
"""
import math
import random

import bpy
from mathutils import Vector

import numpy as np


def srgb(h):
    """'#rrggbb' to linear RGB."""
    v = [int(h[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in v)


SNOW = srgb('#ece7dc')
CHALK = srgb('#e2dccf')
NIGHT = srgb('#1b2531')
EMBER = srgb('#c26a2c')
CLAY = srgb('#a8644a')
LICHEN = srgb('#8b917b')
IRON = srgb('#4a3a33')
BIRCH = srgb('#d2b78e')
FJORD = srgb('#5f7686')


def clear():
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine = 'CYCLES'
    scene.world = bpy.data.worlds.new('world')
    scene.world.use_nodes = True
    return scene


# Shader graphs ------------------------------------------------------------------------------------------------------


class Graph:
    """A thin wrapper that makes node trees readable: g.node('TexNoise', Scale=4)."""

    def __init__(self, name):
        self.mat = bpy.data.materials.new(name)
        self.mat.use_nodes = True
        self.tree = self.mat.node_tree
        self.tree.nodes.clear()
        self.out = self.tree.nodes.new('ShaderNodeOutputMaterial')

    def node(self, kind, **inputs):
        n = self.tree.nodes.new('ShaderNode' + kind)
        for key, value in inputs.items():
            name = key.replace('_', ' ')
            if name in n.inputs:
                self.set(n.inputs[name], value)
            else:
                setattr(n, key, value)
        return n

    def set(self, socket, value):
        if isinstance(value, bpy.types.NodeSocket):
            self.tree.links.new(value, socket)
        elif isinstance(value, (tuple, list)) and len(value) == 3 and socket.type == 'RGBA':
            socket.default_value = (*value, 1)
        else:
            socket.default_value = value

    def coords(self, scale=(1, 1, 1), generated=False, rotation=(0, 0, 0)):
        t = self.tree.nodes.new('ShaderNodeTexCoord')
        m = self.tree.nodes.new('ShaderNodeMapping')
        m.inputs['Scale'].default_value = scale
        m.inputs['Rotation'].default_value = rotation
        self.tree.links.new(t.outputs['Generated' if generated else 'Object'], m.inputs['Vector'])
        return m.outputs[0]

    def noise(self, vec, scale, detail=4, rough=0.55, distortion=0.0):
        return self.node('TexNoise', Vector=vec, Scale=scale, Detail=detail, Roughness=rough, Distortion=distortion).outputs['Fac']

    def ramp(self, fac, stops):
        n = self.tree.nodes.new('ShaderNodeValToRGB')
        self.set(n.inputs[0], fac)
        el = n.color_ramp.elements
        while len(el) < len(stops):
            el.new(0.5)
        for e, (pos, col) in zip(el, stops):
            e.position = pos
            e.color = (*(col if isinstance(col, (tuple, list)) else (col,) * 3), 1)
        return n.outputs[0]

    def mix(self, fac, a, b, blend='MIX'):
        n = self.tree.nodes.new('ShaderNodeMixRGB')
        n.blend_type = blend
        for s, v in zip(n.inputs, (fac, a, b)):
            self.set(s, v)
        return n.outputs[0]

    def math(self, op, a, b=0.0):
        n = self.tree.nodes.new('ShaderNodeMath')
        n.operation = op
        self.set(n.inputs[0], a)
        self.set(n.inputs[1], b)
        return n.outputs[0]

    def bump(self, height, distance, strength=1.0, normal=None):
        n = self.node('Bump', Height=height, Distance=distance, Strength=strength)
        if normal is not None:
            self.set(n.inputs['Normal'], normal)
        return n.outputs[0]

    def principled(self, **inputs):
        n = self.node('BsdfPrincipled', **inputs)
        self.tree.links.new(n.outputs[0], self.out.inputs['Surface'])
        return self.mat


def glaze(name, color, second=None, rough=0.28, speckle=0.0, rings=0.0006, pool=0.35, foot=None, foot_z=0.0):
    """Stoneware under glaze: thickness varies, throwing rings show, iron speckles, a bare foot below `foot_z` metres."""
    g = Graph(name)
    v = g.coords()
    second = second or tuple(c * 0.72 for c in color)
    base = g.mix(g.ramp(g.noise(v, 9, 3, 0.6, 0.4), [(0.3, 0.0), (0.75, pool * 2.0)]), color, second)
    if speckle:
        dots = g.ramp(g.noise(v, 210, 1, 0.5), [(0.655, 0.0), (0.70, 1.0)])
        base = g.mix(g.math('MULTIPLY', dots, speckle), base, tuple(c * 0.22 for c in IRON))
    sep = g.node('SeparateXYZ', Vector=v)
    wob = g.math('ADD', sep.outputs['Z'], g.math('MULTIPLY', g.noise(v, 7, 2), 0.02))
    wave = g.math('SINE', g.math('MULTIPLY', wob, 950.0))
    height = g.math('ADD', g.math('MULTIPLY', wave, 0.22), g.noise(v, 24, 2))
    height = g.math('ADD', height, g.math('MULTIPLY', g.noise(v, 160, 1), 0.12))
    n = g.bump(height, rings, 0.9)
    r = g.ramp(g.noise(v, 14, 2), [(0.25, max(rough - 0.09, 0.04)), (0.8, rough + 0.12)])
    if foot is not None:
        edge = g.math('ADD', sep.outputs['Z'], g.math('MULTIPLY', g.noise(v, 30, 3), 0.004))
        up = g.node('SeparateXYZ', Vector=g.node('NewGeometry').outputs['Normal']).outputs['Z']
        bare = g.math('MULTIPLY', g.math('LESS_THAN', edge, foot_z), g.math('LESS_THAN', up, 0.35))
        base = g.mix(bare, base, foot)
        r = g.mix(bare, r, (0.85,) * 3)
    return g.principled(Base_Color=base, Roughness=r, Normal=n, Specular=0.5, IOR=1.5)


def matte(name, color, rough=0.85, grain=0.35, scale=60.0, bump=0.0006, vary=0.12):
    """Plaster, raw clay, lime wash, powder coat: broad variation and a fine tooth."""
    g = Graph(name)
    v = g.coords()
    broad = g.ramp(g.noise(v, 1.6, 3, 0.62, 0.3), [(0.3, tuple(c * (1 - vary) for c in color)), (0.72, color)])
    fine = g.mix(grain * 0.25, broad, g.ramp(g.noise(v, scale, 2), [(0.3, tuple(c * 0.7 for c in color)), (0.7, color)]))
    n = g.bump(g.math('ADD', g.noise(v, scale, 3, 0.65), g.math('MULTIPLY', g.noise(v, scale / 9, 2), 4.0)), bump, 0.7)
    return g.principled(Base_Color=fine, Roughness=rough, Normal=n, Specular=0.3)


def paper(name, color, rough=0.95):
    """Seamless background paper: no texture at all, which is also the quickest to render."""
    g = Graph(name)
    d = g.node('BsdfDiffuse', Color=color, Roughness=0.3)
    g.set(g.out.inputs['Surface'], d.outputs[0])
    return g.mat


def wood(name, light, dark, axis=0, scale=1.0, rough=0.5, rings=9.0, bump=0.0004):
    """Plain-sawn timber with its grain along `axis` (0 X, 1 Y, 2 Z)."""
    g = Graph(name)
    s = [5.0 * scale] * 3
    s[axis] = 0.32 * scale
    v = g.coords(tuple(s))
    warp = g.noise(v, 0.9, 3, 0.5)
    sep = g.node('SeparateXYZ', Vector=v)
    cross = sep.outputs[(axis + 1) % 3]
    band = g.math('FRACT', g.math('MULTIPLY', g.math('ADD', g.math('MULTIPLY', cross, 0.16), warp), rings))
    ring = g.ramp(band, [(0.0, 0.15), (0.65, 0.75), (0.93, 1.0), (1.0, 0.2)])
    fs = [150.0 * scale] * 3
    fs[axis] = 3.0 * scale
    fibre = g.noise(g.coords(tuple(fs)), 1.0, 4, 0.7)
    ps = [420.0 * scale] * 3
    ps[axis] = 9.0 * scale
    pores = g.ramp(g.noise(g.coords(tuple(ps)), 1.0, 1), [(0.62, 0.0), (0.72, 1.0)])
    base = g.mix(ring, light, tuple(l * 0.55 + d * 0.45 for l, d in zip(light, dark)))
    base = g.mix(g.ramp(fibre, [(0.3, 0.0), (0.75, 0.6)]), base, dark)
    base = g.mix(g.math('MULTIPLY', pores, 0.5), base, tuple(c * 0.35 for c in dark))
    n = g.bump(fibre, bump, 0.6)
    n = g.bump(pores, -bump, 0.5, n)
    r = g.ramp(fibre, [(0.2, rough - 0.08), (0.8, rough + 0.14)])
    return g.principled(Base_Color=base, Roughness=r, Normal=n, Specular=0.4)


def linen(name, color, threads=900.0, bump=0.0005):
    g = Graph(name)
    v = g.coords()
    sep = g.node('SeparateXYZ', Vector=v)
    wob = g.math('MULTIPLY', g.noise(v, 40, 2), 0.004)
    a = g.math('SINE', g.math('MULTIPLY', g.math('ADD', sep.outputs['X'], wob), threads))
    b = g.math('SINE', g.math('MULTIPLY', g.math('ADD', sep.outputs['Y'], wob), threads * 0.93))
    weave = g.math('MULTIPLY', a, b)
    slub = g.noise(g.coords((240, 8, 8)), 1.0, 3)
    base = g.mix(g.ramp(slub, [(0.3, 0.0), (0.8, 0.45)]), color, tuple(c * 0.7 for c in color))
    n = g.bump(g.math('ADD', weave, g.math('MULTIPLY', slub, 1.2)), bump, 0.8)
    return g.principled(Base_Color=base, Roughness=0.95, Normal=n, Specular=0.15, Sheen=0.4)


def metal(name, color, rough=0.32, brushed=0.0004):
    g = Graph(name)
    v = g.coords((60, 60, 900))
    n = g.bump(g.noise(v, 1.0, 3), brushed, 0.25)
    r = g.ramp(g.noise(g.coords(), 11, 5), [(0.3, rough - 0.08), (0.75, rough + 0.14)])
    return g.principled(Base_Color=color, Metallic=1.0, Roughness=r, Normal=n)


def opal(name, color=(1.0, 0.62, 0.3), strength=3.0, edge=0.45):
    """Lit opal glass: brightest where one looks straight at it, a reflecting skin on top."""
    g = Graph(name)
    facing = g.node('LayerWeight', Blend=0.35).outputs['Facing']
    s = g.math('MULTIPLY', g.ramp(facing, [(0.0, 1.0), (1.0, edge)]), strength)
    return g.principled(Base_Color=(0.8, 0.76, 0.7), Roughness=0.22, Specular=0.5, Emission=color, Emission_Strength=s)


def glass(name, color=(1, 1, 1), rough=0.0):
    """Thin clear glass that lets light pass without caustics."""
    g = Graph(name)
    gl = g.node('BsdfGlossy', Color=(1, 1, 1), Roughness=0.02)
    tr = g.node('BsdfTransparent', Color=tuple(0.93 * c for c in color))
    fr = g.node('Fresnel', IOR=1.45)
    mix = g.tree.nodes.new('ShaderNodeMixShader')
    g.set(mix.inputs[0], fr.outputs[0])
    g.set(mix.inputs[1], tr.outputs[0])
    g.set(mix.inputs[2], gl.outputs[0])
    g.set(g.out.inputs['Surface'], mix.outputs[0])
    return g.mat


def glow(name, color, strength):
    g = Graph(name)
    e = g.node('Emission', Color=color, Strength=strength)
    g.set(g.out.inputs['Surface'], e.outputs[0])
    return g.mat


# Geometry -----------------------------------------------------------------------------------------------------------


def mesh(name, verts, faces, mat=None, smooth=True):
    me = bpy.data.meshes.new(name)
    me.from_pydata(verts, [], faces)
    me.update()
    ob = bpy.data.objects.new(name, me)
    bpy.context.scene.collection.objects.link(ob)
    if mat:
        me.materials.append(mat)
    if smooth:
        me.polygons.foreach_set('use_smooth', [True] * len(me.polygons))
    return ob


def spline(points, per=10, closed=False):
    """Centripetal-ish Catmull-Rom through (r, z) points; a point given twice in a row makes a corner."""
    out = []
    for i in range(len(points) - 1):
        p0 = points[i - 1] if i > 0 else points[i]
        p1, p2 = points[i], points[i + 1]
        p3 = points[i + 2] if i + 2 < len(points) else p2
        if p1 == p2:
            continue
        if p0 == p1 and i > 0:
            p0 = p1
        for k in range(per):
            t = k / per
            out.append(tuple(
                0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t ** 3)
                for a, b, c, d in zip(p0, p1, p2, p3)))
    out.append(points[-1])
    return [(max(r, 0.0), z) for r, z in out]


def lathe(name, profile, mat, seg=128, per=10, wall=None, at=(0, 0, 0), wobble=0.0, seed=0, scale=1.0, raw=False):
    """Turn a profile of (radius, height). With `wall`, the profile is the outside, bottom to rim, and gets an inside."""
    pts = list(profile) if raw else spline(profile, per)
    if wall:
        inner = []
        for i, (r, z) in enumerate(pts):
            a, b = pts[max(i - 1, 0)], pts[min(i + 1, len(pts) - 1)]
            tr, tz = b[0] - a[0], b[1] - a[1]
            ln = math.hypot(tr, tz) or 1
            inner.append((max(r - tz / ln * wall, 0.0), z + tr / ln * wall))
        rim_o, rim_i = pts[-1], inner[-1]
        mid = ((rim_o[0] + rim_i[0]) / 2, max(rim_o[1], rim_i[1]) + wall * 0.42)
        floor = max(pts[0][1] + wall * 1.3, inner[0][1])
        inside = [(r, max(z, floor)) for r, z in reversed(inner) if r > 1e-4]
        pts = [(0.0, pts[0][1])] + pts + [mid] + inside + [(0.0, floor)]
    rnd = random.Random(seed)
    ph = [rnd.uniform(0, 6.28) for _ in range(4)]
    verts, faces = [], []
    for r, z in pts:
        for s in range(seg):
            a = 2 * math.pi * s / seg
            k = 1 + wobble * (0.6 * math.sin(2 * a + ph[0] + z * 9) + 0.4 * math.sin(3 * a + ph[1] - z * 14))
            verts.append((r * k * math.cos(a) * scale, r * k * math.sin(a) * scale, (z + wobble * 0.02 * math.sin(a + ph[2])) * scale))
    for i in range(len(pts) - 1):
        for s in range(seg):
            t = (s + 1) % seg
            faces.append((i * seg + s, i * seg + t, (i + 1) * seg + t, (i + 1) * seg + s))
    ob = mesh(name, verts, faces, mat)
    ob.location = at
    weld = ob.modifiers.new('weld', 'WELD')
    weld.merge_threshold = 1e-6
    es = ob.modifiers.new('es', 'EDGE_SPLIT')
    es.split_angle = math.radians(50)
    return ob


def block(name, size, at, mat, bevel=0.004, rot=(0, 0, 0), seg=3):
    """A box with rounded edges; `at` is its centre."""
    x, y, z = (s / 2 for s in size)
    v = [(a, b, c) for a in (-x, x) for b in (-y, y) for c in (-z, z)]
    f = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    ob = mesh(name, v, f, mat, smooth=False)
    ob.location, ob.rotation_euler = at, rot
    if bevel:
        b = ob.modifiers.new('bevel', 'BEVEL')
        b.width, b.segments = bevel, seg
        b.harden_normals = True
        ob.data.use_auto_smooth = True
    return ob


def rod(name, a, b, r0, r1, mat, seg=40, belly=0.0):
    """A turned rod between two points, tapering from r0 to r1, its ends rounded."""
    a, b = Vector(a), Vector(b)
    ln = (b - a).length
    e = min(r0, r1) * 0.35
    prof = [(0, 0), (r0 - e, 0), (r0, e)]
    for i in range(1, 12):
        t = i / 12
        prof.append((r0 + (r1 - r0) * t + belly * math.sin(math.pi * t), e + (ln - 2 * e) * t))
    prof += [(r1, ln - e), (r1 - e, ln), (0, ln)]
    ob = lathe(name, prof, mat, seg, raw=True)
    ob.location = a
    ob.rotation_mode = 'QUATERNION'
    ob.rotation_quaternion = (b - a).to_track_quat('Z', 'Y')
    return ob


def tube(name, points, radius, mat, res=10, cyclic=False):
    cu = bpy.data.curves.new(name, 'CURVE')
    cu.dimensions = '3D'
    cu.bevel_depth, cu.bevel_resolution, cu.resolution_u = radius, 6, res
    sp = cu.splines.new('BEZIER')
    sp.bezier_points.add(len(points) - 1)
    for bp, p in zip(sp.bezier_points, points):
        bp.co = p
        bp.handle_left_type = bp.handle_right_type = 'AUTO'
    sp.use_cyclic_u = cyclic
    cu.use_fill_caps = True
    ob = bpy.data.objects.new(name, cu)
    bpy.context.scene.collection.objects.link(ob)
    cu.materials.append(mat)
    return ob


def plane(name, sx, sy, at, mat, rot=(0, 0, 0)):
    ob = mesh(name, [(-sx / 2, -sy / 2, 0), (sx / 2, -sy / 2, 0), (sx / 2, sy / 2, 0), (-sx / 2, sy / 2, 0)], [(0, 1, 2, 3)], mat, False)
    ob.location, ob.rotation_euler = at, rot
    return ob


def sweep(mat, width=12.0, depth=3.0, height=6.0, radius=1.2, front=6.0, at_y=2.0):
    """A studio paper sweep: floor, curve, wall."""
    prof = [(-front, 0.0)]
    for i in range(25):
        a = math.pi / 2 * i / 24
        prof.append((at_y + depth - radius + radius * math.sin(a), radius - radius * math.cos(a)))
    prof.append((at_y + depth, height))
    verts, faces = [], []
    for y, z in prof:
        verts += [(-width / 2, y, z), (width / 2, y, z)]
    for i in range(len(prof) - 1):
        faces.append((2 * i, 2 * i + 1, 2 * i + 3, 2 * i + 2))
    return mesh('sweep', verts, faces, mat)


def group(objects, at=(0, 0, 0), rot_z=0.0, scale=1.0):
    e = bpy.data.objects.new('group', None)
    bpy.context.scene.collection.objects.link(e)
    for o in objects:
        o.parent = e
    e.location, e.rotation_euler, e.scale = at, (0, 0, rot_z), (scale,) * 3
    return e


def cloth(name, sx, sy, at, mat, fold=0.012, seed=1, n=160, drop=None):
    """A cloth laid flat with soft folds; beyond `drop` metres from the centre in -Y it hangs over an edge."""
    verts, faces = [], []
    rnd = random.Random(seed)
    waves = [(rnd.uniform(4, 16), rnd.uniform(0, 6.28), rnd.uniform(0, 3.14), rnd.uniform(0.3, 1)) for _ in range(7)]
    for j in range(n + 1):
        for i in range(n + 1):
            x, y = (i / n - 0.5) * sx, (j / n - 0.5) * sy
            h = sum(w * max(0.0, math.sin(f * (x * math.cos(d) + y * math.sin(d)) + p)) ** 3 for f, p, d, w in waves) / 7
            z = 0.002 + fold * h
            yy = y
            if drop is not None and y < -drop:
                over = -drop - y
                r = 0.012
                if over < r * 1.57:
                    yy, z = -drop - r * math.sin(over / r), z - r * (1 - math.cos(over / r))
                else:
                    yy, z = -drop - r - 0.5 * fold * h, z - r - (over - r * 1.57)
            verts.append((x, yy, z))
    for j in range(n):
        for i in range(n):
            a = j * (n + 1) + i
            faces.append((a, a + 1, a + n + 2, a + n + 1))
    ob = mesh(name, verts, faces, mat)
    ob.location = at
    return ob


# Light and camera ---------------------------------------------------------------------------------------------------


def kelvin(k):
    """Approximate linear colour of a black body, brightest channel 1 (fit after T. Helland, linearised)."""
    t = k / 100
    r = 255 if t <= 66 else 329.7 * (t - 60) ** -0.1332
    g = 99.47 * math.log(t) - 161.12 if t <= 66 else 288.12 * (t - 60) ** -0.0755
    b = 255 if t >= 66 else 0 if t <= 19 else 138.52 * math.log(t - 10) - 305.04
    lin = [max(0.0, min(255.0, c)) / 255 for c in (r, g, b)]
    return tuple(c ** 2.2 for c in lin)


def area(at, target, size, power, color=(1, 1, 1), size_y=None, spread=180.0, visible=False):
    li = bpy.data.lights.new('area', 'AREA')
    li.energy, li.color, li.size = power, color, size
    if size_y:
        li.shape, li.size_y = 'RECTANGLE', size_y
    li.spread = math.radians(spread)
    ob = bpy.data.objects.new('area', li)
    bpy.context.scene.collection.objects.link(ob)
    ob.location = at
    ob.rotation_euler = (Vector(target) - Vector(at)).to_track_quat('-Z', 'Y').to_euler()
    ob.visible_camera = visible
    ob.visible_glossy = True
    return ob


def point(at, power, color=(1, 1, 1), radius=0.05):
    li = bpy.data.lights.new('point', 'POINT')
    li.energy, li.color, li.shadow_soft_size = power, color, radius
    ob = bpy.data.objects.new('point', li)
    bpy.context.scene.collection.objects.link(ob)
    ob.location = at
    return ob


def sun(direction, power, color=(1, 1, 1), angle=0.6):
    """`direction` points from the sun into the scene; `angle` is its apparent size in degrees."""
    li = bpy.data.lights.new('sun', 'SUN')
    li.energy, li.color, li.angle = power, color, math.radians(angle)
    ob = bpy.data.objects.new('sun', li)
    bpy.context.scene.collection.objects.link(ob)
    ob.rotation_euler = Vector(direction).to_track_quat('-Z', 'Y').to_euler()
    return ob


def window(at, normal_to, width, height, power, color, panes=(2, 3), bar=0.05, distance=0.0, soft=1.0):
    """A window as a light: an area lamp behind a lattice of bars which throws their shadow. `soft` scales the source."""
    lamp = area(at, normal_to, width * soft, power, color, height * soft)
    d = (Vector(normal_to) - Vector(at)).normalized()
    frame = matte('bars', (0.02, 0.02, 0.02))
    q = d.to_track_quat('-Z', 'Y')
    centre = Vector(at) + d * distance
    bars = []
    for i in range(panes[0] + 1):
        x = (i / panes[0] - 0.5) * width
        bars.append(((x, 0, 0), (bar, height + bar, bar)))
    for j in range(panes[1] + 1):
        y = (j / panes[1] - 0.5) * height
        bars.append(((0, y, 0), (width + bar, bar, bar)))
    for off, size in bars:
        b = block('bar', size, centre + q @ Vector(off), frame, 0)
        b.rotation_mode = 'QUATERNION'
        b.rotation_quaternion = q
        b.visible_camera = False
    return lamp


def gobo(direction, target, width, height, panes=(2, 3), bar=0.06, distance=3.0, margin=8.0):
    """A black screen with a paned opening, `distance` metres up the light's path, for a sun to shine through onto `target`."""
    d = Vector(direction).normalized()
    q = d.to_track_quat('-Z', 'Y')
    centre = Vector(target) - d * distance
    black = paper('gobo', (0.0, 0.0, 0.0))
    parts = [((0, (height + margin) / 2, 0), (width + 2 * margin, margin, 0.01)), ((0, -(height + margin) / 2, 0), (width + 2 * margin, margin, 0.01)),
             (((width + margin) / 2, 0, 0), (margin, height, 0.01)), ((-(width + margin) / 2, 0, 0), (margin, height, 0.01))]
    parts += [(((i / panes[0] - 0.5) * width, 0, 0), (bar, height, 0.01)) for i in range(1, panes[0])]
    parts += [((0, (j / panes[1] - 0.5) * height, 0), (width, bar, 0.01)) for j in range(1, panes[1])]
    for off, size in parts:
        b = block('gobo', size, centre + q @ Vector(off), black, 0)
        b.rotation_mode = 'QUATERNION'
        b.rotation_quaternion = q
        b.visible_camera = b.visible_diffuse = b.visible_glossy = b.visible_transmission = False


def world(color, strength=1.0, top=None, power=1.0):
    """Uniform light, or a gradient from `color` at the horizon to `top` overhead."""
    tree = bpy.context.scene.world.node_tree
    tree.nodes.clear()
    out = tree.nodes.new('ShaderNodeOutputWorld')
    bg = tree.nodes.new('ShaderNodeBackground')
    bg.inputs[1].default_value = strength
    tree.links.new(bg.outputs[0], out.inputs[0])
    if top is None:
        bg.inputs[0].default_value = (*color, 1)
        return
    stops = top if isinstance(top, list) else [(0.0, color), (1.0, top)]
    tc = tree.nodes.new('ShaderNodeTexCoord')
    sep = tree.nodes.new('ShaderNodeSeparateXYZ')
    tree.links.new(tc.outputs['Generated'], sep.inputs[0])
    ramp = tree.nodes.new('ShaderNodeValToRGB')
    pw = tree.nodes.new('ShaderNodeMath')
    pw.operation = 'POWER'
    pw.inputs[1].default_value = power
    clampn = tree.nodes.new('ShaderNodeMath')
    clampn.operation = 'MAXIMUM'
    clampn.inputs[1].default_value = 0.0
    tree.links.new(sep.outputs['Z'], clampn.inputs[0])
    tree.links.new(clampn.outputs[0], pw.inputs[0])
    tree.links.new(pw.outputs[0], ramp.inputs[0])
    el = ramp.color_ramp.elements
    while len(el) < len(stops):
        el.new(0.5)
    for e, (pos, col) in zip(el, stops):
        e.position, e.color = pos, (*col, 1)
    ramp.color_ramp.interpolation = 'EASE'
    tree.links.new(ramp.outputs[0], bg.inputs[0])


def camera(at, look, lens=50.0, fstop=None, focus=None, shift=(0.0, 0.0), roll=0.0, sensor=36.0):
    """A full-frame camera. `focus` is a point to focus on; without `fstop` everything is sharp."""
    cam = bpy.data.cameras.new('camera')
    cam.lens, cam.sensor_width = lens, sensor
    cam.sensor_fit = 'AUTO'
    cam.shift_x, cam.shift_y = shift
    cam.clip_end = 100000
    ob = bpy.data.objects.new('camera', cam)
    bpy.context.scene.collection.objects.link(ob)
    ob.location = at
    q = (Vector(look) - Vector(at)).to_track_quat('-Z', 'Y')
    ob.rotation_euler = q.to_euler()
    ob.rotation_euler.rotate_axis('Z', roll)
    if fstop:
        cam.dof.use_dof = True
        cam.dof.aperture_fstop = fstop
        cam.dof.aperture_blades = 9
        f = Vector(focus if focus is not None else look)
        cam.dof.focus_distance = abs((f - Vector(at)).dot(q @ Vector((0, 0, -1))))
    bpy.context.scene.camera = ob
    return ob


# Terrain ------------------------------------------------------------------------------------------------------------


def _lattice(shape, cells, rng):
    """Gradient noise on a regular lattice, tiling nowhere; values about -1..1."""
    h, w = shape
    cy, cx = cells
    ang = rng.uniform(0, 2 * np.pi, (int(cy) + 2, int(cx) + 2))
    gx, gy = np.cos(ang), np.sin(ang)
    ys, xs = np.linspace(0, cy, h, endpoint=False), np.linspace(0, cx, w, endpoint=False)
    yi, xi = ys.astype(int), xs.astype(int)
    fy, fx = (ys - yi)[:, None], (xs - xi)[None, :]

    def corner(dy, dx):
        g = np.ix_(yi + dy, xi + dx)
        return gx[g] * (fx - dx) + gy[g] * (fy - dy)

    sy, sx = fy ** 3 * (fy * (6 * fy - 15) + 10), fx ** 3 * (fx * (6 * fx - 15) + 10)
    a = corner(0, 0) * (1 - sx) + corner(0, 1) * sx
    b = corner(1, 0) * (1 - sx) + corner(1, 1) * sx
    return (a * (1 - sy) + b * sy) * 1.5


def fractal(shape, cells, octaves, seed, gain=0.5, ridged=False):
    rng = np.random.default_rng(seed)
    out, amp, weight = np.zeros(shape), 1.0, 1.0
    for o in range(octaves):
        n = _lattice(shape, (cells[0] * 2 ** o, cells[1] * 2 ** o), rng)
        if ridged:
            n = (1 - np.abs(n)) ** 2
            out += n * amp * weight
            weight = np.clip(n * 1.6, 0, 1)
        else:
            out += n * amp
        amp *= gain
    return out


def terrain(name, height, x0, x1, y0, y1, mat):
    """A mesh over a height field (rows along Y)."""
    h, w = height.shape
    xs, ys = np.meshgrid(np.linspace(x0, x1, w), np.linspace(y0, y1, h))
    co = np.stack([xs, ys, height], -1).reshape(-1, 3).astype(np.float32)
    i = np.arange(h * w).reshape(h, w)
    quads = np.stack([i[:-1, :-1], i[:-1, 1:], i[1:, 1:], i[1:, :-1]], -1).reshape(-1, 4)
    me = bpy.data.meshes.new(name)
    me.vertices.add(len(co))
    me.vertices.foreach_set('co', co.ravel())
    me.loops.add(quads.size)
    me.loops.foreach_set('vertex_index', quads.ravel().astype(np.int32))
    me.polygons.add(len(quads))
    me.polygons.foreach_set('loop_start', np.arange(0, quads.size, 4, dtype=np.int32))
    me.polygons.foreach_set('loop_total', np.full(len(quads), 4, dtype=np.int32))
    me.polygons.foreach_set('use_smooth', np.ones(len(quads), dtype=bool))
    me.update()
    me.validate()
    ob = bpy.data.objects.new(name, me)
    bpy.context.scene.collection.objects.link(ob)
    me.materials.append(mat)
    return ob
