# SPDX-License-Identifier: BSD-2-Clause
"""`microkit schema`: another program's validator judges the shape of descriptions by it as the tool does.

xmllint can do that; it shares no code with the tool.
"""

import subprocess

import pytest

from conftest import ROOT
from test_sdf import descriptions, note_of

# The classes that are about shape, and so must fail by the schema too.
SHAPE = {"E-ELEM", "E-ATTR", "E-MISS", "E-NUM", "E-TEXT"}
# What depends on other elements or attributes, or on size, is beyond the schema. Each is here on purpose.
BEYOND = {"domain_missing_on_pd", "irq_foreign_attribute", "irq_msi_without_handle", "irq_two_forms",
          "irq_without_form_on_x86", "irq_without_irq", "region_size_negative", "region_size_overflow",
          "vm_x86_priority"}
# Warned of by the tool, but not meant to be written.
ODD = {"warn_text"}


@pytest.fixture(scope="module")
def schema(tool, tmp_path_factory):
    path = tmp_path_factory.mktemp("schema") / "system.rng"
    result = tool.run("schema", "-o", path, cwd=path.parent, sdk=False)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    return path


def valid(schema, path):
    return subprocess.run(["xmllint", "--noout", "--relaxng", schema, path], capture_output=True,
                          timeout=60).returncode == 0


def test_standard_output(tool, schema, tmp_path):
    assert tool.run("schema", cwd=tmp_path, sdk=False).stdout == schema.read_text()


@pytest.mark.parametrize("path", descriptions("good"), ids=lambda path: path.stem)
def test_good_descriptions_are_valid(schema, path):
    assert valid(schema, path) == (path.stem not in ODD)


@pytest.mark.parametrize("path", [path for path in descriptions("bad") if note_of(path)[1] in SHAPE],
                         ids=lambda path: path.stem)
def test_bad_shapes_are_invalid(schema, path):
    assert valid(schema, path) == (path.stem in BEYOND)


def test_systems_of_the_project_are_valid(schema):
    paths = [path for folder in ("systems", "sdk/example", "test/system") for path in
             (ROOT / folder).rglob("*.system")]
    assert len(paths) > 5
    for path in paths:
        assert valid(schema, path), path


def test_wrong_arguments(tool, tmp_path):
    for args in (("x",), ("-o",), ("-o", "a", "b")):
        result = tool.run("schema", *args, cwd=tmp_path, sdk=False)
        assert result.returncode == 1
        assert "unrecognised argument" in result.stderr
    result = tool.run("schema", "-o", "none/x", cwd=tmp_path, sdk=False)
    assert result.returncode == 1
    assert "cannot write the schema 'none/x'" in result.stderr
    assert tool.run("schema", "--help", cwd=tmp_path, sdk=False).stdout.startswith("usage: microkit schema ")
