#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Write the user header library and the kernel's view of the interface for one board and configuration."""

import argparse
import json
import pathlib
import re
import shutil
import sys

sys.dont_write_bytecode = True

from gen import bitfields, config, enums, invocations, tables

HERE = pathlib.Path(__file__).resolve().parent
GENERIC_FAULTS = ("NullFault", "CapFault", "Timeout")
SIZES = {"tcb": "TCB", "endpoint": "Endpoint", "notification": "Notification", "small_page": "Page",
         "large_page": "LargePage", "huge_page": "HugePage", "asid_pool": "ASIDPool",
         "asid_table": "NumASIDPools", "slot": "Slot", "min_untyped_bits": "MinUntyped",
         "max_untyped_bits": "MaxUntyped", "vspace": "VSpace", "reply": "Reply", "page_table": "PageTable",
         "vcpu": "VCPU"}


class Library:
    """Everything that header templates can ask for, as `@insert NAME@` lines."""

    def __init__(self, configuration):
        self.config = configuration
        self.constants = enums.Constants(configuration)
        self.invocations = invocations.read()
        self.labels = invocations.label_enums(self.invocations, configuration)
        self.faults, self.fault_words = bitfields.read_faults(configuration)

    def insert(self, name):
        kind, _, detail = name.partition(":")
        arch_faults = [fault for fault in self.faults if fault.name not in GENERIC_FAULTS]
        generic_faults = [fault for fault in self.faults if fault.name in GENERIC_FAULTS]
        simple = {
            "syscalls": lambda: enums.render_enum(enums.syscalls(self.config)),
            "bitfields": bitfields.one_word,
            "fault_type": lambda: bitfields.fault_type(self.faults, self.fault_words),
            "generic_fault_words": lambda: bitfields.fault_indices(self.faults, ("Timeout",)),
            "arch_fault_words": lambda: bitfields.fault_indices(
                self.faults, [f.name for f in arch_faults]),
            "generic_fault_decoding": lambda: bitfields.fault_decoding(generic_faults),
            "arch_fault_decoding": lambda: bitfields.fault_decoding(arch_faults),
            "result_structs": lambda: invocations.result_structs(self.invocations),
            "stubs": lambda: invocations.stubs(self.invocations, self.config),
            "argument_map": lambda: invocations.argument_map(self.invocations, self.config),
            "timeout_reply_words": self._timeout_words,
            "timeout_reply_loading": self._timeout_loading,
        }
        if kind == "constants":
            return enums.render(self.constants.sections[detail])
        if kind == "labels":
            return invocations.render_labels(self.labels[detail])
        if kind == "structure":
            return self._structure(detail)
        return simple[kind]()

    @staticmethod
    def _structure(name):
        members = "".join(f"    seL4_Word {member};\n" for member in invocations.read_structures()[name])
        return f"typedef struct {name} {{\n{members}}} {name};\n"

    @staticmethod
    def _timeout_words():
        enum = enums.Enum("seL4_TimeoutReply_Msg", True)
        names = invocations.read_structures()["seL4_TimeoutReply"] + ["Length"]
        enum.members = [("seL4_TimeoutReply_" + name, index) for index, name in enumerate(names)]
        return enums.render_enum(enum)

    @staticmethod
    def _timeout_loading():
        structures = invocations.read_structures()
        pairs = zip(structures["seL4_TimeoutReply"], structures["seL4_UserContext"])
        return "".join(f"    seL4_SetMR(seL4_TimeoutReply_{name}, regs.{member});\n"
                       for name, member in pairs)

    def labels_document(self):
        ends = set(invocations.ENDS.values()) | {"InvalidInvocation"}
        numbers = {name: value for enum in self.labels.values() for name, value in enum.members
                   if name not in ends}
        return json.dumps(numbers, indent=4) + "\n"

    def sizes_document(self):
        value = self.constants.value
        sizes = {name: value[f"seL4_{macro}Bits"] for name, macro in SIZES.items()}
        return json.dumps(sizes, indent=4) + "\n"

    def address_space_document(self):
        value = self.constants.value
        return json.dumps({"page_table_index_bits": value["seL4_PageTableIndexBits"],
                           "vspace_index_bits": value["seL4_VSpaceIndexBits"],
                           "vspace_user_top": value["seL4_UserVSpaceTop"]}, indent=4) + "\n"


def expand(template, library):
    """Template text with each `@insert NAME@` line replaced by what it names."""
    def replacement(match):
        return library.insert(match.group(1)).rstrip("\n")
    return re.sub(r"^@insert ([\w:]+)@$", replacement, template, flags=re.MULTILINE)


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="ascii")


def generate(board, configuration, overrides, output):
    values = config.load(board, configuration, overrides)
    library = Library(values)
    include, support = output / "libsel4/include", output / "support"
    for template in sorted((HERE / "include").rglob("*.h")):
        text = expand(template.read_text(encoding="ascii"), library)
        write(include / template.relative_to(HERE / "include"), text)
    for folder, is_library in (("kernel", False), ("sel4", True)):
        write(include / folder / "gen_config.h", config.header(values, is_library))
        write(include / folder / "gen_config.json", config.document(values, is_library))
    write(output / "obj/abi/invocation_arguments.h",
          expand((HERE / "kernel/invocation_arguments.h").read_text(encoding="ascii"), library))
    for source in sorted((HERE / "src").glob("*.c")):
        (output / "libsel4/src").mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, output / "libsel4/src" / source.name)
    write(support / "invocations_all.json", library.labels_document())
    write(support / "object_sizes.json", library.sizes_document())
    write(support / "address_space_constants.json", library.address_space_document())
    ranges = config.platform(values, board)
    write(support / "platform_gen.json", config.platform_json(ranges))
    write(support / "platform_gen.yaml", config.platform_yaml(ranges))


def parse_overrides(settings):
    overrides = {}
    for setting in settings:
        key, equals, text = setting.removeprefix("CONFIG_").partition("=")
        if not equals:
            raise tables.TableError(f"error: option '{setting}' lacks a value; write {key}=VALUE")
        overrides[key] = text
    return overrides


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--board", required=True, help="board name, a section of abi/tables/platforms.tab")
    parser.add_argument("--config", required=True, help="configuration: release, debug or benchmark")
    parser.add_argument("--output", required=True, type=pathlib.Path,
                        help="kernel directory; libsel4/, support/ and obj/abi/ are written below it")
    parser.add_argument("option", nargs="*", metavar="KEY=VALUE",
                        help="kernel option to override, with or without the prefix CONFIG_")
    arguments = parser.parse_args()
    try:
        overrides = parse_overrides(arguments.option)
        generate(arguments.board, arguments.config, overrides, arguments.output)
    except tables.TableError as error:
        sys.exit(f"abi/generate.py: {error}")


if __name__ == "__main__":
    main()
