"""What learners wrote is read and released; low results are answered, or are not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q

from sightline.commitments import actions as commitments
from sightline.demo.stories import coding
from sightline.demo.stories.telling import tell
from sightline.demo.stories.world import World
from sightline.listen.comments import actions as comments
from sightline.listen.comments.models import Comment
from sightline.listen.replies import confirmation
from sightline.listen.replies.models import Reply
from sightline.listen.silence import actions as silence
from sightline.listen.silence import queries
from sightline.listen.silence.queries import Standing
from sightline.listen.surveys.models import Round
from sightline.organisations.models import Organisation
from sightline.respond.rounds import actions as rounds
from sightline.results.models import Measure

#: Of the comments that wait, a region's manager leaves one in so many for another day.
_LEFT = 9
#: And of those of the newest round in which a name or the like is marked, so many.
_MARKED = 2
#: What later learners said about the replies of the round before: yes, no, not sure.
_SEEN = ((41, 9, 6), (11, 17, 5), (28, 6, 3), (19, 4, 8))
_PROMISES = (
    "Rotas are out six weeks before a placement begins.",
    "Every ward names who supervises, day and night, on its board.",
    "Teaching time is in the rota, and somebody holds the bleep.",
    "A learner sits on the team that plans the induction.",
)


def tell_of(world: World) -> None:
    _read_comments(world)
    before = queries.standings(world.datasets[1], _england)
    _answer_the_round_before(world, before[: len(_SEEN)])
    _close_one(world, before[len(_SEEN)])
    _answer_some_of_the_newest(world)
    coding.tell_of(world)


def _england(path: str) -> Q:
    """No condition at all."""
    return Q()


def _read_comments(world: World) -> None:
    """Managers read most of what their region wrote; some of it may be urgent, and is taken on."""
    at = world.after_round(2, 6)
    for region, manager in world.cast.managers.items():
        mine = Comment.objects.to_read().filter(organisation__region__code=region)
        # By what tells them apart: their keys are drawn anew in every fill.
        mine = mine.select_related("round").order_by(
            "round", "masked_text", "organisation__code", "question", "key"
        )
        urgent = list(mine.filter(is_urgent=True))
        new = [one for one in urgent if one.round.year == world.datasets[2].year]
        for one in (*(one for one in urgent if one not in new), *new[:2]):
            comments.take_on(
                comment=one, note="Told the director of education; she rings back.", by=manager,
                at=at,
            )  # fmt: skip
        plain = list(mine.filter(is_urgent=False))
        empty = [one for one in plain if len(one.masked_text) < 12]
        for one in empty:
            comments.withhold(comment=one, because="EMPTY", reason="", by=manager, at=at)
        newest = [one for one in plain if one.round.year == world.datasets[2].year]
        left = {*newest[::_LEFT], *[one for one in newest if one.found][:_MARKED]}
        read = [one for one in plain if one not in empty and one not in left]
        comments.release_many(comments=read, by=manager, at=at)
    comments.lift_urgent(by=None, at=at + timedelta(days=1))


def _items(world: World, codes: Sequence[str]) -> list[Measure]:
    return [world.measures[code] for code in codes]


def _answer_the_round_before(world: World, found: Sequence[Standing]) -> None:
    """A promise and a reply each, which learners of the newest round have seen, or have not."""
    newest = Round.objects.get(dataset=world.datasets[2])
    for position, standing in enumerate(found):
        provider, codes = standing.provider, standing.silent or standing.low
        measures = _items(world, codes[:2])
        said = " and ".join(f"“{one.label}”" for one in measures)
        agreed = commitments.agree(
            kind="commitment",
            organisation=provider,
            programme=None,
            promise=_PROMISES[position],
            evidence_expected="A photograph and the rotas of two months",
            owner_name="Head of education",
            owner=None,
            because_kind="result",
            because_reference=f"{newest.survey.code} {world.datasets[1].year}",
            measures=measures,
            standards=[],
            due_date=world.after_round(1, 120).date(),
            by=world.manager(provider),
            at=world.after_round(1, 30 + 12 * position),
        )
        tell(
            world,
            commitment=agreed,
            organisation=provider,
            programme=None,
            index=1,
            measures=measures,
            you_said=f"You told us that {said} fell short of what you need.",
            we_did=_PROMISES[position],
            outcome="changed",
            at=world.after_round(1, 45 + 12 * position),
        )
        yes, no, not_sure = _SEEN[position]
        confirmation.record(
            round=newest,
            reference=Reply.objects.get(commitment=agreed).reference,
            counts={"yes": yes, "no": no, "not_sure": not_sure},
            by=None,
            at=world.after_round(2, 1),
        )


def _close_one(world: World, standing: Standing) -> None:
    """A provider at which each low result of the round before is settled, and it is closed."""
    provider, dataset = standing.provider, world.datasets[1]
    _sign(world, provider, 1, standing.unsettled, "The service moved to another trust in spring, "
          "and its learners with it.")  # fmt: skip
    rounds.close(
        dataset=dataset,
        organisation=provider,
        note="Agreed at the regional quality group.",
        by=world.manager(provider),
        at=world.after_round(1, 90),
    )


def _answer_some_of_the_newest(world: World) -> None:
    """Of the newest round a few are answered; most are silent still."""
    for standing in queries.standings(world.datasets[2], _england)[:3]:
        _sign(world, standing.provider, 2, standing.unsettled[:1], "The difference may be chance. "
              "We look at it again in the next round.")  # fmt: skip


def _sign(
    world: World, provider: Organisation, index: int, codes: Sequence[str], reason: str
) -> None:
    if codes:
        silence.sign(
            organisation=provider,
            programme=None,
            dataset=world.datasets[index],
            measures=_items(world, codes),
            reason=reason,
            by=world.manager(provider),
            at=world.after_round(index, 14),
        )
