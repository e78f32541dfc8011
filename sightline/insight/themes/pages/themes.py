"""What comments at a place are about, round by round, and the released ones behind it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.service_state import holds_made_up_data
from sightline.design import downloads, pictures
from sightline.design.charts import trend as drawing
from sightline.design.charts.chart import Chart
from sightline.design.tables import Column, Linked, Table, Value, Withheld
from sightline.design.tables import Kind as ColumnKind
from sightline.insight import links, reading, scope, words
from sightline.insight.pages.opened import Opened, opened
from sightline.insight.scope import Group
from sightline.insight.themes import queries
from sightline.insight.themes.queries import Kind, Line, Trend
from sightline.listen.codebook.coding import queries as coding
from sightline.listen.comments import queries as comments
from sightline.listen.comments.models import Comment
from sightline.people.request import SignedInRequest

#: Rounds in the table; the chart has all that are read.
MOST_COLUMNS = 4
MOST_COMMENTS = 10


@allow(Permission.VIEW_RESULTS)
def start(request: SignedInRequest) -> HttpResponseBase:
    """The widest place of the viewer's."""
    starts = [key for key in scope.starts(request.user) if key.level in queries.LEVELS]
    if not starts or reading.chosen(request) is None:
        raise Http404
    return redirect("insight:themes:show", starts[0].level.value, starts[0].code)


@allow(Permission.VIEW_RESULTS)
def of_place(request: SignedInRequest, level: str, code: str) -> HttpResponseBase:
    if level not in queries.LEVELS:
        raise Http404
    found = opened(request, level, code, "")
    survey = found.reading.dataset.survey
    kind = Kind.CODE if request.GET.get("by") == Kind.CODE else Kind.THEME
    trend = queries.trend(found.group.key, survey, kind, request.GET.get("question", ""))
    asked = {"survey": survey, "by": kind.value}
    context = {
        "found": found,
        "group": found.group,
        "kind": kind,
        "asked": asked,
        "trend": trend,
        "links": links,
        "words": words,
        "suffix": _suffix,
        "reach": partial(_suffix, asked),
        "may_code": request.user.can(Permission.CODE_COMMENTS),
    }
    if trend is not None:
        asked["question"] = trend.question
        table = _table(found.group, trend, asked)
        if (wanted := request.GET.get("format")) in downloads.FORMATS:
            return downloads.response(replace(table, source=_source(found)), wanted)
        chosen = _chosen(trend, request.GET.get("theme", ""))
        context |= {"table": table, "chosen": chosen, "counted": trend.n[-1]}
        if chosen is not None:
            context |= {
                "chart": _chart(found.group, trend, chosen),
                "comments": _comments(found.group, trend, kind, chosen),
                "round": trend.rounds[-1],
            }
    return pictures.render(
        request, "insight/themes/pages/themes.jinja", context, source=_source(found)
    )


def _source(found: Opened) -> str:
    """Released comments of all rounds of a survey, so of the survey and not of one round."""
    return f"Released comments, {found.reading.dataset.survey_name}"


def _suffix(asked: dict[str, str], **more: str) -> str:
    return f"?{urlencode({**asked, **more})}"


def _chosen(trend: Trend, subject: str) -> Line | None:
    """The one that was asked for, else the one with most comments."""
    shown = [one for one in trend.lines if any(one.shares)]
    return next((one for one in shown if one.subject == subject), shown[0] if shown else None)


def _table(group: Group, trend: Trend, asked: dict[str, str]) -> Table:
    rounds = trend.rounds[-MOST_COLUMNS:]
    rows: list[list[Value]] = []
    for one in trend.lines:
        shares = one.shares[-MOST_COLUMNS:]
        now = one.now
        rows.append(
            [
                Linked(one.label, _suffix(asked, theme=one.subject)),
                now.count if now else Withheld(words.WITHHELD),
                *(Withheld(words.WITHHELD) if each is None else each.share for each in shares),
                now.low if now else Withheld(words.WITHHELD),
                now.high if now else Withheld(words.WITHHELD),
                one.change,
            ]
        )
    return Table(
        caption=f"What comments are about: {group.name}",
        columns=(
            Column("Theme"),
            Column("Comments now", ColumnKind.NUMBER),
            *(Column(one.label, ColumnKind.PERCENT, 0) for one in rounds),
            Column("95% interval, low", ColumnKind.PERCENT, 0),
            Column("95% interval, high", ColumnKind.PERCENT, 0),
            Column("Since the round before"),
        ),
        rows=rows,
        made_up=holds_made_up_data(),
    )


def _chart(group: Group, trend: Trend, chosen: Line) -> Chart:
    points = [
        drawing.Point(round_.label, None)
        if share is None
        else drawing.Point(round_.label, share.share, share.low, share.high, share.n)
        for round_, share in zip(trend.rounds, chosen.shares, strict=True)
    ]
    return drawing.trend(
        f"{chosen.label}: share of comments, {group.name}",
        points,
        value_heading="Share",
        count_heading="Comments",
        unit="%",
        decimals=0,
        low=0.0,
        made_up=holds_made_up_data(),
    )


def _comments(group: Group, trend: Trend, kind: Kind, chosen: Line) -> list[Comment]:
    """Released ones of the newest round, where those of the group may be read."""
    rows = comments.readable(trend.rounds[-1], group.key).filter(question=trend.question)
    if kind is Kind.THEME:
        rows = rows.filter(theme=chosen.subject)
    else:
        rows = rows.filter(pk__in=coding.with_code(int(chosen.subject)).values("comment"))
    # The same words twice say nothing more.
    return list({one.masked_text: one for one in rows[: 10 * MOST_COMMENTS]}.values())[
        :MOST_COMMENTS
    ]
