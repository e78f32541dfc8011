"""Upload a file of answers for a round."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.imports import actions, tasks
from sightline.listen.imports.reading import limits
from sightline.listen.surveys.models import Mapping, Round
from sightline.people.request import SignedInRequest

_NEWEST = "newest"
_FROM_COLUMNS = "columns"


class UploadForm(Form):
    round = forms.ModelChoiceField(
        label="Round", queryset=Round.objects.none(), empty_label="Choose a round"
    )
    file = forms.FileField(
        label="File of answers",
        help_text=f"CSV up to {limits.size(limits.CSV_BYTES)} and {limits.CSV_ROWS:,} rows, or "
        f"XLSX up to {limits.XLSX_ROWS:,} rows: one row for each respondent.",
        allow_empty_file=True,
    )
    mapping = forms.ChoiceField(
        label="Mapping",
        help_text="It says what the columns are. A file of mended rows keeps the mapping of the "
        "file that they come from.",
    )

    def __init__(self, *args: Any, rounds: list[Round], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = Round.objects.filter(  # type: ignore[attr-defined]
            pk__in=[one.pk for one in rounds]
        ).select_related("survey")
        surveys = {one.survey_id for one in rounds}
        versions = Mapping.objects.filter(survey__in=surveys).select_related("survey").defer("text")
        self.fields["mapping"].choices = [  # type: ignore[attr-defined]
            (_NEWEST, "The newest mapping of the survey"),
            (_FROM_COLUMNS, "None yet: I say on the next page what the columns are"),
            *((str(one.pk), str(one)) for one in versions),
        ]

    def chosen_mapping(self) -> Mapping | None:
        """The mapping, or None where it is to be made. Raises Refusal if there is none to take."""
        chosen, survey = self.cleaned_data["mapping"], self.cleaned_data["round"].survey
        if chosen == _FROM_COLUMNS:
            return None
        if chosen != _NEWEST:
            return Mapping.objects.get(pk=chosen)
        newest: Mapping | None = survey.mappings.first()
        if newest is None:
            raise Refusal(f"{survey} has no mapping yet. Choose to say what the columns are.")
        return newest


@allow(Permission.IMPORT_SURVEY)
def upload(request: SignedInRequest) -> HttpResponse:
    rounds = Round.objects.visible_to(request.user).filter(is_final=False).select_related("survey")
    if code := request.GET.get("survey", ""):
        rounds = rounds.filter(survey__code=code)
    only = str(rounds[0].pk) if len(rounds) == 1 else ""
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        rounds=list(rounds),
        initial={"round": request.GET.get("round", only)},
    )
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            mapping = form.chosen_mapping()
        except Refusal as refusal:
            form.add_error("mapping", str(refusal))
        else:
            try:
                found = actions.upload(
                    round=form.cleaned_data["round"],
                    file=file,
                    name=file.name,
                    mapping=mapping,
                    by=request.user,
                    at=timezone.now(),
                )
            except actions.AlreadyImported as there:
                messages.info(request, str(there))
                return redirect("listen:imports:show", pk=there.survey_import.pk)
            except Refusal as refusal:
                form.add_error("file", str(refusal))
            else:
                if mapping is None:
                    return redirect("listen:imports:map", pk=found.pk)
                tasks.check_file.enqueue(found.pk, by=request.user.pk)
                return redirect("listen:imports:show", pk=found.pk)
    return render(request, "listen/imports/pages/upload.jinja", {"form": form, "rounds": rounds})
