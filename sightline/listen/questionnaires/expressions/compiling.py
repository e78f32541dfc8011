"""From a parsed expression to a function of a Scope, with every reference looked up beforehand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sightline.listen.questionnaires.expressions import dates, regular
from sightline.listen.questionnaires.expressions.functions import FUNCTIONS, OF_NODES, REFUSED
from sightline.listen.questionnaires.expressions.parsing import parse
from sightline.listen.questionnaires.expressions.places import Places, Walk
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
from sightline.listen.questionnaires.expressions.values import (
    Nodes,
    Value,
    boolean,
    calculate,
    equal,
    number,
    ordered,
    string,
    unequal,
)
from sightline.listen.questionnaires.form import Choice


class World(Protocol):
    """What an expression can ask about the person who answers."""

    now: datetime
    language: str

    def text(self, path: str) -> str:
        """The answer at a path with its rounds (``ward[2]/LS01``); "" if it is not asked."""
        ...

    def rounds(self, path: str) -> int:
        """How many rounds of the repeat at this path (``ward``) there are."""
        ...

    def label(self, path: str, value: str) -> str:
        """The words of a choice of the question at this path."""
        ...


@dataclass(slots=True)
class Scope:
    """Where an expression is evaluated. ``here`` is "." and ``at`` is what the expression belongs
    to: they differ in a filter. ``item`` is the row of a choice in a filter of answers."""

    world: World
    at: str
    here: str
    item: Mapping[str, str] | None = None
    position: int = 1
    size: int = 1


Run = Callable[[Scope], Value]
_ITSELF = Path("here", (Step("."),))


@dataclass(frozen=True, slots=True)
class Expression:
    """``needs`` are the places (without rounds) whose answers it reads."""

    text: str
    run: Run
    needs: frozenset[str]

    def value(self, world: World, at: str, item: Mapping[str, str] | None = None) -> Value:
        return self.run(Scope(world, at, at, item))

    def truth(self, world: World, at: str, item: Mapping[str, str] | None = None) -> bool:
        return boolean(self.run(Scope(world, at, at, item)))


def compile_expression(
    text: str, places: Places, at: str, *, of_choices: bool = False
) -> Expression:
    """A function for an expression that stands at the place ``at`` (a path without rounds).

    With ``of_choices`` bare names are columns of the list that is filtered. Raises
    ExpressionRefused with a sentence.
    """
    compiler = _Compiler(places, at, of_choices=of_choices)
    run = compiler.compiled(parse(text))
    return Expression(text, run, frozenset(compiler.needs))


class _Compiler:
    def __init__(self, places: Places, at: str, *, of_choices: bool) -> None:
        self.places = places
        self.at = at
        #: Bare names are columns of choices here.
        self.of_choices = of_choices
        self.here = at
        self.needs: set[str] = set()

    def compiled(self, node: Node) -> Run:
        if isinstance(node, Text | Number):
            value = node.value
            return lambda scope: value
        if isinstance(node, Negative):
            of = self.compiled(node.of)
            return lambda scope: -number(of(scope))
        if isinstance(node, Binary):
            return self.binary(node)
        if isinstance(node, Call):
            return self.call(node)
        return self.path(node)

    def binary(self, node: Binary) -> Run:
        left, right = self.compiled(node.left), self.compiled(node.right)
        operator = node.operator
        if operator == "and":
            return lambda scope: boolean(left(scope)) and boolean(right(scope))
        if operator == "or":
            return lambda scope: boolean(left(scope)) or boolean(right(scope))
        if operator == "=":
            return lambda scope: equal(left(scope), right(scope))
        if operator == "!=":
            return lambda scope: unequal(left(scope), right(scope))
        if operator in ("<", "<=", ">", ">="):
            return lambda scope: ordered(operator, left(scope), right(scope))
        return lambda scope: calculate(operator, number(left(scope)), number(right(scope)))

    def call(self, node: Call) -> Run:
        special: Mapping[str, tuple[int, int, Callable[[Sequence[Node]], Run]]] = {
            "if": (3, 3, self.choose),
            "today": (0, 0, lambda _: lambda scope: dates.today(scope.world.now)),
            "now": (0, 0, lambda _: lambda scope: dates.moment_text(scope.world.now)),
            "once": (1, 1, self.once),
            "position": (0, 1, self.position),
            "last": (0, 0, lambda _: lambda scope: float(scope.size)),
            "indexed-repeat": (3, 7, self.indexed),
            "jr:choice-name": (2, 2, self.choice_name),
            "date-time": (1, 1, lambda arguments: self.compiled(Call("date", tuple(arguments)))),
        }
        count = len(node.arguments)
        if node.name in special:
            least, most, make = special[node.name]
            _count(node.name, count, least, most)
            return make(node.arguments)
        if node.name in REFUSED:
            raise ExpressionRefused(f"{node.name}() cannot be used here: {REFUSED[node.name]}.")
        function = FUNCTIONS.get(node.name)
        if function is None:
            raise ExpressionRefused(
                f"There is no function {node.name}(). Check how it is written; questions are "
                "named as ${name}."
            )
        _count(node.name, count, function.least, function.most)
        if node.name in OF_NODES and not _leads_to_nodes(node.arguments[0]):
            raise ExpressionRefused(f"{node.name}() needs questions, like {node.name}(${{name}}).")
        if node.name == "regex" and isinstance(node.arguments[1], Text):
            regular.compiled(node.arguments[1].value)
        run, arguments = function.run, [self.compiled(one) for one in node.arguments]
        if len(arguments) == 1:
            only = arguments[0]
            return lambda scope: run(only(scope))
        if len(arguments) == 2:
            first, second = arguments
            return lambda scope: run(first(scope), second(scope))
        return lambda scope: run(*(one(scope) for one in arguments))

    def choose(self, arguments: Sequence[Node]) -> Run:
        condition, then, otherwise = (self.compiled(one) for one in arguments)
        return lambda scope: then(scope) if boolean(condition(scope)) else otherwise(scope)

    def once(self, arguments: Sequence[Node]) -> Run:
        first = self.compiled(arguments[0])
        return lambda scope: scope.world.text(scope.at) or string(first(scope))

    def position(self, arguments: Sequence[Node]) -> Run:
        if not arguments:
            return lambda scope: float(scope.position)
        if not isinstance(arguments[0], Path):
            raise ExpressionRefused("position() needs a place in a repeat, like position(..).")
        walk = self.walk(arguments[0])
        self.needs.discard(walk.target)

        def run(scope: Scope) -> Value:
            found = walk.paths(scope)
            return float(self.places.round_of(found[0])) if found else 1.0

        return run

    def indexed(self, arguments: Sequence[Node]) -> Run:
        """``indexed-repeat(question, repeat, number, …)``: the answer in a given round."""
        if len(arguments) % 2 == 0 or not all(
            isinstance(one, Path) for one in (arguments[0], *arguments[1::2])
        ):
            raise ExpressionRefused(
                "indexed-repeat() needs a question, its repeat and a number, like "
                "indexed-repeat(${name}, ${repeat}, 1)."
            )
        walk = self.walk(arguments[0])  # type: ignore[arg-type]  # checked above
        pairs = []
        for place, one in zip(arguments[1::2], arguments[2::2], strict=True):
            repeat = self.places.target(place, self.here, self.at)  # type: ignore[arg-type]
            if not self.places.is_repeat(repeat) or not walk.target.startswith(f"{repeat}/"):
                raise ExpressionRefused(
                    f"In indexed-repeat() “{repeat}” is not a repeat around “{walk.target}”."
                )
            pairs.append((repeat, self.compiled(one)))

        def run(scope: Scope) -> Value:
            rounds = {repeat: number(which(scope)) for repeat, which in pairs}
            return Nodes(scope.world.text(path) for path in walk.paths(scope, rounds))

        return run

    def choice_name(self, arguments: Sequence[Node]) -> Run:
        """``jr:choice-name(value, 'question')``: the words of a choice."""
        named = arguments[1]
        path = parse(named.value) if isinstance(named, Text) else named
        if not isinstance(path, Path):
            raise ExpressionRefused(
                "jr:choice-name() needs the question in quotation marks, like "
                "jr:choice-name(${name}, '${name}')."
            )
        walk, value = self.walk(path), self.compiled(arguments[0])
        self.needs.add(walk.target)

        def run(scope: Scope) -> Value:
            found = walk.paths(scope)
            return scope.world.label(found[0], string(value(scope))) if found else ""

        return run

    def path(self, node: Path) -> Run:
        if node.start == "instance":
            return self.lookup(node)
        if self.of_choices and node.start == "here":
            return _column(node)
        if node == _ITSELF:
            return lambda scope: Nodes((scope.world.text(scope.here),))
        walk = self.walk(node)
        if walk.fixed is not None:
            only = walk.fixed
            return lambda scope: Nodes((scope.world.text(only),))
        return lambda scope: Nodes(scope.world.text(path) for path in walk.paths(scope))

    def walk(self, node: Path) -> Walk:
        found = self.places.walk(node, self.here, self.at, self.predicate)
        self.needs.add(found.target)
        return found

    def predicate(self, node: Node, here: str) -> Run:
        """A filter at another place than the expression's own."""
        before, of_choices = self.here, self.of_choices
        self.here, self.of_choices = here, False
        try:
            return self.compiled(node)
        finally:
            self.here, self.of_choices = before, of_choices

    def lookup(self, node: Path) -> Run:
        """``instance('list')`` with its rows, a filter and a column: choices as rows."""
        steps = node.steps
        if [one.name for one in steps[:2]] != ["root", "item"] or len(steps) > 3:
            raise ExpressionRefused(
                "A list is read as instance('list'), its rows “root/item”, one filter, one column."
            )
        choices = self.places.choices(node.name)
        column = steps[2].name if len(steps) == 3 else "name"
        condition: Run | None = None
        if steps[1].predicate is not None:
            before, self.of_choices = self.of_choices, True
            try:
                condition = self.compiled(steps[1].predicate)
            finally:
                self.of_choices = before

        def run(scope: Scope) -> Value:
            found = []
            for place, choice in enumerate(choices, start=1):
                row = row_of(choice, scope.world.language)
                inside_it = Scope(scope.world, scope.at, scope.at, row, place, len(choices))
                if condition is not None:
                    kept = condition(inside_it)
                    is_kept = kept == place if isinstance(kept, float) else boolean(kept)
                    if not is_kept:
                        continue
                if column in row:
                    found.append(row[column])
            return Nodes(found)

        return run


def row_of(choice: Choice, language: str) -> dict[str, str]:
    """A choice as filters see it: its columns, ``name`` and ``label``."""
    label = choice.labels.get(language) or next(iter(choice.labels.values()), choice.value)
    return {"label": label, **choice.columns, "name": choice.value}


def _column(node: Path) -> Run:
    if len(node.steps) != 1 or node.steps[0].predicate is not None or node.steps[0].name == "..":
        raise ExpressionRefused(
            "A filter of answers names columns of the choices sheet and questions like ${name}."
        )
    name = node.steps[0].name
    if name == ".":
        name = "name"

    def run(scope: Scope) -> Value:
        row = scope.item or {}
        return Nodes((row[name],)) if name in row else Nodes()

    return run


def _leads_to_nodes(node: Node) -> bool:
    if isinstance(node, Call):
        return node.name == "indexed-repeat"
    return isinstance(node, Path)


def _count(name: str, count: int, least: int, most: int | None) -> None:
    if count < least or (most is not None and count > most):
        wanted = str(least) if least == most else f"at least {least}"
        if most is not None and least != most:
            wanted = f"{least} to {most}"
        raise ExpressionRefused(f"{name}() has {count} arguments; it needs {wanted}.")
