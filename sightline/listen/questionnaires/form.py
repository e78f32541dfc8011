"""A questionnaire in one neutral shape, whatever it came from: our own bank, XLSForm or FHIR.

A form is a tree of groups and questions. Each node has a name; its path is the names from the top
joined by "/", such as ``induction/LS01`` (in a repeat: ``ward[2]/LS01``). Answers to a form are a
mapping from path to text, as XForms writes it: a choice's value, several values with spaces between
them, a number, a day as 2026-11-27. A path that is absent or empty was not answered.

Expressions (relevant, constraint, calculation, choice filter) are kept as they were written, in
XPath with ``${name}`` for another question; the folder ``expressions`` compiles them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

#: Text for people, by language code ("en", "cy", "ar").
Words = Mapping[str, str]

Kind = Literal[
    "select_one",
    "select_multiple",
    "rank",
    "integer",
    "decimal",
    "range",
    "text",
    "date",
    "time",
    "datetime",
    "acknowledge",
    "note",
    "calculate",
    "hidden",
    # Kept and reported as not shown: location, media, barcode and what else a page cannot ask.
    "not_shown",
]

#: The value of the answer "prefer not to say", which is an answer of its own.
PREFER_NOT_TO_SAY = "prefer_not_to_say"
NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Language:
    code: str  # such as "en", "cy", "ar"
    name: str  # in the language itself
    right_to_left: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a list. ``columns`` are what choice filters ask about, by name."""

    value: str
    labels: Words
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    name: str
    kind: Kind
    labels: Words = field(default_factory=dict)
    hints: Words = field(default_factory=dict)
    choices: str = ""  # the name of a list in Form.choice_lists
    choice_filter: str = ""
    relevant: str = ""
    required: str = ""  # an expression; "true()" for always, empty for never
    constraint: str = ""
    constraint_words: Words = field(default_factory=dict)
    required_words: Words = field(default_factory=dict)
    calculation: str = ""
    default: str = ""
    read_only: bool = False
    appearance: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)  # range: start, end, step
    #: For an item of the bank: its permanent code and the version of its wording. Answers to it
    #: are counted as answers to the measure of that code.
    item: str = ""
    item_version: int = 0
    #: What the file called it where that is more exact than ``kind``, such as "geopoint".
    source_kind: str = ""
    #: What the file calls the question itself where that cannot be its name: a linkId of FHIR.
    source_id: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that belong together. A theme of the bank is a group; so is a repeat."""

    name: str
    children: tuple[Question | Group, ...] = ()
    labels: Words = field(default_factory=dict)
    hints: Words = field(default_factory=dict)
    relevant: str = ""
    is_repeat: bool = False
    repeat_count: str = ""
    appearance: str = ""
    source_id: str = ""


@dataclass(frozen=True)
class Form:
    """A whole questionnaire. ``languages`` has at least one; the first is the one to fall back on.

    ``notices`` are sentences about what was read but is not shown or not kept as it was.
    """

    title: Words
    children: tuple[Question | Group, ...]
    languages: tuple[Language, ...]
    choice_lists: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    notices: tuple[str, ...] = ()

    def nodes(self) -> Iterator[tuple[str, Question | Group]]:
        """Every node with its path (repeats without their number), in the order of the page."""
        yield from _nodes("", self.children)

    def questions(self) -> Iterator[tuple[str, Question]]:
        for path, node in self.nodes():
            if isinstance(node, Question):
                yield path, node

    def words(self, words: Words, language: str) -> str:
        """The text in that language, else in the first language that has one, else nothing."""
        for code in (language, *(one.code for one in self.languages)):
            if text := words.get(code):
                return text
        return next(iter(words.values()), "")

    def to_json(self) -> dict[str, Any]:
        """As plain lists and dictionaries; a group has ``children``, a question has ``kind``."""
        return asdict(self)

    @staticmethod
    def from_json(stored: Mapping[str, Any]) -> Form:
        return Form(
            title=stored["title"],
            children=_read(stored["children"]),
            languages=tuple(Language(**one) for one in stored["languages"]),
            choice_lists={
                name: tuple(Choice(**one) for one in choices)
                for name, choices in stored["choice_lists"].items()
            },
            notices=tuple(stored["notices"]),
        )


def _nodes(
    before: str, children: tuple[Question | Group, ...]
) -> Iterator[tuple[str, Question | Group]]:
    for child in children:
        path = f"{before}{child.name}"
        yield path, child
        if isinstance(child, Group):
            yield from _nodes(f"{path}/", child.children)


def _read(stored: list[dict[str, Any]]) -> tuple[Question | Group, ...]:
    return tuple(
        Group(**{**one, "children": _read(one["children"])})
        if "children" in one
        else Question(**one)
        for one in stored
    )
