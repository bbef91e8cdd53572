"""From noisy linear frames to a finished 8-bit picture: denoise, air, halation, exposure, AgX tone curve, grain.

The tone curve is the published polynomial approximation of Troy Sobotka's AgX (fit by B. Wrensch). numpy only.
"""
import ctypes
import os
import subprocess
import tempfile

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))


def library():
    path = os.path.join(tempfile.gettempdir(), 'vitrine-denoise-%d.so' % os.path.getmtime(os.path.join(HERE, 'denoise.c')))
    if not os.path.exists(path):
        subprocess.run(['cc', '-O3', '-march=native', '-ffast-math', '-fopenmp', '-shared', '-fPIC', '-o', path,
                        os.path.join(HERE, 'denoise.c'), '-lm'], check=True)
    return ctypes.CDLL(path)


def _ptr(a):
    return a.ctypes.data_as(ctypes.POINTER(ctypes.c_float))


def _box(x, r):
    """Box mean of radius r over the two first axes, edges extended."""
    for axis in (0, 1):
        pad = [(r + 1, r) if a == axis else (0, 0) for a in range(x.ndim)]
        c = np.cumsum(np.pad(x, pad, mode='edge'), axis=axis, dtype=np.float64)
        n = x.shape[axis]
        hi = np.take(c, np.arange(2 * r + 1, 2 * r + 1 + n), axis=axis)
        lo = np.take(c, np.arange(0, n), axis=axis)
        x = ((hi - lo) / (2 * r + 1)).astype(np.float32)
    return x


def blur(x, sigma):
    """Three box passes stand in for a Gaussian."""
    r = max(1, int(round(sigma * 0.95)))
    for _ in range(3):
        x = _box(x, r)
    return x


def _planes(x):
    return np.ascontiguousarray(np.moveaxis(x, -1, 0), dtype=np.float32)


def _filter(a, b, guides, radius, patch, kc, kf):
    """Filter dual buffers (h, w, 3) under guides [(mean (h, w), variance (h, w))]."""
    h, w, _ = a.shape
    g = np.ascontiguousarray(np.stack([m for m, _ in guides]), np.float32) if guides else np.zeros((1, h, w), np.float32)
    v = np.ascontiguousarray(np.stack([s for _, s in guides]), np.float32) if guides else np.zeros((1, h, w), np.float32)
    out = np.empty((3, h, w), np.float32)
    pa, pb = _planes(a), _planes(b)
    library().denoise(_ptr(pa), _ptr(pb), w, h, _ptr(g), _ptr(v), len(guides), _ptr(out), radius, patch,
                      ctypes.c_float(kc), ctypes.c_float(kf))
    return np.moveaxis(out, 0, -1)


def denoise(fa, fb, strength=1.0, radius=8):
    """fa, fb: dicts of the two half renders: color, albedo, normal (h, w, 3) and depth (h, w). Linear radiance out."""
    alb = _filter(np.minimum(fa['albedo'], 4), np.minimum(fb['albedo'], 4), [], 4, 1, 0.7, 1.0)
    nor = _filter(fa['normal'], fb['normal'], [], 4, 1, 0.7, 1.0)
    alb = np.clip(alb, 0, 4)
    div = np.maximum(alb, 0.02)
    guides = []
    for k in range(3):
        var = _box(0.5 * (fa['albedo'][..., k:k + 1] - fb['albedo'][..., k:k + 1]) ** 2, 2)[..., 0] * 0.3
        guides.append((alb[..., k], np.maximum(var, 2.5e-4)))
    for k in range(3):
        var = _box(0.5 * (fa['normal'][..., k:k + 1] - fb['normal'][..., k:k + 1]) ** 2, 2)[..., 0] * 0.3
        guides.append((nor[..., k], np.maximum(var, 2e-3)))
    # A compressed scale keeps a few bright samples from carrying the mean of a whole neighbourhood.
    enc = lambda f: np.log1p(np.maximum(f['color'], 0) / div * 4)
    out = _filter(enc(fa), enc(fb), guides, radius, 2, 0.62 * strength, 0.9)
    out = np.expm1(out) / 4 * div
    # The log biases dark; give each neighbourhood its mean light back.
    mean = 0.5 * (fa['color'] + fb['color'])
    cap = np.minimum(mean, np.maximum(out * 4, 0.05))
    gain = blur(cap, 14) / np.maximum(blur(out, 14), 1e-5)
    return out * np.clip(gain, 0.92, 1.12)


def haze(a, b):
    """Share of haze per pixel from the two half renders, smooth where the lens was out of focus."""
    return _filter(a, b, [], 5, 1, 0.7, 1.0)[..., :1].astype(np.float32)


AGX = np.array([[0.842479062253094, 0.0784335999999992, 0.0792237451477643],
                [0.0423282422610123, 0.878468636469772, 0.0791661274605434],
                [0.0423756549057051, 0.0784336, 0.879142973793104]], np.float32)


def agx(x, contrast=1.12, saturation=1.15, tint=(1, 1, 1)):
    """Linear sRGB to display-encoded sRGB."""
    v = np.maximum(x @ AGX.T, 1e-10)
    v = np.clip((np.log2(v) + 12.47393) / 16.5, 0, 1)
    v2, v4 = v * v, (v * v) ** 2
    v = 15.5 * v4 * v2 - 40.14 * v4 * v + 31.96 * v4 - 6.868 * v2 * v + 0.4298 * v2 + 0.1191 * v - 0.00232
    v = np.clip(v, 0, 1) * np.array(tint, np.float32)
    luma = lambda a: (a @ np.array([0.2126, 0.7152, 0.0722], np.float32))[..., None]
    v = np.clip(v, 1e-6, None) ** contrast
    lm = luma(v)
    v = lm + (v - lm) * saturation
    return np.clip(v @ np.linalg.inv(AGX).T.astype(np.float32), 0, 1)


def despeckle(img):
    """Draws single pixels that stick out at silhouettes back into the range of their neighbours; lines stay."""
    h, w, _ = img.shape
    pad = np.pad(img, ((1, 1), (1, 1), (0, 0)), mode='edge')
    ring = np.stack([pad[1 + dy:1 + dy + h, 1 + dx:1 + dx + w] for dy in (-1, 0, 1) for dx in (-1, 0, 1) if dx or dy])
    ring = np.partition(ring, (1, 6), axis=0)
    return np.clip(img, ring[1], ring[6])


def retouch(img, boxes):
    """Lays what is `dy` higher (share of the height) over each box (x0, y0, x1, y1 in 0..1)."""
    h, w, _ = img.shape
    img = img.copy()
    for x0, y0, x1, y1, dy in boxes:
        xs, a, b, d = slice(round(x0 * w), round(x1 * w)), round(y0 * h), round(y1 * h), round(dy * h)
        img[a:b, xs] = img[a - d:b - d, xs]
    return img


def halo(img):
    """Light that highlights spill around themselves in film and lens."""
    hot = np.minimum(np.maximum(img - 0.6, 0), 12)
    s = max(img.shape)
    return (blur(hot, s * 0.004) * 0.55 + blur(hot, s * 0.018) * np.array([0.5, 0.4, 0.32], np.float32)
            + blur(hot, s * 0.06) * np.array([0.28, 0.2, 0.15], np.float32))


def develop(img, exposure=0.0, key=0.18, balance=(1, 1, 1), contrast=1.16, saturation=1.12, halation=0.035, vignette=0.12, tint=(1, 1, 1),
            lift=0.008, clean=True):
    """Linear frame to float 0..1. `key` is the mean the exposure meter aims at (None: no metering), `exposure` a correction in stops."""
    img = despeckle(despeckle(img)) if clean else img
    h, w, _ = img.shape
    # Metered: the geometric mean of the frame lands on `key`; highlights count for no more than a lamp should.
    luma = np.clip(img @ np.array([0.2126, 0.7152, 0.0722], np.float32), 0.002, 2.0)
    meter = 1.0 if key is None else key / float(np.exp(np.mean(np.log(luma))))
    img = img * np.array(balance, np.float32) * (2.0 ** exposure * min(max(meter, 0.25), 8.0))
    if halation:
        img = img + halation * halo(img)
    if vignette:
        yy, xx = np.mgrid[-1:1:h * 1j, -1:1:w * 1j]
        img = img * (1 - vignette * np.clip((xx ** 2 + yy ** 2) / 2, 0, 1) ** 1.3)[..., None].astype(np.float32)
    out = agx(img.astype(np.float32), contrast, saturation, tint)
    # Upscaling and denoising soften; give the fine contours a little of it back.
    out = np.clip(out + 0.35 * (out - _box(out, 1)), 0, 1)
    return lift + out * (1 - lift)


def grain(img, amount=0.012, seed=7):
    """Monochrome grain about 1.4 px wide, strongest in the mid-tones, with a whisper of colour."""
    rng = np.random.default_rng(seed)
    h, w, _ = img.shape
    n = rng.standard_normal((h, w, 1)).astype(np.float32)
    n = (n + 0.7 * (np.roll(n, 1, 0) + np.roll(n, 1, 1))) / 1.4
    c = rng.standard_normal((h, w, 3)).astype(np.float32) * 0.35
    luma = img.mean(-1, keepdims=True)
    return np.clip(img + (n + c) * amount * (0.35 + 2.2 * luma * (1 - luma)), 0, 1)
