from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail

from sightline.base.refusal import NotPermitted, Refusal
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.listen.invitations import contact
from sightline.listen.invitations.factories import HEADINGS, roster_file, row
from sightline.listen.invitations.messages import actions as messages
from sightline.listen.invitations.models import Invitation
from sightline.listen.invitations.roster import actions as rosters
from sightline.listen.invitations.touchpoints import actions, queries
from sightline.listen.invitations.touchpoints.models import Series
from sightline.listen.rounds.factories import make_notice
from sightline.listen.rounds.models import Collection

pytestmark = pytest.mark.django_db
DAYS = ("placement starts", "placement ends")


def fill(series: Series, cast: Cast, starts: date, ends: date | None, number: int = 6) -> None:
    by = cast.north_manager
    cells = {"placement starts": starts.isoformat()}
    cells |= {"placement ends": ends.isoformat()} if ends else {}
    rows = [row(one, **cells) for one in range(number)]
    roster = rosters.upload(
        series=series, file=roster_file(rows, (*HEADINGS, *DAYS)), name="p.csv", by=by, at=NOW
    )
    roster = rosters.check(roster=roster, by=by, at=NOW)
    assert rosters.apply(roster=roster, by=by, at=NOW).state == "applied"


def test_each_moment_has_a_round_for_the_invited(series: Series) -> None:
    found = [one.collection for one in series.touchpoints.all()]
    assert [one.state for one in found] == [Collection.State.OPEN] * 2
    assert {one.access for one in found} == {Collection.Access.INVITED}
    assert str(found[0].round.survey) == "Placements 2026: start of a placement"


# The task reads the clock, and nobody is written to at night.
@time_machine.travel(NOW)
def test_everybody_is_asked_on_their_own_day(series: Series, cast: Cast) -> None:
    fill(series, cast, TODAY - timedelta(days=14), TODAY + timedelta(days=37))
    assert Invitation.objects.count() == 12
    start, end = queries.due_of(series, TODAY)
    assert (start.now, start.soon, end.now, end.later) == (6, 0, 0, 6)
    assert actions.ask_who_is_due(by=None, at=NOW) == 1
    messages.begin_due(by=None, at=NOW)
    assert len(mail.outbox) == 6
    # Asked once, however often the clock strikes.
    for hours in (0, 1, 2):
        actions.ask_who_is_due(by=None, at=NOW + timedelta(hours=hours))
        messages.begin_due(by=None, at=NOW + timedelta(hours=hours))
    assert len(mail.outbox) == 6
    start, end = queries.due_of(series, TODAY)
    assert (start.asked, start.now) == (6, 0)
    later = NOW + timedelta(days=30)
    assert actions.ask_who_is_due(by=None, at=later) == 1
    messages.begin_due(by=None, at=later)
    assert len(mail.outbox) == 12


def test_whoever_opted_out_or_is_too_late_is_not_asked(series: Series, cast: Cast) -> None:
    fill(series, cast, TODAY - timedelta(days=14), None)
    for number in range(6):
        key = contact.key_of(f"learner{number}@example.org")
        messages.opt_out(key=key, by=None, at=NOW)
    assert actions.ask_who_is_due(by=None, at=NOW) == 0
    messages.opt_in(key=contact.key_of("learner1@example.org"), by=None, at=NOW)
    assert actions.ask_who_is_due(by=None, at=NOW + timedelta(days=15)) == 0
    assert actions.ask_who_is_due(by=None, at=NOW + timedelta(days=14)) == 1


def test_rows_without_the_days_are_not_asked_at_that_moment(series: Series, cast: Cast) -> None:
    fill(series, cast, TODAY, None)
    roster = series.rosters.get()
    assert [one["people"] for one in roster.findings["touchpoints"]] == [6, 0]
    assert [one["without_days"] for one in roster.findings["touchpoints"]] == [0, 6]


def test_it_cannot_be_set_up_by_a_stranger_or_without_a_moment(
    cast: Cast, country: Country
) -> None:
    given = {"name": "X", "notice": make_notice(), "closes_at": NOW + timedelta(days=9), "at": NOW}
    with pytest.raises(Refusal, match="one moment at least"):
        actions.set_up(place=country.north, wanted=[], by=cast.north_manager, **given)  # type: ignore[arg-type]
    for stranger in (cast.south_manager, cast.director):
        with pytest.raises(NotPermitted):
            actions.set_up(place=country.north, wanted=[], by=stranger, **given)  # type: ignore[arg-type]
