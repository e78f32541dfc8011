from __future__ import annotations

from contextlib import nullcontext
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.assess.returns import rules
from sightline.assess.returns.campaigns.models import Campaign
from sightline.assess.returns.conftest import Asked
from sightline.assess.returns.models import Return
from sightline.assess.returns.words import Status
from sightline.conftest import NOW

OPENS, CLOSES, LAST = date(2026, 10, 1), date(2026, 12, 18), date(2027, 1, 15)
DAYS = st.dates(date(2026, 9, 1), date(2027, 3, 1))


def status(day: date, *, started: bool = False, signed: date | None = None) -> Status:
    return rules.status_on(
        day, opens=OPENS, closes=CLOSES, last=LAST, is_started=started, signed_date=signed
    )


def test_every_way_to_stand() -> None:
    day = timedelta(days=1)
    assert status(OPENS - day) is Status.NOT_OPEN
    assert status(OPENS) is status(CLOSES) is Status.NOT_STARTED
    assert status(CLOSES, started=True) is Status.IN_PROGRESS
    assert status(CLOSES + day, started=True) is status(LAST) is Status.OVERDUE
    assert status(LAST + day, started=True) is Status.MISSING
    assert status(LAST + day, signed=CLOSES) is Status.RETURNED
    assert status(LAST + day, signed=CLOSES + day) is Status.RETURNED_LATE


@given(DAYS, st.booleans(), st.one_of(st.none(), DAYS))
def test_nothing_signed_is_ever_missing_and_nothing_unsigned_returned(
    day: date, started: bool, signed: date | None
) -> None:
    found = status(day, started=started, signed=signed)
    is_signed = signed is not None and signed <= day
    assert (found in (Status.RETURNED, Status.RETURNED_LATE)) == is_signed


@pytest.mark.django_db
def test_the_database_says_the_same_as_the_rule(asked: Asked, campaign: Campaign) -> None:
    Return.objects.filter(pk=asked.practice.pk).update(started_at=NOW)
    Return.objects.filter(pk=asked.trust.pk).update(first_signed_date=CLOSES + timedelta(days=2))
    for days in (-1, 0, 78, 79, 80, 81, 106, 107):
        day = OPENS + timedelta(days=days)
        for one in Return.objects.with_status(day).select_related("campaign"):
            assert one.status == one.status_on(day)


def test_answers_change_only_while_it_is_open_and_not_signed() -> None:
    day = timedelta(days=1)

    def refused(on: date, *, signed: bool = False, amending: bool = False) -> str:
        try:
            rules.refuse_unless_open(
                on, opens=OPENS, last=LAST, is_signed=signed, is_amending=amending
            )
        except rules.CannotAnswer as refusal:
            return str(refusal)
        return ""

    assert "opens on 1 October 2026" in refused(OPENS - day)
    assert refused(OPENS) == refused(LAST) == ""
    assert "closed on 15 January 2027" in refused(LAST + day)
    assert "locked" in refused(CLOSES, signed=True)
    assert refused(LAST + day, amending=True) == ""


@given(DAYS, st.booleans(), st.booleans())
def test_it_is_open_from_its_first_day_to_its_last_unless_it_is_locked(
    day: date, signed: bool, amending: bool
) -> None:
    is_open = day >= OPENS and not signed and (day <= LAST or amending)
    with nullcontext() if is_open else pytest.raises(rules.CannotAnswer, match=r"\.$"):
        rules.refuse_unless_open(
            day, opens=OPENS, last=LAST, is_signed=signed, is_amending=amending
        )
