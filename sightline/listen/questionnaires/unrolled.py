"""A form as the row of things that one person meets, with every round of a repeat in its place.

A repeat becomes a fixed number of rounds, so that pages can be numbered beforehand. Whether a
round is asked is an answer like any other: the path of the round itself (``ward[2]``) holds "yes"
or "no". Where the form says how many rounds there are, no such question is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sightline.listen.questionnaires.form import Choice, Form, Group, Kind, Question, Words

#: How many rounds of a repeat are asked at most, outermost first; deeper ones like the last.
MOST_ROUNDS = (10, 4)
#: More than this is no questionnaire for people.
MOST_ELEMENTS = 4_000

#: Kinds that people see on a page.
SHOWN: frozenset[Kind] = frozenset(
    {
        "select_one", "select_multiple", "rank", "integer", "decimal", "range", "text", "date",
        "time", "datetime", "acknowledge", "note",
    }
)  # fmt: skip
#: Kinds whose answer is posted from a page.
POSTED = SHOWN - {"note"}
CHOOSING: frozenset[Kind] = frozenset({"select_one", "select_multiple", "rank"})


def most_rounds(template: str, nodes: Mapping[str, Question | Group]) -> int:
    """How many rounds of the repeat at this path (without rounds) are asked at most."""
    parts = template.split("/")
    outside = sum(
        isinstance(node := nodes.get("/".join(parts[:place])), Group) and node.is_repeat
        for place in range(1, len(parts))
    )
    return MOST_ROUNDS[min(outside, len(MOST_ROUNDS) - 1)]


_ROUND = re.compile(r"\[\d+\]")


def template_of(path: str) -> str:
    """``ward[2]/LS01`` → ``ward/LS01``."""
    return _ROUND.sub("", path)


def nearest(template: str, path: str) -> str:
    """The path of the place ``template`` in the same rounds as ``path``; else in the first ones."""
    parts, passed = template.split("/"), path.split("/")
    found: list[str] = []
    for place, name in enumerate(parts):
        same = found == passed[:place] and place < len(passed)
        found.append(passed[place] if same and template_of(passed[place]) == name else name)
    return "/".join(found)


@dataclass(frozen=True, slots=True)
class Around:
    """A group, or one round of a repeat, around an element."""

    path: str
    group: Group
    #: In a repeat which round it is, from 1; else 0.
    round: int = 0


@dataclass(frozen=True, slots=True)
class Element:
    """One question or note with its place. ``path`` is also the name of its HTML field."""

    path: str
    question: Question
    around: tuple[Around, ...]
    choices: tuple[Choice, ...] = ()
    #: For the question whether there is another round of a repeat: the repeat.
    starts: Around | None = None

    @property
    def is_shown(self) -> bool:
        return self.question.kind in SHOWN

    @property
    def is_posted(self) -> bool:
        asks = not (self.question.read_only or self.question.calculation)
        return self.question.kind in POSTED and asks


class TooLong(Exception):
    """The form has more elements than are ever asked."""


def unroll(form: Form) -> tuple[Element, ...]:
    """Every element in the order of the form. Raises TooLong."""
    found = []
    for element in _elements(form, form.children, "", (), 0):
        found.append(element)
        if len(found) > MOST_ELEMENTS:
            raise TooLong
    return tuple(found)


def _elements(
    form: Form,
    children: tuple[Question | Group, ...],
    before: str,
    around: tuple[Around, ...],
    depth: int,
) -> Iterator[Element]:
    for child in children:
        path = f"{before}{child.name}"
        if isinstance(child, Question):
            yield Element(path, child, around, form.choice_lists.get(child.choices, ()))
        elif not child.is_repeat:
            inside = (*around, Around(path, child))
            yield from _elements(form, child.children, f"{path}/", inside, depth)
        else:
            for number in range(1, MOST_ROUNDS[min(depth, len(MOST_ROUNDS) - 1)] + 1):
                this = Around(f"{path}[{number}]", child, number)
                if not child.repeat_count:
                    yield Element(this.path, _whether(child), around, YES_NO, this)
                inside = (*around, this)
                yield from _elements(form, child.children, f"{this.path}/", inside, depth + 1)


YES = "yes"
YES_NO = (Choice(YES, {"en": "Yes", "cy": "Ydy"}), Choice("no", {"en": "No", "cy": "Nac ydy"}))


def _whether(repeat: Group) -> Question:
    """The question that starts a round. Its words come from the language of the page."""
    return Question("", "select_one", labels=_plain(repeat.labels), required="true()")


def _plain(words: Words) -> Mapping[str, str]:
    return dict(words)
