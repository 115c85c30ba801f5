# SPDX-License-Identifier: BSD-2-Clause
"""The kernel benchmark still measures every operation, and measures much the same each time."""

import sys

import nemea

sys.path += [str(nemea.ROOT / "bench"), str(nemea.ROOT / "test" / "kernel")]

import kernel_bench  # noqa: E402  (found through the path just set)
import table  # noqa: E402


def typical(board, config):
    return {name: kernel_bench.medians(spans) for name, spans in kernel_bench.run(board, config).items()}


def test_kernel_operations_are_measured_and_repeat(board, config):
    table.OUT.mkdir(parents=True, exist_ok=True)
    first = typical(board, config)
    named = {row["operation"] for row in table.read(table.ROOT / "bench/aims.tsv") if row["unit"] == "instructions"}
    assert set(first) == named
    assert all(span.instructions > 0 for span in first.values())
    assert first["signal_round_trip"].instructions > first["signal_up"].instructions
    assert first["signal_up"].instructions > first["signal_idle"].instructions
    for name, span in typical(board, config).items():
        assert abs(span.instructions - first[name].instructions) <= first[name].instructions // 20, name
