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
from sightline.listen.answering import visits
from sightline.listen.answering.actions import CannotAnswer
from sightline.listen.answering.rules import Standing
from sightline.listen.answering.visits import Visit
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
            response = cannot(request, visit.collection, refusal.standing)
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
    return cannot(request, visit.collection, visit.standing)


def come_again(request: HttpRequest) -> HttpResponse:
    return told(
        request,
        "Open your link again",
        "To keep your answers to yourself, this page forgets who you are after two hours.",
        "Open the link in your message, or scan the code again. Everything that you saved is kept.",
        "If that does not help, allow cookies for this site in your browser and try once more.",
        status=403,
    )


def unknown(request: HttpRequest) -> HttpResponse:
    return told(
        request,
        "We do not know this link",
        "Check that you typed or copied all of it. If you were sent a reminder later, use the link "
        "in the newest message: it replaces the ones before.",
        "If you have a poster, scan its code or type the address as it stands there.",
        status=404,
    )


def cannot(request: HttpRequest, collection: Collection, standing: Standing) -> HttpResponse:
    name = str(collection.round.survey)
    if standing is Standing.NOT_YET:
        opens = visits.when(collection.opens_at)
        return told(
            request,
            "This survey has not opened yet",
            f"“{name}” opens on {opens}. Your link will work from then on.",
        )
    if standing is Standing.SENT:
        return told(
            request,
            "You have answered already",
            f"Your answers to “{name}” are in. You need not do anything more.",
        )
    closed = visits.when(collection.closed_at or collection.closes_at)
    return told(
        request,
        "This survey has closed",
        f"“{name}” closed on {closed}. Answers that were not sent by then are not counted, and "
        "have been deleted.",
        "If something worries you about your placement, you can still tell us: nobody needs an "
        "account for that.",
        raise_a_concern=True,
    )


def told(
    request: HttpRequest,
    title: str,
    *sentences: str,
    status: int = 200,
    raise_a_concern: bool = False,
) -> HttpResponse:
    """A plain page that says how things are."""
    return render(
        request,
        "listen/answering/pages/told.jinja",
        {"heading": title, "sentences": sentences, "raise_a_concern": raise_a_concern},
        status=status,
    )
