"""A parsed expression."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


class ExpressionRefused(Exception):
    """An expression that is not allowed or not well formed; ``str()`` is a sentence on why."""


@dataclass(frozen=True, slots=True)
class Text:
    value: str


@dataclass(frozen=True, slots=True)
class Number:
    value: float


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Binary:
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Negative:
    of: Node


@dataclass(frozen=True, slots=True)
class Step:
    name: str  # a name, "." or ".."
    predicate: Node | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """``start`` says where it begins; ``name`` is that of ``${name}`` or ``instance('name')``."""

    start: Literal["root", "here", "current", "reference", "instance"]
    steps: tuple[Step, ...]
    name: str = ""


Node = Text | Number | Call | Binary | Negative | Path
