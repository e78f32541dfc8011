"""One theme a page. Every button saves: on, back, later, and another language."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from sightline.listen.answering import actions, seen, visits
from sightline.listen.answering.pages import coming
from sightline.listen.answering.visits import Visit
from sightline.listen.questionnaires import rendering


@coming.with_a_visit
def questions(request: HttpRequest, visit: Visit, page: int) -> HttpResponse:
    if not 1 <= page <= len(visit.compiled.pages):
        raise Http404
    if visit.written.placement is None:
        return HttpResponseRedirect(reverse("answering:placement"))
    if request.method != "POST":
        return _page(request, visit, page, visit.written.answers, {})
    checked = visit.compiled.check(page, request.POST, visit.written.answers, visit.language)
    changed: dict[str, str | None] = {
        one.path: checked.answers.get(one.path)
        for one in visit.compiled.page(page).elements
        if checked.answers.get(one.path) != visit.written.answers.get(one.path)
    }
    language = request.POST.get(":language", "")
    do = request.POST.get(":do", "next")
    goes_on = not language and do == "next"
    written = actions.save(
        visit=visit,
        answers=changed,
        language=visit.compiled.language(language) if language else "",
        page=page,
        by=None,
        at=timezone.now(),
    )
    if goes_on and checked.errors:
        return _page(request, visit, page, checked.answers, checked.errors)
    return HttpResponseRedirect(
        _where(visit, page, do if not language else "here", written.answers)
    )


def _where(visit: Visit, page: int, do: str, answers: Mapping[str, str]) -> str:
    if do == "here":
        return reverse("answering:questions", args=[page])
    if do == "later":
        return reverse("answering:later")
    if do == "back":
        before = visit.compiled.previous_page(page, answers)
        if before is None:
            return reverse("answering:placement")
        return reverse("answering:questions", args=[before])
    after = visit.compiled.next_page(page, answers)
    if after is not None:
        return reverse("answering:questions", args=[after])
    return reverse("answering:seen" if seen.question_of(visit) else "answering:send")


def _page(
    request: HttpRequest,
    visit: Visit,
    page: int,
    answers: Mapping[str, str],
    errors: Mapping[str, str],
) -> HttpResponse:
    words = visit.tongue.words
    return render(
        request,
        "listen/answering/pages/questions.jinja",
        {
            "visit": visit,
            "page": page,
            "count": len(visit.compiled.pages),
            "name": visit.compiled.form.words(visit.compiled.form.title, visit.language),
            "is_wrong": bool(errors),
            "html": rendering.page_html(visit.compiled, page, visit.language, answers, errors),
            "saved": visits.saved_words(visit),
            "words": words,
            "spoken": visit.tongue,
            "where": visit.tongue.say("page", number=page, count=len(visit.compiled.pages)),
        },
    )
