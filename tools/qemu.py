# SPDX-License-Identifier: BSD-2-Clause
"""How a Nemea image is booted in QEMU: the one place that knows the command line.

`make run`, the tests and the benchmarks all start their machines through here, so that what is tested is
what a person runs.
"""

import ctypes
import signal
import subprocess

MACHINES = {
    "qemu_virt_aarch64": "virt,virtualization=on",
    "qemu_virt_aarch64_el1": "virt",
}
PROCESSOR_AND_MEMORY = ("-cpu", "cortex-a53", "-m", "2G")
LOADER_ADDRESS = 0x70000000
PR_SET_PDEATHSIG = 1


def _user_network(forwards):
    rules = "".join(f",hostfwd={protocol}:127.0.0.1:{host}-:{guest}" for protocol, host, guest in forwards)
    return f"user,id=net0{rules}"


def _wire(own_port, peer_port):
    return f"socket,id=net0,udp=127.0.0.1:{peer_port},localaddr=127.0.0.1:{own_port}"


def command(board, image, forwards=(), icount=False, plugin=None, network=True, wire=None):
    """The argument list that boots `image` on `board` with the console on standard input and output.

    forwards: (protocol, host port, guest port) triples, offered on 127.0.0.1 only.
    icount:   one guest instruction takes one nanosecond of virtual time, which makes runs repeatable. An idle machine
              then skips to its next timer; with a network, which real clients share, it sleeps until then instead.
    plugin:   argument of QEMU's -plugin, or None.
    wire:     (port of the machine, port of its peer) on 127.0.0.1: instead of the user network, each Ethernet frame
              is one UDP datagram between the two.
    """
    argv = ["qemu-system-aarch64", "-nodefaults", "-machine", MACHINES[board], *PROCESSOR_AND_MEMORY,
            "-display", "none", "-chardev", "stdio,id=console,signal=off", "-serial", "chardev:console",
            "-global", "virtio-mmio.force-legacy=false",
            "-device", f"loader,file={image},addr={LOADER_ADDRESS:#x},cpu-num=0"]
    if network:
        argv += ["-netdev", _wire(*wire) if wire else _user_network(forwards),
                 "-device", "virtio-net-device,netdev=net0,bus=virtio-mmio-bus.0"]
    if icount:
        argv += ["-icount", f"shift=0,sleep={'on' if network else 'off'}", "-rtc", "base=2020-01-01,clock=vm"]
    if plugin:
        argv += ["-plugin", plugin, "-d", "plugin"]
    return argv


def _die_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def spawn(argv, **streams):
    """Start QEMU away from the terminal's signals, in such a way that it cannot outlive its starter."""
    return subprocess.Popen(argv, start_new_session=True, preexec_fn=_die_with_parent, **streams)


def stop(process, patience=1):
    """End QEMU in good order; force it after `patience` seconds, for one that counts instructions hears no signal."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
