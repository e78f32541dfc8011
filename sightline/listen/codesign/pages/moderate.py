from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form, RadioChoiceField
from sightline.listen.codesign import actions
from sightline.listen.codesign.models import Statement
from sightline.listen.codesign.pages.found import own_conversation_for
from sightline.listen.comments import personal_data
from sightline.people.request import SignedInRequest

MASKED = "masked"


class ModerateForm(Form):
    verdict = RadioChoiceField(
        label="What becomes of it?",
        choices=[("show", "Show it to everybody"), (MASKED, "Show it, masked"), *[
            (value, f"Leave it out: {text[:1].lower()}{text[1:]}")
            for value, text in Statement.Reason.choices
        ]],
    )  # fmt: skip
    nobody_is_recognised = forms.BooleanField(
        label="What is marked tells of nobody", required=False
    )

    def __init__(self, *args: Any, has_marks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_marks:
            asked: Any = self.fields
            asked["verdict"].choices = [one for one in asked["verdict"].choices if one[0] != MASKED]
            del asked["nobody_is_recognised"]


@allow(Permission.RUN_FORUMS)
def moderate(request: SignedInRequest, reference: str) -> HttpResponse:
    """Read the statements that the group has added, one at a time, oldest first."""
    conversation = own_conversation_for(request, reference)
    waiting = conversation.statements.filter(state=Statement.State.WAITING)
    statement = (
        get_object_or_404(conversation.statements, number=request.POST["number"][:4])
        if request.POST.get("number", "").isdecimal()
        else waiting.first()
    )
    if statement is None:
        return redirect("listen:codesign:show", reference=reference)
    found = personal_data.find(statement.text)
    form = ModerateForm(request.POST or None, has_marks=bool(found))
    form.fields["number"] = forms.IntegerField(widget=forms.HiddenInput, initial=statement.number)
    if request.method == "POST" and form.is_valid():
        verdict = form.cleaned_data["verdict"]
        try:
            actions.moderate(
                statement=statement,
                show=verdict in ("show", MASKED),
                reason="" if verdict in ("show", MASKED) else verdict,
                masked=verdict == MASKED,
                nobody_is_recognised=form.cleaned_data.get("nobody_is_recognised", False),
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("listen:codesign:moderate", reference=reference)
    return render(
        request,
        "listen/codesign/pages/moderate.jinja",
        {
            "conversation": conversation,
            "form": form,
            "pieces": list(personal_data.pieces(statement.text, found)),
            "has_marks": bool(found),
            "left": waiting.count(),
        },
    )
