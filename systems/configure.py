# SPDX-License-Identifier: BSD-2-Clause
"""Copy each protection domain's program and patch its configuration structs into it.

usage: configure.py CONFIG_OBJECT OUTPUT_FOLDER PD=PROGRAM.elf ...

CONFIG_OBJECT is a compiled config.c: its section "<pd>:<section>" replaces the bytes of <section> in the
program of <pd>. Every configuration section of every program must be filled, and every struct must fit
exactly: a struct that does not is a component built from other headers than the system.
"""
import os
import struct
import sys

SHT_PROGBITS, SHT_RELA, SHT_NOBITS = 1, 4, 8


class Section:
    def __init__(self, name, kind, offset, size, info):
        self.name, self.kind, self.offset, self.size, self.info = name, kind, offset, size, info


def fail(place, what):
    sys.exit(f"{place}: error: {what}")


def sections(path, data):
    """The sections of a 64-bit little-endian ELF file, in order."""
    if data[:6] != b"\x7fELF\x02\x01":
        fail(path, "not a 64-bit little-endian ELF file")
    (table,) = struct.unpack_from("<Q", data, 0x28)
    entry_size, count, names_index = struct.unpack_from("<HHH", data, 0x3A)
    headers = [struct.unpack_from("<IIQQQQIIQQ", data, table + i * entry_size) for i in range(count)]
    names_start = headers[names_index][4]

    def name(offset):
        start = names_start + offset
        return data[start:data.index(b"\0", start)].decode()

    return [Section(name(h[0]), h[1], h[4], h[5], h[7]) for h in headers]


def is_configuration(section):
    return section.kind in (SHT_PROGBITS, SHT_NOBITS) and (
        section.name == ".device_resources"
        or section.name.startswith(".") and section.name.endswith("_config"))


def read_structs(path):
    """{pd: {section: bytes}} of a compiled config.c."""
    with open(path, "rb") as file:
        data = file.read()
    table = sections(path, data)
    relocated = {table[s.info].name for s in table if s.kind == SHT_RELA}
    structs = {}
    for section in table:
        if ":" not in section.name or section.kind != SHT_PROGBITS:
            continue
        if section.name in relocated:
            fail(path, f"`{section.name}' holds the address of a C object, which means nothing in another "
                       "program; use numbers from the generated headers")
        pd, target = section.name.split(":", 1)
        structs.setdefault(pd, {})[target] = data[section.offset:section.offset + section.size]
    return structs


def patch(pd, program, structs, output):
    with open(program, "rb") as file:
        data = bytearray(file.read())
    table = {s.name: s for s in sections(program, data)}
    for target, contents in structs.items():
        section = table.get(target)
        if section is None:
            fail(program, f"has no section `{target}', which config.c fills for PD `{pd}'; remove it from "
                          "config.c, or check which program the PD runs")
        if section.kind != SHT_PROGBITS:
            fail(program, f"section `{target}' takes no space in the file; give its variable an initial "
                          "value or the `section' attribute")
        if section.size != len(contents):
            fail(program, f"section `{target}' has {section.size} bytes, but config.c has {len(contents)} "
                          f"for PD `{pd}'; build both from the same headers")
        data[section.offset:section.offset + section.size] = contents
    for section in table.values():
        if is_configuration(section) and section.name not in structs:
            fail(program, f"PD `{pd}' needs a configuration in section `{section.name}'; "
                          f"add CONFIG_FOR(\"{pd}\", \"{section.name}\") to config.c")
    with open(output, "wb") as file:
        file.write(data)


def main(arguments):
    if "--help" in arguments or len(arguments) < 3:
        print(__doc__.strip())
        sys.exit(0 if "--help" in arguments else 2)
    structs = read_structs(arguments[0])
    programs = dict(argument.split("=", 1) for argument in arguments[2:])
    for pd in structs:
        if pd not in programs:
            fail(arguments[0], f"configures PD `{pd}', which the system does not have; it has "
                               + ", ".join(programs))
    for pd, program in programs.items():
        patch(pd, program, structs.get(pd, {}), os.path.join(arguments[1], pd + ".elf"))


if __name__ == "__main__":
    main(sys.argv[1:])
