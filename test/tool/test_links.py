# SPDX-License-Identifier: BSD-2-Clause
"""The documents: every file that they link to exists."""

import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
FOREIGN = ("build", "third_party/lwip/source", "third_party/musl/source")
DOCUMENTS = sorted(path for path in ROOT.rglob("*.md")
                   if not str(path.relative_to(ROOT)).startswith(FOREIGN))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document):
    targets = [target for target in LINK.findall(document.read_text(encoding="utf-8"))
               if not target.startswith(("http:", "https:"))]
    missing = [target for target in targets if not (document.parent / target).exists()]
    assert not missing
