#!/bin/sh
# Compiles jpeg-rows.c and libjpeg-turbo to jpeg-rows.wasm. Only needed after changing the source or for another version; the result
# is committed. Needs emscripten (3.1.6 was used, Debian 12's) and the sources of libjpeg-turbo 2.1.5: `build.sh FOLDER`.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
turbo=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/jconfig.h" "$work/jconfig.h"
cp "$here/jconfig.h" "$work/jconfigint.h"
files=
for name in jcomapi jdapimin jdapistd jdarith jaricom jdcoefct jdcolor jddctmgr jdhuff jdinput jdmainct jdmarker jdmaster jdmerge jdphuff \
  jdpostct jdsample jidctflt jidctfst jidctint jidctred jmemmgr jmemnobs jutils jquant1 jquant2 jsimd_none; do
  files="$files $turbo/$name.c"
done
# The two macros make the bit buffer of the entropy decoder 64 bits wide, which Wasm can do.
emcc -O3 -msimd128 -DNDEBUG -DNO_GETENV -DNO_PUTENV -D__x86_64__ -D__ILP32__ -I"$work" -I"$turbo" $files "$here/jpeg-rows.c" \
  -o "$here/jpeg-rows.wasm" --no-entry -s STANDALONE_WASM -s ALLOW_MEMORY_GROWTH=1 -s MAXIMUM_MEMORY=99942400 -s INITIAL_MEMORY=1MB \
  -s TOTAL_STACK=64KB -s MALLOC=emmalloc -s EXPORTED_FUNCTIONS=_malloc,_open_jpeg,_jpeg_width,_jpeg_height,_read_row
