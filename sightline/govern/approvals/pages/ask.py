"""Ask about an approval or object to it; and the answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.pages.fields import prose
from sightline.design.forms import Form, RadioChoiceField
from sightline.govern.approvals.pages.forms import ForASchool, drawn, education_provider
from sightline.govern.approvals.pages.found import approval_for, done, schools_of
from sightline.govern.approvals.sharing import actions
from sightline.govern.approvals.words import QuestionKind
from sightline.people.request import SignedInRequest


class AskForm(ForASchool):
    kind = RadioChoiceField(label="Is it a question or an objection?", choices=QuestionKind.choices)
    text = prose("What is it?", help_text="Everybody who sees this approval can read it.")
    education_provider = education_provider("For which education provider do you ask?")


class AnswerForm(Form):
    text = prose("Your answer")


@allow(Permission.FIND_APPROVALS)
def ask(request: SignedInRequest, reference: str) -> HttpResponse:
    found = approval_for(request, reference)
    form = AskForm(request.POST or None, schools=schools_of(request.user))
    if request.method == "POST" and form.is_valid():
        made = done(
            form,
            lambda: actions.ask(
                approval=found, **form.cleaned_data, by=request.user, at=timezone.now()
            ),
        )
        if made is not None:
            messages.success(request, "It is with the quality team. The answer comes on this page.")
            return redirect("govern:approvals:show", reference=reference)
    context = {
        "title": "Ask about it, or object",
        "texts": [
            "About learners at risk now, raise a concern as well: it is looked at the same day."
        ],
        "button": "Send it",
    }
    return drawn(request, found, form, **context)


@allow(Permission.DECIDE_APPROVAL)
def answer(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    found = approval_for(request, reference)
    question = get_object_or_404(found.questions.filter(answer=None), pk=pk)
    if not found.may(request.user, Permission.DECIDE_APPROVAL):
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = done(
            form,
            lambda: actions.answer(
                question=question, **form.cleaned_data, by=request.user, at=timezone.now()
            ),
        )
        if made is not None:
            messages.success(request, "Answered.")
            return redirect("govern:approvals:show", reference=reference)
    context = {
        "title": f"Answer {question.get_kind_display().lower()}",
        "texts": [question.text],
        "button": "Answer",
    }
    return drawn(request, found, form, **context)
