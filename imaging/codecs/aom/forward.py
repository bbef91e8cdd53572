"""C functions for what libaom has in assembly only: `forward.py LINKER_LOG CONFIG_FOLDER`. They call the plain C of the same name;
what has no such name, which only frames that refer to others need, traps."""
import re
import sys

log, config = sys.argv[1:]
missing = sorted(set(re.findall(r"undefined symbol: (\w+)", open(log).read())))
headers = "".join(open(f"{config}/{name}_rtcd.h").read() for name in ("aom_dsp", "av1", "aom_scale"))
print('#include "config/aom_dsp_rtcd.h"\n#include "config/av1_rtcd.h"')
for name in missing:
    declared = re.search(r"^([\w \*]+?)\b" + name + r"\(([^;]*)\);", headers, re.M)
    if not declared:
        print(f"void {name}(void) {{ __builtin_trap(); }}")
        continue
    result, parameters = declared.group(1).strip(), " ".join(declared.group(2).split())
    names = [re.search(r"(\w+)$", re.sub(r"\[.*?\]", "", one).strip()).group(1) for one in parameters.split(",")]
    plain = re.sub(r"_(sse2|ssse3|sse4_1|mmx|sse)$", "_c", name)
    call = f"{plain}({', '.join(names)});"
    print(f"{result} {name}({parameters}) {{ {call if result == 'void' else 'return ' + call} }}")
