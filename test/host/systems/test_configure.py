# SPDX-License-Identifier: BSD-2-Clause
"""systems/configure.py: what it patches, and what each mistake in a config.c is answered with."""
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
sys.path.insert(0, os.path.join(ROOT, "test", "host"))
import verdicts  # noqa: E402: found through the line above

CONFIGURE = os.path.join(ROOT, "systems", "configure.py")
CROSS = os.environ.get("CROSS", "aarch64-linux-gnu-")

PROGRAM = """
__attribute__((section(".timer_client_config"))) char timer[6];
__attribute__((section(".device_resources"))) int resources[4];
int _start(void) { return timer[5] + resources[3]; }
"""
TIMER = """__attribute__((used, section("one:.timer_client_config")))
static const char timer[6] = "sDDF\\6\\3";
"""
DEVICE = """__attribute__((used, section("one:.device_resources")))
static const int device[4] = {1, 2, 3, 4};
"""


class Configure(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.program = self.compile("program", PROGRAM, "-nostdlib", "-static")

    def compile(self, name, source, *flags):
        path = os.path.join(self.folder.name, name)
        subprocess.run([CROSS + "gcc", "-ffreestanding", "-x", "c", "-", "-o", path, *flags], input=source,
                       text=True, check=True)
        return path

    def configure(self, source, *programs):
        config = self.compile("config.o", source, "-c")
        arguments = programs or [f"one={self.program}"]
        return subprocess.run([sys.executable, CONFIGURE, config, self.folder.name, *arguments], text=True,
                              capture_output=True)

    def section(self, pd, name):
        path = os.path.join(self.folder.name, "bytes")
        subprocess.run([CROSS + "objcopy", "-O", "binary", "-j", name,
                        os.path.join(self.folder.name, pd + ".elf"), path], check=True)
        with open(path, "rb") as file:
            return file.read()

    def assert_error(self, result, *words):
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertIn("error:", result.stderr)
        for word in words:
            self.assertIn(word, result.stderr)

    def test_patches_each_section(self):
        result = self.configure(TIMER + DEVICE)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(self.section("one", ".timer_client_config"), b"sDDF\6\3")
        self.assertEqual(self.section("one", ".device_resources"),
                         b"\1\0\0\0\2\0\0\0\3\0\0\0\4\0\0\0")

    def test_changes_nothing_else(self):
        self.configure(TIMER + DEVICE)
        with open(self.program, "rb") as file:
            old = file.read()
        with open(os.path.join(self.folder.name, "one.elf"), "rb") as file:
            new = file.read()
        self.assertEqual(len(old), len(new))
        self.assertEqual(sum(a != b for a, b in zip(old, new)), 6 + 4)

    def test_program_stays_as_it_is(self):
        self.configure(TIMER + DEVICE)
        with open(self.program, "rb") as file:
            self.assertNotIn(b"sDDF\6\3", file.read())

    def test_missing_struct(self):
        self.assert_error(self.configure(TIMER), "PD `one' needs", ".device_resources", "CONFIG_FOR(\"one\"")

    def test_wrong_size(self):
        result = self.configure(TIMER.replace("[6]", "[7]") + DEVICE)
        self.assert_error(result, "has 6 bytes", "has 7 for PD `one'")

    def test_unknown_section(self):
        extra = DEVICE.replace("device[", "other[").replace("device_resources", "serial_client_config")
        self.assert_error(self.configure(TIMER + DEVICE + extra), "no section `.serial_client_config'")

    def test_unknown_pd(self):
        extra = DEVICE.replace("device[", "other[").replace("one:", "two:")
        result = self.configure(TIMER + DEVICE + extra)
        self.assert_error(result, "PD `two', which the system does not have", "one")

    def test_address_of_an_object(self):
        pointers = DEVICE.replace("int device[4] = {1, 2, 3, 4}", "void *const device[2] = {&timer}")
        self.assert_error(self.configure(TIMER + pointers), "one:.device_resources", "address of a C object")

    def test_not_an_elf_file(self):
        result = self.configure(TIMER + DEVICE, f"one={CONFIGURE}")
        self.assert_error(result, "configure.py: error: not a 64-bit")

    def test_two_pds_of_one_program(self):
        source = TIMER + DEVICE + (TIMER + DEVICE).replace("one:", "two:").replace("\\3", "\\4").replace(
            " timer[", " timer2[").replace(" device[", " device2[")
        result = self.configure(source, f"one={self.program}", f"two={self.program}")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(self.section("one", ".timer_client_config"), b"sDDF\6\3")
        self.assertEqual(self.section("two", ".timer_client_config"), b"sDDF\6\4")

    def test_help(self):
        result = subprocess.run([sys.executable, CONFIGURE, "--help"], text=True, capture_output=True)
        self.assertEqual(result.returncode, 0)
        self.assertIn("usage:", result.stdout)


if __name__ == "__main__":
    verdicts.main()
