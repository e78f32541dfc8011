"""Put in a place that has no record here yet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.applicable import settings_file
from sightline.assess.pages.fields import line, prose
from sightline.design.forms import Form, RadioChoiceField
from sightline.govern.approvals.joining import actions
from sightline.govern.approvals.pages.found import done
from sightline.listen.forums.pages.fields import Chosen
from sightline.organisations.models import Organisation
from sightline.people.request import SignedInRequest


class NewPlaceForm(Form):
    name = line("Name of the place", 200)
    address = prose("Address", rows=3)
    postcode = line("Postcode", 10)
    board = Chosen(
        label="In which integrated care board is it?",
        queryset=Organisation.objects.none(),
        empty_label="Choose an integrated care board",
    )
    kind = RadioChoiceField(
        label="What kind of place is it?", choices=[(one.value, one.label) for one in actions.KINDS]
    )
    setting = forms.ChoiceField(label="Which setting is it?")
    ods_code = line(
        "ODS code, if it has one",
        12,
        required=False,
        help_text="The code by which the NHS knows the place. Without one it gets a code of ours.",
    )

    def __init__(self, *args: Any, boards: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: Any = self.fields
        asked["board"].queryset = boards
        asked["setting"].choices = [
            ("", "Choose a setting"),
            *(
                (one.code, one.name)
                for one in settings_file.for_level("organisation", timezone.localdate())
            ),
        ]


@allow(Permission.APPLY_FOR_APPROVAL)
def new_place(request: SignedInRequest) -> HttpResponse:
    boards = Organisation.objects.filter(
        request.user.patch(Permission.APPLY_FOR_APPROVAL).q(),
        kind=Organisation.Kind.ICB,
        closed_date=None,
    )
    form = NewPlaceForm(request.POST or None, boards=boards)
    there = None
    if request.method == "POST" and form.is_valid():
        try:
            made = done(
                form,
                lambda: actions.register_place(
                    **form.cleaned_data, by=request.user, at=timezone.now()
                ),
                (actions.KnownPlace,),
            )
        except actions.KnownPlace as refusal:
            form.add_error("ods_code", str(refusal))
            known = refusal.organisation
            there = {
                "text": f"Apply for {known.name}",
                "href": f"{reverse('govern:approvals:apply')}?place={known.code}",
            }
        else:
            if made is not None:
                messages.success(request, f"{made.name} is here now, with the code {made.code}.")
                return redirect(f"{reverse('govern:approvals:apply')}?place={made.code}")
    return render(
        request,
        "govern/approvals/pages/form.jinja",
        {
            "form": form,
            "title": "Put in a new place",
            "caption": "Approvals of places",
            "texts": [
                "Search by name and code first: most places are here already. Who owns a place "
                "need not have an account."
            ],
            "there": there,
            "button": "Put it in",
            "back_text": "Back",
            "back_href": reverse("govern:approvals:apply"),
        },
    )
