"""All expressions of a form, compiled: what each reads, in which order they are worked out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from sightline.listen.questionnaires.expressions.compiling import Expression, compile_expression
from sightline.listen.questionnaires.expressions.places import Places
from sightline.listen.questionnaires.expressions.tree import ExpressionRefused
from sightline.listen.questionnaires.form import Form, Group, Question

ALWAYS = "true()"
#: What a label or hint repeats of an earlier answer.
REFERENCE = re.compile(r"\$\{\s*([^{}\s]{1,200})\s*\}")
_DYNAMIC = re.compile(r"\$\{|^[a-z][\w:-]*\(.*\)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one expression: ``path`` is the place, ``what`` the field of the form."""

    path: str
    what: str
    sentence: str

    def __str__(self) -> str:
        return f"“{self.path}”, {_NAMES[self.what]}: {self.sentence}"


_NAMES = {
    "relevant": "when it is asked",
    "constraint": "constraint",
    "calculation": "calculation",
    "choice_filter": "filter of the answers",
    "required": "when it is required",
    "repeat_count": "number of rounds",
    "default": "answer to begin with",
    "labels": "text",
    "order": "order",
}
FIELDS = ("relevant", "constraint", "calculation", "choice_filter", "required", "repeat_count")


@dataclass
class Logic:
    """Expressions by place (a path without rounds) and field.

    ``order`` has every place after those whose answers decide about it. ``asked_needs`` are the
    places that have to be answered before a place can be drawn.
    """

    places: Places
    expressions: dict[tuple[str, str], Expression] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    order: tuple[str, ...] = ()
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    drawn_needs: dict[str, frozenset[str]] = field(default_factory=dict)

    def get(self, path: str, what: str) -> Expression | None:
        return self.expressions.get((path, what))

    @property
    def is_plain(self) -> bool:
        """Whether no expression decides about anything."""
        return not self.expressions


def logic_of(form: Form) -> Logic:
    """Compile every expression. What is wrong is in ``faults``; nothing is raised."""
    logic = Logic(Places(form))
    for path, node in form.nodes():
        _compile(logic, form, path, node)
    _sort(logic, form)
    return logic


def _compile(logic: Logic, form: Form, path: str, node: Question | Group) -> None:
    for what, text in _expressions(node):
        try:
            # A group's own expressions see what stands beside it.
            found = compile_expression(text, logic.places, path, of_choices=what == "choice_filter")
        except ExpressionRefused as refused:
            logic.faults.append(Fault(path, what, str(refused)))
        except RecursionError:
            logic.faults.append(Fault(path, what, "It is too long to be used. Split it."))
        else:
            logic.expressions[path, what] = found
    for name in _repeated(form, node):
        try:
            logic.texts[path, name] = logic.places.named(name, path)
        except ExpressionRefused as refused:
            logic.faults.append(Fault(path, "labels", str(refused)))


def _expressions(node: Question | Group) -> Iterator[tuple[str, str]]:
    for what in FIELDS:
        text = getattr(node, what, "")
        if text and not (what == "required" and text == ALWAYS):
            yield what, text
    if isinstance(node, Question) and is_dynamic(node.default):
        yield "default", node.default


def is_dynamic(default: str) -> bool:
    """Whether the answer to begin with is worked out, as today() is, and not a text."""
    return bool(_DYNAMIC.search(default.strip()))


def _repeated(form: Form, node: Question | Group) -> set[str]:
    texts = [*node.labels.values(), *node.hints.values()]
    if isinstance(node, Question):
        texts += [*node.constraint_words.values(), *node.required_words.values()]
        for choice in form.choice_lists.get(node.choices, ()):
            texts += choice.labels.values()
    return {name for text in texts for name in REFERENCE.findall(text)}


def _needs(logic: Logic, path: str, *fields: str) -> set[str]:
    found: set[str] = set()
    for what in fields:
        if expression := logic.get(path, what):
            found |= expression.needs
    return found


def _sort(logic: Logic, form: Form) -> None:
    graph: dict[str, set[str]] = {}
    for path, node in form.nodes():
        needs = _needs(logic, path, "relevant", "calculation", "repeat_count", "default")
        calculation = getattr(node, "calculation", "")
        if "once(" in calculation or "once(" in getattr(node, "default", ""):
            needs.discard(path)
        parent = path.rpartition("/")[0]
        if parent:
            needs.add(parent)
        graph[path] = needs
    try:
        logic.order = tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        around = [*dict.fromkeys(error.args[1])]
        logic.faults.append(
            Fault(
                around[0],
                "order",
                "These wait for each other, so none of them can be worked out: "
                + ", ".join(f"“{one}”" for one in around)
                + ". Take one reference out.",
            )
        )
        return
    below: dict[str, frozenset[str]] = {}
    for path in logic.order:
        own = {*graph[path]}
        for one in graph[path]:
            # What is worked out passes on what it was worked out from.
            own |= below.get(one, frozenset())
        below[path] = frozenset(own)
    for path, _ in form.nodes():
        drawn = set(below[path])
        direct = _needs(logic, path, "choice_filter")
        direct |= {target for (at, _), target in logic.texts.items() if at == path}
        for one in direct:
            drawn |= {one, *below.get(one, frozenset())}
        logic.drawn_needs[path] = frozenset(drawn - {path})
