# SPDX-License-Identifier: BSD-2-Clause
"""The serial line as a person sees it."""

import re
import time


class Terminal:
    """What a person sees and types: the console without its colours, whose codes may stand anywhere."""

    def __init__(self, machine):
        self.machine = machine
        self.type = machine.type

    @property
    def text(self):
        # A code that has arrived in part counts as nothing too, or positions would move back with the rest.
        return re.sub("\033\\[[0-9;]*m|\033(\\[[0-9;]*)?$", "", self.machine.console.text)

    def position(self):
        return len(self.text)

    def wait_for(self, pattern, timeout=20, after=0):
        limit = time.monotonic() + timeout
        while not (match := re.compile(pattern).search(self.text, after)):
            if time.monotonic() > limit:
                raise AssertionError(f"{timeout} s passed before the terminal showed {pattern!r}; "
                                     f"its end is:\n{self.text[-1000:]}")
            time.sleep(0.02)
        return match

    def command(self, line, expected, timeout=20):
        """Type a line at the console and wait for its answer, past its echo."""
        after = self.position()
        self.type(line + "\r")
        echo = self.wait_for(re.escape(line), timeout, after)
        return self.wait_for(expected, timeout, echo.end())
