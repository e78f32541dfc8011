from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.pages.fields import prose
from sightline.base.refusal import Refusal
from sightline.design.forms import Form, RadioChoiceField
from sightline.insight.tensions import actions, queries
from sightline.insight.tensions.pages.found import tension_for
from sightline.insight.tensions.words import HOW_HINTS, How
from sightline.people.request import SignedInRequest


class EndForm(Form):
    how = RadioChoiceField(label="How does it end?", choices=How.choices, hints=HOW_HINTS)
    reason = prose("Why?", rows=3)
    was_useful = RadioChoiceField(
        label="Was it worth finding?",
        help_text="It is counted, so that looking gets better.",
        choices=[("yes", "Yes"), ("no", "No")],
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        given["was_useful"] = given.get("was_useful") == "yes"
        return given


@allow(Permission.JUDGE_STANDARDS)
def end(request: SignedInRequest, reference: str) -> HttpResponse:
    tension = tension_for(request, reference)
    judged = queries.judged_since(tension)
    form = EndForm(request.POST or None, initial={"how": How.JUDGED if judged else ""})
    if request.method == "POST" and form.is_valid():
        try:
            ending = actions.end(
                tension=tension, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            asked = f" {ending.request_reference} is on the register." if (
                ending.request_reference
            ) else ""  # fmt: skip
            messages.success(request, f"{reference} has ended.{asked}")
            return redirect("insight:tensions:show", reference=reference)
    return render(
        request,
        "insight/tensions/pages/end.jinja",
        {"form": form, "tension": tension, "place": tension.place, "judged": judged},
    )
