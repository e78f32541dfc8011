"""Add evidence about a place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.evidence import actions, files, kinds
from sightline.assess.evidence.words import STRENGTH_HINTS, Audience, Direction, Strength
from sightline.assess.pages import fields
from sightline.assess.pages.found import place_for
from sightline.base.refusal import Refusal
from sightline.design.forms import DateField, Form, RadioChoiceField
from sightline.organisations.models import Profession
from sightline.people.request import SignedInRequest

_NOT_IN_FORCE = (
    "One of these standards is not in the version of the framework that is in force. Choose from "
    "those listed here"
)
_DAY = "For example, 1 9 2026"


class AddForm(Form):
    kind = forms.ChoiceField(label="What kind of evidence is it?")
    title = fields.line("Title", 160, help_text="A few words that people will know it by.")
    statement = fields.prose("What does it show?", help_text="Do not name learners or patients.")
    standards = fields.Several(
        label="Which standards does it bear on?",
        queryset=None,
        required=False,
        error_messages={"invalid_choice": _NOT_IN_FORCE, "invalid_pk_value": _NOT_IN_FORCE},
    )
    direction = RadioChoiceField(
        label="Which way does it point?",
        choices=Direction.choices,
        help_text="For what a regulator decided, choose “Says neither”.",
    )
    strength = RadioChoiceField(
        label="How strong is it?", choices=Strength.choices, hints=STRENGTH_HINTS
    )
    strength_reason = fields.prose("Why is it that strong?", rows=2, required=False)
    period_from = DateField(label="First day that it describes", help_text=_DAY)
    period_to = DateField(label="Last day that it describes", help_text=_DAY)
    received_date = DateField(label="Day on which you received it", latest=timezone.localdate)
    stale_date = DateField(
        label="Counts until",
        help_text="Leave empty for what is usual for its kind. From that day it is shown in grey.",
        required=False,
    )
    professions = fields.Several(
        label="Which professions is it about?", queryset=Profession.objects.all(), required=False
    )
    source_reference = fields.line(
        "Where can it be looked up?",
        300,
        help_text="A report’s number or an address. What a regulator decided needs it.",
        required=False,
    )
    fact = forms.ChoiceField(
        label="What did the regulator decide?",
        help_text="Only where the evidence is a regulator’s status. Nothing is derived from it.",
        required=False,
    )
    fact_date = DateField(label="Day on which the regulator decided", required=False)
    file = forms.FileField(label="File", help_text=files.TAKEN, required=False)
    audience = RadioChoiceField(label="Who may see it?", choices=Audience.choices)

    def __init__(self, *args: Any, inside: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: Any = self.fields
        found = kinds.added(by_quality_team=inside)
        asked["kind"].choices = [("", "Choose a kind"), *((one.code, one.name) for one in found)]
        asked["fact"].choices = [
            ("", "No regulator’s status"),
            *(
                (f"{kind.code}:{fact.code}", f"{kind.name}: {fact.name}")
                for kind in found
                for fact in kind.facts
            ),
        ]
        asked["standards"].queryset = fields.standards_of(timezone.localdate())
        if not inside:
            for name in ("fact", "fact_date", "audience"):
                del asked[name]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        of_kind, _, fact = str(given.get("fact") or "").partition(":")
        if fact and of_kind != given.get("kind"):
            self.add_error("fact", "Choose a status of the kind that you chose above")
        given["fact"] = fact
        given.setdefault("fact_date", None)
        given.setdefault("audience", Audience.SHARED)
        given["strength"] = int(given.get("strength") or 1)
        given["standards"] = list(given.get("standards") or ())
        given["professions"] = list(given.get("professions") or ())
        return given


@allow(Permission.ADD_EVIDENCE)
def add(request: SignedInRequest, level: str, code: str, part: str = "") -> HttpResponse:
    place = place_for(request, Permission.ADD_EVIDENCE, level, code, part)
    inside = viewer.may(request.user, Permission.VIEW_INTERNAL, at=place.organisation)
    today = timezone.localdate()
    wanted = [one for one in request.GET.get("standards", "").split(",") if one][:49]
    chosen = fields.standards_of(today).filter(number__in=wanted) if wanted else ()
    form = AddForm(
        request.POST or None,
        request.FILES or None,
        inside=inside,
        initial={
            "received_date": today,
            "audience": Audience.SHARED,
            "standards": [one.pk for one in chosen],
        },
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        file = given.pop("file", None)
        try:
            made = actions.add(
                place=place,
                **given,
                file=file,
                file_name=file.name if file else "",
                by=request.user,
                at=timezone.now(),
            )
        except files.CannotTake as refusal:
            form.add_error("file", str(refusal))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{made.reference} is added.")
            return redirect("assess:evidence:show", reference=made.reference)
    return render(
        request,
        "assess/evidence/pages/add.jinja",
        {"form": form, "place": place, "inside": inside},
    )
