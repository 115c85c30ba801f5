# SPDX-License-Identifier: BSD-2-Clause
"""libmicrokit, its headers and its link script as projects use them: two compilers, two languages, two linkers."""

import re
import shutil
import subprocess

import pytest

from conftest import ROOT

SOURCE = ROOT / "test/tool/library/every_function.c"
BOARD = ROOT / "build/sdk/board/qemu_virt_aarch64/debug"
FLAGS = ["-ffreestanding", "-O2", "-mcpu=cortex-a53", "-mstrict-align", "-Wall", "-Wextra", "-Werror", "-c"]
COMPILERS = {
    "gcc": ["aarch64-linux-gnu-gcc", "-std=gnu11"],
    "clang": ["clang", "--target=aarch64-none-elf", "-std=gnu11"],
    "clang++": ["clang++", "--target=aarch64-none-elf", "-std=gnu++17", "-fno-exceptions", "-fno-rtti",
                "-x", "c++", "-Wno-keyword-macro"],
}
LINKERS = ["aarch64-linux-gnu-ld", "ld.lld"]


@pytest.fixture(scope="module", autouse=True)
def sdk():
    subprocess.run(["make", "-s", "sdk-tree", "BOARD=qemu_virt_aarch64", "CONFIG=debug"], cwd=ROOT, check=True,
                   stdout=subprocess.DEVNULL)


def run(*arguments):
    done = subprocess.run([str(argument) for argument in arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(params=LINKERS)
def linker(request):
    if not shutil.which(request.param):
        pytest.skip(f"{request.param} is not installed")
    return request.param


@pytest.fixture(params=COMPILERS)
def program(request, linker, tmp_path):
    run(*COMPILERS[request.param], *FLAGS, f"-I{BOARD}/include", SOURCE, "-o", tmp_path / "program.o")
    run(linker, f"-L{BOARD}/lib", tmp_path / "program.o", "--start-group", "-lmicrokit", "--end-group", "-Tmicrokit.ld",
        "-o", tmp_path / "program.elf")
    return tmp_path / "program.elf"


def symbols(program):
    return {line.split()[-1]: int(line.split()[0], 16) for line in run("aarch64-linux-gnu-nm", program).splitlines()
            if len(line.split()) == 3}


def test_every_function_links(program):
    """SDK-20 to SDK-24: start, segments, symbols, and sections of the program's own."""
    found = symbols(program)
    assert found["_start"] == found["_text"] == 0x200000
    for name in ("_text_end", "__init_array_start", "__init_array_end", "__data_rel_ro_start", "__data_rel_ro_end", "_data",
                 "_data_end", "_bss", "_bss_end", "__sel4_ipc_buffer"):
        assert name in found, name
    assert found["__init_array_end"] - found["__init_array_start"] == 8
    headers = run("aarch64-linux-gnu-readelf", "-lW", program)
    loads = re.findall(r"^ +LOAD .* (R[ W][ E]) +0x", headers, re.MULTILINE)
    assert len(loads) == 2 and loads[1] == "RW "
    sections = run("aarch64-linux-gnu-readelf", "-SW", program)
    assert re.search(r" \.device_resources +PROGBITS ", sections)
    assert re.search(r" \.serial_client_config +PROGBITS ", sections)


def test_program_is_built_into_an_image(program, tmp_path):
    """After objcopy, which moves file offsets (USE-53); the patched bytes are in the image."""
    data = tmp_path / "resources.data"
    data.write_bytes(b"patched resources".ljust(256, b"\0"))
    run("aarch64-linux-gnu-objcopy", "--update-section", f".device_resources={data}", program)
    (tmp_path / "a.system").write_text("""<system><protection_domain name="parent" priority="10">
        <program_image path="program.elf"/>
        <protection_domain name="child" id="1" reinit="true"><program_image path="program.elf"/></protection_domain>
        </protection_domain></system>""")
    run(ROOT / "build/sdk/bin/microkit", tmp_path / "a.system", "--search-path", tmp_path, "--board", "qemu_virt_aarch64",
        "--config", "debug", "-o", tmp_path / "loader.img", "-r", tmp_path / "report.txt")
    # Two programs, and the original contents that the parent keeps of its child.
    assert (tmp_path / "loader.img").read_bytes().count(b"patched resources") == 3
