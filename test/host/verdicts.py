# SPDX-License-Identifier: BSD-2-Clause
"""Lets Python unit tests report as the C ones do, which is what the test runner reads."""

import unittest


class _Result(unittest.TextTestResult):
    def _print(self, verdict, test):
        print(f"[{verdict}] {test.id().split('.')[-1]}", flush=True)

    def addSuccess(self, test):
        self._print("       OK ", test)

    def addError(self, test, err):
        super().addError(test, err)
        self._print("  FAILED  ", test)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._print("  FAILED  ", test)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self._print("  FAILED  ", test)


def main():
    """Run the tests of the calling program."""
    unittest.main(testRunner=unittest.TextTestRunner(resultclass=_Result, verbosity=0))
