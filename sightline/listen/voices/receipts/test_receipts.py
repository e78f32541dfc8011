"""The number finds the case, four words open it, and nothing tells whether a number exists."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from sightline.conftest import NOW, Country
from sightline.listen.voices import sealing
from sightline.listen.voices.factories import make_receipt
from sightline.listen.voices.models import Voice
from sightline.listen.voices.receipts import actions, hashing, rules, ticket, words
from sightline.listen.voices.receipts.models import ReceiptAttempt


def opened(number: str, four: str, at: datetime = NOW) -> Voice:
    return actions.open_case(number=number, words=four, by=None, at=at)


def sentence(number: str, four: str, at: datetime = NOW) -> str:
    with pytest.raises(actions.NotOpened) as refused:
        opened(number, four, at)
    return str(refused.value)


def test_the_list_has_7776_different_words() -> None:
    assert len(words.word_list()) == 7776 == 6**5
    assert len({words.as_one(word) for word in words.word_list()}) == 7776


def test_no_unkind_word_is_in_the_list() -> None:
    every = set(words.word_list())
    assert not every & words.listed("left_out")
    assert every >= words.listed("put_in")
    for unkind in ("murder", "kill", "rape", "idiot", "victim", "corpse", "violence", "suffering"):
        assert unkind not in every


def test_no_word_begins_another_so_that_four_run_together_are_still_four() -> None:
    joined = sorted(words.as_one(word) for word in words.word_list())
    assert not [pair for pair in pairwise(joined) if pair[1].startswith(pair[0])]


def test_number_and_words_open_the_case(country: Country) -> None:
    receipt = make_receipt(country.trust)
    assert len(receipt.words) == 4
    assert opened(receipt.number, " ".join(receipt.words)) == receipt.voice
    assert opened(receipt.number.lower().replace("-", " "), "-".join(receipt.words).upper())


@given(st.integers(0, 99_999_999))
def test_a_number_is_known_however_it_is_typed(number: int) -> None:
    text = f"{number:08d}"
    stored = f"V-{text[:4]}-{text[4:]}"
    for typed in (stored, stored.lower(), text, f" v {text[:4]} {text[4:]} ", f"V–{text}"):
        assert words.number_in(typed) == stored


@pytest.mark.parametrize("typed", ["", "V-123-4567", "V-1234-56789", "V-12a4-5678", "Q-2026-0001"])
def test_what_is_no_number_is_said_so(typed: str) -> None:
    assert words.number_in(typed) == ""
    assert "V-1234-5678" in sentence(typed, "a b c d")


def test_a_wrong_word_and_a_wrong_number_are_said_alike(country: Country) -> None:
    receipt = make_receipt(country.trust)
    wrong = sentence(receipt.number, "abacus abacus abacus abacus")
    other = "V-0000-0000" if receipt.number != "V-0000-0000" else "V-0000-0001"
    assert sentence(other, " ".join(receipt.words)) == wrong
    turned = " ".join(reversed(receipt.words))
    if turned != " ".join(receipt.words):
        assert sentence(receipt.number, turned) == wrong


def test_an_unknown_number_costs_the_same_work(
    country: Country, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = make_receipt(country.trust)
    done: list[str] = []
    real = hashing._HASHER.verify

    class Counting:
        def verify(self, stored: str, said: bytes) -> bool:
            done.append(stored.split("$")[3])
            return real(stored, said)

        hash = staticmethod(hashing._HASHER.hash)

    monkeypatch.setattr(hashing, "_HASHER", Counting())
    sentence(receipt.number, "wrong words")
    sentence("V-0000-0000", "wrong words")
    expired = make_receipt(country.trust)
    Voice.objects.filter(pk=expired.voice.pk).update(receipt_until=NOW.date() - timedelta(days=1))
    sentence(expired.number, " ".join(expired.words))
    assert done == ["m=19456,t=2,p=1"] * 3


def test_tries_are_limited_for_a_number_alike_whether_it_exists(country: Country) -> None:
    receipt = make_receipt(country.trust)
    for number in (receipt.number, "V-0000-0000"):
        heard = [sentence(number, "wrong") for _ in range(4)]
        assert len({*heard[:3]}) == 1
        assert heard[3] == (
            "This number was tried too often. Wait 1 minute, then try again. Your case is safe."
        )
    # The right words have to wait too, and then open it and begin the count anew.
    assert "too often" in sentence(receipt.number, " ".join(receipt.words))
    later = NOW + timedelta(seconds=31)
    assert opened(receipt.number, " ".join(receipt.words), later)
    assert ReceiptAttempt.objects.count() == 1
    # Another number is not touched by any of it.
    other = make_receipt(country.trust)
    assert opened(other.number, " ".join(other.words))


@given(st.integers(0, 10_000))
def test_waits_grow_and_end(failures: int) -> None:
    assert rules.wait_after(failures) <= rules.wait_after(failures + 1) <= rules.LONGEST_WAIT
    assert (rules.wait_after(failures) == timedelta(0)) is (failures < rules.FREE_TRIES)


def test_old_tries_are_forgotten(country: Country) -> None:
    sentence("V-0000-0000", "wrong")
    assert actions.forget(by=None, at=NOW + timedelta(days=1)) == 0
    assert actions.forget(by=None, at=NOW + timedelta(days=3)) == 1


def test_neither_words_nor_number_lie_in_the_database_or_the_log(
    country: Country, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    receipt = make_receipt(country.trust)
    sentence(receipt.number, "wrong")
    stored = receipt.voice.receipt_hash
    assert stored.startswith("$argon2id$")
    kept = repr(list(Voice.objects.values())) + repr(list(ReceiptAttempt.objects.values()))
    assert receipt.number not in repr(list(ReceiptAttempt.objects.values()))
    four = " ".join(receipt.words)
    for secret in (four, "".join(receipt.words), "-".join(receipt.words)):
        assert secret not in kept + caplog.text


def test_the_database_alone_tries_no_words(
    country: Country, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = make_receipt(country.trust)
    four = " ".join(receipt.words)
    mine = sealing._keys()[0]
    monkeypatch.setenv("VOICES_KEY", Fernet.generate_key().decode())
    assert not hashing.fits(receipt.voice.receipt_hash, four)
    monkeypatch.setenv("VOICES_KEY", f"{Fernet.generate_key().decode()},{mine}")
    assert hashing.fits(receipt.voice.receipt_hash, four)


def test_a_ticket_ends_and_cannot_be_made(country: Country) -> None:
    receipt = make_receipt(country.trust)
    given = ticket.of(receipt.voice)
    assert ticket.opened(given) == receipt.voice
    assert ticket.opened(given[:-1] + ("A" if given[-1] != "A" else "B")) is None
    assert ticket.opened("") is None
    with time_machine.travel(NOW + timedelta(minutes=31), tick=False):
        assert ticket.opened(given) is None
