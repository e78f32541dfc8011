"""With which group of providers one is compared: official lists do not say."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form, RadioChoiceField
from sightline.organisations import actions
from sightline.organisations.models import Organisation


class CompareForm(Form):
    provider_type = RadioChoiceField(
        label="Which group is it compared with?", choices=Organisation.ProviderType.choices
    )


@allow(Permission.LOAD_ORGANISATIONS)
def compare(request: HttpRequest, code: str) -> HttpResponse:
    user: Any = request.user
    organisation = get_object_or_404(Organisation.objects.visible_to(user).providers(), code=code)
    form = CompareForm(request.POST or None, initial={"provider_type": organisation.provider_type})
    if request.method == "POST" and form.is_valid():
        try:
            actions.compare_with(
                organisation=organisation, **form.cleaned_data, by=user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error("provider_type", str(refusal))
        else:
            messages.success(request, f"{organisation.name} is compared with another group now.")
            return redirect("organisations:show", code=code)
    return render(
        request,
        "organisations/pages/compare.jinja",
        {"organisation": organisation, "form": form},
    )
