"""The first page: what the answers are about, and who will see what, and when."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from sightline.listen.answering import actions, placements, visits
from sightline.listen.answering.pages import coming
from sightline.listen.answering.store import Placement
from sightline.listen.answering.visits import Visit
from sightline.organisations.models import Organisation


@coming.with_a_visit
def placement(request: HttpRequest, visit: Visit) -> HttpResponse:
    today = timezone.localdate()
    errors: dict[str, str] = {}
    sent = request.POST
    if request.method == "POST":
        language = sent.get(":language", "")
        if language:
            # The same page, with what was chosen on it.
            actions.save(visit=visit, language=language, by=None, at=timezone.now())
            visit = visits.visit_of(visit.token) or visit
        elif sent.get(":do") != "find":
            chosen, errors = _chosen(visit, sent.get("provider", ""), sent.get("learning", ""))
            if chosen is not None:
                actions.save(visit=visit, placement=chosen, by=None, at=timezone.now())
                first = visit.compiled.next_page(0, visit.written.answers) or 1
                page = min(visit.written.page or first, len(visit.compiled.pages))
                return HttpResponseRedirect(reverse("answering:questions", args=[page]))
    words = visit.tongue.words
    proposed = placements.proposed(visit)
    text = sent.get("q", "").strip()
    own = placements.provider_of(visit.collection, today, sent.get("provider") or proposed.provider)
    few = placements.providers_of(visit.collection, today)
    is_many = len(few) > placements.FEW
    offered = placements.found_in(visit.collection, today, text) if text else few
    if is_many and not text:
        offered = []
    return render(
        request,
        "listen/answering/pages/placement.jinja",
        {
            "visit": visit,
            "collection": visit.collection,
            "own": own,
            "offered": _with(own, offered),
            "is_many": is_many,
            "asks": text or own is None or sent.get(":do") == "find" or "provider" in errors,
            "text": text,
            "learnings": placements.learnings_of(visit.collection),
            "learning": sent.get("learning") or placements.learning_value(proposed),
            "errors": errors,
            "faults": [{"text": sentence, "href": f"#{name}"} for name, sentence in errors.items()],
            "closes": visits.when(visit.collection.closes_at),
            "saved": visits.saved_words(visit),
            "words": words,
            "spoken": visit.tongue,
        },
    )


def _with(own: Organisation | None, offered: list[Organisation]) -> list[Organisation]:
    if own is None:
        return offered
    return [own, *(one for one in offered if one.pk != own.pk)]


def _chosen(visit: Visit, provider: str, learning: str) -> tuple[Placement | None, dict[str, str]]:
    """The placement, or a sentence for each field."""
    errors: dict[str, str] = {}
    words = visit.tongue.words
    proposed = placements.proposed(visit)
    found = placements.provider_of(visit.collection, timezone.localdate(), provider)
    if found is None:
        errors["provider"] = words["choose_place"]
    if not learning:
        errors["learning"] = words["choose_learning"]
    if found is None or errors:
        return None, errors
    site = proposed.site if found.code == proposed.provider else ""
    chosen = placements.placed(visit.collection, found, site, learning)
    if chosen is None:
        return None, {"learning": words["not_asked"]}
    return chosen, {}
