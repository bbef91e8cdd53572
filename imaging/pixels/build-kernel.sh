#!/bin/sh
# Compiles resample-kernel.as to resample-kernel.wasm. Only needed after changing the source; the result is committed.
# The source is not named .ts because its types are AssemblyScript's, which only asc knows.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/resample-kernel.as" "$work/kernel.ts"
cd "$work"
${ASC:-npx --yes -p assemblyscript@0.28.20 asc} kernel.ts --outFile "$here/resample-kernel.wasm" \
  --optimizeLevel 3 --shrinkLevel 0 --converge --noAssert --runtime stub --use abort= --enable simd
