"""Give somebody a role at a place."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.access.roles import ROLES, Role
from sightline.base.refusal import Refusal
from sightline.design.forms import DateField, Form, RadioChoiceField
from sightline.people import actions, queries
from sightline.people.models import User
from sightline.people.request import SignedInRequest


class RoleForm(Form):
    role = RadioChoiceField(
        label="Role",
        choices=[(role.value, definition.name) for role, definition in ROLES.items()],
        hints={role.value: definition.sentence for role, definition in ROLES.items()},
    )
    place = forms.CharField(
        label="Place",
        required=False,
        max_length=200,
        help_text="Code or name of the region, ICB or provider. Leave it empty for a role for the "
        "whole country.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    from_date = DateField(label="First day", help_text="The role counts from this day on.")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("role"):
            try:
                given["place"] = queries.find_place(given.get("place") or "", Role(given["role"]))
            except Refusal as refusal:
                self.add_error("place", str(refusal))
        return given


@allow(Permission.MANAGE_PEOPLE)
def give_role(request: SignedInRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    form = RoleForm(request.POST or None, initial={"from_date": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            given = actions.give_role(
                user=person, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error("place", str(refusal))
        else:
            messages.success(request, f"{person.name} has a new role: {given}.")
            return redirect("people:person", pk=person.pk)
    return render(request, "people/pages/give_role.jinja", {"form": form, "person": person})
