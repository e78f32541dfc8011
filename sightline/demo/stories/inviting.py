"""An open round in one region: roster, invitations, posters, a reminder to come, touchpoints.

Nobody is written to: messages go into a pocket that forgets them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import timedelta

from sightline.demo.stories.world import World
from sightline.listen.invitations.messages import actions as messages
from sightline.listen.invitations.messages import sending
from sightline.listen.invitations.messages.models import Wave
from sightline.listen.invitations.messages.wording import Written
from sightline.listen.invitations.models import Invitation
from sightline.listen.invitations.printed import actions as printed
from sightline.listen.invitations.roster import actions as rosters
from sightline.listen.invitations.touchpoints import actions as touchpoints
from sightline.listen.questionnaires.models import Questionnaire, QuestionnaireVersion
from sightline.listen.rounds.focused import actions as focused
from sightline.listen.rounds.models import Collection
from sightline.listen.rounds.notices.models import PrivacyNotice
from sightline.organisations.models import LearningEnvironment, Organisation, Programme

_TRUSTS = 4
#: Supervision, two questions about the team, and one of free text.
_PULSE = ("LS07", "LS08", "LS09", "LS10", "LS11", "LS12", "LS27", "LS28", "LS92")
_HEADINGS = (
    "address", "provider", "programme", "placement starts", "placement ends",
)  # fmt: skip


class _Forgets:
    """Takes messages and forgets them."""

    def send(self, written: Written) -> None:
        """Nothing leaves the demo."""

    def close(self) -> None:
        """Nothing is held open."""


def tell_of(world: World, trust: str, ward: LearningEnvironment) -> None:
    """Everything plays in the region of that trust, in the weeks before the anchor day."""
    version, notice = _what_is_asked()
    if version is None or notice is None:
        return
    home = world.organisations[trust]
    region = home.region
    if region is None:
        return
    manager = world.manager(home)
    opened = world.clock.moment(world.clock.day(8), 9)
    round_ = focused.make(
        name=f"Supervision pulse, {region.name}",
        items=_PULSE,
        languages=["en", "cy", "ar"],
        closes_at=world.clock.moment(world.clock.day(-16), 18),
        place=region,
        notice=notice,
        is_made_up=True,
        by=manager,
        at=opened,
    )
    _invite(world, round_, _trusts(world, home))
    for place, environment in ((home, None), (home, ward)):
        printed.make_link(
            collection=round_,
            organisation=place,
            environment=environment,
            by=manager,
            at=opened + timedelta(hours=2),
        )
    messages.plan(
        collection=round_,
        kind=Wave.Kind.REMINDER,
        planned_at=world.clock.moment(world.clock.day(-3)),
        by=manager,
        at=opened + timedelta(hours=4),
    )
    _touchpoints(world, home, version, notice)


def _what_is_asked() -> tuple[QuestionnaireVersion | None, PrivacyNotice | None]:
    version = (
        QuestionnaireVersion.objects.filter(
            questionnaire__audience=Questionnaire.Audience.LEARNERS, published_at__isnull=False
        )
        .order_by("questionnaire__code", "-number")
        .first()
    )
    return version, PrivacyNotice.objects.newest().filter(code="learners").first()


def _trusts(world: World, home: Organisation) -> list[Organisation]:
    others = [
        one
        for code, one in sorted(world.organisations.items())
        if one.kind == Organisation.Kind.TRUST
        and one.region_id == home.region_id
        and one.pk != home.pk
        and one.closed_date is None
    ]
    return [home, *others[: _TRUSTS - 1]]


def _file(rows: Sequence[Sequence[str]]) -> io.BytesIO:
    text = io.StringIO()
    csv.writer(text).writerows([_HEADINGS, *rows])
    return io.BytesIO(text.getvalue().encode())


def _programmes(world: World) -> list[Programme]:
    return [world.programmes[code] for code in sorted(world.programmes)[:3]]


def _invite(world: World, round_: Collection, trusts: Sequence[Organisation]) -> None:
    manager, at = round_.made_by, round_.opens_at + timedelta(hours=1)
    rows: list[tuple[str, ...]] = []
    for trust in trusts:
        for programme in _programmes(world):
            for _ in range(int(world.random.integers(4, 24))):
                address = f"learner{len(rows) + 1}@example.org"
                rows.append((address, trust.code, programme.code, "", ""))
    roster = rosters.upload(
        collection=round_, file=_file(rows), name="learners-in-placement.csv", by=manager, at=at
    )
    roster = rosters.check(roster=roster, by=manager, at=at)
    rosters.apply(roster=roster, by=manager, at=at)
    wave = messages.plan(
        collection=round_, kind=Wave.Kind.INVITATION, planned_at=at, by=manager, at=at
    )
    adapter = _Forgets()
    now = max(at, wave.planned_at)
    sending.begin(wave, now)
    while sending.send_some(wave, now, {Invitation.Channel.EMAIL: adapter}):
        pass


def _touchpoints(
    world: World, home: Organisation, version: QuestionnaireVersion, notice: PrivacyNotice
) -> None:
    manager, at = world.manager(home), world.clock.moment(world.clock.day(5))
    moments = (("start", 14), ("middle", 0), ("end", -7))
    series = touchpoints.set_up(
        name=f"Placements at {home.name}",
        place=home,
        wanted=[touchpoints.Wanted(moment, version, days) for moment, days in moments],
        notice=notice,
        closes_at=world.clock.moment(world.clock.day(-180), 18),
        is_made_up=True,
        by=manager,
        at=at,
    )
    programme = _programmes(world)[0]
    rows = []
    for number in range(24):
        starts = world.clock.day(60 - 5 * number)
        ends = starts + timedelta(days=84)
        address = f"placement{number + 1}@example.org"
        days = (starts.isoformat(), ends.isoformat())
        rows.append((address, home.code, programme.code, *days))
    roster = rosters.upload(
        series=series, file=_file(rows), name="placements.csv", by=manager, at=at
    )
    roster = rosters.check(roster=roster, by=manager, at=at)
    rosters.apply(roster=roster, by=manager, at=at)
