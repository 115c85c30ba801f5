# SPDX-License-Identifier: BSD-2-Clause
"""Boots a kernel API test image in QEMU and reads its verdicts from the console.

The image prints `RUN rule name` before each test, `PASS` or `FAIL rule name: reason` after it, and
`SUMMARY passed failed` at the end. A test that never answers, and a run without summary, are failures. A test
that makes the kernel print something says so before, with `EXPECT text`: if no later line up to the verdict holds
the text, the test has failed.
"""

import re
import select
import subprocess
import time

import qemu

SILENCE_SECONDS = 30
TOTAL_SECONDS = 300
VERDICT = re.compile(r"^(PASS|FAIL) (\S+ \S+)(.*)$")
RUN = re.compile(r"^RUN (\S+ \S+)$")
EXPECT = re.compile(r"^EXPECT (.+)$")
SUMMARY = re.compile(r"^SUMMARY (\d+) (\d+)$")


def command(board, image):
    """The machine of a test image: an ELF file with its own physical addresses, and time that counts instructions."""
    argv = qemu.command(board, image, network=False, icount=True)
    loader = next(i for i, word in enumerate(argv) if word.startswith("loader,"))
    argv[loader] = f"loader,file={image},cpu-num=0"
    return argv


def console_lines(process):
    """Yield console lines until the machine is silent for too long or has had all its time."""
    end = time.monotonic() + TOTAL_SECONDS
    pending = b""
    while time.monotonic() < end:
        ready, _, _ = select.select([process.stdout], [], [], SILENCE_SECONDS)
        chunk = process.stdout.read1(65536) if ready else b""
        if not chunk:
            return
        pending += chunk
        *lines, pending = pending.split(b"\n")
        for line in lines:
            yield line.decode(errors="replace").rstrip("\r")


def judge(lines):
    """Returns (passed, failures) for the console lines of one run."""
    passed, failures, running, summary, expected, unseen = 0, [], None, None, [], []
    for line in lines:
        if match := RUN.match(line):
            running, expected = match.group(1), []
        elif match := EXPECT.match(line):
            expected.append(match.group(1))
        elif match := VERDICT.match(line):
            running = None
            unseen += [f"{match.group(2)}: the kernel did not print `{text}'" for text in expected]
            if match.group(1) == "PASS":
                passed += 1
            else:
                failures.append(match.group(2) + match.group(3))
        elif match := SUMMARY.match(line):
            summary = (int(match.group(1)), int(match.group(2)))
            break
        else:
            expected = [text for text in expected if text not in line]
    if running:
        failures.append(f"{running}: no answer")
    if summary is None:
        failures.append("the run ended without summary")
    elif summary != (passed, len(failures)):
        failures.append(f"the summary says {summary[0]} passed and {summary[1]} failed")
    return passed, failures + unseen


def run(board, image, log, more=()):
    """Boot `image`, keep its console in the file `log`; returns (passed, failures). `more`: words for QEMU."""
    process = qemu.spawn(command(board, image) + list(more), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                         stderr=subprocess.STDOUT)
    try:
        with open(log, "w") as copy:
            def kept():
                for line in console_lines(process):
                    copy.write(line + "\n")
                    yield line
            return judge(kept())
    finally:
        qemu.stop(process)
