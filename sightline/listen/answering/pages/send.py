"""The last page before the answers are sent, and the sending."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from sightline.listen.answering import actions, seen, visits
from sightline.listen.answering.pages import coming
from sightline.listen.answering.visits import Visit


@coming.with_a_visit
def send(request: HttpRequest, visit: Visit) -> HttpResponse:
    if visit.written.placement is None:
        return HttpResponseRedirect(reverse("answering:placement"))
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            actions.send(visit=visit, by=None, at=timezone.now())
        except actions.NotFinished as refusal:
            errors = refusal.errors
        else:
            return HttpResponseRedirect(reverse("answering:sent"))
    last = visit.compiled.previous_page(len(visit.compiled.pages) + 1, visit.written.answers) or 1
    return render(
        request,
        "listen/answering/pages/send.jinja",
        {
            "visit": visit,
            "faults": [
                {
                    "text": sentence,
                    "href": reverse(
                        "answering:questions", args=[visit.compiled.page_of(path) or 1]
                    ),
                }
                for path, sentence in errors.items()
            ],
            "back": reverse("answering:seen")
            if seen.question_of(visit)
            else reverse("answering:questions", args=[last]),
            "saved": visits.saved_words(visit),
            "words": visit.tongue.words,
            "spoken": visit.tongue,
        },
        status=200,
    )
