"""Torne: stoneware in four glazes, on the table, on plinths, in the workshop."""
import math
import random

import kit
import lamps
from kit import BIRCH, CHALK, CLAY, EMBER, FJORD, IRON, LICHEN, NIGHT, SNOW, srgb

SCENES = []
BARE = srgb('#96704f')


def scene(fn):
    SCENES.append(fn)
    return fn


def glaze(kind):
    """The four glazes of the series: snow, lichen, night, iron."""
    return {
        'snow': lambda: kit.glaze('snow', srgb('#e3ddcf'), srgb('#c4b79f'), 0.34, 0.75, foot=BARE, foot_z=0.016),
        'lichen': lambda: kit.glaze('lichen', srgb('#8c9580'), srgb('#5d6a5b'), 0.30, 0.5, foot=BARE, foot_z=0.016),
        'night': lambda: kit.glaze('night', srgb('#2a3a49'), srgb('#141d27'), 0.18, 0.3, foot=BARE, foot_z=0.016),
        'iron': lambda: kit.glaze('iron', srgb('#7d4a2e'), srgb('#2c1c15'), 0.24, 0.4, pool=0.5, foot=BARE, foot_z=0.016),
        'fjord': lambda: kit.glaze('fjord', srgb('#6f8796'), srgb('#455c6b'), 0.26, 0.5, foot=BARE, foot_z=0.016),
        'bisque': lambda: kit.matte('bisque', srgb('#c39a80'), 0.95, 0.4, 140, 0.0003, 0.1),
        'raw': lambda: kit.matte('raw', srgb('#a89a8b'), 0.9, 0.4, 140, 0.0003, 0.12),
    }[kind]()


PROFILES = {
    # name: (profile, wall)
    'tall': ([(0.045, 0), (0.052, 0.004), (0.062, 0.05), (0.070, 0.16), (0.064, 0.26), (0.043, 0.32), (0.036, 0.345), (0.041, 0.37)], 0.0045),
    'round': ([(0.05, 0), (0.062, 0.006), (0.108, 0.06), (0.124, 0.12), (0.105, 0.18), (0.055, 0.216), (0.040, 0.226), (0.044, 0.242)], 0.005),
    'bottle': ([(0.045, 0), (0.055, 0.006), (0.078, 0.06), (0.074, 0.13), (0.040, 0.18), (0.021, 0.215), (0.0185, 0.29), (0.024, 0.31)], 0.004),
    'jar': ([(0.06, 0), (0.068, 0.004), (0.088, 0.06), (0.092, 0.14), (0.084, 0.2), (0.078, 0.215), (0.082, 0.225)], 0.005),
    'moon': ([(0.055, 0), (0.07, 0.006), (0.135, 0.075), (0.158, 0.155), (0.138, 0.235), (0.075, 0.292), (0.058, 0.302), (0.060, 0.316)], 0.005),
    'bowl': ([(0.036, 0), (0.042, 0.010), (0.042, 0.010), (0.075, 0.026), (0.098, 0.055), (0.106, 0.085)], 0.0045),
    'dish': ([(0.055, 0), (0.062, 0.009), (0.062, 0.009), (0.12, 0.022), (0.165, 0.05)], 0.005),
    'cup': ([(0.026, 0), (0.033, 0.004), (0.040, 0.028), (0.042, 0.058), (0.041, 0.082)], 0.0035),
    'beaker': ([(0.030, 0), (0.036, 0.004), (0.038, 0.05), (0.040, 0.105)], 0.0035),
    'plate': ([(0.080, 0), (0.086, 0.005), (0.086, 0.005), (0.112, 0.007), (0.128, 0.013), (0.135, 0.024)], 0.0045),
    'small': ([(0.055, 0), (0.06, 0.005), (0.06, 0.005), (0.078, 0.006), (0.09, 0.011), (0.096, 0.02)], 0.004),
    'pitcher': ([(0.045, 0), (0.053, 0.005), (0.070, 0.06), (0.068, 0.13), (0.050, 0.185), (0.046, 0.215), (0.052, 0.24)], 0.0045),
}


def pot(kind, mat, at, scale=1.0, seed=1, wobble=0.005):
    prof, wall = PROFILES[kind]
    return kit.lathe(kind, prof, mat, 144, 10, wall, at, wobble, seed, scale)


def branch(at, seed=3, height=0.5, lean=0.25, n=9):
    """A bare birch twig with buds."""
    rnd = random.Random(seed)
    bark = kit.matte('bark', srgb('#3b2a22'), 0.8, 0.6, 200, 0.0003, 0.3)
    pts, x, y, z = [], at[0], at[1], at[2]
    dx, dy = lean, rnd.uniform(-0.05, 0.05)
    for i in range(n):
        pts.append((x, y, z))
        z += height / n
        x += dx * height / n + rnd.uniform(-0.012, 0.012)
        y += dy * height / n + rnd.uniform(-0.01, 0.01)
    kit.tube('twig', pts, 0.0026, bark)
    for i in range(2, n):
        for s in range(2):
            side = -1 if (i + s) % 2 else 1
            ln = height * rnd.uniform(0.14, 0.34) * (1.15 - i / n)
            a = rnd.uniform(0.5, 1.0)
            p = pts[i]
            sub = [p]
            for k in range(1, 5):
                t = k / 4
                sub.append((p[0] + side * ln * t * math.sin(a) * (1 - 0.2 * t), p[1] + rnd.uniform(-0.02, 0.02) * t, p[2] + ln * t * math.cos(a) + 0.01 * t * t))
            kit.tube('sub', sub, 0.0013, bark, 6)
            for q in sub[2:]:
                b = kit.lathe('bud', [(0, 0), (0.0028, 0.003), (0.0024, 0.008), (0, 0.012)], bark, 12, 4, at=q)
                b.rotation_euler = (rnd.uniform(-0.5, 0.5), side * a, 0)


def table(light='#b48a5c', dark='#74502f', y=0.3, depth=1.6, rough=0.5):
    oak = kit.wood('oak', srgb(light), srgb(dark), 0, 1.0, rough)
    kit.block('table', (6, depth, 0.04), (0, y, -0.02), oak, 0.004)
    return oak


def lime_wall(colour='#9a958a', y=0.9):
    return kit.plane('wall', 12, 6, (0, y, 2.0), kit.matte('lime', srgb(colour), 0.95, 0.35, 26, 0.0016, 0.16), (math.pi / 2, 0, 0))


@scene
def torne_trio():
    """Three vases on oak, low sun through panes."""
    lime_wall('#a8a295', 0.75)
    table()
    pot('moon', glaze('snow'), (-0.25, 0.22, 0), 1.0, 3)
    pot('tall', glaze('lichen'), (0.08, 0.08, 0), 1.05, 5)
    pot('bottle', glaze('iron'), (0.30, 0.26, 0), 1.0, 7)
    ray = (0.80, 0.72, -0.50)
    kit.sun(ray, 5.0, kit.kelvin(4300), 0.9)
    kit.gobo(ray, (0.12, 0.5, 0.30), 0.86, 0.74, (2, 2), 0.05, 3.0)
    kit.area((2.5, -1.5, 2.0), (0, 0, 0.2), 2.2, 22, kit.kelvin(7500))
    kit.world((0.55, 0.68, 0.9), 0.22)
    kit.camera((0.02, -1.95, 0.42), (0.02, 0.2, 0.2), 62, 4.0, (0.0, 0.08, 0.2))


@scene
def torne_bottle(kind='night', paper='#c8c0b2', shape='bottle', key=40.0):
    lamps.studio(srgb(paper), key, 0.16, -1, 5600, 10)
    pot(shape, glaze(kind), (0, 0, 0), 1.0, 4)
    tall = kit_height(shape)
    kit.camera((0, -2.1, tall * 0.9 + 0.08), (0, 0, tall * 0.49), 95, 5.6, (0, -0.07, tall * 0.5))


def kit_height(shape):
    return PROFILES[shape][0][-1][1]


@scene
def torne_branch():
    lime_wall('#8f958f', 0.7)
    table('#7d5a3c', '#4a3222', 0.3, 1.6)
    pot('moon', glaze('night'), (0.02, 0.15, 0), 0.95, 6)
    branch((0.0, 0.15, 0.2), 12, 0.62, -0.42, 11)
    branch((0.04, 0.15, 0.2), 5, 0.52, 0.30, 10)
    pot('cup', glaze('snow'), (0.27, 0.06, 0), 1.0, 8)
    kit.area((-2.2, -0.7, 1.6), (0, 0.2, 0.3), 0.9, 55, kit.kelvin(6200), 1.6)
    kit.world((0.6, 0.72, 0.9), 0.08)
    kit.camera((0.06, -2.3, 0.48), (0.02, 0.2, 0.36), 62, 4.0, (0.02, 0.02, 0.2))


@scene
def torne_stack():
    lime_wall('#b3ab9d', 0.8)
    kit.cloth('cloth', 3.2, 2.6, (0, -0.2, 0), kit.linen('linen', srgb('#b9b0a0'), 1500, 0.0004), 0.010, 4)
    z = 0.006
    for i, k in enumerate(['snow', 'snow', 'lichen', 'fjord', 'snow', 'iron']):
        pot('plate' if i < 4 else 'small', glaze(k), (0.003 * ((i * 7) % 3 - 1), 0.1 + 0.003 * ((i * 5) % 3 - 1), z), 1.0, 20 + i)
        z += 0.0125
    z += 0.004
    for i, k in enumerate(['night', 'snow', 'lichen']):
        pot('bowl', glaze(k), (0.002 * i, 0.1, z), 0.8, 30 + i)
        z += 0.0265
    pot('cup', glaze('snow'), (-0.245, 0.16, 0.006), 1.0, 9)
    kit.area((-1.8, -0.6, 1.2), (0, 0.1, 0.1), 0.8, 34, kit.kelvin(5400), 1.3)
    kit.world((0.6, 0.72, 0.9), 0.14)
    kit.camera((0.05, -1.5, 0.30), (-0.04, 0.1, 0.100), 92, 3.5, (0, -0.03, 0.12))


@scene
def torne_table():
    """From straight above: places laid for four on a dark table."""
    oak = kit.wood('dark-oak', srgb('#5f4632'), srgb('#33231a'), 0, 0.9, 0.55)
    for i in range(-3, 4):
        kit.block('plank', (4, 0.198, 0.04), (0.13 * ((i * 5) % 3), i * 0.2, -0.02), oak, 0.003)
    kit.cloth('runner', 0.42, 2.6, (0.02, 0, 0), kit.linen('linen', srgb('#a9a392'), 1500, 0.0004), 0.008, 9)
    steel = kit.metal('steel', srgb('#8f8a82'), 0.3)

    def setting(x, y, rot, a, b):
        def p(dx, dy):
            return (x + dx * math.cos(rot) - dy * math.sin(rot), y + dx * math.sin(rot) + dy * math.cos(rot), 0.004)
        pot('plate', glaze(a), p(0, 0), 1.08, int(x * 90) + 3)
        q = p(0.004, 0.003)
        pot('bowl' if b in ('night', 'iron') else 'small', glaze(b), (q[0], q[1], 0.017), 0.86, int(y * 70) + 5)
        pot('cup', glaze('snow' if a != 'snow' else 'lichen'), p(0.15, 0.17), 1.0, 5)
        for k, s in ((-1, 0.19), (1, 0.17), (1, 0.2)):
            o = p(k * s, -0.01)
            h = kit.rod('handle', (0, -0.10, 0.004), (0, 0.03, 0.004), 0.0042, 0.003, steel, 16)
            t = kit.block('tip', (0.015, 0.07, 0.002), (0, 0.06, 0.004), steel, 0.0009)
            kit.group([h, t], (o[0], o[1], 0), rot)
    setting(-0.42, -0.30, 0.05, 'snow', 'night')
    setting(0.36, -0.32, -0.04, 'lichen', 'snow')
    setting(-0.38, 0.33, math.pi - 0.06, 'fjord', 'snow')
    setting(0.42, 0.31, math.pi + 0.04, 'snow', 'iron')
    pot('dish', glaze('iron'), (0.0, 0.02, 0.008), 1.0, 44)
    pot('pitcher', glaze('snow'), (0.02, -0.40, 0.006), 0.9, 45)
    ray = (0.75, -0.45, -0.62)
    kit.sun(ray, 4.5, kit.kelvin(4600), 1.0)
    kit.gobo(ray, (0.05, 0, 0), 1.5, 0.95, (3, 2), 0.06, 3.4)
    kit.area((-2.0, 1.5, 2.2), (0, 0, 0), 2.0, 40, kit.kelvin(7500))
    kit.world((0.5, 0.65, 0.9), 0.16)
    kit.camera((0.0, 0, 2.6), (0.0, 0.0001, 0), 66, 8, (0, 0, 0.02))


@scene
def torne_cups():
    lime_wall('#6c7478', 1.1)
    table('#a57c50', '#66452b', 0.3, 1.6)
    for i, k in enumerate(['snow', 'lichen', 'fjord', 'night', 'iron', 'snow', 'lichen']):
        pot('cup' if i % 3 else 'beaker', glaze(k), (-0.42 + i * 0.135, 0.06 + 0.16 * (i % 2) - i * 0.006, 0), 1.0, 50 + i)
    kit.area((-2.0, 0.4, 0.9), (0, 0.1, 0.05), 0.6, 26, kit.kelvin(4600), 1.2)
    kit.area((1.8, -1.6, 1.6), (0, 0.1, 0.05), 1.2, 5, kit.kelvin(8500))
    kit.world((0.5, 0.62, 0.85), 0.08)
    kit.camera((0.1, -1.25, 0.24), (-0.02, 0.1, 0.062), 66, 2.8, (-0.02, 0.06, 0.06))


@scene
def torne_macro():
    lamps.studio(srgb('#7c786f'), 14, 0.1, -1, 5200, 6)
    pot('round', glaze('iron'), (0, 0, 0), 1.0, 4)
    pot('round', glaze('snow'), (0.28, 0.22, 0), 1.0, 5)
    kit.camera((-0.14, -0.42, 0.31), (0.015, -0.04, 0.188), 75, 3.2, (-0.02, -0.085, 0.196))


def workshop(seed=2, rows=4, cols=11, bare=True):
    """Ware drying on shelves of rough boards."""
    rnd = random.Random(seed)
    wall = kit.matte('wall', srgb('#8d8a80'), 0.95, 0.5, 20, 0.002, 0.2)
    kit.plane('wall', 10, 6, (0, 0.42, 1.5), wall, (math.pi / 2, 0, 0))
    pine = kit.wood('pine', srgb('#b1946c'), srgb('#7a5f43'), 0, 0.8, 0.75, 7, 0.0008)
    post = kit.wood('post', srgb('#9c8160'), srgb('#6c543b'), 2, 0.8, 0.75, 7, 0.0008)
    mats = [glaze(k) for k in ('raw', 'raw', 'bisque', 'bisque', 'snow')]
    heights = [0.0, 0.42, 0.80, 1.14, 1.48][:rows + 1]
    for z in heights:
        kit.block('shelf', (3.2, 0.34, 0.028), (0, 0.22, z - 0.014), pine, 0.003)
    for x in (-1.15, -0.0, 1.15):
        kit.block('post', (0.045, 0.06, 2.4), (x + 0.02, 0.40, 0.7), post, 0.004)
    kinds = [['moon', 'jar', 'round'], ['tall', 'bottle', 'pitcher'], ['bowl', 'bowl', 'dish'], ['cup', 'beaker', 'cup'], ['jar', 'round', 'pitcher']]
    for row, z in enumerate(heights):
        x = -1.4
        m = rnd.choice(mats)
        kind = rnd.choice(kinds[row])
        run = 0
        while x < 1.4:
            if run <= 0:
                m, kind, run = rnd.choice(mats), rnd.choice(kinds[row]), rnd.randint(2, 5)
            r = max(p[0] for p in PROFILES[kind][0])
            x += r + 0.012
            depth = 0.16 + rnd.uniform(-0.02, 0.05)
            zz = z
            for k in range(rnd.choice([1, 2, 3]) if kind in ('bowl', 'cup') else 1):
                pot(kind, m, (x, depth, zz), rnd.uniform(0.96, 1.02), rnd.randint(0, 99), 0.008)
                zz += 0.034 if kind == 'bowl' else 0.052
            x += r + rnd.uniform(0.004, 0.05)
            run -= 1


@scene
def workshop_shelves():
    workshop(5)
    kit.window((-3.2, -2.2, 2.2), (0.1, 0.3, 0.7), 1.4, 1.8, 700, kit.kelvin(4400), (2, 3), 0.08, 1.0, 0.45)
    kit.area((2.5, -2.0, 1.6), (0, 0.2, 0.8), 2.0, 16, kit.kelvin(8000))
    kit.world((0.55, 0.68, 0.9), 0.10)
    kit.camera((0.35, -2.3, 0.92), (0.02, 0.2, 0.72), 52, 3.5, (0.0, 0.15, 0.8))


@scene
def workshop_detail():
    workshop(11)
    kit.area((-2.4, -0.9, 1.5), (-0.3, 0.2, 0.6), 0.9, 70, kit.kelvin(5000), 1.6)
    kit.world((0.5, 0.65, 0.9), 0.10)
    kit.camera((-1.3, -0.95, 0.70), (-0.1, 0.2, 0.63), 62, 2.0, (-0.52, 0.14, 0.6))


@scene
def kiln():
    """The mouth of the wood kiln: brick arch, ware glowing inside."""
    brick = kit.matte('brick', srgb('#6d5546'), 0.95, 0.9, 40, 0.004, 0.35)
    soot = kit.matte('soot', srgb('#2a2420'), 0.95, 0.9, 40, 0.004, 0.4)
    rnd = random.Random(4)
    import math as m
    for row in range(11):
        z = 0.04 + row * 0.072
        off = 0.11 if row % 2 else 0.0
        for c in range(-7, 8):
            x = c * 0.222 + off
            inside = (abs(x) < 0.33 and z < 0.34) or (x * x + (z - 0.34) ** 2 < 0.335 ** 2)
            ring = (x * x + (z - 0.34) ** 2 < 0.47 ** 2) and z > 0.30
            if inside or ring:
                continue
            kit.block('brick', (0.212, 0.11, 0.064), (x + rnd.uniform(-0.003, 0.003), rnd.uniform(-0.006, 0.006), z), brick, 0.005, (0, 0, rnd.uniform(-0.012, 0.012)))
    for i in range(17):
        a = m.pi * (i + 0.5) / 17
        kit.block('arch', (0.13, 0.12, 0.068), (0.40 * m.cos(a), -0.012, 0.34 + 0.40 * m.sin(a)), brick, 0.005, (0, -a, 0))
    kit.block('floor', (3, 1.6, 0.06), (0, 0.3, -0.03), soot, 0.004)
    kit.block('mortar', (0.9, 0.06, 1.0), (-0.80, 0.02, 0.4), soot, 0)
    kit.block('mortar', (0.9, 0.06, 1.0), (0.80, 0.02, 0.4), soot, 0)
    kit.block('mortar', (3, 0.06, 0.3), (0, 0.02, 0.92), soot, 0)
    kit.block('back', (0.9, 0.05, 0.9), (0, 1.0, 0.4), brick, 0)
    for s in (-1, 1):
        kit.block('side', (0.05, 1.0, 0.9), (s * 0.40, 0.55, 0.4), brick, 0)
    kit.block('roof', (0.9, 1.0, 0.05), (0, 0.55, 0.76), brick, 0)
    slab = kit.matte('slab', srgb('#8a7a68'), 0.9, 0.5, 60, 0.001)
    kit.block('slab', (0.62, 0.4, 0.02), (0, 0.36, 0.285), slab, 0.003)
    for x in (-0.26, 0.26):
        kit.block('prop', (0.04, 0.04, 0.27), (x, 0.25, 0.14), slab, 0.003)
    pot('round', glaze('snow'), (-0.12, 0.34, 0.004), 0.9, 4)
    pot('round', glaze('bisque'), (0.13, 0.36, 0.004), 0.85, 5)
    for i, x in enumerate((-0.2, -0.1, 0.0, 0.1, 0.2)):
        pot('beaker', glaze('bisque'), (x, 0.3 + 0.03 * (i % 2), 0.296), 1.0, 60 + i)
    kit.lathe('arch-back', [(0.345, -0.03), (0.5, -0.03), (0.5, 0.03), (0.345, 0.03), (0.345, -0.03)], soot, 96, raw=True, at=(0, 0.03, 0.34)).rotation_euler = (m.pi / 2, 0, 0)
    kit.point((0, 0.78, 0.2), 40, (1.0, 0.36, 0.08), 0.1)
    kit.point((0.1, 0.7, 0.56), 30, (1.0, 0.42, 0.12), 0.08)
    kit.area((-1.8, -1.6, 1.8), (0, 0, 0.4), 1.2, 36, kit.kelvin(7500))
    kit.world((0.4, 0.55, 0.9), 0.10)
    kit.camera((0.10, -2.2, 0.5), (0, 0.2, 0.36), 78, 4.0, (0, 0.1, 0.2))


@scene
def plinths():
    """Gallery: a series on painted plinths."""
    kit.sweep(kit.paper('paper', srgb('#b7aea0')), 14, 3.0, 7)
    plinth = kit.matte('plinth', srgb('#c9c1b3'), 0.9, 0.15, 200, 0.0001, 0.05)
    spec = [(-0.95, 0.35, 0.55, 'moon', 'night'), (-0.48, 0.0, 0.30, 'bottle', 'snow'), (0.0, 0.3, 0.72, 'round', 'lichen'), (0.45, -0.05, 0.42, 'tall', 'iron'), (0.95, 0.35, 0.62, 'moon', 'snow'), (0.72, -0.35, 0.16, 'jar', 'fjord'), (-0.14, -0.4, 0.14, 'bowl', 'night')]
    for i, (x, y, h, shape, g) in enumerate(spec):
        kit.block('plinth', (0.36, 0.36, h), (x, y, h / 2), plinth, 0.003, (0, 0, 0.06 * ((i * 7) % 5 - 2)))
        pot(shape, glaze(g), (x, y, h), 1.05, 70 + i)
    kit.window((-3.8, -2.4, 3.2), (0.1, 0.4, 0.5), 1.8, 1.8, 1250, kit.kelvin(4800), (1, 1), 0.1, 1.2, 0.35)
    kit.area((3.0, -2.0, 2.4), (0, 0, 0.5), 2.5, 26, kit.kelvin(8000))
    kit.world((0.6, 0.72, 0.9), 0.14)
    kit.camera((0.05, -4.3, 0.95), (0.02, 0, 0.52), 62, 5.6, (0, 0, 0.6))
