"""Say how it was checked who asks."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form, RadioChoiceField
from sightline.listen.care.requests import actions
from sightline.listen.care.requests.pages.found import found_for
from sightline.listen.care.words import Identity
from sightline.people.request import SignedInRequest


class IdentityForm(Form):
    identity = RadioChoiceField(
        label="How was it checked who asks?",
        choices=[one for one in Identity.choices if one[0] != Identity.OPEN],
    )


@allow(Permission.CARE_FOR_DATA)
def identity(request: SignedInRequest, reference: str) -> HttpResponse:
    one = found_for(request, reference)
    form = IdentityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["identity"]
        try:
            actions.check_identity(request=one, identity=chosen, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("listen:care:requests:show", reference)
    return render(request, "listen/care/requests/pages/identity.jinja", {"form": form, "one": one})
