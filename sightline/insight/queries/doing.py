"""What is recorded as being done about a group, or about one result of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from sightline.access.viewer import Viewer
from sightline.commitments.models import Commitment
from sightline.commitments.words import Status
from sightline.design import show
from sightline.insight.scope import Group
from sightline.listen.replies.models import Reply
from sightline.organisations.models import Organisation
from sightline.respond.register.models import Concern, Standing
from sightline.respond.register.queries import about
from sightline.results.gate import MeasureInfo, Round

#: How many of each kind a page lists.
MOST = 10


@dataclass(frozen=True)
class Doing:
    """What the viewer may see of it, newest first, at most ``MOST`` of each."""

    concerns: Sequence[about.ConcernLine]
    commitments: Sequence[Commitment]
    replies: Sequence[Reply]

    @property
    def nothing(self) -> bool:
        return not (self.concerns or self.commitments or self.replies)

    @property
    def is_cut(self) -> bool:
        return MOST in (len(self.concerns), len(self.commitments), len(self.replies))

    @property
    def open_concerns(self) -> int:
        return sum(one.is_open for one in self.concerns)

    @property
    def overdue(self) -> int:
        return sum(one.status == Status.OVERDUE for one in self.commitments)

    @property
    def counted(self) -> list[str]:
        """ "2 concerns, 1 open", "1 commitment, overdue", "1 reply"; empty where nothing is."""
        said = []
        for found, one, marked, mark in (
            (self.concerns, "concern", self.open_concerns, "open"),
            (self.commitments, "commitment", self.overdue, "overdue"),
            (self.replies, "reply", 0, ""),
        ):
            if not found:
                continue
            text = show.pluralise(len(found), one, "replies" if one == "reply" else None)
            if marked:
                text += f", {mark}" if len(found) == 1 else f", {marked} {mark}"
            said.append(text)
        return said


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


def doing(viewer: Viewer, group: Group, codes: Iterable[str] = ()) -> Doing:
    """Concerns, commitments and replies about a group; with codes, those that cite a measure."""
    measures = list(codes)
    place, programme = group.organisation, group.programme
    concerns = about.concerns_about(place, programme, measures, viewer, limit=MOST)
    if place is not None and programme is not None and measures:
        # A concern about the whole provider that cites this question is one about its programmes.
        named = {one.reference for one in concerns}
        wider = about.concerns_about(place, None, measures, viewer, limit=MOST)
        concerns = [*concerns, *(one for one in wider if one.reference not in named)][:MOST]
    commitments = (
        Commitment.objects.visible_to(viewer)
        .with_status(timezone.localdate())
        .select_related("organisation", "programme")
    )
    replies = Reply.objects.visible_to(viewer).filter(state=Reply.State.PUBLISHED)
    if place is not None:
        within = _within(place)
        commitments, replies = commitments.filter(within), replies.filter(within)
    if programme is not None:
        here = Q(programme=programme)
        if place is not None:
            # What was promised for the whole provider holds for each of its programmes.
            here |= Q(programme=None)
        commitments, replies = commitments.filter(here), replies.filter(here)
    if measures:
        # Not a join: a commitment that answers two of the questions is still one.
        commitments = commitments.filter(
            pk__in=Commitment.objects.filter(measures__code__in=measures).values("pk")
        )
        replies = replies.filter(
            pk__in=Reply.objects.filter(measures__code__in=measures).values("pk")
        )
    return Doing(
        concerns,
        list(commitments.order_by("-agreed_at", "-pk")[:MOST]),
        list(
            replies.select_related("organisation", "programme").order_by("-published_at", "-pk")[
                :MOST
            ]
        ),
    )


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
