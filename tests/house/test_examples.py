"""Examples in docstrings give what they say."""

import doctest
import importlib

import pytest

from tests.house.source import ROOT, named

MODULES = [
    path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
    for path in named("*.py")
    if not path.name.startswith("test_") and ">>> " in path.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of(name):
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    for examples in doctest.DocTestFinder().find(importlib.import_module(name)):
        runner.run(examples, out=said.append)
    assert runner.failures == 0, "".join(said)
    assert runner.tries > 0
