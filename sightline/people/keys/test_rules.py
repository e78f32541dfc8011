from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.people.keys import rules


def may(**other):
    given = {"name": "Excel", "lasts": timedelta(days=30), "live": 0, "names": frozenset(), **other}
    rules.refuse_unless_it_may_be_made(**given)


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"name": ""}, "Enter a name"),
        ({"name": "x" * 61}, "60 characters or fewer"),
        ({"names": frozenset({"EXCEL"})}, "a key of this name"),
        ({"lasts": timedelta(days=367)}, "a year at most"),
        ({"lasts": timedelta(0)}, "a year at most"),
        ({"live": rules.MOST}, "Revoke one"),
    ],
)
def test_a_refusal_says_what_to_do(other, says):
    may()
    with pytest.raises(rules.CannotMakeKey, match=says):
        may(**other)


@given(st.integers(1, 366), st.integers(0, rules.MOST - 1))
def test_no_key_lasts_longer_than_a_year(days, live):
    may(lasts=timedelta(days=days), live=live)


def test_keys_are_never_alike_and_are_found_by_their_public_part():
    made = [rules.new_key() for _ in range(50)]
    assert len({one.text for one in made}) == 50
    for one in made:
        assert rules.public_part(one.text) == one.public
        assert one.text not in rules.hashed(one.text)


@given(st.text(max_size=80))
def test_what_is_no_key_has_no_public_part(text):
    assert rules.public_part(text) == ""
    assert rules.public_part(f"sightline_{text}") == ""
