#!/bin/sh
# Compiles av1-still.c and libaom to av1-still.wasm. Only needed after changing the source or for another version; the result is
# committed. Needs the sources of libaom 3.12.1, which are changed in place (no assembler is looked for, x86.h is replaced, simd.patch
# applied), cmake, ninja, python3, a clang for Wasm (zig 0.16 was used, whose clang is version 21 and makes a tenth faster code than
# emscripten 3.1.6) and from emscripten its headers that turn SSE intrinsics into Wasm's, and dlmalloc:
#   ZIG=…/zig EMSCRIPTEN=/usr/share/emscripten build.sh FOLDER
set -eu
here=$(cd "$(dirname "$0")" && pwd)
aom=$(cd "$1" && pwd)
zig=${ZIG:-zig}
emscripten=${EMSCRIPTEN:-/usr/share/emscripten}
work=${WORK:-$(mktemp -d)}
[ -n "${WORK:-}" ] || trap 'rm -rf "$work"' EXIT
mkdir -p "$work/shim" "$work/build"
cp "$here/setjmp.h" "$emscripten"/system/include/compat/*mmintrin.h "$emscripten/system/lib/dlmalloc.c" "$work/shim/"
cp "$here/x86.h" "$aom/aom_ports/x86.h"
sed -i 's/^if(AOM_TARGET_CPU STREQUAL "x86" OR/if(FALSE AND AOM_TARGET_CPU STREQUAL "x86" OR/' "$aom/build/cmake/aom_configure.cmake"
grep -q '^  return() # no assembler' "$aom/build/cmake/aom_optimization.cmake" ||
  sed -i 's/^function(add_asm_library lib_name asm_sources)$/&\n  return() # no assembler/' "$aom/build/cmake/aom_optimization.cmake"
grep -q wasm_simd128 "$aom/av1/encoder/cnn.c" || patch -s -d "$aom" -p1 <"$here/simd.patch"

# clang for Wasm knows no -msse4.1; the headers stand for it.
cat >"$work/cc" <<END
#!/bin/bash
args=()
for arg in "\$@"; do case "\$arg" in -msse* | -mssse3) ;; *) args+=("\$arg") ;; esac; done
exec "$zig" cc -target wasm32-wasi "\${args[@]}"
END
printf '#!/bin/sh\nexec "%s" ar "$@"\n' "$zig" >"$work/ar"
printf '#!/bin/sh\nexec "%s" ranlib "$@"\n' "$zig" >"$work/ranlib"
chmod +x "$work/cc" "$work/ar" "$work/ranlib"
simd="-msimd128 -mbulk-memory -D__SSE__=1 -D__SSE2__=1 -D__SSE3__=1 -D__SSSE3__=1 -D__SSE4_1__=1"
flags="-O3 $simd -DNDEBUG -fno-sanitize=all -w -I$work/shim"
pool="-Dmalloc=dlmalloc -Dcalloc=dlcalloc -Drealloc=dlrealloc -Dfree=dlfree"
cd "$work/build"
cmake "$aom" -G Ninja -DCMAKE_SYSTEM_NAME=Generic -DCMAKE_SYSTEM_PROCESSOR=wasm32 -DCMAKE_C_COMPILER="$work/cc" \
  -DCMAKE_CXX_COMPILER="$work/cc" -DCMAKE_AR="$work/ar" -DCMAKE_RANLIB="$work/ranlib" -DCMAKE_BUILD_TYPE=Release \
  -DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY -DAOM_TARGET_CPU=x86 -DENABLE_SSE4_2=0 -DENABLE_AVX=0 -DENABLE_AVX2=0 \
  -DCONFIG_AV1_DECODER=0 -DCONFIG_AV1_HIGHBITDEPTH=0 -DCONFIG_MULTITHREAD=0 -DCONFIG_RUNTIME_CPU_DETECT=0 -DCONFIG_WEBM_IO=0 \
  -DENABLE_TESTS=0 -DENABLE_EXAMPLES=0 -DENABLE_TOOLS=0 -DENABLE_DOCS=0 -DCMAKE_C_FLAGS="$flags $pool" -DCMAKE_CXX_FLAGS="$flags $pool"
ninja aom
"$work/cc" $flags -c "$here/memory.c" -o "$work/memory.o"
link() {
  "$work/cc" $flags $pool -I"$aom" -I"$work/build" "$here/av1-still.c" "$@" "$work/memory.o" "$work/build/libaom.a" -o "$work/av1-still.wasm" \
    -mexec-model=reactor -Wl,--export=encode_av1,--export=av1_length,--strip-debug -Wl,--max-memory=99942400,--initial-memory=4194304 \
    -Wl,-z,stack-size=1048576
}
# The first attempt tells what is missing.
link 2>"$work/missing.log" || true
python3 "$here/forward.py" "$work/missing.log" "$work/build/config" >"$work/forward.c"
link "$work/forward.c"
cp "$work/av1-still.wasm" "$here/av1-still.wasm"
