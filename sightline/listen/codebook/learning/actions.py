"""Learning from what people coded goes through here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import numpy as np
from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.codebook import queries as codebook
from sightline.listen.codebook import rules as codes_rules
from sightline.listen.codebook.coding import queries as coding
from sightline.listen.codebook.coding.models import FIRST, Coding
from sightline.listen.codebook.learning import queries, rules
from sightline.listen.codebook.learning.models import Learning, Proposal
from sightline.listen.codebook.models import Code
from sightline.listen.codebook.runs import queries as runs
from sightline.listen.comments.models import Comment
from sightline.people.models import User
from sightline.trail import record


class TooSoon(Refusal):
    """The machine has just learnt."""


def learn_nightly(*, by: None, at: datetime) -> Learning | None:
    """Learn once a night where somebody coded; None where there is nothing new.

    None too while the machine learns because somebody asked: one of the two is enough.
    """
    last = Learning.objects.first()
    coded = Coding.objects.aggregate(last=Max("at"))["last"]
    if not rules.is_due(last.at if last else None, coded, at) or runs.is_learning(at):
        return None
    return _learn(by, at)


def learn_now(*, by: User, at: datetime, say: Callable[[int, int], None] | None = None) -> Learning:
    """Learn on demand: minutes of work where much is coded, so no request does it.

    ``say`` is told how many of how many parts are done. Raises TooSoon right after another
    learning.
    """
    viewer.require(by, Permission.CODE_COMMENTS)
    if refused := queries.why_not_learn(at):
        raise TooSoon(refused)
    return _learn(by, at, say)


def _learn(
    by: User | None, at: datetime, say: Callable[[int, int], None] | None = None
) -> Learning:
    """Learn from the first coders' codes, and propose for what nobody coded.

    What is learnt is thrown away: only the proposals stay, in which no word stands.
    """
    # Scikit-learn takes a second to load, and pages need not wait for it.
    from sightline.listen.codebook.learning import learner

    coded, given, codes = _coded()
    written = [learner.Written(one.masked_text, one.question) for one in coded]
    can = np.flatnonzero(learner.can_learn(given))
    made: list[Proposal] = []
    f1 = f1_of_words = None
    if len(can):
        # Learning takes seconds, in which others code.
        learnt, tried = learner.learn(written, given[:, can], say=say)
        f1 = tried.mean_f1
        f1_of_words = float(learner.f1(given[:, can], _by_words(coded, codes)[:, can]).mean())
        left = _uncoded()
        scores = learnt.scores([learner.Written(one.masked_text, one.question) for one in left])
        for comment, row in zip(left, scores, strict=True):
            made += [
                Proposal(comment=comment, code=codes[can[place]], score=float(row[place]))
                for place in rules.best(row.tolist())
            ]
    return _write_down(made, len(coded), len(can), f1, f1_of_words, by, at)


@transaction.atomic
def _write_down(
    made: Sequence[Proposal],
    coded: int,
    codes: int,
    f1: float | None,
    f1_of_words: float | None,
    by: User | None,
    at: datetime,
) -> Learning:
    # Codes and comments that went meanwhile get no proposals.
    in_use = set(Code.objects.in_use().values_list("pk", flat=True))
    still = set(
        Comment.objects.filter(state=Comment.State.RELEASED, codings=None).values_list(
            "pk", flat=True
        )
    )
    kept = [one for one in made if one.code_id in in_use and one.comment_id in still]
    Proposal.objects.all().delete()
    Proposal.objects.bulk_create(kept, batch_size=1000)
    learning = Learning.objects.create(
        at=at,
        by=by,
        coded=coded,
        codes=codes,
        proposals=len(kept),
        f1=f1,
        f1_of_words=f1_of_words,
    )
    record.record(
        action="listen.codebook.learning.learn",
        subject=learning,
        by=by,
        at=at,
        summary=f"Learnt {codes} codes from {coded:,} comments that people coded",
    )
    return learning


def _coded() -> tuple[list[Comment], np.ndarray[tuple[int, int], np.dtype[np.bool_]], list[Code]]:
    """The comments that people coded and that may still be read, newest last, with their codes."""
    codes = codebook.in_use()
    place = {one.pk: at for at, one in enumerate(codes)}
    stands = codebook.standing_for()
    codings = Coding.objects.latest_ones().filter(
        slot=FIRST, comment__state=Comment.State.RELEASED, comment__is_settled=True
    )
    latest = list(codings.select_related("comment").order_by("-pk")[: rules.MOST_LEARNT_FROM])[::-1]
    codes_of = coding.codes_of(codings)
    given = np.zeros((len(latest), len(codes)), dtype=np.bool_)
    for row, one in enumerate(latest):
        for code in codes_of.get(one.pk, ()):
            if (column := place.get(stands[code].pk)) is not None:
                given[row, column] = True
    return [one.comment for one in latest], given, codes


def _uncoded() -> Sequence[Comment]:
    """Comments that wait for their first coder and are not for two, the newest rounds first."""
    found = Comment.objects.filter(state=Comment.State.RELEASED, is_settled=True)
    for ending in codes_rules.FOR_TWO:
        found = found.exclude(key__endswith=ending)
    coded = Coding.objects.filter(comment=OuterRef("pk"))
    found = found.filter(~Exists(coded)).only("pk", "masked_text", "question")
    return list(found.order_by("-round__collected_to", "key")[: rules.MOST_COMMENTS])


def _by_words(
    comments: Sequence[Comment], codes: Sequence[Code]
) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """What looking for the words of the codebook would have proposed."""
    proposer = queries.of_words(codes)
    place = {str(one.pk): at for at, one in enumerate(codes)}
    found = np.zeros((len(comments), len(codes)), dtype=np.bool_)
    for row, one in enumerate(comments):
        if code := proposer.theme(one.masked_text):
            found[row, place[code]] = True
    return found
