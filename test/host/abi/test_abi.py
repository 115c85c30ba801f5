#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""The generated header library against golden tables: values, prototypes, absence, configuration files,
language standards. Headers of every board and configuration are generated into a folder of their own."""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
BUILDS = {f"{level}-{config}": (board, config)
          for level, board in (("el1", "qemu_virt_aarch64_el1"), ("el2", "qemu_virt_aarch64"))
          for config in ("release", "debug", "benchmark")}
INCLUDES = ["sel4/sel4.h", "sel4/arch/mapping.h", "sel4/benchmark_track_types.h",
            "sel4/benchmark_utilisation_types.h", "sel4/benchmark_tracepoints_types.h",
            "sel4/syscalls_master.h"]
GCC = ["aarch64-linux-gnu-gcc"]
CLANG = ["clang", "--target=aarch64-none-elf"]
COMMON = ["-ffreestanding", "-nostdinc", "-Wall", "-Wextra", "-Werror", "-fsyntax-only"]


def read_table(name):
    lines = [line for line in (HERE / name).read_text(encoding="ascii").splitlines()
             if line and not line.startswith("#")]
    return lines[0].split("\t"), [line.split("\t") for line in lines[1:]]


def generate(output, board, config, *options):
    command = [sys.executable, str(ROOT / "abi/generate.py"), "--board", board, "--config", config,
               "--output", str(output), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


class Headers:
    """The headers of all builds, and compilation against them."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        for build, (board, config) in BUILDS.items():
            result = generate(self.folder / build, board, config)
            if result.returncode != 0:
                raise AssertionError(result.stderr)

    def include(self, build):
        return self.folder / build / "libsel4/include"

    def compile(self, build, text, compiler=GCC, flags=("-std=gnu11",), includes=tuple(INCLUDES)):
        source = "".join(f"#include <{name}>\n" for name in includes) + text
        command = [*compiler, *COMMON, *flags, "-I", str(self.include(build)), "-x",
                   "c++" if "++" in flags[0] else "c", "-"]
        return subprocess.run(command, input=source, capture_output=True, text=True, check=False)


def values_of(header, rows):
    """{build: {name: golden value}} of a table."""
    result = {build: {} for build in header[1:]}
    for row in rows:
        for index, build in enumerate(header[1:]):
            result[build][row[0]] = row[1] if len(row) == 2 else row[1 + index]
    return result


def constant_expression(name):
    if name.startswith("offsetof"):
        return "__builtin_" + name
    return name.replace("alignof", "_Alignof") if name.startswith("alignof") else name


def test_constants_have_the_recorded_values(headers):
    for build, golden in values_of(*read_table("constants.tsv")).items():
        asserts = [f'_Static_assert((seL4_Int64) ({constant_expression(name)}) == {value}, "{name}");'
                   for name, value in golden.items() if value != "-"]
        result = headers.compile(build, "\n".join(asserts) + "\n")
        assert result.returncode == 0, f"{build}: {result.stderr}"
        assert len(asserts) > 350


def test_constants_recorded_as_absent_are_not_defined(headers):
    for build, golden in values_of(*read_table("constants.tsv")).items():
        absent = [name for name, value in golden.items() if value == "-" and name.isidentifier()]
        text = "".join(f"long probe_{index} = (long) {name};\n" for index, name in enumerate(absent))
        errors = headers.compile(build, text, flags=("-std=gnu11", "-fmax-errors=0")).stderr
        defined = [name for name in absent if f"{chr(8216)}{name}{chr(8217)} undeclared" not in errors
                   and f"'{name}' undeclared" not in errors]
        assert not defined, f"{build}: {defined}"


def test_functions_and_types_have_the_recorded_prototypes(headers):
    _, rows = read_table("functions.tsv")
    for build in BUILDS:
        text = []
        for name, prototype, builds in rows:
            if builds != "all" and build not in builds.split():
                continue
            # Redeclaring checks the type: C rejects a conflicting one.
            text.append(prototype + ";" if prototype.startswith("typedef") else "static " + prototype + ";")
        result = headers.compile(build, "\n".join(text) + "\n")
        assert result.returncode == 0, f"{build}: {result.stderr}"
        assert len(text) > 330


def test_functions_recorded_for_other_builds_are_absent(headers):
    _, rows = read_table("functions.tsv")
    for build in BUILDS:
        absent = [name for name, prototype, builds in rows if builds != "all" and build not in builds.split()
                  and not prototype.startswith("typedef")]
        text = "".join(f"typedef __typeof__({name}) probe_{name};\n" for name in absent)
        errors = headers.compile(build, text, flags=("-std=gnu11", "-fmax-errors=0")).stderr
        present = [name for name in absent if f"{name}{chr(8217)} undeclared" not in errors
                   and f"{name}' undeclared" not in errors]
        assert not present, f"{build}: {present}"


def argument_words(text):
    """{argument: message word} of a recorded layout such as `MR0=a MR1[7:0]=b MR2..=regs[36 words]`."""
    words = {}
    for item in text.split():
        place, _, name = item.partition("=")
        if name:
            words[name.split("[")[0]] = int(place[2:].split("[")[0].rstrip("."))
    return words


def test_kernel_argument_map_has_the_recorded_layout(headers):
    golden = {"el2-debug": read_table("invocations.tsv")[1]}
    for build, rows in golden.items():
        text = []
        for label, _, words, caps, _ in rows:
            text += [f'_Static_assert({label}_{name} == {word}, "{label}_{name}");'
                     for name, word in argument_words(words.replace(" words", "_words")).items()]
            names = [item.split("=")[1] for item in caps.split() if item != "-"]
            text += [f'_Static_assert({label}_X_{name} == {index}, "{label}_X_{name}");'
                     for index, name in enumerate(names)]
            text.append(f'_Static_assert({label}_Caps == {len(names)}, "{label}");')
        folder = str(headers.folder / build / "obj")
        result = headers.compile(build, "\n".join(text) + "\n", flags=("-std=gnu11", "-I", folder),
                                 includes=("abi/invocation_arguments.h",))
        assert result.returncode == 0, result.stderr


def test_configuration_has_the_recorded_values(headers):
    for build, golden in values_of(*read_table("config.tsv")).items():
        found = {}
        for folder in ("kernel", "sel4"):
            found.update(json.loads((headers.include(build) / folder / "gen_config.json").read_text()))
        shown = {key: str(value).lower() if isinstance(value, bool) else value
                 for key, value in found.items()}
        expected = {key: value for key, value in golden.items() if value != "-"}
        assert shown == expected, f"{build}: {set(shown.items()) ^ set(expected.items())}"


def test_architecture_line_is_cut_by_public_build_scripts(headers):
    text = (headers.include("el2-release") / "kernel/gen_config.h").read_text()
    line = next(line for line in text.splitlines() if "CONFIG_SEL4_ARCH  " in line)
    assert line.split(" ")[3] == "aarch64"


def test_false_keys_are_undefined_macros(headers):
    result = headers.compile("el2-release", "#ifdef CONFIG_DEBUG_BUILD\n#error defined\n#endif\n"
                             "#ifdef CONFIG_ARCH_X86\n#error defined\n#endif\n"
                             "#if CONFIG_KERNEL_MCS != 1\n#error MCS\n#endif\n")
    assert result.returncode == 0, result.stderr


def test_headers_compile_in_every_language_standard(headers):
    standards = [(GCC, "-std=gnu99"), (GCC, "-std=c11"), (GCC, "-std=gnu17"), (CLANG, "-std=gnu99"),
                 (CLANG, "-std=c11"), (CLANG, "-std=gnu++98"), (CLANG, "-std=c++11"),
                 (CLANG, "-std=c++17"), (CLANG, "-std=c++20")]
    for build in BUILDS:
        for compiler, standard in standards:
            result = headers.compile(build, "int main(void) { return 0; }\n", compiler, (standard,))
            assert result.returncode == 0, f"{build} {compiler[0]} {standard}: {result.stderr}"
        strict = headers.compile(build, "", GCC, ("-std=gnu11", "-Wconversion", "-O2"))
        assert strict.returncode == 0, f"{build} -Wconversion: {strict.stderr}"


def test_every_header_compiles_alone(headers):
    for build in ("el1-release", "el2-debug"):
        root = headers.include(build)
        for path in sorted(root.rglob("*.h")):
            name = str(path.relative_to(root))
            # These continue an enumeration that the generic header starts.
            if name.startswith(("sel4/arch/", "sel4/sel4_arch/")) and name.endswith("objecttype.h"):
                continue
            result = headers.compile(build, "", includes=(name,))
            assert result.returncode == 0, f"{build} {name}: {result.stderr}"


def test_options_change_what_they_name(headers):
    output = headers.folder / "options"
    result = generate(output, "qemu_virt_aarch64", "release", "NUM_DOMAINS=1", "ROOT_CNODE_SIZE_BITS=12",
                      "CONFIG_HARDWARE_DEBUG_API=true", "MAX_NUM_BOOTINFO_UNTYPED_CAPS=100")
    assert result.returncode == 0, result.stderr
    found = json.loads((output / "libsel4/include/kernel/gen_config.json").read_text())
    assert (found["NUM_DOMAINS"], found["NUM_DOMAIN_SCHEDULES"]) == ("1", "2")
    assert found["ROOT_CNODE_SIZE_BITS"] == "12"
    assert found["VERIFICATION_BUILD"] is False
    check = ('_Static_assert(TCBSetBreakpoint == 16 && seL4_TCBBits == 12, "debug API");\n'
             '_Static_assert(sizeof(seL4_BootInfo) == 184 + 100 * 16, "boot info");\n')
    compiled = headers.compile("options", check)
    assert compiled.returncode == 0, compiled.stderr


def test_bad_options_are_refused_with_a_reason(headers):
    cases = {"NUM_DOMAINS=257": "must be in 1..256", "NUM_DOMAINS=many": "is a number",
             "ALLOW_SMC_CALLS=maybe": "is a boolean", "MAX_NUM_NODES=4": "is fixed to '1'",
             "ENABLE_BENCHMARKS=true": "follows from other options",
             "NO_SUCH_KEY=1": "unknown option NO_SUCH_KEY",
             "NUM_DOMAINS": "lacks a value", "DEBUG_BUILD=true": "is fixed to 'false'"}
    for option, reason in cases.items():
        output = headers.folder / "refused"
        result = generate(output, "qemu_virt_aarch64", "release", option)
        assert result.returncode != 0 and reason in result.stderr, f"{option}: {result.stderr}"
        assert not output.exists()


def test_platform_ranges_leave_out_kernel_devices(headers):
    cases = (("el1-release", 0x40000000, 0x08010000), ("el2-release", 0x60000000, 0x08030000))
    for build, memory, hole in cases:
        ranges = json.loads((headers.folder / build / "support/platform_gen.json").read_text())
        assert ranges["memory"] == [{"start": memory, "end": 0xc0000000}]
        assert not any(low["start"] <= hole < low["end"] for low in ranges["devices"])
        assert ranges["devices"][-1]["end"] == 1 << 40


def test_library_object_defines_its_three_symbols(headers):
    source = headers.folder / "el2-release/libsel4/src/bootinfo.c"
    target = headers.folder / "bootinfo.o"
    command = [*GCC, "-std=gnu11", "-ffreestanding", "-Wall", "-Wextra", "-Werror", "-c", str(source), "-o",
               str(target), "-I", str(headers.include("el2-release"))]
    assert subprocess.run(command, check=False).returncode == 0
    symbols = subprocess.run(["aarch64-linux-gnu-nm", str(target)], capture_output=True, text=True,
                             check=True)
    names = {line.split()[-1] for line in symbols.stdout.splitlines()}
    assert {"__sel4_ipc_buffer", "bootinfo", "seL4_InitBootInfo", "seL4_GetBootInfo"} <= names


def main():
    folder = tempfile.mkdtemp()
    failures = 0
    try:
        headers = Headers(folder)
        tests = [(name, test) for name, test in sorted(globals().items()) if name.startswith("test_")]
        for name, test in tests:
            try:
                test(headers)
                print(f"[       OK ] {name}")
            except AssertionError as error:
                failures += 1
                print(f"[  FAILED  ] {name}: {str(error)[:4000]}")
        print(f"[==========] {len(tests)} test(s) run.\n[  PASSED  ] {len(tests) - failures} test(s).")
    finally:
        shutil.rmtree(folder)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
