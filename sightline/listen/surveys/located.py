"""YAML in which every value knows its line, so that a message can name the place.

Everything that is not a list or a section is text: ``Yes``, ``5`` and ``2024-04-01`` stay as they
are written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

LARGEST = 500_000
DEEPEST = 12

# The one in C is ten times as fast; not every build of the library has it.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Problem:
    """What is wrong, and on which line (None: nowhere in particular)."""

    line: int | None
    message: str

    def __str__(self) -> str:
        return self.message if self.line is None else f"Line {self.line}: {self.message}"


class Unreadable(Exception):
    """The text is not YAML of the plain kind that is read here."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class Text(str):
    line: int


class Entries(list["Located"]):
    line: int


class Section(dict[str, "Located"]):
    line: int


Located = Text | Entries | Section


def read(text: str) -> Located:
    """Read YAML. Raises Unreadable, with the line where there is one."""
    if len(text) > LARGEST:
        raise Unreadable(
            Problem(None, f"The text is longer than {LARGEST:,} characters. Shorten it.")
        )
    try:
        _look_over(text)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        raise Unreadable(Problem(line, f"This is not valid YAML: {error.problem}.")) from error
    except yaml.YAMLError as error:
        raise Unreadable(
            Problem(None, "This is not valid YAML: it holds characters that text cannot have.")
        ) from error
    if node is None:
        raise Unreadable(Problem(None, "There is nothing in it."))
    return _located(node, depth=0)


def _look_over(text: str) -> None:
    """Raises Unreadable before anything is built that repeats itself or is too deep to build."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else None
        if isinstance(event, yaml.AliasEvent):
            message = f"“*{event.anchor}” repeats something from above. Write it out instead."
            raise Unreadable(Problem(line, message))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST + 1:
                raise Unreadable(Problem(line, "Lists stand inside lists too deeply."))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _located(node: yaml.Node, depth: int) -> Located:
    line = node.start_mark.line + 1
    if depth > DEEPEST:
        raise Unreadable(Problem(line, "Lists stand inside lists too deeply."))
    if isinstance(node, yaml.ScalarNode):
        # An empty value is written as nothing or as ~; both are no text.
        text = Text("" if node.value == "~" and node.style is None else node.value)
        text.line = line
        return text
    if isinstance(node, yaml.SequenceNode):
        entries = Entries(_located(child, depth + 1) for child in node.value)
        entries.line = line
        return entries
    section = Section()
    section.line = line
    for key_node, value_node in node.value:
        key = key_node.value
        key_line = key_node.start_mark.line + 1
        if not isinstance(key, str):
            raise Unreadable(Problem(key_line, "A name was expected here, not a list."))
        if key in section:
            raise Unreadable(Problem(key_line, f"“{key}” appears twice in the same section."))
        section[key] = _located(value_node, depth + 1)
    return section
