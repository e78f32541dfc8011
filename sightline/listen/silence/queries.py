"""Every low result of a provider with what came of it, and how much is still silent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from sightline.access.viewer import Viewer
from sightline.commitments.models import Check, Commitment, CommitmentQuerySet
from sightline.listen.comments import queries as comments
from sightline.listen.replies.models import Reopening, Reply, ReplyQuerySet
from sightline.listen.silence import rules
from sightline.listen.silence.models import NoAction
from sightline.listen.silence.rules import Kind
from sightline.organisations.models import Organisation, Programme
from sightline.results import gate
from sightline.results.gate import Cell, MeasureInfo
from sightline.results.levels import NATION, GroupKey, Level
from sightline.results.models import Dataset
from sightline.stats.outliers import Colour

LOW = (Colour.RED, Colour.PINK)
#: A filter by place: given the path to an organisation, the condition on it.
Place = Callable[[str], Q]


def at_provider(provider: Organisation) -> Place:
    """One provider as a place."""
    return lambda path: Q(**{path or "pk": provider.pk})


def key_of(organisation: Organisation, programme: Programme | None = None) -> GroupKey:
    if programme is None:
        return GroupKey(Level.PROVIDER, organisation.code)
    return GroupKey(Level.PROVIDER_PROGRAMME, organisation.code, programme.code)


@dataclass(frozen=True)
class Line:
    """A low item, or a theme that learners wrote about, and what came of it.

    ``cell`` is None for a theme of comments, ``comments`` is 0 for an item.
    """

    info: MeasureInfo
    theme: str
    cell: Cell | None
    comments: int
    commitments: Sequence[Commitment]
    replies: Sequence[Reply]
    no_actions: Sequence[NoAction]
    reopened: Sequence[Reopening]

    @property
    def kinds(self) -> set[Kind]:
        return {
            kind
            for kind, found in (
                (Kind.COMMITMENT, self.commitments),
                (Kind.REPLY, self.replies),
                (Kind.NO_ACTION, self.no_actions),
            )
            if found
        }

    @property
    def is_silent(self) -> bool:
        return rules.is_silent(self.kinds)

    @property
    def is_settled(self) -> bool:
        return rules.is_settled(self.kinds)


def lines(
    viewer: Viewer, dataset: Dataset, provider: Organisation, programme: Programme | None = None
) -> list[Line]:
    """The low items of a provider (or one of its programmes) in a round, then comment themes.

    Those still silent first, the lowest first among them. A fixed number of queries.
    """
    opened = gate.open_round(dataset)
    key = key_of(provider, programme)
    items = [info for info in opened.measures if not info.is_theme]
    cells = opened.cells([key], [info.code for info in items])[0]
    low = [(info, cell) for info, cell in zip(items, cells, strict=True) if cell.flag in LOW]
    themes = {info.code: info for info in opened.measures if info.is_theme}
    written = {
        one.code: one.count
        for one in comments.by_theme(comments.round_of(dataset), key)
        if one.code in themes
    }
    taught = Q(programme=None) | Q(programme=programme) if programme else Q()
    promised = [
        (one, {measure.code for measure in one.measures.all()})
        for one in _commitments(dataset, at_provider(provider))
        .filter(taught, pk__in=Commitment.objects.visible_to(viewer))
        .select_related("programme")
        .prefetch_related("measures")
    ]
    told = [
        (one, {measure.code for measure in one.measures.all()})
        for one in _replies(dataset, at_provider(provider))
        .filter(taught)
        .select_related("programme", "commitment")
        .prefetch_related("measures", "reopenings")
    ]
    signed = [
        (one, {measure.code for measure in one.measures.all()})
        for one in NoAction.objects.visible_to(viewer)
        .standing()
        .of_round(dataset)
        .filter(taught, organisation=provider)
        .select_related("signed_by", "programme")
        .prefetch_related("measures")
    ]

    def line(info: MeasureInfo, cell: Cell | None, codes: set[str]) -> Line:
        replies = [one for one, cited in told if cited & codes]
        return Line(
            info=info,
            theme=themes[info.theme].label if info.theme in themes else "",
            cell=cell,
            comments=0 if cell else written[info.code],
            commitments=[one for one, cited in promised if cited & codes],
            replies=replies,
            no_actions=[one for one, cited in signed if cited & codes],
            reopened=[
                again for one in replies for again in one.reopenings.all() if not again.answered_at
            ],
        )

    found = [line(info, cell, {info.code}) for info, cell in low]
    found.sort(key=lambda one: (not one.is_silent, one.cell.difference or 0.0 if one.cell else 0))
    of_theme = [
        line(themes[code], None, {code, *(info.code for info in items if info.theme == code)})
        for code in written
    ]
    return found + sorted(of_theme, key=lambda one: (not one.is_silent, -one.comments))


def _commitments(dataset: Dataset, place: Place) -> CommitmentQuerySet:
    """Commitments about the round's measures that count for it, with their status."""
    kept = Check.objects.filter(
        proof__commitment=OuterRef("pk"), outcome=Check.Outcome.ACCEPTED
    ).order_by("-at")
    return (
        Commitment.objects.with_status(timezone.localdate())
        .annotate(kept_at=Subquery(kept.values("at")[:1]))
        .filter(
            place("organisation"),
            Q(agreed_at__date__gte=dataset.collected_from)
            | Q(kept_at=None)
            | Q(kept_at__date__gte=dataset.collected_from),
            pk__in=Commitment.objects.filter(measures__survey=dataset.survey).values("pk"),
        )
        .order_by("-agreed_at", "-pk")
    )


def _replies(dataset: Dataset, place: Place) -> ReplyQuerySet:
    return Reply.objects.public().filter(
        place("organisation"), dataset__survey=dataset.survey, dataset__year=dataset.year
    )


@dataclass(frozen=True)
class Answer:
    kind: Kind
    at: datetime


#: By the pk of an organisation and the code of a measure.
Answers = Mapping[tuple[int, str], Sequence[Answer]]


def answers(dataset: Dataset, place: Place) -> Answers:
    """Everything that answers a measure of the round, at many providers at once. Three queries."""
    found: dict[tuple[int, str], list[Answer]] = defaultdict(list)
    for kind, rows in (
        (
            Kind.COMMITMENT,
            _commitments(dataset, place)
            .order_by()
            .values_list("organisation_id", "measures__code", "agreed_at"),
        ),
        (
            Kind.REPLY,
            _replies(dataset, place)
            .order_by()
            .values_list("organisation_id", "measures__code", "published_at"),
        ),
        (
            Kind.NO_ACTION,
            NoAction.objects.standing()
            .of_round(dataset)
            .filter(place("organisation"))
            .order_by()
            .values_list("organisation_id", "measures__code", "signed_at"),
        ),
    ):
        for organisation, code, at in rows:
            if code and at:
                found[organisation, code].append(Answer(kind, at))
    return found


@dataclass(frozen=True)
class Standing:
    """How one provider stands in a round: its low items and which of them are answered.

    ``first`` has the moment of the first answer to each low item, None for one that is silent.
    """

    provider: Organisation
    low: Sequence[str]
    silent: Sequence[str]
    unsettled: Sequence[str]
    first: Mapping[str, datetime | None]

    @property
    def count_answered(self) -> int:
        return len(self.low) - len(self.silent)


#: So many providers are asked for by name rather than all of thousands.
_FEW = 900


def standings(dataset: Dataset, place: Place) -> list[Standing]:
    """Providers with a low item, most silent first. Four queries, however many providers."""
    opened = gate.open_round(dataset)
    codes = [info.code for info in opened.measures if not info.is_theme]
    keys = opened.children(NATION, Level.PROVIDER)
    seen = opened.overview(keys, codes)
    low = np.logical_or.reduce([seen.are(colour) for colour in LOW])
    flagged = {
        keys[at].code: [codes[column] for column in np.flatnonzero(low[at])]
        for at in np.flatnonzero(low.any(axis=1))
    }
    asked = Organisation.objects.providers().filter(place("")).select_related("region")
    if len(flagged) <= _FEW:  # else more than some databases take in one query
        asked = asked.filter(code__in=list(flagged))
    providers = [one for one in asked.order_by("name", "code") if one.code in flagged]
    said = answers(dataset, place)
    found = [_standing(one, flagged[one.code], said) for one in providers]
    return sorted(found, key=lambda one: (-len(one.silent), -len(one.low), one.provider.name))


def _standing(provider: Organisation, low: Sequence[str], said: Answers) -> Standing:
    kinds = {code: {one.kind for one in said.get((provider.pk, code), ())} for code in low}
    return Standing(
        provider=provider,
        low=low,
        silent=[code for code in low if rules.is_silent(kinds[code])],
        unsettled=[code for code in low if not rules.is_settled(kinds[code])],
        first={
            code: min((one.at for one in said.get((provider.pk, code), ())), default=None)
            for code in low
        },
    )


def labels(dataset: Dataset, codes: Collection[str]) -> list[str]:
    """What measures are called, in the order of the questionnaire."""
    return [one.label for one in gate.open_round(dataset).measures if one.code in codes]


def results_in(dataset: Dataset) -> datetime:
    """When the results of the round were first there for people to read."""
    first = (
        Dataset.objects.filter(
            survey=dataset.survey, year=dataset.year, switched_in_at__isnull=False
        )
        .order_by("switched_in_at")
        .values_list("switched_in_at", flat=True)
        .first()
    )
    return first or dataset.built_at or timezone.now()
