# SPDX-License-Identifier: BSD-2-Clause
"""The release archive of the SDK: what is in it, its modes, and that packing repeats (SDK-1, SDK-8)."""

import subprocess
import tarfile

import pytest

from conftest import ROOT

BOARD = "qemu_virt_aarch64/debug"


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    """The archive of what has been built so far: packing does not build."""
    def pack():
        out = subprocess.run(["make", "-s", "sdk-pack"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
        return (ROOT / out.split()[-1]).read_bytes()

    subprocess.run(["make", "-s", "sdk-tree"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    first, second = pack(), pack()
    assert first == second
    path = tmp_path_factory.mktemp("release") / "sdk.tar.gz"
    path.write_bytes(first)
    return tarfile.open(path)


def test_contents(release):
    version = (ROOT / "build/sdk/VERSION").read_text().strip()
    top = f"nemea-sdk-{version}"
    names = set(release.getnames())
    assert all(name == top or name.startswith(top + "/") for name in names)
    for name in ("VERSION", "LICENSE.md", "bin/microkit", "doc/sdk.md", "doc/microkit_user_manual.md", "schema/system.rng",
                 "share/gdb/microkit_gdb.py", f"board/{BOARD}/lib/libmicrokit.a", f"board/{BOARD}/lib/microkit.ld",
                 f"board/{BOARD}/include/microkit.h", f"board/{BOARD}/elf/sel4.elf", f"board/{BOARD}/elf/monitor.elf",
                 f"board/{BOARD}/elf/loader.elf", f"board/{BOARD}/elf/initialiser.elf"):
        assert f"{top}/{name}" in names
    for example in (ROOT / "sdk/example").iterdir():
        assert {f"{top}/example/{example.name}/{file}" for file in ("Makefile", "README.md")} <= names


def test_modes(release):
    for member in release.getmembers():
        executable = "/bin/" in member.name
        assert member.mode == (0o755 if member.isdir() or executable else 0o644), member.name
        assert (member.uid, member.gid, member.mtime) == (0, 0, 0)


def test_programs_do_not_tell_where_they_were_built(release):
    for member in release.getmembers():
        if member.isfile() and f"{BOARD}/" in member.name:
            assert str(ROOT).encode() not in release.extractfile(member).read(), member.name


def test_example_builds_from_the_unpacked_archive(release, tmp_path):
    release.extractall(tmp_path)
    sdk = next(tmp_path.iterdir())
    build = tmp_path / "out"
    done = subprocess.run(["make", "-C", sdk / "example/hello", f"MICROKIT_SDK={sdk}", f"BUILD_DIR={build}",
                           "MICROKIT_BOARD=qemu_virt_aarch64", "MICROKIT_CONFIG=debug"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (build / "loader.img").stat().st_size > 0 and (build / "report.txt").exists()
