# SPDX-License-Identifier: BSD-2-Clause
"""Whole builds with the real SDK: what the tool makes of program images (T-37, T-38, T-56, TOOL-18 to TOOL-28)."""

import json
import os
import random
import re
import resource
import stat
import struct
import subprocess

import pytest

import elf
from conftest import ROOT, Tool

BOARD = "qemu_virt_aarch64"


@pytest.fixture(scope="session")
def real_sdk(binary):
    subprocess.run(["make", "-s", "sdk-tree", f"BOARD={BOARD}", "CONFIG=debug"], cwd=ROOT, check=True,
                   stdout=subprocess.DEVNULL)
    return Tool(binary, ROOT / "build/sdk")


class Bench:
    """A folder with programs and a description, and the tool to build it."""

    def __init__(self, tool, directory):
        self.tool = tool
        self.directory = directory

    def program(self, name, program):
        program.write(self.directory / name)

    def build(self, text, *args, binary=None):
        (self.directory / "a.system").write_text(f"<system>{text}</system>")
        return self.tool.run("a.system", "--board", BOARD, "--config", "debug", *args, cwd=self.directory,
                             binary=binary)

    def image(self):
        return (self.directory / "loader.img").read_bytes()

    def refuses(self, text, *words, at=None):
        """The build ends with one error that has all these words, and leaves no image."""
        result = self.build(text)
        assert result.returncode == 1, result.stderr
        assert result.stderr.count("error: ") == 1
        for word in words:
            assert word in result.stderr
        assert not (self.directory / "loader.img").exists()
        if at:
            column = f"<system>{text}</system>".index(at) + 1
            assert result.stderr.startswith(f"a.system:1:{column}: error: ")


@pytest.fixture
def bench(real_sdk, tmp_path):
    return Bench(real_sdk, tmp_path)


def pd(inner="", name="test", image="x.elf", attributes=""):
    return f'<protection_domain name="{name}" {attributes}><program_image path="{image}"/>{inner}</protection_domain>'


def region(name="r", size=0x1000, attributes=""):
    return f'<memory_region name="{name}" size="{size:#x}" {attributes}/>'


def test_image_and_report(bench):
    bench.program("x.elf", elf.Program())
    text = region("shared", 0x3000) + pd('<map mr="shared" vaddr="0x5000000"/><irq irq="33" id="2" trigger="edge"/>',
                                         attributes='priority="7" smc="true"')
    result = bench.build(text)
    assert result.returncode == 0, result.stderr
    assert bench.image()
    report = (bench.directory / "report.txt").read_text()
    for words in ("tcb_test", "sched_context_test", "ntfn_test", "cnode_test", "cnode_test_root",
                  "frame_mr_shared_000000002", "frame_test_stack_000000001", "frame_ipcbuf_test", "irq_33_test",
                  "region shared", "kernel objects", "free", "SMC calls granted to test", "33  edge",
                  "map  0x5000000"):
        assert words in report, words
    assert re.search(r"memory of its own: 0x[0-9a-f]+ bytes for program, stack and IPC buffer\n"
                     r" +kernel objects: 0x[0-9a-f]+ bytes: 1 thread, 1 notification, 2 capability tables, "
                     r"1 scheduling context, 1 reply object, 1 address space, \d+ page tables\n", report)
    assert "# Who may touch what\n\nshared (0x3000 bytes)\n    test reads and writes it\n" \
           "interrupt 33\n    test handles it\n" in report
    assert re.search(r"entry +0x200000\n +stack +0xffffffe000\n +ipc buffer +0xfffffff000\n +priority +7\n", report)


def test_where_the_files_go(bench):
    bench.program("x.elf", elf.Program())
    result = bench.build(pd(), "-o", "out.img", "--report", "out.txt", "--capdl-json", "out.json", "--viper-output",
                         "viper")
    assert result.returncode == 0, result.stderr
    assert sorted(path.name for path in bench.directory.iterdir()) == [
        "a.system", "out.img", "out.img.debug", "out.json", "out.txt", "viper", "x.elf"]
    assert sorted(path.name for path in (bench.directory / "out.img.debug").iterdir()) == [
        "0-x.elf", "index.json", "monitor.elf", "sel4.elf"]
    objects = json.loads((bench.directory / "out.json").read_text())["objects"]
    assert "tcb_test" in [thing["name"] for thing in objects]
    assert [path.name for path in (bench.directory / "viper").iterdir()] == ["test.vpr"]


def test_same_inputs_same_image(bench):
    bench.program("x.elf", elf.Program())
    text = region("a", 0x200000) + "".join(pd('<map mr="a" vaddr="0x4000000"/>', f"p{i}") for i in range(5))
    images = set()
    for _ in range(2):
        assert bench.build(text).returncode == 0
        images.add((bench.image(), (bench.directory / "report.txt").read_bytes()))
    assert len(images) == 1


def test_elf_image(bench):
    bench.program("x.elf", elf.Program())
    assert bench.build(pd(), "--image-type", "elf").returncode == 0
    image = bench.image()
    assert image[:4] == b"\x7fELF"
    assert struct.unpack_from("<Q", image, 24)[0] == 0x70000000


def data_of(bench, mark=elf.MARK):
    image = bench.image()
    assert image.count(mark) == 1
    return image[image.index(mark):]


def word(bench, program, name, mark=elf.MARK):
    return struct.unpack_from("<Q", data_of(bench, mark), program.offset(name))[0]


def test_every_kind_of_variable_is_written(bench):
    names = ("vaddr", "size", "prefill", "paddr", "chosen", "irq", "end", "child", "vcpu")
    program = elf.Program({name: 8 for name in names})
    other = elf.Program({"end": 8})
    other.mark = b"data of the other program"
    bench.program("x.elf", program)
    bench.program("other.elf", other)
    (bench.directory / "four.bin").write_bytes(b"four")
    result = bench.build(
        '<memory_region name="pre" prefill_path="four.bin" size="0x3000"/>'
        + region("fixed", 0x1000, 'phys_addr="0x9000000"') + region("any", 0x200000, 'page_size="0x200000"')
        + pd('<map mr="pre" vaddr="0x4001000" setvar_vaddr="vaddr" setvar_size="size" setvar_prefill_size="prefill"/>'
             '<map mr="any" vaddr="0x8000000"/><map mr="fixed" vaddr="0xa000000"/>'
             '<setvar symbol="paddr" region_paddr="fixed"/><setvar symbol="chosen" region_paddr="any"/>'
             '<irq irq="50" id="60" setvar_id="irq"/>'
             + pd(name="child", image="other.elf", attributes='id="59" setvar_id="child" priority="9"'))
        + '<channel><end pd="test" id="61" pp="true" setvar_id="end"/>'
          '<end pd="child" id="0" notify="false" setvar_id="end"/></channel>')
    assert result.returncode == 0, result.stderr
    assert [word(bench, program, name) for name in ("vaddr", "size", "prefill", "paddr", "irq", "end", "child")] == [
        0x4001000, 0x3000, 4, 0x9000000, 60, 61, 59]
    chosen = word(bench, program, "chosen")
    assert 0x40000000 <= chosen < 0xc0000000 and chosen % 0x200000 == 0
    assert word(bench, program, "microkit_irqs") == 1 << 60
    assert word(bench, program, "microkit_notifications") == 1 << 61
    assert word(bench, program, "microkit_pps") == 1 << 61
    assert word(bench, program, "microkit_ioports") == 0
    assert word(bench, other, "end", other.mark) == 0
    assert word(bench, other, "microkit_notifications", other.mark) == 0
    assert word(bench, other, "microkit_pps", other.mark) == 0
    assert b"four" + bytes(0xffc) in bench.image()


def test_domains_and_capabilities(bench):
    """The report states what the initialiser is told to do."""
    bench.program("x.elf", elf.Program())
    caps = '<cspace><cap_tcb slot="1" pd="b"/><cap_sc slot="2" pd="b"/><cap_vspace slot="63" pd="a"/></cspace>'
    schedule = ('<domain_schedule index_shift="5"><schedule_entry domain="slow" duration="1000 us"/>'
                '<schedule_entry domain="fast" duration="7 ticks"/><schedule_end_marker/></domain_schedule>')
    text = (f'<domains><domain name="fast" id="3"/><domain name="slow"/>{schedule}</domains>'
            + pd(caps, "a", attributes='domain="fast"') + pd("", "b", attributes='domain="slow" passive="true"'))
    result = bench.build(text)
    assert result.returncode == 0, result.stderr
    report = (bench.directory / "report.txt").read_text()
    user_slots = report.split("\ncnode_a_root\n")[1].split("\n\n")[0]
    assert re.findall(r"^ +(\d+) +(\w+)", user_slots, re.MULTILINE)[1:] == [
        ("1", "tcb_b"), ("2", "sched_context_b"), ("63", "vspace_a")]
    assert "# Domain schedule (starts at index 5)\n\n   5  domain 0 for 1000 us\n   6  domain 3 for 7 ticks\n   7  end\n" \
        in report
    assert "a: priority 0, budget 1000 us of 1000 us, domain 3\n" in report


def test_virtual_machine_gets_threads_and_capabilities(bench):
    bench.program("x.elf", elf.Program())
    machine = ('<virtual_machine name="guest" priority="7"><vcpu id="17"/><vcpu id="3"/>'
               '<map mr="ram" vaddr="0"/></virtual_machine>')
    assert bench.build(region("ram", 0x200000) + pd(machine)).returncode == 0
    report = (bench.directory / "report.txt").read_text()
    for expected in ("tcb_guest_17", "tcb_guest_3", "vcpu_guest_17", "sched_context_guest_3", "vspace_guest"):
        assert expected in report
    assert re.search(r"^ +283  tcb_guest_17", report, re.MULTILINE)
    assert re.search(r"^ +333  vcpu_guest_3", report, re.MULTILINE)


@pytest.mark.parametrize("length", [1, 62, 63, 64, 200])
def test_name_always_ends(bench, length):
    """DEV-8."""
    program = elf.Program()
    bench.program("x.elf", program)
    assert bench.build(pd(name="n" * length)).returncode == 0
    start = program.offset("microkit_name")
    name = b"n" * min(length, 63)
    assert data_of(bench)[start:start + 64] == name + bytes(64 - len(name))


def test_passive(bench):
    program = elf.Program()
    bench.program("x.elf", program)
    for attributes, value in (("", 0), ('passive="true"', 1)):
        assert bench.build(pd(attributes=attributes)).returncode == 0
        assert data_of(bench)[program.offset("microkit_passive")] == value


REINIT = pd(pd(name="child", attributes='id="3" reinit="true"'), name="parent")


def test_reinit_needs_the_call_in_the_parent(bench):
    bench.program("x.elf", elf.Program())
    bench.refuses(REINIT, "microkit_reinit_table", "Call microkit_pd_reinit()")


def test_parent_sees_what_its_child_can_write(bench):
    """And nothing that is only readable; the parent's own regions keep clear of it."""
    program = elf.Program({"microkit_reinit_table": 8})
    bench.program("x.elf", program)
    middle = 1 << 39
    child = pd(name="child", attributes='id="3" reinit="true" stack_size="0x3000"')
    text = region("r", 0x1000) + pd(f'<map mr="r" vaddr="{middle:#x}"/>' + child, name="parent")
    assert bench.build(text, "--capdl-json", "a.json").returncode == 0
    objects = json.loads((bench.directory / "a.json").read_text())["objects"]
    names = [thing["name"] for thing in objects]
    assert any(name.startswith("frame_original_child_0x") for name in names)
    assert any(name.startswith("frame_original_parent_0x") for name in names)
    parent = bench.image()[bench.image().index(elf.MARK):]
    table = struct.unpack_from("<Q", parent, program.offset("microkit_reinit_table"))[0]
    assert table == middle + (1 << 30)


def test_two_domains_of_one_program(bench):
    """TOOL-22: each gets its own copy and its own variables."""
    program = elf.Program({"id": 8})
    bench.program("x.elf", program)
    ends = '<end pd="a" id="3" setvar_id="id"/><end pd="b" id="4" setvar_id="id"/>'
    assert bench.build(pd(name="a") + pd(name="b") + f"<channel>{ends}</channel>").returncode == 0
    copies = bench.image().split(elf.MARK)[1:]
    offset = program.offset("id") - len(elf.MARK)
    assert sorted(struct.unpack_from("<Q", copy, offset)[0] for copy in copies) == [3, 4]


def test_symbols_of_another_file(bench):
    """TOOL-20: users ship stripped images."""
    program = elf.Program({"variable": 8})
    bench.program("symbols.elf", program)
    stripped = elf.Program({"variable": 8})
    stripped.with_symbols = False
    bench.program("x.elf", stripped)
    text = region() + ('<protection_domain name="test"><program_image path="x.elf" path_for_symbols="symbols.elf"/>'
                       '<map mr="r" vaddr="0x7000" setvar_vaddr="variable"/></protection_domain>')
    assert bench.build(text).returncode == 0
    assert word(bench, program, "variable") == 0x7000


def test_variable_in_zeroed_memory(bench):
    program = elf.Program()
    program.add("variable", elf.DATA + 0x1ff8, 8)
    bench.program("x.elf", program)
    assert bench.build(region() + pd('<map mr="r" vaddr="0x123000" setvar_vaddr="variable"/>')).returncode == 0
    assert struct.pack("<Q", 0x123000) in bench.image()


SETVAR = region() + pd('<map mr="r" vaddr="0x7000" setvar_vaddr="variable"/>')


def test_variable_of_four_bytes(bench):
    bench.program("x.elf", elf.Program({"variable": 4}))
    bench.refuses(SETVAR, "'variable'", "'test'", "x.elf", "4 bytes", at='setvar_vaddr="variable"')


def test_variable_missing(bench):
    bench.program("x.elf", elf.Program())
    bench.refuses(SETVAR, "'variable' is not defined", "'test'", "x.elf", at='setvar_vaddr="variable"')


def test_variable_twice(bench):
    bench.program("x.elf", elf.Program({"variable": 8}).add("variable", elf.DATA + 0x1000, 8))
    bench.refuses(SETVAR, "'variable' is defined more than once", "'test'", "x.elf", at='setvar_vaddr="variable"')


def test_name_twice_that_nobody_asks_for(bench):
    bench.program("x.elf", elf.Program({"variable": 8}).add("variable", elf.DATA + 0x1000, 8))
    assert bench.build(pd()).returncode == 0


def test_variable_across_the_end_of_a_segment(bench):
    bench.program("x.elf", elf.Program().add("variable", elf.DATA + 0x1ffc, 8))
    bench.refuses(SETVAR, "'variable'", "segment", "'test'")


@pytest.mark.parametrize("name", sorted(elf.LIBRARY))
def test_library_variable_missing(bench, name):
    """LIB-6, DEV-2."""
    bench.program("x.elf", elf.Program().remove(name))
    bench.refuses(pd(), f"'{name}'", "'test'", "x.elf", at="<program_image")


def test_map_over_the_image(bench):
    """T-38, TOOL-24."""
    bench.program("x.elf", elf.Program())
    bench.refuses(region() + pd('<map mr="r" vaddr="0x200000"/>'), "'r'", "'test'", "[0x200000, 0x201000)")


def test_map_over_the_zeroed_tail_of_the_image(bench):
    bench.program("x.elf", elf.Program())
    bench.refuses(region() + pd('<map mr="r" vaddr="0x211000"/>'), "'r'", "'test'", "[0x210000, 0x212000)",
                  "[0x211000, 0x212000)")


def test_map_that_touches_the_image(bench):
    bench.program("x.elf", elf.Program())
    assert bench.build(region() + region("s") + pd('<map mr="r" vaddr="0x1ff000"/>'
                                                   '<map mr="s" vaddr="0x212000"/>')).returncode == 0


def test_segments_that_share_a_page(bench):
    """TOOL-23."""
    program = elf.Program()
    program.segments.append([elf.DATA + 0x1800, elf.R, b"", 0x10])
    bench.program("x.elf", program)
    bench.refuses(pd(), "x.elf", "page", "[0x210000, 0x212000)", at='<program_image')


def broken(change):
    program = elf.Program()
    change(program)
    return program.bytes()


@pytest.mark.parametrize("content, words", [
    (b"", "not an ELF file"),
    (b"#!/bin/sh\n" * 100, "not an ELF file"),
    (broken(lambda p: setattr(p, "elf_class", 1)), "64-bit"),
    (broken(lambda p: setattr(p, "byte_order", 2)), "little-endian"),
    (broken(lambda p: setattr(p, "machine", 62)), "another processor"),
    (broken(lambda p: setattr(p, "with_symbols", False)), "no symbol table"),
    (broken(lambda p: None)[:100], "program headers"),
    (broken(lambda p: None)[:200], "outside of the file"),
], ids=["empty", "script", "32-bit", "big-endian", "x86", "stripped", "cut headers", "cut segments"])
def test_files_that_are_no_programs(bench, content, words):
    (bench.directory / "x.elf").write_bytes(content)
    bench.refuses(pd(), "x.elf", words, at='path="x.elf"')


def test_failed_build_leaves_the_old_image(bench):
    """TOOL-6: an image is replaced whole or not at all."""
    bench.program("x.elf", elf.Program())
    assert bench.build(pd()).returncode == 0
    before = bench.image()
    assert bench.build(SETVAR).returncode == 1
    assert bench.image() == before
    assert sorted(path.name for path in bench.directory.iterdir()) == [
        "a.system", "loader.img", "loader.img.debug", "report.txt", "x.elf"]


def test_output_that_cannot_be_written(bench):
    bench.program("x.elf", elf.Program())
    result = bench.build(pd(), "-o", "missing/loader.img")
    assert result.returncode == 1
    assert "missing/loader.img" in result.stderr


def test_output_to_a_device_does_not_replace_it(bench):
    bench.program("x.elf", elf.Program())
    result = bench.build(pd(), "-o", "/dev/null", "-r", "/dev/null")
    assert result.returncode == 0, result.stderr
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    assert not os.path.exists("/dev/null.debug")


def test_debug_archive_follows_the_image(bench):
    """Programs of an earlier build leave the archive; two PDs with one program share its copy."""
    bench.program("x.elf", elf.Program())
    assert bench.build(pd(name="first") + pd(name="second")).returncode == 0
    archive = bench.directory / "loader.img.debug"
    (archive / "7-old.elf").write_bytes(b"")
    (archive / "notes.txt").write_text("mine\n")
    assert bench.build(pd(name="first") + pd(name="second")).returncode == 0
    assert sorted(path.name for path in archive.iterdir()) == [
        "0-x.elf", "index.json", "monitor.elf", "notes.txt", "sel4.elf"]
    index = json.loads((archive / "index.json").read_text())
    assert [(p["name"], p["program"]) for p in index["pds"]] == [("first", "0-x.elf"), ("second", "0-x.elf")]


def test_region_that_does_not_fit(bench):
    """It is smaller than the memory of the board, but the kernel and the system need some too."""
    bench.program("x.elf", elf.Program())
    bench.refuses(region("big", 0x5fc00000) + pd('<map mr="big" vaddr="0x4000000"/>'), "needs more memory", "0x200000 bytes")


def test_mutated_programs(bench):
    """Whatever the bytes of an ELF file, the tool takes it or reports one error."""
    rng = random.Random(1)
    good = elf.Program({"variable": 8}).bytes()
    for number in range(150):
        data = bytearray(good)
        for _ in range(rng.randrange(1, 4)):
            at = rng.choice([rng.randrange(64), rng.randrange(64, 64 + 112), rng.randrange(len(data))])
            data[at] = rng.choice([0, 1, 0x7f, 0x80, 0xff, rng.randrange(256)])
        (bench.directory / "x.elf").write_bytes(bytes(data[:rng.choice([len(data), rng.randrange(len(data))])]))
        result = bench.build(SETVAR)
        assert result.returncode in (0, 1), (number, result.stderr)
        assert (result.returncode == 1) == ("error: " in result.stderr)


def test_sixty_domains_take_less_than_a_second(bench):
    """TOOL-16, in processor time, of the tool that users run."""
    subprocess.run(["make", "-s", "build/sdk/bin/microkit"], cwd=ROOT, check=True)
    bench.program("x.elf", elf.Program())
    text = "".join(region(f"r{i}", 0x10000) for i in range(60))
    text += "".join(pd("".join(f'<map mr="r{j}" vaddr="{0x4000000 + 0x10000 * j:#x}"/>' for j in range(60)), f"p{i}")
                    for i in range(60))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = bench.build(text, binary=ROOT / "build/sdk/bin/microkit")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert result.returncode == 0, result.stderr
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 1.0
