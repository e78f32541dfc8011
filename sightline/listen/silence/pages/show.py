from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design.filters import Choice, Filters, Search
from sightline.listen.silence import queries
from sightline.listen.silence.pages.chosen import Subject, subject
from sightline.listen.silence.queries import Line
from sightline.organisations.models import Programme
from sightline.people.request import SignedInRequest
from sightline.results import gate
from sightline.results.levels import Level

#: A trust may have forty low results: so many stand on a page.
PAGE_SIZE = 15
SILENT, ANSWERED, REOPENED = "silent", "answered", "reopened"


def _filters(lines: Sequence[Line]) -> Filters:
    """What the low results of a place can be narrowed by: their own themes, not all there are."""
    themes = sorted({(one.info.theme, one.theme) for one in lines if one.theme}, key=_name)
    return Filters(
        filters=(
            Search(
                "q",
                "Words of the question",
                narrow=lambda rows, text: [
                    one
                    for one in rows
                    if text.casefold() in f"{one.info.label} {one.info.wording}".casefold()
                ],
            ),
            Choice(
                "theme",
                "Theme",
                options=lambda: themes,
                narrow=lambda rows, code: [one for one in rows if one.info.theme == code],
            ),
            Choice(
                "came",
                "What came of it",
                options=lambda: [
                    (SILENT, "Silence"),
                    (ANSWERED, "A commitment, a reply or a reason"),
                    (REOPENED, "Re-opened by later learners"),
                ],
                narrow=lambda rows, asked: [one for one in rows if asked in _came(one)],
            ),
        ),
        kept=("survey", "round", "programme"),
        page_size=PAGE_SIZE,
    )


def _name(theme: tuple[str, str]) -> str:
    return theme[1]


def _came(line: Line) -> set[str]:
    return {SILENT if line.is_silent else ANSWERED} | ({REOPENED} if line.reopened else set())


@allow(Permission.VIEW_RESULTS)
def show(request: SignedInRequest, code: str) -> HttpResponse:
    """What a provider's learners said in a round that is low, and what came of each."""
    found = subject(request, code, Permission.VIEW_RESULTS)
    dataset = found.rounds.dataset
    lines = queries.lines(request.user, dataset, found.provider, found.programme)
    items = [one for one in lines if one.cell is not None]
    chosen = _filters(items).read(request)
    key = queries.key_of(found.provider, found.programme)
    at = found.provider
    return render(
        request,
        "listen/silence/pages/show.jinja",
        {
            "found": found,
            "items": items,
            "chosen": chosen,
            "page": chosen.page(chosen.narrow(items)),
            "written": [one for one in lines if one.cell is None],
            "silent": sum(one.is_silent for one in items),
            "unsettled": [one for one in items if not one.is_settled],
            "is_shown": gate.open_round(dataset).respondents(key) is not None,
            "programmes": _programmes(found),
            "may_sign": viewer.may(request.user, Permission.SIGN_NO_ACTION, at=at),
            "may_draft": viewer.may(request.user, Permission.DRAFT_REPLY, at=at),
            "item_href": lambda line: _item_href(found, line.info.code),
            "close_href": _close_href(found),
            "today": timezone.localdate(),
        },
    )


def _item_href(found: Subject, measure: str) -> str:
    """The page of the result, which stands higher up; "" while the service has none."""
    level = Level.PROVIDER_PROGRAMME if found.programme else Level.PROVIDER
    parts = [found.provider.code, *([found.programme.code] if found.programme else [])]
    try:
        return reverse("insight:item", args=[level.value, *parts, measure]) + found.rounds.suffix
    except NoReverseMatch:
        return ""


def _close_href(found: Subject) -> str:
    dataset = found.rounds.dataset
    try:
        return reverse(
            "respond:rounds:show", args=[dataset.survey, dataset.year, found.provider.code]
        )
    except NoReverseMatch:
        return ""


def _programmes(found: Subject) -> list[Programme]:
    """The other programmes here whose results are shown."""
    opened = gate.open_round(found.rounds.dataset)
    keys = opened.children(queries.key_of(found.provider), Level.PROVIDER_PROGRAMME)
    rows = Programme.objects.filter(code__in=[one.other_code for one in keys]).order_by("name")
    return [one for one in rows if one != found.programme]
