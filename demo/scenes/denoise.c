/* Dual-buffer non-local means for path-traced frames (after Rousselle, Knaus and Zwicker, 2012 and 2013).
 *
 * Two independent half renders A and B give a variance per pixel; the weights computed on one filter the other, so that noise
 * never steers its own filter. Albedo, normal and depth bound the weights at edges that the colour hides.
 * All buffers are planar float, row-major. Built on demand by kit.py: cc -O3 -ffast-math -fopenmp -shared -fPIC. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FOR_ROWS _Pragma("omp parallel for schedule(static)")

static void box(const float *in, float *out, float *tmp, int w, int h, int r) {
  FOR_ROWS
  for (int y = 0; y < h; y++) {
    const float *s = in + (size_t)y * w;
    float *d = tmp + (size_t)y * w;
    float acc = 0;
    int n = 0;
    for (int x = 0; x < r && x < w; x++) acc += s[x], n++;
    for (int x = 0; x < w; x++) {
      if (x + r < w) acc += s[x + r], n++;
      if (x - r - 1 >= 0) acc -= s[x - r - 1], n--;
      d[x] = acc / n;
    }
  }
  FOR_ROWS
  for (int y = 0; y < h; y++) {
    float *d = out + (size_t)y * w;
    int y0 = y - r < 0 ? 0 : y - r, y1 = y + r >= h ? h - 1 : y + r;
    memset(d, 0, sizeof(float) * w);
    for (int yy = y0; yy <= y1; yy++) {
      const float *s = tmp + (size_t)yy * w;
      for (int x = 0; x < w; x++) d[x] += s[x];
    }
    float k = 1.0f / (y1 - y0 + 1);
    for (int x = 0; x < w; x++) d[x] *= k;
  }
}

/* colour a, b: 3 planes; guides: ng planes with their variance; out: 3 planes. */
void denoise(const float *a, const float *b, int w, int h, const float *guide, const float *gvar, int ng,
             float *out, int radius, int patch, float kc, float kf) {
  size_t n = (size_t)w * h;
  float *va = malloc(3 * n * sizeof(float)), *tmp = malloc(n * sizeof(float)), *raw = malloc(n * sizeof(float));
  for (int c = 0; c < 3; c++) {
    FOR_ROWS
    for (int y = 0; y < h; y++)
      for (size_t i = (size_t)y * w; i < (size_t)(y + 1) * w; i++) {
        float d = a[c * n + i] - b[c * n + i];
        raw[i] = 0.5f * d * d;
      }
    box(raw, va + c * n, tmp, w, h, 4);
  }
  float *accA = calloc(3 * n, sizeof(float)), *accB = calloc(3 * n, sizeof(float));
  float *wsA = calloc(n, sizeof(float)), *wsB = calloc(n, sizeof(float));
  float *dA = malloc(n * sizeof(float)), *dB = malloc(n * sizeof(float)), *sA = malloc(n * sizeof(float)), *sB = malloc(n * sizeof(float));
  for (int dy = -radius; dy <= radius; dy++)
    for (int dx = -radius; dx <= radius; dx++) {
      if (dx * dx + dy * dy > radius * radius + 1) continue;
      FOR_ROWS
      for (int y = 0; y < h; y++) {
        int yq = y + dy;
        yq = yq < 0 ? 0 : yq >= h ? h - 1 : yq;
        for (int x = 0; x < w; x++) {
          int xq = x + dx;
          xq = xq < 0 ? 0 : xq >= w ? w - 1 : xq;
          size_t p = (size_t)y * w + x, q = (size_t)yq * w + xq;
          float ea = 0, eb = 0;
          for (int c = 0; c < 3; c++) {
            float vp = va[c * n + p], vq = va[c * n + q], m = vp < vq ? vp : vq;
            float den = 1.0f / (1e-7f + kc * kc * (vp + vq));
            float xa = a[c * n + p] - a[c * n + q], xb = b[c * n + p] - b[c * n + q];
            ea += (xa * xa - (vp + m)) * den;
            eb += (xb * xb - (vp + m)) * den;
          }
          dA[p] = ea * (1.0f / 3);
          dB[p] = eb * (1.0f / 3);
        }
      }
      box(dA, sA, tmp, w, h, patch);
      box(dB, sB, tmp, w, h, patch);
      FOR_ROWS
      for (int y = 0; y < h; y++) {
        int yq = y + dy;
        if (yq < 0 || yq >= h) continue;
        int x0 = dx < 0 ? -dx : 0, x1 = dx > 0 ? w - dx : w;
        for (int x = x0; x < x1; x++) {
          size_t p = (size_t)y * w + x, q = (size_t)yq * w + x + dx;
          float f = 0;
          for (int g = 0; g < ng; g++) {
            float gp = guide[g * n + p], gq = guide[g * n + q], vp = gvar[g * n + p], vq = gvar[g * n + q];
            float d = gp - gq, m = vp < vq ? vp : vq, den = kf * kf * (vp > 4e-4f ? vp : 4e-4f);
            float e = (d * d - (vp + m)) / den;
            f = e > f ? e : f;
          }
          if (f > 12) continue;
          float wf = expf(-f);
          float wa = sA[p] > 0 ? expf(-sA[p]) : 1, wb = sB[p] > 0 ? expf(-sB[p]) : 1;
          wa = wa < wf ? wa : wf;
          wb = wb < wf ? wb : wf;
          wsB[p] += wa;
          wsA[p] += wb;
          for (int c = 0; c < 3; c++) {
            accB[c * n + p] += wa * b[c * n + q];
            accA[c * n + p] += wb * a[c * n + q];
          }
        }
      }
    }
  for (int c = 0; c < 3; c++)
    for (size_t i = 0; i < n; i++) out[c * n + i] = 0.5f * (accA[c * n + i] / (wsA[i] + 1e-12f) + accB[c * n + i] / (wsB[i] + 1e-12f));
  free(va), free(tmp), free(raw), free(accA), free(accB), free(wsA), free(wsB), free(dA), free(dB), free(sA), free(sB);
}
