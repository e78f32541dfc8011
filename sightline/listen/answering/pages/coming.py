"""How somebody comes to a page of answering, and where they are led when they cannot answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from sightline.access.allow import PUBLIC, allow
from sightline.listen.answering import visits, words
from sightline.listen.answering.actions import CannotAnswer
from sightline.listen.answering.rules import Standing
from sightline.listen.answering.visits import Visit
from sightline.listen.questionnaires.tongues import Tongue
from sightline.listen.rounds.models import Collection

View = Callable[..., HttpResponse]


def for_anybody(view: View) -> Callable[..., HttpResponseBase]:
    """A page that anybody with a link may open.

    Its forms are taken without the usual token of a form, which is bound to a cookie: somebody who
    comes back to a page after a day has lost the cookie, and would lose what they wrote. What makes
    a form ours is its hidden field, which nobody else can make (visits.py).
    """
    return csrf_exempt(allow(PUBLIC)(view))


def with_a_visit(view: View) -> Callable[..., HttpResponseBase]:
    """A page for whoever has come by a link and may answer now; others are told what there is."""

    @for_anybody
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        posted = request.method == "POST"
        token = visits.by_field(request) if posted else visits.by_cookie(request)
        visit = visits.visit_of(token) if token else None
        if visit is None:
            return come_again(request)
        try:
            response = instead(request, visit) or view(request, visit, *args, **kwargs)
        except CannotAnswer as refusal:
            response = cannot(request, visit.collection, refusal.standing, visit.tongue)
        visits.give_cookie(response, token)
        return response

    return shown


def instead(request: HttpRequest, visit: Visit) -> HttpResponse | None:
    """Where somebody is led who cannot go on answering; None if they can."""
    if visit.standing is Standing.OPEN:
        return None
    if visit.standing is Standing.SENT:
        return HttpResponseRedirect(reverse("answering:sent"))
    if visit.standing is Standing.SEND_AGAIN:
        here = reverse("answering:send")
        return None if request.path == here else HttpResponseRedirect(here)
    return cannot(request, visit.collection, visit.standing, visit.tongue)


def come_again(request: HttpRequest) -> HttpResponse:
    said = tongue_of(request)
    return told(request, said, "again_title", "again_1", "again_2", "again_3", status=403)


def unknown(request: HttpRequest) -> HttpResponse:
    said = tongue_of(request)
    return told(request, said, "unknown_title", "unknown_1", "unknown_2", status=404)


def cannot(
    request: HttpRequest, collection: Collection, standing: Standing, said: Tongue | None = None
) -> HttpResponse:
    """How things are with a round that they cannot answer (now)."""
    said = said or tongue_of(request)
    name = str(collection.round.survey)
    if standing is Standing.NOT_YET:
        opens = visits.when(collection.opens_at)
        return told(request, said, "not_yet_title", "not_yet", name=name, opens=opens)
    if standing is Standing.SENT:
        return told(request, said, "already_title", "already", name=name)
    closed = visits.when(collection.closed_at or collection.closes_at)
    return told(
        request,
        said,
        "closed_title",
        "closed_1",
        "closed_2",
        raise_a_concern=True,
        name=name,
        closed=closed,
    )


def told(
    request: HttpRequest,
    said: Tongue,
    title: str,
    *sentences: str,
    status: int = 200,
    raise_a_concern: bool = False,
    **parts: str,
) -> HttpResponse:
    """A plain page that says how things are, in words of data/words."""
    return render(
        request,
        "listen/answering/pages/told.jinja",
        {
            "heading": said.words[title],
            "sentences": [said.say(one, **parts) for one in sentences],
            "raise_a_concern": raise_a_concern,
            "words": said.words,
            "spoken": said,
        },
        status=status,
    )


def tongue_of(request: HttpRequest) -> Tongue:
    """The language of the browser, for pages on which nobody has chosen one yet."""
    return words.preferred(request.headers.get("Accept-Language", ""))
