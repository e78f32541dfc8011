"""Results of one round while it is open; when it has closed, where its final results are."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design import downloads, pictures
from sightline.listen.live import queries, tables
from sightline.listen.live.queries import Group, Live
from sightline.listen.rounds.models import Collection
from sightline.people.request import SignedInRequest
from sightline.results.levels import Level
from sightline.results.models import Dataset


@allow(Permission.VIEW_ROUNDS)
def show(request: SignedInRequest, pk: int) -> HttpResponseBase:
    collection = get_object_or_404(
        Collection.objects.visible_to(request.user).select_related(
            "round__survey", "round__dataset", "version", "place"
        ),
        pk=pk,
    )
    if collection.state != Collection.State.OPEN:
        return _closed(request, collection)
    asked = request.GET.get("from", "")
    is_open = asked == "open"
    live = queries.live(collection, request.user, is_open=is_open)
    has_open = collection.access != Collection.Access.INVITED
    if not live.groups and not request.GET and has_open:
        # Nobody who was invited can be shown: those who came by open links, if they can.
        of_links = queries.live(collection, request.user, is_open=True)
        if of_links.groups:
            live, is_open = of_links, True
    group = live.group(request.GET.get("group", ""))
    if group is None and request.GET.get("group"):
        raise Http404
    made_up = collection.round.survey.is_made_up
    context: dict[str, object] = {
        "collection": collection,
        "live": live,
        "group": group,
        "is_open": is_open,
        "levels": _levels(live),
        "has_open": has_open,
        "may_run": Collection.objects.run_by(request.user).filter(pk=pk).exists(),
        "here": reverse("listen:live:show", args=[pk]),
        "open_suffix": "&from=open" if is_open else "",
    }
    if code := request.GET.get("item", ""):
        return _item(request, live, code, context, made_up=made_up)
    if group is not None:
        items = {
            info.code: _href(collection, is_open, item=info.code) for info in live.round.measures
        }
        themes = live.themes(group.key)
        listed = [tables.of_theme(theme, items, made_up=made_up) for theme in themes]
        if (wanted := request.GET.get("format")) in downloads.FORMATS:
            caption = request.GET.get("theme")
            of_it = [table for table in listed if table.caption == caption] or listed
            return downloads.response(of_it[0], wanted)
        context["themes"] = [
            {
                "table": table,
                "charts": tables.charts(theme, made_up=made_up),
                "downloads": downloads.links(
                    "Download",
                    partial(_href, collection, is_open, group=group.value),
                    theme.label,
                    theme=theme.label,
                ),
            }
            for table, theme in zip(listed, themes, strict=True)
        ]
    return pictures.render(request, "listen/live/pages/show.jinja", context)


def _item(
    request: SignedInRequest, live: Live, code: str, context: dict[str, object], *, made_up: bool
) -> HttpResponseBase:
    """One question in every group."""
    info = live.measure(code)
    if info is None:
        raise Http404
    is_open = bool(context["is_open"])
    hrefs = {one.value: _href(live.collection, is_open, group=one.value) for one in live.groups}
    found = [
        tables.across(level, cells, hrefs, made_up=made_up)
        for level in tables.WORDS
        if (cells := live.across(level, code))
    ]
    return pictures.render(
        request, "listen/live/pages/show.jinja", {**context, "info": info, "across": found}
    )


def _levels(live: Live) -> list[tuple[str, list[Group]]]:
    """The groups to choose from, under their levels."""
    found: dict[Level, list[Group]] = {}
    for one in live.groups:
        found.setdefault(one.key.level, []).append(one)
    return [(tables.WORDS[level], groups) for level, groups in found.items()]


def _href(collection: Collection, is_open: bool, **query: str) -> str:
    given = {**query, **({"from": "open"} if is_open else {})}
    return f"{reverse('listen:live:show', args=[collection.pk])}?{urlencode(given)}"


def _closed(request: SignedInRequest, collection: Collection) -> HttpResponseBase:
    dataset: Dataset | None = collection.round.dataset
    return pictures.render(
        request,
        "listen/live/pages/closed.jinja",
        {
            "collection": collection,
            "dataset": dataset,
            "is_draft": collection.state == Collection.State.DRAFT,
        },
    )
