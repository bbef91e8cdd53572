/*
 * The parts of libjpeg-turbo that read a JPEG, row by row and scaled by 1, 1/2, 1/4 or 1/8, behind four functions. `build.sh`
 * compiles it; the result is committed beside it. A file that is damaged traps: the caller throws the instance away. One instance
 * reads one file.
 */
#include <stddef.h>
#include <stdio.h>

#include "jpeglib.h"

#include "jerror.h"

/* Scans of a progressive file that are read before it counts as made to keep a decoder busy. */
#define MAX_SCANS 200

static struct jpeg_decompress_struct info;
static struct jpeg_error_mgr errors;
static struct jpeg_source_mgr input;
static struct jpeg_progress_mgr progress;
static JSAMPROW row;
static const JOCTET end_of_image[2] = {0xFF, JPEG_EOI};

static void give_up(j_common_ptr common) { __builtin_trap(); }

/* Some warnings only tell of sloppy files; these mean that pixels would be made up. */
static void warn(j_common_ptr common, int level) {
  if (level >= 0) return;
  switch (common->err->msg_code) {
    case JWRN_ARITH_BAD_CODE:
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_MUST_RESYNC:
      give_up(common);
  }
}

static void ignore_message(j_common_ptr common) {}
static void ignore_text(j_common_ptr common, char *buffer) { buffer[0] = 0; }

static void start_source(j_decompress_ptr decoder) {}

/* After the last byte comes an end of image: a file without one is whole if nothing else is missing. */
static boolean end_source(j_decompress_ptr decoder) {
  input.next_input_byte = end_of_image;
  input.bytes_in_buffer = 2;
  return TRUE;
}

static void skip_source(j_decompress_ptr decoder, long count) {
  if (count <= 0) return;
  if ((size_t)count > input.bytes_in_buffer) give_up((j_common_ptr)decoder);
  input.next_input_byte += count;
  input.bytes_in_buffer -= count;
}

static void count_scans(j_common_ptr common) {
  if (info.input_scan_number > MAX_SCANS) give_up(common);
}

/* Bytes of the coefficients, which are kept for the whole picture where they come in several scans. */
static double coefficient_bytes(void) {
  double sum = 0;
  if (!jpeg_has_multiple_scans(&info)) return 0;
  for (int i = 0; i < info.num_components; i++) {
    const jpeg_component_info *component = &info.comp_info[i];
    sum += (double)component->width_in_blocks * component->height_in_blocks * sizeof(JBLOCK);
  }
  return sum;
}

/* 1: rows can be read; 0: CMYK; 2: the coefficients need more than `most` bytes. `bytes` must stay where they are. */
int open_jpeg(const unsigned char *bytes, size_t length, int denominator, size_t most) {
  errors.error_exit = give_up;
  errors.emit_message = warn;
  errors.output_message = ignore_message;
  errors.format_message = ignore_text;
  errors.reset_error_mgr = ignore_message;
  info.err = &errors;
  jpeg_create_decompress(&info);
  input.next_input_byte = bytes;
  input.bytes_in_buffer = length;
  input.init_source = start_source;
  input.fill_input_buffer = end_source;
  input.skip_input_data = skip_source;
  input.resync_to_restart = jpeg_resync_to_restart;
  input.term_source = start_source;
  info.src = &input;
  progress.progress_monitor = count_scans;
  info.progress = &progress;
  if (jpeg_read_header(&info, TRUE) != JPEG_HEADER_OK) give_up((j_common_ptr)&info);
  if (info.jpeg_color_space == JCS_CMYK || info.jpeg_color_space == JCS_YCCK) return 0;
  if (coefficient_bytes() > most) return 2;
  info.out_color_space = JCS_EXT_RGBA;
  info.scale_num = 1;
  info.scale_denom = denominator;
  info.do_block_smoothing = FALSE;
  jpeg_start_decompress(&info);
  row = (*info.mem->alloc_large)((j_common_ptr)&info, JPOOL_IMAGE, (size_t)info.output_width * 4);
  return 1;
}

int jpeg_width(void) { return info.output_width; }

int jpeg_height(void) { return info.output_height; }

/* The next row as RGBA; the same place every time. */
const unsigned char *read_row(void) {
  if (info.output_scanline >= info.output_height) __builtin_trap();
  jpeg_read_scanlines(&info, &row, 1);
  return row;
}
