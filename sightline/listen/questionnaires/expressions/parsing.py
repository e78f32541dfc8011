"""From the text of an expression to a tree, or a sentence on why not."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sightline.listen.questionnaires.expressions.tree import (
    Binary,
    Call,
    ExpressionRefused,
    Negative,
    Node,
    Number,
    Path,
    Step,
    Text,
)

LONGEST = 4_000
MOST_TOKENS = 800
DEEPEST = 40

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<text>"[^"]*"|'[^']*')
    | \$\{\s*(?P<reference>(?:last-saved\#)?[^{}\s]+)\s*\}
    | (?P<name>[^\W\d][\w.-]*(?::[^\W\d:][\w.-]*)?)
    | (?P<sign>::|//|<=|>=|!=|\.\.|[=<>+\-*/()\[\],.@|])
    )""",
    re.VERBOSE,
)
_WORD_OPERATORS = {"and", "or", "div", "mod"}
_LEVELS: tuple[tuple[str, ...], ...] = (
    ("or",),
    ("and",),
    ("=", "!="),
    ("<", "<=", ">", ">="),
    ("+", "-"),
    ("*", "div", "mod"),
)
_NOT_ALLOWED = {
    "//": "“//” searches the whole form. Name the question, like ${name}.",
    "::": "Axes (“::”) are not used here. Name the question, like ${name}.",
    "@": "Attributes (“@”) are not used here.",
    "|": "“|” is not used here. Use “or”, or name one question.",
    "*": "“*” for any question is not used here. Name the question, like ${name}.",
}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    value: str
    at: int


def parse(text: str) -> Node:
    """The tree of an expression. Raises ExpressionRefused with a sentence that says where."""
    if len(text) > LONGEST:
        raise ExpressionRefused(
            f"It has {len(text):,} characters; the limit is {LONGEST:,}. Split it."
        )
    parser = _Parser(text, _tokens(text))
    if not parser.tokens:
        raise ExpressionRefused("It is empty.")
    node = parser.level(0, 0)
    if parser.next is not None:
        raise parser.surprise()
    return node


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    start = 0
    length = len(text.rstrip())
    while start < length:
        found = _TOKEN.match(text, start)
        if found is None:
            raise ExpressionRefused(_unreadable(text, start))
        kind = found.lastgroup or ""
        value = found[kind]
        after_operand = bool(tokens) and _ends_operand(tokens[-1])
        if kind == "name" and value in _WORD_OPERATORS and after_operand:
            kind = "sign"
        if kind == "sign" and value in _NOT_ALLOWED and not (value == "*" and after_operand):
            raise ExpressionRefused(f"At character {found.start(kind) + 1}: {_NOT_ALLOWED[value]}")
        tokens.append(_Token(kind, value, found.start(kind)))
        if len(tokens) > MOST_TOKENS:
            raise ExpressionRefused(
                f"It has more than {MOST_TOKENS} parts. Split it into calculations."
            )
        start = found.end()
    return tokens


def _ends_operand(token: _Token) -> bool:
    return token.kind != "sign" or token.value in (")", "]", ".", "..")


def _unreadable(text: str, start: int) -> str:
    rest = text[start:].lstrip()
    place = len(text) - len(text[start:].lstrip()) + 1
    if rest[0] in "\"'":
        return f"The quotation mark at character {place} is not closed."
    if rest[0] in "“”‘’":
        return f"At character {place} stands a curly quotation mark. Use a straight one."
    if rest.startswith("$"):
        return (
            f"The reference at character {place} is not complete. A question is named as "
            "${name}, without spaces in the name."
        )
    return f"“{rest[0]}” at character {place} has no meaning here."


class _Parser:
    def __init__(self, text: str, tokens: list[_Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.place = 0
        self.in_predicate = False

    @property
    def next(self) -> _Token | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def is_sign(self, *values: str) -> bool:
        token = self.next
        return token is not None and token.kind == "sign" and token.value in values

    def take(self) -> _Token:
        token = self.next
        if token is None:
            raise ExpressionRefused("It ends too early: something is missing at its end.")
        self.place += 1
        return token

    def expect(self, value: str) -> None:
        if not self.is_sign(value):
            if self.next is None:
                raise ExpressionRefused(f"It ends too early: “{value}” is missing.")
            raise ExpressionRefused(
                f"“{value}” is missing before “{self.next.value}” at character {self.next.at + 1}."
            )
        self.place += 1

    def surprise(self) -> ExpressionRefused:
        token = self.next
        if token is None:
            return ExpressionRefused("It ends too early: something is missing at its end.")
        return ExpressionRefused(
            f"“{token.value}” at character {token.at + 1} is not expected there."
        )

    def level(self, level: int, depth: int) -> Node:
        if depth > DEEPEST:
            raise ExpressionRefused(
                f"It has more than {DEEPEST} brackets inside one another. Split it."
            )
        if level == len(_LEVELS):
            return self.unary(depth)
        node = self.level(level + 1, depth)
        # A chain of many makes a tree as deep as it is long; MOST_TOKENS keeps that in bounds.
        while self.is_sign(*_LEVELS[level]):
            operator = self.take().value
            node = Binary(operator, node, self.level(level + 1, depth))
        return node

    def unary(self, depth: int) -> Node:
        if self.is_sign("-"):
            self.take()
            return Negative(self.level(len(_LEVELS), depth + 1))
        return self.primary(depth)

    def primary(self, depth: int) -> Node:
        token = self.next
        if token is None:
            raise self.surprise()
        if token.kind == "number":
            self.take()
            return Number(float(token.value))
        if token.kind == "text":
            self.take()
            return Text(token.value[1:-1])
        if token.kind == "reference":
            self.take()
            if token.value.startswith("last-saved#"):
                raise ExpressionRefused(
                    "Answers of an earlier form (“last-saved#”) are not kept, so they cannot be "
                    "used."
                )
            return Path("reference", self.steps(depth, after=True), token.value)
        if self.is_sign("("):
            self.take()
            node = self.level(0, depth + 1)
            self.expect(")")
            return node
        if token.kind == "name" and self.follows("("):
            return self.call(depth)
        return self.path(depth)

    def follows(self, value: str) -> bool:
        after = self.tokens[self.place + 1] if self.place + 1 < len(self.tokens) else None
        return after is not None and after.kind == "sign" and after.value == value

    def call(self, depth: int) -> Node:
        name = self.take().value
        self.take()
        arguments: list[Node] = []
        if not self.is_sign(")"):
            arguments.append(self.level(0, depth + 1))
            while self.is_sign(","):
                self.take()
                arguments.append(self.level(0, depth + 1))
        self.expect(")")
        if name == "current" and not arguments:
            return Path("current", self.steps(depth, after=True))
        if name == "instance":
            if len(arguments) != 1 or not isinstance(arguments[0], Text):
                raise ExpressionRefused("instance() needs the name of a list in quotation marks.")
            return Path("instance", self.steps(depth, after=True), arguments[0].value)
        return Call(name, tuple(arguments))

    def path(self, depth: int) -> Node:
        if self.is_sign("/"):
            self.take()
            return Path("root", self.steps(depth, after=False))
        return Path("here", self.steps(depth, after=False))

    def steps(self, depth: int, *, after: bool) -> tuple[Step, ...]:
        """The steps of a path; ``after`` something that is a place already, each has its "/"."""
        found: list[Step] = []
        if after and self.is_sign("["):
            found.append(Step(".", self.predicate(depth)))
        if not after:
            found.append(self.step(depth))
        while self.is_sign("/"):
            self.take()
            found.append(self.step(depth))
        return tuple(found)

    def step(self, depth: int) -> Step:
        token = self.next
        if token is None or not (token.kind == "name" or self.is_sign(".", "..")):
            raise self.surprise()
        if self.follows("("):
            raise ExpressionRefused(
                f"“{token.value}()” at character {token.at + 1} cannot be a part of a path."
            )
        self.take()
        return Step(token.value, self.predicate(depth) if self.is_sign("[") else None)

    def predicate(self, depth: int) -> Node:
        token = self.take()
        if self.in_predicate:
            raise ExpressionRefused(
                f"At character {token.at + 1} a filter “[ ]” stands inside another. Use one at a "
                "time."
            )
        self.in_predicate = True
        node = self.level(0, depth + 1)
        self.expect("]")
        self.in_predicate = False
        if self.is_sign("["):
            raise ExpressionRefused(
                "Two filters “[ ]” stand after each other. Join them with “and”."
            )
        return node
