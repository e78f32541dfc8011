"""Keep the contact of a provider's guardian up to date."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.voices.guardians import actions
from sightline.listen.voices.guardians.models import Guardian
from sightline.organisations.models import Organisation
from sightline.people.request import SignedInRequest


class GuardianForm(Form):
    name = forms.CharField(label="Name", max_length=120, required=False)
    phone = forms.CharField(label="Telephone number", max_length=40, required=False)
    email = forms.EmailField(label="Email address", required=False)
    hours = forms.CharField(
        label="When can they be reached?",
        help_text="For example, Monday to Friday, 9am to 5pm. Leave a message at other times.",
        max_length=200,
        required=False,
    )


@allow(Permission.KEEP_GUARDIANS)
def keep(request: SignedInRequest, code: str) -> HttpResponse:
    places = Organisation.objects.providers().filter(
        request.user.patch(Permission.KEEP_GUARDIANS).q()
    )
    provider = get_object_or_404(places, code=code)
    now = Guardian.objects.filter(organisation=provider).first()
    form = GuardianForm(request.POST or None, initial=model_to_dict(now) if now else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep(
                organisation=provider, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The contact is stored. Anybody can read it now.")
            return redirect("listen:voices:guardians:list")
    return render(
        request,
        "listen/voices/guardians/pages/keep.jinja",
        {"form": form, "provider": provider, "now": now},
    )
