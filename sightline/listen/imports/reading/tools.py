"""Exports of survey tools: their own columns, and their second and third rows of headings.

A tool is known by columns that it always writes; a file that only resembles one is left to the
general rules, which refuse two rows of headings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sightline.listen.surveys.answers import plain

QUALTRICS, SURVEYMONKEY = "Qualtrics", "SurveyMonkey"
FORMS, JISC = "Microsoft Forms", "Jisc Online Surveys"

_IMPORT_ID = re.compile(r"""^\{\s*["']ImportId["']\s*:""")
_CONTINUED = re.compile(r"(\.\.\.\d+|unnamed: \d+(_level_\d+)?)?", re.I)
_LEGACY = re.compile(r"V\d+")
#: Under a question with one answer SurveyMonkey writes one of these.
_ONE_ANSWER = {"", "response", "open-ended response"}
#: Columns about the person, not their answers: nobody here reads them.
_PERSONAL = {
    "ipaddress", "ip address", "recipientlastname", "recipientfirstname", "recipientemail",
    "emailaddress", "email address", "email", "name", "first name", "last name", "full name",
    "locationlatitude", "locationlongitude", "locationaccuracy", "externalreference",
    "externaldatareference", "phone number", "address", "address 2", "zip/postal code",
    "postcode", "username", "user name",
}  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """How a tool wrote the top of a file.

    ``rows`` is how many rows of headings there are, ``wordings`` the questions in full by heading,
    ``personal`` the positions that are not read, ``choices`` the positions that belong to one
    question with several answers, with the answer that each stands for.
    """

    tool: str
    names: tuple[str, ...]
    rows: int
    wordings: dict[str, str] = field(default_factory=dict)
    personal: frozenset[int] = frozenset()
    choices: tuple[tuple[int, ...], ...] = ()
    #: Cells may hold several answers, each with a semicolon after it.
    joins_answers: bool = False


def of(rows: Sequence[Sequence[str]]) -> Shape | None:
    """The shape of a file from its first rows, blank ones left out; None for no known tool."""
    first = [[cell.strip() for cell in row] for row in rows[:3]]
    if not first:
        return None
    for look in (_qualtrics, _qualtrics_legacy, _surveymonkey, _forms, _jisc):
        if (found := look(first)) is not None:
            return found
    return None


def _qualtrics(rows: list[list[str]]) -> Shape | None:
    if len(rows) < 3 or len(rows[2]) > len(rows[0]):
        return None
    # Every column has its ID, so that a single such cell among answers does not make the shape.
    if not all(_IMPORT_ID.match(cell) for cell in rows[2] if cell) or not any(rows[2]):
        return None
    if sum(map(bool, rows[2])) < sum(map(bool, rows[0])):
        return None
    return _named(QUALTRICS, rows[0], 3, _pairs(rows[0], rows[1]))


def _qualtrics_legacy(rows: list[list[str]]) -> Shape | None:
    if len(rows) < 2 or rows[0][:2] != ["V1", "V2"]:
        return None
    if "responseid" not in map(plain, rows[1]):
        return None
    names = [
        under if _LEGACY.fullmatch(name) and under else name
        for name, under in zip(rows[0], [*rows[1], *[""] * len(rows[0])], strict=False)
    ]
    return _named(QUALTRICS, names, 2, _pairs(names, rows[1]))


def _surveymonkey(rows: list[list[str]]) -> Shape | None:
    if len(rows) < 2 or plain(rows[0][0]) not in ("respondent id", "respondentid"):
        return None
    under = [*rows[1], *[""] * len(rows[0])][: len(rows[0])]
    if under[0] or not any(under):
        return None
    names: list[str] = []
    questions: list[str] = []
    question = ""
    for name, part in zip(rows[0], under, strict=True):
        if name and not _CONTINUED.fullmatch(name):
            question = name
        questions.append(question)
        names.append(question if plain(part) in _ONE_ANSWER else f"{question}: {part}")
    shape = _named(SURVEYMONKEY, names, 2, {}, parts=under)
    groups: dict[str, list[int]] = {}
    for place, (question, part) in enumerate(zip(questions, under, strict=True)):
        if plain(part) not in _ONE_ANSWER and place not in shape.personal:
            groups.setdefault(question, []).append(place)
    several = tuple(tuple(places) for places in groups.values() if len(places) > 1)
    return Shape(
        shape.tool, shape.names, shape.rows, shape.wordings, shape.personal, choices=several
    )


def _forms(rows: list[list[str]]) -> Shape | None:
    names = [plain(name) for name in rows[0]]
    if names[:3] != ["id", "start time", "completion time"]:
        return None
    found = _named(FORMS, rows[0], 1, {})
    return Shape(found.tool, found.names, 1, {}, found.personal, joins_answers=True)


def _jisc(rows: list[list[str]]) -> Shape | None:
    names = [plain(name) for name in rows[0]]
    if not {"unique response number", "unique response id"} & set(names):
        return None
    return _named(JISC, rows[0], 1, {})


def _named(
    tool: str,
    names: Sequence[str],
    rows: int,
    wordings: dict[str, str],
    parts: Sequence[str] = (),
) -> Shape:
    said = parts or names
    personal = {
        place
        for place, name in enumerate(names)
        if plain(name) in _PERSONAL or plain(said[place]) in _PERSONAL
    }
    return Shape(tool, tuple(names), rows, wordings, frozenset(personal))


def _pairs(names: Sequence[str], under: Sequence[str]) -> dict[str, str]:
    return {
        name: " ".join(text.split())
        for name, text in zip(names, under, strict=False)
        if name and text and plain(name) != plain(text)
    }
