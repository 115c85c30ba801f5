# SPDX-License-Identifier: BSD-2-Clause
"""Invocations: labels, packing of arguments into message words, user stubs, the kernel's argument map."""

from . import enums, tables

REGISTER_WORDS = 4
BITS = {"Bool": 1, "Uint8": 8, "Uint16": 16}


class Argument:
    """A value or result: its C type and name, and where it lies in the message (word, lowest bit)."""

    def __init__(self, name, type_):
        self.name = name
        self.type = "seL4_" + type_
        self.bits = BITS.get(type_, 64)
        self.word = self.shift = 0

    def expression(self):
        return f"{self.name}.words[0]" if self.type == "seL4_CapRights_t" else self.name


class Structure:
    """A structure passed by pointer and flattened from message word `word` on."""

    def __init__(self, name, type_, members):
        self.name = name
        self.type = "seL4_" + type_
        self.count = len(members)
        self.word = 0


class Invocation:
    def __init__(self, line, structures):
        self.line = line
        self.label = line.words[0]
        self.object, _, self.method = line.words[1].partition(".")
        self.name = f"seL4_{self.object}_{self.method}"
        self.parameters = []
        self.values, self.caps, self.results = [], [], []
        self.input = self.output = None
        for word in line.words[2:]:
            self._argument(word, structures)
        self.words = _pack(self.values)
        self.result_words = _pack(self.results)
        if self.input:
            self.input.word = self.words
            self.words += self.input.count

    def _argument(self, word, structures):
        out = word.startswith(">")
        name, _, type_ = word.lstrip(">").partition(":")
        if type_.startswith("*"):
            structure = Structure(name, type_[1:], structures["seL4_" + type_[1:]])
            if out:
                self.output = structure
            else:
                self.input = structure
            self.parameters.append(f"{structure.type} *{name}")
        elif type_.startswith("@"):
            self.caps.append(name)
            self.parameters.append(f"seL4_{type_[1:]} {name}")
        elif out:
            self.results.append(Argument(name, type_))
        else:
            self.values.append(Argument(name, type_))
            self.parameters.append(f"{self.values[-1].type} {name}")

    @property
    def result_type(self):
        return self.name + "_t" if self.results else "seL4_Error"


def _pack(arguments):
    """Place each argument at the next multiple of its own size; return the words used (INV-2)."""
    bit = 0
    for argument in arguments:
        bit = -(-bit // argument.bits) * argument.bits
        argument.word, argument.shift = divmod(bit, 64)
        bit += argument.bits
    return -(-bit // 64)


def read_structures():
    """{structure: [members]} of registers.tab."""
    return {name: [word for line in lines for word in line.words]
            for name, lines in tables.read("registers.tab").items() if name}


def read():
    """{section: [Invocation]} whatever the configuration, in label order."""
    structures = read_structures()
    return {section: [Invocation(line, structures) for line in lines]
            for section, lines in tables.read("invocations.tab").items() if section}


ENDS = {"invocation_label": "nInvocationLabels",
        "sel4_arch_invocation_label": "nSeL4ArchInvocationLabels",
        "arch_invocation_label": "nArchInvocationLabels"}


def label_enums(sections, config):
    """{section: Enum} with resolved numbers; each enumeration goes on where the last one ended."""
    result, number = {}, 1
    for section, invocations in sections.items():
        enum = enums.Enum(section, False)
        if section == "invocation_label":
            enum.members.append(("InvalidInvocation", 0))
        for invocation in invocations:
            if invocation.line.holds(config):
                enum.members.append((invocation.label, number))
                number += 1
        enum.members.append((ENDS[section], number))
        result[section] = enum
    return result


def render_labels(enum):
    body = "".join(f"    {name} = {value},\n" for name, value in enum.members)
    return f"enum {enum.name} {{\n{body}}};\n"


def result_structs(sections):
    """Structures returned by invocations with scalar results (LIB-10), in every configuration."""
    parts = []
    for invocation in (item for items in sections.values() for item in items):
        if invocation.results:
            members = "".join(f"    {result.type} {result.name};\n" for result in invocation.results)
            parts.append(f"struct {invocation.name} {{\n    int error;\n{members}}};\n"
                         f"typedef struct {invocation.name} {invocation.name}_t;\n")
    return "\n".join(parts)


def _input_words(invocation):
    """Expression of each value word, in order."""
    words = {}
    for value in invocation.values:
        text = value.expression()
        if value.bits < 64:
            text = f"((seL4_Word) {text} & {hex((1 << value.bits) - 1)}ul)"
        words.setdefault(value.word, []).append(f"{text} << {value.shift}" if value.shift else text)
    return [" | ".join(f"({part})" if len(parts) > 1 else part for part in parts)
            for _, parts in sorted(words.items())]


def _load(invocation):
    """Statements that put arguments into registers and the IPC buffer."""
    values = _input_words(invocation)
    in_registers = values[:REGISTER_WORDS]
    lines = [f"seL4_Word mr[4] = {{{', '.join(in_registers) or '0'}}};"]
    if invocation.input:
        base, count, name = invocation.input.word, invocation.input.count, invocation.input.name
        lines.append(f"const seL4_Word *words = (const seL4_Word *) {name};")
    lines += [f"seL4_SetMR({index}, {text});" for index, text in enumerate(values) if index >= REGISTER_WORDS]
    lines += [f"seL4_SetCap({index}, {name});" for index, name in enumerate(invocation.caps)]
    if invocation.input:
        lines += [f"mr[{base + index}] = words[{index}];" for index in range(max(0, REGISTER_WORDS - base))]
        start = max(0, REGISTER_WORDS - base)
        lines += [f"for (int i = {start}; i < {count}; i++) {{",
                  f"    seL4_SetMR({f'{base} + i' if base else 'i'}, words[i]);", "}"]
    return lines


def _store_structure(invocation):
    name, count = invocation.output.name, invocation.output.count
    lines = [f"seL4_Word *result = (seL4_Word *) {name};"]
    lines += [f"result[{index}] = mr[{index}];" for index in range(REGISTER_WORDS)]
    lines += [f"for (int i = {REGISTER_WORDS}; i < {count}; i++) {{", "    result[i] = seL4_GetMR(i);", "}"]
    return lines


def _store_results(invocation):
    lines = []
    for result in invocation.results:
        word = f"mr[{result.word}]" if result.word < REGISTER_WORDS else f"seL4_GetMR({result.word})"
        if result.shift:
            word = f"({word} >> {result.shift})"
        if result.bits < 64:
            word = f"({result.type}) ({word} & {hex((1 << result.bits) - 1)}ul)"
        lines.append(f"result.{result.name} = {word};")
    return lines


def stub(invocation):
    """Text of one user stub."""
    service = f"seL4_{invocation.object} _service"
    parameters = ", ".join([service] + invocation.parameters)
    call = (f"sel4_invoke(_service, seL4_MessageInfo_new({invocation.label}, 0, "
            f"{len(invocation.caps)}, {invocation.words}), mr)")
    body = _load(invocation)
    if invocation.results:
        body += [f"{invocation.result_type} result;", f"result.error = {call};"]
        body += _store_results(invocation) + ["return result;"]
    elif invocation.output:
        body += [f"seL4_Error error = {call};"] + _store_structure(invocation) + ["return error;"]
    else:
        body += [f"return {call};"]
    return (f"LIBSEL4_INLINE {invocation.result_type} {invocation.name}({parameters})\n{{\n"
            + "".join(f"    {line}\n" for line in body) + "}\n")


def stubs(sections, config):
    return "\n".join(stub(invocation) for items in sections.values() for invocation in items
                     if invocation.line.holds(config))


def argument_map(sections, config):
    """The kernel's view: words and capabilities that each invocation takes, and the word of each value."""
    parts = []
    for invocation in (item for items in sections.values() for item in items):
        if not invocation.line.holds(config):
            continue
        members = [(f"{invocation.label}_Words", invocation.words),
                   (f"{invocation.label}_Caps", len(invocation.caps))]
        members += [(f"{invocation.label}_{value.name}", value.word) for value in invocation.values]
        if invocation.input:
            members.append((f"{invocation.label}_{invocation.input.name}", invocation.input.word))
        members += [(f"{invocation.label}_X_{name}", index) for index, name in enumerate(invocation.caps)]
        body = "".join(f"    {name} = {number},\n" for name, number in members)
        parts.append(f"enum {{\n{body}}};\n")
    return "\n".join(parts)
