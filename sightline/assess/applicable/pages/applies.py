"""Which standards apply in one place: set one aside, bring one back, say which setting it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.applicable import actions, queries, settings_file
from sightline.assess.pages import fields
from sightline.assess.pages.found import place_for
from sightline.assess.places import Place
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.people.request import SignedInRequest
from sightline.standards.models import Standard


class _OfStandards(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number} {obj.wording}"[:90]


class ReasonForm(Form):
    standard = _OfStandards(
        label="Which standard?", queryset=Standard.objects.none(), empty_label="Choose a standard"
    )
    reason = fields.prose("Why?", rows=2)

    def __init__(self, *args: Any, standards: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["standard"].queryset = standards  # type: ignore[attr-defined]


class SettingForm(Form):
    setting = forms.ChoiceField(label="Which setting is it?")

    def __init__(self, *args: Any, level: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = settings_file.for_level(level, timezone.localdate())
        self.fields["setting"].choices = [  # type: ignore[attr-defined]
            (one.code, one.name) for one in found
        ]


@allow(Permission.VIEW_EVIDENCE)
def applies(request: SignedInRequest, level: str, code: str, part: str = "") -> HttpResponse:
    place = place_for(request, Permission.VIEW_EVIDENCE, level, code, part)
    may_add = viewer.may(request.user, Permission.ADD_EVIDENCE, at=place.organisation)
    may_judge = viewer.may(request.user, Permission.JUDGE_STANDARDS, at=place.organisation)
    found = queries.of_place(place)
    asked = _forms(request, place, found)
    if request.method == "POST":
        doing = request.POST.get("do", "")
        allowed = {"aside": may_add, "back": may_judge, "setting": may_judge}
        if not allowed.get(doing):
            raise Http404
        form = asked[doing]
        if form.is_valid():
            try:
                _DO[doing](place=place, **form.cleaned_data, by=request.user, at=timezone.now())
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "Written down.")
                return redirect("assess:applicable:applies", *place.arguments)
    standards = fields.standards_of(timezone.localdate())
    return render(
        request,
        "assess/applicable/pages/applies.jinja",
        {
            "place": place,
            "found": found,
            "wordings": {one.number: one.wording for one in standards},
            "forms": asked,
            "may_add": may_add,
            "may_judge": may_judge,
        },
    )


def _forms(request: SignedInRequest, place: Place, found: queries.Applies) -> dict[str, Any]:
    """One form for each thing that can be said; the one that was posted is filled in."""
    doing = request.POST.get("do", "")
    standards = fields.standards_of(timezone.localdate())

    def posted(name: str) -> Any:
        return request.POST if doing == name else None

    return {
        "aside": ReasonForm(
            posted("aside"),
            prefix="aside",
            standards=standards.exclude(number__in=list(found.not_here)),
        ),
        "back": ReasonForm(
            posted("back"),
            prefix="back",
            standards=standards.filter(number__in=list(found.not_here)),
        ),
        "setting": SettingForm(
            posted("setting"),
            prefix="setting",
            level=place.level,
            initial={"setting": found.setting.code if found.setting else ""},
        ),
    }


_DO: dict[str, Any] = {
    "aside": actions.set_aside,
    "back": actions.bring_back,
    "setting": actions.say_setting,
}
