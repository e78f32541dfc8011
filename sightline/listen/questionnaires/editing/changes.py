"""What the plain editor does to a form: each takes a form and gives the changed one. Pure.

The editor shows pages (the outermost groups) and the questions that stand directly in them.
Deeper groups and repeats, as files can have them, are kept as they are and moved as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from sightline.base.refusal import Refusal
from sightline.listen.questionnaires.form import (
    Choice,
    Form,
    Group,
    Language,
    Question,
    Words,
)

Node = Question | Group
Nodes = tuple[Node, ...]


class CannotEdit(Refusal):
    """The change would leave a questionnaire that cannot be asked."""


def node_at(form: Form, path: str) -> Node:
    """The question or group of that path. Raises KeyError."""
    return dict(form.nodes())[path]


def names(form: Form) -> set[str]:
    return {node.name for _, node in form.nodes()}


def add_group(form: Form, group: Group) -> Form:
    """The group as the last page; questions are added to one of that name that is there."""
    standing = next((one for one in form.children if one.name == group.name), None)
    if not isinstance(standing, Group):
        return replace(form, children=(*form.children, group))
    known = names(form)
    new = tuple(one for one in group.children if one.name not in known)
    return _put(form, group.name, lambda one: replace(one, children=(*one.children, *new)))


def add_question(form: Form, group: str, question: Question) -> Form:
    """The question as the last one of a page."""
    if question.name in names(form):
        raise CannotEdit(f"There is a question “{question.name}” already.")
    return _put(form, group, lambda one: replace(one, children=(*one.children, question)))


def with_list(form: Form, name: str, choices: Sequence[Choice]) -> Form:
    return replace(form, choice_lists={**form.choice_lists, name: tuple(choices)})


def remove(form: Form, path: str) -> Form:
    """Without that question or page. Raises CannotEdit if others are asked only after it."""
    gone = {name for name, _ in _named(path, node_at(form, path))}
    left = _without(form, path)
    for other, node in left.nodes():
        if used := gone & _needs(form, node):
            raise CannotEdit(
                f"“{other}” is asked only after “{min(used)}”. Change that first, then take it out."
            )
    return _unused_lists_dropped(left)


def move(form: Form, path: str, step: int) -> Form:
    """One place up (-1) or down (1) among its neighbours. At the edge nothing changes."""
    before, _, name = path.rpartition("/")

    def shift(children: Nodes) -> Nodes:
        at = next(place for place, one in enumerate(children) if one.name == name)
        to = at + step
        if not 0 <= to < len(children):
            return children
        listed = list(children)
        listed[at], listed[to] = listed[to], listed[at]
        return tuple(listed)

    moved = _children_changed(form, before, shift)
    if late := _asked_too_early(moved):
        question, after = late
        raise CannotEdit(f"“{question}” is asked only after “{after}”, so it has to stay below it.")
    return moved


def change(form: Form, path: str, **fields: object) -> Form:
    """A question or page with some of its fields changed."""
    before, _, name = path.rpartition("/")
    changed = _children_changed(
        form,
        before,
        lambda children: tuple(
            replace(one, **fields) if one.name == name else one  # type: ignore[arg-type]
            for one in children
        ),
    )
    if late := _asked_too_early(changed):
        question, after = late
        raise CannotEdit(f"“{question}” can be asked only after a question above it: “{after}”.")
    return changed


def rename(form: Form, title: Words) -> Form:
    return replace(form, title={**form.title, **title})


def in_languages(
    form: Form,
    languages: Sequence[Language],
    texts: Mapping[str, Words],
    lists: Mapping[str, Words],
) -> Form:
    """In these languages, with the words that the bank has in them.

    ``texts`` are words by path (of groups and questions), ``lists`` by "list/value"; words that
    are there already stay.
    """

    def spoken(path: str, node: Node) -> Node:
        labels = {**texts.get(path, {}), **node.labels}
        if isinstance(node, Group):
            inner = tuple(spoken(f"{path}/{one.name}", one) for one in node.children)
            return replace(node, labels=labels, children=inner)
        return replace(node, labels=labels)

    return replace(
        form,
        children=tuple(spoken(one.name, one) for one in form.children),
        languages=tuple(languages),
        choice_lists={
            name: tuple(
                replace(one, labels={**lists.get(f"{name}/{one.value}", {}), **one.labels})
                for one in choices
            )
            for name, choices in form.choice_lists.items()
        },
    )


def earlier(form: Form, path: str) -> list[tuple[str, Question]]:
    """The questions with a list of answers that stand before a path, outside of repeats."""
    found = []
    for other, node in form.nodes():
        if other == path:
            break
        if isinstance(node, Question) and node.kind in ("select_one", "select_multiple"):
            found.append((other, node))
    return found


def _put(form: Form, group: str, make: Callable[[Group], Group]) -> Form:
    if not any(isinstance(one, Group) and one.name == group for one in form.children):
        raise CannotEdit("That page is not there any more. Choose another one.")
    return replace(
        form,
        children=tuple(
            make(one) if isinstance(one, Group) and one.name == group else one
            for one in form.children
        ),
    )


def _children_changed(form: Form, path: str, make: Callable[[Nodes], Nodes]) -> Form:
    """With the children of the group of that path changed; "" is the form itself."""

    def inside(children: Nodes, left: list[str]) -> Nodes:
        if not left:
            return make(children)
        return tuple(
            replace(one, children=inside(one.children, left[1:]))
            if isinstance(one, Group) and one.name == left[0]
            else one
            for one in children
        )

    return replace(form, children=inside(form.children, path.split("/") if path else []))


def _without(form: Form, path: str) -> Form:
    before, _, name = path.rpartition("/")
    return _children_changed(
        form, before, lambda children: tuple(one for one in children if one.name != name)
    )


def _named(path: str, node: Node) -> Iterable[tuple[str, Node]]:
    yield node.name, node
    if isinstance(node, Group):
        for child in node.children:
            yield from _named(f"{path}/{child.name}", child)


def _needs(form: Form, node: Node) -> set[str]:
    """Names of other questions that decide whether this one is asked."""
    return {name for name in names(form) if f"${{{name}}}" in node.relevant}


def _asked_too_early(form: Form) -> tuple[str, str] | None:
    """A question or page that stands before one it is asked after, with that one."""
    seen: set[str] = set()
    for path, node in form.nodes():
        if late := _needs(form, node) - seen:
            return path, min(late)
        seen.add(node.name)
    return None


def _unused_lists_dropped(form: Form) -> Form:
    used = {question.choices for _, question in form.questions()}
    kept = {name: choices for name, choices in form.choice_lists.items() if name in used}
    return replace(form, choice_lists=kept)
