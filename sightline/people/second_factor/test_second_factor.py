from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, PASSWORD, Cast
from sightline.people.models import User
from sightline.people.second_factor import actions, codes, queries, sealing
from sightline.people.second_factor.models import SecondFactor

#: The secret of RFC 6238, appendix B.
SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("seconds", "digits"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_vectors_of_the_standard(seconds: int, digits: str) -> None:
    """RFC 6238, appendix B, SHA-1, eight digits; ours are the last six of them."""
    moment = datetime.fromtimestamp(seconds, tz=UTC)
    assert codes.at_step(SECRET, codes.step_at(moment), digits=8) == digits
    assert codes.at_step(SECRET, codes.step_at(moment)) == digits[-6:]


@given(st.integers(-10, 10))
def test_a_code_is_good_for_a_step_before_and_after_and_once(steps: int) -> None:
    now = codes.step_at(NOW)
    code = codes.at_step(SECRET, now + steps)
    found = codes.matching_step(SECRET, code, NOW)
    assert (found is not None) == (abs(steps) <= 1)
    if found is not None:
        assert codes.matching_step(SECRET, code, NOW, after=found) is None


def set_up(user: User) -> list[str]:
    return actions.set_up(
        secret=SECRET,
        code=codes.at_step(SECRET, codes.step_at(NOW)),
        password=PASSWORD,
        by=user,
        at=NOW,
    )


def later(seconds: int) -> tuple[str, datetime]:
    at = NOW + timedelta(seconds=seconds)
    return codes.at_step(SECRET, codes.step_at(at)), at


@pytest.mark.django_db
def test_set_up_and_shown_once(cast: Cast) -> None:
    user = cast.director
    with pytest.raises(actions.CannotSetUp, match="does not fit"):
        actions.set_up(secret=SECRET, code="000000", password=PASSWORD, by=user, at=NOW)
    with pytest.raises(actions.CannotSetUp, match="password"):
        actions.set_up(secret=SECRET, code=later(0)[0], password="wrong", by=user, at=NOW)
    with pytest.raises(actions.NotConfirmed, match="Set up"):
        actions.confirm(code="1", by=user, at=NOW)
    assert len(set(set_up(user))) == 10
    kept = SecondFactor.objects.get()
    assert SECRET not in kept.sealed, "the secret is not kept as it is"
    assert sealing.unseal(kept.sealed) == SECRET
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal("something else")
    with pytest.raises(actions.NotConfirmed, match="used before"):
        actions.confirm(code=later(0)[0], by=user, at=NOW)
    code, at = later(60)
    confirmed = actions.confirm(code=f"{code[:3]} {code[3:]}", by=user, at=at)
    assert confirmed.is_good(user, at)
    assert not confirmed.is_good(user, at + timedelta(minutes=3))
    assert not confirmed.is_good(cast.national, at)
    with pytest.raises(actions.CannotSetUp, match="already"):
        set_up(user)


@pytest.mark.django_db
def test_a_recovery_code_works_once(cast: Cast) -> None:
    spare = set_up(cast.director)[3]
    assert actions.confirm(code=spare.upper().replace("-", " "), by=cast.director, at=NOW)
    with pytest.raises(actions.NotConfirmed):
        actions.confirm(code=spare, by=cast.director, at=NOW)


@pytest.mark.django_db
def test_after_five_wrong_codes_even_the_right_one_has_to_wait(cast: Cast) -> None:
    set_up(cast.director)
    for _ in range(5):
        with pytest.raises(actions.NotConfirmed, match="not right"):
            actions.confirm(code="000000", by=cast.director, at=NOW)
    code, at = later(60)
    with pytest.raises(actions.NotConfirmed, match="Wait five minutes"):
        actions.confirm(code=code, by=cast.director, at=at)
    code, at = later(301)
    assert actions.confirm(code=code, by=cast.director, at=at)


@pytest.mark.django_db
def test_taken_away_with_a_code_or_by_an_administrator(cast: Cast) -> None:
    set_up(cast.director)
    with pytest.raises(actions.NotConfirmed):
        actions.take_away(user=cast.director, confirmed=None, by=cast.director, at=NOW)
    with pytest.raises(NotPermitted):
        actions.take_away(user=cast.director, confirmed=None, by=cast.national, at=NOW)
    actions.take_away(user=cast.director, confirmed=None, by=cast.administrator, at=NOW)
    assert not queries.is_set_up(cast.director)


@pytest.mark.django_db
def test_a_secret_sealed_under_another_key_is_a_sentence(cast: Cast, settings: Any) -> None:
    set_up(cast.director)
    settings.SECRET_KEY = "another key that the service was given since"
    code, at = later(60)
    with pytest.raises(actions.NotConfirmed, match="Ask an administrator"):
        actions.confirm(code=code, by=cast.director, at=at)
