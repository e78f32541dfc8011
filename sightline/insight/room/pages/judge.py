"""Judge a standard in a place, citing what is known of it today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.applicable import queries as applicable
from sightline.assess.evidence.items import Item
from sightline.assess.judgements import actions
from sightline.assess.judgements import queries as judgements
from sightline.assess.judgements.models import Judgement
from sightline.assess.judgements.words import OUTCOME_HINTS, Confidence, Outcome
from sightline.assess.pages import fields
from sightline.assess.pages.found import place_for
from sightline.assess.returns.answering import keeping
from sightline.base.refusal import Refusal
from sightline.design.forms import CheckboxChoiceField, DateField, Form, RadioChoiceField
from sightline.insight.room import queries, rules, words
from sightline.insight.room.pages.found import standard_for
from sightline.people.request import SignedInRequest
from sightline.standards.succession import queries as succession

_USUAL_REVIEW = timedelta(days=365)


class JudgeForm(Form):
    cited = CheckboxChoiceField(label="What does it rest on?", required=False)
    outcome = RadioChoiceField(
        label="What is the judgement?", choices=Outcome.choices, hints=OUTCOME_HINTS
    )
    confidence = RadioChoiceField(label="How confident are you?", choices=Confidence.choices)
    reasons = fields.prose("Reasons", help_text="The provider reads them. Do not name learners.")
    made_by = fields.line("Who made the judgement?", 300, help_text="Names, or a panel’s name.")
    dissent = fields.prose(
        "Did anybody disagree?",
        help_text="Who, and why. Leave empty if nobody did.",
        rows=2,
        required=False,
    )
    decided_date = DateField(label="Day of the judgement", latest=timezone.localdate)
    next_review_date = DateField(label="Next review")
    supersedes = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, items: Sequence[Item], day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: Any = self.fields["cited"]
        asked.choices = [(one.key, f"{one.kind_name}: {one.title}") for one in items]
        asked.choice_hints = {one.key: _hint(one, day) for one in items}


def _hint(item: Item, day: date) -> str:
    stale = "" if item.is_fresh(day) else " Stale: not counted."
    return f"{item.direction_words}, {item.strength_words.lower()}. {item.text[:200]}{stale}"


@keeping.keeps_what_is_written
@allow(Permission.JUDGE_STANDARDS)
def judge(
    request: SignedInRequest, level: str, code: str, number: str, part: str = ""
) -> HttpResponse:
    place = place_for(request, Permission.JUDGE_STANDARDS, level, code, part)
    today = timezone.localdate()
    standard = standard_for(number, today)
    lineage = succession.lineage(standard.version)
    if number in applicable.of_place(place, lineage=lineage).not_here:
        raise Http404
    items = queries.items(place, request.user, today, number, lineage)
    stands = judgements.standing(place, number, lineage)
    kept = keeping.taken_up(request) if request.method == "GET" else None
    if kept is not None:
        messages.warning(request, keeping.SAID)
    form = JudgeForm(
        request.POST or kept,
        items=items,
        day=today,
        initial={
            "cited": [one.key for one in items if one.is_fresh(today)],
            "made_by": request.user.name,
            "decided_date": today,
            "next_review_date": today + _USUAL_REVIEW,
            "supersedes": stands.reference if stands else "",
        },
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        chosen = set(given.pop("cited"))
        looked_at = given.pop("supersedes")
        try:
            made = actions.judge(
                place=place,
                standard=standard,
                cited=[one for one in items if one.key in chosen],
                supersedes=Judgement.objects.visible_to(request.user)
                .filter(reference=looked_at)
                .first(),
                **given,
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{made.reference} is recorded.")
            return redirect("insight:room:standard", *place.arguments, number)
    return render(
        request,
        "insight/room/pages/judge.jinja",
        {
            "form": form,
            "shown_to": keeping.shown_to(request.user.pk),
            "place": place,
            "standard": standard,
            "stands": stands,
            "weighed": rules.weigh([one.mark for one in items], today),
            "words": words,
        },
    )
