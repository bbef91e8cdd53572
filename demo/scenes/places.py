"""Torneträsk, the fells, snow and ice; the workshop from outside."""
import math

import bpy
import numpy as np

import kit
from kit import srgb

SCENES = []


def scene(fn):
    SCENES.append(fn)
    return fn


def snow_material(name, blue=0.3, sparkle=False):
    g = kit.Graph(name)
    v = g.coords()
    base = g.mix(g.ramp(g.noise(v, 2.2, 4), [(0.3, 0.0), (0.7, 1.0)]), (0.78, 0.82, 0.88), (0.9, 0.91, 0.93))
    n = g.bump(g.noise(v, 26, 6, 0.7), 0.01, 0.5)
    n = g.bump(g.noise(v, 180, 4, 0.7), 0.002, 0.6, n)
    return g.principled(Base_Color=base, Roughness=0.7, Normal=n, Specular=0.25)


def fell_material(name, snowline=0.72, rock='#3a3c40', scale=0.004, snow=(0.82, 0.86, 0.92), detail=1.0):
    """Snow where the slope lets it lie, rock where not, with broken edges."""
    g = kit.Graph(name)
    v = g.coords()
    geo = g.node('NewGeometry')
    nz = g.node('SeparateXYZ', Vector=geo.outputs['True Normal']).outputs['Z']
    big = g.noise(v, scale * 2, 8, 0.65)
    fine = g.noise(v, scale * 30 * detail, 6, 0.7)
    s = g.math('ADD', nz, g.math('MULTIPLY', g.math('SUBTRACT', big, 0.5), 0.35))
    s = g.math('ADD', s, g.math('MULTIPLY', g.math('SUBTRACT', fine, 0.5), 0.42))
    mask = g.ramp(s, [(snowline - 0.07, 0.0), (snowline + 0.05, 1.0)])
    rockc = g.mix(fine, tuple(c * 0.45 for c in srgb(rock)), tuple(c * 1.3 for c in srgb(rock)))
    base = g.mix(mask, rockc, snow)
    n = g.bump(g.noise(v, scale * 40 * detail, 8, 0.7), 14.0 / detail, 0.6)
    return g.principled(Base_Color=base, Roughness=0.9, Normal=n, Specular=0.1)


def ridge(shape, seed, cells=(3, 5), octaves=8, power=1.5):
    h = kit.fractal(shape, cells, octaves, seed, 0.43, ridged=True)
    h = (h - h.min()) / (h.max() - h.min())
    return h ** power


def valley(seed=5, y0=40, lake=-60.0, height=760.0, width=9000.0, depth=9000.0, n=900, snowline=0.70, lapporten=True):
    """Fells behind a frozen lake; the skyline has the U of Lapporten a little left of the middle."""
    yy, xx = np.mgrid[0:1:n * 1j, -1:1:n * 1j]
    h = ridge((n, n), seed, (3, 4), 9, 1.7) * height
    back = np.clip((yy - 0.34) / 0.45, 0, 1) ** 1.2
    h = h * (0.12 + 0.88 * back)
    if lapporten:
        # A glacial trough: two broad shoulders and a parabola between them, rough with the same ridges.
        u = np.abs(xx + 0.06 + 0.03 * (yy - 0.7)) / 0.17
        band = np.clip(1 - np.abs(yy - 0.74) / 0.26, 0, 1) ** 0.6
        shoulder = np.clip(1 - ((np.maximum(u - 1.25, 0)) / 2.1) ** 1.3, 0, 1)
        trough = np.clip(u / 1.12, 0, 1) ** 2.6
        mass = shoulder * trough * band
        h = h * (0.30 + 0.70 * np.clip(u / 2.6, 0, 1)) + mass * height * (0.78 + 0.25 * h / height)
    shore = np.clip((yy - 0.30) / 0.05, 0, 1)
    h = lake + 2 + h * shore - (1 - shore) * 30
    kit.terrain('fells', h, -width / 2, width / 2, y0 + 200, y0 + depth, fell_material('fell', snowline))
    ice = kit.Graph('ice')
    v = ice.coords((0.002, 0.006, 1))
    patch = ice.ramp(ice.noise(v, 1.0, 6, 0.6, 0.6), [(0.42, 0.0), (0.60, 1.0)])
    ice.principled(Base_Color=ice.mix(patch, (0.10, 0.15, 0.20), (0.62, 0.68, 0.76)), Roughness=ice.mix(patch, (0.12,) * 3, (0.8,) * 3), Specular=0.4)
    kit.plane('lake', 40000, 40000, (0, 15000, lake), ice.mat)


class Air:
    """Haze: `color` takes over with distance, 63 % of it after `metres` beyond `start`; the sky itself stays clear."""

    def __init__(self, color, metres, start=0.0, most=1.0):
        self.color, self.metres, self.start, self.most = color, metres, start, most

    def share(self, depth):
        f = (1 - np.exp(-np.maximum(np.minimum(depth, 40000) - self.start, 0) / self.metres)) * self.most
        return np.where(depth > 60000, 0, f).astype(np.float32)


dusk_air = Air((0.16, 0.19, 0.26), 22000, 200, 0.8)
dawn_air = Air((0.62, 0.56, 0.56), 20000, 300, 0.8)


@scene
def lapporten():
    """Lapporten across Torneträsk at dusk."""
    valley(seed=5, y0=40, lake=-220.0, height=900, width=12000, depth=10500, n=1300, snowline=0.66)
    sun((0.85, 0.35, -0.16), 1.1, kit.kelvin(3300), 1.5)
    kit.world(srgb('#e0a27c'), 0.55, [(0.0, srgb('#e8ad83')), (0.035, srgb('#c39a94')), (0.12, srgb('#7f8ba6')), (0.4, srgb('#344f78'))])
    kit.camera((0, 0, 60), (-330, 5000, 420), 58, shift=(0, 0.0))


def sun(direction, power, color, angle):
    return kit.sun(direction, power, color, angle)


@scene
def lake_dawn():
    """First sun on the fells, seen over a snowed-in shore."""
    valley(seed=23, y0=0, lake=-40.0, height=700, width=9000, depth=8000, n=1300, snowline=0.60, lapporten=False)
    h = kit.fractal((500, 900), (4, 8), 7, 31, 0.45) * 2.2
    yy = np.linspace(0, 1, 500)[:, None]
    kit.terrain('shore', h - 38.5 - 14 * np.clip((yy - 0.45) / 0.5, 0, 1) ** 2 + 3 * (1 - yy), -160, 160, 12, 230, snow_material('shore-snow'))
    sun((-0.8, 0.42, -0.20), 3.2, kit.kelvin(3600), 0.8)
    kit.world(srgb('#f0cdb0'), 0.65, [(0.0, srgb('#efc9ad')), (0.05, srgb('#c9b4b4')), (0.2, srgb('#8ba3bf')), (0.6, srgb('#5378a5'))])
    kit.camera((0, 0, -27), (300, 3500, 200), 58)


@scene
def drifts():
    """Sastrugi: snow cut by wind, in low side light."""
    rows, cols = 1000, 1200
    a = kit.fractal((rows, cols), (22, 7), 7, 8, 0.42, ridged=True)
    b = kit.fractal((rows, cols), (3, 3), 4, 9, 0.5)
    h = a * 0.10 + b * 0.5
    kit.terrain('drift', h, -9, 9, 1.0, 22, snow_material('drift-snow'))
    hills = ridge((500, 800), 77, (2, 5), 8, 1.4) * 620
    yy = np.linspace(0, 1, 500)[:, None]
    kit.terrain('hills', hills * np.clip(yy * 3, 0, 1) - 120, -6000, 6000, 4500, 9000, fell_material('hill', 0.62))
    kit.plane('plain', 30000, 30000, (0, 15000, -1.0), snow_material('plain'))
    sun((0.95, 0.30, -0.14), 3.4, kit.kelvin(3300), 0.7)
    kit.world(srgb('#dfb9a8'), 0.55, [(0.0, srgb('#e9bfa4')), (0.06, srgb('#b3a7b5')), (0.3, srgb('#6483ad')), (0.7, srgb('#335a93'))])
    kit.camera((0, -0.3, 1.35), (0.4, 9, 0.55), 35, 11, (0, 3.2, 0.4))


def birch(at, height=6.0, seed=1, mat=None):
    """A bare mountain birch: several leaning stems, fine twigs."""
    import random
    rnd = random.Random(seed)
    for s in range(rnd.randint(2, 4)):
        pts, x, y, z = [], at[0] + rnd.uniform(-0.15, 0.15), at[1], at[2] - 0.2
        dx, dy = rnd.uniform(-0.28, 0.28), rnd.uniform(-0.2, 0.2)
        hh = height * rnd.uniform(0.65, 1.0)
        n = 12
        for i in range(n):
            pts.append((x, y, z))
            x += dx * hh / n + rnd.uniform(-0.07, 0.07)
            y += dy * hh / n
            z += hh / n
        ob = kit.tube('stem', pts, 0.05, mat, 4)
        for i, p in enumerate(ob.data.splines[0].bezier_points):
            p.radius = 1.2 * (1 - i / n) + 0.15
        for i in range(3, n):
            for k in range(3):
                ln = hh * rnd.uniform(0.12, 0.28) * (1.2 - i / n)
                a, side = rnd.uniform(0, 6.28), rnd.uniform(0.5, 1.0)
                p = pts[i]
                sub = [p]
                for t in (0.35, 0.7, 1.0):
                    sub.append((p[0] + ln * t * side * math.cos(a), p[1] + ln * t * side * math.sin(a), p[2] + ln * t * (0.75 - 0.2 * t)))
                tw = kit.tube('twig', sub, 0.014, mat, 3)
                for q in range(3):
                    e = sub[1 + q % 3]
                    b = rnd.uniform(0, 6.28)
                    kit.tube('fine', [e, (e[0] + 0.25 * math.cos(b), e[1] + 0.25 * math.sin(b), e[2] + 0.22), (e[0] + 0.4 * math.cos(b), e[1] + 0.4 * math.sin(b), e[2] + 0.5)], 0.006, mat, 2)


@scene
def workshop_dusk():
    """The workshop at Abisko, lights on, the fells behind."""
    valley(seed=5, y0=60, lake=-30.0, height=820, width=9000, depth=9000, n=1100, snowline=0.66)
    h = kit.fractal((700, 900), (4, 6), 7, 12, 0.42) * 0.9
    yy, xx = np.mgrid[0:1:700j, -1:1:900j]
    h = h * (0.25 + 0.75 * np.clip(np.abs(yy - 0.32) / 0.2, 0, 1)) - 8 * np.clip((yy - 0.55) / 0.45, 0, 1) ** 2
    kit.terrain('ground', h, -60, 60, -6, 110, snow_material('ground'))
    wall = kit.wood('wall', srgb('#6b2f22'), srgb('#3d1913'), 2, 0.5, 0.85)
    white = kit.matte('trim', srgb('#cfc9bd'), 0.7, 0.2)
    lit = kit.glow('lit', (1.0, 0.52, 0.20), 5.5)
    snow = snow_material('roof')
    ox, oy = 3.0, 30.0
    length, depth, eave, ridge_h = 16.0, 7.5, 3.3, 6.1
    kit.block('body', (length, depth, eave + 1), (ox, oy, eave / 2 - 0.5), wall, 0)
    for i in range(int(length / 0.3)):
        kit.block('batten', (0.05, 0.04, eave), (ox - length / 2 + 0.15 + i * 0.3, oy - depth / 2 - 0.02, eave / 2), wall, 0)
    for s in (-1, 1):
        x = ox + s * length / 2
        kit.mesh('gable', [(x, oy - depth / 2, eave), (x, oy + depth / 2, eave), (x, oy, ridge_h)], [(0, 1, 2)], wall, False)
    slope = math.atan2(ridge_h - eave, depth / 2)
    ln = math.hypot(ridge_h - eave, depth / 2) + 0.5
    for s in (-1, 1):
        kit.block('roof', (length + 0.9, ln, 0.34), (ox, oy + s * depth / 4 * 1.03, (eave + ridge_h) / 2 + 0.16), snow, 0.14, (-s * slope, 0, 0), 5)
    brick = kit.matte('chimney', srgb('#5a4238'), 0.95, 0.6)
    kit.block('chimney', (0.8, 0.8, 2.2), (ox + 3.6, oy + 0.3, ridge_h + 0.4), brick, 0.01)
    kit.block('chimney-snow', (0.9, 0.9, 0.18), (ox + 3.6, oy + 0.3, ridge_h + 1.55), snow, 0.08)
    fy = oy - depth / 2
    for i in range(6):
        x = ox - 6.6 + i * 2.45
        if i == 2:
            kit.block('door', (1.0, 0.06, 2.1), (x, fy - 0.03, 1.05), white, 0.01)
            kit.block('door-glass', (0.55, 0.03, 0.7), (x, fy - 0.07, 1.55), lit, 0)
            continue
        kit.block('pane', (1.15, 0.02, 1.25), (x, fy - 0.03, 1.75), lit, 0)
        for dx in (-0.62, 0, 0.62):
            kit.block('frame', (0.07 if dx else 0.04, 0.06, 1.4), (x + dx, fy - 0.06, 1.75), white, 0)
        for dz in (-0.68, 0.18, 0.68):
            kit.block('frame', (1.31, 0.06, 0.07 if abs(dz) > 0.5 else 0.04), (x, fy - 0.06, 1.75 + dz), white, 0)
        kit.area((x, fy - 0.25, 1.7), (x, fy - 4, -0.6), 1.1, 70, (1.0, 0.55, 0.24), 1.2)
    bark = kit.matte('birch', srgb('#6a6058'), 0.9, 0.9, 8, 0.004, 0.4)
    for i, (x, y, hh) in enumerate([(-10.5, 22, 6.5), (-13, 30, 7), (-8.5, 33, 6), (14.5, 24, 7), (17, 34, 7.5), (13, 18, 5.5), (-16, 19, 6), (21, 28, 7)]):
        birch((x, y, 0), hh, 40 + i, bark)
    kit.world(srgb('#c09a94'), 0.42, [(0.0, srgb('#c39c92')), (0.05, srgb('#8a8ea8')), (0.2, srgb('#4a6796')), (0.6, srgb('#20386a'))])
    kit.camera((-3.0, -2.5, 2.3), (1.6, 30, 4.3), 36)
