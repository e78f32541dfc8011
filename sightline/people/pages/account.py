"""Who you are here: your roles, and your password."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import SIGNED_IN, allow
from sightline.access.roles import ROLES, Role
from sightline.design.forms import Form
from sightline.people import actions, rules, tries
from sightline.people.pages.sign_in import LONGEST_PASSWORD
from sightline.people.request import SignedInRequest


def _password(label: str, autocomplete: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=LONGEST_PASSWORD,
        help_text=hint,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


class PasswordForm(Form):
    old = _password("Password you have now", "current-password")
    new = _password("New password", "new-password", "At least 12 characters: three words do well.")
    again = _password("New password again", "new-password")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("new") and given.get("again") and given["new"] != given["again"]:
            self.add_error("again", "The new password and its repetition differ")
        return given


@allow(SIGNED_IN)
def account(request: SignedInRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            tries.count(request, form.cleaned_data["old"])
            actions.change_password(
                old=form.cleaned_data["old"],
                new=form.cleaned_data["new"],
                by=request.user,
                at=timezone.now(),
            )
        except tries.TooManyTries as refusal:
            form.add_error("old", str(refusal))
            status = 429
        except rules.WrongPassword as refusal:
            form.add_error("old", str(refusal))
        except rules.CannotSetPassword as refusal:
            form.add_error("new", str(refusal))
        else:
            update_session_auth_hash(request, request.user)
            messages.success(request, "Your password is changed. Other sessions have ended.")
            return redirect("people:account")
    held = [(given, ROLES[Role(given.role)]) for given in request.user.roles_today]
    return render(
        request, "people/pages/account.jinja", {"form": form, "held": held}, status=status
    )
