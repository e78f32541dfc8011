from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpResponseBase

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design import downloads, pictures
from sightline.design.tables import Table
from sightline.insight import files, lineage, links, tables, unknown, words
from sightline.insight.pages import places
from sightline.insight.pages.opened import Opened, opened
from sightline.insight.pages.places import Places
from sightline.insight.queries import alike, doing
from sightline.insight.queries.lines import (
    Line,
    Point,
    lines,
    most_changed,
    points,
    said_of_themes,
)
from sightline.listen.comments import queries as comments
from sightline.organisations.models import Organisation
from sightline.organisations.networks import queries as networks
from sightline.people.request import SignedInRequest
from sightline.results.levels import NATION

#: The questions named at the top: more would be the whole list again.
MOST_LOW = 5


@allow(Permission.VIEW_RESULTS)
def group(request: SignedInRequest, level: str, code: str, other: str = "") -> HttpResponseBase:
    """Everything about one group in one round: its results beside what is being done."""
    found = opened(request, level, code, other)
    infos = found.reading.round.measures
    themes = [info for info in infos if info.is_theme]
    listed = places.read(request, found, [info.code for info in themes])
    by_place = _by_place(listed, found)
    own = found.group.shows_own_results
    wanted = request.GET.get("format")
    if by_place and wanted in downloads.FORMATS and (not own or request.GET.get("of") == "places"):
        return files.response(by_place, wanted, found.reading)
    said = lines(found.reading, found.group.key, infos)
    asked = [one for one in said if one.cell.shown or not one.info.branch]
    table = tables.measures(
        f"Results of {found.group.name}", "Question or theme", found.group.key, asked, found.reading
    )
    is_withheld = own and not any(one.cell.shown for one in said)
    like = (
        alike.together(found.reading, found.group.key, infos, alike.Kinds())
        if is_withheld
        else None
    )
    named = _named(like) if like else {}
    if own and wanted in downloads.FORMATS:
        if like and request.GET.get("of") == "together":
            return files.response(
                tables.together(like, found.reading, named), wanted, found.reading
            )
        if request.GET.get("of") == "rounds":
            return files.response(_over_rounds(found, said), wanted, found.reading)
        return files.response(table, wanted, found.reading)
    asked_in = comments.round_of(found.reading.dataset) if own else None
    narrow = found.group.organisation is not None and found.group.organisation.provider_id
    return pictures.render(
        request,
        "insight/pages/group.jinja",
        {
            "found": found,
            "reading": found.reading,
            "group": found.group,
            "is_known": found.reading.round.has(found.group.key),
            "past": lineage.of(found.group.organisation, found.reading, request.user),
            "doing": doing.doing(
                request.user, found.group, most=doing.MOST if narrow else doing.MOST_OF_MANY
            ),
            "sees_signals": request.user.can(Permission.JUDGE_STANDARDS),
            "round_of_comments": asked_in,
            "written": comments.by_question(asked_in, found.group.key),
            "may_see_passport": found.group.organisation is not None
            and viewer.may(request.user, Permission.VIEW_EVIDENCE, at=found.group.organisation),
            "links": links,
            "words": words,
            **(_like(found, like, named) if like else {}),
            **(_own(found, said, asked, table, listed) if own else {"nation": _shown(said)}),
            "places": listed,
            "places_table": listed
            and by_place
            and tables.scores_by_place(by_place, themes, listed.positions),
            "places_explained": listed and listed.explained(found.reading.round),
        },
        source=found.reading.source,
    )


def _named(like: alike.Together) -> dict[str, str]:
    """What the board or provider, and the networks, are called, by code."""
    whole = Organisation.objects.filter(code=like.whole.code).values_list("code", "name")
    return {like.whole.code: like.whole.code, **dict(whole), **networks.names(like.networks)}


def _like(found: Opened, like: alike.Together, named: dict[str, str]) -> dict[str, Any]:
    """Places like this one, together: what was put together and why, themes, and every question."""
    table = tables.together(like, found.reading, named)
    at = {
        kind: [n for n, row in enumerate(like.rows) if row.info.is_theme == kind]
        for kind in (True, False)
    }
    headings = [column.text for column in table.columns]
    return {
        "like": like,
        "like_why": words.together(like, found.group.name, named),
        "like_themes": tables.some(table, headings, at[True]) if at[True] else None,
        "like_questions": tables.some(table, headings, at[False]) if at[False] else None,
    }


def _shown(said: Sequence[Line]) -> list[Line]:
    """The themes that have a figure."""
    return [one for one in said if one.info.is_theme and one.cell.shown]


def _trends(found: Opened, themes: Sequence[Line]) -> dict[str, list[Point]]:
    return {one.info.code: points(found.reading, found.group.key, one.info.code) for one in themes}


def _over_rounds(found: Opened, said: Sequence[Line]) -> Table:
    """The themes' scores in every round."""
    themes = [one for one in said if one.info.is_theme]
    table = tables.over_rounds(_trends(found, themes), themes, found.group.key, found.reading)
    return tables.some(table, [one.text for one in table.columns if one.text != tables.LINE])


def _own(
    found: Opened,
    said: Sequence[Line],
    asked: Sequence[Line],
    table: Table,
    listed: Places | None,
) -> dict[str, Any]:
    """The group's own results: what stands out, its themes, and every question."""
    key, round_ = found.group.key, found.reading.round
    themes = [one for one in said if one.info.is_theme]
    questions = [one for one in asked if not one.info.is_theme and one.cell.shown]
    low = sorted(
        (one for one in questions if one.is_low), key=lambda one: one.cell.difference or 0.0
    )
    since = [f"Since {found.reading.since}"] if found.reading.since else []
    caption = "Scores by theme"
    of_themes = tables.measures(caption, "Theme", key, themes, found.reading)
    trends = _trends(found, themes)
    changed = most_changed(asked)
    return {
        "changed": changed,
        "changed_table": tables.changed(changed[:MOST_LOW], key, found.reading),
        "over_rounds": tables.over_rounds(trends, themes, key, found.reading)
        if any(len(one) > 1 for one in trends.values())
        else None,
        "unknown": unknown.unknown(
            asked,
            round_.respondents(key),
            trends[themes[0].info.code] if themes else [],
            listed.inside if listed else None,
        ),
        "respondents": round_.respondents(key),
        "themes": _shown(themes),
        "questions": questions,
        "low_themes": [one for one in themes if one.is_low],
        "low": low,
        "low_table": tables.some(
            tables.measures("What is lowest", "Question", key, low[:MOST_LOW], found.reading),
            [
                *("Question", "Answers", "Coverage", "Score"),
                *(("Difference", "Compared") if key != NATION else ()),
                *since,
            ],
        ),
        "high": [one for one in questions if one.is_high],
        "change": said_of_themes(themes, found.reading.since),
        "chart": tables.measures_chart(of_themes, key, themes, found.reading),
        "sections": _sections(table, asked, tables.brief(found.reading, key)),
        "not_asked": len(said) - len(asked),
        **{
            f"explained_{what}": round_.explain(key, of[0].info.code) if of else None
            for what, of in (("low", low), ("theme", _shown(themes)), ("question", questions))
        },
    }


def _sections(table: Table, asked: Sequence[Line], headings: Sequence[str]) -> list[dict[str, Any]]:
    """The questions of each theme, in the order of the questionnaire: rows of the whole table.

    A theme itself stands before its questions. Those that are not shown are named and not drawn.
    """
    labels = {one.info.code: one.info.label for one in asked if one.info.is_theme}
    themes = {one.info.label: at for at, one in enumerate(asked) if one.info.is_theme}
    of_theme: dict[str, list[int]] = {}
    for at, one in enumerate(asked):
        if not one.info.is_theme:
            of_theme.setdefault(labels.get(one.info.theme, "Other questions"), []).append(at)
    return [
        {
            "name": name,
            "count": len(rows),
            "low": sum(asked[at].is_low for at in rows),
            "table": tables.some(
                replace(table, caption=name),
                ["Question or theme", *headings],
                [
                    at
                    for at in [*([themes[name]] if name in themes else []), *rows]
                    if asked[at].cell.shown
                ],
            ),
            "withheld": [asked[at].info.label for at in rows if not asked[at].cell.shown],
        }
        for name, rows in of_theme.items()
    ]


def _by_place(listed: Places | None, found: Opened) -> Table | None:
    """The whole list of groups inside, as its download has it."""
    if listed is None:
        return None
    themes = [info for info in found.reading.round.measures if info.is_theme]
    caption = f"{found.group.name}: {listed.inside.text}"
    return tables.themes_by_place(caption, listed.inside, themes, found.reading)
