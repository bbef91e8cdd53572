/*
 * What libaom asks of a C library that clang's own for Wasm does wastefully or not at all: memory by dlmalloc, grown page by page up to the
 * limit the module is linked with, and files, of which there are none.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { PAGE = 65536 };

/* Grows the memory; 0 asks where it ends. dlmalloc takes -1 for "no more". */
static void *grow(ptrdiff_t increment) {
  const size_t pages = ((size_t)increment + PAGE - 1) / PAGE;
  if (pages == 0) return (void *)(__builtin_wasm_memory_size(0) * PAGE);
  const size_t before = __builtin_wasm_memory_grow(0, pages);
  return before == SIZE_MAX ? (void *)-1 : (void *)(before * PAGE);
}

#define USE_DL_PREFIX 1
#define HAVE_MMAP 0
#define MORECORE grow
#define MORECORE_CANNOT_TRIM 1
#define DEFAULT_GRANULARITY ((size_t)PAGE)
#define MALLOC_FAILURE_ACTION
#define NO_MALLOC_STATS 1
#define USE_LOCKS 0
#define LACKS_TIME_H 1
#define ABORT __builtin_trap()
#include "dlmalloc.c"

__attribute__((export_name("malloc"))) void *room(size_t bytes) { return dlmalloc(bytes); }

FILE *fopen(const char *name, const char *mode) {
  (void)name;
  (void)mode;
  return NULL;
}
