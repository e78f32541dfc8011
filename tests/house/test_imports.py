"""What import-linter cannot say: the product does not lean on its tests."""

import ast
from pathlib import Path

from tests.house.source import named, place

#: Modules that several test files share, and what for. The product may not import them either.
SHARED_BY_TESTS = {"attempts": "Every action on a concern, ready for somebody to try"}
ONLY_FOR_TESTS = ("conftest", "factories", "pytest", "hypothesis", "time_machine", *SHARED_BY_TESTS)


def is_test(path: Path) -> bool:
    return path.name.startswith("test_") or path.stem in {"conftest", "factories", *SHARED_BY_TESTS}


def leans_on_tests(source: str) -> list[tuple[int, str]]:
    """The line and the module, for each import of something that only tests may use."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            modules = [node.module or "", *(f"{node.module}.{name.name}" for name in node.names)]
        elif isinstance(node, ast.Import):
            modules = [name.name for name in node.names]
        else:
            continue
        for module in modules:
            last = module.split(".")[-1]
            if last in ONLY_FOR_TESTS or last.startswith("test_"):
                found.append((node.lineno, module))
    return found


def test_the_product_does_not_import_its_tests():
    found = [
        f"{place(path, line)}: {module}"
        for path in named("*.py")
        if not is_test(path)
        for line, module in leans_on_tests(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_check_sees_each_fault():
    for line in (
        "from sightline.conftest import make_user",
        "from sightline import conftest",
        "import sightline.listen.factories",
        "from sightline.listen.test_actions import a_reply",
        "def f():\n    import pytest",
    ):
        assert leans_on_tests(line), line
    assert leans_on_tests("from sightline.listen import models\nimport os") == []
