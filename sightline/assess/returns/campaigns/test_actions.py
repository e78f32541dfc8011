from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from sightline.assess.returns import rules as returns
from sightline.assess.returns.campaigns import actions, ladder, queries, rules
from sightline.assess.returns.campaigns.models import Campaign
from sightline.assess.returns.campaigns.rules import CannotAsk
from sightline.assess.returns.models import Return
from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, Cast, Country
from sightline.organisations.models import Organisation
from sightline.standards.models import FrameworkVersion


def practices(country: Country, number: int) -> None:
    made = [
        Organisation(
            code=f"ZQ{one:05d}", kind="practice", name=f"Practice {one}", parent=country.north_icb,
            region=country.north, icb=country.north_icb,
        )
        for one in range(number)
    ]  # fmt: skip
    Organisation.objects.bulk_create(made)


@pytest.mark.django_db
def test_a_whole_country_is_asked_with_as_many_queries_as_a_few(
    campaign: Campaign, country: Country, cast: Cast
) -> None:
    practices(country, 1500)
    with CaptureQueriesContext(connection) as asking:
        asked = actions.ask(
            campaign=campaign, kinds=["trust", "practice"], regions=[], by=cast.national, at=NOW
        )
    assert (asked.added, asked.already) == (1504, 0)
    assert len(asking) < 30
    again = actions.ask(
        campaign=campaign, kinds=["practice"], regions=[country.north], by=cast.national, at=NOW
    )
    assert (again.added, again.already) == (0, 1501)
    codes = set(Return.objects.values_list("journey_code", flat=True))
    assert codes == {"gp-practice", "nhs-trust"}
    with CaptureQueriesContext(connection) as counting:
        lines = queries.progress(Return.objects.filter(campaign=campaign), NOW.date())
    assert len(counting) == 2
    assert {line.name: line.asked for line in lines} == {
        "GP practice or network": 1501, "NHS trust": 3,
    }  # fmt: skip


@pytest.mark.django_db
def test_listed_providers_are_asked_what_is_chosen_and_that_again_next_time(
    campaign: Campaign, country: Country, cast: Cast
) -> None:
    asked = actions.ask_listed(
        campaign=campaign, codes=["ZP00001", "NONE1"], journey_code="pharmacy",
        by=cast.national, at=NOW,
    )  # fmt: skip
    assert (asked.added, asked.unknown) == (1, ("NONE1",))
    later = actions.make(
        code="2027", name="Next", opens_date=date(2027, 10, 1), closes_date=date(2027, 12, 1),
        last_date=date(2027, 12, 1), by=cast.national, at=NOW,
    )  # fmt: skip
    actions.ask(campaign=later, kinds=["practice"], regions=[], by=cast.national, at=NOW)
    assert Return.objects.get(campaign=later).journey_code == "pharmacy"
    with pytest.raises(CannotAsk, match="None of these"):
        actions.ask_listed(
            campaign=campaign, codes=["X"], journey_code="school", by=cast.national, at=NOW
        )
    with pytest.raises(CannotAsk, match="Choose what"):
        actions.ask_listed(
            campaign=campaign, codes=["ZP00001"], journey_code="x", by=cast.national, at=NOW
        )


@pytest.mark.django_db
def test_only_national_leads_ask_and_not_after_the_end(
    campaign: Campaign, country: Country, cast: Cast
) -> None:
    with pytest.raises(NotPermitted):
        actions.ask(campaign=campaign, kinds=["trust"], regions=[], by=cast.north_manager, at=NOW)
    with pytest.raises(CannotAsk, match="ended on 15 January 2027"):
        actions.ask(
            campaign=campaign, kinds=["trust"], regions=[], by=cast.national,
            at=NOW + timedelta(days=60),
        )  # fmt: skip
    with pytest.raises(CannotAsk, match="no open provider"):
        actions.ask(campaign=campaign, kinds=["independent"], regions=[], by=cast.national, at=NOW)


@pytest.mark.django_db
def test_a_campaign_that_cannot_be_is_refused(cast: Cast, framework: FrameworkVersion) -> None:
    right = {
        "code": "2026", "name": "One", "opens_date": date(2026, 10, 1),
        "closes_date": date(2026, 12, 1), "last_date": date(2026, 12, 1),
    }  # fmt: skip
    for wrong, said in (
        ({"code": "a b"}, "letters, digits"),
        ({"closes_date": date(2026, 9, 1)}, "close after it opens"),
        ({"last_date": date(2026, 11, 30)}, "cannot be before the closing day"),
        ({"closes_date": date(2026, 11, 1), "last_date": date(2027, 1, 1)}, "has passed"),
        ({"opens_date": date(2020, 1, 1)}, "no questions for the framework"),
    ):
        with pytest.raises(CannotAsk, match=said):
            actions.make(**{**right, **wrong}, by=cast.national, at=NOW)  # type: ignore[arg-type]
    actions.make(**right, by=cast.national, at=NOW)  # type: ignore[arg-type]
    with pytest.raises(CannotAsk, match="with this code already"):
        actions.make(**right, by=cast.national, at=NOW)  # type: ignore[arg-type]


@given(st.dates(date(2026, 9, 1), date(2027, 3, 1)), st.integers(1, 60))
def test_a_step_of_the_ladder_is_due_from_its_day_on_and_none_after_the_end(
    day: date, later: int
) -> None:
    closes, last = date(2026, 12, 18), date(2027, 1, 15)
    found = ladder.newest()
    step, after = (found.due(one, closes, last) for one in (day, day + timedelta(days=later)))
    if day > last:
        assert step is None
    elif step is not None:
        assert closes + timedelta(days=step.days) <= day
        if day + timedelta(days=later) <= last:
            assert after is not None
            assert after.days >= step.days


def test_no_reminder_says_anything_about_a_provider() -> None:
    for step in ladder.newest().steps:
        assert "{" not in step.says


def test_a_median_of_fewer_than_five_is_not_told() -> None:
    assert queries.minutes_of([600] * 4) is None
    assert queries.minutes_of([600, 660, 720, 10, 20]) == 10
    assert rules.codes_in(" a1\nB2, a1 ") == ["A1", "B2"]


@given(
    st.lists(st.dates(date(2026, 10, 1), date(2027, 1, 15)), max_size=4),
    st.dates(date(2026, 9, 25), date(2027, 2, 15)),
    st.dates(date(2026, 9, 25), date(2027, 2, 15)),
    st.dates(date(2026, 10, 1), date(2027, 1, 31)),
)
def test_other_dates_make_nobody_late_and_nobody_missing(
    signed: list[date], closes: date, last: date, today: date
) -> None:
    opens, was_closes, was_last = date(2026, 10, 1), date(2026, 12, 18), date(2027, 1, 15)

    def status(one: date, closing: date, ending: date) -> str:
        told = {"opens": opens, "closes": closing, "last": ending, "is_started": True}
        return returns.status_on(one, **told, signed_date=one)  # type: ignore[arg-type]

    try:
        rules.refuse_dates(
            opens=opens, closes=closes, last=last, was_closes=was_closes, was_last=was_last,
            signed=signed, today=today,
        )  # fmt: skip
    except CannotAsk:
        return
    assert opens < closes <= last
    assert (closes, last) != (was_closes, was_last)
    for one in signed:
        assert one <= last
        if status(one, was_closes, was_last) == "returned":
            assert status(one, closes, last) == "returned"
    for new, old in ((closes, was_closes), (last, was_last)):
        assert new == old or new >= today
