"""Who was invited to fill in a section, and inviting another."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.returns import messages
from sightline.assess.returns.contributors import actions
from sightline.assess.returns.models import Return
from sightline.base import to_colleagues
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.people.request import SignedInRequest


class InviteForm(Form):
    section = forms.ChoiceField(label="Section")
    name = forms.CharField(label="Their name", max_length=120)
    email = forms.EmailField(label="Their email address")

    def __init__(self, *args: Any, found: Return, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a section"),
            *((one.code, one.title) for one in found.journey.sections),
        ]


@allow(Permission.ANSWER_RETURN)
def list_contributors(request: SignedInRequest, reference: str) -> HttpResponse:
    found = get_object_or_404(
        Return.objects.answered_by(request.user).select_related("campaign", "organisation"),
        reference=reference,
    )
    form = InviteForm(request.POST or None, found=found)
    context: dict[str, Any] = {"found": found, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            invited, token = actions.invite(
                self_assessment=found, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error("section", str(refusal))
        else:
            # Shown in this answer only: the link itself is kept nowhere.
            context |= {
                "invited": invited,
                "link": messages.link_of(token),
                "is_sent": to_colleagues.email_works(),
                "form": InviteForm(found=found),
            }
    titles = {one.code: one.title for one in found.journey.sections}
    return render(
        request,
        "assess/returns/contributors/pages/list.jinja",
        context
        | {
            "rows": found.contributors.all(),
            "titles": titles,
            "states": dict(found.works.values_list("section", "state")),
        },
    )
