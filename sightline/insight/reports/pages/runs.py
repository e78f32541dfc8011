"""Reports of all providers in one go: ask for them, and find those that were made."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import CheckboxChoiceField, Form
from sightline.insight import reading, scope
from sightline.insight.reports import actions, queries, rules, tasks, words
from sightline.insight.reports.words import Format
from sightline.organisations.models import Organisation
from sightline.people.request import SignedInRequest
from sightline.results.levels import Level
from sightline.results.models import Dataset


class StartForm(Form):
    round = forms.ChoiceField(label="Survey round")
    place = forms.ChoiceField(label="Part of the country", required=False)
    kinds = CheckboxChoiceField(label="Kinds of provider")
    formats = CheckboxChoiceField(
        label="Kinds of file", choices=Format.choices, hints=words.FORMAT_HINTS
    )

    def __init__(
        self, request: HttpRequest, rounds: Sequence[Dataset], places: Sequence[Organisation]
    ) -> None:
        super().__init__(
            request.POST or None,
            initial={
                "place": request.GET.get("place", ""),
                "kinds": [Organisation.Kind.TRUST],
                "formats": [Format.PDF],
            },
        )
        choices = {
            "round": [(str(one.pk), f"{one.survey_name}, {one.label}") for one in rounds],
            "place": [
                ("", "Everything that you may see"),
                *((one.code, one.name) for one in places),
            ],
            "kinds": [
                (kind.value, f"{text[:1].upper()}{text[1:]}") for kind, text in words.KINDS.items()
            ],
        }
        for name, listed in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type
            field.choices = listed


@allow(Permission.VIEW_RESULTS)
def runs(request: SignedInRequest) -> HttpResponseBase:
    """Somebody whose patch is one provider is sent on to its own report."""
    starts = scope.starts(request.user)
    if len(starts) == 1 and starts[0].level is Level.PROVIDER:
        return redirect("insight:reports:place", starts[0].level.value, starts[0].code)
    newest = reading.newest()
    rounds = [each for one in newest for each in (one.dataset, *one.others)]
    places = queries.places(request.user)
    form = StartForm(request, rounds, places)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            run = actions.start(
                dataset=next(one for one in rounds if str(one.pk) == given["round"]),
                place=next((one for one in places if one.code == given["place"]), None),
                kinds=given["kinds"],
                formats=given["formats"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            tasks.make_reports.enqueue(run.pk, request.user.pk)
            messages.success(request, f"Reports of {run.total:,} providers are being made.")
            return redirect("insight:reports:run", run.pk)
    return render(
        request,
        "insight/reports/pages/runs.jinja",
        {
            "form": form,
            "has_rounds": bool(rounds),
            "runs": queries.runs(request.user),
            "kept_days": rules.KEPT_DAYS,
        },
    )
