"""Where a link leads first. Opening it changes nothing: scanners of e-mail open links too."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from sightline.listen.answering import actions, placements, visits
from sightline.listen.answering.pages import coming
from sightline.listen.answering.rules import Standing
from sightline.listen.invitations import links
from sightline.listen.invitations.models import OpenLink
from sightline.listen.rounds.models import Collection


@coming.for_anybody
def start(request: HttpRequest, token: str) -> HttpResponse:
    """A personal link is changed for a cookie at once, so that it does not stay in the address."""
    if (visit := visits.visit_of(token)) is not None:
        response = coming.instead(request, visit) or HttpResponseRedirect(
            reverse("answering:placement")
        )
        visits.give_cookie(response, token)
        return response
    link = links.open_link_of(token)
    if link is None:
        return coming.unknown(request)
    return _by_an_open_link(request, link)


def _by_an_open_link(request: HttpRequest, link: OpenLink) -> HttpResponse:
    collection = link.collection
    if collection.state != Collection.State.OPEN:
        is_draft = collection.state == Collection.State.DRAFT
        return coming.cannot(request, collection, Standing.NOT_YET if is_draft else Standing.CLOSED)
    said = coming.tongue_of(request)
    asked_in = [one.code for one in collection.version.form.languages[1:]]
    # Somebody who has begun on this device goes on, unless they ask for a new start.
    if request.method == "POST":
        at = timezone.now()
        token = actions.begin(open_link=link, by=None, at=at)
        if said.code in asked_in and (visit := visits.visit_of(token)):
            actions.save(visit=visit, language=said.code, by=None, at=at)
        response: HttpResponse = HttpResponseRedirect(reverse("answering:placement"))
        visits.give_cookie(response, token)
        return response
    begun = visits.visit_of(visits.by_cookie(request) or "-")
    goes_on = (
        begun is not None
        and begun.standing is Standing.OPEN
        and begun.is_open
        and begun.collection.pk == collection.pk
    )
    return render(
        request,
        "listen/answering/pages/start.jinja",
        {
            "link": link,
            "collection": collection,
            "placement": placements.of_link(link),
            "closes": visits.when(collection.closes_at),
            "goes_on": goes_on,
            "words": said.words,
            "spoken": said,
        },
    )
