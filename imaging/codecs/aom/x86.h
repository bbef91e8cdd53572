/* Stands in for libaom's aom_ports/x86.h, whose inline assembly asks the processor: features are chosen when compiling. */
#ifndef AOM_AOM_PORTS_X86_H_
#define AOM_AOM_PORTS_X86_H_
#include <stdint.h>

static inline int x86_simd_caps(void) { return 0xff; }
static inline uint64_t x86_readtsc64(void) { return 0; }
static inline unsigned int x86_readtsc(void) { return 0; }
static inline unsigned int x86_readtscp(void) { return 0; }
static inline unsigned int x86_tsc_start(void) { return 0; }
static inline unsigned int x86_tsc_end(void) { return 0; }
static inline unsigned short x87_set_double_precision(void) { return 0; }
static inline void x87_set_control_word(unsigned int mode) { (void)mode; }
static inline unsigned int x87_get_control_word(void) { return 0; }
#define x86_pause_hint()
#endif
