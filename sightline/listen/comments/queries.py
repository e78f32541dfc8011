"""What others may read of comments: released ones, where the group that was asked is shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from sightline.access.viewer import Viewer
from sightline.listen.comments import cells
from sightline.listen.comments.models import Comment, CommentDecision
from sightline.listen.comments.wiping import GONE
from sightline.listen.comments.words import WithheldBecause
from sightline.listen.surveys.models import Round
from sightline.organisations.models import Organisation
from sightline.results import gate
from sightline.results.levels import Audience, GroupKey, Level
from sightline.results.models import Dataset, Measure


@dataclass(frozen=True)
class Theme:
    """How many released comments there are on a theme; ``code`` is blank for those on none."""

    code: str
    label: str
    count: int


@dataclass(frozen=True)
class Answered:
    """The themes of the released comments that answer one question, most first."""

    code: str
    label: str
    themes: list[Theme]

    @property
    def count(self) -> int:
        return sum(one.count for one in self.themes)


@dataclass(frozen=True)
class Queue:
    """How much there is to read."""

    waiting: int
    urgent: int
    late: int
    urgent_late: int


def queue(viewer: Viewer, day: date) -> Queue:
    """One query."""
    found = (
        Comment.objects.visible_to(viewer)
        .to_read()
        .order_by()
        .aggregate(
            waiting=Count("pk"),
            urgent=Count("pk", filter=Q(is_urgent=True)),
            late=Count("pk", filter=Q(due_date__lt=day)),
            urgent_late=Count("pk", filter=Q(is_urgent=True, due_date__lt=day)),
        )
    )
    return Queue(**found)


def may_show(dataset: Dataset, key: GroupKey) -> bool:
    """Is the group one whose comments may be read: ten or more, and shown by the public gate?

    Inside as well: a comment says more than a number.
    """
    count = gate.open_round(dataset, Audience.PUBLIC).respondents(key)
    return count is not None and count >= cells.LEAST


def readable(round_: Round | None, key: GroupKey, *, public: bool = False) -> QuerySet[Comment]:
    """The released comments of a group, in an order that says nothing; none where not shown."""
    where = _where(key)
    if (
        round_ is None
        or round_.dataset is None
        or where is None
        or not may_show(round_.dataset, key)
    ):
        return Comment.objects.none()
    found = Comment.objects.filter(
        where, round=round_, state=Comment.State.RELEASED, is_settled=True
    ).order_by("theme", "key")
    return found.filter(is_public=True) if public else found


def _where(key: GroupKey) -> Q | None:
    """The comments within a group; None for a site, which no comment is kept under."""
    of = {
        Level.NATION: Q(),
        Level.REGION: Q(organisation__region__code=key.code),
        Level.ICB: Q(organisation__icb__code=key.code),
        Level.PROVIDER: Q(organisation__code=key.code),
        Level.PROGRAMME: Q(programme__code=key.code),
        Level.PROFESSION: Q(profession__code=key.code),
        Level.PROVIDER_PROGRAMME: Q(organisation__code=key.code, programme__code=key.other_code),
        Level.PROVIDER_PROFESSION: Q(organisation__code=key.code, profession__code=key.other_code),
    }
    return of.get(key.level)


def round_of(dataset: Dataset) -> Round | None:
    """The survey's round that these results are of."""
    return (
        Round.objects.filter(survey__code=dataset.survey, year=dataset.year)
        .select_related("dataset", "survey")
        .first()
    )


def by_theme(round_: Round | None, key: GroupKey, *, public: bool = False) -> list[Theme]:
    """The themes that there are released comments on, most first. Two queries."""
    counts: Mapping[str, int] = dict(
        readable(round_, key, public=public)
        .order_by()
        .values_list("theme")
        .annotate(count=Count("pk"))
    )
    if round_ is None or not counts:
        return []
    labels = theme_labels(round_.survey.code)
    found = [Theme(code, labels.get(code, "Other"), count) for code, count in counts.items()]
    return sorted(found, key=lambda one: (-one.count, one.label))


def by_question(round_: Round | None, key: GroupKey) -> list[Answered]:
    """The same question by question: a theme in what is good means something else than in what
    could be better, so the two are never added up. Two queries."""
    rows = list(
        readable(round_, key)
        .order_by("question", "question_label", "theme")
        .values_list("question", "question_label", "theme")
        .annotate(count=Count("pk"))
    )
    if round_ is None or not rows:
        return []
    labels = theme_labels(round_.survey.code)
    found: dict[str, Answered] = {}
    for question, said, theme, count in rows:
        of = found.setdefault(question, Answered(question, said, []))
        of.themes.append(Theme(theme, labels.get(theme, "Other"), count))
    for one in found.values():
        one.themes.sort(key=lambda theme: (-theme.count, theme.label))
    return list(found.values())


def theme_labels(survey: str) -> dict[str, str]:
    return dict(
        Measure.objects.filter(survey=survey, kind=Measure.Kind.THEME)
        .order_by("position")
        .values_list("code", "label")
    )


@dataclass(frozen=True)
class Counts:
    """Comments of a round that answer one question, by the place that they are kept under.

    Places by code, "" for the nation. ``all`` of each place; ``about`` of each place and subject
    (a theme's code, or the number of a code of the codebook).
    """

    label: str
    all: Mapping[str, int]
    about: Mapping[tuple[str, str], int]


def counted() -> Q:
    """Released comments, and those that were out until their time was over: they still count."""
    kept = CommentDecision.objects.filter(because=WithheldBecause.KEPT.name)
    return Q(is_settled=True) & (
        Q(state=Comment.State.RELEASED)
        | Q(state=Comment.State.WITHHELD, masked_text=GONE, pk__in=kept.values("comment"))
    )


def theme_counts(round_: Round) -> dict[str, Counts]:
    """By question. Not masked: whoever shows them asks a mask first. Three queries."""
    rows = list(
        Comment.objects.filter(counted(), round=round_)
        .order_by()
        .values_list("question", "organisation", "theme")
        .annotate(count=Count("pk"))
    )
    return gather(
        round_,
        [(question, place, count) for question, place, _, count in rows],
        [(question, place, theme, count) for question, place, theme, count in rows if theme],
    )


def gather(
    round_: Round,
    every: Iterable[tuple[str, int | None, int]],
    about: Iterable[tuple[str, int | None, str, int]],
) -> dict[str, Counts]:
    """Rows of question, place (its number), subject and count, by question. Two queries."""
    asked = Comment.objects.filter(round=round_)
    places = Organisation.objects.filter(pk__in=asked.order_by().values("organisation"))
    codes: dict[int | None, str] = dict(places.values_list("pk", "code"))
    labels = dict(asked.order_by().values_list("question", "question_label").distinct())
    all_: dict[str, Counter[str]] = defaultdict(Counter)
    by_subject: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for question, place, count in every:
        all_[question][codes.get(place, "")] += count
    for question, place, subject, count in about:
        by_subject[question][codes.get(place, ""), subject] += count
    return {
        question: Counts(labels.get(question, question), counts, by_subject[question])
        for question, counts in sorted(all_.items())
    }


def readable_at(round_: Round | None, providers: Collection[int]) -> dict[int, list[Comment]]:
    """The released comments of many providers, by key, in an order that says nothing. One query.

    Only of providers whose comments may be read.
    """
    if round_ is None or round_.dataset is None:
        return {}
    rows = (
        Comment.objects.filter(
            round=round_,
            state=Comment.State.RELEASED,
            is_settled=True,
            organisation__in=providers,
        )
        .select_related("organisation")
        .order_by("theme", "key")
    )
    found: dict[int, list[Comment]] = {}
    codes: dict[int, str] = {}
    for one in rows:
        if one.organisation is not None:
            found.setdefault(one.organisation.pk, []).append(one)
            codes[one.organisation.pk] = one.organisation.code
    return {
        pk: each
        for pk, each in found.items()
        if may_show(round_.dataset, GroupKey(Level.PROVIDER, codes[pk]))
    }
