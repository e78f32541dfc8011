"""Add a page to a questionnaire, or rename one."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form, use_plain_errors
from sightline.listen.questionnaires.editing import actions, changes
from sightline.listen.questionnaires.editing.pages.opened import opened
from sightline.listen.questionnaires.form import Form as Questions
from sightline.listen.questionnaires.form import Group
from sightline.people.request import SignedInRequest


class PageForm(Form):
    """What a page is called, in each language of the questionnaire."""

    def __init__(self, *args: Any, questions: Questions, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, one in enumerate(questions.languages):
            label = "What is the page called?" if not number else f"In {one.name}"
            field = forms.CharField(label=label, max_length=120, required=not number)
            field.widget.attrs["dir"] = "auto"
            use_plain_errors(field, label)
            self.fields[f"label_{one.code}"] = field

    @property
    def labels(self) -> dict[str, str]:
        return {
            name.removeprefix("label_"): text for name, text in self.cleaned_data.items() if text
        }


@allow(Permission.MANAGE_QUESTIONNAIRES)
def page(request: SignedInRequest, code: str) -> HttpResponse:
    found = opened(request.user, code)
    path = request.GET.get("path", "")
    initial: dict[str, str] = {}
    if path:
        node = found.node(path)
        if not isinstance(node, Group):
            raise Http404
        initial = {f"label_{language}": text for language, text in node.labels.items()}
    form = PageForm(request.POST or None, questions=found.form, initial=initial)
    if request.method == "POST" and form.is_valid():
        labels = form.labels

        def change(draft: Questions) -> Questions:
            if path:
                return changes.change(draft, path, labels=labels)
            name = new_name(draft, next(iter(labels.values())))
            return replace(draft, children=(*draft.children, Group(name, labels=labels)))

        try:
            actions.edit(
                questionnaire=found.questionnaire,
                change=change,
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("listen:editing:show", code)
    return render(
        request,
        "listen/questionnaires/editing/pages/page.jinja",
        {"found": found, "form": form, "path": path},
    )


def new_name(form: Questions, text: str) -> str:
    """A name for a page or question, unlike those that the form has."""
    base = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:30] or "page"
    base = base if base[0].isalpha() else f"p_{base}"
    taken, name, number = changes.names(form), base, 1
    while name in taken:
        number += 1
        name = f"{base}_{number}"
    return name
