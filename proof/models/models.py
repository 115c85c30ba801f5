# SPDX-License-Identifier: BSD-2-Clause
"""Checks the models of the signalling protocols (`make models`): exhaustively, within the bounds written here.

For each run SPIN explores every state (no hash compaction, no bit-state): no assertion fails, and when nothing moves
any more the model's `quiescence' finds nothing left undone, which is what a lost wake-up would leave. A run with a
claim also shows that nobody starves, if each domain gets to run (weak fairness). Planted mistakes must be found.

Ends with a line `N passed, N failed'.
"""

import argparse
import concurrent.futures
import pathlib
import re
import shutil
import subprocess
import sys
import time

import check_steps
import instructions
import weak_memory

MODELS = pathlib.Path(__file__).resolve().parent
SECONDS = 900

# (model, definitions, claim or None). ORDER 1 and 2: one core with fixed priorities, either way; without it, domains
# interleave in every way.
RUNS = [
    ("queue", "CAPACITY=1", None), ("queue", "CAPACITY=2", None), ("queue", "CAPACITY=4", None),
    ("queue", "CAPACITY=1", "taken"), ("queue", "CAPACITY=2", "taken"),
    ("net_rx", "BUFFERS=1", None), ("net_rx", "BUFFERS=1", "dealt_with"),
    ("net_rx", "BUFFERS=3 ORDER=1", None), ("net_rx", "BUFFERS=4 ORDER=2", None),
    ("net_tx", "BUFFERS=1 SLOTS=1 IN_FLIGHT=1", None),
    ("net_tx", "BUFFERS=4 SLOTS=2 IN_FLIGHT=3 ORDER=1", None),
    ("net_tx", "BUFFERS=4 SLOTS=2 IN_FLIGHT=3 ORDER=2", None),
    ("net_tx", "BUFFERS=4 SLOTS=4 IN_FLIGHT=4 ORDER=1", None),
    ("lwip_rx", "BUFFERS=2 PACKETS=1", None), ("lwip_rx", "BUFFERS=2 PACKETS=1", "taken"),
    ("serial_rx", "CHARACTERS=2 FIFO=2", None), ("serial_rx", "CHARACTERS=4 FIFO=2 ORDER=1", None),
    ("serial_rx", "CHARACTERS=4 FIFO=2 ORDER=2", None), ("serial_rx", "CHARACTERS=1 FIFO=1", "taken"),
    ("serial_tx", "CHARACTERS=2 FIFO=2", None), ("serial_tx", "CHARACTERS=4 FIFO=2 ORDER=1", None),
    ("serial_tx", "CHARACTERS=4 FIFO=2 ORDER=2", None), ("serial_tx", "CHARACTERS=1 FIFO=1", "sent_on"),
    ("timer", "", None), ("timer", "", "notified"), ("deferred", "", None),
    ("passive", "", None), ("passive", "", "answered"),
]

# Runs of minutes; `make test' leaves them out.
LONG_RUNS = [
    ("net_rx", "BUFFERS=2", None),
    ("net_tx", "BUFFERS=1 SLOTS=1 IN_FLIGHT=1", "sent_on"),
    ("lwip_rx", "BUFFERS=3 PACKETS=2", None), ("lwip_rx", "BUFFERS=3 PACKETS=2", "taken"),
    ("serial_rx", "CHARACTERS=2 FIFO=2", "taken"), ("serial_tx", "CHARACTERS=2 FIFO=2", "sent_on"),
]

# (model, definitions, text, what stands there instead, claim if that is what finds it): each must be found out.
MISTAKES = [
    ("queue", "CAPACITY=2", ":: READY ->                     /* [E6]", ":: false ->                     /* [E6]"),
    ("queue", "CAPACITY=2", ":: ROOM -> CANCEL(producer_signalled)", ":: false -> CANCEL(producer_signalled)"),
    ("queue", "CAPACITY=2", "tell(consumer_signalled, wake_consumer, late)\n        :: !ROOM",
     "if :: skip :: tell(consumer_signalled, wake_consumer, late) fi\n        :: !ROOM"),
    ("net_rx", "BUFFERS=2 ORDER=1", "rearm(DRIVER_FREE);", "skip;"),
    ("net_rx", "BUFFERS=2 ORDER=1", "acknowledge()", "skip"),
    ("net_tx", "BUFFERS=4 SLOTS=2 IN_FLIGHT=3 ORDER=1",
     "            :: AVAILABLE(CLIENT_FREE) ->\n                signalled",
     "            :: false ->\n                signalled"),
    ("net_tx", "BUFFERS=4 SLOTS=2 IN_FLIGHT=3 ORDER=1", "more = (sent > 0)", "more = 0"),
    ("net_tx", "BUFFERS=4 SLOTS=2 IN_FLIGHT=3 ORDER=1", "#define NEEDED (2", "#define NEEDED false && (2"),
    ("serial_tx", "CHARACTERS=2 FIFO=2 ORDER=2", "wanted = (taken < ready)", "wanted = 0"),
    ("serial_tx", "CHARACTERS=2 FIFO=2", "signalled[TO_DRIVER] = 0;           /* [ST11]", "skip; /* [ST11]"),
    ("serial_rx", "CHARACTERS=2 FIFO=2 ORDER=1", "signalled[TO_VIRT] = 0;", "skip;"),
    ("timer", "", "comparator = next;", "skip;"),
    ("deferred", "", "have_signal = 0\n                :: else", "skip\n                :: else"),
    ("passive", "", "home = OF_NOTIFICATION; running_on = NOBODY", "running_on = NOBODY"),
    ("lwip_rx", "BUFFERS=2 PACKETS=1", "again = CAN_RECEIVE;    /* [LR8]", "again = 0;    /* [LR8]"),
    ("lwip_rx", "BUFFERS=2 PACKETS=1", "again = CAN_RECEIVE     /* [LR13]", "again = 0     /* [LR13]"),
    # Nothing is left undone here, for it goes on being done.
    ("timer", "", "d_step { caller = NEVER; asked = 0 }", "skip", "notified"),
]


def definitions(text):
    return [f"-D{word}" for word in text.split()]


def explore(folder, source, flags, claim):
    """Returns (states, None), or (states or None, what was wrong)."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for file in MODELS.glob("*.pml"):
        shutil.copy(file, folder)
    (folder / "model.pml").write_text(source, encoding="utf-8")
    made = subprocess.run(["spin", *flags, "-a", "model.pml"], cwd=folder, capture_output=True, text=True)
    if made.returncode or "rror" in made.stdout:
        return None, made.stdout[-500:]
    kind = ["-DNFAIR=4"] if claim else ["-DSAFETY", "-DNOCLAIM"]
    subprocess.run(["gcc", "-O2", "-w", "-DCOLLAPSE", "-DMEMLIM=8000", *kind, "-o", "pan", "pan.c"], cwd=folder,
                   check=True)
    checks = ["-a", "-f", "-N", claim] if claim else []
    try:
        text = subprocess.run(["./pan", "-m20000000", "-n", "-E", *checks], cwd=folder, capture_output=True, text=True,
                              timeout=SECONDS).stdout
    except subprocess.TimeoutExpired:
        return None, f"not explored in {SECONDS} s"
    errors, states = re.search(r"errors: (\d+)", text), re.search(r"(\d+) states, stored", text)
    if not errors or not states or "Search not completed" in text and errors[1] == "0" or "max search depth" in text:
        return None, text[-500:]
    wrong = re.search(r"pan:1: (.*)", text)
    return int(states[1]), (wrong[1] if wrong else "an error") if errors[1] != "0" else None


def check_run(folder, run):
    model, flags, claim = run
    began = time.monotonic()
    source = (MODELS / f"{model}.pml").read_text(encoding="utf-8")
    states, wrong = explore(folder, source, definitions(flags), claim)
    what = f"{model} {flags}" + (f", claim {claim}" if claim else "")
    if wrong:
        return f"FAILED {what}: {wrong}"
    return f"{what}: {states:,} states, {time.monotonic() - began:.0f} s"


def check_mistake(folder, mistake):
    model, flags, text, instead, *claim = mistake
    source = (MODELS / f"{model}.pml").read_text(encoding="utf-8")
    if source.count(text) < 1:
        return f"FAILED {model}: no place for the planted mistake `{text}'"
    states, wrong = explore(folder, source.replace(text, instead, 1), definitions(flags), *(claim or [None]))
    if states is None or not wrong:
        return f"FAILED {model}: the planted mistake `{instead}' for `{text}' is not found ({wrong or states})"
    return f"{model}: planted `{' '.join(instead.split())}': found, {wrong}"


def check_all(build, jobs, small):
    """Yields a line for each check; those that begin with FAILED have failed."""
    runs = RUNS if small else RUNS + LONG_RUNS
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        waiting = [pool.submit(check_run, build / f"run{i}", run) for i, run in enumerate(runs)]
        waiting += [pool.submit(check_mistake, build / f"mistake{i}", m) for i, m in enumerate(MISTAKES)]
        for done in waiting:
            yield done.result()
    yield from weak_memory.check_all()
    yield from instructions.check_all(build)
    problems, count = check_steps.check()
    yield from (f"FAILED {problem}" for problem in problems)
    if not problems:
        yield f"{count} numbered steps are the same in C and in the models"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, required=True, help="folder for what is made on the way")
    parser.add_argument("--jobs", type=int, default=2, help="models explored at a time (2)")
    parser.add_argument("--small", action="store_true", help="leave out the runs that take minutes")
    options = parser.parse_args()
    passed = failed = 0
    for line in check_all(options.build.resolve(), options.jobs, options.small):
        print(line, flush=True)
        bad = line.startswith("FAILED")
        passed, failed = passed + (not bad), failed + bad
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
