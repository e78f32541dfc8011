"""The second factor of one's account: set it up, or take it away."""

from __future__ import annotations

import segno
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import SIGNED_IN, allow
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.people import tries
from sightline.people.pages.sign_in import LONGEST_PASSWORD
from sightline.people.request import SignedInRequest
from sightline.people.second_factor import actions, codes, queries

_KEY = "people.second_factor"


def code_field(label: str = "Code of your authenticator app") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class SetUpForm(Form):
    code = code_field("Code that the app shows")
    password = forms.CharField(
        label="Password you sign in with",
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class TakeAwayForm(Form):
    code = code_field("Code of your app, or a recovery code")


@allow(SIGNED_IN)
def second_factor(request: SignedInRequest) -> HttpResponse:
    if queries.is_set_up(request.user):
        return _there(request)
    # The same secret while they set it up, in their session and nowhere else.
    secret = request.session.get(_KEY) or codes.new_secret()
    request.session[_KEY] = secret
    form = SetUpForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            tries.count(request, form.cleaned_data["password"])
            spare = actions.set_up(
                secret=secret, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except tries.TooManyTries as refusal:
            form.add_error("password", str(refusal))
            status = 429
        except Refusal as refusal:
            form.add_error("password" if "password" in str(refusal) else "code", str(refusal))
        else:
            del request.session[_KEY]
            return render(request, "people/pages/recovery_codes.jinja", {"codes": spare})
    address = codes.address_of(secret, who=request.user.email, service=settings.SERVICE_NAME)
    groups = [secret[start : start + 4] for start in range(0, len(secret), 4)]
    return render(
        request,
        "people/pages/second_factor.jinja",
        {
            "form": form,
            "picture": segno.make(address, error="m").svg_data_uri(scale=5, border=4),
            "secret": " ".join(groups),
        },
        status=status,
    )


def _there(request: SignedInRequest) -> HttpResponse:
    form = TakeAwayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        try:
            confirmed = actions.confirm(code=form.cleaned_data["code"], by=request.user, at=at)
            actions.take_away(user=request.user, confirmed=confirmed, by=request.user, at=at)
        except Refusal as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, "Your second factor is taken away.")
            return redirect("people:account")
    return render(request, "people/pages/second_factor.jinja", {"form": form, "is_set_up": True})
