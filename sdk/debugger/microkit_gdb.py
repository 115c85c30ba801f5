# SPDX-License-Identifier: BSD-2-Clause
"""GDB commands for a system of protection domains (PDs), which `microkit debug` loads.

All PDs have their programs at the same addresses, so an address means something only together with an address
space. The processor's root table tells which one is in use; the debug archive says whose root table is where.
Threads that do not run are read from the kernel's objects, through QEMU's access to physical memory.
"""

import json
import os
import struct

import gdb

ROOT_MASK = 0x0000FFFFFFFFF000  # of a root table register: without the address space's number
TABLE_MASK = 0x0000FFFFFFFFF000
PAGE_BITS = 12
INDEX_BITS = 9
MODE_MASK = 0xF  # of cpsr; 0 is user level
MAX_FRAMES = 32
FRAME_POINTER, LINK_REGISTER, STACK_POINTER, PROGRAM_COUNTER = 29, 30, 31, 32
STATES = ("inactive", "running", "about to run", "waiting to receive", "waiting to send", "waiting for a reply",
          "waiting for a notification", "idle")
PREFIX = "microkit"


class Pd:
    """One PD (or the monitor), as the archive describes it."""

    def __init__(self, entry, directory):
        self.name = entry["name"]
        self.program = os.path.join(directory, entry["program"])
        self.vspace = int(entry["vspace"], 16)
        self.tcb = int(entry["tcb"], 16)


class Archive:
    def __init__(self, directory):
        with open(os.path.join(directory, "index.json"), encoding="utf-8") as file:
            index = json.load(file)
        self.hypervisor = index["hypervisor"]
        self.pds = [Pd(entry, directory) for entry in index["pds"]]
        self.monitor = Pd(index["monitor"], directory)

    def named(self, name):
        for pd in self.pds + [self.monitor]:
            if pd.name == name:
                return pd
        raise gdb.GdbError(f"there is no PD '{name}'; the PDs are: {', '.join(pd.name for pd in self.pds)}")

    def of_root(self, root):
        return next((pd for pd in self.pds + [self.monitor] if pd.vspace == root), None)


# ---- Physical memory ----

class Physical:
    """Physical memory, for the time of a `with` block."""

    def __enter__(self):
        gdb.execute("maintenance packet Qqemu.PhyMemMode:1", to_string=True)
        gdb.execute("maintenance flush dcache", to_string=True)
        return self

    def __exit__(self, *_):
        gdb.execute("maintenance packet Qqemu.PhyMemMode:0", to_string=True)
        gdb.execute("maintenance flush dcache", to_string=True)

    def read(self, address, size):
        return bytes(gdb.selected_inferior().read_memory(address, size))

    def word(self, address):
        return struct.unpack("<Q", self.read(address, 8))[0]


def translate(memory, pd, address):
    """The physical address of a virtual one, or None. A hypervisor's root table resolves ten bits at once."""
    table, shift = pd.vspace, 30 if archive.hypervisor else 39
    bits = 10 if archive.hypervisor else INDEX_BITS
    while True:
        entry = memory.word(table + 8 * ((address >> shift) & ((1 << bits) - 1)))
        if entry & 1 == 0:
            return None
        if shift == PAGE_BITS or entry & 2 == 0:
            return (entry & TABLE_MASK & ~((1 << shift) - 1)) | (address & ((1 << shift) - 1))
        table, shift, bits = entry & TABLE_MASK, shift - INDEX_BITS, INDEX_BITS


def read_virtual(memory, pd, address, size):
    """Bytes of a PD's memory; None where it has none."""
    data = b""
    while len(data) < size:
        at = address + len(data)
        step = min(size - len(data), (1 << PAGE_BITS) - at % (1 << PAGE_BITS))
        physical = translate(memory, pd, at)
        if physical is None:
            return None
        data += memory.read(physical, step)
    return data


# ---- Who runs ----

def register(name):
    return int(gdb.selected_frame().read_register(name)) & 0xFFFFFFFFFFFFFFFF


def root_register():
    return "VTTBR_EL2" if archive.hypervisor else "TTBR0_EL1"


def running():
    """The PD whose instructions the processor executes; None in the kernel and in guests."""
    if register("cpsr") & MODE_MASK != 0:
        return None
    return archive.of_root(register(root_register()) & ROOT_MASK)


def thread(memory, pd):
    """(state, registers) of a PD's thread, as the kernel has them stored."""
    kind = gdb.lookup_type("struct tcb")
    tcb = gdb.Value(memory.read(pd.tcb, kind.sizeof), kind)
    registers = tcb["context"]["reg"]
    low, high = registers.type.range()
    return STATES[int(tcb["state"])], [int(registers[i]) & 0xFFFFFFFFFFFFFFFF for i in range(low, high + 1)]


# ---- Symbols ----

class Symbols:
    """The kernel's symbols are always there; beside them those of one PD."""

    def __init__(self):
        self.pd = None

    def select(self, pd):
        if self.pd and self.pd.program == pd.program:
            self.pd = pd
            return
        if self.pd:
            gdb.execute(f"remove-symbol-file {self.pd.program}", to_string=True)
        gdb.execute(f"add-symbol-file {pd.program}", to_string=True)
        self.pd = pd


def describe(address):
    """Function, file and line of an address in the selected PD."""
    block = gdb.block_for_pc(address)
    while block and not block.function:
        block = block.superblock
    line = gdb.find_pc_line(address)
    where = f" at {line.symtab.filename}:{line.line}" if line.symtab else ""
    return f"{block.function.name if block else '??'}{where}"


def in_program(pd, address):
    symtab = gdb.find_pc_line(address).symtab
    return symtab is None or symtab.objfile.filename == os.path.realpath(pd.program)


def frames(pd):
    """The call chain of a PD, innermost first, as code addresses."""
    if pd is running():
        registers = [register(f"x{i}") for i in range(31)] + [register("sp"), register("pc")]
        with Physical() as memory:
            return chain(memory, pd, registers)
    with Physical() as memory:
        return chain(memory, pd, thread(memory, pd)[1])


def chain(memory, pd, registers):
    addresses, fp = [registers[PROGRAM_COUNTER]], registers[FRAME_POINTER]
    callers = []
    while len(callers) < MAX_FRAMES and (record := read_virtual(memory, pd, fp, 16)):
        following, caller = struct.unpack("<QQ", record)
        if caller == 0:
            break
        callers.append(caller - 4)
        if following <= fp:
            break
        fp = following
    link = registers[LINK_REGISTER] - 4
    if link > 0 and link not in callers[:1] and function_start(link) != function_start(addresses[0]):
        addresses.append(link)
    return addresses + callers


def function_start(address):
    block = gdb.block_for_pc(address)
    while block and not block.function:
        block = block.superblock
    return block.start if block else None


# ---- Commands ----

class Command(gdb.Command):
    """A command with a fixed number of words; the last takes the rest of the line."""

    def __init__(self, name, words, usage):
        super().__init__(f"{PREFIX} {name}", gdb.COMMAND_USER)
        self.words, self.usage = words, usage

    def invoke(self, argument, from_tty):
        words = argument.split(None, self.words - 1) if self.words else argument.split()
        if len(words) != self.words:
            raise gdb.GdbError(f"usage: {PREFIX} {self.usage}")
        self.run(*words)

    def complete(self, text, word):
        if " " in text:
            return gdb.COMPLETE_SYMBOL
        return [pd.name for pd in archive.pds if pd.name.startswith(text)]


class Prefix(gdb.Command):
    """Commands about protection domains: pds, pd, bt, break, print."""

    def __init__(self):
        super().__init__(PREFIX, gdb.COMMAND_USER, gdb.COMPLETE_NONE, True)


class Pds(Command):
    """List the PDs, what each does, and where."""

    def run(self):
        shown = symbols.pd
        current = running()
        for pd in archive.pds:
            symbols.select(pd)
            with Physical() as memory:
                state, registers = thread(memory, pd)
            pc = register("pc") if pd is current else registers[PROGRAM_COUNTER]
            state = "on the processor" if pd is current else state
            print(f"{'*' if pd is current else ' '} {pd.name:20} {state:26} {pc:#x} {describe(pc)}")
        if shown:
            symbols.select(shown)


class Select(Command):
    """Use the symbols of a PD, and show where it is."""

    def run(self, name):
        pd = archive.named(name)
        symbols.select(pd)
        print(f"[{name}] {describe(frames(pd)[0])}")


class Backtrace(Command):
    """Show the call chain of a PD, which need not be running."""

    def run(self, name):
        pd = archive.named(name)
        symbols.select(pd)
        for number, address in enumerate(frames(pd)):
            print(f"#{number:<2} {address:#x} {describe(address)}")


def break_at(pd, address, internal=False):
    """A breakpoint at an address that counts in one address space only."""
    made = gdb.Breakpoint(f"*{address:#x}", internal=internal)
    made.condition = f"($cpsr & {MODE_MASK}) == 0 && (${root_register()} & {ROOT_MASK:#x}) == {pd.vspace:#x}"
    return made


class Break(Command):
    """Stop when a PD reaches a place: microkit break PD LOCATION."""

    def run(self, name, location):
        pd = archive.named(name)
        symbols.select(pd)
        for address in self.addresses(pd, location):
            made = break_at(pd, address)
            print(f"Breakpoint {made.number} in '{name}': {address:#x} {describe(address)}")

    @staticmethod
    def addresses(pd, location):
        """Addresses of a location in the PD's program: the kernel may have a function of the same name."""
        probe = gdb.Breakpoint(location, internal=True)
        try:
            found = [place.address for place in probe.locations if in_program(pd, place.address)]
        finally:
            probe.delete()
        if not found:
            raise gdb.GdbError(f"'{location}' is no place in the program of '{pd.name}'")
        return found


class Print(Command):
    """Print a global variable of a PD, or a part of it: microkit print PD EXPRESSION."""

    def run(self, name, expression):
        pd = archive.named(name)
        symbols.select(pd)
        value = gdb.parse_and_eval(expression)
        if value.address is None:
            raise gdb.GdbError(f"'{expression}' is no variable in memory")
        with Physical() as memory:
            data = read_virtual(memory, pd, int(value.address), value.type.sizeof)
        if data is None:
            raise gdb.GdbError(f"'{name}' has no memory at {int(value.address):#x}")
        print(f"{expression} = {gdb.Value(data, value.type)}")


def stopped(event):
    """At each stop use the symbols of the PD that runs, and say which it is."""
    pd = running()
    if pd:
        symbols.select(pd)
        print(f"[in {pd.name}]")


def run_to_start():
    """Let the system be built: the monitor is the first thread to run in it, and no PD has run then.

    Breakpoints before that would stop in the initialiser's loops at the same addresses, again and again.
    """
    symbols.select(archive.monitor)
    start = break_at(archive.monitor, int(gdb.parse_and_eval("(unsigned long)&_start")), internal=True)
    gdb.execute("continue", to_string=True)
    start.delete()
    print("The system is built; no PD has run yet.")


archive = Archive(os.path.realpath(os.environ["MICROKIT_ARCHIVE"]))
symbols = Symbols()
Prefix()
Pds("pds", 0, "pds")
Select("pd", 1, "pd NAME")
Backtrace("bt", 1, "bt NAME")
Break("break", 2, "break NAME LOCATION")
Print("print", 2, "print NAME EXPRESSION")
if not os.environ.get("MICROKIT_FROM_RESET"):
    run_to_start()
gdb.events.stop.connect(stopped)
