from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.comments import queries
from sightline.listen.comments.pages.list import found_for, pieces, where, why
from sightline.listen.comments.words import WithheldBecause
from sightline.people.request import SignedInRequest


@allow(Permission.MODERATE_COMMENTS)
def show(request: SignedInRequest, key: str) -> HttpResponse:
    """One comment, what was found in it, and what was decided."""
    comment = found_for(request, key)
    decisions = [
        (
            one,
            WithheldBecause[one.because].value
            if one.because in WithheldBecause.__members__
            else "",
        )
        for one in comment.decisions.select_related("by")
    ]
    labels = queries.theme_labels(comment.round.survey.code)
    return render(
        request,
        "listen/comments/pages/show.jinja",
        {
            "comment": comment,
            "decisions": decisions,
            "pieces": pieces(comment),
            "theme": labels.get(comment.theme, ""),
            "today": timezone.localdate(),
            "where": where(comment),
            "why": why(comment),
            "must_be_taken_on": comment.is_urgent and comment.taken_on_by_id is None,
        },
    )
