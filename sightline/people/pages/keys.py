"""Keys for programs of one's own that read the feed: make one, see them, revoke one."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import SIGNED_IN, allow
from sightline.base.refusal import Refusal
from sightline.design.forms import Form, RadioChoiceField
from sightline.people import tries
from sightline.people.keys import actions, rules
from sightline.people.keys.models import AccessKey
from sightline.people.pages.sign_in import LONGEST_PASSWORD
from sightline.people.request import SignedInRequest


class KeyForm(Form):
    name = forms.CharField(
        label="Name of the key",
        max_length=rules.LONGEST_NAME,
        help_text="So that you know it again, such as “Power BI on my laptop”",
    )
    days = RadioChoiceField(
        label="How long should it last?",
        choices=[(str(days), "1 year" if days == 365 else f"{days} days") for days in rules.DAYS],
    )
    password = forms.CharField(
        label="Password you sign in with",
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


@allow(SIGNED_IN)
def keys(request: SignedInRequest) -> HttpResponse:
    form = KeyForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            tries.count(request, given["password"])
            made = actions.make(
                name=given["name"],
                days=int(given["days"]),
                password=given["password"],
                by=request.user,
                at=timezone.now(),
            )
        except tries.TooManyTries as refusal:
            form.add_error("password", str(refusal))
            status = 429
        except Refusal as refusal:
            form.add_error("password" if "password" in str(refusal) else "name", str(refusal))
        else:
            return render(
                request, "people/pages/new_key.jinja", {"key": made, "name": given["name"]}
            )
    return render(
        request,
        "people/pages/keys.jinja",
        {
            "form": form,
            "keys": AccessKey.objects.filter(user=request.user, revoked_at=None),
            "now": timezone.now(),
        },
        status=status,
    )


@allow(SIGNED_IN)
def revoke_key(request: SignedInRequest, pk: int) -> HttpResponse:
    key = get_object_or_404(
        AccessKey.objects.visible_to(request.user).select_related("user"), pk=pk
    )
    is_own = key.user_id == request.user.pk
    if request.method == "POST":
        try:
            actions.revoke(key=key, by=request.user, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"The key “{key.name}” is revoked. It opens nothing now.")
        return redirect("people:keys") if is_own else redirect("people:person", key.user_id)
    return render(request, "people/pages/revoke_key.jinja", {"key": key, "is_own": is_own})
