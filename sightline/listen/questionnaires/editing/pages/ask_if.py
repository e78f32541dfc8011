"""When a question or page is asked: always, or only after some answers to an earlier question."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.questionnaires.editing import actions, changes, relevance
from sightline.listen.questionnaires.editing.pages.opened import opened
from sightline.people.request import SignedInRequest


class AnswersForm(Form):
    answers = forms.MultipleChoiceField(
        label="Which answers?",
        help_text="It is asked after any of them.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one answer, or have it always asked"},
    )


@allow(Permission.MANAGE_QUESTIONNAIRES)
def ask_if(request: SignedInRequest, code: str) -> HttpResponse:
    """``?path=`` names what is asked, ``&after=`` the path of the question that decides."""
    found = opened(request.user, code)
    path, after = request.GET.get("path", ""), request.GET.get("after", "")
    node = found.node(path)
    earlier = dict(changes.earlier(found.form, path))
    question = earlier.get(after)
    form = AnswersForm(request.POST or None if question else None)
    if question:
        answers: Any = form.fields["answers"]
        answers.choices = [
            (one.value, found.form.words(one.labels, "en"))
            for one in found.form.choice_lists[question.choices]
        ]
    always = request.method == "POST" and request.POST.get("always") == "1"
    if always or (request.method == "POST" and question and form.is_valid()):
        chosen = [] if always else form.cleaned_data["answers"]
        expression = relevance.written(question, chosen) if question and chosen else ""
        try:
            actions.edit(
                questionnaire=found.questionnaire,
                change=lambda draft: changes.change(draft, path, relevant=expression),
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("listen:editing:show", code)
    return render(
        request,
        "listen/questionnaires/editing/pages/ask_if.jinja",
        {
            "found": found,
            "form": form if question else None,
            "path": path,
            "text": found.form.words(node.labels, "en") or node.name,
            "now": relevance.said(found.form, node.relevant) or "Always asked.",
            "is_always": not node.relevant,
            "earlier": [
                (other, found.form.words(one.labels, "en")) for other, one in earlier.items()
            ],
            "question": found.form.words(question.labels, "en") if question else "",
        },
    )
