"""One round: its state, what is asked of whom, and where to go on."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.rounds import measures, queries
from sightline.listen.rounds.models import Collection
from sightline.listen.rounds.pages.list import COLOURS
from sightline.people.request import SignedInRequest
from sightline.trail import record


@allow(Permission.VIEW_ROUNDS)
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    collection = get_object_or_404(
        Collection.objects.visible_to(request.user).select_related(
            "round__survey", "version__questionnaire", "place", "notice", "made_by"
        ),
        pk=pk,
    )
    counted = measures.measures_of(collection.version, collection.round.collected_to)
    may_run = Collection.objects.run_by(request.user).filter(pk=pk).exists()
    return render(
        request,
        "listen/rounds/pages/show.jinja",
        {
            "round": collection,
            "colour": COLOURS[collection.state],
            "who": queries.who(collection),
            "asked": queries.pages_asked(collection.version.form),
            "languages": collection.version.form.languages,
            "counted": sum(one.kind == "item" for one in counted),
            "may_run": may_run,
            "is_over": collection.closes_at <= timezone.now(),
            "trail": record.lines_about(collection, internal=may_run, limit=30),
        },
    )
