"""Add a person, who gets a first password."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.people import actions, passwords
from sightline.people.request import SignedInRequest


class PersonForm(Form):
    name = forms.CharField(
        label="Full name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label="Email address",
        help_text="Their address at work. They sign in with it; nothing is sent to it.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


@allow(Permission.MANAGE_PEOPLE)
def add(request: SignedInRequest) -> HttpResponse:
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = passwords.new_password()
        try:
            person = actions.add_person(
                **form.cleaned_data, password=password, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error("email", str(refusal))
        else:
            # Shown in this answer only: a password is neither stored as text nor put in a message.
            return render(
                request,
                "people/pages/new_password.jinja",
                {"person": person, "password": password, "is_new": True},
            )
    return render(request, "people/pages/add.jinja", {"form": form})
