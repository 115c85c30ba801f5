# SPDX-License-Identifier: BSD-2-Clause
"""Builds and runs every test of Nemea (`make test`) and sums the results up.

The last line of output is `N passed, N failed`, and the exit status is zero only if nothing failed. A build
that fails, a test program that crashes and a machine that falls silent each count as a failed test, so a
run can never look better than it was. Logs and reports are kept in build/test/.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as xml

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path += [str(ROOT / "tools"), str(ROOT / "test" / "system"), str(ROOT / "test" / "kernel")]

import refusals  # noqa: E402
import verdicts  # noqa: E402  (found through the path just set)

BOARDS = ("qemu_virt_aarch64", "qemu_virt_aarch64_el1")
CONFIGS = ("debug", "release")
# What is tested in the benchmark configuration: the SDK's examples.
BENCHMARK_TESTS = "test/system/test_examples.py test/system/test_machine.py::test_top_shows_who_uses_the_processor"
LOGS = ROOT / "build" / "test"
# A root task high in its address space, across the border of a top-level table, and of more pages than its code needs.
HIGH_ROOT = ("KT_VARIANT=-high", "KT_BASE=0x7fffe01000", "KT_PADDING=0x1000000",
             "KT_TESTS=boot boot_memory environment page_access vspace fault")
CMOCKA_RESULT = re.compile(r"\[\s+(OK|FAILED|ERROR)\s+\] (\S+)")
HOST_TEST_SECONDS = 300
# Kernels with options other than the default, each on one board: (name, board, options, what the loader does).
OTHER_KERNELS = (
    ("no fast path", BOARDS[0], "FASTPATH=false DISABLE_WFI_WFE_TRAPS=true VTIMER_UPDATE_VOFFSET=true "
     "AARCH64_SERROR_IGNORE=true KERNEL_STATIC_MAX_PERIOD_US=1000000000 KERNEL_BENCHMARK=track_kernel_entries",
     refusals.NO_DEVIATION),
    ("utilisation", BOARDS[0], "NUM_DOMAINS=1 ROOT_CNODE_SIZE_BITS=13 KERNEL_BENCHMARK=track_utilisation",
     refusals.ROOT_AT_END),
    ("no fast path", BOARDS[1], "FASTPATH=false KERNEL_BENCHMARK=generic EXPORT_PMU_USER=true EXPORT_VCNT_USER=true "
     "PRINTING=true KERNEL_INVOCATION_REPORT_ERROR_IPC=true SET_TLS_BASE_SELF=true", refusals.NO_DEVIATION),
)


class Totals:
    """Counts results and shows each group as it ends."""

    def __init__(self):
        self.passed = 0
        self.failures = []

    def add(self, group, passed, failures, seconds):
        self.passed += passed
        self.failures += [f"{group}: {name}" for name in failures]
        print(f"{group:44} {passed:5} passed {len(failures):4} failed  {seconds:6.1f} s", flush=True)
        for name in failures:
            print(f"    FAILED {name}", flush=True)


def make(*arguments):
    """Run make on the project; its output goes to a log that is shown only if it fails."""
    jobs = [] if "--jobserver" in os.environ.get("MAKEFLAGS", "") else [f"-j{os.cpu_count()}"]
    log = LOGS / "make.log"
    with open(log, "ab") as out:
        start = out.tell()
        code = subprocess.call(["make", "--no-print-directory", *jobs, *arguments], cwd=ROOT, stdout=out,
                               stderr=subprocess.STDOUT)
    if code:
        tail = log.read_bytes()[start:].decode(errors="replace").splitlines()[-40:]
        print(f"make {' '.join(arguments)} failed:\n" + "\n".join(tail), flush=True)
    return code == 0


def build(totals, *arguments):
    """Build something as a step of its own; a build that fails counts as one failed test."""
    began = time.monotonic()
    done = make(*arguments)
    if not done:
        totals.add("build", 0, [" ".join(arguments)], time.monotonic() - began)
    return done


def host_test_programs():
    listing = subprocess.run(["make", "--no-print-directory", "-s", "list-host-tests"], cwd=ROOT, check=True,
                             capture_output=True, text=True).stdout
    return listing.split()


def run_host_test(program):
    """Run one cmocka program; returns (passed, names that failed)."""
    environment = dict(os.environ, ASAN_OPTIONS="detect_leaks=1", UBSAN_OPTIONS="halt_on_error=1:print_stacktrace=1")
    log = LOGS / (pathlib.Path(program).name + ".log")
    try:
        done = subprocess.run([program], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=HOST_TEST_SECONDS)
        output, code = done.stdout.decode(errors="replace"), done.returncode
    except subprocess.TimeoutExpired as stuck:
        output, code = (stuck.stdout or b"").decode(errors="replace"), "timeout"
    log.write_text(output)
    results = dict((name, verdict) for verdict, name in CMOCKA_RESULT.findall(output))
    failures = [name for name, verdict in results.items() if verdict != "OK"]
    if code != 0 and not failures:
        failures.append(f"{program} ended with {code} (see {log.relative_to(ROOT)})")
    if not results and not failures:
        failures.append(f"{program} ran no test")
    return sum(verdict == "OK" for verdict in results.values()), failures


def host_group(totals, options):
    if not build(totals, "host-test"):
        return
    for program in host_test_programs():
        began = time.monotonic()
        totals.add("host " + pathlib.Path(program).name, *run_host_test(program), time.monotonic() - began)


def run_pytest(group, tests, environment):
    """Run pytest; returns (passed, failures) from its report. Its output is kept, and shown if needed."""
    name = group.replace(" ", "-")
    report, log = LOGS / f"{name}.xml", LOGS / f"{name}.log"
    report.unlink(missing_ok=True)
    with open(log, "wb") as out:
        subprocess.call([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}",
                         *tests.split()], cwd=ROOT, env=dict(os.environ, PYTHONDONTWRITEBYTECODE="1", **environment),
                        stdout=out, stderr=subprocess.STDOUT)
    if not report.exists():
        return 0, [f"pytest {tests} left no report (see {log.relative_to(ROOT)})"]
    cases = list(xml.parse(report).iter("testcase"))
    failures = [f"{case.get('classname')}.{case.get('name')}" for case in cases
                if case.find("failure") is not None or case.find("error") is not None]
    skipped = sum(case.find("skipped") is not None for case in cases)
    if not cases:
        failures.append(f"{tests} holds no test")
    elif failures:
        print(log.read_text(errors="replace"), flush=True)
    return len(cases) - len(failures) - skipped, failures


def tool_group(totals, options):
    began = time.monotonic()
    if build(totals, "sdk-tree"):
        totals.add("tool", *run_pytest("tool", "test/tool", {}), time.monotonic() - began)


def kernel_images(options):
    """(name, board, config, make arguments, words for QEMU) of each image of kernel and API tests.

    The debug kernels check their invariants after every entry.
    """
    for board in options.boards:
        for config in options.configs:
            checked = ["KERNEL_CHECK=1", "BUILD=build/check"] if config == "debug" else []
            yield config, board, config, checked, refusals.machine_words(refusals.NO_DEVIATION)
            deviation = refusals.BLOB_IN_GUEST_RAM if board == BOARDS[0] else refusals.NO_DEVIATION
            machine = [] if board == BOARDS[0] else ["-machine", "virtualization=on"]
            yield f"{config} high root", board, config, [*checked, *HIGH_ROOT], refusals.machine_words(deviation) + machine
    for number, (name, board, settings, deviation) in enumerate(OTHER_KERNELS):
        if "release" in options.configs and board in options.boards:
            yield (name, board, "release", [f"BUILD=build/options-{number}", f"OPTIONS={settings}"],
                   refusals.machine_words(deviation))


def word_of(arguments, key, default):
    return next((word.removeprefix(key + "=") for word in arguments if word.startswith(key + "=")), default)


def check_rules(totals):
    """Does every rule of the kernel have a test, or a reason for having none? Counts as one test."""
    began = time.monotonic()
    done = subprocess.run([sys.executable, "test/kernel/rules.py"], cwd=ROOT)
    totals.add("kernel rules", done.returncode == 0, [] if done.returncode == 0 else ["test/kernel/rules.py"],
               time.monotonic() - began)


def kernel_group(totals, options):
    check_rules(totals)
    for name, board, config, arguments, machine in kernel_images(options):
        began = time.monotonic()
        folder, variant = word_of(arguments, "BUILD", "build"), word_of(arguments, "KT_VARIANT", "")
        image = f"{folder}/test/kernel/{board}/{config}/image{variant}.elf"
        if build(totals, f"BOARD={board}", f"CONFIG={config}", *arguments, image):
            log = LOGS / f"kernel-{board}-{name.replace(' ', '-')}.log"
            passed, failures = verdicts.run(board, ROOT / image, log, machine)
            totals.add(f"kernel {board} {name}", passed, failures, time.monotonic() - began)


def boot_group(totals, options):
    """What the kernel must not start with. Only debug kernels say why they stop."""
    for board in options.boards if "debug" in options.configs else ():
        began = time.monotonic()
        image = f"build/check/test/kernel/{board}/debug/image.elf"
        if build(totals, f"BOARD={board}", "CONFIG=debug", "KERNEL_CHECK=1", "BUILD=build/check", image):
            totals.add(f"boot {board}", *refusals.run(board, ROOT / image), time.monotonic() - began)


def prove_group(totals, options):
    """Machine-checked proofs: each obligation that is proved has passed, each error of proof/prove.py is a failure."""
    began = time.monotonic()
    log = LOGS / "prove.log"
    with open(log, "wb") as out:
        code = subprocess.call(["make", "--no-print-directory", "prove"], cwd=ROOT, stdout=out, stderr=subprocess.STDOUT)
    output = log.read_text(errors="replace")
    proved = re.search(r"^(\d+) proved, \d+ open$", output, re.MULTILINE)
    failures = re.findall(r"^error: (.*)", output, re.MULTILINE)
    if (code or not proved) and not failures:
        failures.append(f"make prove ended with {code} (see {log.relative_to(ROOT)})")
    totals.add("prove", int(proved[1]) if proved else 0, failures, time.monotonic() - began)


def run_system_tests(board, config):
    began = time.monotonic()
    group = f"system {board} {config}"
    tests = BENCHMARK_TESTS if config == "benchmark" else "test/system"
    result = run_pytest(group, tests, {"NEMEA_BOARD": board, "NEMEA_CONFIG": config})
    return group, *result, time.monotonic() - began


def system_configs(options):
    return (*CONFIGS, "benchmark") if options.configs == CONFIGS else options.configs


def system_group(totals, options):
    """Boot the systems of each configuration; two configurations at a time, for much of it is waiting."""
    built = [(board, config) for board in options.boards for config in system_configs(options)
             if build(totals, f"BOARD={board}", f"CONFIG={config}",
                      "sdk-tree", *(["sdk-examples"] if config == "benchmark" else ["systems", "test-systems"]))]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for running in [pool.submit(run_system_tests, board, config) for board, config in built]:
            totals.add(*running.result())


def models_group(totals, options):
    """Explore the models of the signalling protocols; each check is one test."""
    began = time.monotonic()
    output = subprocess.run(["make", "--no-print-directory", "-s", "models", "MODEL_FLAGS=--small"], cwd=ROOT,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout
    (LOGS / "models.log").write_text(output)
    summary = re.search(r"^(\d+) passed, \d+ failed$", output, re.MULTILINE)
    failures = re.findall(r"^FAILED (.*)", output, re.MULTILINE)
    if not summary:
        failures.append(f"make models did not end (see {(LOGS / 'models.log').relative_to(ROOT)})")
    totals.add("models", int(summary[1]) if summary else 0, failures, time.monotonic() - began)


GROUPS = {"host": host_group, "tool": tool_group, "kernel": kernel_group, "boot": boot_group,
          "system": system_group, "models": models_group}

GROUPS["prove"] = prove_group


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=GROUPS, action="append", help="run just this group (may be repeated)")
    parser.add_argument("--board", dest="boards", choices=BOARDS, action="append", help="run just this board")
    parser.add_argument("--config", dest="configs", choices=CONFIGS + ("benchmark",), action="append",
                        help="run just this configuration")
    options = parser.parse_args()
    options.only = options.only or list(GROUPS)
    options.boards = options.boards or BOARDS
    options.configs = options.configs or CONFIGS
    return options


def main():
    options = parse_options()
    LOGS.mkdir(parents=True, exist_ok=True)
    (LOGS / "make.log").unlink(missing_ok=True)
    totals = Totals()
    for name in options.only:
        GROUPS[name](totals, options)
    if totals.failures:
        print("\nFailed:")
        for failure in totals.failures:
            print(f"    {failure}")
    print(f"{totals.passed} passed, {len(totals.failures)} failed")
    return 1 if totals.failures or not totals.passed else 0


if __name__ == "__main__":
    sys.exit(main())
