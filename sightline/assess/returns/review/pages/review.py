"""A signed return as its reviewer reads it: every answer, what was said of it, what is next."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.returns.attestation import content
from sightline.assess.returns.attestation.rules import label_of
from sightline.assess.returns.letters.models import FeedbackLetter
from sightline.assess.returns.models import Return
from sightline.assess.returns.review import actions, queries
from sightline.assess.returns.words import OUTCOME_COLOURS
from sightline.base.refusal import Refusal
from sightline.design.show import pluralise
from sightline.people.request import SignedInRequest

DECISION_COLOURS = {"accepted": "green", "queried": "yellow", "disagreed": "red"}


@allow(Permission.REVIEW_RETURN)
def review(request: SignedInRequest, reference: str) -> HttpResponse:
    found = get_object_or_404(
        Return.objects.reviewed_by(request.user).select_related(
            "campaign", "organisation", "current__signed_by"
        ),
        reference=reference,
    )
    signature = found.current
    assert signature is not None, "reviewed_by gives signed ones"  # noqa: S101
    if request.method == "POST":
        try:
            count = actions.accept_the_rest(signature=signature, by=request.user, at=timezone.now())
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, f"{pluralise(count, 'answer')} accepted.")
        return redirect("assess:returns:review", reference=reference)
    rows = queries.reviewed(signature)
    return render(
        request,
        "assess/returns/review/pages/review.jinja",
        {
            "found": found,
            "signature": signature,
            "rows": rows,
            "left": sum(one.decision is None for one in rows),
            "low": content.low_results(found.organisation, signature.content),
            "label_of": label_of,
            "colours": OUTCOME_COLOURS,
            "decision_colours": DECISION_COLOURS,
            "letter": FeedbackLetter.objects.filter(signature=signature).first(),
        },
    )
