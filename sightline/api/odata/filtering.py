"""``$filter``: comparisons, contains and startswith, in, joined by and, or and not.

OData URL Conventions 4.01, section 5.1.1. A small parser of our own, because the one kept library
stands on a parser generator that is published no more (docs/decisions). A filter is only ever asked
of rows that are ready to be shown: it can hide rows and never makes a new number.

A row need not have all its properties yet. The answer is then None where it hangs on a missing one,
so that whole groups are passed over before their figures are looked up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NoReturn

from sightline.api.odata.edm import SAID, EntitySet, Property, Row, Type, Value
from sightline.api.odata.refusals import NotOffered, Refused

TARGET = "$filter"
#: Characters, brackets inside brackets, and parts of one filter.
LONGEST, DEEPEST, MOST_PARTS = 4_000, 30, 300

#: True, False, or None where the row does not have what it takes to tell.
Answer = bool | None
Asked = Callable[[Row], Answer]

_TOKEN = re.compile(
    r"\s*(?:"
    r"(?P<text>'(?:[^']|'')*')"
    r"|(?P<moment>\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d))"
    r"|(?P<date>\d{4}-\d\d-\d\d)"
    r"|(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<mark>[(),])"
    r")"
)
_COMPARE: dict[str, Callable[[Value, Value], bool]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "gt": lambda a, b: a is not None and b is not None and a > b,  # type: ignore[operator]
    "ge": lambda a, b: a is not None and b is not None and a >= b,  # type: ignore[operator]
    "lt": lambda a, b: a is not None and b is not None and a < b,  # type: ignore[operator]
    "le": lambda a, b: a is not None and b is not None and a <= b,  # type: ignore[operator]
}
_TURNED = {"eq": "eq", "ne": "ne", "gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}
_FUNCTIONS: dict[str, Callable[[str, str], bool]] = {
    "contains": lambda a, b: b in a,
    "startswith": lambda a, b: a.startswith(b),
    "endswith": lambda a, b: a.endswith(b),
}
_ARITHMETIC = {"add", "sub", "mul", "div", "divby", "mod", "has"}
_NUMBERS = (Type.INTEGER, Type.NUMBER)


@dataclass(frozen=True)
class Token:
    kind: str
    text: str


@dataclass(frozen=True)
class Literal:
    value: Value
    type: Type | None  # None: null


@dataclass(frozen=True)
class Filter:
    """A filter that was read: ``asked`` answers for a row, ``names`` are the properties it uses."""

    asked: Asked
    names: frozenset[str]

    def __call__(self, row: Row) -> Answer:
        return self.asked(row)


def read(text: str, of: EntitySet) -> Filter:
    """The filter of an address. Raises Refused or NotOffered with a sentence."""
    if len(text) > LONGEST:
        _wrong(f"It has {len(text):,} characters; {LONGEST:,} are the limit.")
    return _Parser(_tokens(text), of).whole()


def _wrong(sentence: str) -> NoReturn:
    raise Refused(f"The filter could not be read. {sentence}", TARGET)


def _tokens(text: str) -> list[Token]:
    found = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            _wrong(f"It stops making sense at “{text[at : at + 20].strip()}”.")
        found.append(Token(match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


class _Parser:
    def __init__(self, tokens: list[Token], of: EntitySet) -> None:
        self.tokens, self.of = tokens, of
        self.at = self.depth = self.parts = 0
        self.names: set[str] = set()

    def whole(self) -> Filter:
        asked = self.any_of()
        if (left := self.peek()) is not None:
            _wrong(f"“{left.text}” was not expected there. Join two conditions with and, or or.")
        return Filter(asked, frozenset(self.names))

    # Reading

    def peek(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def next(self, expected: str) -> Token:
        token = self.peek()
        if token is None:
            _wrong(f"It ends where {expected} was expected.")
        self.at += 1
        return token

    def takes(self, text: str) -> bool:
        token = self.peek()
        if token is not None and token.kind in ("name", "mark") and token.text == text:
            self.at += 1
            return True
        return False

    def needs(self, mark: str) -> None:
        if not self.takes(mark):
            found = self.peek()
            _wrong(f"“{mark}” was expected, not “{found.text if found else 'the end'}”.")

    # Joining

    def any_of(self) -> Asked:
        parts = [self.all_of()]
        while self.takes("or"):
            parts.append(self.all_of())
        return parts[0] if len(parts) == 1 else lambda row: _any(parts, row)

    def all_of(self) -> Asked:
        parts = [self.one()]
        while self.takes("and"):
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else lambda row: _all(parts, row)

    def one(self) -> Asked:
        self.parts += 1
        if self.parts > MOST_PARTS:
            _wrong(f"It has more than {MOST_PARTS} conditions.")
        self.depth += 1
        if self.depth > DEEPEST:
            _wrong(f"It has more than {DEEPEST} brackets inside one another.")
        try:
            if self.takes("not"):
                inner = self.one()
                return lambda row: None if (said := inner(row)) is None else not said
            if self.takes("("):
                inner = self.any_of()
                self.needs(")")
                return inner
            return self.condition()
        finally:
            self.depth -= 1

    # Conditions

    def condition(self) -> Asked:
        token = self.peek()
        if token and token.kind == "name" and self._opens_bracket():
            return self.function()
        left = self.operand()
        after = self.peek()
        if after is None or after.kind != "name" or after.text in ("and", "or"):
            return self.truth(left)
        word = self.next("a comparison").text
        if word == "in":
            return self.in_list(left)
        if word in _ARITHMETIC:
            raise NotOffered(
                f"“{word}” is not offered in a filter: no new numbers are made here.", TARGET
            )
        if word not in _COMPARE:
            _wrong(f"“{word}” is no comparison. Use {', '.join(_COMPARE)} or in.")
        return self.comparison(left, word, self.operand())

    def _opens_bracket(self) -> bool:
        after = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else None
        return after is not None and after.text == "(" and after.kind == "mark"

    def function(self) -> Asked:
        name = self.next("a function").text
        if name not in _FUNCTIONS:
            raise NotOffered(
                f"The function {name} is not offered. Use {', '.join(_FUNCTIONS)}.", TARGET
            )
        self.needs("(")
        of = self.operand()
        self.needs(",")
        text = self.operand()
        self.needs(")")
        if not isinstance(of, Property) or not isinstance(text, Literal):
            _wrong(f"{name} takes a property, then a text in quotation marks.")
        if of.type is not Type.STRING or not isinstance(text.value, str):
            _wrong(f"{name} takes texts only; {of.name} is a {SAID[of.type]}.")
        fits, wanted = _FUNCTIONS[name], text.value
        return _of(of.name, lambda value: value is not None and fits(str(value), wanted))

    def in_list(self, left: Property | Literal) -> Asked:
        if not isinstance(left, Property):
            _wrong("Before in stands a property.")
        self.needs("(")
        wanted = []
        while True:
            one = self.operand()
            if not isinstance(one, Literal):
                _wrong("In the list of in stand values only.")
            wanted.append(_fitting(left, one))
            if self.takes(")"):
                break
            self.needs(",")
        values = set(wanted)
        return _of(left.name, lambda value: value in values)

    def truth(self, left: Property | Literal) -> Asked:
        if left == Literal(True, Type.BOOLEAN) or left == Literal(False, Type.BOOLEAN):
            always = bool(left.value)
            return lambda row: always
        if isinstance(left, Property) and left.type is Type.BOOLEAN:
            return _of(left.name, lambda value: value is True)
        _wrong("A value stands alone. Compare it with another by eq, ne, gt, ge, lt, le or in.")

    def comparison(self, left: Property | Literal, word: str, right: Property | Literal) -> Asked:
        if isinstance(left, Literal):
            left, word, right = right, _TURNED[word], left
        if not isinstance(left, Property):
            _wrong("Two values are compared. One of them has to be a property.")
        fits = _COMPARE[word]
        if isinstance(right, Property):
            _same_kind(left, right.type, right.name)
            return _of_two(left.name, right.name, fits)
        wanted = _fitting(left, right)
        return _of(left.name, lambda value: fits(value, wanted))

    def operand(self) -> Property | Literal:
        token = self.next("a property or a value")
        try:
            return self._read(token)
        except ValueError:
            _wrong(f"“{token.text}” is no real date, time or number.")

    def _read(self, token: Token) -> Property | Literal:
        match token.kind:
            case "text":
                return Literal(token.text[1:-1].replace("''", "'"), Type.STRING)
            case "moment":
                return Literal(datetime.fromisoformat(token.text), Type.MOMENT)
            case "date":
                return Literal(date.fromisoformat(token.text), Type.DATE)
            case "number":
                whole = token.text.lstrip("-").isdigit()
                return Literal(
                    int(token.text) if whole else float(token.text),
                    Type.INTEGER if whole else Type.NUMBER,
                )
        if token.text in ("true", "false"):
            return Literal(token.text == "true", Type.BOOLEAN)
        if token.text == "null":
            return Literal(None, None)
        if token.kind == "mark":
            _wrong(f"“{token.text}” was not expected there.")
        found = self.of.by_name.get(token.text)
        if found is None:
            _wrong(
                f"{self.of.name} has no property {token.text}. It has "
                f"{', '.join(self.of.by_name)}; capitals count."
            )
        self.names.add(found.name)
        return found


def _same_kind(one: Property, type_: Type, what: str) -> None:
    if one.type is type_ or (one.type in _NUMBERS and type_ in _NUMBERS):
        return
    _wrong(f"{one.name} is a {SAID[one.type]} and cannot be compared with {what}.")


def _fitting(one: Property, literal: Literal) -> Value:
    """The value of a literal, of the property's type. Raises Refused."""
    if literal.type is None:
        return None
    _same_kind(one, literal.type, f"a {SAID[literal.type]}")
    return literal.value


def _of(name: str, fits: Callable[[Value], bool]) -> Asked:
    def asked(row: Row) -> Answer:
        return fits(row[name]) if name in row else None

    return asked


def _of_two(left: str, right: str, fits: Callable[[Value, Value], bool]) -> Asked:
    def asked(row: Mapping[str, Value]) -> Answer:
        return fits(row[left], row[right]) if left in row and right in row else None

    return asked


def _all(parts: list[Asked], row: Row) -> Answer:
    known: Answer = True
    for part in parts:
        said = part(row)
        if said is False:
            return False
        if said is None:
            known = None
    return known


def _any(parts: list[Asked], row: Row) -> Answer:
    known: Answer = False
    for part in parts:
        said = part(row)
        if said is True:
            return True
        if said is None:
            known = None
    return known
