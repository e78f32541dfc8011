"""Most of those invited to the open round have answered, some by the link of a poster."""

from __future__ import annotations

from datetime import datetime, timedelta

from sightline.demo.stories.world import World
from sightline.listen.answering import actions, entering, placements, visits
from sightline.listen.answering.store import Placement
from sightline.listen.invitations import links
from sightline.listen.invitations.models import Invitation, OpenLink
from sightline.listen.live import running
from sightline.listen.rounds.models import Collection

#: How likely somebody invited is to answer, from the least willing provider to the most.
_LEAST, _MOST = 0.4, 0.85
#: So many people use a poster.
_BY_POSTER = 24
#: How likely each of five answers is, from the first of a scale to the last.
_CHANCES = (0.30, 0.34, 0.18, 0.12, 0.06)
_SAID = (
    "The night team had time for me.",
    "I would have liked to know my supervisor before the first shift.",
    "Teaching was cancelled twice and never made up for.",
)


def tell_of(world: World) -> None:
    """They answer through the same actions as anybody; what they sent enters the store."""
    collection = (
        Collection.objects.filter(
            state=Collection.State.OPEN, cells__isnull=False, open_links__ended_at=None
        )
        .exclude(open_links=None)
        .select_related("round__survey", "version", "place")
        .distinct()
        .first()
    )
    if collection is None:
        return
    at = collection.opens_at + timedelta(days=2)
    willing: dict[int | None, float] = {}
    for invitation in Invitation.objects.filter(collection=collection).order_by("pk"):
        if invitation.provider_id not in willing:
            willing[invitation.provider_id] = float(world.random.uniform(_LEAST, _MOST))
        if world.random.random() < willing[invitation.provider_id]:
            token = links.new_token()
            links.note_new(invitation, token)
            links.replace_by_new(invitation, token)
            _answers(world, token, at)
    link = OpenLink.objects.filter(collection=collection).select_related(
        "collection", "organisation", "environment", "programme", "profession"
    )[0]
    where = placements.of_link(link)
    programmes = [world.programmes[code] for code in sorted(world.programmes)[:3]]
    for _ in range(_BY_POSTER):
        programme = programmes[int(world.random.integers(len(programmes)))]
        token = actions.begin(open_link=link, by=None, at=at)
        _answers(
            world,
            token,
            at,
            Placement(where.provider, where.site, programme.code, programme.profession.code),
        )
    entering.enter(collection)
    running.release(collection, at=at)


def _answers(world: World, token: str, at: datetime, placement: Placement | None = None) -> None:
    visit = visits.visit_of(token)
    if visit is None:
        return
    given: dict[str, str | None] = {}
    for element in visit.compiled.elements:
        if element.question.kind == "select_one" and len(element.choices) >= len(_CHANCES):
            at_ = int(world.random.choice(len(_CHANCES), p=_CHANCES))
            given[element.path] = element.choices[at_].value
        elif element.question.kind == "text" and world.random.integers(100) < 8:
            given[element.path] = _SAID[int(world.random.integers(len(_SAID)))]
    placed = placement or placements.proposed(visit)
    actions.save(visit=visit, answers=given, placement=placed, by=None, at=at)
    again = visits.visit_of(token)
    if again is None:
        return
    # What a branch of the questionnaire does not ask them is left out when they send.
    try:
        actions.send(visit=again, by=None, at=at)
    except actions.NotFinished:
        return
