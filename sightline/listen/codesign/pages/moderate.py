from __future__ import annotations

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
from sightline.people.request import SignedInRequest


class ModerateForm(Form):
    verdict = RadioChoiceField(
        label="What becomes of it?",
        choices=[("show", "Show it to everybody"), *[
            (value, f"Leave it out: {text[:1].lower()}{text[1:]}")
            for value, text in Statement.Reason.choices
        ]],
    )  # fmt: skip


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
    form = ModerateForm(request.POST or None)
    form.fields["number"] = forms.IntegerField(widget=forms.HiddenInput, initial=statement.number)
    if request.method == "POST" and form.is_valid():
        verdict = form.cleaned_data["verdict"]
        try:
            actions.moderate(
                statement=statement,
                show=verdict == "show",
                reason="" if verdict == "show" else verdict,
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
            "statement": statement,
            "left": waiting.count(),
        },
    )
