"""What there is to code, and what was coded."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from sightline.access.permissions import Permission
from sightline.access.viewer import Viewer
from sightline.listen.codebook import queries as codebook
from sightline.listen.codebook.coding.models import FIRST, SECOND, AppliedCode, Coding
from sightline.listen.codebook.models import Code
from sightline.listen.codebook.rules import FOR_TWO
from sightline.listen.comments import queries as comments
from sightline.listen.comments.models import Comment
from sightline.listen.comments.queries import Counts
from sightline.listen.surveys.models import Round


def codable(viewer: Viewer) -> QuerySet[Comment]:
    """The comments that somebody may read to code them: released ones of their patch."""
    patch = viewer.patch(Permission.CODE_COMMENTS)
    found = Comment.objects.filter(state=Comment.State.RELEASED, is_settled=True)
    if patch.empty:
        return found.none()
    return found if patch.nation else found.filter(patch.q("organisation"))


def rounds(viewer: Viewer) -> list[Round]:
    """Rounds with comments that somebody may code, the newest first. One query."""
    with_comments = codable(viewer).filter(round=OuterRef("pk"))
    found = Round.objects.filter(Exists(with_comments)).select_related("survey", "dataset")
    return list(found.order_by("-collected_to", "-pk"))


def waiting(viewer: Viewer, round_: Round) -> QuerySet[Comment]:
    """What this person can code next in a round. The order is that of keys, drawn at random: the
    comments coded first are a fair sample of all."""
    codings = Coding.objects.filter(comment=OuterRef("pk"))
    ends = Q()
    for ending in FOR_TWO:
        ends |= Q(key__endswith=ending)
    return (
        codable(viewer)
        .filter(round=round_)
        .filter(
            ~Exists(codings.filter(slot=FIRST))
            | (ends & ~Exists(codings.filter(slot=SECOND)) & ~Exists(codings.filter(by=viewer.pk)))
        )
        .order_by("key")
    )


def own(viewer: Viewer, comment: Comment) -> Coding | None:
    """What this person said of a comment last."""
    return Coding.objects.filter(comment=comment, by=viewer.pk).order_by("-revision").first()


def given(coding: Coding) -> list[Code]:
    return [
        one.code
        for one in AppliedCode.objects.filter(coding=coding, is_given=True).select_related("code")
    ]


@dataclass(frozen=True)
class Progress:
    """Of the comments of a round that somebody may code."""

    all: int
    coded: int
    own: int


def progress(viewer: Viewer, round_: Round) -> Progress:
    """Two queries."""
    mine = codable(viewer).filter(round=round_)
    codings = Coding.objects.filter(comment__in=mine.order_by(), revision=1)
    counted = codings.order_by().aggregate(
        coded=Count("pk", filter=Q(slot=FIRST)), own=Count("pk", filter=Q(by=viewer.pk))
    )
    return Progress(mine.count(), counted["coded"], counted["own"])


@dataclass(frozen=True)
class Pair:
    """What two coders said of one comment; codes as they count today."""

    coders: tuple[int, int]
    codes: tuple[frozenset[int], frozenset[int]]


def pairs() -> list[Pair]:
    """Every comment that two coders coded. Three queries.

    All over the country: the codebook is one, and no word of a comment is in it.
    """
    stands = codebook.standing_for()
    by_two = Coding.objects.filter(slot=SECOND, revision=1).values("comment")
    codings = Coding.objects.latest_ones().filter(comment__in=by_two)
    coded: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    for pk, comment, slot, by in codings.values_list("pk", "comment", "slot", "by"):
        coded[comment][slot] = (pk, by)
    codes = codes_of(codings)
    found = []
    for both in coded.values():
        (first, one), (second, other) = both[FIRST], both[SECOND]
        found.append(
            Pair(
                (one, other),
                (
                    frozenset(stands[code].pk for code in codes.get(first, ())),
                    frozenset(stands[code].pk for code in codes.get(second, ())),
                ),
            )
        )
    return found


def codes_of(codings: QuerySet[Coding]) -> dict[int, set[int]]:
    """The codes given in each coding, as they were given. One query."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = AppliedCode.objects.filter(coding__in=codings.order_by(), is_given=True)
    for coding, code in rows.order_by().values_list("coding", "code"):
        found[coding].add(code)
    return found


@dataclass(frozen=True)
class Use:
    """How often a code was given by first coders, and taken where it was proposed."""

    given: int
    proposed: int
    taken: int


def uses() -> dict[int, Use]:
    """By the code that counts today. Two queries."""
    stands = codebook.standing_for()
    latest = Coding.objects.latest_ones().filter(slot=FIRST)
    rows = (
        AppliedCode.objects.filter(coding__in=latest.order_by())
        .order_by()
        .values_list("code")
        .annotate(
            given=Count("pk", filter=Q(is_given=True)),
            proposed=Count("pk", filter=Q(was_proposed=True)),
            taken=Count("pk", filter=Q(was_proposed=True, is_given=True)),
        )
    )
    found: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for code, *counts in rows:
        for at, count in enumerate(counts):
            found[stands[code].pk][at] += count
    return {code: Use(*counts) for code, counts in found.items()}


def code_counts(round_: Round) -> dict[str, Counts]:
    """Comments that a first coder coded, by question, place and the code that counts today.

    ``all`` counts those with no code too. Not masked: whoever shows them asks the mask first. Five
    queries.
    """
    stands = codebook.standing_for()
    counted = Comment.objects.filter(comments.counted(), round=round_)
    latest = Coding.objects.latest_ones().filter(slot=FIRST, comment__in=counted.order_by())
    places = {
        pk: (question, place)
        for pk, question, place in latest.order_by().values_list(
            "pk", "comment__question", "comment__organisation"
        )
    }
    given = codes_of(latest)
    about = [
        (question, place, str(code), 1)
        for coding, (question, place) in places.items()
        for code in {stands[one].pk for one in given.get(coding, ())}
    ]
    return comments.gather(round_, [(*asked, 1) for asked in places.values()], about)


def with_code(code: int) -> QuerySet[Coding]:
    """The first coders' codings that count for a code today. One query, and one to be read."""
    same = [one for one, counts_for in codebook.standing_for().items() if counts_for.pk == code]
    given_ = AppliedCode.objects.filter(code__in=same, is_given=True)
    latest = Coding.objects.latest_ones().filter(slot=FIRST)
    return latest.filter(pk__in=given_.order_by().values("coding")).order_by()
