# SPDX-License-Identifier: BSD-2-Clause
"""Each coverage-guided fuzzer of the tool, for a moment: no crash, and nothing accepted that must not be.

`make fuzz-tool` runs them for long. Here the seed and the number of runs are fixed.
"""

import os
import subprocess

import pytest

from conftest import ROOT

RUNS = int(os.environ.get("MICROKIT_FUZZ_RUNS", "3000"))
OUT = ROOT / "build/fuzz/tool"


@pytest.fixture(scope="module")
def fuzzers():
    subprocess.run(["make", "-s", "-j2", "tool-fuzzers"], cwd=ROOT, check=True)


@pytest.mark.parametrize("kind", ["sdf", "elf", "dtb"])
def test_moment(fuzzers, kind, tmp_path):
    done = subprocess.run([OUT / f"fuzz_{kind}", "-seed=1", f"-runs={RUNS}", "-max_len=8000", "-print_final_stats=1",
                           f"-artifact_prefix={tmp_path}/", tmp_path, OUT / "seeds" / kind], cwd=ROOT,
                          capture_output=True, text=True, errors="replace", timeout=300,
                          env=dict(os.environ, ASAN_OPTIONS="detect_leaks=0"))
    assert done.returncode == 0, done.stderr[-3000:]
    assert f"stat::number_of_executed_units: {RUNS}" in done.stderr
