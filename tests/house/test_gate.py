"""No survey number leaves but through the gate: nothing else reads answers or counts."""

import ast

import pytest

from tests.house.source import PACKAGE, named, place

#: What the rest of the product may use of the results.
OPEN = {
    "actions",
    "characteristics",
    "gate",
    "levels",
    # How figures are rounded, no figure.
    "digits",
    # Sentences about figures, no figure.
    "meanings",
    "mart",
    "models",
    "queries",
    "running",
    # Two answers made of the answers of a scale: a rule, no answer that anybody gave.
    "sensitive",
    "together",
    # Made-up people who stand in its own file: no stored answer is read.
    "unmask",
}
#: Of the tables by what people said of themselves: writing it down, and the gate.
OPEN_OF_CHARACTERISTICS = {"gate", "store"}
#: For tests only: small rounds made through the actions.
FOR_TESTS = {"factories"}
#: Of the mart: writing answers, throwing them away, and knowing that there are none.
OPEN_OF_MART = {"AnswerBatch", "AnswerWriter", "NotPrepared", "discard", "remove", "writer"}
RESULTS = PACKAGE / "results"


def faults(source: str, *, is_test: bool = False) -> list[tuple[int, str]]:
    """The line and the name, for each use of what only the gate may read."""
    allowed = OPEN | FOR_TESTS if is_test else OPEN
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            found += [(node.lineno, name) for name in _not_open(node, allowed)]
        elif isinstance(node, ast.Import):
            found += [
                (node.lineno, name.name)
                for name in node.names
                if name.name.startswith("sightline.results.")
                and name.name.split(".")[2] not in allowed
            ]
        elif isinstance(node, ast.Attribute) and not is_test and _reads_the_mart(node):
            found.append((node.lineno, ast.unparse(node)))
    return found


def _reads_the_mart(node: ast.Attribute) -> bool:
    return (
        isinstance(node.value, ast.Name)
        and node.value.id == "mart"
        and node.attr not in OPEN_OF_MART
    )


def _not_open(node: ast.ImportFrom, allowed: set[str]) -> list[str]:
    module = node.module or ""
    names = [name.name for name in node.names]
    if module == "sightline.results":
        return [f"{module}.{name}" for name in names if name not in allowed]
    if not module.startswith("sightline.results."):
        return []
    if module.split(".")[2] not in allowed:
        return [module]
    if module.startswith("sightline.results.characteristics"):
        parts = [*module.split(".")[3:], *names][:1]
        usable = OPEN_OF_CHARACTERISTICS | (FOR_TESTS & allowed)
        return [f"{module}.{name}" for name in parts if name not in usable]
    if module == "sightline.results.mart":
        return [f"{module}.{name}" for name in names if name not in OPEN_OF_MART]
    return [f"{module}.{name}" for name in names if name.startswith("_")]


def test_only_the_gate_reads_answers_and_counts():
    outside = [path for path in named("*.py") if not path.is_relative_to(RESULTS)]
    assert len(outside) > 50
    found = [
        f"{place(path, line)}: {name}"
        for path in outside
        for line, name in faults(
            path.read_text(encoding="utf-8"),
            is_test=path.name.startswith("test_") or path.stem in {"conftest", "factories"},
        )
    ]
    assert found == [], "Ask results.gate for cells instead"


@pytest.mark.parametrize(
    "source",
    [
        "from sightline.results import totals",
        "from sightline.results.totals import count_items",
        "import sightline.results.build",
        "from sightline.results.mart import read_answers",
        "from sightline.results import mart\nmart.load(folder, 'counts.npy')",
        "from sightline.results.gate import _opened",
        "from sightline.results import factories",
        "from sightline.results.characteristics import table",
        "from sightline.results.characteristics.table import crossing",
    ],
)
def test_the_check_sees_each_fault(source):
    assert faults(source)


def test_the_check_passes_what_is_right():
    source = "from sightline.results import gate, mart\nwith mart.writer(dataset, codes): ..."
    assert faults(source) == []
    assert faults("from sightline.results.factories import make_dataset", is_test=True) == []
