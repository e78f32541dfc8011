"""Themes that were found, and what people made of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from sightline.access.viewer import Viewer
from sightline.listen.codebook.coding import queries as coding
from sightline.listen.codebook.found import rules
from sightline.listen.codebook.found.models import Example, FoundTheme, ThemeSearch, ThemeVerdict
from sightline.listen.comments.models import Comment
from sightline.listen.surveys.models import Round

#: Comments shown with a theme.
MOST_EXAMPLES = 3


@dataclass(frozen=True)
class Found:
    """A theme with its last verdict, and comments that the viewer may read."""

    theme: FoundTheme
    verdict: ThemeVerdict | None
    examples: list[Comment]


def last_search(round_: Round) -> ThemeSearch | None:
    return ThemeSearch.objects.filter(round=round_).select_related("by").first()


def looked_at(round_: Round) -> QuerySet[Comment]:
    """Comments of a round among which themes are looked for: those that are released."""
    return Comment.objects.filter(round=round_, state=Comment.State.RELEASED, is_settled=True)


def why_not_look(round_: Round, at: datetime) -> str:
    """Why themes may not be looked for in a round now; blank if they may. Two queries."""
    last = last_search(round_)
    if last is not None and at - last.at < rules.BETWEEN:
        return "Somebody looked less than five minutes ago. Try again in a while."
    if looked_at(round_).count() < rules.LEAST_COMMENTS:
        return (
            f"Fewer than {rules.LEAST_COMMENTS} comments of this round are released: too few to "
            "look for themes. Release more, or choose another round."
        )
    return ""


def themes(viewer: Viewer, search: ThemeSearch, most: int = MOST_EXAMPLES) -> list[Found]:
    """Three queries."""
    found = list(search.themes.order_by("position"))
    return _with(viewer, found, most)


def theme(viewer: Viewer, one: FoundTheme, most: int = 10) -> Found:
    return _with(viewer, [one], most)[0]


def _with(viewer: Viewer, found: list[FoundTheme], most: int) -> list[Found]:
    verdicts: dict[int, ThemeVerdict] = {}
    rows = ThemeVerdict.objects.filter(theme__in=found).select_related("code", "by")
    for verdict in rows.order_by("at", "pk"):
        verdicts[verdict.theme_id] = verdict
    examples: dict[int, list[Comment]] = {}
    seen: dict[int, set[str]] = {}
    readable = coding.codable(viewer).order_by()
    for one in (
        Example.objects.filter(theme__in=found, comment__in=readable)
        .select_related("comment")
        .order_by("theme", "-weight", "pk")
    ):
        mine = examples.setdefault(one.theme_id, [])
        said = seen.setdefault(one.theme_id, set())
        # The same words twice say nothing more.
        if len(mine) < most and one.comment.masked_text not in said:
            said.add(one.comment.masked_text)
            mine.append(one.comment)
    return [Found(one, verdicts.get(one.pk), examples.get(one.pk, [])) for one in found]
