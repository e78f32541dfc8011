"""What pages of results show: rows of cells that passed the gate, with names, and what is done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from sightline.access.viewer import Viewer
from sightline.commitments.models import Commitment
from sightline.insight import scope, words
from sightline.insight.scope import Group
from sightline.listen.replies.models import Reply
from sightline.organisations.models import Organisation, Profession, Programme
from sightline.respond.register.queries import about
from sightline.results.gate import Cell, MeasureInfo, Round
from sightline.results.levels import CROSSINGS, GroupKey, Level
from sightline.stats.outliers import Colour


@dataclass(frozen=True)
class Line:
    """One measure of a group; ``since`` says what has changed, empty for a first round."""

    info: MeasureInfo
    cell: Cell
    since: str = ""
    was_red: bool = False

    @property
    def is_repeat_red(self) -> bool:
        return self.was_red and self.cell.flag is Colour.RED


@dataclass(frozen=True)
class Child:
    """One group inside another, for one measure."""

    key: GroupKey
    name: str
    cell: Cell


@dataclass(frozen=True)
class Doing:
    """What is recorded about a group, or about one result of it, that the viewer may see."""

    concerns: Sequence[about.ConcernLine]
    commitments: Sequence[Commitment]
    replies: Sequence[Reply]

    @property
    def nothing(self) -> bool:
        return not (self.concerns or self.commitments or self.replies)


#: Which groups stand inside a group, in the order in which they are offered.
CHILDREN: dict[Level, tuple[Level, ...]] = {
    Level.NATION: (Level.REGION, Level.PROFESSION, Level.PROGRAMME),
    Level.REGION: (Level.ICB,),
    Level.ICB: (Level.PROVIDER,),
    Level.PROVIDER: (Level.SITE, Level.PROVIDER_PROFESSION, Level.PROVIDER_PROGRAMME),
    Level.PROFESSION: (Level.PROVIDER_PROFESSION,),
    Level.PROGRAMME: (Level.PROVIDER_PROGRAMME,),
}


def lines(
    round_: Round, before: Round | None, key: GroupKey, codes: Iterable[str], since: str = ""
) -> list[Line]:
    """One line for each measure, with what changed since the round ``before``."""
    found = []
    for code in codes:
        info = round_.measure(code)
        if info is None:
            continue
        cell = round_.cell(key, code)
        earlier = before.cell(key, code) if before and before.measure(code) else None
        said = words.change(cell, earlier, info, since) if earlier and cell.shown else ""
        found.append(Line(info, cell, said, bool(earlier and earlier.flag is Colour.RED)))
    return found


def children(
    round_: Round, viewer: Viewer, key: GroupKey, level: Level, measure: str
) -> list[Child]:
    """The groups of ``level`` inside ``key`` that the viewer may open, by score, withheld last."""
    keys = round_.children(key, level)
    if key.level in (Level.PROGRAMME, Level.PROFESSION):
        mine = _providers_of(viewer)
        keys = [one for one in keys if mine is None or one.code in mine]
    rows = round_.cells(keys, [measure])
    named = names(keys, by_provider=key.level in (Level.PROGRAMME, Level.PROFESSION))
    found = [Child(one, named[one], row[0]) for one, row in zip(keys, rows, strict=True)]
    return sorted(
        found, key=lambda c: (c.cell.score is None, c.cell.score or 0.0, c.name.casefold())
    )


def _providers_of(viewer: Viewer) -> frozenset[str] | None:
    """Codes of the providers in the viewer's patch; None for the whole nation."""
    patch = scope.patch_of(viewer)
    if patch.nation:
        return None
    found = Organisation.objects.providers().filter(patch.q())
    return frozenset(found.values_list("code", flat=True))


def names(keys: Sequence[GroupKey], *, by_provider: bool = False) -> dict[GroupKey, str]:
    """What groups are called; crossings by their provider or by their programme or profession."""
    places = {k.code for k in keys if k.level not in (Level.PROGRAMME, Level.PROFESSION)}
    taught = {k.other_code for k in keys if k.level in CROSSINGS}
    taught |= {k.code for k in keys if k.level in (Level.PROGRAMME, Level.PROFESSION)}
    organisations = _names_of(Organisation, places)
    others = _names_of(Programme, taught) | _names_of(Profession, taught)
    found = {}
    for key in keys:
        if key.level is Level.NATION:
            found[key] = "England"
        elif key.level in CROSSINGS:
            found[key] = (
                organisations.get(key.code, key.code)
                if by_provider
                else others.get(key.other_code, key.other_code)
            )
        else:
            named = others if key.code in others and key.code not in places else organisations
            found[key] = named.get(key.code, key.code)
    return found


def _names_of(
    model: type[Organisation] | type[Programme] | type[Profession], codes: set[str]
) -> dict[str, str]:
    wanted = sorted(codes)
    found: dict[str, str] = {}
    for start in range(0, len(wanted), 5_000):
        part = wanted[start : start + 5_000]
        found |= dict(model._default_manager.filter(code__in=part).values_list("code", "name"))
    return found


def doing(viewer: Viewer, group: Group, measure: str = "") -> Doing:
    """Concerns, commitments and replies about a group; with a measure, only those that cite it."""
    codes = [measure] if measure else []
    organisation = group.organisation
    programme = group.programme
    concerns = about.concerns_about(organisation, programme, codes, viewer, limit=10)
    commitments = (
        Commitment.objects.visible_to(viewer)
        .with_status(timezone.localdate())
        .select_related("organisation", "programme")
    )
    replies = Reply.objects.visible_to(viewer).filter(state=Reply.State.PUBLISHED)
    if organisation is not None:
        within = _within(organisation)
        commitments, replies = commitments.filter(within), replies.filter(within)
    if programme is not None:
        here = Q(programme=programme)
        if organisation is not None:
            # What was promised for the whole provider holds for each of its programmes.
            here |= Q(programme=None)
        commitments, replies = commitments.filter(here), replies.filter(here)
    if measure:
        commitments = commitments.filter(measures__code=measure)
        replies = replies.filter(measures__code=measure)
    return Doing(
        concerns,
        list(commitments.order_by("-agreed_at", "-pk").distinct()[:10]),
        list(
            replies.select_related("organisation", "programme")
            .order_by("-published_at", "-pk")
            .distinct()[:10]
        ),
    )


def _within(organisation: Organisation) -> Q:
    kind = organisation.kind
    if kind == Organisation.Kind.REGION:
        return Q(organisation__region=organisation)
    if kind == Organisation.Kind.ICB:
        return Q(organisation__icb=organisation)
    return Q(organisation__provider=organisation.provider_id)
