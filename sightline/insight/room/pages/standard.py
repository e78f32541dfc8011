"""One standard in a place: a column for every voice, what it says, and the judgement below."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.applicable import queries as applicable
from sightline.assess.evidence import queries as evidence
from sightline.assess.judgements import queries as judgements
from sightline.assess.pages.found import place_for
from sightline.insight.room import periods, queries, rules, words
from sightline.insight.room.pages.found import standard_for
from sightline.people.request import SignedInRequest
from sightline.standards import crosswalk
from sightline.standards.succession import queries as succession


@allow(Permission.VIEW_EVIDENCE)
def standard(
    request: SignedInRequest, level: str, code: str, number: str, part: str = ""
) -> HttpResponse:
    place = place_for(request, Permission.VIEW_EVIDENCE, level, code, part)
    period = periods.chosen(request.GET.get("year", ""), timezone.localdate())
    one = standard_for(number, period.day)
    lineage = succession.lineage(one.version)
    items = queries.items(place, request.user, period.day, number, lineage)
    before = evidence.end_of(period.day)
    inside = viewer.may(request.user, Permission.VIEW_INTERNAL, at=place.organisation)
    is_now = period.day == timezone.localdate()
    judged = judgements.history(place, request.user, number, before, lineage)
    waits = queries.waits(place, request.user, period.day, lineage).get(number)
    weighed = rules.weigh([item.mark for item in items], period.day)
    look_again = ""
    if judged:
        newest = max((item.period_to for item in items), default=None)
        cited = [copy.mark for copy in judged[0].cited.all()]
        look_again = queries.why_look_again(judged[0], one, cited, newest, period.day)
    return render(
        request,
        "insight/room/pages/standard.jinja",
        {
            "place": place,
            "standard": one,
            "period": period,
            "suffix": "" if is_now else f"?year={period.code}",
            "weighed": weighed,
            "waits": waits,
            "heard": words.WAITING if waits and not items else "",
            "may_decide": request.user.can(Permission.MANAGE_STANDARDS),
            "columns": queries.columns(items, period.day),
            "judgements": judged,
            "look_again": look_again,
            "inside": inside,
            "not_here": applicable.of_place(place, before, lineage).not_here.get(number),
            "regulators": crosswalk.asking_for({number}, lineage),
            "may_judge": is_now
            and viewer.may(request.user, Permission.JUDGE_STANDARDS, at=place.organisation),
            "may_add": viewer.may(request.user, Permission.ADD_EVIDENCE, at=place.organisation),
            "words": words,
            "most": evidence.MOST_LISTED,
        },
    )
