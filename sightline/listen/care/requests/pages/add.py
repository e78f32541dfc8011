"""Record that somebody asks for their data, or for its erasure."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import DateField, Form, RadioChoiceField
from sightline.listen.care.requests import actions
from sightline.listen.care.requests.sought import Sought
from sightline.listen.care.words import Identity, Kind
from sightline.listen.invitations.contact import NotAnAddress
from sightline.people.request import SignedInRequest


class RequestForm(Form):
    kind = RadioChoiceField(label="What do they ask for?", choices=Kind.choices)
    received_date = DateField(
        label="When did the request come?",
        latest=timezone.localdate,
        help_text="The day on which it first reached anybody here, in whatever way.",
    )
    name = forms.CharField(label="Who asks", max_length=120)
    addresses = forms.CharField(
        label="Their e-mail addresses and mobile numbers",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1_000,
        help_text="One on each line. They are what is searched by, and nothing else.",
    )
    identity = RadioChoiceField(
        label="How was it checked who asks?",
        choices=Identity.choices,
        help_text="Nothing is searched before it was checked.",
    )


@allow(Permission.CARE_FOR_DATA)
def add(request: SignedInRequest) -> HttpResponse:
    form = RequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            sought = Sought.read(given["name"], given["addresses"])
            recorded = actions.record_request(
                kind=given["kind"],
                sought=sought,
                identity=given["identity"],
                received_date=given["received_date"],
                by=request.user,
                at=timezone.now(),
            )
        except NotAnAddress as refusal:
            form.add_error("addresses", str(refusal))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"The request is recorded as {recorded.reference}.")
            return redirect("listen:care:requests:show", recorded.reference)
    return render(request, "listen/care/requests/pages/add.jinja", {"form": form})
