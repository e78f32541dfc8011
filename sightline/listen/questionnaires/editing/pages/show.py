"""The plain editor: every page and question in order, each with what can be done to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.questionnaires.editing import actions, changes, relevance
from sightline.listen.questionnaires.editing.pages.opened import opened
from sightline.listen.questionnaires.form import Form, Group, Question
from sightline.people.request import SignedInRequest

KINDS = {
    "select_one": "One answer",
    "select_multiple": "Any number of answers",
    "text": "Free text",
    "integer": "Whole number",
    "date": "Day",
    "note": "Text to read",
}


@dataclass(frozen=True)
class Row:
    """A page, or a question on it."""

    path: str
    text: str
    kind: str
    said: str  # when it is asked; empty: always
    item: str
    is_page: bool
    is_own: bool

    @property
    def parent(self) -> str:
        return self.path.rpartition("/")[0]


@allow(Permission.MANAGE_QUESTIONNAIRES)
def show(request: SignedInRequest, code: str) -> HttpResponse:
    found = opened(request.user, code)
    if request.method == "POST":
        path, do = request.POST.get("path", ""), request.POST.get("do", "")
        steps: dict[str, Callable[[Form], Form]] = {
            "up": lambda form: changes.move(form, path, -1),
            "down": lambda form: changes.move(form, path, 1),
            "remove": lambda form: changes.remove(form, path),
        }
        found.node(path)
        if do in steps:
            try:
                actions.edit(
                    questionnaire=found.questionnaire,
                    change=steps[do],
                    by=request.user,
                    at=timezone.now(),
                )
            except Refusal as refusal:
                messages.error(request, str(refusal))
        return redirect("listen:editing:show", code)
    return render(
        request,
        "listen/questionnaires/editing/pages/show.jinja",
        {"found": found, "form": found.form, "rows": _rows(found.form)},
    )


def _rows(form: Form) -> list[Row]:
    rows = []
    for child in form.children:
        rows.append(_row(form, child.name, child))
        if isinstance(child, Group):
            rows += [_row(form, f"{child.name}/{one.name}", one) for one in child.children]
    return rows


def _row(form: Form, path: str, node: Question | Group) -> Row:
    is_page = isinstance(node, Group) and "/" not in path
    if isinstance(node, Group):
        inside = sum(1 for other, _ in form.questions() if other.startswith(f"{path}/"))
        kind, item = f"{inside} questions" if inside != 1 else "1 question", ""
    else:
        kind, item = KINDS.get(node.kind, node.kind.replace("_", " ").capitalize()), node.item
    return Row(
        path,
        form.words(node.labels, "en") or node.name,
        kind,
        relevance.said(form, node.relevant),
        item,
        is_page,
        isinstance(node, Question) and not item and node.kind in KINDS,
    )
