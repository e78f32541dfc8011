from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.commitments.models import Commitment
from sightline.design.forms import DateField, Form, RadioChoiceField
from sightline.organisations.models import Organisation
from sightline.people.models import User
from sightline.people.request import SignedInRequest
from sightline.respond.register import actions, queries
from sightline.respond.register.pages import fields
from sightline.respond.register.pages.found import concern_for


class CommitForm(Form):
    kind = RadioChoiceField(
        label="What is it?",
        choices=Commitment.Kind.choices,
        hints={
            "commitment": "The provider promises it.",
            "requirement": "The quality team requires it.",
            "recommendation": "The quality team recommends it.",
        },
        initial=Commitment.Kind.COMMITMENT,
    )
    promise = fields.prose("What will be done?", help_text="One thing that can be seen to be done.")
    evidence_expected = fields.prose(
        "What will show that it is done?",
        help_text="For example, the rota for three months.",
        required=False,
        rows=3,
    )
    owner = fields.Chosen(
        queryset=User.objects.none(),
        label="Who sends the proof?",
        help_text="Somebody at the provider who can sign in here.",
        empty_label="Nobody on this list",
        required=False,
    )
    owner_name = forms.CharField(
        label="Name and role of whoever promises it",
        help_text="Leave empty to use the name of the person that you chose.",
        max_length=120,
        required=False,
    )
    due_date = DateField(
        label="By when?", help_text="For example, 31 3 2027", earliest=timezone.localdate
    )

    def __init__(self, *args: Any, organisation: Organisation, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = queries.people_who_may(  # type: ignore[attr-defined]
            Permission.PROVE_COMMITMENT, organisation, day
        )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not given.get("owner") and not given.get("owner_name", "").strip():
            self.add_error("owner_name", "Say who promises it, or choose somebody from the list")
        return given


@allow(Permission.AGREE_COMMITMENT)
def commit(request: SignedInRequest, reference: str) -> HttpResponse:
    concern = concern_for(request, reference, Permission.AGREE_COMMITMENT)
    form = CommitForm(
        request.POST or None, organisation=concern.organisation, day=timezone.localdate()
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.agree_commitment(
                concern=concern, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{made.get_kind_display()} {made.reference} is agreed.")
            return redirect("respond:register:show", reference=reference)
    return render(
        request, "respond/register/pages/commit.jinja", {"concern": concern, "form": form}
    )
