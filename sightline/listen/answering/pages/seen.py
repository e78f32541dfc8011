"""The last question, where something was done because of what earlier learners said there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from sightline.listen.answering import actions, visits
from sightline.listen.answering import seen as asking
from sightline.listen.answering.pages import coming
from sightline.listen.answering.visits import Visit

_ANSWERS = (*asking.COUNTED, asking.SILENT)


@coming.with_a_visit
def seen(request: HttpRequest, visit: Visit) -> HttpResponse:
    question = asking.question_of(visit)
    if question is None:
        return HttpResponseRedirect(reverse("answering:send"))
    if request.method == "POST":
        chosen = request.POST.get("seen", "")
        actions.save(
            visit=visit,
            # Nobody has to answer; what is no answer of ours is none.
            seen=(question.reference, chosen if chosen in _ANSWERS else ""),
            by=None,
            at=timezone.now(),
        )
        to = "later" if request.POST.get(":do") == "later" else "send"
        return HttpResponseRedirect(reverse(f"answering:{to}"))
    last = visit.compiled.previous_page(len(visit.compiled.pages) + 1, visit.written.answers) or 1
    words = visit.tongue.words
    is_same = visit.written.reply == question.reference
    return render(
        request,
        "listen/answering/pages/seen.jinja",
        {
            "visit": visit,
            "question": question,
            "answers": [(value, words[f"seen_{value}"]) for value in _ANSWERS],
            "chosen": visit.written.seen if is_same else "",
            "back_to": reverse("answering:questions", args=[last]),
            "saved": visits.saved_words(visit),
            "words": words,
            "spoken": visit.tongue,
        },
    )
