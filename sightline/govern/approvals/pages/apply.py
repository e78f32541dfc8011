"""Begin an application: which place, which setting, for whom."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.applicable import rules as applicable
from sightline.assess.applicable import settings_file
from sightline.design.forms import Form
from sightline.govern.approvals import actions
from sightline.govern.approvals.pages.forms import ForASchool, education_provider
from sightline.govern.approvals.pages.found import done, schools_of
from sightline.listen.forums.pages.fields import Chosen, PlaceField
from sightline.organisations.models import LearningEnvironment, Organisation
from sightline.people.request import SignedInRequest


class PlaceForm(Form):
    place = PlaceField(
        label="Which place?", help_text="A code or a part of the name.", max_length=120
    )


class ApplyForm(ForASchool):
    environment = Chosen(
        label="Which part of it?",
        queryset=LearningEnvironment.objects.none(),
        empty_label="The whole place",
        required=False,
    )
    setting = forms.ChoiceField(label="Which setting is it?")
    education_provider = education_provider("For which education provider do you apply?")

    def __init__(self, *args: Any, place: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: Any = self.fields
        here = LearningEnvironment.objects.filter(organisation=place, closed_date=None)
        asked["environment"].queryset = here
        self.has_environments = here.exists()
        if not self.has_environments:
            del asked["environment"]
        levels = ("organisation", "environment") if self.has_environments else ("organisation",)
        asked["setting"].choices = [
            (one.code, one.name)
            for level in levels
            for one in settings_file.for_level(level, timezone.localdate())
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        given.setdefault("environment", None)
        return given


@allow(Permission.APPLY_FOR_APPROVAL)
def apply(request: SignedInRequest) -> HttpResponse:
    find = PlaceForm(request.GET if "place" in request.GET else None)
    asked: Any = find.fields["place"]
    asked.patch = request.user.patch(Permission.APPLY_FOR_APPROVAL)
    place = find.cleaned_data["place"] if find.is_bound and find.is_valid() else None
    if place is not None and not place.is_provider:
        find.add_error("place", "Choose a placement provider, not a site, ICB or region.")
        place = None
    if place is None:
        own = Organisation.objects.filter(asked.patch.q(), closed_date=None).providers()
        return render(
            request,
            "govern/approvals/pages/apply.jinja",
            {"form": find, "own": own.order_by("name")[:3] if asked.patch.providers else []},
        )
    usual = applicable.usual_setting(
        settings_file.for_level("organisation", timezone.localdate()),
        level="organisation",
        environment="",
        kind=place.kind,
    )
    form = ApplyForm(
        request.POST or None,
        place=place,
        schools=schools_of(request.user),
        initial={"setting": usual.code if usual else ""},
    )
    if request.method == "POST" and form.is_valid():
        made = done(
            form,
            lambda: actions.begin(
                organisation=place, **form.cleaned_data, by=request.user, at=timezone.now()
            ),
        )
        if made is not None:
            messages.success(request, f"{made.reference} is begun. It is saved as you go.")
            return redirect("govern:approvals:show", reference=made.reference)
    return render(
        request,
        "govern/approvals/pages/form.jinja",
        {
            "form": form,
            "title": "Apply for an approval",
            "caption": f"{place.name} ({place.code})",
            "texts": [],
            "button": "Begin the application",
            "back_text": "Choose another place",
            "back_href": request.path,
        },
    )
