import doctest
from importlib import import_module
from pathlib import Path

import pytest

MODULES = sorted(
    path.stem
    for path in Path(__file__).parent.glob("*.py")
    if path.stem not in {"__init__", "conftest"} and not path.stem.startswith("test_")
)


@pytest.mark.parametrize("name", MODULES)
def test_every_module_has_examples_and_they_are_true(name):
    found = doctest.testmod(import_module(f"sightline.stats.{name}"))
    assert found.attempted > 0
    assert found.failed == 0
