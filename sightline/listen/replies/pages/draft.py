from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.commitments.models import Commitment
from sightline.commitments.words import Status
from sightline.design.forms import Form
from sightline.listen.replies import actions
from sightline.listen.replies import queries as figures
from sightline.listen.replies.models import Reply
from sightline.organisations.models import Organisation, Programme
from sightline.people.request import SignedInRequest
from sightline.results import queries
from sightline.results.models import Dataset, Measure


class TextForm(Form):
    """The words of a reply."""

    you_said = forms.CharField(
        label="You said",
        help_text="What learners told us, in their kind of words. Do not name or count people.",
        max_length=1500,
        widget=forms.Textarea,
    )
    outcome = forms.ChoiceField(
        label="What came of it?", choices=Reply.Outcome.choices, widget=forms.RadioSelect
    )
    passed_to = forms.CharField(label="To whom was it passed?", max_length=160, required=False)
    we_did = forms.CharField(
        label="We did",
        help_text="What has changed, or honestly why not. Say when, and what learners will notice.",
        max_length=2500,
        widget=forms.Textarea,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == Reply.Outcome.PASSED_ON and not cleaned.get("passed_to"):
            self.add_error("passed_to", "Enter to whom it was passed")
        return cleaned


class DraftForm(TextForm):
    measures = forms.ModelMultipleChoiceField(
        label="Which survey questions does it answer?",
        queryset=Measure.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ["measures", "you_said", "outcome", "passed_to", "we_did"]


@dataclass(frozen=True)
class Subject:
    """What a reply is about, before it is written."""

    organisation: Organisation
    programme: Programme | None
    commitment: Commitment | None
    dataset: Dataset
    measures: tuple[Measure, ...]


def _survey_of(dataset: int) -> Any:
    return Dataset.objects.filter(pk=dataset).values("survey")


def _subject(request: SignedInRequest) -> Subject:
    """From ``?commitment=C-…`` or ``?group=CODE&other=PROGRAMME&measure=CODE&dataset=ID``."""
    asked = request.GET
    commitment = None
    if reference := asked.get("commitment"):
        commitment = get_object_or_404(
            Commitment.objects.visible_to(request.user)
            .with_status(timezone.localdate())
            .select_related("organisation", "programme", "dataset"),
            reference=reference,
        )
        organisation, programme = commitment.organisation, commitment.programme
        measures = tuple(commitment.measures.all())
    else:
        organisation = get_object_or_404(
            Organisation.objects.visible_to(request.user), code=asked.get("group", "")
        )
        programme = (
            get_object_or_404(Programme, code=asked["other"]) if asked.get("other") else None
        )
        found = Measure.objects.filter(code=asked.get("measure", ""))
        if asked.get("dataset", "").isdigit():
            # Several surveys may ask one question of the bank.
            found = found.filter(survey__in=_survey_of(int(asked["dataset"])))
        measures = tuple(found)
    if not viewer.may(request.user, Permission.DRAFT_REPLY, at=organisation):
        raise Http404
    datasets = queries.current_datasets(measures[0].survey if measures else None)
    asked_for = [d for d in datasets if str(d.pk) == asked.get("dataset")]
    if commitment and commitment.dataset:
        # The round that brought it about, in the version that is in use now.
        year = commitment.dataset.year
        asked_for = asked_for or [d for d in datasets if d.year == year]
    if not datasets:
        raise Http404
    return Subject(organisation, programme, commitment, (asked_for or datasets)[0], measures)


def _first_words(subject: Subject) -> dict[str, Any]:
    """A draft to begin with: the questions that brought it about and what was promised."""
    labels = [f"“{measure.label}”" for measure in subject.measures]
    said = (
        f"In the {subject.dataset.label} survey you told us that {' and '.join(labels)} "
        "fell short of what you need."
        if labels
        else ""
    )
    did, outcome = "", None
    if subject.commitment:
        did = subject.commitment.promise
        if subject.commitment.status == Status.KEPT:
            outcome = Reply.Outcome.CHANGED
    return {
        "measures": [measure.pk for measure in subject.measures],
        "you_said": said,
        "we_did": did,
        "outcome": outcome,
    }


@allow(Permission.DRAFT_REPLY)
def draft(request: SignedInRequest) -> HttpResponse:
    subject = _subject(request)
    form = DraftForm(request.POST or None, initial=_first_words(subject))
    asked: Any = form.fields["measures"]
    asked.queryset = (
        Measure.objects.filter(pk__in=[m.pk for m in subject.measures])
        if subject.measures
        else Measure.objects.filter(survey=subject.dataset.survey, kind=Measure.Kind.ITEM)
    )
    if request.method == "POST" and form.is_valid():
        try:
            reply = actions.draft(
                organisation=subject.organisation,
                programme=subject.programme,
                commitment=subject.commitment,
                dataset=subject.dataset,
                **(form.cleaned_data | {"measures": list(form.cleaned_data["measures"])}),
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The draft is stored. Only you and your colleagues see it.")
            return redirect("listen:replies:show", reference=reply.reference)
    quoted = figures.quote(
        organisation=subject.organisation,
        programme=subject.programme,
        dataset=subject.dataset,
        measures=subject.measures,
    )
    return render(
        request,
        "listen/replies/pages/draft.jinja",
        {"form": form, "subject": subject, "quoted": quoted},
    )
