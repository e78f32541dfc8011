from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.commitments.words import Status
from sightline.design.forms import DateField, Form, RadioChoiceField
from sightline.people.request import SignedInRequest
from sightline.respond.register import actions, rules
from sightline.respond.register.models import Ending
from sightline.respond.register.pages import fields
from sightline.respond.register.pages.found import concern_for
from sightline.respond.register.queries import dossier


class CloseForm(Form):
    outcome = RadioChoiceField(label="How did it end?", choices=Ending.Outcome.choices)
    reason = fields.prose("Why can it be closed?")
    evidence_text = fields.prose(
        "What evidence shows it?", help_text="For example, the results of the last survey.", rows=3
    )
    monitoring_date = DateField(
        label="Keep watching until",
        help_text="Leave empty if nobody needs to look at it again. For example, 31 3 2027",
        required=False,
    )


@allow(Permission.MANAGE_CONCERN)
def close(request: SignedInRequest, reference: str) -> HttpResponse:
    concern = concern_for(request, reference, Permission.MANAGE_CONCERN)
    form = CloseForm(request.POST or None)
    part = dossier.shared_part(concern)
    is_monitored = part.standing.state == rules.MONITORING
    if is_monitored:
        del form.fields["monitoring_date"]
    if request.method == "POST" and form.is_valid():
        try:
            actions.close(
                concern=concern,
                **{"monitoring_date": None, **form.cleaned_data},
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{reference} is closed.")
            return redirect("respond:register:show", reference=reference)
    unkept = [
        line for line in dossier.commitments_of(concern, request.user) if line.status != Status.KEPT
    ]
    return render(
        request,
        "respond/register/pages/close.jinja",
        {"concern": concern, "form": form, "unkept": unkept, "is_monitored": is_monitored},
    )
