"""Every change goes through a verb that says who did it and when."""

import ast

import pytest

from tests.house.source import named, place

ACTION_FILES = named("actions.py", "actions/*.py")


def faults(source: str) -> list[tuple[int, str]]:
    """The line and what is wrong, for each public function that breaks the rule."""
    found = []
    for node in ast.parse(source).body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.name[0] == "_":
            continue
        by_position = [*node.args.posonlyargs, *node.args.args]
        by_name = {argument.arg for argument in node.args.kwonlyargs}
        if by_position or node.args.vararg:
            found.append((node.lineno, f"{node.name} takes arguments by position"))
        if missing := {"by", "at"} - by_name:
            found.append((node.lineno, f"{node.name} lacks {' and '.join(sorted(missing))}"))
    return found


def test_there_are_actions():
    assert len(ACTION_FILES) >= 5


def test_public_actions_are_keyword_only_with_by_and_at():
    found = [
        f"{place(path, line)}: {fault}"
        for path in ACTION_FILES
        for line, fault in faults(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("def close(concern, *, by, at): ...", "close takes arguments by position"),
        ("def close(*concerns, by, at): ...", "close takes arguments by position"),
        ("def close(*, concern, by): ...", "close lacks at"),
        ("async def close(*, concern): ...", "close lacks at and by"),
    ],
)
def test_the_check_sees_each_fault(source, fault):
    assert fault in [said for _, said in faults(source)]


def test_the_check_passes_what_is_right():
    assert faults("def close(*, concern, by, at): ...\ndef _check(concern): ...") == []
