from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.listen.invitations import contact
from sightline.listen.invitations.models import Invitation

EMAIL, TEXT, NONE = Invitation.Channel.EMAIL, Invitation.Channel.TEXT, Invitation.Channel.NONE


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", (NONE, "")),
        ("  ", (NONE, "")),
        ("Lena.Learner@Example.org ", (EMAIL, "lena.learner@example.org")),
        ("07700 900123", (TEXT, "+447700900123")),
        ("+44 (7700) 900-123", (TEXT, "+447700900123")),
        ("00447700900123", (TEXT, "+447700900123")),
        # What a spreadsheet makes of a number that begins with a zero.
        ("7700900123", (TEXT, "+447700900123")),
        ("+353 85 012 3456", (TEXT, "+353850123456")),
    ],
)
def test_an_address_has_one_form(text: str, found: tuple[str, str]) -> None:
    assert contact.read(text) == found


@pytest.mark.parametrize(
    "text", ["lena@", "@example.org", "0113 496 0000", "Lena", "12", "+44 113 496 0000", "a b@c.de"]
)
def test_what_is_no_address_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(contact.NotAnAddress) as refusal:
        contact.read(text)
    assert text not in str(refusal.value)


def test_the_same_person_has_the_same_key_only_under_the_same_secret(settings: object) -> None:
    key = contact.key_of("lena@example.org")
    assert len(key) == 16
    assert key == contact.key_of("lena@example.org") != contact.key_of("lina@example.org")
    settings.SECRET_KEY = "another secret of this service"  # type: ignore[attr-defined]
    assert key != contact.key_of("lena@example.org")


@given(st.binary(min_size=16, max_size=16), st.integers(0, 31))
def test_only_a_token_that_was_given_out_opts_out(key: bytes, place: int) -> None:
    token = contact.opt_out_token(key)
    assert len(token) == 32
    assert contact.key_of_opt_out(token) == key
    other = "A" if token[place] != "A" else "B"
    assert contact.key_of_opt_out(token[:place] + other + token[place + 1 :]) is None


@given(st.text(max_size=50))
def test_anything_else_opts_nobody_out(text: str) -> None:
    assert contact.key_of_opt_out(text) is None
