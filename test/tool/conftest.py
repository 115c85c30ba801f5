# SPDX-License-Identifier: BSD-2-Clause
"""What the tests of the microkit tool share. They run a build with sanitizers, whose reports fail a test."""

import os
import pathlib
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE))

import fake_sdk  # noqa: E402

CHECKED_TOOL = "build/test/tool/microkit"


class Tool:
    """The tool and the SDK that it finds."""

    def __init__(self, binary, sdk):
        self.binary = binary
        self.sdk = sdk

    def run(self, *args, cwd, sdk=True, binary=None, timeout=30):
        environment = {"PATH": os.environ["PATH"], "ASAN_OPTIONS": "exitcode=99", "UBSAN_OPTIONS": "exitcode=99"}
        if sdk:
            environment["MICROKIT_SDK"] = str(self.sdk if sdk is True else sdk)
        return subprocess.run([str(binary or self.binary), *map(str, args)], cwd=cwd, env=environment,
                              capture_output=True, timeout=timeout, text=True, errors="surrogateescape")

    def load(self, system, *args, cwd, board="qemu_virt_aarch64", config="debug"):
        """Run on a description in a sister folder of `files`, with the usual arguments."""
        return self.run(system, "--search-path", "../files", "--board", board, "--config", config, "--drivers",
                        ROOT / "os/drivers", *args, cwd=cwd)


@pytest.fixture(scope="session")
def binary():
    subprocess.run(["make", "-s", CHECKED_TOOL], cwd=ROOT, check=True)
    return ROOT / CHECKED_TOOL


@pytest.fixture(scope="session")
def tool(binary, tmp_path_factory):
    return Tool(binary, fake_sdk.make(tmp_path_factory.mktemp("sdk") / "sdk"))
