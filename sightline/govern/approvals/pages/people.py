"""Who acts for which education provider: said by administrators."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.govern.approvals.joining import actions
from sightline.govern.approvals.joining.models import ActsFor
from sightline.govern.approvals.pages.found import done
from sightline.listen.forums.pages.fields import Chosen
from sightline.listen.outside.models import EducationProvider
from sightline.people.models import User
from sightline.people.request import SignedInRequest


class PersonForm(Form):
    email = forms.EmailField(label="Email address of their account", max_length=254)
    education_provider = Chosen(
        label="For which education provider do they act?",
        queryset=EducationProvider.objects.all(),
        empty_label="Choose an education provider",
    )

    def clean_email(self) -> User:
        found = User.objects.filter(email__iexact=self.cleaned_data["email"]).first()
        if found is None:
            raise forms.ValidationError(
                "Nobody signs in with this address. Add the person under Administration first"
            )
        return found


@allow(Permission.MANAGE_PEOPLE)
def people(request: SignedInRequest) -> HttpResponse:
    ending = request.POST.get("do") == "end"
    if ending:
        return _end(request)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given: Any = form.cleaned_data
        made = done(
            form,
            lambda: actions.say_acts_for(
                user=given["email"],
                education_provider=given["education_provider"],
                by=request.user,
                at=timezone.now(),
            ),
        )
        if made is not None:
            messages.success(request, f"{made.user.name} acts for {made.education_provider}.")
            return redirect("govern:approvals:people")
    rows = ActsFor.objects.filter(ended_at=None).select_related("user", "education_provider")
    return render(request, "govern/approvals/pages/people.jinja", {"form": form, "rows": rows})


def _end(request: SignedInRequest) -> HttpResponse:
    given = request.POST.get("acts_for", "")
    held = get_object_or_404(ActsFor, pk=given if given.isdecimal() else 0)
    try:
        actions.end_acts_for(acts_for=held, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Ended.")
    return redirect("govern:approvals:people")
