from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from sightline.conftest import NOW, Cast
from sightline.people import actions as people
from sightline.people.models import User
from sightline.people.resets import queries, rules
from sightline.people.resets.models import Reset
from sightline.people.rules import CannotSetPassword
from sightline.people.second_factor import actions as second_factor
from sightline.people.second_factor.test_second_factor import set_up
from sightline.trail.models import Entry

LONG = "three words do well"
moments = st.integers(-200, 10).map(lambda hours: NOW + timedelta(hours=hours))


@given(st.lists(moments, max_size=5))
def test_nobody_signs_for_five_days_after_the_last_reset(resets: list[datetime]) -> None:
    again = rules.signs_from(resets, NOW)
    waits = any(one + timedelta(days=5) > NOW for one in resets)
    assert (again is not None) == waits
    if again is not None:
        assert again == max(resets) + timedelta(days=5)
        assert rules.signs_from(resets, again) is None


@pytest.fixture
def email(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def new_password(cast: Cast) -> None:
    people.give_new_password(user=cast.director, password=LONG, by=cast.administrator, at=NOW)


def take_away(cast: Cast) -> None:
    set_up(cast.director)
    second_factor.take_away(user=cast.director, confirmed=None, by=cast.administrator, at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("do", [new_password, take_away])
def test_whose_account_was_reset_is_told_and_waits(
    do: Callable[[Cast], None], cast: Cast, email: None, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        do(cast)
    (message,) = mail.outbox
    assert message.to == [cast.director.email]
    for word in ("password", "second factor", "http", cast.administrator.name, LONG):
        assert word not in f"{message.subject} {message.body}"
    kept = Reset.objects.get()
    assert (kept.user, kept.by, kept.at) == (cast.director, cast.administrator, NOW)
    assert Entry.objects.filter(by=cast.administrator, subject_key=str(cast.director.pk)).exists()
    assert queries.signs_from(cast.director, NOW) == NOW + timedelta(days=5)
    assert queries.signs_from(cast.director, NOW + timedelta(days=5)) is None
    assert queries.signs_from(cast.national, NOW) is None
    for change in (
        lambda: Reset.objects.update(at=NOW - timedelta(days=9)),
        lambda: Reset.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.django_db
def test_nobody_gives_themselves_a_new_password(cast: Cast, email: None) -> None:
    before = cast.administrator.password
    with pytest.raises(CannotSetPassword, match="Change it on your account page"):
        people.give_new_password(
            user=cast.administrator, password=LONG, by=cast.administrator, at=NOW
        )
    assert User.objects.get(pk=cast.administrator.pk).password == before
    assert not Entry.objects.filter(subject_key=str(cast.administrator.pk)).exists()


@pytest.mark.django_db
def test_what_somebody_does_for_themselves_is_no_reset(cast: Cast, email: None) -> None:
    spare = set_up(cast.administrator)
    confirmed = second_factor.confirm(code=spare[0], by=cast.administrator, at=NOW)
    second_factor.take_away(
        user=cast.administrator, confirmed=confirmed, by=cast.administrator, at=NOW
    )
    assert not Reset.objects.exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        Reset.objects.create(user=cast.director, what=Reset.What.PASSWORD, by=cast.director, at=NOW)
