"""Choose who is asked: every provider of some kinds, or a list of codes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.returns.campaigns import actions, rules
from sightline.assess.returns.campaigns.models import Campaign
from sightline.assess.returns.journeys import reading
from sightline.base.refusal import Refusal
from sightline.design.forms import CheckboxChoiceField, Form
from sightline.design.show import pluralise
from sightline.organisations.models import Organisation
from sightline.people.request import SignedInRequest

_KINDS = (Organisation.Kind.TRUST, Organisation.Kind.PRACTICE, Organisation.Kind.INDEPENDENT)


class AskForm(Form):
    kinds = CheckboxChoiceField(
        label="Every open provider of these kinds",
        required=False,
        choices=[(one.value, one.label) for one in _KINDS],
    )
    regions = forms.ModelMultipleChoiceField(
        label="In these regions",
        required=False,
        queryset=Organisation.objects.filter(kind=Organisation.Kind.REGION),
        widget=forms.CheckboxSelectMultiple,
        help_text="None chosen: everywhere.",
    )
    codes = forms.CharField(
        label="Or these providers, by code",
        required=False,
        max_length=100_000,
        widget=forms.Textarea,
        help_text="Codes of pharmacies, schools and others, with spaces, commas or new lines.",
    )
    journey = forms.ChoiceField(label="What the listed providers are asked", required=False)

    def __init__(self, *args: Any, framework: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["journey"].choices = [  # type: ignore[attr-defined]
            ("", "Choose"),
            *(
                (one.code, f"{one.name} (about {one.minutes} minutes)")
                for one in reading.newest(framework).values()
            ),
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("kinds") and not given.get("codes", "").strip():
            self.add_error("kinds", "Choose a kind of provider, or enter codes")
        if given.get("codes", "").strip() and not given.get("journey"):
            self.add_error("journey", "Choose what the listed providers are asked")
        return given


@allow(Permission.RUN_CAMPAIGN)
def ask(request: SignedInRequest, code: str) -> HttpResponse:
    campaign = get_object_or_404(
        Campaign.objects.visible_to(request.user).select_related("framework"), code=code
    )
    form = AskForm(request.POST or None, framework=campaign.framework.code)
    if request.method == "POST" and form.is_valid():
        try:
            said = _ask(request, campaign, form.cleaned_data)
        except Refusal as refusal:
            form.add_error("kinds", str(refusal))
        else:
            messages.success(request, said)
            return redirect("assess:returns:campaign", code=code)
    return render(
        request, "assess/returns/campaigns/pages/ask.jinja", {"campaign": campaign, "form": form}
    )


def _ask(request: SignedInRequest, campaign: Campaign, told: dict[str, Any]) -> str:
    at = timezone.now()
    added = already = 0
    unknown: tuple[str, ...] = ()
    if told["codes"].strip():
        listed = actions.ask_listed(
            campaign=campaign,
            codes=rules.codes_in(told["codes"]),
            journey_code=told["journey"],
            by=request.user,
            at=at,
        )
        added, already, unknown = listed.added, listed.already, listed.unknown
    if told["kinds"]:
        asked = actions.ask(
            campaign=campaign, kinds=told["kinds"], regions=told["regions"], by=request.user, at=at
        )
        added, already = added + asked.added, already + asked.already
    said = f"{pluralise(added, 'provider')} asked."
    if already:
        said += f" {already:,} had been asked before."
    if unknown:
        shown = ", ".join(unknown[:10]) + (" and others" if len(unknown) > 10 else "")
        said += f" No open provider has the code {shown}."
    return said
