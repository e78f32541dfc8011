from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.people.request import SignedInRequest
from sightline.respond.register import actions
from sightline.respond.register.models import Note
from sightline.respond.register.pages import fields
from sightline.respond.register.pages.found import concern_for


class AnswerForm(Form):
    text = fields.prose(
        "Your answer",
        help_text="Say what has been done, by whom, and what comes next. Do not name learners.",
    )


@allow(Permission.ANSWER_CONCERN)
def answer(request: SignedInRequest, reference: str) -> HttpResponse:
    concern = concern_for(request, reference, Permission.ANSWER_CONCERN)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(concern=concern, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your answer is sent to the quality team.")
            return redirect("respond:register:show", reference=reference)
    questions = concern.notes.filter(lane=Note.Lane.SHARED, kind=Note.Kind.QUESTION)
    return render(
        request,
        "respond/register/pages/answer.jinja",
        {
            "concern": concern,
            "form": form,
            "question": questions.select_related("by").order_by("-at", "-id").first(),
        },
    )
