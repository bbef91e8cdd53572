"""Vaka, Lykta and Skymning: the lamps, in the studio and at home."""
import math

import kit
from kit import BIRCH, CHALK, CLAY, EMBER, FJORD, IRON, LICHEN, NIGHT, SNOW, srgb

SCENES = []
WARM = (1.0, 0.56, 0.24)
COLOURS = {'chalk': CHALK, 'ember': EMBER, 'night': NIGHT, 'lichen': LICHEN}


def scene(fn):
    SCENES.append(fn)
    return fn


def vaka(at=(0, 0, 0), colour='chalk', power=14.0, scale=1.0, glow=7.0, base=None, lit=True):
    """Table lamp, 41 cm: a stoneware column, an opal globe, a spun dome resting on it."""
    col = COLOURS[colour]
    lac = kit.matte('vaka-' + colour, col, 0.42, 0.12, 220, 0.00005, 0.04)
    white = kit.matte('vaka-inside', srgb('#efe6d6'), 0.5, 0.05, 200, 0.00003, 0.02)
    foot = base or kit.glaze('vaka-foot', tuple(c * 0.95 for c in col), tuple(c * 0.7 for c in col), 0.45, 0.3, 0.0005, 0.25)
    brass = kit.metal('vaka-brass', srgb('#b58a4a'), 0.3)
    parts = [
        kit.lathe('column', [(0, 0), (0.070, 0), (0.070, 0), (0.074, 0.004), (0.0735, 0.012), (0.060, 0.06), (0.047, 0.12), (0.041, 0.175),
                             (0.041, 0.198), (0.038, 0.203), (0, 0.203)], foot, 128, 8),
        kit.lathe('collar', [(0, 0.203), (0.030, 0.203), (0.030, 0.203), (0.030, 0.213), (0.030, 0.213), (0.0, 0.213)], brass, 96, 4),
        kit.lathe('dome', [(0.176, 0.262), (0.1765, 0.268), (0.174, 0.288), (0.160, 0.335), (0.128, 0.376), (0.080, 0.401), (0.03, 0.4105), (0.0, 0.4115)], lac, 160, 12),
        kit.lathe('lining', [(0.1745, 0.262), (0.1748, 0.268), (0.1722, 0.288), (0.158, 0.334), (0.126, 0.3745), (0.079, 0.399), (0.03, 0.4085), (0.0, 0.4095)], white, 160, 12),
        kit.lathe('lip', [(0.1745, 0.2622), (0.1755, 0.2612), (0.1765, 0.2622)], lac, 160, 4),
        kit.lathe('finial', [(0, 0.411), (0.012, 0.411), (0.013, 0.417), (0.009, 0.424), (0, 0.426)], brass, 64, 6),
    ]
    globe_mat = kit.opal('vaka-globe', (1.0, 0.66, 0.36), glow if lit else 0.0, 0.55)
    globe = kit.lathe('globe', [(0.0, 0.212), (0.03, 0.2125), (0.062, 0.232), (0.075, 0.272), (0.062, 0.316), (0.03, 0.338), (0.0, 0.341)], globe_mat, 128, 10)
    globe.visible_shadow = False
    parts.append(globe)
    if lit:
        p = kit.point((0, 0, 0.272), power, WARM, 0.06)
        parts.append(p)
    return kit.group(parts, at, 0, scale)


def lykta(at=(0, 0, 0), power=8.0, colour=NIGHT, scale=1.0, rot=0.5, glow=14.0):
    """Lantern, 34 cm with its handle up: an opal lamp in clear glass between two discs."""
    lac = kit.matte('lykta-lac', colour, 0.45, 0.1, 220, 0.00005, 0.04)
    brass = kit.metal('lykta-brass', srgb('#b58a4a'), 0.32)
    glass = kit.glass('lykta-glass')
    parts = [
        kit.lathe('disc', [(0, 0), (0.072, 0), (0.075, 0.003), (0.075, 0.003), (0.075, 0.024), (0.072, 0.028), (0.072, 0.028), (0, 0.028)], lac, 128, 5),
        kit.lathe('cap', [(0, 0.196), (0.066, 0.196), (0.069, 0.199), (0.069, 0.199), (0.069, 0.214), (0.066, 0.218), (0.02, 0.232), (0.012, 0.244), (0, 0.246)], lac, 128, 6),
    ]
    g = kit.lathe('glass', [(0.058, 0.026), (0.058, 0.2)], glass, 128, raw=True)
    g.visible_shadow = False
    lamp = kit.lathe('flame', [(0, 0.034), (0.02, 0.036), (0.030, 0.062), (0.026, 0.098), (0.012, 0.13), (0, 0.142)], kit.opal('flame', (1.0, 0.6, 0.28), glow, 0.7), 64, 8)
    lamp.visible_shadow = False
    parts += [g, lamp]
    for s in (-1, 1):
        parts.append(kit.rod('post', (s * 0.066, 0, 0.02), (s * 0.066, 0, 0.205), 0.0035, 0.0035, brass, 24))
    pts = [(0.074 * math.cos(a), 0, 0.208 + 0.13 * math.sin(a)) for a in [math.pi * i / 8 for i in range(9)]]
    parts.append(kit.tube('handle', pts, 0.003, brass))
    parts.append(kit.point((0, 0, 0.085), power, WARM, 0.03))
    return kit.group(parts, at, rot, scale)


def skymning(at, colour='night', power=60.0, cable=3.0, scale=1.0, glow=9.0):
    """Pendant, 42 cm wide; `at` is the middle of the rim."""
    col = COLOURS[colour]
    lac = kit.matte('sky-' + colour, col, 0.4, 0.12, 220, 0.00005, 0.04)
    white = kit.matte('sky-inside', srgb('#efe4d0'), 0.55, 0.05, 200, 0.00003, 0.02)
    brass = kit.metal('sky-brass', srgb('#b58a4a'), 0.3)
    out = [(0.21, 0), (0.2105, 0.004), (0.205, 0.03), (0.175, 0.085), (0.115, 0.135), (0.062, 0.175), (0.042, 0.225), (0.037, 0.27), (0.030, 0.283), (0.0, 0.285)]
    parts = [
        kit.lathe('bell', out, lac, 160, 12),
        kit.lathe('lining', [(max(r - 0.003, 0), z - 0.002 if z > 0.02 else z) for r, z in out], white, 160, 12),
        kit.lathe('lip', [(0.207, 0.0002), (0.2085, -0.0012), (0.21, 0.0002)], lac, 160, 4),
        kit.lathe('ring', [(0.040, 0.236), (0.0425, 0.238), (0.0425, 0.246), (0.039, 0.248)], brass, 96, 4),
        kit.rod('cable', (0, 0, 0.28), (0, 0, 0.28 + cable), 0.0028, 0.0028, kit.matte('cable', srgb('#b9a98c'), 0.9), 16),
    ]
    globe = kit.lathe('globe', [(0, -0.012), (0.03, -0.009), (0.058, 0.012), (0.068, 0.045), (0.058, 0.08), (0.03, 0.1), (0, 0.102)], kit.opal('sky-globe', (1.0, 0.66, 0.36), glow, 0.6), 128, 8)
    globe.visible_shadow = False
    parts.append(globe)
    parts.append(kit.point((0, 0, 0.045), power, WARM, 0.05))
    return kit.group(parts, at, 0, scale)


def studio(paper, key=60.0, fill=0.12, side=-1, warm=5600, kicker=12.0):
    kit.sweep(kit.paper('paper', paper))
    kit.area((side * 1.6, -0.9, 1.9), (0, 0, 0.2), 1.3, key, kit.kelvin(warm), 1.6)
    kit.area((-side * 1.8, 0.8, 1.1), (0, 0, 0.2), 0.5, kicker, kit.kelvin(7500), 1.4)
    kit.world((0.75, 0.85, 1.0), fill)


@scene
def vaka_studio(colour='chalk', paper='#b9b3a6', key=52.0, rot=0.0):
    studio(srgb(paper), key, 0.2, -1)
    vaka((0, 0, 0), colour, 7.0, glow=5.0)
    kit.camera((0, -2.3, 0.42), (0, 0, 0.212), 85, 5.6, (0, -0.1, 0.25))


@scene
def vaka_family():
    studio(srgb('#a3a79c'), 66, 0.22, -1)
    vaka((-0.44, 0.12, 0), 'night', 6, glow=5)
    vaka((0.02, -0.1, 0), 'chalk', 6, glow=5)
    vaka((0.47, 0.16, 0), 'ember', 6, glow=5)
    kit.camera((0.1, -2.9, 0.62), (0.0, 0, 0.2), 75, 6.3, (0, -0.1, 0.25))


@scene
def vaka_macro():
    studio(srgb('#8b7d6c'), 46, 0.2, 1, 5200, 10)
    vaka((0, 0, 0), 'ember', 4, glow=4)
    vaka((-0.36, 0.62, 0), 'chalk', 4, glow=4)
    kit.camera((0.26, -0.74, 0.16), (-0.045, 0, 0.262), 70, 2.8, (-0.02, -0.12, 0.262))


def books(at, specs, rot=0.0):
    z = at[2]
    for i, (w, d, h, col, r) in enumerate(specs):
        cover = kit.linen('cover%d' % i, srgb(col), 1600, 0.0001)
        pages = kit.matte('pages', srgb('#d9cfb8'), 0.95, 0.8, 600, 0.0004)
        a = rot + r
        for dz in (0.0015, h - 0.0015):
            kit.block('board', (w, d, 0.003), (at[0], at[1], z + dz), cover, 0.0008, (0, 0, a))
        kit.block('spine', (w, 0.004, h), (at[0] + math.sin(a) * (d / 2 - 0.002), at[1] - math.cos(a) * (d / 2 - 0.002), z + h / 2), cover, 0.0015, (0, 0, a))
        kit.block('pages', (w - 0.012, d - 0.008, h - 0.006), (at[0], at[1], z + h / 2), pages, 0.0005, (0, 0, a))
        z += h
    return z


@scene
def vaka_bedside():
    wall = kit.matte('wall', srgb('#6d7a80'), 0.95, 0.3, 30, 0.0012, 0.14)
    kit.plane('wall', 6, 4, (0, 0.42, 1.5), wall, (math.pi / 2, 0, 0))
    oak = kit.wood('oak', srgb('#b98d5c'), srgb('#7a5232'), 0, 1.3)
    kit.block('shelf', (1.6, 0.36, 0.035), (0, 0.23, -0.0175), oak, 0.006)
    top = books((0.2, 0.2, 0), [(0.23, 0.17, 0.028, '#7b3f2a', 0.08), (0.20, 0.15, 0.022, '#d8cbb0', -0.12), (0.19, 0.14, 0.018, '#39464a', 0.22)])
    cup = kit.glaze('cup', CHALK, tuple(c * 0.8 for c in CHALK), 0.35, 0.8, foot=srgb('#9a7a5c'), foot_z=0.012)
    kit.lathe('cup', [(0.026, 0), (0.034, 0.004), (0.040, 0.03), (0.041, 0.07)], cup, wall=0.003, at=(0.19, 0.19, top))
    vaka((-0.10, 0.22, 0), 'chalk', 5.0, glow=5)
    kit.area((-2.4, -1.4, 1.6), (0, 0.2, 0.1), 1.0, 42, kit.kelvin(8000), 1.8)
    kit.world((0.35, 0.5, 0.75), 0.22)
    kit.camera((0.10, -2.0, 0.34), (0.04, 0.2, 0.235), 75, 3.5, (-0.12, 0.1, 0.26))


@scene
def lykta_studio(colour=None):
    studio(srgb('#6d7780'), 44, 0.16, -1)
    lykta((0, 0, 0), 3.5, NIGHT, 1.0, 0.55)
    kit.camera((0, -1.9, 0.34), (0, 0, 0.165), 90, 5.6, (0, -0.05, 0.12))


@scene
def lykta_steps():
    """Lanterns on the snowed-in steps of the workshop, blue hour."""
    import places
    snow = places.snow_material('snow-near', 0.6)
    h = kit.fractal((260, 260), (3, 3), 5, 4) * 0.035
    kit.terrain('drift', h, -4, 4, -2, 6, snow)
    stone = kit.matte('stone', srgb('#4a4d50'), 0.9, 0.8, 30, 0.004, 0.3)
    for i in range(4):
        kit.block('step', (2.6, 0.42, 0.17), (0.2, 1.0 + i * 0.36, 0.02 + i * 0.16), stone, 0.015)
        n = kit.fractal((60, 200), (2, 6), 4, 20 + i) * 0.012 + 0.03
        import numpy as np
        ys, xs = np.mgrid[-1:1:60j, -1:1:200j]
        n -= 0.09 * np.clip(np.maximum(np.abs(ys), np.abs(xs)) - 0.86, 0, 1) / 0.14 * 0.6
        kit.terrain('cap%d' % i, n + 0.105 + i * 0.16, -1.1, 1.5, 0.79 + i * 0.36, 1.21 + i * 0.36, snow)
    wall = kit.wood('wall', srgb('#3a2c24'), srgb('#1c1512'), 2, 0.7, 0.8)
    for i in range(-12, 14):
        kit.block('board', (0.148, 0.03, 3.2), (i * 0.15, 2.55, 1.9), wall, 0.004)
    kit.block('backing', (5, 0.02, 3.2), (0.1, 2.58, 1.9), kit.paper('backing', srgb('#15100d')), 0)
    kit.block('bank', (2.5, 3.0, 0.55), (-2.45, 1.9, 0.02), snow, 0.12, (0.05, 0, 0.06), 5)
    lykta((-0.62, 0.95, 0.135), 5.0, rot=0.4)
    lykta((0.75, 1.32, 0.295), 5.0, rot=-0.5)
    lykta((-0.35, 1.70, 0.455), 5.0, rot=0.2)
    kit.world((0.10, 0.17, 0.33), 0.55, (0.03, 0.06, 0.16))
    kit.camera((0.25, -2.6, 0.95), (0.05, 1.2, 0.46), 60, 2.8, (-0.6, 0.95, 0.25))


@scene
def skymning_trio():
    studio(srgb('#b4ab9b'), 80, 0.3, -1)
    for x, y, z, c in [(-0.42, 0.3, 0.78, 'night'), (0.06, 0.0, 0.48, 'ember'), (0.46, 0.35, 0.98, 'chalk')]:
        skymning((x, y, z), c, 4.0, glow=5)
    kit.camera((0, -3.4, 0.78), (0.02, 0, 0.78), 70, 5.6, (0.06, -0.2, 0.55))


@scene
def skymning_under():
    studio(srgb('#59646e'), 30, 0.14, -1)
    skymning((0, 0, 0.6), 'night', 2.2, glow=3)
    kit.camera((0.18, -0.75, 0.36), (0.02, 0, 0.66), 60, 3.2, (0.02, -0.2, 0.62))


@scene
def vaka_window(layer='all', lens=38):
    """The hero: a lamp on the sill at blue hour, the valley outside. `layer` keeps only the light of the sky or of the lamp."""
    import places
    places.valley(seed=5, y0=40)
    oak = kit.wood('oak', srgb('#a97f52'), srgb('#6b472c'), 0, 1.0)
    kit.block('table', (5.0, 0.62, 0.04), (0, 0.1, -0.02), oak, 0.006)
    wall = kit.matte('reveal', srgb('#8e8a80'), 0.95, 0.3, 40, 0.001, 0.1)
    kit.block('frame-l', (0.10, 0.16, 2.4), (-1.34, 0.5, 1.2), wall, 0.004)
    kit.block('frame-r', (0.07, 0.12, 2.4), (0.93, 0.5, 1.2), wall, 0.004)
    kit.block('frame-b', (5.0, 0.12, 0.05), (0, 0.5, 0.0), wall, 0.004)
    vaka((0.48, 0.12, 0), 'night', 5.0, glow=5, lit=layer != 'sky')
    bowl = kit.glaze('bowl', srgb('#3f4d55'), srgb('#22303a'), 0.2, 0.4, foot=CLAY, foot_z=0.012)
    kit.lathe('bowl', [(0.04, 0), (0.05, 0.006), (0.10, 0.035), (0.125, 0.07)], bowl, wall=0.004, at=(-0.02, 0.08, 0), wobble=0.006)
    vase = kit.glaze('vase', CHALK, tuple(c * 0.75 for c in CHALK), 0.5, 0.7, 0.0008, foot=srgb('#8d6a4f'), foot_z=0.016)
    kit.lathe('vase', [(0.04, 0), (0.055, 0.01), (0.085, 0.08), (0.078, 0.15), (0.035, 0.2), (0.028, 0.25), (0.034, 0.27)], vase, wall=0.004, at=(-0.36, 0.2, 0), wobble=0.006)
    if layer != 'lamp':
        kit.area((-2.2, -1.8, 1.5), (0, 0, 0.1), 1.5, 7, kit.kelvin(7000))
    kit.world(srgb('#b98f78'), 0.0 if layer == 'lamp' else 0.34, [(0.0, srgb('#d9a583')), (0.05, srgb('#9d93a0')), (0.2, srgb('#54708f')), (0.6, srgb('#22385a'))])
    kit.camera((0.0, -1.75, 0.37), (0.02, 0.2, 0.285), lens, 4.0, (0.48, 0.0, 0.25))
