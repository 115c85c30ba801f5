# SPDX-License-Identifier: BSD-2-Clause
"""The tool's commands for finished images: run, decode, debug, top; and the debug archive that they work from."""

import json
import shutil
import subprocess

import pytest

import nemea

IMAGES = nemea.ROOT / "build" / "test" / "system" / "sdk"
TOOL = nemea.ROOT / "build" / "sdk" / "bin" / "microkit"
BOOT_SECONDS = 60


@pytest.fixture
def image(board, config):
    return IMAGES / board / config / "faults.img"


@pytest.fixture
def debug_only(config):
    if config != "debug":
        pytest.skip("only debug images print")


def tool(*arguments, text=""):
    return subprocess.run([TOOL, *arguments], input=text, capture_output=True, text=True, timeout=60)


@pytest.fixture
def run():
    """A function that starts `microkit run` and returns its console."""
    processes = []

    def start(name, *arguments):
        process = subprocess.Popen([TOOL, "run", *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT)
        console = nemea.Console(process.stdout, nemea.LOGS / f"run-{name}.console.log")
        processes.append((process, console))
        return console

    yield start
    for process, console in processes:
        nemea.qemu.stop(process, patience=10)
        console.reader.join(5)
        console.log.close()


def test_run_explains_faults(run, image, board, debug_only):
    console = run(board, image)
    console.wait_for(r"healthy: starting", BOOT_SECONDS)
    lines = [line.strip() for line in console.text.splitlines()]

    def explained(text):
        """The explanations below the first line with this text."""
        at = next(i for i, line in enumerate(lines) if text in line) + 1
        end = next(i for i in range(at, len(lines)) if not lines[i].startswith("=>"))
        return lines[at:end]

    assert explained("backtrace of 'null_write'")[0].startswith("=> #0  init at test/system/sdk/null_write.c:")
    assert "main at sdk/libmicrokit/main.c:" in explained("backtrace of 'null_write'")[1]
    overflow = explained("backtrace of 'overflow'")
    assert "descend at test/system/sdk/overflow.c:" in overflow[0] and "the same, 31 times more" in overflow[2]
    bad_cap = explained("backtrace of 'bad_cap'")
    assert any("seL4_Recv at" in line for line in bad_cap)
    assert any("init at test/system/sdk/bad_cap.c:" in line for line in bad_cap)
    assert "gives 'bad_cap' no such capability" in explained("CapFault: fault_addr = 0x000000000000271a")[0]
    assert "this is the output of another image" not in console.text


def test_run_explains_what_a_parent_prints_of_its_child(run, board, config, debug_only):
    console = run(board + "-child", example("hierarchy", board, config))
    console.wait_for(r"worker: running", BOOT_SECONDS)
    lines = [line.strip() for line in console.text.splitlines()]
    at = lines.index("parent: child 1: memory fault at address 0x10")
    assert lines[at + 1].startswith("backtrace of child 1 of 'parent': pc 0x2000")
    assert lines[at + 2] == "=> 'crasher' (child 1 of 'parent')"
    assert lines[at + 3].startswith("=> #0  init at ") and "crasher.c:" in lines[at + 3]
    assert lines[at + 4] == "parent: child 1 has fault 6, restart 1"


def test_monitor_names_the_region_next_to_a_fault(run, image, board, debug_only):
    console = run(board + "-plain", "--plain", image)
    console.wait_for(r"healthy: starting", BOOT_SECONDS)
    assert "a null pointer, or an error number" in console.text
    assert "below the start of 'program code' [0x0000000000200000, " in console.text
    assert "below the start of 'stack' [" in console.text
    assert "=>" not in console.text


def test_decode_knows_another_image(image, debug_only):
    index = json.loads((image.parent / "faults.img.debug" / "index.json").read_text())
    own = f"MON|INFO: debug archive {int(index['image_id'], 16):016x}\n"
    assert tool("decode", image, text=own).stdout == own
    assert "another image" in tool("decode", image, text="MON|INFO: debug archive 0123456789abcdef\n").stdout


def test_decode_names_capabilities(board, config):
    """By the archive alone, of an image whose PDs have channels."""
    archive = IMAGES / board / config / "channels.img.debug"
    log = "MON|ERROR: faulting PD: sender\nMON|ERROR: CapFault: fault_addr = 0x0000000000000047\n"
    assert tool("decode", archive, text=log).stdout == log + "      => that is channel 61 to 'receiver'\n"


def test_run_names_what_an_invocation_failed_on(run, board, config, debug_only):
    """Not by slot numbers, but by the name of the child."""
    console = run(board + "-invocation", IMAGES / board / config / "invocation.img")
    console.wait_for(r"clumsy: done", BOOT_SECONDS)
    lines = [line.strip() for line in console.text.splitlines()]
    at = next(i for i, line in enumerate(lines) if line.startswith("Invocation failed:"))
    assert "thread 'clumsy'" in lines[at]
    assert lines[at + 1] == "=> 'clumsy' tried TCBSetPriority on thread of child 'child' (id 5)"
    assert any("=> in init at test/system/sdk/clumsy.c:" in line for line in lines[at + 2:at + 8])


@pytest.mark.parametrize("line", ["backtrace of 'nobody': pc 0x1 lr 0x2 callers", "backtrace of 'null_write': pc zero",
                                  "backtrace of 'null_write", "faulting PD: " + 5000 * "x", "CapFault: fault_addr = "])
def test_decode_passes_on_what_it_does_not_understand(image, line):
    done = tool("decode", image, text=line + "\n")
    assert (done.returncode, done.stdout) == (0, line + "\n")


def test_decode_finds_no_function_outside_the_program(image):
    line = "backtrace of 'null_write': pc 0x10 lr 0x0 callers\n"
    assert tool("decode", image, text=line).stdout == line + "      => #0  0x10, which is not in the program\n"


def test_archive_belongs_to_its_image(image, tmp_path):
    other = tmp_path / "faults.img"
    other.write_bytes(image.read_bytes()[:-1] + b"?")
    shutil.copytree(f"{image}.debug", tmp_path / "faults.img.debug")
    done = tool("run", other)
    assert done.returncode == 1
    assert "does not belong to the image" in done.stderr


def test_image_without_archive(image, tmp_path):
    other = tmp_path / "faults.img"
    shutil.copy(image, other)
    done = tool("decode", other)
    assert done.returncode == 1
    assert "has no debug archive" in done.stderr and "fix:" in done.stderr


@pytest.mark.parametrize("arguments, words", [
    (["run"], "required: image"), (["run", "a", "b"], "unrecognised argument: b"),
    (["decode", "--verbose"], "unrecognised argument: --verbose"), (["run", "--disk"], "expected a value")])
def test_wrong_arguments(arguments, words):
    done = tool(*arguments)
    assert done.returncode == 1 and words in done.stderr


def test_wrong_forward(image):
    done = tool("run", "--forward", "tcp:80", image)
    assert done.returncode == 1 and "'tcp:80' is no port to forward" in done.stderr


# ---- debug ----

# Time passes with instructions: children get their ticks however busy the host is.
DETERMINISTIC = ("--qemu", "-icount", "--qemu", "shift=0,sleep=off")


def debug(image, *commands, options=()):
    words = [word for command in commands for word in ("--command", command)]
    done = tool("debug", "--batch", *options, *words, image)
    return done.stdout


def example(name, board, config):
    return IMAGES / board / config / "example" / name / "loader.img"


def test_debugger_stops_in_the_named_pd_only(board, config):
    """Three PDs run the same program; the breakpoint is in the second."""
    output = debug(example("user_scheduling", board, config), "microkit break medium init", "continue", "microkit pds",
                   "microkit bt small", "microkit print small steps", "microkit print large steps",
                   options=DETERMINISTIC)
    assert "[in medium]" in output and "[in small]" not in output
    assert any(line.startswith("* medium") and "on the processor" in line for line in output.splitlines())
    assert any(line.startswith("  scheduler") and "waiting" in line for line in output.splitlines())
    assert "steps = 0\n" in output
    assert int(output.split("steps = ")[1].split()[0]) > 0
    small = output[output.index("#0"):output.index("steps = ")]
    assert "init at worker.c" in small and "main at sdk/libmicrokit/main.c" in small


def test_debugger_switches_symbols(board, config):
    output = debug(example("passive_server", board, config), "microkit break server protected", "continue",
                   "bt", "microkit pd client", "info line init", "microkit bt client")
    assert "protected (" in output
    client = output[output.index("[client]"):]
    assert 'of "client.c"' in client and "init at client.c" in client


@pytest.mark.parametrize("command, words", [
    ("microkit break nobody init", "there is no PD 'nobody'"), ("microkit break", "usage: microkit break NAME LOCATION"),
    ("microkit print worker 1+1", "is no variable in memory")])
def test_debugger_refuses(image, board, config, command, words):
    done = tool("debug", "--batch", "--command", command, example("hierarchy", board, config))
    assert words in done.stdout + done.stderr


# ---- top ----

def test_top_shows_who_uses_the_processor(board, config):
    if config != "benchmark":
        pytest.skip("only benchmark images count")
    done = tool("top", "--interval", "0.2", "--count", "4", example("user_scheduling", board, config))
    assert done.returncode == 0, done.stderr
    rows = [line.split(None, 4) for line in done.stdout.splitlines() if line and "CPU" not in line]
    assert {row[4] for row in rows} == {"scheduler", "small", "medium", "large", "(monitor)", "(idle)"}
    first = {row[4]: row for row in rows[:6]}
    assert 99 <= sum(float(row[0]) for row in rows[:6]) <= 101
    assert float(first["large"][0]) > 0


def test_top_needs_a_benchmark_image(image, config):
    if config == "benchmark":
        pytest.skip("this one is")
    done = tool("top", image)
    assert done.returncode == 1 and "only benchmark" in done.stderr and "--config benchmark" in done.stderr
