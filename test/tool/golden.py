# SPDX-License-Identifier: BSD-2-Clause
"""Rewrites the expected messages of test_sdf.py from what the tool prints now. Read the difference!"""

import pathlib
import subprocess
import tempfile

import conftest
import fake_sdk
import test_compose
import test_sdf


def main():
    subprocess.run(["make", "-s", conftest.CHECKED_TOOL], cwd=conftest.ROOT, check=True)
    with tempfile.TemporaryDirectory() as directory:
        tool = conftest.Tool(conftest.ROOT / conftest.CHECKED_TOOL, fake_sdk.make(pathlib.Path(directory) / "sdk"))
        for kind in ("bad", "good"):
            for path in test_sdf.descriptions(kind):
                _, _, board, config = test_sdf.note_of(path)
                args = ("--emit-headers", directory + "/headers") if kind == "good" else ()
                result = tool.load(path.name, *args, cwd=path.parent, board=board, config=config)
                text = result.stderr if kind == "bad" else result.stdout
                if text:
                    path.with_suffix(".expected").write_text(text, errors="surrogateescape")
        for path in test_compose.systems():
            result = test_compose.expand(tool, path.name, cwd=path.parent)
            path.with_suffix(".expected").write_text(result.stdout or result.stderr)


if __name__ == "__main__":
    main()
