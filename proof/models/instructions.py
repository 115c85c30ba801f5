# SPDX-License-Identifier: BSD-2-Clause
"""Does the compiler turn the orders of queue and flag into AArch64 instructions that keep them?

The headers are compiled as the components compile them, one function for each operation, and the instructions looked
at: a store-release for what publishes, a load-acquire for what looks, a full barrier between the flag and the index.
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
COMPILERS = (("gcc", ["aarch64-linux-gnu-gcc"]), ("clang", ["clang", "--target=aarch64-linux-gnu"]))
LEVELS = ("-O2", "-Os", "-O3")

SOURCE = """
#include <os/queue/signal.h>
#include <os/queue/spsc.h>
void publish16(struct spsc16_producer *p) { spsc16_producer_publish(p, 1); }
void publish32(struct spsc32_producer *p) { spsc32_producer_publish(p, 1); }
void release16(struct spsc16_consumer *c) { spsc16_consumer_release(c, 1); }
void release32(struct spsc32_consumer *c) { spsc32_consumer_release(c, 1); }
uint32_t free16(struct spsc16_producer *p) { return spsc16_producer_free(p); }
uint32_t free32(struct spsc32_producer *p) { return spsc32_producer_free(p); }
uint32_t ready16(struct spsc16_consumer *c) { return spsc16_consumer_ready(c); }
uint32_t ready32(struct spsc32_consumer *c) { return spsc32_consumer_ready(c); }
void request(uint32_t *flag) { queue_signal_request(flag); }
bool required(const uint32_t *flag) { return queue_signal_required(flag); }
"""

# What the instructions of each function must match, in this order, and what must not come again (a second look).
EXPECTED = {
    "publish16": r"stlrh\b", "publish32": r"stlr\b", "release16": r"stlrh\b", "release32": r"stlr\b",
    "free16": r"lda(p)?rh\b", "free32": r"lda(p)?r\b", "ready16": r"lda(p)?rh\b", "ready32": r"lda(p)?r\b",
    "request": r"str\s+wzr.*dmb\s+ish\b", "required": r"dmb\s+ish\b.*ldr\s+w",
}


def disassemble(build, compiler, level):
    """{function: its instructions as one line of text}"""
    source, unit = build / "orders.c", build / "orders.o"
    source.write_text(SOURCE, encoding="utf-8")
    subprocess.run([*compiler, "-std=gnu11", "-ffreestanding", level, f"-I{ROOT}/os/include", "-c", source, "-o", unit],
                   check=True)
    listing = subprocess.run(["aarch64-linux-gnu-objdump", "-d", "--no-show-raw-insn", unit], check=True,
                             capture_output=True, text=True).stdout
    return {name: " ; ".join(re.findall(r"^\s+[0-9a-f]+:\s+(.*)$", body, re.MULTILINE))
            for name, body in re.findall(r"<(\w+)>:\n((?:\s+[0-9a-f]+:.*\n?)+)", listing)}


def check_all(build):
    """Yields a line for each compiler and level; those that begin with FAILED have failed."""
    build.mkdir(parents=True, exist_ok=True)
    for name, compiler in COMPILERS:
        for level in LEVELS:
            functions = disassemble(build, compiler, level)
            wrong = [function for function, pattern in EXPECTED.items()
                     if len(re.findall(pattern, functions.get(function, ""))) != 1]
            if wrong:
                yield f"FAILED instructions of {name} {level}: {', '.join(f'{f}: {functions.get(f)}' for f in wrong)}"
            else:
                yield f"instructions of {name} {level}: each order is kept"


if __name__ == "__main__":
    complaints = [line for line in check_all(pathlib.Path(sys.argv[1]).resolve()) if line.startswith("FAILED")]
    print("\n".join(complaints))
    sys.exit(1 if complaints else 0)
