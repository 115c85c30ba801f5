# SPDX-License-Identifier: BSD-2-Clause
"""Configuration keys: defaults, what boards and configurations change, overrides, and their files."""

import json

from . import tables
from .tables import TableError


class Config(dict):
    """Key -> value (bool, int or str) of one build; `library` holds the keys of sel4/gen_config.h."""

    def __init__(self):
        super().__init__()
        self.library = set()


def load(board, configuration, overrides):
    """Values for a board and configuration with {key: text} overrides; raises TableError."""
    parsed = tables.read("config.tab", join_indented=True)
    config = Config()
    derived = []
    for scope in ("kernel", "library"):
        for line in parsed[scope]:
            _declare(config, line, derived)
            if scope == "library":
                config.library.update(line.words[1:2] if line.words[0] in ("string", "number")
                                      else line.words[1:])
    _apply_board(config, board)
    _apply_configuration(config, parsed["configurations"], configuration)
    _apply_overrides(config, parsed["overrides"], overrides, derived)
    for line in derived:
        config[line.words[1]] = tables.evaluate(" ".join(line.words[2:]), config, line.place)
    return config


def _declare(config, line, derived):
    kind, names = line.words[0], line.words[1:]
    if kind in ("true", "false"):
        config.update({name: kind == "true" for name in names})
    elif kind == "number":
        config[names[0]] = int(names[1])
    elif kind == "string":
        config[names[0]] = names[1] if len(names) > 1 else ""
    elif kind == "bool":
        derived.append(line)
    else:
        raise line.error(f"unknown declaration '{kind}'")


def _apply_board(config, board):
    boards = tables.read("platforms.tab")
    del boards[""]
    if board not in boards:
        raise TableError(f"error: unknown board '{board}'; known boards: {', '.join(sorted(boards))}")
    for line in boards[board]:
        if line.words[0] == "set":
            config[line.words[1]] = line.words[2] == "true"


def _apply_configuration(config, lines, configuration):
    for line in lines:
        if line.words[1] == configuration:
            for setting in line.words[2:]:
                key, _, text = setting.partition("=")
                config[key] = _convert(config, key, text)
            return
    known = ", ".join(line.words[1] for line in lines)
    raise TableError(f"error: unknown configuration '{configuration}'; known configurations: {known}")


def _convert(config, key, text):
    if isinstance(config[key], bool):
        if text not in ("true", "false", "1", "0"):
            raise TableError(f"error: option {key} is a boolean, not '{text}'; give true or false")
        return text in ("true", "1")
    if isinstance(config[key], int):
        try:
            return int(text, 0)
        except ValueError:
            raise TableError(f"error: option {key} is a number, not '{text}'") from None
    return text


def _apply_overrides(config, options, overrides, derived):
    allowed = {line.words[1]: line.words[2:] for line in options}
    fixed = {line.words[1] for line in derived}
    for key, text in overrides.items():
        if key not in allowed:
            _refuse(config, key, fixed, allowed)
        value = _convert(config, key, text)
        limits = allowed[key]
        if isinstance(value, str) and value not in limits:
            raise TableError(f"error: option {key} must be one of {', '.join(limits)}, not '{text}'")
        if isinstance(value, int) and limits and not int(limits[0]) <= value <= int(limits[1]):
            raise TableError(f"error: option {key} must be in {limits[0]}..{limits[1]}, not {text}")
        config[key] = value
    if config["NUM_DOMAINS"] == 1 and "NUM_DOMAIN_SCHEDULES" not in overrides:
        config["NUM_DOMAIN_SCHEDULES"] = 2


def _refuse(config, key, fixed, allowed):
    if key in fixed:
        raise TableError(f"error: option {key} follows from other options and cannot be given")
    if key in config:
        shown = str(config[key]).lower() if isinstance(config[key], bool) else config[key]
        raise TableError(f"error: option {key} is fixed to '{shown}' in this configuration "
                         "of this board")
    raise TableError(f"error: unknown option {key}; options that can be given: "
                     f"{', '.join(sorted(allowed))}")


def header(config, library):
    """Text of a gen_config.h. Two spaces before each value: build scripts cut on them (SDK-4)."""
    lines = ["/* SPDX-License-Identifier: BSD-2-Clause */",
             "/* Configuration of this build; generated from abi/tables/config.tab. */", "#pragma once", ""]
    for key, value in config.items():
        if (key in config.library) != library:
            continue
        if value is False:
            lines.append(f"/* disabled: CONFIG_{key} */")
        else:
            shown = 1 if value is True else value
            lines.append(f"#define CONFIG_{key}  {shown}")
    return "\n".join(lines) + "\n"


def document(config, library):
    """Text of a gen_config.json: JSON booleans, and strings for everything else (CFG-5)."""
    facts = {key: value if isinstance(value, bool) else str(value)
             for key, value in config.items() if (key in config.library) == library}
    return json.dumps(facts, indent=4) + "\n"


def platform(config, board):
    """RAM, and the device space around it: {"devices" and "memory": [{"start", "end"}]} (CFG-6)."""
    memory, kernel = [], []
    for line in tables.read("platforms.tab")[board]:
        if line.words[0] in ("memory", "kernel"):
            bounds = (int(line.words[1], 0), int(line.words[2], 0))
            (memory if line.words[0] == "memory" else kernel).append(bounds)
    devices, start = [], 0
    for low, high in sorted(memory + kernel):
        if low > start:
            devices.append((start, low))
        start = high
    devices.append((start, config["PADDR_USER_DEVICE_TOP"]))
    ranges = {"devices": devices, "memory": sorted(memory)}
    return {name: [{"start": low, "end": high} for low, high in spans] for name, spans in ranges.items()}


def platform_json(ranges):
    """Text of platform_gen.json."""
    return json.dumps(ranges, indent=4) + "\n"


def platform_yaml(ranges):
    """Text of platform_gen.yaml: the same."""
    lines = []
    for name, spans in ranges.items():
        lines.append(f"{name}:")
        lines += [f"- end: {span['end']}\n  start: {span['start']}" for span in spans]
    return "\n".join(lines) + "\n"
