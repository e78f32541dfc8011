"""What somebody reads when their answers are in, however often they come back."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from sightline.listen.answering import visits
from sightline.listen.answering.pages import coming
from sightline.listen.answering.rules import Standing


@coming.for_anybody
def sent(request: HttpRequest) -> HttpResponse:
    token = visits.by_cookie(request)
    visit = visits.visit_of(token) if token else None
    if visit is None:
        return coming.come_again(request)
    if visit.standing is not Standing.SENT:
        return HttpResponseRedirect(reverse("answering:placement"))
    return render(
        request,
        "listen/answering/pages/sent.jinja",
        {
            "collection": visit.collection,
            "closes": visits.when(visit.collection.closes_at),
            "words": visit.tongue.words,
            "spoken": visit.tongue,
        },
    )
