# SPDX-License-Identifier: BSD-2-Clause
"""The headers that --emit-headers writes, as a C compiler sees them."""

import re
import subprocess

import fake_sdk

SYSTEM = """<system>
    <memory_region name="uart/regs@9000000" size="0x1000" phys_addr="0x9000000"/>
    <memory_region name="queue" size="0x10_000"/>
    <memory_region name="queue_2" size="0x1000"/>
    <protection_domain name="serial-driver" priority="100">
        <program_image path="not-there-yet.elf"/>
        <map mr="uart/regs@9000000" vaddr="0x2_000_000" perms="rw" cached="false"/>
        <map mr="queue" vaddr="0x3_000_000"/>
        <map mr="queue" vaddr="0x4_000_000" perms="r"/>
        <map mr="queue_2" vaddr="0x5_000_000"/>
        <irq irq="33" id="7"/>
        <protection_domain name="child" id="61">
            <program_image path="not-there-yet.elf"/>
        </protection_domain>
    </protection_domain>
    <protection_domain name="2nd client">
        <program_image path="not-there-yet.elf"/>
        <map mr="queue" vaddr="0x7fff000000"/>
    </protection_domain>
    <channel>
        <end pd="serial-driver" id="1"/>
        <end pd="2nd client" id="60"/>
    </channel>
    <channel>
        <end pd="2nd client" id="3"/>
        <end pd="serial-driver" id="5"/>
    </channel>
</system>
"""


def emit(tool, tmp_path, text=SYSTEM):
    (tmp_path / "a.system").write_text(text)
    return tool.run("a.system", "--board", "qemu_virt_aarch64", "--config", "debug", "--emit-headers", "out",
                    cwd=tmp_path)


def macros(path):
    """All macros of a header that stand for numbers."""
    text = subprocess.run(["gcc", "-E", "-dM", "-undef", "-nostdinc", "-Werror", "-Wall", str(path)], check=True,
                          capture_output=True, text=True).stdout
    return {name: int(value, 0) for name, value in re.findall(r"#define (\w+) (\w+)\n", text)
            if re.fullmatch(r"\d\w*", value) and not name.startswith("__")}


def test_every_number(tool, tmp_path):
    result = emit(tool, tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["2nd_client.h", "child.h",
                                                                          "serial_driver.h"]
    assert macros(tmp_path / "out/serial_driver.h") == {
        "SERIAL_DRIVER_UART_REGS_9000000_VADDR": 0x2000000,
        "SERIAL_DRIVER_UART_REGS_9000000_SIZE": 0x1000,
        "SERIAL_DRIVER_UART_REGS_9000000_PADDR": 0x9000000,
        "SERIAL_DRIVER_QUEUE_VADDR": 0x3000000,
        "SERIAL_DRIVER_QUEUE_SIZE": 0x10000,
        "SERIAL_DRIVER_QUEUE_2_VADDR": 0x4000000,
        "SERIAL_DRIVER_QUEUE_2_SIZE": 0x10000,
        "SERIAL_DRIVER_QUEUE_2_2_VADDR": 0x5000000,
        "SERIAL_DRIVER_QUEUE_2_2_SIZE": 0x1000,
        "SERIAL_DRIVER_CHANNEL_2ND_CLIENT": 1,
        "SERIAL_DRIVER_CHANNEL_2ND_CLIENT_2": 5,
        "SERIAL_DRIVER_IRQ_33": 7,
        "SERIAL_DRIVER_CHILD_CHILD": 61,
    }
    assert macros(tmp_path / "out/2nd_client.h") == {
        "_2ND_CLIENT_QUEUE_VADDR": 0x7fff000000,
        "_2ND_CLIENT_QUEUE_SIZE": 0x10000,
        "_2ND_CLIENT_CHANNEL_SERIAL_DRIVER": 60,
        "_2ND_CLIENT_CHANNEL_SERIAL_DRIVER_2": 3,
    }
    assert macros(tmp_path / "out/child.h") == {}


def test_headers_include_together_and_twice(tool, tmp_path):
    emit(tool, tmp_path)
    names = ["serial_driver", "2nd_client", "child", "serial_driver"]
    source = "".join(f'#include "{name}.h"\n' for name in names) + "int x = SERIAL_DRIVER_IRQ_33;\n"
    subprocess.run(["gcc", "-Wall", "-Wextra", "-Werror", "-pedantic", "-I", tmp_path / "out", "-fsyntax-only",
                    "-x", "c", "-"], input=source, text=True, check=True)


def test_same_input_same_headers(tool, tmp_path):
    emit(tool, tmp_path)
    first = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    emit(tool, tmp_path)
    assert first == {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}


def test_names_cannot_break_out_of_a_comment(tool, tmp_path):
    name = "a*/ int x; /* ??/\\"
    result = emit(tool, tmp_path, SYSTEM.replace('"queue_2"', f'"{name}"'))
    assert result.returncode == 0
    macros(tmp_path / "out/serial_driver.h")
    subprocess.run(["gcc", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-x", "c", "-"],
                   input=(tmp_path / "out/serial_driver.h").read_text() + "int x;\n", text=True, check=True)


def test_file_names_stay_in_the_directory(tool, tmp_path):
    result = emit(tool, tmp_path, SYSTEM.replace('name="child"', 'name="../../child"'))
    assert result.returncode == 0
    assert (tmp_path / "out/______child.h").exists()


def test_two_programs_with_one_header_name(tool, tmp_path):
    result = emit(tool, tmp_path, SYSTEM.replace('name="child"', 'name="serial.driver"'))
    assert result.returncode == 1
    assert "'serial-driver' and 'serial.driver' would have the same header 'serial_driver.h'" in result.stderr
    assert not (tmp_path / "out").exists()


def test_directory_that_cannot_be_made(tool, tmp_path):
    (tmp_path / "out").write_text("")
    result = emit(tool, tmp_path)
    assert result.returncode == 1
    assert "microkit: error: cannot " in result.stderr


def test_no_elf_files_are_needed(tool, tmp_path):
    """The headers come before the programs, and before the kernel too."""
    sdk = fake_sdk.make(tmp_path / "sdk")
    for path in (sdk / "board/qemu_virt_aarch64/debug/elf").iterdir():
        path.unlink()
    (tmp_path / "a.system").write_text(SYSTEM)
    result = tool.run("a.system", "--board", "qemu_virt_aarch64", "--config", "debug", "--emit-headers", "out",
                      cwd=tmp_path, sdk=sdk)
    assert result.returncode == 0, result.stderr
