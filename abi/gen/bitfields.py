# SPDX-License-Identifier: BSD-2-Clause
"""Structures with accessor functions: message info, rights, CNode data, faults (LIB-4, LIB-12)."""

from . import enums, tables

WORD = "seL4_Uint64"


class Field:
    def __init__(self, name, index, high=63, low=0):
        self.name = name
        self.index = index
        self.low = low
        self.mask = (1 << (high - low + 1)) - 1

    def get(self, words):
        value = f"{words}[{self.index}]"
        if self.low:
            value = f"({value} >> {self.low})"
        return value if self.low + self.mask.bit_length() == 64 else f"{value} & {hex(self.mask)}ull"

    def put(self, value):
        if self.mask.bit_length() < 64:
            value = f"({value} & {hex(self.mask)}ull)"
        return f"{value} << {self.low}" if self.low else value


def _function(result, name, parameters, body):
    return (f"LIBSEL4_INLINE_FUNC {result} {name}({parameters})\n{{\n"
            + "".join(f"    {line}\n" for line in body) + "}\n")


def accessors(struct, prefix, field):
    """The four accessors of a field: get and set by value and through a pointer."""
    type_, pointer = struct + "_t", struct + "_ptr"
    set_body = lambda words: ([f"{words}[{field.index}] = v64;"] if field.mask.bit_length() == 64 else
                              [f"{words}[{field.index}] &= ~{hex(field.mask << field.low)}ull;",
                               f"{words}[{field.index}] |= {field.put('v64')};"])
    return [
        _function(WORD, f"{prefix}_get_{field.name}", f"{type_} {struct}",
                  [f"return {field.get(struct + '.words')};"]),
        _function(type_, f"{prefix}_set_{field.name}", f"{type_} {struct}, {WORD} v64",
                  set_body(struct + ".words") + [f"return {struct};"]),
        _function(WORD, f"{prefix}_ptr_get_{field.name}", f"{type_} *{pointer}",
                  [f"return {field.get(pointer + '->words')};"]),
        _function("void", f"{prefix}_ptr_set_{field.name}", f"{type_} *{pointer}, {WORD} v64",
                  set_body(pointer + "->words")),
    ]


def constructors(struct, prefix, fields, count, tag):
    """`new` and `ptr_new`; `tag` is the constant first word of a tagged structure, or None."""
    words = {} if tag is None else {0: [f"({WORD}) {tag}"]}
    for field in fields:
        words.setdefault(field.index, []).append(field.put(field.name))
    joined = {index: " | ".join(f"({part})" if len(parts) > 1 else part for part in parts)
              for index, parts in words.items()}
    assign = [f"words[{index}] = {value};" for index, value in sorted(joined.items())]
    zero = [f"words[{index}] = 0;" for index in range(count) if index not in words]
    params = ", ".join(f"{WORD} {field.name}" for field in fields)
    by_value = [f"{struct}_t {struct};", *(f"{struct}.{line}" for line in assign + zero), f"return {struct};"]
    by_pointer = [f"{struct}_ptr->{line}" for line in assign + zero]
    pointer = f"{struct}_t *{struct}_ptr"
    return [_function(f"{struct}_t", f"{prefix}_new", params or "void", by_value),
            _function("void", f"{prefix}_ptr_new", pointer + (", " + params if params else ""), by_pointer)]


def declare(struct, count):
    return f"struct {struct} {{\n    {WORD} words[{count}];\n}};\ntypedef struct {struct} {struct}_t;\n"


def one_word():
    """Text of the types of bitfields.tab."""
    parts = []
    for struct, lines in tables.read("bitfields.tab").items():
        if not struct:
            continue
        fields = [Field(line.words[0], 0, int(line.words[1]), int(line.words[2])) for line in lines]
        parts.append(declare(struct, 1))
        parts += constructors(struct, struct, fields, 1, None)
        for field in fields:
            parts += accessors(struct, struct, field)
    return "\n".join(parts)


class Fault:
    def __init__(self, line, config):
        self.name = line.words[0]
        self.label = int(line.words[1])
        self.present = line.holds(config)
        self.indexed = self.present or line.otherwise == "indices"
        names = [word.partition("/") for word in line.words[2:]]
        self.fields = [Field(accessor, 1 + index) for index, (accessor, _, _) in enumerate(names)]
        self.enumerators = [enumerator or accessor for accessor, _, enumerator in names]


def read_faults(config):
    """All faults of the table, and the word count of seL4_Fault_t."""
    lines = tables.read("faults.tab")[""]
    count = next(int(line.words[1]) for line in lines if line.words[0] == "words")
    return [Fault(line, config) for line in lines if line.words[0] != "words"], count


def fault_tags(faults):
    enum = enums.Enum("seL4_Fault_tag", False)
    enum.members = [("seL4_Fault_" + fault.name, fault.label) for fault in faults if fault.present]
    return enums.render_enum(enum, "seL4_Fault_tag_t")


def fault_indices(faults, names):
    """Enumerations of the message words of the named faults, with their lengths."""
    parts = []
    for fault in faults:
        if fault.name in names and fault.indexed:
            enum = enums.Enum(f"seL4_{fault.name}_Msg", True)
            enum.members = [(f"seL4_{fault.name}_{name}", index)
                            for index, name in enumerate(fault.enumerators)]
            enum.members.append((f"seL4_{fault.name}_Length", len(fault.fields)))
            parts.append(enums.render_enum(enum))
    return "\n".join(parts)


def fault_type(faults, count):
    """seL4_Fault_t: word 0 is the label, word 1 + n is message word n."""
    struct, tag = "seL4_Fault", Field("seL4_FaultType", 0, 3, 0)
    parts = [declare(struct, count), fault_tags(faults)]
    get, _, ptr_get, _ = accessors(struct, struct, tag)
    parts += [get, _function("int", "seL4_Fault_seL4_FaultType_equals",
                             f"seL4_Fault_t seL4_Fault, {WORD} seL4_Fault_type_tag",
                             [f"return ({tag.get('seL4_Fault.words')}) == seL4_Fault_type_tag;"]), ptr_get]
    for fault in faults:
        if not fault.present:
            continue
        prefix = "seL4_Fault_" + fault.name
        parts += constructors(struct, prefix, fault.fields, count, prefix)
        for field in fault.fields:
            parts += accessors(struct, prefix, field)
    return "\n".join(parts)


def fault_decoding(faults):
    """The cases that build a seL4_Fault_t out of the message registers."""
    parts = []
    for fault in faults:
        if fault.present:
            words = ", ".join(f"seL4_GetMR({index})" for index in range(len(fault.fields)))
            parts.append(f"    case seL4_Fault_{fault.name}:\n"
                         f"        return seL4_Fault_{fault.name}_new({words});\n")
    return "".join(parts)
