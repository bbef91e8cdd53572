"""The film "Blue hour": one camera, two lights. The sky goes down while the lamp comes on, mixed from two linear frames.

python3 demo/scenes/film.py RAWDIR SOUND.m4a OUT.mp4 POSTER.jpg, after render.py --raw RAWDIR film-sky film-lamp. Needs numpy and ffmpeg.
"""
import json
import os
import subprocess
import sys

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
import develop  # noqa: E402

WIDTH, HEIGHT, RATE, SECONDS = 960, 540, 25, 8
AIR = np.array((0.16, 0.19, 0.26), np.float32)


def smooth(t, a, b):
    x = min(max((t - a) / (b - a), 0.0), 1.0)
    return x * x * (3 - 2 * x)


def crop(img, zoom, cx, cy):
    """Bilinear view of the frame, `zoom` times enlarged about (cx, cy) in 0..1."""
    h, w, _ = img.shape
    vw, vh = w / zoom, h / zoom
    x0, y0 = (w - vw) * cx, (h - vh) * cy
    xs = np.clip(x0 + (np.arange(WIDTH) + 0.5) * vw / WIDTH - 0.5, 0, w - 1.001)
    ys = np.clip(y0 + (np.arange(HEIGHT) + 0.5) * vh / HEIGHT - 0.5, 0, h - 1.001)
    xi, yi = xs.astype(int), ys.astype(int)
    fx, fy = (xs - xi)[None, :, None].astype(np.float32), (ys - yi)[:, None, None].astype(np.float32)
    a, b = img[yi][:, xi] * (1 - fx) + img[yi][:, xi + 1] * fx, img[yi + 1][:, xi] * (1 - fx) + img[yi + 1][:, xi + 1] * fx
    return a * (1 - fy) + b * fy


def main():
    raw, sound, out, poster = sys.argv[1:5]
    sky_file, lamp_file = np.load(os.path.join(raw, 'film-sky.npz')), np.load(os.path.join(raw, 'film-lamp.npz'))
    fog = sky_file['fog']
    sky = sky_file['color'].astype(np.float32) * (1 - fog) + AIR * fog
    lamp = lamp_file['color'].astype(np.float32) * (1 - fog)
    sky, lamp = develop.despeckle(develop.despeckle(sky)), develop.despeckle(develop.despeckle(lamp))
    sky, lamp = (develop.retouch(layer, [(0.892, 0.697, 0.9245, 0.724, 0.03)]) for layer in (sky, lamp))
    # Only the lamp is bright enough to bloom, so its halo is laid into its layer once.
    lamp = lamp + 0.035 * develop.halo(lamp * 1.25)
    encoder = subprocess.Popen([
        'ffmpeg', '-y', '-loglevel', 'error', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', '%dx%d' % (WIDTH, HEIGHT), '-r', str(RATE), '-i', '-',
        '-i', sound, '-filter_complex', '[1:a]adelay=1700|1700,apad,atrim=0:%d,afade=t=out:st=%g:d=1[a]' % (SECONDS, SECONDS - 1.2),
        '-map', '0:v', '-map', '[a]', '-c:v', 'libx264', '-preset', 'slow', '-crf', '21', '-pix_fmt', 'yuv420p', '-colorspace', 'bt709',
        '-color_primaries', 'bt709', '-color_trc', 'bt709', '-threads', '2', '-c:a', 'aac', '-b:a', '128k', '-map_metadata', '-1',
        '-fflags', '+bitexact', '-movflags', '+faststart', out], stdin=subprocess.PIPE)

    def mixed(t):
        dusk = smooth(t, 0.4, 7.0)
        level = 2.0 ** (1.55 - 2.0 * dusk)
        tint = np.array((1.0 - 0.22 * dusk, 1.0 - 0.08 * dusk, 1.0 + 0.10 * dusk), np.float32)
        lit = 0.85 * smooth(t, 1.75, 3.1) + 0.15 * smooth(t, 2.6, 5.5)
        return sky * (level * tint) + lamp * (lit * 1.25)

    still = develop.develop(mixed(3.4), key=None, exposure=0.2, halation=0, clean=False)
    height, width = still.shape[:2]
    (np.clip(still, 0, 1) * 65535 + 0.5).astype('<u2').tofile(poster + '.rgb')
    job = {'rgb': poster + '.rgb', 'width': width, 'height': height, 'edge': 1920, 'target': poster, 'grain': 1.0}
    subprocess.run(['node', os.path.join(os.path.dirname(os.path.abspath(__file__)), 'encode.ts'), json.dumps(job)], check=True)
    os.unlink(poster + '.rgb')
    for n in range(RATE * SECONDS):
        t = n / RATE
        frame = crop(mixed(t), 1.0 + 0.09 * smooth(t, -1.5, 9.0), 0.66, 0.62)
        frame = develop.grain(develop.develop(frame, key=None, exposure=0.2, halation=0, clean=False), 0.010, 100 + n)
        encoder.stdin.write((frame * 255 + 0.5).astype(np.uint8).tobytes())
    encoder.stdin.close()
    sys.exit(encoder.wait())


main()
