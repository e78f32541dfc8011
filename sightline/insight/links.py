"""Addresses of groups, items and what may be done from them."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from sightline.insight.scope import Group
from sightline.results.levels import CROSSINGS, GroupKey
from sightline.results.models import Dataset


def start(suffix: str = "") -> str:
    return reverse("insight:results") + suffix


def group(key: GroupKey, suffix: str = "") -> str:
    return reverse("insight:group", args=_parts(key)) + suffix


def item(key: GroupKey, measure: str, suffix: str = "") -> str:
    return reverse("insight:item", args=[*_parts(key), measure]) + suffix


def among(key: GroupKey, suffix: str = "") -> str:
    return reverse("insight:among", args=_parts(key)) + suffix


def equity(key: GroupKey, suffix: str = "") -> str:
    return reverse("insight:equity", args=_parts(key)) + suffix


def reports(key: GroupKey, suffix: str = "") -> str:
    return reverse("insight:reports:place", args=[key.level.value, key.code]) + suffix


def view(key: GroupKey, code: str) -> str:
    return reverse("insight:view", args=[*_parts(key), code])


def themes(key: GroupKey, suffix: str = "") -> str:
    """What comments at a place are about, round by round."""
    return reverse("insight:themes:show", args=[key.level.value, key.code]) + suffix


def _parts(key: GroupKey) -> list[str]:
    return [key.level.value, key.code, *([key.other_code] if key.level in CROSSINGS else [])]


def raise_concern(dataset: Dataset, key: GroupKey, measure: str) -> str:
    query = {
        "dataset": dataset.pk,
        "level": key.level.value,
        "group": key.code,
        "other": key.other_code,
        "measure": measure,
    }
    return _with("respond:register:raise", query)


def draft_reply(dataset: Dataset, key: GroupKey, measure: str) -> str:
    query = {
        "dataset": dataset.pk,
        "group": key.code,
        "other": key.other_code,
        "measure": measure,
    }
    return _with("listen:replies:draft", query)


def comments(group: Group, round_pk: int, theme: str, question: str = "") -> str:
    """Released comments of a group on a theme; ``theme`` is "" for those on none. ``question``
    leaves only those that answer it."""
    query = {
        "round": round_pk,
        "place": group.organisation.code if group.organisation else "",
        "programme": group.programme.code if group.programme else "",
        "profession": group.profession.code if group.profession else "",
        "theme": theme,
        "question": question,
    }
    return _with(
        "listen:comments:released", {name: value for name, value in query.items() if value}
    )


def _with(name: str, query: Mapping[str, object]) -> str:
    """The page with its question; "" while the service has no such page."""
    try:
        return f"{reverse(name)}?{urlencode(query)}"
    except NoReverseMatch:
        return ""
