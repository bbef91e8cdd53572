/*
 * libaom as an encoder of one still picture, 8 bits, behind two functions. `build.sh` compiles it with the library's SSE4.1
 * intrinsics, which emscripten's headers turn into Wasm SIMD; the result is committed beside it. The container is written in `avif-file.ts`.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "aom/aom_encoder.h"
#include "aom/aomcx.h"

static uint8_t *result;
static size_t result_length;

static inline uint8_t clamp8(int value) { return value < 0 ? 0 : value > 255 ? 255 : (uint8_t)value; }

/* ITU-R BT.601, full range, in 16.16 fixed point. */
static inline uint8_t luma(const uint8_t *p) { return (uint8_t)((19595 * p[0] + 38470 * p[1] + 7471 * p[2] + 32768) >> 16); }

static void fill_luma(aom_image_t *image, const uint8_t *rgba, int width, int height) {
  for (int y = 0; y < height; y++) {
    uint8_t *to = image->planes[0] + (size_t)y * image->stride[0];
    const uint8_t *from = rgba + (size_t)y * width * 4;
    for (int x = 0; x < width; x++) to[x] = luma(from + x * 4);
  }
}

/* Mean of the block of one or four pixels that share a chroma sample; edges repeat. */
static void fill_chroma(aom_image_t *image, const uint8_t *rgba, int width, int height, int shift) {
  const int columns = (width + shift) >> shift;
  const int rows = (height + shift) >> shift;
  for (int y = 0; y < rows; y++) {
    const int y0 = y << shift;
    const int y1 = y0 + shift < height ? y0 + shift : y0;
    uint8_t *cb = image->planes[1] + (size_t)y * image->stride[1];
    uint8_t *cr = image->planes[2] + (size_t)y * image->stride[2];
    for (int x = 0; x < columns; x++) {
      const int x0 = x << shift;
      const int x1 = x0 + shift < width ? x0 + shift : x0;
      const uint8_t *a = rgba + ((size_t)y0 * width + x0) * 4;
      const uint8_t *b = rgba + ((size_t)y0 * width + x1) * 4;
      const uint8_t *c = rgba + ((size_t)y1 * width + x0) * 4;
      const uint8_t *d = rgba + ((size_t)y1 * width + x1) * 4;
      const int red = a[0] + b[0] + c[0] + d[0];
      const int green = a[1] + b[1] + c[1] + d[1];
      const int blue = a[2] + b[2] + c[2] + d[2];
      cb[x] = clamp8(((-11059 * red - 21709 * green + 32768 * blue + 131072) >> 18) + 128);
      cr[x] = clamp8(((32768 * red - 27439 * green - 5329 * blue + 131072) >> 18) + 128);
    }
  }
}

static void fill_alpha(aom_image_t *image, const uint8_t *rgba, int width, int height) {
  for (int y = 0; y < height; y++) {
    uint8_t *to = image->planes[0] + (size_t)y * image->stride[0];
    const uint8_t *from = rgba + (size_t)y * width * 4 + 3;
    for (int x = 0; x < width; x++) to[x] = from[x * 4];
  }
}

enum { SHARED_CHROMA = 0, FULL_CHROMA = 1, ALPHA = 2 };

/*
 * Copying blocks within the picture is left out: its tables outgrow the memory on smooth pictures, and pictures of screens came out no
 * smaller with it.
 */
static int set_controls(aom_codec_ctx_t *codec, int level, int speed, int tune) {
  return aom_codec_control(codec, AOME_SET_CPUUSED, speed) || aom_codec_control(codec, AV1E_SET_ENABLE_INTRABC, 0) ||
         aom_codec_control(codec, AOME_SET_CQ_LEVEL, level) || aom_codec_control(codec, AOME_SET_TUNING, tune) ||
         aom_codec_control(codec, AV1E_SET_COLOR_PRIMARIES, AOM_CICP_CP_BT_709) ||
         aom_codec_control(codec, AV1E_SET_TRANSFER_CHARACTERISTICS, AOM_CICP_TC_SRGB) ||
         aom_codec_control(codec, AV1E_SET_MATRIX_COEFFICIENTS, AOM_CICP_MC_BT_601) ||
         aom_codec_control(codec, AV1E_SET_COLOR_RANGE, AOM_CR_FULL_RANGE);
}

static int keep(aom_codec_ctx_t *codec) {
  aom_codec_iter_t iterator = NULL;
  const aom_codec_cx_pkt_t *packet;
  while ((packet = aom_codec_get_cx_data(codec, &iterator)) != NULL) {
    if (packet->kind != AOM_CODEC_CX_FRAME_PKT) continue;
    uint8_t *grown = realloc(result, result_length + packet->data.frame.sz);
    if (grown == NULL) return 1;
    memcpy(grown + result_length, packet->data.frame.buf, packet->data.frame.sz);
    result = grown;
    result_length += packet->data.frame.sz;
  }
  return 0;
}

/*
 * Encodes RGBA rows without padding, which it frees: colour with shared or full chroma, or alpha alone as luma. `level` is libaom's,
 * 0 (best) to 63. Gives the place of the open bitstream units, whose length `av1_length` says, or null.
 */
uint8_t *encode_av1(uint8_t *rgba, int width, int height, int kind, int level, int speed, int tune) {
  aom_codec_enc_cfg_t config;
  aom_codec_ctx_t codec;
  aom_image_t image;
  free(result);
  result = NULL;
  result_length = 0;
  if (aom_codec_enc_config_default(aom_codec_av1_cx(), &config, AOM_USAGE_ALL_INTRA)) return NULL;
  config.g_w = width;
  config.g_h = height;
  config.g_limit = 1;
  config.g_lag_in_frames = 0;
  config.g_threads = 1;
  config.g_profile = kind == FULL_CHROMA ? 1 : 0;
  config.monochrome = kind == ALPHA;
  config.rc_end_usage = AOM_Q;
  config.rc_min_quantizer = level;
  config.rc_max_quantizer = level;
  if (!aom_img_alloc(&image, kind == FULL_CHROMA ? AOM_IMG_FMT_I444 : AOM_IMG_FMT_I420, width, height, 32)) return NULL;
  image.range = AOM_CR_FULL_RANGE;
  if (kind == ALPHA) {
    image.monochrome = 1;
    fill_alpha(&image, rgba, width, height);
  } else {
    fill_luma(&image, rgba, width, height);
    fill_chroma(&image, rgba, width, height, kind == FULL_CHROMA ? 0 : 1);
  }
  free(rgba);
  int failed = aom_codec_enc_init(&codec, aom_codec_av1_cx(), &config, 0) != AOM_CODEC_OK;
  if (!failed) {
    failed = set_controls(&codec, level, speed, tune) || aom_codec_encode(&codec, &image, 0, 1, 0) || keep(&codec) ||
             aom_codec_encode(&codec, NULL, 0, 1, 0) || keep(&codec);
    aom_codec_destroy(&codec);
  }
  aom_img_free(&image);
  return failed ? NULL : result;
}

int av1_length(void) { return (int)result_length; }
