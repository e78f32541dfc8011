"""Whatever is recorded in whatever order, answers as at a day equal a slow replay."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sightline.conftest import NOW, TODAY, Country
from sightline.organisations import actions, queries
from sightline.organisations.actions import CannotChange
from sightline.organisations.models import Organisation

pytestmark = pytest.mark.django_db

DAYS = [date(2024, 1, 1) + timedelta(days=90 * n) for n in range(9)]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["move-trust", "move-icb", "move-site", "rename"]),
        st.integers(0, 3),
        st.sampled_from(DAYS),
    ),
    max_size=14,
)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_answers_as_at_a_day_equal_a_slow_replay(steps: list, country: Country) -> None:
    """Whatever the order in which changes are recorded, and with sites carried along."""
    with transaction.atomic():
        told = _play(steps, country)
        for day in [date(2023, 1, 1), *DAYS, TODAY]:
            geography = queries.geography_on(day)
            for code in ("ZN001", "ZN002", "ZN001A"):
                assert geography.place(code) == _slow_place(told, code, day)
            for code in ("ZN001", "QN1"):
                organisation = Organisation.objects.get(code=code)
                assert queries.name_on(organisation, day) == _slow(told["name"], code, day)
                assert queries.names_on(day)[code] == _slow(told["name"], code, day)
        _columns_say_how_it_is_now()
        transaction.set_rollback(True)


def _play(steps: list, country: Country) -> dict[str, dict[tuple[str, date], str]]:
    """Does each step, and writes down by hand what was done: (code, day) → parent or name."""
    told: dict[str, dict[tuple[str, date], str]] = {"parent": {}, "name": {}}
    always = date.min
    for one in Organisation.objects.select_related("parent"):
        told["parent"][one.code, always] = one.parent.code if one.parent else ""
        told["name"][one.code, always] = one.name
    icbs = ["QN1", "QN2", "S0U7H"]
    choices = {
        "move-trust": (["ZN001", "ZN002"], icbs),
        "move-icb": (icbs, ["YN1", "YS1"]),
        "move-site": (["ZN001A"], ["ZN001", "ZN002", "ZS001"]),
    }
    moment = datetime.combine(TODAY, NOW.timetz())
    for number, (what, pick, day) in enumerate(steps):
        codes, parents = choices.get(what, (["ZN001", "QN1"], []))
        organisation = Organisation.objects.get(code=codes[pick % len(codes)])
        try:
            if what == "rename":
                value = f"Name {number}"
                actions.rename(
                    organisation=organisation, name=value, from_date=day, by=None, at=moment
                )
                told["name"][organisation.code, day] = value
            else:
                value = parents[(pick + number) % len(parents)]
                parent = Organisation.objects.get(code=value)
                actions.move(
                    organisation=organisation, parent=parent, from_date=day, by=None, at=moment
                )
                told["parent"][organisation.code, day] = value
        except CannotChange as refusal:
            assert "already" in str(refusal)  # noqa: PT017 - only a second change on one day
    return told


def _slow(told: dict[tuple[str, date], str], code: str, day: date) -> str:
    days = [from_date for known, from_date in told if known == code and from_date <= day]
    return told[code, max(days)]


def _slow_place(told: dict, code: str, day: date) -> tuple[str, str, str]:
    parents = told["parent"]
    provider = _slow(parents, code, day) if code.endswith("A") else code
    icb = _slow(parents, provider, day)
    return provider, icb, _slow(parents, icb, day)


def _columns_say_how_it_is_now() -> None:
    now = queries.geography_on(TODAY)
    for one in Organisation.objects.select_related("region", "icb", "provider"):
        if place := now.place(one.code):
            columns = (one.provider, one.icb, one.region)
            assert tuple(where.code if where else "" for where in columns) == place
