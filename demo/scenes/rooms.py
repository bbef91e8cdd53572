"""Interiors: the dining room, the showroom, the stair."""
import math

import kit
import furniture
import lamps
import stoneware
from kit import CHALK, EMBER, LICHEN, NIGHT, SNOW, srgb

SCENES = []


def scene(fn):
    SCENES.append(fn)
    return fn


def dining_table(at, length=2.1, width=0.86, tone=furniture.OAK, rot=0.0):
    top, leg = furniture.timber(tone, 0, 'top'), furniture.timber(tone, 2, 'leg')
    parts = []
    for i in range(4):
        parts.append(kit.block('board', (length, width / 4 - 0.0015, 0.03), (0, (i - 1.5) * width / 4, 0.725), top, 0.003))
    for x in (-1, 1):
        for y in (-1, 1):
            parts.append(kit.rod('leg', (x * (length / 2 - 0.1), y * (width / 2 - 0.08), 0), (x * (length / 2 - 0.16), y * (width / 2 - 0.12), 0.715), 0.020, 0.030, leg, 40, 0.004))
        parts.append(kit.block('rail', (0.025, width - 0.24, 0.07), (x * (length / 2 - 0.16), 0, 0.67), leg, 0.004))
    for y in (-1, 1):
        parts.append(kit.block('rail', (length - 0.3, 0.025, 0.07), (0, y * (width / 2 - 0.12), 0.67), top, 0.004))
    return kit.group(parts, at, rot)


@scene
def dining():
    """Pendants over the long table, end of the afternoon."""
    furniture.room('#8f9a98', ('#8d7355', '#5d4833'), 1.7, -4.2, 10.0, 3.2)
    dining_table((0, 0.35, 0), 2.3)
    for x, r in ((-0.68, 0.08), (0.06, -0.06), (0.74, 0.05)):
        furniture.stolpe((x, 1.0, 0), furniture.SMOKED, r)
    for x, r in ((-0.62, 3.05), (0.70, 3.3)):
        furniture.stolpe((x, -0.34, 0), furniture.SMOKED, r)
    lamps.skymning((-0.62, 0.35, 1.42), 'night', 14, 2.0, glow=4)
    lamps.skymning((0.62, 0.35, 1.42), 'night', 14, 2.0, glow=4)
    g = stoneware.glaze
    stoneware.pot('dish', g('iron'), (0.0, 0.35, 0.74), 1.0, 4)
    stoneware.pot('pitcher', g('snow'), (0.32, 0.45, 0.74), 1.0, 5)
    for x in (-0.75, -0.2, 0.75):
        stoneware.pot('plate', g('snow'), (x, 0.14, 0.74), 1.0, 6)
        stoneware.pot('cup', g('lichen'), (x + 0.2, 0.24, 0.74), 1.0, 7)
        stoneware.pot('plate', g('snow'), (x + 0.05, 0.60, 0.74), 1.0, 8)
    kit.area((-3.6, -0.6, 1.7), (0, 0.5, 0.7), 1.5, 160, kit.kelvin(7500), 2.0)
    kit.world((0.5, 0.65, 0.9), 0.25)
    kit.camera((0.55, -3.9, 1.38), (0.02, 0.5, 1.0), 40, 4.5, (0.0, 0.1, 0.9))


@scene
def evening():
    """One lamp, one chair, the rest in the dark."""
    furniture.room('#4f5b63', ('#6d543d', '#402f22'), 1.2, -3.0, 8.0, 3.0)
    furniture.rallar((0.42, 0.72, 0), furniture.OAK, 0.4)
    lamps.vaka((0.42, 0.74, 0.4425), 'chalk', 9.0, glow=5, scale=0.9)
    furniture.stolpe((-0.32, 0.60, 0), furniture.SMOKED, -0.55)
    kit.cloth('rug', 2.6, 1.6, (0.1, 0.2, 0), kit.linen('rug', srgb('#7a5a48'), 320, 0.003), 0.006, 8, 120)
    art = kit.matte('print', srgb('#d9d2c2'), 0.9, 0.2)
    kit.block('frame', (0.62, 0.02, 0.82), (-0.35, 1.185, 1.52), furniture.timber(furniture.OAK, 2), 0.003)
    kit.block('paper', (0.58, 0.006, 0.78), (-0.35, 1.173, 1.52), art, 0)
    dome = kit.matte('ink', srgb('#2a3b4c'), 0.9)
    prof = [(0.17 * math.cos(math.pi * i / 40), 0.17 * math.sin(math.pi * i / 40)) for i in range(41)]
    kit.mesh('dome', [(-0.35 + x, 1.168, 1.55 + z) for x, z in prof], [tuple(range(41))], dome, False)
    kit.mesh('globe', [(-0.35 + x * 0.5, 1.168, 1.53 - z * 0.5) for x, z in prof], [tuple(range(41))], kit.matte('ink2', EMBER, 0.9), False)
    kit.area((-3.0, -2.0, 2.0), (0, 0.6, 0.6), 1.2, 36, kit.kelvin(9500), 1.8)
    kit.world((0.25, 0.42, 0.75), 0.16)
    kit.camera((0.15, -3.3, 1.15), (0.0, 0.7, 0.90), 50, 3.5, (0.4, 0.7, 0.7))


@scene
def stair():
    """Stair of the showroom: a study in three whites."""
    lime = kit.matte('lime', srgb('#cdc6b9'), 0.95, 0.2, 24, 0.0012, 0.06)
    tread = kit.matte('tread', srgb('#b9b1a3'), 0.8, 0.3, 40, 0.0008, 0.08)
    for i in range(14):
        kit.block('step', (1.3, 0.29, 0.175), (0, 0.145 + i * 0.28, 0.0875 + i * 0.175), tread, 0.004)
        kit.block('fill', (1.3, 0.29, 0.175 * i + 0.01), (0, 0.145 + i * 0.28, 0.0875 * i - 0.005), lime, 0)
    kit.block('left', (0.2, 9, 6), (-0.75, 2.0, 2.4), lime, 0.006)
    kit.block('back', (6, 0.2, 6), (0.8, 4.3, 3), lime, 0.006)
    kit.block('floor', (9, 6, 0.05), (0, -2.5, -0.025), tread, 0)
    # The right flank: a wall that follows the stair, cut on the slope.
    prof = [(-0.3, 0), (-0.3, 0.95), (3.9, 3.45), (4.2, 3.45), (4.2, 0)]
    verts = [(x, y, z) for x in (0.66, 0.80) for y, z in prof]
    n = len(prof)
    faces = [tuple(range(n)), tuple(range(2 * n - 1, n - 1, -1))] + [(i, (i + 1) % n, n + (i + 1) % n, n + i) for i in range(n)]
    f = kit.mesh('flank', verts, faces, lime, False)
    b = f.modifiers.new('b', 'BEVEL')
    b.width, b.segments = 0.01, 3
    kit.block('right', (0.2, 9, 6), (2.2, 2.0, 3), lime, 0)
    stoneware.pot('moon', stoneware.glaze('iron'), (-0.36, 0.42, 0.35), 1.1, 3)
    ray = (-0.62, 0.75, -0.72)
    kit.sun(ray, 4.5, kit.kelvin(4600), 0.8)
    kit.gobo(ray, (-0.3, 1.7, 1.6), 1.3, 2.6, (1, 4), 0.10, 4.0)
    kit.area((0.5, -3.5, 4.0), (0, 1, 1), 3.0, 150, kit.kelvin(7500))
    kit.world((0.6, 0.72, 0.9), 0.35)
    kit.camera((0.06, -3.4, 1.5), (-0.06, 1.0, 1.42), 44, 8)


@scene
def showroom():
    """Hamburg: arches, lamps on a long plinth, evening outside."""
    lime = kit.matte('lime', srgb('#a99d8c'), 0.95, 0.3, 22, 0.0016, 0.14)
    floor = kit.matte('terrazzo', srgb('#8f887c'), 0.35, 0.9, 90, 0.0001, 0.1)
    kit.block('floor', (12, 12, 0.04), (0, 0, -0.02), floor, 0)
    niche = kit.matte('niche', srgb('#8b4f2c'), 0.95, 0.2, 22, 0.0012, 0.1)
    # A wall with three arched niches: columns of thin blocks under each arch line.
    w, r, spring = 1.05, 0.40, 1.35
    for c in (-1, 0, 1):
        cx = c * w * 1.08
        n = 96
        arc = [(cx - r * math.cos(math.pi * i / n), spring + r * math.sin(math.pi * i / n)) for i in range(n + 1)]
        verts = [(x, y, z) for x, z in arc for y in (1.02, 1.38)] + [(x, y, 3.2) for x, _ in arc for y in (1.02, 1.38)]
        top = 2 * (n + 1)
        faces = [(2 * i, 2 * i + 2, top + 2 * i + 2, top + 2 * i) for i in range(n)] + [(2 * i, 2 * i + 1, 2 * i + 3, 2 * i + 2) for i in range(n)]
        kit.mesh('over', verts, faces, lime, False)
        kit.block('back', (2 * r + 0.02, 0.02, 2.2), (cx, 1.37, 1.0), niche, 0)
    edges = [-6.0, -w * 1.08 - r, -w * 1.08 + r, -r, r, w * 1.08 - r, w * 1.08 + r, 6.0]
    for a, b in ((0, 1), (2, 3), (4, 5), (6, 7)):
        kit.block('pier', (edges[b] - edges[a], 0.36, 3.2), ((edges[a] + edges[b]) / 2, 1.2, 1.6), lime, 0.004)
    for c in (-1, 0, 1):
        cx = c * w * 1.08
        kit.block('sill', (2 * r, 0.4, 0.62), (cx, 1.22, 0.31), lime, 0.004)
    lamps.vaka((-w * 1.08, 1.20, 0.62), 'night', 9, glow=4.5)
    lamps.vaka((0, 1.20, 0.62), 'chalk', 9, glow=4.5)
    lamps.vaka((w * 1.08, 1.20, 0.62), 'lichen', 9, glow=4.5)
    furniture.bench((0.15, -0.35, 0), furniture.SMOKED, 0.05, 1.6)
    kit.area((-3.5, -2.5, 2.6), (0, 0.8, 0.8), 1.6, 130, kit.kelvin(6000), 1.8)
    kit.world((0.5, 0.62, 0.85), 0.22)
    kit.camera((0.1, -4.6, 1.25), (0.02, 1.0, 0.98), 42, 5.6, (0, 1.1, 0.8))
