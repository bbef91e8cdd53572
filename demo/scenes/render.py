"""Renders demo pictures: blender -b -t 2 -P demo/scenes/render.py -- [--preview] [--spp N] [--edge PX] [--out DIR] NAME...

Two half renders with different seeds, our own denoiser, our own development (develop.py), then encode.ts makes the JPEG.
With --preview: 560 px, few samples. With --raw DIR the linear frames are kept so that development alone can be repeated (--redevelop).
"""
import importlib
import json
import os
import subprocess
import sys
import tempfile
import time

import bpy
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True
import develop  # noqa: E402
import kit  # noqa: E402
from catalogue import PICTURES  # noqa: E402

MODULES = ['lamps', 'stoneware', 'furniture', 'rooms', 'places']


def arguments():
    argv = sys.argv[sys.argv.index('--') + 1:]
    opts = {'spp': None, 'edge': None, 'out': os.path.join(HERE, '..', 'pictures'), 'raw': None, 'preview': False, 'redevelop': False,
            'frame': None}
    names = []
    while argv:
        a = argv.pop(0)
        if a in ('--preview', '--redevelop'):
            opts[a[2:]] = True
        elif a.startswith('--'):
            opts[a[2:]] = argv.pop(0)
        else:
            names.append(a)
    return opts, names


def settings(scene, width, height, spp):
    r, c = scene.render, scene.cycles
    r.resolution_x, r.resolution_y, r.resolution_percentage = width, height, 100
    c.device = 'CPU'
    c.samples = spp
    c.use_adaptive_sampling = True
    c.adaptive_threshold = 0.03
    c.adaptive_min_samples = 8
    c.use_denoising = False
    c.max_bounces, c.diffuse_bounces, c.glossy_bounces, c.transmission_bounces, c.transparent_max_bounces = 6, 3, 2, 4, 12
    c.sample_clamp_indirect = 4.0
    c.sample_clamp_direct = 60.0
    c.blur_glossy = 1.0
    c.caustics_reflective = c.caustics_refractive = False
    r.use_persistent_data = True
    r.use_motion_blur = False
    r.film_transparent = False
    scene.view_settings.view_transform = 'Raw'
    scene.view_layers[0].cycles.denoising_store_passes = True
    scene.view_layers[0].use_pass_z = True


def frames(scene, tmp, seed):
    """One half render; returns its passes as arrays, top row first."""
    scene.cycles.seed = seed
    scene.use_nodes = True
    tree = scene.node_tree
    tree.nodes.clear()
    rl = tree.nodes.new('CompositorNodeRLayers')
    fo = tree.nodes.new('CompositorNodeOutputFile')
    fo.base_path = tmp
    fo.format.file_format = 'OPEN_EXR'
    fo.format.color_mode = 'RGB'
    fo.format.color_depth = '32'
    fo.format.exr_codec = 'NONE'
    fo.file_slots.clear()
    slots = {'color': 'Image', 'albedo': 'Denoising Albedo', 'normal': 'Denoising Normal', 'depth': 'Depth'}
    for key, out in slots.items():
        fo.file_slots.new(key)
        tree.links.new(rl.outputs[out], fo.inputs[key])
    bpy.ops.render.render(write_still=False)
    result = {}
    for key in slots:
        path = os.path.join(tmp, '%s%04d.exr' % (key, scene.frame_current))
        img = bpy.data.images.load(path)
        img.colorspace_settings.name = 'Non-Color'
        w, h = img.size
        px = np.empty(w * h * 4, np.float32)
        img.pixels.foreach_get(px)
        px = px.reshape(h, w, 4)[::-1, :, :3]
        result[key] = np.ascontiguousarray(np.nan_to_num(px[..., 0] if key == 'depth' else px, posinf=1e6))
        bpy.data.images.remove(img)
        os.unlink(path)
    return result


def main():
    opts, names = arguments()
    registry = {}
    for m in MODULES:
        if os.path.exists(os.path.join(HERE, m + '.py')):
            registry.update({fn.__name__.replace('_', '-'): fn for fn in importlib.import_module(m).SCENES})
    for name in names:
        spec = PICTURES[name]
        t0 = time.time()
        edge = int(opts['edge'] or (520 if opts['preview'] else spec.get('edge', 1320)))
        rw, rh = spec['ratio']
        width, height = (edge, round(edge * rh / rw)) if rw >= rh else (round(edge * rw / rh), edge)
        spp = int(opts['spp'] or (12 if opts['preview'] else spec.get('spp', 14)))
        raw = os.path.join(opts['raw'], name + '.npz') if opts['raw'] else None
        if opts['redevelop']:
            z = np.load(raw)
            color, depth = z['color'].astype(np.float32), z['depth']
            height, width = color.shape[:2]
            fog = z['fog'] if 'fog' in z and z['fog'].ndim > 1 else None
        else:
            scene = kit.clear()
            registry[spec.get('scene', name)](**spec.get('args', {}))
            settings(scene, width, height, spp)
            with tempfile.TemporaryDirectory() as tmp:
                a, b = frames(scene, tmp, 11), frames(scene, tmp, 12)
            t1 = time.time()
            color = develop.denoise(a, b, spec.get('denoise', 1.0), 6 if opts['preview'] else 8)
            depth = np.minimum(a['depth'], b['depth'])
            print('TIME', name, 'render %.0f s, denoise %.0f s' % (t1 - t0, time.time() - t1), flush=True)
            fog = None
            if 'air' in spec.get('develop', {}):
                import places
                air = getattr(places, spec['develop']['air'])
                fa, fb = (np.repeat(air.share(f['depth'])[..., None], 3, -1).astype(np.float32) for f in (a, b))
                fog = develop.haze(fa, fb)
            if raw:
                os.makedirs(opts['raw'], exist_ok=True)
                np.savez(raw, color=np.minimum(color, 6e4).astype(np.float16), depth=depth, fog=np.zeros(1) if fog is None else fog)
        dev = dict(spec.get('develop', {}))
        if 'air' in dev:
            import places
            air = getattr(places, dev.pop('air'))
            fog = air.share(depth)[..., None] if fog is None else fog
            color = color * (1 - fog) + np.array(air.color, np.float32) * fog
        color = develop.retouch(color, spec.get('retouch', []))
        left, top, right, bottom = spec.get('crop', (0, 0, 1, 1))
        color = color[round(top * height):round(bottom * height), round(left * width):round(right * width)]
        height, width = color.shape[:2]
        out = develop.develop(color, **dev)
        rgb = tempfile.mktemp('.rgb')
        (np.clip(out, 0, 1) * 65535 + 0.5).astype('<u2').tofile(rgb)
        target = os.path.join(opts['out'], name + '.jpg')
        os.makedirs(opts['out'], exist_ok=True)
        job = {'rgb': rgb, 'width': width, 'height': height, 'edge': edge if opts['preview'] else spec.get('out', 2000), 'target': target,
               'grain': 0 if opts['preview'] else spec.get('grain', 1.0)}
        subprocess.run(['node', os.path.join(HERE, 'encode.ts'), json.dumps(job)], check=True)
        os.unlink(rgb)
        print('DONE', name, '%.0f s' % (time.time() - t0), flush=True)


main()
