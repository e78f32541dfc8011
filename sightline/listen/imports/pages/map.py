"""Say what the columns of a file are, from what stands in them."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.imports import actions, looking, tasks
from sightline.listen.imports.models import SurveyImport
from sightline.listen.imports.reading.unreadable import Unreadable, shortened
from sightline.listen.surveys import actions as surveys
from sightline.listen.surveys import guess, mapping_text
from sightline.listen.surveys.mapping import MappingRefused
from sightline.listen.surveys.questionnaire import Item, Mapping, Theme
from sightline.people.request import SignedInRequest

_ROLES = {
    guess.LEFT_OUT: "Leave it out",
    "respondent": "Respondent’s own ID",
    "provider": "Code of the provider",
    "site": "Code of the site",
    "programme": "Code of the programme",
    "profession": "Profession",
    "level": "Level",
    "completed": "Day of answering",
}
_ANSWER = "answer:"


class MapForm(Form):
    provider = forms.CharField(
        label="Provider of every row",
        required=False,
        max_length=12,
        help_text="A code, only if the file has no column for the provider.",
    )
    programme = forms.CharField(
        label="Programme of every row",
        required=False,
        max_length=20,
        help_text="A code, only if the file has no column for the programme.",
    )

    def __init__(self, *args: Any, found: looking.Columns, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        scales = [
            (f"{_ANSWER}{code}", f"Answers: {scale.answers[0].text} to {scale.answers[-1].text}")
            for code, scale in guess.known_scales().items()
        ]
        choices = [("What it is", list(_ROLES.items())), ("An item of the survey", scales)]
        for place, (heading, one) in enumerate(zip(found.headings, found.guesses, strict=True)):
            self.fields[f"what_{place}"] = forms.ChoiceField(
                label=f"Column “{shortened(heading)}”",
                choices=choices,
                initial=f"{_ANSWER}{one.scale}" if one.role == "answer" else one.role,
                help_text=found.example(place),
                required=False,
            )
            self.fields[f"label_{place}"] = forms.CharField(
                label="Short name of the item",
                initial=heading[:120],
                max_length=120,
                required=False,
            )
            self.fields[f"theme_{place}"] = forms.CharField(
                label="Theme", max_length=60, required=False
            )
            self.fields[f"standards_{place}"] = forms.CharField(
                label="Standards it bears on", max_length=60, required=False
            )

    @property
    def columns(self) -> list[dict[str, Any]]:
        """The fields of each column together, for the page."""
        return [
            {
                "heading": heading,
                "is_answer": one.role == "answer",
                "fields": [self[f"{name}_{place}"] for name in ("what", "label")],
                "more": [self[f"{name}_{place}"] for name in ("theme", "standards")],
            }
            for place, (heading, one) in enumerate(
                zip(self.found.headings, self.found.guesses, strict=True)
            )
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen: dict[str, str] = {}
        for place, heading in enumerate(self.found.headings):
            what = cleaned.get(f"what_{place}", "")
            if what and not what.startswith(_ANSWER):
                if what in seen:
                    self.add_error(
                        f"what_{place}", f"“{seen[what]}” is “{_ROLES[what]}” already: choose one"
                    )
                seen[what] = heading
        if not any(str(value).startswith(_ANSWER) for value in cleaned.values()):
            self.add_error(None, "No column holds answers yet. Choose a scale for at least one.")
        if "provider" not in seen and not cleaned.get("provider"):
            self.add_error("provider", "Choose the column of the provider, or enter one code here")
        return cleaned

    def as_mapping(self, survey: str) -> Mapping:
        """What was chosen, as a mapping of that survey."""
        chosen = self.cleaned_data
        columns: dict[str, str] = {}
        themes: dict[str, Theme] = {}
        items: list[Item] = []
        scales: set[str] = set()
        taken: set[str] = set()
        for place, heading in enumerate(self.found.headings):
            what = chosen[f"what_{place}"]
            if what.startswith(_ANSWER):
                scale = what.removeprefix(_ANSWER)
                scales.add(scale)
                theme = _theme(chosen[f"theme_{place}"], themes, taken)
                items.append(
                    Item(
                        column=heading,
                        code=guess.code_of(heading, taken),
                        label=chosen[f"label_{place}"] or heading[:120],
                        scale=scale,
                        wording=heading if len(heading) > 40 else "",
                        theme=theme,
                        standards=tuple(chosen[f"standards_{place}"].replace(",", " ").split()),
                    )
                )
            elif what:
                columns[what] = heading
        fixed = {
            role: chosen[role]
            for role in ("provider", "programme")
            if chosen[role] and role not in columns
        }
        return guess.mapping_of(
            survey, columns, fixed, scales, tuple(themes.values()), tuple(items)
        )


def _theme(label: str, themes: dict[str, Theme], taken: set[str]) -> str:
    """The code of the theme with that label, which is added if it is new; blank for no label."""
    label = " ".join(label.split())
    if not label:
        return ""
    for theme in themes.values():
        if theme.label.casefold() == label.casefold():
            return theme.code
    code = guess.code_of(f"theme-{slugify(label)}", taken)
    themes[code] = Theme(code, label)
    return code


@allow(Permission.IMPORT_SURVEY)
def map_columns(request: SignedInRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(
        SurveyImport.objects.visible_to(request.user).select_related("round", "round__survey"),
        pk=pk,
    )
    context: MappingOf[str, Any] = {"one": one}
    try:
        found = looking.columns_of(one)
    except Unreadable as reason:
        return render(request, "listen/imports/pages/map.jinja", {**context, "reason": reason})
    form = MapForm(request.POST or None, found=found)
    if request.method == "POST" and form.is_valid():
        survey = one.round.survey
        try:
            text = mapping_text.write(form.as_mapping(survey.code))
            saved = surveys.save_mapping(
                survey=survey, text=text, by=request.user, at=timezone.now()
            )
            actions.choose_mapping(
                survey_import=one, mapping=saved, by=request.user, at=timezone.now()
            )
        except MappingRefused as refusal:
            for problem in refusal.problems[:20]:
                form.add_error(None, problem.message)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            tasks.check_file.enqueue(one.pk, by=request.user.pk)
            return redirect("listen:imports:show", pk=one.pk)
    return render(request, "listen/imports/pages/map.jinja", {**context, "form": form})
