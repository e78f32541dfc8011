"""Saved: how to come back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sightline.listen.answering import visits
from sightline.listen.answering.pages import coming
from sightline.listen.answering.visits import Visit
from sightline.listen.invitations import links


@coming.with_a_visit
def later(request: HttpRequest, visit: Visit) -> HttpResponse:
    return render(
        request,
        "listen/answering/pages/later.jinja",
        {
            "visit": visit,
            "words": visit.tongue.words,
            "spoken": visit.tongue,
            "saved": visits.saved_words(visit),
            "closes": visits.when(visit.collection.closes_at),
            "own_link": request.build_absolute_uri(links.path_of(visit.token))
            if visit.is_open
            else "",
            "page": visit.written.page or 1,
        },
    )
