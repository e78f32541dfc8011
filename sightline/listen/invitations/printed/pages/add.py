"""Make open links for a place, or for each of its sites, wards or professions at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.design.show import pluralise
from sightline.listen.invitations.pages.found import run_by
from sightline.listen.invitations.printed import actions, queries
from sightline.listen.rounds.models import Collection
from sightline.organisations.models import Organisation, Profession
from sightline.people.request import SignedInRequest


class AddForm(Form):
    place = forms.CharField(
        label="Provider or site",
        help_text="Its code, or words of its name.",
        max_length=120,
    )
    each = forms.ChoiceField(
        label="Which links?",
        widget=forms.RadioSelect,
        initial="place",
        choices=[
            ("place", "One for the place"),
            ("environment", "One for each ward or other learning environment there"),
            ("site", "One for each of its sites"),
            ("profession", "One for each profession"),
        ],
    )
    profession = forms.ModelChoiceField(
        label="Only for one profession",
        queryset=Profession.objects.all(),
        required=False,
        empty_label="Everybody",
    )

    def __init__(self, *args: Any, collection: Collection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.collection = collection

    def clean_place(self) -> Organisation:
        text = self.cleaned_data["place"]
        found = queries.places_called(text, self.collection)
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(
                "There is no open provider or site of that code or name in this round. "
                "Enter its code, or a part of its name."
            )
        some = ", ".join(f"{one.name} ({one.code})" for one in found[:5])
        more = " and others" if len(found) > 5 else ""
        raise forms.ValidationError(
            f"More than one place is called so: {some}{more}. Enter the code of the one you mean."
        )

    def links(self) -> list[dict[str, Any]]:
        """What each link is for. Raises Refusal where there would be none."""
        place: Organisation = self.cleaned_data["place"]
        each, profession = self.cleaned_data["each"], self.cleaned_data["profession"]
        if each == "environment":
            provider = place.provider or place
            wards = provider.environments.filter(closed_date=None).select_related("organisation")
            if place.kind == Organisation.Kind.SITE:
                wards = wards.filter(site=place)
            found = [{"environment": ward, "organisation": ward.organisation} for ward in wards]
        elif each == "site":
            found = [
                {"organisation": site}
                for site in place.children.filter(kind="site", closed_date=None)
            ]
        elif each == "profession":
            wanted = self.collection.population.get("professions") or None
            professions = Profession.objects.all()
            if wanted:
                professions = professions.filter(code__in=wanted)
            return [{"organisation": place, "profession": one} for one in professions]
        else:
            found = [{"organisation": place}]
        if not found:
            raise Refusal(f"{place.name} has none of these here. Make one link for the place.")
        return [{**one, "profession": profession} for one in found]


@allow(Permission.RUN_ROUND)
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    collection = run_by(request, pk)
    form = AddForm(request.POST or None, collection=collection)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = [
                    actions.make_link(
                        collection=collection, **one, by=request.user, at=timezone.now()
                    )
                    for one in form.links()
                ]
        except Refusal as refusal:
            form.add_error("place", str(refusal))
        else:
            messages.success(request, f"{pluralise(len(made), 'open link')} ready to print.")
            return redirect("listen:invitations:printed:list", pk=collection.pk)
    return render(
        request,
        "listen/invitations/printed/pages/add.jinja",
        {"form": form, "collection": collection},
    )
