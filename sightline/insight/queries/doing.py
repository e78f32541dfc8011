"""What is recorded as being done about a group, or about one result of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from sightline.access.viewer import Viewer
from sightline.commitments.models import Commitment
from sightline.commitments.words import Status
from sightline.design import show
from sightline.insight.scope import Group
from sightline.listen.replies.models import Reply
from sightline.listen.silence.models import NoAction
from sightline.organisations.models import Organisation
from sightline.respond.register.models import Concern, Standing
from sightline.respond.register.queries import about
from sightline.results.gate import MeasureInfo, Round

#: How many of each kind a page lists about one place, and about a wide one.
MOST = 10
MOST_OF_MANY = 3


@dataclass(frozen=True)
class Doing:
    """What the viewer may see of it: what is open first, then newest. ``cut`` kinds have more."""

    concerns: Sequence[about.ConcernLine]
    commitments: Sequence[Commitment]
    replies: Sequence[Reply]
    no_actions: Sequence[NoAction] = ()
    cut: frozenset[str] = frozenset()

    @property
    def nothing(self) -> bool:
        return not (self.concerns or self.commitments or self.replies or self.no_actions)

    @property
    def counted(self) -> list[str]:
        """ "2 concerns, 1 open", "1 commitment, overdue", "3+ replies"; empty where nothing is."""
        is_open = sum(one.is_open for one in self.concerns)
        overdue = sum(one.status == Status.OVERDUE for one in self.commitments)
        return [
            text
            for text in (
                self._count("concerns", "concern", "concerns", len(self.concerns), is_open, "open"),
                self._count(
                    "commitments",
                    "commitment",
                    "commitments",
                    len(self.commitments),
                    overdue,
                    "overdue",
                ),
                self._count("replies", "reply", "replies", len(self.replies), 0, ""),
                self._count(
                    "no_actions",
                    "reason for no action",
                    "reasons for no action",
                    len(self.no_actions),
                    0,
                    "",
                ),
            )
            if text
        ]

    def _count(self, kind: str, one: str, many: str, count: int, marked: int, mark: str) -> str:
        if not count:
            return ""
        if kind in self.cut:
            return f"{count}+ {many}"
        text = show.pluralise(count, one, many)
        if not marked:
            return text
        return f"{text}, {mark}" if count == 1 else f"{text}, {marked} {mark}"


@dataclass(frozen=True)
class OpenConcern:
    reference: str
    provider: str  # code; empty for a concern about a region or ICB
    programme: str  # code; empty for a concern about more than one


def related(round_: Round, info: MeasureInfo) -> list[str]:
    """The codes of a measure and of what it is part of: an item's theme, or a theme's items."""
    if info.is_theme:
        return [info.code, *(one.code for one in round_.measures if one.theme == info.code)]
    return [info.code, *([info.theme] if info.theme else [])]


def doing(viewer: Viewer, group: Group, codes: Iterable[str] = (), *, most: int = MOST) -> Doing:
    """Concerns, commitments and replies about a group; with codes, those that cite a measure.

    Five queries at most.
    """
    measures = list(codes)
    place, programme, profession = group.organisation, group.programme, group.profession
    concerns = about.concerns_about(
        place, programme, measures, viewer, profession=profession, limit=most + 1
    )
    if place is not None and (programme or profession) and measures:
        # A concern about the whole provider that cites this question is one about all who are
        # taught there.
        named = {one.reference for one in concerns}
        wider = about.concerns_about(place, None, measures, viewer, limit=most + 1)
        concerns = [*concerns, *(one for one in wider if one.reference not in named)]
    commitments = (
        Commitment.objects.visible_to(viewer)
        .with_status(timezone.localdate())
        .select_related("organisation", "programme")
        .order_by("-agreed_at", "-pk")
    )
    replies = (
        Reply.objects.visible_to(viewer)
        .filter(state=Reply.State.PUBLISHED)
        .select_related("organisation", "programme")
        .order_by("-published_at", "-pk")
    )
    signed = NoAction.objects.visible_to(viewer).standing().select_related("organisation")
    here = _here(group)
    commitments, replies = commitments.filter(here), replies.filter(here)
    signed = signed.filter(here).order_by("-signed_at", "-pk")
    if measures:
        # Not a join: a commitment that answers two of the questions is still one.
        commitments = commitments.filter(
            pk__in=Commitment.objects.filter(measures__code__in=measures).values("pk")
        )
        replies = replies.filter(
            pk__in=Reply.objects.filter(measures__code__in=measures).values("pk")
        )
        signed = signed.filter(
            pk__in=NoAction.objects.filter(measures__code__in=measures).values("pk")
        )
    found: dict[str, list[Any]] = {
        "concerns": concerns,
        "commitments": list(commitments[: most + 1]),
        "replies": list(replies[: most + 1]),
        "no_actions": list(signed[: most + 1]),
    }
    return Doing(
        **{kind: rows[:most] for kind, rows in found.items()},
        cut=frozenset(kind for kind, rows in found.items() if len(rows) > most),
    )


def _here(group: Group) -> Q:
    """Of the group's place, and of what is taught: what holds for a whole provider holds for it."""
    here = Q()
    if group.organisation is not None:
        here &= _within(group.organisation)
    taught = Q()
    if group.programme is not None:
        taught = Q(programme=group.programme)
    elif group.profession is not None:
        taught = Q(programme__profession=group.profession)
    if taught and group.organisation is not None:
        taught |= Q(programme=None)
    return here & taught


def _within(organisation: Organisation) -> Q:
    kind = organisation.kind
    if kind == Organisation.Kind.REGION:
        return Q(organisation__region=organisation)
    if kind == Organisation.Kind.ICB:
        return Q(organisation__icb=organisation)
    return Q(organisation__provider=organisation.provider_id)


def open_concerns(viewer: Viewer) -> list[OpenConcern]:
    """Every concern that is open and that the viewer may see, in one line each. One query."""
    latest = (
        Standing.objects.filter(concern=OuterRef("concern")).order_by("-at", "-id").values("pk")[:1]
    )
    found = Standing.objects.filter(
        concern__in=Concern.objects.visible_to(viewer).order_by(),
        pk=Subquery(latest),
        state=Standing.State.OPEN,
    )
    rows = found.order_by("concern__reference").values_list(
        "concern__reference", "concern__organisation__provider__code", "concern__programme__code"
    )
    return [OpenConcern(reference, place or "", taught or "") for reference, place, taught in rows]
