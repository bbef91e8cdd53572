"""Rallar and Stolpe: the stool, the chair, the bench; how they are joined."""
import math

import kit
import lamps
import stoneware
from kit import CHALK, CLAY, EMBER, LICHEN, NIGHT, SNOW, srgb

SCENES = []
OAK = ('#c39a67', '#86603b')
SMOKED = ('#6a5140', '#3b2a20')
BLACK = ('#2c2a29', '#161514')


def scene(fn):
    SCENES.append(fn)
    return fn


def timber(tone, axis, name='timber'):
    return kit.wood('%s-%s-%d' % (name, tone[0], axis), srgb(tone[0]), srgb(tone[1]), axis, 1.2, 0.48)


def rallar(at=(0, 0, 0), tone=OAK, rot=0.0, scale=1.0):
    """Three-legged stool, 45 cm: a dished round seat, turned legs through it, wedged."""
    seat = timber(tone, 0, 'seat')
    leg = timber(tone, 2, 'leg')
    wedge = timber(SMOKED, 0, 'wedge')
    parts = [kit.lathe('seat', [(0, 0.410), (0.135, 0.410), (0.155, 0.414), (0.172, 0.428), (0.1745, 0.438), (0.168, 0.4485), (0.155, 0.450), (0.12, 0.4455), (0.06, 0.4415), (0, 0.4405)], seat, 160, 10)]
    for i in range(3):
        a = math.radians(90 + 120 * i)
        top = (0.098 * math.cos(a), 0.098 * math.sin(a), 0.4455)
        foot = (0.205 * math.cos(a), 0.205 * math.sin(a), 0.0)
        parts.append(kit.rod('leg', foot, top, 0.0135, 0.017, leg, 48, 0.004))
        w = kit.block('wedge', (0.030, 0.0035, 0.002), (top[0], top[1], 0.4458), wedge, 0.0004, (0, 0, a))
        parts.append(w)
        b = math.radians(90 + 120 * (i + 1))
        k = 0.62
        p = ((0.205 * (1 - 0.35) + 0.098 * 0.35) * math.cos(a), (0.205 * 0.65 + 0.098 * 0.35) * math.sin(a), 0.16 + 0.012 * i)
        q = ((0.205 * 0.65 + 0.098 * 0.35) * math.cos(b), (0.205 * 0.65 + 0.098 * 0.35) * math.sin(b), 0.16 + 0.012 * i)
        parts.append(kit.rod('stretcher', p, q, 0.009, 0.009, leg, 32, 0.002))
    return kit.group(parts, at, rot, scale)


def bent(name, pts, width, thick, mat):
    """A bent board through pts (x, y, z); `width` upright, `thick` across."""
    verts, faces = [], []
    n = len(pts)
    for i, (x, y, z) in enumerate(pts):
        a, b = pts[max(i - 1, 0)], pts[min(i + 1, n - 1)]
        tx, ty = b[0] - a[0], b[1] - a[1]
        ln = math.hypot(tx, ty) or 1
        nx, ny = -ty / ln * thick / 2, tx / ln * thick / 2
        for s, h in ((1, -0.5), (1, 0.5), (-1, 0.5), (-1, -0.5)):
            verts.append((x + s * nx, y + s * ny, z + h * width))
    for i in range(n - 1):
        for k in range(4):
            faces.append((i * 4 + k, i * 4 + (k + 1) % 4, i * 4 + 4 + (k + 1) % 4, i * 4 + 4 + k))
    faces += [(3, 2, 1, 0), tuple((n - 1) * 4 + k for k in range(4))]
    ob = kit.mesh(name, verts, faces, mat, True)
    b = ob.modifiers.new('bevel', 'BEVEL')
    b.width, b.segments, b.limit_method = 0.005, 3, 'ANGLE'
    b.harden_normals = True
    ob.data.use_auto_smooth = True
    return ob


def stolpe(at=(0, 0, 0), tone=OAK, rot=0.0, cord=True):
    """Dining chair, 78 cm: four turned posts, a bent back rail, a woven paper-cord seat."""
    post, rail = timber(tone, 2, 'post'), timber(tone, 0, 'rail')
    parts = []
    w, d, h = 0.225, 0.20, 0.45
    for s in (-1, 1):
        parts.append(kit.rod('front', (s * (w + 0.012), -d - 0.01, 0), (s * w, -d, h - 0.004), 0.012, 0.0165, post, 40, 0.002))
        parts.append(kit.rod('back', (s * (w - 0.012), d + 0.045, 0), (s * (w - 0.02), d, h), 0.012, 0.0165, post, 40, 0.002))
        parts.append(kit.rod('back-up', (s * (w - 0.02), d, h - 0.02), (s * (w - 0.015), d + 0.075, 0.735), 0.0165, 0.0115, post, 40))
        parts.append(kit.rod('side', (s * (w + 0.003), -d - 0.004, 0.22), (s * (w - 0.016), d + 0.022, 0.24), 0.009, 0.009, rail, 28, 0.002))
        parts.append(kit.rod('side-top', (s * w, -d, h - 0.028), (s * (w - 0.02), d, h - 0.028), 0.0125, 0.0125, rail, 28))
    parts.append(kit.rod('front-top', (-w, -d, h - 0.028), (w, -d, h - 0.028), 0.0125, 0.0125, rail, 28))
    parts.append(kit.rod('back-top', (-w + 0.02, d, h - 0.028), (w - 0.02, d, h - 0.028), 0.0125, 0.0125, rail, 28))
    parts.append(kit.rod('cross', (-w + 0.004, 0, 0.232), (w - 0.004, 0, 0.232), 0.009, 0.009, rail, 28, 0.002))
    pts = []
    for i in range(25):
        t = i / 24 * 2 - 1
        pts.append((t * 0.245, d + 0.062 + 0.055 * (1 - t * t), 0.715))
    parts.append(bent('rail', pts, 0.085, 0.017, rail))
    weave = kit.linen('cord', srgb('#c7ad83') if cord else srgb('#2b2b2b'), 420, 0.0022)
    verts, faces, n = [], [], 40
    for j in range(n + 1):
        for i in range(n + 1):
            u, v = i / n * 2 - 1, j / n * 2 - 1
            half = (w + 0.012) + (v + 1) / 2 * (-0.02)
            edge = max(abs(u), abs(v))
            z = h - 0.016 - 0.012 * (1 - u * u) * (1 - v * v) - 0.012 * max(0, edge - 0.93) / 0.07
            verts.append((u * half, v * (d + 0.012), z))
    for j in range(n):
        for i in range(n):
            a = j * (n + 1) + i
            faces.append((a, a + 1, a + n + 2, a + n + 1))
    s = kit.mesh('seat', verts, faces, weave)
    so = s.modifiers.new('so', 'SOLIDIFY')
    so.thickness = 0.022
    parts.append(s)
    return kit.group(parts, at, rot)


def bench(at=(0, 0, 0), tone=OAK, rot=0.0, length=1.5):
    top, leg = timber(tone, 0, 'top'), timber(tone, 2, 'leg')
    parts = [kit.block('top', (length, 0.34, 0.034), (0, 0, 0.433), top, 0.009)]
    for x in (-length / 2 + 0.2, length / 2 - 0.2):
        for y in (-0.115, 0.115):
            parts.append(kit.rod('leg', (x * 1.06, y * 1.3, 0), (x, y, 0.45), 0.014, 0.019, leg, 40, 0.003))
        parts.append(kit.rod('tie', (x * 1.035, -0.13, 0.17), (x * 1.035, 0.13, 0.17), 0.009, 0.009, top, 28))
    parts.append(kit.rod('stretcher', (-length / 2 * 1.0 + 0.2, 0, 0.17), (length / 2 - 0.2, 0, 0.17), 0.010, 0.010, top, 28, 0.002))
    return kit.group(parts, at, rot)


@scene
def rallar_studio():
    lamps.studio(srgb('#bfb7a8'), 80, 0.26, -1)
    rallar((0, 0, 0), OAK, 0.35)
    kit.camera((0, -2.9, 0.78), (0, 0, 0.225), 85, 6.3, (0, -0.15, 0.3))


@scene
def rallar_family():
    lamps.studio(srgb('#99a09c'), 90, 0.26, -1)
    rallar((-0.58, 0.15, 0), BLACK, 0.1)
    rallar((0.0, -0.12, 0), OAK, 0.6)
    rallar((0.58, 0.2, 0), SMOKED, 1.1)
    kit.camera((0.1, -3.6, 0.95), (0, 0, 0.225), 75, 7.1, (0, -0.2, 0.3))


@scene
def stolpe_studio(tone=OAK, paper='#b5b0a4', rot=0.62, cord=True):
    lamps.studio(srgb(paper), 95, 0.26, -1)
    stolpe((0, 0, 0), tone, rot, cord)
    kit.camera((0, -3.6, 0.82), (0, 0, 0.385), 80, 6.3, (0, -0.15, 0.45))


def room(wall='#a9a398', floor=('#b0926b', '#7d6244'), back=1.2, left=-1.8, width=8.0, height=3.0):
    lime = kit.matte('lime', srgb(wall), 0.95, 0.3, 22, 0.0016, 0.14)
    kit.plane('back', width, height, (left + width / 2, back, height / 2), lime, (math.pi / 2, 0, 0))
    boards = kit.wood('floor', srgb(floor[0]), srgb(floor[1]), 1, 0.7, 0.42)
    n = int(width / 0.16) + 1
    for i in range(n):
        kit.block('board', (0.157, 9.0, 0.03), (left + 0.08 + i * 0.16, back - 4.4, -0.015), boards, 0.0015)
    kit.block('skirting', (width, 0.014, 0.09), (left + width / 2, back - 0.007, 0.045), kit.matte('skirt', srgb('#d6d0c4'), 0.6), 0.003)
    return lime


@scene
def stolpe_window():
    """A chair against a lime wall, the window's shape across both."""
    room('#a39d90')
    stolpe((-0.05, 0.35, 0), SMOKED, -0.55)
    ray = (0.86, 0.80, -0.56)
    kit.sun(ray, 5.0, kit.kelvin(4200), 0.8)
    kit.gobo(ray, (0.1, 0.9, 0.62), 1.25, 1.25, (2, 3), 0.06, 3.4)
    kit.area((2.4, -2.4, 2.2), (0, 0.4, 0.5), 2.5, 60, kit.kelvin(7500))
    kit.world((0.55, 0.68, 0.9), 0.22)
    kit.camera((0.25, -3.4, 1.05), (0.02, 0.5, 0.60), 50, 4.5, (-0.05, 0.25, 0.6))


@scene
def bench_hall():
    """The bench in the entrance hall, boots of winter light."""
    room('#b3aca0', ('#9b8262', '#6a543c'), 1.0, -3.4, 9.0)
    bench((0.1, 0.68, 0), OAK, 0.0, 1.7)
    stoneware.pot('moon', stoneware.glaze('night'), (0.72, 0.70, 0.45), 0.82, 3)
    peg = timber(OAK, 0, 'peg')
    kit.block('rail', (1.9, 0.022, 0.07), (0.1, 0.985, 1.52), peg, 0.005)
    for i in range(6):
        kit.rod('peg', (-0.7 + i * 0.32, 0.985, 1.515), (-0.7 + i * 0.32, 0.90, 1.535), 0.0075, 0.011, timber(OAK, 1, 'p'), 24)
    wool = kit.linen('wool', srgb('#3a4650'), 500, 0.0015)
    verts, faces, n = [], [], 60
    for j in range(n + 1):
        for i in range(n + 1):
            u, v = i / n, j / n
            spread = 0.035 + 0.14 * v ** 0.6
            y = 0.91 - 0.035 * math.cos(u * 6.28 * 3.0) * (0.25 + v) - 0.02 * v
            verts.append((-0.38 + (u - 0.5) * 2 * spread + 0.01 * math.sin(v * 5), y, 1.53 - 0.78 * v))
    for j in range(n):
        for i in range(n):
            a = j * (n + 1) + i
            faces.append((a, a + 1, a + n + 2, a + n + 1))
    kit.mesh('coat', verts, faces, wool)
    ray = (0.9, 0.62, -0.45)
    kit.sun(ray, 5.0, kit.kelvin(3900), 0.9)
    kit.gobo(ray, (0.45, 0.9, 0.85), 1.5, 1.1, (3, 2), 0.07, 4.0)
    kit.area((2.4, -2.8, 2.2), (0, 0.4, 0.6), 2.5, 80, kit.kelvin(7500))
    kit.world((0.55, 0.68, 0.9), 0.24)
    kit.camera((0.15, -3.9, 1.15), (0.12, 0.8, 0.88), 46, 5.6, (0.1, 0.6, 0.6))
