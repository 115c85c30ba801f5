# SPDX-License-Identifier: BSD-2-Clause
"""Prints the system of the channel tests: two PDs with as many channels as possible, and a server that defers."""

MAX_CHANNELS = 62


def pd(name, priority, extra=""):
    return (f'<protection_domain name="{name}" priority="{priority}"{extra}>'
            f'<program_image path="{name}.elf"/></protection_domain>')


def channel(a, a_id, b, b_id, b_extra=""):
    return f'<channel><end pd="{a}" id="{a_id}"/><end pd="{b}" id="{b_id}"{b_extra}/></channel>'


lines = [pd("sender", 200), pd("receiver", 100), pd("deferrer", 60, ' passive="true"'), pd("caller", 50)]
lines += [channel("sender", i, "receiver", i) for i in range(MAX_CHANNELS)]
lines.append(channel("deferrer", 4, "caller", 0, ' pp="true"'))
lines += [channel("deferrer", i, "caller", i) for i in (1, 2, 3)]
print("<system>\n" + "\n".join(lines) + "\n</system>")
