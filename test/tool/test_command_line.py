# SPDX-License-Identifier: BSD-2-Clause
"""The command line and the discovery of the SDK (T-50 to T-55, TOOL-1 to TOOL-10)."""

import json
import os
import shutil

import pytest

import fake_sdk
from conftest import HERE

GOOD = HERE / "good"
USUAL = ("--board", "qemu_virt_aarch64", "--config", "debug")


@pytest.fixture
def own_sdk(tmp_path):
    """An SDK that a test may damage."""
    return fake_sdk.make(tmp_path / "own")


def headers(tmp_path):
    return "--emit-headers", tmp_path / "headers"


def test_help_lists_options_and_boards(tool, tmp_path):
    for option in ("-h", "--help"):
        result = tool.run(option, cwd=tmp_path)
        assert result.returncode == 0
        assert result.stdout.startswith("usage: microkit ")
        for word in ("--board", "--config", "--search-path", "--output", "--report", "--image-type",
                     "--capdl-json", "--viper-output", "--override-kernel", "--emit-headers", "--help"):
            assert word in result.stdout
        for board, config in fake_sdk.BOARDS:
            assert any(board in line and config in line for line in result.stdout.splitlines())
        assert "README" not in result.stdout


@pytest.mark.parametrize("args, missing", [
    ((), "--board, --config, system"),
    (("a.system",), "--board, --config"),
    (("--config", "debug"), "--board, system"),
    (("--board", "qemu_virt_aarch64", "a.system"), "--config"),
    # --search-path takes everything up to the next option, so the description must not come right after it.
    (("--search-path", "d", "a.system", *USUAL), "system"),
])
def test_missing_arguments(tool, tmp_path, args, missing):
    result = tool.run(*args, cwd=tmp_path)
    assert result.returncode == 1
    assert result.stdout.startswith("usage: ")
    assert f"microkit: error: the following arguments are required: {missing}\n" in result.stderr


@pytest.mark.parametrize("args, message", [
    (("--board", "toaster"), "unknown board 'toaster': choose from: qemu_virt_aarch64, qemu_virt_aarch64_el1, "
                             "qemu_virt_riscv64, x86_64_generic, x86_64_generic_vtx"),
    (("a.system", "--board", "qemu_virt_aarch64", "--config", "fast"),
     "configuration 'fast' is not available for board 'qemu_virt_aarch64': choose from: debug, smp-debug"),
    (("a.system", *USUAL, "--output"), "argument --output: expected a value"),
    (("a.system", *USUAL, "b.system"), "unrecognised argument: b.system"),
    (("--board=qemu_virt_aarch64", "--config", "debug"),
     "unrecognised argument: --board=qemu_virt_aarch64\nfix: Give the value of an option as the next argument."),
    (("a.system", *USUAL, "--fast"), "unrecognised argument: --fast"),
    (("a.system", *USUAL, "--image-type", "foo"), "unknown image type 'foo'"),
    (("a.system", *USUAL, "--image-type", "uimage"), "image type 'uimage' is not possible on architecture aarch64"),
    (("a.system", "--board", "x86_64_generic", "--config", "debug", "--image-type", "binary"),
     "image type 'binary' is not possible on architecture x86_64"),
    (("a.system", *USUAL), "cannot read the system description 'a.system'"),
    ((".", *USUAL), "cannot read the system description '.': not a regular file"),
    (("a.system", *USUAL, "--override-kernel", "none.elf"), "the kernel 'none.elf' does not exist"),
])
def test_wrong_arguments(tool, tmp_path, args, message):
    result = tool.run(*args, cwd=tmp_path)
    assert result.returncode == 1
    assert f"microkit: error: {message}" in result.stderr


def test_last_occurrence_wins(tool, tmp_path):
    result = tool.run("--board", "x86_64_generic", "smallest.system", *USUAL, *headers(tmp_path), cwd=GOOD)
    assert result.returncode == 0, result.stderr


def test_search_paths_accumulate_in_order(tool, tmp_path):
    for name in ("one", "two", "three"):
        (tmp_path / name).mkdir()
    (tmp_path / "a.system").write_text('<system><protection_domain name="p"><program_image path="x.elf"/>'
                                       '</protection_domain></system>')
    result = tool.run("a.system", "--search-path", "one", "two", "--search-path", "three", *USUAL, cwd=tmp_path)
    assert result.returncode == 1
    assert "tried: one/x.elf, two/x.elf, three/x.elf, x.elf\n" in result.stderr


def test_first_existing_file_wins(tool, tmp_path):
    for name, size in (("one", 0x1000), ("two", 0x3000)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "data").write_bytes(bytes(size))
    (tmp_path / "data").write_bytes(bytes(0x5000))
    (tmp_path / "a.system").write_text('<system><memory_region name="r" prefill_path="data"/>'
                                       '<protection_domain name="p"><program_image path="x.elf"/>'
                                       '<map mr="r" vaddr="0"/></protection_domain></system>')

    def size_found(*search):
        result = tool.run("a.system", *search, *USUAL, *headers(tmp_path), cwd=tmp_path)
        assert result.returncode == 0, result.stderr
        text = (tmp_path / "headers/p.h").read_text()
        return int(text.split("P_R_SIZE ")[1].split()[0], 16)

    assert size_found("--search-path", "none", "two", "one") == 0x3000
    assert size_found("--search-path", "one", "two") == 0x1000
    assert size_found("--search-path") == 0x5000
    (tmp_path / "a.system").write_text((tmp_path / "a.system").read_text().replace(
        '"data"', f'"{tmp_path}/two/data"'))
    assert size_found("--search-path", "one") == 0x3000


def test_sdk_of_the_executable(tool, own_sdk, tmp_path):
    shutil.copy(tool.binary, own_sdk / "bin/microkit")
    (tmp_path / "elsewhere").symlink_to(own_sdk / "bin/microkit")
    for path in (own_sdk / "bin/microkit", tmp_path / "elsewhere"):
        result = tool.run("-h", cwd=tmp_path, sdk=False, binary=path)
        assert result.returncode == 0
        assert f"Boards of the SDK {own_sdk}:" in result.stdout


def test_sdk_that_is_not_there(tool, tmp_path):
    result = tool.run("-h", cwd=tmp_path, sdk=tmp_path / "nowhere")
    assert result.returncode == 1
    assert "microkit: error: the environment variable MICROKIT_SDK names" in result.stderr
    result = tool.run("-h", cwd=tmp_path, sdk=tmp_path)
    assert result.returncode == 1
    assert "microkit: error: the SDK has no directory of boards" in result.stderr


@pytest.mark.parametrize("name", ["include/kernel/gen_config.json", "object_sizes.json", "platform_gen.json",
                                  "address_space_constants.json", "invocations_all.json", "elf/sel4.elf",
                                  "elf/monitor.elf", "elf/initialiser.elf", "elf/loader.elf", "elf"])
def test_incomplete_sdk(tool, own_sdk, name):
    path = own_sdk / "board/qemu_virt_aarch64/debug" / name
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    result = tool.run("smallest.system", "--search-path", "../files", *USUAL, cwd=GOOD, sdk=own_sdk)
    assert result.returncode == 1
    assert result.stderr.startswith("microkit: error: ")
    assert name in result.stderr


def replace_key(key, value):
    def change(content):
        content[key] = value
    return change


@pytest.mark.parametrize("name, change, message", [
    ("include/kernel/gen_config.json", replace_key("SEL4_ARCH", "m68k"), "m68k"),
    ("include/kernel/gen_config.json", replace_key("WORD_SIZE", "32"), "64-bit"),
    ("include/kernel/gen_config.json", replace_key("NUM_DOMAINS", "many"), "'NUM_DOMAINS' must be a number"),
    ("include/kernel/gen_config.json", replace_key("NUM_DOMAINS", -1), "'NUM_DOMAINS' must be a number"),
    ("include/kernel/gen_config.json", replace_key("ARM_PA_SIZE_BITS_40", False), "ARM_PA_SIZE_BITS_44"),
    ("include/kernel/gen_config.json", replace_key("ALLOW_SMC_CALLS", "yes"), "true or false"),
    ("object_sizes.json", replace_key("tcb", 64), "'tcb' must be a number of at most 63"),
    ("object_sizes.json", replace_key("tcb", None), "'tcb' must be a number"),
    ("address_space_constants.json", replace_key("vspace_user_top", 0x1000), "impossibly low"),
    ("platform_gen.json", replace_key("memory", 3), "'memory' must be an array"),
    ("platform_gen.json", replace_key("memory", [3]), "'memory' must be a number"),
    ("platform_gen.json", replace_key("memory", [{"start": 5, "end": 5}]), "non-empty, disjoint"),
    ("platform_gen.json", replace_key("devices", [{"start": 0, "end": 9}, {"start": 8, "end": 10}]), "disjoint"),
])
def test_damaged_sdk(tool, own_sdk, name, change, message):
    path = own_sdk / "board/qemu_virt_aarch64/debug" / name
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))
    result = tool.run("smallest.system", "--search-path", "../files", *USUAL, cwd=GOOD, sdk=own_sdk)
    assert result.returncode == 1
    assert result.stderr.startswith("microkit: error: ")
    assert message in result.stderr


def test_json_that_is_none(tool, own_sdk):
    (own_sdk / "board/qemu_virt_aarch64/debug/object_sizes.json").write_text("{")
    result = tool.run("smallest.system", "--search-path", "../files", *USUAL, cwd=GOOD, sdk=own_sdk)
    assert result.returncode == 1
    assert "object_sizes.json' is not a JSON object" in result.stderr


def test_message_of_a_hostile_description_cannot_control_the_terminal(tool, tmp_path):
    for hostile in (b"\x1b[2J", "\x9b2J".encode(), b"\x9b2J\x1b[2J"):
        (tmp_path / "a.system").write_bytes(b'<system a="' + hostile + b'">' + hostile + b"</system>")
        result = tool.run("a.system", *USUAL, cwd=tmp_path)
        assert result.returncode == 1
        assert "\x1b" not in result.stderr and "\x9b" not in result.stderr


def test_too_large_a_description(tool, tmp_path):
    path = tmp_path / "a.system"
    with path.open("wb") as file:
        file.truncate((16 << 20) + 1)
    result = tool.run("a.system", *USUAL, cwd=tmp_path)
    assert result.returncode == 1
    assert "at most 16777216 are supported" in result.stderr


def test_device_as_description_is_not_waited_for(tool, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    result = tool.run("pipe", *USUAL, cwd=tmp_path)
    assert result.returncode == 1
    assert "not a regular file" in result.stderr
